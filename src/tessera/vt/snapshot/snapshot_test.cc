#include <gtest/gtest.h>

#include <random>

#include "tessera/vt/terminal.h"

namespace tessera::vt {
namespace {

/// Everything a user of the terminal can see, as text.
std::string seen(const Terminal& t) {
    std::string out = t.title() + "\n";
    out += std::to_string(t.cursor().row.value) + "," + std::to_string(t.cursor().col.value) + "\n";
    const auto cells = [&](std::span<const Cell> row) {
        for (const Cell cell : row) {
            t.append_text(cell, out);
            const Style& style = t.style(cell.style());
            out += std::to_string(static_cast<int>(style.attrs)) + t.link_uri(style.link);
            out += std::to_string(style.foreground.r) + std::to_string(style.background.r);
        }
    };
    for (std::size_t i = 0; i < t.history_size(); ++i) {
        cells(t.history_row(i).cells);
        out += t.history_row(i).wrapped ? "\\\n" : "\n";
    }
    for (int r = 0; r < t.size().rows.value; ++r) {
        cells(t.row(Row(r)));
        out += t.is_wrapped(Row(r)) ? "\\\n" : "\n";
    }
    return out;
}

constexpr std::string_view kSession =
    "one\r\n\x1b[1;31mtwo \x1b[4:3;58;2;1;2;3mwavy\x1b[0m and a long line that wraps\r\n"
    "\x1b]8;id=x;https://example.org/\x1b\\link\x1b]8;;\x07 "
    "\xe6\xbc\xa2\xe5\xad\x97 e\xcc\x81 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7\r\n"
    "\x1b]2;title\x07\x1b[22t\x1b]2;other\x07\x1b]4;7;#123456\x07\x1b]133;A\x07$ "
    "\x1b[3g\x1b[5G\x1bH"
    "\x1b[2;3r\x1b[?6h\x1b[?69h\x1b[2;9s\x1b(0lqk\x1b[>5u\x1b[?1049h alt "
    "\x1b[44mx\x1b[K\x1b[?1000;1006h"
    "\x1b[2;2H\x1b"
    "7\x1bPqsixel\x1b\\\x1b[6n\x1b[?1049l\x1b[23tend\xe6\xbc\xa2\x1b[3 q";

TEST(Snapshot, GivesBackAnEqualTerminalAtEveryByte) {
    for (std::size_t cut = 0; cut <= kSession.size(); ++cut) {
        Terminal whole({Rows(4), Cols(12)});
        whole.feed(kSession.substr(0, cut));
        const std::string bytes = whole.snapshot();
        Result<Terminal> again = Terminal::restore(bytes);
        ASSERT_TRUE(again.has_value()) << cut << " " << again.error().message;
        EXPECT_EQ(again->snapshot(), bytes) << cut;
        EXPECT_EQ(seen(*again), seen(whole)) << cut;
        whole.feed(kSession.substr(cut));
        again->feed(kSession.substr(cut));
        EXPECT_EQ(seen(*again), seen(whole)) << "fed on after " << cut;
        EXPECT_EQ(again->snapshot(), whole.snapshot()) << "fed on after " << cut;
        EXPECT_EQ(again->take_replies(), whole.take_replies()) << cut;
    }
}

/// kSession but for its picture, then a title that is half there, as format 4 had it: no pictures,
/// and a field that is added anywhere else than in a section of its own shows here.
constexpr std::string_view kFormat4 =
    "746573736572612d76740a040102040c026b0101781468747470733a2f2f6578616d706c652e6f72672f0401"
    "0100000000000000000000010000000001010000000000000201020301030000000000000000000000000000"
    "0000000000010000000001040000000000000000000000020265810603e9e8078d40e7e807032d0003000300"
    "036f6e65010c010474776f20020477617679000420616e64010c000c2061206c6f6e67206c696e650466000b"
    "000b2074686174207772617073030c03016c000bc0a20980a10980a309a08209c0a809d08209a4e51b209801"
    "2002020002ac010402000224200000010900090000000020a0b309c0a209c0a40920000c000100040ba0a109"
    "00000000000000000000000005ba010000010000000001010100010000000001010000000100000000000000"
    "0002020004050000000100000000000101000100000000000100000001000000000000000000000004000003"
    "0001080101000000000000000000000000000000000001000000000001040001000000000000000000000000"
    "0000000000010000000000020200010000000000010400000000000000000000010000000000010301090000"
    "0000000007000000000000000001000000000000000200050006120c00000000000000008001bf0104323b68"
    "61073c061b5b323b3252057469746c6500000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000001070212345600";

std::string from_hex(std::string_view digits) {
    std::string out;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        out += static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16));
    }
    return out;
}

