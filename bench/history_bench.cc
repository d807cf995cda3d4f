// What a long history costs: wrapping it anew, and searching it. Prints a line per promise with the
// median of some runs, in processor time, and ends with 1 when one is broken.
//   history_bench [RUNS]

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tessera/vt/search/search.h"
#include "tessera/vt/terminal.h"
#include "vt_measure.h"

namespace {

using namespace tessera;

constexpr vt::HistoryLimits kUnbounded{.rows_max = 2'000'000, .bytes_max = std::size_t{1} << 30U};

/// Lines of words, `width` characters each, every tenth with another colour in it.
std::string log_lines(int count, int width) {
    static constexpr std::string_view kWords[] = {"request", "from", "10.0.0.1", "took",
                                                  "17ms",    "ok",   "retry",    "connection"};
    std::string out;
    unsigned seed = 7;
    for (int i = 0; i < count; ++i) {
        std::string line = std::to_string(i);
        while (static_cast<int>(line.size()) < width) {
            seed = seed * 1664525U + 1013904223U;
            line += ' ';
            line += kWords[seed >> 29U];
        }
        line.resize(static_cast<std::size_t>(width));
        out += i % 10 == 0 ? "\x1b[31m" + line + "\x1b[m\r\n" : line + "\r\n";
    }
    return out;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

bool promise(const char* what, double ms, double limit_ms) {
    std::printf("%-58s %8.2f ms, promised %4.0f: %s\n", what, ms, limit_ms,
                ms <= limit_ms ? "kept" : "BROKEN");
    return ms <= limit_ms;
}

/// From the resize to the page that is right for the new width, back and forth.
bool reflow(int runs) {
    vt::Terminal terminal({Rows(50), Cols(160)}, {.history = kUnbounded});
    terminal.feed(log_lines(100'000, 160));
    std::vector<double> narrower;
    std::vector<double> wider;
    for (int i = 0; i < runs; ++i) {
        double start = bench::cpu_seconds();
        terminal.resize({Rows(50), Cols(120)});
        narrower.push_back((bench::cpu_seconds() - start) * 1000);
        start = bench::cpu_seconds();
        terminal.resize({Rows(50), Cols(160)});
        wider.push_back((bench::cpu_seconds() - start) * 1000);
    }
    const bool kept = promise("reflow, 100,000 lines of 160 columns, to 120", median(narrower), 50);
    return promise("reflow, 100,000 lines of 160 columns, back to 160", median(wider), 50) && kept;
}

struct SearchCost {
    double whole_ms = 0;
    double slice_ms = 0;  // the longest
    std::size_t matches = 0;
};

SearchCost search(const vt::Terminal& terminal, const vt::SearchQuery& query) {
    auto search = vt::Search::create(query);
    SearchCost cost;
    bool more = search.has_value();
    while (more) {
        const double start = bench::cpu_seconds();
        more = search->step(terminal);
        const double ms = (bench::cpu_seconds() - start) * 1000;
        cost.whole_ms += ms;
        cost.slice_ms = std::max(cost.slice_ms, ms);
    }
    cost.matches = search ? search->matches().size() : 0;
    return cost;
}

bool searches(int runs) {
    vt::Terminal terminal({Rows(50), Cols(160)}, {.history = kUnbounded});
    terminal.feed(log_lines(1'000'000, 60));
    struct Row {
        const char* what;
        vt::SearchQuery query;
        double limit_ms;
    };
    using Kind = vt::SearchQuery::Kind;
    bool kept = true;
    for (const Row& row :
         {Row{"plain search, 1,000,000 lines of 60", {.text = "nowhere"}, 200},
          Row{"plain search, case of capitals", {.text = "Nowhere"}, 200},
          Row{"regular expression", {.text = "took [0-9]+s retry$", .kind = Kind::Regex}, 1000}}) {
        std::vector<double> whole;
        std::vector<double> slice;
        for (int i = 0; i < runs; ++i) {
            const SearchCost cost = search(terminal, row.query);
            whole.push_back(cost.whole_ms);
            slice.push_back(cost.slice_ms);
        }
        kept = promise(row.what, median(whole), row.limit_ms) && kept;
        kept = promise("  its longest slice", median(slice), 2) && kept;
    }
    return kept;
}

}  // namespace

int main(int argc, char** argv) {
    const int runs = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
    const bool reflow_kept = reflow(runs);
    return searches(runs) && reflow_kept ? 0 : 1;
}
