#pragma once
// Rate: so many per second, with as many at once after a pause. Threads: values.

#include <algorithm>

#include "tessera/base/clock.h"

namespace tessera::server {

class Rate {
public:
    /// False if that is one too many.
    [[nodiscard]] bool take(double per_second, TimePoint now) {
        const double seconds = std::chrono::duration<double>(now - last_).count();
        left_ = fresh_ ? per_second : std::min(per_second, left_ + seconds * per_second);
        fresh_ = false;
        last_ = now;
        left_ -= 1;
        return left_ >= 0;
    }

private:
    bool fresh_ = true;
    double left_ = 0;
    TimePoint last_{};
};

}  // namespace tessera::server
