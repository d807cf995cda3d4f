// No sequence leaves half of a wide character: a renderer draws what cells say.

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tessera/vt/terminal.h"

namespace tessera::vt {
namespace {

/// The first half without its other one, as text; empty when there is none.
std::string lone_half(const Terminal& t) {
    for (int r = 0; r < t.size().rows.value; ++r) {
        const auto cells = t.row(Row(r));
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const bool is_head = cells[c].kind() == CellKind::WideHead;
            const bool has_tail = c + 1 < cells.size() && cells[c + 1].kind() == CellKind::WideTail;
            const bool is_tail = cells[c].kind() == CellKind::WideTail;
            const bool has_head = c > 0 && cells[c - 1].kind() == CellKind::WideHead;
            if ((is_head && !has_tail) || (is_tail && !has_head)) {
                return std::string(is_head ? "head" : "tail") + " at " + std::to_string(r) + "," +
                       std::to_string(c);
            }
        }
    }
    return {};
}

constexpr std::string_view kText[] = {"\u6f22",
                                      "a",
                                      "bc",
                                      "\u6f22\u5b57",
                                      "e\u0301",
                                      "\u2764\ufe0f",
                                      "\U0001f468\u200d\U0001f469",
                                      "\U0001f1e9\U0001f1ea",
                                      "\r",
                                      "\n",
                                      "\b",
                                      "\t",
                                      "\x1bM",
                                      "\x1b"
                                      "6",
                                      "\x1b"
                                      "9",
                                      "\x1b"
                                      "7",
                                      "\x1b"
                                      "8",
                                      "\x1b[?69h",
                                      "\x1b[?69l",
                                      "\x1b[?7h",
                                      "\x1b[?7l",
                                      "\x1b[4h",
                                      "\x1b[4l",
                                      "\x1b[?6h",
                                      "\x1b[?6l",
                                      "\x1b[1\"q",
                                      "\x1b[0\"q",
                                      "\x1b[?2K",
                                      "\x1b[?2J",
                                      "\x1b#6",
                                      "\x1b#5",
                                      "\x1b#3",
                                      "\x1b[?1049h",
                                      "\x1b[?1049l",
                                      "\x1b[?45h",
                                      "\x1b[?2027h",
                                      "\x1b[?2027l",
                                      "\x1b[44m",
                                      "\x1b[m",
                                      "\x1b[r",
                                      "\x1bPq#1!20~\x1b\\",
                                      "\x1bV",
                                      "\x1bW",
                                      "\x1b[2*x",
                                      "\x1b[*x"};
/// What follows CSI and up to eight small numbers.
constexpr std::string_view kFinals[] = {"H",  "A",  "B",  "C",  "D",  "E",  "F",  "G",  "I",  "Z",
                                        "J",  "K",  "L",  "M",  "P",  "@",  "X",  "S",  "T",  "a",
                                        "e",  "`",  "d",  "b",  "r",  "s",  " @", " A", "'}", "'~",
                                        "$v", "$z", "${", "$x", "$r", "$t", "g"};

class Pieces {
public:
    explicit Pieces(unsigned seed) : random_(seed) {}
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
    Size size() {
        const auto rows = static_cast<int>(1 + below(5));
        return {Rows(rows), Cols(static_cast<int>(2 + below(9)))};
    }
    std::string next() {
        const std::size_t kind = below(4);
        if (kind != 0) {
            const std::string place =
                "\x1b[" + std::to_string(below(6)) + ";" + std::to_string(below(12)) + "H";
            return (kind == 1 ? place : "") + std::string(kText[below(std::size(kText))]);
        }
        std::string out = "\x1b[";
        for (std::size_t n = below(9); n > 0; --n) {
            out += std::to_string(below(9)) + (n > 1 ? ";" : "");
        }
        return out + std::string(kFinals[below(std::size(kFinals))]);
    }

private:
    std::mt19937 random_;
};

TEST(Wide, NothingLeavesHalfACharacter) {
    Pieces pieces(1);
    for (int run = 0; run < 3000; ++run) {
        Terminal t(pieces.size());
        std::string fed;
        for (int step = 0; step < 60; ++step) {
            const bool is_resized = pieces.below(40) == 0;
            const std::string next = is_resized ? "<resized>" : pieces.next();
            fed += next;
            if (is_resized) {
                t.resize(pieces.size());
            } else {
                t.feed(next);
            }
            ASSERT_EQ(lone_half(t), "") << ::testing::PrintToString(fed);
        }
    }
}

}  // namespace
}  // namespace tessera::vt
