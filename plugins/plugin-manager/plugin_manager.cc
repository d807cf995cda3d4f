// Plugin manager: what plugins run in this session; goes to them, reloads, ends and starts them.

#include <algorithm>
#include <optional>

#include "../common/page.h"
#include "menu.h"
#include "tessera/sdk/plugin.h"
#include "tessera/sdk/ui.h"

namespace tessera::plugin_manager {

namespace {

using namespace sdk;

constexpr int kHeadRows = 3;  // prompt, trouble, blank

class PluginManager final : public Plugin {
public:
    void load(const Configuration&) override {
        subscribe({EventType::Key, EventType::Mouse, EventType::PastedText,
                   EventType::SessionUpdate, EventType::PermissionRequestResult});
        request_permission({PermissionType::ReadApplicationState,
                            PermissionType::ChangeApplicationState,
                            PermissionType::MessageAndLaunchOtherPlugins});
        const auto own = static_cast<std::uint32_t>(get_plugin_ids().plugin_id);
        menu_.emplace(own);
        rename_plugin_pane(own, "Plugin Manager");
    }

    bool update(const Event& event) override {
        if (const auto key = event.key()) {
            serve(menu_->press(*key));
            return true;
        }
        if (const auto mouse = event.mouse()) {
            return bars::on_mouse(*mouse, page_, *menu_,
                                  [this](const Request& request) { serve(request); });
        }
        if (const auto text = event.pasted_text()) {
            menu_->set_location(*text);
            return true;
        }
        if (const auto all =
                event.payload<api::event::SessionUpdatePayload>(EventType::SessionUpdate)) {
            const auto mine =
                std::ranges::find_if(all->session_manifests, &SessionManifest::is_current_session);
            if (mine != all->session_manifests.end()) {
                menu_->set_session(*mine);
            }
            return true;
        }
        return false;
    }

    bool pipe(const PipeMessage& message) override {
        if (message.name != "filepicker_result" || !message.payload) {
            return false;
        }
        menu_->set_location("file:" + *message.payload);
        return true;
    }

    void render(int rows, int columns) override {
        page_.begin(rows, columns);
        if (!menu_->trouble().empty()) {
            page_.put(Text(menu_->trouble()).error_color_all(), 1);
        }
        if (menu_->page() == Page::New) {
            page_.put(bars::prompt("Location: ", menu_->text(), "<ENTER> Start"), 0);
            page_.put(Text(menu_->load() == Load::InPane ? "It gets a floating pane."
                                                         : "It runs in the background.")
                          .color_all(1),
                      kHeadRows);
            page_.put_keys({"<Ctrl f> From the disk  <Ctrl l> Pane or background  <ESC> Back"});
            return;
        }
        page_.put(Text("Plugins of this session").color_all(2), 0);
        page_.put_keys({"<ENTER> Go to  <TAB> Reload  <Del> End  <Ctrl a> New  <ESC> Close"});
        page_.put_list(menu_->rows(), menu_->selected(), kHeadRows, "No other plugin runs.");
    }

private:
    void serve(const Request& request) {
        using What = Request::What;
        switch (request.what) {
        case What::Nothing: break;
        case What::Focus:
            focus_plugin_pane(request.plugin, true, false);
            close_self();
            break;
        case What::Reload: reload_plugin_with_id(request.plugin); break;
        case What::End: close_plugin_pane(request.plugin); break;
        case What::Load:
            load_new_plugin(request.location, {}, menu_->load() == Load::InBackground, false);
            break;
        case What::Pick: {
            NewPluginArgs picker;
            picker.should_float = true;
            picker.should_focus = true;
            picker.pane_title = "Choose a plugin (.wasm)";
            pipe_message_to_plugin({.message_name = "filepicker",
                                    .plugin_url = "filepicker",
                                    .plugin_config = {{"close_on_selection", "true"}},
                                    .new_plugin_args = picker});
            break;
        }
        case What::Close: close_self(); break;
        }
    }

    std::optional<Menu> menu_;
    bars::Page page_;
};

}  // namespace

}  // namespace tessera::plugin_manager

TESSERA_REGISTER_PLUGIN(tessera::plugin_manager::PluginManager)
