// Commands that run programs, reach the web, the clipboard and the web server.

#include "convert.h"
#include "tessera/sdk/shim.h"

namespace tessera::sdk {

namespace {

/// Every reply of a success flag (field 1) and an error text (field 2) has the shape of this one.
Outcome<> ask_flag(Command&& command) {
    auto reply = std::move(command).ask<cmd::RevokeTokenResponse>();
    if (reply && reply->successfully_revoked) {
        return {};
    }
    return std::unexpected(reply && reply->error ? std::move(*reply->error) : kRefused);
}

}  // namespace

void exec_cmd(const std::vector<std::string>& command_line) {
    Command(CommandName::ExecCmd).message(13, cmd::ExecCmdPayload{command_line}).run();
}

void run_command(const std::vector<std::string>& command_line, const Context& context) {
    run_command_with_env_variables_and_cwd(command_line, {}, ".", context);
}

void run_command_with_env_variables_and_cwd(const std::vector<std::string>& command_line,
                                            const std::map<std::string, std::string>& env_variables,
                                            std::string_view cwd, const Context& context) {
    cmd::RunCommandPayload payload;
    payload.command_line = command_line;
    for (const auto& [name, value] : env_variables) {
        payload.env_variables.push_back({name, value});
    }
    payload.cwd = cwd;
    payload.context = to_command(context);
    Command(CommandName::RunCommand).message(43, payload).run();
}

void web_request(std::string_view url, HttpVerb verb,
                 const std::map<std::string, std::string>& headers, std::string_view body,
                 const Context& context) {
    cmd::WebRequestPayload payload;
    payload.url = url;
    payload.verb = static_cast<cmd::HttpVerb>(verb);
    for (const auto& [name, value] : headers) {
        payload.headers.push_back({name, value});
    }
    payload.body = body;
    payload.context = to_command(context);
    Command(CommandName::WebRequest).message(44, payload).run();
}

std::map<std::string, std::string> get_session_environment_variables() {
    std::map<std::string, std::string> out;
    auto reply = Command(CommandName::GetSessionEnvironmentVariables)
                     .message(148, cmd::GetSessionEnvironmentVariablesPayload{})
                     .ask<cmd::GetSessionEnvironmentVariablesResponse>();
    if (reply) {
        for (auto& variable : reply->env_vars) {
            out[std::move(variable.name)] = std::move(variable.value);
        }
    }
    return out;
}

void copy_to_clipboard(std::string_view text) {
    Command(CommandName::CopyToClipboard)
        .message(120, cmd::CopyToClipboardPayload{std::string(text)})
        .run();
}

std::string generate_random_name() {
    auto reply = Command(CommandName::GenerateRandomName).ask<cmd::GenerateRandomNameResponse>();
    return reply ? std::move(reply->name) : std::string();
}

void run_action(const Action& action, const Context& context) {
    // As RunActionPayload says, but with the action as it is.
    struct Payload {
        const Action& action;
        const Context& context;
        void encode_to(wire::Writer& writer) const {
            writer.message(1, action);
            for (const cmd::ContextItem& item : to_command(context)) {
                writer.message(2, item);
            }
        }
    };
    Command(CommandName::RunAction).message(114, Payload{action, context}).run();
}

void start_web_server() {
    Command(CommandName::StartWebServer).run();
}
void stop_web_server() {
    Command(CommandName::StopWebServer).run();
}
void query_web_server_status() {
    Command(CommandName::QueryWebServerStatus).run();
}
void share_current_session() {
    Command(CommandName::ShareCurrentSession).run();
}
void stop_sharing_current_session() {
    Command(CommandName::StopSharingCurrentSession).run();
}

Outcome<std::string> generate_web_login_token(std::optional<std::string> label, bool read_only) {
    auto reply = Command(CommandName::GenerateWebLoginToken)
                     .message(108, cmd::GenerateWebLoginTokenPayload{std::move(label), read_only})
                     .ask<cmd::CreateTokenResponse>();
    if (reply && reply->token) {
        return std::move(*reply->token);
    }
    return std::unexpected(reply && reply->error ? std::move(*reply->error) : kRefused);
}

Outcome<> revoke_web_login_token(std::string_view label) {
    return ask_flag(Command(CommandName::RevokeWebLoginToken)
                        .message(109, cmd::RevokeWebLoginTokenPayload{std::string(label)}));
}

Outcome<std::vector<WebLoginToken>> list_web_login_tokens() {
    auto reply = Command(CommandName::ListWebLoginTokens).ask<cmd::ListTokensResponse>();
    if (!reply || reply->error) {
        return std::unexpected(reply ? std::move(*reply->error) : kRefused);
    }
    std::vector<WebLoginToken> out;
    for (std::size_t i = 0; i < reply->tokens.size(); ++i) {
        WebLoginToken& token = out.emplace_back();
        token.label = std::move(reply->tokens[i]);
        if (i < reply->creation_times.size()) {
            token.created = std::move(reply->creation_times[i]);
        }
        token.read_only = i < reply->read_only_flags.size() && reply->read_only_flags[i];
    }
    return out;
}

Outcome<> revoke_all_web_tokens() {
    return ask_flag(Command(CommandName::RevokeAllWebLoginTokens));
}

Outcome<> rename_web_token(std::string_view old_name, std::string_view new_name) {
    return ask_flag(Command(CommandName::RenameWebLoginToken)
                        .message(110, cmd::RenameWebLoginTokenPayload{std::string(old_name),
                                                                      std::string(new_name)}));
}

}  // namespace tessera::sdk
