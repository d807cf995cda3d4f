// Screen: characters that belong to the one before them: marks, joiners, second halves of flags.
// Source: UAX #29; width: ucs-detect's wcwidth specification.

#include "tessera/vt/screen/screen.h"

namespace tessera::vt {

namespace {

/// Joins remembered; the emoji and accents of a text are few.
constexpr std::size_t kJoins = 256;
/// Character or cluster of a cell, without its kind.
constexpr std::uint32_t kContentMask = (1U << 22U) - 1;

std::size_t place_of_join(std::uint32_t before, char32_t c) {
    return (before * 0x9e3779b1U ^ c * 0x85ebca6bU) >> 16U & (kJoins - 1);
}

constexpr char32_t kTextPresentation = 0xfe0e;  // VS15

/// VS15 asks for text presentation: an emoji of two columns takes one then. Characters that are
/// wide for being East Asian stay so. Source: kitty, "The text sizing protocol", splitting text
/// into cells; the crate unicode-width, rule of text presentation sequences.
bool narrows(Cell cell, char32_t c) {
    if (c != kTextPresentation || cell.is_cluster() || cell.kind() != CellKind::WideHead) {
        return false;
    }
    const char32_t base = cell.code_point();
    const bool is_east_asian =
        (base >= 0x3000 && base < 0x3300) || (base >= 0x1f200 && base < 0x1f300);
    return !is_east_asian &&
           unicode::break_class(base) == unicode::BreakClass::ExtendedPictographic;
}

}  // namespace

/// The cluster that `cell` and `c` make; null when there is no room for it. Valid until the next
/// call.
Screen::JoinStep* Screen::join_step(Cell cell, char32_t c) {
    if (joins_.empty()) {
        joins_.resize(kJoins);
    }
    const std::uint32_t before = cell.bits() & kContentMask;
    JoinStep& known = joins_.data()[place_of_join(before, c)];
    if (known.before == before && known.c == c && known.cluster != 0) {
        return &known;
    }
    return learn_join(cell, c, known);
}

Screen::JoinStep* Screen::learn_join(Cell cell, char32_t c, JoinStep& at) {
    std::u32string text;
    if (cell.is_cluster()) {
        text = tables_.clusters[cell.cluster_index()];
    } else {
        text = cell.is_empty() ? U' ' : cell.code_point();
    }
    if (text.empty() || text.size() >= kMaxClusterCodePoints) {
        return nullptr;
    }
    const bool wider = unicode::widens(text.front(), c);
    text += c;
    std::uint32_t cluster = tables_.clusters.intern(text);
    if (cluster == 0) {
        sweep_tables();
        cluster = tables_.clusters.intern(text);
    }
    if (cluster == 0) {
        return nullptr;
    }
    at = {.before = cell.bits() & kContentMask, .c = c, .cluster = cluster, .widens = wider};
    return &at;
}

/// Joins to `cell` that have been made before from the same state, each in one look.
Screen::Joined Screen::join_to(Cell& cell, std::span<const char32_t> run) {
    Joined joined;
    while (joined.characters < run.size() && !joined.widens && !joins_.empty()) {
        const char32_t c = run[joined.characters];
        const std::uint32_t before = cell.bits() & kContentMask;
        const JoinStep& step = joins_.data()[place_of_join(before, c)];
        if (step.before != before || step.c != c || !step.is_known || step.from != breaker_) {
            break;
        }
        cell = Cell::cluster(step.cluster, cell.style(), cell.kind());
        breaker_ = step.to;
        ++joined.characters;
        joined.widens = step.widens && cell.kind() == CellKind::Narrow;
    }
    return joined;
}

/// As join_to(), to the character just printed; returns how many characters that took.
std::size_t Screen::join_known(std::span<const char32_t> run) {
    if (last_.row != cursor_.row || last_.col >= cols()) {
        return 0;
    }
    const Grid::Line line = grid().line(last_.row);
    const Joined joined = join_to(line.cells()[last_.col], run);
    if (joined.characters > 0) {
        line.touch(last_.col + 1);
    }
    if (joined.widens) {
        widen_last();
    }
    return joined.characters;
}

/// Adds `c` to the character just printed (or left of the cursor); false when there is none.
/// `from` is where the breaker was before it.
bool Screen::join_cluster(char32_t c, const unicode::GraphemeBreaker& from) {
    int row = last_.row;
    int col = last_.col;
    if (row != cursor_.row || col >= cols()) {
        row = cursor_.row;
        col = cursor_.wrap_pending ? cursor_.col : cursor_.col - 1;
        if (col > 0 && grid().row(row)[col].kind() == CellKind::WideTail) {
            --col;
        }
    }
    if (col < 0) {
        return unicode::width(c) == 0;
    }
    const Grid::Line line = grid().line(row);
    const Cell cell = line.cells()[col];
    JoinStep* const step = join_step(cell, c);
    if (step == nullptr) {
        return true;
    }
    line.cells()[col] = Cell::cluster(step->cluster, cell.style(), cell.kind());
    line.touch(col + 1);
    last_.row = row;
    last_.col = col;
    if (c != kTextPresentation) {
        step->is_known = true;
        step->from = from;
        step->to = breaker_;
    }
    const int behind = cursor_.wrap_pending ? cursor_.col + 1 : cursor_.col;
    if (narrows(cell, c) && behind == col + 2 && col + 1 < cols()) {
        line.cells()[col] = Cell::cluster(step->cluster, cell.style(), CellKind::Narrow);
        line.cells()[col + 1] = Cell::blank(cell.style());
        line.touch(col + 2);
        cursor_.col = col + 1;
        cursor_.wrap_pending = false;
        return true;
    }
    if (step->widens && cell.kind() == CellKind::Narrow) {
        widen_last();
    }
    return true;
}

/// The last character stands in the last column and asks for a second one: it goes to the next row,
/// as a wide character would have.
void Screen::wrap_widened() {
    const int limit = right_limit();
    if (!modes.autowrap || limit - (cursor_.col < margins_.right ? margins_.left : 0) < 2) {
        return;
    }
    const std::span<Cell> cells = grid().write(last_.row, last_.col + 1);
    const Cell head = cells[last_.col];
    cells[last_.col] = Cell::character(0, head.style(), CellKind::WrapSpacer);
    wrap_now();
    last_.row = cursor_.row;
    last_.col = cursor_.col;
    grid().split_wide(cursor_.row, cursor_.col, cursor_.col + 1);
    grid().write(cursor_.row, cursor_.col + 1)[cursor_.col] = head;
    if (right_limit() - cursor_.col < 2) {  // a line of double width has no room either
        cursor_.wrap_pending = true;
        return;
    }
    ++cursor_.col;
    widen_last();
}

/// Gives the last character a second column, moving what follows the cursor's way.
void Screen::widen_last() {
    if (last_.row == cursor_.row && cursor_.wrap_pending && cursor_.col == last_.col) {
        wrap_widened();
        return;
    }
    if (last_.row != cursor_.row || cursor_.wrap_pending || cursor_.col != last_.col + 1 ||
        cursor_.col >= right_limit()) {
        return;
    }
    const Cell head = grid().row(last_.row)[last_.col];
    grid().split_wide(cursor_.row, cursor_.col, cursor_.col + 1);
    const std::span<Cell> cells = grid().write(last_.row, last_.col + 2);
    cells[last_.col] = Cell::cluster(head.is_cluster() ? head.cluster_index() : 0, head.style(),
                                     CellKind::WideHead);
    cells[last_.col + 1] = Cell::character(0, head.style(), CellKind::WideTail);
    grid().info(last_.row).has_wide = true;
    const int limit = right_limit();
    if (++cursor_.col >= limit) {
        cursor_.col = limit - 1;
        cursor_.wrap_pending = true;
    }
}

}  // namespace tessera::vt
