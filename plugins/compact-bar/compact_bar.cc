// The compact bar: session, mode and tabs in one row. On request the keys of the mode float above
// it.
//
// Configuration: tooltip "KEY" binds KEY to a window with the keys of the mode; is_tooltip "true"
// is what that window itself is started with.

#include <algorithm>
#include <string>

#include "../common/line.h"
#include "../common/rights.h"
#include "../common/tab_mouse.h"
#include "../common/tabs.h"
#include "../status-bar/rows.h"
#include "tessera/sdk/plugin.h"

namespace tessera::bars {

namespace {

using namespace sdk;

constexpr int kTooltipTarget = 50;
/// What the bar and its window say to each other.
constexpr std::string_view kToggle = "toggle_tooltip";
constexpr std::string_view kToggled = "toggle_persisted_tooltip";

std::string_view name_of(InputMode mode) {
    switch (mode) {
    case InputMode::Normal: return "NORMAL";
    case InputMode::Locked: return "LOCKED";
    case InputMode::Resize: return "RESIZE";
    case InputMode::Pane: return "PANE";
    case InputMode::Tab: return "TAB";
    case InputMode::Scroll: return "SCROLL";
    case InputMode::EnterSearch: return "ENTERSEARCH";
    case InputMode::Search: return "SEARCH";
    case InputMode::RenameTab: return "RENAMETAB";
    case InputMode::RenamePane: return "RENAMEPANE";
    case InputMode::Session: return "SESSION";
    case InputMode::Move: return "MOVE";
    case InputMode::Prompt: return "PROMPT";
    case InputMode::Tmux: return "TMUX";
    }
    return "";  // of a newer host
}

bool is_idle(InputMode mode) {
    return mode == InputMode::Normal || mode == InputMode::Locked;
}

class CompactBar final : public Plugin {
public:
    void load(const Configuration& configuration) override {
        configuration_ = configuration;
        is_tooltip_ = configuration.contains("is_tooltip");
        has_tooltip_ = configuration.contains("tooltip");
        subscribe({EventType::ModeUpdate, EventType::TabUpdate, EventType::Mouse, EventType::Timer,
                   EventType::PermissionRequestResult});
        rights_.start();
    }

    bool update(const Event& event) override {
        rights_.update(event);
        if (auto mode = event.mode_update()) {
            return on_mode(std::move(*mode));
        }
        if (auto tabs = event.tab_update()) {
            tabs_ = std::move(*tabs);
            std::ranges::sort(tabs_, {}, &TabInfo::position);
            return true;
        }
        if (const auto mouse = event.mouse()) {
            return on_mouse(*mouse);
        }
        return false;
    }

    bool pipe(const PipeMessage& message) override {
        if (message.name == kToggle && message.is_private && !is_tooltip_) {
            toggle();
        } else if (message.name == kToggled && is_tooltip_) {
            close_self();
        }
        return false;
    }

    void render(int /*rows*/, int columns) override {
        if (columns <= 0) {
            return;
        }
        if (is_tooltip_) {
            const int active = active_position(tabs_);
            const TabInfo* tab =
                active > 0 ? &tabs_[static_cast<std::size_t>(active) - 1] : nullptr;
            print(draw_row(draw_one_line({.mode = &mode_, .tab = tab, .columns = columns}), columns,
                           mode_.styling.text_unselected.background));
            return;
        }
        line_ = Line(columns);
        add_prefix(columns);
        line_.add(draw_tabs({.mode = &mode_,
                             .tabs = &tabs_,
                             .columns = columns - line_.width(),
                             .hovered = mouse_.target(line_)}));
        add_tooltip_button(columns);
        print(draw_row(line_, columns, mode_.styling.text_unselected.background));
    }

private:
    bool on_mode(ModeInfo mode) {
        const bool first = !has_mode_;
        const bool entered = is_idle(mode_.mode) && !is_idle(mode.mode);
        const bool left = !is_idle(mode_.mode) && is_idle(mode.mode);
        mode_ = std::move(mode);
        has_mode_ = true;
        if (first && has_tooltip_ && !is_tooltip_) {
            bind_tooltip_key();
        }
        if (has_tooltip_ && !is_tooltip_ && entered) {
            toggle();
        }
        if (is_tooltip_ && left) {
            close_self();
        }
        return true;
    }

