#include <algorithm>
#include <charconv>
#include <optional>

#include "tessera/vt/tool/dump.h"

namespace tessera::vt::tool {

namespace {

struct FormatRow {
    std::string_view name;
    Format format;
};
constexpr FormatRow kFormats[] = {
    {"text", Format::Text}, {"ansi", Format::Ansi}, {"json", Format::Json},
    {"html", Format::Html}, {"svg", Format::Svg},
};

std::optional<std::size_t> number(std::string_view text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::int32_t> extent(std::string_view text) {
    const auto value = number(text);
    if (!value || *value < 1 || *value > kMaxRowsOrCols) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(*value);
}

/// RxC@BYTE.
std::optional<ResizeAt> resize_at(std::string_view text) {
    const std::size_t x = text.find('x');
    const std::size_t at = text.find('@');
    if (x == std::string_view::npos || at == std::string_view::npos || x > at) {
        return std::nullopt;
    }
    const auto rows = extent(text.substr(0, x));
    const auto cols = extent(text.substr(x + 1, at - x - 1));
    const auto byte = number(text.substr(at + 1));
    if (!rows || !cols || !byte || *rows * *cols > kMaxPageCells) {
        return std::nullopt;
    }
    return ResizeAt{*byte, {Rows(*rows), Cols(*cols)}};
}

Result<> set_option(Options& options, std::string_view name, std::string_view value) {
    const auto bad = [&](std::string_view wanted) {
        return fail(ErrorCode::InvalidArgument, std::string(name) + " wants " +
                                                    std::string(wanted) + ", not \"" +
                                                    std::string(value) + "\"");
    };
    if (name == "--rows" || name == "--cols") {
        const auto n = extent(value);
        if (!n) {
            return bad("a number from 1 to 4096");
        }
        (name == "--rows" ? options.size.rows.value : options.size.cols.value) = *n;
    } else if (name == "--history") {
        const auto n = number(value);
        if (!n) {
            return bad("a number of lines");
        }
        options.history_rows = *n;
        options.show_history = ShowHistory::Yes;
    } else if (name == "--resize") {
        const auto step = resize_at(value);
        if (!step) {
            return bad("ROWSxCOLS@BYTE, as 40x100@2048");
        }
        const auto after =
            std::ranges::upper_bound(options.resizes, step->byte, {}, &ResizeAt::byte);
        options.resizes.insert(after, *step);
    } else if (name == "--format") {
        const auto* row = std::ranges::find(kFormats, value, &FormatRow::name);
        if (row == std::end(kFormats)) {
            return bad("text, ansi, json, html or svg");
        }
        options.format = row->format;
    } else {
        return fail(ErrorCode::InvalidArgument,
                    "unknown option " + std::string(name) + "; see tessera vt --help");
    }
    return {};
}

}  // namespace

std::string_view usage() {
    return "usage: tessera vt [--rows R] [--cols C] [--history N] [--resize RxC@BYTE]...\n"
           "                  [--format text|ansi|json|html|svg] [FILE]\n"
           "usage: tessera vt --explain[=markdown]\n"
           "usage: tessera vt --explain FILE\n"
           "Reads bytes as a program would write them to a terminal and prints the screen they "
           "make.\n"
           "--explain prints what is handled, one line per sequence; with a FILE (- for standard "
           "input) the sequences in it.\n"
           "--history N keeps N lines above the screen and prints them too. FILE defaults to "
           "standard input.\n";
}

Result<Options> parse_options(std::span<const std::string_view> arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view argument = arguments[i];
        if (!argument.starts_with("--")) {
            if (!options.file.empty()) {
                return fail(ErrorCode::InvalidArgument, "only one FILE, please");
            }
            options.file = argument;
            continue;
        }
        const std::size_t equals = argument.find('=');
        if (equals != std::string_view::npos) {
            TESSERA_TRY(
                set_option(options, argument.substr(0, equals), argument.substr(equals + 1)));
        } else if (i + 1 < arguments.size()) {
            TESSERA_TRY(set_option(options, argument, arguments[++i]));
        } else {
            return fail(ErrorCode::InvalidArgument, std::string(argument) + " wants a value");
        }
    }
    if (options.size.rows.value * options.size.cols.value > kMaxPageCells) {
        return fail(ErrorCode::LimitExceeded, "a screen has at most 4,000,000 cells");
    }
    return options;
}

}  // namespace tessera::vt::tool
