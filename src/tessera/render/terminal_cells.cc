#include "tessera/render/terminal_cells.h"

#include <algorithm>

#include "tessera/base/check.h"
#include "tessera/unicode/utf8.h"

namespace tessera::render {

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
    if (style.foreground.kind == vt::ColorKind::Default && look_.foreground) {
        style.foreground = *look_.foreground;
    }
    if (style.background.kind == vt::ColorKind::Default && look_.background) {
        style.background = *look_.background;
    }
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

void TerminalCells::copy(std::span<const vt::Cell> from, std::span<vt::Cell> to) {
    TESSERA_DCHECK(source_ != nullptr);
    const std::size_t n = std::min(from.size(), to.size());
    vt::StyleId source_style = 0;
    vt::StyleId target_style = style(0);
    for (std::size_t i = 0; i < n; ++i) {
        const vt::Cell cell = from[i];
        if (cell.style() != source_style) {
            source_style = cell.style();
            target_style = style(source_style);
        }
        if (cell.is_cluster()) [[unlikely]] {
            const std::uint32_t index = cluster(cell.cluster_index());
            to[i] = index != 0
                        ? vt::Cell::cluster(index, target_style, cell.kind())
                        : vt::Cell::character(unicode::kReplacement, target_style, cell.kind());
        } else if (cell.code_point() == U' ' || cell.kind() == vt::CellKind::WrapSpacer) {
            to[i] = vt::Cell::blank(target_style);
        } else {
            to[i] = cell;
            to[i].set_style(target_style);
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
