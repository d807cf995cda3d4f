// Commands of guests that reach out of the session: programs and the web.

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "tessera/server/plugins/impl.h"

namespace tessera::server {

using api::event::Event;
using api::event::EventType;
namespace command = api::plugin_command;

namespace {

/// Requests of one instance under way; more fail at once.
constexpr std::size_t kWebRequestsMax = 64;
/// Of an answer's body: it becomes text of 3.6 times the size on its way to the guest.
constexpr std::uint64_t kWebAnswerMax = std::uint64_t{4} << 20U;

session::net::Method method_of(command::HttpVerb verb) {
    using command::HttpVerb;
    switch (verb) {
    case HttpVerb::Get: return session::net::Method::Get;
    case HttpVerb::Post: return session::net::Method::Post;
    case HttpVerb::Put: return session::net::Method::Put;
    case HttpVerb::Delete: return session::net::Method::Delete;
    }
    return session::net::Method::Get;
}

/// What starts a program: its variables, those of the command first.
std::vector<std::string> environment_of(const PluginLoad& load,
                                        const command::RunCommandPayload& payload) {
    std::vector<std::string> out = load.program_environment;
    if (out.empty()) {
        for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
            out.emplace_back(*entry);
        }
    }
    for (const auto& variable : payload.env_variables) {
        std::erase_if(
            out, [&](const std::string& entry) { return entry.starts_with(variable.name + "="); });
        out.push_back(variable.name + "=" + variable.value);
    }
    return out;
}

/// What a command carries, for the event that answers it.
template <class Answer, class Payload>
Answer with_context(const Payload& payload) {
    Answer out;
    for (const auto& item : payload.context) {
        auto& copy = out.context.emplace_back();
        copy.name = item.name;
        copy.value = item.value;
    }
    return out;
}

}  // namespace

void Plugins::Impl::run_program(Instance& instance, const command::RunCommandPayload& payload) {
    if (payload.command_line.empty()) {
        return;
    }
    Programs::Order order;
    order.argv = payload.command_line;
    order.environment = environment_of(instance.load, payload);
    order.directory = host_path(instance, payload.cwd.empty() ? "." : payload.cwd);
    order.done = [this, life = instance.life, work = at_work(),
                  result = with_context<api::event::RunCommandResultPayload>(payload)](
                     ProgramResult ended) mutable {
        if (Instance* mine = find(life)) {
            result.exit_code = ended.exit_code;
            result.stdout = std::move(ended.output);
            result.stderr = std::move(ended.error);
            Event event;
            event.name = EventType::RunCommandResult;
            event.payload = std::move(result);
            send_event(*mine, std::move(event));
        }
    };
    programs.run(std::move(order));
}

void Plugins::Impl::ask_web(Instance& instance, const command::WebRequestPayload& payload) {
    session::net::Request request;
    request.method = method_of(payload.verb);
    request.url = payload.url;
    request.body = payload.body;
    for (const auto& header : payload.headers) {
        session::net::Header& copy = request.headers.emplace_back();
        copy.name = header.name;
        copy.value = header.value;
    }
    request.body_bytes_max = kWebAnswerMax;
    const auto result = with_context<api::event::WebRequestResultPayload>(payload);
    if (instance.web_requests >= kWebRequestsMax) {
        web_answered(instance, result,
                     tessera::fail(ErrorCode::LimitExceeded,
                                   "too many requests of this plugin are under way"));
        return;
    }
    ++instance.web_requests;
    net.ask({.request = std::move(request),
             .done = [this, key = instance.key, life = instance.life, result,
                      work = at_work()](const Result<session::net::Response>& outcome) {
                 Instance* const mine = find(key);
                 if (mine == nullptr) {
                     return;
                 }
                 mine->web_requests -= mine->web_requests > 0 ? 1 : 0;  // it may be another one
                 if (mine->life == life) {
                     web_answered(*mine, result, outcome);
                 }
             }});
}

void Plugins::Impl::web_answered(Instance& instance, api::event::WebRequestResultPayload result,
                                 const Result<session::net::Response>& outcome) {
    constexpr int kTransportFailed = 400;  // as Zellij tells it
    result.status = outcome ? static_cast<std::int32_t>(outcome->status) : kTransportFailed;
    result.body = outcome ? outcome->body : outcome.error().message;
    if (outcome) {
        for (const session::net::Header& header : outcome->headers) {
            auto& copy = result.headers.emplace_back();
            copy.name = header.name;
            copy.value = header.value;
        }
    }
    Event event;
    event.name = EventType::WebRequestResult;
    event.payload = std::move(result);
    send_event(instance, std::move(event));
}

}  // namespace tessera::server
