#pragma once
// Protobuf's wire format: the run-time under the generated structs. Total and bounded: any bytes
// are accepted or refused, nothing throws, nesting stops at kMaxDepth. No exceptions, RTTI or
// iostream, so that it also compiles to wasm.
// Agrees with libprotobuf on what it accepts, but for nesting beyond kMaxDepth: unknown fields and
// fields of another wire type are skipped, packed and unpacked are both read, the last value wins
// and messages merge, strings must be UTF-8.
// Source: protobuf "Encoding"; proto3 language guide. Threads: values.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tessera::wire {

/// Messages nested deeper are refused; layouts of real plugins stay below 20.
inline constexpr int kMaxDepth = 64;

enum class Kind : std::uint8_t { Int32, Int64, Uint32, Uint64, Bool, Enum, Float, Double };
enum class WireType : std::uint8_t { Varint = 0, Fixed64 = 1, Length = 2, StartGroup = 3, EndGroup = 4, Fixed32 = 5 };

[[nodiscard]] constexpr WireType wire_type(Kind kind) {
    return kind == Kind::Float ? WireType::Fixed32 : kind == Kind::Double ? WireType::Fixed64 : WireType::Varint;
}

/// A message held by value that may contain itself.
template <class T>
class Box {
public:
    Box() : value_(std::make_unique<T>()) {}
    Box(T value) : value_(std::make_unique<T>(std::move(value))) {}  // NOLINT: reads as the value
    Box(const Box& other) : value_(std::make_unique<T>(*other)) {}
    Box(Box&& other) noexcept : value_(std::move(other.value_)) { other.value_ = std::make_unique<T>(); }
    Box& operator=(const Box& other) {
        *value_ = *other;
        return *this;
    }
    Box& operator=(Box&& other) noexcept {
        value_.swap(other.value_);
        return *this;
    }
    ~Box() = default;
    [[nodiscard]] T& operator*() { return *value_; }
    [[nodiscard]] const T& operator*() const { return *value_; }
    [[nodiscard]] T* operator->() { return value_.get(); }
    [[nodiscard]] const T* operator->() const { return value_.get(); }
    friend bool operator==(const Box& a, const Box& b) { return *a == *b; }

private:
    std::unique_ptr<T> value_;
};

class Writer {
public:
    explicit Writer(std::string& out) : out_(out) {}

    void varint(std::uint64_t value);
    void tag(std::uint32_t number, WireType type) {
        varint(static_cast<std::uint64_t>(number) << 3U | static_cast<std::uint64_t>(type));
    }
    void text(std::uint32_t number, std::string_view value);

    template <Kind K, class T>
    void numeric(std::uint32_t number, T value) {
        tag(number, wire_type(K));
        bare<K>(value);
    }
    template <Kind K, class T>
    void packed(std::uint32_t number, const std::vector<T>& values) {
        if (values.empty()) {
            return;
        }
        const std::size_t mark = begin(number);
        for (const T value : values) {
            bare<K>(value);
        }
        end(mark);
    }
    template <class M>
    void message(std::uint32_t number, const M& value) {
        const std::size_t mark = begin(number);
        value.encode_to(*this);
        end(mark);
    }
    template <class M>
    void message(std::uint32_t number, const Box<M>& value) {
        message(number, *value);
    }
    /// A length-delimited field whose size is known only afterwards.
    [[nodiscard]] std::size_t begin(std::uint32_t number);
    void end(std::size_t mark);

private:
    template <Kind K, class T>
    void bare(T value) {
        if constexpr (K == Kind::Float) {
            fixed(std::bit_cast<std::uint32_t>(value), 4);
        } else if constexpr (K == Kind::Double) {
            fixed(std::bit_cast<std::uint64_t>(value), 8);
        } else if constexpr (K == Kind::Uint32 || K == Kind::Uint64 || K == Kind::Bool) {
            varint(static_cast<std::uint64_t>(value));
        } else {
            varint(static_cast<std::uint64_t>(static_cast<std::int64_t>(value)));  // sign-extended
        }
    }
    void fixed(std::uint64_t value, int bytes);

