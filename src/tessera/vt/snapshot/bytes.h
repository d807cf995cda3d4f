#pragma once
// Numbers and strings as bytes and back, for snapshots: LEB128 numbers, length before content.
// The reader is total: after the first thing that does not fit every read gives 0 or empty.
// Threads: values.

#include <cstdint>
#include <string>
#include <string_view>

namespace tessera::vt::snapshot {

class Writer {
public:
    void number(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7U) {
            out_ += static_cast<char>((value & 0x7fU) | 0x80U);
        }
        out_ += static_cast<char>(value);
    }
    void text(std::string_view bytes) {
        number(bytes.size());
        out_ += bytes;
    }
    [[nodiscard]] const std::string& bytes() const { return out_; }
    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    std::string out_;
};

class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    /// A number up to `max`; a larger one fails the reader.
    [[nodiscard]] std::uint64_t number(std::uint64_t max) {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<std::uint8_t>(rest_.front());
            rest_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
            if (byte < 0x80) {
                return value <= max ? value : fail();
            }
        }
        return fail();
    }
    /// Bytes up to `max`; borrowed from the input.
    [[nodiscard]] std::string_view text(std::size_t max) {
        const std::size_t size = number(max);
        if (size > rest_.size()) {
            fail();
            return {};
        }
        const std::string_view part = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return part;
    }
    std::uint64_t fail() {
        rest_ = {};
        failed_ = true;
        return 0;
    }
    [[nodiscard]] bool failed() const { return failed_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
    bool failed_ = false;
};

/// One list of fields serves both directions: a field is written by Save and read by Load.
struct Save {
    Writer& out;
    template <class T>
    void operator()(const T& value, std::uint64_t) const {
        out.number(static_cast<std::uint64_t>(value));
    }
};
struct Load {
    Reader& in;
    template <class T>
    void operator()(T& value, std::uint64_t max) const {
        value = static_cast<T>(in.number(max));
    }
};

}  // namespace tessera::vt::snapshot
