#pragma once
// The screen of a terminal as text, ANSI, JSON, HTML or SVG, and the command line of `tessera vt`
// as a function of its arguments and input bytes. No files, no descriptors: the caller reads and
// writes. Threads: pure functions.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/base/result.h"
#include "tessera/vt/terminal.h"
#include "tessera/vt/tool/lines.h"

namespace tessera::vt::tool {

enum class Format : std::uint8_t { Text, Ansi, Json, Html, Svg };

/// Largest input `tessera vt` reads; a recording beyond this is cut in pieces by its owner.
inline constexpr std::size_t kMaxInputBytes = std::size_t{1} << 30U;

struct ResizeAt {
    std::size_t byte = 0;
    Size size;
};

struct Options {
    Size size{Rows(24), Cols(80)};
    std::size_t history_rows = 10'000;
    ShowHistory show_history = ShowHistory::No;
    std::vector<ResizeAt> resizes;  // ascending by byte
    Format format = Format::Text;
    std::string file;  // empty: standard input
};

/// Text that `tessera vt --help` prints.
[[nodiscard]] std::string_view usage();

/// InvalidArgument with a sentence for the user; sizes are 1 to kMaxRowsOrCols.
[[nodiscard]] Result<Options> parse_options(std::span<const std::string_view> arguments);

/// Feeds `input` to a fresh terminal and returns what the options ask for, ending in a line feed.
[[nodiscard]] std::string run(const Options& options, std::string_view input);

/// One terminal as it is now. `replies` go into the JSON form only, as base64.
[[nodiscard]] std::string dump(const Terminal& terminal, const Options& options,
                               std::string_view replies);

}  // namespace tessera::vt::tool
