#pragma once
// Failure as a value: Result<T>, Error and TESSERA_TRY.
// Three kinds of trouble exist (CONTRIBUTING.md, "Errors"): a bug (check.h), a failure of the
// outside world (this file), and odd input, which is no error at all.
// Threads: values, no shared state.

#include <concepts>
#include <cstdint>
#include <expected>
#include <string>
#include <type_traits>
#include <utility>

namespace tessera {

/// What kind of failure this is, for code that must choose what to do next. The message is for people.
enum class ErrorCode : std::uint8_t {
    Unknown = 0,
    InvalidArgument,   // the caller, the user or a file said something that makes no sense
    NotFound,
    AlreadyExists,
    PermissionDenied,
    LimitExceeded,     // one of our own stated limits
    Unavailable,       // the resource is there but cannot serve now; trying again may help
    Io,                // the operating system said no
    Protocol,          // a peer broke its contract
    VersionMismatch,
    Unsupported,
    Timeout,
    Cancelled,
    Corrupt,           // stored data fails its check
};

/// A failure with a sentence a user can act on. `where` names the file, pane, plugin or
/// `path:line:column` concerned; empty when the message says it already.
struct Error {
    ErrorCode code = ErrorCode::Unknown;
    std::string message;
    std::string where;

    /// "where: message", or the message alone.
    [[nodiscard]] std::string to_string() const {
        return where.empty() ? message : where + ": " + message;
    }
};

template <class T = void>
using Result = std::expected<T, Error>;

/// Builds the error alternative of any Result.
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message,
                                                 std::string where = {}) {
    return std::unexpected<Error>(Error{code, std::move(message), std::move(where)});
}

/// Builds an Io error (or the closer code) from `errno_value`: "what: strerror".
/// ENOENT -> NotFound, EEXIST -> AlreadyExists, EACCES and EPERM -> PermissionDenied.
[[nodiscard]] std::unexpected<Error> fail_errno(std::string what, int errno_value,
                                                std::string where = {});

namespace detail {
template <class T>
T&& take(std::expected<T, Error>& r) {
    return std::move(*r);
}
inline void take(std::expected<void, Error>&) {}
}  // namespace detail

}  // namespace tessera

/// Value of a Result expression, or return its error from the enclosing function (which returns
/// some Result). Not usable inside a coroutine (g++ 12.2 crashes).
#define TESSERA_TRY(expr)                                                        \
    (__extension__({                                                             \
        auto tessera_try_result = (expr);                                        \
        if (!tessera_try_result) {                                               \
            return std::unexpected(std::move(tessera_try_result).error());       \
        }                                                                        \
        ::tessera::detail::take(tessera_try_result);                             \
    }))
