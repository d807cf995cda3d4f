// `tessera plugin inspect`: a plugin's file, looked at without a session. What a file says is
// decided where plugins run: in the sandbox of the plugin-host.

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "tessera/base/unique_fd.h"
#include "tessera/cli/commands.h"

namespace tessera::cli {

namespace {

bool asks_for_help(Arguments arguments) {
    return !arguments.empty() && (arguments.front() == "-h" || arguments.front() == "--help");
}

/// Becomes the plugin-host with the file on standard input; returns only if that fails.
int become_plugin_host(const Context& context, const char* role, const std::string& file) {
    const UniqueFd input(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!input) {
        return complain(fail_errno("open", errno, file).error().to_string(), 1);
    }
    const std::string& program = context.installation.plugin_host;
    (void)::dup2(input.get(), STDIN_FILENO);
    (void)::execl(program.c_str(), program.c_str(), role, nullptr);
    return complain(fail_errno("start", errno, program).error().to_string(), 1);
}

}  // namespace

int plugin_inspect_command(const Context& context, Arguments arguments) {
    if (arguments.size() != 1 || arguments.front().starts_with("-")) {
        print(
            "Usage: tessera plugin inspect FILE\n\nWhat a plugin's file is: size, features, ABI "
            "level, imports, exports, and whether and why it\nwould be refused (exit status 1 "
            "then).\n");
        return asks_for_help(arguments) ? 0 : 2;
    }
    return become_plugin_host(context, "inspect", std::string(arguments.front()));
}

}  // namespace tessera::cli
