// Modules from the cache do what compiled ones do; whatever is wrong with the folder costs a
// compilation. The files themselves: code_store's tests.

#include "tessera/wasm/code_cache.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tessera/wasm/wasm.h"

namespace tessera::wasm {
namespace {

namespace fs = std::filesystem;
using Counters = CodeCache::Counters;

const Engine& engine() {
    static const Engine shared = Engine::create().value();
    return shared;
}

std::vector<std::byte> wasm_that_answers(int number) {
    return text_to_binary("(module (func (export \"answer\") (result i32) (i32.const " +
                          std::to_string(number) + ")))")
        .value();
}

int answer(const Engine& on, const Module& module) {
    Store store(on);
    const auto instance = Instance::create(store, module, {}).value();
    return instance.exports().get_function<int()>("answer").value()().value_or(-1);
}

class CodeCacheTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "tessera-wasm-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        top_ = name;
    }
    void TearDown() override { fs::remove_all(top_); }
    [[nodiscard]] fs::path folder() const { return top_ / "code"; }
    [[nodiscard]] std::vector<fs::path> files(std::string_view end) const {
        std::vector<fs::path> out;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder())) {
            if (entry.path().native().ends_with(end)) {
                out.push_back(entry.path());
            }
        }
        return out;
    }
    fs::path top_;
};

TEST_F(CodeCacheTest, CompilesOnceAndCounts) {
    const auto wasm = wasm_that_answers(42);
    {
        const auto cache = CodeCache::open(folder()).value();
        EXPECT_EQ(answer(engine(), cache.module(engine(), wasm).value()), 42);
        EXPECT_EQ(answer(engine(), cache.module(engine(), wasm).value()), 42);
        EXPECT_EQ(cache.counters(), (Counters{.hits = 1, .misses = 1, .refused = 0, .stored = 1}));
    }
    const auto later = CodeCache::open(folder()).value();
    EXPECT_EQ(answer(engine(), later.module(engine(), wasm).value()), 42);
    EXPECT_EQ(answer(engine(), later.module(engine(), wasm_that_answers(43)).value()), 43);
    EXPECT_EQ(later.counters(), (Counters{.hits = 1, .misses = 1, .refused = 0, .stored = 1}));
}

TEST_F(CodeCacheTest, AnotherEngineCompilesItsOwn) {
    const auto wasm = wasm_that_answers(1);
    const auto cache = CodeCache::open(folder()).value();
    ASSERT_TRUE(cache.module(engine(), wasm));
    const auto other = Engine::create({.compiler = Compiler::Baseline}).value();
    ASSERT_NE(other.identity(), engine().identity());
    EXPECT_EQ(answer(other, cache.module(other, wasm).value()), 1);
    EXPECT_EQ(cache.counters(), (Counters{.hits = 0, .misses = 2, .refused = 0, .stored = 2}));
}

TEST_F(CodeCacheTest, CodeOfAnotherEngineUnderOursIsRefusedAndReplaced) {
    const auto wasm = wasm_that_answers(2);
    const std::string_view text(reinterpret_cast<const char*>(wasm.data()), wasm.size());
    const auto other = Engine::create({.compiler = Compiler::Baseline}).value();
    const auto foreign = Module::compile(other, wasm).value().serialize().value();
    {
        // Rightly stored, by a version that calls itself the same: its tag fits.
        const auto store = code_store::CodeStore::open(folder()).value();
        auto draft = store.begin().value();
        ASSERT_EQ(::write(draft.fd(), foreign.data(), foreign.size()),
                  static_cast<ssize_t>(foreign.size()));
        ASSERT_TRUE(
            store.commit(std::move(draft), code_store::code_key(text, engine().identity())));
    }
    const auto cache = CodeCache::open(folder()).value();
    EXPECT_EQ(answer(engine(), cache.module(engine(), wasm).value()), 2);
    EXPECT_EQ(cache.counters(), (Counters{.hits = 0, .misses = 0, .refused = 1, .stored = 1}));
    EXPECT_EQ(answer(engine(), cache.module(engine(), wasm).value()), 2);
    EXPECT_EQ(cache.counters().hits, 1U);
}

