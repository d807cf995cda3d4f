#pragma once
// CodeStore: machine code of modules, kept between runs; README.md has the files. What does not fit
// its tag does not exist, so neither a forged file, nor one cut short by a power loss, nor another
// engine's is ever given out. Knows no engine; who compiles is the caller.
// Threads: any, at once (counters are atomic); any number of processes, too.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"
#include "tessera/code_store/sha256.h"

namespace tessera::code_store {

/// Names one module as compiled by one engine with one set of settings.
struct CodeKey {
    std::string hex;  // 64 digits
    friend bool operator==(const CodeKey&, const CodeKey&) = default;
};

/// `engine`: what wasm::Engine::identity() says, or any text that differs when code does not fit.
[[nodiscard]] CodeKey code_key(std::string_view wasm, std::string_view engine);

/// Since the store was opened by this process. Every find() is a hit, a miss or refused.
struct Counters {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;   // nothing there
    std::uint64_t refused = 0;  // something there that must not be used
    std::uint64_t stored = 0;   // commit() that succeeded
    friend bool operator==(const Counters&, const Counters&) = default;
};

class CodeStore {
public:
    /// A file to compile into: give `fd` to whoever compiles. Removed unless committed.
    class Draft {
    public:
        Draft(Draft&& other) noexcept;
        Draft& operator=(Draft&&) = delete;
        ~Draft();
        [[nodiscard]] int fd() const { return fd_.get(); }

    private:
        friend class CodeStore;
        Draft(int directory, std::string name, UniqueFd fd)
            : directory_(directory), name_(std::move(name)), fd_(std::move(fd)) {}
        int directory_ = -1;  // the store's
        std::string name_;    // empty once committed
        UniqueFd fd_;
    };

    /// Makes what is missing of `directory` (XDG_CACHE_HOME/tessera/code, say). Errors:
    /// PermissionDenied if the directory belongs to another user or others may enter it; Io.
    [[nodiscard]] static Result<CodeStore> open(const std::filesystem::path& directory);

    /// A read-only descriptor of checked machine code; nothing if there is none. Reads the whole
    /// file: keep the descriptor for further instances.
    [[nodiscard]] std::optional<UniqueFd> find(const CodeKey& key) const;
    /// Must not outlive the store.
    [[nodiscard]] Result<Draft> begin() const;
    /// Once the code is complete. Replaces what was there, so that code in use stays as it is.
    /// Result as of find(), not counted there. Errors: Corrupt if the draft is empty; Io.
    [[nodiscard]] Result<UniqueFd> commit(Draft draft, const CodeKey& key) const;

    /// Code that find() gave turned out to be none for the engine: another processor's, say.
    /// Counted as refused instead of a hit.
    void refuse() const;

    [[nodiscard]] Counters counters() const;

private:
    struct Tally {
        std::atomic<std::uint64_t> hits = 0;
        std::atomic<std::uint64_t> misses = 0;
        std::atomic<std::uint64_t> refused = 0;
        std::atomic<std::uint64_t> stored = 0;
    };
    CodeStore(UniqueFd directory, const Digest& secret)
        : directory_(std::move(directory)), secret_(secret), tally_(std::make_unique<Tally>()) {}
    [[nodiscard]] Result<Digest> tag_of(int code, const CodeKey& key) const;
    /// Code under that tag, unchecked; not open if there is none.
    [[nodiscard]] UniqueFd open_code(const Digest& tag) const;
    [[nodiscard]] bool fits(const UniqueFd& code, const Digest& tag, const CodeKey& key) const;

    UniqueFd directory_;
    Digest secret_;
    std::unique_ptr<Tally> tally_;  // a CodeStore can be moved, atomics cannot
};

}  // namespace tessera::code_store
