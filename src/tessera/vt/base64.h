#pragma once
// Base64 to bytes. Source: RFC 4648. Threads: pure.

#include <string>
#include <string_view>

namespace tessera::vt {

/// Appends the bytes; false when `text` is not base64 (what was decoded so far is appended then).
/// Padding may be missing; what stands behind it is ignored.
[[nodiscard]] bool base64_decode(std::string_view text, std::string& out);

}  // namespace tessera::vt
