// Questions about a session, answered as text. Tables and JSON are those of Zellij's command line.
// Source: Zellij 0.45 features 1.6, "Table and JSON formats".

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tessera/actions/words.h"
#include "tessera/config/layout_write.h"
#include "tessera/server/acts.h"
#include "tessera/server/layouts.h"
#include "tessera/server/process.h"

namespace tessera::server {

namespace {

using Json = nlohmann::ordered_json;
using Row = std::vector<std::string>;

/// Cells joined by two blanks, not padded.
std::string table(const Row& header, const std::vector<Row>& rows) {
    std::string out = fmt::format("{}\n", fmt::join(header, "  "));
    for (const Row& row : rows) {
        out += fmt::format("{}\n", fmt::join(row, "  "));
    }
    return out;
}

std::string json_text(const Json& value) {
    return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string truth(bool value) {
    return value ? "true" : "false";
}

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

/// One pane with everything a list can say about it.
struct Listed {
    const workspace::Tab* tab = nullptr;
    std::size_t position = 0;
    const workspace::Pane* pane = nullptr;
    const workspace::PanePlace* place = nullptr;
    bool is_focused = false;
    std::string cwd;
    std::string command;
};

Json pane_json(const Session& session, const Listed& l) {
    const workspace::Pane& pane = *l.pane;
    const Rect outer = l.place != nullptr ? l.place->outer : Rect{};
    const Rect content = l.place != nullptr ? l.place->content : Rect{};
    const vt::Terminal* terminal = session.find_terminal(pane.id, workspace::kNobody);
    const bool exited = pane.held && pane.held->why == workspace::Held::Why::Exited;
    Json out;
    out["id"] = pane.id.number;
    out["is_plugin"] = pane.id.kind == PaneKind::Plugin;
    out["is_focused"] = l.is_focused;
    out["is_fullscreen"] = l.tab->fullscreen && l.tab->fullscreen->pane == pane.id;
    out["is_floating"] = l.tab->find_floating(pane.id) != nullptr;
    out["is_suppressed"] = l.tab->is_suppressed(pane.id);
    out["title"] = workspace::shown_title(pane);
    out["exited"] = exited;
    out["exit_status"] = exited ? or_null(pane.held->exit_status) : Json(nullptr);
    out["is_held"] = pane.held.has_value();
    out["pane_x"] = outer.col.value;
    out["pane_content_x"] = content.col.value;
    out["pane_y"] = outer.row.value;
    out["pane_content_y"] = content.row.value;
    out["pane_rows"] = outer.rows.value;
    out["pane_content_rows"] = content.rows.value;
    out["pane_columns"] = outer.cols.value;
    out["pane_content_columns"] = content.cols.value;
    out["cursor_coordinates_in_pane"] =
        terminal != nullptr && terminal->modes().cursor_visible
            ? Json::array({terminal->cursor().col.value, terminal->cursor().row.value})
            : Json(nullptr);
    const std::string command = workspace::command_line(pane.run);
    out["terminal_command"] = command.empty() ? Json(nullptr) : Json(command);
    const auto* plugin = std::get_if<config::PluginRun>(&pane.run);
    out["plugin_url"] = plugin != nullptr ? Json(plugin->location) : Json(nullptr);
    out["is_selectable"] = pane.selectable;
    out["tab_id"] = l.tab->id.value;
    out["tab_position"] = l.position;
    out["tab_name"] = l.tab->name;
    if (!l.command.empty()) {
        out["pane_command"] = l.command;
    }
    if (!l.cwd.empty()) {
        out["pane_cwd"] = l.cwd;
    }
    return out;
}

std::string dash(const std::string& text) {
    return text.empty() ? "-" : text;
}

Row pane_row(const actions::ListPanes& a, const Listed& l) {
    Row row;
    if (a.tab || a.all) {
        row.insert(row.end(), {std::to_string(l.tab->id.value), std::to_string(l.position),
                               dash(l.tab->name)});
    }
    row.insert(row.end(), {actions::pane_id_text(l.pane->id),
                           l.pane->id.kind == PaneKind::Terminal ? "terminal" : "plugin",
                           dash(workspace::shown_title(*l.pane))});
    if (a.command || a.all) {
        const auto* plugin = std::get_if<config::PluginRun>(&l.pane->run);
        row.push_back(plugin != nullptr ? plugin->location : dash(l.command));
        row.push_back(dash(l.cwd));
    }
    if (a.state || a.all) {
        const bool exited = l.pane->held && l.pane->held->why == workspace::Held::Why::Exited;
        row.insert(row.end(), {truth(l.is_focused),
                               truth(l.tab->find_floating(l.pane->id) != nullptr), truth(exited)});
    }
    if (a.geometry || a.all) {
        const Rect outer = l.place != nullptr ? l.place->outer : Rect{};
        for (const std::int32_t number :
             {outer.col.value, outer.row.value, outer.rows.value, outer.cols.value}) {
            row.push_back(std::to_string(number));
        }
    }
    return row;
}

Row pane_header(const actions::ListPanes& a) {
    Row header;
    const auto add = [&](bool wanted, std::initializer_list<const char*> names) {
        if (wanted || a.all) {
            header.insert(header.end(), names.begin(), names.end());
        }
    };
    add(a.tab, {"TAB_ID", "TAB_POS", "TAB_NAME"});
    add(true, {"PANE_ID", "TYPE", "TITLE"});
    add(a.command, {"COMMAND", "CWD"});
    add(a.state, {"FOCUSED", "FLOATING", "EXITED"});
    add(a.geometry, {"X", "Y", "ROWS", "COLS"});
    return header;
}

}  // namespace

Result<Answer> Acts::operator()(const actions::ListPanes& a) {
    Json list = Json::array();
    std::vector<Row> rows;
    for (std::size_t i = 0; i < s_.space.tabs().size(); ++i) {
        const workspace::Tab& tab = s_.space.tabs()[i];
        const workspace::TabGeometry geometry = s_.space.geometry(tab.id);
        std::vector<const workspace::Pane*> panes;
        for (const auto& [id, pane] : tab.panes) {
            if (a.all || pane.selectable) {
                panes.push_back(&pane);
            }
        }
        std::ranges::stable_sort(panes, [](const workspace::Pane* x, const workspace::Pane* y) {
            return x->id.kind == PaneKind::Plugin && y->id.kind == PaneKind::Terminal;
        });
        for (const workspace::Pane* pane : panes) {
            const Session::Program* program = s_.find_program(pane->id);
            const pid_t pid = program == nullptr ? 0 : program->pid;
            const Listed listed{.tab = &tab,
                                .position = i,
                                .pane = pane,
                                .place = geometry.find(pane->id),
                                .is_focused = s_.space.focused_pane(client_, tab.id) == pane->id,
                                .cwd = process_cwd(pid),
                                .command = process_command(pid)};
            list.push_back(pane_json(s_, listed));
            rows.push_back(pane_row(a, listed));
        }
    }
    return Answer{.out = a.form == actions::OutputForm::Json ? json_text(list)
                                                             : table(pane_header(a), rows)};
}

Result<Answer> Acts::operator()(const actions::ListTabs& a) {
    Json list = Json::array();
    std::vector<Row> rows;
    Row header = {"TAB_ID", "POSITION", "NAME"};
    const auto add = [&](Row& row, bool wanted, std::initializer_list<std::string> cells) {
        if (wanted || a.all) {
            row.insert(row.end(), cells.begin(), cells.end());
        }
    };
    add(header, a.state, {"ACTIVE", "FULLSCREEN", "SYNC_PANES", "FLOATING_VIS"});
    add(header, a.dimensions, {"VP_ROWS", "VP_COLS", "DA_ROWS", "DA_COLS"});
    add(header, a.panes, {"TILED_PANES", "FLOAT_PANES", "HIDDEN_PANES"});
    add(header, a.layout, {"SWAP_LAYOUT", "LAYOUT_DIRTY"});
    const workspace::Tab* active = s_.space.active_tab(client_);
    for (std::size_t i = 0; i < s_.space.tabs().size(); ++i) {
        const workspace::Tab& tab = s_.space.tabs()[i];
        const workspace::TabGeometry geometry = s_.space.geometry(tab.id);
        const auto selectable = [&](auto&& in_layer) {
            return std::ranges::count_if(tab.panes, [&](const auto& entry) {
                return entry.second.selectable && in_layer(entry.first);
            });
        };
        const auto tiled = selectable([&](PaneId id) { return tab.is_tiled(id); });
        const auto floating =
            selectable([&](PaneId id) { return tab.find_floating(id) != nullptr; });
        const bool is_active = active != nullptr && active->id == tab.id;
        // One pane has no arrangement. Source: Zellij 0.45 tab swap_layout_info.
        const bool is_arranged = tab.floating_visible || tiled > 1;
        const std::string swap = is_arranged ? s_.space.swap_layout_name(tab.id) : std::string();
        const bool dirty = is_arranged && s_.space.is_swap_layout_dirty(tab.id);
        Row row = {std::to_string(tab.id.value), std::to_string(i), dash(tab.name)};
        add(row, a.state,
            {truth(is_active), truth(tab.fullscreen.has_value()), truth(tab.sync),
             truth(tab.floating_visible)});
        const auto number = [](auto value) { return std::to_string(value); };
        add(row, a.dimensions,
            {number(geometry.viewport.rows.value), number(geometry.viewport.cols.value),
             number(geometry.display.rows.value), number(geometry.display.cols.value)});
        add(row, a.panes, {number(tiled), number(floating), number(tab.suppressed.size())});
        add(row, a.layout, {dash(swap), truth(dirty)});
        rows.push_back(std::move(row));
        Json json;
        json["position"] = i;
        json["name"] = tab.name;
        json["active"] = is_active;
        json["panes_to_hide"] = tab.suppressed.size();
        json["is_fullscreen_active"] = tab.fullscreen.has_value();
        json["is_sync_panes_active"] = tab.sync;
        json["are_floating_panes_visible"] = tab.floating_visible;
        json["active_swap_layout_name"] = swap.empty() ? Json(nullptr) : Json(swap);
        json["is_swap_layout_dirty"] = dirty;
        json["viewport_rows"] = geometry.viewport.rows.value;
        json["viewport_columns"] = geometry.viewport.cols.value;
        json["display_area_rows"] = geometry.display.rows.value;
        json["display_area_columns"] = geometry.display.cols.value;
        json["selectable_tiled_panes_count"] = tiled;
        json["selectable_floating_panes_count"] = floating;
        json["tab_id"] = tab.id.value;
        list.push_back(std::move(json));
    }
    return Answer{.out =
                      a.form == actions::OutputForm::Json ? json_text(list) : table(header, rows)};
}

Result<Answer> Acts::operator()(const actions::CurrentTabInfo& a) {
    const TabId id = TESSERA_TRY(tab(actions::ActiveTab{}));
    const std::string& name = s_.space.find_tab(id)->name;
    const std::size_t position = *s_.space.position_of(id);
    if (a.form == actions::OutputForm::Json) {
        return Answer{
            .out = json_text({{"name", name}, {"tab_id", id.value}, {"position", position}})};
    }
    return Answer{.out = fmt::format("name: {}\nid: {}\nposition: {}\n", name, id.value, position)};
}

Result<Answer> Acts::operator()(const actions::QueryTabNames&) {
    std::string out;
    for (const workspace::Tab& tab : s_.space.tabs()) {
        out += tab.name + "\n";
    }
    return Answer{.out = out};
}

Result<Answer> Acts::operator()(const actions::ListClients&) {
    std::string out =
        fmt::format("{:<9} {:<14} {:<15}\n", "CLIENT_ID", "ZELLIJ_PANE_ID", "RUNNING_COMMAND");
    for (const auto& [id, client] : s_.clients) {
        const std::optional<PaneId> pane = s_.space.focused_pane(id);
        const Session::Program* program = pane ? s_.find_program(*pane) : nullptr;
        const std::string command = program == nullptr ? "" : process_command(program->pid);
        out += fmt::format("{:<9} {:<14} {:<15}\n", id.value,
                           pane ? actions::pane_id_text(*pane) : "N/A",
                           command.empty() ? "N/A" : command);
    }
    return Answer{.out = out};
}

Result<Answer> Acts::operator()(const actions::DumpLayout& a) {
    const config::Layout layout = TESSERA_TRY(running_layout(
        s_, s_.space, a.only_tab ? std::optional<std::size_t>(a.only_tab->value) : std::nullopt));
    return Answer{.out = config::layout_text(layout)};
}

}  // namespace tessera::server
