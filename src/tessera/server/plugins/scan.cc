#include "tessera/server/plugins/scan.h"

#include <dirent.h>

#include <memory>
#include <string>

#include "tessera/base/handle.h"
#include "tessera/base/utf8.h"

namespace tessera::server {

api::event::FileListPayload scan_folder(paths::LocalPathOps& ops, paths::FolderId host,
                                        std::string_view path) {
    using paths::FileKind;
    constexpr std::string_view kHost = "/host";
    api::event::FileListPayload out;
    if (!path.starts_with(kHost) || (path.size() > kHost.size() && path[kHost.size()] != '/')) {
        return out;
    }
    std::string below(path.substr(kHost.size()));
    below.erase(0, below.find_first_not_of('/'));
    auto opened = ops.open(host, below.empty() ? "." : below,
                           {.follow = paths::Follow::Yes, .read = true, .directory = true});
    if (!opened || opened->kind != FileKind::Directory) {
        return out;
    }
    const Handle<DIR, ::closedir> listing(::fdopendir(opened->fd.get()));
    if (listing) {
        (void)opened->fd.release();
    }
    std::string prefix(path);
    prefix += prefix.ends_with('/') ? "" : "/";
    while (const dirent* entry = listing ? ::readdir(listing.get()) : nullptr) {
        const std::string_view name(entry->d_name);
        if (name == "." || name == "..") {
            continue;
        }
        if (out.paths.size() >= kScanEntriesMax) {
            break;
        }
        api::event::FileMetadata metadata;
        if (const auto found = ops.stat(opened->folder, name, paths::Follow::No)) {
            metadata.metadata_is_set = true;
            metadata.is_dir = found->kind == FileKind::Directory;
            metadata.is_file = found->kind == FileKind::Regular;
            metadata.is_symlink = found->kind == FileKind::Symlink;
            metadata.len = found->size;
        }
        out.paths.push_back(prefix + to_utf8(std::string(name)));
        out.paths_metadata.push_back(metadata);
    }
    ops.close_folder(opened->folder);
    return out;
}

}  // namespace tessera::server
