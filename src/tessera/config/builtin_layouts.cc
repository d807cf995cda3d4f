// Layouts that need no file. The shapes and thresholds are Zellij 0.45's (zellij-utils
// assets/layouts); the text is ours. Bars are named by alias, so that a user's alias wins.
#include <algorithm>
#include <array>
#include <string>

#include "tessera/config/layout.h"

namespace tessera::config {

namespace {

constexpr std::string_view kDefault = R"kdl(layout {
    pane size=1 borderless=true { plugin location="tab-bar"; }
    pane
    pane size=1 borderless=true { plugin location="status-bar"; }
}
)kdl";

constexpr std::string_view kCompact = R"kdl(layout {
    pane
    pane size=1 borderless=true { plugin location="compact-bar"; }
}
)kdl";

constexpr std::string_view kClassic = R"kdl(layout {
    pane size=1 borderless=true { plugin location="tab-bar" { hide_swap_layout_indication true; }; }
    pane
    pane size=2 borderless=true { plugin location="status-bar" { classic true; }; }
}
)kdl";

constexpr std::string_view kStrider = R"kdl(layout {
    pane size=1 borderless=true { plugin location="tab-bar"; }
    pane split_direction="vertical" {
        pane size="20%" { plugin location="strider"; }
        pane
    }
    pane size=2 borderless=true { plugin location="status-bar"; }
}
)kdl";

constexpr std::string_view kDisableStatusBar = R"kdl(layout {
    pane size=1 borderless=true { plugin location="tab-bar"; }
    pane
}
)kdl";

constexpr std::string_view kWelcome = R"kdl(session_serialization false
layout {
    pane borderless=true { plugin location="welcome-screen"; }
}
)kdl";

/// What surrounds the panes, and up to or from how many panes (bars included) each arrangement is
/// for.
struct SwapRow {
    std::string_view layout;
    std::string_view ui;
    std::array<std::string_view, 8> counts;  // vertical 3, horizontal 3, stacked, half-stacked
};

constexpr SwapRow kSwapRows[] = {
    {"default",
     R"kdl(    pane size=1 borderless=true { plugin location="tab-bar"; }
    children
    pane size=1 borderless=true { plugin location="status-bar"; }
)kdl",
     {"5", "8", "12", "4", "8", "12", "4", "5"}},
    {"compact",
     R"kdl(    children
    pane size=1 borderless=true { plugin location="compact-bar"; }
)kdl",
     {"4", "7", "11", "3", "7", "11", "3", "4"}},
    {"classic",
     R"kdl(    pane size=1 borderless=true {
        plugin location="tab-bar" { hide_swap_layout_indication true; }
    }
    children
    pane size=2 borderless=true { plugin location="status-bar" { classic true; }; }
)kdl",
     {"5", "8", "12", "5", "8", "12", "4", "5"}},
    {"strider",
     R"kdl(    pane size=1 borderless=true { plugin location="tab-bar"; }
    pane split_direction="vertical" {
        pane size="20%" { plugin location="strider"; }
        children
    }
    pane size=2 borderless=true { plugin location="status-bar"; }
)kdl",
     {"6", "9", "13", "6", "9", "13", "5", "6"}},
};

