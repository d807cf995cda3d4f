// What a person types: bindings of the mode, else keys for the focused pane.
// Source: Zellij 0.45 features 2.4 (keys without binding, per mode).

#include <utility>

#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/keys.h"
#include "tessera/server/act.h"
#include "tessera/server/clipboard_reads.h"
#include "tessera/server/plugin_news.h"
#include "tessera/server/question.h"
#include "tessera/server/session.h"
#include "tessera/server/tips.h"
#include "tessera/vt/input/encode.h"

namespace tessera::server {

namespace {

using config::InputMode;
using vt::input::KeyEvent;

bool is_plain(const KeyEvent& key, vt::input::Key wanted) {
    return key.key == wanted && key.modifiers.without(vt::input::kLocks).is_empty();
}

/// Text for a name or a search term; BS takes a character away.
std::string typed_text(const KeyEvent& key) {
    if (key.key == vt::input::NamedKey::Backspace || key.key == vt::input::NamedKey::Delete) {
        return "\x7f";
    }
    return vt::input::text_of(key);
}

class KeyTurn {
public:
    KeyTurn(Session& session, AttachedClient& client) : s_(session), client_(client) {}

    void key(const KeyEvent& key) {
        const bool is_release = key.action == vt::input::KeyAction::Release;
        if (!is_release) {
            s_.space.note_activity(client_.id);
            s_.news->input(client_.id);
            client_.pacer.input();
            hide_tip(s_, client_);
            if (!std::exchange(s_.notice_text, {}).empty()) {
                s_.redraw_all();
            }
            if (bound(key) || to_question(key)) {
                return;
            }
        }
        const InputMode mode = s_.space.find_client(client_.id)->mode;
        const std::optional<PaneId> pane = s_.space.focused_pane(client_.id);
        if (mode == InputMode::RenamePane || mode == InputMode::RenameTab ||
            mode == InputMode::EnterSearch) {
            if (!is_release) {
                type_into_name(mode, key);
            }
        } else if (const std::optional<InstanceKey> taker = interceptor()) {
            for (const api::key::Key& wire : plugin_api::keys_of(key)) {
                s_.services.plugins.send_event(
                    {.session = taker->session, .plugin = taker->plugin, .client = taker->client},
                    plugin_api::intercepted_key_event(wire));
            }
        } else if (pane && (mode == InputMode::Locked || mode == s_.config.options.default_mode)) {
            to_pane(*pane, key);
        }
    }

private:
    /// The plugin that has asked for this client's keys, while it lives.
    [[nodiscard]] std::optional<InstanceKey> interceptor() const {
        if (!client_.interceptor) {
            return std::nullopt;
        }
        const InstanceKey key{s_.id(), PluginId(*client_.interceptor), client_.id};
        return s_.services.plugins.may(key, Permission::InterceptInput) ? std::optional(key)
                                                                        : std::nullopt;
    }

    /// Whether a question floats over the panes; then the key is its.
    bool to_question(const KeyEvent& key) {
        const std::optional<FloatingQuestion> floating = floating_question(s_, client_);
        if (!floating || !is_answerable(*s_.plugin_panes.at(floating->instance).question(),
                                        s_.services.clock.now())) {
            return false;
        }
        if (const auto answer = answer_of(key)) {
            s_.services.plugins.answer_permission(floating->instance, *answer);
        }
        return true;
    }

    bool bound(const KeyEvent& key) {
        const InputMode mode = s_.space.find_client(client_.id)->mode;
        const std::vector<actions::Action>* actions = s_.keys_of(client_.id).map.find(mode, key);
        if (actions == nullptr) {
            return false;
        }
        const std::vector<actions::Action> copy = *actions;  // an action may change the bindings
        const ClientId id = client_.id;
        for (const actions::Action& action : copy) {
            if (s_.find_client(id) == nullptr) {
                break;  // it left by an action before
            }
            const Result<Answer> done = act(s_, {.client = id, .door = Door::Key}, action);
            if (!done) {
                s_.services.log.log(LogLevel::Info, "server", done.error().to_string());
            }
        }
        s_.redraw(id);
        return true;
    }

    void type_into_name(InputMode mode, const KeyEvent& key) {
        const std::string text = typed_text(key);
        if (text.empty()) {
            return;
        }
        const Asker asker{.client = client_.id, .door = Door::Key};
        if (mode == InputMode::RenamePane) {
            (void)act(s_, asker, actions::PaneNameInput{text});
        } else if (mode == InputMode::RenameTab) {
            (void)act(s_, asker, actions::TabNameInput{text});
        } else {
            (void)act(s_, asker, actions::SearchInput{text});
        }
        s_.redraw(client_.id);
    }

    /// ESC before a character: from a terminal that cannot say it otherwise this may as well be the
    /// key Esc and then the character, so the program gets the bytes that the terminal sent.
    [[nodiscard]] Session::AsSent sent_form(const KeyEvent& key) const {
        const bool is_alt =
            key.modifiers.without(vt::input::kLocks | vt::input::kShift) == vt::input::kAlt;
        return is_alt && key.key.is_character() &&
                       !has_kitty_keyboard(client_.facts, s_.config.options)
                   ? Session::AsSent::Yes
                   : Session::AsSent::No;
    }

