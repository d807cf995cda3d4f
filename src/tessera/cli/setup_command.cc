// `tessera setup`, `list-aliases`: what is built in, what was found.

#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>

#include "tessera/cli/commands.h"
#include "tessera/cli/completions.h"
#include "tessera/cli/files.h"
#include "tessera/config/layout.h"
#include "tessera/protocol/version.h"

namespace tessera::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::array kSetupOptions = std::to_array<OptionSpec>({
    {0, "dump-config", "", "print a configuration to begin with"},
    {0, "dump-layout", "LAYOUT", "print a layout: a built-in or one of yours"},
    {0, "dump-swap-layout", "LAYOUT", "print the swap layouts of a built-in"},
    {0, "generate-completion", "SHELL", "print what bash, zsh or fish completes"},
    {0, "check", "", "say what is found where, and what is wrong with it"},
});

bool exists(const std::string& path) {
    std::error_code failed;
    return !path.empty() && fs::exists(path, failed);
}

std::string line(std::string_view head, const std::string& path) {
    const std::string shown = path.empty() ? "none, for want of a HOME" : path;
    return "[" + std::string(head) + "]: " + shown +
           (path.empty() || exists(path) ? "" : " (not there)") + "\n";
}

/// What is found of the configuration and what is wrong with it.
std::string check_config(const Context& context, bool& is_good) {
    const ConfigPlace place = config_place(context);
    std::string text = line("LOOKING FOR CONFIG FILE FROM", place.path);
    const Result<std::optional<session::client::File>> found = find_config(context);
    if (!found) {
        is_good = false;
        return text + "[CONFIG ERROR]: " + found.error().to_string() + "\n";
    }
    if (!*found) {
        text += "[CONFIG FILE]: none; defaults are used\n";
        const std::string home = variable("HOME").value_or("");
        const std::string zellij = home + "/.config/zellij/config.kdl";
        if (!home.empty() && exists(zellij)) {
            text += "  Zellij's " + zellij +
                    " is not read by itself; tessera understands it:\n"
                    "  copy it to " +
                    place.path + " or give it as --config\n";
        }
        return text;
    }
    const config::Diagnostics problems = config::load((*found)->text).diagnostics;
    if (problems.empty()) {
        return text + "[CONFIG FILE]: Well defined.\n";
    }
    is_good = false;
    return text + "[CONFIG ERROR]: what is wrong is left out, the rest is used\n" +
           config::format(problems, place.path);
}

int check(const Context& context) {
    bool is_good = true;
    std::string text = "[Version]: " + std::string(protocol::build_text()) + "\n";
    text += line("CONFIG DIR", context.paths.config_dir);
    text += check_config(context, is_good);
    text += line("LAYOUT DIR", layout_folder(context, config::default_config()));
    text += line("DATA DIR", context.paths.data_dir);
    text += line("CACHE DIR", context.paths.cache_dir);
    text += line("LOG", context.paths.log_file);
    text += line("SOCKET", context.paths.socket);
    text += line("PLUGIN DIR", context.installation.plugins);
    text += line("PLUGIN HOST", context.installation.plugin_host);
    text += "[DEFAULT EDITOR]: " + variable("EDITOR").value_or(variable("VISUAL").value_or("vi")) +
            "\n";
    text += "[TERM]: " + variable("TERM").value_or("not set") + "\n";
    text +=
        std::string("[SERVER]: ") + (context.is_server_there() ? "running" : "not running") + "\n";
    print(text);
    return is_good ? 0 : 1;
}

int dump_layout(const Context& context, std::string_view name) {
    const auto config = find_config(context);
    const auto layout = find_layout(context, config ? *config : std::nullopt, name);
    if (!layout) {
        return complain(layout.error().to_string(), 1);
    }
    print(layout->text);
    return 0;
}

int dump_swap_layout(std::string_view name) {
    const config::BuiltinLayout* layout = config::find_builtin_layout(name);
    if (layout == nullptr) {
        return complain("no built-in layout is called '" + std::string(name) + "'", 1);
    }
    print(layout->swap_text);
    return 0;
}

int generate_completion(std::string_view name) {
    static constexpr std::array kShells = std::to_array<std::string_view>({"bash", "zsh", "fish"});
    const std::optional<Shell> shell = shell_of(name);
    if (!shell) {
        return misused(unknown("shell", name, kShells));
    }
    print(completions(*shell));
    return 0;
}

}  // namespace

std::span<const OptionSpec> setup_options() {
    return kSetupOptions;
}

int setup_command(const Context& context, const Parsed& parsed) {
    if (parsed.has("dump-config")) {
        print(config::default_config_text());
        return 0;
    }
    if (const auto name = parsed.value("dump-layout")) {
        return dump_layout(context, *name);
    }
    if (const auto name = parsed.value("dump-swap-layout")) {
        return dump_swap_layout(*name);
    }
    if (const auto name = parsed.value("generate-completion")) {
        return generate_completion(*name);
    }
    if (parsed.has("check")) {
        return check(context);
    }
    return misused(
        "say what to do: --check, --dump-config, --dump-layout LAYOUT, --dump-swap-layout "
        "LAYOUT or --generate-completion SHELL");
}

int list_aliases_command(const Context& context, const Parsed&) {
    const auto file = find_config(context);
    if (!file) {
        return complain(file.error().to_string(), 1);
    }
    const config::Config config =
        *file ? config::load((*file)->text).config : config::default_config();
    std::string text;
    for (const auto& [name, run] : config.plugins) {
        text += name + "\n";
    }
    print(text);
    return 0;
}

}  // namespace tessera::cli
