#pragma once
// Where things are, computed from an environment: nothing here looks at a file system.
// An empty path means there is no such place (no HOME, say) and whoever wanted it goes without.
// Source: XDG Base Directory Specification 0.8; relative values are ignored as it says.
// Threads: pure.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "tessera/base/function_ref.h"
#include "tessera/base/result.h"

namespace tessera::protocol {

/// The value of an environment variable; nothing when unset.
using Environment = function_ref<std::optional<std::string>(std::string_view name)>;

struct Paths {
    std::string runtime_dir;  // $TESSERA_SOCKET_DIR, $XDG_RUNTIME_DIR/tessera or /tmp/tessera-UID;
                              // mode 0700
    std::string socket;       // what clients connect to
    std::string lock;         // held while somebody makes or removes the socket
    std::string state_dir;    // snapshots, log
    std::string log_file;
    std::string cache_dir;
    std::string data_dir;    // the user's plugins in plugins/
    std::string config_dir;  // config.kdl, layouts/, themes/
};
[[nodiscard]] Paths paths_from(Environment environment, std::uint32_t uid);

/// Longest path of a socket. Source: sockaddr_un, sun_path of 108 bytes with its NUL.
inline constexpr std::size_t kSocketPathBytesMax = 107;
/// Errors: LimitExceeded, the message says which variable shortens the path.
[[nodiscard]] Result<> check_socket_path(std::string_view path);

/// What stands around the program's own file, `PREFIX/bin/tessera`: in a build directory as in an
/// installed tree.
struct Installation {
    std::string executable;
    std::string plugin_host;  // PREFIX/libexec/tessera/tessera-plugin-host
    std::string net;          // PREFIX/libexec/tessera/tessera-net
    std::string plugins;      // PREFIX/share/tessera/plugins
};
/// From what /proc/self/exe names; the mark of a replaced file is taken off.
[[nodiscard]] Installation installation_of(std::string_view executable);

/// A name a session may have. Errors: InvalidArgument (empty, `.`, `..`, `/`, a control character),
/// LimitExceeded.
[[nodiscard]] Result<> check_session_name(std::string_view name);
/// Names appear in bars and in paths of saved sessions; longer ones serve nobody.
inline constexpr std::size_t kSessionNameBytesMax = 128;

}  // namespace tessera::protocol
