// OSC 99 in pieces, its names, and what it answers. Source: kitty, "Desktop notifications".

#include "tessera/vt/sequences/notifications.h"

#include <gtest/gtest.h>

#include "tessera/vt/terminal.h"

namespace tessera::vt {
namespace {

std::string osc(std::string_view text) {
    return "\x1b]99;" + std::string(text) + "\x1b\\";
}

/// As title|body, with what else there is before it; closed ones as -id.
std::string shown(Terminal& t) {
    std::string out;
    for (const Event& event : t.take_events()) {
        if (const auto* closed = std::get_if<NotificationClosed>(&event)) {
            out += "-" + closed->id + " ";
        } else if (const auto* n = std::get_if<Notification>(&event)) {
            out += n->id.empty() ? "" : n->id + ":";
            out += n->urgency == Notification::Urgency::Critical ? "!" : "";
            out += n->when == Notification::When::Unfocused ? "away " : "";
            out += n->when == Notification::When::Invisible ? "hidden " : "";
            out += n->title + "|" + n->body + " ";
        }
    }
    return out;
}

struct Case {
    std::string_view name;
    std::vector<std::string_view> pieces;
    std::string_view shown;
};
const Case kCases[] = {
    {"one", {";text"}, "text| "},
    {"title and body", {"i=1:d=0;head", "i=1:p=body;text"}, "1:head|text "},
    {"pieces of each", {"i=a:d=0;a", "i=a:d=0:p=body;x", "i=a:d=0;b", "i=a:p=body;y"}, "a:ab|xy "},
    {"two at once", {"i=1:d=0;one", "i=2;two", "i=1;!"}, "2:two| 1:one!| "},
    {"without a name", {"d=0;a", ";b"}, "ab| "},
    {"a body only", {"p=body;text"}, "|text "},
    {"nothing", {"i=1;", "p=body;", "i=2:p=icon;x", "i=3:p=alive;"}, ""},
    {"done by a kind that is not known", {"i=1:d=0;text", "i=1:p=icon;data"}, "1:text| "},
    {"base64", {"e=1;aGk="}, "hi| "},
    {"base64 with padding in each piece", {"i=1:e=1:d=0;YQ==", "i=1:e=1;Yg=="}, "1:ab| "},
    {"base64 cut anywhere", {"i=1:e=1:d=0;a", "i=1:e=1:d=0;GVsb", "i=1:e=1;G8"}, "1:hello| "},
    {"base64, then text", {"i=1:e=1:d=0;YWI", "i=1;c"}, "1:abc| "},
    {"no base64", {"i=1:d=0;a", "i=1:e=1;?!"}, "1:a| "},
    {"a character in two pieces", {"i=1:e=1:d=0;w6==", "i=1:e=1;pA=="}, "1:\u00e4| "},
    {"urgent", {"u=2;now"}, "!now| "},
    {"the last that is known counts", {"i=1:u=2:o=unfocused:d=0;a", "i=1:u=9;"}, "1:!away a| "},
    {"for who cannot see it", {"o=invisible;x", "o=never;y"}, "hidden x| y| "},
    {"closed", {"i=1:d=0;text", "i=1:p=close;", "i=1;new"}, "-1 1:new| "},
    {"nothing to close", {"p=close;"}, ""},
    {"keys that are not known", {"a=report,-focus:c=1:w=5:f=eA:n;text"}, "text| "},
    {"names that could be more than names", {"i=a\x1b;x", "i=a b;x", "i=\u00e4;x", "i=a/b;x"}, ""},
    {"controls", {"e=1;YRtdMDt4B2IK"}, "a]0;xb| "},
};

TEST(Notifications, AreShownWhenAllOfTheirPiecesCame) {
    for (const Case& row : kCases) {
        Terminal t({Rows(4), Cols(10)});
        std::string got;
        for (const std::string_view piece : row.pieces) {
            t.feed(osc(piece));
            got += shown(t);
            t = Terminal::restore(t.snapshot()).value();
        }
        EXPECT_EQ(got, row.shown) << row.name;
        EXPECT_EQ(t.take_replies(), "") << row.name;
    }
}

TEST(Notifications, AResetForgetsPieces) {
    Terminal t({Rows(4), Cols(10)});
    t.feed(osc("i=1:d=0;old") +
           "\x1b"
           "c" +
           osc("i=1;new"));
    EXPECT_EQ(shown(t), "1:new| ");
}

TEST(Notifications, WhatWaitsIsBounded) {
    Terminal t({Rows(4), Cols(10)});
    for (int i = 0; i < 1000; ++i) {
        t.feed(osc("i=" + std::to_string(i) + ":d=0;" + std::string(60'000, 'x')));
        t.feed(osc("i=999:d=0:p=body;" + std::string(60'000, 'y')));
    }
    EXPECT_LE(t.snapshot().size(), kMaxPendingNotifications * 2 * (kMaxTitleBytes + 100) + 10'000);
    t.feed(osc("i=1;") + osc("i=998;"));
    const std::vector<Event> events = t.take_events();
    ASSERT_EQ(events.size(), 1U) << "the first was forgotten";
    EXPECT_EQ(std::get<Notification>(events[0]).title, std::string(kMaxTitleBytes, 'x'));
}

TEST(Notifications, TheAnswerIsFixedTextAndAName) {
    constexpr std::string_view kRest =
        ":p=?;o=always,unfocused,invisible:p=title,body,close,?:u=0,1,2";
    Terminal t({Rows(4), Cols(10)});
    t.feed("\x1b]99;i=a-Z_0+.:p=?;\x07");
    EXPECT_EQ(t.take_replies(), "\x1b]99;i=a-Z_0+." + std::string(kRest) + "\x07");
    t.feed(osc("p=?;"));
    EXPECT_EQ(t.take_replies(), "\x1b]99;i=0" + std::string(kRest) + "\x1b\\");
    const std::string long_name(kMaxNotificationId, 'a');
    t.feed(osc("p=?:i=" + long_name + ";x"));
    EXPECT_EQ(t.take_replies(), "\x1b]99;i=" + long_name + std::string(kRest) + "\x1b\\");
    for (const std::string_view name : {"a;b", "a b", "a\rb", "\u00e4", "$(x)", "a,b", "a=b"}) {
        t.feed(osc("p=?:i=" + std::string(name) + ";"));
        EXPECT_EQ(t.take_replies().find(name), std::string::npos) << name;
    }
    t.feed(osc("p=?:i=" + long_name + "a;x"));
    EXPECT_EQ(t.take_replies(), "");
    EXPECT_EQ(shown(t), "") << "a question shows nothing";
}

}  // namespace
}  // namespace tessera::vt
