#pragma once
// InternTable: equal values get equal small numbers; numbers can be taken back by a sweep.
// Threads: one.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tessera::vt {

/// Number 0 always stands for the value-initialised T and is never taken back.
template <class T, class Hash>
class InternTable {
public:
    explicit InternTable(std::size_t entries_max) : entries_max_(entries_max) {
        values_.emplace_back();
        numbers_.emplace(T{}, 0);
    }

    /// Number of `value`; 0 when it is new and the table is full (see is_full, sweep).
    [[nodiscard]] std::uint32_t intern(const T& value) {
        if (const auto found = numbers_.find(value); found != numbers_.end()) {
            return found->second;
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
        numbers_.emplace(value, number);
        return number;
    }

    [[nodiscard]] const T& operator[](std::uint32_t number) const {
        return values_[number < values_.size() ? number : 0];
    }
    [[nodiscard]] bool is_full() const { return free_.empty() && values_.size() >= entries_max_; }
    [[nodiscard]] bool contains(const T& value) const { return numbers_.contains(value); }
    /// Numbers are below this.
    [[nodiscard]] std::size_t size() const { return values_.size(); }

    /// Takes back every number for which `used[number]` is false. REQUIRES: used.size() == size().
    void sweep(const std::vector<bool>& used) {
        free_.clear();
        for (std::uint32_t n = static_cast<std::uint32_t>(values_.size()) - 1; n > 0; --n) {
            if (!used[n]) {
                const auto found = numbers_.find(values_[n]);
                if (found != numbers_.end() && found->second == n) {
                    numbers_.erase(found);
                }
                values_[n] = T{};
                free_.push_back(n);
            }
        }
    }

private:
    std::size_t entries_max_;
    std::vector<T> values_;
    std::unordered_map<T, std::uint32_t, Hash> numbers_;
    std::vector<std::uint32_t> free_;
};

}  // namespace tessera::vt