    std::string& out_;
};

class Reader {
public:
    explicit Reader(std::string_view bytes, int depth = 0) : rest_(bytes), depth_(depth) {}

    /// Moves to the next field; false at the end or after an error.
    [[nodiscard]] bool next();
    [[nodiscard]] std::uint32_t number() const { return number_; }
    /// Nothing was malformed so far.
    [[nodiscard]] bool ok() const { return ok_; }
    void skip() {}  // the value was consumed by next()

    template <Kind K, class T>
    void numeric(T& out) {
        if (type_ == wire_type(K)) {
            out = from_raw<K, T>(raw_);
        }
    }
    template <Kind K, class T>
    void numerics(std::vector<T>& out) {
        if (type_ == wire_type(K)) {
            out.push_back(from_raw<K, T>(raw_));
        } else if (type_ == WireType::Length) {
            Reader items(text_, depth_);
            while (!items.rest_.empty() && items.bare(wire_type(K))) {
                out.push_back(from_raw<K, T>(items.raw_));
            }
            ok_ = ok_ && items.ok_;
        }
    }
    /// `string`: must be UTF-8.
    void text(std::string& out);
    void bytes(std::string& out);
    [[nodiscard]] bool is_length() const { return type_ == WireType::Length; }
    [[nodiscard]] bool has_type(WireType type) const { return type_ == type; }
    template <class M>
    void message(M& out) {
        if (type_ != WireType::Length) {
            return;
        }
        Reader inner(text_, depth_ + 1);
        ok_ = ok_ && depth_ + 1 < kMaxDepth && out.decode_from(inner);
    }
    template <class M>
    void message(Box<M>& out) {
        message(*out);
    }

private:
    template <Kind K, class T>
    static T from_raw(std::uint64_t raw) {
        if constexpr (K == Kind::Float) {
            return std::bit_cast<float>(static_cast<std::uint32_t>(raw));
        } else if constexpr (K == Kind::Double) {
            return std::bit_cast<double>(raw);
        } else if constexpr (K == Kind::Bool) {
            return raw != 0;
        } else if constexpr (K == Kind::Enum) {
            return static_cast<T>(static_cast<std::int32_t>(raw));
        } else {
            return static_cast<T>(raw);
        }
    }
    [[nodiscard]] bool bare(WireType type);
    [[nodiscard]] bool varint(std::uint64_t& out, int bytes_max);
    [[nodiscard]] bool skip_group(std::uint32_t number, int depth);

    std::string_view rest_;
    std::string_view text_;
    std::uint64_t raw_ = 0;
    std::uint32_t number_ = 0;
    WireType type_ = WireType::Varint;
    int depth_ = 0;
    bool ok_ = true;
};

[[nodiscard]] bool is_utf8(std::string_view text);

/// One entry of a map. `KeyKind` counts only for keys that are no text.
template <class Key, class T, Kind KeyKind>
struct MapEntry {
    Key key{};
    T value{};
    [[nodiscard]] bool decode_from(Reader& reader) {
        while (reader.next()) {
            if (reader.number() == 1) {
                if constexpr (std::is_same_v<Key, std::string>) {
                    reader.text(key);
                } else {
                    reader.numeric<KeyKind>(key);
                }
            } else if (reader.number() == 2) {
                if constexpr (std::is_same_v<T, std::string>) {
                    reader.text(value);
                } else {
                    reader.message(value);
                }
            }
        }
        return reader.ok();
    }
};

template <class M>
[[nodiscard]] std::string encode(const M& message) {
    std::string out;
    Writer writer(out);
    message.encode_to(writer);
    return out;
}

/// False when the bytes are not such a message; `out` is then unspecified but valid.
template <class M>
[[nodiscard]] bool decode(std::string_view bytes, M& out) {
    Reader reader(bytes);
    return out.decode_from(reader);
}

}  // namespace tessera::wire
