#include "tessera/plugin_tools/stage.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "plugin/plugin_ids.wire.h"
#include "tessera/plugin_api/json.h"
#include "tessera/plugin_api/mode.h"
#include "tessera/plugin_api/style.h"
#include "tessera/server/plugins/trace_line.h"
#include "tessera/ui/component.h"
#include "tessera/wire/codec.h"

namespace tessera::plugin_tools {

namespace fs = std::filesystem;
using plugin_api::CommandName;
using server::InstanceKey;
using server::PluginTrace;

namespace {

/// Real time after which a step counts as never ending: compiling a large module takes seconds, a
/// guest's own call at most one.
constexpr std::chrono::seconds kStepTimeMax{120};
/// The process that plugins are told they run under.
constexpr std::int32_t kProcessId = 1;
/// 31 days, as in a session.
constexpr double kTimeoutSecondsMax = 31.0 * 24 * 3600;

const InstanceKey& key() {
    static constexpr InstanceKey kKey{SessionId(1), server::PluginId(0), ClientId(1)};
    return kKey;
}

fs::path new_folder() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "tessera-plugin-run-XXXXXX").string();
    return ::mkdtemp(name.data()) == nullptr ? fs::path() : fs::path(name);
}

server::PluginsOptions plugins_options(const RunOptions& options, const fs::path& folder) {
    server::PluginsOptions out;
    out.host_program = options.host_program;
    out.code_cache = options.code_cache;
    out.cache_root = folder / "cache";
    out.temporary_root = folder / "tmp";
    out.granted["file:" + options.file.string()] = options.granted;
    out.pin = server::PinPermissions::No;
    out.compile = options.compiler == Compiler::Baseline ? server::CompileStrategy::Baseline
                                                         : server::CompileStrategy::Optimized;
    out.world = server::PluginWorld{.wall = options.wall, .seed = options.seed};
    // Whatever depends on this machine, its programs, its network or its speed is the script's.
    out.left_to_sink = {CommandName::SetTimeout, CommandName::GetPluginIds, CommandName::RunCommand,
                        CommandName::WebRequest};
    return out;
}

}  // namespace

Stage::Stage(const RunOptions& options)
    : options_(options), folder_(new_folder()), pane_(options.size) {
    pane_.terminal().set_component_painter([](std::string_view body) {
        return ui::component_bytes(body, config::default_theme(), ui::Arrows::Yes);
    });
    plugins_ = std::make_unique<server::Plugins>(loop_, clock_, static_cast<LogSink&>(*this),
                                                 static_cast<server::PluginSink&>(*this),
                                                 plugins_options(options, folder_));
    plugins_->set_trace([this](const PluginTrace& trace) { traced(trace); });
}

Stage::~Stage() {
    plugins_.reset();
    std::error_code ignored;
    if (!folder_.empty()) {
        fs::remove_all(folder_, ignored);
    }
}

Result<> Stage::start() {
    server::PluginLoad order;
    order.instance = key();
    order.location = "file:" + options_.file.string();
    order.configuration = options_.configuration;
    order.cwd = options_.folder;
    order.size = options_.size;
    order.visible = server::Visible::Yes;
    order.recording = options_.recording;
    plugins_->load(std::move(order));
    return settle();
}

Result<> Stage::settle() {
    bool late = false;
    bool seen_idle = false;
    const auto deadline = loop_.timer(kStepTimeMax, io::Loop::Repeat::No, [&] {
        late = true;
        loop_.stop();
    });
    // Idle twice in a row, with whatever was posted for later done in between.
    const auto check = loop_.before_wait([&] {
        if (!plugins_->is_idle()) {
            seen_idle = false;
        } else if (std::exchange(seen_idle, true)) {
            loop_.stop();
        } else {
            loop_.post([] {});
        }
    });
    loop_.post([] {});
    loop_.run();
    if (late) {
        return fail(ErrorCode::Timeout, "the plugin is busy without end");
    }
    return {};
}

void Stage::send(plugin_api::Event event) {
    plugins_->send_event({key().session, key().plugin, key().client}, std::move(event));
}

void Stage::send(const api::pipe_message::PipeMessage& message) {
    plugins_->send_pipe({key().session, key().plugin, key().client}, message);
}

void Stage::resize(Size size) {
    pane_.resize(size);
    plugins_->resize(key(), size);
}

void Stage::set_visible(plugin_api::Shown shown) {
    plugins_->set_visible(
        key(), shown == plugin_api::Shown::Yes ? server::Visible::Yes : server::Visible::No);
    send(plugin_api::visible(shown));
}

void Stage::close() {
    plugins_->unload(key());
}

void Stage::set_reply(SetReply reply) {
    const CommandName name = reply.command;
    replies_.insert_or_assign(name, std::move(reply));
}

