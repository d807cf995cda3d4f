// Commands of guests: permission first, then those that are ours by a table; the rest is the
// server's.

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "plugin/plugin_ids.wire.h"
#include "tessera/base/utf8.h"
#include "tessera/plugin_api/replies.h"
#include "tessera/plugin_api/tables.h"
#include "tessera/server/plugins/impl.h"
#include "tessera/server/plugins/scan.h"

namespace tessera::server {

namespace pb = session::plugin_host;
using api::event::Event;
using api::event::EventType;
using api::plugin_command::CommandName;
using api::plugin_command::PluginCommand;
using Payload = PluginCommand::PayloadCase;

namespace {

/// Commands of one instance in a second: more is no interface of a plugin but a flood.
constexpr double kCommandsPerSecond = 20'000;
/// 31 days; longer timeouts wait that long.
constexpr double kTimeoutSecondsMax = 31.0 * 24 * 3600;
constexpr std::size_t kPanicBytesMax = 16384;
/// Lines in the log about one life's refused commands; it may repeat them for ever.
constexpr std::size_t kComplaintsMax = 50;

}  // namespace

/// One command that is ours. `command` is what the guest sent; its payload may be the wrong one.
struct Plugins::Impl::Own {
    using Handler = void (*)(Impl&, Instance&, const PluginCommand&, const pb::Command&);

