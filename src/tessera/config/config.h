#pragma once
// The configuration as one value: KDL in, struct out. Opens no file, expands no `~` or `$VAR`,
// knows no action names; whoever reads the files calls load() on each text, later ones winning.
// Source: Zellij 0.45 zellij-utils kdl/mod.rs.
// Threads: pure.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/function_ref.h"
#include "tessera/config/keybinds.h"
#include "tessera/config/options.h"
#include "tessera/config/theme.h"
#include "tessera/kdl/kdl.h"

namespace tessera::config {

using Diagnostics = std::vector<kdl::Diagnostic>;
inline constexpr std::size_t kMaxDiagnostics = 50;  // more help nobody; the rest is dropped

/// What a plugin is told about itself: names to values, numbers and booleans as their text.
using PluginConfiguration = std::map<std::string, std::string, std::less<>>;

struct PluginRun {
    std::string location;  // "zellij:tab-bar", "file:…", "https://…" or the name of an alias
    PluginConfiguration configuration;
    std::optional<std::string> cwd;
    bool operator==(const PluginRun&) const = default;
};

struct WebClient {
    std::map<std::string, std::string, std::less<>> settings;  // font, font_size, cursor_blink, …
    std::map<std::string, vt::Color, std::less<>> theme;       // background, bright_red, …
    bool operator==(const WebClient&) const = default;
};

struct Config {
    Options options;
    KeyBindings keybinds;
    Themes themes;
    std::map<std::string, std::string, std::less<>> env;    // exported to panes
    std::map<std::string, PluginRun, std::less<>> plugins;  // aliases
    std::vector<PluginRun> load_plugins;                    // started with a session, unseen
    std::map<std::string, std::vector<std::string>, std::less<>> plugin_permissions;  // ours
    WebClient web_client;
    bool operator==(const Config&) const = default;

    /// The theme in force for `name`: one of `themes`, else the bundled one, else the default look.
    [[nodiscard]] Theme theme_named(const OptionalText& name) const;
    /// The plugin behind a location: an alias's own plugin with `run.configuration` over its
    /// configuration, or `run` itself. An alias may not lead to another.
    [[nodiscard]] PluginRun resolve_alias(const PluginRun& run) const;
};

/// Default options, key bindings, aliases; what a session without any file has.
[[nodiscard]] Config default_config();

/// A configuration file to begin with: loading it changes nothing; every option stands in it as a
/// comment, with what it does, its kind and its default.
[[nodiscard]] std::string default_config_text();

/// Reads `text` over `config`. Never fails as a whole: what is wrong is left as it was and told,
/// at most kMaxDiagnostics times. A text that is no KDL changes nothing. Top-level names that mean
/// nothing to us are told too, except `layout` and its relatives, which layout.h reads.
[[nodiscard]] Diagnostics load(Config& config, std::string_view text);

/// What is wrong with an action of a binding.
struct ActionProblem {
    std::string message;
    std::string expected;  // what to write instead; may be empty
};
/// Nothing when the action is understood.
using ActionCheck = function_ref<std::optional<ActionProblem>(const kdl::Node& action)>;

/// As load(), with the actions of bindings checked by the layer that knows them. A binding with an
/// action that is not understood is left out, and told at the action's place.
[[nodiscard]] Diagnostics load(Config& config, std::string_view text, ActionCheck check);

/// The result of load() over default_config().
struct Loaded {
    Config config;
    Diagnostics diagnostics;
};
[[nodiscard]] Loaded load(std::string_view text);

/// The themes that options of `config` name and nobody has, a line each with the nearest name that
/// there is; empty when all are known. For when the folder of themes was read.
[[nodiscard]] std::string unknown_themes(const Config& config);

/// All of them as text for a terminal or a log, see kdl::format.
[[nodiscard]] std::string format(const Diagnostics& diagnostics, std::string_view file);

}  // namespace tessera::config
