#pragma once
// One plugin with no workspace around it: the real plugin-host runs it, and what the server would
// do is done by a script. The same file, options and script give the same outcome, byte for byte:
// clock and random numbers are the run's own, and after each step the run waits until the plugin
// has nothing left to do. Threads: one.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tessera/base/clock.h"
#include "tessera/base/geometry.h"
#include "tessera/base/result.h"
#include "tessera/plugin_tools/script.h"
#include "tessera/server/plugins/types.h"
#include "tessera/vt/tool/dump.h"

namespace tessera::plugin_tools {

enum class Compiler : std::uint8_t { Optimized, Baseline };

struct RunOptions {
    std::filesystem::path host_program;  // tessera-plugin-host
    std::filesystem::path code_cache;    // empty: none
    std::filesystem::path file;          // of the wasm
    std::filesystem::path folder;        // becomes /host; absolute
    Size size{Rows(24), Cols(80)};
    std::map<std::string, std::string, std::less<>> configuration;
    std::vector<std::string> granted;  // names of permissions
    vt::tool::Format format = vt::tool::Format::Text;
    Compiler compiler = Compiler::Optimized;
    Duration wall{};  // what the clock shows at the start, since 1970
    std::uint64_t seed = 0;
    server::Recording recording = server::Recording::No;
    std::vector<Step> script;
};

struct RunOutcome {
    /// Screens that the script asked for and the last one, in the format.
    std::string screens;
    /// A JSON object for each command, in order.
    std::vector<std::string> commands;
    /// Lines for `tessera plugin replay`, if it was recorded.
    std::string record;
    /// Expectations that did not hold, "line 3: ...".
    std::vector<std::string> faults;
    std::string failure;  // why the plugin does not run (any more); empty: it does
    std::string log;      // what it wrote to standard error
};

/// Errors: NotFound and others about the file and the plugin-host, Timeout when the plugin is
/// still busy long after a step. What the plugin does wrong is part of the outcome.
[[nodiscard]] Result<RunOutcome> run_plugin(RunOptions options);

}  // namespace tessera::plugin_tools
