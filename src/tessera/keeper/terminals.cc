#include "tessera/keeper/terminals.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "tessera/pty/pty.h"

namespace tessera::keeper {

namespace {

std::int32_t extent(std::uint32_t value, std::int32_t smallest) {
    const auto bounded = std::min<std::uint32_t>(value, kMaxRowsOrCols);
    return std::max(static_cast<std::int32_t>(bounded), smallest);
}

}  // namespace

Result<const Terminals::Terminal*> Terminals::spawn(const session::keeper::Spawn& spawn) {
    if (terminals_.contains(spawn.terminal)) {
        return fail(ErrorCode::AlreadyExists, "this terminal number is in use");
    }
    pty::Started started = TESSERA_TRY(pty::start(
        {.argv = spawn.argv,
         .environment = spawn.environment,
         .directory = spawn.directory,
         .size = {Rows(extent(spawn.rows, 1)), Cols(extent(spawn.cols, 1))},
         .cell_pixels = {Rows(extent(spawn.cell_height, 0)), Cols(extent(spawn.cell_width, 0))}}));
    Terminal& terminal = terminals_[spawn.terminal];
    terminal.master = std::move(started.master);
    terminal.pid = started.pid;
    return &terminal;
}

void Terminals::release(std::uint32_t number) {
    terminals_.erase(number);
}

void Terminals::signal(const session::keeper::Signal& signal) const {
    const auto found = terminals_.find(signal.terminal);
    if (found == terminals_.end() || signal.signal < 1 || signal.signal >= NSIG) {
        return;
    }
    const Terminal& terminal = found->second;
    const pid_t group = signal.program_only ? 0 : pty::foreground_group(terminal.master.get());
    if (group > 1) {
        (void)::kill(-group, signal.signal);
    } else if (!terminal.status) {
        (void)::kill(terminal.pid, signal.signal);
    }
}

std::optional<session::keeper::Exited> Terminals::reaped(pid_t pid, int wait_status) {
    const auto found = std::ranges::find_if(terminals_, [pid](const auto& entry) {
        return entry.second.pid == pid && !entry.second.status;
    });
    if (found == terminals_.end()) {
        return std::nullopt;
    }
    const std::int32_t status =
        WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
    found->second.status = status;
    return session::keeper::Exited{found->first, status};
}

}  // namespace tessera::keeper
