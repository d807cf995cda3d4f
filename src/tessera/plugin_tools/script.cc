#include "tessera/plugin_tools/script.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "tessera/plugin_api/json.h"
#include "tessera/plugin_api/keys.h"
#include "tessera/wire/codec.h"

namespace tessera::plugin_tools {
namespace {

using Json = nlohmann::ordered_json;
using plugin_api::CommandName;
using plugin_api::Event;
using plugin_api::EventType;

std::unexpected<Error> wrong(std::string message) {
    return fail(ErrorCode::InvalidArgument, std::move(message));
}

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::string> string_in(const Json& object, const char* name) {
    if (!object.is_object() || !object.contains(name) || !object[name].is_string()) {
        return wrong(fmt::format("\"{}\" should be a string", name));
    }
    return object[name].get<std::string>();
}

Result<std::vector<std::string>> strings(const Json& told, const char* name) {
    std::vector<std::string> out;
    if (!told.contains(name)) {
        return out;
    }
    const Json list = told[name].is_array() ? told[name] : Json::array({told[name]});
    for (const Json& item : list) {
        if (!item.is_string()) {
            return wrong(fmt::format("\"{}\" should be a string or a list of them", name));
        }
        out.push_back(item.get<std::string>());
    }
    return out;
}

std::string json_member(const Json& object, const char* name) {
    return object.contains(name) ? text_of(object[name]) : std::string();
}

// ------------------------------------------------------------------------------------------------
// steps

/// The field of `message` that carries what belongs to the name; null: it carries nothing.
/// `payload` is the index of the oneof's alternative, which is the field's place among its fields
/// behind `name`.
const plugin_api::FieldSchema* payload_field(const plugin_api::MessageSchema& message,
                                             std::size_t payload) {
    return payload == 0 || payload >= message.fields.size() ? nullptr : &message.fields[payload];
}

Result<Event> event_from(const std::string& name, const std::string& payload) {
    const auto* schema = plugin_api::find_message("api.event.Event");
    for (const plugin_api::EventRow& row : plugin_api::event_rows()) {
        if (row.name != name) {
            continue;
        }
        Event event;
        const auto* field = payload_field(*schema, row.payload);
        if (!payload.empty() && field == nullptr) {
            return wrong(fmt::format("the event {} has no payload", name));
        }
        if (!payload.empty()) {
            const auto bytes = TESSERA_TRY(plugin_api::field_from_json(*field, payload));
            if (!wire::decode(bytes, event)) {
                return wrong("this event cannot be read back");
            }
        }
        event.name = static_cast<EventType>(row.number);
        if (const std::string trap = plugin_api::find_trap(event); !trap.empty()) {
            return wrong(fmt::format("no plugin could read this event: {}", trap));
        }
        return event;
    }
    return wrong(fmt::format("there is no event '{}'", name));
}

Result<Verb> event_step(const Json& step) {
    const std::string name = TESSERA_TRY(string_in(step, "event"));
    SendEvents out;
    out.events.push_back(TESSERA_TRY(event_from(name, json_member(step, "payload"))));
    return out;
}

Result<> add_key(SendEvents& out, const std::string& name) {
    const auto key = TESSERA_TRY(vt::input::parse_key_name(name));
    for (api::key::Key& told : plugin_api::keys_of(key)) {
        out.events.push_back(plugin_api::key_event(std::move(told)));
    }
    if (out.events.empty()) {
        return wrong(fmt::format("plugins are not told of the key '{}'", name));
    }
    return {};
}

/// "Ctrl p", or a list of such.
Result<Verb> key_step(const Json& step) {
    SendEvents out;
    const Json keys = step["key"].is_array() ? step["key"] : Json::array({step["key"]});
    for (const Json& key : keys) {
        if (!key.is_string()) {
            return wrong("\"key\" should be the name of a key as in key bindings: \"Ctrl p\"");
        }
        (void)TESSERA_TRY(add_key(out, key.get<std::string>()));
    }
    return out;
}

/// Each character as a key.
Result<Verb> type_step(const Json& step) {
    const std::string text = TESSERA_TRY(string_in(step, "type"));
    SendEvents out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            ++end;
        }
        const std::string one = text.substr(at, end - at);
        (void)TESSERA_TRY(add_key(out, one == " " ? "Space" : one == "\n" ? "Enter" : one));
        at = end;
    }
    return out;
}

