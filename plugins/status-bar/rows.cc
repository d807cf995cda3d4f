#include "rows.h"

#include <algorithm>
#include <array>

#include "hints.h"
#include "tessera/sdk/text_width.h"

namespace tessera::bars {

namespace {

using sdk::ActionName;
using sdk::InputMode;
using sdk::KeyWithModifier;

constexpr std::string_view kMore = " ...";

Look plain(const Scene& scene) {
    return look(scene.mode->styling.text_unselected);
}

Look weak(const Scene& scene) {
    Look out = plain(scene);
    out.weight = sdk::kDim;
    return out;
}

/// A mode with its key, if it has one here.
struct Entry {
    const ModeKey* mode;
    KeyWithModifier key;
};

std::vector<Entry> entries(const Scene& scene, const std::vector<sdk::KeyBind>& binds) {
    std::vector<Entry> out;
    const bool is_locked = scene.mode->mode == InputMode::Locked;
    for (const ModeKey& mode : mode_keys()) {
        // The key that locks is the one that unlocks.
        const bool unlocks = is_locked && mode.mode == InputMode::Locked;
        if (const auto key = find_key(binds, unlocks ? to_mode(InputMode::Normal) : mode.want)) {
            out.push_back({&mode, *key});
        }
    }
    return out;
}

std::uint8_t modifiers_of(const std::vector<Entry>& entries) {
    std::vector<KeyWithModifier> keys;
    for (const Entry& entry : entries) {
        keys.push_back(entry.key);
    }
    return common_modifiers(keys);
}

/// ` Ctrl + `, or a blank when the keys share nothing.
void add_super_key(Line& line, std::uint8_t modifiers, const Scene& scene) {
    const std::string text = sdk::modifiers_to_string(modifiers);
    line.add(text.empty() ? " " : " " + text + " + ", plain(scene));
}

enum class Words : std::uint8_t { No, Yes };

/// ` <g> LOCK `, without words ` g `.
Line mode_ribbon(const Entry& entry, std::uint8_t without, Words words, const Scene& scene) {
    const sdk::Styling& styling = scene.mode->styling;
    const bool is_on = family_of(scene.mode->mode) == entry.mode->mode;
    const bool is_quit = entry.mode->want.name == ActionName::Quit;
    const auto& declaration =
        is_on && !is_quit ? styling.ribbon_selected : styling.ribbon_unselected;
    const int target = is_quit ? 0 : kModeTarget + static_cast<int>(entry.mode->mode);
    Look text = look(declaration);
    if (target != 0 && target == scene.hovered && !is_on) {
        text.ground = declaration.emphasis[1];
    }
    Look key = text;
    key.text = declaration.emphasis[0];
    const std::string keys = keys_text(std::span(&entry.key, 1), without);
    Line body;
    body.add(words == Words::Yes ? " <" : " ", text, target);
    body.add(keys, key, target);
    if (words == Words::Yes) {
        body.add("> ", text, target);
        body.add(entry.mode->name, text, target);
    }
    body.add(" ", text, target);
    Line out;
    add_ribbon(out, {body, text.ground}, styling.text_unselected.background, arrow(*scene.mode),
               target);
    return out;
}

/// Modes from the left; the last ones lose their words until all fit, then the last ones go.
Line draw_entries(const std::vector<Entry>& entries, int columns, const Scene& scene) {
    const std::uint8_t common = modifiers_of(entries);
    Line start(columns);
    add_super_key(start, common, scene);
    std::vector<Line> wide;
    std::vector<Line> narrow;
    for (const Entry& entry : entries) {
        wide.push_back(mode_ribbon(entry, common, Words::Yes, scene));
        narrow.push_back(mode_ribbon(entry, common, Words::No, scene));
    }
    int width = start.width();
    for (const Line& ribbon : narrow) {
        width += ribbon.width();
    }
    std::size_t with_words = 0;
    while (with_words < wide.size()) {
        const int more = wide[with_words].width() - narrow[with_words].width();
        if (width + more > columns) {
            break;
        }
        width += more;
        ++with_words;
    }
    Line out = start;
    for (std::size_t i = 0; i < wide.size(); ++i) {
        out.add(i < with_words ? wide[i] : narrow[i]);
    }
    return out;
}

/// One ribbon of the group at the right.
void add_action(Line& line, std::string_view label, std::span<const Want> wants, int target,
                const Scene& scene) {
    const auto keys = find_keys(scene.mode->current_keybinds(), wants);
    if (keys.empty()) {
        return;
    }
    const auto& declaration = scene.mode->styling.ribbon_unselected;
    Look text = look(declaration);
    if (target != 0 && target == scene.hovered) {
        text.ground = declaration.emphasis[1];
    }
    Look key = text;
    key.text = declaration.emphasis[0];
    Line body;
    body.add(" <", text, target);
    body.add(keys_text(keys, sdk::Alt), key, target);
    body.add("> ", text, target);
    body.add(label, text, target);
    body.add(" ", text, target);
    add_ribbon(line, {body, text.ground}, plain(scene).ground, arrow(*scene.mode), target);
}

/// ` Alt + ` and what works without entering a mode.
Line draw_right(const Scene& scene) {
    using sdk::Direction;
    using sdk::Resize;
    constexpr std::array kNew = {Want{.name = ActionName::NewPane}};
    constexpr std::array kFocus = {with_direction(ActionName::MoveFocusOrTab, Direction::Left),
                                   with_direction(ActionName::MoveFocus, Direction::Down),
                                   with_direction(ActionName::MoveFocus, Direction::Up),
                                   with_direction(ActionName::MoveFocusOrTab, Direction::Right)};
    constexpr std::array kResize = {resizing(Resize::Increase), resizing(Resize::Decrease)};
    constexpr std::array kFloating = {Want{.name = ActionName::ToggleFloatingPanes}};
    Line actions;
    add_action(actions, "New Pane", kNew, kNewPaneTarget, scene);
    const bool has_neighbours = scene.tab != nullptr && scene.tab->selectable_tiled_panes_count > 1;
    if (has_neighbours) {
        add_action(actions, "Change Focus", kFocus, 0, scene);
        add_action(actions, "Resize", kResize, 0, scene);
    }
    add_action(actions, "Floating", kFloating, kFloatingTarget, scene);
    Line out;
    if (actions.width() > 0) {
        add_super_key(out, sdk::Alt, scene);
        out.add(actions);
    }
    return out;
}

/// Pieces on grounds of their own, an arrow where the ground changes.
class Chain {
public:
    Chain(Line& line, const Scene& scene)
        : line_(line), bar_(plain(scene).ground), ground_(bar_), arrow_(arrow(*scene.mode)) {}
    void add(std::string_view text, const Look& with) {
        turn_to(with.ground);
        line_.add(text, with);
    }
    void end() { turn_to(bar_); }

private:
    void turn_to(const sdk::PaletteColor& next) {
        if (!(next == ground_)) {
            line_.add(arrow_, {.text = ground_, .ground = next, .weight = ""});
        }
        ground_ = next;
    }
    Line& line_;
    sdk::PaletteColor bar_;
    sdk::PaletteColor ground_;
    std::string_view arrow_;
};

struct Offer {
    std::string keys;
    std::string_view label;
};

std::vector<Offer> offers(const Scene& scene) {
    std::vector<Offer> out;
    for (const Hint& hint : hints_of(scene.mode->mode)) {
        const auto keys = find_keys(scene.mode->current_keybinds(), hint.wants);
        if (!keys.empty()) {
            out.push_back({keys_text(keys), hint.label});
        }
    }
    return out;
}

Line draw_offers(std::span<const Offer> offers, const Scene& scene) {
    const auto& declaration = scene.mode->styling.ribbon_unselected;
    const Look key = look(declaration);
    const Look label{.text = declaration.base, .ground = declaration.emphasis[1]};
    Line out;
    Chain chain(out, scene);
    for (const Offer& offer : offers) {
        chain.add(" " + offer.keys + " ", key);
        chain.add(" " + std::string(offer.label) + " ", label);
    }
    chain.end();
    return out;
}

/// As many as fit into `room`, then the sign that there are more.
Line draw_offers_within(int room, const Scene& scene) {
    const std::vector<Offer> all = offers(scene);
    for (std::size_t count = all.size(); count > 0; --count) {
        Line out = draw_offers(std::span(all).first(count), scene);
        if (count < all.size()) {
            out.add(kMore, plain(scene));
        }
        if (out.width() <= room) {
            return out;
        }
    }
    return {};
}

/// The mode one is in: ` Ctrl + ` and its ribbon, or its name.
Line draw_title(const Scene& scene) {
    Line out(scene.columns);
    const std::string_view title = title_of(scene.mode->mode);
    if (!title.empty()) {
        Look with = look(scene.mode->styling.ribbon_selected);
        Line body;
        body.add(" " + std::string(title) + " ", with);
        add_ribbon(out, {body, with.ground}, plain(scene).ground, arrow(*scene.mode));
        return out;
    }
    for (const Entry& entry : entries(scene, scene.mode->keybinds_of(scene.mode->base_mode))) {
        if (entry.mode->mode == scene.mode->mode) {
            add_super_key(out, entry.key.modifiers, scene);
            out.add(mode_ribbon(entry, entry.key.modifiers, Words::Yes, scene));
            break;
        }
    }
    return out;
}

bool is_idle(const Scene& scene) {
    return scene.mode->mode == InputMode::Normal || scene.mode->mode == InputMode::Locked;
}

constexpr std::array<std::string_view, 8> kTips = {
    "Ctrl g locks the keys: everything you type goes to the program, until Ctrl g again.",
    "Drag over text to copy it. With Shift, the terminal selects instead.",
    "Alt n opens a pane where there is room. Alt f shows and hides floating panes.",
    "Alt and arrows move between panes, and on to the next tab.",
    "Ctrl o d leaves the session running; tessera attach comes back to it.",
    "Ctrl s e opens all that scrolled by in your editor.",
    "Ctrl t s types into every pane of the tab at once.",
    "Alt [ and Alt ] put the panes of the tab into other layouts.",
};

}  // namespace

Line draw_one_line(const Scene& scene) {
    if (!is_idle(scene)) {
        Line out = draw_title(scene);
        out.add(draw_offers_within(scene.columns - out.width(), scene));
        return out;
    }
    std::vector<Entry> modes = entries(scene, scene.mode->current_keybinds());
    const bool is_locked = scene.mode->mode == InputMode::Locked;
    if (is_locked) {
        // A binding that also works in locked mode is the user's own; the way out is what counts.
        std::erase_if(modes, [](const Entry& e) { return e.mode->mode != InputMode::Locked; });
    }
    Line out = draw_entries(modes, scene.columns, scene);
    const bool wants_right = !is_locked || scene.mode->base_mode == InputMode::Locked;
    const Line right = wants_right ? draw_right(scene) : Line();
    if (right.width() > 0 && out.width() + right.width() <= scene.columns) {
        out.pad(scene.columns - right.width(), plain(scene));
        out.add(right);
    } else if (right.width() > 0 && out.width() + sdk::text_width(kMore) <= scene.columns) {
        out.pad(scene.columns - sdk::text_width(kMore), plain(scene));
        out.add(kMore, plain(scene));
    }
    return out;
}

Line draw_modes(const Scene& scene) {
    const bool is_locked = scene.mode->mode == InputMode::Locked;
    const auto& binds = is_locked ? scene.mode->keybinds_of(InputMode::Normal)
                                  : scene.mode->keybinds_of(scene.mode->base_mode);
    return draw_entries(entries(scene, is_locked ? scene.mode->current_keybinds() : binds),
                        scene.columns, scene);
}

Line draw_second_row(const Scene& scene, std::string_view tip) {
    Line out(scene.columns);
    const sdk::TabInfo* tab = scene.tab;
    if (scene.mode->mode == InputMode::Locked) {
        out.add(" -- INTERFACE LOCKED -- ", plain(scene));
    } else if (!is_idle(scene)) {
        std::string text;
        for (const Offer& offer : offers(scene)) {
            text += text.empty() ? " <" : " / <";
            text += offer.keys + "> ";
            text += offer.label;
        }
        out.add(text, plain(scene));
    } else if (tab != nullptr && tab->is_fullscreen_active) {
        out.add(" (FULLSCREEN): + " + std::to_string(tab->panes_to_hide) + " hidden panes",
                plain(scene));
    } else if (tab != nullptr && tab->are_floating_panes_visible) {
        out.add(" (FLOATING PANES VISIBLE): ", plain(scene));
        const auto key =
            find_key(scene.mode->current_keybinds(), {.name = ActionName::ToggleFloatingPanes});
        if (key) {
            out.add("Press <" + sdk::to_string(*key) + "> to hide.", plain(scene));
        }
    } else {
        out.add(" Tip: " + std::string(tip), weak(scene));
    }
    return out;
}

std::string_view tip(std::uint32_t number) {
    return kTips[number % kTips.size()];
}

}  // namespace tessera::bars