TEST(Snapshot, Format4IsStillRead) {
    constexpr std::string_view kPicture = "\x1bPqsixel\x1b\\";
    std::string session(kSession);
    session.erase(session.find(kPicture), kPicture.size());
    Terminal now({Rows(4), Cols(12)});
    now.feed(session + "\x1b]2;ha");
    Result<Terminal> old = Terminal::restore(from_hex(kFormat4));
    ASSERT_TRUE(old.has_value()) << old.error().message;
    EXPECT_EQ(old->snapshot(), now.snapshot());
    for (Terminal* t : {&*old, &now}) {
        t->feed("lf\x07\x1b[?1049h\x1b[?1049l\x1b[23t");
    }
    EXPECT_EQ(seen(*old), seen(now));
    EXPECT_EQ(old->take_replies(), now.take_replies());
    std::string next = from_hex(kFormat4);
    next[next.find('\n') + 1] = 3;
    EXPECT_EQ(Terminal::restore(next).error().code, ErrorCode::VersionMismatch);
}

/// A picture of 4 x 3 pixels in chunks of 16 digits, put at the cursor; its bytes are all
/// different.
std::vector<std::string> chunks() {
    const std::string digits = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v";
    std::vector<std::string> out;
    for (std::size_t at = 0; at < digits.size(); at += 16) {
        out.push_back("\x1b_G" + std::string(at == 0 ? "a=T,f=32,s=4,v=3,i=7,p=9,z=-3,c=2," : "") +
                      (at + 16 < digits.size() ? "m=1;" : "m=0;") + digits.substr(at, 16) +
                      "\x1b\\");
    }
    return out;
}

/// What is shown of pictures, with their pixels.
std::string pictures(const Terminal& t) {
    std::string out;
    for (const ImagePart& part : t.image_parts()) {
        const SharedPixels pixels = t.image(part.image);
        if (pixels == nullptr) {
            continue;
        }
        out += std::to_string(part.cells.row.value) + "," + std::to_string(part.cells.col.value) +
               " " + std::to_string(part.cells.rows.value) + "x" +
               std::to_string(part.cells.cols.value) + " z " + std::to_string(part.z) + " of " +
               std::to_string(pixels->width) + "x" + std::to_string(pixels->height) + " ";
        out.append(pixels->rgba.begin(), pixels->rgba.end());
    }
    return out;
}

TEST(Snapshot, IsTheSameHoweverTheOutputWasSplit) {
    // The second of two equal SGRs may be read at once, the first and those in parts may not.
    const std::string output = "\x1b[1;34ma\x1b[0mb\x1b[1;34mc and more than a head of it\r\n";
    Terminal whole({Rows(4), Cols(40)});
    whole.feed(output);
    for (std::size_t at = 0; at <= output.size(); ++at) {
        Terminal parts({Rows(4), Cols(40)});
        parts.feed(output.substr(0, at));
        parts = Terminal::restore(parts.snapshot()).value();
        parts.feed(output.substr(at));
        EXPECT_EQ(parts.snapshot(), whole.snapshot()) << at;
    }
}

TEST(Snapshot, AKittyPictureBetweenAnyTwoBytesOfItsChunksGoesOn) {
    std::string all;
    for (const std::string& chunk : chunks()) {
        all += chunk + "text";
    }
    Terminal uncut({Rows(4), Cols(12)});
    uncut.feed(all);
    const std::string expected = pictures(uncut);
    EXPECT_EQ(uncut.take_replies(), "\x1b_Gi=7,p=9;OK\x1b\\");
    ASSERT_NE(expected.find(std::string("z -3 of 4x3 \0\x01\x02\x03", 16)), std::string::npos);
    const std::size_t complete = all.size() - 5;  // within the last chunk
    for (std::size_t cut = 0; cut < complete; ++cut) {
        Terminal whole({Rows(4), Cols(12)});
        whole.feed(all.substr(0, cut));
        const std::string bytes = whole.snapshot();
        Result<Terminal> again = Terminal::restore(bytes);
        ASSERT_TRUE(again.has_value()) << cut;
        EXPECT_EQ(again->snapshot(), bytes) << cut;
        again->feed(all.substr(cut));
        EXPECT_EQ(pictures(*again), expected) << cut;
        EXPECT_EQ(seen(*again), seen(uncut)) << cut;
        EXPECT_EQ(again->take_replies(), "\x1b_Gi=7,p=9;OK\x1b\\") << cut;
    }
}

