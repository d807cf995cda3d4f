#include "tessera/keeper/pace.h"

#include <gtest/gtest.h>

namespace tessera::keeper {
namespace {

using std::chrono::milliseconds;

TEST(RestartPace, FourDeathsAreAnsweredAtOnceThenWaitingDoublesUpToTheLongest) {
    RestartPace pace;
    TimePoint now{};
    for (int i = 0; i < kQuickRestarts; ++i) {
        EXPECT_EQ(pace.died(now), milliseconds(0));
        EXPECT_FALSE(pace.is_hopeless());
    }
    for (const int expected : {500, 1000, 2000, 4000, 8000, 10000, 10000, 10000}) {
        const auto pause = pace.died(now);
        EXPECT_EQ(pause.count(), expected);
        EXPECT_TRUE(pace.is_hopeless());
        now += pause;
    }
}

TEST(RestartPace, AServerThatLivedForAWhileIsRestartedAtOnceAgain) {
    RestartPace pace;
    TimePoint now{};
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(pace.died(now), milliseconds(0));
        now += std::chrono::seconds(3);
    }
    for (int i = 0; i < 6; ++i) {
        (void)pace.died(now);
    }
    EXPECT_TRUE(pace.is_hopeless());
    now += std::chrono::minutes(1);
    EXPECT_EQ(pace.died(now), milliseconds(0));
    EXPECT_FALSE(pace.is_hopeless());
}

}  // namespace
}  // namespace tessera::keeper
