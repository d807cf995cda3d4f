#pragma once
// The programs a keeper is the parent of, and the masters of their terminals.
// Threads: one.

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <optional>

#include "session/keeper.wire.h"
#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"

namespace tessera::keeper {

class Terminals {
public:
    struct Terminal {
        UniqueFd master;
        pid_t pid = 0;
        std::optional<std::int32_t> status;  // exit status, or 128 + signal, once it has ended
    };

    /// Starts a program under the number it asks for. Errors: AlreadyExists (the number is in
    /// use); those of pty::start. The result is valid until release() of that number.
    [[nodiscard]] Result<const Terminal*> spawn(const session::keeper::Spawn& spawn);
    /// Closes the master, which hangs up what still runs there. Unknown numbers are ignored.
    void release(std::uint32_t number);
    void release_all() { terminals_.clear(); }
    /// Unknown numbers, signals that do not exist and ended programs are ignored.
    void signal(const session::keeper::Signal& signal) const;
    /// A child ended. Nothing when it is none of these programs.
    [[nodiscard]] std::optional<session::keeper::Exited> reaped(pid_t pid, int wait_status);

    [[nodiscard]] const std::map<std::uint32_t, Terminal>& all() const { return terminals_; }

private:
    std::map<std::uint32_t, Terminal> terminals_;
};

}  // namespace tessera::keeper
