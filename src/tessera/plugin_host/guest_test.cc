// The life of a guest: with small modules that misbehave on purpose, and with Zellij's own plugins.

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>

#include <gtest/gtest.h>

#include "tessera/plugin_host/guest.h"
#include "tessera/wasm/engine.h"

namespace tessera::plugin_host {
namespace {

namespace fs = std::filesystem;

const wasm::Engine& engine() {
    static const wasm::Engine shared = wasm::Engine::create().value();
    return shared;
}

class RecordingHost final : public GuestHost {
public:
    std::optional<std::string> run_command(std::string_view command) override {
        commands.emplace_back(command);
        return reply;
    }
    void bad_command(std::string_view problem) override { problems.emplace_back(problem); }
    void log(std::string_view lines, std::size_t dropped) override {
        logged += lines;
        dropped_bytes += dropped;
    }
    std::vector<std::string> commands;
    std::vector<std::string> problems;
    std::optional<std::string> reply;
    std::string logged;
    std::size_t dropped_bytes = 0;
};

std::string plugin_wat(std::string_view body) {
    return R"((module
      (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "fd_write"
        (func $write (param i32 i32 i32 i32) (result i32)))
      (import "zellij" "host_run_plugin_command" (func $command))
      (memory (export "memory") 1)
      (data (i32.const 100) "[8,0]\0a") (data (i32.const 120) "oops\0ahalf")
      (func $say (param $fd i32) (param $at i32) (param $length i32)
        (i32.store (i32.const 0) (local.get $at)) (i32.store (i32.const 4) (local.get $length))
        (drop (call $write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 16))))
      (func $hear (param $at i32) (result i32)
        (i32.store (i32.const 0) (local.get $at)) (i32.store (i32.const 4) (i32.const 1000))
        (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
        (i32.load (i32.const 16)))
    )" + std::string(body) +
           ")";
}

struct Loaded {
    std::unique_ptr<RecordingHost> host = std::make_unique<RecordingHost>();
    std::unique_ptr<Guest> guest;
};

Loaded start(std::string_view body, GuestOptions options = {}) {
    Loaded out;
    const auto module = wasm::Module::compile_text(engine(), plugin_wat(body));
    EXPECT_TRUE(module) << module.error().message;
    auto guest = Guest::create(*module, std::move(options), *out.host);
    EXPECT_TRUE(guest) << guest.error().message;
    out.guest = std::move(*guest);
    return out;
}

TEST(Guest, LoadsUpdatesRendersAndRunsCommands) {
    Loaded l =
        start(R"((func (export "_start") (call $say (i32.const 2) (i32.const 120) (i32.const 9)))
        (func (export "load") (drop (call $hear (i32.const 200)))
            (call $say (i32.const 1) (i32.const 100) (i32.const 6))
            (call $command) (drop (call $hear (i32.const 300))))
        (func (export "update") (result i32) (drop (call $hear (i32.const 200)))
            (i32.eq (i32.load8_u (i32.const 201)) (i32.const 0x31)))
        (func (export "render") (param i32 i32)
            (call $say (i32.const 1) (i32.const 200) (i32.const 5))))");
    l.host->reply = "\x07";
    ASSERT_TRUE(l.guest->load("\x05"));
    ASSERT_EQ(l.host->commands.size(), 1U);
    EXPECT_EQ(l.host->commands[0], std::string("\x08\x00", 2));
    EXPECT_EQ(l.host->logged, "oops\n");
    EXPECT_TRUE(l.guest->update("\x01").value());
    EXPECT_FALSE(l.guest->update("\x02").value());
    EXPECT_EQ(l.guest->render(5, 10).value(), "[2]\r\n");
    EXPECT_FALSE(l.guest->pipe("\x01").value());
    EXPECT_EQ(l.guest->run_worker("nobody", "").error().kind, FailureKind::NoWorker);
    EXPECT_TRUE(l.guest->update("\x01").value());
}

TEST(Guest, ReadsOneLineAtMostWhateverItLeftUnread) {
    // Reads only in render: what is there is the last line alone.
    Loaded l = start(R"((func (export "_start")) (func (export "load"))
        (func (export "update") (result i32) i32.const 0)
        (func (export "x_worker")
            (call $say (i32.const 1) (i32.const 200) (call $hear (i32.const 200)))
            (call $command)))");
    ASSERT_TRUE(l.guest->load("\x01\x02\x03"));
    ASSERT_TRUE(l.guest->update("\x09"));
    ASSERT_TRUE(l.guest->run_worker("x", "\x05"));
    ASSERT_EQ(l.host->commands.size(), 1U);
    EXPECT_EQ(l.host->commands[0], "\x05");
}

TEST(Guest, ACommandThatIsNoLineIsAnsweredAndReported) {
    Loaded l = start(
        R"((func (export "_start")) (func (export "load")
        (call $say (i32.const 1) (i32.const 120) (i32.const 9))
        (call $command) (if (i32.ne (call $hear (i32.const 300)) (i32.const 4))
            (then unreachable))))");
    EXPECT_TRUE(l.guest->load(""));
    EXPECT_EQ(l.host->problems.size(), 1U);
    EXPECT_TRUE(l.host->commands.empty());
}

