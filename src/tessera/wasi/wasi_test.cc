// Preview1 as guests see it: raw calls from WAT, and a C program against Debian's wasi-libc.

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "tessera/paths/local_path_ops.h"
#include "tessera/wasi/context.h"
#include "tessera/wasm/wasm.h"

namespace tessera::wasi {
namespace {

namespace fs = std::filesystem;
using wasm::Value;

const wasm::Engine& engine() {
    static const wasm::Engine shared = wasm::Engine::create().value();
    return shared;
}

class Guest {
public:
    explicit Guest(ContextOptions options = {}, const wasm::Engine& on = engine())
        : context(std::move(options)), engine_(on), store(on) {
        context.add_to(imports);
    }

    /// Calls a WASI function; the memory lasts over all calls of this guest.
    std::int32_t call(const std::string& name, const std::vector<Value>& arguments) {
        const auto* item = imports.find("wasi_snapshot_preview1", name);
        const auto& host = std::get<std::shared_ptr<wasm::detail::HostFunction>>(*item);
        std::string type = "(param";
        std::string gets;
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            type += std::holds_alternative<std::int64_t>(arguments[i]) ? " i64" : " i32";
            gets += "(local.get " + std::to_string(i) + ")";
        }
        EXPECT_EQ(host->type().parameters.size(), arguments.size()) << name;
        type += ") (result i32)";
        // The first module owns the memory; later ones share it.
        if (!memory) {
            memory = wasm::Memory::create(store, {.pages_min = 2}).value();
        }
        wasm::Imports with_memory = imports;
        with_memory.memory("env", "memory", *memory);
        const std::string wat = "(module (import \"wasi_snapshot_preview1\" \"" + name +
                                "\" (func $f " + type +
                                ")) (import \"env\" \"memory\" (memory 2)) (export \"memory\" "
                                "(memory 0)) (func (export \"call\") " +
                                type + " (call $f " + gets + ")))";
        const auto module = wasm::Module::compile_text(engine_, wat);
        EXPECT_TRUE(module) << module.error().message;
        const auto instance = wasm::Instance::create(store, *module, with_memory);
        EXPECT_TRUE(instance) << instance.error().message;
        auto result = instance->exports().get_function("call").value().call(arguments);
        if (!result) {
            trap = result.error();
            return -1;
        }
        return std::get<std::int32_t>(result->at(0));
    }
    void put(std::uint32_t at, std::string_view text) {
        if (!memory) {
            memory = wasm::Memory::create(store, {.pages_min = 2}).value();
        }
        const auto place = memory->range(at, static_cast<std::uint32_t>(text.size()));
        std::memcpy(place->data(), text.data(), text.size());
    }
    template <class T>
    T at(std::uint32_t offset) {
        return memory->load<T>(offset).value();
    }
    void iovec(std::uint32_t offset, std::uint32_t buffer, std::uint32_t length) {
        ASSERT_TRUE(memory->store(offset, buffer) && memory->store(offset + 4, length));
    }

