#pragma once
// Opening a path so that it cannot leave a directory: the two ways LocalPathOps knows. Private to
// paths/. Threads: any.

#include <string_view>

#include "tessera/paths/path_ops.h"

namespace tessera::paths::detail {

/// Whether the kernel lets us use openat2 (some containers answer EPERM, kernels before 5.6
/// ENOSYS).
[[nodiscard]] bool kernel_resolves();

/// By openat2. `flags` as for open, with O_NOFOLLOW for the last component. A way out is EPERM.
[[nodiscard]] PathResult<UniqueFd> open_by_kernel(int directory, std::string_view path, int flags);
/// The same meaning, one component at a time, each opened with O_NOFOLLOW.
[[nodiscard]] PathResult<UniqueFd> open_by_walking(int directory, std::string_view path, int flags);

}  // namespace tessera::paths::detail
