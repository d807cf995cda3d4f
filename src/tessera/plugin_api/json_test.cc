#include "tessera/plugin_api/json.h"

#include <gtest/gtest.h>

#include "plugin/event.wire.h"
#include "plugin/plugin_command.wire.h"
#include "tessera/plugin_api/tables.h"
#include "tessera/wire/codec.h"

namespace tessera::plugin_api {
namespace {

using api::event::Event;
using api::event::EventType;

const MessageSchema& schema(const char* name) {
    const MessageSchema* found = find_message(name);
    EXPECT_NE(found, nullptr) << name;
    return *found;
}

std::string refusal(const char* message, const char* json) {
    const auto read = from_json(schema(message), json);
    return read ? "accepted" : read.error().message;
}

TEST(Json, AMessageGoesThereAndBack) {
    struct Row {
        const char* message;
        const char* json;
    };
    static constexpr Row kRows[] = {
        {"api.event.Event", R"({"name":"Timer","timer_payload":1.5})"},
        {"api.event.Event",
         R"({"name":"Key","key_payload":{"modifier":"CTRL","char":"p",)"
         R"("additional_modifiers":["ALT","SHIFT"]}})"},
        {"api.event.Event",
         R"({"name":"TabUpdate","tab_update_payload":{"tab_info":[{"name":"first","active":true},)"
         R"({"position":1,"name":"zwei \"ö\""}]}})"},
        {"api.event.HintTextPayload", R"({"hint_text":{"3":{"text":"a"},"7":{"text":"b"}}})"},
        {"api.event.RunCommandResultPayload",
         R"({"exit_code":-3,"stdout":"line\n","stderr":{"base64":"AP8="}})"},
        {"api.plugin_command.PluginCommand",
         R"({"name":"Subscribe","subscribe_payload":{"subscriptions":)"
         R"({"event_types":["Key","Mouse"]}}})"},
        {"tessera.session.plugin_record.Entry",
         R"({"command":{"command":{"base64":"CAA="},"reply":""}})"},
    };
    for (const Row& row : kRows) {
        const auto bytes = from_json(schema(row.message), row.json);
        ASSERT_TRUE(bytes) << row.json << bytes.error().message;
        EXPECT_EQ(to_json(schema(row.message), *bytes), row.json);
    }
}

TEST(Json, SaysWhatTheStructsSay) {
    const auto bytes =
        from_json(schema("api.event.Event"), R"({"name":"Timer","timer_payload":2.25})");
    Event event;
    ASSERT_TRUE(bytes && wire::decode(*bytes, event));
    EXPECT_EQ(event.name, EventType::Timer);
    EXPECT_EQ(event.payload.get<Event::PayloadCase::timer_payload>(), 2.25F);
    EXPECT_EQ(payload_to_json(schema("api.event.Event"), wire::encode(event)), "2.25");
    event.payload = {};
    EXPECT_EQ(payload_to_json(schema("api.event.Event"), wire::encode(event)), "");
}

TEST(Json, NamesTheFieldThatIsWrong) {
    EXPECT_EQ(refusal("api.event.Event", R"({"nam":1})"), "api.event.Event has no field 'nam'");
    EXPECT_EQ(refusal("api.event.Event", R"({"name":"Timr"})"),
              "'name' should be a name of api.event.EventType");
    EXPECT_EQ(refusal("api.event.Event", R"({"visible_payload":1})"),
              "'visible_payload' should be true or false");
    EXPECT_EQ(refusal("api.event.TabInfo", R"({"position":-1})"),
              "'position' should be a whole number in its range");
    EXPECT_EQ(refusal("api.event.TabInfo", R"({"position":4294967296})"),
              "'position' should be a whole number in its range");
    EXPECT_EQ(refusal("api.event.TabUpdatePayload", R"({"tab_info":{}})"),
              "'tab_info' should be a list");
    EXPECT_EQ(refusal("api.event.Event", "[]"), "a api.event.Event should be an object");
    EXPECT_EQ(refusal("api.event.Event", "{"), "this is not JSON");
    EXPECT_EQ(refusal("api.event.RunCommandResultPayload", R"({"stdout":{"base64":"?"}})"),
              R"('stdout' should be a string or {"base64": "..."})");
}

TEST(Json, AnyBytesMakeSomeText) {
    for (const std::string& bytes :
         {std::string("\x08"), std::string("\xff\xff\xff"), std::string("\x12\x05"),
          std::string("\x08\x80\x80\x80\x80\x80\x01")}) {
        EXPECT_FALSE(to_json(schema("api.event.Event"), bytes).empty());
    }
}

TEST(Schema, HasEveryPayloadWhereTheTablesSay) {
    const MessageSchema& event = schema("api.event.Event");
    for (const EventRow& row : event_rows()) {
        ASSERT_LT(row.payload, event.fields.size());
        EXPECT_EQ(find_enum("api.event.EventType")->names.at(row.number), row.name);
    }
    EXPECT_EQ(event.fields[Event::PayloadCase::key_payload].name, "key_payload");
    EXPECT_EQ(event.fields[Event::PayloadCase::active_pane_scroll_payload].name,
              "active_pane_scroll_payload");
    const MessageSchema& command = schema("api.plugin_command.PluginCommand");
    for (const CommandRow& row : command_rows()) {
        ASSERT_LT(row.payload, command.fields.size());
        EXPECT_EQ(find_enum("api.plugin_command.CommandName")->names.at(row.number), row.name);
        EXPECT_EQ(reply_schema(row) != nullptr, row.replies()) << row.name << row.reply;
    }
}

}  // namespace
}  // namespace tessera::plugin_api
