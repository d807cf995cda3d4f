// A plugin that asks its session, by keys, and shows the answers: one line each, the latest last.

#include "tessera/sdk/plugin.h"

using namespace tessera::sdk;
using namespace tessera::api;

namespace {

/// What is behind the last slash.
std::string tail(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        out += (out.empty() ? "" : " ") + word;
    }
    return out;
}

class Asker final : public Plugin {
public:
    void load(const Configuration&) override {
        request_permission({PermissionType::ReadApplicationState,
                            PermissionType::ChangeApplicationState, PermissionType::RunCommands,
                            PermissionType::ReadPaneContents, PermissionType::Reconfigure,
                            PermissionType::ReadSessionEnvironmentVariables});
        subscribe({EventType::Key, EventType::ListClients, EventType::CommandPaneOpened,
                   EventType::CommandPaneExited, EventType::CommandPaneReRun, EventType::PaneClosed,
                   EventType::PermissionRequestResult});
        say("asker is here");
    }

    bool update(const Event& event) override {
        if (const auto key = event.key()) {
            if (key->character != 0) {
                on_key(static_cast<char>(key->character));
            }
        } else {
            happened(event);
        }
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
    template <class T, class Text>
    void answered(const std::string& what, const Outcome<T>& answer, Text text) {
        say(what + (answer ? " is " + std::string(text(*answer)) : " fails: " + answer.error()));
    }

    void happened(const Event& event) {
        if (const auto opened =
                event.payload<event::CommandPaneOpenedPayload>(EventType::CommandPaneOpened)) {
            opened_ = opened->terminal_pane_id;
            say("opened " + std::to_string(opened_) + " for " + context(opened->context));
        } else if (const auto exited = event.payload<event::CommandPaneExitedPayload>(
                       EventType::CommandPaneExited)) {
            say("exited " + std::to_string(exited->exit_code.value_or(-1)) + " for " +
                context(exited->context));
        } else if (const auto again =
                       event.payload<event::CommandPaneReRunPayload>(EventType::CommandPaneReRun)) {
            say("ran again for " + context(again->context));
        } else if (const auto closed =
                       event.payload<event::PaneClosedPayload>(EventType::PaneClosed)) {
            say("closed " + std::to_string(closed->pane_id ? closed->pane_id->id : 999));
        } else if (const auto clients =
                       event.payload<event::ListClientsPayload>(EventType::ListClients)) {
            for (const ClientInfo& client : clients->client_info) {
                say("client " + std::to_string(client.client_id) + " runs " +
                    tail(client.running_command));
            }
        }
    }

    static std::string context(const std::vector<event::ContextItem>& items) {
        return items.empty() ? "nobody" : items.front().name + "=" + items.front().value;
    }

    void on_key(char key) {
        switch (key) {
        case 'a': ask_about_a_pane(); break;
        case 's': ask_about_the_session(); break;
        case 'c':
            static_cast<void>(open_command_pane_floating(
                {.path = "/bin/sh", .args = {"-c", "exit 7"}}, {}, {{"who", "asker"}}));
            break;
        case 'n': {
            const auto made = open_command_pane_in_new_tab(
                {.path = "/bin/sh", .args = {"-c", "exit 3"}}, {{"who", "tab"}});
            say(std::string("new tab ") + (made.tab_id ? "yes" : "no") + ", pane " +
                (made.pane_id ? std::to_string(made.pane_id->id) : "none"));
            break;
        }
        case 'l': change_layouts(); break;
        case 'k':
            rebind_keys({},
                        {{InputMode::Normal,
                          {.character = U'q', .modifiers = Alt},
                          {Action(ActionName::CloseFocus)}}},
                        false);
            say("bound");
            break;
        case 'f': reconfigure("pane_frame_style \"none\"", false); break;
        case 't':
            say("tabs made: " +
                std::to_string(new_tabs_with_layout(
                                   "layout { tab name=\"one\"; tab name=\"two\" focus=true; tab; }")
                                   .size()));
            break;
        case 'x': {
            const auto gone = kill_sessions({"nosuch"});
            say(gone ? "killed" : gone.error());
            break;
        }
        default: say("what?"); break;
        }
    }

    void ask_about_a_pane() {
        const PaneId pane = terminal_pane(0);
        answered("pid", get_pane_pid(pane), [](int pid) { return pid > 1 ? "there" : "wrong"; });
        answered("command", get_pane_running_command(pane), joined);
        answered("folder", get_pane_cwd(pane), tail);
        answered("text", get_pane_scrollback(pane, true), [](const PaneContents& text) {
            return text.viewport.empty() ? std::string("none") : text.viewport.front();
        });
        answered("focus", get_focused_pane_info(), [](const FocusedPane& focused) {
            return focused.pane_id.pane_type == PaneType::Plugin ? "a plugin" : "a terminal";
        });
        const auto info = get_pane_info(pane);
        say("title is " + (info ? info->title : "none"));
        answered("gone", get_pane_pid(terminal_pane(77)), [](int) { return "there"; });
        list_clients();
    }

    void ask_about_the_session() {
        answered("layout", dump_session_layout(), [](const SessionLayout& layout) {
            const bool has_own = layout.kdl.find("asker") != std::string::npos;
            const bool has_other = layout.kdl.find("sleep 1000") != std::string::npos;
            return std::string(has_own ? "with" : "without") + " me, " +
                   (has_other ? "with" : "without") + " the other, " +
                   std::to_string(layout.metadata ? layout.metadata->tabs.size() : 0) + " tab";
        });
        answered("sessions", get_session_list(), [](const SessionList& list) {
            return list.live_sessions.empty() ? "none" : list.live_sessions.front().name;
        });
        say("home is " + tail(get_session_environment_variables()["HOME"]));
        say("layouts are in " + tail(get_layout_dir()));
        say(std::string("name is ") + (generate_random_name().empty() ? "empty" : "made"));
    }

    void change_layouts() {
        const auto said = [this](const char* what, const Outcome<>& answer) {
            say(std::string(what) + (answer ? " done" : " fails"));
        };
        said("save", save_layout("mine", "layout { pane; }", false));
        said("save twice", save_layout("mine", "layout { pane; }", false));
        said("save nonsense", save_layout("other", "layout {", false));
        said("save outside", save_layout("../other", "layout { pane; }", false));
        said("rename", rename_layout("mine", "yours"));
        answered("dump", dump_layout("yours"), tail);
        said("delete", delete_layout("yours"));
        say(parse_layout("layout { tab; tab; }").has_value() ? "parsed" : "not parsed");
    }

    std::vector<std::string> lines_;
    std::uint32_t opened_ = 0;
};

}  // namespace

TESSERA_REGISTER_PLUGIN(Asker)
