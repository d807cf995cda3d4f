// KittyGraphics: where pictures are put, what stands relative to what, and what goes.

#include <algorithm>

#include "tessera/vt/graphics/kitty.h"
#include "tessera/vt/graphics/kitty_answers.h"

namespace tessera::vt {

using namespace kitty_answers;

namespace {

int ceil_div(int a, int b) {
    return (a + b - 1) / b;
}

int within(std::uint32_t value, int limit) {
    return static_cast<int>(std::min<std::uint32_t>(value, static_cast<std::uint32_t>(limit)));
}

/// `side` in proportion to `of`, which became `to`; as many pixels as cells can have.
int in_proportion(int side, int of, int to, int limit) {
    return static_cast<int>(
        std::clamp<std::int64_t>(std::int64_t{side} * to / std::max(1, of), 1, limit));
}

/// The part of an image that x, y, w and h ask for; nothing when there is none.
bool choose_part(const KittyCommand& command, const Pixels& pixels, PixelRect& part) {
    part.x = within(command.x, pixels.width);
    part.y = within(command.y, pixels.height);
    part.width = command.part_width == 0 ? pixels.width - part.x
                                         : within(command.part_width, pixels.width - part.x);
    part.height = command.part_height == 0 ? pixels.height - part.y
                                           : within(command.part_height, pixels.height - part.y);
    return part.width > 0 && part.height > 0;
}

/// Inside its cells, as large as its proportions let it be, in the middle. Source: kitty graphics,
/// "Unicode placeholders".
void fit_into_cells(Placement& p) {
    const int width = p.cols * p.cell.cols.value;
    const int height = p.rows * p.cell.rows.value;
    PixelRect& box = p.box;
    if (std::int64_t{p.source.width} * height > std::int64_t{p.source.height} * width) {
        box.width = width;
        box.height = in_proportion(p.source.height, p.source.width, width, height);
    } else {
        box.height = height;
        box.width = in_proportion(p.source.width, p.source.height, height, width);
    }
    box.x = (width - box.width) / 2;
    box.y = (height - box.height) / 2;
}

/// Cells and the pixels of them that are filled: as many as the part has, or the cells that were
/// asked for; of one side only, then the other keeps the proportions. What the picture leaves free
/// of its first cell (X, Y) is not more cells. Source: kitty graphics, "Controlling displayed image
/// layout".
void lay_out(const KittyCommand& command, Placement& p) {
    const int cell_width = p.cell.cols.value;
    const int cell_height = p.cell.rows.value;
    PixelRect& box = p.box;
    if (command.is_virtual == 0) {
        box.x = within(command.offset_x, cell_width - 1);
        box.y = within(command.offset_y, cell_height - 1);
    }
    p.cols = within(command.columns, kMaxRowsOrCols);
    p.rows = within(command.rows, kMaxRowsOrCols);
    box.width = p.cols == 0 ? p.source.width : p.cols * cell_width - box.x;
    box.height = p.rows == 0 ? p.source.height : p.rows * cell_height - box.y;
    if (p.cols != 0 && p.rows == 0) {
        box.height = in_proportion(p.source.height, p.source.width, box.width,
                                   kMaxRowsOrCols * cell_height - box.y);
    } else if (p.cols == 0 && p.rows != 0) {
        box.width = in_proportion(p.source.width, p.source.height, box.height,
                                  kMaxRowsOrCols * cell_width - box.x);
    }
    const auto cells = [](int pixels, int cell) {
        return std::min(kMaxRowsOrCols, ceil_div(pixels, cell));
    };
    p.cols = p.cols == 0 ? cells(box.x + box.width, cell_width) : p.cols;
    p.rows = p.rows == 0 ? cells(box.y + box.height, cell_height) : p.rows;
    if (command.is_virtual != 0) {
        fit_into_cells(p);
    }
}

std::uint64_t parent_of(std::uint64_t serial, const ImageLayer& layer) {
    const auto& all = layer.relatives();
    const auto found = std::ranges::find(
        all, serial, [](const RelativePlacement& relative) { return relative.placement.serial; });
    return found == all.end() ? 0 : found->parent;
}

/// Longest way down from `serial` by placements that name the one above as their parent.
int generations_below(std::uint64_t serial, const ImageLayer& layer) {
    std::vector<std::uint64_t> now{serial};
    for (int count = 0; count <= kMaxParents; ++count) {
        std::vector<std::uint64_t> next;
        for (const RelativePlacement& relative : layer.relatives()) {
            if (std::ranges::find(now, relative.parent) != now.end()) {
                next.push_back(relative.placement.serial);
            }
        }
        if (next.empty()) {
            return count;
        }
        now = std::move(next);
    }
    return kMaxParents + 1;
}

}  // namespace

/// Of all kinds; id 0: the first that was put.
const Placement* KittyGraphics::find_placement(std::uint32_t image, std::uint32_t id,
                                               const ImageLayer& layer) const {
    const Placement* found = nullptr;
    const auto look = [&](const Placement& p) {
        if (p.kitty_image == image && (id == 0 || p.kitty_id == id) &&
            (found == nullptr || p.serial < found->serial)) {
            found = &p;
        }
    };
    std::ranges::for_each(layer.placements(), look);
    std::ranges::for_each(layer.relatives(), look, &RelativePlacement::placement);
    std::ranges::for_each(virtual_, look);
    return found;
}

/// The placement that `child` shall stand relative to, or why it cannot.
std::string_view KittyGraphics::find_parent(const KittyCommand& command, const Placement& child,
                                            const ImageLayer& layer, std::uint64_t& parent) const {
    const Placement* const found = find_placement(command.parent, command.parent_placement, layer);
    if (found == nullptr) {
        return kNoParent;
    }
    parent = found->serial;
    const Placement* const old =
        child.kitty_id == 0 ? nullptr : find_placement(child.kitty_image, child.kitty_id, layer);
    const std::uint64_t self = old == nullptr ? 0 : old->serial;  // it stays the parent of others
    int above = 0;
    for (std::uint64_t at = parent; at != 0; at = parent_of(at, layer)) {
        if (at == self) {
            return kCycle;
        }
        if (++above > kMaxParents) {
            return kTooDeep;
        }
    }
    const bool fits = self == 0 || above + generations_below(self, layer) <= kMaxParents;
    return fits ? kOk : kTooDeep;
}

/// The serial of the one that has the same name as `placement`, which is taken away; a new one when
/// there is none.
std::uint64_t KittyGraphics::take_same(const Placement& placement, ImageLayer& layer) {
    std::uint64_t serial = 0;
    const auto is_same = [&](const Placement& old) {
        const bool same =
            old.kitty_image == placement.kitty_image && old.kitty_id == placement.kitty_id;
        serial = same ? old.serial : serial;
        return same;
    };
    if (placement.kitty_id != 0) {
        (void)layer.remove_if(is_same);
        (void)layer.remove_relatives_if(
            [&](const RelativePlacement& old) { return is_same(old.placement); });
        std::erase_if(virtual_, is_same);
    }
    return serial != 0 ? serial : ++last_serial_;
}

/// Without a name there is one for each image.
void KittyGraphics::add_virtual(Placement placement) {
    std::erase_if(virtual_, [&](const Placement& old) {
        const bool same =
            old.kitty_image == placement.kitty_image && old.kitty_id == placement.kitty_id;
        placement.serial = same ? old.serial : placement.serial;
        return same;
    });
    if (virtual_.size() >= kMaxVirtualPlacements) {
        virtual_.erase(virtual_.begin());
    }
    virtual_.push_back(placement);
}

std::string_view KittyGraphics::put(const KittyCommand& command, const GraphicsPage& page,
                                    KittyResult& result) {
    const std::uint32_t name = find_image(command);
    const auto found = images_.find(name);
    const SharedPixels pixels =
        found == images_.end() ? nullptr : page.store.find(found->second.image);
    if (pixels == nullptr) {
        return kNoImage;
    }
    Placement placement{.image = found->second.image,
                        .kitty_image = name,
                        .kitty_id = command.placement,
                        .line = page.base + page.row,
                        .col = page.col,
                        .cell = at_least_one(page.cell),
                        .z = command.z};
    const bool is_bad = command.is_virtual != 0 && command.parent != 0;
    if (is_bad || !choose_part(command, *pixels, placement.source)) {
        return kBadControl;
    }
    lay_out(command, placement);
    std::uint64_t parent = 0;
    if (command.parent != 0) {
        const std::string_view message = find_parent(command, placement, page.layer, parent);
        if (message != kOk) {
            return message;
        }
    }
    placement.serial = take_same(placement, page.layer);
    if (command.is_virtual != 0) {
        add_virtual(placement);
    } else if (parent != 0) {
        placement.line = command.parent_rows;
        placement.col = command.parent_cols;
        page.layer.add_relative({placement, parent});
    } else {
        page.layer.add(placement);
    }
    if (command.is_virtual == 0 && parent == 0 && command.no_move == 0) {
        result.rows = placement.rows;
        result.cols = placement.cols;
    }
    return kOk;
}

bool KittyGraphics::is_shown(std::uint32_t name, const ImageLayer& layer) const {
    return find_placement(name, 0, layer) != nullptr;
}

/// Relative placements go with their parents, and images that had only such placements.
void KittyGraphics::drop_orphans(const GraphicsPage& page) {
    if (page.layer.relatives().empty()) {
        return;
    }
    std::vector<ImageAnchor> anchors;
    for (const Placement& placement : virtual_) {
        anchors.push_back({.serial = placement.serial});
    }
    std::vector<Placement> placed = page.layer.placed_relatives(anchors);
    std::ranges::sort(placed, {}, &Placement::serial);
    std::vector<std::uint32_t> names;
    (void)page.layer.remove_relatives_if([&](const RelativePlacement& relative) {
        const bool gone =
            !std::ranges::binary_search(placed, relative.placement.serial, {}, &Placement::serial);
        if (gone) {
            names.push_back(relative.placement.kitty_image);
        }
        return gone;
    });
    for (const std::uint32_t name : names) {
        if (!is_shown(name, page.layer)) {
            forget(name, page);
        }
    }
}

/// d=: small letters remove placements, capitals the data too when nothing shows it any more.
void KittyGraphics::remove(const KittyCommand& command, const GraphicsPage& page) {
    const char what = static_cast<char>(command.what | 0x20);
    const std::uint32_t name = find_image(command);
    const std::int64_t cursor_line = page.base + page.row;
    const auto covers = [](const Placement& p, std::int64_t line, std::int64_t col) {
        return line >= p.line && line < p.line + p.rows && col >= p.col && col < p.col + p.cols;
    };
    const std::int64_t x = std::int64_t{command.x} - 1;
    const std::int64_t y = page.base + command.y - 1;
    std::vector<std::uint32_t> touched;
    const auto gone = [&](const Placement& p) {
        const bool matches = [&] {
            switch (what) {
            case 'a': return p.line + p.rows > page.base && p.line < page.base + page.rows;
            case 'i':
            case 'n':
                return p.kitty_image == name && name != 0 &&
                       (command.placement == 0 || p.kitty_id == command.placement);
            case 'c': return covers(p, cursor_line, page.col);
            case 'p': return covers(p, y, x);
            case 'q': return covers(p, y, x) && p.z == command.z;
            case 'r': return p.kitty_image >= command.x && p.kitty_image <= command.y;
            case 'x': return covers(p, p.line, x);
            case 'y': return covers(p, y, p.col);
            case 'z': return p.z == command.z;
            default: return false;
            }
        }();
        if (matches && p.kitty_image != 0) {
            touched.push_back(p.kitty_image);
        }
        return matches && p.kitty_image != 0;
    };
    const std::vector<Placement> placed = page.layer.placed_relatives({});
    (void)page.layer.remove_relatives_if([&](const RelativePlacement& relative) {
        Placement p = relative.placement;
        const auto at = std::ranges::find(placed, p.serial, &Placement::serial);
        if (at != placed.end()) {
            return gone(*at);
        }
        // It stands by placeholders: on the page, in cells that only the text knows.
        p.line = page.base;
        return !std::string_view("cpqxy").contains(what) && gone(p);
    });
    (void)page.layer.remove_if(gone);
    if (what == 'i' || what == 'n' || what == 'r') {  // no other deletes virtual ones
        std::erase_if(virtual_, gone);
    }
    drop_orphans(page);
    if (command.what >= 'a') {
        return;
    }
    if ((what == 'i' || what == 'n') && name != 0) {
        touched.push_back(name);
    }
    for (const std::uint32_t id : touched) {
        if (!is_shown(id, page.layer)) {
            forget(id, page);
        }
    }
}

}  // namespace tessera::vt