    void to_pane(PaneId pane, const KeyEvent& key) {
        if (pane.kind == PaneKind::Plugin) {
            s_.key_to_plugin({s_.id(), PluginId(pane.number), client_.id}, key);
            return;
        }
        const workspace::Pane* value = s_.space.find_pane(pane);
        if (value != nullptr && value->held) {
            if (key.action != vt::input::KeyAction::Release) {
                to_held(pane, key);
            }
            return;
        }
        const workspace::Tab* tab = s_.space.tab_of(pane);
        if (tab == nullptr || !tab->sync || value->exclude_from_sync) {
            s_.key_to_terminal(pane, key, sent_form(key));
            return;
        }
        for (const auto& [id, other] : tab->panes) {
            if (id.kind == PaneKind::Terminal && !other.exclude_from_sync && !other.held) {
                s_.key_to_terminal(id, key, sent_form(key));
            }
        }
    }

    /// Source: Zellij 0.45 terminal_pane.rs, keys of a held pane.
    void to_held(PaneId pane, const KeyEvent& key) {
        if (is_plain(key, vt::input::NamedKey::Enter)) {
            (void)s_.space.run_again(pane);
        } else if (is_plain(key, vt::input::NamedKey::Esc)) {
            (void)s_.space.drop_to_shell(pane);
        } else if (key.key == vt::input::Key(U'c') && key.modifiers.has(vt::input::kCtrl)) {
            (void)s_.space.close_pane(pane);
        }
        s_.redraw_all();
    }

    Session& s_;
    AttachedClient& client_;
};

}  // namespace

void Session::input(ClientId client, const vt::input::InputEvent& event) {
    AttachedClient* found = find_client(client);
    if (found == nullptr) {
        return;
    }
    if (const auto* reply = std::get_if<vt::input::Reply>(&event)) {
        if (const auto* color = std::get_if<vt::input::ColorSchemeReply>(reply)) {
            host_reported(color->scheme == vt::ColorScheme::Dark ? config::ThemeHue::Dark
                                                                 : config::ThemeHue::Light);
        } else if (const auto* clipboard = std::get_if<vt::input::ClipboardReply>(reply)) {
            clipboard_reads->answered(client, *clipboard);
        }
        return;
    }
    if (found->watch_only) {
        const auto* key = std::get_if<KeyEvent>(&event);
        const std::vector<actions::Action>* bound =
            key == nullptr ? nullptr : keys_of(client).map.find(config.options.default_mode, *key);
        if (key != nullptr && ((key->key == vt::input::Key(U'q') || bound != nullptr) &&
                               key->modifiers.has(vt::input::kCtrl))) {
            (void)act(*this, {.client = client, .door = Door::Key}, actions::Detach{});
        }
        return;
    }
    if (const auto* key = std::get_if<KeyEvent>(&event)) {
        KeyTurn(*this, *found).key(*key);
    } else if (const auto* mouse = std::get_if<vt::input::MouseEvent>(&event)) {
        found->pacer.input();
        if (mouse->kind == vt::input::MouseKind::Press) {
            news->input(client);
        }
        this->mouse(*found, *mouse);
    } else if (const auto* paste = std::get_if<vt::input::PasteEvent>(&event)) {
        space.note_activity(client);
        news->input(client);
        found->pacer.input();
        if (const auto pane = space.focused_pane(client)) {
            paste_into(*pane, client, *paste);
        }
    } else if (const auto* focus = std::get_if<vt::input::FocusEvent>(&event)) {
        if (const auto pane = space.focused_pane(client)) {
            focus_changed(*pane, focus->focus);
        }
    }
}

void Session::key_to_terminal(PaneId pane, const KeyEvent& key, AsSent as_sent) {
    Program* program = find_program(pane);
    if (program == nullptr || !program->pane) {
        return;
    }
    std::string bytes;
    vt::Modes modes = program->pane->terminal().modes();
    if (as_sent == AsSent::Yes) {
        modes.modify_other_keys = 0;
    }
    vt::input::encode_key(key, modes, bytes);
    if (bytes.empty()) {
        return;
    }
    if (program->pane->scroll() != 0) {
        program->pane->set_scroll(0);
        terminal_changed(pane.number, 0);
    }
    program->pane->write(bytes);
}

void Session::paste_into(PaneId pane, ClientId client, const vt::input::PasteEvent& paste) {
    if (AttachedClient* const by = find_client(client)) {
        hide_tip(*this, *by);
    }
    if (pane.kind == PaneKind::Plugin) {
        paste_to_plugin({id(), PluginId(pane.number), client}, paste);
        return;
    }
    Program* program = find_program(pane);
    if (program == nullptr || !program->pane) {
        return;
    }
    std::string bytes;
    vt::input::encode_paste(paste.text, paste.part, program->pane->terminal().modes(), bytes);
    program->pane->set_scroll(0);
    program->pane->write(bytes);
}

void Session::focus_changed(PaneId pane, vt::input::Focus focus) {
    if (Program* program = find_program(pane); program != nullptr && program->pane) {
        std::string bytes;
        vt::input::encode_focus(focus, program->pane->terminal().modes(), bytes);
        program->pane->write(bytes);
    }
}

}  // namespace tessera::server
