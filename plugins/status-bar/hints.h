#pragma once
// What each mode offers, and the row of modes. Threads: pure functions.

#include <span>
#include <string_view>

#include "../common/keys.h"

namespace tessera::bars {

/// The way into a mode, or out of the session.
struct ModeKey {
    sdk::InputMode mode;  // whose ribbon is bright while it is on
    Want want;
    std::string_view name;  // in capitals
};
[[nodiscard]] std::span<const ModeKey> mode_keys();

/// One thing that keys of a mode do.
struct Hint {
    std::string_view label;
    std::span<const Want> wants;  // a key for each, shown together
};
[[nodiscard]] std::span<const Hint> hints_of(sdk::InputMode mode);

/// Name of the ribbon that stands for `mode`, e.g. "PANE" for RenamePane.
[[nodiscard]] std::string_view title_of(sdk::InputMode mode);
/// The mode whose ribbon is bright in `mode`.
[[nodiscard]] sdk::InputMode family_of(sdk::InputMode mode);

}  // namespace tessera::bars
