#pragma once
// Location: where a plugin's module may be found, and what that makes of it. Reads no file.
// Source: Zellij 0.45 layout.rs, RunPluginLocation. Threads: pure.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/function_ref.h"
#include "tessera/base/result.h"

namespace tessera::server {

enum class Rights : std::uint8_t { Asked, Builtin };  // Builtin: every permission

struct Location {
    std::string text;         // as plugins and panes show it: "zellij:tab-bar", "file:/a/b.wasm"
    std::string permissions;  // its name in the permission file: the absolute path, or a URL
    Rights rights = Rights::Asked;
    std::vector<std::filesystem::path> candidates;  // absolute; the first that is a file is taken
    std::string download = {};  // a URL that leads to the file instead; empty: none
};

struct LocationContext {
    std::filesystem::path cwd;                              // of relative paths
    std::span<const std::filesystem::path> plugin_folders;  // also for built-ins
    function_ref<std::string(std::string_view)> variable;   // of the environment; "" if unset
};

/// Errors: InvalidArgument, NotFound, each with a sentence for the pane.
[[nodiscard]] Result<Location> find_location(std::string_view text, const LocationContext& context);

/// A folder's name made of any text: letters, digits, '.', '-' and '_' stay, others become %XX;
/// never empty, "." or ".."; at most 200 bytes, the end of longer ones replaced by a digest.
[[nodiscard]] std::string folder_name(std::string_view text);

}  // namespace tessera::server
