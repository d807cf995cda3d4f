#pragma once
// ProgramKeeper: what a session asks of the process that is the parent of all programs. keeper_link.h is
// the real one; tests have their own.
// Threads: the loop's.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tessera/base/geometry.h"

namespace tessera::server {

struct ProgramStart {
    std::uint32_t terminal = 0;            // number of the terminal pane
    std::vector<std::string> argv;
    std::vector<std::string> environment;  // complete
    std::string directory;
    Size size;
    Size cell_pixels;
};

/// What was kept of one terminal's screen, by number of the part.
using ScreenParts = std::map<std::uint64_t, std::string>;

class ProgramKeeper {
public:
    virtual ~ProgramKeeper() = default;
    /// Whoever owns the sessions is told how it went, never from inside this call.
    virtual void start(const ProgramStart& what) = 0;
    /// To the program itself.
    virtual void signal(std::uint32_t terminal, int signal) = 0;
    /// Hangs up whatever still runs there and forgets its screen. The number may be used for a new
    /// start.
    virtual void release(std::uint32_t terminal) = 0;
    /// A part of the terminal's screen, for the next server, in place of the one of that number.
    virtual void store_screen(std::uint32_t terminal, std::uint64_t part, std::string content) = 0;
    virtual void drop_screen(std::uint32_t terminal, std::uint64_t part) = 0;
};

}  // namespace tessera::server