struct BadCase {
    const char* body;
    FailureKind kind;
    const char* during;
};

TEST(Guest, IsStoppedWithAReasonWhenItMisbehavesAndStaysDead) {
    constexpr BadCase kCases[] = {
        {"(func (export \"update\") (result i32) unreachable)", FailureKind::Unreachable, "update"},
        {"(func (export \"update\") (result i32) (loop br 0) i32.const 0)", FailureKind::Deadline,
         "update"},
        {"(func (export \"update\") (result i32) (loop (br_if 0 (i32.ne (memory.grow (i32.const "
         "16)) (i32.const -1)))) unreachable)",
         FailureKind::MemoryLimit, "update"},
        {"(func (export \"update\") (result i32) (loop (call $say (i32.const 1) (i32.const 0) "
         "(i32.const 65000)) br 0) i32.const 0)",
         FailureKind::OutputLimit, "update"},
        {"(func $f (export \"update\") (result i32) (call $f))", FailureKind::StackOverflow,
         "update"},
        {"(func (export \"update\") (result i32) (i32.div_u (i32.const 1) (i32.const 0)))",
         FailureKind::Arithmetic, "update"},
        {"(func (export \"update\") (result i32) (i32.load (i32.const -1)))",
         FailureKind::MemoryOutOfBounds, "update"},
    };
    for (const BadCase& c : kCases) {
        GuestOptions options;
        options.limits.call_time_max = std::chrono::milliseconds(60);
        options.limits.memory_bytes_max = 4U << 20U;
        options.limits.output_bytes_max = 1U << 20U;
        Loaded l =
            start("(func (export \"_start\")) (func (export \"load\"))" + std::string(c.body),
                  std::move(options));
        ASSERT_TRUE(l.guest->load(""));
        const auto result = l.guest->update("");
        ASSERT_FALSE(result) << c.body;
        EXPECT_EQ(result.error().kind, c.kind) << c.body << result.error().message;
        EXPECT_EQ(result.error().during, c.during);
        EXPECT_FALSE(result.error().message.empty());
        EXPECT_EQ(l.guest->render(1, 1).error().kind, c.kind);
    }
}

TEST(Guest, SaysWhatAFileLacks) {
    RecordingHost host;
    const auto reason = [&host](std::string_view wat) {
        const auto module = wasm::Module::compile_text(engine(), wat).value();
        return Guest::create(module, {}, host).error();
    };
    EXPECT_EQ(reason("(module)").message,
              "not a plugin: it has no function _start; it has no function load; it exports no "
              "memory");
    EXPECT_EQ(reason(R"((module (memory (export "memory") 1) (func (export "load"))
                  (func (export "_start") (param i32))))")
                  .message,
              "not a plugin: its _start is func (i32) -> (), not func () -> ()");
    EXPECT_EQ(reason("(module (func (export \"_start\")))").message,
              "not a plugin: it has no function load; it exports no memory");
    const std::string rest =
        R"((memory (export "memory") 1) (func (export "_start")) (func (export "load")))";
    const Failure unknown =
        reason("(module (import \"env\" \"magic\" (func (param i64)))" + rest + ")");
    EXPECT_EQ(unknown.kind, FailureKind::BadModule);
    EXPECT_EQ(unknown.message, "import env.magic is missing: the module wants func (i64) -> ()");
}

// ------------------------------------------------------------------------------------------
// Zellij's own plugins.

/// Just enough protobuf to say a few events.
std::string number(std::uint64_t value) {
    std::string out;
    for (; value >= 0x80; value >>= 7U) {
        out += static_cast<char>(value | 0x80U);
    }
    return out + static_cast<char>(value);
}
std::string field(unsigned id, std::uint64_t value) {
    return number(std::uint64_t{id} << 3U) + number(value);
}
std::string field(unsigned id, const std::string& bytes) {
    return number((std::uint64_t{id} << 3U) | 2U) + number(bytes.size()) + bytes;
}

