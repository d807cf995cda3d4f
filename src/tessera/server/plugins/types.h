#pragma once
// What the server's plugin code is told and tells: names of plugins and instances, what to load,
// what happened. Values only. Threads: values.

#include <chrono>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugin/plugin_command.wire.h"
#include "tessera/actions/permission.h"
#include "tessera/base/geometry.h"
#include "tessera/base/ids.h"

namespace tessera::server {

/// Counted from 0 in each session, never reused; the number of its plugin pane.
using PluginId = StrongId<struct PluginIdTag, std::uint32_t>;

/// What a user sees as one plugin.
struct PluginKey {
    SessionId session;
    PluginId plugin;
    friend auto operator<=>(const PluginKey&, const PluginKey&) = default;
};

/// A plugin runs once for each client: own memory, own screen.
struct InstanceKey {
    SessionId session;
    PluginId plugin;
    ClientId client;
    [[nodiscard]] PluginKey plugin_key() const { return {session, plugin}; }
    friend auto operator<=>(const InstanceKey&, const InstanceKey&) = default;
};

/// One life of an instance, as the plugin-host knows it; never used twice.
using LifeId = StrongId<struct LifeIdTag, std::uint64_t>;

using PluginSettings = std::map<std::string, std::string, std::less<>>;
using actions::Permission;

enum class Visible : std::uint8_t { No, Yes };
enum class SkipCache : std::uint8_t { No, Yes };
enum class Recording : std::uint8_t { No, Yes };

/// Whether other bytes behind a granted location ask again.
enum class PinPermissions : std::uint8_t { No, Yes };
enum class CompileStrategy : std::uint8_t { Optimized, Baseline };

struct PluginLoad {
    InstanceKey instance;
    /// Not an alias: `zellij:NAME`, `tessera:NAME`, `file:…`, a path, `https://…`.
    std::string location;
    PluginSettings configuration;
    std::filesystem::path cwd;  // absolute; becomes /host, and what relative paths start from
    Size size;                  // of the content; 0 rows or columns: the pane is not placed yet
    Visible visible = Visible::No;
    std::vector<std::pair<std::string, std::string>> environment;
    /// NAME=value, complete: what programs that it runs start with; empty: the server's own.
    std::vector<std::string> program_environment = {};
    SkipCache skip_cache = SkipCache::No;  // read and check the module again
    /// Instead of PluginsOptions'.
    std::optional<PinPermissions> pin = std::nullopt;
    std::optional<CompileStrategy> compile = std::nullopt;
    Recording recording = Recording::No;  // the trace gets its record
    /// Where `zellij:NAME` is looked for before PluginsOptions::builtin_folders.
    std::vector<std::filesystem::path> builtin_folders = {};
    /// Rights that its session's configuration gives, as PluginsOptions::granted.
    std::map<std::string, std::vector<std::string>, std::less<>> granted = {};
};

struct PluginLoaded {
    std::string version;  // of zellij-tile, "0.45.0"; empty: unknown
    bool has_pipe = false;
    bool has_render = false;
    std::uint64_t memory_bytes = 0;
    std::uint64_t duration_us = 0;  // of `_start` and `load`
};

/// Replaces the whole content of the pane.
struct PluginFrame {
    std::string bytes;  // as for a terminal; lines may end in LF alone
    Size size;          // the guest drew for
};

/// Why a plugin does not run (any more). Text may contain anything: filter before drawing.
struct PluginFailure {
    std::string sentence;                // for the pane
    std::vector<std::string> backtrace;  // innermost first; may be empty
    std::string during;                  // "load", "update", …; empty: before it started
};

/// Where the answer to a command goes. Worth nothing once that life has ended.
struct ReplyToken {
    LifeId life;
    std::uint64_t command = 0;
    api::plugin_command::CommandName name{};
    bool waits = false;  // the guest stands still until reply() or refuse()
};

/// A command that passed its permission and is not for this directory.
struct PluginRequest {
    InstanceKey instance;
    std::string location;
    /// Shared because its 200 alternatives make every copy and move dear to compile.
    std::shared_ptr<const api::plugin_command::PluginCommand> command;
    ReplyToken token;
};

struct PluginMeter {
    InstanceKey instance;
    std::string location;
    std::string worker;    // empty: the plugin itself
    bool stopped = false;  // it failed and waits for a reload: only `traps` counts
    std::uint64_t calls = 0;
    std::uint64_t traps = 0;     // of a plugin: in all its lives, workers included
    std::uint64_t guest_us = 0;  // processor time
    std::uint64_t p50_us = 0;    // of the last 256 calls
    std::uint64_t p99_us = 0;
    std::uint64_t memory_bytes = 0;
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
};

/// A clock and random numbers of its own for each guest, the same at each run.
struct PluginWorld {
    std::chrono::nanoseconds wall{};  // since 1970, at the start
    std::uint64_t seed = 0;
};

/// One thing that went into a plugin or came out of it.
struct PluginTrace {
    enum class Kind : std::uint8_t {
        Loaded,         // text: its version; took: `_start` and `load`
        Failed,         // text: why
        Event,          // number: of the call; bytes: api.event.Event
        Pipe,           // number: of the call; bytes: api.pipe_message.PipeMessage
        Done,           // number: of the call; took: wall time in the guest, drawing included
        Drawn,          // text: what it wrote; number: of the call that caused it, or 0
        Command,        // number: of the command; bytes: api.plugin_command.PluginCommand;
                        // text: why it was refused at once
        Reply,          // number: of the command; bytes: the reply; name: of the command
        WorkerMessage,  // worker; bytes: api.message.Message
        WorkerDone,     // worker
        Log,            // text: lines of standard error
        Recorded,       // bytes: tessera.session.plugin_record.Entry
    };
    Kind kind = Kind::Loaded;
    InstanceKey instance;
    std::uint64_t number = 0;
    std::string_view bytes = {};   // valid during the call
    std::string_view text = {};    // likewise
    std::string_view worker = {};  // empty: the plugin itself
    api::plugin_command::CommandName name{};
    std::chrono::microseconds took{};
};

}  // namespace tessera::server
