#pragma once
// Frame: one picture for one client's terminal: cells, cursor, styles. A value that is compared
// with the next one; knows nothing of panes or escape sequences. Cells are 8 bytes, as those of the
// terminal engine; styles, clusters and links are numbers into tables beside them.
// Threads: one.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/render/image.h"
#include "tessera/vt/modes.h"
#include "tessera/vt/screen/cell.h"
#include "tessera/vt/screen/tables.h"
#include "tessera/vt/style.h"

namespace tessera::render {

struct FrameCursor {
    Point at;
    vt::CursorShape shape = vt::CursorShape::Default;
    bool visible = true;
    vt::Color color = {};  // RGB; Default: the terminal's own
    friend bool operator==(const FrameCursor&, const FrameCursor&) = default;
};

/// A space and an erased cell look the same and are the same here: a cell without content.
class Frame {
public:
    /// All blank. REQUIRES: both sides > 0.
    explicit Frame(Size size);

    /// Starts the next picture: all blank in `size`, cursor hidden at the origin. Numbers of styles
    /// stay valid unless the tables were nearly full, when tables() is another object afterwards.
    void begin(Size size);

    /// The next begin() will start new tables; whoever draws on without it should call it soon.
    [[nodiscard]] bool is_crowded() const;

    [[nodiscard]] Size size() const { return size_; }
    /// REQUIRES: row on the frame.
    [[nodiscard]] std::span<const vt::Cell> row(Row row) const;
    [[nodiscard]] const vt::Style& style(vt::StyleId id) const { return tables_->styles[id]; }
    /// Appends a cell's text as UTF-8: a space for a blank, nothing for the right half of a wide
    /// one.
    void append_text(vt::Cell cell, std::string& out) const;

    [[nodiscard]] vt::StyleId intern(const vt::Style& style) {
        return tables_->styles.intern(style);
    }
    [[nodiscard]] std::uint32_t intern_cluster(const std::u32string& text) {
        return tables_->clusters.intern(text);
    }
    [[nodiscard]] vt::LinkId intern_link(const vt::Link& link) {
        return tables_->links.intern(link);
    }

    /// Cells [from, to) of a row, for writing; what lies outside the frame is cut off (then the
    /// span is shorter, or empty). Wide characters across an edge lose their other half. What is
    /// written must use numbers of this frame, with no half of a wide character at an end.
    [[nodiscard]] std::span<vt::Cell> open(Row row, Col from, Col to);

    /// Writes one cluster of `columns` (1 or 2) columns. What lies outside is cut off; a wide one
    /// that would stick out becomes a space. Control characters become spaces.
    void put(Point at, std::string_view text, std::uint8_t columns, const vt::Style& style);
    void put(Point at, std::u32string_view text, std::uint8_t columns, vt::StyleId style);
    void fill(Rect rect, vt::Cell cell);
    void clear(const vt::Style& style = {});

    FrameCursor cursor;
    /// Pictures over (z below 0: behind) the text, the lowest first, within the frame. Begin()
    /// takes them away.
    std::vector<FrameImage> images;

    /// The tables the numbers belong to. Shared: copies of a frame, the renderer that holds the
    /// last picture, and whoever caches numbers keep them alive, so that an equal pointer means
    /// that equal numbers mean the same. They only grow.
    [[nodiscard]] const std::shared_ptr<vt::SideTables>& tables() const { return tables_; }

private:
    Size size_;
    std::vector<vt::Cell> cells_;
    std::shared_ptr<vt::SideTables> tables_;
};

}  // namespace tessera::render
