#include "tessera/config/layout.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tessera/config/layout_write.h"

using namespace tessera;
using namespace tessera::config;

namespace {

std::string extent(const std::optional<Extent>& e) {
    return !e ? "" : std::to_string(e->amount) + (e->unit == Extent::Unit::Percent ? "%" : "");
}

std::string run(const PaneRun& r) {
    if (const auto* command = std::get_if<CommandRun>(&r)) {
        std::string out = "$" + command->command;
        for (const std::string& arg : command->args) {
            out += " " + arg;
        }
        return out + (command->close_on_exit ? " close" : "") +
               (command->start_suspended ? " wait" : "");
    }
    if (const auto* plugin = std::get_if<PluginRun>(&r)) {
        return "@" + plugin->location;
    }
    const auto* edit = std::get_if<EditRun>(&r);
    return edit != nullptr ? "edit " + edit->file : "";
}

/// A pane in one word: `p` a leaf, `V(…)` side by side, `H(…)` above each other, `S(…)` a stack,
/// `+` where further panes go.
std::string shape(const PaneLayout& pane) {
    std::string out = extent(pane.size);
    out += out.empty() ? "" : ":";
    if (pane.is_leaf()) {
        const std::string what = run(pane.run);
        return out + (what.empty() ? "p" : what) + (pane.focus ? "*" : "") +
               (pane.cwd ? " in " + *pane.cwd : "") + (pane.expanded ? " open" : "");
    }
    out += pane.stacked ? "S(" : pane.split_direction == SplitDirection::Vertical ? "V(" : "H(";
    for (std::size_t i = 0; i <= pane.children.size(); ++i) {
        out += pane.children_index == i ? "+" : "";
        out += i == pane.children.size() ? "" : (i > 0 ? ", " : "") + shape(pane.children[i]);
    }
    return out + ")";
}

std::string shapes(const std::expected<Layout, Diagnostics>& layout) {
    if (!layout) {
        return format(layout.error(), "f");
    }
    std::string out;
    for (const TabLayout& tab : layout->tabs) {
        out += (out.empty() ? "" : " | ") + tab.name.value_or("") + shape(tab.root);
    }
    return out;
}

}  // namespace

TEST(Layout, ReadsTreesOfPanes) {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"layout", "H(p)"},
        {"layout { pane; pane }", "H(p, p)"},
        {"layout split_direction=\"vertical\" { pane size=5; pane size=\"30%\" }", "V(5:p, 30%:p)"},
        {"layout { pane split_direction=\"vertical\" { pane; pane { pane; pane focus=true } } }",
         "H(V(p, H(p, p*)))"},
        {"layout { pane { size 3; borderless true; command \"htop\" } }", "H(3:$htop)"},
        {"layout { pane command=\"tail\" close_on_exit=true start_suspended=true "
         "{ args \"-f\" \"/a b\" 3 } }",
         "H($tail -f /a b 3 close wait)"},
        {"layout { pane edit=\"src/main.rs\"; pane { plugin location=\"zellij:strider\" } }",
         "H(edit src/main.rs, @zellij:strider)"},
        {"layout { pane stacked=true { pane; pane expanded=true; pane } }", "H(S(p, p open, p))"},
        {"layout { pane { children } }", "H(H(p+))"},
        {"layout cwd=\"/w\" { tab name=\"a\" cwd=\"src\" { pane cwd=\"x\"; pane cwd=\"/y\"; "
         "pane cwd=\"~\"; pane }; tab name=\"b\" }",
         "aH(p in src/x, p in /y, p in ~, p in src) | bH(p)"},
    };
    for (const auto& [text, wanted] : rows) {
        EXPECT_EQ(shapes(parse_layout(text)), wanted) << text;
    }
}

