#include "tessera/kdl/kdl.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace tessera::kdl;

namespace {

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

void canonical(std::vector<Node>& nodes) {
    for (Node& node : nodes) {
        std::ranges::sort(node.props, {}, [](const auto& p) { return p.first; });
        node.has_children_block = false;
        canonical(node.children);
    }
}

std::string error_of(std::string_view text) {
    const auto parsed = parse(text);
    return parsed ? "no error" : format(parsed.error(), "f");
}

std::vector<std::filesystem::path> upstream_inputs() {
    const char* shared = std::getenv("TESSERA_SHARED");
    const std::filesystem::path root =
        std::filesystem::path(shared == nullptr ? "" : shared) / "conformance/kdl-v1";
    std::vector<std::filesystem::path> found;
    if (std::filesystem::is_directory(root / "input")) {
        for (const auto& entry : std::filesystem::directory_iterator(root / "input")) {
            found.push_back(entry.path());
        }
    }
    std::ranges::sort(found);
    return found;
}

}  // namespace

TEST(Kdl, AgreesWithTheUpstreamDocuments) {
    const auto inputs = upstream_inputs();
    if (inputs.empty()) {
        GTEST_SKIP() << "no KDL documents under TESSERA_SHARED";
    }
    for (const auto& input : inputs) {
        SCOPED_TRACE(input.filename().string());
        auto parsed = parse(read(input));
        const auto wanted_path =
            input.parent_path().parent_path() / "expected_kdl" / input.filename();
        if (!std::filesystem::exists(wanted_path)) {
            EXPECT_FALSE(parsed) << "must be refused";
            continue;
        }
        auto wanted = parse(read(wanted_path));
        if (!parsed || !wanted) {
            ADD_FAILURE() << format(parsed ? wanted.error() : parsed.error(), "it");
            continue;
        }
        const auto again = parse(to_text(*parsed));
        EXPECT_TRUE(again && *again == *parsed) << to_text(*parsed);
        canonical(parsed->nodes);
        canonical(wanted->nodes);
        EXPECT_EQ(to_text(*parsed), to_text(*wanted));
    }
}

TEST(Kdl, ReadsValuesOfEveryKind) {
    struct Row {
        std::string_view text;
        decltype(Value::data) wanted;
    };
    const Row rows[] = {
        {"null", Null{}},
        {"true", true},
        {"false", false},
        {"0", std::int64_t{0}},
        {"-7", std::int64_t{-7}},
        {"+7", std::int64_t{7}},
        {"1_000", std::int64_t{1000}},
        {"0xFf", std::int64_t{255}},
        {"-0x10", std::int64_t{-16}},
        {"0o17", std::int64_t{15}},
        {"0b10_1", std::int64_t{5}},
        {"-9223372036854775808", INT64_MIN},
        {"9223372036854775808", 9223372036854775808.0},
        {"0x1_0000_0000_0000_0000", 18446744073709551616.0},
        {"1.5", 1.5},
        {"1e3", 1000.0},
        {"-2.5E-1", -0.25},
        {"1e-999", 0.0},
        {R"("a\n\u{e9}\"")", std::string("a\né\"")},
        {R"(r"a\n")", std::string("a\\n")},
        {R"(r#"a"b"#)", std::string("a\"b")},
        {R"(r##"a"#b"##)", std::string("a\"#b")},
    };
    for (const Row& row : rows) {
        const auto parsed = parse("n " + std::string(row.text));
        ASSERT_TRUE(parsed) << row.text;
        EXPECT_TRUE(parsed->nodes[0].args[0].data == row.wanted) << row.text;
    }
}

TEST(Kdl, TellsWhereEverythingStands) {
    const auto parsed = parse("a 1\n  /* é */ \"bé\" x=2 {\r\n\tc;\n}\n");
    ASSERT_TRUE(parsed);
    const Node& b = parsed->nodes[1];
    EXPECT_EQ(b.span, (Span{.offset = 15, .length = 5, .line = 2, .column = 11}));
    EXPECT_EQ(b.prop("x")->span, (Span{.offset = 23, .length = 1, .line = 2, .column = 18}));
    EXPECT_EQ(b.child("c")->span.line, 3U);
    EXPECT_EQ(b.child("c")->span.column, 2U);
}

TEST(Kdl, DropsWhatASlashDashPrecedes) {
    const auto parsed = parse("/-a 1 {\n b\n}\nn /-1 2 /-x=3 y=4 /- { z } {\n c\n /-d; e }\n/-n");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(to_text(*parsed), "n 2 y=4 {\n    c\n    e\n}\n");
}

TEST(Kdl, TheLastPropertyOfANameWins) {
    const auto parsed = parse("n a=1 b=2 a=3");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(to_text(*parsed), "n a=3 b=2\n");
}

