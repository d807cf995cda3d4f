// Where pictures of kitty graphics are put: within a cell, in proportion, relative to others.
// Source: kitty graphics, "Controlling displayed image layout", "Relative placements".

#include <gtest/gtest.h>

#include "tessera/vt/graphics/layer.h"
#include "tessera/vt/terminal.h"

namespace tessera::vt {
namespace {

// Cells of 8 x 16 pixels, the default.
Terminal small() {
    return Terminal({Rows(6), Cols(20)});
}

std::string rect(const PixelRect& r) {
    return std::to_string(r.x) + "," + std::to_string(r.y) + " " + std::to_string(r.width) + "x" +
           std::to_string(r.height);
}

/// Of each part: its cells, what of the image is shown, and where in the cells.
std::string parts_text(const Terminal& t) {
    std::string out;
    for (const ImagePart& part : t.image_parts()) {
        out += rect({part.cells.col.value, part.cells.row.value, part.cells.cols.value,
                     part.cells.rows.value}) +
               " from " + rect(part.source) + " at " + rect(part.box) + "\n";
    }
    return out;
}

/// Column, row and size in cells of each part, a space between.
std::string places(const Terminal& t) {
    std::string out;
    for (const ImagePart& part : t.image_parts()) {
        out += (out.empty() ? "" : " ") + std::to_string(part.cells.col.value) + "," +
               std::to_string(part.cells.row.value);
    }
    return out;
}

/// Transmits a picture of that size by the name of 5.
std::string picture(int width, int height) {
    return "\x1b_Ga=t,q=2,f=24,i=5,s=" + std::to_string(width) + ",v=" + std::to_string(height) +
           ";" + std::string(static_cast<std::size_t>(width * height) * 4, '/') + "\x1b\\";
}

std::string command(std::string_view keys) {
    return "\x1b_G" + std::string(keys) + "\x1b\\";
}

/// What it answers, without what stands around it.
std::string answer_to(Terminal& t, std::string_view keys) {
    (void)t.take_replies();
    t.feed(command(keys));
    const std::string reply = t.take_replies();
    const std::size_t from = reply.find(';');
    return from == std::string::npos ? reply : reply.substr(from + 1, reply.size() - from - 3);
}

TEST(KittyPlace, OffsetsAreWithinTheFirstCellAndNoMoreCellsWhenThoseWereAskedFor) {
    struct Case {
        std::string_view keys;
        std::string_view parts;
        Point cursor;
    };
    for (const Case& row : {
             Case{"", "0,0 2x2 from 0,0 16x32 at 0,0 16x32\n", {Row(1), Col(2)}},
             Case{",X=3,Y=5", "0,0 3x3 from 0,0 16x32 at 3,5 16x32\n", {Row(2), Col(3)}},
             Case{",X=99,Y=99", "0,0 3x3 from 0,0 16x32 at 7,15 16x32\n", {Row(2), Col(3)}},
             Case{",X=3,Y=5,c=4,r=3", "0,0 4x3 from 0,0 16x32 at 3,5 29x43\n", {Row(2), Col(4)}},
             Case{",X=3,c=4", "0,0 4x4 from 0,0 16x32 at 3,0 29x58\n", {Row(3), Col(4)}},
             Case{",Y=4,r=1", "0,0 1x1 from 0,0 16x32 at 0,4 6x12\n", {Row(0), Col(1)}},
             Case{",X=3,w=4,h=4", "0,0 1x1 from 0,0 4x4 at 3,0 4x4\n", {Row(0), Col(1)}},
         }) {
        Terminal t = small();
        t.feed(picture(16, 32) + command("a=p,q=2,i=5" + std::string(row.keys)));
        EXPECT_EQ(parts_text(t), row.parts) << row.keys;
        EXPECT_EQ(t.cursor(), row.cursor) << row.keys;
        EXPECT_EQ(parts_text(Terminal::restore(t.snapshot()).value()), row.parts) << row.keys;
    }
}

TEST(KittyPlace, OffsetsOfAPictureInChunksAreThoseOfItsFirst) {
    Terminal t = small();
    t.feed("\x1b_Ga=T,q=2,f=24,s=2,v=1,i=1,X=2,Y=3,m=1;/wAA\x1b\\");
    t = Terminal::restore(t.snapshot()).value();
    t.feed("\x1b_Gm=0;/wAA\x1b\\");
    EXPECT_EQ(parts_text(t), "0,0 1x1 from 0,0 2x1 at 2,3 2x1\n");
}

TEST(KittyPlace, ACutThroughAnEnlargedPictureCutsItsPixelsWhereItIs) {
    Terminal t = small();
    t.feed(picture(16, 16) + "\x1b[1;18H" + command("a=p,q=2,i=5,c=4,r=2"));
    EXPECT_EQ(parts_text(t), "17,0 3x2 from 0,0 12x16 at 0,0 24x32\n");
    const ImagePart part = t.image_parts().at(0);
    EXPECT_EQ(crop(part, {Row(1), Col(18), Rows(1), Cols(1)}).source, (PixelRect{4, 8, 4, 8}));
    const ImagePart wide{.cells = {Row(0), Col(0), Rows(1), Cols(4)},
                         .source = {0, 0, 8, 16},
                         .box = {4, 0, 8, 16},
                         .cell = {Rows(16), Cols(8)}};
    EXPECT_TRUE(crop(wide, {Row(0), Col(2), Rows(1), Cols(2)}).is_empty());
    EXPECT_EQ(crop(wide, {Row(0), Col(1), Rows(1), Cols(3)}).cells,
              (Rect{Row(0), Col(1), Rows(1), Cols(1)}));
}

/// The text of 4 x 2 placeholders for picture 5.
std::string placeholders(std::string_view indent) {
    std::string out = "\x1b[38;5;5m";
    for (const std::string_view mark : {"\u0305", "\u030d"}) {
        out += std::string(indent) + "\U0010eeee" + std::string(mark) +
               "\U0010eeee\U0010eeee\U0010eeee\r\n";
    }
    return out + "\x1b[m";
}

TEST(KittyPlace, PicturesByPlaceholdersKeepTheirProportionsInTheMiddle) {
    struct Case {
        int width;
        int height;
        std::string_view parts;
    };
    for (const Case& row : {
             Case{32, 32, "1,0 4x2 from 0,0 32x32 at 0,0 32x32\n"},
             Case{16, 16, "1,0 4x2 from 0,0 16x16 at 0,0 32x32\n"},
             Case{32, 16, "1,0 4x2 from 0,0 32x16 at 0,8 32x16\n"},
             Case{8, 16, "2,0 2x2 from 0,0 8x16 at 0,0 16x32\n"},  // beside it are free cells
             Case{3, 16, "2,0 2x2 from 0,0 3x16 at 5,0 6x32\n"},
         }) {
        Terminal t = small();
        t.feed(picture(row.width, row.height) + command("a=p,q=2,i=5,U=1,c=4,r=2") +
               placeholders(" "));
        EXPECT_EQ(parts_text(t), row.parts) << row.width;
        EXPECT_EQ(parts_text(Terminal::restore(t.snapshot()).value()), row.parts) << row.width;
    }
}

/// Pictures 1 (one pixel, at 3,1 as placement 7) and 2 (one pixel).
Terminal with_parent() {
    Terminal t = small();
    t.feed(
        "\x1b[2;4H\x1b_Ga=T,q=2,f=24,s=1,v=1,i=1,p=7,C=1;/wAA\x1b\\"
        "\x1b_Ga=t,q=2,f=24,s=1,v=1,i=2;/wAA\x1b\\\x1b[H");
    return t;
}

TEST(KittyPlace, DamageInARelativePlacementIsRefusedOrGivesAUsableTerminal) {
    Terminal t = with_parent();
    t.feed(command("a=p,q=2,i=2,p=1,P=1,Q=7,H=-5,c=4"));
    const std::string bytes = t.snapshot();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const char other : {'\0', '\1', '\x7f', '\xff'}) {
            std::string bad = bytes;
            bad[i] = other;
            if (const Result<Terminal> again = Terminal::restore(bad)) {
                (void)parts_text(*again);
            }
        }
    }
}

