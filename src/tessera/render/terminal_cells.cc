#include "tessera/render/terminal_cells.h"

#include <algorithm>

#include "tessera/base/check.h"
#include "tessera/unicode/utf8.h"
#include "tessera/vt/graphics/placeholder.h"

namespace tessera::render {

namespace {

/// `color` of a cell, where the program has set another for the default one, or else the user.
vt::Color shown(vt::Color color, const vt::Palette& palette, vt::Color by_program,
                const std::optional<vt::Color>& by_user) {
    if (color.kind != vt::ColorKind::Default) {
        return palette.of(color);
    }
    return by_program.kind != vt::ColorKind::Default ? by_program : by_user.value_or(color);
}

}  // namespace

void TerminalCells::begin(const vt::Screen& screen, Frame& frame, const Look& look) {
    source_ = &screen.tables();
    frame_ = &frame;
    if (tables_ != frame.tables() || !(look_ == look)) {
        tables_ = frame.tables();
        look_ = look;
        styles_.clear();
        clusters_.clear();
    }
}

vt::StyleId TerminalCells::translate(const vt::Style& source) {
    vt::Style style = source;
    style.attrs = style.attrs & ~vt::Attr::Protected;
    if (style.link != 0) {
        style.link = frame_->intern_link(source_->links[style.link]);
    }
    if (look_.reversed) {
        style.attrs = vt::has(style.attrs, vt::Attr::Reverse) ? style.attrs & ~vt::Attr::Reverse
                                                              : style.attrs | vt::Attr::Reverse;
    }
    const vt::Palette& palette = look_.palette;
    style.foreground = shown(style.foreground, palette, palette.foreground, look_.foreground);
    style.background = shown(style.background, palette, palette.background, look_.background);
    style.underline_color = palette.of(style.underline_color);
    return frame_->intern(style);
}

vt::StyleId TerminalCells::style(vt::StyleId id) {
    const vt::Style& source = source_->styles[id];
    if (source.link != 0) {
        return translate(source);  // the number of a link may have got another meaning: not cached
    }
    if (id >= styles_.size()) {
        styles_.resize(std::max<std::size_t>(id + 1, source_->styles.size()));
    }
    StyleEntry& entry = styles_[id];
    if (!entry.known || entry.source != source) {
        entry = {source, translate(source), true};
    }
    return entry.target;
}

std::uint32_t TerminalCells::cluster(std::uint32_t index) {
    const std::u32string& source = source_->clusters[index];
    if (index >= clusters_.size()) {
        clusters_.resize(std::max<std::size_t>(index + 1, source_->clusters.size()));
    }
    ClusterEntry& entry = clusters_[index];
    if (entry.target == 0 || entry.source != source) {
        entry = {source, frame_->intern_cluster(source)};
    }
    return entry.target;
}

vt::Cell TerminalCells::translate(vt::Cell cell, vt::StyleId style) {
    if (!cell.is_cluster() ||
        source_->clusters[cell.cluster_index()].starts_with(vt::kPlaceholder)) {
        return vt::Cell::blank(style);  // a picture stands there
    }
    const std::uint32_t index = cluster(cell.cluster_index());
    return index != 0 ? vt::Cell::cluster(index, style, cell.kind())
                      : vt::Cell::character(unicode::kReplacement, style, cell.kind());
}

void TerminalCells::copy(std::span<const vt::Cell> from, std::span<vt::Cell> to) {
    TESSERA_DCHECK(source_ != nullptr);
    const std::size_t n = std::min(from.size(), to.size());
    const vt::Cell* source = from.data();
    const vt::Cell* const end = source + n;
    vt::Cell* target = to.data();
    while (source != end) {
        // A run of cells in one style; bare pointers because this runs for every cell on show.
        const vt::StyleId source_style = source->style();
        const vt::StyleId target_style = style(source_style);
        for (; source != end && source->style() == source_style; ++source, ++target) {
            const vt::Cell cell = *source;
            if (cell.is_cluster() || cell.kind() == vt::CellKind::WrapSpacer) [[unlikely]] {
                *target = translate(cell, target_style);
            } else if (cell.code_point() == U' ' || cell.code_point() == vt::kPlaceholder) {
                *target = vt::Cell::blank(target_style);
            } else {
                *target = cell;
                target->set_style(target_style);
            }
        }
    }
    if (n > 0 && to[0].kind() == vt::CellKind::WideTail) {
        to[0] = vt::Cell::blank(to[0].style());
    }
    if (n > 0 && n < from.size() && to[n - 1].kind() == vt::CellKind::WideHead) {
        to[n - 1] = vt::Cell::blank(to[n - 1].style());
    }
    if (n < to.size()) {
        std::ranges::fill(to.subspan(n), vt::Cell::blank(style(0)));
    }
}

}  // namespace tessera::render
