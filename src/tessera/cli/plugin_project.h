#pragma once
// A plugin's own project: writing one, building it. Threads: one; blocks.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"

namespace tessera::cli {

/// Writes folder `name` below `where` with a plugin that builds. Errors: InvalidArgument (a name
/// that is none: small letters, digits, - and _, 64 at most), AlreadyExists, Io.
[[nodiscard]] Result<> write_project(const std::filesystem::path& where, std::string_view name);

/// Whether a module keeps its functions' names: a backtrace then says where it failed; without, the
/// module is a fifth smaller.
enum class FunctionNames : std::uint8_t { Strip, Keep };

/// Configures and builds the project in `folder` with cmake, its output to standard error; the
/// folder with the modules is `folder`/build. `prefix`: where the SDK is looked for first. A source
/// that is saved while this runs is compiled by the next call.
/// Errors: NotFound without a CMakeLists.txt; Io when cmake cannot be run or says no.
[[nodiscard]] Result<> build_project(const std::filesystem::path& folder,
                                     const std::filesystem::path& prefix, FunctionNames names);

/// The newest module below `folder`/build. Errors: NotFound.
[[nodiscard]] Result<std::filesystem::path> built_module(const std::filesystem::path& folder);

/// Notices from now on when a file of the project (not below build/) is written, created or
/// removed; for wait_for_change(). Errors: Io.
[[nodiscard]] Result<UniqueFd> watch_project(const std::filesystem::path& folder);
/// Blocks until something was noticed and nothing more happens for a moment.
void wait_for_change(const UniqueFd& watch);

}  // namespace tessera::cli
