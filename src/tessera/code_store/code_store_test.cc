// SHA-256 against published vectors; the store with what it must give back and what it must not.

#include "tessera/code_store/code_store.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <vector>

#include <gtest/gtest.h>

namespace tessera::code_store {
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

class CodeStoreTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "tessera-code-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        top_ = name;
    }
    void TearDown() override { fs::remove_all(top_); }
    [[nodiscard]] fs::path dir() const { return top_ / "tessera" / "code"; }

    static Result<UniqueFd> put(const CodeStore& store, const CodeKey& key, std::string_view code) {
        auto draft = TESSERA_TRY(store.begin());
        EXPECT_EQ(::write(draft.fd(), code.data(), code.size()), static_cast<ssize_t>(code.size()));
        return store.commit(std::move(draft), key);
    }
    static std::string text(const std::optional<UniqueFd>& fd) {
        std::string out(100, '\0');
        out.resize(fd ? static_cast<std::size_t>(::pread(fd->get(), out.data(), 100, 0)) : 0);
        return out;
    }
    [[nodiscard]] std::size_t files(std::string_view end = "") const {
        return static_cast<std::size_t>(std::ranges::count_if(
            fs::directory_iterator(dir()), [end](const fs::directory_entry& entry) {
                return entry.path().native().ends_with(end);
            }));
    }
    /// The code file that counts for the key, as it is named by its tag.
    [[nodiscard]] fs::path code_file(const CodeKey& key) const {
        Digest tag{};
        std::ifstream(dir() / (key.hex + ".tag"))
            .read(reinterpret_cast<char*>(tag.data()), static_cast<std::streamsize>(tag.size()));
        return dir() / (to_hex(tag) + ".code");
    }
    fs::path top_;
};

TEST_F(CodeStoreTest, GivesBackWhatWasCommittedAlsoToTheNextProcess) {
    const CodeKey key = code_key("wasm", "engine 1");
    {
        const auto store = CodeStore::open(dir()).value();
        EXPECT_FALSE(store.find(key));
        ASSERT_TRUE(put(store, key, "code"));
        EXPECT_EQ(store.counters(), (Counters{.hits = 0, .misses = 1, .refused = 0, .stored = 1}));
    }
    const auto again = CodeStore::open(dir()).value();
    const auto old = again.find(key);
    EXPECT_EQ(text(old), "code");
    EXPECT_EQ(::write(old->get(), "x", 1), -1) << "must be read-only";
    ASSERT_TRUE(put(again, key, "newer"));
    EXPECT_EQ(text(again.find(key)), "newer");
    EXPECT_EQ(text(old), "code") << "replacing must not change what is mapped";
    EXPECT_FALSE(again.find(code_key("wasm", "engine 2"))) << "another version of the engine";
    EXPECT_FALSE(again.find(code_key("Wasm", "engine 1")));
    EXPECT_EQ(again.counters(), (Counters{.hits = 2, .misses = 2, .refused = 0, .stored = 1}));
    EXPECT_EQ(files(), 3U) << "secret, code, tag; what was replaced is gone";
}

TEST_F(CodeStoreTest, WhatDoesNotFitItsTagIsRefusedAndCounted) {
    const CodeKey key = code_key("a", "e");
    const CodeKey other = code_key("b", "e");
    const auto store = CodeStore::open(dir()).value();
    ASSERT_TRUE(put(store, key, "code"));
    fs::copy(dir() / (key.hex + ".tag"), dir() / (other.hex + ".tag"));
    EXPECT_FALSE(store.find(other)) << "another module's code";
    std::ofstream(code_file(key), std::ios::app) << "!";
    EXPECT_FALSE(store.find(key)) << "longer";
    ASSERT_TRUE(put(store, key, "code"));
    std::ofstream(code_file(key)) << "codE";
    EXPECT_FALSE(store.find(key)) << "changed";
    ASSERT_TRUE(put(store, key, "code"));
    fs::remove(code_file(key));
    EXPECT_FALSE(store.find(key)) << "a tag without code";
    ASSERT_EQ(::mkfifo(code_file(key).c_str(), 0600), 0);
    EXPECT_FALSE(store.find(key)) << "a pipe";
    EXPECT_EQ(store.counters(), (Counters{.hits = 0, .misses = 0, .refused = 5, .stored = 3}));
    ASSERT_TRUE(put(store, key, "code")) << "and it can be put right";
    EXPECT_EQ(text(store.find(key)), "code");
}

