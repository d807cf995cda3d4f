#pragma once
// Rows of cells as bytes. Styles, clusters and links are numbered anew in the order of their first
// use, so a snapshot holds only those that are used. Format: docs/formats/terminal-snapshot.md.
// Threads: one.

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "tessera/vt/screen/grid.h"
#include "tessera/vt/screen/tables.h"
#include "tessera/vt/snapshot/bytes.h"

namespace tessera::vt::snapshot {

/// Collects rows; `tables()` must be written before the rows for a reader.
class RowWriter {
public:
    explicit RowWriter(const SideTables& tables) : tables_(tables) {}

    /// Trailing blanks are left out.
    void row(Writer& out, std::span<const Cell> cells, const RowInfo& info);
    [[nodiscard]] std::uint64_t link(LinkId id);
    /// Links, styles and clusters used so far.
    [[nodiscard]] std::string tables();

private:
    using Numbers = std::unordered_map<std::uint32_t, std::uint32_t>;
    [[nodiscard]] static std::uint32_t renumber(Numbers& numbers, std::vector<std::uint32_t>& order,
                                                std::uint32_t id);
    [[nodiscard]] std::size_t token(Writer& out, std::span<const Cell> cells);

    const SideTables& tables_;
    Numbers styles_, clusters_, links_;
    std::vector<std::uint32_t> style_order_, cluster_order_, link_order_;
};

class RowReader {
public:
    explicit RowReader(SideTables& tables) : tables_(tables) {}

    /// False when the bytes do not fit.
    [[nodiscard]] bool read_tables(std::string_view bytes);
    /// The cells of a row up to its last one that is not blank, at most `cols`; valid until the
    /// next row. After a failure: what was read so far.
    [[nodiscard]] std::span<const Cell> row(Reader& in, std::size_t cols, RowInfo& info);
    [[nodiscard]] LinkId link(std::uint64_t number) const {
        return number < links_.size() ? links_[number] : 0;
    }

private:
    void token(Reader& in, std::uint32_t style, std::size_t cols);

    SideTables& tables_;
    std::vector<std::uint32_t> styles_{0}, clusters_{0}, links_{0};  // number here -> in the table
    std::vector<Cell> cells_;
};

/// The fields of a style but its link, in both directions.
template <class Io, class S>
void style_fields(const Io& io, S& style) {
    for (auto* color : {&style.foreground, &style.background, &style.underline_color}) {
        io(color->kind, static_cast<std::uint64_t>(ColorKind::Rgb));
        io(color->r, 255);
        io(color->g, 255);
        io(color->b, 255);
    }
    io(style.attrs, 0x1ff);
    io(style.underline, static_cast<std::uint64_t>(Underline::Dashed));
    io(style.font, 9);
    io(style.script, static_cast<std::uint64_t>(Script::Lowered));
}

}  // namespace tessera::vt::snapshot
