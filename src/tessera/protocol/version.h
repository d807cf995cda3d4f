#pragma once
// The numbers and words by which our processes recognise each other (proto/session/*.proto).
// Threads: pure.

#include <cstdint>
#include <string_view>

namespace tessera::protocol {

// Counted up with every change after which an older peer would misunderstand. Never reused.
inline constexpr std::uint32_t kClientProtocol = 1;  // client.proto
inline constexpr std::uint32_t kKeeperProtocol = 1;  // keeper.proto

inline constexpr std::string_view kClientMagic = "tessera-client";
inline constexpr std::string_view kServerMagic = "tessera-server";
inline constexpr std::string_view kKeeperMagic = "tessera-keeper";

/// "tessera 0.1.0".
[[nodiscard]] std::string_view build_text();

}  // namespace tessera::protocol