TEST_F(CodeStoreTest, EveryFileCutShortAtEveryLengthIsRefusedAndMadeAnew) {
    const CodeKey key = code_key("a", "e");
    // More than one part of 64 KiB, so that cuts fall before, at and behind its border.
    const std::string code(70'000, 'c');
    for (const std::size_t length : {0UL, 1UL, 4'096UL, 65'535UL, 65'536UL, 65'537UL, 69'999UL}) {
        const auto store = CodeStore::open(dir()).value();
        ASSERT_TRUE(put(store, key, code));
        fs::resize_file(code_file(key), length);
        EXPECT_FALSE(store.find(key)) << "code of " << length;
        // As some file systems leave it after a power loss: the length is right, the rest is zero.
        fs::resize_file(code_file(key), code.size());
        EXPECT_FALSE(store.find(key)) << "zeros from " << length;
        EXPECT_EQ(store.counters().refused, 2U);
    }
    for (std::size_t length = 0; length < sizeof(Digest); ++length) {
        const auto store = CodeStore::open(dir()).value();
        ASSERT_TRUE(put(store, key, code));
        fs::resize_file(dir() / (key.hex + ".tag"), length);
        EXPECT_FALSE(store.find(key)) << "tag of " << length;
        EXPECT_EQ(store.counters().refused, 1U);
        ASSERT_TRUE(put(store, key, code));
        fs::resize_file(dir() / "secret", length);
        const auto next = CodeStore::open(dir());
        ASSERT_TRUE(next) << "secret of " << length << ": " << next.error().message;
        EXPECT_FALSE(next->find(key)) << "secret of " << length;
        ASSERT_TRUE(put(*next, key, code));
        EXPECT_TRUE(CodeStore::open(dir()).value().find(key));
    }
}

/// What one of several processes does at first use; its exit status: 0 good.
int use_first(const fs::path& directory, const CodeKey& key, char mine) {
    const auto store = CodeStore::open(directory);
    if (!store) {
        return 10;
    }
    // Each makes other code: a compiler's output need not be the same twice.
    const std::string code(100'000, mine);
    auto found = store->find(key);
    if (!found) {
        auto draft = store->begin();
        if (!draft ||
            ::write(draft->fd(), code.data(), code.size()) != static_cast<ssize_t>(code.size())) {
            return 11;
        }
        auto kept = store->commit(std::move(*draft), key);
        if (!kept) {
            return 12;
        }
        found = std::move(*kept);
    }
    std::string got(code.size() + 1, '\0');
    const ssize_t n = ::pread(found->get(), got.data(), got.size(), 0);
    got.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    const bool whole = got.size() == code.size() && got == std::string(got.size(), got[0]);
    return whole ? 0 : 13;
}

TEST_F(CodeStoreTest, ProcessesAtFirstUseAllGetWholeCodeAndAgreeAfterwards) {
    constexpr int kRounds = 40;
    constexpr int kProcesses = 4;
    const CodeKey key = code_key("a", "e");
    for (int round = 0; round < kRounds; ++round) {
        fs::remove_all(dir());
        std::array<int, 2> gate{};
        ASSERT_EQ(::pipe(gate.data()), 0);
        std::vector<::pid_t> children;
        for (int i = 0; i < kProcesses; ++i) {
            const ::pid_t child = ::fork();
            if (child == 0) {
                char byte = 0;
                ::close(gate[1]);
                (void)!::read(gate[0], &byte, 1);  // until all are there
                ::_exit(use_first(dir(), key, static_cast<char>('a' + i)));
            }
            children.push_back(child);
        }
        ::close(gate[0]);
        ::close(gate[1]);
        for (const ::pid_t child : children) {
            int status = -1;
            ::waitpid(child, &status, 0);
            EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0)
                << "round " << round << ": " << WEXITSTATUS(status);
        }
        const auto after = CodeStore::open(dir()).value();
        EXPECT_TRUE(after.find(key)) << "round " << round;
        EXPECT_EQ(files("secret"), 1U);
        EXPECT_EQ(files(".tag"), 1U);
        EXPECT_EQ(files() - files(".code"), 2U) << "nothing half made is left";
    }
}

TEST_F(CodeStoreTest, DraftsThatFailLeaveNothing) {
    const auto store = CodeStore::open(dir()).value();
    {
        const auto dropped = store.begin().value();
    }
    EXPECT_EQ(put(store, code_key("a", "e"), "").error().code, ErrorCode::Corrupt);
    EXPECT_EQ(files(), 1U);
}

TEST_F(CodeStoreTest, RefusesADirectoryThatOthersMayEnter) {
    ASSERT_TRUE(CodeStore::open(dir()));
    struct ::stat made{};
    ASSERT_EQ(::stat(dir().c_str(), &made), 0);
    EXPECT_EQ(made.st_mode & 0777U, 0700U);
    fs::permissions(dir(), fs::perms(0750));
    EXPECT_EQ(CodeStore::open(dir()).error().code, ErrorCode::PermissionDenied);
}

}  // namespace
}  // namespace tessera::code_store
