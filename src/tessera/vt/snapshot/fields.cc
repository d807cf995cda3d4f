#include "tessera/vt/snapshot/fields.h"

namespace tessera::vt {

using snapshot::Reader;
using snapshot::RowReader;
using snapshot::RowWriter;
using snapshot::Writer;

void ScreenFields::write_rest(Writer& out, RowWriter& rows, const Screen& s) {
    for (const Cursor* cursor : {&s.cursor_, &s.saved_[0], &s.saved_[1]}) {
        out.number(rows.link(cursor->pen.link));
    }
    out.number(static_cast<std::uint64_t>(s.last_.row + 1));  // -1: nothing was printed
    for (const bool stop : s.tabs_) {
        out.number(stop ? 1 : 0);
    }
    for (const auto* stack : {&s.kitty_stack, &s.other_kitty_stack_}) {
        out.number(stack->size());
        for (const std::uint8_t flags : *stack) {
            out.number(flags);
        }
    }
}

void ScreenFields::read_rest(Reader& in, const RowReader& rows, Screen& s) {
    for (Cursor* cursor : {&s.cursor_, &s.saved_[0], &s.saved_[1]}) {
        cursor->pen.link = rows.link(in.number(kMaxLinks));
        cursor->pen_id = s.intern(cursor->pen);
    }
    s.last_.row = static_cast<int>(in.number(kMaxRowsOrCols)) - 1;
    for (std::size_t i = 0; i < s.tabs_.size(); ++i) {
        s.tabs_[i] = in.number(1) != 0;
    }
    for (auto* stack : {&s.kitty_stack, &s.other_kitty_stack_}) {
        for (std::uint64_t n = in.number(kMaxKittyStack); n > 0 && !in.failed(); --n) {
            stack->push_back(static_cast<std::uint8_t>(in.number(31)));
        }
    }
}

void ScreenFields::settle(Screen& s) {
    const int rows = s.primary_.rows();
    const int cols = s.primary_.cols();
    for (Cursor* cursor : {&s.cursor_, &s.saved_[0], &s.saved_[1]}) {
        cursor->row = std::clamp(cursor->row, 0, rows - 1);
        cursor->col = std::clamp(cursor->col, 0, cols - 1);
    }
    Margins& m = s.margins_;
    if (m.top >= m.bottom || m.bottom > rows || m.left >= m.right || m.right > cols) {
        s.reset_margins();
    }
    s.last_.row = std::min(s.last_.row, rows - 1);
    s.last_.col = std::clamp(s.last_.col, 0, cols - 1);
    s.grid().set_dirty_all();
}

}  // namespace tessera::vt