TEST(Snapshot, AKittyPictureWithoutRoomInTheNewTerminalIsRefusedAtItsEnd) {
    const std::vector<std::string> parts = chunks();
    Terminal t({Rows(4), Cols(12)});
    t.feed(parts[0] + parts[1]);
    const auto budget = std::make_shared<ImageBudget>(ImageBudget{.bytes_max = 8});
    {
        Result<Terminal> again = Terminal::restore(t.snapshot(), {.image_budget = budget});
        ASSERT_TRUE(again.has_value());
        EXPECT_EQ(budget->bytes, 0U);
        again->feed(parts[2] + parts[3]);
        EXPECT_TRUE(again->image_parts().empty());
        EXPECT_FALSE(again->take_replies().empty());
    }
    EXPECT_EQ(budget->bytes, 0U);
}

TEST(Snapshot, DamageInAKittyPictureHalfWayIsRefusedOrGivesAUsableTerminal) {
    const std::vector<std::string> parts = chunks();
    Terminal t({Rows(4), Cols(12)});
    t.feed(parts[0] + parts[1]);
    const std::string bytes = t.snapshot();
    for (std::size_t at = bytes.size() - 70; at < bytes.size(); ++at) {
        for (const int value : {0, 1, 127, 128, 255}) {
            std::string bad = bytes;
            bad[at] = static_cast<char>(value);
            if (Result<Terminal> again = Terminal::restore(bad)) {
                again->feed(parts[2] + parts[3]);
                (void)again->image_parts();
            }
        }
    }
}

/// Pictures of each kind, on both screens and in the history, one below the text, one that text was
/// written over, one that is only known by name, one whose placement was deleted.
constexpr std::string_view kPictures =
    "\x1bPq\"1;1;20;40#1;2;100;0;0#1!20~-!20~-!20~-!20~-!20~-!20~-!20@\x1b\\"
    "\x1b[A\x1b[2Cx\r\n\x1b[33mtext\r\n\n\n"
    "\x1b_Ga=T,q=2,f=32,s=1,v=2,i=5,p=2,z=-7,c=3,r=2;AQIDBAUGBwg=\x1b\\"
    "\x1b_Ga=t,q=2,f=24,s=1,v=1,i=6,I=0;AQID\x1b\\"
    "\x1b_Ga=t,q=2,f=24,s=1,v=1,I=77;BAUG\x1b\\"
    "\x1b_Ga=p,q=2,i=6,p=1\x1b\\\x1b_Ga=d,d=i,q=2,i=6\x1b\\"
    "\x1b_Ga=p,q=2,i=5,p=8,U=1,c=2,r=1\x1b\\\x1b[38;5;5m\U0010eeee\u0305\U0010eeee\x1b[m"
    "\x1b[?1049h\x1b[H\x1bPq#1!9~\x1b\\\x1b_Ga=p,q=2,i=5,x=0,y=1,w=1,h=1,C=1\x1b\\"
    "\x1b[?1049l\x1b[2;3r\x1b[3H\n\x1b[r\x1b[4H\n\n";
constexpr std::string_view kMorePictures =
    "\x1b[H\x1b_Ga=p,i=6\x1b\\\x1b[3H\x1b_Ga=p,I=77,p=4\x1b\\\x1b[2H\x1bPq#1!30~\x1b\\"
    "\x1b_Ga=T,q=2,f=24,s=1,v=1;BwgJ\x1b\\\x1b[?47h";

/// As pictures(), of the page and all that is above it.
std::string all_pictures(const Terminal& t) {
    std::string out;
    for (std::size_t back = 0; back <= t.history_size(); ++back) {
        for (const ImagePart& part : t.image_parts(back)) {
            out += std::to_string(back) + ":" + std::to_string(part.source.y) + "," +
                   std::to_string(part.source.height) + " ";
            if (t.image(part.image) == nullptr) {
                out += "gone";
            }
        }
    }
    return out + pictures(t);
}

TEST(Snapshot, PicturesComeBackAtEveryByte) {
    std::size_t with_pictures = 0;
    for (std::size_t cut = 0; cut <= kPictures.size(); ++cut) {
        Terminal whole({Rows(5), Cols(12)});
        whole.feed(kPictures.substr(0, cut));
        const std::string bytes = whole.snapshot();
        Result<Terminal> again = Terminal::restore(bytes);
        ASSERT_TRUE(again.has_value()) << cut;
        EXPECT_EQ(again->snapshot(), bytes) << cut;
        EXPECT_EQ(all_pictures(*again), all_pictures(whole)) << cut;
        with_pictures += all_pictures(whole).empty() ? 0 : 1;
        for (const std::string_view more : {kPictures.substr(cut), kMorePictures}) {
            whole.feed(more);
            again->feed(more);
            EXPECT_EQ(all_pictures(*again), all_pictures(whole)) << "fed on after " << cut;
            EXPECT_EQ(again->snapshot(), whole.snapshot()) << "fed on after " << cut;
            EXPECT_EQ(again->take_replies(), whole.take_replies()) << cut;
        }
    }
    EXPECT_GT(with_pictures, kPictures.size() / 2);
}

