// The tab bar: session, tabs, and at the right what the layout or the pane has to say.
//
// Configuration: hide_swap_layout_indication "true".

#include <algorithm>
#include <string>

#include "../common/keys.h"
#include "../common/line.h"
#include "../common/rights.h"
#include "../common/tab_mouse.h"
#include "../common/tabs.h"
#include "tessera/sdk/plugin.h"
#include "tessera/sdk/text_width.h"

namespace tessera::bars {

namespace {

using namespace sdk;

class TabBar final : public Plugin {
public:
    void load(const Configuration& configuration) override {
        const auto hide = configuration.find("hide_swap_layout_indication");
        hide_layout_ = hide != configuration.end() && hide->second == "true";
        subscribe({EventType::ModeUpdate, EventType::TabUpdate, EventType::Mouse, EventType::Timer,
                   EventType::PermissionRequestResult, EventType::HintText,
                   EventType::ActivePaneScroll});
        rights_.start();
    }

    bool update(const Event& event) override {
        rights_.update(event);
        if (auto mode = event.mode_update()) {
            mode_ = std::move(*mode);
            return true;
        }
        if (auto tabs = event.tab_update()) {
            tabs_ = std::move(*tabs);
            std::ranges::sort(tabs_, {}, &TabInfo::position);
            return true;
        }
        if (const auto mouse = event.mouse()) {
            return on_mouse(*mouse);
        }
        if (auto hints = event.payload<api::event::HintTextPayload>(EventType::HintText)) {
            hints_ = std::move(hints->hint_text);
            return true;
        }
        if (auto scroll =
                event.payload<api::event::ActivePaneScrollPayload>(EventType::ActivePaneScroll)) {
            scroll_ = *scroll;
            return true;
        }
        return false;
    }

    void render(int /*rows*/, int columns) override {
        if (columns <= 0 || tabs_.empty()) {
            return;
        }
        const Styling& styling = mode_.styling;
        line_ = draw_prefix(columns);
        line_.add(draw_tabs({.mode = &mode_,
                             .tabs = &tabs_,
                             .columns = columns - line_.width(),
                             .hovered = mouse_.target(line_),
                             .new_tab = NewTabButton::Yes}));
        const Line right = draw_right(columns - 1 - line_.width());
        if (right.width() > 0) {
            line_.pad(columns - right.width(), look(styling.text_unselected));
            line_.add(right);
        }
        print(draw_row(line_, columns, styling.text_unselected.background));
    }

private:
    /// Widest of: product and sessions, product alone, nothing; tabs need the room more.
    Line draw_prefix(int columns) const {
        const Look with = look(mode_.styling.text_unselected);
        const int needed = tabs_room();
        std::string sessions;
        for (const std::string& outer : mode_.ancestry) {
            sessions += outer + " ▸ ";
        }
        sessions += mode_.session_name.value_or("");
        Line product;
        product.add(" Tessera ", with);
        Line both = product;
        if (!mode_.hide_session_name && mode_.session_name) {
            both.add("(" + sessions + ") ", with, mode_.ancestry.empty() ? 0 : kHostTarget);
        }
        return both.width() + needed <= columns      ? both
               : product.width() + needed <= columns ? product
                                                     : Line();
    }

    /// What the active tab and two markers take.
    int tabs_room() const {
        constexpr int kMarkers = 20;
        const int active = active_position(tabs_);
        const int name =
            active > 0 ? text_width(tabs_[static_cast<std::size_t>(active) - 1].name) : 0;
        return name + kMarkers;
    }

    Line draw_right(int room) const {
        const int active = active_position(tabs_);
        if (active == 0) {
            return {};
        }
        const TabInfo& tab = tabs_[static_cast<std::size_t>(active) - 1];
        for (const Line& candidate : {draw_hint(room), draw_scroll(), draw_layout(tab)}) {
            if (candidate.width() > 0 && candidate.width() <= room) {
                return candidate;
            }
        }
        return {};
    }

    /// The widest variant that fits.
    Line draw_hint(int room) const {
        Line out;
        for (auto hint = hints_.rbegin(); hint != hints_.rend(); ++hint) {
            if (static_cast<int>(hint->first) <= room) {
                add_styled(out, hint->second);
                break;
            }
        }
        return out;
    }

