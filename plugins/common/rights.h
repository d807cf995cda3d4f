#pragma once
// How a bar gets its rights: it asks when it is loaded, and can be focused as long as the question
// stands. Threads: values.

#include "tessera/sdk/plugin.h"

namespace tessera::bars {

class Rights {
public:
    /// In load(), after subscribe(): which must name Timer and PermissionRequestResult.
    void start();
    /// With every event.
    void update(const sdk::Event& event);

private:
    bool has_state_ = false;
};

}  // namespace tessera::bars
