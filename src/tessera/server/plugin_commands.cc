// Commands of plugins: what they may ask of the workspace, done as the plugin's user would.
// Permissions have been checked before (plugins/).
// Source: plugin ABI 6.

#include <array>

#include "tessera/actions/wire_door.h"
#include "tessera/plugin_api/decode.h"
#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/facts.h"
#include "tessera/plugin_api/replies.h"
#include "tessera/plugin_api/tables.h"
#include "tessera/server/act.h"
#include "tessera/server/plugin_answers.h"
#include "tessera/server/plugin_marks.h"
#include "tessera/server/plugin_news.h"
#include "tessera/server/session.h"

namespace tessera::server {

namespace {

using api::plugin_command::CommandName;
using api::plugin_command::PluginCommand;
using Payload = PluginCommand::PayloadCase;

PaneId own_pane(const InstanceKey& instance) { return {PaneKind::Plugin, instance.plugin.value}; }

/// One command of kind Own, done to the plugin's own pane.
using OwnHandler = Result<> (*)(Session&, const InstanceKey&, const PluginCommand&);

Result<> ignore_change(Result<workspace::Changed> changed) {
    if (!changed) {
        return std::unexpected(changed.error());
    }
    return {};
}

Result<> set_selectable(Session& s, const InstanceKey& who, const PluginCommand& command) {
    const auto* wanted = command.payload.get_if<Payload::set_selectable_payload>();
    return ignore_change(s.space.set_selectable(own_pane(who), wanted != nullptr && *wanted
                                                                   ? workspace::Toggle::On
                                                                   : workspace::Toggle::Off));
}

Result<> hide_self(Session& s, const InstanceKey& who, const PluginCommand&) {
    return ignore_change(s.space.suppress_pane(own_pane(who)));
}

Result<> show_self(Session& s, const InstanceKey& who, const PluginCommand& command) {
    const auto* floats = command.payload.get_if<Payload::show_self_payload>();
    const Result<Answer> shown =
        act(s, {.client = who.client, .door = Door::Plugin, .pane = own_pane(who)},
            actions::ShowPane{.pane = own_pane(who),
                              .float_if_hidden = floats != nullptr && *floats});
    if (!shown) {
        return std::unexpected(shown.error());
    }
    return {};
}

Result<> close_self(Session& s, const InstanceKey& who, const PluginCommand&) {
    return s.space.close_pane(own_pane(who));
}

Result<> show_cursor(Session& s, const InstanceKey& who, const PluginCommand& command) {
    const auto found = s.plugin_panes.find(who);
    const auto* wanted = command.payload.get_if<Payload::show_cursor_payload>();
    if (found == s.plugin_panes.end() || wanted == nullptr) {
        return fail(ErrorCode::InvalidArgument, "the plugin has no pane, or said nothing");
    }
    std::optional<Point> at;
    if (wanted->position) {
        at = Point{Row(static_cast<int>(std::min<std::uint32_t>(wanted->position->y, 4096))),
                   Col(static_cast<int>(std::min<std::uint32_t>(wanted->position->x, 4096)))};
    }
    found->second.set_cursor(at);
    s.redraw(who.client);
    return {};
}

Result<> intercept_keys(Session& s, const InstanceKey& who, const PluginCommand&) {
    AttachedClient* client = s.find_client(who.client);
    if (client == nullptr) {
        return fail(ErrorCode::NotFound, "its client has left");
    }
    client->interceptor = who.plugin.value;
    return {};
}

Result<> clear_intercepts(Session& s, const InstanceKey& who, const PluginCommand&) {
    AttachedClient* client = s.find_client(who.client);
    if (client != nullptr && client->interceptor == who.plugin.value) {
        client->interceptor.reset();
    }
    return {};
}

Result<> set_mouse_selection(Session& s, const InstanceKey& who, const PluginCommand& command) {
    const auto found = s.plugin_panes.find(who);
    const auto* wanted =
        command.payload.get_if<Payload::set_self_mouse_selection_support_payload>();
    if (found == s.plugin_panes.end() || wanted == nullptr) {
        return fail(ErrorCode::InvalidArgument, "the plugin has no pane, or said nothing");
    }
    found->second.selects_text = wanted->support_mouse_selection;
    return {};
}

Result<> watch_folder(Session& s, const InstanceKey&, const PluginCommand&) {
    return s.news->watch_folder();
}

Result<> mark_text(Session& s, const InstanceKey& who, const PluginCommand& command) {
    const auto* wanted = command.payload.get_if<Payload::set_pane_regex_highlights_payload>();
    return wanted == nullptr ? fail(ErrorCode::InvalidArgument, "the command says nothing")
                             : s.marks->set(who, *wanted);
}

Result<> unmark_text(Session& s, const InstanceKey& who, const PluginCommand& command) {
    const auto* wanted = command.payload.get_if<Payload::clear_pane_highlights_payload>();
    return wanted == nullptr ? fail(ErrorCode::InvalidArgument, "the command says nothing")
                             : s.marks->clear(who, *wanted);
}

/// E38: RunAction and OverrideLayout are told when they are done, also when nothing came of it.
void tell_complete(Session& s, const PluginRequest& request, const plugin_api::Asked& asked,
                   std::optional<PaneId> pane) {
    const InstanceKey& who = request.instance;
    std::optional<api::action::Action> action;
    if (request.command->name == CommandName::RunAction) {
        action = request.command->payload.get<Payload::run_action_payload>().action;
    } else if (request.command->name == CommandName::OverrideLayout && !asked.actions.empty()) {
        action = actions::to_wire(asked.actions.front());
    }
    if (action) {
        s.services.plugins.send_event(
            {.session = who.session, .plugin = who.plugin, .client = who.client},
            plugin_api::action_complete(*action, pane, asked.context));
    }
}

struct OwnRow {
    CommandName name;
    OwnHandler handler;
};
constexpr std::array kOwn = std::to_array<OwnRow>({
    {CommandName::SetSelectable, set_selectable},
    {CommandName::HideSelf, hide_self},
    {CommandName::ShowSelf, show_self},
    {CommandName::CloseSelf, close_self},
    {CommandName::ShowCursor, show_cursor},
    {CommandName::InterceptKeyPresses, intercept_keys},
    {CommandName::ClearKeyPressesIntercepts, clear_intercepts},
    {CommandName::SetSelfMouseSelectionSupport, set_mouse_selection},
    {CommandName::WatchFilesystem, watch_folder},
    {CommandName::SetPaneRegexHighlights, mark_text},
    {CommandName::ClearPaneHighlights, unmark_text},
});

}  // namespace

void Session::plugin_command(PluginRequest request) {
    const plugin_api::CommandRow* row = plugin_api::find_command(request.command->name);
    if (row == nullptr) {
        services.plugins.refuse(request.token, "this command is not known");
        return;
    }
    switch (row->kind) {
    case plugin_api::CommandKind::Action: plugin_actions(request, *row); return;
    case plugin_api::CommandKind::Host:  // what plugins/ does not do itself
    case plugin_api::CommandKind::Own:
        for (const OwnRow& own : kOwn) {
            if (own.name == request.command->name) {
                const Result<> done = own.handler(*this, request.instance, *request.command);
                services.directory.needs_settling();
                if (!done) {
                    services.plugins.refuse(request.token, done.error().to_string());
                } else if (row->replies()) {
                    services.plugins.reply_encoded(request.token,
                                                   plugin_api::reply_bytes(*row, {}));
                }
                return;
            }
        }
        break;
    case plugin_api::CommandKind::Query: answer_query(*this, request); return;
    case plugin_api::CommandKind::Sessions: answer_sessions(*this, request, *row); return;
    case plugin_api::CommandKind::Layouts: answer_layouts(*this, request, *row); return;
    case plugin_api::CommandKind::Config: answer_config(*this, request); return;
    case plugin_api::CommandKind::Web: answer_web(*this, request); return;
    }
    services.plugins.refuse(request.token,
                            std::string(row->name) + " is not part of this version");
}

void Session::plugin_actions(const PluginRequest& request, const plugin_api::CommandRow& row) {
    const InstanceKey& who = request.instance;
    const auto host_path = [&](std::string_view guest) {
        return services.plugins.host_path(who, guest).string();
    };
    const Result<plugin_api::Asked> asked = plugin_api::actions_of(
        *request.command, {.plugin_id = who.plugin.value,
                          .location = request.location,
                          .host_path = host_path});
    if (!asked) {
        services.plugins.refuse(request.token, asked.error().to_string());
        return;
    }
    plugin_api::Made made;
    made.changed = false;
    Asker asker{.client = who.client,
                .door = Door::Plugin,
                .cwd = services.plugins.cwd(who).string(),
                .plugin = who.plugin.value};
    for (const actions::Action& action : asked->actions) {
        // Others are done as if the plugin's user had asked: where that one looks.
        const auto* opens = action.get_if<actions::NewPane>();
        asker.pane = opens != nullptr && opens->near_asker ? std::optional(own_pane(who))
                                                           : std::nullopt;
        const Result<Answer> answer = act(*this, asker, action);
        if (!answer) {
            made.error = answer.error().to_string();
            break;
        }
        made.changed = made.changed || answer->changed == workspace::Changed::Yes;
        made.pane = answer->pane ? answer->pane : made.pane;
        if (answer->tab) {
            made.tabs.push_back(*answer->tab);
        }
        made.tabs.insert(made.tabs.end(), answer->more_tabs.begin(), answer->more_tabs.end());
        const bool opened = opens != nullptr || action.get_if<actions::NewTab>() != nullptr;
        if (opened && answer->pane) {
            news->opened_by(who, *answer->pane, asked->context);
        }
    }
    tell_complete(*this, request, *asked, made.pane);
    if (row.replies()) {
        services.plugins.reply_encoded(request.token, plugin_api::reply_bytes(row, made));
    }
}

}  // namespace tessera::server
