// The two places where guests' threads wait for the server: replies about paths, room to send.

#include <cerrno>
#include <thread>

#include <gtest/gtest.h>

#include "tessera/plugin_host/outbox.h"
#include "tessera/plugin_host/path_bridge.h"

namespace tessera::plugin_host {
namespace {

namespace pb = session::plugin_host;
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

TEST(Outbox, HoldsGuestsNotTheLoopAndKeepsTheOrder) {
    int woken = 0;
    Outbox outbox([&] { ++woken; });
    outbox.send({.instance = 1, .bytes = std::string(kOutboxBytes, 'a')});
    outbox.send({.instance = 2, .bytes = "the loop's own"});
    EXPECT_EQ(woken, 1);
    std::thread guest([&] { outbox.send({.instance = 3, .bytes = "a guest's"}); });
    auto taken = outbox.take();
    ASSERT_EQ(taken.size(), 2U) << "the guest must wait";
    EXPECT_EQ(taken[1].instance, 2U);
    outbox.set_unwritten(kOutboxBytes - 1);
    guest.join();
    EXPECT_EQ(outbox.take().size(), 1U);
    outbox.set_unwritten(kOutboxBytes);
    std::thread last([&] { outbox.send({.instance = 4, .bytes = "too late"}); });
    outbox.close();
    last.join();
    EXPECT_TRUE(outbox.take().empty());
}

}  // namespace
}  // namespace tessera::plugin_host
