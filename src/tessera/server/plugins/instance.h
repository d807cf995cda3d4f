#pragma once
// Instance: what the server knows of one plugin running for one client. Threads: the loop's.

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "session/plugin_host.wire.h"
#include "tessera/base/clock.h"
#include "tessera/base/unique_fd.h"
#include "tessera/io/loop.h"
#include "tessera/server/plugins/backlog.h"
#include "tessera/server/plugins/location.h"
#include "tessera/server/plugins/path_service.h"
#include "tessera/server/plugins/permissions.h"
#include "tessera/server/plugins/rate.h"
#include "tessera/server/plugins/types.h"

namespace tessera::server {

/// Calls handed to the plugin-host and not yet answered; the rest waits in the backlog, where it
/// can still be replaced. Enough that a fast guest never waits for us.
inline constexpr std::size_t kInFlightMax = 16;
/// Timeouts that wait at once; a guest that wants more repeats itself.
inline constexpr std::size_t kTimersMax = 256;
/// Messages to workers before the guest is loaded.
inline constexpr std::size_t kMailMax = 64;
/// Commands whose answer is outstanding; more than a plugin-host has threads. The oldest is
/// forgotten: its guest went on long ago.
inline constexpr std::size_t kUnansweredMax = 512;

struct Instance {
    enum class State : std::uint8_t {
        Preparing,  // its code or folders are not there yet
        Prepared,   // no plugin-host is there yet
        Starting,   // Load was sent
        Running,
        Failed,   // until reload or unload
        Closing,  // unloaded, but what it asks for in BeforeClose is still done
    };
    enum class Asking : std::uint8_t { No, Reading, User };

    InstanceKey key;
    LifeId life;
    PluginLoad load;
    Location location;
    State state = State::Preparing;

    // prepared
    UniqueFd code;
    std::string digest;
    bool has_folders = false;
    PathService::Folders folders;
    std::filesystem::path cwd;  // /host
    std::filesystem::path data_folder;
    std::filesystem::path cache_folder;

    // said by the guest
    PluginLoaded loaded;
    std::set<api::event::EventType> subscribed;
    std::map<std::uint64_t, std::unique_ptr<io::Watch>> timers;
    std::string panic;
    Rate commands;
    std::size_t complaints = 0;    // logged about it
    std::size_t web_requests = 0;  // under way, of earlier lives too

    // asked of the user
    Permissions permissions;
    Asking asking = Asking::No;
    Permissions wanted;

    // between us and the guest
    Backlog backlog;
    std::vector<session::plugin_host::WorkerMessage> mail;
    std::map<std::uint64_t, Delivery> in_flight;  // by call
    std::deque<std::pair<std::uint64_t, api::plugin_command::CommandName>> unanswered;
    std::size_t outstanding = 0;   // answers the plugin-host owes for it
    std::size_t workers_busy = 0;  // messages its workers have not dealt with
    /// Other folders behind /host that it asked for and has not got. What it hears next, it hears
    /// with the new one there. Source: Zellij 0.45 wasm_bridge.rs, change_plugin_host_dir: on the
    /// plugin's own thread.
    std::size_t folder_changes = 0;

    // the pane
    Size size;
    Size sent_size;
    Visible visible = Visible::No;
    bool drawing = false;  // asked to, outside of a call
    bool stale = false;    // something happened while nobody saw it

    /// It was there when a plugin-host died: it starts when no other such one is at work, so that
    /// whoever kills the next one is known.
    bool starts_alone = false;

    [[nodiscard]] bool is_shown() const {
        return visible == Visible::Yes && size.rows.value > 0 && size.cols.value > 0;
    }
    [[nodiscard]] bool takes_events() const {
        return state == State::Running && asking == Asking::No && folder_changes == 0;
    }
    [[nodiscard]] bool is_in_host() const {
        return state == State::Starting || state == State::Running;
    }
    /// It may be why a plugin-host dies now.
    [[nodiscard]] bool is_at_work() const {
        return state == State::Starting || !in_flight.empty() || drawing;
    }
};

}  // namespace tessera::server