TEST(Layout, TemplatesOfPanes) {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"layout { pane_template name=\"ed\" edit=\"a\" size=3; ed; ed edit=\"b\" size=4 }",
         "H(3:edit a, 4:edit b)"},
        {"layout { pane_template name=\"log\" command=\"tail\" { args \"-f\" }; "
         "log { args \"-n\" \"1\" }; log command=\"cat\"; log edit=\"x\" }",
         "H($tail -n 1, $cat -f, edit x)"},
        {"layout { pane_template name=\"row\" split_direction=\"vertical\" "
         "{ pane; children; pane }; row { pane size=1 } ; row }",
         "H(V(p, H(1:p+), p), V(p, H(p+), p))"},
        {"layout { pane_template name=\"a\" { b; pane }; pane_template name=\"b\" command=\"c\"; "
         "a }",
         "H(H($c, p))"},
        {"layout { pane_template name=\"box\"; box { pane; pane } }", "H(H(p, p))"},
    };
    for (const auto& [text, wanted] : rows) {
        EXPECT_EQ(shapes(parse_layout(text)), wanted) << text;
    }
}

TEST(Layout, TemplatesOfTabs) {
    const auto layout = parse_layout(R"(
layout {
    default_tab_template {
        pane size=1 borderless=true { plugin location="zellij:tab-bar"; }
        children
    }
    tab_template name="wide" { children; pane command="htop"; }
    new_tab_template { pane; pane; }
    tab name="one" { pane; pane focus=true; }
    wide name="two" focus=true split_direction="vertical" { pane; pane; }
    tab
})");
    EXPECT_EQ(shapes(layout),
              "oneH(1:@zellij:tab-bar, H(p, p*+)) | twoH(V(p, p+), $htop) | "
              "H(1:@zellij:tab-bar, H(p+))");
    ASSERT_TRUE(layout);
    EXPECT_EQ(layout->focused_tab, 1U);
    EXPECT_TRUE(layout->has_explicit_tabs);
    EXPECT_EQ(shape(layout->new_tab.root), "H(p, p)");
}

TEST(Layout, NewTabsFollowTheBareOneOrTheTemplate) {
    const auto bare = parse_layout("layout { pane size=1 borderless=true; pane }");
    ASSERT_TRUE(bare);
    EXPECT_EQ(shape(bare->new_tab.root), "H(1:p, p)");
    const auto tabs = parse_layout("layout { tab { pane; pane; pane } }");
    ASSERT_TRUE(tabs);
    EXPECT_EQ(shape(tabs->new_tab.root), "H(p)");
    const auto templated =
        parse_layout("layout { default_tab_template { children; pane size=1 }; pane; pane }");
    ASSERT_TRUE(templated);
    EXPECT_EQ(shape(templated->tabs[0].root), "H(H(p, p+), 1:p)");
    EXPECT_EQ(shape(templated->new_tab.root), "H(H(p+), 1:p)");
}

TEST(Layout, FloatingPanes) {
    const auto layout = parse_layout(R"(
layout {
    pane_template name="top" command="htop" { close_on_exit true; }
    tab hide_floating_panes=true cwd="/t" {
        pane
        floating_panes {
            pane { x 0; y "10%"; width "50%"; height 14; pinned true; }
            top x=3
            pane edit="a" cwd="b"
        }
    }
})");
    ASSERT_TRUE(layout) << shapes(layout);
    const TabLayout& tab = layout->tabs[0];
    EXPECT_TRUE(tab.hide_floating_panes);
    ASSERT_EQ(tab.floating.size(), 3U);
    EXPECT_EQ(extent(tab.floating[0].x) + extent(tab.floating[0].y), "010%");
    EXPECT_EQ(extent(tab.floating[0].width) + extent(tab.floating[0].height), "50%14");
    EXPECT_EQ(tab.floating[0].pinned, true);
    EXPECT_EQ(run(tab.floating[1].run), "$htop close");
    EXPECT_EQ(extent(tab.floating[1].x), "3");
    EXPECT_EQ(tab.floating[2].cwd, "/t/b");
}

