#include "tessera/io/log.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace tessera::io {
namespace {

namespace fs = std::filesystem;

class Log : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "tessera-log-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder = pattern;
    }
    void TearDown() override { fs::remove_all(folder); }
    static std::string read(const fs::path& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }
    fs::path folder;
};

TEST(Visible, KeepsTextAndShowsTheRest) {
    EXPECT_EQ(visible("ünï 日本 😀 plain"), "ünï 日本 😀 plain");
    EXPECT_EQ(visible("a\x1b[31m\n"), "a\\x1b[31m\\x0a");
    EXPECT_EQ(visible("\xc2\x9b"
                      "1m"),
              "\\xc2\\x9b1m");  // C1 CSI in UTF-8
    EXPECT_EQ(visible("\x9b\xff\xc3"), "\\x9b\\xff\\xc3");
    EXPECT_EQ(visible("\xed\xa0\x80\xe0\x80\x80\xf4\x90\x80\x80"),
              "\\xed\\xa0\\x80\\xe0\\x80\\x80\\xf4\\x90\\x80\\x80");
}

TEST_F(Log, WritesALineWithTimeLevelAndAreaToAFileOfItsOwner) {
    ManualClock clock;
    clock.advance(std::chrono::milliseconds(1'000'000'000'123));
    const std::string path = folder / "deep" / "down" / "t.log";
    const auto log = FileLog::open({.path = path, .clock = &clock}).value();
    log->log(LogLevel::Debug, "x", "dropped");
    log->log(LogLevel::Warning, "io", "two\nlines");
    EXPECT_EQ(read(path), "2001-09-09T01:46:40.123Z warning io[" + std::to_string(::getpid()) +
                              "]: two\\x0alines\n");
    struct stat found{};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST_F(Log, IsBoundedAlsoWhenTwoProcessesShareIt) {
    const std::string path = folder / "t.log";
    const auto one = FileLog::open({.path = path, .bytes_max = 2000}).value();
    const auto two = FileLog::open({.path = path, .bytes_max = 2000}).value();
    for (int i = 0; i < 200; ++i) {
        one->log(LogLevel::Info, "one", "message");
        two->log(LogLevel::Info, "two", "message");
    }
    one->log(LogLevel::Error, "one", "last of one");
    two->log(LogLevel::Error, "two", "last of two");
    EXPECT_LE(fs::file_size(path), 2000U);
    EXPECT_LE(fs::file_size(path + ".old"), 2000U);
    const std::string text = read(path + ".old") + read(path);
    EXPECT_NE(text.find("last of one"), std::string::npos);
    EXPECT_NE(text.find("last of two"), std::string::npos);
}

TEST_F(Log, FollowsNoLinkAndGoesWithoutAFileWhenNoneCanBeMade) {
    fs::create_symlink(folder / "target", folder / "link");
    EXPECT_FALSE(FileLog::open({.path = folder / "link"}));
    EXPECT_FALSE(fs::exists(folder / "target"));
    open_log("", LogLevel::Info)->log(LogLevel::Error, "x", "nowhere");
    open_log("/proc/no/such.log", LogLevel::Info)->log(LogLevel::Error, "x", "nowhere");
}

}  // namespace
}  // namespace tessera::io
