// The serve role of the real executable, with a driver in the place of the server: plugins that
// behave, plugins that do not, and a server that does not.

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "plugin/event.wire.h"
#include "plugin/plugin_command.wire.h"
#include "tessera/plugin_host/serve_driver.h"
#include "tessera/wasm/wasm.h"

namespace tessera::plugin_host {
namespace {

/// What update does is chosen by the first digit of its event.
constexpr std::string_view kModule = R"((module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $open
    (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "zellij" "host_run_plugin_command" (func $command))
  (memory (export "memory") 1)
  (data (i32.const 100) "[8,3]\0ahi") (data (i32.const 120) "hello.txt../../etc/passwd")
  (global $shown (mut i32) (i32.const 106)) (global $length (mut i32) (i32.const 2))
  (func $say (param $at i32) (param $length i32)
    (i32.store (i32.const 0) (local.get $at)) (i32.store (i32.const 4) (local.get $length))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))))
  (func $hear (param $fd i32) (param $at i32) (result i32)
    (i32.store (i32.const 0) (local.get $at)) (i32.store (i32.const 4) (i32.const 1000))
    (drop (call $read (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 16)))
    (i32.load (i32.const 16)))
  (func $path (param $at i32) (param $length i32) (result i32)
    (call $open (i32.const 3) (i32.const 0) (local.get $at) (local.get $length) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 20)))
  (func (export "_start")) (func (export "load"))
  (func (export "render") (param i32 i32) (call $say (global.get $shown) (global.get $length)))
  (func (export "update") (result i32) (local $what i32)
    (drop (call $hear (i32.const 0) (i32.const 200)))
    (local.set $what (i32.sub (i32.load8_u (i32.const 201)) (i32.const 0x30)))
    (if (i32.eq (local.get $what) (i32.const 2)) (then unreachable))
    (if (i32.eq (local.get $what) (i32.const 3)) (then (loop br 0)))
    (if (i32.eq (local.get $what) (i32.const 4)) (then
      (call $say (i32.const 100) (i32.const 6)) (call $command)))
    (if (i32.eq (local.get $what) (i32.const 5)) (then
      (loop (br_if 0 (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))) unreachable))
    (if (i32.eq (local.get $what) (i32.const 6)) (then
      (loop (call $say (i32.const 200) (i32.const 60000)) br 0)))
    (if (i32.eq (local.get $what) (i32.const 7)) (then
      (if (call $path (i32.const 120) (i32.const 9)) (then unreachable))
      (global.set $shown (i32.const 2000))
      (global.set $length (call $hear (i32.load (i32.const 20)) (i32.const 2000)))))
    (if (i32.eq (local.get $what) (i32.const 8)) (then
      (if (i32.eqz (call $path (i32.const 129) (i32.const 16))) (then unreachable))))
    (i32.const 1))))";

std::string event(int what) {
    return std::string(1, static_cast<char>(what));
}

UniqueFd code_of(std::string_view text) {
    static const wasm::Engine engine =
        wasm::Engine::create({.compiler = wasm::Compiler::Baseline}).value();
    const auto code = wasm::Module::compile_text(engine, text).value().serialize().value();
    return file_with({reinterpret_cast<const char*>(code.data()), code.size()});
}

int misbehaving() {
    static const UniqueFd code = code_of(kModule);
    return code.get();
}