TEST(Layout, SwapLayoutsAreKeptInTheOrderTheyAreTried) {
    const auto layout = parse_layout(R"(
layout {
    tab_template name="ui" { pane size=1; children; }
    pane
    swap_tiled_layout name="v" {
        ui min_panes=9 { pane stacked=true { children; }; }
        tab exact_panes=2 { pane; pane; }
        ui max_panes=8 { pane split_direction="vertical" { pane; pane { children; }; }; }
        ui max_panes=3 { pane; }
        tab
    }
    swap_floating_layout { floating_panes; floating_panes max_panes=1 { pane x=1; }; }
})");
    ASSERT_TRUE(layout) << shapes(layout);
    ASSERT_EQ(layout->swap_tiled.size(), 1U);
    std::string got;
    for (const auto& [rule, pane] : layout->swap_tiled[0].variants) {
        got += std::to_string(rule.count) + " " + shape(pane) + "\n";
    }
    EXPECT_EQ(got,
              "3 H(1:p, H(p+))\n8 H(1:p, H(V(p, H(p+))))\n9 H(1:p, H(S(p+)))\n2 H(p, p)\n"
              "0 H(p)\n");
    EXPECT_EQ(layout->swap_floating[0].variants[0].arrangement.size(), 1U);
    EXPECT_TRUE(layout->swap_tiled[0].variants[1].rule.fits(8));
    EXPECT_FALSE(layout->swap_tiled[0].variants[1].rule.fits(9));
    EXPECT_FALSE(layout->swap_tiled[0].variants[3].rule.fits(1));
}

TEST(Layout, BuiltInOnesHaveZellijsShape) {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"default", "H(1:@tab-bar, p, 1:@status-bar)"},
        {"compact", "H(p, 1:@compact-bar)"},
        {"classic", "H(1:@tab-bar, p, 2:@status-bar)"},
        {"strider", "H(1:@tab-bar, V(20%:@strider, p), 2:@status-bar)"},
        {"disable-status-bar", "H(1:@tab-bar, p)"},
        {"welcome", "H(@welcome-screen)"},
    };
    for (const auto& [name, wanted] : rows) {
        const BuiltinLayout* builtin = find_builtin_layout(name);
        ASSERT_NE(builtin, nullptr) << name;
        EXPECT_EQ(shapes(parse_layout(builtin->text)), wanted);
        Config config = default_config();
        EXPECT_TRUE(load(config, builtin->text).empty()) << name;
        const auto whole = parse_layout(builtin->text, builtin->swap_text);
        ASSERT_TRUE(whole) << format(whole.error().diagnostics, name);
        EXPECT_EQ(whole->swap_tiled.size(), builtin->swap_text.empty() ? 0U : 4U);
        EXPECT_EQ(whole->tabs[0].root.children.front().borderless.value_or(false),
                  name != "compact");
    }
    EXPECT_EQ(find_builtin_layout("nobody"), nullptr);
    const BuiltinLayout& compact = *find_builtin_layout("compact");
    const auto layout = parse_layout(compact.text, compact.swap_text);
    EXPECT_EQ(layout->swap_tiled[0].name, "vertical");
    EXPECT_EQ(layout->swap_tiled[0].variants[2].rule.count, 11U);
    EXPECT_EQ(shape(layout->swap_tiled[0].variants[0].arrangement),
              "H(H(V(p, H(p+))), 1:@compact-bar)");
    EXPECT_EQ(layout->swap_floating[1].variants[0].arrangement.size(), 10U);
}

