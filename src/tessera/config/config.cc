#include "tessera/config/config.h"

#include <algorithm>
#include <array>

#include "tessera/base/check.h"
#include "tessera/base/nearest.h"
#include "tessera/config/reader.h"

namespace tessera::config {

namespace {

// What layout.h reads when a layout file is also read as configuration.
constexpr std::array<std::string_view, 5> kLayoutNodes = {
    "layout", "swap_tiled_layout", "swap_floating_layout", "tab_template", "pane_template"};

// Source: Zellij 0.45 zellij-utils assets/config/default.kdl, `plugins`.
constexpr std::string_view kDefaultPlugins = R"(
plugins {
    about location="zellij:about"
    compact-bar location="zellij:compact-bar"
    configuration location="zellij:configuration"
    filepicker location="zellij:strider" { cwd "/" }
    plugin-manager location="zellij:plugin-manager"
    session-manager location="zellij:session-manager"
    status-bar location="zellij:status-bar"
    strider location="zellij:strider"
    tab-bar location="zellij:tab-bar"
    welcome-screen location="zellij:session-manager" { welcome_screen true }
}
load_plugins { "zellij:link" }
)";

}  // namespace

Diagnostics load(Config& config, std::string_view text) {
    return load(config, text, [](const kdl::Node&) { return std::optional<ActionProblem>(); });
}

Diagnostics load(Config& config, std::string_view text, ActionCheck check) {
    Diagnostics out;
    const std::expected<kdl::Document, kdl::Diagnostic> document = kdl::parse(text);
    if (!document) {
        out.push_back(document.error());
        return out;
    }
    Reader reader(text, out, &check);
    for (const kdl::Node& node : document->nodes) {
        if (load_option(config.options, node, reader) || load_block(config, node, reader) ||
            std::ranges::find(kLayoutNodes, node.name) != kLayoutNodes.end()) {
            continue;
        }
        std::vector<std::string_view> known(option_names().begin(), option_names().end());
        known.insert(known.end(), block_names().begin(), block_names().end());
        reader.report_unknown(node.span, "option", node.name, known);
    }
    return out;
}

Config default_config() {
    static const Config kDefault = [] {
        Config config;
        config.themes.emplace("default", default_theme());
        for (const std::string_view text : {kDefaultPlugins, default_keybinds_text()}) {
            TESSERA_CHECK(load(config, text).empty());
        }
        return config;
    }();
    return kDefault;
}

Loaded load(std::string_view text) {
    Loaded loaded{.config = default_config()};
    loaded.diagnostics = load(loaded.config, text);
    return loaded;
}

std::string default_config_text() {
    std::string out =
        "// What can be configured. Everything here is as it is without this file: change what "
        "you\n"
        "// like, remove what you do not need.\n";
    out += default_keybinds_text();
    out += kDefaultPlugins;
    for (const OptionRow& row : option_rows()) {
        const bool unset = row.default_value.empty();
        out += fmt::format("\n// {}\n// {}{}\n// {} {}\n", row.doc, row.type,
                           unset ? "; not set" : "", row.name, unset ? "" : row.default_value);
    }
    return out +
           "\n// ui { pane_frames { rounded_corners false; hide_session_name false; }; }\n"
           "\n// Variables of every pane.\n// env { NAME \"text\"; }\n"
           "\n// What a plugin may do without asking.\n"
           "// plugin_permissions { \"file:/path/to/plugin.wasm\" { ReadApplicationState; }; }\n";
}

Theme Config::theme_named(const OptionalText& name) const {
    if (!name) {
        return default_theme();
    }
    if (const auto own = themes.find(*name); own != themes.end()) {
        return own->second;
    }
    const Theme* bundled = bundled_theme(*name);
    return bundled == nullptr ? default_theme() : *bundled;
}

PluginRun Config::resolve_alias(const PluginRun& run) const {
    const auto it = plugins.find(run.location);
    if (it == plugins.end()) {
        return run;
    }
    PluginRun resolved = it->second;
    for (const auto& [key, value] : run.configuration) {
        resolved.configuration.insert_or_assign(key, value);
    }
    resolved.cwd = run.cwd ? run.cwd : resolved.cwd;
    return resolved;
}

std::string unknown_themes(const Config& config) {
    std::vector<std::string_view> known;
    for (const auto& [name, theme] : config.themes) {
        known.push_back(name);
    }
    known.insert(known.end(), bundled_theme_names().begin(), bundled_theme_names().end());
    const Options& o = config.options;
    std::string out;
    for (const OptionalText* wanted : {&o.theme, &o.theme_dark, &o.theme_light}) {
        if (!*wanted || std::ranges::find(known, **wanted) != known.end()) {
            continue;
        }
        const std::string_view near = nearest(**wanted, known);
        out += fmt::format("no theme is called {}{}\n", kdl::quoted(**wanted),
                           near.empty() ? "" : "; perhaps " + kdl::quoted(near));
    }
    return out;
}

std::string format(const Diagnostics& diagnostics, std::string_view file) {
    std::string out;
    for (const kdl::Diagnostic& diagnostic : diagnostics) {
        out += kdl::format(diagnostic, file);
    }
    return out;
}

}  // namespace tessera::config