TEST(Kdl, TheLastNodeOfABlockNeedsNoTerminator) {
    const auto parsed = parse(R"(keybinds { normal { bind "Ctrl g" { SwitchToMode "Locked" } } })");
    ASSERT_TRUE(parsed);
    EXPECT_NE(parsed->nodes[0].child("normal")->child("bind")->child("SwitchToMode"), nullptr);
}

TEST(Kdl, AnErrorShowsTheLineAndWhatIsExpected) {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"theme nord",
         "f:1:7: a bare word cannot be a value: nord; expected \"nord\"\n  theme nord\n        "
         "^\n"},
        {"a\n\tb \"x", "f:2:4: this string is not closed; expected `\"`\n  \tb \"x\n  \t  ^\n"},
        {"a {\n b", "f:2:3: a `{` is not closed; expected `}`\n   b\n    ^\n"},
        {"a }", "f:1:3: unexpected `}` after a node; expected `;` or a new line\n  a }\n    ^\n"},
        {"n 0x", "f:1:3: not a number: 0x; expected \"0x\"\n  n 0x\n    ^\n"},
        {"a /* b", "f:1:3: this comment is not closed; expected `*/`\n  a /* b\n    ^\n"},
        {"n \"\\q\"",
         "f:1:4: unknown escape in a string: `\\` and `q`; expected one of \\n \\r \\t \\\\ \\/ "
         "\\\" \\b \\f \\u{…}, "
         "or a raw string r\"…\"\n  n \"\\q\"\n     ^\n"},
        {"n \"\xff\x1b\"", "f:1:4: this is not UTF-8 text\n  n \"\xff?\"\n     ^\n"},
    };
    for (const auto& [text, wanted] : rows) {
        EXPECT_EQ(error_of(text), wanted);
    }
}

TEST(Kdl, ALongLineIsCutAroundTheFault) {
    const auto parsed = parse("n " + std::string(3000, ' ') + "oops " + std::string(3000, ' '));
    ASSERT_FALSE(parsed);
    EXPECT_LE(parsed.error().source_line.size(), 240U);
    EXPECT_EQ(parsed.error().source_line.find("oops"),
              parsed.error().column - parsed.error().source_column);
}

TEST(Kdl, LimitsAreSaidNotSuffered) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) {
        deep += "a {";
    }
    std::string many;
    for (std::size_t i = 0; i <= kMaxItems; ++i) {
        many += "a\n";
    }
    std::string props = "n";
    for (std::size_t i = 0; i <= kMaxPropsOfNode; ++i) {
        props += " p" + std::to_string(i) + "=1";
    }
    EXPECT_NE(error_of(deep).find("nested more than 64"), std::string::npos);
    EXPECT_NE(error_of(many).find("more than 200000"), std::string::npos);
    EXPECT_NE(error_of(props).find("more than 256"), std::string::npos);
    EXPECT_NE(error_of(std::string(kMaxTextBytes + 1, ' ')).find("larger than"), std::string::npos);
    std::string comments;
    for (int i = 0; i < 100'000; ++i) {
        comments += "/*";
    }
    EXPECT_NE(error_of(comments).find("not closed"), std::string::npos);
}

TEST(Kdl, MutatedTextsGiveADocumentThatReadsBackOrAnError) {
    std::vector<std::string> seeds = {
        "a \"b\\u{41}\" r#\"c\"# x=0x1F /-y=2 { (t)d 1.5e3; /* e /* f */ */ }\r\n\\\n"};
    for (const auto& path : upstream_inputs()) {
        seeds.push_back(read(path));
    }
    std::uint32_t state = 12345;
    const auto random = [&](std::size_t below) {
        state = state * 1664525 + 1013904223;
        return static_cast<std::size_t>(state >> 8) % below;
    };
    constexpr std::string_view kBytes = "{}()\"\\/*-;=#r\n\r \t0x_.eE+\xc3\xe2\x80\xa8u";
    for (int round = 0; round < 20'000; ++round) {
        std::string text = seeds[random(seeds.size())];
        for (std::size_t edits = 1 + random(4); edits > 0; --edits) {
            const std::size_t at = random(text.size() + 1);
            const std::size_t kind = random(3);
            if (kind == 0 || at == text.size()) {
                text.insert(at, 1, kBytes[random(kBytes.size())]);
            } else if (kind == 1) {
                text.erase(at, 1 + random(4));
            } else {
                text[at] = kBytes[random(kBytes.size())];
            }
        }
        const auto parsed = parse(text);
        if (!parsed) {
            EXPECT_FALSE(format(parsed.error(), "f").empty());
            continue;
        }
        const auto again = parse(to_text(*parsed));
        ASSERT_TRUE(again && *again == *parsed) << text << "\n----\n" << to_text(*parsed);
    }
}