TEST(Serve, GreetsLoadsCallsRendersAndUnloads) {
    ServeDriver host;
    host.hello();
    const auto reply = host.expect<pb::HelloReply>();
    EXPECT_EQ(reply.magic, "tessera-plugin-host");
    EXPECT_EQ(reply.engine, wasm::Engine::create({}).value().identity());
    host.load(1, misbehaving());
    host.resize(1, 2, 30);
    host.update(1, 7, event(1));
    EXPECT_TRUE(host.expect<pb::Loaded>().has_update);
    EXPECT_EQ(host.expect<pb::Rendered>().output, "hi");
    EXPECT_EQ(host.expect<pb::Rendered>().call, 7U);
    EXPECT_TRUE(host.expect<pb::CallDone>().rendered);
    host.send(pb::GetMeters());
    const auto meters = host.expect<pb::Meters>().meters;
    ASSERT_EQ(meters.size(), 1U);
    EXPECT_GE(meters[0].calls, 2U);
    EXPECT_EQ(meters[0].memory_bytes, 65536U);
    pb::Unload unload;
    unload.instance = 1;
    host.send(unload);
    EXPECT_EQ(host.expect<pb::Unloaded>().instance, 1U);
    host.update(1, 8, event(1));
    EXPECT_EQ(host.expect<pb::CallDone>().outcome, pb::Outcome::Dead);
    EXPECT_EQ(host.end(), 0);
}

TEST(Serve, EveryWayToMisbehaveIsATrapWithASentenceAndHarmsNoOther) {
    struct Row {
        int what;
        pb::TrapKind kind;
        const char* words;
    };
    constexpr Row kRows[] = {
        {2, pb::TrapKind::Unreachable, "unreachable"},
        {3, pb::TrapKind::Deadline, "time"},
        {5, pb::TrapKind::MemoryLimit, "MiB of memory"},
        {6, pb::TrapKind::OutputLimit, ""},
    };
    ServeDriver host;
    host.hello();
    host.load(1000, misbehaving());
    std::uint64_t instance = 1;
    for (const Row& row : kRows) {
        pb::Load load;
        load.limits = pb::Limits();
        // Only who loops for ever is to be stopped by it, on the slowest machine too.
        load.limits->call_ms_max = row.kind == pb::TrapKind::Deadline ? 100 : 10'000;
        host.load(++instance, misbehaving(), load);
        host.update(instance, instance, event(row.what));
        host.update(1000, instance, event(1));
        const auto trap = host.expect<pb::Trapped>();
        EXPECT_EQ(trap.instance, instance);
        EXPECT_EQ(trap.call, instance);
        EXPECT_EQ(trap.kind, row.kind) << trap.message;
        EXPECT_NE(trap.message.find(row.words), std::string::npos) << trap.message;
        host.update(1000, 100 + instance, event(1));
        host.expect<pb::CallDone>([&](const auto& d) { return d.call == 100 + instance; });
    }
    EXPECT_EQ(host.end(), 0);
}

std::string repeated(std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) {
        out += text;
    }
    return out;
}

// A malformed frame would end the host, and with it every other plugin: the driver decodes each.
TEST(Serve, WhateverAGuestSaysLeavesAsAWellFormedFrame) {
    const std::string e150 = repeated("\xc3\xa9", 150);
    std::string imports;
    for (int i = 0; i < 20'000; ++i) {
        imports += "(import \"" + e150 + "\" \"f" + std::to_string(i) + "\" (func))";
    }
    std::string workers;
    for (int i = 0; i < 200; ++i) {
        workers += "(func (export \"" + std::to_string(i) + repeated("w", 1000) + "_worker\"))";
    }
    const std::string plugin = R"((memory (export "memory") 1)
        (func (export "_start")) (func (export "load")))";
    const std::string refused[] = {
        "(module (import \"zellij\" \"" + e150 + "\" (func))" + plugin + ")",
        "(module " + imports + plugin + ")",
        "(module " + plugin + workers + ")",
        "(module " + plugin + "(func (export \"" + e150 + "_worker\")))",
        "(module " + plugin + "(func (export \"a\\00b_worker\")))",
    };
    ServeDriver host;
    host.hello();
    std::uint64_t instance = 0;
    for (const std::string& text : refused) {
        const UniqueFd code = code_of(text);
        host.load(++instance, code.get());
        const auto trap = host.expect<pb::Trapped>();
        EXPECT_EQ(trap.instance, instance);
        EXPECT_FALSE(trap.message.empty());
        EXPECT_LE(trap.message.size(), std::size_t{64} << 10U);
    }
    const UniqueFd noise = code_of(R"((module
        (import "wasi_snapshot_preview1" "fd_write"
            (func $write (param i32 i32 i32 i32) (result i32)))
        (import "zellij" "host_run_plugin_command" (func $command))
        (memory (export "memory") 1) (data (i32.const 100) "[\ff\fe\80]\ed\a0\80\0a")
        (func $say (param $fd i32)
            (i32.store (i32.const 0) (i32.const 100)) (i32.store (i32.const 4) (i32.const 9))
            (drop (call $write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 16))))
        (func (export "_start")) (func (export "load"))
        (func (export "plugin_version") (call $say (i32.const 1)))
        (func (export "update") (result i32)
            (call $say (i32.const 2)) (call $say (i32.const 1)) (call $command)
            (call $")" + e150 + R"(") (i32.const 1))
        (func $")" + e150 + R"(" unreachable)))");
    host.load(++instance, noise.get());
    EXPECT_EQ(host.expect<pb::Loaded>().plugin_version, "[???]???");
    host.update(instance, 1, event(1));
    EXPECT_NE(host.expect<pb::Command>().problem.find("[???]???"), std::string::npos);
    const auto trap = host.expect<pb::Trapped>();
    ASSERT_FALSE(trap.backtrace.empty());
    EXPECT_EQ(trap.backtrace[0], repeated("\xc3\xa9", 100));
    EXPECT_EQ(host.end(), 0);
}

