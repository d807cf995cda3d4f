#pragma once
// CodeCache: machine code of plugins, kept between runs. A directory of mode 0700 with, for each
// module, `<key>.code` (what the compile role printed, nothing else) and `<key>.tag` (its HMAC
// under the random `secret` beside them). What does not fit its tag does not exist. Knows no
// engine; who compiles is the caller. Threads: one; any number of processes at once.

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"
#include "tessera/server/plugins/sha256.h"

namespace tessera::server {

/// Names one module as compiled by one engine with one set of settings.
struct CodeKey {
    std::string hex;  // 64 digits
    friend bool operator==(const CodeKey&, const CodeKey&) = default;
};

/// `engine`: the line that `tessera-plugin-host engine` prints for the compiler in question.
[[nodiscard]] CodeKey code_key(std::string_view wasm, std::string_view engine);

class CodeCache {
public:
    /// A file to compile into: give `fd` to the compile role as stdout. Removed unless committed.
    class Draft {
    public:
        Draft(Draft&& other) noexcept;
        Draft& operator=(Draft&&) = delete;
        ~Draft();
        [[nodiscard]] int fd() const { return fd_.get(); }

    private:
        friend class CodeCache;
        Draft(int directory, std::string name, UniqueFd fd)
            : directory_(directory), name_(std::move(name)), fd_(std::move(fd)) {}
        int directory_ = -1;  // the cache's
        std::string name_;    // empty once committed
        UniqueFd fd_;
    };

    /// Makes what is missing of `directory` (XDG_CACHE_HOME/tessera/code, say). Errors:
    /// PermissionDenied if the directory belongs to another user or others may enter it; Io.
    [[nodiscard]] static Result<CodeCache> open(const std::filesystem::path& directory);

    /// A read-only descriptor of checked machine code; nothing if there is none. Reads the whole
    /// file: keep the descriptor for further instances.
    [[nodiscard]] std::optional<UniqueFd> find(const CodeKey& key) const;
    /// Must not outlive the cache.
    [[nodiscard]] Result<Draft> begin() const;
    /// Once the compile role ended with status 0. Replaces what was there by rename, so that code
    /// in use stays as it is. Result as of find(). Errors: Corrupt if the draft is empty; Io.
    [[nodiscard]] Result<UniqueFd> commit(Draft draft, const CodeKey& key) const;

private:
    CodeCache(UniqueFd directory, const Digest& secret)
        : directory_(std::move(directory)), secret_(secret) {}
    [[nodiscard]] Result<Digest> tag_of(int code, const CodeKey& key) const;

    UniqueFd directory_;
    Digest secret_;
};

}  // namespace tessera::server
