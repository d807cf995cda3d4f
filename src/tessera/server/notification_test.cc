#include "tessera/server/notification.h"

#include <gtest/gtest.h>

#include "tessera/base/utf8.h"

namespace tessera::server {
namespace {

using config::NotificationProtocol;
using enum config::NotificationProtocol;

TEST(Notification, IsWrittenAsTheTerminalUnderstandsIt) {
    struct Row {
        vt::Notification what;
        NotificationProtocol protocol;
        std::string_view term;
        std::string_view bytes;
    };
    const vt::Notification both{"Build", "done"};
    using Urgency = vt::Notification::Urgency;
    using When = vt::Notification::When;
    const vt::Notification named{"a", "", "p.1", Urgency::Critical, When::Invisible};
    const vt::Notification away{"a", "", "", Urgency::Low, When::Unfocused};
    const Row rows[] = {
        {named, Osc99, "xterm", "\x1b]99;i=p.1:u=2:o=invisible;a\x07"},
        {away, Osc99, "xterm", "\x1b]99;u=0:o=unfocused;a\x07"},
        {away, Osc9, "xterm", "\x1b]9;a\x07"},
        {away, Bell, "xterm", "\x07"},
        {both, Auto, "xterm-256color", "\x1b]9;Build: done\x07"},
        {both, Auto, "xterm-kitty", "\x1b]99;;Build: done\x07"},
        {both, Auto, "linux", "\x07"},
        {both, Osc9, "xterm-kitty", "\x1b]9;Build: done\x07"},
        {both, Osc99, "xterm", "\x1b]99;;Build: done\x07"},
        {both, Bell, "xterm", "\x07"},
        {both, Off, "xterm", ""},
        {{"", "done"}, Osc9, "xterm", "\x1b]9;done\x07"},
        {{"Build", ""}, Osc9, "xterm", "\x1b]9;Build\x07"},
        {{"", ""}, Bell, "xterm", ""},
        {{"", "9;7;\"calc\""}, Osc9, "xterm", "\x1b]9; 9;7;\"calc\"\x07"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(notification_bytes(row.what, row.protocol, row.term), row.bytes)
            << row.what.title << "|" << row.what.body;
    }
}

TEST(Notification, OnlyKittysTerminalsAreToldThatOneIsOver) {
    EXPECT_EQ(closing_bytes({"p.1"}, Auto, "xterm-kitty"), "\x1b]99;i=p.1:p=close;\x07");
    EXPECT_EQ(closing_bytes({"p.1"}, Auto, "xterm"), "");
    EXPECT_EQ(closing_bytes({"p.1"}, Off, "xterm-kitty"), "");
}

TEST(Notification, NothingOfAProgramIsMoreThanText) {
    const std::string_view hostile[] = {
        "a\x1b]52;c;eA==\x07z",
        "a\x1b\\\x1b[2Jz",
        "a\x9b"
        "2Jz",
        "a\xc2\x9d"
        "52;c;eA==\xc2\x9cz",
        "a\r\nz",
        "a\xe2\x80\xaez",
        "a\xff\xfe\xc3z",
    };
    for (const std::string_view text : hostile) {
        const std::string bytes =
            notification_bytes({"", std::string(text)}, NotificationProtocol::Osc9, "xterm");
        ASSERT_TRUE(bytes.starts_with("\x1b]9;a") && bytes.ends_with("z\x07")) << bytes.substr(1);
        const std::string inner = bytes.substr(1, bytes.size() - 2);
        EXPECT_TRUE(is_utf8(inner));
        for (const char c : inner) {
            EXPECT_FALSE(static_cast<unsigned char>(c) < 0x20 || c == 0x7f);
        }
        EXPECT_EQ(inner.find("\xc2\x9d"), std::string::npos);
        EXPECT_EQ(inner.find("\xe2\x80\xae"), std::string::npos);
    }
}

TEST(Notification, LongTextIsCutBetweenCharacters) {
    std::string body;
    for (int i = 0; i < 1000; ++i) {
        body += "\xe2\x82\xac";
    }
    const std::string bytes = notification_bytes({"", body}, NotificationProtocol::Osc9, "xterm");
    EXPECT_LE(bytes.size(), kNotificationBytesMax + 5);
    EXPECT_TRUE(is_utf8(bytes));
}

TEST(NotificationPace, ABurstIsTakenThenOneASecond) {
    NotificationPace pace;
    TimePoint now = TimePoint{} + std::chrono::hours(1);
    int taken = 0;
    for (int i = 0; i < 100; ++i) {
        taken += pace.take(now) ? 1 : 0;
    }
    EXPECT_EQ(taken, NotificationPace::kAtOnce);
    now += std::chrono::seconds(1);
    EXPECT_TRUE(pace.take(now));
    EXPECT_FALSE(pace.take(now));
}

}  // namespace
}  // namespace tessera::server
