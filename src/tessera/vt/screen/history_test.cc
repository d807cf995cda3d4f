#include "tessera/vt/screen/history.h"

#include <gtest/gtest.h>

#include <random>

#include "tessera/vt/terminal.h"

namespace tessera::vt {
namespace {

std::vector<Cell> cells_of(std::string_view text, StyleId style) {
    std::vector<Cell> cells;
    for (const char c : text) {
        cells.push_back(Cell::character(static_cast<unsigned char>(c), style, CellKind::Narrow));
    }
    return cells;
}

TEST(PackedRow, GivesBackAnyRow) {
    std::mt19937 random(5);
    for (int round = 0; round < 2000; ++round) {
        std::vector<Cell> row(random() % 70);
        const bool ascii = round % 2 == 0;
        StyleId style = 0;
        for (Cell& cell : row) {
            style = random() % 9 == 0 ? static_cast<StyleId>(random() % 4) : style;
            const auto c = static_cast<char32_t>(random() % (ascii ? 0x80 : 0x20000));
            cell = random() % 30 == 0 && !ascii
                       ? Cell::cluster(c & 0xffU, style, CellKind::WideHead)
                       : Cell::character(c, style, CellKind::Narrow);
        }
        std::vector<std::uint8_t> bytes(packed_size_max(row.size()));
        const PackedRow packed = pack(row, bytes.data());
        std::vector<Cell> again;
        unpack(packed, again);
        ASSERT_EQ(again, row) << round;
        ASSERT_LE(packed.size(), bytes.size());
    }
}

TEST(PackedRow, PlainTextCostsOneByteACell) {
    std::vector<std::uint8_t> bytes(2000);
    EXPECT_EQ(pack(cells_of(std::string(80, 'x'), 0), bytes.data()).size(), 80U);
    EXPECT_EQ(pack(cells_of(std::string(80, 'x'), 3), bytes.data()).size(), 80U + kRunBytes);
}

TEST(History, AFullPageKeepsItsNumberAndNoOtherPageGetsIt) {
    History history({.rows_max = 700});
    const auto push = [&](int rows) {
        for (int i = 0; i < rows; ++i) {
            history.push(cells_of("x", 0), {});
        }
    };
    push(255);
    EXPECT_TRUE(history.full_pages().empty());
    push(257);
    ASSERT_EQ(history.full_pages().size(), 2U);
    EXPECT_EQ(history.full_pages()[0].number, 0U);
    EXPECT_EQ(history.full_pages()[1].number, 1U);
    history.pop_newest();
    push(1);  // another row in its place
    EXPECT_EQ(history.full_pages()[0].number, 0U);
    EXPECT_EQ(history.full_pages()[1].number, 2U);
    history.clear();
    push(256);
    EXPECT_EQ(history.full_pages()[0].number, 3U);
    push(600);  // 156 rows of the first page are dropped, and stay stored with it
    EXPECT_EQ(history.skipped(), 156U);
    EXPECT_EQ(history.full_pages()[0].number, 3U);
    EXPECT_EQ(history.full_pages()[2].begin, 512U);
    History next({}, history.next_page());
    for (int i = 0; i < 256; ++i) {
        next.push(cells_of("x", 0), {});
    }
    EXPECT_GT(next.full_pages()[0].number, 5U);
}

TEST(History, RowsComeBackInOrderWhateverWasDropped) {
    History history({.rows_max = 700});
    for (int i = 0; i < 2000; ++i) {
        history.push(cells_of(std::to_string(i), 0), {.wrapped = i % 3 == 0});
    }
    ASSERT_EQ(history.size(), 700U);
    EXPECT_EQ(history.dropped(), 1300U);
    for (std::size_t i = 0; i < history.size(); ++i) {
        ASSERT_EQ(history.row(i).cells.size(), 4U);
        ASSERT_EQ(history.row(i).cells[3].code_point(), U'0' + (1300 + i) % 10);
        ASSERT_EQ(history.row(i).wrapped, (1300 + i) % 3 == 0);
    }
    history.pop_newest();
    history.push(cells_of("new", 0), {});
    EXPECT_EQ(history.row(699).cells.size(), 3U);
    history.set_limits({.rows_max = 10});
    EXPECT_EQ(history.size(), 10U);
    EXPECT_EQ(history.row(9).cells.size(), 3U);
}

TEST(History, CompressedPagesReadTheSame) {
    History history({.rows_max = 100'000});
    for (int i = 0; i < 20'000; ++i) {
        history.push(cells_of("line number " + std::to_string(i) + " of a log", i % 5 == 0 ? 3 : 0),
                     {});
    }
    const std::size_t before = history.bytes();
    while (history.compact(3)) {
    }
    EXPECT_LT(history.bytes(), before / 2);
    for (std::size_t i = 0; i < history.size(); i += 37) {
        const HistoryRow row = history.row(i);
        ASSERT_EQ(row.cells[0].style(), i % 5 == 0 ? 3U : 0U);
        const std::string digits = std::to_string(i);
        ASSERT_EQ(row.cells[12].code_point(), static_cast<char32_t>(digits[0])) << i;
    }
    while (history.size() > 10) {
        history.pop_newest();
    }
    history.push(cells_of("new", 0), {});
    EXPECT_EQ(history.row(10).cells.size(), 3U);
    EXPECT_EQ(history.row(9).cells[12].code_point(), U'9');
}

TEST(History, IsBoundedByBytes) {
    constexpr std::size_t kBytes = 200'000;
    History history({.rows_max = 1'000'000, .bytes_max = kBytes});
    for (int i = 0; i < 20'000; ++i) {
        history.push(cells_of(std::string(100, 'x'), 0), {});
    }
    EXPECT_LE(history.bytes(), kBytes);
    EXPECT_GT(history.size(), 1000U);
    EXPECT_EQ(history.size() + history.dropped(), 20'000U);
}

TEST(History, ReadRowsStayValidWhileOthersAreRead) {
    History history({});
    for (int i = 0; i < 1000; ++i) {
        history.push(cells_of(std::to_string(i), 0), {});
    }
    const HistoryRow first = history.row(123);
    for (std::size_t i = 0; i + 1 < kHistoryRowsHeld; ++i) {
        (void)history.row(i);
    }
    EXPECT_EQ(first.cells[2].code_point(), U'3');
}

/// All text, soft-wrapped rows joined.
std::string text_of(const Terminal& t) {
    std::string out;
    const auto add = [&](std::span<const Cell> cells, bool wrapped) {
        std::string row;
        for (const Cell cell : cells) {
            if (cell.kind() != CellKind::WrapSpacer) {
                t.append_text(cell, row);
            }
        }
        if (!wrapped) {
            row.erase(row.find_last_not_of(' ') + 1);
            row += '\n';
        }
        out += row;
    };
    for (std::size_t i = 0; i < t.history_size(); ++i) {
        add(t.history_row(i).cells, t.history_row(i).wrapped);
    }
    for (int r = 0; r < t.size().rows.value; ++r) {
        add(t.row(Row(r)), t.is_wrapped(Row(r)));
    }
    out.erase(out.find_last_not_of('\n') + 1);
    return out;
}

TEST(Reflow, KeepsTheTextThroughAnyWidths) {
    std::mt19937 random(11);
    Terminal t({Rows(6), Cols(20)}, {.history = {.rows_max = 100'000}});
    std::string expected;
    for (int i = 0; i < 300; ++i) {
        std::string line;
        for (auto n = random() % 60; n > 0; --n) {
            line +=
                random() % 7 == 0 ? "漢" : std::string(1, static_cast<char>('a' + random() % 26));
        }
        t.feed((i > 0 ? "\r\n" : "") + line);
        expected += (i > 0 ? "\n" : "") + line;
    }
    for (int i = 0; i < 40; ++i) {
        t.resize(
            {Rows(1 + static_cast<int>(random() % 12)), Cols(2 + static_cast<int>(random() % 70))});
        ASSERT_EQ(text_of(t), expected) << i;
    }
}

TEST(Reflow, FullHistoryStaysWithinItsLimits) {
    Terminal t({Rows(4), Cols(40)}, {.history = {.rows_max = 50}});
    for (int i = 0; i < 100; ++i) {
        t.feed(std::string(40, 'x') + "\r\n");
    }
    t.resize({Rows(4), Cols(10)});
    EXPECT_EQ(t.history_size(), 50U);
    t.resize({Rows(4), Cols(40)});
    EXPECT_LE(t.history_size(), 50U);
}

}  // namespace
}  // namespace tessera::vt
