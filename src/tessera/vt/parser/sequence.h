#pragma once
// One parsed escape sequence: a packed id and its parameters.
// Threads: values.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tessera::vt {

/// Parameters kept per sequence; further ones are dropped. SGR with several 24-bit colours in the
/// colon form is the longest in real use (xterm keeps 30).
inline constexpr int kMaxParams = 64;
/// Largest parameter value; larger ones are clamped. Source: xterm and VTE use 65535.
inline constexpr std::uint32_t kMaxParamValue = 65535;

/// Leader (one of < = > ? or none), up to two intermediates and the final byte in one number, so
/// that a sequence is a `case` label: sequence_id("?h"), sequence_id("$p"), sequence_id("?$p").
using SequenceId = std::uint32_t;

[[nodiscard]] constexpr SequenceId sequence_id(std::string_view text) {
    SequenceId id = 0;
    for (const char c : text) {
        id = (id << 8U) | static_cast<std::uint8_t>(c);
    }
    return id;
}

class Params {
public:
    void clear() {
        count_ = 0;
        full_ = false;
    }
    [[nodiscard]] int count() const { return count_; }

    /// Value of parameter `i`; `fallback` when absent or left empty.
    [[nodiscard]] int value_or(int i, int fallback) const {
        return is_given(i) ? static_cast<int>(items_[i] & kValueMask) : fallback;
    }
    /// As value_or, but 0 counts as left empty: for repeat counts and positions.
    [[nodiscard]] int positive_or(int i, int fallback) const {
        const int v = value_or(i, 0);
        return v == 0 ? fallback : v;
    }
    /// Parameter `i` follows a colon: it belongs to the one before it.
    [[nodiscard]] bool is_sub(int i) const { return i < count_ && (items_[i] & kSub) != 0; }
    [[nodiscard]] bool is_given(int i) const { return i < count_ && (items_[i] & kGiven) != 0; }
    /// Number of sub-parameters that follow parameter `i`.
    [[nodiscard]] int sub_count(int i) const {
        int n = 0;
        while (is_sub(i + 1 + n)) {
            ++n;
        }
        return n;
    }

    // Building, for the parser.
    void digit(std::uint32_t d) {
        const auto byte = static_cast<std::uint8_t>('0' + d);
        (void)append(&byte, 1);
    }
    void separator(char c) {
        const auto byte = static_cast<std::uint8_t>(c);
        (void)append(&byte, 1);
    }
    /// Takes digits and separators off the front of `data`; returns how many bytes.
    std::size_t append(const std::uint8_t* data, std::size_t size) {
        std::size_t i = 0;
        if (size == 0 || data[0] < 0x30 || data[0] > 0x3b) {
            return 0;
        }
        if (count_ == 0) {
            begin(0);
        }
        std::uint32_t value = items_[count_ - 1] & kValueMask;
        std::uint32_t bits = items_[count_ - 1] & ~kValueMask;
        for (; i < size; ++i) {
            const unsigned d = data[i] - unsigned{'0'};
            if (d <= 9) {
                value = std::min(value * 10U + d, kMaxParamValue);
                bits |= kGiven;
            } else if (d <= 11) {  // : and ;
                set_last(value | bits);
                begin(d == 10 ? kSub : 0);
                value = 0;
                bits = items_[count_ - 1];
            } else {
                break;
            }
        }
        set_last(value | bits);
        return i;
    }

    /// Each field of the state goes to `io(field, largest value)`; for snapshots.
    template <class Io, class Self>
    static void visit(const Io& io, Self& self) {
        io(self.count_, kMaxParams);
        io(self.full_, 1);
        for (int i = 0; i < self.count_; ++i) {
            io(self.items_[i], kValueMask | kGiven | kSub);
        }
    }

private:
    static constexpr std::uint32_t kValueMask = 0xffff;
    static constexpr std::uint32_t kGiven = 0x10000;
    static constexpr std::uint32_t kSub = 0x20000;

    void begin(std::uint32_t bits) {
        if (count_ == kMaxParams) {
            full_ = true;
            return;
        }
        items_[count_++] = bits;
    }
    void set_last(std::uint32_t item) {
        if (!full_) {
            items_[count_ - 1] = item;
        }
    }

    std::uint32_t items_[kMaxParams];  // value and the bits above
    int count_ = 0;
    bool full_ = false;
};

struct Sequence {
    SequenceId id = 0;
    Params params;
};

}  // namespace tessera::vt
