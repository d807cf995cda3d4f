// Compositor: pictures of the panes' terminals. Each is cut to its pane and to what no pane above
// covers; terminals without pictures get half blocks.

#include <algorithm>
#include <array>

#include "tessera/ui/compose.h"
#include "tessera/ui/compose_detail.h"

namespace tessera::ui {

using detail::is_above;
using detail::is_waiting;
using detail::rows_back;

namespace {

/// Pieces of pictures in one frame; further ones are left out. A screen full of panes full of icons
/// has some hundred.
constexpr std::size_t kMaxFrameImages = 2048;
/// Pixels a side that are looked at for the colour of half a cell.
constexpr int kSamples = 4;

Rect intersection(const Rect& a, const Rect& b) {
    const Row top = std::max(a.row, b.row);
    const Col left = std::max(a.col, b.col);
    const Row bottom = std::min(a.row_end(), b.row_end());
    const Col right = std::min(a.col_end(), b.col_end());
    return {top, left, Rows(std::max(0, bottom.value - top.value)),
            Cols(std::max(0, right.value - left.value))};
}

bool is_empty(const Rect& rect) {
    return rect.rows.value <= 0 || rect.cols.value <= 0;
}

Rect from_edges(Row top, Col left, Row bottom, Col right) {
    return {top, left, Rows(bottom.value - top.value), Cols(right.value - left.value)};
}

/// What of `pieces` lies outside `cover`.
std::vector<Rect> without(const std::vector<Rect>& pieces, const Rect& cover) {
    std::vector<Rect> out;
    for (const Rect& piece : pieces) {
        const Rect hidden = intersection(piece, cover);
        if (is_empty(hidden)) {
            out.push_back(piece);
            continue;
        }
        for (const Rect& rest :
             {from_edges(piece.row, piece.col, hidden.row, piece.col_end()),
              from_edges(hidden.row, piece.col, hidden.row_end(), hidden.col),
              from_edges(hidden.row, hidden.col_end(), hidden.row_end(), piece.col_end()),
              from_edges(hidden.row_end(), piece.col, piece.row_end(), piece.col_end())}) {
            if (!is_empty(rest)) {
                out.push_back(rest);
            }
        }
    }
    return out;
}

/// Where on the frame `rect` of pane `index` shows.
std::vector<Rect> uncovered(const Scene& scene, std::size_t index, const Rect& rect) {
    const Rect frame{Row(0), Col(0), scene.size.rows, scene.size.cols};
    const Rect shown = intersection(intersection(rect, scene.panes[index].content), frame);
    std::vector<Rect> pieces;
    if (!is_empty(shown)) {
        pieces.push_back(shown);
    }
    for (std::size_t other = 0; other < scene.panes.size() && !pieces.empty(); ++other) {
        if (is_above(scene, other, index)) {
            pieces = without(pieces, scene.panes[other].outer);
        }
    }
    return pieces;
}

/// The mean colour of some pixels of cell (row, col) of `image`, in its upper or lower half;
/// nothing where it is transparent.
std::optional<vt::Color> color_at(const vt::Pixels& pixels, const vt::ImagePart& part, Point at,
                                  int half) {
    // Samples of a grid over the half cell: where they are in the box, then in the picture.
    const vt::PixelRect& box = part.box;
    std::array<int, 3> sum{};
    int count = 0;
    for (int i = 0; i < kSamples * kSamples; ++i) {
        const std::int64_t across = at.col.value * kSamples + i % kSamples;
        const std::int64_t down = (at.row.value * 2 + half) * kSamples + i / kSamples;
        const std::int64_t in_box_x = across * part.cell.cols.value - box.x * kSamples;
        const std::int64_t in_box_y = down * part.cell.rows.value - box.y * 2 * kSamples;
        if (in_box_x < 0 || in_box_x >= box.width * kSamples || in_box_y < 0 ||
            in_box_y >= box.height * 2 * kSamples) {
            continue;  // the picture begins or ends within the cell
        }
        const auto x = static_cast<int>(in_box_x * part.source.width / (box.width * kSamples));
        const auto y =
            static_cast<int>(in_box_y * part.source.height / (box.height * 2 * kSamples));
        const std::size_t pixel =
            (static_cast<std::size_t>(part.source.y + y) * static_cast<std::size_t>(pixels.width) +
             static_cast<std::size_t>(part.source.x + x)) *
            4;
        if (pixels.rgba[pixel + 3] >= 128) {
            for (std::size_t c = 0; c < 3; ++c) {
                sum[c] += pixels.rgba[pixel + c];
            }
            ++count;
        }
    }
    if (count == 0) {
        return std::nullopt;
    }
    const auto mean = [&](std::size_t c) { return static_cast<std::uint8_t>(sum[c] / count); };
    return vt::Color::rgb(mean(0), mean(1), mean(2));
}

void draw_blocks(render::Frame& frame, const render::FrameImage& image) {
    const Rect& cells = image.part.cells;
    for (Row r = cells.row; r < cells.row_end(); ++r) {
        for (Col c = cells.col; c < cells.col_end(); ++c) {
            const vt::Cell under = frame.row(r)[static_cast<std::size_t>(c.value)];
            if (image.part.z < 0 && !(under.is_empty() && under.kind() == vt::CellKind::Narrow)) {
                continue;  // text lies over it
            }
            const Point within{Row(r.value - cells.row.value), Col(c.value - cells.col.value)};
            const auto upper = color_at(*image.pixels, image.part, within, 0);
            const auto lower = color_at(*image.pixels, image.part, within, 1);
            if (!upper && !lower) {
                continue;
            }
            vt::Style style{.background = frame.style(under.style()).background};
            style.foreground = upper ? *upper : *lower;
            if (upper && lower) {
                style.background = *lower;
            }
            frame.put({r, c}, upper ? "\u2580" : "\u2584", 1, style);
        }
    }
}

/// What of `image` in pane `index`, whose part lies on the pane's page, shows on the frame.
void add_pieces(const Scene& scene, std::size_t index, const render::FrameImage& image,
                std::vector<render::FrameImage>& images) {
    const Rect& content = scene.panes[index].content;
    Rect on_frame = image.part.cells;
    on_frame.row += content.row;
    on_frame.col += content.col;
    for (const Rect& piece : uncovered(scene, index, on_frame)) {
        if (images.size() >= kMaxFrameImages) {
            return;
        }
        Rect within = piece;
        within.row -= content.row;
        within.col -= content.col;
        render::FrameImage shown{image.pixels, vt::crop(image.part, within)};
        if (!shown.part.is_empty()) {
            shown.part.cells.row += content.row;
            shown.part.cells.col += content.col;
            images.push_back(std::move(shown));
        }
    }
}

}  // namespace

std::vector<render::FrameImage> Compositor::images_of(const Scene& scene) const {
    std::vector<render::FrameImage> images;
    for (std::size_t i = 0; i < scene.panes.size(); ++i) {
        const ScenePane& pane = scene.panes[i];
        if (pane.view.terminal == nullptr || pane.view.panel || is_waiting(pane)) {
            continue;
        }
        for (const vt::ImagePart& part : pane.view.terminal->image_parts(rows_back(pane))) {
            const vt::SharedPixels pixels = pane.view.terminal->image(part.image);
            if (!pixels) {
                continue;
            }
            add_pieces(scene, i, {pixels, part}, images);
        }
    }
    return images;
}

void Compositor::place_images(const Scene& scene) {
    frame_.images = images_of(scene);
    has_blocks_ = scene.images == Images::Blocks && !frame_.images.empty();
    if (has_blocks_) {
        for (const render::FrameImage& image : frame_.images) {
            draw_blocks(frame_, image);
        }
        frame_.images.clear();
    }
}

}  // namespace tessera::ui
