#include "tessera/config/layout_pane.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace tessera::config {

namespace {

// Source: Zellij 0.45 zellij-utils kdl_layout_parser.rs, is_a_valid_pane_property and
// is_a_valid_floating_pane_property.
constexpr std::array<std::string_view, 18> kTiled = {"size",
                                                     "split_direction",
                                                     "borderless",
                                                     "focus",
                                                     "name",
                                                     "command",
                                                     "args",
                                                     "cwd",
                                                     "edit",
                                                     "plugin",
                                                     "close_on_exit",
                                                     "start_suspended",
                                                     "stacked",
                                                     "expanded",
                                                     "exclude_from_sync",
                                                     "contents_file",
                                                     "default_fg",
                                                     "default_bg"};
constexpr std::array<std::string_view, 18> kFloating = {
    "x",          "y",          "width",         "height",          "pinned",
    "borderless", "focus",      "name",          "command",         "args",
    "cwd",        "edit",       "close_on_exit", "start_suspended", "contents_file",
    "default_fg", "default_bg", "plugin"};

std::optional<Extent> parse_percent(std::string_view text) {
    std::uint32_t amount = 0;
    const char* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, amount);
    if (error != std::errc{} || end - at != 1 || *at != '%' || amount > 100) {
        return std::nullopt;
    }
    return Extent{.unit = Extent::Unit::Percent, .amount = amount};
}

std::vector<std::string> args_of(const kdl::Node& node, Reader& r) {
    std::vector<std::string> out;
    if (const kdl::Value* single = node.prop("args")) {
        out.push_back(r.text(*single, "args").value_or(""));
    }
    if (const kdl::Node* child = node.child("args")) {
        for (const kdl::Value& arg : child->args) {
            out.push_back(plain_text(arg));
        }
    }
    return out;
}

PaneRun read_run(const kdl::Node& node, Reader& r) {
    const bool command = has_attribute(node, "command");
    const int ways = static_cast<int>(command) + static_cast<int>(has_attribute(node, "edit")) +
                     static_cast<int>(has_attribute(node, "plugin"));
    if (ways > 1) {
        r.report(node.span, "a pane cannot run more than one thing",
                 "one of `command`, `edit` and `plugin`");
        return {};
    }
    if (!command) {
        for (const std::string_view name : {"args", "close_on_exit", "start_suspended"}) {
            if (has_attribute(node, name)) {
                r.report(node.span, fmt::format("`{}` needs a command", name), "command=\"…\"");
            }
        }
    }
    if (command) {
        return CommandRun{
            .command = text_attribute(node, "command", r).value_or(""),
            .args = args_of(node, r),
            .close_on_exit = bool_attribute(node, "close_on_exit", r).value_or(false),
            .start_suspended = bool_attribute(node, "start_suspended", r).value_or(false)};
    }
    if (has_attribute(node, "edit")) {
        return EditRun{.file = text_attribute(node, "edit", r).value_or("")};
    }
    if (const kdl::Value* location = node.prop("plugin")) {
        return PluginRun{.location = r.text(*location, "plugin").value_or("")};
    }
    if (const kdl::Node* plugin = node.child("plugin")) {
        std::optional<PluginRun> run = r.plugin(*plugin);
        return run ? PaneRun(*std::move(run)) : PaneRun{};
    }
    return {};
}

std::optional<vt::Color> color_attribute(const kdl::Node& node, std::string_view name, Reader& r) {
    const kdl::Value* value = attribute(node, name, r);
    return value == nullptr ? std::nullopt : r.color(*value, name);
}

}  // namespace

std::span<const std::string_view> tiled_attributes() {
    return kTiled;
}
std::span<const std::string_view> floating_attributes() {
    return kFloating;
}

bool has_attribute(const kdl::Node& node, std::string_view name) {
    return node.prop(name) != nullptr || node.child(name) != nullptr;
}

const kdl::Value* attribute(const kdl::Node& node, std::string_view name, Reader& r) {
    if (const kdl::Node* child = node.child(name)) {
        return r.only_arg(*child);
    }
    return node.prop(name);
}

std::optional<bool> bool_attribute(const kdl::Node& node, std::string_view name, Reader& r) {
    const kdl::Value* value = attribute(node, name, r);
    return value == nullptr ? std::nullopt : r.boolean(*value, name);
}