TEST(Serve, RefusesWhatIsNoPlugin) {
    ServeDriver host;
    host.hello();
    const UniqueFd unknown = code_of(R"((module (import "zellij" "format_disk" (func))
        (memory (export "memory") 1) (func (export "_start")) (func (export "load"))))");
    const UniqueFd lacking =
        code_of(R"((module (memory (export "memory") 1) (func (export "load"))))");
    const UniqueFd text = file_with("hello");
    host.load(1, unknown.get());
    const auto first = host.expect<pb::Trapped>();
    EXPECT_EQ(first.kind, pb::TrapKind::BadModule);
    EXPECT_NE(first.message.find("format_disk"), std::string::npos) << first.message;
    host.load(2, lacking.get());
    const auto second = host.expect<pb::Trapped>();
    EXPECT_EQ(second.kind, pb::TrapKind::MissingExport);
    EXPECT_NE(second.message.find("_start"), std::string::npos) << second.message;
    host.load(3, text.get());
    EXPECT_EQ(host.expect<pb::Trapped>().kind, pb::TrapKind::BadModule);
    pb::Unload unload;
    unload.instance = 3;
    host.send(unload);
    EXPECT_EQ(host.expect<pb::Unloaded>().instance, 3U);
}

TEST(Serve, AGuestThatWaitsForItsReplyHoldsOnlyItself) {
    ServeDriver host;
    host.unanswered_instances = {1};
    host.hello();
    host.load(1, misbehaving());
    host.load(2, misbehaving());
    host.update(1, 1, event(4));
    const auto command = host.expect<pb::Command>();
    EXPECT_TRUE(command.waits);
    EXPECT_EQ(command.plugin_command, std::string("\x08\x03", 2));
    host.update(1, 2, event(1));
    host.update(2, 3, event(1));
    EXPECT_EQ(host.expect<pb::CallDone>().call, 3U);
    pb::CommandReply reply;
    reply.instance = 1;
    reply.command = command.command + 1;  // not the one that is awaited
    host.send(reply);
    host.update(2, 4, event(1));
    EXPECT_EQ(host.expect<pb::CallDone>().call, 4U);
    reply.command = command.command;
    host.send(reply);
    EXPECT_EQ(host.expect<pb::CallDone>().call, 1U);
    EXPECT_EQ(host.expect<pb::CallDone>().call, 2U);
}

