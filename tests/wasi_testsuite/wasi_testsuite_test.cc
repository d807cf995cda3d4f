// The preview1 part of the official WASI test suite (WebAssembly/wasi-testsuite, branch
// prod/testsuite-all): 72 programs that check this host from inside. WASI_TESTSUITE_DIR names a
// checkout; without it this is skipped. Each program runs in a fresh copy of its folder, with
// arguments, environment and granted folders from the JSON file beside it, and must end and
// print as that file says, where it says something. Source: doc/specification.md of the suite.

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tessera/paths/local_path_ops.h"
#include "tessera/wasi/context.h"
#include "tessera/wasm/wasm.h"

namespace tessera::wasi {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kProgramsExpected = 72;

std::string environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
    return value == nullptr ? "" : value;
}

std::vector<fs::path> programs() {
    std::vector<fs::path> found;
    for (const char* language : {"assemblyscript", "c", "rust"}) {
        const fs::path folder = fs::path(environment("WASI_TESTSUITE_DIR")) / "tests" / language /
                                "testsuite" / "wasm32-wasip1";
        if (!fs::is_directory(folder)) {
            continue;
        }
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (entry.path().extension() == ".wasm") {
                found.push_back(entry.path());
            }
        }
    }
    std::ranges::sort(found);
    return found;
}

json specification_of(fs::path program) {
    std::ifstream file(program.replace_extension(".json"));
    return file ? json::parse(file) : json::object();
}

/// The program's folder as its author left it, but writable and without what earlier runs made.
fs::path fresh_copy(const fs::path& program) {
    const fs::path copy =
        fs::temp_directory_path() / ("tessera-wasi-testsuite-" + std::to_string(::getpid()));
    fs::remove_all(copy);
    fs::create_directories(copy);
    for (const auto& entry : fs::directory_iterator(program.parent_path())) {
        if (entry.is_directory()) {
            fs::copy(entry, copy / entry.path().filename(), fs::copy_options::recursive);
        }
    }
    for (auto at = fs::recursive_directory_iterator(copy); at != fs::end(at); ++at) {
        if (at->path().extension() == ".cleanup") {
            at.disable_recursion_pending();
            fs::remove_all(at->path());
        }
    }
    return copy;
}

struct Cleanup {
    fs::path folder;
    ~Cleanup() { fs::remove_all(folder); }
};

struct Ended {
    int exit_code = 0;
    std::string output;
    std::string error_output;
    std::string trap;  // empty unless the program was stopped
};

ContextOptions options_of(const json& specification, const fs::path& program, const fs::path& root,
                          paths::LocalPathOps& paths) {
    ContextOptions options{.arguments = {program.filename().string()}, .paths = &paths};
    for (const json& argument : specification.value("args", json::array())) {
        options.arguments.push_back(argument);
    }
    const json variables = specification.value("env", json::object());
    for (const auto& [name, value] : variables.items()) {
        options.environment.emplace_back(name, value);
    }
    for (const std::string folder : specification.value("dirs", json::array())) {
        const auto id = paths.add_folder(root / folder);
        EXPECT_TRUE(id) << folder;
        options.folders.push_back({.guest_path = folder, .id = *id});
    }
    return options;
}

Ended run(const wasm::Engine& engine, const fs::path& program, const json& specification,
          paths::Resolver resolver) {
    const fs::path root = fresh_copy(program);
    const Cleanup cleanup{root};
    paths::LocalPathOps paths(resolver);
    Context context(options_of(specification, program, root, paths));
    wasm::Imports imports;
    context.add_to(imports);
    wasm::Store store(engine, {.call_time_max = std::chrono::seconds(60)});
    const auto module = wasm::Module::compile_file(engine, program).value();
    const auto instance = wasm::Instance::create(store, module, imports);
    if (!instance) {
        return {.trap = instance.error().message};
    }
    const auto start = instance->exports().get_function<void()>("_start");
    if (!start) {
        return {.trap = start.error().message};
    }
    const auto result = (*start)();
    Ended ended{.output = context.output().take(), .error_output = context.error_output().take()};
    if (!result) {
        ended.exit_code = result.error().exit_code.value_or(0);
        ended.trap = result.error().exit_code ? "" : result.error().to_string();
    }
    return ended;
}

void check_all(paths::Resolver resolver) {
    const auto engine = wasm::Engine::create().value();
    EXPECT_EQ(programs().size(), kProgramsExpected);
    for (const fs::path& program : programs()) {
        SCOPED_TRACE(program.string());
        const json specification = specification_of(program);
        const Ended ended = run(engine, program, specification, resolver);
        EXPECT_EQ(ended.trap, "") << ended.error_output;
        EXPECT_EQ(ended.exit_code, specification.value("exit_code", 0)) << ended.error_output;
        EXPECT_EQ(ended.output, specification.value("stdout", ended.output));
        EXPECT_EQ(ended.error_output, specification.value("stderr", ended.error_output));
    }
}

constexpr const char* kSkipped =
    "WASI_TESTSUITE_DIR is not set: a checkout of WebAssembly/wasi-testsuite, branch "
    "prod/testsuite-all";

TEST(WasiTestsuite, EveryProgramEndsAsItShould) {
    if (environment("WASI_TESTSUITE_DIR").empty()) {
        GTEST_SKIP() << kSkipped;
    }
    check_all(paths::Resolver::Auto);
}

TEST(WasiTestsuite, EveryProgramEndsAsItShouldWithoutOpenat2) {
    if (environment("WASI_TESTSUITE_DIR").empty()) {
        GTEST_SKIP() << kSkipped;
    }
    check_all(paths::Resolver::Walk);
}

}  // namespace
}  // namespace tessera::wasi
