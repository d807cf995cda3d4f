#pragma once
// What the engines of bench/vt.py have in common: page, reads, clock, memory.

#include <time.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace bench {

inline constexpr int kRows = 50;
inline constexpr int kCols = 160;
inline constexpr std::size_t kRead = 65536;  // what a server reads from a pty in one turn

inline std::string read_file(const char* path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline double resident_mb() {
    std::ifstream in("/proc/self/statm");
    double size = 0;
    double pages = 0;
    in >> size >> pages;
    return pages * 4096 / 1048576;
}

/// Processor time of this process: a busy machine does not change what it says.
inline double cpu_seconds() {
    timespec now{};
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Feeds `bytes` in reads, again and again, until `seconds` of processor time are over.
template <class Feed>
double megabytes_per_second(std::string_view bytes, double seconds, Feed feed) {
    double fed = 0;
    double passed = 0;
    const double start = cpu_seconds();
    while (passed < seconds && !bytes.empty()) {
        for (std::size_t at = 0; at < bytes.size(); at += kRead) {
            feed(bytes.substr(at, kRead));
        }
        fed += static_cast<double>(bytes.size());
        passed = cpu_seconds() - start;
    }
    return fed / 1048576.0 / passed;
}

}  // namespace bench