    static void subscribe(Impl& impl, Instance& instance, const PluginCommand& command,
                          const pb::Command&) {
        const auto* payload = command.payload.get_if<Payload::subscribe_payload>();
        if (payload == nullptr || !payload->subscriptions) {
            return;
        }
        std::vector<EventType> added;
        for (const EventType type : payload->subscriptions->event_types) {
            if (is_event(type)) {
                instance.subscribed.insert(type);
                added.push_back(type);
            }
        }
        impl.sink.plugin_subscribed(instance.key, added);
    }
    static void unsubscribe(Impl&, Instance& instance, const PluginCommand& command,
                            const pb::Command&) {
        const auto* payload = command.payload.get_if<Payload::unsubscribe_payload>();
        if (payload != nullptr && payload->subscriptions) {
            for (const EventType type : payload->subscriptions->event_types) {
                instance.subscribed.erase(type);
            }
        }
    }
    static void get_plugin_ids(Impl& impl, Instance& instance, const PluginCommand&,
                               const pb::Command& asked) {
        api::plugin_ids::PluginIds ids;
        ids.plugin_id = static_cast<std::int32_t>(instance.key.plugin.value);
        ids.zellij_pid = ::getpid();
        ids.initial_cwd = to_utf8(instance.cwd.string());
        ids.client_id = instance.key.client.value;
        impl.answer(instance, asked.command, wire::encode(ids));
    }
    static void get_version(Impl& impl, Instance& instance, const PluginCommand&,
                            const pb::Command& asked) {
        api::plugin_ids::ZellijVersion version;
        version.version = impl.options.version;
        impl.answer(instance, asked.command, wire::encode(version));
    }
    static void set_timeout(Impl& impl, Instance& instance, const PluginCommand& command,
                            const pb::Command&) {
        const auto* payload = command.payload.get_if<Payload::set_timeout_payload>();
        if (payload == nullptr || instance.timers.size() >= kTimersMax) {
            return;
        }
        const double asked = payload->seconds;
        const double seconds = asked > 0 ? std::fmin(asked, kTimeoutSecondsMax) : 0;  // NaN: 0
        const std::uint64_t number = ++impl.last_call;
        constexpr double kMilliseconds = 1000;
        instance.timers[number] = impl.loop.timer(
            std::chrono::milliseconds(static_cast<std::int64_t>(seconds * kMilliseconds)),
            io::Loop::Repeat::No, [&impl, life = instance.life, number, begin = impl.clock.now()] {
                Instance* mine = impl.find(life);
                if (mine == nullptr) {
                    return;
                }
                mine->timers.erase(number);
                Event event;
                event.name = EventType::Timer;
                event.payload.emplace<Event::PayloadCase::timer_payload>(
                    std::chrono::duration<float>(impl.clock.now() - begin).count());
                impl.send_event(*mine, std::move(event));
            });
    }
    static void post_message_to(Impl& impl, Instance& instance, const PluginCommand& command,
                                const pb::Command&) {
        const auto* payload = command.payload.get_if<Payload::post_message_to_payload>();
        if (payload == nullptr || !payload->message || !payload->message->worker_name) {
            return;
        }
        pb::WorkerMessage mail;
        mail.instance = instance.life.value;
        mail.worker = *payload->message->worker_name;
        api::message::Message message = *payload->message;
        message.worker_name.reset();
        mail.message = wire::encode(message);
        if (instance.state == Instance::State::Running) {
            impl.send_to_worker(instance, std::move(mail));
        } else if (instance.mail.size() < kMailMax) {
            instance.mail.push_back(std::move(mail));
        }
    }
    static void post_message_to_plugin(Impl& impl, Instance& instance, const PluginCommand& command,
                                       const pb::Command&) {
        const auto* payload = command.payload.get_if<Payload::post_message_to_plugin_payload>();
        if (payload == nullptr || !payload->message || payload->message->worker_name) {
            return;
        }
        Event event;
        event.name = EventType::CustomMessage;
        api::event::CustomMessagePayload message;
        message.message_name = payload->message->name;
        message.payload = payload->message->payload;
        event.payload.emplace<Event::PayloadCase::custom_message_payload>(std::move(message));
        impl.send_event(instance, std::move(event));
    }
    static void report_crash(Impl& impl, Instance& instance, const PluginCommand& command,
                             const pb::Command&) {
        const auto* text = command.payload.get_if<Payload::report_crash_payload>();
        if (text != nullptr) {
            instance.panic = text->substr(0, kPanicBytesMax);
            impl.log.log(LogLevel::Warning, "plugins",
                         fmt::format("{}: {}", instance.location.text, instance.panic));
        }
    }
    static void request_permissions(Impl& impl, Instance& instance, const PluginCommand& command,
                                    const pb::Command& asked) {
        const auto* payload = command.payload.get_if<Payload::request_plugin_permission_payload>();
        if (payload != nullptr && asked.worker.empty()) {
            Permissions wanted;
            for (const auto permission : payload->permissions) {
                if (const auto known =
                        plugin_api::permission_of(static_cast<std::uint32_t>(permission))) {
                    wanted.add(*known);
                }
            }
            impl.request_permissions(instance, wanted);
        }
    }
    static void change_host_folder(Impl& impl, Instance& instance, const PluginCommand& command,
                                   const pb::Command&) {
        const auto* payload = command.payload.get_if<Payload::change_host_folder_payload>();
        if (payload == nullptr) {
            return;
        }
        const std::string folder = payload->new_host_folder;
        ++instance.folder_changes;
        impl.paths.change_host(instance.life, folder,
                               [&impl, life = instance.life, folder,
                                work = impl.at_work()](PathService::Folders granted) {
                                   if (Instance* mine = impl.find(life)) {
                                       host_folder_changed(impl, *mine, folder, std::move(granted));
                                   }
                               });
    }
    static void host_folder_changed(Impl& impl, Instance& instance, const std::string& folder,
                                    PathService::Folders granted) {
        --instance.folder_changes;
        Event event;
        if (granted.empty()) {
            event.name = EventType::FailedToChangeHostFolder;
            api::event::FailedToChangeHostFolderPayload payload;
            payload.error_message = folder + " is no folder that can be opened";
            event.payload = std::move(payload);
        } else {
            event.name = EventType::HostFolderChanged;
            api::event::HostFolderChangedPayload payload;
            payload.new_host_folder_path = folder;
            event.payload = std::move(payload);
            instance.cwd = folder;
            instance.folders = granted;
            pb::ChangeHostFolder change;
            change.instance = instance.life.value;
            change.folders = std::move(granted);
            if (impl.host) {
                impl.host->send(std::move(change));
            }
        }
        impl.send_event(instance, std::move(event));
    }
    static void scan_host_folder(Impl& impl, Instance& instance, const PluginCommand& command,
                                 const pb::Command&) {
        const auto* path = command.payload.get_if<Payload::scan_host_folder_payload>();
        if (path == nullptr) {
            return;
        }
        const auto found = std::make_shared<api::event::FileListPayload>();  // with the pool
        impl.paths.run(
            instance.life,
            [found, path = *path](paths::LocalPathOps& ops, paths::FolderId host) {
                *found = scan_folder(ops, host, path);
            },
            [&impl, life = instance.life, found, work = impl.at_work()] {
                if (Instance* mine = impl.find(life)) {
                    Event event;
                    event.name = EventType::FileSystemUpdate;
                    event.payload = std::move(*found);
                    impl.send_event(*mine, std::move(event));
                }
            });
    }
    static void run_command(Impl& impl, Instance& instance, const PluginCommand& command,
                            const pb::Command&) {
        if (const auto* payload = command.payload.get_if<Payload::run_command_payload>()) {
            impl.run_program(instance, *payload);
        }
    }
    static void web_request(Impl& impl, Instance& instance, const PluginCommand& command,
                            const pb::Command&) {
        if (const auto* payload = command.payload.get_if<Payload::web_request_payload>()) {
            impl.ask_web(instance, *payload);
        }
    }
    static void block_pipe(Impl& impl, Instance& instance, const PluginCommand& command,
                           const pb::Command&) {
        if (const auto* pipe = command.payload.get_if<Payload::block_cli_pipe_input_payload>()) {
            impl.pipes.change({instance.key.session, *pipe}, instance.key, CliPipes::Change::Block);
        }
    }
    static void unblock_pipe(Impl& impl, Instance& instance, const PluginCommand& command,
                             const pb::Command&) {
        if (const auto* pipe = command.payload.get_if<Payload::unblock_cli_pipe_input_payload>()) {
            impl.pipes.change({instance.key.session, *pipe}, instance.key,
                              CliPipes::Change::Unblock);
        }
    }
    static void pipe_output(Impl& impl, Instance& instance, const PluginCommand& command,
                            const pb::Command&) {
        if (const auto* text = command.payload.get_if<Payload::cli_pipe_output_payload>()) {
            impl.sink.pipe_output(instance.key.session, text->pipe_name, text->output);
        }
    }

