// SHA-256 against published vectors; the cache with what it must give back and what it must not.

#include "tessera/server/plugins/code_cache.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

namespace tessera::server {
namespace {

namespace fs = std::filesystem;

TEST(Sha256, AgreesWithPublishedVectors) {
    // FIPS 180-4 examples; RFC 4231 case 1 has a key of 20 bytes, which zeros fill up the same.
    EXPECT_EQ(to_hex(Sha256().finish()),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(Sha256().add("abc").finish()),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(
        to_hex(Sha256().add("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").finish()),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    Sha256 million;
    for (int i = 0; i < 1'000'000 / 8; ++i) {
        million.add("aaaaaaaa");
    }
    EXPECT_EQ(to_hex(million.finish()),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    Digest key{};
    std::fill_n(key.begin(), 20, std::uint8_t{0x0b});
    EXPECT_EQ(to_hex(HmacSha256(key).add("Hi There").finish()),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

class CodeCacheTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "tessera-code-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        top_ = name;
    }
    void TearDown() override { fs::remove_all(top_); }
    [[nodiscard]] fs::path dir() const { return top_ / "tessera" / "code"; }

    static Result<UniqueFd> put(const CodeCache& cache, const CodeKey& key, std::string_view code) {
        auto draft = TESSERA_TRY(cache.begin());
        EXPECT_EQ(::write(draft.fd(), code.data(), code.size()), static_cast<ssize_t>(code.size()));
        return cache.commit(std::move(draft), key);
    }
    static std::string text(const std::optional<UniqueFd>& fd) {
        std::string out(100, '\0');
        out.resize(fd ? static_cast<std::size_t>(::pread(fd->get(), out.data(), 100, 0)) : 0);
        return out;
    }
    [[nodiscard]] std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(dir()), fs::directory_iterator()));
    }
    fs::path top_;
};

TEST_F(CodeCacheTest, GivesBackWhatWasCommittedAlsoToTheNextProcess) {
    const CodeKey key = code_key("wasm", "engine 1");
    {
        const auto cache = CodeCache::open(dir()).value();
        EXPECT_FALSE(cache.find(key));
        ASSERT_TRUE(put(cache, key, "code"));
    }
    const auto again = CodeCache::open(dir()).value();
    const auto old = again.find(key);
    EXPECT_EQ(text(old), "code");
    EXPECT_EQ(::write(old->get(), "x", 1), -1) << "must be read-only";
    ASSERT_TRUE(put(again, key, "newer"));
    EXPECT_EQ(text(again.find(key)), "newer");
    EXPECT_EQ(text(old), "code") << "replacing must not change what is mapped";
    EXPECT_FALSE(again.find(code_key("wasm", "engine 2")));
    EXPECT_FALSE(again.find(code_key("Wasm", "engine 1")));
    EXPECT_EQ(files(), 3U);  // secret, code, tag
}

TEST_F(CodeCacheTest, WhatDoesNotFitItsTagDoesNotExist) {
    const CodeKey key = code_key("a", "e");
    const CodeKey other = code_key("b", "e");
    const auto cache = CodeCache::open(dir()).value();
    ASSERT_TRUE(put(cache, key, "code"));
    fs::copy(dir() / (key.hex + ".code"), dir() / (other.hex + ".code"));
    fs::copy(dir() / (key.hex + ".tag"), dir() / (other.hex + ".tag"));
    EXPECT_FALSE(cache.find(other)) << "another module's code";
    std::ofstream(dir() / (key.hex + ".code"), std::ios::app) << "!";
    EXPECT_FALSE(cache.find(key)) << "changed";
    ASSERT_TRUE(put(cache, key, "code"));
    fs::resize_file(dir() / (key.hex + ".tag"), 31);
    EXPECT_FALSE(cache.find(key)) << "tag cut short";
    ASSERT_TRUE(put(cache, key, "code"));
    fs::resize_file(dir() / "secret", 3);
    EXPECT_FALSE(CodeCache::open(dir()).value().find(key)) << "another secret";
}

TEST_F(CodeCacheTest, DraftsThatFailLeaveNothing) {
    const auto cache = CodeCache::open(dir()).value();
    {
        const auto dropped = cache.begin().value();
    }
    EXPECT_EQ(put(cache, code_key("a", "e"), "").error().code, ErrorCode::Corrupt);
    EXPECT_EQ(files(), 1U);
}

TEST_F(CodeCacheTest, RefusesADirectoryThatOthersMayEnter) {
    ASSERT_TRUE(CodeCache::open(dir()));
    struct ::stat made{};
    ASSERT_EQ(::stat(dir().c_str(), &made), 0);
    EXPECT_EQ(made.st_mode & 0777U, 0700U);
    fs::permissions(dir(), fs::perms(0750));
    EXPECT_EQ(CodeCache::open(dir()).error().code, ErrorCode::PermissionDenied);
}

}  // namespace
}  // namespace tessera::server
