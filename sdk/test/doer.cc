// A plugin that does things, by keys, and shows what it hears of: one line each, the latest last.
// Configuration: `url` and `folder` for the keys that need one.

#include "tessera/sdk/plugin.h"

#undef stdout  // wasi-libc's macros hide the fields of RunCommandResult
#undef stderr

using namespace tessera::sdk;
using namespace tessera::api;

namespace {

std::string context(const std::vector<event::ContextItem>& items) {
    return items.empty() ? "nobody" : items.front().name + "=" + items.front().value;
}

class Doer final : public Plugin {
public:
    void load(const Configuration& configuration) override {
        configuration_ = configuration;
        request_permission({PermissionType::ReadApplicationState,
                            PermissionType::ChangeApplicationState, PermissionType::RunCommands,
                            PermissionType::WebAccess, PermissionType::FullHdAccess,
                            PermissionType::InterceptInput,
                            PermissionType::MessageAndLaunchOtherPlugins,
                            PermissionType::OpenTerminalsOrPlugins});
        subscribe({EventType::Key, EventType::InterceptedKeyPress, EventType::RunCommandResult,
                   EventType::WebRequestResult, EventType::FileSystemCreate,
                   EventType::HostFolderChanged, EventType::FailedToChangeHostFolder,
                   EventType::CwdChanged, EventType::CommandChanged, EventType::Visible,
                   EventType::CopyToClipboard, EventType::UserAction,
                   EventType::PermissionRequestResult});
        say("doer is here");
    }

    bool update(const Event& event) override {
        if (const auto key = event.key()) {
            if (key->character != 0) {
                on_key(static_cast<char>(key->character));
            }
        } else if (const auto taken = event.intercepted_key_press()) {
            say(std::string("took ") + static_cast<char>(taken->character));
        } else if (const auto shown = event.visible()) {
            say(*shown ? "seen" : "unseen");
        } else if (const auto granted = event.permission_request_result()) {
            say(*granted ? "granted" : "denied");
        } else if (event.copy_to_clipboard()) {
            say("copied");
        } else {
            happened(event);
        }
        return true;
    }

    bool pipe(const PipeMessage& message) override {
        say("heard " + message.payload.value_or("nothing") + " from " +
            (message.plugin_source_id ? std::to_string(*message.plugin_source_id) : "nobody"));
        return true;
    }

    void render(int rows, int) override {
        const std::size_t shown = rows > 1 ? static_cast<std::size_t>(rows) - 1 : 1;
        std::size_t i = lines_.size() > shown ? lines_.size() - shown : 0;
        for (; i < lines_.size(); ++i) {
            print(lines_[i] + "\r\n");
        }
    }

private:
    void say(std::string line) { lines_.push_back(std::move(line)); }

    void happened(const Event& event) {
        if (const auto ran =
                event.payload<event::RunCommandResultPayload>(EventType::RunCommandResult)) {
            say("ran " + std::to_string(ran->exit_code.value_or(-1)) + " for " +
                context(ran->context) + ": " + ran->stdout + ran->stderr);
        } else if (const auto web = event.payload<event::WebRequestResultPayload>(
                       EventType::WebRequestResult)) {
            say("web " + std::to_string(web->status) + " for " + context(web->context) + ": " +
                web->body);
        } else if (const auto made =
                       event.payload<event::FileListPayload>(EventType::FileSystemCreate)) {
            say("made " + (made->paths.empty() ? "nothing" : made->paths.front()));
        } else if (const auto moved = event.payload<event::HostFolderChangedPayload>(
                       EventType::HostFolderChanged)) {
            say("folder " + moved->new_host_folder_path);
        } else if (event.type() == EventType::FailedToChangeHostFolder) {
            say("no folder");
        } else if (const auto cwd =
                       event.payload<event::CwdChangedPayload>(EventType::CwdChanged)) {
            say("cwd " + cwd->new_cwd);
        } else if (const auto command =
                       event.payload<event::CommandChangedPayload>(EventType::CommandChanged)) {
            say(std::string("front ") + (command->is_foreground ? "command " : "shell ") +
                (command->command.empty() ? "" : command->command.front()));
        } else if (const auto action =
                       event.payload<event::UserActionPayload>(EventType::UserAction)) {
            say("action " + std::to_string(action->action
                                               ? static_cast<int>(action->action->name)
                                               : -1));
        }
    }

    void on_key(char key) {
        switch (key) {
        case 'i': intercept_key_presses(); break;
        case 'u': clear_key_presses_intercepts(); break;
        case 'r':
            run_command_with_env_variables_and_cwd(
                {"sh", "-c", "echo $WHO in $PWD; echo $HOME >&2; exit 3"}, {{"WHO", "me"}},
                "/host", {{"for", "r"}});
            break;
        case 'R': run_command({"/nowhere/program"}, {{"for", "R"}}); break;
        case 'w':
            web_request(configuration_["url"], HttpVerb::Post, {{"X-Who", "doer"}}, "body",
                        {{"for", "w"}});
            break;
        case 'o': watch_filesystem(); break;
        case 'h': change_host_folder(configuration_["folder"]); break;
        case 'H': change_host_folder("/nowhere/at/all"); break;
        case 'm': set_self_mouse_selection_support(true); break;
        case 'p': {
            MessageToPlugin message;
            message.destination_plugin_id = get_plugin_ids().plugin_id;
            message.message_name = "self";
            message.message_payload = "hello";
            pipe_message_to_plugin(message);
            break;
        }
        case 's': {
            LayoutInfo layout;
            layout.source = "stringified";
            layout.name = "layout { tab name=\"theirs\"; }";
            switch_session_with_layout("other", layout, "/tmp");
            break;
        }
        default: say("what?"); break;
        }
        say(std::string("did ") + key);
    }

    Configuration configuration_;
    std::vector<std::string> lines_;
};

}  // namespace

TESSERA_REGISTER_PLUGIN(Doer)