TEST(KittyPlace, RelativePlacementsStandWhereTheirParentDoesAndMoveWithIt) {
    Terminal t = with_parent();
    t.feed(command("a=p,q=2,i=2,p=1,P=1,Q=7,H=2,V=1"));
    EXPECT_EQ(places(t), "3,1 5,2");
    EXPECT_EQ(t.cursor(), (Point{Row(0), Col(0)})) << "it is not put at the cursor";
    t.feed(command("a=p,q=2,i=2,p=2,P=2,Q=1,H=-4,V=-2") + command("a=p,q=2,i=2,p=3,P=1,H=-3"));
    EXPECT_EQ(places(t), "3,1 5,2 1,0 0,1");
    EXPECT_EQ(places(Terminal::restore(t.snapshot()).value()), places(t));
    t.feed("\x1b[6;1H\n");
    EXPECT_EQ(places(t), "3,0 5,1 0,0") << "one is above the page now";
    EXPECT_EQ(t.image_parts(1).size(), 4U);
    t.feed("\x1b[4;10H" + command("a=p,q=2,i=1,p=7,C=1"));
    EXPECT_EQ(places(t), "11,4 7,2 6,3 9,3") << "replaced, it stays their parent";
    t = Terminal::restore(t.snapshot()).value();
    t.feed(command("a=p,q=2,i=2,p=1,P=1,Q=7,H=-9"));
    EXPECT_EQ(t.image_parts().size(), 3U) << "one is left of the page";
}

