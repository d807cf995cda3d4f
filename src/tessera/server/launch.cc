#include "tessera/server/launch.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <variant>

#include "tessera/pty/pty.h"
#include "tessera/server/plugins/expand.h"
#include "tessera/server/session.h"

namespace tessera::server {

namespace {

// What plugins see of the environment, besides the names that say where they are. DESIGN, "Limits
// and safety": the rest may hold secrets.
constexpr std::array<std::string_view, 8> kPluginVariables = {"HOME", "PATH", "LANG",   "TERM",
                                                              "SHELL", "USER", "EDITOR", "VISUAL"};
constexpr std::array<std::string_view, 2> kPluginPrefixes = {"LC_", "XDG_"};

bool for_plugins(std::string_view name) {
    return std::ranges::find(kPluginVariables, name) != kPluginVariables.end() ||
           std::ranges::any_of(kPluginPrefixes,
                               [&](std::string_view prefix) { return name.starts_with(prefix); });
}

bool is_folder(const std::string& path) {
    std::error_code ignored;
    return !path.empty() && std::filesystem::is_directory(path, ignored);
}

std::vector<std::string> editor_of(const SessionSetup& setup, const config::Config& config) {
    std::string editor = config.options.scrollback_editor.value_or("");
    for (const std::string_view name : {"EDITOR", "VISUAL"}) {
        if (editor.empty()) {
            editor = variable(setup, name).value_or("");
        }
    }
    std::vector<std::string> words;
    std::string word;
    for (const char c : editor + " ") {  // an editor may come with options: "code --wait"
        if (c != ' ') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    return words.empty() ? std::vector<std::string>{"vi"} : words;
}

std::string shell_of(const SessionSetup& setup, const config::Config& config) {
    if (config.options.default_shell && !config.options.default_shell->empty()) {
        return expand_path(setup, *config.options.default_shell, "");
    }
    return variable(setup, "SHELL").value_or("/bin/sh");
}

std::vector<std::string> argv_of(const SessionSetup& setup, const config::Config& config,
                                 const config::PaneRun& run) {
    if (const auto* command = std::get_if<config::CommandRun>(&run)) {
        std::vector<std::string> argv = {expand_path(setup, command->command, "")};
        argv.insert(argv.end(), command->args.begin(), command->args.end());
        return argv;
    }
    if (const auto* edit = std::get_if<config::EditRun>(&run)) {
        std::vector<std::string> argv = editor_of(setup, config);
        if (edit->line) {
            argv.push_back("+" + std::to_string(*edit->line));  // vi, nano, emacs, kak, hx
        }
        argv.push_back(expand_path(setup, edit->file, ""));
        return argv;
    }
    return {shell_of(setup, config)};
}

/// What the session's creator had, with what the configuration adds.
std::vector<std::string> environment_of(const SessionSetup& setup, const config::Config& config) {
    std::vector<std::string> out = setup.environment;
    for (const auto& [name, value] : config.env) {
        std::erase_if(out, [&](const std::string& entry) {
            return entry.starts_with(name) && entry.size() > name.size() &&
                   entry[name.size()] == '=';
        });
        out.push_back(name + "=" + value);
    }
    return out;
}

std::string folder_of(const SessionSetup& setup, const config::Config& config,
                      const std::optional<std::string>& wanted) {
    const std::string session =
        config.options.default_cwd ? expand_path(setup, *config.options.default_cwd, setup.cwd)
                                   : setup.cwd;
    for (const std::string& folder :
         {wanted ? expand_path(setup, *wanted, session) : std::string(), session,
          variable(setup, "HOME").value_or("")}) {
        if (is_folder(folder)) {
            return folder;
        }
    }
    return "/";
}

}  // namespace

std::optional<std::string> variable(const SessionSetup& setup, std::string_view name) {
    for (const std::string& entry : setup.environment) {
        if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=') {
            return entry.substr(name.size() + 1);
        }
    }
    return std::nullopt;
}

std::string expand_path(const SessionSetup& setup, std::string_view path, std::string_view base) {
    const std::string out =
        expand(path, [&](std::string_view name) { return variable(setup, name); });
    if (out.starts_with('/') || base.empty()) {
        return out;
    }
    return (std::filesystem::path(base) / out).lexically_normal().string();
}

ProgramStart launch_of(const SessionSetup& setup, const config::Config& config,
                       const std::string& session, const workspace::Pane& pane, Size size,
                       Size cell_pixels) {
    return ProgramStart{
        .terminal = pane.id.number,
        .argv = argv_of(setup, config, pane.run),
        .environment =
            pty::pane_environment(environment_of(setup, config), {session, pane.id.number}),
        .directory = folder_of(setup, config, pane.cwd),
        .size = size,
        .cell_pixels = cell_pixels,
    };
}

PluginLoad plugin_load_of(const SessionSetup& setup, const config::Config& config,
                          const std::string& session, const workspace::Pane& pane,
                          const InstanceKey& instance, Size size, Visible visible) {
    const config::PluginRun run = config.resolve_alias(std::get<config::PluginRun>(pane.run));
    PluginLoad load;
    load.instance = instance;
    load.location = run.location;
    load.configuration = {run.configuration.begin(), run.configuration.end()};
    load.cwd = folder_of(setup, config, run.cwd ? run.cwd : pane.cwd);
    load.size = size;
    load.visible = visible;
    load.granted = config.plugin_permissions;
    if (!setup.data_dir.empty()) {
        load.builtin_folders.push_back(std::filesystem::path(setup.data_dir) / "plugins");
    }
    load.pin = config.options.plugin_permissions_pin ? PinPermissions::Yes : PinPermissions::No;
    load.compile = config.options.plugin_compile == config::PluginCompile::Baseline
                       ? CompileStrategy::Baseline
                       : CompileStrategy::Optimized;
    const pty::PaneIdentity identity{session, pane.id.number};
    load.program_environment = pty::pane_environment(environment_of(setup, config), identity);
    std::vector<std::string> seen = setup.environment;
    std::erase_if(seen, [](const std::string& entry) {
        return !for_plugins(std::string_view(entry).substr(0, entry.find('=')));
    });
    for (const std::string& entry : pty::pane_environment(std::move(seen), identity)) {
        if (const std::size_t equals = entry.find('='); equals != std::string::npos) {
            load.environment.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
        }
    }
    return load;
}

}  // namespace tessera::server
