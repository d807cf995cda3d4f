// tessera-net: the process that reaches the web. Started by the server, not by people.

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cstdio>

#include "tessera/net/service.h"

namespace {

/// Number under which the server's socket arrives.
constexpr int kSocket = 3;
#ifndef TESSERA_NO_SANDBOX
/// Bodies in memory and what libcurl needs for them; a leak ends this process, not the machine.
constexpr rlim_t kMemoryMax = rlim_t{2} << 30U;
#endif

int run() {
    if (::fcntl(kSocket, F_GETFD) < 0) {  // NOLINT: variadic by POSIX
        (void)std::fputs("tessera-net is started by the tessera server\n", stderr);
        return 2;
    }
    tessera::io::Loop loop;
    int status = 0;
    const auto service = tessera::net::Service::open(
        loop, tessera::UniqueFd(kSocket), [&](const std::string& why) {
            if (!why.empty()) {
                (void)std::fprintf(stderr, "tessera-net: %s\n", why.c_str());
                status = 1;
            }
            loop.stop();
        });
    if (!service) {
        (void)std::fprintf(stderr, "tessera-net: %s\n", service.error().to_string().c_str());
        return 1;
    }
    loop.run();
    return status;
}

}  // namespace

int main() {
    (void)::signal(SIGPIPE, SIG_IGN);
    // Nothing it starts or maps may gain rights; what it parses comes from anywhere.
    (void)::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);  // NOLINT: variadic by Linux
#ifndef TESSERA_NO_SANDBOX
    const rlimit memory{kMemoryMax, kMemoryMax};
    (void)::setrlimit(RLIMIT_AS, &memory);
#endif
    return run();
}
