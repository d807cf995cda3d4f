#include "tessera/vt/search/search.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "tessera/unicode/utf8.h"
#include "tessera/vt/screen/screen.h"

namespace tessera::vt {

namespace {

/// Memory of one compiled expression and its automata.
constexpr std::int64_t kMaxRegexMemory = 8 << 20;

enum class Case : std::uint8_t { Kept, Folded };

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// In an expression \S, \pL and the like are no capitals.
bool has_capital(std::string_view text, SearchQuery::Kind kind) {
    static const re2::RE2 capital(R"(\p{Lu})");
    static const re2::RE2 escape(R"(\\(?:[pP]\{[^}]*\}|[pP]?.))");
    std::string plain(text);
    if (kind == SearchQuery::Kind::Regex) {
        re2::RE2::GlobalReplace(&plain, escape, "");
    }
    return re2::RE2::PartialMatch(plain, capital);
}

/// A whole word of `pattern`, which is the first group: what stands beside it, if anything, is no
/// part of a word. \b would know ASCII only, and nothing that begins with a dash.
std::string whole_word(const std::string& pattern) {
    constexpr std::string_view kNoWord = R"([^\pL\pM\pN_])";
    return "(?:^|" + std::string(kNoWord) + ")(" + pattern + ")(?:" + std::string(kNoWord) + "|$)";
}

/// Bytes of a row as they are searched: 0, a cell never written, is a space, and capitals are small
/// letters if asked for. Eight at a time: this runs over all of a history.
void fold_bytes(std::string_view from, Case letters, char* to) {
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    constexpr std::uint64_t kHigh = 0x80 * kOnes;
    const std::uint64_t fold = letters == Case::Folded ? 0x20 * kOnes : 0;
    std::size_t i = 0;
    for (; i + 8 <= from.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, from.data() + i, 8);
        const std::uint64_t low = word & ~kHigh;
        // The high bit of a byte: at least 'A', at most 'Z', ASCII.
        const std::uint64_t capital =
            (low + (0x80 - 'A') * kOnes) & ~(low + (0x7f - 'Z') * kOnes) & ~word & kHigh;
        const std::uint64_t blank = ~(low + 0x7f * kOnes) & ~word & kHigh;
        word |= ((capital >> 7U) * 0x20) & fold;
        word |= (blank >> 7U) * 0x20;
        std::memcpy(to + i, &word, 8);
    }
    for (; i < from.size(); ++i) {
        const char c = from[i];
        to[i] = c == 0 ? ' ' : letters == Case::Folded ? lower(c) : c;
    }
}

/// One line, all its rows: text, and for each byte the cell it came from.
struct LineText {
    std::string text;
    std::vector<Place> places;  // one a byte, and one behind the last
};

}  // namespace

struct Search::Impl {
    SearchQuery query;
    std::unique_ptr<re2::RE2> expression;
    bool ignore_case = false;
    bool is_regex = false;
    bool plain_ascii = false;  // rows of bytes can be searched as they are
    std::string needle;        // lower case when case is ignored
    std::vector<Match> matches;
    std::optional<std::uint64_t> next;  // lines before this one are still to be looked at
    std::string scratch;
    LineText line;

    /// Looks at the line that ends with row `last`; returns its first row. `cells` grows by what
    /// was read.
    std::uint64_t look_at(const Terminal& terminal, std::uint64_t last, std::size_t& cells);
    bool bytes_may_match(const PackedRow& row);
    void search_text();
    void append_row(const Terminal& terminal, std::uint64_t row);
    void append_cells(const SideTables& tables, std::span<const Cell> cells, std::uint64_t row);
};

