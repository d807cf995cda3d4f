// The blocks of a configuration that are neither options, key bindings nor themes.
#include <algorithm>
#include <array>

#include "tessera/config/reader.h"

namespace tessera::config {

namespace {

void load_ui(Config& config, const kdl::Node& node, Reader& reader) {
    struct Row {
        std::string_view name;
        bool Options::* field;
    };
    static constexpr Row kRows[] = {{"rounded_corners", &Options::rounded_corners},
                                    {"hide_session_name", &Options::hide_session_name}};
    static constexpr std::array<std::string_view, 2> kNames = {"rounded_corners",
                                                               "hide_session_name"};
    static constexpr std::array<std::string_view, 1> kParts = {"pane_frames"};
    for (const kdl::Node& part : node.children) {
        if (part.name != "pane_frames") {
            reader.report_unknown(part.span, "part of `ui`", part.name, kParts);
            continue;
        }
        for (const kdl::Node& child : part.children) {
            const auto row = std::ranges::find(kRows, child.name, &Row::name);
            if (row == std::end(kRows)) {
                reader.report_unknown(child.span, "setting of pane frames", child.name, kNames);
            } else if (const kdl::Value* value = reader.only_arg(child)) {
                bool& field = config.options.*row->field;
                field = reader.boolean(*value, child.name).value_or(field);
            }
        }
    }
}

void load_env(Config& config, const kdl::Node& node, Reader& reader) {
    for (const kdl::Node& child : node.children) {
        const kdl::Value* value = reader.only_arg(child);
        if (value == nullptr) {
            continue;
        }
        if (value->as_string() == nullptr && value->as_int() == nullptr) {
            reader.report(value->span, fmt::format("`{}` cannot be {}", child.name, value->kind()),
                          "a string or a whole number");
        } else if (child.name.empty() || child.name.contains('=') || child.name.contains('\0') ||
                   plain_text(*value).contains('\0')) {
            reader.report(child.span, "no environment variable can be called or hold this");
        } else {
            config.env.insert_or_assign(child.name, plain_text(*value));
        }
    }
}

void load_plugins_block(Config& config, const kdl::Node& node, Reader& reader) {
    for (const kdl::Node& child : node.children) {
        if (std::optional<PluginRun> run = reader.plugin(child)) {
            config.plugins.insert_or_assign(child.name, *std::move(run));
        }
    }
}

/// A block replaces the plugins started by default.
void load_load_plugins(Config& config, const kdl::Node& node, Reader& reader) {
    config.load_plugins.clear();
    for (const kdl::Node& child : node.children) {
        PluginRun run{.location = child.name, .configuration = reader.plugin_configuration(child)};
        if (const kdl::Node* cwd = child.child("cwd")) {
            const kdl::Value* value = reader.only_arg(*cwd);
            run.cwd = value == nullptr ? std::nullopt : reader.text(*value, "cwd");
        }
        config.load_plugins.push_back(std::move(run));
    }
}

/// Which permissions there are is known above; here they are words.
void load_permissions(Config& config, const kdl::Node& node, Reader& reader) {
    for (const kdl::Node& child : node.children) {
        std::vector<std::string> granted;
        for (const kdl::Node& permission : child.children) {
            if (!permission.args.empty() || !permission.props.empty()) {
                reader.report(permission.span, "a permission has no value", "its name alone");
            } else if (std::ranges::find(granted, permission.name) == granted.end()) {
                granted.push_back(permission.name);
            }
        }
        config.plugin_permissions.insert_or_assign(child.name, std::move(granted));
    }
}

constexpr std::array<std::string_view, 7> kWebSettings = {
    "font",     "font_size",         "cursor_blink", "cursor_style", "cursor_inactive_style",
    "base_url", "mac_option_is_meta"};
constexpr std::array<std::string_view, 23> kWebColors = {"background",
                                                         "foreground",
                                                         "black",
                                                         "blue",
                                                         "bright_black",
                                                         "bright_blue",
                                                         "bright_cyan",
                                                         "bright_green",
                                                         "bright_magenta",
                                                         "bright_red",
                                                         "bright_white",
                                                         "bright_yellow",
                                                         "cursor",
                                                         "cursor_accent",
                                                         "cyan",
                                                         "green",
                                                         "magenta",
                                                         "red",
                                                         "selection_background",
                                                         "selection_foreground",
                                                         "selection_inactive_background",
                                                         "white",
                                                         "yellow"};

void load_web_client(Config& config, const kdl::Node& node, Reader& reader) {
    for (const kdl::Node& child : node.children) {
        if (child.name == "theme") {
            for (const kdl::Node& part : child.children) {
                if (std::ranges::find(kWebColors, part.name) == kWebColors.end()) {
                    reader.report_unknown(part.span, "colour", part.name, kWebColors);
                } else if (const std::optional<vt::Color> color = reader.color(part)) {
                    config.web_client.theme.insert_or_assign(part.name, *color);
                }
            }
        } else if (std::ranges::find(kWebSettings, child.name) == kWebSettings.end()) {
            reader.report_unknown(child.span, "setting of the web client", child.name,
                                  kWebSettings);
        } else if (const kdl::Value* value = reader.only_arg(child)) {
            config.web_client.settings.insert_or_assign(child.name, plain_text(*value));
        }
    }
}

void load_keybinds_block(Config& config, const kdl::Node& node, Reader& reader) {
    load_keybinds(config.keybinds, node, reader);
}

void load_themes_block(Config& config, const kdl::Node& node, Reader& reader) {
    load_themes(config.themes, node, reader);
}

struct Block {
    std::string_view name;
    void (*load)(Config&, const kdl::Node&, Reader&);
};

constexpr Block kBlocks[] = {{"keybinds", load_keybinds_block},
                             {"themes", load_themes_block},
                             {"ui", load_ui},
                             {"env", load_env},
                             {"plugins", load_plugins_block},
                             {"load_plugins", load_load_plugins},
                             {"plugin_permissions", load_permissions},
                             {"web_client", load_web_client}};

}  // namespace

bool load_block(Config& config, const kdl::Node& node, Reader& reader) {
    const auto block = std::ranges::find(kBlocks, node.name, &Block::name);
    if (block == std::end(kBlocks)) {
        return false;
    }
    block->load(config, node, reader);
    return true;
}

std::span<const std::string_view> block_names() {
    static constexpr auto kNames = [] {
        std::array<std::string_view, std::size(kBlocks)> names;
        std::ranges::transform(kBlocks, names.begin(), &Block::name);
        return names;
    }();
    return kNames;
}

}  // namespace tessera::config
