#pragma once
// Files that are replaced whole or not at all: what a crash, a full disk or a second writer leaves
// is the old content or the new one. It knows nothing of what is in them. Errors: Io and what errno
// says. Threads: any; it blocks.

#include <filesystem>
#include <string>
#include <string_view>

#include "tessera/base/result.h"

namespace tessera::io {

/// Writes beside the file, under a name nobody else has, and renames. A file that is there keeps
/// its permission bits, a new one gets `mode`. A link is replaced, not what it points to.
[[nodiscard]] Result<> replace_file(const std::filesystem::path& file, std::string_view content,
                                    unsigned mode);

/// Writes over what is there, behind a link too; a new file gets the user's mask. It never waits:
/// a pipe or socket is InvalidArgument.
[[nodiscard]] Result<> write_over(const std::filesystem::path& file, std::string_view content);

}  // namespace tessera::io