std::vector<std::string> images_of(const Terminal& t) {
    std::vector<std::string> images;
    for (const ImageNumber number : t.images_to_save()) {
        images.push_back(t.snapshot_image(number));
    }
    return images;
}

TEST(Snapshot, PicturesInPiecesAreTheSameAndEachMayBeMissing) {
    Terminal t({Rows(5), Cols(12)});
    t.feed(kPictures);
    t.feed(kMorePictures);
    const std::string rest = t.snapshot(SnapshotScope::BehindPages);
    std::vector<std::string> images = images_of(t);
    ASSERT_GE(images.size(), 6U);
    const Result<Terminal> again = Terminal::restore(rest, {}, {}, images);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->snapshot(), t.snapshot());
    EXPECT_EQ(images_of(*again), images);
    for (std::size_t i = 0; i < images.size(); ++i) {
        for (const std::string& bad : {std::string(), images[i].substr(0, images[i].size() - 1)}) {
            std::vector<std::string> others = images;
            others[i] = bad;
            const Result<Terminal> less = Terminal::restore(rest, {}, {}, others);
            ASSERT_TRUE(less.has_value());
            EXPECT_EQ(less->images_to_save().size(), images.size() - 1);
            EXPECT_EQ(seen(*less), seen(t));
        }
    }
}

TEST(Snapshot, PicturesKeepWithinTheNewTerminalsBudgetTheNewestFirst) {
    Terminal t({Rows(5), Cols(12)});
    for (int i = 1; i <= 9; ++i) {
        t.feed("\x1b_Ga=t,q=2,f=32,s=1,v=1,i=" + std::to_string(i) + ";AAECAw==\x1b\\");
    }
    const auto budget = std::make_shared<ImageBudget>(ImageBudget{.bytes_max = 3 * 4});
    const Result<Terminal> again = Terminal::restore(t.snapshot(), {.image_budget = budget});
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->images_to_save(), (std::vector<ImageNumber>{9, 8, 7}));
    EXPECT_EQ(budget->bytes, 12U);
}

TEST(Snapshot, APictureOfOneColourIsSmall) {
    Terminal t({Rows(5), Cols(12)});
    t.feed("\x1bPq\"1;1;1000;1000#1\x1b\\");
    ASSERT_EQ(t.images_to_save().size(), 1U);
    EXPECT_LT(t.snapshot().size(), 4000U);
}

TEST(Snapshot, DamageInPicturesIsRefusedOrGivesAUsableTerminal) {
    Terminal t({Rows(5), Cols(12)});
    t.feed(kPictures);
    const std::string bytes = t.snapshot();
    const std::string rest = t.snapshot(SnapshotScope::BehindPages);
    const auto use = [](Result<Terminal> again) {
        if (again) {
            again->feed(kMorePictures);
            again->resize({Rows(7), Cols(31)});
            (void)all_pictures(*again);
        }
    };
    std::mt19937 random(5);
    for (int i = 0; i < 4000; ++i) {
        std::string bad = bytes;
        bad[bad.size() - 1 - random() % (bad.size() / 2)] = static_cast<char>(random());
        std::vector<std::string> images = images_of(t);
        std::string& image = images[random() % images.size()];
        image[random() % image.size()] = static_cast<char>(random());
        use(Terminal::restore(bad));
        use(Terminal::restore(rest, {}, {}, images));
    }
}

TEST(Snapshot, HoldsOnlyStylesThatAreUsed) {
    Terminal t({Rows(4), Cols(12)});
    for (int i = 0; i < 5000; ++i) {
        t.feed("\x1b[H\x1b[38;2;1;" + std::to_string(i / 250) + ";" + std::to_string(i % 250) +
               "mx");
    }
    EXPECT_LT(t.snapshot().size(), 1000U);
}

