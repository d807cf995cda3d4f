// Screens, from one server to the next.

#include "tessera/keeper/keeper_fixture.h"
#include "tessera/keeper/pace.h"

namespace tessera::keeper {
namespace {

/// "terminal/part=content " of each Screen.
std::string screens_in(const std::vector<Said>& said) {
    std::string out;
    for (const Said& one : said) {
        if (const auto* screen = one.as<wire::Screen>()) {
            out += std::to_string(screen->terminal) + "/" + std::to_string(screen->part) + "=" +
                   screen->content + " ";
        }
    }
    return out;
}

TEST_F(KeeperTest, ScreensComeBackPartByPart) {
    Server one = server();
    (void)one.greet();
    spawn(one, 1);
    spawn(one, 2);
    one.say(wire::StoreScreen{1, 0, "old"});
    one.say(wire::StoreScreen{1, 5, std::string("page \0\xff", 7)});
    one.say(wire::StoreScreen{1, 0, "head"});
    one.say(wire::StoreScreen{1, 6, "not needed"});
    one.say(wire::DropScreen{1, 6});
    one.say(wire::StoreScreen{2, 0, "of a pane that is closed"});
    one.say(wire::Release{2});
    one.say(wire::StoreScreen{3, 0, "of no program"});
    one.raw(kDie);
    EXPECT_TRUE(one.ended());
    Server two = server();
    const std::string kept =
        "1/0=head 1/5=" + std::string("page \0\xff", 7) + " 3/0=of no program ";
    EXPECT_EQ(screens_in(two.greet()), kept);
    two.raw(kDie);  // without a word: the next one gets the same
    EXPECT_TRUE(two.ended());
    Server three = server();
    EXPECT_EQ(screens_in(three.greet()), kept);
}

TEST_F(KeeperTest, ScreensThatNoServerSurvivesAreForgotten) {
    Server first = server();
    (void)first.greet();
    spawn(first, 1);
    first.say(wire::StoreScreen{1, 0, "poison"});
    first.raw(kDie);
    EXPECT_TRUE(first.ended());
    for (int death = 2; death <= kQuickRestarts + 1; ++death) {
        Server one = server();
        EXPECT_EQ(screens_in(one.greet()), "1/0=poison ") << death;
        one.raw(kDie);
        EXPECT_TRUE(one.ended());
    }
    Server last = server();
    const auto said = last.greet();
    EXPECT_EQ(screens_in(said), "");
    ASSERT_GE(said.size(), 2U);
    EXPECT_NE(said[1].as<wire::Terminal>(), nullptr) << "the program stays";
}

}  // namespace
}  // namespace tessera::keeper
