#include "tessera/protocol/paths.h"

namespace tessera::protocol {

namespace {

constexpr std::string_view kName = "tessera";
/// What Linux appends to the name of a program whose file was replaced. Source: proc(5).
constexpr std::string_view kReplacedMark = " (deleted)";

/// The variable's value when it is an absolute path.
std::string absolute(Environment environment, std::string_view name) {
    std::string value = environment(name).value_or("");
    return value.starts_with('/') ? value : std::string();
}

std::string joined(std::string_view folder, std::string_view name) {
    if (folder.empty()) {
        return {};
    }
    std::string path(folder);
    if (!path.ends_with('/')) {
        path += '/';
    }
    return path.append(name);
}

/// $XDG_NAME/tessera, else $HOME/`below_home`/tessera, else nothing.
std::string xdg(Environment environment, std::string_view name, std::string_view below_home) {
    std::string base = absolute(environment, name);
    if (base.empty()) {
        base = joined(absolute(environment, "HOME"), below_home);
    }
    return joined(base, kName);
}

std::string_view parent_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

}  // namespace

Paths paths_from(Environment environment, std::uint32_t uid) {
    Paths paths;
    paths.runtime_dir = absolute(environment, "TESSERA_SOCKET_DIR");
    if (paths.runtime_dir.empty()) {
        paths.runtime_dir = joined(absolute(environment, "XDG_RUNTIME_DIR"), kName);
    }
    if (paths.runtime_dir.empty()) {
        paths.runtime_dir = "/tmp/tessera-" + std::to_string(uid);
    }
    paths.socket = joined(paths.runtime_dir, "socket");
    paths.lock = joined(paths.runtime_dir, "lock");
    paths.state_dir = xdg(environment, "XDG_STATE_HOME", ".local/state");
    paths.log_file = joined(paths.state_dir, "tessera.log");
    paths.cache_dir = xdg(environment, "XDG_CACHE_HOME", ".cache");
    paths.data_dir = xdg(environment, "XDG_DATA_HOME", ".local/share");
    paths.config_dir = absolute(environment, "TESSERA_CONFIG_DIR");
    if (paths.config_dir.empty()) {
        paths.config_dir = xdg(environment, "XDG_CONFIG_HOME", ".config");
    }
    return paths;
}

Result<> check_socket_path(std::string_view path) {
    if (path.size() > kSocketPathBytesMax) {
        return fail(ErrorCode::LimitExceeded,
                    "a socket's path may have " + std::to_string(kSocketPathBytesMax) +
                        " bytes; set TESSERA_SOCKET_DIR to a shorter folder",
                    std::string(path));
    }
    return {};
}

Installation installation_of(std::string_view executable) {
    if (executable.ends_with(kReplacedMark)) {
        executable.remove_suffix(kReplacedMark.size());
    }
    const std::string prefix(parent_of(parent_of(executable)));
    return {.executable = std::string(executable),
            .plugin_host = prefix + "/libexec/tessera/tessera-plugin-host",
            .net = prefix + "/libexec/tessera/tessera-net",
            .plugins = prefix + "/share/tessera/plugins"};
}

Result<> check_session_name(std::string_view name) {
    if (name.empty() || name == "." || name == "..") {
        return fail(ErrorCode::InvalidArgument,
                    "a session needs a name other than '', '.' and '..'");
    }
    if (name.size() > kSessionNameBytesMax) {
        return fail(ErrorCode::LimitExceeded,
                    "a session's name may have " + std::to_string(kSessionNameBytesMax) + " bytes");
    }
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '/' || byte < 0x20 || byte == 0x7f) {
            return fail(ErrorCode::InvalidArgument,
                        "a session's name may contain neither '/' nor control characters");
        }
    }
    return {};
}

}  // namespace tessera::protocol