TEST(Serve, FilesAreOpenedByTheServerOnly) {
    namespace fs = std::filesystem;
    std::string folder = (fs::temp_directory_path() / "tessera-serve-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    std::ofstream(folder + "/hello.txt") << "from the server";
    ServeDriver host;
    pb::Folder granted;
    granted.guest_path = "/host";
    granted.folder = host.paths.add_folder(folder).value().value;
    pb::Load load;
    load.folders = {granted};
    host.hello();
    host.load(1, misbehaving(), load);
    host.resize(1, 1, 80);
    host.update(1, 1, event(7));
    EXPECT_EQ(host.expect<pb::Rendered>([](const auto& r) { return r.call == 1; }).output,
              "from the server");
    host.update(1, 2, event(8));  // the guest traps if it can leave its folder
    EXPECT_EQ(host.expect<pb::CallDone>([](const auto& d) { return d.call == 2; }).outcome,
              pb::Outcome::Done);
    ASSERT_FALSE(host.path_requests.empty());
    EXPECT_EQ(host.path_requests[0].path, "hello.txt");

    const std::string other = folder + "/other";
    fs::create_directory(other);
    std::ofstream(other + "/hello.txt") << "elsewhere";
    pb::ChangeHostFolder change;
    change.instance = 1;
    granted.folder = host.paths.add_folder(other).value().value;
    change.folders = {granted};
    host.send(change);
    host.update(1, 3, event(7));
    EXPECT_EQ(host.expect<pb::Rendered>([](const auto& r) { return r.call == 3; }).output,
              "elsewhere");
    fs::remove_all(folder);
}

TEST(Serve, AServerThatBreaksTheProtocolIsLeftWithASentence) {
    struct Row {
        std::function<void(ServeDriver&)> say;
        int status;
        const char* words;
    };
    const Row rows[] = {
        {[](ServeDriver& d) { d.send(pb::GetMeters()); }, 1, "before Hello"},
        {[](ServeDriver& d) { d.hello(2); }, 3, "protocol 2"},
        {[](ServeDriver& d) { d.hello(1, "zellij"); }, 1, "no tessera server"},
        {[](ServeDriver& d) { d.hello(), d.hello(); }, 1, "second Hello"},
        {[](ServeDriver& d) { d.hello(), d.send(pb::Load()); }, 1, "without a descriptor"},
        {[](ServeDriver& d) { d.send_raw({"\xff\xff\xff\x7f", 4}); }, 1, "16 MiB"},
        {[](ServeDriver& d) { d.send_raw({"\x02\0\0\0\x0a\x7f", 6}); }, 1, "malformed"},
        {[](ServeDriver& d) {
             d.hello();
             d.load(1, misbehaving());
             d.load(1, misbehaving());
         },
         1, "twice"},
    };
    for (const Row& row : rows) {
        ServeDriver host;
        row.say(host);
        EXPECT_TRUE(host.is_closed());
        EXPECT_EQ(host.join(), row.status) << row.words;
        const std::string said = host.error_text();
        EXPECT_NE(said.find(row.words), std::string::npos) << said;
        EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
    }
}

TEST(Serve, EndsWithTheServerAndTheServerSeesItDie) {
    ServeDriver left;
    left.hello();
    left.load(1, misbehaving());
    left.expect<pb::Loaded>();
    pb::Load patient;
    patient.limits = pb::Limits();
    patient.limits->call_ms_max = 3'600'000;
    left.load(2, misbehaving(), patient);
    left.update(2, 1, event(3));  // loops for an hour
    EXPECT_EQ(left.end(), 0);
    ServeDriver killed;
    killed.hello();
    killed.load(1, misbehaving());
    killed.expect<pb::Loaded>();
    killed.kill_host();
    EXPECT_TRUE(killed.is_closed());
    EXPECT_EQ(killed.join(), -SIGKILL);
}

/// As the server does it: the compile role from file to file.
UniqueFd compile_by_role(const std::string& wasm) {
    const UniqueFd in(::open(wasm.c_str(), O_RDONLY | O_CLOEXEC));
    UniqueFd out(::memfd_create("code", MFD_CLOEXEC));
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(in.get(), STDIN_FILENO);
        ::dup2(out.get(), STDOUT_FILENO);
        ::execl(TESSERA_PLUGIN_HOST, TESSERA_PLUGIN_HOST, "compile", "--compiler", "baseline",
                nullptr);
        ::_exit(127);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    return out;
}

/// Every colour set: plugins panic without one.
api::style::Style plain_style() {
    using api::style::Palette;
    using api::style::Styling;
    api::style::Color color;
    color.color_type = api::style::ColorType::EightBit;
    color.payload = std::uint32_t{154};
    api::style::Style out;
    out.palette = Palette();
    for (auto member : {&Palette::fg, &Palette::bg, &Palette::black, &Palette::red, &Palette::green,
                        &Palette::yellow, &Palette::blue, &Palette::magenta, &Palette::cyan,
                        &Palette::white, &Palette::orange, &Palette::gray, &Palette::purple,
                        &Palette::gold, &Palette::silver, &Palette::pink, &Palette::brown}) {
        (*out.palette).*member = color;
    }
    out.styling = Styling();
    for (auto member :
         {&Styling::text_unselected, &Styling::text_selected, &Styling::ribbon_unselected,
          &Styling::ribbon_selected, &Styling::table_title, &Styling::table_cell_unselected,
          &Styling::table_cell_selected, &Styling::list_unselected, &Styling::list_selected,
          &Styling::frame_unselected, &Styling::frame_selected, &Styling::frame_highlight,
          &Styling::exit_code_success, &Styling::exit_code_error}) {
        ((*out.styling).*member).assign(6, color);
    }
    out.styling->multiplayer_user_colors.assign(10, color);
    return out;
}

std::string mode_update() {
    api::event::ModeUpdatePayload payload;
    payload.style = plain_style();
    payload.session_name = "my-session";
    api::event::Event out;
    out.name = api::event::EventType::ModeUpdate;
    out.payload = payload;
    return wire::encode(out);
}

std::string tab_update() {
    api::event::TabUpdatePayload payload;
    for (const char* name : {"first", "second"}) {
        api::event::TabInfo tab;
        tab.position = static_cast<std::uint32_t>(payload.tab_info.size());
        tab.name = name;
        tab.active = payload.tab_info.empty();
        payload.tab_info.push_back(tab);
    }
    api::event::Event out;
    out.name = api::event::EventType::TabUpdate;
    out.payload = payload;
    return wire::encode(out);
}

TEST(Serve, RunsZellijsTabBar) {
    const char* folder = std::getenv("TESSERA_ZELLIJ_PLUGINS");
    const std::string wasm = std::string(folder != nullptr ? folder : "") + "/tab-bar.wasm";
    if (!std::filesystem::exists(wasm)) {
        GTEST_SKIP() << "TESSERA_ZELLIJ_PLUGINS names no folder with tab-bar.wasm";
    }
    const UniqueFd code = compile_by_role(wasm);
    ServeDriver host;
    host.hello();
    host.load(1, code.get());
    host.resize(1, 1, 100);
    host.update(1, 1, mode_update());
    host.update(1, 2, tab_update());
    EXPECT_EQ(host.expect<pb::Loaded>().plugin_version, "0.45.1");
    const std::string screen =
        host.expect<pb::Rendered>([](const auto& r) { return r.call == 2; }).output;
    for (const char* text : {"first", "second", "my-session"}) {
        EXPECT_NE(screen.find(text), std::string::npos) << text << ": " << screen;
    }
    using api::plugin_command::CommandName;
    std::set<CommandName> asked;
    for (const pb::Command& command : host.commands) {
        api::plugin_command::PluginCommand decoded;
        EXPECT_TRUE(wire::decode(command.plugin_command, decoded)) << command.problem;
        asked.insert(decoded.name);
    }
    EXPECT_TRUE(asked.contains(CommandName::Subscribe));
    EXPECT_TRUE(asked.contains(CommandName::SetSelectable));
    EXPECT_EQ(host.end(), 0);
}

}  // namespace
}  // namespace tessera::plugin_host
