#include "tessera/server/saved_screen.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "tessera/server/session_fixture.h"

namespace tessera::server {
namespace {

constexpr std::uint32_t kTerminal = 7;

std::string line(int i) {
    return "line " + std::to_string(i);
}

void print_lines(vt::Terminal& terminal, int first, int last) {
    for (int i = first; i <= last; ++i) {
        terminal.feed(line(i) + "\r\n");
    }
}

/// Steps until all is stored; how many.
int save_all(SavedScreen& saved, const vt::Terminal& terminal, ProgramKeeper& keeper) {
    int steps = 1;
    while (saved.save(kTerminal, terminal, keeper) == SavedScreen::Step::More) {
        ++steps;
    }
    return steps;
}

std::string text_of(vt::Terminal& terminal, std::size_t history_row) {
    std::string out;
    for (const vt::Cell cell : terminal.history_row(history_row).cells) {
        terminal.append_text(cell, out);
    }
    return out;
}

/// What the keeper holds after every message: a server may die between any two.
class Journal final : public FakePrograms {
public:
    void store_screen(std::uint32_t terminal, std::uint64_t part, std::string content) override {
        FakePrograms::store_screen(terminal, part, std::move(content));
        states.push_back(screens[terminal]);
    }
    void drop_screen(std::uint32_t terminal, std::uint64_t part) override {
        FakePrograms::drop_screen(terminal, part);
        states.push_back(screens[terminal]);
    }
    std::vector<ScreenParts> states;
};

TEST(SavedScreen, ComesBackWhole) {
    FakePrograms keeper;
    vt::Terminal terminal({Rows(10), Cols(40)});
    print_lines(terminal, 1, 3000);
    terminal.feed("\x1b]2;a title\x07\x1b[?2004h\x1b[?1000;1006h\x1b[3 q\x1b[?1049h\x1b[>5uvim");
    SavedScreen saved;
    EXPECT_EQ(save_all(saved, terminal, keeper), 3) << "11 pages, 4 a step";
    SavedScreen next;
    const auto again = next.restore(kTerminal, keeper.screens[kTerminal], {}, keeper);
    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ(again->snapshot(), terminal.snapshot());
    EXPECT_EQ(next.bytes(), saved.bytes());
    // The next server goes on with the pages that are there.
    keeper.stores = 0;
    EXPECT_EQ(next.save(kTerminal, *again, keeper), SavedScreen::Step::Done);
    EXPECT_EQ(keeper.stores, 1);
}

TEST(SavedScreen, WhatWasStoredOnceIsNotStoredAgain) {
    FakePrograms keeper;
    vt::Terminal terminal({Rows(10), Cols(80)});
    print_lines(terminal, 1, 10'000);
    SavedScreen saved;
    (void)save_all(saved, terminal, keeper);
    keeper.stores = 0;
    terminal.feed("$ ls");
    EXPECT_EQ(save_all(saved, terminal, keeper), 1);
    EXPECT_EQ(keeper.stores, 1);
    EXPECT_LT(keeper.screens[kTerminal].at(0).size(), 256U * 16);
    terminal.feed("\x1b[3J");
    EXPECT_EQ(save_all(saved, terminal, keeper), 1);
    EXPECT_EQ(keeper.screens[kTerminal].size(), 1U) << "the history was erased";
}

TEST(SavedScreen, AFloodStoresItsNewestLinesFirst) {
    FakePrograms keeper;
    vt::Terminal terminal({Rows(10), Cols(80)});
    print_lines(terminal, 1, 9000);
    SavedScreen saved;
    EXPECT_EQ(saved.save(kTerminal, terminal, keeper), SavedScreen::Step::More);
    Result<vt::Terminal> again =
        SavedScreen().restore(kTerminal, keeper.screens[kTerminal], {}, keeper);
    ASSERT_TRUE(again.has_value());
    const std::size_t rows = again->history_size();
    EXPECT_GE(rows, kPagesPerStep * vt::kHistoryPageRows);
    EXPECT_EQ(text_of(*again, rows - 1), line(9000 - 9));
    EXPECT_EQ(text_of(*again, 0), line(9000 - 8 - static_cast<int>(rows)));
}

TEST(SavedScreen, WheneverTheServerDiesThereIsAScreen) {
    Journal keeper;
    vt::Terminal terminal({Rows(4), Cols(20)}, {.history = {.rows_max = 2000}});
    SavedScreen saved;
    int printed = 0;
    for (const int lines : {10, 700, 900, 1400, 3, 2500, 1}) {
        print_lines(terminal, printed + 1, printed + lines);
        printed += lines;
        (void)save_all(saved, terminal, keeper);
        terminal.resize({Rows(4), Cols(20 + lines % 3)});
    }
    bool had_head = false;
    for (const ScreenParts& state : keeper.states) {
        had_head = had_head || state.contains(0);
        FakePrograms other;
        auto again = SavedScreen().restore(kTerminal, state, {}, other);
        ASSERT_EQ(again.has_value(), had_head);
        for (std::size_t row = 1; again && row < again->history_size(); ++row) {
            const int before = std::stoi(text_of(*again, row - 1).substr(5));
            ASSERT_EQ(text_of(*again, row), line(before + 1)) << "no gap";
        }
    }
}

TEST(SavedScreen, GarbledPartsCostNoMoreThanThemselves) {
    FakePrograms keeper;
    vt::Terminal terminal({Rows(4), Cols(20)});
    print_lines(terminal, 1, 900);
    SavedScreen saved;
    (void)save_all(saved, terminal, keeper);
    const ScreenParts good = keeper.screens[kTerminal];
    ASSERT_EQ(good.size(), 4U);
    const auto rows_of = [&](ScreenParts parts) {
        keeper.screens[kTerminal] = parts;
        SavedScreen next;
        const auto again = next.restore(kTerminal, std::move(parts), {}, keeper);
        EXPECT_EQ(again.has_value(), keeper.screens[kTerminal].contains(0));
        std::size_t kept = 0;
        for (const auto& [part, content] : keeper.screens[kTerminal]) {
            kept += content.size();
        }
        EXPECT_EQ(next.bytes(), kept) << "the keeper has only what the next one knows of";
        return again ? static_cast<int>(again->history_size()) : -1;
    };
    EXPECT_EQ(rows_of(good), 897);
    // Parts 1, 2, 3 are pages, the newest first.
    ScreenParts bad = good;
    bad.erase(3);
    EXPECT_EQ(rows_of(bad), 897 - 256);
    bad.erase(2);
    EXPECT_EQ(rows_of(bad), 897 - 512);
    bad = good;
    bad.erase(1);
    EXPECT_EQ(rows_of(bad), 897 - 768) << "what is older would have a gap behind it";
    bad = good;
    bad[2] = "noise";
    EXPECT_EQ(rows_of(bad), 897 - 768);
    bad = good;
    bad[9] = "of nobody";
    EXPECT_EQ(rows_of(bad), 897);
    bad[0] = "noise";
    EXPECT_EQ(rows_of(bad), -1);
    bad = good;
    bad.erase(0);
    EXPECT_EQ(rows_of(bad), -1);
    bad = good;
    bad[0].resize(bad[0].size() / 2);
    EXPECT_EQ(rows_of(bad), -1);
    EXPECT_EQ(rows_of({}), -1);
}

TEST(SavedScreen, OldLinesMakeRoomAtTheLimit) {
    FakePrograms keeper;
    vt::Terminal terminal({Rows(4), Cols(250)}, {.history = {.rows_max = 100'000}});
    for (int i = 0; i < 20'000; ++i) {
        terminal.feed(std::string(240, static_cast<char>('a' + i % 26)) + "\r\n");
    }
    SavedScreen saved;
    (void)save_all(saved, terminal, keeper);
    EXPECT_LE(saved.bytes(), kScreenBytesMax + (std::size_t{64} << 10U));
    EXPECT_GT(saved.bytes(), kScreenBytesMax * 9 / 10);
    const std::size_t before = saved.bytes();
    EXPECT_TRUE(saved.drop_oldest(kTerminal, keeper));
    EXPECT_LT(saved.bytes(), before);
    keeper.stores = 0;
    (void)save_all(saved, terminal, keeper);
    EXPECT_EQ(keeper.stores, 1) << "what was given up stays away";
    SavedScreen next;
    ASSERT_TRUE(next.restore(kTerminal, keeper.screens[kTerminal], {}, keeper).has_value());
    EXPECT_EQ(next.bytes(), saved.bytes());
    saved.forget();
    EXPECT_EQ(saved.bytes(), 0U);
}

/// A kitty picture of noise, `side` pixels square: it does not become smaller.
std::string noise_picture(int id, int side, unsigned seed) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t digits = static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 4;
    std::string out = "\x1b_Ga=T,q=2,f=24,s=" + std::to_string(side) +
                      ",v=" + std::to_string(side) + ",i=" + std::to_string(id) + ";";
    std::mt19937 random(seed);
    for (std::size_t i = 0; i < digits; ++i) {
        out += kDigits[random() % 64];
    }
    return out + "\x1b\\";
}

TEST(SavedScreen, PicturesAreStoredOnceAndComeBack) {
    FakePrograms keeper;
    vt::Terminal terminal({Rows(10), Cols(40)});
    terminal.feed(noise_picture(1, 20, 1) + "\x1bPq#1!40~\x1b\\" + noise_picture(2, 30, 2));
    SavedScreen saved;
    EXPECT_EQ(save_all(saved, terminal, keeper), 3) << "one a step";
    EXPECT_EQ(keeper.screens[kTerminal].size(), 4U);
    keeper.stores = 0;
    terminal.feed("text");
    EXPECT_EQ(save_all(saved, terminal, keeper), 1);
    EXPECT_EQ(keeper.stores, 1);
    EXPECT_LT(keeper.screens[kTerminal].at(0).size(), 1000U);
    SavedScreen next;
    const auto again = next.restore(kTerminal, keeper.screens[kTerminal], {}, keeper);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->snapshot(), terminal.snapshot());
    EXPECT_EQ(next.bytes(), saved.bytes());
    keeper.stores = 0;
    EXPECT_EQ(save_all(next, *again, keeper), 1);
    EXPECT_EQ(keeper.stores, 1);
    terminal.feed("\x1b_Ga=d,d=I,i=1\x1b\\");
    (void)save_all(saved, terminal, keeper);
    EXPECT_EQ(keeper.screens[kTerminal].size(), 3U) << "a deleted one is dropped";
}

TEST(SavedScreen, AMissingOrGarbledPictureCostsNoMoreThanItself) {
    FakePrograms keeper;
    vt::Terminal terminal({Rows(10), Cols(40)});
    terminal.feed(noise_picture(1, 20, 1) + noise_picture(2, 30, 2) + "text");
    SavedScreen saved;
    (void)save_all(saved, terminal, keeper);
    const ScreenParts good = keeper.screens[kTerminal];
    for (const auto& [part, content] : good) {
        for (const std::string& bad : {std::string(), content.substr(0, content.size() / 2)}) {
            ScreenParts parts = good;
            parts[part] = bad;
            keeper.screens[kTerminal] = parts;
            SavedScreen next;
            const auto again = next.restore(kTerminal, parts, {}, keeper);
            ASSERT_EQ(again.has_value(), part != 0);
            std::size_t kept = 0;
            for (const auto& [number, bytes] : keeper.screens[kTerminal]) {
                kept += bytes.size();
            }
            EXPECT_EQ(next.bytes(), kept) << "the keeper has only what the next one knows of";
            if (again) {
                EXPECT_EQ(again->images_to_save().size(), 1U);
            }
        }
    }
}

TEST(SavedScreen, TheNewestPicturesAreKeptWithinTheLimit) {
    FakePrograms keeper;
    vt::Terminal terminal({Rows(10), Cols(40)});
    for (int id = 1; id <= 12; ++id) {
        terminal.feed(noise_picture(id, 300, static_cast<unsigned>(id)));  // 270 kB of noise
    }
    SavedScreen saved;
    (void)save_all(saved, terminal, keeper);
    EXPECT_LE(saved.bytes(), kSavedImageBytesMax + (std::size_t{64} << 10U));
    SavedScreen next;
    const auto again = next.restore(kTerminal, keeper.screens[kTerminal], {}, keeper);
    ASSERT_TRUE(again.has_value());
    const std::vector<vt::ImageNumber> kept = again->images_to_save();
    ASSERT_GE(kept.size(), 5U);
    EXPECT_LT(kept.size(), 12U);
    EXPECT_EQ(kept.front(), terminal.images_to_save().front());
    EXPECT_EQ(kept.front() - kept.back() + 1, kept.size()) << "the newest";
    terminal.feed("\x1b[2J" + noise_picture(13, 300, 13));
    (void)save_all(saved, terminal, keeper);
    EXPECT_LE(saved.bytes(), kSavedImageBytesMax + (std::size_t{64} << 10U));
    const std::size_t before = saved.bytes();
    EXPECT_TRUE(saved.drop_oldest(kTerminal, keeper));
    EXPECT_LT(saved.bytes(), before);
    keeper.stores = 0;
    (void)save_all(saved, terminal, keeper);
    EXPECT_EQ(keeper.stores, 1) << "what was given up stays away";
}

TEST(SavedScreen, APictureHalfWayDoesNotCostTheScreen) {
    FakePrograms keeper;
    vt::Terminal terminal({Rows(10), Cols(40)});
    terminal.feed("text\x1b_Ga=t,f=24,s=2000,v=2000,i=1,m=1;");
    terminal.feed(std::string(3 << 20U, 'A') + "\x1b\\\x1b_Gm=1;" + std::string(3 << 20U, 'A') +
                  "\x1b\\");
    SavedScreen saved;
    (void)save_all(saved, terminal, keeper);
    const auto again = SavedScreen().restore(kTerminal, keeper.screens[kTerminal], {}, keeper);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->row_text(Row(0)), "text");
}

struct Pty : FakeProgram {
    [[nodiscard]] UniqueFd master_again() const {
        return UniqueFd(::fcntl(master.get(), F_DUPFD_CLOEXEC, 3));
    }
    [[nodiscard]] int rows() const {
        winsize size{};
        EXPECT_EQ(::ioctl(slave.get(), TIOCGWINSZ, &size), 0);
        return size.ws_row;
    }
    void print(std::string_view text) const {
        EXPECT_EQ(::write(slave.get(), text.data(), text.size()),
                  static_cast<ssize_t>(text.size()));
    }
};

class AdoptedScreen : public SessionTest {
protected:
    /// A shell that has printed `text`, saved; then another server's session in place of this one.
    void die_after(std::string_view text, pid_t foreground = 0) {
        make();
        session->program_started(0, 1, pty.master_again());
        pty.print(text);
        session->programs.at(0).pane->drain();
        EXPECT_TRUE(directory.asked_to_save);
        Session::Program& program = session->programs.at(0);
        EXPECT_TRUE(program.saved.is_changed());
        (void)program.saved.save(0, program.pane->terminal(), programs, foreground);
        rows = pty.rows();
        auto space = workspace::Session::restore(session->space.snapshot());
        SessionSetup setup = session->setup;
        session =
            std::make_unique<Session>(Services{loop, clock, log, programs, plugins, ids, directory},
                                      std::move(setup), std::move(*space));
    }
    void attach_again() {
        client = std::make_unique<FakeClient>(Size{Rows(24), Cols(80)});
        id = session->attach(*client, facts(), {Rows(24), Cols(80)}, {}).value();
        settle();
    }
    Pty pty;
    int rows = 0;
};

TEST_F(AdoptedScreen, AShellsScreenIsThereAndTheShellHearsNothing) {
    die_after("hello\n$ half a sequ\x1b[3");
    session->adopt(0, {.pid = 1, .master = pty.master_again(), .screen = programs.screens[0]});
    EXPECT_EQ(pty.rows(), rows);
    attach_again();
    EXPECT_EQ(pty.rows(), rows);
    EXPECT_NE(client->text().find("hello"), std::string::npos) << client->text();
    EXPECT_EQ(programs.started.size(), 1U) << "the one of the first server";
    pty.print("new");
    session->programs.at(0).pane->drain();
    settle();
    EXPECT_NE(client->text().find("$ half a sequnew"), std::string::npos) << client->text();
    vt::Terminal& terminal = session->programs.at(0).pane->terminal();
    terminal.feed("\x1bPztext;72,105\x1b\\");
    EXPECT_TRUE(terminal.take_events().empty()) << "components are painted again";
}

TEST_F(AdoptedScreen, AProgramWithAPageOfItsOwnDrawsItAgain) {
    die_after("shell\n\x1b[?1049h\x1b[Heditor\x1b[?2026hnew fra");
    session->adopt(0, {.pid = 1, .master = pty.master_again(), .screen = programs.screens[0]});
    EXPECT_EQ(pty.rows(), rows - 1) << "for a moment";
    attach_again();
    EXPECT_NE(client->text().find("editor"), std::string::npos) << client->text();
    EXPECT_FALSE(session->programs.at(0).pane->terminal().modes().synchronized_output);
}

TEST_F(AdoptedScreen, OfAProgramThatHasGoneIsLeftAndTheOneInFrontDraws) {
    die_after("shell\n\x1b[?1049h\x1b[?1000h\x1b[Heditor", 4711);
    session->adopt(0, {.pid = 1, .master = pty.master_again(), .screen = programs.screens[0]});
    EXPECT_EQ(pty.rows(), rows - 1);
    attach_again();
    const vt::Terminal& terminal = session->programs.at(0).pane->terminal();
    EXPECT_FALSE(terminal.modes().alternate_screen);
    EXPECT_EQ(client->text().find("editor"), std::string::npos) << client->text();
    EXPECT_NE(client->text().find("shell"), std::string::npos) << client->text();
}

TEST_F(AdoptedScreen, WithoutOneTheProgramIsAskedToDraw) {
    die_after("hello\n");
    session->adopt(0, {.pid = 1, .master = pty.master_again(), .screen = {{0, "noise"}}});
    EXPECT_EQ(pty.rows(), rows - 1);
    attach_again();
    EXPECT_EQ(client->text().find("hello"), std::string::npos) << client->text();
}

TEST_F(AdoptedScreen, AShellThatEndedMeanwhileIsNotStartedAgain) {
    die_after("hello\n");
    session->adopt(0, {.status = 0, .screen = programs.screens[0]});
    settle();
    EXPECT_TRUE(session->is_over());
    EXPECT_EQ(programs.started.size(), 1U);
}

}  // namespace
}  // namespace tessera::server
