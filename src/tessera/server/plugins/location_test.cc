#include "tessera/server/plugins/location.h"

#include <gtest/gtest.h>

namespace tessera::server {
namespace {

Result<Location> at(std::string_view text) {
    static const std::filesystem::path folders[] = {"/data/plugins", "/usr/share/plugins"};
    return find_location(text, {.cwd = "/project",
                                .plugin_folders = folders,
                                .variable = [](std::string_view name) -> std::string {
                                    return name == "HOME" ? "/home/me" : "";
                                }});
}

TEST(Location, FindsPluginsWhereZellijFindsThem) {
    struct Row {
        const char* given;
        const char* text;
        const char* first;
    };
    constexpr Row kRows[] = {
        {"zellij:tab-bar", "zellij:tab-bar", "/data/plugins/tab-bar.wasm"},
        {"tessera:about", "tessera:about", "/data/plugins/about.wasm"},
        {"file:/a/b.wasm", "file:/a/b.wasm", "/a/b.wasm"},
        {"file:///a/b%20c.wasm", "file:/a/b c.wasm", "/a/b c.wasm"},
        {"file:b.wasm", "file:/project/b.wasm", "/project/b.wasm"},
        {"file:~/b.wasm", "file:/home/me/b.wasm", "/home/me/b.wasm"},
        {"file:$HOME/b.wasm", "file:/home/me/b.wasm", "/home/me/b.wasm"},
        {"file:${HOME}/../b.wasm", "file:/home/b.wasm", "/home/b.wasm"},
        {"./b.wasm", "file:/project/b.wasm", "/project/b.wasm"},
        {"file:a%zz.wasm%4", "file:/project/a%zz.wasm%4", "/project/a%zz.wasm%4"},
    };
    for (const Row& row : kRows) {
        const auto found = at(row.given);
        ASSERT_TRUE(found) << row.given;
        EXPECT_EQ(found->text, row.text);
        ASSERT_FALSE(found->candidates.empty());
        EXPECT_EQ(found->candidates.front(), row.first);
    }
    EXPECT_EQ(at("zellij:tab-bar")->candidates.back(), "/usr/share/plugins/tab-bar.wasm");
    EXPECT_EQ(at("file:b")->candidates[1], "/project/b.wasm");
    EXPECT_EQ(at("file:b")->candidates[2], "/data/plugins/b.wasm");
}

TEST(Location, OnlyBuiltInsHaveEveryRight) {
    EXPECT_EQ(at("zellij:tab-bar")->rights, Rights::Builtin);
    EXPECT_EQ(at("file:/data/plugins/tab-bar.wasm")->rights, Rights::Asked);
    EXPECT_EQ(at("file:/data/plugins/tab-bar.wasm")->permissions, "/data/plugins/tab-bar.wasm");
}

TEST(Location, AUrlIsToBeDownloadedAndIsItsOwnNameForPermissions) {
    const auto found = at("https://example.org/a.wasm");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->download, "https://example.org/a.wasm");
    EXPECT_EQ(found->permissions, "https://example.org/a.wasm");
    EXPECT_EQ(found->rights, Rights::Asked);
    EXPECT_TRUE(found->candidates.empty());
}

TEST(Location, WhatIsNotSetStaysAsItIsWritten) {
    EXPECT_EQ(at("file:/a/$NOSUCH/${HOME/b")->text, "file:/a/$NOSUCH/${HOME/b");
    EXPECT_EQ(at("file:$HOME-b/${HOME}")->text, "file:/home/me-b/home/me");
}

TEST(Location, SaysWhatIsWrong) {
    for (const char* text : {"", "zellij:", "zellij:../x", "zellij:a/b", "nothing",
                             "file:", "ftp://a"}) {
        const auto found = at(text);
        ASSERT_FALSE(found) << text;
        EXPECT_FALSE(found.error().message.empty());
    }
    EXPECT_FALSE(at(std::string(5000, '/')));
    EXPECT_FALSE(at(std::string_view("file:/a\0b", 9)));
}

TEST(Location, AnyTextMakesANameForAFolder) {
    EXPECT_EQ(folder_name("zellij:tab-bar"), "zellij%3Atab-bar");
    EXPECT_EQ(folder_name(".."), "%2E.");
    EXPECT_EQ(folder_name(""), "%");
    const std::string longer = folder_name(std::string(5000, 'x') + "1");
    EXPECT_LE(longer.size(), 200U);
    EXPECT_NE(longer, folder_name(std::string(5000, 'x') + "2"));
    EXPECT_FALSE(folder_name("a/b\n\x1b").contains('/'));
}

}  // namespace
}  // namespace tessera::server
