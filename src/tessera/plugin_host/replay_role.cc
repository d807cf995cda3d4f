// The replay role: a record on standard input, the module on another descriptor.

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "tessera/plugin_host/replay.h"
#include "tessera/plugin_host/role_io.h"
#include "tessera/plugin_host/roles.h"
#include "tessera/plugin_host/sandbox.h"
#include "tessera/wasm/engine.h"

namespace tessera::plugin_host {
namespace {

constexpr int kModuleFd = 3;
/// Of one record; a life of days.
constexpr std::size_t kRecordBytesMax = std::size_t{1} << 30U;

/// Frames: u32 little-endian length, then so many bytes.
Result<std::vector<std::string>> split(std::span<const std::byte> bytes) {
    std::vector<std::string> out;
    while (!bytes.empty()) {
        std::uint32_t length = 0;
        if (bytes.size() < sizeof(length)) {
            return fail(ErrorCode::Corrupt, "the record is cut");
        }
        std::memcpy(&length, bytes.data(), sizeof(length));
        bytes = bytes.subspan(sizeof(length));
        if (bytes.size() < length) {
            return fail(ErrorCode::Corrupt, "the record is cut");
        }
        out.emplace_back(reinterpret_cast<const char*>(bytes.data()), length);
        bytes = bytes.subspan(length);
    }
    return out;
}

Result<std::string> act() {
    const auto engine = TESSERA_TRY(wasm::Engine::create({}));
    (void)TESSERA_TRY(enter_sandbox({}));
    const auto wasm = TESSERA_TRY(read_all(kModuleFd, kWasmBytesMax));
    const auto module = TESSERA_TRY(wasm::Module::compile(engine, wasm));
    const auto frames = TESSERA_TRY(read_all(STDIN_FILENO, kRecordBytesMax));
    const auto entries = TESSERA_TRY(split(frames));
    const ReplayCounts counts = TESSERA_TRY(replay(module, entries));
    return fmt::format("the same: {} guests, {} calls, {} commands, {} WASI calls, {} frames\n",
                       counts.guests, counts.calls, counts.commands, counts.wasi_calls,
                       counts.frames);
}

}  // namespace

int replay_role(std::span<const std::string_view>) {
    const auto said = act();
    if (!said) {
        return complain(said.error().message);
    }
    return write_all(STDOUT_FILENO, *said) ? 0 : 1;
}

}  // namespace tessera::plugin_host
