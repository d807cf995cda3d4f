// Session manager: goes to another session, makes, renames and ends sessions.
//
// Configuration: welcome_screen "true": stays open on Esc, for a session that only chooses one.

#include "../common/page.h"
#include "menu.h"
#include "tessera/sdk/plugin.h"
#include "tessera/sdk/ui.h"

namespace tessera::session_manager {

namespace {

using namespace sdk;

constexpr int kHeadRows = 3;  // prompt, trouble, blank

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
            return bars::on_mouse(*mouse, page_, menu_,
                                  [this](const Request& request) { serve(request); });
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
        page_.begin(rows, columns);
        page_.put(prompt(), 0);
        if (!menu_.trouble().empty()) {
            page_.put(Text(menu_.trouble()).error_color_all(), 1);
        }
        page_.put_keys(
            {"<↓↑> Select  <TAB> Complete  <Del> End  <ESC> Close",
             "<Ctrl r> Rename this session  <Ctrl x> Disconnect others  <Ctrl d> End others"});
        page_.put_list(menu_.rows(), menu_.selected(), kHeadRows,
                       menu_.page() == Page::Layouts ? "No layout is called that."
                       : menu_.text().empty()        ? "This is the only session."
                                                     : "No session is called that yet.");
    }

private:
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
        case Page::Rename:
            return bars::prompt("New name of " + menu_.current() + ": ", menu_.text(),
                                "<ENTER> Rename");
        case Page::Layouts:
            return bars::prompt("Layout of the new session: ", menu_.text(), "<ENTER> Create");
        case Page::Sessions: break;
        }
        return bars::prompt("Session: ", menu_.text(),
                            menu_.selected() ? "<ENTER> Attach" : "<ENTER> Create new");
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
    bars::Page page_;
};

}  // namespace

}  // namespace tessera::session_manager

TESSERA_REGISTER_PLUGIN(tessera::session_manager::SessionManager)
