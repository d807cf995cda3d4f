#pragma once
// Layouts and themes by name: files beside the configuration, and what is built in.
// Threads: any; reads files.

#include <cstddef>
#include <optional>
#include <string>

#include "tessera/actions/args.h"
#include "tessera/base/result.h"
#include "tessera/config/layout.h"

namespace tessera::workspace {
class Session;
}

namespace tessera::server {

struct SessionSetup;
class Session;

/// Largest layout or theme file that is read; real ones have some kilobytes.
/// Files looked at in a folder of layouts or themes.
inline constexpr std::size_t kMaxFilesBeside = 4096;
inline constexpr std::size_t kMaxLayoutFileBytes = std::size_t{4} << 20U;

/// The layout a session starts with: the setup's own text, else `default_layout`. One that is not
/// there or not right is told in `problems`, and the built-in default stands in.
[[nodiscard]] config::Layout layout_of(const SessionSetup& setup, const config::Config& config,
                                       std::string& problems);

/// A layout somebody asks for later. Errors: NotFound, InvalidArgument with everything wrong in it.
[[nodiscard]] Result<config::Layout> find_layout(const SessionSetup& setup,
                                                 const config::Config& config,
                                                 const actions::LayoutRef& wanted);

/// A layout as somebody wrote it.
struct LayoutSource {
    std::string text;
    std::string swap_text;
    std::string file;  // for messages
};
/// Errors: NotFound.
[[nodiscard]] Result<LayoutSource> read_layout(const SessionSetup& setup,
                                               const config::Config& config,
                                               const actions::LayoutRef& wanted);

/// Where layouts are looked for by name; empty without such a place.
[[nodiscard]] std::string layout_folder(const SessionSetup& setup, const config::Config& config);

/// What runs in a session, as a layout that would make it again: all of it or one tab, by position.
/// `space` is its workspace or one made of it. Errors: NotFound.
[[nodiscard]] Result<config::Layout> running_layout(const Session& session,
                                                    const workspace::Session& space,
                                                    std::optional<std::size_t> only_tab);

/// Reads the themes of the theme folder into `config`. Of two of a name the later goes before: the
/// configuration's, bundled ones, those of the folder, those laid over a running session.
/// Source: Zellij 0.45 setup.rs, from_cli_args.
void load_theme_files(const SessionSetup& setup, config::Config& config, std::string& problems);

}  // namespace tessera::server
