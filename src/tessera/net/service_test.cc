#include "tessera/net/service.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <array>

#include "tessera/io/test_http_server.h"
#include "tessera/wire/codec.h"

namespace tessera::net {
namespace {

namespace pb = session::net;

class ServiceTest : public ::testing::Test {
protected:
    void SetUp() override {
        std::array<int, 2> ends{};
        ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
        peer = io::Connection::open(loop, UniqueFd(ends[0]),
                                    {.on_frame =
                                         [this](io::Frame frame) {
                                             pb::FromNet message;
                                             ASSERT_TRUE(wire::decode(frame.bytes, message));
                                             told.push_back(std::move(message));
                                             loop.stop();
                                         },
                                     .on_closed = [](const std::string&) {}})
                   .value();
        service = Service::open(loop, UniqueFd(ends[1]), [this](std::string why) {
                      ended.push_back(std::move(why));
                      loop.stop();
                  }).value();
    }

    void run() {
        const auto late = loop.timer(std::chrono::seconds(20), io::Loop::Repeat::No, [&] {
            ADD_FAILURE() << "nothing happened";
            loop.stop();
        });
        loop.run();
    }

    io::TestHttpServer server{[](const io::HttpAsked& asked) {
        return io::TestHttpServer::ok("to " + asked.path);
    }};
    io::Loop loop;
    std::unique_ptr<io::Connection> peer;
    std::unique_ptr<Service> service;
    std::vector<pb::FromNet> told;
    std::vector<std::string> ended;
};

TEST_F(ServiceTest, ARequestIsAnsweredUnderItsNumber) {
    pb::Request request;
    request.number = 7;
    request.url = server.url("/there");
    pb::ToNet message;
    message.body = request;
    ASSERT_TRUE(peer->send(wire::encode(message)));
    run();
    ASSERT_EQ(told.size(), 1U);
    const auto* response = std::get_if<pb::Response>(&told[0].body);
    ASSERT_NE(response, nullptr);
    EXPECT_EQ(response->number, 7U);
    EXPECT_EQ(response->body, "to /there");
}

TEST_F(ServiceTest, ItEndsWithTheServer) {
    peer.reset();
    run();
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended[0], "");
}

TEST_F(ServiceTest, AMalformedFrameEndsIt) {
    ASSERT_TRUE(peer->send("\xff\xff\xff"));
    run();
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_FALSE(ended[0].empty());
}

}  // namespace
}  // namespace tessera::net
