// What hostile output can cost: memory of each kind of thing a program can pile up, and the time of
// the dearest sequences beside a page's worth of work.

#include <gtest/gtest.h>
#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <array>

#include "tessera/vt/sequences/context.h"
#include "tessera/vt/terminal.h"

// Of the sanitizers' allocator, which mallinfo2() does not see.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes() __attribute__((weak));

namespace tessera::vt {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20U;

std::size_t allocated_bytes() {
    if (__sanitizer_get_current_allocated_bytes != nullptr) {
        return __sanitizer_get_current_allocated_bytes();
    }
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

std::string times(std::size_t n, std::string_view text) {
    std::string out;
    for (; n > 0; --n) {
        out += text;
    }
    return out;
}

/// The bits of `n` as marks, so that every number is a cluster of its own.
std::string marks_of(unsigned n) {
    std::string out = "e";
    for (unsigned bit = 0; bit < 15; ++bit) {
        out += (n >> bit & 1U) != 0 ? "\u0301" : "\u0302";
    }
    return out;
}

struct Pile {
    std::string_view name;
    std::string (*piece)(unsigned n);
    unsigned pieces;        // without a limit they would take twice as much at least
    std::size_t bytes_max;  // what the constants of the limits add up to
};

const Pile kPiles[] = {
    {"styles",
     [](unsigned n) {
         return "\x1b[38;2;" + std::to_string(n >> 16U & 255U) + ";" +
                std::to_string(n >> 8U & 255U) + ";" + std::to_string(n & 255U) + "mx\r";
     },
     400'000, 14 * kMiB},
    {"clusters", [](unsigned n) { return marks_of(n) + marks_of(n >> 15U) + "\r"; }, 100'000,
     22 * kMiB},
    {"marks on one cell", [](unsigned) { return times(1000, "\u0301"); }, 2'000, kMiB},
    {"links",
     [](unsigned n) {
         return "\x1b]8;;http://" + std::to_string(n) + std::string(2000, 'a') + "\x1b\\x\r";
     },
     20'000, 20 * kMiB},
    {"history", [](unsigned n) { return std::to_string(n * 2654435761U) + "\x1b[31mred\x1b[m\n"; },
     400'000, 6 * kMiB},
    {"prompts", [](unsigned n) { return "\x1b]133;A\x1b\\" + std::to_string(n) + "\n"; }, 200'000,
     6 * kMiB},
    {"one endless OSC",
     [](unsigned n) { return (n == 0 ? "\x1b]0;" : "") + std::string(kMiB, 'a'); }, 20, 5 * kMiB},
    {"one endless DCS",
     [](unsigned n) { return (n == 0 ? "\x1bPq" : "") + std::string(kMiB, '~'); }, 20, 5 * kMiB},
    {"one endless APC",
     [](unsigned n) { return (n == 0 ? "\x1b_G" : "") + std::string(kMiB, 'A'); }, 20, 5 * kMiB},
    {"one endless PM", [](unsigned n) { return (n == 0 ? "\x1b^" : "") + std::string(kMiB, 'A'); },
     20, kMiB},
    {"events nobody takes", [](unsigned) { return "\x1b]2;" + std::string(4000, 't') + "\x1b\\"; },
     5'000, 6 * kMiB},
    {"replies nobody takes", [](unsigned) { return times(1000, "\x1b[c"); }, 2'000, kMiB},
    {"titles on their stack",
     [](unsigned) { return "\x1b]2;" + std::string(4000, 't') + "\x1b\\\x1b[22t"; }, 5'000,
     6 * kMiB},
    {"keyboard flags on their stack", [](unsigned) { return times(1000, "\x1b[>1u"); }, 5'000,
     kMiB},
    {"a kitty picture without an end",
     [](unsigned) {
         return "\x1b_Gi=1,f=32,s=9999,v=1600,m=1;" + std::string(65536, 'A') + "\x1b\\";
     },
     2'500, 5 * kMiB},
    {"kitty pictures",
     [](unsigned n) {
         return "\x1b_Ga=t,q=2,f=32,s=64,v=64,i=" + std::to_string(n + 1) + ";" +
                std::string(std::size_t{64} * 64 * 4 / 3 * 4 + 4, 'A') + "\x1b\\";
     },
     500, 4 * kMiB},
    {"sixel pictures",
     [](unsigned) { return "\x1b[H\x1bPq\"1;1;512;512#1" + times(80, "!512~-") + "\x1b\\"; }, 60,
     4 * kMiB},
};

TEST(Limits, WhatAProgramPilesUpIsBounded) {
    for (const Pile& pile : kPiles) {
        const auto images = std::make_shared<ImageBudget>(ImageBudget{.bytes_max = 2 * kMiB});
        Terminal t(
            {Rows(24), Cols(80)},
            {.history = {.rows_max = 10'000'000, .bytes_max = 2 * kMiB}, .image_budget = images});
        const std::size_t before = allocated_bytes();
        std::size_t most = before;
        for (unsigned n = 0; n < pile.pieces; ++n) {
            t.feed(pile.piece(n));
            if (n % (pile.pieces / 20) == 0) {
                most = std::max(most, allocated_bytes());
            }
        }
        EXPECT_LE(most - before, pile.bytes_max) << pile.name;
    }
}

double cpu_seconds() {
    timespec now{};
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Seconds that feeding takes; the least of some, since others run on this machine too.
double cost(Terminal& t, std::string_view before, std::string_view bytes) {
    double least = 1e9;
    for (int i = 0; i < 5; ++i) {
        t.feed(before);
        (void)t.take_replies();
        (void)t.take_events();
        const double start = cpu_seconds();
        t.feed(bytes);
        least = std::min(least, cpu_seconds() - start);
    }
    return least;
}

/// Long enough that what costs a look at each of its lines stands out.
Terminal with_history() {
    Terminal t({Rows(24), Cols(80)}, {.history = {.rows_max = 30'000}});
    t.feed(times(30'000, "a line of text in the history of this terminal\r\n"));
    return t;
}

constexpr std::string_view kWorst[] = {"",
                                       "2",
                                       "3",
                                       "65535",
                                       "65535;65535;65535;65535;65535;65535;65535;65535",
                                       "1;1;65535;65535;1;2;2;1",
                                       "69;1;1;65535;65535",
                                       "1;1;1;1;65535;65535",
                                       "8;65535;65535",
                                       "47",
                                       "1047",
                                       "1049",
                                       "2026",
                                       "1;3;5;7;9;11;13;15;17;19;21;23;25;27;29;31;33;35"};

TEST(Limits, NoSequenceCostsMoreThanAFewPagesOfWork) {
    constexpr double kPagesMax = 40;
    Terminal t = with_history();
    const std::string text = "\x1b[?1049l\x1b[?69l\x1b[r\x1b[m\x1b[H" + times(24 * 80 - 1, "x");
    const double page = cost(t, text, "\x1b#8");
    const auto check = [&](const RowFacts& facts, const std::string& bytes) {
        if (t.history_size() == 0) {
            t = with_history();
        }
        const double pages = cost(t, text, bytes) / page;
        EXPECT_LE(pages, kPagesMax) << facts.mnemonic << " " << bytes.substr(1);
        t.feed("\x18\x1b\\");
    };
    for (const SequenceRow& row : control_rows()) {
        check(row.facts, std::string(row.facts.id));
    }
    for (const SequenceRow& row : esc_rows()) {
        check(row.facts, "\x1b" + std::string(row.facts.id));
    }
    for (const SequenceRow& row : csi_rows()) {
        const std::string_view id = row.facts.id;
        const std::size_t leader = id[0] >= '<' && id[0] <= '?' ? 1 : 0;
        for (const std::string_view parameters : kWorst) {
            check(row.facts, "\x1b[" + std::string(id.substr(0, leader)) + std::string(parameters) +
                                 std::string(id.substr(leader)));
        }
    }
}

struct Heap {
    std::string_view name;
    std::string before;  // what makes it
    std::string bytes;   // what is dear when each thing of the heap is looked at
    std::size_t times;   // it is repeated
    double pages_max;    // for each
};

std::string pictures(std::size_t n, std::string_view at) {
    return times(n, std::string(at) + "\x1bPq#1@\x1b\\");
}

std::string kitty_pictures(int n, std::string_view at) {
    std::string out = "\x1b_Ga=t,q=2,f=32,s=1,v=1,i=1;AAAAAA==\x1b\\";
    for (int i = 1; i <= n; ++i) {
        out += std::string(at) + "\x1b_Ga=p,q=2,i=1,p=" + std::to_string(i) + "\x1b\\";
    }
    return out;
}

TEST(Limits, AByteAmongThousandsOfThingsCostsAPageOrTwo) {
    const std::string sixels = pictures(kMaxPlacements, "");
    const std::string lowest = pictures(kMaxPlacements, "\x1b[50H");
    const std::string first_row = pictures(kMaxPlacements, "\x1b[2H");
    const std::string kitty = kitty_pictures(kMaxPlacements, "\r\n");
    const std::string kitty_below = kitty_pictures(kMaxPlacements, "\x1b[50H");
    const Heap heaps[] = {
        {"line feed", sixels, "\x1b[r\x1b[50H" + times(200, "\n"), 200, 2},
        {"line feed in an upper region", sixels, "\x1b[1;49r\x1b[49H" + times(200, "\n"), 200, 2},
        {"line feed in a lower region", sixels, "\x1b[2;50r\x1b[50H" + times(200, "\n"), 200, 2},
        {"line feed above all", lowest, "\x1b[1;49r\x1b[49H" + times(200, "\n"), 200, 2},
        {"line feed below all", first_row, "\x1b[3;50r\x1b[50H" + times(200, "\n"), 200, 2},
        {"line feed after kitty's", kitty, "\x1b[r\x1b[50H" + times(200, "\n"), 200, 2},
        {"line feed above kitty's", kitty_below, "\x1b[1;49r\x1b[49H" + times(200, "\n"), 200, 2},
        {"insert and delete lines", sixels, "\x1b[r\x1b[3H" + times(100, "\x1b[L\x1b[M"), 200, 2},
        {"a sixel more", sixels, "\x1b[r\x1b[H" + pictures(200, "\x1b[9H"), 200, 12},
        // A cell has 128 pixels of 4 bytes; ten times that without the limit.
        {"a background of a sixel", "",
         "\x1b[r\x1b[H" + times(20, "\x1b[H\x1bPq\"1;1;9999;1600#1@\x1b\\"), 20, 2000},
        {"a placement more", kitty, times(200, "\x1b_Ga=p,q=2,i=1,p=9999\x1b\\"), 200, 12},
        {"a deletion", kitty, times(200, "\x1b_Ga=d,d=i,i=1,p=1\x1b\\"), 200, 20},
        {"resize by a row and back", sixels, "", 1, 60},
    };
    for (const Heap& heap : heaps) {
        Terminal t({Rows(50), Cols(160)}, {.history = {.rows_max = 10'000}});
        const double page = cost(t, "", "\x1b#8");
        t.feed("\x1b[2J\x1b[H" + heap.before);
        const double pages = cost(t, "", heap.bytes) / page / static_cast<double>(heap.times);
        EXPECT_LE(pages, heap.pages_max) << heap.name;
    }
}

TEST(Limits, PlaceholdersLookAtAFewPlacementsOnly) {
    std::string placements = "\x1b_Ga=t,q=2,f=32,s=1,v=1,i=1;AAAAAA==\x1b\\";
    for (std::size_t p = 1; p <= kMaxPlacements; ++p) {
        placements += "\x1b_Ga=p,q=2,U=1,i=1,c=1,r=1,p=" + std::to_string(p) + "\x1b\\";
    }
    Terminal t({Rows(50), Cols(160)});
    const double page = cost(t, "", "\x1b#8");
    // Each cell asks for the placement that is found last.
    t.feed(placements + "\x1b[2J\x1b[H\x1b[38;5;1m\x1b[58;2;0;16;0m" + times(8000, "\U0010eeee"));
    const auto start = std::chrono::steady_clock::now();
    constexpr int kTimes = 20;
    std::size_t parts = 0;
    for (int n = 0; n < kTimes; ++n) {
        parts += t.image_parts().size();
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    EXPECT_GT(parts, 0U);
    EXPECT_LE(took.count() / kTimes / page, 4000) << "sixteen times 900 without the limit";
}

TEST(Limits, RelativePlacementsLookAtOthersAFewTimesOnly) {
    std::string before = kitty_pictures(kMaxPlacements, "\r\n");
    for (std::size_t p = 1; p <= kMaxRelatives; ++p) {  // in chains of eight
        const std::size_t parent = p % 8 == 1 ? kMaxPlacements : 10'000 + p - 1;
        before += "\x1b_Ga=p,q=2,i=1,P=1,Q=" + std::to_string(parent) +
                  ",p=" + std::to_string(10'000 + p) + "\x1b\\";
    }
    for (const std::string_view command :
         {"\x1b_Ga=p,q=2,i=1,p=9999\x1b\\", "\x1b_Ga=d,d=z,z=9\x1b\\",
          "\x1b_Ga=p,q=2,i=1,p=9999,P=1,Q=10256\x1b\\"}) {
        Terminal t({Rows(50), Cols(160)}, {.history = {.rows_max = 10'000}});
        const double page = cost(t, "", "\x1b#8");
        const double pages = cost(t, before, times(100, command)) / page / 100;
        EXPECT_LE(pages, 100) << command.substr(1);
    }
}

TEST(Limits, ALongStringCostsLittleForEachOfItsBytes) {
    const std::string body(kMiB, 'A');
    const std::string strings[] = {"\x1bP1$r" + body,
                                   "\x1bPq" + body,
                                   "\x1bP+q" + body,
                                   "\x1bPz" + body,
                                   "\x1b]0;" + body,
                                   "\x1b]4;" + times(kMiB / 6, "1;?;2;"),
                                   "\x1b]8;;" + body,
                                   "\x1b]52;c;" + body,
                                   "\x1b]1337;File=inline=1:" + body,
                                   "\x1b_Gf=32,s=512,v=512;" + body,
                                   "\x1b_G" + times(kMiB / 4, "i=1,"),
                                   "\x1b^" + body,
                                   "\x1bX" + body,
                                   "\x1b[" + times(kMiB / 2, "1;"),
                                   "\x1b[" + times(kMiB / 2, "1:")};
    for (const std::string& text : strings) {
        Terminal t({Rows(50), Cols(160)});
        const double page = cost(t, "", "\x1b#8");
        const double kib =
            cost(t, "", text + "\x1b\\\x18") / page / static_cast<double>(kMiB >> 10U);
        EXPECT_LE(kib, 40) << text.substr(1, 12);
    }
}

}  // namespace
}  // namespace tessera::vt
