// Throughput of the terminal engine, MB/s per payload, at 160x50 with 10,000 lines of history.
//   vt_bench [SECONDS_PER_PAYLOAD] [FILE]...
// The built-in payloads have the shape of those of the multiplexer benchmark: words, words in 256
// colours, words of several scripts and emoji. FILEs are measured as they are.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tessera/vt/terminal.h"

namespace {

using tessera::Cols;
using tessera::Rows;
using tessera::vt::Terminal;

struct Payload {
    std::string name;
    std::string bytes;
};

constexpr std::string_view kScripts[] = {
    "日本語テキスト", "漢字", "кириллица", "ελληνικά", "😀👩‍👩‍👧",
    "e\xcc\x81",      "ñ",    "❤️",         "العربية"};

std::vector<Payload> built_in() {
    std::mt19937 random(7);
    const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    std::vector<std::string> words(4000);
    for (std::string& word : words) {
        for (unsigned n = 2 + below(10); n > 0; --n) {
            word += static_cast<char>('a' + below(26));
        }
    }
    constexpr int kAttributes[] = {1, 3, 4, 7};
    std::vector<Payload> payloads{{"plain", {}}, {"colour", {}}, {"unicode", {}}};
    for (int line = 0; line < 3000; ++line) {
        for (int i = 0; i < 12; ++i) {
            payloads[0].bytes += words[below(4000)] + (i == 11 ? "" : " ");
            payloads[1].bytes += "\033[38;5;" + std::to_string(below(256)) + ";" +
                                 std::to_string(kAttributes[below(4)]) + "m" + words[below(4000)] +
                                 "\033[0m ";
        }
        for (int i = 0; i < 14; ++i) {
            payloads[2].bytes +=
                std::string(kScripts[below(std::size(kScripts))]) + (i == 13 ? "" : " ");
        }
        for (Payload& payload : payloads) {
            payload.bytes += "\r\n";
        }
    }
    return payloads;
}

double megabytes_per_second(const Payload& payload, double seconds) {
    using Clock = std::chrono::steady_clock;
    Terminal terminal({Rows(50), Cols(160)});
    constexpr std::size_t kRead = 65536;  // what a server reads from a pty in one turn
    double fed = 0;
    const auto start = Clock::now();
    double passed = 0;
    while (passed < seconds) {
        for (std::size_t at = 0; at < payload.bytes.size(); at += kRead) {
            terminal.feed(std::string_view(payload.bytes).substr(at, kRead));
        }
        (void)terminal.take_events();
        fed += static_cast<double>(payload.bytes.size());
        passed = std::chrono::duration<double>(Clock::now() - start).count();
    }
    return fed / 1048576.0 / passed;
}

}  // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 1.0;
    std::vector<Payload> payloads = built_in();
    for (int i = 2; i < argc; ++i) {
        std::ifstream in(argv[i], std::ios::binary);
        payloads.push_back({argv[i], {std::istreambuf_iterator<char>(in), {}}});
    }
    for (const Payload& payload : payloads) {
        if (!payload.bytes.empty()) {
            std::printf("%-10s %8.1f MB/s\n", payload.name.c_str(),
                        megabytes_per_second(payload, seconds));
        }
    }
    return 0;
}