    static bool is_event(EventType type) {
        constexpr auto kLast = static_cast<std::int32_t>(EventType::ActivePaneScroll);
        const auto number = static_cast<std::int32_t>(type);
        return number >= 0 && number <= kLast;
    }

    /// What makes sense from a plugin that closes, of what is not done to the session.
    static constexpr CommandName kLastWords[] = {
        CommandName::GetPluginIds, CommandName::GetZellijVersion, CommandName::ReportCrash,
        CommandName::RunCommand,   CommandName::WebRequest,       CommandName::CliPipeOutput,
    };
    static bool comes_too_late(const Instance& instance, const plugin_api::CommandRow& row,
                               CommandName name) {
        using Kind = plugin_api::CommandKind;
        return instance.state == Instance::State::Closing &&
               (row.kind == Kind::Host || row.kind == Kind::Own) &&
               std::ranges::find(kLastWords, name) == std::end(kLastWords);
    }

    struct Row {
        CommandName name;
        Handler run;
    };
    static constexpr Row kRows[] = {
        {CommandName::Subscribe, subscribe},
        {CommandName::Unsubscribe, unsubscribe},
        {CommandName::GetPluginIds, get_plugin_ids},
        {CommandName::GetZellijVersion, get_version},
        {CommandName::SetTimeout, set_timeout},
        {CommandName::PostMessageTo, post_message_to},
        {CommandName::PostMessageToPlugin, post_message_to_plugin},
        {CommandName::ReportCrash, report_crash},
        {CommandName::RequestPluginPermissions, request_permissions},
        {CommandName::RunCommand, run_command},
        {CommandName::WebRequest, web_request},
        {CommandName::UnblockCliPipeInput, unblock_pipe},
        {CommandName::BlockCliPipeInput, block_pipe},
        {CommandName::CliPipeOutput, pipe_output},
        {CommandName::ScanHostFolder, scan_host_folder},
        {CommandName::ChangeHostFolder, change_host_folder},
    };
};

namespace {

PluginTrace traced(const pb::Command& message, CommandName name, std::string_view refusal = {}) {
    return {.kind = PluginTrace::Kind::Command,
            .number = message.command,
            .bytes = message.plugin_command,
            .text = refusal,
            .worker = message.worker,
            .name = name};
}

}  // namespace

void Plugins::Impl::run(Instance& instance, pb::Command& message) {
    const bool in_time = instance.commands.take(kCommandsPerSecond, clock.now());
    if (!in_time && instance.state == Instance::State::Closing) {
        ending[instance.life].speaks.reset();
        return;
    }
    if (!in_time) {
        fail(instance, {.sentence = fmt::format("stopped: more than {} commands in a second",
                                                kCommandsPerSecond),
                        .backtrace = {},
                        .during = {}});
        return;
    }
    const auto command = std::make_shared<PluginCommand>();  // with whoever does it
    const bool decoded = message.problem.empty() && wire::decode(message.plugin_command, *command);
    const auto* row = decoded ? plugin_api::find_command(command->name) : nullptr;
    if (message.waits) {
        if (instance.unanswered.size() >= kUnansweredMax) {
            instance.unanswered.pop_front();
        }
        instance.unanswered.emplace_back(message.command, command->name);
    }
    const bool builtin = instance.location.rights == Rights::Builtin;
    const Permissions held =
        message.worker.empty() || builtin ? instance.permissions : Permissions();
    if (row == nullptr) {
        complain(instance, message, command->name,
                 decoded ? fmt::format("there is no command {}", std::to_underlying(command->name))
                         : "a command is malformed: " + message.problem);
    } else if (row->permission && !held.contains(*row->permission)) {
        complain(instance, message, command->name,
                 fmt::format("command {} needs the permission {}", row->name,
                             plugin_api::permission_name(*row->permission)));
    } else if (Own::comes_too_late(instance, *row, command->name)) {
        complain(instance, message, command->name,
                 fmt::format("{} comes too late: the plugin is closing", row->name));
    } else if (const auto* const own =
                   std::ranges::find(Own::kRows, command->name, &Own::Row::name);
               own != std::end(Own::kRows) && !options.left_to_sink.contains(command->name)) {
        note(instance, traced(message, command->name));
        const LifeId life = instance.life;
        own->run(*this, instance, *command, message);
        if (Instance* mine = find_speaker(life)) {
            refuse(*mine, message.command, "not done");  // unless it was answered
        }
    } else {
        note(instance, traced(message, command->name));
        sink.plugin_command({.instance = instance.key,
                             .location = instance.location.text,
                             .command = command,
                             .token = {.life = instance.life,
                                       .command = message.command,
                                       .name = command->name,
                                       .waits = message.waits}});
    }
}

void Plugins::Impl::complain(Instance& instance, const pb::Command& message, CommandName name,
                             const std::string& problem) {
    if (++instance.complaints <= kComplaintsMax) {
        log.log(LogLevel::Info, "plugins", fmt::format("{}: {}", instance.location.text, problem));
    }
    note(instance, traced(message, name, problem));
    refuse(instance, message.command, problem);
}

void Plugins::Impl::answer(Instance& instance, std::uint64_t command, std::string reply) {
    for (auto it = instance.unanswered.begin(); it != instance.unanswered.end(); ++it) {
        if (it->first == command) {
            note(instance, {.kind = PluginTrace::Kind::Reply,
                            .number = command,
                            .bytes = reply,
                            .name = it->second});
            instance.unanswered.erase(it);
            pb::CommandReply message;
            message.instance = instance.life.value;
            message.command = command;
            message.reply = std::move(reply);
            if (host) {
                host->send(std::move(message));
            }
            return;
        }
    }
}

void Plugins::Impl::refuse(Instance& instance, std::uint64_t command, std::string_view sentence) {
    for (const auto& [number, name] : instance.unanswered) {
        if (number == command) {
            const plugin_api::CommandRow* row = plugin_api::find_command(name);
            answer(instance, command,
                   row == nullptr ? std::string() : plugin_api::failure_bytes(*row, sentence));
            return;
        }
    }
}

}  // namespace tessera::server
