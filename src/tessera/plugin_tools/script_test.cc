#include "tessera/plugin_tools/script.h"

#include <gtest/gtest.h>

namespace tessera::plugin_tools {
namespace {

template <class V>
V only(const char* line) {
    const auto steps = parse_script(line);
    EXPECT_TRUE(steps) << line << (steps ? "" : steps.error().to_string());
    if (!steps || steps->size() != 1 || !std::holds_alternative<V>(steps->front().verb)) {
        ADD_FAILURE() << line;
        return {};
    }
    return std::get<V>(steps->front().verb);
}

TEST(Script, SkipsEmptyLinesAndCommentsAndCountsThem) {
    const auto steps = parse_script("# a comment\n\n{\"close\": true}\r\n{\"screen\": true}");
    ASSERT_TRUE(steps);
    ASSERT_EQ(steps->size(), 2U);
    EXPECT_EQ((*steps)[0].line, 3U);
    EXPECT_EQ((*steps)[1].line, 4U);
}

TEST(Script, ReadsEachKindOfStep) {
    EXPECT_EQ(only<SendEvents>(R"({"event": "Timer", "payload": 1.5})").events.size(), 1U);
    EXPECT_EQ(only<SendEvents>(R"({"key": "Ctrl p"})").events.size(), 1U);
    EXPECT_EQ(only<SendEvents>(R"({"key": ["a", "Enter"]})").events.size(), 2U);
    EXPECT_EQ(only<SendEvents>(R"({"type": "a ö"})").events.size(), 3U);
    EXPECT_EQ(only<Render>(R"({"render": [3, 40]})").size, (Size{Rows(3), Cols(40)}));
    EXPECT_EQ(only<Advance>(R"({"advance": 0.25})").by, std::chrono::milliseconds(250));
    EXPECT_EQ(only<AnswerPermission>(R"({"permission": "granted"})").answer,
              plugin_api::Granted::Yes);
    EXPECT_EQ(only<SetVisible>(R"({"visible": false})").shown, plugin_api::Shown::No);
    const auto pipe = only<SendPipe>(
        R"({"pipe": {"name": "n", "payload": "p", "args": {"a": "1"}, "cli": "id"}})");
    EXPECT_EQ(pipe.message.name, "n");
    EXPECT_EQ(pipe.message.payload, "p");
    EXPECT_EQ(pipe.message.cli_source_id, "id");
    EXPECT_EQ(pipe.message.args.at(0).value, "1");
    const auto told = only<TellSession>(
        R"({"session": {"name": "s", "mode": "pane", "tabs": ["a", "b"], "active": 1}})");
    EXPECT_EQ(told.mode, config::InputMode::Pane);
    EXPECT_EQ(told.tabs.size(), 2U);
    EXPECT_EQ(told.active, 1U);
    const auto reply = only<SetReply>(
        R"({"reply": {"command": "GetZellijVersion", "payload": {"version": "9"}}})");
    EXPECT_EQ(reply.reply, std::string("\x0a\x01") + "9");
    EXPECT_EQ(only<SetReply>(R"({"reply": {"command": "OpenFile", "refuse": "no"}})").refusal,
              "no");
    const auto expect =
        only<Expect>(R"({"expect": {"screen": ["a", "b"], "commands": ["CloseSelf", )"
                     R"({"command": "OpenFile", "payload": {"x": 1}}]}})");
    EXPECT_EQ(expect.screen.size(), 2U);
    EXPECT_EQ(expect.commands.at(1).payload, R"({"x":1})");
}

TEST(Script, SaysWhichLineIsWrongAndWhatShouldStandThere) {
    struct Row {
        const char* text;
        const char* says;
    };
    static constexpr Row kRows[] = {
        {"{}", "line 1: a step is a JSON object"},
        {"\n[1]", "line 2: a step is a JSON object"},
        {"{\"kee\": 1}", "there is no step 'kee'; there are: event, key"},
        {R"({"event": "Keey"})", "there is no event 'Keey'"},
        {R"({"event": "Key"})", "no plugin could read this event"},
        {R"({"event": "BeforeClose", "payload": 1})", "has no payload"},
        {R"({"event": "Timer", "payload": "x"})", "'timer_payload' should be a number"},
        {R"({"key": "Ctrl Nonsense"})", "Nonsense"},
        {R"({"render": [0, 5]})", "[rows, columns]"},
        {R"({"advance": -1})", "seconds"},
        {R"({"reply": {"command": "Subscribe", "payload": {}}})", "Subscribe is not answered"},
        {R"({"expect": {"sreen": "x"}})", "\"expect\" knows no \"sreen\""},
        {R"({"session": {"tabs": ["a"], "active": 1}})", "index of one of the tabs"},
    };
    for (const Row& row : kRows) {
        const auto steps = parse_script(row.text);
        ASSERT_FALSE(steps) << row.text;
        EXPECT_NE(steps.error().to_string().find(row.says), std::string::npos)
            << steps.error().to_string();
    }
}

TEST(Script, ComparesPartsOfJson) {
    EXPECT_TRUE(contains_json(R"({"a": {"b": 1, "c": 2}, "d": [1]})", R"({"a": {"c": 2}})"));
    EXPECT_TRUE(contains_json("3", "3"));
    EXPECT_FALSE(contains_json(R"({"a": [1, 2]})", R"({"a": [1]})"));
    EXPECT_FALSE(contains_json("", "1"));
}

}  // namespace
}  // namespace tessera::plugin_tools
