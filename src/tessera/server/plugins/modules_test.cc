#include "tessera/server/plugins/modules.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "tessera/server/plugins/module_files.h"
#include "tessera/server/plugins/plugins_fixture.h"

namespace tessera::server {
namespace {

namespace fs = std::filesystem;

class ModulesTest : public testing::Test {
protected:
    std::unique_ptr<Modules> open(const fs::path& cache,
                                  const fs::path& program = TESSERA_PLUGIN_HOST) {
        return std::make_unique<Modules>(
            loop, Modules::Options{.program = program,
                                   .code_cache = cache,
                                   .compiler = "baseline",
                                   .notice = [this](std::string s) { notices.push_back(s); }});
    }
    fs::path write(const std::string& name, std::string_view bytes) {
        const fs::path path = folder.path / name;
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    /// Asks for each at once and waits for all.
    std::vector<Result<ModuleCode>> get(Modules& modules, const std::vector<fs::path>& paths,
                                        Modules::Fresh fresh = Modules::Fresh::No) {
        std::vector<Result<ModuleCode>> out;
        for (const fs::path& path : paths) {
            modules.get({.candidates = {path},
                         .fresh = fresh,
                         .progress = nullptr,
                         .done = [&, count = paths.size()](Result<ModuleCode> code) {
                             out.push_back(std::move(code));
                             if (out.size() == count) {
                                 loop.stop();
                             }
                         }});
        }
        loop.run();
        return out;
    }
    TemporaryFolder folder;
    io::Loop loop;
    std::vector<std::string> notices;
};

/// While it lives a process can open so many more descriptors.
class FewDescriptors {
public:
    explicit FewDescriptors(std::size_t left) {
        constexpr rlim_t kFew = 100;
        ::getrlimit(RLIMIT_NOFILE, &before_);
        rlimit few = before_;
        few.rlim_cur = kFew;
        ::setrlimit(RLIMIT_NOFILE, &few);
        while (UniqueFd fd{::open("/dev/null", O_RDONLY | O_CLOEXEC)}) {
            taken_.push_back(std::move(fd));
        }
        taken_.resize(taken_.size() - std::min(left, taken_.size()));
    }
    ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    FewDescriptors(const FewDescriptors&) = delete;
    FewDescriptors& operator=(const FewDescriptors&) = delete;

private:
    rlimit before_{};
    std::vector<UniqueFd> taken_;
};

constexpr std::string_view kSmall("\0asm\1\0\0\0", 8);
/// As kSmall, with a custom section.
constexpr std::string_view kOther("\0asm\1\0\0\0\0\3\1a!", 13);

TEST_F(ModulesTest, WaitingForOneModuleCompilesItOnce) {
    const auto first = write("a.wasm", kSmall);
    const auto second = write("b.wasm", kSmall);  // the same bytes elsewhere
    const fs::path cache = folder.path / "code";
    const auto modules = open(cache);
    for (const auto& code : get(*modules, {first, first, second, second, first})) {
        ASSERT_TRUE(code) << code.error().message;
        EXPECT_TRUE(code->code);
        EXPECT_EQ(code->digest.size(), 64U);
    }
    EXPECT_EQ(modules->compiled(), 1U);
    EXPECT_EQ(modules->code_counters().stored, 1U);
    const auto later = open(cache);
    ASSERT_TRUE(get(*later, {first})[0]);
    EXPECT_EQ(later->compiled(), 0U);
    EXPECT_GE(later->code_counters().hits, 1U);
    EXPECT_EQ(later->code_counters().misses, 0U);
    EXPECT_TRUE(notices.empty());
}

TEST_F(ModulesTest, AChangedFileIsAnotherModule) {
    const auto path = write("a.wasm", kSmall);
    const auto modules = open(folder.path / "code");
    const std::string before = get(*modules, {path})[0]->digest;
    write("new.wasm", kOther);
    fs::rename(folder.path / "new.wasm", path);
    EXPECT_NE(get(*modules, {path})[0]->digest, before);
    EXPECT_EQ(modules->compiled(), 2U);
    EXPECT_NE(get(*modules, {path}, Modules::Fresh::Yes)[0]->digest, before);
    EXPECT_EQ(modules->compiled(), 2U);
}

TEST_F(ModulesTest, WorksWithoutACacheAndSaysSoOnce) {
    const auto path = write("a.wasm", kSmall);
    const auto other = write("b.wasm", kOther);
    for (const char* cache : {"", "/proc/nowhere/code"}) {
        notices.clear();
        const auto modules = open(cache);
        ASSERT_TRUE(get(*modules, {path})[0]);
        ASSERT_TRUE(get(*modules, {other})[0]);
        EXPECT_EQ(notices.size(), 1U) << cache;
        // Kept in memory all the same, and nobody can write to it.
        const auto again = get(*modules, {path});
        EXPECT_EQ(modules->compiled(), 2U);
        EXPECT_LT(::pwrite(again[0]->code.get(), "x", 1, 0), 0);
    }
}

TEST_F(ModulesTest, SaysWhatIsWrongWithAFile) {
    struct Row {
        const char* bytes;
        std::size_t size;
        const char* words;
    };
    constexpr Row kRows[] = {
        {"", 0, "is empty"},
        {"hello", 5, "no WebAssembly module"},
        {"\0asm", 4, "cannot be compiled"},
        {"\0asm\1\0\0\0\1", 9, "cannot be compiled"},
        {"\0asm\7\0\0\0", 8, "cannot be compiled"},
    };
    const auto modules = open(folder.path / "code");
    for (const Row& row : kRows) {
        const auto path = write("a.wasm", {row.bytes, row.size});
        const auto code = get(*modules, {path});
        ASSERT_FALSE(code[0]) << row.words;
        EXPECT_NE(code[0].error().message.find(row.words), std::string::npos)
            << code[0].error().message;
        EXPECT_NE(code[0].error().message.find("a.wasm"), std::string::npos);
    }
    EXPECT_NE(get(*modules, {folder.path})[0].error().message.find("folder"), std::string::npos);
    EXPECT_NE(get(*modules, {"/dev/zero"})[0].error().message.find("device"), std::string::npos);
    EXPECT_NE(get(*modules, {"/nowhere.wasm"})[0].error().message.find("no file"),
              std::string::npos);
}

TEST_F(ModulesTest, ACompilerThatDoesNotStartIsASentence) {
    const auto path = write("a.wasm", kSmall);
    for (const char* program : {"/nowhere/tessera-plugin-host", "/bin/false"}) {
        Modules modules(
            loop,
            {.program = program, .code_cache = {}, .compiler = "baseline", .notice = nullptr});
        const auto code = get(modules, {path, path});
        ASSERT_FALSE(code[0]);
        EXPECT_FALSE(code[0].error().message.empty());
    }
}

TEST_F(ModulesTest, ACompilerThatIsGoneWhenItIsNeededIsASentence) {
    const fs::path program = folder.path / "host";
    fs::copy_file(TESSERA_PLUGIN_HOST, program);
    const auto modules = open(folder.path / "code", program);
    std::string said;
    modules->get({.candidates = {write("a.wasm", kSmall)},
                  .fresh = {},
                  .progress = [&](const std::string&) { fs::remove(program); },
                  .done =
                      [&](const Result<ModuleCode>& code) {
                          said = code ? "code" : code.error().message;
                          loop.stop();
                      }});
    loop.run();
    EXPECT_NE(said.find("cannot be started"), std::string::npos) << said;
}

TEST_F(ModulesTest, WhoAsksForItFreshWhileItCompilesGetsWhatTheFileIsThen) {
    const auto modules = open(folder.path / "code");
    const auto path = write("a.wasm", kSmall);
    std::vector<std::string> digests;
    const auto get_fresh = [&](std::function<void(std::string)> progress) {
        modules->get({.candidates = {path},
                      .fresh = Modules::Fresh::Yes,
                      .progress = std::move(progress),
                      .done = [&](const Result<ModuleCode>& code) {
                          digests.push_back(code ? code->digest : code.error().message);
                          if (digests.size() == 3) {
                              loop.stop();
                          }
                      }});
    };
    get_fresh([&](const std::string&) {
        loop.post([&] {
            write("new.wasm", kOther);
            fs::rename(folder.path / "new.wasm", path);
            get_fresh(nullptr);
            get_fresh(nullptr);
        });
    });
    loop.run();
    ASSERT_EQ(digests.size(), 3U);
    EXPECT_NE(digests[0], digests[1]);
    EXPECT_EQ(digests[1], digests[2]);
    EXPECT_EQ(modules->compiled(), 2U);
}

TEST_F(ModulesTest, WhereNoFileCanBeOpenedThereIsNoCodeUntilOneCan) {
    const auto path = write("a.wasm", kSmall);
    const auto other = write("b.wasm", kOther);
    const fs::path cache = folder.path / "code";
    const auto filled = open(cache);
    ASSERT_TRUE(get(*filled, {path})[0]);
    std::size_t compiled = 0;  // of a file that has to be compiled
    for (std::size_t left = 0; left < 10; ++left) {
        const auto modules = open(cache);
        ASSERT_TRUE(get(*modules, {other})[0]);  // the engine was asked
        const auto changed = write("c.wasm", std::string(kOther) + std::string("\0\3\1a", 4) +
                                                 static_cast<char>('a' + left));
        for (const auto& wanted : {path, other, changed}) {
            std::vector<Result<ModuleCode>> code;
            {
                const FewDescriptors few(left);
                code = get(*modules, {wanted, wanted});
            }
            for (const auto& one : code) {
                EXPECT_TRUE(!one || one->code) << left << " " << wanted;
            }
            code = get(*modules, {wanted});
            ASSERT_TRUE(code[0]) << left << " " << wanted << code[0].error().message;
            EXPECT_TRUE(code[0]->code) << left << " " << wanted;
            EXPECT_FALSE(contents(code[0]->code.get(), 1).empty()) << left << " " << wanted;
        }
        compiled += modules->compiled();
    }
    EXPECT_GE(compiled, 10U);
}

TEST_F(ModulesTest, CanBeDroppedAtAnyTime) {
    const auto path = write("a.wasm", kSmall);
    for (int turns = 0; turns < 6; ++turns) {
        auto modules = open(folder.path / ("code" + std::to_string(turns)));
        modules->get({.candidates = {path}, .fresh = {}, .progress = nullptr, .done = [](auto) {}});
        for (int i = 0; i < turns; ++i) {
            const auto timer = loop.timer(std::chrono::milliseconds(2), io::Loop::Repeat::No,
                                          [this] { loop.stop(); });
            loop.run();
        }
    }
}

}  // namespace
}  // namespace tessera::server
