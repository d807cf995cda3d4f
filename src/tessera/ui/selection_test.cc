#include "tessera/ui/selection.h"

#include <gtest/gtest.h>

namespace tessera::ui {
namespace {

constexpr std::string_view kSeparators = "[]{}<>()";

TextPoint point(std::int64_t line, int col) {
    return {line, Col(col)};
}

TEST(Selection, TextOfWrappedLinesComesBackInOnePiece) {
    vt::Terminal t({Rows(3), Cols(10)});
    t.feed("first\r\nabcdefghijKLMNOPQRSTuv\r\nend   \r\nlast");
    EXPECT_EQ(selected_text(t, {point(0, 0), point(99, 9)}),
              "first\nabcdefghijKLMNOPQRSTuv\nend\nlast");
    EXPECT_EQ(selected_text(t, {point(1, 5), point(2, 2)}), "fghijKLM");
    EXPECT_EQ(selected_text(t, {point(3, 1), point(4, 1)}), "v\nen");
}

TEST(Selection, WideCharactersAreTakenWhole) {
    vt::Terminal t({Rows(2), Cols(10)});
    t.feed("a漢b");
    EXPECT_EQ(selected_text(t, {point(0, 2), point(0, 3)}), "漢b");
    EXPECT_EQ(selected_text(t, {point(0, 0), point(0, 1)}), "a漢");
}

TEST(Selection, TwoClicksTakeAWordThreeALine) {
    vt::Terminal t({Rows(3), Cols(10)});
    t.feed("x (hello-world-wide) y");
    const auto text = [&](int line, int col, SelectBy by) {
        return selected_text(t, start_selection(t, point(line, col), by, kSeparators).range);
    };
    EXPECT_EQ(text(0, 5, SelectBy::Word), "hello-world-wide");
    EXPECT_EQ(text(1, 5, SelectBy::Word), "hello-world-wide");
    EXPECT_EQ(text(0, 2, SelectBy::Word), "(");
    EXPECT_EQ(text(1, 0, SelectBy::Line), "x (hello-world-wide) y");
    EXPECT_EQ(text(0, 0, SelectBy::Cell), "x");
}

TEST(Selection, DraggingKeepsTheFirstUnitAndAddsWholeOnes) {
    vt::Terminal t({Rows(2), Cols(20)});
    t.feed("one two three four");
    Selection s = start_selection(t, point(0, 5), SelectBy::Word, kSeparators);
    extend_selection(t, s, point(0, 10), kSeparators);
    EXPECT_EQ(selected_text(t, s.range), "two three");
    extend_selection(t, s, point(0, 1), kSeparators);
    EXPECT_EQ(selected_text(t, s.range), "one two");
}

TEST(Selection, PlacesStayTrueWhileOutputScrollsAndIsDropped) {
    vt::Terminal t({Rows(2), Cols(10)}, {.history = {.rows_max = 2}});
    t.feed("a\r\nb\r\nc\r\nd");
    const TextPoint at = text_point(t, 1, {Row(0), Col(0)});
    EXPECT_EQ(at, point(1, 0));
    EXPECT_EQ(selected_text(t, {at, at}), "b");
    t.feed("\r\ne");
    EXPECT_EQ(selected_text(t, {at, at}), "b");
    t.feed("\r\nf\r\ng");
    EXPECT_EQ(selected_text(t, {at, at}), "");
    EXPECT_EQ(selected_text(t, {at, point(4, 0)}), "d\ne");
    EXPECT_EQ(text_point(t, 0, {Row(99), Col(99)}), point(6, 9));
}

}  // namespace
}  // namespace tessera::ui
