#pragma once
// ScanHostFolder: lists a folder below /host for a guest. Blocking: for the thread pool.
// Threads: any.

#include <string_view>

#include "plugin/event.wire.h"
#include "tessera/paths/local_path_ops.h"

namespace tessera::server {

/// Entries of one listing; the rest of a larger folder is left out.
inline constexpr std::size_t kScanEntriesMax = 10'000;

/// One level, links not followed, as /host/… paths with what kind of file each is. Empty if `path`
/// does not begin with /host, leads out of it or is no folder.
[[nodiscard]] api::event::FileListPayload scan_folder(paths::LocalPathOps& ops,
                                                      paths::FolderId host, std::string_view path);

}  // namespace tessera::server