TEST_F(CodeCacheTest, ForgedAndTruncatedCodeIsCompiledAnew) {
    const auto wasm = wasm_that_answers(3);
    const auto forged =
        Module::compile(engine(), wasm_that_answers(666)).value().serialize().value();
    const auto cache = CodeCache::open(folder()).value();
    ASSERT_TRUE(cache.module(engine(), wasm));
    ASSERT_EQ(files(".code").size(), 1U);
    const fs::path file = files(".code").front();
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(forged.data()),
               static_cast<std::streamsize>(forged.size()));
    EXPECT_EQ(answer(engine(), cache.module(engine(), wasm).value()), 3);
    fs::resize_file(file, fs::file_size(file) / 2);
    EXPECT_EQ(answer(engine(), cache.module(engine(), wasm).value()), 3);
    EXPECT_EQ(answer(engine(), cache.module(engine(), wasm).value()), 3);
    EXPECT_EQ(cache.counters(), (Counters{.hits = 1, .misses = 1, .refused = 2, .stored = 3}));
}

TEST_F(CodeCacheTest, WhatIsNoModuleIsAnErrorAndStoresNothing) {
    const auto cache = CodeCache::open(folder()).value();
    EXPECT_EQ(cache.module(engine(), {}).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(cache.counters(), (Counters{.hits = 0, .misses = 1, .refused = 0, .stored = 0}));
    fs::remove_all(folder());  // from now on nothing can be kept
    EXPECT_EQ(answer(engine(), cache.module(engine(), wasm_that_answers(4)).value()), 4);
    EXPECT_EQ(cache.counters().stored, 0U);
}

constexpr const char* kFolderOfChild = "TESSERA_CODE_CACHE_CHILD";

/// One process of the test below; nothing to do in an ordinary run.
TEST(CodeCacheChild, UsesAFolder) {
    const char* folder = std::getenv(kFolderOfChild);  // NOLINT(concurrency-mt-unsafe): one thread
    if (folder == nullptr) {
        return;
    }
    const auto cache = CodeCache::open(folder);
    ASSERT_TRUE(cache) << cache.error().message;
    for (int number = 0; number < 20; ++number) {
        const auto module = cache->module(engine(), wasm_that_answers(number));
        ASSERT_TRUE(module) << module.error().message;
        EXPECT_EQ(answer(engine(), *module), number);
    }
    const Counters counters = cache->counters();
    // What the other is just storing may count as refused; it is made anew then.
    EXPECT_EQ(counters.hits + counters.misses + counters.refused, 20U);
    EXPECT_EQ(counters.stored, counters.misses + counters.refused);
}

TEST_F(CodeCacheTest, TwoProcessesMayUseItFirstAtOnce) {
    const std::string place = std::string(kFolderOfChild) + "=" + folder().string();
    std::string path = "PATH=/usr/bin:/bin";
    std::string program = "/proc/self/exe";
    std::string filter = "--gtest_filter=CodeCacheChild.*";
    std::string variable = place;
    char* const arguments[] = {program.data(), filter.data(), nullptr};
    char* const environment[] = {variable.data(), path.data(), nullptr};
    std::vector<::pid_t> children(2, -1);
    for (::pid_t& child : children) {
        ASSERT_EQ(::posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments, environment),
                  0);
    }
    for (const ::pid_t child : children) {
        int status = -1;
        ::waitpid(child, &status, 0);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    const auto cache = CodeCache::open(folder()).value();
    for (int number = 0; number < 20; ++number) {
        EXPECT_EQ(answer(engine(), cache.module(engine(), wasm_that_answers(number)).value()),
                  number);
    }
    EXPECT_EQ(cache.counters(), (Counters{.hits = 20, .misses = 0, .refused = 0, .stored = 0}));
}

}  // namespace
}  // namespace tessera::wasm
