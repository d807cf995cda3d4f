#include <gtest/gtest.h>

#include "plugin/action.wire.h"
#include "plugin/event.wire.h"
#include "plugin/key.wire.h"
#include "tessera/wire/codec.h"
#include "tessera/wire/json_line.h"

namespace tessera::wire {
namespace {

using api::event::Event;
using api::event::EventType;

TEST(Codec, GivesTheBytesSeenFromZellij) {
    // Source: plugin ABI 2.3, "E3 samples (seen)": the key a, and a denied permission.
    Event key;
    key.name = EventType::Key;
    key.payload.emplace<Event::PayloadCase::key_payload>().main_key.emplace<api::key::Key::MainKeyCase::char_>(
        api::key::Key::Char{97});
    EXPECT_EQ(encode(key), (std::string{8, 3, 42, 2, 24, 97}));
    Event denied;
    denied.name = EventType::PermissionRequestResult;
    denied.payload.emplace<Event::PayloadCase::permission_request_result_payload>();
    EXPECT_EQ(encode(denied), (std::string{8, 15, 98, 0}));
}

TEST(Codec, RefusesNestingBeyondItsLimitAndKeepsWhatIsBelow) {
    using api::action::TiledPaneLayout;
    const auto nested = [](int levels) {
        TiledPaneLayout layout;
        for (int i = 1; i < levels; ++i) {
            TiledPaneLayout parent;
            parent.children.push_back(std::move(layout));
            layout = std::move(parent);
        }
        return encode(layout);
    };
    TiledPaneLayout layout;
    EXPECT_TRUE(decode(nested(kMaxDepth), layout));
    EXPECT_FALSE(decode(nested(kMaxDepth + 1), layout));
}

TEST(JsonLine, WritesWhatZellijWrites) {
    std::string line;
    append_json_line(line, std::string_view("\0\x09\x63\xff", 4), LineEnd::CrLf);
    EXPECT_EQ(line, "[0,9,99,255]\r\n");
    line.clear();
    append_json_line(line, "", LineEnd::Lf);
    EXPECT_EQ(line, "[]\n");
}

TEST(JsonLine, ReadsArraysOfBytesAndNothingElse) {
    for (const std::string_view good : {"[]", " [ ] \n", "[0]", "[255,0 , 7]\r\n", " [ 1 , 2\t,3 ]\n"}) {
        EXPECT_TRUE(parse_json_line(good)) << good;
    }
    for (const std::string_view bad : {"", "[", "[1", "[1,]", "[,1]", "[256]", "[01]", "[-1]", "[1.0]", "x[1]",
                                       "[1]x", "[1][2]", "[1 2]", "{}", "[\"1\"]", "[99999]", "[+1]", "[0x1]", "1,2", "]", "[1,,2]", " "}) {
        EXPECT_FALSE(parse_json_line(bad)) << bad;
    }
    std::string all;
    for (int c = 0; c < 256; ++c) {
        all += static_cast<char>(c);
    }
    std::string line;
    append_json_line(line, all, LineEnd::Lf);
    EXPECT_EQ(parse_json_line(line), all);
}

}  // namespace
}  // namespace tessera::wire
