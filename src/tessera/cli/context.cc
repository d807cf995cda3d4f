#include "tessera/cli/context.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "tessera/client/command.h"
#include "tessera/io/log.h"
#include "tessera/io/socket.h"
#include "tessera/keeper/start.h"

extern char** environ;  // NOLINT: POSIX declares it in no header

namespace tessera::cli {

namespace {

namespace fs = std::filesystem;

// Source of names and letters: Zellij 0.45 cli.rs.
constexpr std::array kGlobalOptions = std::to_array<OptionSpec>({
    {'s', "session", "NAME", "name of the new session, or the one a command is for"},
    {'l', "layout", "LAYOUT", "layout of the new session: name or path"},
    {0, "layout-string", "KDL", "the layout itself"},
    {'n', "new-session-with-layout", "LAYOUT", "as --layout, always in a new session"},
    {'c', "config", "FILE", "configuration instead of the usual one [TESSERA_CONFIG_FILE]"},
    {0, "config-dir", "DIR", "folder of configuration, layouts, themes [TESSERA_CONFIG_DIR]"},
    {0, "data-dir", "DIR", "folder where plugins are looked up first"},
    {'d', "debug", "", "write more to the log"},
    {'h', "help", "", "print this"},
    {'V', "version", "", "print the version"},
});

std::string own_executable() {
    std::error_code failed;
    const fs::path found = fs::read_symlink("/proc/self/exe", failed);
    return failed ? std::string("tessera") : found.string();
}

/// $PWD when it is where we are: it keeps the name a symbolic link gave.
std::string current_directory() {
    struct stat named{};
    struct stat here{};
    const std::optional<std::string> name = variable("PWD");
    if (name && name->starts_with('/') && ::stat(name->c_str(), &named) == 0 &&
        ::stat(".", &here) == 0 && named.st_dev == here.st_dev && named.st_ino == here.st_ino) {
        return *name;
    }
    std::error_code failed;
    const fs::path found = fs::current_path(failed);
    return failed ? std::string("/") : found.string();
}

}  // namespace

std::span<const OptionSpec> global_options() {
    return kGlobalOptions;
}

std::optional<std::string> variable(std::string_view name) {
    const char* value = std::getenv(std::string(name).c_str());
    return value != nullptr && *value != '\0' ? std::optional(std::string(value)) : std::nullopt;
}

Context make_context(Parsed globals) {
    Context context;
    context.globals = std::move(globals);
    context.paths =
        protocol::paths_from([](std::string_view name) { return variable(name); }, ::getuid());
    context.installation = protocol::installation_of(own_executable());
    std::error_code failed;
    if (const auto folder = context.globals.value("config-dir")) {
        context.paths.config_dir = fs::absolute(*folder, failed).lexically_normal();
    }
    if (const auto folder = context.globals.value("data-dir")) {
        context.paths.data_dir = fs::absolute(*folder, failed).lexically_normal();
    }
    return context;
}

client::Connect Context::connect() const {
    return [options = keeper::StartOptions{paths, installation.executable}](client::Start start) {
        return start == client::Start::Yes ? keeper::connect_or_start(options)
                                           : io::connect_to(options.paths.socket);
    };
}

bool Context::is_server_there() const {
    return static_cast<bool>(io::connect_to(paths.socket));
}

session::client::Origin origin() {
    session::client::Origin origin;
    origin.cwd = current_directory();
    for (char** line = environ; *line != nullptr; ++line) {
        origin.environment.emplace_back(*line);
    }
    origin.session = variable("TESSERA_SESSION_NAME").value_or("");
    const std::string pane = variable("TESSERA_PANE_ID").value_or("");
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(pane.data(), pane.data() + pane.size(), number);
    if (!pane.empty() && error == std::errc() && end == pane.data() + pane.size()) {
        origin.pane = number;
    }
    return origin;
}

int run_on_server(const Context& context, session::client::Command command,
                  std::string_view absent) {
    if (!command.origin) {
        command.origin = origin();
        command.origin->environment.clear();
    }
    const Result<int> status =
        client::run_command({.connect = context.connect(), .command = std::move(command)});
    if (status) {
        return *status;
    }
    const bool is_absent =
        status.error().code == ErrorCode::NotFound || status.error().code == ErrorCode::Unavailable;
    if (is_absent) {
        (void)std::fprintf(stderr, "%.*s\n", static_cast<int>(absent.size()), absent.data());
        return 1;
    }
    return complain(status.error().to_string(), 1);
}

int complain(std::string_view message, int status) {
    std::string text = "error: ";
    while (!message.empty()) {
        const std::size_t end = std::min(message.find('\n'), message.size());
        text += io::visible(message.substr(0, end)) + "\n";
        message.remove_prefix(std::min(end + 1, message.size()));
    }
    (void)std::fputs(text.c_str(), stderr);
    return status;
}

int misused(std::string_view message) {
    complain(message, 2);
    (void)std::fputs("\nFor more information, try '--help'.\n", stderr);
    return 2;
}

void print(std::string_view text) {
    (void)std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace tessera::cli
