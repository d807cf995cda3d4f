#include "menu.h"

#include <algorithm>
#include <utility>

#include "../common/filter.h"
#include "tessera/sdk/text_width.h"

namespace tessera::session_manager {

namespace {

using namespace sdk;
using What = Request::What;

std::string counted(std::size_t n, std::string_view what) {
    return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
}

std::string details_of(const SessionManifest& session) {
    std::size_t panes = 0;
    for (const PaneManifest& tab : session.panes) {
        panes +=
            static_cast<std::size_t>(std::ranges::count_if(tab.panes, [](const PaneInfo& pane) {
                return pane.is_selectable && !pane.is_suppressed;
            }));
    }
    return counted(session.tabs.size(), "tab") + ", " + counted(panes, "pane") + ", " +
           counted(session.connected_clients, "client");
}

}  // namespace

void Menu::set_sessions(std::vector<SessionManifest> sessions) {
    const std::vector<bars::Entry> before = rows();
    const std::string chosen = selected_ && page_ != Page::Layouts ? before[*selected_].name : "";
    sessions_.clear();
    for (SessionManifest& session : sessions) {
        if (session.is_current_session) {
            current_ = session.name;
        } else {
            sessions_.push_back(std::move(session));
        }
    }
    std::ranges::sort(sessions_, {}, &SessionManifest::name);
    if (page_ == Page::Layouts || !selected_) {
        return;
    }
    // The same session stays chosen, wherever it is now.
    const auto shown = shown_sessions();
    const auto at = std::ranges::find(shown, chosen, &SessionManifest::name);
    selected_ = at == shown.end() ? std::nullopt
                                  : std::optional(static_cast<std::size_t>(at - shown.begin()));
    if (!selected_ && page_ == Page::KillOne) {
        page_ = Page::Sessions;
    }
}

void Menu::set_layouts(std::vector<LayoutInfo> layouts) {
    layouts_ = std::move(layouts);
    if (page_ == Page::Layouts) {
        retype();
    }
}

std::vector<const SessionManifest*> Menu::shown_sessions() const {
    std::vector<const SessionManifest*> out;
    for (const SessionManifest& session : sessions_) {
        // What is typed on other pages is about something else.
        if (page_ != Page::Sessions || bars::has_in_order(session.name, text_)) {
            out.push_back(&session);
        }
    }
    return out;
}

std::vector<const LayoutInfo*> Menu::shown_layouts() const {
    std::vector<const LayoutInfo*> out;
    for (const LayoutInfo& layout : layouts_) {
        if (bars::has_in_order(layout.name, text_)) {
            out.push_back(&layout);
        }
    }
    return out;
}

std::size_t Menu::count() const {
    return page_ == Page::Layouts ? shown_layouts().size() : shown_sessions().size();
}

std::vector<bars::Entry> Menu::rows() const {
    std::vector<bars::Entry> out;
    if (page_ == Page::Layouts) {
        for (const LayoutInfo* layout : shown_layouts()) {
            out.push_back({layout->name, layout->source == "file" ? "yours" : "built in"});
        }
        return out;
    }
    for (const SessionManifest* session : shown_sessions()) {
        out.push_back({session->name, details_of(*session)});
    }
    return out;
}

void Menu::go(Page page, std::string text) {
    page_ = page;
    text_ = std::move(text);
    trouble_.clear();
    retype();
}

/// After the text changed: the first match is what Enter means, none if nothing was typed.
void Menu::retype() {
    const bool wants = page_ == Page::Layouts || (page_ == Page::Sessions && !text_.empty());
    selected_ = wants && count() > 0 ? std::optional<std::size_t>(0) : std::nullopt;
}

void Menu::type(std::string_view text) {
    trouble_.clear();
    text_ += text;
    if (page_ != Page::Rename) {
        retype();
    }
}

void Menu::move(int by) {
    const auto last = static_cast<int>(count()) - 1;
    if (last < 0 || (page_ != Page::Sessions && page_ != Page::Layouts)) {
        return;
    }
    const int from = selected_ ? static_cast<int>(*selected_) : (by > 0 ? -1 : last + 1);
    // Above the first session is the typed name itself.
    const int to = std::min(from + by, last);
    selected_ = to < 0 ? (page_ == Page::Layouts ? std::optional<std::size_t>(0) : std::nullopt)
                       : std::optional(static_cast<std::size_t>(to));
}

Request Menu::choose(std::size_t index) {
    if (index >= count() || (page_ != Page::Sessions && page_ != Page::Layouts)) {
        return {};
    }
    selected_ = index;
    return enter();
}

Request Menu::enter() {
    switch (page_) {
    case Page::Sessions:
        if (selected_) {
            return {.what = What::Attach, .names = {shown_sessions()[*selected_]->name}};
        }
        if (text_ == current_ && !text_.empty()) {
            trouble_ = "You are in this session.";
            return {};
        }
        new_name_ = text_;
        go(Page::Layouts);
        return {};
    case Page::Layouts: {
        Request out{.what = What::Create};
        if (!new_name_.empty()) {
            out.names.push_back(new_name_);
        }
        if (selected_) {
            out.layout = *shown_layouts()[*selected_];
        }
        go(Page::Sessions);
        return out;
    }
    case Page::Rename: {
        const auto taken = std::ranges::find(sessions_, text_, &SessionManifest::name);
        if (text_.empty() || taken != sessions_.end()) {
            trouble_ =
                text_.empty() ? "A session needs a name." : "Another session is called that.";
            return {};
        }
        Request out{.what = What::Rename, .names = {text_}};
        go(Page::Sessions);
        return out;
    }
    case Page::KillOne:
    case Page::KillOthers: return {};
    }
    return {};
}

Request Menu::answer(const KeyWithModifier& key) {
    Request out;
    if (key.is(U'y')) {
        out.what = What::Kill;
        for (const SessionManifest* session : shown_sessions()) {
            out.names.push_back(session->name);
        }
        if (page_ == Page::KillOne) {
            out.names = {out.names[*selected_]};
        }
    } else if (!key.is(U'n') && !key.is(BareKey::Esc)) {
        return out;
    }
    go(Page::Sessions);
    return out;
}

Request Menu::control(char32_t letter) {
    switch (letter) {
    case U'c':
        if (!text_.empty()) {
            go(page_);
            return {};
        }
        return escape();
    case U'r': go(Page::Rename); return {};
    case U'x': return {.what = What::Disconnect};
    case U'd':
        if (!sessions_.empty()) {
            go(Page::KillOthers);
        }
        return {};
    default: return {};
    }
}

Request Menu::escape() {
    if (page_ == Page::Sessions) {
        return {.what = What::Close};
    }
    go(Page::Sessions);
    return {};
}

Request Menu::press(const KeyWithModifier& key) {
    if (page_ == Page::KillOne || page_ == Page::KillOthers) {
        return answer(key);
    }
    if (key.bare_key == BareKey::Char && key.modifiers == Ctrl) {
        return control(key.character);
    }
    if (key.is(BareKey::Down) || key.is(BareKey::Up)) {
        move(key.is(BareKey::Down) ? 1 : -1);
    } else if (key.is(BareKey::Enter)) {
        return enter();
    } else if (key.is(BareKey::Esc)) {
        return escape();
    } else if (key.is(BareKey::Tab) && page_ == Page::Sessions && selected_) {
        text_ = shown_sessions()[*selected_]->name;
        retype();
    } else if (key.is(BareKey::Delete) && page_ == Page::Sessions && selected_) {
        // Its place in the whole list, which the question keeps.
        const auto* const chosen = shown_sessions()[*selected_];
        page_ = Page::KillOne;
        selected_ = static_cast<std::size_t>(chosen - sessions_.data());
    } else if (key.is(BareKey::Backspace)) {
        bars::drop_last_char(text_);
        type("");
    } else if (key.bare_key == BareKey::Char && (key.modifiers & ~Shift) == 0) {
        type(to_utf8(key.character));
    }
    return {};
}

}  // namespace tessera::session_manager
