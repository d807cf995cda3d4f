#include "tessera/cli/arguments.h"

#include <gtest/gtest.h>

#include <array>

#include "tessera/base/nearest.h"

namespace tessera::cli {
namespace {

constexpr std::array kSpecs = std::to_array<OptionSpec>({
    {'s', "session", "NAME", "the session"},
    {'d', "debug", "", "more"},
    {'r', "reverse", "", ""},
});

TEST(Arguments, OptionsComeInTheUsualSpellings) {
    using Words = std::vector<std::string_view>;
    for (const Words& words :
         {Words{"--session", "x"}, Words{"--session=x"}, Words{"-s", "x"}, Words{"-sx"},
          Words{"-s=x"}, Words{"-drs", "x"}, Words{"-s", "y", "--session", "x"}}) {
        const auto parsed = parse(words, kSpecs, cli::Words::Anywhere);
        ASSERT_TRUE(parsed) << words[0];
        EXPECT_EQ(parsed->value("session"), "x") << words[0];
    }
    const Words mixed = {"a", "-d", "b", "--", "-r", "c"};
    const auto parsed = parse(mixed, kSpecs, cli::Words::Anywhere);
    ASSERT_TRUE(parsed);
    EXPECT_TRUE(parsed->has("debug"));
    EXPECT_FALSE(parsed->has("reverse"));
    EXPECT_EQ(parsed->words, (Words{"a", "b"}));
    EXPECT_EQ(parsed->rest.size(), 2U);
    const Words with_command = {"-d", "attach", "-r"};
    const auto global = parse(with_command, kSpecs, cli::Words::AtFirstWord);
    ASSERT_TRUE(global);
    EXPECT_EQ(global->rest.size(), 2U);
    EXPECT_FALSE(global->has("reverse"));
}

TEST(Arguments, WhatIsNotUnderstoodNamesTheNearest) {
    using Words = std::vector<std::string_view>;
    const auto error_of = [](const Words& words) {
        const auto parsed = parse(words, kSpecs, cli::Words::Anywhere);
        return parsed ? std::string("none") : parsed.error().message;
    };
    EXPECT_NE(error_of({"--sesion", "x"}).find("'--session'"), std::string::npos);
    EXPECT_NE(error_of({"--session"}).find("a value is required"), std::string::npos);
    EXPECT_NE(error_of({"--debug=1"}).find("takes no value"), std::string::npos);
    EXPECT_NE(error_of({"-dx"}).find("'-x'"), std::string::npos);
    EXPECT_NE(error_of({"--\x1b[31m"}).find("\\x1b"), std::string::npos);
    EXPECT_EQ(error_of({"-"}), "none");
}

TEST(Nearest, SuggestsWhatIsNearAndNothingElse) {
    const std::array<std::string_view, 3> names{"attach", "kill-session", "vt"};
    EXPECT_EQ(nearest("atach", names), "attach");
    EXPECT_EQ(nearest("kil-sesion", names), "kill-session");
    EXPECT_EQ(nearest("tv", names), "vt");
    EXPECT_EQ(nearest("completely different", names), "");
}

}  // namespace
}  // namespace tessera::cli
