#include "tessera/ui/component.h"

#include <gtest/gtest.h>

#include <random>

#include "tessera/vt/terminal.h"

namespace tessera::ui {
namespace {

using vt::Attr;
using vt::Color;

/// The bytes of a text in decimal, as plugins write them.
std::string decimal(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += (out.empty() ? "" : ",") + std::to_string(static_cast<unsigned char>(c));
    }
    return out;
}

std::string sequence(std::string_view body) {
    return "\x1bPz" + std::string(body) + "\x1b\\";
}

struct Screen {
    explicit Screen(int rows, int cols, Arrows arrows = Arrows::Yes)
        : terminal({Rows(rows), Cols(cols)}) {
        terminal.set_component_painter(
            [this, arrows](std::string_view body) { return component_bytes(body, theme, arrows); });
    }
    std::string show(std::string_view bytes) {
        terminal.feed(bytes);
        std::string out;
        for (int r = 0; r < terminal.size().rows.value; ++r) {
            out += terminal.row_text(Row(r)) + '\n';
        }
        return out;
    }
    vt::Style style(int row, int col) const {
        return terminal.style(terminal.row(Row(row))[static_cast<std::size_t>(col)].style());
    }

    config::Theme theme = config::default_theme();
    vt::Terminal terminal;
};

TEST(Component, TextGoesToItsPlaceIsCutAndPadded) {
    Screen s(2, 12);
    EXPECT_EQ(s.show("............" + sequence("text;2/0/6/1;" + decimal("Win"))),
              "..Win   ....\n\n");
    EXPECT_EQ(s.show(sequence("text;0/1/5/;" + decimal("漢字漢"))), "..Win   ....\n漢字\n");
    EXPECT_EQ(s.style(0, 2), (vt::Style{.foreground = Color::indexed(255), .attrs = Attr::Bold}));
    EXPECT_EQ(s.show("!").back(), '\n');
}

TEST(Component, TextWithoutAPlaceIsDrawnAtTheCursorAndKeepsItsAttributes) {
    Screen s(1, 12);
    EXPECT_EQ(s.show("a" + sequence("text;x" + decimal("bc")) + "d"), "abcd\n");
    const vt::Style selected{
        .foreground = Color::indexed(255), .background = Color::indexed(238), .attrs = Attr::Bold};
    EXPECT_EQ(s.style(0, 1), selected);
    EXPECT_EQ(s.style(0, 3), selected);
}

TEST(Component, MarkedCharactersHaveTheColoursOfTheirLevel) {
    Screen s(1, 20);
    (void)s.show(sequence("text;0,2$2$$$1,3,6$3,9$4,5$4,6$" + decimal("abcdefgh")));
    const vt::Style base{.foreground = Color::indexed(255), .attrs = Attr::Bold};
    const auto colored = [](std::uint8_t index) {
        return vt::Style{.foreground = Color::indexed(index), .attrs = Attr::Bold};
    };
    EXPECT_EQ(s.style(0, 0), colored(166));                                    // level 0
    EXPECT_EQ(s.style(0, 1), (vt::Style{.attrs = Attr::Bold | Attr::Dim}));    // 4
    EXPECT_EQ(s.style(0, 2), colored(51));                                     // 1 after 0
    EXPECT_EQ(s.style(0, 3), (vt::Style{.foreground = Color::indexed(255)}));  // 5 beats 4
    EXPECT_EQ(s.style(0, 4), colored(124));                                    // 6 beats 7
    EXPECT_EQ(s.style(0, 5), colored(124));
    EXPECT_EQ(s.style(0, 6), (vt::Style{.attrs = Attr::Bold | Attr::Dim}));  // 4 beats 7
    EXPECT_EQ(s.style(0, 7), base);
}

TEST(Component, DisabledTextIsItalicAndUnmarked) {
    Screen s(1, 20);
    (void)s.show(sequence("text;d0$" + decimal("a")));
    EXPECT_EQ(s.style(0, 0), (vt::Style{.foreground = Color::indexed(255), .attrs = Attr::Italic}));
}

TEST(Component, RibbonsChainAndHaveArrowsUnlessTheInterfaceIsSimplified) {
    Screen s(1, 30);
    EXPECT_EQ(
        s.show(sequence("ribbon;x" + decimal("one")) + sequence("ribbon;" + decimal("two")) + "!"),
        "\ue0b0 one \ue0b0\ue0b0 two \ue0b0!\n");
    EXPECT_EQ(s.style(0, 0),
              (vt::Style{.foreground = Color::indexed(16), .background = Color::indexed(154)}));
    EXPECT_EQ(s.style(0, 2), (vt::Style{.foreground = Color::indexed(16),
                                        .background = Color::indexed(154),
                                        .attrs = Attr::Bold}));
    EXPECT_EQ(s.style(0, 6),
              (vt::Style{.foreground = Color::indexed(154), .background = Color::indexed(16)}));
    EXPECT_EQ(s.style(0, 10).background, Color::indexed(245));
    EXPECT_EQ(s.style(0, 14), vt::Style{});
    Screen plain(1, 30, Arrows::No);
    EXPECT_EQ(plain.show(sequence("ribbon;2/0/6/;" + decimal("one")) + "!"), "   one    !\n");
    Screen narrow(1, 30);
    EXPECT_EQ(narrow.show(sequence("ribbon;0/0/8/;" + decimal("longer")) + "!"),
              "\ue0b0 long \ue0b0!\n");
}

TEST(Component, TablesAlignColumnsAndDropWhatDoesNotFit) {
    const std::string cells =
        decimal("name") + ";" + decimal("v") + ";" + decimal("x") + ";x" + decimal("longer");
    Screen s(4, 20);
    EXPECT_EQ(s.show(sequence("table;3/1//;2;2;" + cells)), "\n   name v\n   x    longer\n\n");
    EXPECT_EQ(s.terminal.cursor(), (Point{Row(3), Col(3)}));
    EXPECT_EQ(s.style(1, 3), (vt::Style{.foreground = Color::indexed(154), .attrs = Attr::Bold}));
    EXPECT_EQ(s.style(2, 8), (vt::Style{.foreground = Color::indexed(255),
                                        .background = Color::indexed(238),
                                        .attrs = Attr::Bold}));
    EXPECT_EQ(s.style(2, 7), vt::Style{});
    Screen cut(4, 20);
    EXPECT_EQ(cut.show(sequence("table;0/0/11/1;2;2;" + cells)), "name\n\n\n\n");
    Screen flowing(4, 20);
    EXPECT_EQ(flowing.show("ab" + sequence("table;2;2;" + cells) + "!"),
              "abname v\nx    longer\n!\n\n");
}

TEST(Component, AnEmptyCellIsLeftOutAndTheFollowingShift) {
    Screen s(3, 20);
    EXPECT_EQ(s.show(sequence("table;0/0//;2;2;" + decimal("a") + ";;" + decimal("b") + ";" +
                              decimal("c"))),
              "a b\nc\n\n");
}

TEST(Component, NestedListsIndentAndPadToTheWidest) {
    Screen s(4, 20);
    EXPECT_EQ(s.show(sequence("nested_list;1/0//;" + decimal("top") + ";|" + decimal("below") +
                              ";||x" + decimal("y"))),
              "  > top\n    - below\n      > y\n\n");
    EXPECT_EQ(s.style(0, 2), (vt::Style{.foreground = Color::indexed(255)}));
    EXPECT_EQ(s.style(0, 4), (vt::Style{.foreground = Color::indexed(255), .attrs = Attr::Bold}));
    EXPECT_EQ(s.style(2, 1).background, Color::indexed(238));
    EXPECT_EQ(s.style(2, 10).background, Color::indexed(238));
    EXPECT_EQ(s.style(2, 11), vt::Style{});
    Screen cut(3, 20);
    EXPECT_EQ(cut.show(sequence("nested_list;0/0/6/1;" + decimal("abcdef") + ";" + decimal("b"))),
              " > abc\n\n\n");
    Screen flowing(3, 20);
    EXPECT_EQ(flowing.show("top" + sequence("nested_list;" + decimal("a"))), "top\n > a\n\n");
}

TEST(Component, WhatMakesNoSenseDrawsNothing) {
    for (const std::string_view body :
         {"", "text", "text;", "text;abc", "text;300", "text;1/1;65", "text;//1/1;65", "button;65",
          "table;0;1;65", "table;x;1;65", "table;1;1;", "table;2", "nested_list;d65", "text;65,,66",
          ";;;;"}) {
        EXPECT_EQ(component_bytes(body, config::default_theme(), Arrows::Yes), "") << body;
    }
}

TEST(Component, HostileSizesStayBounded) {
    const config::Theme theme = config::default_theme();
    std::string cells = "table;1;9;" + decimal(std::string(200'000, 'w'));
    for (int i = 0; i < 40'000; ++i) {
        cells += ";65";
    }
    EXPECT_LT(component_bytes(cells, theme, Arrows::Yes).size(), kMaxComponentBytes + 10'000);
    EXPECT_LT(
        component_bytes("text;99999999999/99999999999/99999999999/9;65", theme, Arrows::Yes).size(),
        10'000U);
    EXPECT_LT(component_bytes("nested_list;0/0/0/;" + std::string(100'000, '|') + "65", theme,
                              Arrows::Yes)
                  .size(),
              10'000U);
}

TEST(Component, AnyBytesAreParsed) {
    std::mt19937 random(11);  // NOLINT(cert-msc32-c): a fixed seed makes a failure repeatable
    constexpr std::string_view kAlphabet = ";/,$|xzd0123456789textribbonablenested_list";
    constexpr std::string_view kNames[] = {"text;", "ribbon;", "table;2;2;", "nested_list;",
                                           "text;1/1//;"};
    for (int round = 0; round < 20'000; ++round) {
        std::string body(kNames[random() % std::size(kNames)]);
        for (std::size_t n = random() % 40; n > 0; --n) {
            body += kAlphabet[random() % kAlphabet.size()];
        }
        (void)component_bytes(body, config::default_theme(), Arrows::No);
    }
}

}  // namespace
}  // namespace tessera::ui
