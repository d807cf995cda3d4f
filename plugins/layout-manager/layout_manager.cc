// Layout manager: opens layouts, writes this session down as one, renames, edits and deletes them.

#include "menu.h"
#include "tessera/sdk/plugin.h"
#include "tessera/sdk/ui.h"

namespace tessera::layout_manager {

namespace {

using namespace sdk;

constexpr int kHeadRows = 3;  // prompt, trouble, blank

std::string yes_or_no(bool yes) {
    return yes ? "kept" : "closed";
}

class LayoutManager final : public Plugin {
public:
    void load(const Configuration&) override {
        subscribe({EventType::Key, EventType::Mouse, EventType::PastedText,
                   EventType::AvailableLayoutInfo, EventType::PermissionRequestResult});
        request_permission(
            {PermissionType::ReadApplicationState, PermissionType::ChangeApplicationState});
        rename_plugin_pane(static_cast<std::uint32_t>(get_plugin_ids().plugin_id),
                           "Layout Manager");
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
        if (const auto text = event.pasted_text()) {
            serve(menu_.paste(*text));
            return true;
        }
        if (auto layouts = event.payload<api::event::AvailableLayoutInfoPayload>(
                EventType::AvailableLayoutInfo)) {
            menu_.set_layouts(std::move(layouts->available_layouts), layouts->layouts_with_errors);
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
        put_keys();
        if (menu_.page() == Page::Override) {
            put_choices();
        } else if (menu_.page() != Page::Import) {
            page_.put_list(menu_.rows(), menu_.selected(), kHeadRows, "No layout is called that.");
        }
    }

private:
    Text prompt() const {
        switch (menu_.page()) {
        case Page::Layouts: return Text("Layouts").color_all(2);
        case Page::Search: return bars::prompt("Search: ", menu_.text(), "<ENTER> Keep the list");
        case Page::Rename:
            return bars::prompt("New name of " + menu_.selected_name() + ": ", menu_.text(),
                                "<ENTER> Rename");
        case Page::SaveAs:
            return bars::prompt("Name of the new layout: ", menu_.text(), "<ENTER> Save");
        case Page::Import: return Text("Paste a layout (KDL) from the clipboard.").color_all(2);
        case Page::Delete:
            return Text("Delete layout " + menu_.selected_name() + "? (y/n)").error_color_all();
        case Page::Override:
            return Text("Arrange this session as " + menu_.selected_name() + "  <ENTER> Do it")
                .color_substring(0, "ENTER");
        }
        return Text("");
    }

    void put_keys() {
        switch (menu_.page()) {
        case Page::Layouts:
            page_.put_keys({"<ENTER> Open in new tabs  <Alt w> Override this session  </> Search",
                            "<n> New from this session  <i> Import  <e> Edit  <r> Rename  "
                            "<Del> Delete  <ESC> Close"});
            break;
        case Page::Override:
            page_.put_keys({"<t> Terminals  <a> Plugins  <TAB> Tabs  <ESC> Back"});
            break;
        default: page_.put_keys({"<ESC> Back"}); break;
        }
    }

    void put_choices() const {
        const Keep& keep = menu_.keep();
        const std::string lines[] = {
            "Terminals that are left over: " + yes_or_no(keep.terminals),
            "Plugins that are left over: " + yes_or_no(keep.plugins),
            std::string("Tabs: ") + (keep.only_active_tab ? "only this one" : "all"),
        };
        int row = kHeadRows;
        for (const std::string& line : lines) {
            page_.put(Text(line).color_range(1, line.find(':') + 2, line.size()), row++);
        }
    }

    void told(const Outcome<>& outcome) {
        if (!outcome) {
            menu_.tell(outcome.error());
        }
    }

    void save_session_as(const std::string& name) {
        hide_self();  // or it would be part of the layout
        const auto layout = dump_session_layout();
        show_self(true);
        if (!layout) {
            menu_.tell(layout.error());
        } else {
            told(save_layout(name, layout->kdl, false));
        }
    }

    void serve(const Request& request) {
        using What = Request::What;
        switch (request.what) {
        case What::Nothing: break;
        case What::Open:
            static_cast<void>(new_tabs_with_layout_info(request.layout));
            close_self();
            break;
        case What::Override:
            override_layout(request.layout, menu_.keep().terminals, menu_.keep().plugins,
                            menu_.keep().only_active_tab);
            close_self();
            break;
        case What::Edit: told(edit_layout(request.name)); break;
        case What::Rename: told(rename_layout(request.layout.name, request.name)); break;
        case What::Delete: told(delete_layout(request.name)); break;
        case What::SaveSession: save_session_as(request.name); break;
        case What::SaveText: told(save_layout(request.name, request.text, false)); break;
        case What::Check: {
            const auto metadata = parse_layout(request.text);
            menu_.checked(metadata ? std::string() : trouble_of(metadata.error()));
            break;
        }
        case What::Close: close_self(); break;
        }
    }

    Menu menu_;
    bars::Page page_;
};

}  // namespace

}  // namespace tessera::layout_manager

TESSERA_REGISTER_PLUGIN(tessera::layout_manager::LayoutManager)
