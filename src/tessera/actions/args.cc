#include <fmt/format.h>

#include <limits>

#include "tessera/actions/verb.h"

namespace tessera::actions {

namespace {

constexpr std::string_view kPaneIdWanted = "terminal_N, plugin_N, or N for a terminal";

}  // namespace

void Args::fail(std::string message, std::string expected) {
    if (!complaint_) {
        complaint_ = Complaint{std::move(message), std::move(expected)};
    }
}

void Args::fail_word(std::string_view given, std::string expected) {
    fail(fmt::format("`{}` is not understood", given), std::move(expected));
}

std::string Args::text(std::size_t index) const {
    return index < given_.args.size() ? given_.args[index] : std::string();
}

std::optional<std::string> Args::maybe_text(std::size_t index) const {
    return index < given_.args.size() ? std::optional(given_.args[index]) : std::nullopt;
}

std::uint32_t Args::whole(std::size_t index, std::uint32_t max) {
    const std::optional<std::uint32_t> value = parse_whole(text(index), max);
    if (!value) {
        fail_word(text(index), fmt::format("a whole number from 0 to {}", max));
    }
    return value.value_or(0);
}

PaneId Args::pane_at(std::size_t index) {
    const std::optional<PaneId> id = parse_pane_id(text(index));
    if (!id) {
        fail_word(text(index), std::string(kPaneIdWanted));
    }
    return id.value_or(PaneId{});
}

std::string Args::bytes() {
    std::string out;
    for (const std::string& arg : given_.args) {
        const std::optional<std::uint32_t> value = parse_whole(arg, 255);
        if (!value) {
            fail_word(arg, "bytes as decimal numbers, 0 to 255");
            return {};
        }
        out += static_cast<char>(*value);
    }
    return out;
}

std::optional<std::string> Args::option(std::string_view name) const {
    const std::string* found = nullptr;
    for (const auto& [key, value] : given_.options) {
        if (key == name) {
            found = &value;  // the last one wins
        }
    }
    return found != nullptr ? std::optional(*found) : std::nullopt;
}

std::optional<bool> Args::maybe_flag(std::string_view name) {
    const std::optional<std::string> text = option(name);
    if (!text) {
        return std::nullopt;
    }
    if (*text != "true" && *text != "false") {
        fail(fmt::format("`{}` cannot be `{}`", name, *text), "true or false");
    }
    return *text == "true";
}

bool Args::flag(std::string_view name) {
    return maybe_flag(name).value_or(false);
}

std::optional<std::uint32_t> Args::whole_option(std::string_view name, std::uint32_t max) {
    const std::optional<std::string> text = option(name);
    if (!text) {
        return std::nullopt;
    }
    const std::optional<std::uint32_t> value = parse_whole(*text, max);
    if (!value) {
        fail(fmt::format("`{}` cannot be `{}`", name, *text),
             fmt::format("a whole number from 0 to {}", max));
    }
    return value;
}

std::optional<config::Extent> Args::extent_option(std::string_view name) {
    const std::optional<std::string> text = option(name);
    if (!text) {
        return std::nullopt;
    }
    const std::optional<config::Extent> extent = parse_extent(*text);
    if (!extent) {
        fail(fmt::format("`{}` cannot be `{}`", name, *text),
             "a number of cells, or \"50%\" of the screen");
    }
    return extent;
}

std::optional<vt::Color> Args::color_option(std::string_view name) {
    const std::optional<std::string> text = option(name);
    if (!text) {
        return std::nullopt;
    }
    const std::optional<vt::Color> color = parse_color(*text);
    if (!color) {
        fail(fmt::format("`{}` is not a colour", *text), "#rrggbb, #rgb or 0-255");
    }
    return color;
}

TextMap Args::pairs_option(std::string_view name) {
    const std::optional<std::string> text = option(name);
    if (!text) {
        return {};
    }
    std::optional<TextMap> pairs = parse_pairs(*text);
    if (!pairs) {
        fail(fmt::format("`{}` cannot be `{}`", name, *text), "key=value,key2=value2");
    }
    return pairs.value_or(TextMap{});
}

PaneTarget Args::pane() {
    const std::optional<std::string> text = option("pane-id");
    if (!text) {
        return std::nullopt;
    }
    const std::optional<PaneId> id = parse_pane_id(*text);
    if (!id) {
        fail(fmt::format("`{}` is no pane", *text), std::string(kPaneIdWanted));
    }
    return id;
}

PaneId Args::demanded_pane() {
    const PaneTarget id = pane();
    if (!id) {
        fail("the pane is missing", fmt::format("--pane-id ID, where ID is {}", kPaneIdWanted));
    }
    return id.value_or(PaneId{});
}

TabTarget Args::tab() {
    const auto id = whole_option("tab-id", std::numeric_limits<std::uint32_t>::max());
    return id ? TabTarget(TabId(*id)) : TabTarget(ActiveTab{});
}

}  // namespace tessera::actions
