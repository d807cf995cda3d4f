#pragma once
// Names for sessions that nobody named: two words, easy to say and to tell apart.
// Threads: pure.

#include <cstdint>
#include <string>

namespace tessera::server {

/// Any seed gives a name; neighbouring seeds give different ones.
[[nodiscard]] std::string generated_name(std::uint64_t seed);

}  // namespace tessera::server
