#pragma once
// SgrMemo: what an SGR sequence made of a pen the last time. Programs send the same few over and
// over; a hit spares reading the parameters, changing the pen and finding its number.
// Threads: one.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tessera/vt/screen/screen.h"

namespace tessera::vt {

class SgrMemo {
public:
    /// Applies the sequence if it is remembered. Else remembers it for learn().
    /// `head`: kSgrHead readable bytes, `size` of them the parameters.
    [[nodiscard]] bool apply(Screen& screen, const std::uint8_t* head, std::size_t size);
    /// After the sequence that apply() did not know was carried out.
    void learn(const Screen& screen);

private:
    struct Key {
        std::uint64_t low = 0;  // the parameters, as bytes
        std::uint64_t high = 0;
        StyleId before = 0;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Entry {
        Key key;
        StyleId after = 0;
        bool set = false;
    };
    static constexpr std::size_t kEntries = 2048;  // 256 colours in a few styles
    [[nodiscard]] static std::size_t place(const Key& key);

    std::vector<Entry> entries_;  // empty until the first sequence
    std::uint64_t sweeps_ = 0;    // of the style table: numbers are valid between two
    Key asked_;
    bool waiting_ = false;        // asked_ is to be learnt
};

}  // namespace tessera::vt
