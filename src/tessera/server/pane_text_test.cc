#include "tessera/server/pane_text.h"

#include <gtest/gtest.h>

namespace tessera::server {
namespace {

using Lines = std::vector<std::string>;

class PaneLinesTest : public ::testing::Test {
protected:
    PaneLinesTest() : terminal({Rows(2), Cols(10)}) { terminal.feed("a\r\nb\r\nc\r\nd"); }
    vt::Terminal terminal;
};

TEST_F(PaneLinesTest, OfThePageAreThatAlone) {
    const PaneLines lines = pane_lines(terminal, 0, TextOf::Page);
    EXPECT_EQ(lines.shown, (Lines{"c", "d"}));
    EXPECT_TRUE(lines.above.empty() && lines.below.empty());
}

TEST_F(PaneLinesTest, OfEverythingLieAroundWhatIsShown) {
    const PaneLines lines = pane_lines(terminal, 1, TextOf::Everything);
    EXPECT_EQ(lines.above, (Lines{"a"}));
    EXPECT_EQ(lines.shown, (Lines{"b", "c"}));
    EXPECT_EQ(lines.below, (Lines{"d"}));
}

TEST_F(PaneLinesTest, AreThereHoweverFarItIsScrolled) {
    EXPECT_EQ(pane_lines(terminal, 99, TextOf::Everything).shown, (Lines{"a", "b"}));
}

}  // namespace
}  // namespace tessera::server
