// tessera-plugin-host: the process that runs plugins. Started by the server, not by people.

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <vector>

#include "tessera/plugin_host/roles.h"

namespace {

struct Role {
    std::string_view name;
    int (*run)(std::span<const std::string_view>);
};

constexpr Role kRoles[] = {
    {"compile", tessera::plugin_host::compile_role}, {"engine", tessera::plugin_host::engine_role},
    {"inspect", tessera::plugin_host::inspect_role}, {"replay", tessera::plugin_host::replay_role},
    {"serve", tessera::plugin_host::serve_role},     {"probe", tessera::plugin_host::probe_role},
};

// Below the server, the shells and what runs in them; a plugin that computes without end then
// costs a key's echo nothing on a machine whose processors are all busy.
constexpr int kNiceness = 5;

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string_view> arguments(argv + 1, argv + std::max(argc, 1));
    const auto* role = std::ranges::find(
        kRoles, arguments.empty() ? std::string_view() : arguments[0], &Role::name);
    if (role == std::end(kRoles)) {
        (void)std::fputs(
            "tessera-plugin-host is started by the tessera server. Roles: compile, engine, "
            "inspect, replay, serve, probe\n",
            stderr);
        return 2;
    }
    // Whoever types must not wait for whoever computes. Inherited by all threads to come.
    (void)::setpriority(PRIO_PROCESS, 0, kNiceness);
    try {
        return role->run(std::span(arguments).subspan(1));
    } catch (const std::exception& e) {
        (void)std::fprintf(stderr, "tessera-plugin-host: %s\n", e.what());
        return 1;
    }
}