TEST(Snapshot, TextOfTheHistoryCostsAboutAByteACharacter) {
    Terminal t({Rows(50), Cols(160)});
    for (int i = 0; i < 10'000; ++i) {
        t.feed(std::string(78, 'x') + "\r\n");
    }
    EXPECT_LT(t.snapshot().size(), 10'000U * 84);
}

TEST(Snapshot, TheNewTerminalsLimitsHold) {
    Terminal t({Rows(2), Cols(10)});
    t.feed("1\r\n2\r\n3\r\n4\r\n5\r\n6");
    Result<Terminal> small = Terminal::restore(t.snapshot(), {.history = {.rows_max = 2}});
    ASSERT_TRUE(small.has_value());
    EXPECT_EQ(small->history_size(), 2U);
    EXPECT_EQ(small->row_text(Row(1)), "6");
}

std::vector<std::string> pages_of(const Terminal& t) {
    std::vector<std::string> pages;
    for (const HistoryPage& page : t.history_pages()) {
        pages.push_back(t.snapshot_page(page));
    }
    return pages;
}

TEST(Snapshot, InPiecesItIsTheSameTerminal) {
    for (const std::size_t rows_max : {0U, 100U, 255U, 256U, 700U, 10'000U}) {
        const TerminalOptions options{.history = {.rows_max = rows_max}};
        Terminal t({Rows(4), Cols(12)}, options);
        for (int i = 0; i < 1500; ++i) {
            t.feed("\x1b[38;5;" + std::to_string(i % 250) + "mline " + std::to_string(i) +
                   (i % 7 == 0 ? " and more e\xcc\x81\r\n" : "\r\n"));
        }
        t.feed(kSession);
        const std::string tail = t.snapshot(SnapshotScope::BehindPages);
        const std::vector<std::string> pages = pages_of(t);
        const Result<Terminal> again = Terminal::restore(tail, options, pages, images_of(t));
        ASSERT_TRUE(again.has_value()) << rows_max << " " << again.error().message;
        EXPECT_EQ(again->snapshot(), t.snapshot()) << rows_max;
        EXPECT_EQ(again->history_dropped(), t.history_dropped()) << rows_max;
        // What is saved next can take up the pages that are there.
        ASSERT_EQ(again->history_pages().size(), pages.size()) << rows_max;
        for (std::size_t i = 0; i < pages.size(); ++i) {
            EXPECT_EQ(again->history_pages()[i].number, i);
            EXPECT_EQ(again->snapshot_page(again->history_pages()[i]), pages[i]);
        }
        const Result<Terminal> young =
            Terminal::restore(tail, options, std::span(pages).subspan(pages.empty() ? 0 : 1));
        ASSERT_TRUE(young.has_value());
        EXPECT_EQ(young->history_dropped() + young->history_size(),
                  t.history_dropped() + t.history_size())
            << "lines keep their numbers";
    }
}

TEST(Snapshot, APageThatIsNoneIsRefused) {
    Terminal t({Rows(4), Cols(12)});
    for (int i = 0; i < 600; ++i) {
        t.feed("line " + std::to_string(i) + "\r\n");
    }
    const std::string tail = t.snapshot(SnapshotScope::BehindPages);
    std::vector<std::string> pages = pages_of(t);
    ASSERT_EQ(pages.size(), 2U);
    const std::string good = pages[1];
    for (const std::string& bad : {std::string(), tail, good.substr(0, good.size() - 1)}) {
        pages[1] = bad;
        const Result<Terminal> again = Terminal::restore(tail, {}, pages);
        ASSERT_FALSE(again.has_value());
        EXPECT_EQ(again.error().code, ErrorCode::Corrupt);
    }
    std::mt19937 random(4);
    for (int i = 0; i < 1000; ++i) {
        pages[1] = good;
        pages[1][random() % good.size()] = static_cast<char>(random());
        if (Result<Terminal> again = Terminal::restore(tail, {}, pages)) {
            again->resize({Rows(7), Cols(31)});
        }
    }
}

TEST(Snapshot, DamagedBytesAreRefusedOrGiveAUsableTerminal) {
    Terminal t({Rows(4), Cols(12)});
    t.feed(kSession);
    const std::string bytes = t.snapshot();
    EXPECT_EQ(Terminal::restore("").error().code, ErrorCode::Corrupt);
    EXPECT_EQ(Terminal::restore("tessera-vt\n\x7f").error().code, ErrorCode::VersionMismatch);
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        EXPECT_FALSE(Terminal::restore(bytes.substr(0, cut)).has_value()) << cut;
    }
    std::mt19937 random(3);
    for (int i = 0; i < 3000; ++i) {
        std::string bad = bytes;
        for (auto n = 1 + random() % 3; n > 0; --n) {
            bad[random() % bad.size()] = static_cast<char>(random());
        }
        if (Result<Terminal> again = Terminal::restore(bad)) {
            again->feed(kSession);
            again->resize({Rows(7), Cols(31)});
        }
    }
}

}  // namespace
}  // namespace tessera::vt
