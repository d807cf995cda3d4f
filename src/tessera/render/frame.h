#pragma once
// Frame: one picture for one client's terminal: cells, cursor, styles. A value that is compared
// with the next one; knows nothing of panes or escape sequences.
// Threads: values.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/vt/modes.h"
#include "tessera/vt/style.h"

namespace tessera::render {

/// One place of a frame. Text is short (one cluster), so it is held by value.
struct FrameCell {
    std::string text = " ";    // UTF-8 of one cluster; empty in the right half of a wide one
    vt::Style style;
    std::uint8_t columns = 1;  // 2 for a wide character, 0 for its right half
    friend bool operator==(const FrameCell&, const FrameCell&) = default;
};

struct FrameCursor {
    Point at;
    vt::CursorShape shape = vt::CursorShape::Default;
    bool visible = true;
    friend bool operator==(const FrameCursor&, const FrameCursor&) = default;
};

class Frame {
public:
    explicit Frame(Size size);

    [[nodiscard]] Size size() const { return size_; }
    /// REQUIRES: row on the frame.
    [[nodiscard]] std::span<const FrameCell> row(Row row) const;

    /// Writes one cluster of `columns` (1 or 2) columns. What lies outside is cut off; a wide one
    /// that would stick out becomes a space, and halves of wide characters overwritten become spaces.
    void put(Point at, std::string_view text, std::uint8_t columns, const vt::Style& style);
    void clear(const vt::Style& style = {});

    FrameCursor cursor;

    friend bool operator==(const Frame&, const Frame&) = default;

private:
    [[nodiscard]] FrameCell& cell(int row, int col);
    void release(int row, int col);

    Size size_;
    std::vector<FrameCell> cells_;
};

}  // namespace tessera::render
