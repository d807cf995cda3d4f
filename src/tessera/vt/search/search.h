#pragma once
// Search: where a text or a regular expression occurs in a terminal's page and history, newest
// first, in slices, so that nothing else has to wait. Soft-wrapped rows are one line.
// Knows no clock: the caller says how much a slice reads.
// Threads: one.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tessera/base/result.h"
#include "tessera/vt/terminal.h"

namespace tessera::vt {

struct SearchQuery {
    std::string text;
    enum class Kind : std::uint8_t { Plain, Regex } kind = Kind::Plain;
    /// Smart: capitals in the query make it sensitive, as in less(1) and Zellij.
    enum class Case : std::uint8_t { Smart, Sensitive, Ignore } letters = Case::Smart;
    enum class Words : std::uint8_t { Any, Whole } words = Words::Any;
    /// FirstGroup: where the first group of an expression matched, it alone is the match; the rest
    /// is what must be around it.
    enum class Part : std::uint8_t { Whole, FirstGroup } part = Part::Whole;
};

/// A place in a terminal: the line counts from the first line ever (Terminal::history_dropped), so
/// it stays right while the terminal scrolls.
struct Place {
    std::uint64_t line = 0;
    int col = 0;
    friend auto operator<=>(const Place&, const Place&) = default;
};

/// Half-open: `end` is behind the last cell.
struct Match {
    Place begin;
    Place end;
    friend bool operator==(const Match&, const Match&) = default;
};

/// Matches kept of one search; the oldest lines are not looked at when there are more.
inline constexpr std::size_t kMaxMatches = 100'000;
/// Longest query; a longer one is refused.
inline constexpr std::size_t kMaxQueryBytes = 4096;
/// Rows of one soft-wrapped line that are looked at together; a longer one is searched in pieces.
inline constexpr std::size_t kMaxJoinedRows = 512;
/// Cells to look at in one slice: under 2 ms for a regular expression on a slow machine.
inline constexpr std::size_t kSearchSlice = 100'000;

class Search {
public:
    /// InvalidArgument: an empty or overlong query, or what is wrong with the expression.
    [[nodiscard]] static Result<Search> create(const SearchQuery& query);
    Search(Search&&) noexcept;
    Search& operator=(Search&&) noexcept;
    ~Search();

    /// Begins anew at the end of the page; for a changed page.
    void restart();
    /// Looks at about `cells` further cells; false when everything has been looked at.
    bool step(const Terminal& terminal, std::size_t cells = kSearchSlice);
    /// What was found so far, from the last one in the terminal upwards.
    [[nodiscard]] const std::vector<Match>& matches() const;

private:
    struct Impl;
    explicit Search(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Index into `matches` (as Search gives them) of the next one above `from`, going round at the
/// top; matches.size() when there is none at all.
[[nodiscard]] std::size_t match_above(const std::vector<Match>& matches, Place from);
/// The same, downwards.
[[nodiscard]] std::size_t match_below(const std::vector<Match>& matches, Place from);

}  // namespace tessera::vt
