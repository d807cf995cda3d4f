// A guest that looks at preview1 from inside: `guest CASE [ARGUMENT...]` checks one behaviour and
// ends with 0, or says on stderr which line failed and ends with 1. `guest` alone lists the cases.
// A case has the name of the program in WebAssembly/wasi-testsuite that looks at the same
// behaviour.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string_view>

#include "cases.h"

void give_up(const char* file, int line, const char* what, unsigned got) {
    std::fprintf(stderr, "%s:%d: %s (errno %u)\n", file, line, what, got);
    std::exit(1);
}

int main(int argc, char** argv) {
    const std::string_view wanted = argc > 1 ? argv[1] : "";
    for (const auto& part :
         {process_cases(), file_cases(), path_cases(), link_cases(), libc_cases()}) {
        for (const Case& row : part) {
            if (wanted.empty()) {
                std::printf("%s\n", row.name);
            } else if (wanted == row.name) {
                row.run();
                return 0;
            }
        }
    }
    return wanted.empty() ? 0 : 2;
}
