#pragma once
// Random bytes and names made of them, from the kernel. Threads: any.

#include <string>

#include "tessera/base/result.h"
#include "tessera/code_store/sha256.h"

namespace tessera::code_store {

/// As many bytes as a digest has. Errors: Io.
[[nodiscard]] Result<Digest> random_digest();
/// A name that nobody has or guesses: hexadecimal digits. Errors: Io.
[[nodiscard]] Result<std::string> random_name();

}  // namespace tessera::code_store
