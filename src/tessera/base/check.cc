#include "tessera/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace tessera {

void report_bug(const char* file, int line, const char* condition) {
#if defined(__cpp_exceptions)
    throw Bug(std::string(file) + ":" + std::to_string(line) + ": " + condition);
#else
    std::fprintf(stderr, "%s:%d: %s\n", file, line, condition);
    std::abort();
#endif
}

}  // namespace tessera
