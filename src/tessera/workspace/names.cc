// Names that people give.
#include <algorithm>

#include <fmt/format.h>

#include "tessera/workspace/session.h"

namespace tessera::workspace {

namespace {

constexpr bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Takes the last character away.
void pop_character(std::string& text) {
    while (!text.empty() && is_continuation(text.back())) {
        text.pop_back();
    }
    if (!text.empty()) {
        text.pop_back();
    }
}

/// Without control characters, and not longer than a name may be.
std::string as_name(std::string_view text) {
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out), [](char c) {
        return static_cast<unsigned char>(c) >= 0x20U && c != '\x7F';
    });
    if (out.size() > kMaxNameBytes) {
        out.resize(kMaxNameBytes + 1);
        pop_character(out);  // perhaps the middle of one
    }
    return out;
}

std::string typed_onto(std::string name, std::string_view input) {
    for (const char c : input) {
        if (c == '\0') {
            name.clear();
        } else if (c == '\x7F' || c == '\b') {
            pop_character(name);
        } else {
            name += c;
        }
    }
    return as_name(name);
}

std::string default_tab_name(TabId id) {
    return fmt::format("Tab #{}", id.value + 1);
}

}  // namespace

Result<Changed> Session::rename_pane(PaneId id, std::string_view name) {
    const Found found = TESSERA_TRY(want_pane(id));
    std::string wanted = as_name(name);
    if (found.pane->name == wanted) {
        return Changed::No;
    }
    found.pane->name = std::move(wanted);
    return changed(*found.tab);
}

Result<Changed> Session::rename_tab(TabId id, std::string_view name) {
    Tab& tab = *TESSERA_TRY(want_tab(id));
    std::string wanted = as_name(name);
    if (tab.named && tab.name == wanted) {
        return Changed::No;
    }
    tab.name = std::move(wanted);
    tab.named = true;
    return changed(tab);
}

Result<Changed> Session::type_pane_name(PaneId id, std::string_view input) {
    const Found found = TESSERA_TRY(want_pane(id));
    if (!found.pane->name_before_rename) {
        found.pane->name_before_rename = found.pane->name;
    }
    found.pane->name = typed_onto(found.pane->name, input);
    return changed(*found.tab);
}

Result<Changed> Session::type_tab_name(TabId id, std::string_view input) {
    Tab& tab = *TESSERA_TRY(want_tab(id));
    if (!tab.name_before_rename) {
        tab.name_before_rename = tab.named ? tab.name : std::string();
    }
    tab.name = typed_onto(tab.name, input);
    tab.named = true;
    return changed(tab);
}

Result<Changed> Session::undo_rename_pane(PaneId id) {
    const Found found = TESSERA_TRY(want_pane(id));
    if (!found.pane->name_before_rename) {
        return Changed::No;
    }
    found.pane->name = *std::exchange(found.pane->name_before_rename, std::nullopt);
    return changed(*found.tab);
}

Result<Changed> Session::undo_rename_tab(TabId id) {
    Tab& tab = *TESSERA_TRY(want_tab(id));
    if (!tab.name_before_rename) {
        return Changed::No;
    }
    const std::string before = *std::exchange(tab.name_before_rename, std::nullopt);
    tab.named = !before.empty();
    tab.name = tab.named ? before : default_tab_name(id);
    return changed(tab);
}

}  // namespace tessera::workspace