    Context context;
    const wasm::Engine& engine_;  // outlives the guest
    wasm::Imports imports;
    wasm::Store store;
    std::optional<wasm::Memory> memory;
    std::optional<wasm::Trap> trap;
};

TEST(Wasi, OffersAll46Functions) {
    Guest g;
    for (const std::string_view name : function_names()) {
        EXPECT_NE(g.imports.find("wasi_snapshot_preview1", name), nullptr) << name;
    }
}

TEST(Streams, EmptyInputReadsZeroBytesEveryTimeAndCanBeRefilled) {
    Guest g;
    g.put(0, "");
    g.iovec(100, 200, 4);
    EXPECT_EQ(g.call("fd_read", {0, 100, 1, 50}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(50), 0U);
    g.context.input().push("hello");
    EXPECT_EQ(g.call("fd_read", {0, 100, 1, 50}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(50), 4U);
    EXPECT_EQ(g.memory->text(200, 4), "hell");
    EXPECT_EQ(g.call("fd_read", {0, 100, 1, 50}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(50), 1U);
    EXPECT_EQ(g.call("fd_read", {0, 100, 1, 50}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(50), 0U);
    EXPECT_EQ(g.call("fd_write", {0, 100, 1, 50}), 8);
    EXPECT_EQ(g.call("fd_read", {1, 100, 1, 50}), 8);
}

TEST(Streams, OutputIsQueuedAndAFloodIsATrap) {
    Guest g({.output_bytes_max = 10, .error_bytes_max = 4});
    g.put(200, "abcd");
    g.iovec(100, 200, 2);
    g.iovec(108, 202, 2);
    EXPECT_EQ(g.call("fd_write", {1, 100, 2, 50}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(50), 4U);
    EXPECT_EQ(g.context.output().take(), "abcd");
    for (int i = 0; i < 3; ++i) {
        (void)g.call("fd_write", {1, 100, 2, 50});
    }
    ASSERT_TRUE(g.trap);
    EXPECT_TRUE(g.context.output_overflowed());
    EXPECT_EQ(g.call("fd_write", {2, 100, 2, 50}), 0);
    EXPECT_EQ(g.call("fd_write", {2, 100, 2, 50}), 0);
    EXPECT_EQ(g.context.error_output().take(), "abcd");
    EXPECT_EQ(g.context.take_dropped_error_bytes(), 4U);
}

TEST(Streams, AMemoryThatMovedByGrowingIsFoundAgain) {
    const auto cramped = wasm::Engine::create({.memory_reservation_bytes = 1U << 17U}).value();
    Guest g({}, cramped);
    g.put(300, "moved");
    g.iovec(100, 300, 2);
    EXPECT_EQ(g.call("fd_write", {1, 100, 1, 50}), 0);
    const std::byte* before = g.memory->bytes().data();
    ASSERT_TRUE(g.memory->grow(1000));
    ASSERT_NE(g.memory->bytes().data(), before) << "it did not move, so nothing is shown";
    g.iovec(100, 302, 3);
    EXPECT_EQ(g.call("fd_write", {1, 100, 1, 50}), 0);
    EXPECT_EQ(g.context.output().take(), "moved");
}

TEST(Streams, WildPointersAreFaultsNotCrashes) {
    Guest g;
    g.put(0, "");
    g.iovec(100, 0xFFFFFFF0U, 0x20);
    EXPECT_EQ(g.call("fd_write", {1, 100, 1, 50}), 21);
    EXPECT_EQ(g.call("fd_read", {0, 100, 1, 50}), 21);
    EXPECT_EQ(g.call("fd_write", {1, -8, 2, 50}), 21);
    EXPECT_EQ(g.call("fd_write", {1, 100, -1, 50}), 28);
    EXPECT_EQ(g.call("random_get", {-4, 100}), 21);
    EXPECT_EQ(g.call("environ_sizes_get", {-1, 0}), 21);
    EXPECT_EQ(g.call("fd_fdstat_get", {1, 131060}), 21);
}

TEST(System, ArgumentsEnvironmentClocksAndExit) {
    ManualClock clock;
    Guest g(
        {.arguments = {"prog", "x"}, .environment = {{"HOME", "/h"}, {"A", ""}}, .clock = &clock});
    EXPECT_EQ(g.call("environ_sizes_get", {0, 4}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(0), 2U);
    EXPECT_EQ(g.at<std::uint32_t>(4), 11U);
    EXPECT_EQ(g.call("environ_get", {0, 100}), 0);
    EXPECT_EQ(g.memory->text(100, 11), std::string("HOME=/h\0A=\0", 11));
    EXPECT_EQ(g.call("args_get", {0, 100}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(4), 105U);
    clock.advance(std::chrono::seconds(5));
    EXPECT_EQ(g.call("clock_time_get", {1, std::int64_t{0}, 8}), 0);
    EXPECT_EQ(g.at<std::uint64_t>(8), 5'000'000'000U);
    EXPECT_EQ(g.call("clock_time_get", {2, std::int64_t{0}, 8}), 8);
    EXPECT_EQ(g.call("sock_recv", {1, 0, 0, 0, 0, 0}), 57);
    EXPECT_EQ(g.call("sock_recv", {9, 0, 0, 0, 0, 0}), 8);
    const auto module = wasm::Module::compile_text(engine(), R"((module
        (import "wasi_snapshot_preview1" "proc_exit" (func $e (param i32)))
        (func (export "_start") (call $e (i32.const 3)))))")
                            .value();
    const auto instance = wasm::Instance::create(g.store, module, g.imports).value();
    EXPECT_EQ(instance.exports().get_function<void()>("_start").value()().error().exit_code, 3);
}

TEST(Poll, ReportsDueClocksReadyStreamsAndRefusesTooMany) {
    Guest g({.sleep_max = std::chrono::milliseconds(1)});
    g.put(0, "");
    // Clock 1, relative, an hour: cut to sleep_max. Then the same with stdin beside it.
    ASSERT_TRUE(g.memory->store<std::uint64_t>(0, 7) && g.memory->store<std::uint32_t>(16, 1) &&
                g.memory->store<std::uint64_t>(24, 3'600'000'000'000U));
    EXPECT_EQ(g.call("poll_oneoff", {0, 200, 1, 400}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(400), 1U);
    EXPECT_EQ(g.at<std::uint64_t>(200), 7U);
    ASSERT_TRUE(g.memory->store<std::uint64_t>(48, 8) && g.memory->store<std::uint8_t>(56, 1));
    EXPECT_EQ(g.call("poll_oneoff", {0, 200, 2, 400}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(400), 1U);
    EXPECT_EQ(g.at<std::uint64_t>(200), 8U);
    EXPECT_EQ(g.call("poll_oneoff", {0, 200, 0, 400}), 28);
    EXPECT_EQ(g.call("poll_oneoff", {0, 200, 65, 400}), 28);
}

TEST(Poll, CancelEndsALongSleep) {
    Guest g({.sleep_max = std::chrono::hours(1)});
    g.put(0, "");
    ASSERT_TRUE(g.memory->store<std::uint32_t>(16, 1) &&
                g.memory->store<std::uint64_t>(24, 3'600'000'000'000U));
    std::thread other([&] { g.context.cancel(); });
    EXPECT_EQ(g.call("poll_oneoff", {0, 200, 1, 400}), 0);
    other.join();
}

class Files : public testing::Test {
protected:
    Files() {
        std::string name = (fs::temp_directory_path() / "tessera-wasi-XXXXXX").string();
        top = ::mkdtemp(name.data());
        folder = ops.add_folder(top.string()).value();
    }
    ~Files() override { fs::remove_all(top); }
    ContextOptions options() { return {.folders = {{"/host", folder}}, .paths = &ops}; }

    fs::path top;
    paths::LocalPathOps ops;
    paths::FolderId folder;
};

TEST_F(Files, FoldersAreFoundFromThreeOnAndKeepTheirNumbers) {
    Guest g(options());
    EXPECT_EQ(g.call("fd_prestat_get", {3, 0}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(4), 5U);
    EXPECT_EQ(g.call("fd_prestat_get", {4, 0}), 8);
    EXPECT_EQ(g.call("fd_prestat_dir_name", {3, 0, 4}), 37);
    EXPECT_EQ(g.call("fd_prestat_dir_name", {3, 0, 5}), 0);
    EXPECT_EQ(g.memory->text(0, 5), "/host");
    EXPECT_EQ(g.call("fd_fdstat_get", {3, 0}), 0);
    EXPECT_EQ(g.at<std::uint8_t>(0), 3);
    EXPECT_EQ(g.at<std::uint64_t>(16), (1U << 30U) - 1);
    EXPECT_EQ(g.call("fd_allocate", {3, std::int64_t{0}, std::int64_t{1}}), 8);
    fs::create_directory(top / "other");
    std::ofstream(top / "other/f") << "x";
    g.context.set_folders({{"/host", ops.add_folder((top / "other").string()).value()}});
    g.put(0, "f");
    EXPECT_EQ(g.call("path_filestat_get", {3, 0, 0, 1, 64}), 0);
    EXPECT_EQ(g.at<std::uint64_t>(64 + 32), 1U);
}

TEST_F(Files, AFolderOpensAgainWithTheRightsItShows) {
    Guest g(options());
    EXPECT_EQ(g.call("fd_fdstat_get", {3, 0}), 0);
    const auto rights = static_cast<std::int64_t>(g.at<std::uint64_t>(8));
    g.put(32, ".");
    EXPECT_EQ(g.call("path_open", {3, 0, 32, 1, 0, rights, std::int64_t{0}, 0, 50}), 0);
    constexpr std::int64_t kReadWrite = 2 | 64;
    EXPECT_EQ(g.call("path_open", {3, 0, 32, 1, 2, kReadWrite, std::int64_t{0}, 0, 50}), 31);
}

TEST_F(Files, OpenWriteSeekReadTruncateRenumberClose) {
    Guest g(options());
    g.put(0, "file");
    g.put(300, "hello world");
    g.iovec(100, 300, 11);
    constexpr std::int64_t kReadWrite = 2 | 4 | 64;
    EXPECT_EQ(g.call("path_open", {3, 1, 0, 4, 1 | 4, kReadWrite, std::int64_t{0}, 0, 50}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(50), 4U);
    EXPECT_EQ(g.call("path_open", {3, 1, 0, 4, 1 | 4, kReadWrite, std::int64_t{0}, 0, 50}), 20);
    EXPECT_EQ(g.call("fd_write", {4, 100, 1, 50}), 0);
    EXPECT_EQ(g.call("fd_seek", {4, std::int64_t{-5}, 2, 56}), 0);
    EXPECT_EQ(g.at<std::uint64_t>(56), 6U);
    EXPECT_EQ(g.call("fd_seek", {4, std::int64_t{-50}, 0, 56}), 28);
    g.iovec(100, 400, 100);
    EXPECT_EQ(g.call("fd_read", {4, 100, 1, 50}), 0);
    EXPECT_EQ(g.memory->text(400, 5), "world");
    EXPECT_EQ(g.call("fd_pread", {4, 100, 1, std::int64_t{0}, 50}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(50), 11U);
    EXPECT_EQ(g.call("fd_filestat_set_size", {4, std::int64_t{3}}), 0);
    EXPECT_EQ(g.call("fd_filestat_get", {4, 64}), 0);
    EXPECT_EQ(g.at<std::uint64_t>(64 + 32), 3U);
    EXPECT_EQ(g.at<std::uint8_t>(64 + 16), 4);
    EXPECT_EQ(g.call("fd_renumber", {4, 9}), 8);
    EXPECT_EQ(g.call("fd_renumber", {4, 4}), 0);
    EXPECT_EQ(g.call("fd_close", {4}), 0);
    EXPECT_EQ(g.call("fd_close", {4}), 8);
    g.put(0, "../x");
    EXPECT_EQ(g.call("path_open", {3, 1, 0, 4, 1, kReadWrite, std::int64_t{0}, 0, 50}), 63);
}

TEST_F(Files, ReaddirFillsTheBufferAndContinuesByCookie) {
    for (const char* name : {"one", "two", "three"}) {
        std::ofstream(top / name) << name;
    }
    Guest g(options());
    EXPECT_EQ(g.call("fd_readdir", {3, 1000, 4000, std::int64_t{0}, 50}), 0);
    const auto all = g.at<std::uint32_t>(50);
    EXPECT_EQ(all, 5 * 24 + 1 + 2 + 3 + 3 + 5U);
    EXPECT_EQ(g.at<std::uint32_t>(1000 + 16), 1U);
    EXPECT_EQ(g.call("fd_readdir", {3, 1000, 60, std::int64_t{0}, 50}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(50), 60U);
    EXPECT_EQ(g.call("fd_readdir", {3, 1000, 4000, std::int64_t{4}, 50}), 0);
    EXPECT_LT(g.at<std::uint32_t>(50), 30U);
    EXPECT_EQ(g.call("fd_readdir", {3, 1000, 4000, std::int64_t{99}, 50}), 0);
    EXPECT_EQ(g.at<std::uint32_t>(50), 0U);
}

TEST_F(Files, AProgramBuiltWithWasiLibcDoesItsFileWork) {
    std::ofstream(top / "guest.c") << R"(
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
int main(void) {
    mkdir("/host/d", 0777);
    FILE* f = fopen("/host/d/f", "w");
    if (!f || fprintf(f, "%s", getenv("WHO")) < 0 || fclose(f)) return 1;
    if (rename("/host/d/f", "/host/d/g") || symlink("g", "/host/d/l")) return 2;
    char text[32] = {0};
    f = fopen("/host/d/l", "r");
    if (!f || !fgets(text, sizeof text, f)) return 3;
    int names = 0;
    DIR* d = opendir("/host/d");
    while (d && readdir(d)) ++names;
    struct stat st;
    if (stat("/host/d/g", &st) || fopen("/host/../etc/passwd", "r")) return 4;
    printf("%s %d %d\n", text, names, (int)st.st_size);
    return 0;
}
)";
    const std::string build = "clang-19 --target=wasm32-wasi -O1 -o " +
                              (top / "guest.wasm").string() + " " + (top / "guest.c").string() +
                              " 2>" + (top / "log").string();
    if (std::system(build.c_str()) != 0) {  // NOLINT(cert-env33-c): a test with a fixed command
        GTEST_SKIP() << "no clang-19 with wasi-libc on this machine";
    }
    ContextOptions o = options();
    o.environment = {{"WHO", "guest"}};
    Context context(std::move(o));
    wasm::Imports imports;
    context.add_to(imports);
    wasm::Store store(engine());
    const auto module = wasm::Module::compile_file(engine(), top / "guest.wasm").value();
    const auto instance = wasm::Instance::create(store, module, imports);
    ASSERT_TRUE(instance) << instance.error().message;
    const auto done = instance->exports().get_function<void()>("_start").value()();
    EXPECT_TRUE(done || done.error().exit_code == 0) << done.error().to_string();
    EXPECT_EQ(context.output().take(), "guest 4 5\n");
}

}  // namespace
}  // namespace tessera::wasi
