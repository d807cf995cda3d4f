#pragma once
// Base64 with padding. Source: RFC 4648, section 4.
// Threads: pure.

#include <string>
#include <string_view>

namespace tessera {

[[nodiscard]] std::string base64_encode(std::string_view bytes);

}  // namespace tessera
