#include "tessera/keeper/role.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>

#include <exception>

#include "tessera/io/log.h"
#include "tessera/keeper/keeper.h"

namespace tessera::keeper {

int run(const RoleOptions& options) {
    (void)::prctl(PR_SET_NAME, "tessera-keeper");
    for (const int ignored : {SIGHUP, SIGINT, SIGQUIT, SIGPIPE}) {
        ::signal(ignored, SIG_IGN);
    }
    UniqueFd listening(options.listening);
    if (::fcntl(listening.get(), F_SETFD, FD_CLOEXEC) != 0) {
        return 2;
    }
    const std::unique_ptr<LogSink> log = io::open_log(options.log_file, LogLevel::Info);
    const SystemClock clock;
    io::Loop loop;
    Keeper keeper(loop,
                  {.listening = std::move(listening),
                   .socket = options.socket,
                   .lock = options.lock,
                   .server = {options.executable, "server"},
                   .error_file = options.log_file},
                  *log, clock);
    const auto terminated = loop.on_signal(SIGTERM, [&keeper] { keeper.terminate(); });
    keeper.start();
    try {
        loop.run();
    } catch (const std::exception& bug) {
        // An edge: without the keeper the programs end, so say why.
        log->log(LogLevel::Error, "keeper", bug.what());
        return 1;
    }
    return 0;
}

}  // namespace tessera::keeper