TEST(KittyPlace, RelativePlacementsAreCutAtTheEdgesOfThePage) {
    Terminal t = with_parent();
    t.feed(picture(32, 32) + command("a=p,q=2,i=5,P=1,H=-5,V=-2"));
    EXPECT_EQ(parts_text(t),
              "3,1 1x1 from 0,0 1x1 at 0,0 1x1\n0,0 2x1 from 16,16 16x16 at 0,0 16x16\n");
    t.feed(command("a=p,q=2,i=5,P=1,H=2147483647,V=-2147483648"));
    EXPECT_EQ(t.image_parts().size(), 2U);
}

TEST(KittyPlace, ParentsThatCannotBeAreRefused) {
    struct Case {
        std::string_view keys;
        std::string_view answer;
    };
    for (const Case& row : {
             Case{"P=9", "ENOPARENT:no such parent"}, Case{"P=1,Q=8", "ENOPARENT:no such parent"},
             Case{"P=2", "ENOPARENT:no such parent"},  // it is shown nowhere
             Case{"P=1,Q=7,U=1", "EINVAL:bad control data"}, Case{"P=1,Q=7", "OK"},
             Case{"P=1", "OK"}, Case{"Q=8", "OK"},  // not relative
         }) {
        Terminal t = with_parent();
        EXPECT_EQ(answer_to(t, "a=p,i=2," + std::string(row.keys)), row.answer) << row.keys;
        EXPECT_EQ(t.image_parts().size(), row.answer == "OK" ? 2U : 1U) << row.keys;
    }
}

TEST(KittyPlace, NoPlacementIsItsOwnAncestorAndChainsEndAtEight) {
    Terminal t = with_parent();
    EXPECT_EQ(answer_to(t, "a=p,i=2,p=1,P=1,Q=7,V=1"), "OK");
    EXPECT_EQ(answer_to(t, "a=p,i=2,p=2,P=2,Q=1"), "OK");
    for (const std::string_view keys : {"P=2,Q=2", "P=2,Q=1", "P=1,Q=7"}) {
        EXPECT_EQ(answer_to(t, "a=p,i=1,p=7,C=1," + std::string(keys)), "ECYCLE:its own parent")
            << keys;
    }
    EXPECT_EQ(places(t), "3,1 3,2 3,2") << "all are where they were";
    for (int p = 3; p <= 8; ++p) {
        EXPECT_EQ(
            answer_to(t, "a=p,i=2,P=2,p=" + std::to_string(p) + ",Q=" + std::to_string(p - 1)),
            "OK");
    }
    EXPECT_EQ(answer_to(t, "a=p,i=2,p=9,P=2,Q=8"), "ETOODEEP:too many parents");
    EXPECT_EQ(t.image_parts().size(), 9U);
    // One between its parent and the chain makes it too long for its last.
    EXPECT_EQ(answer_to(t, "a=p,i=2,p=20,P=1,Q=7"), "OK");
    EXPECT_EQ(answer_to(t, "a=p,i=2,p=1,P=2,Q=20"), "ETOODEEP:too many parents");
    EXPECT_EQ(t.image_parts().size(), 10U);
}

TEST(KittyPlace, WhoeverLosesItsParentGoesAndItsPictureToo) {
    for (const std::string_view gone :
         {"\x1b_Ga=d,d=i,i=1,p=7\x1b\\", "\x1b_Ga=d,d=c\x1b\\", "\x1b[2J",
          "\x1b_Ga=d,d=p,x=4,y=2\x1b\\", "\x1b_Ga=t,q=2,f=24,s=1,v=1,i=1;/wAA\x1b\\",
          "\x1b[2;3r\x1b[3H\n\n\x1b[r"}) {
        Terminal t = with_parent();
        t.feed(command("a=p,q=2,i=2,p=1,P=1,Q=7,H=5") + command("a=p,q=2,i=2,p=2,P=2,Q=1,H=5"));
        ASSERT_EQ(places(t), "3,1 8,1 13,1");
        t.feed("\x1b[2;4H" + std::string(gone));
        EXPECT_EQ(places(t), "") << gone.substr(1);
        EXPECT_EQ(places(Terminal::restore(t.snapshot()).value()), "") << gone.substr(1);
        EXPECT_EQ(answer_to(t, "a=p,i=2"), "ENOENT:no such image") << gone.substr(1);
    }
}

