#include "tessera/io/connection.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <numeric>
#include <thread>
#include <vector>

#include "tessera/io/socket.h"
#include "tessera/io/strand.h"

namespace tessera::io {
namespace {

namespace fs = std::filesystem;

/// Two connections on one loop, and what came out of them.
struct Peers {
    Loop loop;
    std::unique_ptr<Connection> a;
    std::unique_ptr<Connection> b;
    std::vector<std::string> got;  // by b
    std::string closed = "not closed";
    int drained = 0;

    explicit Peers(Connection::Options options = {}) {
        auto pair = socket_pair().value();
        a = Connection::open(loop, std::move(pair.first),
                             {.on_frame = [](Frame) {},
                              .on_closed = [this](const std::string&) { loop.stop(); },
                              .on_drained = [this] { ++drained; }},
                             std::move(options))
                .value();
        b = Connection::open(loop, std::move(pair.second),
                             {.on_frame = [this](Frame frame) { receive(std::move(frame)); },
                              .on_closed =
                                  [this](const std::string& why) {
                                      closed = why;
                                      loop.stop();
                                  }})
                .value();
    }
    void receive(Frame frame) {
        got.push_back(std::move(frame.bytes));
        if (on_receive) {
            on_receive();
        }
    }
    std::function<void()> on_receive;
};

TEST(Connection, DeliversFramesInOrderAndThenTheEnd) {
    Peers peers;
    ASSERT_TRUE(peers.a->send("one"));
    ASSERT_TRUE(peers.a->send(""));
    ASSERT_TRUE(peers.a->send(std::string(1 << 20, 'x')));
    EXPECT_FALSE(peers.a->is_drained());
    peers.a->close_when_drained();
    EXPECT_FALSE(peers.a->send("too late"));
    peers.loop.run();
    if (peers.closed == "not closed") {
        peers.loop.run();
    }
    ASSERT_EQ(peers.got.size(), 3U);
    EXPECT_EQ(peers.got[0], "one");
    EXPECT_EQ(peers.got[2].size(), 1U << 20U);
    EXPECT_EQ(peers.closed, "");
}

TEST(Connection, SaysWhenWhatWaitedWasTaken) {
    Peers peers({.send_buffer_bytes = 4096});
    peers.on_receive = [&] {
        if (peers.got.size() == 2) {
            peers.loop.post([&] { peers.loop.stop(); });
        }
    };
    ASSERT_TRUE(peers.a->send("fits"));
    EXPECT_TRUE(peers.a->is_drained());
    ASSERT_TRUE(peers.a->send(std::string(1 << 20, 'x')));
    EXPECT_FALSE(peers.a->is_drained());
    peers.loop.run();
    EXPECT_TRUE(peers.a->is_drained());
    EXPECT_EQ(peers.drained, 1);
}

TEST(Connection, AQueueThatIsNotReadIsBounded) {
    Peers peers({.send_buffer_bytes = 4096, .queue_bytes_max = 100'000});
    Result<> sent;
    int count = 0;
    while ((sent = peers.a->send(std::string(10'000, 'x')))) {
        ASSERT_LT(++count, 100);
    }
    EXPECT_EQ(sent.error().code, ErrorCode::LimitExceeded);
    EXPECT_LE(peers.a->queued_bytes(), 100'000U);
}

TEST(Connection, AStoppedReaderHoldsItsPeerBackAndLosesNothing) {
    Peers peers;
    peers.on_receive = [&] {
        if (peers.got.size() == 1) {
            peers.b->set_reading(Connection::Reading::Off);
            peers.loop.post([&] {
                EXPECT_EQ(peers.got.size(), 1U);
                peers.b->set_reading(Connection::Reading::On);
            });
        }
    };
    ASSERT_TRUE(peers.a->send("1"));
    ASSERT_TRUE(peers.a->send("2"));
    ASSERT_TRUE(peers.a->send("3"));
    peers.a.reset();
    peers.loop.run();
    EXPECT_EQ(peers.got, (std::vector<std::string>{"1", "2", "3"}));
    EXPECT_EQ(peers.closed, "");
}

TEST(Connection, AHandlerMayDestroyIt) {
    Peers peers;
    peers.on_receive = [&] {
        peers.b.reset();
        peers.loop.stop();
    };
    ASSERT_TRUE(peers.a->send("1"));
    ASSERT_TRUE(peers.a->send("2"));
    peers.loop.run();
    EXPECT_EQ(peers.got.size(), 1U);
    EXPECT_EQ(peers.closed, "not closed");
}

TEST(Connection, WhatAPeerSaidLastIsReadBeforeItsEndIsReported) {
    Peers peers;
    ASSERT_TRUE(peers.a->send("goodbye"));
    peers.a.reset();
    EXPECT_FALSE(peers.b->send("are you there?"));
    peers.loop.run();
    EXPECT_EQ(peers.got, std::vector<std::string>{"goodbye"});
    EXPECT_EQ(peers.closed, "");
}

TEST(Connection, BrokenFramingEndsItWithAReason) {
    Loop loop;
    auto pair = socket_pair().value();
    std::string closed;
    const auto connection = Connection::open(loop, std::move(pair.first),
                                             {.on_frame = [](Frame) { FAIL(); },
                                              .on_closed =
                                                  [&](const std::string& why) {
                                                      closed = why;
                                                      loop.stop();
                                                  }})
                                .value();
    ASSERT_EQ(::write(pair.second.get(), "\xff\xff\xff\xff", 4), 4);
    loop.run();
    EXPECT_NE(closed, "");
}

TEST(Connection, AFarewellToAPeerThatDoesNotReadEnds) {
    Peers peers({.send_buffer_bytes = 4096});
    peers.b->set_reading(Connection::Reading::Off);
    ASSERT_TRUE(peers.a->send(std::string(1 << 20, 'x')));
    peers.a->close_when_drained();
    peers.loop.run();  // ended by on_closed of a
    EXPECT_EQ(peers.closed, "not closed");
}

class Folder : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "tessera-io-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder = pattern;
    }
    void TearDown() override { fs::remove_all(folder); }
    std::string folder;
};

TEST_F(Folder, OnlyAPrivateDirectoryOfOursIsUsed) {
    EXPECT_TRUE(ensure_private_directory(folder + "/new/deep"));
    EXPECT_TRUE(ensure_private_directory(folder + "/new/deep"));
    ::chmod((folder + "/new").c_str(), 0750);
    EXPECT_EQ(ensure_private_directory(folder + "/new").error().code, ErrorCode::PermissionDenied);
    fs::create_directory_symlink(folder + "/new/deep", folder + "/link");
    EXPECT_EQ(ensure_private_directory(folder + "/link").error().code, ErrorCode::PermissionDenied);
    fs::create_symlink(folder + "/nowhere", folder + "/dangling");
    EXPECT_FALSE(ensure_private_directory(folder + "/dangling"));
    EXPECT_FALSE(fs::exists(folder + "/nowhere"));
    ::close(::open((folder + "/file").c_str(), O_CREAT | O_WRONLY, 0600));
    EXPECT_FALSE(ensure_private_directory(folder + "/file"));
    if (::geteuid() != 0) {
        EXPECT_FALSE(ensure_private_directory("/proc"));
    } else {
        fs::create_directory(folder + "/other");
        fs::permissions(folder + "/other", fs::perms::owner_all);
        ASSERT_EQ(::chown((folder + "/other").c_str(), 12345, 12345), 0);
        EXPECT_FALSE(ensure_private_directory(folder + "/other"));
    }
}

TEST_F(Folder, AListenerTakesConnectionsAndConnectorsLearnWhyNot) {
    const std::string path = folder + "/socket";
    EXPECT_EQ(connect_to(path).error().code, ErrorCode::NotFound);
    Loop loop;
    NullLog log;
    int accepted = 0;
    {
        auto listener = Listener::open(
                            loop, listen_at(path).value(),
                            [&](UniqueFd socket) {
                                EXPECT_TRUE(is_peer_ours(socket.get()));
                                if (++accepted == 2) {
                                    loop.stop();
                                }
                            },
                            log)
                            .value();
        struct stat found{};
        ASSERT_EQ(::stat(path.c_str(), &found), 0);
        EXPECT_EQ(found.st_mode & 0777U, 0600U);
        EXPECT_EQ(listen_at(path).error().code, ErrorCode::AlreadyExists);
        const UniqueFd one = connect_to(path).value();
        const UniqueFd two = connect_to(path).value();
        loop.run();
    }
    EXPECT_EQ(accepted, 2);
    EXPECT_EQ(connect_to(path).error().code, ErrorCode::Unavailable);
    EXPECT_EQ(listen_at(std::string(200, 'x')).error().code, ErrorCode::LimitExceeded);
}

TEST(LoopWork, RunsElsewhereAndComesBack) {
    Loop loop;
    const auto here = std::this_thread::get_id();
    std::thread::id there;
    loop.work([&] { there = std::this_thread::get_id(); },
              [&] {
                  EXPECT_EQ(std::this_thread::get_id(), here);
                  loop.stop();
              });
    loop.run();
    EXPECT_NE(there, std::thread::id());
    EXPECT_NE(there, here);
    loop.work([] { throw std::runtime_error("boom"); }, [] { FAIL(); });
    EXPECT_THROW(loop.run(), std::runtime_error);
    loop.work([] {}, [] { FAIL() << "a loop that ends drops it"; });
}

TEST(LoopWork, OfAStrandIsDoneInOrderAndOutlivesIt) {
    constexpr std::size_t kSteps = 100;
    Loop loop;
    std::vector<std::size_t> seen;  // one task at a time: without a lock, as TSan agrees
    std::vector<std::size_t> done;
    auto strand = std::make_unique<Strand>(loop);
    for (std::size_t step = 0; step < kSteps; ++step) {
        strand->work([&seen, step] { seen.push_back(step); },
                     [&, step] {
                         done.push_back(step);
                         if (step + 1 == kSteps) {
                             loop.stop();
                         }
                     });
    }
    strand.reset();
    loop.run();
    std::vector<std::size_t> all(kSteps);
    std::iota(all.begin(), all.end(), 0);
    EXPECT_EQ(seen, all);
    EXPECT_EQ(done, all);
}

TEST(LoopWork, OfAStrandIsDoneAlsoWhenTheLoopEnds) {
    constexpr int kSteps = 100;
    int ran = 0;
    {
        Loop loop;
        Strand strand(loop);
        for (int step = 0; step < kSteps; ++step) {
            strand.work([&ran] { ++ran; }, [] {});
        }
        loop.post([&] { loop.stop(); });
        loop.run();
    }
    EXPECT_EQ(ran, kSteps);
}

TEST(LoopWork, OfAStrandComesBackBehindWhatWasPostedBefore) {
    Loop loop;
    Strand strand(loop);
    std::string order;
    std::promise<void> ran;
    loop.post([&] { order += 'p'; });
    strand.work([] {}, [&] { order += 'd'; });
    strand.work([&] { ran.set_value(); }, [&] { loop.stop(); });
    ran.get_future().wait();  // what the first did is with the loop
    loop.run();
    EXPECT_EQ(order, "pd");
}

TEST(LoopWork, OfAStrandGoesOnWhenATaskThrows) {
    Loop loop;
    Strand strand(loop);
    strand.work([] { throw std::runtime_error("boom"); }, [] { FAIL(); });
    EXPECT_THROW(loop.run(), std::runtime_error);
    strand.work([] {}, [&] { loop.stop(); });
    loop.run();
}

}  // namespace
}  // namespace tessera::io
