#pragma once
// CliPipes: which command-line pipes wait, and for whom. A pipe is released when every instance
// that was given its message has handled it and none holds it. Source: Zellij 0.45 wasm_bridge.rs,
// update_cli_pipe_state. Threads: values.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tessera/server/plugins/types.h"

namespace tessera::server {

/// Pipes that one call may block or release.
inline constexpr std::size_t kChangesMax = 64;

class CliPipes {
public:
    struct Name {
        SessionId session;
        std::string pipe;
        friend auto operator<=>(const Name&, const Name&) = default;
    };
    using Released = std::vector<Name>;
    enum class Change : unsigned char { Block, Unblock };

    /// A message of that pipe is on its way to `instance`.
    void sent(const Name& name, const InstanceKey& instance);
    /// Asked during a call of `instance`; takes effect when that call ends.
    void change(const Name& name, const InstanceKey& instance, Change change);
    /// A call of `instance` ended; `handled` is the pipe whose message it was, if any.
    [[nodiscard]] Released call_ended(const InstanceKey& instance, const std::string* handled);
    /// It handles nothing any more.
    [[nodiscard]] Released gone(const InstanceKey& instance);

private:
    struct Pipe {
        std::multiset<InstanceKey> handling;
        bool blocked = false;
        std::set<InstanceKey> blockers;  // whoever blocked it and may be gone some day
    };
    void apply(const Name& name, const InstanceKey& instance, Change change, Released& released);
    void release_if_free(const Name& name, Released& released);

    std::map<Name, Pipe> pipes_;
    std::map<InstanceKey, std::map<Name, Change>> changes_;
};

}  // namespace tessera::server
