#include "tessera/keeper/pace.h"

#include <algorithm>

namespace tessera::keeper {

std::chrono::milliseconds RestartPace::died(TimePoint now) {
    if (pause_.count() > 0 && now - deaths_.back() > pause_ + kDeathsWindow) {
        deaths_.clear();  // the last one lived for a while: all is forgotten
    }
    while (pause_.count() == 0 && !deaths_.empty() && now - deaths_.front() > kDeathsWindow) {
        deaths_.pop_front();
    }
    deaths_.push_back(now);
    if (deaths_.size() <= kQuickRestarts) {
        pause_ = std::chrono::milliseconds(0);
    } else {
        deaths_.pop_front();
        pause_ = std::clamp(pause_ * 2, kFirstPause, kLongestPause);
    }
    return pause_;
}

}  // namespace tessera::keeper