bool Stage::answer_permission(plugin_api::Granted answer) {
    if (!plugins_->awaits_permission(key())) {
        return false;
    }
    using Answer = server::Plugins::Answer;
    plugins_->answer_permission(
        key(), answer == plugin_api::Granted::Yes ? Answer::Granted : Answer::Denied);
    return true;
}

Result<> Stage::advance(Duration by) {
    const TimePoint end = clock_.now() + by;
    while (true) {
        const auto next = std::ranges::min_element(
            timers_, {}, [](const Timer& t) { return std::pair(t.due, t.number); });
        const bool fires = next != timers_.end() && next->due <= end;
        const Duration step = (fires ? next->due : end) - clock_.now();
        clock_.advance(step);
        plugins_->advance_clock(step);
        if (!fires) {
            return settle();
        }
        const Timer timer = *next;
        timers_.erase(next);
        send(plugin_api::timer(std::chrono::duration<float>(clock_.now() - timer.begin).count()));
        (void)TESSERA_TRY(settle());
    }
}

void Stage::tell_session(const TellSession& session) {
    const api::style::Style style = plugin_api::style_of({.theme = config::default_theme()});
    const plugin_api::Keybinds keys = plugin_api::keybinds_of(config_.keybinds);
    send(plugin_api::initial_keybinds(keys));
    send(plugin_api::mode_update(
        {.mode = session.mode, .style = style, .keybinds = keys, .session_name = session.name}));
    std::vector<api::event::TabInfo> tabs;
    for (const std::string& name : session.tabs) {
        api::event::TabInfo tab;
        tab.position = static_cast<std::uint32_t>(tabs.size());
        tab.name = name;
        tab.active = tabs.size() == session.active;
        tabs.push_back(std::move(tab));
    }
    send(plugin_api::tab_update(std::move(tabs)));
}

// ------------------------------------------------------------------------------------------------
// what the plugin does

void Stage::plugin_rendered(const InstanceKey&, server::PluginFrame frame) {
    pane_.show(frame.bytes);
}

void Stage::plugin_failed(const InstanceKey&, server::PluginFailure failure) {
    failure_ = failure.sentence;
    if (!failure.during.empty()) {
        failure_ += " (during " + failure.during + ")";
    }
    for (const std::string& frame : failure.backtrace) {
        failure_ += "\n  at " + frame;
    }
}

void Stage::plugin_log(const InstanceKey&, std::string_view lines) {
    guest_log_ += lines;
}

void Stage::plugin_command(server::PluginRequest request) {
    using Payload = api::plugin_command::PluginCommand::PayloadCase;
    if (request.command->name == CommandName::SetTimeout) {
        if (const auto* timeout = request.command->payload.get_if<Payload::set_timeout_payload>()) {
            const double asked = timeout->seconds;
            const double seconds = asked > 0 ? std::fmin(asked, kTimeoutSecondsMax) : 0;
            constexpr double kMilliseconds = 1000;
            timers_.push_back({.begin = clock_.now(),
                               .due = clock_.now() + std::chrono::milliseconds(
                                                         std::llround(seconds * kMilliseconds)),
                               .number = ++last_timer_});
        }
    }
    const auto set = replies_.find(request.command->name);
    if (set != replies_.end() && set->second.reply) {
        plugins_->reply_encoded(request.token, *set->second.reply);
    } else if (set != replies_.end()) {
        plugins_->refuse(request.token, set->second.refusal);
    } else if (request.command->name == CommandName::GetPluginIds) {
        api::plugin_ids::PluginIds ids;
        ids.plugin_id = static_cast<std::int32_t>(key().plugin.value);
        ids.zellij_pid = kProcessId;
        ids.initial_cwd = options_.folder.string();
        ids.client_id = key().client.value;
        plugins_->reply(request.token, ids);
    } else {
        plugins_->refuse(request.token, "there is no session around this plugin");
    }
}

void Stage::traced(const PluginTrace& trace) {
    if (trace.kind == PluginTrace::Kind::Command) {
        static const plugin_api::MessageSchema* const kSchema =
            plugin_api::find_message("api.plugin_command.PluginCommand");
        Given given{.number = trace.number,
                    .line = line,
                    .worker = std::string(trace.worker),
                    .payload = plugin_api::payload_to_json(*kSchema, trace.bytes),
                    .refusal = std::string(trace.text),
                    .reply = {}};
        given.name = trace.name;
        commands_.push_back(std::move(given));
    } else if (trace.kind == PluginTrace::Kind::Reply) {
        const auto it = std::ranges::find(commands_, trace.number, &Given::number);
        const plugin_api::CommandRow* row = plugin_api::find_command(trace.name);
        const auto* schema = row == nullptr ? nullptr : plugin_api::reply_schema(*row);
        if (it != commands_.end() && schema != nullptr) {
            it->reply = plugin_api::to_json(*schema, trace.bytes);
        }
    } else if (trace.kind == PluginTrace::Kind::Recorded) {
        record_ += server::trace_line(trace, {});
    }
}

}  // namespace tessera::plugin_tools
