#pragma once
// Layouts and themes by name: files beside the configuration, and what is built in.
// Threads: any; reads files.

#include <string>

#include "tessera/actions/args.h"
#include "tessera/base/result.h"
#include "tessera/config/layout.h"

namespace tessera::server {

struct SessionSetup;

/// Largest layout or theme file that is read; real ones have some kilobytes.
inline constexpr std::size_t kMaxLayoutFileBytes = std::size_t{4} << 20U;

/// The layout a session starts with: the setup's own text, else `default_layout`. One that is not
/// there or not right is told in `problems`, and the built-in default stands in.
[[nodiscard]] config::Layout layout_of(const SessionSetup& setup, const config::Config& config,
                                       std::string& problems);

/// A layout somebody asks for later. Errors: NotFound, InvalidArgument with everything wrong in it.
[[nodiscard]] Result<config::Layout> find_layout(const SessionSetup& setup,
                                                 const config::Config& config,
                                                 const actions::LayoutRef& wanted);

/// Reads the themes of the theme folder into `config`.
void load_theme_files(const SessionSetup& setup, config::Config& config, std::string& problems);

}  // namespace tessera::server
