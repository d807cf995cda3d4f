#include "tessera/net/transfers.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <vector>

#include "tessera/io/test_http_server.h"

namespace tessera::net {
namespace {

namespace pb = session::net;
using io::HttpAsked;
using io::TestHttpServer;

std::string answer(const HttpAsked& asked) {
    if (asked.path == "/echo") {
        return TestHttpServer::ok(asked.method + "\n" + asked.head + "\n" + asked.body,
                                  "X-Mine: a\r\nX-Mine: b\r\n");
    }
    if (asked.path == "/latin") {
        return TestHttpServer::ok("", "X-Where: caf\xe9\r\n");
    }
    if (asked.path == "/moved") {
        return TestHttpServer::moved("/echo");
    }
    if (asked.path == "/round") {
        return TestHttpServer::moved("/round");
    }
    if (asked.path == "/out") {
        return TestHttpServer::moved("file:///etc/passwd");
    }
    if (asked.path == "/big") {
        return TestHttpServer::ok(std::string(100'000, 'x'));
    }
    if (asked.path == "/never") {
        return "";
    }
    return "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone";
}

class TransfersTest : public ::testing::Test {
protected:
    pb::Request request(std::string_view path) {
        pb::Request out;
        out.number = ++last;
        out.url = server.url(path);
        return out;
    }

    /// Until so many ended, or 20 seconds.
    void wait(std::size_t count = 1) {
        const auto late = loop.timer(std::chrono::seconds(20), io::Loop::Repeat::No, [&] {
            ADD_FAILURE() << "no answer";
            loop.stop();
        });
        const auto check = loop.before_wait([&] {
            if (responses.size() + failures.size() >= count) {
                loop.stop();
            }
        });
        loop.run();
    }

    TestHttpServer server{answer};
    io::Loop loop;
    std::vector<pb::Response> responses;
    std::vector<pb::Failure> failures;
    std::uint64_t progressed = 0;
    std::uint64_t last = 0;
    Transfers transfers{loop, [this](pb::FromNet message) {
                            if (auto* response = std::get_if<pb::Response>(&message.body)) {
                                responses.push_back(std::move(*response));
                            } else if (auto* failure = std::get_if<pb::Failure>(&message.body)) {
                                failures.push_back(std::move(*failure));
                            } else if (auto* now = std::get_if<pb::Progress>(&message.body)) {
                                progressed = now->bytes;
                            }
                        }};
};

TEST_F(TransfersTest, SendWhatIsAskedAndTellWhatIsAnswered) {
    struct Case {
        pb::Method method;
        std::string name;
        std::string body;
    };
    for (const Case& one : {Case{pb::Method::Get, "GET", ""}, Case{pb::Method::Post, "POST", "ab"},
                            Case{pb::Method::Put, "PUT", std::string("a\0b", 3)},
                            Case{pb::Method::Delete, "DELETE", ""}}) {
        pb::Request asked = request("/echo");
        asked.method = one.method;
        asked.body = one.body;
        asked.headers = {{.name = "X-Asked", .value = "for it"}, {.name = "X-Empty", .value = ""}};
        responses.clear();
        transfers.start(asked, {});
        wait();
        ASSERT_EQ(responses.size(), 1U) << one.name;
        EXPECT_EQ(responses[0].number, asked.number);
        EXPECT_EQ(responses[0].status, 200U);
        EXPECT_TRUE(responses[0].body.starts_with(one.name + "\n"));
        EXPECT_TRUE(responses[0].body.ends_with("\n" + one.body)) << responses[0].body;
        EXPECT_NE(responses[0].body.find("X-Asked: for it\r\n"), std::string::npos);
        EXPECT_NE(responses[0].body.find("X-Empty:"), std::string::npos);
        const auto mine = std::ranges::count(responses[0].headers, "x-mine", &pb::Header::name);
        EXPECT_EQ(mine, 2);
    }
}

TEST_F(TransfersTest, AnyStatusIsAnAnswer) {
    transfers.start(request("/nosuch"), {});
    wait();
    ASSERT_EQ(responses.size(), 1U);
    EXPECT_EQ(responses[0].status, 404U);
    EXPECT_EQ(responses[0].body, "none");
}

TEST_F(TransfersTest, HeadersOfAnotherCharacterSetAreTextAllTheSame) {
    transfers.start(request("/latin"), {});
    wait();
    ASSERT_EQ(responses.size(), 1U);
    const auto found = std::ranges::find(responses[0].headers, "x-where", &pb::Header::name);
    ASSERT_NE(found, responses[0].headers.end());
    EXPECT_EQ(found->value, "caf\ufffd");
}

TEST_F(TransfersTest, RedirectsAreFollowedButNotOutOfTheWeb) {
    transfers.start(request("/moved"), {});
    wait();
    ASSERT_EQ(responses.size(), 1U);
    EXPECT_EQ(responses[0].status, 200U);
    EXPECT_EQ(std::ranges::count(responses[0].headers, "x-hop", &pb::Header::name), 0);
    transfers.start(request("/round"), {});
    transfers.start(request("/out"), {});
    wait(3);
    ASSERT_EQ(failures.size(), 2U);
    EXPECT_EQ(server.asked(), 2 + 11 + 1);
}

TEST_F(TransfersTest, LimitsOfBytesAndTimeEndATransfer) {
    pb::Request big = request("/big");
    big.body_bytes_max = 50'000;
    transfers.start(big, {});
    wait();
    ASSERT_EQ(failures.size(), 1U);
    EXPECT_EQ(failures[0].sentence, "the answer is longer than 50000 bytes");
    pb::Request slow = request("/never");
    slow.timeout_ms = 50;
    transfers.start(slow, {});
    wait(2);
    ASSERT_EQ(failures.size(), 2U);
    EXPECT_EQ(failures[1].number, slow.number);
}

TEST_F(TransfersTest, ABodyGoesIntoTheFileThatCameAlong) {
    UniqueFd file(::memfd_create("body", MFD_CLOEXEC));
    const int raw = ::dup(file.get());
    const UniqueFd mine(raw);
    transfers.start(request("/big"), std::move(file));
    wait();
    ASSERT_EQ(responses.size(), 1U);
    EXPECT_TRUE(responses[0].body.empty());
    EXPECT_EQ(::lseek(mine.get(), 0, SEEK_END), 100'000);
    EXPECT_GT(progressed, 0U);
}

TEST_F(TransfersTest, WhatIsNoWebAddressOrNoHeaderIsNotSent) {
    for (const char* url : {"file:///etc/passwd", "ftp://127.0.0.1/", "", "gopher://x"}) {
        pb::Request asked = request("/echo");
        asked.url = url;
        transfers.start(asked, {});
    }
    pb::Request split = request("/echo");
    split.headers = {{.name = "X", .value = "a\r\nY: b"}};
    transfers.start(split, {});
    pb::Request named = request("/echo");
    named.headers = {{.name = "X: y\r\nZ", .value = "a"}};
    transfers.start(named, {});
    wait(6);
    EXPECT_EQ(failures.size(), 6U);
    EXPECT_EQ(server.asked(), 0);
}

TEST_F(TransfersTest, ManyAreDoneAFewAtATimeAndCancelledOnesTellNothing) {
    for (int i = 0; i < 100; ++i) {
        transfers.start(request("/echo"), {});
    }
    pb::Request never = request("/never");
    transfers.start(never, {});
    wait(100);
    EXPECT_EQ(responses.size(), 100U);
    EXPECT_EQ(transfers.size(), 1U);
    transfers.cancel(never.number);
    EXPECT_EQ(transfers.size(), 0U);
    EXPECT_TRUE(failures.empty());
}

}  // namespace
}  // namespace tessera::net
