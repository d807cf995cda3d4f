#pragma once
// CopyPrograms: the programs of `copy_command`, each fed with what was copied. Some live on for as
// long as they own the selection (xclip, wl-copy), so none is waited for and none is killed.
// Source: Zellij 0.45 copy_command.rs. Threads: the loop's.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/result.h"
#include "tessera/io/loop.h"
#include "tessera/server/plugins/child.h"

namespace tessera::server {

/// At once; who copies more often than its program ends copies in vain.
inline constexpr std::size_t kCopyProgramsMax = 64;

class CopyPrograms {
public:
    explicit CopyPrograms(io::Loop& loop) : loop_(loop) {}

    struct Order {
        std::string command;  // words between spaces, as in the configuration
        std::vector<std::string> environment;
        std::string directory;
        std::function<void()> failed;  // it ended and says it did not work; never from inside
    };
    /// Errors: InvalidArgument, LimitExceeded, Io, and what starting a program may say.
    [[nodiscard]] Result<> run(Order order, std::string_view text);

private:
    io::Loop& loop_;
    std::uint64_t last_ = 0;
    std::map<std::uint64_t, std::unique_ptr<Child>> running_;
};

}  // namespace tessera::server
