// Plugins with the real plugin-host: guests that behave and guests that do not.

#include <signal.h>

#include <algorithm>

#include "plugin/plugin_command.wire.h"
#include "plugin/plugin_ids.wire.h"
#include "tessera/plugin_api/tables.h"
#include "tessera/server/plugins/plugins_fixture.h"
#include "tessera/wire/json_line.h"

namespace tessera::server {
namespace {

namespace fs = std::filesystem;
using api::event::Event;
using api::event::EventType;
using api::plugin_command::CommandName;
using api::plugin_command::PluginCommand;
using Payload = PluginCommand::PayloadCase;

std::string guest(const std::string& name) {
    const char* build = std::getenv("TESSERA_BUILD_DIR");
    return "file:" + std::string(build != nullptr ? build : ".") + "/tests/guests/" + name +
           ".wasm";
}

PluginCommand named(CommandName name) {
    PluginCommand out;
    out.name = name;
    return out;
}

PluginCommand subscribe(std::initializer_list<EventType> events) {
    PluginCommand out = named(CommandName::Subscribe);
    auto& payload = out.payload.emplace<Payload::subscribe_payload>();
    payload.subscriptions.emplace().event_types = events;
    return out;
}

PluginCommand request(Permission permission) {
    PluginCommand out = named(CommandName::RequestPluginPermissions);
    auto& payload = out.payload.emplace<Payload::request_plugin_permission_payload>();
    payload.permissions = {
        static_cast<api::plugin_permission::PermissionType>(std::to_underlying(permission))};
    return out;
}

Event message(const std::string& name) {
    Event out;
    out.name = EventType::CustomMessage;
    auto& payload = out.payload.emplace<Event::PayloadCase::custom_message_payload>();
    payload.message_name = name;
    return out;
}

Event pane_closed() {
    Event out;
    out.name = EventType::PaneClosed;
    out.payload.emplace<Event::PayloadCase::pane_closed_payload>();
    return out;
}

/// A server with the guest that does what files say (tests/guests/puppet.wat).
class Puppet : public testing::Test {
protected:
    explicit Puppet(std::function<void(PluginsOptions&)> change = nullptr) : server(change) {}

