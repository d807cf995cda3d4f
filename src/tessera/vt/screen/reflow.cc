// Screen: lines wrapped anew for another width, history included. Rows stream from the old history
// and page through one line's buffer into a new history, whose end then becomes the page.

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "tessera/vt/screen/row_length.h"
#include "tessera/vt/screen/screen.h"

namespace tessera::vt {

namespace {

/// A row whose new number is wanted, because a picture begins there. Rows are counted from the
/// first ever.
struct Anchor {
    std::uint64_t row = 0;  // old; afterwards new
    std::size_t at = 0;     // its place in the line that is being read
};

class LineWrapper {
public:
    /// `anchors`: by rows, upwards; borrowed, and changed. `row`: the number of the first row.
    LineWrapper(History& out, int width, std::span<Anchor> anchors, std::uint64_t row)
        : out_(out), width_(static_cast<std::size_t>(width)), anchors_(anchors), row_number_(row) {}

    /// A row of the history. Most are a line of their own that fits: those are copied as they are.
    void history_row(const PackedRow& row, const RowInfo& info) {
        if (!open_ && !info.wrapped && row.cells <= width_) {
            line_.clear();
            note_anchors();
            settle_anchors();
            out_.push_packed(row, info);
            return;
        }
        begin(info);
        note_anchors();
        append_unpacked(row, line_);
        while (info.wrapped && !line_.empty() && line_.back().kind() == CellKind::WrapSpacer) {
            line_.pop_back();
        }
        end(info);
    }

    void page_row(std::span<const Cell> cells, const RowInfo& info, std::optional<int> cursor_col) {
        begin(info);
        note_anchors();
        if (cursor_col) {
            cursor_ = line_.size() + static_cast<std::size_t>(*cursor_col);
        }
        const auto text = cells.first(info.wrapped ? wrapped_length(cells) : used_length(cells));
        line_.insert(line_.end(), text.begin(), text.end());
        end(info);
    }

    /// After the last row, which may say that it goes on.
    void finish() {
        if (open_) {
            flush();
        }
    }

    /// Anchors that have their new rows; the others lie below all that was read.
    [[nodiscard]] std::size_t settled() const { return settled_; }
    /// The cursor's place: rows ever pushed before its own, and its column.
    [[nodiscard]] std::uint64_t cursor_row() const { return cursor_row_; }
    [[nodiscard]] int cursor_col() const { return static_cast<int>(cursor_col_); }

private:
    struct Piece {
        std::size_t from;
        std::size_t length;
    };

    void begin(const RowInfo& info) {
        if (!open_) {
            line_.clear();
            cursor_.reset();
            marks_.clear();
            first_ = info;
            open_ = true;
        } else if (info.mark != RowMark::None) {
            marks_.push_back({line_.size(), info.mark});
        }
    }
    /// Those of the row that comes next.
    void note_anchors() {
        for (; noted_ < anchors_.size() && anchors_[noted_].row <= row_number_; ++noted_) {
            anchors_[noted_].at = line_.size();
        }
        ++row_number_;
    }
    /// Those of the line whose pieces are about to be stored.
    void settle_anchors() {
        for (; settled_ < noted_; ++settled_) {
            Anchor& anchor = anchors_[settled_];
            std::size_t piece = 0;
            while (!pieces_.empty() && piece + 1 < pieces_.size() &&
                   pieces_[piece + 1].from <= anchor.at && anchor.at > 0) {
                ++piece;
            }
            anchor.row = out_.dropped() + out_.size() + piece;
        }
    }
    /// What of a picture does not fit any more is cut off: it does not wrap.
    void cut_picture() {
        if (anchors_.empty() || line_.size() <= width_) {
            return;
        }
        const auto outside = std::span(line_).subspan(width_);
        if (std::ranges::all_of(outside, [](Cell cell) { return cell.is_empty(); }) &&
            std::ranges::any_of(outside, [](Cell cell) { return cell.is_image(); })) {
            line_.resize(width_);
            if (line_.back().kind() == CellKind::WideHead) {  // its tail was empty, and outside
                line_.back() = Cell::blank(line_.back().style());
            }
        }
    }

    void end(const RowInfo& info) {
        if (!info.wrapped) {
            flush();
        }
    }

    /// Cuts the line into rows; a wide character that does not fit starts the next one.
    void cut() {
        pieces_.clear();
        std::size_t from = 0;
        do {
            std::size_t n = std::min(line_.size() - from, width_);
            if (width_ > 1 && from + n < line_.size() &&
                line_[from + n].kind() == CellKind::WideTail) {
                --n;
            }
            pieces_.push_back({from, n});
            from += n;
        } while (from < line_.size());
    }

