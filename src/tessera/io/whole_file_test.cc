#include "tessera/io/whole_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <thread>
#include <vector>

#include "tessera/base/read_file.h"

namespace tessera::io {
namespace {

namespace fs = std::filesystem;

class WholeFile : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "tessera-file-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder = pattern;
    }
    void TearDown() override { fs::remove_all(folder); }
    fs::path folder;
};

TEST_F(WholeFile, KeepsItsBitsAndLeavesNothingBeside) {
    const fs::path file = folder / "a";
    ASSERT_TRUE(replace_file(file, "one", 0640));
    EXPECT_EQ(fs::status(file).permissions(), fs::perms(0640));
    fs::permissions(file, fs::perms(0600));
    ASSERT_TRUE(replace_file(file, std::string(200'000, 'x'), 0644));
    EXPECT_EQ(fs::status(file).permissions(), fs::perms(0600));
    EXPECT_EQ(read_file(file, 200'000).value(), std::string(200'000, 'x'));
    EXPECT_FALSE(replace_file(folder / "no" / "such", "", 0600));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
}

TEST_F(WholeFile, IsWrittenOverBehindALinkAndNeverWaitedFor) {
    const fs::path file = folder / "a";
    fs::create_symlink(file, folder / "link");
    ASSERT_TRUE(write_over(folder / "link", "longer than the next"));
    ASSERT_TRUE(write_over(folder / "link", "next"));
    EXPECT_EQ(read_file(file, 100).value(), "next");
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(write_over(folder / "pipe", "x").error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(write_over(folder / "no" / "such", "x").error().code, ErrorCode::NotFound);
    EXPECT_FALSE(write_over(folder, "x"));
}

TEST_F(WholeFile, IsOneOrTheOtherOfTwoWriters) {
    const fs::path file = folder / "a";
    std::vector<std::jthread> writers;
    for (const char letter : {'a', 'b', 'c'}) {
        writers.emplace_back([&file, letter] {
            for (int i = 0; i < 50; ++i) {
                EXPECT_TRUE(replace_file(file, std::string(5000, letter), 0600));
            }
        });
    }
    for (int i = 0; i < 200; ++i) {
        if (const auto text = read_file(file, 5000)) {
            EXPECT_EQ(text->size(), 5000U);
            EXPECT_EQ(text->find_first_not_of(text->front()), std::string::npos);
        }
    }
}

}  // namespace
}  // namespace tessera::io