    void script(const std::string& when, const std::vector<PluginCommand>& commands) {
        std::string lines;
        for (const PluginCommand& command : commands) {
            wire::append_json_line(lines, wire::encode(command), wire::LineEnd::Lf);
        }
        std::ofstream(server.folder.path / when) << lines;
    }
    void start() {
        server.load(key, guest("puppet"));
        ASSERT_TRUE(server.wait([&] { return !server.loaded.empty() || !server.failed.empty(); }));
        ASSERT_TRUE(server.failed.empty()) << server.failures();
    }
    /// Lines it read in its last call.
    std::vector<std::string> heard() { return lines_of(server.screens[key]); }
    static std::vector<std::string> lines_of(const std::string& screen) {
        std::vector<std::string> out;
        for (std::size_t from = 0; from < screen.size();) {
            const std::size_t end = screen.find('\n', from);
            out.push_back(
                wire::parse_json_line(std::string_view(screen).substr(from, end - from)).value());
            from = end + 1;
        }
        return out;
    }
    /// Until it has drawn an event of that type, behind the last that was waited for. Frames that
    /// follow at once do not hide it.
    bool hears(EventType type) {
        return server.wait([&] {
            while (looked_at < server.drawn.size()) {
                const auto& [instance, screen] = server.drawn[looked_at++];
                const auto lines = instance == key ? lines_of(screen) : std::vector<std::string>();
                if (!lines.empty() && wire::decode(lines[0], event) && event.name == type) {
                    return true;
                }
            }
            return false;
        });
    }
    FakeServer server;
    InstanceKey key = FakeServer::key(0);
    Event event;                // the last that hears() saw
    std::size_t looked_at = 0;  // of server.drawn
};

TEST(Plugins, EachWayToFailHasASentence) {
    struct Row {
        const char* guest;
        const char* words;
    };
    constexpr Row kRows[] = {
        {"trap", "unreachable"},         {"no_start", "_start"},
        {"unknown_import", "import"},    {"loop", "time"},
        {"bomb", "MiB of memory"},       {"flood", "stdout"},
        {"missing", "there is no file"},
    };
    FakeServer server([](PluginsOptions& options) { options.call_ms_max = 200; });
    server.load(FakeServer::key(100), guest("puppet"));
    std::uint32_t plugin = 0;
    for (const Row& row : kRows) {
        server.load(FakeServer::key(plugin++), guest(row.guest));
    }
    ASSERT_TRUE(server.wait([&] { return server.failed.size() == std::size(kRows); }));
    for (const auto& [instance, failure] : server.failed) {
        const Row& row = kRows[instance.plugin.value];
        EXPECT_NE(failure.sentence.find(row.words), std::string::npos)
            << row.guest << ": " << failure.sentence;
    }
    // The one beside them goes on, in the same process.
    EXPECT_TRUE(server.wait([&] { return server.frames[FakeServer::key(100)] > 0; }));
    EXPECT_TRUE(server.notices.empty());
}

TEST_F(Puppet, CommandsGetTheirReplies) {
    script("update", {named(CommandName::GetPluginIds), named(CommandName::GetPaneCwd)});
    script("load", {subscribe({EventType::CustomMessage})});
    start();
    server.send(key, message("go"));
    ASSERT_TRUE(hears(EventType::CustomMessage));
    const auto lines = heard();
    ASSERT_EQ(lines.size(), 3U);
    api::plugin_ids::PluginIds ids;
    ASSERT_TRUE(wire::decode(lines[1], ids));
    EXPECT_EQ(ids.zellij_pid, ::getpid());
    EXPECT_EQ(ids.client_id, 1U);
    EXPECT_EQ(ids.initial_cwd, server.folder.path);
    EXPECT_FALSE(lines[2].empty());  // refused, in the way of its type
    EXPECT_TRUE(server.requests.empty());
}

TEST_F(Puppet, TimersAndMessagesComeBackToTheOneThatAsked) {
    PluginCommand timeout = named(CommandName::SetTimeout);
    timeout.payload.emplace<Payload::set_timeout_payload>().seconds = 0.01;
    script("load", {subscribe({EventType::Timer, EventType::CustomMessage}), timeout});
    start();
    ASSERT_TRUE(hears(EventType::Timer));
    EXPECT_GE(event.payload.get<Event::PayloadCase::timer_payload>(), 0.009F);
    PluginCommand post = named(CommandName::PostMessageToPlugin);
    post.payload.emplace<Payload::post_message_to_plugin_payload>().message.emplace().name = "me";
    script("pipe", {post});
    server.plugins->send_pipe({.session = key.session}, {});
    EXPECT_TRUE(hears(EventType::CustomMessage));
}

TEST_F(Puppet, AWorkerThatTrapsHarmsNobody) {
    PluginCommand post = named(CommandName::PostMessageTo);
    auto& mail = post.payload.emplace<Payload::post_message_to_payload>().message.emplace();
    mail.name = "work";
    mail.worker_name = "helper";
    script("load", {post, subscribe({EventType::CustomMessage})});
    start();
    ASSERT_TRUE(
        server.wait([&] { return server.log.lines.find("worker helper") != std::string::npos; }));
    server.send(key, message("still there"));
    EXPECT_TRUE(hears(EventType::CustomMessage));
    EXPECT_TRUE(server.failed.empty());
}

TEST_F(Puppet, NothingIsDeliveredWhileTheUserIsAskedAndThenInOrder) {
    script("load", {subscribe({EventType::PermissionRequestResult, EventType::PaneClosed,
                               EventType::CustomMessage}),
                    request(Permission::ReadApplicationState)});
    start();
    ASSERT_TRUE(server.wait([&] { return !server.asked.empty(); }));
    EXPECT_EQ(server.asked[0].second, std::vector{Permission::ReadApplicationState});
    EXPECT_TRUE(server.plugins->awaits_permission(key));
    const int before = server.frames[key];
    server.send(key, message("first"));
    server.send(key, pane_closed());
    server.settle();
    EXPECT_EQ(server.frames[key], before);
    server.plugins->answer_permission(key, Plugins::Answer::Granted);
    ASSERT_TRUE(hears(EventType::PermissionRequestResult));  // the last of the three
    EXPECT_GE(server.frames[key], before + 3);
    EXPECT_EQ(server.settled, std::vector{key});
    // Remembered: the same module is not asked for again.
    server.plugins->reload(key.plugin_key());
    looked_at = server.drawn.size();
    ASSERT_TRUE(hears(EventType::PermissionRequestResult));
    EXPECT_EQ(server.asked.size(), 1U);
}

TEST_F(Puppet, WhatIsDeniedIsNotDelivered) {
    script("load", {subscribe({EventType::PermissionRequestResult, EventType::PaneClosed,
                               EventType::CustomMessage}),
                    request(Permission::ReadApplicationState)});
    start();
    ASSERT_TRUE(server.wait([&] { return !server.asked.empty(); }));
    server.plugins->answer_permission(key, Plugins::Answer::Denied);
    ASSERT_TRUE(hears(EventType::PermissionRequestResult));
    server.send(key, pane_closed());
    server.send(key, message("after it"));
    ASSERT_TRUE(hears(EventType::CustomMessage));
    for (const auto& [who, screen] : server.drawn) {
        const auto lines = lines_of(screen);
        EXPECT_TRUE(lines.empty() || !wire::decode(lines[0], event) ||
                    event.name != EventType::PaneClosed);
    }
    EXPECT_FALSE(server.plugins->wants({key.session}, EventType::PaneClosed));
}

TEST_F(Puppet, APipeIsReleasedWhenNobodyHoldsIt) {
    api::pipe_message::PipeMessage line;
    line.cli_source_id = "p1";
    start();
    server.plugins->send_pipe({.session = key.session}, line);
    ASSERT_TRUE(server.wait([&] { return server.released.size() == 1; }));
    server.plugins->send_pipe({.session = SessionId(77)}, line);  // nobody there
    ASSERT_TRUE(server.wait([&] { return server.released.size() == 2; }));
    server.plugins->send_pipe({.session = key.session}, line);
    server.plugins->unload(key);
    ASSERT_TRUE(server.wait([&] { return server.released.size() == 3; }));
}

TEST_F(Puppet, ItsPrivateFolderGoesWithIt) {
    start();
    const fs::path data = server.plugins->host_path(key, "/data/x").parent_path();
    EXPECT_TRUE(fs::is_directory(data));
    EXPECT_EQ(server.plugins->host_path(key, "/host/a"), server.folder.path / "a");
    EXPECT_EQ(server.plugins->host_path(key, "b"), server.folder.path / "b");
    EXPECT_EQ(server.plugins->host_path(key, "/tmp/new"), server.folder.path / "tmp" / "new");
    // What only the machine's /tmp has is meant to be that.
    std::ofstream(server.folder.path / "there") << "x";
    EXPECT_EQ(server.plugins->host_path(key, (server.folder.path / "there").string()),
              server.folder.path / "there");
    server.plugins->unload(key);
    EXPECT_TRUE(server.wait([&] { return !fs::exists(data); }));
}

class Trusted : public Puppet {
protected:
    Trusted()
        : Puppet([](PluginsOptions& options) {
              options.granted[guest("puppet")] = {"RunCommands", "ReadCliPipes", "FullHdAccess",
                                                  "ChangeApplicationState"};
          }) {}
};

TEST_F(Trusted, RunsProgramsAndHearsOfTheirEnd) {
    PluginCommand run = named(CommandName::RunCommand);
    auto& order = run.payload.emplace<Payload::run_command_payload>();
    order.command_line = {"sh", "-c", "echo out; echo err >&2; pwd; exit 3"};
    script("load", {subscribe({EventType::RunCommandResult}), run});
    start();
    ASSERT_TRUE(hears(EventType::RunCommandResult));
    const auto& result = event.payload.get<Event::PayloadCase::run_command_result_payload>();
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_EQ(result.stdout, "out\n" + server.folder.path.string() + "\n");
    EXPECT_EQ(result.stderr, "err\n");
}

TEST_F(Trusted, IsHeardInBeforeCloseButForThePaneThatCloses) {
    PluginCommand run = named(CommandName::RunCommand);
    run.payload.emplace<Payload::run_command_payload>().command_line = {"sh", "-c", "pwd >closed"};
    script("load", {subscribe({EventType::BeforeClose})});
    script("update", {run, named(CommandName::GetPluginIds), named(CommandName::GoToNextTab),
                      named(CommandName::InterceptKeyPresses), named(CommandName::HideSelf),
                      named(CommandName::GetSessionEnvironmentVariables)});
    start();
    std::vector<std::string> said;
    server.plugins->set_trace([&](const PluginTrace& trace) {
        const auto* row = plugin_api::find_command(trace.name);
        if (trace.kind == PluginTrace::Kind::Command || trace.kind == PluginTrace::Kind::Reply) {
            said.push_back(std::string(row->name) +
                           (trace.kind == PluginTrace::Kind::Reply ? " answered" : "") +
                           (trace.text.empty() ? "" : ": ") + std::string(trace.text));
        }
    });
    server.plugins->unload(key);
    ASSERT_TRUE(server.wait(
        [&] { return server.plugins->is_idle() && fs::exists(server.folder.path / "closed"); }));
    EXPECT_EQ(said, (std::vector<std::string>{
                        "RunCommand", "GetPluginIds", "GetPluginIds answered", "GoToNextTab",
                        "InterceptKeyPresses: command InterceptKeyPresses needs the permission "
                        "InterceptInput",
                        "HideSelf: HideSelf comes too late: the plugin is closing",
                        "GetSessionEnvironmentVariables: command GetSessionEnvironmentVariables "
                        "needs the permission ReadSessionEnvironmentVariables",
                        "GetSessionEnvironmentVariables answered"}));
    ASSERT_EQ(server.requests.size(), 1U);
    EXPECT_EQ(server.requests[0].command->name, CommandName::GoToNextTab);
}

TEST_F(Trusted, HoldsAPipeUntilItLetsGo) {
    PluginCommand block = named(CommandName::BlockCliPipeInput);
    block.payload.emplace<Payload::block_cli_pipe_input_payload>("p1");
    PluginCommand unblock = named(CommandName::UnblockCliPipeInput);
    unblock.payload.emplace<Payload::unblock_cli_pipe_input_payload>("p1");
    script("load", {subscribe({EventType::CustomMessage})});
    script("pipe", {block});
    script("update", {unblock});
    start();
    api::pipe_message::PipeMessage line;
    line.cli_source_id = "p1";
    server.plugins->send_pipe({.session = key.session}, line);
    server.settle();
    EXPECT_TRUE(server.released.empty());
    server.send(key, message("let go"));
    ASSERT_TRUE(server.wait([&] { return !server.released.empty(); }));
    EXPECT_EQ(server.released, std::vector<std::string>{"p1"});
}

TEST_F(Trusted, ChangesItsFolder) {
    fs::create_directories(server.folder.path / "below");
    PluginCommand change = named(CommandName::ChangeHostFolder);
    change.payload.emplace<Payload::change_host_folder_payload>().new_host_folder =
        server.folder.path / "below";
    script("load", {subscribe({EventType::HostFolderChanged, EventType::CustomMessage}), change});
    script("below/update", {named(CommandName::GetPluginIds)});
    start();
    ASSERT_TRUE(hears(EventType::HostFolderChanged));
    server.send(key, message("what is there now"));
    ASSERT_TRUE(hears(EventType::CustomMessage));
    ASSERT_EQ(heard().size(), 2U);
    EXPECT_EQ(server.plugins->cwd(key), server.folder.path / "below");
}

TEST_F(Trusted, HearsNothingBetweenAskingForAFolderAndHavingIt) {
    constexpr int kChanges = 20;
    fs::create_directories(server.folder.path / "even");
    fs::create_directories(server.folder.path / "odd");
    const auto change_to = [&](const fs::path& folder) {
        PluginCommand change = named(CommandName::ChangeHostFolder);
        change.payload.emplace<Payload::change_host_folder_payload>().new_host_folder =
            server.folder.path / folder;
        return change;
    };
    script("load", {subscribe({EventType::CustomMessage}), change_to("even")});
    script("even/update", {change_to("odd"), named(CommandName::GetPluginIds)});
    script("odd/update", {change_to("even")});
    server.load(key, guest("puppet"));
    for (int i = 0; i < kChanges; ++i) {
        server.send(key, message("one by one"));
        ASSERT_TRUE(hears(EventType::CustomMessage));
        // Only the script in the one folder asks for something that is answered by a line.
        EXPECT_EQ(heard().size(), i % 2 == 0 ? 2U : 1U) << i;
    }
}

TEST(Plugins, OneThatIsRunningEachTimeTheHostDiesIsPutAside) {
    FakeServer server([](PluginsOptions& options) { options.call_ms_max = 60'000; });
    const InstanceKey puppet = FakeServer::key(0);
    const InstanceKey loop = FakeServer::key(1);
    server.load(puppet, guest("puppet"));
    server.load(loop, guest("loop"));
    for (int i = 1; i <= 3; ++i) {
        server.frames.clear();
        // They start one at a time once a host has died: the other one may wait for it.
        ASSERT_TRUE(server.wait([&] {
            return std::ranges::count(server.loaded, loop,
                                      [](const auto& one) { return one.first; }) == i &&
                   (i > 1 || server.frames[puppet] > 0);
        }));
        server.settle();
        ASSERT_EQ(::kill(server.plugins->host_pid(), SIGKILL), 0);
    }
    ASSERT_TRUE(server.wait([&] { return !server.failed.empty(); }));
    EXPECT_EQ(server.failed[0].first, loop);
    EXPECT_NE(server.failed[0].second.sentence.find("put aside"), std::string::npos);
    server.frames.clear();
    EXPECT_TRUE(server.wait([&] { return server.frames[puppet] > 0; }));
    // Until asked for.
    server.plugins->reload(loop.plugin_key());
    EXPECT_TRUE(server.wait([&] { return server.loaded.back().first == loop; }));
}

TEST(Plugins, WhoWasOnlyThereWhenTheHostDiedIsNotBlamed) {
    FakeServer server([](PluginsOptions& options) { options.call_ms_max = 60'000; });
    const InstanceKey loop = FakeServer::key(1);
    const std::vector<InstanceKey> others = {FakeServer::key(0), FakeServer::key(2),
                                             FakeServer::key(3)};
    for (const InstanceKey& other : others) {
        server.load(other, guest("puppet"));
    }
    server.load(loop, guest("loop"));
    for (int deaths = 0; deaths < 3; ++deaths) {
        // The earliest moment: those that begin at the same time have not even been loaded.
        const auto loads = [&] {
            return std::ranges::count(server.loaded, loop,
                                      [](const auto& loaded) { return loaded.first; });
        };
        ASSERT_TRUE(server.wait([&] { return loads() == deaths + 1; }));
        ASSERT_EQ(::kill(server.plugins->host_pid(), SIGKILL), 0);
    }
    server.frames.clear();
    ASSERT_TRUE(server.wait([&] {
        return std::ranges::all_of(others, [&](const auto& key) { return server.frames[key] > 0; });
    }));
    ASSERT_EQ(server.failed.size(), 1U);
    EXPECT_EQ(server.failed[0].first, loop);
}

TEST(Plugins, TrapsAreCountedOverTheLivesOfAPlugin) {
    FakeServer server;
    const InstanceKey trap = FakeServer::key(0);
    server.load(trap, guest("trap"));
    for (std::size_t lives = 1; lives <= 2; ++lives) {
        ASSERT_TRUE(server.wait([&] { return server.failed.size() == lives; }));
        std::vector<PluginMeter> meters;
        server.plugins->meters([&](std::vector<PluginMeter> told) { meters = std::move(told); });
        ASSERT_TRUE(server.wait([&] { return !meters.empty(); }));
        ASSERT_EQ(meters.size(), 1U);
        EXPECT_EQ(meters[0].instance, trap);
        EXPECT_TRUE(meters[0].stopped);
        EXPECT_EQ(meters[0].traps, lives);
        server.plugins->reload(trap.plugin_key());
    }
}

TEST(Plugins, AHostThatHungUpIsToldNothingMoreUntilItsEndIsKnown) {
    const TemporaryFolder programs;
    const fs::path program = programs.path / "host";
    std::ofstream(program) << "#!/bin/sh\n"
                              "test $1 = serve || exec " TESSERA_PLUGIN_HOST
                              " \"$@\"\n"
                              "eval \"exec $3<&-\"\n"  // serve --fd N
                              "exec sleep 60\n";
    fs::permissions(program, fs::perms::owner_all);
    FakeServer server([&](PluginsOptions& options) { options.host_program = program; });
    server.load(FakeServer::key(0), guest("puppet"));
    for (std::uint32_t more = 1; more < 20; ++more) {
        server.settle();
        server.load(FakeServer::key(more), guest("puppet"));
    }
    ASSERT_TRUE(server.wait([&] { return !server.notices.empty(); }));
    EXPECT_EQ(server.notices[0], "the plugin-host closed its connection");
}

TEST(Plugins, WithoutAPluginHostEachSaysSo) {
    FakeServer server(
        [](PluginsOptions& options) { options.host_program = "/nowhere/tessera-plugin-host"; });
    server.load(FakeServer::key(0), guest("puppet"));
    server.load(FakeServer::key(1), guest("puppet"));
    ASSERT_TRUE(server.wait([&] { return server.failed.size() == 2; }));
    // Also one that comes when that is known.
    server.load(FakeServer::key(2), guest("puppet"));
    ASSERT_TRUE(server.wait([&] { return server.failed.size() == 3; }));
    for (const auto& [who, failure] : server.failed) {
        EXPECT_NE(failure.sentence.find("cannot be started"), std::string::npos)
            << failure.sentence;
    }
}

}  // namespace
}  // namespace tessera::server
