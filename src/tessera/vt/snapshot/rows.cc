#include "tessera/vt/snapshot/rows.h"

#include <algorithm>

namespace tessera::vt::snapshot {

namespace {

/// Bits of a row's first number.
constexpr std::uint64_t kWrapped = 1;
constexpr std::uint64_t kHasWide = 2;
constexpr unsigned kMarkShift = 2;
constexpr unsigned kLineShift = 4;
constexpr std::uint64_t kMaxRowBits = 63;

/// Cell tokens below this are narrow characters of ASCII, 0 is an empty cell; above it
/// (value << 4 | cluster << 3 | shape) + kPlain.
constexpr std::uint64_t kPlain = 0x80;
constexpr std::uint64_t kCluster = 8;
/// Shapes 0 to 3 are those of CellKind; this one is a wide head and the tail that follows it.
constexpr std::uint64_t kPair = 4;
/// The value is the tag of an image's cells.
constexpr std::uint64_t kImage = 5;
constexpr std::uint64_t kMaxCodePoint = 0x10ffff;

}  // namespace

std::uint32_t RowWriter::renumber(Numbers& numbers, std::vector<std::uint32_t>& order,
                                  std::uint32_t id) {
    if (id == 0) {
        return 0;
    }
    const auto [at, is_new] = numbers.try_emplace(id, static_cast<std::uint32_t>(order.size() + 1));
    if (is_new) {
        order.push_back(id);
    }
    return at->second;
}

std::uint64_t RowWriter::link(LinkId id) {
    return renumber(links_, link_order_, id);
}

/// Writes the first cell, with its tail when it is a whole wide character; returns cells written.
std::size_t RowWriter::token(Writer& out, std::span<const Cell> cells) {
    const Cell cell = cells.front();
    if (cell.is_image()) {
        out.number((std::uint64_t{cell.image_tag()} << 4U | kImage) + kPlain);
        return 1;
    }
    if (!cell.is_cluster() && cell.kind() == CellKind::Narrow && cell.code_point() < kPlain) {
        out.number(cell.code_point());
        return 1;
    }
    const bool pair = cell.kind() == CellKind::WideHead && cells.size() > 1 &&
                      cells[1] == Cell::character(0, cell.style(), CellKind::WideTail);
    const std::uint64_t value = cell.is_cluster()
                                    ? renumber(clusters_, cluster_order_, cell.cluster_index())
                                    : static_cast<std::uint64_t>(cell.code_point());
    const std::uint64_t shape = pair ? kPair : static_cast<std::uint64_t>(cell.kind());
    out.number((value << 4U | (cell.is_cluster() ? kCluster : 0) | shape) + kPlain);
    return pair ? 2 : 1;
}

void RowWriter::row(Writer& out, std::span<const Cell> cells, const RowInfo& info) {
    while (!cells.empty() && cells.back() == Cell()) {
        cells = cells.first(cells.size() - 1);
    }
    out.number((info.wrapped ? kWrapped : 0) | (info.has_wide ? kHasWide : 0) |
               static_cast<std::uint64_t>(info.mark) << kMarkShift |
               static_cast<std::uint64_t>(info.line) << kLineShift);
    out.number(cells.size());
    while (!cells.empty()) {
        const StyleId style = cells.front().style();
        const auto end =
            std::ranges::find_if(cells, [&](Cell cell) { return cell.style() != style; });
        auto run = cells.first(static_cast<std::size_t>(end - cells.begin()));
        cells = cells.subspan(run.size());
        out.number(renumber(styles_, style_order_, style));
        out.number(run.size());
        while (!run.empty()) {
            run = run.subspan(token(out, run));
        }
    }
}

std::string RowWriter::tables() {
    Writer styles;
    styles.number(style_order_.size());
    for (const std::uint32_t id : style_order_) {
        const Style& style = tables_.styles[id];
        style_fields(Save{styles}, style);
        styles.number(link(style.link));
    }
    Writer out;
    out.number(link_order_.size());
    for (const std::uint32_t id : link_order_) {
        out.text(tables_.links[id].id);
        out.text(tables_.links[id].uri);
    }
    Writer clusters;
    clusters.number(cluster_order_.size());
    for (const std::uint32_t id : cluster_order_) {
        clusters.number(tables_.clusters[id].size());
        for (const char32_t c : tables_.clusters[id]) {
            clusters.number(c);
        }
    }
    return out.bytes() + styles.bytes() + clusters.bytes();
}

bool RowReader::read_tables(std::string_view bytes) {
    Reader in(bytes);
    for (std::uint64_t n = in.number(kMaxLinks); n > 0 && !in.failed(); --n) {
        Link link;
        link.id = in.text(kMaxUriBytes);
        link.uri = in.text(kMaxUriBytes);
        links_.push_back(tables_.links.intern(link));
    }
    for (std::uint64_t n = in.number(kMaxStyles); n > 0 && !in.failed(); --n) {
        Style style;
        style_fields(Load{in}, style);
        style.link = link(in.number(kMaxLinks));
        styles_.push_back(tables_.styles.intern(style));
    }
    for (std::uint64_t n = in.number(kMaxClusters); n > 0 && !in.failed(); --n) {
        std::u32string cluster;
        for (std::uint64_t left = in.number(kMaxClusterCodePoints); left > 0; --left) {
            cluster += static_cast<char32_t>(in.number(kMaxCodePoint));
        }
        clusters_.push_back(tables_.clusters.intern(cluster));
    }
    return !in.failed();
}

void RowReader::token(Reader& in, std::uint32_t style, std::size_t cols) {
    std::uint64_t value = in.number(((kMaxCodePoint << 4U) | 15U) + kPlain);
    if (value < kPlain) {
        cells_.push_back(Cell::character(static_cast<char32_t>(value), style, CellKind::Narrow));
        return;
    }
    value -= kPlain;
    const std::uint64_t shape = value & 7U;
    const bool cluster = (value & kCluster) != 0;
    value >>= 4U;
    if (shape == kImage && !cluster && value < kImageTags) {
        cells_.push_back(Cell::image(static_cast<std::uint32_t>(value), style));
        return;
    }
    if (shape > kPair || (cluster && value >= clusters_.size()) ||
        (shape == kPair && cells_.size() + 2 > cols)) {
        in.fail();
        return;
    }
    const CellKind kind = shape == kPair ? CellKind::WideHead : static_cast<CellKind>(shape);
    cells_.push_back(cluster ? Cell::cluster(clusters_[value], style, kind)
                             : Cell::character(static_cast<char32_t>(value), style, kind));
    if (shape == kPair) {
        cells_.push_back(Cell::character(0, style, CellKind::WideTail));
    }
}

std::span<const Cell> RowReader::row(Reader& in, std::size_t cols, RowInfo& info) {
    cells_.clear();
    const std::uint64_t bits = in.number(kMaxRowBits);
    info.wrapped = (bits & kWrapped) != 0;
    info.has_wide = (bits & kHasWide) != 0;
    info.mark = static_cast<RowMark>(bits >> kMarkShift & 3U);
    info.line = static_cast<LineSize>(bits >> kLineShift);
    const std::size_t length = in.number(cols);
    while (cells_.size() < length && !in.failed()) {
        const std::uint64_t number = in.number(styles_.size() - 1);
        const std::uint32_t style = in.failed() ? 0 : styles_[number];
        const std::size_t end = cells_.size() + in.number(length - cells_.size());
        if (end == cells_.size()) {
            in.fail();
        }
        while (cells_.size() < end && !in.failed()) {
            token(in, style, cols);
        }
    }
    return cells_;
}

}  // namespace tessera::vt::snapshot