    /// The key sends this plugin the message that opens and closes the window.
    void bind_tooltip_key() const {
        const auto ids = get_plugin_ids();
        std::string kdl = "keybinds {\n    shared {\n        bind \"";
        kdl += configuration_.at("tooltip");
        kdl += "\" {\n            MessagePluginId ";
        kdl += std::to_string(ids.plugin_id);
        kdl += " {\n                name \"";
        kdl += kToggle;
        kdl += "\"\n            }\n        }\n    }\n}\n";
        reconfigure(kdl, false);
    }

    /// Opens the window, or tells the open one to go.
    void toggle() {
        MessageToPlugin message{.message_name = std::string(kToggled)};
        message.plugin_url = "zellij:OWN_URL";
        message.plugin_config = configuration_;
        message.plugin_config["is_tooltip"] = "true";
        message.new_plugin_args = NewPluginArgs{.should_float = true, .should_focus = false};
        message.new_plugin_args->pane_title = "Keys";
        message.floating_pane_coordinates = FloatingPaneCoordinates{.x = SplitSize::fixed(2),
                                                                    .y = SplitSize::percent(90),
                                                                    .width = SplitSize::percent(90),
                                                                    .height = SplitSize::fixed(3),
                                                                    .pinned = true};
        pipe_message_to_plugin(message);
    }

    void add_prefix(int columns) {
        const Look plain = look(mode_.styling.text_unselected);
        const auto& emphasis = mode_.styling.text_unselected.emphasis;
        Look mode = plain;
        mode.text = mode_.mode == InputMode::Normal   ? emphasis[2]
                    : mode_.mode == InputMode::Locked ? emphasis[3]
                                                      : emphasis[0];
        Line whole(columns);
        whole.add(" Tessera ", plain);
        if (!mode_.hide_session_name && mode_.session_name) {
            whole.add("(" + *mode_.session_name + ") ", plain);
        }
        whole.add(std::string(name_of(mode_.mode)) + " ", mode);
        // Tabs need the room more; the mode alone is left of it then.
        constexpr int kTabsRoom = 24;
        if (whole.width() + kTabsRoom > columns) {
            line_.add(" " + std::string(name_of(mode_.mode)) + " ", mode);
        } else {
            line_.add(whole);
        }
    }

    void add_tooltip_button(int columns) {
        if (!has_tooltip_) {
            return;
        }
        const Look with = look(mode_.styling.ribbon_unselected);
        Line body;
        body.add(" Tooltip ", with, kTooltipTarget);
        Line button;
        add_ribbon(button, {body, with.ground}, mode_.styling.text_unselected.background,
                   arrow(mode_), kTooltipTarget);
        if (line_.width() + button.width() <= columns) {
            line_.pad(columns - button.width(), look(mode_.styling.text_unselected));
            line_.add(button);
        }
    }

    bool on_mouse(const MouseEvent& mouse) {
        if (mouse.name != Mouse::MouseLeftClick) {
            return mouse_.move(mouse, line_, tabs_);
        }
        const int clicked = line_.target_at(mouse.column);
        if (clicked > kTabTarget) {
            switch_tab_to(static_cast<std::uint32_t>(clicked - kTabTarget));
        } else if (clicked == kTooltipTarget) {
            toggle();
        }
        return false;
    }

    Rights rights_;
    Configuration configuration_;
    ModeInfo mode_;
    std::vector<TabInfo> tabs_;
    Line line_;
    TabMouse mouse_;
    bool is_tooltip_ = false;
    bool has_tooltip_ = false;
    bool has_mode_ = false;
};

}  // namespace

}  // namespace tessera::bars

TESSERA_REGISTER_PLUGIN(tessera::bars::CompactBar)
