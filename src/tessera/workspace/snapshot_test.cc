#include "tessera/workspace/test_support.h"

namespace tessera::workspace {
namespace {

/// Something of everything a session can hold.
Session full_session(Ids& ids) {
    Bench b;
    b.open(PlaceAuto{});
    b.open(PlaceStacked{});
    b.open(PlaceFloating{.at = {.width = config::Extent{config::Extent::Unit::Percent, 50}}});
    b.open(PlaceFloating{.pinned = true});
    b.open(PlaceInstead{});
    EXPECT_TRUE(
        b.session
            .open_pane({.pane = {.run = config::CommandRun{"make", {"-j", "2"}, false, true},
                                 .cwd = "/tmp/\xFF",
                                 .name = "build",
                                 .default_fg = vt::Color::rgb(1, 2, 3)},
                        .placement = PlaceTiled{},
                        .client = kMe},
                       b.ids)
            .has_value());
    EXPECT_TRUE(
        b.session
            .open_pane({.pane = {.run = config::PluginRun{"zellij:about", {{"a", "b"}}, "/x"}},
                        .placement = PlaceSuppressed{},
                        .client = kMe},
                       b.ids)
            .has_value());
    EXPECT_TRUE(b.session.open_tab(default_tab(), b.ids).has_value());
    EXPECT_TRUE(b.session.switch_mode(kMe, config::InputMode::RenameTab).has_value());
    EXPECT_TRUE(b.session.type_tab_name(b.tab().id, "work").has_value());
    EXPECT_TRUE(b.session.add_client(ClientId(2), size_of(50, 90)).has_value());
    ids = b.ids;
    return b.session;
}

TEST(Snapshot, RestoringGivesAnEqualSession) {
    Ids ids;
    const Session session = full_session(ids);
    ASSERT_EQ(session.find_inconsistency(), "");
    const Result<Session> back = Session::restore(session.snapshot());
    ASSERT_TRUE(back.has_value()) << back.error().to_string();
    EXPECT_TRUE(*back == session);
    Ids fresh;
    fresh.skip_used(*back);
    EXPECT_EQ(fresh, ids);
}

TEST(Snapshot, ASessionWithoutTabsCanBeKeptToo) {
    const Session session({.name = "empty", .size = size_of(1, 1)});
    const Result<Session> back = Session::restore(session.snapshot());
    ASSERT_TRUE(back.has_value());
    EXPECT_TRUE(*back == session);
}

TEST(Snapshot, AnotherFormatIsRefusedByName) {
    const Result<Session> back = Session::restore("\x08\x63");
    ASSERT_FALSE(back.has_value());
    EXPECT_EQ(back.error().code, ErrorCode::VersionMismatch);
}

TEST(Snapshot, WhateverBytesComeTheResultIsRefusedOrSound) {
    Ids ids;
    const std::string good = full_session(ids).snapshot();
    std::size_t accepted = 0;
    const auto try_one = [&](std::string_view bytes) {
        const Result<Session> back = Session::restore(bytes);
        if (back) {
            ++accepted;
            ASSERT_EQ(back->find_inconsistency(), "");
            for (const Tab& tab : back->tabs()) {
                (void)back->geometry(tab.id);
            }
        }
    };
    for (std::size_t i = 0; i < good.size(); i += 7) {
        try_one(std::string_view(good).substr(0, i));
    }
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string damaged = good;
        damaged[i] = static_cast<char>(damaged[i] ^ static_cast<char>(1U << (i % 8)));
        try_one(damaged);
    }
    EXPECT_LT(accepted, good.size());
}

}  // namespace
}  // namespace tessera::workspace
