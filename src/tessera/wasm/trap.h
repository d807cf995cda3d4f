#pragma once
// Trap: how a call into a guest ended early.
// Threads: values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/result.h"

namespace tessera::wasm {

enum class TrapKind : std::uint8_t {
    Unknown,
    Unreachable,  // the guest gave up: abort, panic
    MemoryOutOfBounds,
    TableOutOfBounds,
    IndirectCallToNull,
    BadSignature,
    IntegerOverflow,
    IntegerDivisionByZero,
    BadConversionToInteger,
    NullReference,
    StackOverflow,
    Deadline,     // used up the time its store allows
    Interrupted,  // Store::interrupt()
    Host,         // a host function said no
    Exit,         // a host function ended the program; exit_code tells how
    Engine,       // trouble in the engine or an exception in a host function
};

/// Which limit had refused the guest to grow during the call that trapped.
enum class RefusedGrowth : std::uint8_t { None, Memory, Table };

struct Frame {
    std::string function;  // name from the module, made printable; "function 12" without one
    std::string module;    // empty without a name
    std::uint32_t function_index = 0;
    std::size_t offset = 0;  // of the instruction in the module
};

struct Trap {
    TrapKind kind = TrapKind::Unknown;
    std::string message;
    std::vector<Frame> backtrace;  // innermost first, at most kBacktraceFramesMax
    RefusedGrowth refused_growth = RefusedGrowth::None;
    std::optional<std::int32_t> exit_code;  // of Exit

    /// What a host function returns to stop its guest.
    [[nodiscard]] static Trap host(std::string message) {
        return {.kind = TrapKind::Host, .message = std::move(message)};
    }
    [[nodiscard]] static Trap exit(std::int32_t code);

    /// "message (in f, called by g)".
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] Error to_error() const { return {ErrorCode::Unknown, to_string(), {}}; }
};

/// A stack overflow would otherwise report thousands of equal frames.
inline constexpr std::size_t kBacktraceFramesMax = 32;

/// What a call of a guest yields.
template <class T = void>
using CallResult = std::expected<T, Trap>;

[[nodiscard]] std::string_view to_string(TrapKind kind);

/// `text` as well-formed UTF-8 of at most `bytes_max` bytes: control characters and bytes that
/// belong to no character become '?'. For names and texts that come from a module.
[[nodiscard]] std::string printable(std::string_view text, std::size_t bytes_max = 200);

}  // namespace tessera::wasm