TEST(Layout, WhatIsWrongIsToldWithItsPlace) {
    struct Row {
        std::string_view text;
        std::string_view wanted;  // beginning of the report
    };
    const Row rows[] = {
        {"pane", "f:1:1: there is no layout in this file; expected layout { … }"},
        {"layout { pan }", "f:1:10: unknown part of a layout \"pan\"; expected `pane`"},
        {"layout { pane siz=1 }", "f:1:19: unknown property of a pane \"siz\"; expected `size`"},
        {"layout { pane size=0 }", "f:1:20: `size` cannot be this; expected a whole number of"},
        {"layout { pane size=\"101%\" }", "f:1:20: `size` cannot be this"},
        {"layout { pane size=\"x%\" }", "f:1:20: `size` cannot be this"},
        {"layout { pane borderless=1 }",
         "f:1:26: `borderless` cannot be a whole number; expected true or false"},
        {"layout { pane split_direction=\"up\" }", "f:1:31: unknown direction \"up\""},
        {"layout { pane command=\"a\" edit=\"b\" }", "f:1:10: a pane cannot run more than one"},
        {"layout { pane { args \"x\" } }", "f:1:10: `args` needs a command"},
        {"layout { pane command=\"x\" { pane } }",
         "f:1:10: a pane that holds panes cannot have `command`"},
        {"layout { pane stacked=true }", "f:1:10: a stack needs panes in it"},
        {"layout { pane stacked=true { pane { pane } } }",
         "f:1:10: a pane of a stack cannot hold panes"},
        {"layout { pane expanded=true }", "f:1:10: `expanded` means something only inside"},
        {"layout { tab; pane }", "f:1:15: panes and tabs cannot stand side by side"},
        {"layout name=\"x\" { tab }", "f:1:13: `name` belongs to a tab here"},
        {"layout { tab focus=true; tab focus=true }", "f:1:26: two tabs have the focus"},
        {"layout { tab nam=\"x\" }", "f:1:18: unknown property of a tab \"nam\"; expected `name`"},
        {"layout { pane_template name=\"a\" { a }; a }",
         "f:1:10: pane template \"a\" contains itself"},
        {"layout { pane_template name=\"a\" { b }; pane_template name=\"b\" { pane { a } }; a }",
         "f:1:10: pane template \"a\" contains itself"},
        {"layout { pane_template name=\"pane\" }", "f:1:29: a template cannot be called \"pane\""},
        {"layout { tab_template name=\"t\" { pane } }", "f:1:10: tab template \"t\" has no place"},
        {"layout { pane_template name=\"a\" { pane }; a { pane } }",
         "f:1:43: `a` has no place for panes"},
        {"layout { floating_panes { pane size=1 } }",
         "f:1:37: unknown property of a floating pane \"size\""},
        {"layout { pane { plugin } }", "f:1:17: plugin `plugin` has no location"},
        {"layout { swap_tiled_layout { tab max_panes=1 min_panes=1 } }",
         "f:1:56: only one of max_panes"},
        {"layout {", "f:1:9: a `{` is not closed"},
        {"layout; layout", "f:1:9: there are two layouts"},
    };
    for (const Row& row : rows) {
        const auto layout = parse_layout(row.text);
        ASSERT_FALSE(layout) << row.text;
        const std::string report = format(layout.error(), "f");
        EXPECT_EQ(report.substr(0, row.wanted.size()), row.wanted) << row.text;
    }
    const BuiltinLayout& builtin = *find_builtin_layout("default");
    const auto swap = parse_layout(builtin.text, "swap_tiled_layout { tab maxpanes=1 }");
    ASSERT_FALSE(swap);
    EXPECT_TRUE(swap.error().in_swap_file);
}

TEST(Layout, TemplatesThatMultiplyAreStopped) {
    for (const int levels : {12, 40}) {
        std::string text = "layout {\n pane_template name=\"t0\" { pane; pane }\n";
        for (int i = 1; i < levels; ++i) {
            const std::string before = "t" + std::to_string(i - 1);
            text += " pane_template name=\"t" + std::to_string(i) + "\" { " + before + "; " +
                    before + "; }\n";
        }
        const auto layout = parse_layout(text + " t" + std::to_string(levels - 1) + "\n}");
        ASSERT_FALSE(layout);
        ASSERT_EQ(layout.error().size(), 1U) << format(layout.error(), "f");
        EXPECT_TRUE(layout.error().front().message.contains(levels == 12 ? "4096" : "64 deep"));
    }
}

TEST(Layout, TabsWithoutEndAreRefusedQuickly) {
    std::string text = "layout {\n";
    for (int i = 0; i < 50'000; ++i) {
        text += "tab focus=true\n";
    }
    const auto layout = parse_layout(text + "}");
    ASSERT_FALSE(layout);
    EXPECT_TRUE(std::ranges::any_of(layout.error(), [](const kdl::Diagnostic& d) {
        return d.message == "two tabs have the focus";
    }));
    EXPECT_EQ(layout.error().size(), kMaxDiagnostics);
}

