#pragma once
// The name a user probably meant. Threads: pure.

#include <span>
#include <string_view>

namespace tessera {

/// The candidate with the fewest edits from `given`; empty when none is near enough to suggest
/// (more than a third of its length, at least two edits). Comparing costs the product of lengths.
[[nodiscard]] std::string_view nearest(std::string_view given,
                                       std::span<const std::string_view> candidates);

}  // namespace tessera
