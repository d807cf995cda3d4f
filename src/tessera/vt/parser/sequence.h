#pragma once
// One parsed escape sequence: a packed id and its parameters.
// Threads: values.

#include <algorithm>
#include <array>
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
        return i < count_ && items_[i].given ? items_[i].value : fallback;
    }
    /// As value_or, but 0 counts as left empty: for repeat counts and positions.
    [[nodiscard]] int positive_or(int i, int fallback) const {
        const int v = value_or(i, 0);
        return v == 0 ? fallback : v;
    }
    /// Parameter `i` follows a colon: it belongs to the one before it.
    [[nodiscard]] bool is_sub(int i) const { return i < count_ && items_[i].sub; }
    [[nodiscard]] bool is_given(int i) const { return i < count_ && items_[i].given; }
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
        if (full_) {
            return;
        }
        if (count_ == 0) {
            begin(false);
        }
        Item& item = items_[count_ - 1];
        item.given = true;
        item.value = static_cast<std::uint16_t>(std::min(item.value * 10U + d, kMaxParamValue));
    }
    void separator(char c) {
        if (count_ == 0) {
            begin(false);
        }
        begin(c == ':');
    }

    /// Each field of the state goes to `io(field, largest value)`; for snapshots.
    template <class Io, class Self>
    static void visit(const Io& io, Self& self) {
        io(self.count_, kMaxParams);
        io(self.full_, 1);
        for (int i = 0; i < self.count_; ++i) {
            io(self.items_[i].value, kMaxParamValue);
            io(self.items_[i].given, 1);
            io(self.items_[i].sub, 1);
        }
    }

private:
    struct Item {
        std::uint16_t value;
        bool given;
        bool sub;
    };
    void begin(bool sub) {  // NOLINT: private, mirrors Item
        if (count_ == kMaxParams) {
            full_ = true;
            return;
        }
        items_[count_++] = {0, false, sub};
    }

    std::array<Item, kMaxParams> items_;
    int count_ = 0;
    bool full_ = false;
};

struct Sequence {
    SequenceId id = 0;
    Params params;
};

}  // namespace tessera::vt
