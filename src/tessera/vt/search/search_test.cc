#include "tessera/vt/search/search.h"

#include <gtest/gtest.h>

namespace tessera::vt {
namespace {

/// "line:col-line:col" of each match, in the order of the search.
std::string all(const Terminal& t, const SearchQuery& query, std::size_t slice = kSearchSlice) {
    Result<Search> search = Search::create(query);
    if (!search) {
        return search.error().message;
    }
    while (search->step(t, slice)) {
    }
    std::string out;
    for (const Match& m : search->matches()) {
        out += std::to_string(m.begin.line) + ":" + std::to_string(m.begin.col) + "-" +
               std::to_string(m.end.line) + ":" + std::to_string(m.end.col) + " ";
    }
    return out;
}

Terminal log() {
    Terminal t({Rows(3), Cols(10)});
    t.feed(
        "Error one\r\nok\r\nerrors\r\nno error\r\nabcdefghERROR wraps\r\n\xe6\xbc\xa2 \xc3\x84"
        "err\r\nend");
    return t;
}

struct Case {
    std::string_view name;
    SearchQuery query;
    std::string_view found;
};

TEST(Search, FindsAsTheQuerySays) {
    using Q = SearchQuery;
    const Case cases[] = {
        {"small letters find all", {.text = "error"}, "4:8-5:3 3:3-3:8 2:0-2:5 0:0-0:5 "},
        {"a capital is meant", {.text = "Error"}, "0:0-0:5 "},
        {"unless told otherwise",
         {.text = "Error", .letters = Q::Case::Ignore},
         "4:8-5:3 3:3-3:8 2:0-2:5 0:0-0:5 "},
        {"whole words", {.text = "error", .words = Q::Words::Whole}, "3:3-3:8 0:0-0:5 "},
        {"an expression", {.text = "o[nk]\\b|^no", .kind = Q::Kind::Regex}, "3:0-3:2 1:0-1:2 "},
        {"wide characters count two columns",
         {.text = "\xc3\xa4"
                  "err"},
         "6:3-6:7 "},
        {"only the first group",
         {.text = "no (err)or|ok", .kind = Q::Kind::Regex, .part = Q::Part::FirstGroup},
         "3:3-3:6 1:0-1:2 "},
        {"nothing", {.text = "absent"}, ""},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(all(log(), c.query), c.found) << c.name;
        EXPECT_EQ(all(log(), c.query, 1), c.found) << c.name << ", in small slices";
    }
}

TEST(Search, WordsAndCapitalsAreThoseOfAllScripts) {
    using Q = SearchQuery;
    Terminal t({Rows(6), Cols(20)});
    t.feed(
        "\u00e9t\u00e9 \u00e9t\u00e9s\r\n--all x--all\r\nok ok\r\nno error\r\nEnd\r\n\u0141\u0142");
    const Case cases[] = {
        {"other letters", {.text = "\u00e9t\u00e9", .words = Q::Words::Whole}, "0:0-0:3 "},
        {"a word that begins with no letter",
         {.text = "--all", .words = Q::Words::Whole},
         "1:0-1:5 "},
        {"one blank ends a word and begins the next",
         {.text = "ok", .words = Q::Words::Whole},
         "2:3-2:5 2:0-2:2 "},
        {"a group of a whole word",
         {.text = "no (err)or",
          .kind = Q::Kind::Regex,
          .words = Q::Words::Whole,
          .part = Q::Part::FirstGroup},
         "3:3-3:6 "},
        {"\\S is no capital", {.text = "e\\Sd", .kind = Q::Kind::Regex}, "4:0-4:3 "},
        {"a capital beyond Latin-1 is meant", {.text = "\u0141"}, "5:0-5:1 "},
        {"its small letter finds both", {.text = "\u0142"}, "5:1-5:2 5:0-5:1 "},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(all(t, c.query), c.found) << c.name;
    }
}

TEST(Search, BadQueriesSayWhatIsWrong) {
    EXPECT_NE(all(log(), {.text = "a(", .kind = SearchQuery::Kind::Regex}).find("missing"),
              std::string::npos);
    EXPECT_FALSE(Search::create({}).has_value());
    EXPECT_FALSE(Search::create({.text = std::string(kMaxQueryBytes + 1, 'x')}).has_value());
}

TEST(Search, PlacesStayRightWhileTheTerminalScrolls) {
    Terminal t = log();
    Result<Search> search = Search::create({.text = "error"});
    ASSERT_TRUE(search.has_value());
    EXPECT_TRUE(search->step(t, 1));
    t.feed("\r\nmore\r\nand more error");
    while (search->step(t, 1)) {
    }
    EXPECT_EQ(search->matches().size(), 4U) << "what came later is found after restart()";
    EXPECT_EQ(search->matches().back().begin, (Place{0, 0}));
    search->restart();
    while (search->step(t)) {
    }
    EXPECT_EQ(search->matches().size(), 5U);
}

TEST(Search, GoesRoundAtBothEnds) {
    Result<Search> search = Search::create({.text = "error"});
    const Terminal t = log();
    while (search->step(t)) {
    }
    const std::vector<Match>& m = search->matches();
    EXPECT_EQ(m[match_above(m, {3, 3})].begin, (Place{2, 0}));
    EXPECT_EQ(m[match_above(m, {0, 0})].begin, (Place{4, 8}));
    EXPECT_EQ(m[match_below(m, {3, 3})].begin, (Place{4, 8}));
    EXPECT_EQ(m[match_below(m, {9, 0})].begin, (Place{0, 0}));
    EXPECT_EQ(match_below({}, {0, 0}), 0U);
}

}  // namespace
}  // namespace tessera::vt
