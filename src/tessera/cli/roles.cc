#include "tessera/cli/roles.h"

#include <fcntl.h>
#include <sys/prctl.h>

#include <array>
#include <charconv>
#include <memory>
#include <optional>

#include "tessera/io/log.h"
#include "tessera/keeper/role.h"
#include "tessera/server/server_main.h"

namespace tessera::cli {

namespace {

constexpr std::array kKeeperOptions =
    std::to_array<OptionSpec>({{0, "listen", "FD"}, {0, "socket", "PATH"}, {0, "lock", "PATH"}});
constexpr std::array kServerOptions =
    std::to_array<OptionSpec>({{0, "fd", "FD"}, {0, "listen", "FD"}});

/// An inherited descriptor; it stays out of programs started from here.
std::optional<int> descriptor(const Parsed& parsed, std::string_view name) {
    const std::string_view text = parsed.value(name).value_or("");
    int fd = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), fd);
    const bool is_number =
        !text.empty() && error == std::errc() && end == text.data() + text.size();
    if (!is_number || fd < 3 || ::fcntl(fd, F_SETFD, FD_CLOEXEC) != 0) {
        return std::nullopt;
    }
    return fd;
}

}  // namespace

int keeper_command(const Context& context, Arguments arguments) {
    const Result<Parsed> parsed = parse(arguments, kKeeperOptions, Words::Anywhere);
    const auto listening = parsed ? descriptor(*parsed, "listen") : std::nullopt;
    if (!listening) {
        return complain("'keeper' is started by tessera itself", 2);
    }
    return keeper::run({.listening = *listening,
                        .socket = std::string(parsed->value("socket").value_or("")),
                        .lock = std::string(parsed->value("lock").value_or("")),
                        .executable = context.installation.executable,
                        .log_file = context.paths.log_file});
}

int server_command(const Context& context, Arguments arguments) {
    const Result<Parsed> parsed = parse(arguments, kServerOptions, Words::Anywhere);
    const auto keeper = parsed ? descriptor(*parsed, "fd") : std::nullopt;
    const auto listening = parsed ? descriptor(*parsed, "listen") : std::nullopt;
    if (!keeper || !listening) {
        return complain("'server' is started by tessera itself", 2);
    }
    (void)::prctl(PR_SET_NAME, "tessera-server");
    const LogLevel level = variable("TESSERA_DEBUG") ? LogLevel::Debug : LogLevel::Info;
    const std::unique_ptr<LogSink> log = io::open_log(context.paths.log_file, level);
    return server::server_main({.keeper = UniqueFd(*keeper),
                                .listener = UniqueFd(*listening),
                                .plugin_host = context.installation.plugin_host,
                                .net = context.installation.net,
                                .plugins = context.installation.plugins,
                                .data_dir = context.paths.data_dir,
                                .cache_dir = context.paths.cache_dir,
                                .runtime_dir = context.paths.runtime_dir},
                               *log);
}

}  // namespace tessera::cli
