#include "tessera/keeper/screens.h"

#include <gtest/gtest.h>

namespace tessera::keeper {
namespace {

TEST(Screens, PartsAreKeptByName) {
    Screens screens;
    EXPECT_TRUE(screens.store({1, 0}, "head"));
    EXPECT_TRUE(screens.store({1, 7}, "page"));
    EXPECT_TRUE(screens.store({2, 0}, "other"));
    EXPECT_TRUE(screens.store({1, 0}, "newer head"));
    ASSERT_EQ(screens.all().size(), 3U);
    EXPECT_EQ(screens.all().at({1, 0}), "newer head");
    EXPECT_EQ(screens.bytes(), 10 + 4 + 5 + 3 * kScreenPartCost);
    screens.drop({1, 7});
    screens.drop({9, 9});
    EXPECT_EQ(screens.all().size(), 2U);
    screens.forget(1);
    screens.forget(9);
    ASSERT_EQ(screens.all().size(), 1U);
    EXPECT_EQ(screens.all().begin()->second, "other");
    screens.clear();
    EXPECT_EQ(screens.bytes(), 0U);
}

TEST(Screens, APartOverTheLimitIsForgotten) {
    Screens screens;
    EXPECT_TRUE(screens.store({1, 0}, "small"));
    EXPECT_FALSE(screens.store({1, 0}, std::string(kScreenPartBytesMax + 1, 'x')));
    EXPECT_TRUE(screens.all().empty()) << "the small one would be older than what is known";
    std::uint64_t part = 0;
    while (screens.store({2, part}, std::string(kScreenPartBytesMax, 'x'))) {
        ++part;
    }
    EXPECT_EQ(part, kScreensBytesMax / (kScreenPartBytesMax + kScreenPartCost));
    EXPECT_LE(screens.bytes(), kScreensBytesMax);
    screens.drop({2, 0});
    EXPECT_TRUE(screens.store({3, 0}, std::string(kScreenPartBytesMax, 'x')));
}

TEST(Screens, PartsWithoutBytesAreBoundedToo) {
    Screens screens;
    std::uint64_t part = 0;
    while (screens.store({1, part}, "")) {
        ++part;
    }
    EXPECT_EQ(part, kScreensBytesMax / kScreenPartCost);
}

}  // namespace
}  // namespace tessera::keeper
