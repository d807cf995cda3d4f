#include "tessera/sdk/io.h"

#include "output.h"
#include "tessera/sdk/shim.h"

namespace tessera::sdk {

namespace {

constinit std::string g_drawn;

}  // namespace

void print(std::string_view text) {
    g_drawn += text;
}

void begin_drawing() {
    g_drawn.clear();
}

void end_drawing() {
    print_now(g_drawn);
    g_drawn.clear();
}

void panic(std::string_view message) {
    log(message);
    report_crash(message);
    __builtin_trap();
}

}  // namespace tessera::sdk
