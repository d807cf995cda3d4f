#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "tessera/io/frame.h"
#include "tessera/io/loop.h"

namespace tessera::io {
namespace {

struct Pair {
    UniqueFd a;
    UniqueFd b;
    Pair() {
        int fds[2];
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), 0);
        a.reset(fds[0]);
        b.reset(fds[1]);
    }
};

TEST(Frame, ArrivesWholeWithItsDescriptor) {
    const Pair pair;
    FrameQueue queue;
    ASSERT_TRUE(queue.push("one"));
    ASSERT_TRUE(queue.push("two", UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC))));
    ASSERT_TRUE(queue.push(""));
    ASSERT_TRUE(queue.write_to(pair.a.get()));
    EXPECT_TRUE(queue.is_empty());
    FrameReader reader;
    std::vector<Frame> frames;
    while (frames.size() < 3) {
        ASSERT_EQ(reader.read_from(pair.b.get()).value(), FrameReader::Status::Open);
        while (auto frame = reader.next()) {
            frames.push_back(std::move(*frame));
        }
    }
    EXPECT_EQ(frames[0].bytes, "one");
    EXPECT_FALSE(frames[0].fd);
    EXPECT_EQ(frames[1].bytes, "two");
    EXPECT_TRUE(frames[1].fd);
    EXPECT_EQ(::fcntl(frames[1].fd.get(), F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    EXPECT_EQ(frames[2].bytes, "");
    EXPECT_FALSE(frames[2].fd);
}

TEST(Frame, ComesWithoutItsDescriptorWhereThereIsNoRoomForOne) {
    const Pair pair;
    FrameQueue queue;
    ASSERT_TRUE(queue.push("with", UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC))));
    ASSERT_TRUE(queue.write_to(pair.a.get()));
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 0;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    FrameReader reader;
    const auto status = reader.read_from(pair.b.get());
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    ASSERT_TRUE(status) << status.error().to_string();
    const auto frame = reader.next();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->bytes, "with");
    EXPECT_FALSE(frame->fd);
}

TEST(Frame, AnySplitGivesTheSameFrames) {
    const std::string stream("\3\0\0\0abc\0\0\0\0\1\0\0\0z", 12 + 4 + 1 - 1 + 0);
    FrameReader reader;
    std::string got;
    for (const char c : stream) {
        ASSERT_TRUE(reader.feed(std::string_view(&c, 1)));
        while (const auto frame = reader.next()) {
            got += "<" + frame->bytes + ">";
        }
    }
    EXPECT_EQ(got, "<abc><><z>");
}

TEST(Frame, AnOversizedLengthIsRefusedBeforeItsBytesCome) {
    FrameReader reader;
    const Result<> refused = reader.feed(std::string_view("\1\0\0\1", 4));  // 16 MiB + 1
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Protocol);
    EXPECT_FALSE(reader.next());
}

TEST(Frame, APeerThatDoesNotReadCostsNoMoreThanTheLimit) {
    const Pair pair;
    FrameQueue queue;
    const std::string block(std::size_t{1} << 20U, 'x');
    Result<> pushed;
    while (pushed) {
        pushed = queue.push(block);
        ASSERT_TRUE(queue.write_to(pair.a.get()));
    }
    EXPECT_EQ(pushed.error().code, ErrorCode::LimitExceeded);
    EXPECT_LE(queue.bytes(), kMaxQueueBytes);
}

TEST(Frame, TheEndOfThePeerIsSeen) {
    Pair pair;
    pair.a.reset();
    FrameReader reader;
    EXPECT_EQ(reader.read_from(pair.b.get()).value(), FrameReader::Status::Closed);
    FrameQueue queue;
    ASSERT_TRUE(queue.push("x"));
    EXPECT_FALSE(queue.write_to(pair.b.get()));
}

TEST(Loop, WatchesTimersAndPostsComeTogether) {
    Loop loop;
    const Pair pair;
    std::string order;
    std::unique_ptr<Watch> watch = loop.watch(pair.b.get(), Interest::Read,
                                              [&](Interest) {
                                                  char c = 0;
                                                  EXPECT_EQ(::read(pair.b.get(), &c, 1), 1);
                                                  order += c;
                                                  watch.reset();
                                                  loop.stop();
                                              })
                                       .value();
    const auto timer = loop.timer(std::chrono::milliseconds(1), Loop::Repeat::No, [&] {
        order += 't';
        EXPECT_EQ(::write(pair.a.get(), "r", 1), 1);
    });
    loop.run();
    EXPECT_EQ(order, "tr");
    std::thread other([&] {
        loop.post([&] {
            order += 'p';
            loop.stop();
        });
    });
    loop.run();
    other.join();
    EXPECT_EQ(order, "trp");
}

TEST(Loop, BeforeItWaitsEverythingReadyHadItsTurn) {
    Loop loop;
    std::string order;
    const auto hook = loop.before_wait([&] {
        if (order.contains('r')) {
            order += 'w';
            loop.stop();
        }
    });
    const Pair pair;  // both ends have something to read, before it looks
    ASSERT_EQ(::write(pair.a.get(), "x", 1), 1);
    ASSERT_EQ(::write(pair.b.get(), "x", 1), 1);
    const auto read_from = [&](int fd) {
        return [&order, fd](Interest) {
            char c = 0;
            EXPECT_EQ(::read(fd, &c, 1), 1);
            order += 'r';
        };
    };
    const auto first = loop.watch(pair.a.get(), Interest::Read, read_from(pair.a.get()));
    const auto second = loop.watch(pair.b.get(), Interest::Read, read_from(pair.b.get()));
    ASSERT_TRUE(first && second);
    loop.run();
    EXPECT_EQ(order, "rrw");
}

TEST(Loop, WhatACallbackThrowsComesOutOfRun) {
    Loop loop;
    loop.post([] { throw std::runtime_error("boom"); });
    EXPECT_THROW(loop.run(), std::runtime_error);
}

}  // namespace
}  // namespace tessera::io
