// A guest opens a path while somebody swaps a directory on it for links that lead out of the
// folder: 1,000,000 swaps by default, with openat2 and with the walk. Not one open may get out.
//
//   ./dev soak wasi [SWAPS]

#include <fcntl.h>
#include <stdlib.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "tessera/paths/local_path_ops.h"
#include "tessera/wasi/context.h"
#include "tessera/wasm/wasm.h"

namespace {

namespace fs = std::filesystem;
namespace paths = tessera::paths;
namespace wasi = tessera::wasi;
namespace wasm = tessera::wasm;

constexpr std::uint64_t kSwapsDefault = 1'000'000;
constexpr std::int32_t kOpensPerCall = 2'000;

// Opens x/secret, reads a byte and closes, as often as told. Returns how often it read an 'o', the
// first letter of what is outside, in the high half and of what is inside in the low half.
constexpr const char* kGuest = R"((module
    (import "wasi_snapshot_preview1" "path_open" (func $path_open
        (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_read" (func $fd_read
        (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "x/secret")
    (data (i32.const 16) "\40\00\00\00\01\00\00\00")
    (func (export "open") (param $left i32) (result i64)
        (local $inside i32) (local $outside i32)
        (loop $again
            (if (i32.eqz (call $path_open (i32.const 3) (i32.const 1) (i32.const 0) (i32.const 8)
                    (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 32)))
                (then
                    (i32.store8 (i32.const 64) (i32.const 0))
                    (drop (call $fd_read (i32.load (i32.const 32)) (i32.const 16) (i32.const 1)
                        (i32.const 36)))
                    (if (i32.eq (i32.load8_u (i32.const 64)) (i32.const 111))
                        (then (local.set $outside
                            (i32.add (local.get $outside) (i32.const 1)))))
                    (if (i32.eq (i32.load8_u (i32.const 64)) (i32.const 105))
                        (then (local.set $inside (i32.add (local.get $inside) (i32.const 1)))))
                    (drop (call $fd_close (i32.load (i32.const 32))))))
            (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
        (i64.or (i64.shl (i64.extend_i32_u (local.get $outside)) (i64.const 32))
            (i64.extend_i32_u (local.get $inside)))))
)";

struct Tally {
    std::uint64_t inside = 0;
    std::uint64_t outside = 0;
    std::uint64_t opens = 0;
    std::uint64_t swaps = 0;
};

/// top/secret is outside; top/in is granted, with in/x, a directory, and links that lead out.
struct Playground {
    Playground() {
        std::string name = (fs::temp_directory_path() / "tessera-wasi-soak-XXXXXX").string();
        top = ::mkdtemp(name.data());
        fs::create_directories(top / "in/x");
        std::ofstream(top / "secret") << "outside";
        std::ofstream(top / "in/x/secret") << "inside";
        fs::create_symlink("..", top / "in/relative");
        fs::create_symlink(top, top / "in/absolute");
    }
    ~Playground() { fs::remove_all(top); }
    fs::path top;
};

void swap_until(const fs::path& folder, const std::atomic<bool>& stop,
                std::atomic<std::uint64_t>& swaps) {
    const std::string x = folder / "x";
    const std::string links[] = {folder / "relative", folder / "absolute"};
    while (!stop) {
        // Each exchange is undone before the next link's turn, so x is the directory half the time.
        const std::string& link = links[swaps / 2 % 2];
        if (::renameat2(AT_FDCWD, x.c_str(), AT_FDCWD, link.c_str(), RENAME_EXCHANGE) == 0) {
            ++swaps;
        }
    }
}

Tally soak(paths::Resolver resolver, std::uint64_t swaps_wanted) {
    const Playground playground;
    paths::LocalPathOps ops(resolver);
    const auto folder = ops.add_folder((playground.top / "in").string()).value();
    const auto engine = wasm::Engine::create().value();
    wasm::Store store(engine);
    wasi::Context context({.folders = {{"/host", folder}}, .paths = &ops});
    wasm::Imports imports;
    context.add_to(imports);
    const auto module = wasm::Module::compile_text(engine, kGuest).value();
    const auto instance = wasm::Instance::create(store, module, imports).value();
    const auto open = instance.exports().get_function<std::int64_t(std::int32_t)>("open").value();

    std::atomic<bool> stop = false;
    std::atomic<std::uint64_t> swaps = 0;
    std::jthread swapper([&] { swap_until(playground.top / "in", stop, swaps); });
    Tally tally;
    while (swaps < swaps_wanted) {
        const auto counted = static_cast<std::uint64_t>(open(kOpensPerCall).value());
        tally.inside += counted & UINT32_MAX;
        tally.outside += counted >> 32U;
        tally.opens += kOpensPerCall;
    }
    stop = true;
    tally.swaps = swaps;
    return tally;
}

}  // namespace

int main(int argc, char** argv) {
    const std::uint64_t swaps = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : kSwapsDefault;
    struct Row {
        paths::Resolver resolver;
        const char* name;
    };
    constexpr Row kRows[] = {{paths::Resolver::Auto, "openat2"}, {paths::Resolver::Walk, "walk"}};
    bool good = true;
    for (const Row& row : kRows) {
        const auto from = std::chrono::steady_clock::now();
        const Tally tally = soak(row.resolver, swaps);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - from;
        std::printf("%-8s %llu swaps, %llu opens, %llu inside, %llu escapes, %.1f s\n", row.name,
                    static_cast<unsigned long long>(tally.swaps),
                    static_cast<unsigned long long>(tally.opens),
                    static_cast<unsigned long long>(tally.inside),
                    static_cast<unsigned long long>(tally.outside), took.count());
        good = good && tally.outside == 0 && tally.inside > 0;
    }
    std::puts(good ? "nothing got out" : "FAILED");
    return good ? 0 : 1;
}
