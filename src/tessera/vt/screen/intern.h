#pragma once
// InternTable: equal values get equal small numbers; numbers can be taken back by a sweep.
// Open addressing over the numbers, values in an array: a look-up touches two cache lines.
// Threads: one.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tessera::vt {

/// Number 0 always stands for the value-initialised T and is never taken back.
template <class T, class Hash>
class InternTable {
public:
    explicit InternTable(std::size_t entries_max) : entries_max_(entries_max) {
        values_.emplace_back();
        rebuild(kFirstSlots);
    }

    /// Number of `value`; 0 when it is new and the table is full (see is_full, sweep).
    [[nodiscard]] std::uint32_t intern(const T& value) {
        std::size_t at = home(value);
        for (; slots_[at] != kFree; at = (at + 1) & mask_) {
            if (values_[slots_[at]] == value) {
                return slots_[at];
            }
        }
        std::uint32_t number = 0;
        if (!free_.empty()) {
            number = free_.back();
            free_.pop_back();
            values_[number] = value;
        } else if (values_.size() < entries_max_) {
            number = static_cast<std::uint32_t>(values_.size());
            values_.push_back(value);
        } else {
            return 0;
        }
        slots_[at] = number;
        if (values_.size() * 2 > slots_.size()) {
            rebuild(slots_.size() * 2);
        }
        return number;
    }

    [[nodiscard]] const T& operator[](std::uint32_t number) const {
        return values_[number < values_.size() ? number : 0];
    }
    [[nodiscard]] bool is_full() const { return free_.empty() && values_.size() >= entries_max_; }
    /// Numbers are below this.
    [[nodiscard]] std::size_t size() const { return values_.size(); }

    /// Takes back every number for which `used[number]` is false. REQUIRES: used.size() == size().
    void sweep(const std::vector<bool>& used) {
        free_.clear();
        for (std::uint32_t n = static_cast<std::uint32_t>(values_.size()) - 1; n > 0; --n) {
            if (!used[n]) {
                values_[n] = T{};
                free_.push_back(n);
            }
        }
        rebuild(slots_.size());
    }

private:
    static constexpr std::uint32_t kFree = UINT32_MAX;
    static constexpr std::size_t kFirstSlots = 64;

    [[nodiscard]] std::size_t home(const T& value) const { return Hash()(value) & mask_; }

    void rebuild(std::size_t slots) {
        slots_.assign(slots, kFree);
        mask_ = slots - 1;
        for (std::uint32_t n = 0; n < values_.size(); ++n) {
            if (n > 0 && values_[n] == T{}) {
                continue;  // taken back
            }
            std::size_t at = home(values_[n]);
            while (slots_[at] != kFree) {
                at = (at + 1) & mask_;
            }
            slots_[at] = n;
        }
    }

    std::size_t entries_max_;
    std::size_t mask_ = 0;
    std::vector<T> values_;
    std::vector<std::uint32_t> slots_;
    std::vector<std::uint32_t> free_;
};

}  // namespace tessera::vt