Search::Search(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Search::Search(Search&&) noexcept = default;
Search& Search::operator=(Search&&) noexcept = default;
Search::~Search() = default;

Result<Search> Search::create(const SearchQuery& query) {
    if (query.text.empty() || query.text.size() > kMaxQueryBytes) {
        return fail(ErrorCode::InvalidArgument, "a search wants 1 to 4096 bytes of text");
    }
    auto impl = std::make_unique<Impl>();
    impl->query = query;
    impl->ignore_case =
        query.letters == SearchQuery::Case::Ignore ||
        (query.letters == SearchQuery::Case::Smart && !has_capital(query.text, query.kind));
    const bool plain = query.kind == SearchQuery::Kind::Plain;
    impl->is_regex = !plain;
    impl->plain_ascii = plain && is_ascii(query.text);
    impl->needle = query.text;
    if (impl->ignore_case) {
        std::ranges::transform(impl->needle, impl->needle.begin(), lower);
    }
    std::string pattern = plain ? re2::RE2::QuoteMeta(query.text) : query.text;
    if (query.words == SearchQuery::Words::Whole) {
        pattern = whole_word(pattern);
    }
    re2::RE2::Options options;
    options.set_case_sensitive(!impl->ignore_case);
    options.set_log_errors(false);
    options.set_max_mem(kMaxRegexMemory);
    impl->expression = std::make_unique<re2::RE2>(pattern, options);
    if (!impl->expression->ok()) {
        return fail(ErrorCode::InvalidArgument, impl->expression->error());
    }
    return Search(std::move(impl));
}

void Search::restart() {
    impl_->matches.clear();
    impl_->next.reset();
}

const std::vector<Match>& Search::matches() const {
    return impl_->matches;
}

bool Search::step(const Terminal& terminal, std::size_t cells) {
    const History& history = terminal.screen().history();
    const std::uint64_t oldest = history.dropped();
    if (!impl_->next) {
        impl_->next =
            oldest + history.size() + static_cast<std::uint64_t>(terminal.size().rows.value);
    }
    std::size_t read = 0;
    while (*impl_->next > oldest && read < cells && impl_->matches.size() < kMaxMatches) {
        impl_->next = impl_->look_at(terminal, *impl_->next - 1, read);
    }
    return *impl_->next > oldest && impl_->matches.size() < kMaxMatches;
}

namespace {

bool wraps(const Terminal& terminal, std::uint64_t line) {
    const History& history = terminal.screen().history();
    const std::uint64_t page = history.dropped() + history.size();
    return line >= page ? terminal.is_wrapped(Row(static_cast<std::int32_t>(line - page)))
                        : history.info(line - history.dropped()).wrapped;
}

}  // namespace

std::uint64_t Search::Impl::look_at(const Terminal& terminal, std::uint64_t last,
                                    std::size_t& cells) {
    const History& history = terminal.screen().history();
    const std::uint64_t oldest = history.dropped();
    const std::uint64_t page = oldest + history.size();
    std::uint64_t first = last;
    while (first > oldest && last - first + 1 < kMaxJoinedRows && wraps(terminal, first - 1)) {
        --first;
    }
    constexpr std::size_t kRowCost = 16;  // an empty row is not free
    cells += kRowCost * (last - first + 1);
    if (first == last && last < page) {
        const PackedRow row = history.packed(last - oldest);
        if (row.width == CellWidth::Byte && (plain_ascii || is_regex)) {
            cells += row.cells / (plain_ascii ? 4 : 1);  // no text is made of it
            if (!bytes_may_match(row)) {
                return first;
            }
        }
    }
    line.text.clear();
    line.places.clear();
    for (std::uint64_t row = first; row <= last; ++row) {
        append_row(terminal, row);
    }
    line.places.push_back(line.places.empty()
                              ? Place{last, 0}
                              : Place{line.places.back().line, line.places.back().col + 1});
    constexpr std::size_t kTextCost = 2;  // text and places are made, byte by byte
    cells += kTextCost * line.text.size();
    search_text();
    return first;
}

/// A row of bytes holds the needle somewhere, words or not, or a match of the expression.
bool Search::Impl::bytes_may_match(const PackedRow& row) {
    const char* bytes = reinterpret_cast<const char*>(row.bytes);
    const std::size_t size = row.cells;
    const bool has_gap = std::memchr(bytes, 0, size) != nullptr;  // never written: read as a space
    if (has_gap || (plain_ascii && ignore_case)) {
        scratch.resize(size);
        fold_bytes({bytes, size}, plain_ascii && ignore_case ? Case::Folded : Case::Kept,
                   scratch.data());
        bytes = scratch.data();
    }
    if (plain_ascii) {
        return memmem(bytes, size, needle.data(), needle.size()) != nullptr;
    }
    return expression->Match({bytes, size}, 0, size, re2::RE2::UNANCHORED, nullptr, 0);
}

void Search::Impl::append_cells(const SideTables& tables, std::span<const Cell> cells,
                                std::uint64_t row) {
    for (std::size_t col = 0; col < cells.size(); ++col) {
        const Cell cell = cells[col];
        if (cell.kind() == CellKind::WideTail || cell.kind() == CellKind::WrapSpacer) {
            continue;
        }
        if (cell.is_cluster()) {
            for (const char32_t c : tables.clusters[cell.cluster_index()]) {
                unicode::append_utf8(line.text, c);
            }
        } else {
            unicode::append_utf8(line.text, cell.is_empty() ? U' ' : cell.code_point());
        }
        line.places.resize(line.text.size(), {row, static_cast<int>(col)});
    }
}

void Search::Impl::append_row(const Terminal& terminal, std::uint64_t row) {
    const Screen& screen = terminal.screen();
    const History& history = screen.history();
    const std::uint64_t page = history.dropped() + history.size();
    if (row < page) {
        append_cells(screen.tables(), history.row(row - history.dropped()).cells, row);
    } else {
        const int r = static_cast<int>(row - page);
        const std::span<const Cell> cells = screen.grid().used(r);
        append_cells(screen.tables(), cells, row);
    }
}

/// Adds the matches of `line`, the last one first.
void Search::Impl::search_text() {
    const std::size_t before = matches.size();
    std::size_t at = 0;
    std::array<re2::StringPiece, 3> found;  // all of it, and its first groups
    const std::size_t word = query.words == SearchQuery::Words::Whole ? 1 : 0;
    const bool wants_group = query.part == SearchQuery::Part::FirstGroup && is_regex &&
                             static_cast<std::size_t>(expression->NumberOfCapturingGroups()) > word;
    const std::size_t pieces = word + (wants_group ? 2 : 1);
    while (at <= line.text.size() && matches.size() < kMaxMatches &&
           expression->Match(line.text, at, line.text.size(), re2::RE2::UNANCHORED, found.data(),
                             static_cast<int>(pieces))) {
        const auto offset = [&](re2::StringPiece piece) {
            return static_cast<std::size_t>(piece.data() - line.text.data());
        };
        if (found[word].empty()) {  // an expression that matches nothing marks nothing
            at = offset(found[0]) + 1;
            continue;
        }
        at = offset(found[word]) + found[word].size();  // what ends one word may begin the next
        const bool has_group = wants_group && found[word + 1].data() != nullptr;
        const re2::StringPiece part = found[has_group ? word + 1 : word];
        if (!part.empty()) {
            const Place last = line.places[offset(part) + part.size() - 1];
            matches.push_back({line.places[offset(part)], {last.line, last.col + 1}});
        }
    }
    std::reverse(matches.begin() + static_cast<std::ptrdiff_t>(before), matches.end());
}

std::size_t match_above(const std::vector<Match>& matches, Place from) {
    const auto found =
        std::ranges::find_if(matches, [&](const Match& m) { return m.begin < from; });
    if (found != matches.end()) {
        return static_cast<std::size_t>(found - matches.begin());
    }
    return matches.empty() ? matches.size() : 0;
}

std::size_t match_below(const std::vector<Match>& matches, Place from) {
    const auto found = std::find_if(matches.rbegin(), matches.rend(),
                                    [&](const Match& m) { return m.begin > from; });
    if (found != matches.rend()) {
        return static_cast<std::size_t>(matches.rend() - found) - 1;
    }
    return matches.empty() ? matches.size() : matches.size() - 1;
}

}  // namespace tessera::vt
