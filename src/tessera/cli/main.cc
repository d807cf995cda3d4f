// tessera: the program people start.

#include <algorithm>
#include <cstdio>
#include <exception>
#include <vector>

#include "tessera/cli/commands.h"

int main(int argc, char** argv) {
    const std::vector<std::string_view> arguments(argv + 1, argv + std::max(argc, 1));
    try {
        return tessera::cli::dispatch(arguments);
    } catch (const std::exception& e) {
        (void)std::fprintf(stderr, "tessera: %s\n", e.what());
        return 1;
    }
}
