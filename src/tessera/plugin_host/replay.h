#pragma once
// Lives guests again from their record (proto/session/plugin_record.proto) and compares what they
// do with what they did: each command, WASI call, log line and frame, byte for byte. Threads: pure,
// but for the guests' own.

#include <cstddef>
#include <span>
#include <string>

#include "tessera/base/result.h"
#include "tessera/wasm/module.h"

namespace tessera::plugin_host {

struct ReplayCounts {
    std::size_t guests = 0;
    std::size_t calls = 0;
    std::size_t commands = 0;
    std::size_t wasi_calls = 0;
    std::size_t frames = 0;
};

/// `entries`: session.plugin_record.Entry, encoded. A call that the machine's clock ended is where
/// a life ends the second time. Errors: Corrupt with the first difference, VersionMismatch.
[[nodiscard]] Result<ReplayCounts> replay(const wasm::Module& module,
                                          std::span<const std::string> entries);

}  // namespace tessera::plugin_host
