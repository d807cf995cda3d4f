#include "tessera/plugin_api/layouts.h"

#include <algorithm>
#include <string>

namespace tessera::plugin_api {

namespace {

using api::event::PaneMetadata;
using api::event::TabMetadata;

bool is_builtin(std::string_view location) {
    return location.starts_with("zellij:") || location.starts_with("tessera:");
}

std::string command_line(const config::CommandRun& run) {
    std::string out = run.command;
    for (const std::string& argument : run.args) {
        out += " " + argument;
    }
    return out;
}

PaneMetadata pane_metadata(const config::PaneCommon& pane, const config::Config& config) {
    PaneMetadata out;
    out.name = pane.name;
    if (const auto* plugin = std::get_if<config::PluginRun>(&pane.run)) {
        const std::string location = config.resolve_alias(*plugin).location;
        out.is_plugin = true;
        out.is_builtin_plugin = is_builtin(location);
        out.name = pane.name.value_or(plugin->location);
    } else if (const auto* command = std::get_if<config::CommandRun>(&pane.run)) {
        out.name = pane.name.value_or(command_line(*command));
    } else if (const auto* edit = std::get_if<config::EditRun>(&pane.run)) {
        out.name = pane.name.value_or(edit->file);
    }
    return out;
}

void add_leaves(const config::PaneLayout& pane, const config::Config& config, TabMetadata& out) {
    if (pane.is_leaf()) {
        out.pane_metadata.push_back(pane_metadata(pane, config));
    }
    for (const config::PaneLayout& child : pane.children) {
        add_leaves(child, config, out);  // as deep as the KDL reader allows
    }
}

/// Bytes before the place a diagnostic is about, as far as the text goes.
std::uint64_t offset_of(const kdl::Diagnostic& diagnostic, std::string_view text) {
    std::size_t start = 0;
    for (std::uint32_t line = 1; line < diagnostic.line; ++line) {
        const std::size_t end = text.find('\n', start);
        if (end == std::string_view::npos) {
            return text.size();
        }
        start = end + 1;
    }
    return std::min<std::size_t>(text.size(), start + diagnostic.column - 1);
}

}  // namespace

api::event::LayoutMetadata layout_metadata(const config::Layout& layout,
                                           const config::Config& config, std::int64_t unix_s) {
    api::event::LayoutMetadata out;
    for (const config::TabLayout& tab : layout.tabs) {
        TabMetadata& told = out.tabs.emplace_back();
        told.name = tab.name;
        add_leaves(tab.root, config, told);
        for (const config::FloatingPaneLayout& pane : tab.floating) {
            told.pane_metadata.push_back(pane_metadata(pane, config));
        }
    }
    out.creation_time = std::to_string(unix_s);
    out.update_time = out.creation_time;
    return out;
}

api::event::LayoutParsingError layout_parsing_error(const config::Diagnostics& diagnostics,
                                                    std::string_view file, std::string_view text) {
    api::event::LayoutParsingError out;
    using Case = api::event::LayoutParsingError::ErrorTypeCase;
    if (diagnostics.empty()) {
        out.error_type.emplace<Case::syntax_error>();
        return out;
    }
    const kdl::Diagnostic& first = diagnostics.front();
    api::event::KdlErrorVariant variant;
    variant.kdl_error.emplace();
    variant.kdl_error->error_message = first.message;
    variant.kdl_error->offset = offset_of(first, text);
    if (!first.expected.empty()) {
        variant.kdl_error->help_message = "expected " + first.expected;
    }
    variant.file_name = file;
    variant.source_code = text;
    out.error_type.emplace<Case::kdl_error>(std::move(variant));
    return out;
}

}  // namespace tessera::plugin_api