TEST(Layout, WhatIsWrittenReadsBackTheSame) {
    std::vector<std::string> texts = {R"(
layout {
    cwd "/home/u/proj"
    default_tab_template {
        pane size=1 borderless=true { plugin location="zellij:tab-bar"; }
        children
    }
    tab name="Tab #1" focus=true cwd="src" hide_floating_panes=true {
        pane split_direction="vertical" {
            pane size="50%" command="a \"b\"" start_suspended=true { args "-x" "y z"; }
            pane size="50%" {
                pane size="50%" cwd="deep"
                pane size=5 cwd="/abs" exclude_from_sync=true
            }
        }
        pane stacked=true { pane; pane expanded=true name="open"; }
        floating_panes {
            pane focus=true {
                height 14; width "50%"; x 25; y 8; pinned true; default_bg "#001020"
            }
        }
    }
    tab split_direction="vertical" { pane edit="f" contents_file="c" default_fg=7; pane; }
})",
                                      R"(
layout {
    cwd "/home/u/proj"
    tab name="Tab #1" focus=true {
        pane size=1 borderless=true {
            plugin location="zellij:tab-bar"
        }
        pane split_direction="vertical" {
            pane size="50%"
            pane size="50%" {
                pane size="50%"
                pane size="50%"
            }
        }
        floating_panes {
            pane focus=true {
                height 14
                width 50
                x 25
                y 8
            }
        }
    }
    new_tab_template {
        pane size=1 borderless=true {
            plugin location="zellij:tab-bar"
        }
        pane
    }
})",
                                      "layout name=\"n\" { pane { children; }; pane }",
                                      "layout { default_tab_template { pane; children }; pane }"};
    for (const std::string_view name : {"default", "compact", "classic", "strider", "welcome"}) {
        texts.push_back(std::string(find_builtin_layout(name)->text));
    }
    for (std::string& text : texts) {
        auto layout = parse_layout(text, find_builtin_layout("default")->swap_text);
        ASSERT_TRUE(layout) << format(layout.error().diagnostics, "f") << text;
        const std::string written = layout_text(*layout);
        const auto again = parse_layout(written);
        ASSERT_TRUE(again) << format(again.error(), "f") << written;
        EXPECT_EQ(*again, *layout) << written;
        EXPECT_EQ(layout_text(*again), written);
    }
}

TEST(Layout, MutatedFilesAreReadOrRefused) {
    constexpr std::string_view kWords[] = {"pane",
                                           "children",
                                           "tab",
                                           "{",
                                           "}",
                                           ";",
                                           "size=1",
                                           "stacked=true",
                                           "a",
                                           "pane_template name=\"a\"",
                                           "\n",
                                           "floating_panes",
                                           "default_tab_template",
                                           "bind",
                                           "\""};
    std::vector<std::string> seeds;
    for (const std::string_view name : {"default", "compact", "classic", "strider"}) {
        const BuiltinLayout& builtin = *find_builtin_layout(name);
        seeds.push_back(std::string(builtin.text));
        seeds.push_back("layout {\n" + std::string(builtin.swap_text) + "}");
    }
    seeds.push_back(std::string(default_keybinds_text()));
    std::uint32_t state = 1;
    const auto random = [&](std::size_t below) {
        state = state * 1664525 + 1013904223;
        return static_cast<std::size_t>(state >> 8) % below;
    };
    int read = 0;
    for (int round = 0; round < 1000; ++round) {
        std::string text = seeds[random(seeds.size())];
        for (std::size_t edits = 1 + random(3); edits > 0; --edits) {
            const std::size_t at = random(text.size());
            if (random(2) == 0) {
                text.insert(at, " " + std::string(kWords[random(std::size(kWords))]) + " ");
            } else {
                text.erase(at, 1 + random(8));
            }
        }
        const auto layout = parse_layout(text);
        read += layout ? 1 : 0;
        EXPECT_TRUE(layout || !layout.error().empty());
        if (layout) {
            const auto again = parse_layout(layout_text(*layout));
            ASSERT_TRUE(again && *again == *layout) << text << "----\n" << layout_text(*layout);
        }
        Config config;
        EXPECT_LE(load(config, text).size(), kMaxDiagnostics);
    }
    EXPECT_GT(read, 20);
}