Result<Verb> session_step(const Json& step) {
    const Json& told = step["session"];
    if (!told.is_object()) {
        return wrong("\"session\" should be an object");
    }
    TellSession out;
    out.name = told.contains("name") ? TESSERA_TRY(string_in(told, "name")) : out.name;
    if (told.contains("mode")) {
        const auto mode = config::parse_input_mode(TESSERA_TRY(string_in(told, "mode")));
        if (!mode) {
            return wrong("\"mode\" should be the name of an input mode: \"normal\"");
        }
        out.mode = *mode;
    }
    if (told.contains("tabs")) {
        out.tabs = TESSERA_TRY(strings(told, "tabs"));
    }
    if (told.contains("active")) {
        if (!told["active"].is_number_unsigned() ||
            told["active"].get<std::size_t>() >= out.tabs.size()) {
            return wrong("\"active\" should be the index of one of the tabs");
        }
        out.active = told["active"].get<std::size_t>();
    }
    return out;
}

Result<Verb> pipe_step(const Json& step) {
    const Json& told = step["pipe"];
    SendPipe out;
    out.message.name = TESSERA_TRY(string_in(told, "name"));
    if (told.contains("payload")) {
        out.message.payload = TESSERA_TRY(string_in(told, "payload"));
    }
    if (told.contains("args")) {
        for (const auto& [key, value] : told["args"].items()) {
            if (!value.is_string()) {
                return wrong("the values of \"args\" should be strings");
            }
            out.message.args.push_back({.key = key, .value = value.get<std::string>()});
        }
    }
    using Source = api::pipe_message::PipeSource;
    out.message.source = Source::Keybind;
    if (told.contains("cli")) {
        out.message.source = Source::Cli;
        out.message.cli_source_id = TESSERA_TRY(string_in(told, "cli"));
    } else if (told.contains("plugin")) {
        if (!told["plugin"].is_number_unsigned()) {
            return wrong("\"plugin\" should be the number of a plugin");
        }
        out.message.source = Source::Plugin;
        out.message.plugin_source_id = told["plugin"].get<std::uint32_t>();
    }
    out.message.is_private = told.contains("private") && told["private"] == Json(true);
    return out;
}

Result<Verb> render_step(const Json& step) {
    const Json& size = step["render"];
    const auto fits = [](const Json& n) {
        return n.is_number_unsigned() && n.get<std::uint64_t>() >= 1 &&
               n.get<std::uint64_t>() <= static_cast<std::uint64_t>(kMaxRowsOrCols);
    };
    if (!size.is_array() || size.size() != 2 || !fits(size[0]) || !fits(size[1])) {
        return wrong("\"render\" should be [rows, columns]");
    }
    return Render{{Rows(size[0].get<std::int32_t>()), Cols(size[1].get<std::int32_t>())}};
}

Result<Verb> advance_step(const Json& step) {
    constexpr double kSecondsMax = 1e9;
    const Json& seconds = step["advance"];
    if (!seconds.is_number() || !(seconds.get<double>() >= 0) ||
        seconds.get<double>() > kSecondsMax) {
        return wrong("\"advance\" should be a number of seconds");
    }
    constexpr double kNanoseconds = 1e9;
    return Advance{Duration(std::llround(seconds.get<double>() * kNanoseconds))};
}

Result<const plugin_api::CommandRow*> command_named(const std::string& name) {
    for (const plugin_api::CommandRow& row : plugin_api::command_rows()) {
        if (row.name == name) {
            return &row;
        }
    }
    return wrong(fmt::format("there is no command '{}'", name));
}

Result<Verb> reply_step(const Json& step) {
    const Json& told = step["reply"];
    const std::string name = TESSERA_TRY(string_in(told, "command"));
    const auto* row = TESSERA_TRY(command_named(name));
    SetReply out{.command = static_cast<CommandName>(row->number), .reply = {}, .refusal = {}};
    if (told.contains("refuse")) {
        out.refusal = TESSERA_TRY(string_in(told, "refuse"));
        return out;
    }
    const auto* schema = plugin_api::reply_schema(*row);
    if (schema == nullptr) {
        return wrong(fmt::format("{} is not answered", row->name));
    }
    out.reply = TESSERA_TRY(plugin_api::from_json(*schema, json_member(told, "payload")));
    return out;
}

Result<Verb> permission_step(const Json& step) {
    const std::string answer = TESSERA_TRY(string_in(step, "permission"));
    if (answer != "granted" && answer != "denied") {
        return wrong("\"permission\" should be \"granted\" or \"denied\"");
    }
    return AnswerPermission{answer == "granted" ? plugin_api::Granted::Yes
                                                : plugin_api::Granted::No};
}

