#pragma once
// For benchmarks: a plugin-host process and the frames it is sent, as a server would. Waits for
// answers, so it measures; any trouble ends the program with a sentence.
// Threads: one.

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "session/plugin_host.wire.h"
#include "tessera/base/unique_fd.h"
#include "tessera/io/frame.h"

namespace tessera::bench {

namespace pb = session::plugin_host;

[[noreturn]] void die(std::string_view sentence);

/// What `host compile` makes of a module. `compiler`: "optimized" or "baseline".
[[nodiscard]] std::string compile(const std::string& host, const std::string& wasm_path,
                                  const char* compiler);
/// A file of its own with these bytes, so that the plugin-host cannot share an earlier one.
[[nodiscard]] UniqueFd file_of(std::string_view bytes);

class HostDriver {
public:
    /// Started and greeted.
    explicit HostDriver(const std::string& host);
    ~HostDriver();
    HostDriver(const HostDriver&) = delete;
    HostDriver& operator=(const HostDriver&) = delete;

    template <class M>
    void send(M message, int fd = -1) {
        pb::ToHost whole;
        whole.body = std::move(message);
        send_whole(whole, fd);
    }
    void load(std::uint64_t instance, int code, pb::Compiler compiler);
    void resize(std::uint64_t instance, std::uint32_t rows, std::uint32_t cols);
    void update(std::uint64_t instance, std::uint64_t call, const std::string& event);
    void unload(std::uint64_t instance);

    /// The next message of that kind. Commands that wait are answered with nothing on the way; a
    /// trap ends the program.
    template <class M>
    M expect() {
        while (true) {
            pb::FromHost message = next();
            if (M* found = std::get_if<M>(&message.body)) {
                return std::move(*found);
            }
        }
    }

    /// Proportional share of memory of the process, KiB.
    [[nodiscard]] std::uint64_t memory_kib() const;

private:
    void send_whole(const pb::ToHost& message, int fd);
    [[nodiscard]] pb::FromHost next();

    UniqueFd socket_;
    pid_t child_ = -1;
    io::FrameReader reader_;
};

}  // namespace tessera::bench
