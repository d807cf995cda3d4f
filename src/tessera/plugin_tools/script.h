#pragma once
// What `tessera plugin run --script` reads: one JSON object a line, each a step. The format is
// prose in docs/plugin-tools.md; here it becomes values. Knows no files and no plugin. Threads:
// pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "plugin/pipe_message.wire.h"
#include "tessera/base/clock.h"
#include "tessera/base/geometry.h"
#include "tessera/base/result.h"
#include "tessera/config/mode.h"
#include "tessera/plugin_api/events.h"

namespace tessera::plugin_tools {

/// Events for the plugin, one after another: {"event": ...}, {"key": ...}, {"type": ...}.
struct SendEvents {
    std::vector<plugin_api::Event> events;
};
/// What a plugin is told when it starts in a session: {"session": {...}}.
struct TellSession {
    std::string name = "session";
    config::InputMode mode = config::InputMode::Normal;
    std::vector<std::string> tabs = {"Tab #1"};
    std::size_t active = 0;  // index of the tab seen
};
struct SendPipe {
    api::pipe_message::PipeMessage message;
};
/// The pane's size: {"render": [rows, cols]}.
struct Render {
    Size size;
};
/// The clock moves and timers that fall due fire: {"advance": seconds}.
struct Advance {
    Duration by{};
};
/// What commands of that name are answered from now on: {"reply": {"command": ..., ...}}.
struct SetReply {
    plugin_api::CommandName command{};
    std::optional<std::string> reply;  // encoded; nothing: it is refused
    std::string refusal;
};
/// The user's answer when the plugin asks for permissions: {"permission": "granted"}.
struct AnswerPermission {
    plugin_api::Granted answer = plugin_api::Granted::No;
};
/// Whether anybody sees the pane: {"visible": false}.
struct SetVisible {
    plugin_api::Shown shown = plugin_api::Shown::Yes;
};
/// The pane is closed: {"close": true}.
struct Close {};
/// The screen as it is, among the output: {"screen": true}.
struct PrintScreen {};
/// What must be true now, all of it: {"expect": {...}}.
struct Expect {
    std::vector<std::string> screen;     // each is somewhere on it
    std::vector<std::string> no_screen;  // none of them is
    struct Command {
        plugin_api::CommandName name{};
        std::string payload;  // JSON that the command's must contain; empty: whatever
        std::string reply;    // likewise
    };
    std::vector<Command> commands;  // each was given, in this order, since the last one expected
    std::vector<plugin_api::CommandName> no_commands;  // none since the last one expected
    std::string log;      // part of what it wrote to standard error; empty: whatever
    std::string failure;  // part of why it failed; empty: it must not have failed
};

using Verb = std::variant<SendEvents, TellSession, SendPipe, Render, Advance, SetReply,
                          AnswerPermission, SetVisible, Close, PrintScreen, Expect>;

struct Step {
    std::size_t line = 0;  // from 1
    Verb verb;
};

/// A script a person or another program wrote; longer ones are refused.
inline constexpr std::size_t kScriptBytesMax = std::size_t{64} << 20U;

/// Empty lines and lines that start with # are no steps. Errors: InvalidArgument, `where` names the
/// line, the message what should stand there.
[[nodiscard]] Result<std::vector<Step>> parse_script(std::string_view text);

/// Whether everything in `part` is in `whole`: objects by name, lists and values as they are; texts
/// of JSON. False when either is none.
[[nodiscard]] bool contains_json(std::string_view whole, std::string_view part);

}  // namespace tessera::plugin_tools
