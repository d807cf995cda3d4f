#include "tessera/server/plugins/trace_line.h"

#include <nlohmann/json.hpp>

#include "tessera/plugin_api/json.h"

namespace tessera::server {

namespace {

using Json = nlohmann::ordered_json;
using Kind = PluginTrace::Kind;

/// `{"name": ..., oneof}` as a name and what it carries.
void add_message(Json& out, const char* what, std::string_view schema_name,
                 std::string_view bytes) {
    const plugin_api::MessageSchema* schema = plugin_api::find_message(schema_name);
    const Json whole = Json::parse(plugin_api::to_json(*schema, bytes), nullptr, false);
    // A number 0 is not on the wire: it is the first name.
    out[what] = whole.value("name", Json(schema->fields[0].enumeration->names.at(0)));
    const std::string payload = plugin_api::payload_to_json(*schema, bytes);
    if (!payload.empty()) {
        out["payload"] = Json::parse(payload, nullptr, false);
    }
}

void add_whole(Json& out, const char* what, std::string_view schema_name, std::string_view bytes) {
    out[what] = Json::parse(plugin_api::to_json(*plugin_api::find_message(schema_name), bytes),
                            nullptr, false);
}

void add_reply(Json& out, const PluginTrace& trace) {
    const plugin_api::CommandRow* row = plugin_api::find_command(trace.name);
    const auto* schema = row == nullptr ? nullptr : plugin_api::reply_schema(*row);
    out["reply"] = row == nullptr ? Json(nullptr) : Json(row->name);
    if (schema != nullptr) {
        out["payload"] = Json::parse(plugin_api::to_json(*schema, trace.bytes), nullptr, false);
    }
}

void add(Json& out, const PluginTrace& trace) {
    switch (trace.kind) {
    case Kind::Loaded: out["loaded"] = trace.text; break;
    case Kind::Failed: out["failed"] = trace.text; break;
    case Kind::Event: add_message(out, "event", "api.event.Event", trace.bytes); break;
    case Kind::Pipe: add_whole(out, "pipe", "api.pipe_message.PipeMessage", trace.bytes); break;
    case Kind::Done: out["done"] = trace.number; break;
    case Kind::Drawn: out["drawn"] = trace.text; break;
    case Kind::Command:
        add_message(out, "command", "api.plugin_command.PluginCommand", trace.bytes);
        if (!trace.text.empty()) {
            out["refused"] = trace.text;
        }
        break;
    case Kind::Reply: add_reply(out, trace); break;
    case Kind::WorkerMessage: add_whole(out, "message", "api.message.Message", trace.bytes); break;
    case Kind::WorkerDone: out["worker_done"] = true; break;
    case Kind::Log: out["log"] = trace.text; break;
    case Kind::Recorded: break;
    }
}

}  // namespace

std::string trace_line(const PluginTrace& trace, Duration wall) {
    if (trace.kind == Kind::Recorded) {
        return plugin_api::to_json(*plugin_api::find_message("tessera.session.plugin_record.Entry"),
                                   trace.bytes) +
               "\n";
    }
    constexpr double kNanoseconds = 1e9;
    Json out;
    out["at"] = static_cast<double>(wall.count()) / kNanoseconds;
    out["client"] = trace.instance.client.value;
    add(out, trace);
    const bool is_call = trace.kind == Kind::Event || trace.kind == Kind::Pipe;
    if (trace.number != 0 && trace.kind != Kind::Done) {
        out[is_call || trace.kind == Kind::Drawn ? "call" : "number"] = trace.number;
    }
    if (!trace.worker.empty()) {
        out["worker"] = trace.worker;
    }
    if (trace.kind == Kind::Done || trace.kind == Kind::Loaded) {
        out["us"] = trace.took.count();
    }
    return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tessera::server
