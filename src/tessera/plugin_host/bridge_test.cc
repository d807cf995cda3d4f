// The two places where guests' threads wait for the server: replies about paths, room to send.

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <iterator>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tessera/base/unique_fd.h"
#include "tessera/io/frame.h"
#include "tessera/plugin_host/outbox.h"
#include "tessera/plugin_host/path_bridge.h"

namespace tessera::plugin_host {
namespace {

namespace pb = session::plugin_host;
using Frames = std::vector<std::string>;
constexpr Duration kLong = std::chrono::hours(1);

TEST(PathBridge, GivesTheReplyToWhoAskedAndNobodyElse) {
    PathBridge* bridge = nullptr;
    std::vector<pb::PathRequest> sent;
    PathBridge made([&](const pb::PathRequest& request) {
        sent.push_back(request);
        pb::PathReply reply;
        reply.request = request.request;
        reply.instance = request.instance + 1;
        reply.target = "of another instance";
        bridge->deliver(reply, {});
        reply.instance = request.instance;
        reply.error = request.path == "gone" ? ENOENT : 0;
        reply.target = "there";
        bridge->deliver(reply, {});
    });
    bridge = &made;
    const auto paths = made.make(InstanceId(4), kLong);
    EXPECT_EQ(paths->read_link(paths::FolderId(9), "link").value(), "there");
    EXPECT_EQ(paths->unlink(paths::FolderId(9), "gone").error().number, ENOENT);
    EXPECT_EQ(paths->unlink(paths::FolderId(9), std::string(5000, 'x')).error().number,
              ENAMETOOLONG);
    // Success without a descriptor is none.
    EXPECT_EQ(paths->open(paths::FolderId(9), "file", {}).error().number, EIO);
    ASSERT_EQ(sent.size(), 3U);
    EXPECT_EQ(sent[0].folder, 9U);
    EXPECT_EQ(sent[0].op, pb::PathOp::ReadLink);
}

TEST(PathBridge, LateDirectoriesAreGivenBack) {
    std::vector<pb::PathRequest> sent;
    PathBridge bridge([&](const pb::PathRequest& request) { sent.push_back(request); });
    const auto paths = bridge.make(InstanceId(4), Duration(0));
    EXPECT_EQ(paths->open(paths::FolderId(9), "dir", {.directory = true}).error().number, EIO);
    pb::PathReply reply;
    reply.instance = 4;
    reply.request = sent[0].request;
    reply.folder = 77;
    bridge.deliver(reply, {});
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[1].op, pb::PathOp::CloseFolder);
    EXPECT_EQ(sent[1].folder, 77U);
}

TEST(PathBridge, CancellingEndsTheWaitAndEveryLaterOne) {
    PathBridge bridge([](const pb::PathRequest&) {});
    const auto paths = bridge.make(InstanceId(1), kLong);
    std::thread canceller([&] { paths->cancel(); });
    EXPECT_EQ(paths->unlink(paths::FolderId(1), "x").error().number, EINTR);
    canceller.join();
    EXPECT_EQ(paths->unlink(paths::FolderId(1), "x").error().number, EINTR);
}

/// An outbox and the end of its socket that a server would have.
struct Line {
    Line() {
        std::array<int, 2> ends{};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
        ours = UniqueFd(ends[0]);
        theirs = UniqueFd(ends[1]);
    }
    /// What the server has got, after reading until nothing is left.
    Frames read() {
        while (true) {
            std::array<char, 1> byte{};
            if (::recv(theirs.get(), byte.data(), 1, MSG_PEEK) <= 0) {
                break;
            }
            EXPECT_TRUE(reader.read_from(theirs.get()));
        }
        Frames out;
        while (auto frame = reader.next()) {
            out.push_back(std::move(frame->bytes));
        }
        return out;
    }

