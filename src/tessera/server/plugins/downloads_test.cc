#include "tessera/server/plugins/downloads.h"

#include <sys/stat.h>

#include <fstream>
#include <future>
#include <iterator>

#include "tessera/io/test_http_server.h"
#include "tessera/server/plugins/plugins_fixture.h"

namespace tessera::server {
namespace {

namespace fs = std::filesystem;
using io::TestHttpServer;

class DownloadsTest : public ::testing::Test {
protected:
    Result<fs::path> get(const std::string& url, Downloads::Fresh fresh = Downloads::Fresh::No) {
        std::optional<Result<fs::path>> outcome;
        downloads.get({.url = url,
                       .fresh = fresh,
                       .progress = [this](std::string_view text) { progress = text; },
                       .done =
                           [&](const Result<fs::path>& told) {
                               outcome = told;
                               loop.stop();
                           }});
        const auto late =
            loop.timer(std::chrono::seconds(20), io::Loop::Repeat::No, [&] { loop.stop(); });
        loop.run();
        return outcome ? *outcome : fail(ErrorCode::Timeout, "nothing came" + log.lines);
    }

    /// What is kept has to look like a module.
    static std::string wasm_of(std::string_view text) {
        return std::string("\0asm", 4) + std::string(text);
    }
    static std::string text_of(const fs::path& path) {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    std::string served = wasm_of("first");
    bool is_broken = false;
    std::function<void()> when_asked;  // on the server's thread
    TestHttpServer server{[this](const io::HttpAsked& asked) {
        const std::string answer = is_broken || asked.path == "/nosuch"
                                       ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
                                       : TestHttpServer::ok(served);
        if (const auto told = when_asked) {
            told();
        }
        return answer;
    }};
    TemporaryFolder folder;
    io::Loop loop;
    TestLog log;
    Net net{loop, log, TESSERA_NET};
    Downloads downloads{loop, log, net, folder.path / "downloads"};
    std::string progress;
};

TEST_F(DownloadsTest, AreKeptAndNotAskedForTwice) {
    const Result<fs::path> first = get(server.url("/a.wasm"));
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(text_of(*first), wasm_of("first"));
    EXPECT_TRUE(progress.starts_with("downloading")) << progress;
    EXPECT_EQ(get(server.url("/a.wasm")).value(), *first);
    EXPECT_EQ(server.asked(), 1);
    struct stat info{};
    ASSERT_EQ(::stat(first->c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 077U, 0U);
}

TEST_F(DownloadsTest, WhatIsNoModuleIsNotKept) {
    served = "<html>Please log in</html>";
    const Result<fs::path> first = get(server.url("/a.wasm"));
    ASSERT_FALSE(first);
    EXPECT_NE(first.error().message.find("no wasm module"), std::string::npos);
    served = wasm_of("there");
    EXPECT_EQ(text_of(get(server.url("/a.wasm")).value()), served);
}

TEST_F(DownloadsTest, TheSameContentIsKeptOnce) {
    const fs::path one = get(server.url("/a.wasm")).value();
    EXPECT_EQ(get(server.url("/b.wasm")).value(), one);
    served = wasm_of("second");
    const fs::path other = get(server.url("/c.wasm")).value();
    EXPECT_NE(other, one);
    EXPECT_EQ(text_of(other), wasm_of("second"));
    EXPECT_EQ(text_of(one), wasm_of("first"));
}

TEST_F(DownloadsTest, FreshOnesReplaceWhatWasUnlessTheyFail) {
    const fs::path first = get(server.url("/a.wasm")).value();
    served = wasm_of("second");
    const fs::path second = get(server.url("/a.wasm"), Downloads::Fresh::Yes).value();
    EXPECT_EQ(text_of(second), wasm_of("second"));
    is_broken = true;
    EXPECT_EQ(get(server.url("/a.wasm"), Downloads::Fresh::Yes).value(), second);
    EXPECT_EQ(get(server.url("/a.wasm")).value(), second);
}

TEST_F(DownloadsTest, WhoAsksForItFreshWhileItComesGetsWhatIsServedThen) {
    using Fresh = Downloads::Fresh;
    std::vector<std::string> came;
    const auto get_fresh = [&](std::function<void(std::string_view)> told) {
        downloads.get({.url = server.url("/a.wasm"),
                       .fresh = Fresh::Yes,
                       .progress = std::move(told),
                       .done = [&](const Result<fs::path>& file) {
                           came.push_back(file ? text_of(*file) : file.error().message);
                           if (came.size() == 3) {
                               loop.stop();
                           }
                       }});
    };
    std::promise<void> is_asked_again;
    when_asked = [&] {  // what the first gets is settled, and has not come
        loop.post([&] {
            when_asked = nullptr;
            served = wasm_of("second");
            get_fresh(nullptr);
            get_fresh(nullptr);
            is_asked_again.set_value();
        });
        is_asked_again.get_future().wait();
    };
    get_fresh(nullptr);
    loop.run();
    EXPECT_EQ(came, (std::vector{wasm_of("first"), wasm_of("second"), wasm_of("second")}));
    EXPECT_EQ(server.asked(), 2);
}

TEST_F(DownloadsTest, AFailureLeavesNothingAndSaysWhy) {
    const Result<fs::path> failed = get(server.url("/nosuch"));
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().message.find("HTTP 500"), std::string::npos);
    EXPECT_NE(failed.error().message.find("/nosuch"), std::string::npos);
    EXPECT_TRUE(fs::is_empty(folder.path / "downloads"));
}

TEST_F(DownloadsTest, WithoutTheProcessThereIsASentence) {
    Net none(loop, log, {});
    Downloads without(loop, log, none, folder.path / "downloads");
    std::string said;
    without.get(
        {.url = server.url("/a"), .progress = {}, .done = [&](const Result<fs::path>& told) {
             said = told ? "" : told.error().message;
             loop.stop();
         }});
    loop.run();
    EXPECT_NE(said.find("nothing here reaches the web"), std::string::npos) << said;
}

}  // namespace
}  // namespace tessera::server
