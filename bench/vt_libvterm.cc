// Throughput of libvterm with the work a terminal must do: damage merged by row, lines that scroll
// off copied into 10,000 lines of history.
//   vt_libvterm SECONDS FILE...   prints "MB/s MB" per file, as vt_peers does

#include <vterm.h>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

#include "vt_measure.h"

namespace {

constexpr std::size_t kHistory = 10'000;
using History = std::deque<std::vector<VTermScreenCell>>;

int push_line(int cols, const VTermScreenCell* cells, void* user) {
    auto& history = *static_cast<History*>(user);
    history.emplace_back(cells, cells + cols);
    if (history.size() > kHistory) {
        history.pop_front();
    }
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 1.0;
    for (int i = 2; i < argc; ++i) {
        const std::string bytes = bench::read_file(argv[i]);
        const double before = bench::resident_mb();
        History history;
        VTerm* terminal = vterm_new(bench::kRows, bench::kCols);
        vterm_set_utf8(terminal, 1);
        VTermScreen* screen = vterm_obtain_screen(terminal);
        VTermScreenCallbacks callbacks{};
        callbacks.sb_pushline = push_line;
        vterm_screen_set_callbacks(screen, &callbacks, &history);
        vterm_screen_set_damage_merge(screen, VTERM_DAMAGE_SCROLL);
        vterm_screen_reset(screen, 1);
        const double speed = bench::megabytes_per_second(
            bytes, seconds,
            [&](std::string_view part) { vterm_input_write(terminal, part.data(), part.size()); });
        std::printf("%.2f %.2f\n", speed, bench::resident_mb() - before);
        vterm_free(terminal);
    }
    return 0;
}
