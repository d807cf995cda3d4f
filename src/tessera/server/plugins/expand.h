#pragma once
// `~` and variables in paths that people write. Threads: pure.

#include <optional>
#include <string>
#include <string_view>

#include "tessera/base/function_ref.h"

namespace tessera::server {

/// `~`, `~/x` at the start, `$NAME` and `${NAME}` anywhere, as a shell would; what is not set or
/// not closed stays as it is written. `~` is the variable HOME.
[[nodiscard]] std::string expand(
    std::string_view text, function_ref<std::optional<std::string>(std::string_view)> variable);

}  // namespace tessera::server
