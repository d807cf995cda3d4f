#pragma once
// Placeholder characters of the kitty graphics protocol: text that says which part of an image
// stands in its place. Image and placement are the colours of text and underline, row, column and
// the image's top byte marks on the character, which may be left out where they go on from the cell
// to the left.
// Source: kitty graphics protocol, "Unicode placeholders". Threads: values.

#include <cstdint>
#include <optional>
#include <string_view>

#include "tessera/vt/style.h"

namespace tessera::vt {

inline constexpr char32_t kPlaceholder = 0x10eeee;

struct Placeholder {
    std::uint32_t image = 0;
    std::uint32_t placement = 0;  // 0: any
    int row = 0;                  // of the placement, in cells
    int col = 0;
    friend bool operator==(const Placeholder&, const Placeholder&) = default;
};

/// Reads the cells of one row from the left.
class PlaceholderReader {
public:
    /// `text`: the characters of the cell, of which the first is kPlaceholder.
    [[nodiscard]] Placeholder next(std::u32string_view text, const Style& style);
    /// A cell that is no placeholder.
    void skip() { last_.reset(); }

private:
    std::optional<Placeholder> last_;
};

/// What a mark on a placeholder stands for; nullopt: no such mark.
[[nodiscard]] std::optional<int> placeholder_number(char32_t mark);

}  // namespace tessera::vt