// `@UI@` and `@0@`…`@7@` stand for what SwapRow says.
constexpr std::string_view kSwapPattern = R"kdl(tab_template name="ui" {
@UI@}
swap_tiled_layout name="vertical" {
    ui max_panes=@0@ {
        pane split_direction="vertical" {
            pane
            pane { children; }
        }
    }
    ui max_panes=@1@ {
        pane split_direction="vertical" {
            pane { children; }
            pane { pane; pane; pane; pane; }
        }
    }
    ui max_panes=@2@ {
        pane split_direction="vertical" {
            pane { children; }
            pane { pane; pane; pane; pane; }
            pane { pane; pane; pane; pane; }
        }
    }
}
swap_tiled_layout name="horizontal" {
    ui max_panes=@3@ {
        pane
        pane
    }
    ui max_panes=@4@ {
        pane {
            pane split_direction="vertical" { children; }
            pane split_direction="vertical" { pane; pane; pane; pane; }
        }
    }
    ui max_panes=@5@ {
        pane {
            pane split_direction="vertical" { children; }
            pane split_direction="vertical" { pane; pane; pane; pane; }
            pane split_direction="vertical" { pane; pane; pane; pane; }
        }
    }
}
swap_tiled_layout name="stacked" {
    ui min_panes=@6@ {
        pane stacked=true { children; }
    }
}
swap_tiled_layout name="half-stacked" {
    ui min_panes=@7@ {
        pane split_direction="vertical" {
            pane
            pane stacked=true { children; }
        }
    }
}
swap_floating_layout name="staggered" {
    floating_panes
}
swap_floating_layout name="enlarged" {
    floating_panes max_panes=10 {
        pane { x "5%"; y 1; width "90%"; height "90%"; }
        pane { x "5%"; y 2; width "90%"; height "90%"; }
        pane { x "5%"; y 3; width "90%"; height "90%"; }
        pane { x "5%"; y 4; width "90%"; height "90%"; }
        pane { x "5%"; y 5; width "90%"; height "90%"; }
        pane { x "5%"; y 6; width "90%"; height "90%"; }
        pane { x "5%"; y 7; width "90%"; height "90%"; }
        pane { x "5%"; y 8; width "90%"; height "90%"; }
        pane { x "5%"; y 9; width "90%"; height "90%"; }
        pane { x 10; y 10; width "90%"; height "90%"; }
    }
}
swap_floating_layout name="spread" {
    floating_panes max_panes=1 {
        pane { x "50%"; y "50%"; }
    }
    floating_panes max_panes=2 {
        pane { x "1%"; y "25%"; width "45%"; }
        pane { x "50%"; y "25%"; width "45%"; }
    }
    floating_panes max_panes=3 {
        pane { y "55%"; width "45%"; height "45%"; }
        pane { x "1%"; y "1%"; width "45%"; }
        pane { x "50%"; y "1%"; width "45%"; }
    }
    floating_panes max_panes=4 {
        pane { x "1%"; y "55%"; width "45%"; height "45%"; }
        pane { x "50%"; y "55%"; width "45%"; height "45%"; }
        pane { x "1%"; y "1%"; width "45%"; height "45%"; }
        pane { x "50%"; y "1%"; width "45%"; height "45%"; }
    }
}
)kdl";

std::string swap_text(const SwapRow& row) {
    std::string out;
    std::string_view rest = kSwapPattern;
    while (true) {
        const std::size_t open = rest.find('@');
        out += rest.substr(0, open);
        if (open == std::string_view::npos) {
            return out;
        }
        const std::size_t close = rest.find('@', open + 1);
        const std::string_view word = rest.substr(open + 1, close - open - 1);
        out += word == "UI" ? row.ui : row.counts[static_cast<std::size_t>(word.front() - '0')];
        rest.remove_prefix(close + 1);
    }
}

}  // namespace

const BuiltinLayout* find_builtin_layout(std::string_view name) {
    static const std::array<std::string, std::size(kSwapRows)> kSwaps = [] {
        std::array<std::string, std::size(kSwapRows)> texts;
        std::ranges::transform(kSwapRows, texts.begin(), swap_text);
        return texts;
    }();
    static const std::array<BuiltinLayout, 6> kLayouts = {{
        {"default", kDefault, kSwaps[0]},
        {"compact", kCompact, kSwaps[1]},
        {"classic", kClassic, kSwaps[2]},
        {"strider", kStrider, kSwaps[3]},
        {"disable-status-bar", kDisableStatusBar, ""},
        {"welcome", kWelcome, ""},
    }};
    const auto it = std::ranges::find(kLayouts, name, &BuiltinLayout::name);
    return it == kLayouts.end() ? nullptr : &*it;
}

}  // namespace tessera::config
