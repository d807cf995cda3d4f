#pragma once
// What the conformance suites share: where the data is, a terminal looked at as text, and the
// list of exceptions that is enforced both ways. Data is read from TESSERA_SHARED, never copied.
// Threads: one.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/vt/screen/screen.h"
#include "tessera/vt/terminal.h"

namespace tessera::conformance {

/// Folder of `suite`; empty when TESSERA_SHARED is not set or has no such folder.
[[nodiscard]] std::filesystem::path suite_folder(std::string_view suite);
[[nodiscard]] std::string read_file(const std::filesystem::path& path);
/// Names in `folder` that end in `extension`, sorted.
[[nodiscard]] std::vector<std::filesystem::path> files(const std::filesystem::path& folder,
                                                       std::string_view extension);
[[nodiscard]] std::vector<std::string> lines(std::string_view text);
[[nodiscard]] std::string from_hex(std::string_view hex);
[[nodiscard]] std::string rtrim(std::string text);
/// Perl's `"text" x 3 . "more"`, as libvterm's scripts have it.
[[nodiscard]] std::string perl_expression(const std::string& text);
/// What a tty with ONLCR makes of a program's output.
[[nodiscard]] std::string onlcr(std::string_view text);

/// A terminal, looked at the way the suites do.
struct Term {
    Term(int rows, int cols, std::size_t history_rows = 10'000);
    void feed(std::string_view bytes);
    /// Feeds in pieces of lengths that repeat 1, 2, 3, 5, 7.
    void feed_split(std::string_view bytes);

    [[nodiscard]] int rows() const { return terminal.screen().rows(); }
    [[nodiscard]] int cols() const { return terminal.screen().cols(); }
    [[nodiscard]] std::string cells_text(std::span<const vt::Cell> cells) const;
    /// Row of the page, trailing blanks cut.
    [[nodiscard]] std::string row(int r) const;
    /// The page, one row per line.
    [[nodiscard]] std::string page() const;
    /// History and page, trailing empty rows cut.
    [[nodiscard]] std::vector<std::string> everything() const;
    [[nodiscard]] const vt::Style& style(vt::Cell cell) const;

    vt::Terminal terminal;
};

/// Collects verdicts and compares them with exceptions/SUITE.txt (`case: why`, `#` comments): a
/// failure that is not listed fails the test, so does a listed case that passes, a listed case
/// that does not exist, and a list of more than `percent_max` of the cases. A reason that starts
/// with "OPEN " is a gap of ours, not a disagreement: enforced and printed, but not part of the
/// percentage.
class Verdicts {
public:
    explicit Verdicts(std::string suite) : suite_(std::move(suite)) {}
    void pass(const std::string& name) { (void)results_[name]; }
    void fail(const std::string& name, const std::string& why);
    /// Passes when equal; otherwise records both.
    void equal(const std::string& name, const std::string& expected, const std::string& got);
    void finish(double percent_max = 3.0);

private:
    std::string suite_;
    std::map<std::string, std::string> results_;  // empty = passed
};

}  // namespace tessera::conformance
