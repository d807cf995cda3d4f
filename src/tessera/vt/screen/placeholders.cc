// Screen: images where placeholder characters stand. Source: kitty graphics protocol, "Unicode
// placeholders".

#include <algorithm>
#include <string>

#include "tessera/vt/graphics/placeholder.h"
#include "tessera/vt/screen/screen.h"

namespace tessera::vt {

namespace {

/// Cells that show cells of a placement, in the same order.
struct Patch {
    const Placement* placement;
    int row;  // of the placement
    int col;
    Rect cells;

    [[nodiscard]] bool goes_on_right(const Patch& with) const {
        return placement == with.placement && row == with.row && col + cells.cols.value == with.col;
    }
    [[nodiscard]] bool goes_on_below(const Patch& with) const {
        return placement == with.placement && row + cells.rows.value == with.row &&
               col == with.col && cells.row_end() == with.cells.row &&
               cells.col == with.cells.col && cells.cols == with.cells.cols;
    }
};

/// How far back a patch is looked for that goes on below: pictures beside each other.
constexpr std::size_t kPatchesLookedAt = 16;

void add_patch(const Patch& patch, std::vector<Patch>& patches) {
    const std::size_t seen = std::min(patches.size(), kPatchesLookedAt);
    for (auto at = patches.end() - static_cast<std::ptrdiff_t>(seen); at != patches.end(); ++at) {
        if (at->goes_on_below(patch)) {
            ++at->cells.rows.value;
            return;
        }
    }
    if (patches.size() < kMaxPlacements) {
        patches.push_back(patch);
    }
}

const Placement* find_placement(std::span<const Placement> placements, const Placeholder& holder) {
    const auto found = std::ranges::find_if(placements, [&](const Placement& p) {
        return p.kitty_image == holder.image &&
               (holder.placement == 0 || p.kitty_id == holder.placement) && holder.row < p.rows &&
               holder.col < p.cols;
    });
    return found == placements.end() ? nullptr : &*found;
}

class RowOfPlaceholders {
public:
    RowOfPlaceholders(const SideTables& tables, std::span<const Placement> placements, int row)
        : tables_(tables), placements_(placements), row_(row) {}

    void read(std::span<const Cell> cells, std::vector<Patch>& patches) {
        std::optional<Patch> open;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const std::optional<Patch> next = patch_of(cells[c], static_cast<int>(c));
            if (open && next && open->goes_on_right(*next)) {
                ++open->cells.cols.value;
                continue;
            }
            if (open) {
                add_patch(*open, patches);
            }
            open = next;
        }
        if (open) {
            add_patch(*open, patches);
        }
    }

private:
    std::optional<Patch> patch_of(Cell cell, int col) {
        const std::u32string_view text = text_of(cell);
        if (text.empty() || text.front() != kPlaceholder) {
            reader_.skip();
            return std::nullopt;
        }
        const Placeholder holder = reader_.next(text, tables_.styles[cell.style()]);
        const Placement* const placement = find_placement(placements_, holder);
        if (placement == nullptr) {
            return std::nullopt;
        }
        return Patch{placement, holder.row, holder.col, {Row(row_), Col(col), Rows(1), Cols(1)}};
    }
    [[nodiscard]] std::u32string_view text_of(Cell cell) const {
        static constexpr std::u32string_view kBare(&kPlaceholder, 1);
        if (cell.is_cluster()) {
            return tables_.clusters[cell.cluster_index()];
        }
        return cell.code_point() == kPlaceholder ? kBare : std::u32string_view();
    }

    const SideTables& tables_;
    std::span<const Placement> placements_;
    int row_;
    PlaceholderReader reader_;
};

}  // namespace

/// Returns where those of them stand that are shown: the least row and column of their characters.
std::vector<ImageAnchor> Screen::add_placeholder_parts(std::span<const Placement> virtual_ones,
                                                       int back,
                                                       std::vector<ImagePart>& parts) const {
    std::vector<Patch> patches;
    for (int r = 0; r < rows(); ++r) {
        RowOfPlaceholders(tables_, virtual_ones, r).read(row_above(r - back), patches);
    }
    std::vector<ImageAnchor> anchors;
    for (const Patch& patch : patches) {
        const Rect within{Row(patch.row), Col(patch.col), patch.cells.rows, patch.cells.cols};
        const ImagePart part =
            part_of(*patch.placement, within, {patch.cells.row, patch.cells.col});
        if (!part.is_empty()) {
            parts.push_back(part);
        }
        const std::int64_t line = page_line() - back + patch.cells.row.value;
        const std::int64_t col = patch.cells.col.value;
        const auto seen =
            std::ranges::find(anchors, patch.placement->serial, &ImageAnchor::serial);
        if (seen == anchors.end()) {
            anchors.push_back({patch.placement->serial, line, col});
        } else {
            seen->line = std::min(seen->line, line);
            seen->col = std::min(seen->col, col);
        }
    }
    return anchors;
}

}  // namespace tessera::vt
