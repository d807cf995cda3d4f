// `tessera plugin new`, `build` and `dev`: a plugin from nothing to a pane.

#include <string>

#include "tessera/actions/codec.h"
#include "tessera/cli/commands.h"
#include "tessera/cli/plugin_project.h"

namespace tessera::cli {

namespace fs = std::filesystem;

namespace {

/// Where an installation and a build directory keep the SDK.
fs::path prefix_of(const Context& context) {
    return fs::path(context.installation.executable).parent_path().parent_path();
}

int usage(std::string_view text, Arguments arguments) {
    print(std::string("Usage: tessera plugin ") + std::string(text) + "\n");
    return begins_with_help(arguments) ? 0 : 2;
}

bool is_option(Arguments arguments) {
    return !arguments.empty() && arguments.front().starts_with("-");
}

fs::path folder_of(Arguments arguments) {
    std::error_code error;
    return fs::absolute(arguments.empty() ? fs::path(".") : fs::path(arguments.front()), error)
        .lexically_normal();
}

/// Starts the module in a pane of the session, or anew where it runs.
int show(const Context& context, const fs::path& module) {
    actions::StartOrReloadPlugin action;
    action.plugin.location = "file:" + module.string();
    session::client::Command command;
    command.session = context.session();
    command.verb = session::client::RunAction{actions::encode(action)};
    return run_on_server(context, std::move(command), kNoSession);
}

}  // namespace

int plugin_new_command(const Context& /*context*/, Arguments arguments) {
    if (arguments.size() != 1 || is_option(arguments)) {
        return usage("new NAME", arguments);
    }
    const std::string name(arguments.front());
    if (const Result<> written = write_project(fs::current_path(), name); !written) {
        return complain(written.error().to_string(), 1);
    }
    print("Wrote " + name + "/. Next: tessera plugin build " + name +
          ", or inside a session: tessera plugin dev " + name + "\n");
    return 0;
}

int plugin_build_command(const Context& context, Arguments arguments) {
    FunctionNames names = FunctionNames::Strip;
    if (!arguments.empty() && arguments.front() == "--names") {
        names = FunctionNames::Keep;
        arguments = arguments.subspan(1);
    }
    if (arguments.size() > 1 || is_option(arguments)) {
        return usage("build [--names] [FOLDER]", arguments);
    }
    const fs::path folder = folder_of(arguments);
    const Result<> built = build_project(folder, prefix_of(context), names);
    const Result<fs::path> module = built ? built_module(folder) : std::unexpected(built.error());
    if (!module) {
        return complain(module.error().to_string(), 1);
    }
    print(module->string() + "\n");
    return 0;
}

int plugin_dev_command(const Context& context, Arguments arguments) {
    if (arguments.size() > 1 || is_option(arguments)) {
        return usage("dev [FOLDER]", arguments);
    }
    const fs::path folder = folder_of(arguments);
    while (true) {
        const Result<UniqueFd> watch = watch_project(folder);
        if (!watch) {
            return complain(watch.error().to_string(), 1);
        }
        const Result<> built = build_project(folder, prefix_of(context), FunctionNames::Keep);
        const Result<fs::path> module =
            built ? built_module(folder) : std::unexpected(built.error());
        if (module) {
            if (const int status = show(context, *module); status != 0) {
                return status;
            }
            print(module->filename().string() + " runs; it is built again when a file is saved\n");
        } else if (module.error().code == ErrorCode::NotFound) {
            return complain(module.error().to_string(), 1);
        } else {
            (void)complain(module.error().to_string(), 1);
        }
        wait_for_change(*watch);
    }
}

}  // namespace tessera::cli
