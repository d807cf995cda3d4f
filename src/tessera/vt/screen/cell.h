#pragma once
// Cell: one place on a page in 8 bytes. Styles and clusters of several characters are interned in
// tables beside the page (style_table.h, cluster_table.h).
// Threads: values.

#include <bit>
#include <cstdint>

namespace tessera::vt {

/// Index into a StyleTable; 0 is the default style.
using StyleId = std::uint32_t;

enum class CellKind : std::uint8_t {
    Narrow = 0,  // one column; an empty cell is a narrow one without content
    WideHead,    // left half of a character of two columns
    WideTail,    // its right half; has no content
    WrapSpacer,  // last column left free because a wide character did not fit
};

/// Different tags of cells that show images; beyond that they begin again.
inline constexpr std::uint32_t kImageTags = 0xf0000;

class Cell {
public:
    constexpr Cell() = default;
    [[nodiscard]] static constexpr Cell character(char32_t c, StyleId style, CellKind kind) {
        return Cell(static_cast<std::uint32_t>(c) | kind_bits(kind), style);
    }
    /// A character of 1 or 2 columns, made in one move: the hot way. REQUIRES: content first in
    /// memory, as here.
    [[nodiscard]] static Cell lone(char32_t c, std::uint32_t columns, StyleId style) {
        const std::uint32_t content = c | (columns - 1) << kKindShift;
        if constexpr (std::endian::native == std::endian::big) {
            return Cell(content, style);
        } else {
            return std::bit_cast<Cell>(std::uint64_t{style} << 32U | content);
        }
    }
    [[nodiscard]] static constexpr Cell cluster(std::uint32_t index, StyleId style, CellKind kind) {
        return Cell(index | kClusterBit | kind_bits(kind), style);
    }
    /// Erased: no content, only a background.
    [[nodiscard]] static constexpr Cell blank(StyleId style) { return Cell(0, style); }

    /// Shows a part of an image; to all who do not ask it is an empty cell. REQUIRES: tag <
    /// kImageTags.
    [[nodiscard]] static constexpr Cell image(std::uint32_t tag, StyleId style) {
        return Cell(kFirstImage + tag, style);
    }
    [[nodiscard]] constexpr bool is_image() const {
        return !is_cluster() && (content_ & kValueMask) >= kFirstImage;
    }
    [[nodiscard]] constexpr std::uint32_t image_tag() const {
        return (content_ & kValueMask) - kFirstImage;
    }

    [[nodiscard]] constexpr bool is_cluster() const { return (content_ & kClusterBit) != 0; }
    /// The character, 0 when empty. REQUIRES: !is_cluster().
    [[nodiscard]] constexpr char32_t code_point() const { return content_ & kValueMask; }
    /// Index into the ClusterTable. REQUIRES: is_cluster().
    [[nodiscard]] constexpr std::uint32_t cluster_index() const { return content_ & kValueMask; }
    [[nodiscard]] constexpr bool is_empty() const {
        return (content_ & (kValueMask | kClusterBit)) == 0 || is_image();
    }
    [[nodiscard]] constexpr CellKind kind() const {
        return static_cast<CellKind>((content_ >> kKindShift) & 3U);
    }
    [[nodiscard]] constexpr StyleId style() const { return style_; }
    /// Content and kind in one number; below 0x110000 only for a lone character of one column.
    [[nodiscard]] constexpr std::uint32_t bits() const { return content_; }
    constexpr void set_style(StyleId style) { style_ = style; }
    /// What bits() gave, with a style: for storing a cell apart from it.
    [[nodiscard]] static constexpr Cell from_raw(std::uint32_t content, StyleId style) {
        return Cell(content, style);
    }
    friend constexpr bool operator==(Cell, Cell) = default;

private:
    static constexpr std::uint32_t kValueMask = (1U << 21U) - 1;
    static constexpr std::uint32_t kFirstImage = 0x110000;  // behind the last code point
    static constexpr std::uint32_t kClusterBit = 1U << 21U;
    static constexpr unsigned kKindShift = 22;
    static constexpr std::uint32_t kind_bits(CellKind kind) {
        return static_cast<std::uint32_t>(kind) << kKindShift;
    }
    constexpr Cell(std::uint32_t content, StyleId style) : content_(content), style_(style) {}

    std::uint32_t content_ = 0;
    StyleId style_ = 0;
};
static_assert(sizeof(Cell) == 8);
static_assert(static_cast<int>(CellKind::Narrow) == 0 && static_cast<int>(CellKind::WideHead) == 1);

static_assert(sizeof(Cell) == 8);

}  // namespace tessera::vt
