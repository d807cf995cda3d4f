#include "tessera/config/reader.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "tessera/base/nearest.h"

namespace tessera::config {

namespace {

constexpr std::size_t kFewNames = 16;  // as many fit a line of a message

// Keys of a plugin's block that are ours and never reach it.
// Source: Zellij 0.45 zellij-utils input/layout.rs, PluginUserConfiguration.
constexpr std::array<std::string_view, 16> kReservedPluginKeys = {"hold_on_close",
                                                                  "hold_on_start",
                                                                  "cwd",
                                                                  "name",
                                                                  "direction",
                                                                  "floating",
                                                                  "launch_new",
                                                                  "payload",
                                                                  "skip_cache",
                                                                  "title",
                                                                  "in_place",
                                                                  "skip_plugin_cache",
                                                                  "location",
                                                                  "path",
                                                                  "move_to_focused_tab",
                                                                  "_allow_exec_host_cmd"};

std::optional<vt::Color> hex_color(std::string_view text) {
    if (!text.starts_with('#') || (text.size() != 4 && text.size() != 7)) {
        return std::nullopt;
    }
    unsigned value = 0;
    const auto [at, error] = std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
    if (error != std::errc{} || at != text.data() + text.size()) {
        return std::nullopt;
    }
    const auto part = [&](unsigned shift) {
        return static_cast<std::uint8_t>(value >> shift & 0xff);
    };
    const auto twice = [&](unsigned shift) {
        return static_cast<std::uint8_t>((value >> shift & 0xf) * 0x11);
    };
    return text.size() == 7 ? vt::Color::rgb(part(16), part(8), part(0))
                            : vt::Color::rgb(twice(8), twice(4), twice(0));
}

constexpr std::string_view kColorWanted = R"("#rrggbb", "#rgb", 0-255, or three numbers R G B)";

}  // namespace

void Reader::report(const kdl::Span& span, std::string message, std::string expected) {
    const auto is_same = [&](const kdl::Diagnostic& d) {  // a template is read at every use
        return d.line == span.line && d.column == span.column && d.message == message;
    };
    if (out_.size() < kMaxDiagnostics && std::ranges::none_of(out_, is_same)) {
        out_.push_back(kdl::diagnose(text_, span, std::move(message), std::move(expected)));
    }
}

std::string one_of(std::span<const std::string_view> words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        out += i == 0 ? "" : i + 1 == words.size() ? " or " : ", ";
        out += kdl::quoted(words[i]);
    }
    return out;
}

void Reader::report_unknown(const kdl::Span& span, std::string_view what, std::string_view given,
                            std::span<const std::string_view> known) {
    if (out_.size() >= kMaxDiagnostics) {
        return;  // looking for the nearest name is the dear part
    }
    const std::string_view near = nearest(given, known);
    std::string expected = !near.empty()               ? fmt::format("`{}`", near)
                           : known.size() <= kFewNames ? one_of(known)
                                                       : "";
    report(span, fmt::format("unknown {} {}", what, kdl::quoted(given)), std::move(expected));
}

const kdl::Value* Reader::only_arg(const kdl::Node& node) {
    if (node.args.empty()) {
        report(node.span, fmt::format("`{}` has no value", node.name), "one value after the name");
        return nullptr;
    }
    if (node.args.size() > 1) {
        report(node.args[1].span, fmt::format("`{}` takes one value", node.name));
        return nullptr;
    }
    return &node.args.front();
}

std::optional<bool> Reader::boolean(const kdl::Value& value, std::string_view name) {
    if (const bool* flag = value.as_bool()) {
        return *flag;
    }
    report(value.span, fmt::format("`{}` cannot be {}", name, value.kind()), "true or false");
    return std::nullopt;
}

std::optional<std::string> Reader::text(const kdl::Value& value, std::string_view name) {
    if (const std::string* s = value.as_string()) {
        return *s;
    }
    report(value.span, fmt::format("`{}` cannot be {}", name, value.kind()), "a string in quotes");
    return std::nullopt;
}

