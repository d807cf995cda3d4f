// Screen: the side tables: styles of the pen and of blanks, links, and taking back what no cell
// uses.

#include <algorithm>

#include "tessera/vt/screen/screen.h"

namespace tessera::vt {

StyleId Screen::intern(const Style& style) {
    if (style == Style{}) {
        return 0;
    }
    StyleId id = tables_.styles.intern(style);
    if (id == 0 && tables_.styles.is_full()) {
        sweep_tables();
        id = tables_.styles.intern(style);
    }
    return id;
}

void Screen::set_pen(const Style& pen) {
    if (pen != cursor_.pen) {
        cursor_.pen = pen;
        cursor_.pen_id = intern(pen);
    }
}

Cell Screen::blank() {
    if (cursor_.pen.background == Color{}) {
        return {};
    }
    return Cell::blank(intern(Style{.background = cursor_.pen.background}));
}

LinkId Screen::link(std::string_view id, std::string_view uri) {
    if (uri.empty() || uri.size() > kMaxUriBytes || id.size() > kMaxUriBytes) {
        return 0;
    }
    const Link link{std::string(id), std::string(uri)};
    LinkId number = tables_.links.intern(link);
    if (number == 0) {
        sweep_tables();
        sweep_links();
        number = tables_.links.intern(link);
    }
    return number;
}

void Screen::mark_used(std::vector<bool>& styles, std::vector<bool>& clusters) const {
    for (const Grid* grid : {&primary_, &alternate_}) {
        for (int r = 0; r < grid->rows(); ++r) {
            for (const Cell cell : grid->used(r)) {
                styles[cell.style()] = true;
                if (cell.is_cluster()) {
                    clusters[cell.cluster_index()] = true;
                }
            }
        }
    }
    for (std::size_t i = 0; i < history_.size(); ++i) {
        const PackedRow row = history_.packed(i);
        for (std::size_t r = 0; r < row.runs; ++r) {
            styles[style_run(row, r).style] = true;
        }
        for (std::size_t n = 0; row.width == CellWidth::Word && n < row.cells; ++n) {
            if (const Cell cell = packed_cell(row, n); cell.is_cluster()) {
                clusters[cell.cluster_index()] = true;
            }
        }
    }
    styles[cursor_.pen_id] = true;
    styles[saved_[0].pen_id] = true;
    styles[saved_[1].pen_id] = true;
}

/// Reads every row. When that frees little, the next sweep waits until as many were asked for as
/// there are rows: no output can make us read the history for each of its bytes.
void Screen::sweep_tables() {
    if (sweep_debt_ > 0) {
        --sweep_debt_;
        return;
    }
    std::vector<bool> styles(tables_.styles.size());
    std::vector<bool> clusters(tables_.clusters.size());
    mark_used(styles, clusters);
    const auto unused = [](const std::vector<bool>& used) {
        return static_cast<std::size_t>(std::ranges::count(used, false));
    };
    const std::size_t freed = unused(styles) + unused(clusters);
    tables_.styles.sweep(styles);
    tables_.clusters.sweep(clusters);
    std::ranges::fill(joins_, JoinStep{});  // in place: learn_join() holds one of them
    ++sweeps_;
    constexpr std::size_t kWorthIt = kMaxStyles / 8;
    sweep_debt_ = freed >= kWorthIt ? 0 : history_.size() + static_cast<std::size_t>(rows());
}

void Screen::sweep_links() {
    std::vector<bool> links(tables_.links.size());
    for (std::uint32_t n = 0; n < tables_.styles.size(); ++n) {
        const LinkId link = tables_.styles[n].link;
        if (link < links.size()) {
            links[link] = true;
        }
    }
    tables_.links.sweep(links);
}

}  // namespace tessera::vt
