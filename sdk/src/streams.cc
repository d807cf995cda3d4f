// The standard streams, all that a guest has of the SDK that is no plugin: no import but WASI's.

#include <wasi/api.h>

#include <array>
#include <cstdint>

#include "output.h"
#include "tessera/sdk/io.h"
#include "tessera/wire/json_line.h"

namespace tessera::sdk {

namespace {

constexpr __wasi_fd_t kIn = 0;
constexpr __wasi_fd_t kOut = 1;
constexpr __wasi_fd_t kLog = 2;

/// Everything queued on stdin; the host answers "nothing more" with zero bytes.
std::string read_all() {
    std::string out;
    // One full state update is about 100 kB; few calls matter more than the room.
    constexpr std::size_t kChunk = 32768;
    for (;;) {
        const std::size_t before = out.size();
        out.resize(before + kChunk);
        const __wasi_iovec_t room{reinterpret_cast<std::uint8_t*>(out.data() + before), kChunk};
        __wasi_size_t got = 0;
        if (__wasi_fd_read(kIn, &room, 1, &got) != 0) {
            got = 0;
        }
        out.resize(before + got);
        if (got == 0) {
            return out;
        }
    }
}

void write_all(__wasi_fd_t fd, std::string_view text) {
    while (!text.empty()) {
        const __wasi_ciovec_t part{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
        __wasi_size_t written = 0;
        if (__wasi_fd_write(fd, &part, 1, &written) != 0 || written == 0) {
            return;
        }
        text.remove_prefix(written);
    }
}

}  // namespace

std::optional<std::string> bytes_from_stdin() {
    const std::string text = read_all();
    std::string_view line = text;
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) {
        line.remove_suffix(1);
    }
    if (const std::size_t start = line.rfind('\n'); start != std::string_view::npos) {
        line.remove_prefix(start + 1);
    }
    return wire::parse_json_line(line);
}

void bytes_to_stdout(std::string_view bytes) {
    std::string line;
    wire::append_json_line(line, bytes, wire::LineEnd::Lf);
    write_all(kOut, line);
}

void print_now(std::string_view text) {
    write_all(kOut, text);
}

void log(std::string_view line) {
    std::string text(line);
    text += '\n';
    write_all(kLog, text);
}

}  // namespace tessera::sdk
