#include "tessera/server/server_main.h"

#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>

#include "tessera/server/plugins/permissions.h"
#include "tessera/server/server.h"

namespace tessera::server {

namespace {

/// Each pane has one, a plugin up to hundreds; the usual soft limit, for programs that use
/// select(), is 1,024. What is started from here inherits this one, so it stays moderate.
constexpr rlim_t kDescriptors = 16384;

void allow_more_descriptors() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < kDescriptors) {
        limit.rlim_cur = std::min(kDescriptors, limit.rlim_max);
        (void)::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

}  // namespace

int server_main(ServerMainOptions options, LogSink& log) {
    namespace fs = std::filesystem;
    (void)::signal(SIGPIPE, SIG_IGN);  // writes tell by EPIPE
    (void)::signal(SIGHUP, SIG_IGN);   // outlives the terminal it was started from
    allow_more_descriptors();
    io::Loop loop;
    const SystemClock clock;
    Server server(loop, clock, log);
    ServerOptions to;
    to.keeper = std::move(options.keeper);
    to.listener = std::move(options.listener);
    to.plugins.host_program = options.plugin_host;
    to.plugins.net_program = options.net;
    if (!options.data_dir.empty()) {
        to.plugins.builtin_folders.push_back(fs::path(options.data_dir) / "plugins");
    }
    to.plugins.builtin_folders.push_back(options.plugins);
    if (!options.cache_dir.empty()) {
        const fs::path cache(options.cache_dir);
        to.plugins.code_cache = cache / "code";
        to.plugins.cache_root = cache / "plugins";
        to.plugins.permission_file = cache / "permissions.kdl";
        // Source of the other place: Zellij 0.45 consts.rs, ZELLIJ_PLUGIN_PERMISSIONS_CACHE.
        if (const Result<> adopted = adopt_grants(
                to.plugins.permission_file, cache.parent_path() / "zellij" / "permissions.kdl");
            !adopted) {
            log.log(LogLevel::Warning, "plugins", adopted.error().to_string());
        }
    }
    to.plugins.temporary_root = fs::path(options.runtime_dir) / "plugin-tmp";
    if (const Result<> started = server.start(std::move(to)); !started) {
        log.log(LogLevel::Error, "server", started.error().to_string());
        return 1;
    }
    loop.run();
    return 0;
}

}  // namespace tessera::server