std::optional<std::uint32_t> Reader::whole(const kdl::Value& value, std::string_view name,
                                           std::uint32_t max) {
    const std::int64_t* number = value.as_int();
    if (number != nullptr && *number >= 0 && *number <= max) {
        return static_cast<std::uint32_t>(*number);
    }
    report(value.span,
           number != nullptr ? fmt::format("`{}` cannot be {}", name, *number)
                             : fmt::format("`{}` cannot be {}", name, value.kind()),
           fmt::format("a whole number from 0 to {}", max));
    return std::nullopt;
}

std::optional<vt::Color> Reader::color(const kdl::Value& value, std::string_view name) {
    const std::int64_t* number = value.as_int();
    if (number != nullptr && *number >= 0 && *number <= 255) {
        return vt::Color::indexed(static_cast<std::uint8_t>(*number));
    }
    const std::string* text = value.as_string();
    std::optional<vt::Color> parsed = text == nullptr ? std::nullopt : hex_color(*text);
    if (!parsed) {
        report(value.span, fmt::format("`{}` is not a colour", name), std::string(kColorWanted));
    }
    return parsed;
}

std::optional<vt::Color> Reader::color(const kdl::Node& node) {
    if (node.args.size() == 1) {
        return color(node.args.front(), node.name);
    }
    std::array<std::uint8_t, 3> parts{};
    bool good = node.args.size() == parts.size();
    for (std::size_t i = 0; good && i < parts.size(); ++i) {
        const std::int64_t* number = node.args[i].as_int();
        good = number != nullptr && *number >= 0 && *number <= 255;
        parts[i] = good ? static_cast<std::uint8_t>(*number) : 0;
    }
    if (!good) {
        report(node.span, fmt::format("`{}` is not a colour", node.name),
               std::string(kColorWanted));
        return std::nullopt;
    }
    return vt::Color::rgb(parts[0], parts[1], parts[2]);
}

bool Reader::check_actions(const std::vector<kdl::Node>& actions) {
    bool good = true;
    for (const kdl::Node& action : actions) {
        if (check_ == nullptr) {
            break;
        }
        if (std::optional<ActionProblem> problem = (*check_)(action)) {
            report(action.span, std::move(problem->message), std::move(problem->expected));
            good = false;
        }
    }
    return good;
}

std::string plain_text(const kdl::Value& value) {
    if (const std::string* s = value.as_string()) {
        return *s;
    }
    if (const bool* flag = value.as_bool()) {
        return *flag ? "true" : "false";
    }
    if (const std::int64_t* whole = value.as_int()) {
        return fmt::format("{}", *whole);
    }
    if (const double* real = value.as_double()) {
        return fmt::format("{}", *real);
    }
    return "null";
}

PluginConfiguration Reader::plugin_configuration(const kdl::Node& node) {
    PluginConfiguration out;
    const auto is_ours = [](std::string_view key) {
        return std::ranges::find(kReservedPluginKeys, key) != kReservedPluginKeys.end();
    };
    for (const auto& [key, value] : node.props) {
        if (!is_ours(key)) {
            out.insert_or_assign(key, plain_text(value));
        }
    }
    for (const kdl::Node& child : node.children) {
        if (is_ours(child.name)) {
            continue;
        }
        if (const kdl::Value* value = only_arg(child)) {
            out.insert_or_assign(child.name, plain_text(*value));
        }
    }
    return out;
}

std::optional<PluginRun> Reader::plugin(const kdl::Node& node) {
    const auto find = [&](std::string_view name) {
        const kdl::Node* child = node.child(name);
        return child != nullptr ? only_arg(*child) : node.prop(name);
    };
    const kdl::Value* location = find("location");
    if (location == nullptr) {
        report(node.span, fmt::format("plugin `{}` has no location", node.name),
               R"(location="zellij:…", "file:…" or "https://…")");
        return std::nullopt;
    }
    const std::optional<std::string> where = text(*location, "location");
    if (!where) {
        return std::nullopt;
    }
    PluginRun run{.location = *where, .configuration = plugin_configuration(node)};
    if (const kdl::Value* cwd = find("cwd")) {
        run.cwd = text(*cwd, "cwd");
    }
    return run;
}

}  // namespace tessera::config
