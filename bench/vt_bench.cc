// Throughput and memory of the terminal engine at 160x50 with 10,000 lines of history.
//   vt_bench SECONDS FILE...   prints "MB/s MB" per file; bench/vt.py makes the files and compares

#include <cstdio>
#include <cstdlib>
#include <string>

#include "tessera/vt/terminal.h"
#include "vt_measure.h"

int main(int argc, char** argv) {
    using namespace tessera;
    const double seconds = argc > 1 ? std::atof(argv[1]) : 1.0;
    for (int i = 2; i < argc; ++i) {
        const std::string bytes = bench::read_file(argv[i]);
        const double before = bench::resident_mb();
        vt::Terminal terminal({Rows(bench::kRows), Cols(bench::kCols)});
        const double speed =
            bench::megabytes_per_second(bytes, seconds, [&](std::string_view part) {
                terminal.feed(part);
                (void)terminal.take_events();
                (void)terminal.take_replies();
            });
        std::printf("%.2f %.2f\n", speed, bench::resident_mb() - before);
    }
    return 0;
}
