#include "tessera/ui/panels.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tessera/config/theme.h"
#include "tessera/ui/text.h"

namespace tessera::ui {
namespace {

const std::vector<std::string> kWanted = {"ReadApplicationState", "RunCommands"};

Rect content(int rows, int cols) { return {Row(2), Col(3), Rows(rows), Cols(cols)}; }

std::string text_of(const Line& line) {
    std::string out;
    for (const Span& span : line) {
        out += span.text;
    }
    return out;
}

TEST(Panels, AQuestionIsAnsweredWhereItsButtonsAreDrawn) {
    for (const Rect& rect : {content(10, 60), content(1, 120), content(3, 20)}) {
        const Panel panel = permission_panel(config::default_theme(), "file:/x.wasm", kWanted,
                                             rect.rows);
        int grants = 0;
        int denies = 0;
        for (const PanelRow& row : panel_rows(panel, rect)) {
            for (int col = rect.col.value; col < rect.col_end().value; ++col) {
                const std::string piece = panel_piece(panel, rect, {row.at.row, Col(col)});
                grants += piece == kGrantButton ? 1 : 0;
                denies += piece == kDenyButton ? 1 : 0;
            }
        }
        EXPECT_EQ(grants, 5) << rect.cols.value;
        EXPECT_EQ(denies, 4) << rect.cols.value;
        EXPECT_EQ(panel_piece(panel, rect, {Row(0), Col(0)}), "");
    }
}

TEST(Panels, RowsAreBrokenAtTheWidthAndCutAtTheHeight) {
    Panel panel;
    panel.lines = {{{"abcdefgh", {}}}, {{"next", {}}}};
    const std::vector<PanelRow> rows = panel_rows(panel, content(3, 5));
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(text_of(rows[0].line), "abcde");
    EXPECT_EQ(text_of(rows[1].line), "fgh");
    EXPECT_EQ(rows[1].at, (Point{Row(3), Col(3)}));
    EXPECT_EQ(panel_rows(panel, content(2, 5)).size(), 2U);
}

}  // namespace
}  // namespace tessera::ui
