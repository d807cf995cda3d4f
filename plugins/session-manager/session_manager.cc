// Session manager: goes to another session, makes, renames and ends sessions.
//
// Configuration: welcome_screen "true": stays open on Esc, for a session that only chooses one.

#include <algorithm>

#include "menu.h"
#include "tessera/sdk/plugin.h"
#include "tessera/sdk/text_width.h"
#include "tessera/sdk/ui.h"

namespace tessera::session_manager {

namespace {

using namespace sdk;

constexpr int kMaxColumns = 90;
constexpr int kHeadRows = 3;  // prompt, trouble, blank
constexpr int kFootRows = 2;

class SessionManager final : public Plugin {
public:
    void load(const Configuration& configuration) override {
        const auto welcome = configuration.find("welcome_screen");
        is_welcome_ = welcome != configuration.end() && welcome->second == "true";
        subscribe({EventType::Key, EventType::Mouse, EventType::SessionUpdate,
                   EventType::AvailableLayoutInfo, EventType::PermissionRequestResult});
        request_permission(
            {PermissionType::ReadApplicationState, PermissionType::ChangeApplicationState});
        rename_plugin_pane(static_cast<std::uint32_t>(get_plugin_ids().plugin_id),
                           "Session Manager");
    }

    bool update(const Event& event) override {
        if (const auto key = event.key()) {
            serve(menu_.press(*key));
            return true;
        }
        if (const auto mouse = event.mouse()) {
            return on_mouse(*mouse);
        }
        if (auto sessions =
                event.payload<api::event::SessionUpdatePayload>(EventType::SessionUpdate)) {
            menu_.set_sessions(std::move(sessions->session_manifests));
            return true;
        }
        if (auto layouts = event.payload<api::event::AvailableLayoutInfoPayload>(
                EventType::AvailableLayoutInfo)) {
            menu_.set_layouts(std::move(layouts->available_layouts));
            return true;
        }
        return false;
    }

    void render(int rows, int columns) override {
        if (rows <= 0 || columns <= 0) {
            return;
        }
        width_ = std::min(columns, kMaxColumns);
        left_ = (columns - width_) / 2;
        rows_ = rows;
        put(prompt(), 0);
        if (!menu_.trouble().empty()) {
            put(Text(menu_.trouble()).error_color_all(), 1);
        }
        draw_list();
        draw_help();
    }

private:
    void put(const Text& text, int row) const {
        if (row >= 0 && row < rows_) {
            print_text_with_coordinates(text, left_, row, width_);
        }
    }

    Text prompt() const {
        switch (menu_.page()) {
        case Page::KillOne: {
            const auto rows = menu_.rows();
            return Text("End session " + rows[*menu_.selected()].name + " and its programs? (y/n)")
                .error_color_all();
        }
        case Page::KillOthers:
            return Text("End " + std::to_string(menu_.others()) +
                        " other sessions and their programs? (y/n)")
                .error_color_all();
        case Page::Rename: return prompt("New name of " + menu_.current() + ": ", "<ENTER> Rename");
        case Page::Layouts: return prompt("Layout of the new session: ", "<ENTER> Create");
        case Page::Sessions: break;
        }
        return prompt("Session: ", menu_.selected() ? "<ENTER> Attach" : "<ENTER> Create new");
    }

    Text prompt(std::string_view label, std::string_view does) const {
        const std::string typed = menu_.text() + "_";
        return Text(std::string(label) + typed + "  " + std::string(does))
            .color_range(2, 0, count_chars(label))
            .color_range(3, count_chars(label), count_chars(label) + count_chars(typed))
            .color_substring(0, "ENTER");
    }

    int room() const { return std::max(rows_ - kHeadRows - kFootRows, 0); }

    void draw_list() {
        const auto rows = menu_.rows();
        std::size_t name_width = 0;
        for (const Menu::Row& row : rows) {
            name_width = std::max(name_width, static_cast<std::size_t>(text_width(row.name)));
        }
        const int selected = menu_.selected() ? static_cast<int>(*menu_.selected()) : 0;
        first_ = std::clamp(first_, std::max(selected - room() + 1, 0), selected);
        for (int i = 0; i < room(); ++i) {
            const auto index = static_cast<std::size_t>(first_ + i);
            if (index >= rows.size()) {
                break;
            }
            const Menu::Row& row = rows[index];
            const auto gap = name_width - static_cast<std::size_t>(text_width(row.name)) + 2;
            Text text(" " + row.name + std::string(gap, ' ') + row.details + " ");
            text.color_range(1, 0, 1 + count_chars(row.name));
            if (menu_.selected() == index) {
                text.selected();
            }
            put(text, kHeadRows + i);
        }
        if (rows.empty()) {
            put(Text(menu_.page() == Page::Layouts ? "No layout is called that."
                     : menu_.text().empty()        ? "This is the only session."
                                                   : "No session is called that yet.")
                    .dim_all(),
                kHeadRows);
        }
    }

    void draw_help() const {
        Text keys("<↓↑> Select  <TAB> Complete  <Del> End  <ESC> Close");
        for (const char* key : {"↓↑", "TAB", "Del", "ESC"}) {
            keys.color_nth_substring(0, key, 0);
        }
        Text more("<Ctrl r> Rename this session  <Ctrl x> Disconnect others  <Ctrl d> End others");
        for (const char* key : {"Ctrl r", "Ctrl x", "Ctrl d"}) {
            more.color_substring(0, key);
        }
        put(keys, rows_ - 2);
        put(more, rows_ - 1);
    }

    bool on_mouse(const MouseEvent& mouse) {
        switch (mouse.name) {
        case Mouse::MouseScrollDown: menu_.move(1); return true;
        case Mouse::MouseScrollUp: menu_.move(-1); return true;
        case Mouse::MouseLeftClick:
            if (mouse.line >= kHeadRows && mouse.line < kHeadRows + room()) {
                serve(menu_.choose(static_cast<std::size_t>(mouse.line - kHeadRows + first_)));
            }
            return true;
        default: return false;
        }
    }

    void serve(const Request& request) {
        using What = Request::What;
        const std::optional<std::string> name =
            request.names.empty() ? std::nullopt : std::optional(request.names.front());
        switch (request.what) {
        case What::Nothing: break;
        case What::Attach:
            switch_session(name);
            leave();
            break;
        case What::Create:
            if (request.layout) {
                switch_session_with_layout(name, *request.layout);
            } else {
                switch_session(name);
            }
            leave();
            break;
        case What::Rename: rename_session(*name); break;
        case What::Kill: static_cast<void>(kill_sessions(request.names)); break;
        case What::Disconnect: disconnect_other_clients(); break;
        case What::Close: leave(); break;
        }
    }

    void leave() const {
        if (!is_welcome_) {
            close_self();
        }
    }

    Menu menu_;
    bool is_welcome_ = false;
    int first_ = 0;  // entry in the first row of the list
    int left_ = 0;
    int width_ = 0;
    int rows_ = 0;
};

}  // namespace

}  // namespace tessera::session_manager

TESSERA_REGISTER_PLUGIN(tessera::session_manager::SessionManager)
