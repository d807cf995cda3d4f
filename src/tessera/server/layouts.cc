#include "tessera/server/layouts.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "tessera/actions/kdl_door.h"
#include "tessera/base/read_file.h"
#include "tessera/server/launch.h"
#include "tessera/server/session.h"

namespace tessera::server {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxThemeFiles = 256;  // a folder of themes has some dozens

fs::path folder(const SessionSetup& setup, const config::OptionalText& option,
                std::string_view beside) {
    if (option) {
        return expand_path(setup, *option, setup.cwd);
    }
    return setup.config_dir.empty() ? fs::path() : fs::path(setup.config_dir) / beside;
}

Result<config::Layout> parse(std::string_view text, std::string_view swap_text,
                             std::string_view file) {
    auto layout = config::parse_layout(text, swap_text);
    if (layout) {
        return std::move(*layout);
    }
    const std::string name =
        std::string(file) + (layout.error().in_swap_file ? " (swap layouts)" : "");
    return fail(ErrorCode::InvalidArgument, config::format(layout.error().diagnostics, name));
}

/// `name.swap.kdl` beside `name.kdl`.
std::string swap_text_beside(const fs::path& path) {
    fs::path swap = path;
    swap.replace_extension(".swap.kdl");
    return read_file(swap, kMaxLayoutFileBytes).value_or("");
}

}  // namespace

Result<LayoutSource> read_layout(const SessionSetup& setup, const config::Config& config,
                                 const actions::LayoutRef& wanted) {
    if (!wanted.text.empty()) {
        return LayoutSource{wanted.text, wanted.swap_text, wanted.name};
    }
    const bool is_path = wanted.name.contains('/') || wanted.name.ends_with(".kdl");
    const fs::path where = wanted.folder.empty()
                               ? folder(setup, config.options.layout_dir, "layouts")
                               : fs::path(expand_path(setup, wanted.folder, setup.cwd));
    const fs::path path = is_path ? fs::path(expand_path(setup, wanted.name, where.string()))
                                  : where / (wanted.name + ".kdl");
    if (is_path || !where.empty()) {  // else it would be a file of the folder we happen to be in
        if (auto text = read_file(path, kMaxLayoutFileBytes)) {
            return LayoutSource{std::move(*text), swap_text_beside(path), path.string()};
        }
    }
    if (const config::BuiltinLayout* builtin = config::find_builtin_layout(wanted.name)) {
        return LayoutSource{std::string(builtin->text), std::string(builtin->swap_text),
                            wanted.name};
    }
    return fail(ErrorCode::NotFound, "there is no layout " + path.string());
}

Result<config::Layout> find_layout(const SessionSetup& setup, const config::Config& config,
                                   const actions::LayoutRef& wanted) {
    const LayoutSource source = TESSERA_TRY(read_layout(setup, config, wanted));
    return parse(source.text, source.swap_text, source.file);
}

std::string layout_folder(const SessionSetup& setup, const config::Config& config) {
    return folder(setup, config.options.layout_dir, "layouts").string();
}

Result<config::Layout> running_layout(const Session& session, const workspace::Session& space,
                                      std::optional<std::size_t> only_tab) {
    config::Layout layout = space.layout();
    layout.cwd = session.setup.cwd;
    layout.new_tab = session.layout.new_tab;
    layout.swap_tiled = session.layout.swap_tiled;
    layout.swap_floating = session.layout.swap_floating;
    if (only_tab) {
        if (*only_tab >= layout.tabs.size()) {
            return fail(ErrorCode::NotFound, "Tab not found");
        }
        layout.tabs = {layout.tabs[*only_tab]};
        layout.focused_tab = 0;
    }
    return layout;
}

config::Layout layout_of(const SessionSetup& setup, const config::Config& config,
                         std::string& problems) {
    actions::LayoutRef wanted{.name = config.options.default_layout};
    if (!setup.layout_text.empty()) {
        wanted = {.name = setup.layout_path,
                  .text = setup.layout_text,
                  .swap_text = setup.layout_swap_text};
    } else if (!setup.layout_path.empty()) {
        wanted.name = setup.layout_path;
    }
    auto layout = find_layout(setup, config, wanted);
    if (layout) {
        return std::move(*layout);
    }
    problems += layout.error().message + "\n";
    auto builtin = find_layout(setup, {}, {.name = "default"});
    return builtin ? std::move(*builtin) : config::Layout{};
}

void load_theme_files(const SessionSetup& setup, config::Config& config, std::string& problems) {
    std::erase_if(config.themes,
                  [](const auto& entry) { return config::bundled_theme(entry.first) != nullptr; });
    const fs::path where = folder(setup, config.options.theme_dir, "themes");
    std::vector<fs::path> files = files_in(where, kMaxFilesBeside);
    std::erase_if(files, [](const fs::path& file) { return file.extension() != ".kdl"; });
    files.resize(std::min(files.size(), kMaxThemeFiles));
    for (const fs::path& path : files) {
        config::Config themes_only;
        if (const auto text = read_file(path, kMaxLayoutFileBytes)) {
            problems += config::format(config::load(themes_only, *text), path.string());
        }
        for (auto& [name, theme] : themes_only.themes) {
            config.themes.insert_or_assign(name, theme);
        }
    }
    config::Config later;  // what was wrong in it has been told
    (void)config::load(later, setup.options_text, actions::check_kdl);
    for (auto& [name, theme] : later.themes) {
        config.themes.insert_or_assign(name, theme);
    }
}

}  // namespace tessera::server
