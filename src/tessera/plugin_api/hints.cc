#include "tessera/plugin_api/hints.h"

#include <fmt/format.h>

#include <array>

namespace tessera::plugin_api {

namespace {

using workspace::Held;
using workspace::Pane;
using workspace::Session;
using workspace::Tab;

// Levels of text in a StyledText, by which bars colour it. Source: plugin ABI 6.2.
constexpr std::size_t kEmphasis = 0;
constexpr std::size_t kError = 6;
constexpr std::size_t kSuccess = 7;

class HintWriter {
public:
    HintWriter& plain(std::string_view text) {
        out_.text += text;
        return *this;
    }
    HintWriter& level(std::string_view text, std::size_t level) {
        out_.indices.resize(std::max(out_.indices.size(), level + 1));
        for (std::size_t i = 0; i < text.size(); ++i) {
            out_.indices[level].indices.push_back(static_cast<std::uint32_t>(out_.text.size() + i));
        }
        return plain(text);
    }
    HintWriter& key(std::string_view name, std::string_view does) {
        return plain("<").level(name, kEmphasis).plain(">").plain(does);
    }
    /// All of it is ASCII: bytes are characters are columns.
    void put(api::event::HintTextPayload& hints) && {
        const auto width = static_cast<std::uint32_t>(out_.text.size());
        hints.hint_text.insert_or_assign(width, std::move(out_));
    }

private:
    api::event::StyledText out_;
};

void add_end(HintWriter& hint, const Held& held) {
    if (held.why != Held::Why::Exited) {
        return;
    }
    if (!held.exit_status) {
        hint.plain("[ ").level("EXITED", kError).plain(" ] ");
        return;
    }
    hint.plain("[ EXIT CODE: ")
        .level(fmt::format("{}", *held.exit_status), *held.exit_status == 0 ? kSuccess : kError)
        .plain(" ] ");
}

}  // namespace

const Pane* lone_pane(const Session& session, const Tab& tab) {
    if (session.settings().frames != config::FrameStyle::Titles) {
        return nullptr;
    }
    const Pane* lone = nullptr;
    for (const workspace::PanePlace& place : session.geometry(tab.id).panes) {
        const Pane* const pane = tab.find_pane(place.pane);
        if (place.layer != workspace::Layer::Tiled || pane == nullptr || !pane->selectable ||
            pane->borderless) {
            continue;
        }
        if (lone != nullptr) {
            return nullptr;
        }
        lone = pane;
    }
    return lone;
}

std::string shown_tab_name(const Session& session, const Tab& tab) {
    const Pane* const pane = lone_pane(session, tab);
    if (pane == nullptr) {
        return tab.name;
    }
    const bool has_title = !pane->name.empty() || !pane->title.empty();
    std::string name = !tab.named && has_title ? workspace::shown_title(*pane) : tab.name;
    if (pane->held && pane->held->why == Held::Why::Exited) {
        name += pane->held->exit_status
                    ? fmt::format(" [ EXIT CODE: {} ] ", *pane->held->exit_status)
                    : " [ EXITED ] ";
    }
    return name;
}

api::event::HintTextPayload held_hints(const Held& held) {
    const bool ran = held.why == Held::Why::Exited;
    struct Words {
        std::string_view run, shell, exit;
    };
    const std::array words = {
        Words{ran ? " re-run, " : " run, ", " drop to shell, ", " exit "},
        Words{ran ? " re-run " : " run ", " shell ", " exit "},
        Words{" ", " ", " "},
    };
    api::event::HintTextPayload hints;
    for (const Words& row : words) {
        HintWriter hint;
        add_end(hint, held);
        hint.key("ENTER", row.run).key("ESC", row.shell).key("Ctrl-c", row.exit);
        std::move(hint).put(hints);
    }
    return hints;
}

}  // namespace tessera::plugin_api
