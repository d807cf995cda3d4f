// What plugins are told of what happens: panes they opened, panes that closed, what somebody did.
// Source: plugin ABI 5.2.

#include "tessera/server/plugin_news.h"

#include <utility>

#include "tessera/plugin_api/queries.h"
#include "tessera/server/plugin_answers.h"
#include "tessera/server/process.h"

namespace tessera::server {

namespace {

using api::event::EventType;

/// As often as Zellij; only while a plugin wants to know.
constexpr std::chrono::milliseconds kLookEvery{1000};

/// Pictures come up to sixty times a second; a plugin that reads panes is told so often.
constexpr std::chrono::milliseconds kReportEvery{100};

/// Batches of changed files that wait for the end of one turn of the loop.
constexpr std::size_t kChangesMax = 16;

PluginTarget target_of(const InstanceKey& instance) {
    return {.session = instance.session, .plugin = instance.plugin, .client = instance.client};
}

}  // namespace

void PluginNews::opened_by(const InstanceKey& who, PaneId pane,
                           const plugin_api::Context& context) {
    const workspace::Pane* value = s_.space.find_pane(pane);
    if (value == nullptr || pane.kind != PaneKind::Terminal) {
        return;
    }
    const bool is_editor = std::holds_alternative<config::EditRun>(value->run);
    if (is_editor || std::holds_alternative<config::CommandRun>(value->run)) {
        // One it found instead of opening it stays whose it was.
        openers_.try_emplace(pane.number,
                             Opener{.who = who, .context = context, .is_editor = is_editor});
    }
}

void PluginNews::program_started(std::uint32_t terminal) {
    const auto found = openers_.find(terminal);
    if (found == openers_.end()) {
        return;
    }
    Opener& opener = found->second;
    const bool again = std::exchange(opener.has_started, true);
    if (opener.is_editor && again) {
        return;  // the contract has no event for it
    }
    s_.services.plugins.send_event(
        target_of(opener.who), opener.is_editor
                                   ? plugin_api::edit_pane_opened(terminal, opener.context)
                               : again ? plugin_api::command_pane_rerun(terminal, opener.context)
                                       : plugin_api::command_pane_opened(terminal, opener.context));
}

void PluginNews::program_exited(std::uint32_t terminal, std::optional<std::int32_t> status) {
    const auto found = openers_.find(terminal);
    if (found == openers_.end()) {
        return;
    }
    const Opener& opener = found->second;
    s_.services.plugins.send_event(
        target_of(opener.who),
        opener.is_editor ? plugin_api::edit_pane_exited(terminal, status, opener.context)
                         : plugin_api::command_pane_exited(terminal, status, opener.context));
}

void PluginNews::tell_closed_panes() {
    std::set<PaneId> now;
    for (const workspace::Tab& tab : s_.space.tabs()) {
        for (const auto& [pane, value] : tab.panes) {
            now.insert(pane);
        }
    }
    const PluginTarget everyone{.session = s_.id()};
    const bool is_wanted = s_.services.plugins.wants(everyone, EventType::PaneClosed);
    for (const PaneId pane : known_panes_) {
        if (now.contains(pane)) {
            continue;
        }
        if (is_wanted) {
            s_.services.plugins.send_event(everyone, plugin_api::pane_closed(pane));
        }
        if (pane.kind == PaneKind::Terminal) {
            openers_.erase(pane.number);
        }
    }
    known_panes_ = std::move(now);
}

void PluginNews::input(ClientId client) {
    const PluginTarget target{.session = s_.id(), .client = client};
    if (s_.services.plugins.wants(target, EventType::InputReceived)) {
        s_.services.plugins.send_event(target, plugin_api::input_received());
    }
}

void PluginNews::user_action(ClientId client, const actions::Action& action) {
    const PluginTarget everyone{.session = s_.id()};
    if (!s_.services.plugins.wants(everyone, EventType::UserAction)) {
        return;
    }
    const std::optional<PaneId> pane = s_.space.focused_pane(client);
    auto event = plugin_api::user_action(
        action, client,
        pane && pane->kind == PaneKind::Terminal ? std::optional(pane->number) : std::nullopt);
    if (event) {
        s_.services.plugins.send_event(everyone, std::move(*event));
    }
}

void PluginNews::cwd_announced(PaneId pane, const std::string& cwd) {
    if (const auto seen = seen_.find(pane.number); seen != seen_.end()) {
        seen->second.has_announced = true;
    }
    cwd_changed(pane, cwd);
}

void PluginNews::cwd_changed(PaneId pane, const std::string& cwd) {
    const PluginTarget everyone{.session = s_.id()};
    if (s_.services.plugins.wants(everyone, EventType::CwdChanged)) {
        s_.services.plugins.send_event(
            everyone, plugin_api::cwd_changed(pane, cwd, s_.space.clients_focusing(pane)));
    }
}

Result<> PluginNews::watch_folder() {
    if (!folder_watch_) {
        folder_watch_ = TESSERA_TRY(
            FolderWatch::create(s_.services.loop, s_.setup.cwd, [this](FolderChanges changes) {
                if (changes_.size() < kChangesMax) {
                    changes_.push_back(std::move(changes));
                }
                s_.services.directory.needs_settling();
            }));
    }
    return {};
}

void PluginNews::files_changed() {
    const PluginTarget everyone{.session = s_.id()};
    const auto tell = [&](EventType type, const std::set<std::string>& paths) {
        if (!paths.empty() && s_.services.plugins.wants(everyone, type)) {
            s_.services.plugins.send_event(everyone, plugin_api::files_changed(type, paths));
        }
    };
    for (const FolderChanges& changes : std::exchange(changes_, {})) {
        tell(EventType::FileSystemRead, changes.read);
        tell(EventType::FileSystemCreate, changes.created);
        tell(EventType::FileSystemUpdate, changes.updated);
        tell(EventType::FileSystemDelete, changes.deleted);
    }
}

/// Timers only say what is due: the work is done where a Bug ends the session alone.
void PluginNews::soon(bool& what) {
    what = true;
    s_.services.directory.needs_settling();
}

void PluginNews::settle() {
    if (std::exchange(look_is_due_, false)) {
        look_at_terminals();
    }
    if (std::exchange(report_is_due_, false)) {
        report_panes();
    }
    files_changed();
}

void PluginNews::watch_terminals() {
    if (!look_timer_) {
        look_at_terminals();  // what is, so that changes can be told
        look_timer_ = s_.services.loop.timer(kLookEvery, io::Loop::Repeat::Yes,
                                             [this] { soon(look_is_due_); });
    }
}

void PluginNews::look_at_terminals() {
    const PluginTarget everyone{.session = s_.id()};
    const bool wants_commands = s_.services.plugins.wants(everyone, EventType::CommandChanged);
    if (!wants_commands && !s_.services.plugins.wants(everyone, EventType::CwdChanged)) {
        look_timer_.reset();
        seen_.clear();
        return;
    }
    std::erase_if(seen_, [&](const auto& entry) { return !s_.programs.contains(entry.first); });
    for (const auto& [number, program] : s_.programs) {
        if (program.pid == 0 || program.exited) {
            continue;
        }
        const PaneId pane{PaneKind::Terminal, number};
        const Seen now{.front = process_in_front(program.pid), .cwd = process_cwd(program.pid)};
        const auto [before, is_new] = seen_.try_emplace(number, now);
        if (is_new) {
            continue;
        }
        const Seen old = std::exchange(before->second, now);
        // A shell that says where it is (OSC 7) may say it by another name, that of a link.
        const bool is_told = now.cwd == old.cwd || old.has_announced;
        const auto set = is_told ? Result<workspace::Changed>(workspace::Changed::No)
                                 : s_.space.set_cwd(pane, now.cwd);
        if (set && *set == workspace::Changed::Yes) {
            cwd_changed(pane, now.cwd);
        }
        if (wants_commands && now.front != old.front) {
            s_.services.plugins.send_event(
                everyone,
                plugin_api::command_changed(pane, process_argv(now.front),
                                            now.front == program.pid ? plugin_api::InFront::Shell
                                                                     : plugin_api::InFront::Command,
                                            s_.space.clients_focusing(pane)));
        }
    }
}

void PluginNews::drew(ClientId client) {
    const PluginTarget target{.session = s_.id(), .client = client};
    if (!report_timer_ && s_.services.plugins.wants(target, EventType::PaneRenderReport)) {
        report_timer_ = s_.services.loop.timer(kReportEvery, io::Loop::Repeat::No,
                                               [this] { soon(report_is_due_); });
    }
}

void PluginNews::report_panes() {
    report_timer_.reset();
    std::map<std::pair<ClientId, PaneId>, api::event::PaneContents> now;
    for (const auto& [client, attached] : s_.clients) {
        const PluginTarget target{.session = s_.id(), .client = client};
        if (!s_.services.plugins.wants(target, EventType::PaneRenderReport)) {
            continue;
        }
        api::event::PaneRenderReportPayload payload;
        for (const auto& [number, program] : s_.programs) {
            const PaneId pane{PaneKind::Terminal, number};
            auto contents = pane_contents(s_, pane, client, plugin_api::Extent::Viewport);
            if (!contents) {
                continue;
            }
            const auto before = reported_.find({client, pane});
            if (before == reported_.end() || before->second != *contents) {
                auto& entry = payload.pane_contents.emplace_back();
                entry.pane_id = plugin_api::event_pane(pane);
                entry.pane_contents = *contents;
            }
            now.emplace(std::pair(client, pane), std::move(*contents));
        }
        if (!payload.pane_contents.empty()) {
            s_.services.plugins.send_event(
                target, plugin_api::event<plugin_api::EventCase::pane_render_report_payload>(
                            EventType::PaneRenderReport, std::move(payload)));
        }
    }
    reported_ = std::move(now);
}

}  // namespace tessera::server