    /// Characters of level 0 in the first emphasis, 6 in the colour of errors, 7 of success.
    void add_styled(Line& out, const api::event::StyledText& hint) const {
        const Styling& styling = mode_.styling;
        std::vector<std::size_t> starts;  // of characters, and the end
        for (std::size_t i = 0; i <= hint.text.size(); ++i) {
            if (i == hint.text.size() ||
                (static_cast<unsigned char>(hint.text[i]) & 0xc0U) != 0x80U) {
                starts.push_back(i);
            }
        }
        // One more than there are: whatever is out of range goes there.
        std::vector<PaletteColor> colors(starts.size(), styling.text_unselected.base);
        const std::pair<std::size_t, PaletteColor> levels[] = {
            {0, styling.text_unselected.emphasis[0]},
            {6, styling.exit_code_error.base},
            {7, styling.exit_code_success.base}};
        for (const auto& [level, color] : levels) {
            const auto* const at = level < hint.indices.size() ? &hint.indices[level] : nullptr;
            for (std::size_t i = 0; at != nullptr && i < at->indices.size(); ++i) {
                colors[std::min<std::size_t>(at->indices[i], colors.size() - 1)] = color;
            }
        }
        Look with = look(styling.text_unselected);
        const std::size_t count = starts.size() - 1;
        for (std::size_t begin = 0, end = 0; begin < count; begin = end) {
            while (end < count && colors[end] == colors[begin]) {
                ++end;
            }
            with.text = colors[begin];
            out.add(std::string_view(hint.text).substr(starts[begin], starts[end] - starts[begin]),
                    with);
        }
    }

    Line draw_scroll() const {
        Line out;
        if (scroll_.position && scroll_.length) {
            Look with = look(mode_.styling.text_unselected);
            with.text = mode_.styling.text_unselected.emphasis[0];
            out.add("[ SCROLL " + std::to_string(*scroll_.position) + "/" +
                        std::to_string(*scroll_.length) + " ] ",
                    with);
        }
        return out;
    }

    /// ` Alt <[]> ` and the name of the swap layout; bright as long as the panes keep to it.
    Line draw_layout(const TabInfo& tab) const {
        Line out;
        const bool alone = tab.selectable_tiled_panes_count <= 1 && !tab.are_floating_panes_visible;
        if (hide_layout_ || alone || !tab.active_swap_layout_name) {
            return out;
        }
        const Styling& styling = mode_.styling;
        const Look plain = look(styling.text_unselected);
        const Look key{.text = styling.text_unselected.emphasis[0], .ground = plain.ground};
        constexpr Want kWants[] = {{.name = ActionName::PreviousSwapLayout},
                                   {.name = ActionName::NextSwapLayout}};
        const auto keys = find_keys(mode_.current_keybinds(), kWants);
        if (!keys.empty()) {
            const std::uint8_t common = common_modifiers(keys);
            const std::string modifiers = modifiers_to_string(common);
            out.add(modifiers.empty() ? " " : " " + modifiers + " ", plain);
            out.add("<", plain);
            out.add(keys_text(keys, common), key);
            out.add("> ", plain);
        }
        std::string name = *tab.active_swap_layout_name;
        std::ranges::transform(name, name.begin(), [](char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        const Look with =
            look(tab.is_swap_layout_dirty ? styling.ribbon_unselected : styling.ribbon_selected);
        Line body;
        body.add(" " + name + " ", with, kNextLayoutTarget);
        add_ribbon(out, {body, with.ground}, plain.ground, arrow(mode_), kNextLayoutTarget);
        return out;
    }

    bool on_mouse(const MouseEvent& mouse) {
        if (mouse.name != Mouse::MouseLeftClick) {
            return mouse_.move(mouse, line_, tabs_);
        }
        on_click(line_.target_at(mouse.column));
        return false;
    }

    void on_click(int target) {
        if (target > kTabTarget) {
            switch_tab_to(static_cast<std::uint32_t>(target - kTabTarget));
        } else if (target == kNewTabTarget) {
            new_tab();
        } else if (target == kHostTarget) {
            focus_host_session();
        } else if (target == kNextLayoutTarget) {
            next_swap_layout();
        }
    }

    Rights rights_;
    ModeInfo mode_;
    std::vector<TabInfo> tabs_;
    std::map<std::uint32_t, StyledText> hints_;
    api::event::ActivePaneScrollPayload scroll_;
    Line line_;
    TabMouse mouse_;
    bool hide_layout_ = false;
};

}  // namespace

}  // namespace tessera::bars

TESSERA_REGISTER_PLUGIN(tessera::bars::TabBar)