Result<Verb> visible_step(const Json& step) {
    if (!step["visible"].is_boolean()) {
        return wrong("\"visible\" should be true or false");
    }
    return SetVisible{step["visible"].get<bool>() ? plugin_api::Shown::Yes : plugin_api::Shown::No};
}

// ------------------------------------------------------------------------------------------------
// expect

/// "Subscribe", or {"command": "Subscribe", "payload": {...}, "reply": {...}}.
Result<Expect::Command> expected_command(const Json& told) {
    Expect::Command out;
    const Json named = told.is_object() ? told : Json{{"command", told}};
    const std::string name = TESSERA_TRY(string_in(named, "command"));
    out.name = static_cast<CommandName>(TESSERA_TRY(command_named(name))->number);
    if (told.is_object()) {
        out.payload = json_member(told, "payload");
        out.reply = json_member(told, "reply");
    }
    return out;
}

Result<Verb> expect_step(const Json& step) {
    const Json& told = step["expect"];
    if (!told.is_object()) {
        return wrong("\"expect\" should be an object");
    }
    static constexpr std::string_view kNames[] = {"screen",      "no_screen", "commands",
                                                  "no_commands", "log",       "failure"};
    for (const auto& [name, value] : told.items()) {
        if (std::ranges::find(kNames, name) == std::end(kNames)) {
            return wrong(fmt::format("\"expect\" knows no \"{}\"", name));
        }
    }
    Expect out;
    out.screen = TESSERA_TRY(strings(told, "screen"));
    out.no_screen = TESSERA_TRY(strings(told, "no_screen"));
    out.log = told.contains("log") ? TESSERA_TRY(string_in(told, "log")) : "";
    out.failure = told.contains("failure") ? TESSERA_TRY(string_in(told, "failure")) : "";
    for (const std::string& name : TESSERA_TRY(strings(told, "no_commands"))) {
        out.no_commands.push_back(
            static_cast<CommandName>(TESSERA_TRY(command_named(name))->number));
    }
    if (told.contains("commands")) {
        const Json list =
            told["commands"].is_array() ? told["commands"] : Json::array({told["commands"]});
        for (const Json& item : list) {
            out.commands.push_back(TESSERA_TRY(expected_command(item)));
        }
    }
    return out;
}

struct Row {
    std::string_view name;
    Result<Verb> (*read)(const Json& step);
};
constexpr Row kRows[] = {
    {"event", event_step},
    {"key", key_step},
    {"type", type_step},
    {"session", session_step},
    {"pipe", pipe_step},
    {"render", render_step},
    {"advance", advance_step},
    {"reply", reply_step},
    {"permission", permission_step},
    {"visible", visible_step},
    {"close", [](const Json&) -> Result<Verb> { return Close{}; }},
    {"screen", [](const Json&) -> Result<Verb> { return PrintScreen{}; }},
    {"expect", expect_step},
};

Result<Verb> verb_from(std::string_view line) {
    const Json step = Json::parse(line, nullptr, false);
    if (!step.is_object() || step.empty()) {
        return wrong("a step is a JSON object: {\"key\": \"Ctrl p\"}");
    }
    const std::string& name = step.begin().key();
    const auto* row = std::ranges::find(kRows, std::string_view(name), &Row::name);
    if (row == std::end(kRows)) {
        std::string known;
        for (const Row& each : kRows) {
            known += (known.empty() ? "" : ", ") + std::string(each.name);
        }
        return wrong(fmt::format("there is no step '{}'; there are: {}", name, known));
    }
    return row->read(step);
}

bool contains(const Json& whole, const Json& part) {
    if (!part.is_object()) {
        return whole == part;
    }
    if (!whole.is_object()) {
        return false;
    }
    for (const auto& [name, value] : part.items()) {
        if (!whole.contains(name) || !contains(whole[name], value)) {
            return false;
        }
    }
    return true;
}

}  // namespace

bool contains_json(std::string_view whole, std::string_view part) {
    const Json a = Json::parse(whole, nullptr, false);
    const Json b = Json::parse(part, nullptr, false);
    return !a.is_discarded() && !b.is_discarded() && contains(a, b);
}

Result<std::vector<Step>> parse_script(std::string_view text) {
    std::vector<Step> out;
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? "" : text.substr(end + 1);
        ++number;
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
            line.remove_suffix(1);
        }
        if (line.empty() || line.front() == '#') {
            continue;
        }
        auto verb = verb_from(line);
        if (!verb) {
            return fail(verb.error().code, verb.error().message, fmt::format("line {}", number));
        }
        out.push_back({.line = number, .verb = std::move(*verb)});
    }
    return out;
}

}  // namespace tessera::plugin_tools
