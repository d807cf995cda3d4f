#pragma once
// Reading typed values out of KDL with one place where complaints are made. Internal to this
// directory but for `plain_text`, which `actions` uses too. Threads: one reader, one text.

#include <fmt/format.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/config/config.h"
#include "tessera/kdl/kdl.h"
#include "tessera/vt/style.h"

namespace tessera::config {

class Reader {
public:
    /// `check`, when there is one, outlives the reader.
    Reader(std::string_view text, Diagnostics& out, const ActionCheck* check = nullptr)
        : text_(text), out_(out), check_(check) {}

    /// Whether all of them are understood; those that are not are reported.
    [[nodiscard]] bool check_actions(const std::vector<kdl::Node>& actions);

    void report(const kdl::Span& span, std::string message, std::string expected = {});
    /// "unknown `what` `given`", with the nearest of `known`, or all of them when they are few.
    void report_unknown(const kdl::Span& span, std::string_view what, std::string_view given,
                        std::span<const std::string_view> known);

    /// The only argument of `node`; a missing or a second one is reported.
    [[nodiscard]] const kdl::Value* only_arg(const kdl::Node& node);

    /// Each reports a wrong kind of value and is empty then. `name` is for the message.
    [[nodiscard]] std::optional<bool> boolean(const kdl::Value& value, std::string_view name);
    [[nodiscard]] std::optional<std::string> text(const kdl::Value& value, std::string_view name);
    [[nodiscard]] std::optional<std::uint32_t> whole(const kdl::Value& value, std::string_view name,
                                                     std::uint32_t max);
    /// A colour from all arguments of a node: `R G B`, "#rgb", "#rrggbb" or 0-255.
    [[nodiscard]] std::optional<vt::Color> color(const kdl::Node& node);
    [[nodiscard]] std::optional<vt::Color> color(const kdl::Value& value, std::string_view name);

    /// Names to values as plugins get them: a node's argument as text. Reserved names are skipped.
    [[nodiscard]] PluginConfiguration plugin_configuration(const kdl::Node& node);
    /// `location` from a property or a child, configuration and cwd from the children.
    [[nodiscard]] std::optional<PluginRun> plugin(const kdl::Node& node);

private:
    std::string_view text_;
    Diagnostics& out_;
    const ActionCheck* check_;
};

/// Strings as they are, numbers and booleans as KDL spells them.
[[nodiscard]] std::string plain_text(const kdl::Value& value);

/// "a, b or c"; each in quotes.
[[nodiscard]] std::string one_of(std::span<const std::string_view> words);

[[nodiscard]] std::span<const std::string_view> option_names();
void load_keybinds(KeyBindings& binds, const kdl::Node& node, Reader& reader);
void load_themes(Themes& themes, const kdl::Node& node, Reader& reader);
/// ui, env, plugins, load_plugins, plugin_permissions, web_client. False: the node is none of them.
[[nodiscard]] bool load_block(Config& config, const kdl::Node& node, Reader& reader);

/// Options and blocks, for suggestions.
[[nodiscard]] std::span<const std::string_view> block_names();
/// False: `node` names no option.
[[nodiscard]] bool load_option(Options& options, const kdl::Node& node, Reader& reader);

}  // namespace tessera::config
