// The real executable: its compile role, and what its sandbox refuses.

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "tessera/base/unique_fd.h"
#include "tessera/wasm/wasm.h"

namespace tessera::plugin_host {
namespace {

struct Outcome {
    int status = -1;
    std::string output;
    std::string error;
    UniqueFd output_fd;
};

std::string contents(int fd) {
    std::string out;
    std::array<char, 65536> part;
    (void)::lseek(fd, 0, SEEK_SET);
    for (ssize_t n = 0; (n = ::read(fd, part.data(), part.size())) > 0;) {
        out.append(part.data(), static_cast<std::size_t>(n));
    }
    return out;
}

/// Runs the executable with `input` on stdin; all three streams are files in memory, so nothing can
/// block.
Outcome run(std::vector<std::string> arguments, std::string_view input = {}) {
    const UniqueFd in(::memfd_create("in", MFD_CLOEXEC));
    Outcome out;
    out.output_fd = UniqueFd(::memfd_create("out", MFD_CLOEXEC));
    const UniqueFd err(::memfd_create("err", MFD_CLOEXEC));
    EXPECT_EQ(::write(in.get(), input.data(), input.size()), static_cast<ssize_t>(input.size()));
    (void)::lseek(in.get(), 0, SEEK_SET);
    std::string program = TESSERA_PLUGIN_HOST;
    std::vector<char*> argv = {program.data()};
    for (std::string& argument : arguments) {
        argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(in.get(), 0);
        ::dup2(out.output_fd.get(), 1);
        ::dup2(err.get(), 2);
        ::execv(program.c_str(), argv.data());
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    out.output = contents(out.output_fd.get());
    out.error = contents(err.get());
    return out;
}

TEST(Process, RefusesWhatTheSandboxMustAndKeepsWhatItNeeds) {
    const Outcome probe = run({"probe"});
    ASSERT_EQ(probe.status, 0) << probe.error;
    std::istringstream lines(probe.output);
    std::string first;
    std::getline(lines, first);
#ifdef TESSERA_NO_SANDBOX
    EXPECT_EQ(first, "off");
#else
    EXPECT_TRUE(first == "full" || first == "no-landlock") << first;
    std::map<std::string, std::string> said;
    for (std::string name, value; lines >> name >> value;) {
        said[name] = value;
    }
    for (const char* name : {"openat", "create", "socket", "internet", "execve", "fork", "kill",
                             "unlink", "chmod", "utimensat"}) {
        EXPECT_EQ(said[name], "EPERM") << name;
    }
    EXPECT_EQ(said["thread"], "ok");
    EXPECT_EQ(said["memfd"], "ok");
#endif
}

TEST(Process, CompilesToMachineCodeThatLoads) {
    const auto wasm =
        wasm::text_to_binary(R"((module (func (export "f") (result i32) i32.const 5)))").value();
    const std::string_view bytes(reinterpret_cast<const char*>(wasm.data()), wasm.size());
    for (const wasm::Compiler compiler : {wasm::Compiler::Optimizing, wasm::Compiler::Baseline}) {
        const std::string name = compiler == wasm::Compiler::Optimizing ? "optimized" : "baseline";
        Outcome outcome = run({"compile", "--compiler", name}, bytes);
        ASSERT_EQ(outcome.status, 0) << outcome.error;
        const auto engine = wasm::Engine::create({.compiler = compiler}).value();
        EXPECT_EQ(run({"engine", "--compiler", name}).output, engine.identity() + "\n");
        const auto module = wasm::Module::deserialize(engine, std::move(outcome.output_fd));
        ASSERT_TRUE(module) << module.error().message;
        wasm::Store store(engine);
        const auto instance = wasm::Instance::create(store, *module, {}).value();
        EXPECT_EQ(instance.exports().get_function<std::int32_t()>("f").value()().value(), 5);
    }
}

TEST(Process, SaysInOneSentenceWhyItDoesNotCompile) {
    for (const std::string_view input : {std::string_view(""), std::string_view("hello"),
                                         std::string_view("\0asm\1\0\0\0\1", 9)}) {
        const Outcome outcome = run({"compile"}, input);
        EXPECT_EQ(outcome.status, 1);
        EXPECT_TRUE(outcome.output.empty());
        EXPECT_EQ(std::count(outcome.error.begin(), outcome.error.end(), '\n'), 1) << outcome.error;
    }
    EXPECT_EQ(run({"compile", "--fast"}).status, 2);
    EXPECT_EQ(run({}).status, 2);
}

TEST(Process, InspectsWhatAFileIsAndWhyItWouldBeRefused) {
    struct Row {
        const char* wat;
        int status;
        const char* says;
    };
    static constexpr Row kRows[] = {
        {"(module)", 1, "refused     yes: not a plugin: it has no function _start"},
        {R"((module (func (export "_start")) (func (export "load"))))", 1, "it exports no memory"},
        {R"((module (import "env" "magic" (func (param i32))) (memory (export "memory") 1)
             (func (export "_start")) (func (export "load"))))",
         1, "magic"},
        {R"((module (memory (export "memory") 2000) (func (export "_start"))
             (func (export "load"))))",
         1, "refused     yes"},
        {R"((module (memory (export "memory") 2 3) (func (export "_start")) (func (export "load"))
             (func (export "test_worker"))))",
         0, "workers     test\n"},
        {R"((module (memory (export "memory") 2 3) (func (export "_start")) (func (export "load"))
             (func (export "plugin_version") unreachable)))",
         0, "ABI level   unknown: plugin_version failed"},
        {R"((module (import "wasi_snapshot_preview1" "fd_write"
              (func (param i32 i32 i32 i32) (result i32)))
             (memory (export "memory") 1) (func (export "_start")) (func (export "load"))))",
         0, "wasi_snapshot_preview1.fd_write             func (i32, i32, i32, i32) -> i32"},
    };
    for (const Row& row : kRows) {
        const auto wasm = wasm::text_to_binary(row.wat).value();
        const Outcome outcome =
            run({"inspect"}, {reinterpret_cast<const char*>(wasm.data()), wasm.size()});
        EXPECT_EQ(outcome.status, row.status) << row.wat << outcome.output << outcome.error;
        EXPECT_NE(outcome.output.find(row.says), std::string::npos) << outcome.output;
    }
    const Outcome text = run({"inspect"}, "no wasm at all");
    EXPECT_EQ(text.status, 1);
    EXPECT_NE(text.output.find("refused     yes"), std::string::npos) << text.output;
}

TEST(Process, CompilesZellijsPluginsInItsSandbox) {
    const char* dir = std::getenv("TESSERA_ZELLIJ_PLUGINS");
    std::ifstream file(std::string(dir != nullptr ? dir : "") + "/tab-bar.wasm", std::ios::binary);
    if (!file) {
        GTEST_SKIP() << "TESSERA_ZELLIJ_PLUGINS names no folder with tab-bar.wasm";
    }
    const std::string wasm{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const Outcome outcome = run({"compile", "--compiler", "baseline"}, wasm);
    EXPECT_EQ(outcome.status, 0) << outcome.error;
    EXPECT_GT(outcome.output.size(), wasm.size());
    const Outcome looked_at = run({"inspect"}, wasm);
    EXPECT_EQ(looked_at.status, 0) << looked_at.output << looked_at.error;
    EXPECT_NE(looked_at.output.find("ABI level   0.45.1\n"), std::string::npos);
    EXPECT_NE(looked_at.output.find("zellij.host_run_plugin_command"), std::string::npos);
}

}  // namespace
}  // namespace tessera::plugin_host
