#include "tessera/server/plugins/permissions.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>

namespace tessera::server {
namespace {

TEST(Permissions, OneOrAllOfALocationCanBeTakenBack) {
    const std::filesystem::path file = std::filesystem::path(::testing::TempDir()) /
                                       ("revoke-" + std::to_string(::getpid()) + ".kdl");
    const Permissions two(std::array{Permission::ReadApplicationState, Permission::WriteToStdin});
    ASSERT_TRUE(remember_grant(file, "file:/a.wasm", {.permissions = two, .pin = "00"}));
    EXPECT_EQ(revoke_grant(file, "file:/b.wasm", std::nullopt).error().code, ErrorCode::NotFound);
    EXPECT_EQ(revoke_grant(file, "file:/a.wasm", Permission::WebAccess).error().code,
              ErrorCode::NotFound);
    ASSERT_TRUE(revoke_grant(file, "file:/a.wasm", Permission::WriteToStdin));
    EXPECT_EQ(read_grants(file).at("file:/a.wasm").permissions.list(),
              std::vector{Permission::ReadApplicationState});
    ASSERT_TRUE(revoke_grant(file, "file:/a.wasm", std::nullopt));
    EXPECT_TRUE(read_grants(file).empty());
}

TEST(Permissions, AreASetOfWhatWeKnow) {
    EXPECT_EQ(Permissions::all().list().size(), 17U);
    const Permission given[] = {Permission::WebAccess, Permission::OpenFiles, Permission::WebAccess,
                                static_cast<Permission>(17), static_cast<Permission>(255)};
    const Permissions set{given};
    EXPECT_EQ(set.list(), (std::vector{Permission::OpenFiles, Permission::WebAccess}));
    EXPECT_FALSE(set.contains(Permission::RunCommands));
    EXPECT_FALSE(set.contains(static_cast<Permission>(17)));
    EXPECT_TRUE(Permissions::all().contains(set));
    EXPECT_FALSE(set.contains(Permissions::all()));
}

TEST(Permissions, ReadTheFileOfZellij) {
    const Grants grants = parse_grants(R"("/abs/path.wasm" {
    RunCommands
    ReadApplicationState
    FromTheFuture
}
"https://example.org/a \"b\".wasm" {
}
)",
                                       "\"/abs/path.wasm\" \"abc\"\n\"/other\" \"def\"\n");
    ASSERT_EQ(grants.size(), 2U);
    const Grant& first = grants.at("/abs/path.wasm");
    EXPECT_EQ(first.pin, "abc");
    EXPECT_EQ(first.permissions.list(),
              (std::vector{Permission::ReadApplicationState, Permission::RunCommands}));
    EXPECT_TRUE(grants.at("https://example.org/a \"b\".wasm").permissions.is_empty());
    EXPECT_EQ(parse_grants(grants_text(grants), pins_text(grants)), grants);
    EXPECT_EQ(grants_text(parse_grants("\"/abs/path.wasm\" {\n    ReadApplicationState\n    "
                                       "RunCommands\n    Unheard\n}\n\"https://x.y/z.wasm\" {\n}\n",
                                       "")),
              "\"/abs/path.wasm\" {\n    ReadApplicationState\n    RunCommands\n}\n"
              "\"https://x.y/z.wasm\" {\n}\n");
}

TEST(Permissions, GrantsOfZellijCarryOverOnce) {
    const std::filesystem::path folder =
        std::filesystem::path(::testing::TempDir()) / ("adopt-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const std::filesystem::path theirs = folder / "zellij.kdl";
    const std::filesystem::path ours = folder / "tessera" / "permissions.kdl";
    ASSERT_TRUE(adopt_grants(ours, theirs)) << "nobody used Zellij";
    EXPECT_FALSE(std::filesystem::exists(ours));
    std::ofstream(theirs) << "\"/a.wasm\" {\n    ReadApplicationState\n}\n";
    ASSERT_TRUE(adopt_grants(ours, theirs));
    EXPECT_TRUE(
        read_grants(ours).at("/a.wasm").permissions.contains(Permission::ReadApplicationState));
    ASSERT_TRUE(revoke_grant(ours, "/a.wasm", std::nullopt));
    ASSERT_TRUE(adopt_grants(ours, theirs));
    EXPECT_TRUE(read_grants(ours).empty()) << "what was taken back stays so";
    std::filesystem::remove_all(folder);
}

TEST(Permissions, AFileThatIsNoneIsEmpty) {
    for (const char* text : {"", "{{{", "\xff\xfe", "a \"b", "/* "}) {
        EXPECT_TRUE(parse_grants(text, text).empty()) << text;
    }
    EXPECT_TRUE(read_grants("/does/not/exist").empty());
    EXPECT_TRUE(read_grants("/dev/zero").empty());
    EXPECT_FALSE(remember_grant("/proc/nothing/permissions.kdl", "/a.wasm", {}));
}

TEST(Permissions, RemembersOneAnswerAndKeepsTheOthers) {
    namespace fs = std::filesystem;
    std::string folder = (fs::temp_directory_path() / "tessera-grants-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    const fs::path file = fs::path(folder) / "below" / "permissions.kdl";
    const Grant first{.permissions = Permissions::all(), .pin = "abc"};
    ASSERT_TRUE(remember_grant(file, "/a.wasm", first));
    ASSERT_TRUE(remember_grant(file, "/b.wasm", {}));
    const Grants grants = read_grants(file);
    ASSERT_EQ(grants.size(), 2U);
    EXPECT_EQ(grants.at("/a.wasm"), first);
    EXPECT_TRUE(grants.at("/b.wasm").permissions.is_empty());
    EXPECT_EQ(std::distance(fs::directory_iterator(file.parent_path()), fs::directory_iterator()),
              2);
    fs::remove_all(folder);
}

}  // namespace
}  // namespace tessera::server
