#pragma once
// Whole files and folders as values. What names a folder, a device or a process that is gone is an
// error like any other; streams and iterators of the standard library may throw there.
// Threads: any; it blocks as reading a file does.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "tessera/base/result.h"

namespace tessera {

/// Whether to wait for whoever writes into a pipe (`--layout <(…)`). For files a user names on
/// a command line; a server that waited would stand still, and gets what is there.
enum class AwaitWriters : unsigned char { No, Yes };

/// Errors, `where` being the path: NotFound and its like; InvalidArgument for a folder;
/// LimitExceeded when it has more than `bytes_max` bytes.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file,
                                            std::size_t bytes_max,
                                            AwaitWriters await = AwaitWriters::No);

/// What is in a folder, sorted; nothing where it cannot be read, part of it where that fails on
/// the way. At most `count_max` are looked at.
[[nodiscard]] std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                                          std::size_t count_max);

}  // namespace tessera
