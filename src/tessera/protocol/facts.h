#pragma once
// What of a client's facts is sent and believed (proto/session/client.proto, Facts).
// Threads: constants.

#include <cstddef>

namespace tessera::protocol {

/// Ranges of characters whose width a user may state for one terminal. Nobody writes as many by
/// hand; each costs a comparison for each character that is drawn there.
inline constexpr std::size_t kWidthRangesMax = 64;

}  // namespace tessera::protocol