    void flush() {
        cut_picture();
        cut();
        if (cursor_ && *cursor_ >= line_.size() && *cursor_ - pieces_.back().from >= width_) {
            line_.resize(*cursor_ + 1);  // a cursor behind the text: its place wraps as text would
            cut();
        }
        settle_anchors();
        std::size_t mark = 0;
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            const Piece& piece = pieces_[i];
            const bool more = i + 1 < pieces_.size();
            if (cursor_ && *cursor_ >= piece.from &&
                (!more || *cursor_ < piece.from + piece.length)) {
                cursor_row_ = out_.dropped() + out_.size();
                cursor_col_ = *cursor_ - piece.from;
            }
            RowInfo info{.wrapped = more};
            if (i == 0) {
                info.mark = first_.mark;
                info.line = more ? LineSize::Normal : first_.line;
            }
            for (; mark < marks_.size() && (!more || marks_[mark].at < piece.from + piece.length);
                 ++mark) {
                const bool counts =
                    info.mark == RowMark::None || marks_[mark].mark == RowMark::Prompt;
                info.mark = counts ? marks_[mark].mark : info.mark;
            }
            push(piece, info);
        }
        cursor_.reset();
        open_ = false;
    }

    void push(const Piece& piece, const RowInfo& info) {
        const auto cells = std::span(line_).subspan(piece.from, piece.length);
        if (!info.wrapped || piece.length == width_) {
            out_.push(cells, info);
            return;
        }
        row_.assign(cells.begin(), cells.end());  // the column a wide character did not fit in
        row_.push_back(
            Cell::character(0, line_[piece.from + piece.length].style(), CellKind::WrapSpacer));
        out_.push(row_, info);
    }

    History& out_;
    std::size_t width_;
    bool open_ = false;  // the line goes on with the next row
    RowInfo first_;      // of the line's first row
    std::vector<Cell> line_;
    std::vector<Cell> row_;  // a piece and its spacer
    std::vector<Piece> pieces_;
    struct Mark {
        std::size_t at;
        RowMark mark;
    };
    std::vector<Mark> marks_;  // of the line's further rows: a prompt behind output without its end
    std::span<Anchor> anchors_;
    std::size_t noted_ = 0;              // of anchors_: their rows were read
    std::size_t settled_ = 0;            // and stored
    std::uint64_t row_number_;           // of the next row that is read
    std::optional<std::size_t> cursor_;  // its place in the line, when it is there
    std::uint64_t cursor_row_ = 0;
    std::size_t cursor_col_ = 0;
};

}  // namespace

void Screen::reflow(Size size) {
    // Room for every row of the page besides the history; the limits are applied at the end.
    History next({history_.limits().rows_max + std::size_t{kMaxPageCells} * 2, SIZE_MAX},
                 history_.next_page());
    next.set_dropped(history_.dropped());
    std::vector<Anchor> anchors;
    for (const Placement& placement : layers_[0].placements()) {
        anchors.push_back({static_cast<std::uint64_t>(std::max<std::int64_t>(placement.line, 0))});
    }
    LineWrapper wrapper(next, size.cols.value, anchors, history_.dropped());
    for (std::size_t i = 0; i < history_.size(); ++i) {
        wrapper.history_row(history_.packed(i), history_.info(i));
    }
    int last_used = cursor_.row;
    for (int r = cursor_.row + 1; r < primary_.rows(); ++r) {
        last_used = used_length(primary_.used(r)) > 0 ? r : last_used;
    }
    for (int r = 0; r <= last_used; ++r) {
        std::optional<int> cursor_col;
        if (r == cursor_.row) {
            cursor_col = cursor_.col + (cursor_.wrap_pending ? 1 : 0);
        }
        wrapper.page_row(primary_.row(r), primary_.info(r), cursor_col);
    }
    wrapper.finish();
    // Below the last row that is used the distance to it stays.
    const std::uint64_t rows_read =
        history_.dropped() + history_.size() + static_cast<std::uint64_t>(last_used) + 1;
    std::vector<std::int64_t> lines;
    for (std::size_t i = 0; i < anchors.size(); ++i) {
        const bool is_below = i >= wrapper.settled();
        lines.push_back(static_cast<std::int64_t>(
            is_below ? anchors[i].row - rows_read + next.dropped() + next.size() : anchors[i].row));
    }
    layers_[0].move_to_lines(lines);

    // The page is the end of what there is now, but the cursor must be on it.
    const auto height = static_cast<std::size_t>(size.rows.value);
    const auto cursor_row = static_cast<std::size_t>(wrapper.cursor_row() - next.dropped());
    const std::size_t first = std::min(next.size() > height ? next.size() - height : 0, cursor_row);
    Grid page(size);
    while (next.size() > first) {
        const std::size_t at = next.size() - 1;
        if (at - first < height) {
            const int r = static_cast<int>(at - first);
            const HistoryRow row = next.row(at);
            std::ranges::copy(row.cells.first(std::min(row.cells.size(), page.row(r).size())),
                              page.edit(r).begin());
            page.info(r) = next.info(at);
            page.info(r).has_wide = true;  // perhaps
        }
        next.pop_newest();
    }
    next.set_limits(history_.limits());
    history_ = std::move(next);
    primary_ = std::move(page);
    cursor_.row = static_cast<int>(cursor_row - first);
    cursor_.col = std::min(wrapper.cursor_col(), size.cols.value - 1);
}

}  // namespace tessera::vt