std::string mode_update(std::uint64_t mode) {
    const std::string color = field(1, 1) + field(3, 154);
    std::string palette;
    for (unsigned id = 2; id <= 18; ++id) {
        palette += field(id, color);
    }
    std::string styling;
    for (unsigned id = 1; id <= 15; ++id) {
        for (int i = 0; i < (id == 15 ? 10 : 6); ++i) {
            styling += field(id, color);
        }
    }
    const std::string style = field(1, palette) + field(4, styling);
    return field(1, 0) +
           field(2, field(1, mode) + field(3, style) + field(5, std::string("my-session")));
}

std::string tab_update(const std::vector<std::string>& names) {
    std::string tabs;
    for (std::size_t i = 0; i < names.size(); ++i) {
        tabs +=
            field(1, field(1, i) + field(2, names[i]) + field(3, i == 0 ? 1 : 0) + field(17, i));
    }
    return field(1, 1) + field(3, tabs);
}

class ZellijPlugins : public testing::Test {
protected:
    void SetUp() override {
        const char* dir = std::getenv("TESSERA_ZELLIJ_PLUGINS");
        if (dir == nullptr || !fs::exists(fs::path(dir) / "tab-bar.wasm")) {
            GTEST_SKIP() << "TESSERA_ZELLIJ_PLUGINS names no folder with tab-bar.wasm";
        }
        folder_ = dir;
    }
    [[nodiscard]] wasm::Module compile(const char* name,
                                       wasm::Compiler compiler = wasm::Compiler::Baseline) const {
        static const wasm::Engine baseline =
            wasm::Engine::create({.compiler = wasm::Compiler::Baseline}).value();
        return wasm::Module::compile_file(
                   compiler == wasm::Compiler::Baseline ? baseline : engine(),
                   folder_ / (std::string(name) + ".wasm"))
            .value();
    }
    fs::path folder_;
};

TEST_F(ZellijPlugins, TabBarDrawsTheTabsItWasTold) {
    RecordingHost host;
    auto guest = Guest::create(compile("tab-bar"), {}, host).value();
    ASSERT_TRUE(guest->load("")) << guest->load("").error().message;
    EXPECT_FALSE(host.commands.empty());
    EXPECT_EQ(guest->plugin_version().value(), "0.45.1");
    ASSERT_TRUE(guest->update(mode_update(0)));
    const auto redraw = guest->update(tab_update({"first", "second"}));
    ASSERT_TRUE(redraw) << redraw.error().message << host.logged;
    EXPECT_TRUE(*redraw);
    const std::string screen = guest->render(1, 100).value();
    for (const char* text : {"first", "second", "my-session"}) {
        EXPECT_NE(screen.find(text), std::string::npos) << text << ": " << screen;
    }
    EXPECT_TRUE(host.problems.empty());
}

TEST_F(ZellijPlugins, StatusBarFollowsTheMode) {
    RecordingHost host;
    auto guest = Guest::create(compile("status-bar"), {}, host).value();
    ASSERT_TRUE(guest->load(""));
    ASSERT_TRUE(guest->update(tab_update({"first"})));
    ASSERT_TRUE(guest->update(mode_update(0)));
    const std::string normal = guest->render(2, 120).value();
    const auto locked = guest->update(mode_update(1));
    ASSERT_TRUE(locked) << locked.error().message << host.logged;
    EXPECT_TRUE(*locked);
    EXPECT_NE(guest->render(2, 120).value(), normal);
}

TEST_F(ZellijPlugins, EveryBundledPluginLoadsAndRenders) {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(folder_)) {
        if (entry.path().extension() != ".wasm") {
            continue;
        }
        RecordingHost host;
        host.reply = "";  // every field at its default, which is what many replies allow
        const std::string name = entry.path().stem().string();
        auto guest = Guest::create(compile(name.c_str()), {}, host);
        ASSERT_TRUE(guest) << name << guest.error().message;
        const auto loaded = (*guest)->load("");
        EXPECT_TRUE(loaded) << name << ": " << loaded.error().message << host.commands.back();
        if (loaded && (*guest)->update(mode_update(0))) {
            EXPECT_TRUE((*guest)->render(20, 80)) << name << host.logged;
        }
        ++count;
    }
    EXPECT_EQ(count, 13);
}

TEST_F(ZellijPlugins, ManyInstancesShareOneModule) {
    const wasm::Module module = compile("tab-bar");
    RecordingHost host;
    std::vector<std::unique_ptr<Guest>> guests;
    for (int i = 0; i < 20; ++i) {
        guests.push_back(Guest::create(module, {}, host).value());
        ASSERT_TRUE(guests.back()->load(""));
    }
    EXPECT_LE(guests.back()->memory_bytes(), 4U << 20U);
}

}  // namespace
}  // namespace tessera::plugin_host
