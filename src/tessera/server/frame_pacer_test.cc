#include "tessera/server/frame_pacer.h"

#include <gtest/gtest.h>

namespace tessera::server {
namespace {

using std::chrono::milliseconds;

TEST(FramePacer, TheFirstPictureAndOneAfterAQuietTimeComeAtOnce) {
    FramePacer pacer;
    TimePoint now{};
    EXPECT_LE(pacer.due(now), now);
    pacer.sent(now);
    now += FramePacer::kCalm;
    EXPECT_LE(pacer.due(now), now);
}

TEST(FramePacer, AnEchoIsNeverDelayed) {
    FramePacer pacer;
    TimePoint now{};
    pacer.sent(now);
    now += std::chrono::microseconds(100);
    EXPECT_GT(pacer.due(now), now);
    pacer.input();
    pacer.output(1);
    EXPECT_LE(pacer.due(now), now);
    pacer.sent(now);
    EXPECT_GT(pacer.due(now), now);
}

TEST(FramePacer, AFloodIsShownAtTheRateOfADisplay) {
    FramePacer pacer;
    TimePoint now{};
    pacer.sent(now);
    pacer.output(FramePacer::kFloodBytes);
    now += FramePacer::kCalm;
    EXPECT_GT(pacer.due(now), now);
    EXPECT_EQ(pacer.due(now), TimePoint{} + FramePacer::kFlood);
}

}  // namespace
}  // namespace tessera::server
