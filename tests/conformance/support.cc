#include "support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tessera/unicode/utf8.h"

namespace tessera::conformance {

namespace fs = std::filesystem;

fs::path suite_folder(std::string_view suite) {
    const char* shared = std::getenv("TESSERA_SHARED");
    if (shared == nullptr) {
        return {};
    }
    const fs::path folder = fs::path(shared) / "conformance" / suite;
    return fs::is_directory(folder) ? folder : fs::path();
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> files(const fs::path& folder, std::string_view extension) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == extension) {
            found.push_back(entry.path());
        }
    }
    std::ranges::sort(found);
    return found;
}

std::vector<std::string> lines(std::string_view text) {
    std::vector<std::string> result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        result.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

std::string from_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    }
    return bytes;
}

std::string rtrim(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

std::string onlcr(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') {
            out += '\r';
        }
        out += c;
    }
    return out;
}

namespace {

/// One quoted Perl string from `at`; moves `at` behind it.
std::string perl_string(const std::string& text, std::size_t& at) {
    std::string out;
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] != '\\') {
            out += text[at];
            continue;
        }
        switch (text[++at]) {
        case 'e': out += '\033'; break;
        case 'n': out += '\n'; break;
        case 'r': out += '\r'; break;
        case 't': out += '\t'; break;
        case 'b': out += '\b'; break;
        case 'a': out += '\a'; break;
        case '0': out += '\0'; break;
        case 'x': {
            const bool braces = text[at + 1] == '{';
            const std::size_t start = at + (braces ? 2 : 1);
            const std::size_t end = braces ? text.find('}', start) : start + 2;
            const auto value = std::stoul(text.substr(start, end - start), nullptr, 16);
            if (braces && value > 0xff) {
                unicode::append_utf8(out, static_cast<char32_t>(value));
            } else {
                out += static_cast<char>(value);
            }
            at = braces ? end : end - 1;
            break;
        }
        default: out += text[at];
        }
    }
    ++at;
    return out;
}

}  // namespace

std::string perl_expression(const std::string& text) {
    std::string out;
    for (std::size_t at = text.find('"'); at < text.size(); at = text.find('"', at)) {
        const std::string part = perl_string(text, at);
        std::size_t next = text.find_first_not_of(' ', at);
        int times = 1;
        if (next != std::string::npos && text[next] == 'x') {
            times = std::stoi(text.substr(next + 1));
        }
        for (int i = 0; i < times; ++i) {
            out += part;
        }
    }
    return out;
}

Term::Term(int rows, int cols, std::size_t history_rows)
    : terminal({Rows(rows), Cols(cols)}, {.history = {.rows_max = history_rows}}) {}

void Term::feed(std::string_view bytes) {
    terminal.feed(std::as_bytes(std::span(bytes)));
}

void Term::feed_split(std::string_view bytes) {
    static constexpr std::size_t kLengths[] = {1, 2, 3, 5, 7};
    for (std::size_t i = 0; !bytes.empty(); ++i) {
        const std::size_t n = std::min(kLengths[i % std::size(kLengths)], bytes.size());
        feed(bytes.substr(0, n));
        bytes.remove_prefix(n);
    }
}

std::string Term::cells_text(std::span<const vt::Cell> cells) const {
    std::string text;
    for (const vt::Cell cell : cells) {
        if (cell.kind() == vt::CellKind::WideTail || cell.kind() == vt::CellKind::WrapSpacer) {
            continue;
        }
        if (cell.is_cluster()) {
            for (const char32_t c : terminal.screen().tables().clusters[cell.cluster_index()]) {
                unicode::append_utf8(text, c);
            }
        } else {
            unicode::append_utf8(text, cell.is_empty() ? U' ' : cell.code_point());
        }
    }
    return rtrim(std::move(text));
}

std::string Term::row(int r) const {
    return cells_text(terminal.screen().grid().row(r));
}

std::string Term::page() const {
    std::string text;
    for (int r = 0; r < rows(); ++r) {
        text += row(r) + '\n';
    }
    return text;
}

std::vector<std::string> Term::everything() const {
    std::vector<std::string> all;
    const vt::History& history = terminal.screen().history();
    for (std::size_t i = 0; i < history.size(); ++i) {
        all.push_back(cells_text(history.row(i).cells));
    }
    for (int r = 0; r < rows(); ++r) {
        all.push_back(row(r));
    }
    while (!all.empty() && all.back().empty()) {
        all.pop_back();
    }
    return all;
}

const vt::Style& Term::style(vt::Cell cell) const {
    return terminal.screen().tables().styles[cell.style()];
}

void Verdicts::fail(const std::string& name, const std::string& why) {
    std::string& result = results_[name];
    if (result.empty()) {
        result = why.empty() ? "failed" : why;
    }
}

void Verdicts::equal(const std::string& name, const std::string& expected, const std::string& got) {
    if (expected == got) {
        pass(name);
    } else {
        fail(name, "expected:\n" + expected + "\ngot:\n" + got);
    }
}

void Verdicts::finish(double percent_max) {
    const char* source = std::getenv("TESSERA_SOURCE_DIR");
    ASSERT_NE(source, nullptr) << "run by ctest, or set TESSERA_SOURCE_DIR";
    const fs::path list = fs::path(source) / "tests/conformance/exceptions" / (suite_ + ".txt");
    std::map<std::string, std::string> exceptions;
    for (const std::string& line : lines(read_file(list))) {
        const std::size_t colon = line.find(": ");
        if (!line.empty() && line.front() != '#' && colon != std::string::npos) {
            exceptions[line.substr(0, colon)] = line.substr(colon + 2);
        }
    }
    std::size_t passed = 0;
    for (const auto& [name, why] : results_) {
        passed += why.empty() ? 1U : 0U;
        if (!why.empty() && !exceptions.contains(name)) {
            ADD_FAILURE() << suite_ << " case " << name << "\n" << why;
        }
        if (why.empty() && exceptions.contains(name)) {
            ADD_FAILURE() << suite_ << " case " << name << " passes: take it off " << list;
        }
    }
    for (const auto& [name, why] : exceptions) {
        EXPECT_TRUE(results_.contains(name)) << "no such case: " << name << " in " << list;
    }
    const auto open = std::ranges::count_if(
        exceptions, [](const auto& row) { return row.second.starts_with("OPEN "); });
    const double allowed = static_cast<double>(results_.size()) * percent_max / 100.0;
    EXPECT_LE(static_cast<double>(exceptions.size()) - static_cast<double>(open), allowed)
        << suite_ << ": too many exceptions";
    EXPECT_FALSE(results_.empty()) << suite_ << ": no case found";
    ::testing::Test::RecordProperty(suite_ + "_passed", static_cast<int>(passed));
    ::testing::Test::RecordProperty(suite_ + "_cases", static_cast<int>(results_.size()));
    std::printf("%s: %zu of %zu pass, %td known gaps\n", suite_.c_str(), passed, results_.size(),
                open);
}

}  // namespace tessera::conformance
