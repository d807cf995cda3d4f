// Questions of plugins about the session they run in.
// Source: plugin ABI 6, commands of kind Query.

#include "tessera/config/layout_write.h"
#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/layouts.h"
#include "tessera/plugin_api/queries.h"
#include "tessera/server/layouts.h"
#include "tessera/server/pane_text.h"
#include "tessera/server/plugin_answers.h"
#include "tessera/server/process.h"
#include "tessera/server/session.h"
#include "tessera/server/session_names.h"

namespace tessera::server {

namespace {

using api::plugin_command::CommandName;
using plugin_api::Extent;

api::action::Position position(std::int64_t line, std::int64_t column) {
    api::action::Position out;
    out.line = line;
    out.column = column;
    return out;
}

/// Answers from one session to one of its instances.
class Answers {
public:
    Answers(Session& session, const InstanceKey& who) : s_(session), who_(who) {}

    [[nodiscard]] std::optional<plugin_api::Running> running(PaneId pane) const {
        const Session::Program* program = s_.find_program(pane);
        if (program == nullptr || program->pid == 0 || program->exited) {
            return std::nullopt;
        }
        return plugin_api::Running{.pid = program->pid,
                                   .command = process_argv(process_in_front(program->pid)),
                                   .cwd = process_cwd(program->pid)};
    }

    [[nodiscard]] std::string running_command(PaneId pane) const {
        if (pane.kind == PaneKind::Plugin) {
            return pane_extra(s_, pane, who_.client).plugin_url.value_or("");
        }
        const Session::Program* program = s_.find_program(pane);
        return program == nullptr ? "" : process_command(process_in_front(program->pid));
    }

    [[nodiscard]] std::optional<api::event::PaneContents> contents(PaneId pane,
                                                                   Extent extent) const {
        return pane_contents(s_, pane, who_.client, extent);
    }

    /// Without the asker's own pane: who saves a layout from a plugin does not mean to save that.
    [[nodiscard]] Result<plugin_api::SessionLayout> layout(
        std::optional<std::uint32_t> only_tab) const {
        if (only_tab && *only_tab >= s_.space.tabs().size()) {
            return fail(ErrorCode::NotFound, "there is no tab at that position");
        }
        workspace::Session without = s_.space;
        (void)without.close_pane({PaneKind::Plugin, who_.plugin.value});
        std::optional<std::size_t> position;
        if (only_tab) {
            position = without.position_of(s_.space.tabs()[*only_tab].id);
        }
        const bool is_nothing_left = without.is_empty() || (only_tab && !position);
        const config::Layout found =
            TESSERA_TRY(is_nothing_left ? running_layout(s_, s_.space, only_tab)
                                        : running_layout(s_, without, position));
        const auto now =
            std::chrono::duration_cast<std::chrono::seconds>(s_.services.clock.wall()).count();
        return plugin_api::SessionLayout{
            .text = config::layout_text(found),
            .metadata = plugin_api::layout_metadata(found, s_.config, now)};
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> environment() const {
        std::vector<std::pair<std::string, std::string>> out;
        for (const std::string& entry : s_.setup.environment) {
            if (const std::size_t sign = entry.find('='); sign != std::string::npos) {
                out.emplace_back(entry.substr(0, sign), entry.substr(sign + 1));
            }
        }
        return out;
    }

private:
    Session& s_;
    const InstanceKey& who_;
};

}  // namespace

std::optional<api::event::PaneContents> pane_contents(Session& session, PaneId pane,
                                                      ClientId client, Extent extent) {
    const vt::Terminal* terminal = session.find_terminal(pane, client);
    if (terminal == nullptr) {
        return std::nullopt;
    }
    const Session::Program* program = session.find_program(pane);
    const std::size_t scroll = program == nullptr ? 0 : program->pane->scroll();
    PaneLines lines = pane_lines(
        *terminal, scroll, extent == Extent::Viewport ? TextOf::Page : TextOf::Everything);
    api::event::PaneContents out;
    out.viewport = std::move(lines.shown);
    out.lines_above_viewport = std::move(lines.above);
    out.lines_below_viewport = std::move(lines.below);
    if (terminal->modes().cursor_visible && scroll == 0) {
        out.cursor = position(terminal->cursor().row.value, terminal->cursor().col.value);
    }
    const AttachedClient* attached = session.find_client(client);
    if (attached != nullptr && attached->selection && attached->selection->pane == pane) {
        const ui::TextRange& range = attached->selection->selection.range;
        const std::int64_t top =
            ui::first_page_line(*terminal) - static_cast<std::int64_t>(scroll);
        out.selected_text.emplace();
        out.selected_text->start = position(range.first.line - top, range.first.col.value);
        out.selected_text->end = position(range.last.line - top, range.last.col.value);
    }
    return out;
}

void answer_query(Session& session, const PluginRequest& request) {
    const InstanceKey& who = request.instance;
    const PluginTarget asker{.session = who.session, .plugin = who.plugin, .client = who.client};
    const Answers answers(session, who);
    if (request.command->name == CommandName::ListClients) {
        const auto command = [&](PaneId pane) { return answers.running_command(pane); };
        session.services.plugins.send_event(
            asker,
            plugin_api::list_clients(plugin_api::client_infos(session.space, who.client, command)));
        return;
    }
    const auto panes = [&](PaneId pane) { return pane_extra(session, pane, who.client); };
    const auto running = [&](PaneId pane) { return answers.running(pane); };
    const auto contents = [&](PaneId pane, Extent extent) {
        return answers.contents(pane, extent);
    };
    const auto layout_now = [&](std::optional<std::uint32_t> only_tab) {
        auto found = answers.layout(only_tab);
        session.services.plugins.send_event(
            asker,
            found ? plugin_api::custom_message("session_layout", found->text)
                  : plugin_api::custom_message("session_layout_error", found.error().to_string()));
        return found;
    };
    const auto name = [&] {
        return generated_name(static_cast<std::uint64_t>(session.services.clock.wall().count()));
    };
    const auto environment = answers.environment();
    const std::optional<std::string> reply = plugin_api::answer_query(
        *request.command, {.session = session.space,
                           .client = who.client,
                           .panes = panes,
                           .running = running,
                           .contents = contents,
                           .layout = layout_now,
                           .random_name = name,
                           .layout_folder = layout_folder(session.setup, session.config),
                           .saved_ms_ago = std::nullopt,
                           .environment = environment});
    if (reply) {
        session.services.plugins.reply_encoded(request.token, *reply);
    } else {
        session.services.plugins.refuse(request.token, "this question is not part of this version");
    }
}

}  // namespace tessera::server
