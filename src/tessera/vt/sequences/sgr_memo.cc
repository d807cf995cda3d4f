#include "tessera/vt/sequences/sgr_memo.h"

#include <bit>
#include <cstring>

namespace tessera::vt {

std::size_t SgrMemo::place(const Key& key) {
    std::uint64_t h = (key.low ^ std::rotl(key.high, 29) ^ key.before) * 0x9e3779b97f4a7c15U;
    return static_cast<std::size_t>(h >> 53U);
}
static_assert(std::size_t{1} << (64U - 53U) == 2048);

bool SgrMemo::apply(Screen& screen, const std::uint8_t* head, std::size_t size) {
    waiting_ = false;
    if constexpr (std::endian::native != std::endian::little) {
        return false;
    }
    if (size == 0 || (size == 1 && head[0] == '0')) {
        const Style& pen = screen.pen();
        if (pen.link == 0 && !has(pen.attrs, Attr::Protected)) {
            screen.set_pen_id(0);  // SGR 0, half of all
            return true;
        }
    }
    if (!screen.pen_is_interned()) {
        return false;
    }
    std::memcpy(&asked_.low, head, 8);
    std::memcpy(&asked_.high, head + 8, 8);
    const auto first = [](std::size_t bytes) { return (std::uint64_t{1} << (8 * bytes)) - 1; };
    if (size < 8) {
        asked_.low &= first(size);
        asked_.high = 0;
    } else {
        asked_.high &= first(size - 8);
    }
    asked_.before = screen.cursor().pen_id;
    if (entries_.empty() || sweeps_ != screen.style_sweeps()) {
        entries_.assign(kEntries, {});
        sweeps_ = screen.style_sweeps();
    }
    const Entry& entry = entries_[place(asked_)];
    if (entry.set && entry.key == asked_) {
        screen.set_pen_id(entry.after);
        return true;
    }
    waiting_ = true;
    return false;
}

void SgrMemo::learn(const Screen& screen) {
    if (waiting_ && screen.pen_is_interned() && sweeps_ == screen.style_sweeps()) {
        entries_[place(asked_)] = {asked_, screen.cursor().pen_id, true};
    }
    waiting_ = false;
}

}  // namespace tessera::vt