TEST(KittyPlace, RelativePlacementsAreDeletedByWhereTheyStand) {
    struct Case {
        std::string_view keys;
        std::string_view left;
    };
    for (const Case& row : {
             Case{"d=a", ""},
             Case{"d=p,x=9,y=2", "3,1"},  // with what stands by it
             Case{"d=p,x=14,y=2", "3,1 8,1"},
             Case{"d=x,x=14", "3,1 8,1"},
             Case{"d=i,i=2,p=2", "3,1 8,1"},
             Case{"d=z,z=4", "3,1 8,1"},
             Case{"d=p,x=1,y=1", "3,1 8,1 13,1"},
         }) {
        Terminal t = with_parent();
        t.feed(command("a=p,q=2,i=2,p=1,P=1,Q=7,H=5") + command("a=p,q=2,i=2,p=2,P=2,Q=1,H=5,z=4"));
        t.feed(command("a=d," + std::string(row.keys)));
        EXPECT_EQ(places(t), row.left) << row.keys;
    }
}

TEST(KittyPlace, RelativePlacementsStandByTheirPlaceholders) {
    Terminal t = small();
    t.feed(picture(1, 1) + command("a=p,q=2,i=5,p=1,U=1,c=4,r=2") +
           "\x1b_Ga=t,q=2,f=24,s=1,v=1,i=2;/wAA\x1b\\" + command("a=p,q=2,i=2,P=5,Q=1,H=5,V=1"));
    EXPECT_EQ(places(t), "") << "no placeholder, no place";
    t.feed(placeholders("  "));
    EXPECT_EQ(places(t), "7,1 2,0");
    t.feed("\x1b[H\x1b[L");
    EXPECT_EQ(places(t), "7,2 2,1");
    EXPECT_EQ(places(Terminal::restore(t.snapshot()).value()), "7,2 2,1");
    t.feed("\x1b[2J");
    EXPECT_EQ(places(t), "");
    t.feed("\x1b[H" + placeholders(""));
    EXPECT_EQ(places(t), "5,1 0,0") << "text of the pictures only was gone";
    t.feed(command("a=d,d=i,i=5,p=1"));
    EXPECT_EQ(answer_to(t, "a=p,i=2"), "ENOENT:no such image");
}

TEST(KittyPlace, ASnapshotKnowsWhatWasGivenToPlacementsThatAreGone) {
    Terminal t = with_parent();
    t.feed(command("a=d"));
    Terminal again = Terminal::restore(t.snapshot()).value();
    for (Terminal* each : {&t, &again}) {
        each->feed(command("a=p,q=2,i=2"));
    }
    EXPECT_EQ(again.snapshot(), t.snapshot());
}

TEST(KittyPlace, TheOldestRelativePlacementsGoFirst) {
    Terminal t = with_parent();
    for (std::size_t p = 1; p <= kMaxRelatives + 5; ++p) {
        t.feed(command("a=p,q=2,i=2,P=1,p=" + std::to_string(p)));
    }
    EXPECT_EQ(t.image_parts().size(), kMaxRelatives + 1);
    EXPECT_EQ(answer_to(t, "a=p,i=2,p=9999,P=2,Q=5"), "ENOPARENT:no such parent");
    EXPECT_EQ(answer_to(t, "a=p,i=2,p=9999,P=2,Q=6"), "OK");
}

TEST(KittyPlace, DamageInWhereThingsStandIsRefusedOrGivesAUsableTerminal) {
    Terminal t = with_parent();
    t.feed(command("a=p,q=2,i=2,p=1,P=1,Q=7,H=-2,V=1,X=3") + command("a=p,q=2,i=2,p=2,P=2,Q=1"));
    const std::string bytes = t.snapshot();
    for (std::size_t at = bytes.size() - 120; at < bytes.size(); ++at) {
        for (const int value : {0, 1, 2, 127, 128, 255}) {
            std::string bad = bytes;
            bad[at] = static_cast<char>(value);
            if (Result<Terminal> again = Terminal::restore(bad)) {
                again->feed(command("a=p,q=2,i=2,p=1,P=2,Q=2") + command("a=d,d=z,z=1"));
                (void)again->image_parts();
            }
        }
    }
}

}  // namespace
}  // namespace tessera::vt
