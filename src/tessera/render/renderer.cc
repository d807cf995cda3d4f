#include "tessera/render/renderer.h"

#include <algorithm>
#include <cstring>

#include "tessera/render/renderer_detail.h"

namespace tessera::render {

namespace {

/// Changed rows from which on it is worth looking whether they moved.
constexpr int kScrollWorth = 3;
/// Output longer than this is drawn as one: between synchronized-update marks, or with the cursor
/// hidden. A key's echo is shorter.
constexpr std::size_t kAtomicBytes = 64;

bool equal(std::span<const vt::Cell> a, std::span<const vt::Cell> b) {
    return std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

/// Source: xterm ctlseqs, OSC 12 and 112; colours as XParseColor takes them.
void color_cursor(vt::Color color, std::string& out) {
    if (color.kind != vt::ColorKind::Rgb) {
        out += "\x1b]112\x1b\\";
        return;
    }
    constexpr std::string_view kHex = "0123456789abcdef";
    out += "\x1b]12;#";
    for (const unsigned part : {color.r, color.g, color.b}) {
        out += kHex[part >> 4U];
        out += kHex[part & 15U];
    }
    out += "\x1b\\";
}

}  // namespace

std::span<vt::Cell> Renderer::held_row(int row) {
    const auto cols = static_cast<std::size_t>(held_size_.cols.value);
    return std::span(held_).subspan(static_cast<std::size_t>(row) * cols, cols);
}

Renderer::Cells Renderer::next_row(const Frame& next, int row) const {
    if (!counts_differently_) {
        return next.row(Row(row));
    }
    const auto cols = static_cast<std::size_t>(next.size().cols.value);
    return std::span(fitted_).subspan(static_cast<std::size_t>(row) * cols, cols);
}

/// The rows of `next` as this terminal can hold them. Those that are as they were in the frame
/// before keep what they became.
void Renderer::fit(const Frame& next) {
    const auto cols = static_cast<std::size_t>(next.size().cols.value);
    const int rows = next.size().rows.value;
    const bool is_anew = tables_ != next.tables() || held_size_ != next.size();
    unfitted_.resize(static_cast<std::size_t>(rows) * cols);
    fitted_.resize(unfitted_.size());
    for (int r = 0; r < rows; ++r) {
        const auto start = static_cast<std::size_t>(r) * cols;
        const std::span before = std::span(unfitted_).subspan(start, cols);
        const Cells now = next.row(Row(r));
        if (is_anew || !equal(before, now)) {
            std::ranges::copy(now, before.begin());
            fit_row(now, capabilities_.widths, *next.tables(),
                    std::span(fitted_).subspan(start, cols));
        }
    }
}

/// The client's cells there are unknown: no cell of a frame has this content.
void Renderer::spoil(Rect cells) {
    const Rect whole{Row(0), Col(0), held_size_.rows, held_size_.cols};
    for (Row r = std::max(cells.row, Row(0)); r < std::min(cells.row_end(), whole.row_end()); ++r) {
        const std::span<vt::Cell> row = held_row(r.value);
        for (Col c = std::max(cells.col, Col(0)); c < std::min(cells.col_end(), whole.col_end());
             ++c) {
            row[static_cast<std::size_t>(c.value)] = vt::Cell::from_raw(~0U, 0);
        }
    }
    digests_known_ = false;
}

void Renderer::move_to(int row, int col, std::string& out) {
    if (at_row_ == row && at_col_ == col) {
        return;
    }
    if (at_row_ == row && col == 0) {
        out += '\r';
    } else if (at_row_ == row && at_col_ && col == *at_col_ - 1) {
        out += '\b';
    } else if (at_row_ == row && at_col_ && col > *at_col_) {
        csi(out, col - *at_col_, 'C');
    } else if (at_row_ == row && capabilities_.column_address == Feature::Yes) {
        csi(out, col + 1, 'G');
    } else if (at_row_ && row == *at_row_ + 1 && col == 0) {
        out += "\r\n";
    } else if (at_row_ && at_col_ == col && row == *at_row_ + 1) {
        out += '\n';
    } else if (col == 0) {
        csi(out, row + 1, 'H');
    } else {
        out += "\x1b[";
        number(out, row + 1);
        out += ';';
        number(out, col + 1);
        out += 'H';
    }
    at_row_ = row;
    at_col_ = col;
}

/// Moves rows that the client has already, when that is cheaper.
void Renderer::scroll(const Frame& next, std::string& out) {
    const int rows = next.size().rows.value;
    int changed = 0;
    for (int r = 0; r < rows && changed < kScrollWorth; ++r) {
        changed += equal(held_row(r), next_row(next, r)) ? 0 : 1;
    }
    if (changed == 0) {
        return;
    }
    // Pictures: whether they would scroll too is not the same everywhere.
    const bool has_pictures = images_ && (images_->shows_any() || !next.images.empty());
    if (changed < kScrollWorth || capabilities_.scroll_regions == Feature::No || has_pictures) {
        digests_known_ = false;
        return;
    }
    const auto update = [](std::vector<RowDigest>& digests, int count, auto row) {
        digests.clear();
        for (int r = 0; r < count; ++r) {
            digests.push_back(digest(row(r)));
        }
    };
    if (!digests_known_) {
        update(held_digests_, rows, [&](int r) { return held_row(r); });
    }
    update(next_digests_, rows, [&](int r) { return next_row(next, r); });
    const std::optional<Scroll> found = find_scroll(held_digests_, next_digests_);
    std::swap(held_digests_, next_digests_);
    digests_known_ = true;
    if (found) {
        scroll_by(*found, out);
    }
}

void Renderer::scroll_by(const Scroll& s, std::string& out) {
    pen_.set_for_blank(0, out);
    const bool whole = s.top == 0 && s.bottom == held_size_.rows.value;
    if (!whole) {
        out += "\x1b[";
        number(out, s.top + 1);
        out += ';';
        number(out, s.bottom);
        out += 'r';
    }
    if (capabilities_.scroll_counts == Feature::Yes) {
        csi(out, std::abs(s.count), s.count > 0 ? 'S' : 'T');
    } else {
        at_row_.reset();
        move_to(s.count > 0 ? s.bottom - 1 : s.top, 0, out);
        for (int n = std::abs(s.count); n > 0; --n) {
            out += s.count > 0 ? "\n" : "\x1bM";
        }
    }
    if (!whole) {
        out += "\x1b[r";
        at_row_ = 0;
        at_col_ = 0;
    }
    const auto cols = held_size_.cols.value;
    const auto first = held_.begin() + static_cast<std::ptrdiff_t>(s.top) * cols;
    const auto last = held_.begin() + static_cast<std::ptrdiff_t>(s.bottom) * cols;
    const auto moved = static_cast<std::ptrdiff_t>(std::abs(s.count)) * cols;
    if (s.count > 0) {
        std::fill(std::move(first + moved, last, first), last, vt::Cell());
    } else {
        std::fill(first, std::move_backward(first, last - moved, last), vt::Cell());
    }
}

void Renderer::start_over(const Frame& next, std::string& out) {
    known_ = false;
    digests_known_ = false;
    held_size_ = next.size();
    held_.assign(static_cast<std::size_t>(held_size_.rows.value) *
                     static_cast<std::size_t>(held_size_.cols.value),
                 vt::Cell());
    tables_ = next.tables();
    pen_.forget(tables_.get());
    at_row_.reset();
    at_col_.reset();
    out += "\x1b[?25l\x1b[r";
    if (images_) {
        images_->start_over(out);
    }
    shape_.reset();
    cursor_visible_ = false;
}

void Renderer::draw_cursor(const FrameCursor& cursor, std::string& out) {
    if (cursor.visible) {
        move_to(cursor.at.row.value, cursor.at.col.value, out);
        if (shape_ != cursor.shape) {
            shape_ = cursor.shape;
            out += "\x1b[";
            number(out, static_cast<int>(cursor.shape));
            out += " q";
        }
        if (capabilities_.cursor_color == Feature::Yes && cursor_color_ != cursor.color) {
            cursor_color_ = cursor.color;
            color_cursor(cursor.color, out);
        }
    }
    if (cursor.visible != cursor_visible_) {
        cursor_visible_ = cursor.visible;
        out += cursor.visible ? "\x1b[?25h" : "\x1b[?25l";
    }
}

void Renderer::draw_rows(const Frame& next, std::string& out) {
    for (int row = 0; row < next.size().rows.value; ++row) {
        if (!known_ || !equal(held_row(row), next_row(next, row))) {
            draw_row(next, row, out);
        }
    }
}

void Renderer::draw_images(const Frame& next, std::string& out) {
    known_ = true;
    bool has_spoilt = false;
    const std::size_t before = out.size();
    images_->after_cells(
        next.images, touched_,
        [&](Point at) {
            at_row_.reset();  // a picture leaves the cursor anywhere
            at_col_.reset();
            move_to(at.row.value, at.col.value, out);
        },
        [&](Rect cells) {
            has_spoilt = true;
            for (Row r = cells.row; r < cells.row_end(); ++r) {
                const Cells row = next_row(next, r.value);
                for (Col c = cells.col; c < cells.col_end(); ++c) {
                    if (!is_blank(row[static_cast<std::size_t>(c.value)])) {
                        spoil({r, c, Rows(1), Cols(1)});
                    }
                }
            }
        },
        out);
    if (out.size() != before) {
        at_row_.reset();
        at_col_.reset();
    }
    if (has_spoilt) {
        draw_rows(next, out);
    }
}

void Renderer::render(const Frame& next, std::string& out) {
    const std::size_t start = out.size();
    if (counts_differently_) {
        fit(next);
    }
    if (!known_ || held_size_ != next.size() || tables_ != next.tables()) {
        start_over(next, out);
    } else {
        scroll(next, out);
    }
    if (images_) {
        touched_.reset(next.size().rows);
        images_->before_cells(next.images, [this](Rect cells) { spoil(cells); });
    }
    draw_rows(next, out);
    if (images_) {
        draw_images(next, out);
    }
    const bool drawn = out.size() - start > kAtomicBytes;
    const bool sync = capabilities_.synchronized_output == Feature::Yes;
    if (drawn && !sync && cursor_visible_) {
        out.insert(start, "\x1b[?25l");
        cursor_visible_ = false;
    }
    draw_cursor(next.cursor, out);
    if (drawn && sync) {
        out.insert(start, "\x1b[?2026h");
        out += "\x1b[?2026l";
    }
    known_ = true;
}

}  // namespace tessera::render
