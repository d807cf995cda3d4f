#pragma once
// TESSERA_CHECK: our own bugs, found at run time.
// In core and server code a failed check throws Bug, the only exception of the project. It is caught
// once per unit of containment (a pane's turn, a client's turn, a plugin's message), which is then
// closed with a report. Never use it on data from outside.
// In code built without exceptions (the wasm SDK) a failed check aborts.

#include <exception>
#include <string>
#include <utility>

namespace tessera {

#if defined(__cpp_exceptions)
/// A broken promise inside Tessera itself: "file:line: condition".
class Bug : public std::exception {
public:
    explicit Bug(std::string what) : what_(std::move(what)) {}
    [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

private:
    std::string what_;
};
#endif

/// Throws Bug (aborts where exceptions are off).
[[noreturn]] void report_bug(const char* file, int line, const char* condition);

}  // namespace tessera

#define TESSERA_CHECK(condition)                                       \
    do {                                                               \
        if (!(condition)) [[unlikely]] {                               \
            ::tessera::report_bug(__FILE__, __LINE__, #condition);     \
        }                                                              \
    } while (false)

/// As TESSERA_CHECK, but compiled out of release builds: for hot code.
#ifdef NDEBUG
#define TESSERA_DCHECK(condition) \
    do {                          \
    } while (false)
#else
#define TESSERA_DCHECK(condition) TESSERA_CHECK(condition)
#endif
