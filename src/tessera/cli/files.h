#pragma once
// Finding and reading the configuration and layouts a user means. Parses them only where a name
// depends on it.
// Threads: one.

#include <optional>
#include <string>
#include <string_view>

#include "session/client.wire.h"
#include "tessera/base/result.h"
#include "tessera/cli/context.h"
#include "tessera/config/config.h"

namespace tessera::cli {

/// Larger files are refused: nobody wrote them, and they must fit a frame.
inline constexpr std::size_t kFileBytesMax = std::size_t{4} << 20U;

/// Where the configuration is looked for, and whether it must be there: --config,
/// $TESSERA_CONFIG_FILE, config.kdl of the configuration folder. Empty path: nowhere.
struct ConfigPlace {
    std::string path;
    bool is_demanded = false;
};
[[nodiscard]] ConfigPlace config_place(const Context& context);

/// Nothing when there is no file and none was demanded.
[[nodiscard]] Result<std::optional<session::client::File>> find_config(const Context& context);

/// `layout` is a path when it contains `/` or ends in `.kdl`, else the name of a file in the layout
/// folder ($TESSERA_LAYOUT_DIR, `layout_dir` of `config`, layouts/ beside the configuration) or of
/// a built-in. The NAME.swap.kdl beside it comes along. Errors: NotFound, the message names the
/// nearest.
[[nodiscard]] Result<session::client::File> find_layout(
    const Context& context, const std::optional<session::client::File>& config,
    std::string_view layout);

/// The folder layouts are looked up in; empty: none.
[[nodiscard]] std::string layout_folder(const Context& context, const config::Config& config);

}  // namespace tessera::cli
