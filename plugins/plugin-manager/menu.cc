#include "menu.h"

#include <algorithm>
#include <tuple>

#include "../common/filter.h"
#include "tessera/sdk/text_width.h"

namespace tessera::plugin_manager {

using namespace sdk;
using What = Request::What;

void Menu::set_session(const SessionManifest& session) {
    const std::optional<std::uint32_t> before =
        selected_ ? std::optional(plugins_[*selected_].id) : std::nullopt;
    plugins_.clear();
    for (const auto& plugin : session.plugins) {
        if (plugin.plugin_id != own_) {
            plugins_.push_back({plugin.plugin_id, plugin.plugin_url, "in the background", false});
        }
    }
    for (const PaneManifest& tab : session.panes) {
        const auto named = std::ranges::find(session.tabs, tab.tab_index, &TabInfo::position);
        for (const PaneInfo& pane : tab.panes) {
            const auto mine = std::ranges::find(plugins_, pane.id, &Running::id);
            if (!pane.is_plugin || mine == plugins_.end()) {
                continue;
            }
            mine->has_pane = true;
            mine->where = pane.title;
            if (named != session.tabs.end()) {
                mine->where += " in " + named->name;
            }
        }
    }
    std::ranges::sort(plugins_, {},
                      [](const Running& plugin) { return std::tie(plugin.location, plugin.id); });
    // The same plugin stays chosen, wherever it is now.
    const auto at = before ? std::ranges::find(plugins_, *before, &Running::id) : plugins_.end();
    selected_ = plugins_.empty() ? std::nullopt
                : at == plugins_.end()
                    ? std::optional<std::size_t>(0)
                    : std::optional(static_cast<std::size_t>(at - plugins_.begin()));
}

std::vector<bars::Entry> Menu::rows() const {
    std::vector<bars::Entry> out;
    for (const Running& plugin : plugins_) {
        out.push_back({plugin.location, plugin.where});
    }
    return out;
}

void Menu::go(Page page) {
    page_ = page;
    text_.clear();
    trouble_.clear();
}

void Menu::set_location(std::string_view location) {
    go(Page::New);
    text_ = location;
}

void Menu::move(int by) {
    if (page_ == Page::Plugins) {
        selected_ = bars::moved(selected_, by, plugins_.size());
    }
}

Request Menu::choose(std::size_t index) {
    if (page_ != Page::Plugins || index >= plugins_.size()) {
        return {};
    }
    selected_ = index;
    return act(What::Focus);
}

Request Menu::act(What what) {
    if (!selected_) {
        return {};
    }
    const Running& plugin = plugins_[*selected_];
    if (what == What::Focus && !plugin.has_pane) {
        trouble_ = "It runs in the background: there is no pane to go to.";
        return {};
    }
    return {.what = what, .plugin = plugin.id};
}

Request Menu::press_new(const KeyWithModifier& key) {
    if (key.is(BareKey::Enter)) {
        if (text_.empty()) {
            trouble_ = "Where is it? file:/PATH, https://…, or the name of a built-in.";
            return {};
        }
        Request out{.what = What::Load, .location = text_};
        go(Page::Plugins);
        return out;
    }
    if (key.is(U'f', Ctrl)) {
        return {.what = What::Pick};
    }
    if (key.is(U'l', Ctrl)) {
        load_ = load_ == Load::InPane ? Load::InBackground : Load::InPane;
    } else if (key.is(BareKey::Backspace)) {
        bars::drop_last_char(text_);
    } else if (key.bare_key == BareKey::Char && (key.modifiers & ~Shift) == 0) {
        text_ += to_utf8(key.character);
    }
    return {};
}

Request Menu::press(const KeyWithModifier& key) {
    trouble_.clear();
    if (key.is(BareKey::Esc) || key.is(U'c', Ctrl)) {
        if (page_ == Page::Plugins) {
            return {.what = What::Close};
        }
        go(Page::Plugins);
        return {};
    }
    if (page_ == Page::New) {
        return press_new(key);
    }
    if (key.is(U'a', Ctrl)) {
        go(Page::New);
    } else if (key.is(BareKey::Down) || key.is(BareKey::Up)) {
        move(key.is(BareKey::Down) ? 1 : -1);
    } else if (key.is(BareKey::Enter)) {
        return act(What::Focus);
    } else if (key.is(BareKey::Tab)) {
        return act(What::Reload);
    } else if (key.is(BareKey::Delete)) {
        return act(What::End);
    }
    return {};
}

}  // namespace tessera::plugin_manager