std::optional<std::string> text_attribute(const kdl::Node& node, std::string_view name, Reader& r) {
    const kdl::Value* value = attribute(node, name, r);
    return value == nullptr ? std::nullopt : r.text(*value, name);
}

std::optional<Extent> extent_attribute(const kdl::Node& node, std::string_view name,
                                       ExtentKind kind, Reader& r) {
    const kdl::Value* value = attribute(node, name, r);
    if (value == nullptr) {
        return std::nullopt;
    }
    constexpr std::int64_t kMaxCells = 65'535;  // wider than any terminal reports
    const std::int64_t least = kind == ExtentKind::Size ? 1 : 0;
    const std::int64_t* cells = value->as_int();
    if (cells != nullptr && *cells >= least && *cells <= kMaxCells) {
        return Extent{.unit = Extent::Unit::Cells, .amount = static_cast<std::uint32_t>(*cells)};
    }
    const std::string* text = value->as_string();
    const std::optional<Extent> percent = text == nullptr ? std::nullopt : parse_percent(*text);
    if (percent && percent->amount >= least) {
        return percent;
    }
    r.report(value->span, fmt::format("`{}` cannot be this", name),
             fmt::format("a whole number of cells from {0} on, or \"{0}%\" to \"100%\"", least));
    return std::nullopt;
}

SplitDirection split_direction_of(const kdl::Node& node, Reader& r) {
    static constexpr std::array<std::string_view, 4> kWords = {"horizontal", "vertical",
                                                               "Horizontal", "Vertical"};
    const kdl::Value* value = attribute(node, "split_direction", r);
    const std::optional<std::string> word =
        value == nullptr ? std::nullopt : r.text(*value, "split_direction");
    if (!word) {
        return SplitDirection::Horizontal;
    }
    const auto it = std::ranges::find(kWords, *word);
    if (it == kWords.end()) {
        r.report(value->span, fmt::format("unknown direction {}", kdl::quoted(*word)),
                 "\"horizontal\" or \"vertical\"");
        return SplitDirection::Horizontal;
    }
    return (it - kWords.begin()) % 2 == 0 ? SplitDirection::Horizontal : SplitDirection::Vertical;
}

std::optional<std::string> join_cwd(const std::optional<std::string>& outer,
                                    const std::optional<std::string>& inner) {
    if (!outer || !inner || inner->empty()) {
        return inner && !inner->empty() ? inner : outer;
    }
    if (std::string_view("/~$").contains(inner->front())) {
        return inner;
    }
    return *outer + (outer->ends_with('/') ? "" : "/") + *inner;
}

void read_common(const kdl::Node& node, const std::optional<std::string>& base_cwd, PaneCommon& out,
                 Reader& r) {
    out.name = text_attribute(node, "name", r);
    out.borderless = bool_attribute(node, "borderless", r);
    out.focus = bool_attribute(node, "focus", r).value_or(false);
    out.cwd = join_cwd(base_cwd, text_attribute(node, "cwd", r));
    out.run = read_run(node, r);
    out.contents_file = text_attribute(node, "contents_file", r);
    out.default_fg = color_attribute(node, "default_fg", r);
    out.default_bg = color_attribute(node, "default_bg", r);
}

FloatingPaneLayout read_floating(const kdl::Node& node, const std::optional<std::string>& base_cwd,
                                 Reader& r) {
    FloatingPaneLayout out;
    for (const auto& [name, value] : node.props) {
        if (std::ranges::find(kFloating, name) == kFloating.end()) {
            r.report_unknown(value.span, "property of a floating pane", name, kFloating);
        }
    }
    for (const kdl::Node& child : node.children) {
        if (std::ranges::find(kFloating, child.name) == kFloating.end()) {
            r.report_unknown(child.span, "part of a floating pane", child.name, kFloating);
        }
    }
    read_common(node, base_cwd, out, r);
    out.x = extent_attribute(node, "x", ExtentKind::Place, r);
    out.y = extent_attribute(node, "y", ExtentKind::Place, r);
    out.width = extent_attribute(node, "width", ExtentKind::Size, r);
    out.height = extent_attribute(node, "height", ExtentKind::Size, r);
    out.pinned = bool_attribute(node, "pinned", r);
    return out;
}

}  // namespace tessera::config
