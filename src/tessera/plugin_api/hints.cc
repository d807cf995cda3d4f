#include "tessera/plugin_api/hints.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "tessera/base/check.h"

namespace tessera::plugin_api {

namespace {

using workspace::Held;
using workspace::Pane;
using workspace::Session;
using workspace::Tab;

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
        return plain("<").level(name, kHintEmphasis).plain(">").plain(does);
    }
    /// What stands between two asterisks has the level.
    HintWriter& marked(std::string_view text, std::size_t of_marked) {
        bool is_marked = false;
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('*'), text.size());
            is_marked ? level(text.substr(0, end), of_marked) : plain(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
            is_marked = !is_marked;
        }
        return *this;
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
        hint.plain("[ ").level("EXITED", kHintError).plain(" ] ");
        return;
    }
    hint.plain("[ EXIT CODE: ")
        .level(fmt::format("{}", *held.exit_status),
               *held.exit_status == 0 ? kHintSuccess : kHintError)
        .plain(" ] ");
}

api::event::HintTextPayload marked_hints(std::span<const std::string_view> rows,
                                         std::size_t level) {
    api::event::HintTextPayload hints;
    for (const std::string_view row : rows) {
        HintWriter hint;
        hint.marked(row, level);
        std::move(hint).put(hints);
    }
    return hints;
}

// What the mouse does, the longest first.
constexpr std::array<std::string_view, 3> kGroup = {
    " *Alt* <*Click*> - group, *Alt* <*Right-Click*> - ungroup all ",
    "*Alt* <*Click*> group, *Alt* <*Right-Click*> ungroup",
    "*Alt* <*Click*> group",
};

struct ResizeRow {
    Resizing::Of of;
    Resizing::By by;
    std::array<std::string_view, 3> words;
};
constexpr std::array kResize = std::to_array<ResizeRow>({
    {Resizing::Of::Tiled,
     Resizing::By::BordersAndWheel,
     {" *Ctrl* <*MouseScroll*> or <*drag borders*> to resize ",
      " <*Ctrl* *MouseScroll*>/<*drag borders*> resize ",
      " <*Ctrl* *MouseScroll*>/<*drag borders*> "}},
    {Resizing::Of::Floating,
     Resizing::By::BordersAndWheel,
     {" *Ctrl* <*MouseScroll*> or *Ctrl* <*drag borders*> to resize ",
      " <*Ctrl* *MouseScroll*/*drag borders*> resize ", " <*Ctrl* *MouseScroll*/*drag borders*> "}},
    {Resizing::Of::Tiled,
     Resizing::By::Borders,
     {" <*drag borders*> to resize ", " <*drag borders*> resize ", " <*drag borders*> "}},
    {Resizing::Of::Floating,
     Resizing::By::Borders,
     {" *Ctrl* <*drag borders*> to resize ", " <*Ctrl* *drag borders*> resize ",
      " <*Ctrl* *drag borders*> "}},
});

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

api::event::HintTextPayload group_hints() {
    return marked_hints(kGroup, kHintEmphasis);
}

api::event::HintTextPayload resize_hints(Resizing how) {
    const auto row = std::ranges::find_if(
        kResize, [&](const ResizeRow& r) { return r.of == how.of && r.by == how.by; });
    TESSERA_CHECK(row != kResize.end());
    return marked_hints(row->words, kHintOtherEmphasis);
}

}  // namespace tessera::plugin_api
