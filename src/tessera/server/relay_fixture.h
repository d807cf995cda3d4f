#pragma once
// For tests: a session with a guest that gives whatever command a test wants, and what a session
// shows of itself as lines of text, so that a test can say what a command changed.
// Threads: one.

#include <string>
#include <string_view>
#include <vector>

#include "tessera/plugin_api/tables.h"
#include "tessera/server/guest_fixture.h"

namespace tessera::server {

/// Everything that can be seen of a session, a fact a line.
[[nodiscard]] std::vector<std::string> facts_of(Session& session, ClientId client);

/// The guest of sdk/test/relay.cc in a tab with two shells, the first of which has the focus;
/// a second tab holds another shell.
class RelayTest : public GuestTest {
protected:
    struct Given {
        std::string refused;  // why; empty: it was let through
        std::string reply;    // JSON; empty: none came
    };
    struct Heard {
        std::string event;    // its name in the contract
        std::string payload;  // JSON
    };

    /// Waits until the guest is there. `grants`: names of permissions, or "all".
    void start_relay(std::string_view grants, std::string_view more_config = {});
    /// The guest gives a command with the payload written as JSON (empty: none).
    Given give(plugin_api::CommandName name, std::string_view payload);
    /// What is different since the last call: "+fact" and "-fact", in order of the facts.
    std::string changes();
    /// Waits for an event whose payload (JSON) contains `part`; false after a while.
    bool hears(std::string_view event, std::string_view part = {});
    [[nodiscard]] InstanceKey relay() const;
    /// Other side of a shell's terminal.
    FakeProgram& program(std::uint32_t terminal);

    std::vector<Heard> heard;

private:
    void trace(const PluginTrace& what);
    std::vector<std::string> everything();

    std::vector<std::string> facts_;
    std::map<std::uint32_t, FakeProgram> shells_;
    std::size_t starts_seen_ = 0;
    std::uint64_t call_ = 0;
    bool is_done_ = false;
    Given given_;
};

}  // namespace tessera::server