    UniqueFd ours;
    UniqueFd theirs;
    io::FrameReader reader;
};

TEST(Outbox, WritesAtOnceAndCallsTheLoopForWhatMayWait) {
    Line line;
    int woken = 0;
    Outbox outbox(line.ours.get(), [&] { ++woken; });
    ASSERT_TRUE(outbox.admit(1));
    EXPECT_FALSE(outbox.admit(1));
    outbox.send({.instance = 1, .bytes = "now"});
    EXPECT_EQ(line.read(), Frames({"now"}));
    EXPECT_EQ(woken, 0);
    outbox.send({.instance = 1, .push = Push::Soon, .bytes = "soon"});
    outbox.send({.instance = 1, .push = Push::Soon, .bytes = "soon too"});
    EXPECT_TRUE(line.read().empty());
    EXPECT_EQ(woken, 1);
    EXPECT_TRUE(outbox.flush().value());
    EXPECT_EQ(line.read(), Frames({"soon", "soon too"}));
    outbox.send({.instance = 1, .push = Push::WithNext, .bytes = "a picture"});
    EXPECT_TRUE(line.read().empty());
    outbox.send({.instance = 1, .bytes = "its call"});
    EXPECT_EQ(line.read(), Frames({"a picture", "its call"}));
    EXPECT_EQ(woken, 1);
}

TEST(Outbox, NothingOfAnInstanceLeavesAfterItsUnloaded) {
    Line line;
    Outbox outbox(line.ours.get(), [] {});
    ASSERT_TRUE(outbox.admit(1));
    outbox.send({.instance = 2, .bytes = "never loaded"});
    outbox.send({.instance = 1, .delivery = Delivery::Last, .bytes = "unloaded"});
    outbox.send({.instance = 1, .bytes = "a worker's last words"});
    outbox.send({.instance = 1, .delivery = Delivery::Always, .bytes = "a call's answer"});
    EXPECT_EQ(line.read(), Frames({"unloaded", "a call's answer"}));
}

TEST(Outbox, HoldsGuestsNotTheLoopAndKeepsTheOrder) {
    Line line;
    std::atomic<int> woken = 0;
    Outbox outbox(line.ours.get(), [&] { ++woken; });
    for (const std::uint64_t instance : {1U, 2U, 3U, 4U}) {
        ASSERT_TRUE(outbox.admit(instance));
    }
    const std::string big(2 * kOutboxBytes - 64, 'a');  // more than the socket and the outbox hold
    outbox.send({.instance = 1, .bytes = big});
    outbox.send({.instance = 2, .bytes = "the loop's own"});
    EXPECT_EQ(woken, 1);
    std::atomic<bool> passed = false;
    std::thread guest([&] {
        outbox.send({.instance = 3, .bytes = "a guest's"});
        passed = true;
    });
    EXPECT_FALSE(outbox.flush().value());
    EXPECT_FALSE(passed) << "the guest must wait";
    Frames got;
    while (got.size() < 3) {
        std::ranges::move(line.read(), std::back_inserter(got));
        ASSERT_TRUE(outbox.flush());
    }
    guest.join();
    EXPECT_EQ(got[0].size(), big.size());
    EXPECT_EQ(got[1], "the loop's own");
    EXPECT_EQ(got[2], "a guest's");
    outbox.send({.instance = 1, .bytes = big});
    std::thread last([&] { outbox.send({.instance = 4, .bytes = "too late"}); });
    outbox.close();
    last.join();
}

TEST(Outbox, SaysThatThePeerIsGone) {
    Line line;
    int woken = 0;
    Outbox outbox(line.ours.get(), [&] { ++woken; });
    line.theirs.reset();
    outbox.send({.delivery = Delivery::Always, .bytes = "hello?"});
    EXPECT_EQ(woken, 1);
    const auto flushed = outbox.flush();
    ASSERT_FALSE(flushed);
    EXPECT_EQ(flushed.error().code, ErrorCode::Io);
}

}  // namespace
}  // namespace tessera::plugin_host
