// The mouse: who gets it, what a press on a frame, a border, a text or a bar means.
// Source: Zellij 0.45 features 4.7.

#include <algorithm>
#include <utility>

#include "tessera/base/base64.h"
#include "tessera/plugin_api/events.h"
#include "tessera/server/pane_text.h"
#include "tessera/server/plugin_marks.h"
#include "tessera/server/question.h"
#include "tessera/server/session.h"
#include "tessera/server/tips.h"
#include "tessera/ui/selection.h"
#include "tessera/vt/input/encode.h"

namespace tessera::server {

namespace {

using vt::input::MouseButton;
using vt::input::MouseEvent;
using vt::input::MouseKind;
using workspace::Changed;
using workspace::PanePlace;

constexpr int kWheelLines = 3;  // Zellij's
constexpr Duration kDoubleClick = std::chrono::milliseconds(400);

bool is_wheel(const MouseEvent& event) {
    return event.kind == MouseKind::WheelUp || event.kind == MouseKind::WheelDown ||
           event.kind == MouseKind::WheelLeft || event.kind == MouseKind::WheelRight;
}

Point inside(const Rect& rect, Point at) {
    const int row = std::clamp(at.row.value - rect.row.value, 0, std::max(0, rect.rows.value - 1));
    const int col = std::clamp(at.col.value - rect.col.value, 0, std::max(0, rect.cols.value - 1));
    return {Row(row), Col(col)};
}

class MouseTurn {
public:
    MouseTurn(Session& session, AttachedClient& client, const MouseEvent& event)
        : s_(session), client_(client), event_(event) {}

    void run() {
        const workspace::Tab* tab = s_.space.active_tab(client_.id);
        if (tab == nullptr || !s_.config.options.mouse_mode) {
            return;
        }
        if (at_question()) {
            return;
        }
        tab_ = tab->id;
        if (event_.kind != MouseKind::Motion) {
            hide_tip(s_, client_);
        }
        geometry_ = s_.space.geometry(tab_);
        if (is_wheel(event_)) {
            wheel();
        } else if (event_.kind == MouseKind::Press) {
            press();
        } else if (client_.drag) {
            event_.kind == MouseKind::Release ? release() : drag();
        } else if (event_.kind == MouseKind::Motion) {
            hover();
        }
    }

private:
    /// Whether a question floats there; a press on an answer gives it.
    bool at_question() {
        const std::optional<FloatingQuestion> question = floating_question(s_, client_);
        if (!question || client_.drag || !question->outer.contains(event_.position)) {
            return false;
        }
        const bool is_meant = is_answerable(*s_.plugin_panes.at(question->instance).question(),
                                            s_.services.clock.now());
        const auto answer = event_.kind == MouseKind::Press && is_meant
                                ? answer_at(question->panel, question->content, event_.position)
                                : std::nullopt;
        if (answer) {
            s_.services.plugins.answer_permission(question->instance, *answer);
        }
        return true;
    }

    [[nodiscard]] InstanceKey instance(PaneId pane) const {
        return {s_.id(), PluginId(pane.number), client_.id};
    }

    [[nodiscard]] vt::Terminal* terminal(PaneId pane) const {
        Session::Program* program = s_.find_program(pane);
        return program == nullptr || !program->pane ? nullptr : &program->pane->terminal();
    }

    [[nodiscard]] bool program_wants_mouse(PaneId pane) const {
        const vt::Terminal* found = terminal(pane);
        return found != nullptr && found->modes().mouse_tracking != vt::MouseTracking::Off &&
               !event_.modifiers.has(vt::input::kShift);
    }

    /// To the program under `place`, in its own coordinates.
    void forward(const PanePlace& place) {
        Session::Program* program = s_.find_program(place.pane);
        if (program == nullptr || !program->pane) {
            return;
        }
        MouseEvent local = event_;
        local.position = inside(place.content, event_.position);
        const vt::Modes& modes = program->pane->terminal().modes();
        if (modes.mouse_encoding == vt::MouseEncoding::SgrPixels) {
            const Size cell = program->pane->cell_pixels();
            local.position.row.value *= cell.rows.value;
            local.position.col.value *= cell.cols.value;
        }
        std::string bytes;
        vt::input::encode_mouse(local, modes, bytes);
        program->pane->write(bytes);
    }

    void forward_to_plugin(const PanePlace& place) {
        MouseEvent local = event_;
        local.position = {Row(event_.position.row.value - place.content.row.value),
                          Col(event_.position.col.value - place.content.col.value)};
        s_.mouse_to_plugin(instance(place.pane), local);
    }

    [[nodiscard]] bool is_wheel_up() const { return event_.kind == MouseKind::WheelUp; }

    /// With Alt: to the prompt before or after. True: the wheel turned for us.
    bool wheel_to_prompt(const PanePlace& place) {
        if (!event_.modifiers.has(vt::input::kAlt)) {
            return false;
        }
        Session::Program* program = s_.find_program(place.pane);
        if (s_.config.options.advanced_mouse_actions && program != nullptr && program->pane &&
            turns_up_or_down()) {
            program->pane->set_scroll(
                scroll_to_prompt(*program->pane, is_wheel_up() ? Towards::Older : Towards::Newer));
            s_.terminal_changed(place.pane.number, 0);
        }
        return true;
    }

    /// With Ctrl: the floating pane there, else the focused one. True as above.
    bool wheel_to_resize(const PanePlace& place) {
        if (!event_.modifiers.has(vt::input::kCtrl) || !turns_up_or_down()) {
            return false;
        }
        const std::optional<PaneId> pane = place.layer == workspace::Layer::Floating
                                               ? std::optional(place.pane)
                                               : s_.space.focused_pane(client_.id);
        if (s_.config.options.mouse_scroll_resize && pane) {
            (void)s_.space.resize_pane(
                *pane,
                is_wheel_up() ? workspace::ResizeKind::Increase : workspace::ResizeKind::Decrease,
                std::nullopt);
            s_.redraw_all();
        }
        return true;
    }

    [[nodiscard]] bool turns_up_or_down() const {
        return is_wheel_up() || event_.kind == MouseKind::WheelDown;
    }

    void wheel() {
        const PanePlace* place = geometry_.at(event_.position);
        if (place == nullptr || wheel_to_prompt(*place) || wheel_to_resize(*place)) {
            return;
        }
        if (place->pane.kind == PaneKind::Plugin) {
            forward_to_plugin(*place);
            return;
        }
        Session::Program* program = s_.find_program(place->pane);
        if (program == nullptr || !program->pane) {
            return;
        }
        if (program_wants_mouse(place->pane)) {
            forward(*place);
            return;
        }
        std::string bytes;
        vt::input::encode_alternate_scroll(event_.kind, program->pane->terminal().modes(),
                                           kWheelLines, bytes);
        if (!bytes.empty()) {
            program->pane->write(bytes);
        } else if (turns_up_or_down()) {
            program->pane->scroll_by(is_wheel_up() ? kWheelLines : -kWheelLines);
            s_.terminal_changed(place->pane.number, 0);
        }
    }

    void press() {
        s_.space.note_activity(client_.id);
        client_.drag.reset();
        client_.selection.reset();
        s_.redraw(client_.id);
        const PanePlace* place = geometry_.at(event_.position);
        if (place == nullptr) {
            return;
        }
        const bool in_content = place->content.contains(event_.position);
        if (in_content && event_.modifiers.has(vt::input::kAlt) && !s_.marks->is_empty() &&
            s_.find_terminal(place->pane, client_.id) != nullptr &&
            s_.marks->click(client_, place->pane, text_point(*place))) {
            return;
        }
        if (event_.modifiers.has(vt::input::kAlt)) {
            group(place->pane);
            return;
        }
        point_away();
        if (place->pane.kind == PaneKind::Plugin && in_content) {
            if (event_.button == MouseButton::Left && selects_text(place->pane)) {
                (void)s_.space.focus_at(client_.id, event_.position);
                start_selection(*place);
                return;
            }
            (void)s_.space.focus_at(client_.id, event_.position);
            client_.drag = Drag{.kind = Drag::Kind::Plugin, .pane = place->pane};
            forward_to_plugin(*place);
            return;
        }
        if (event_.button == MouseButton::Left && !in_content && grab_frame(*place)) {
            return;
        }
        const bool had_focus = s_.space.focused_pane(client_.id) == place->pane;
        (void)s_.space.focus_at(client_.id, event_.position);
        if (!in_content) {
            return;
        }
        if (program_wants_mouse(place->pane)) {
            if (had_focus || s_.config.options.mouse_click_through) {
                client_.drag = Drag{.kind = Drag::Kind::Program, .pane = place->pane};
                forward(*place);
            }
        } else if (event_.button == MouseButton::Left) {
            start_selection(*place);
        }
    }

    /// Alt and a button: panes are selected together, or none any more.
    void group(PaneId pane) {
        if (!s_.config.options.advanced_mouse_actions) {
            return;
        }
        if (event_.button == MouseButton::Right) {
            (void)s_.space.set_group(client_.id, {});
        } else if (event_.button == MouseButton::Left && is_selectable(pane)) {
            (void)s_.space.toggle_in_group(client_.id, pane);
            client_.drag = Drag{.kind = Drag::Kind::Group, .pane = pane};
        }
    }

    /// A drag that selects panes has come to another one.
    void add_to_group() {
        const PanePlace* place = geometry_.at(event_.position);
        const workspace::ClientView* view = s_.space.find_client(client_.id);
        if (place == nullptr || view == nullptr || place->pane == client_.drag->pane ||
            !is_selectable(place->pane) ||
            std::ranges::find(view->group, place->pane) != view->group.end()) {
            return;
        }
        (void)s_.space.toggle_in_group(client_.id, place->pane);
    }

    [[nodiscard]] bool is_selectable(PaneId pane) const {
        const workspace::Pane* found = s_.space.find_pane(pane);
        return found != nullptr && found->selectable;
    }

    /// A frame or a border was pressed. False: it is nothing to hold on to.
    bool grab_frame(const PanePlace& place) {
        if (place.layer == workspace::Layer::Floating) {
            (void)s_.space.focus_at(client_.id, event_.position);
            const bool resizes = event_.modifiers.has(vt::input::kCtrl);
            client_.drag =
                Drag{.kind = resizes ? Drag::Kind::ResizeFloating : Drag::Kind::MoveFloating,
                     .pane = place.pane,
                     .grip = {Row(event_.position.row.value - place.outer.row.value),
                              Col(event_.position.col.value - place.outer.col.value)}};
            return true;
        }
        if (const auto border = s_.space.border_at(tab_, event_.position)) {
            client_.drag = Drag{.kind = Drag::Kind::Border, .pane = place.pane, .border = *border};
        }
        return false;
    }

    [[nodiscard]] bool selects_text(PaneId pane) const {
        const auto found = s_.plugin_panes.find(instance(pane));
        return found != s_.plugin_panes.end() && found->second.selects_text &&
               !found->second.question();
    }

    void start_selection(const PanePlace& place) {
        const vt::Terminal* found = s_.find_terminal(place.pane, client_.id);
        if (found == nullptr) {
            return;
        }
        LastClick& last = client_.last_click;
        const TimePoint now = s_.services.clock.now();
        const bool again = last.at == event_.position && now - last.when <= kDoubleClick;
        last = {now, event_.position, again ? last.count % 3 + 1 : 1};
        const ui::SelectBy by = last.count == 1   ? ui::SelectBy::Cell
                                : last.count == 2 ? ui::SelectBy::Word
                                                  : ui::SelectBy::Line;
        client_.drag = Drag{
            .kind = Drag::Kind::Select, .pane = place.pane, .has_moved = by != ui::SelectBy::Cell};
        const std::optional<ui::TextRange> command =
            by == ui::SelectBy::Line ? command_at(*found, place) : std::nullopt;
        const ui::Selection selection =
            command ? ui::Selection{.anchor = *command, .range = *command, .by = by}
                    : ui::start_selection(*found, text_point(place), by,
                                          s_.config.options.word_separators);
        client_.selection = PaneSelection{place.pane, selection};
        client_.selection_is_shown = by != ui::SelectBy::Cell;
    }

    /// The command whose output is there, with it.
    [[nodiscard]] std::optional<ui::TextRange> command_at(const vt::Terminal& terminal,
                                                          const PanePlace& place) const {
        return s_.config.options.osc133_command_selection
                   ? command_of_output(terminal, text_point(place).line)
                   : std::nullopt;
    }

    [[nodiscard]] ui::TextPoint text_point(const PanePlace& place) const {
        const Session::Program* program = s_.find_program(place.pane);
        return ui::text_point(*s_.find_terminal(place.pane, client_.id),
                              program == nullptr ? 0 : program->pane->scroll(),
                              inside(place.content, event_.position));
    }

    void drag() {
        Drag& drag = *client_.drag;
        const PanePlace* place = geometry_.find(drag.pane);
        if (place == nullptr) {
            client_.drag.reset();
            return;
        }
        drag.has_moved = true;
        switch (drag.kind) {
        case Drag::Kind::Program: forward(*place); break;
        case Drag::Kind::Plugin: forward_to_plugin(*place); break;
        case Drag::Kind::Border: (void)s_.space.drag_border(drag.border, event_.position); break;
        case Drag::Kind::MoveFloating:
            (void)s_.space.move_floating_to(drag.pane,
                                            {Row(event_.position.row.value - drag.grip.row.value),
                                             Col(event_.position.col.value - drag.grip.col.value)});
            break;
        case Drag::Kind::ResizeFloating:
            (void)s_.space.resize_floating_to(drag.pane, event_.position);
            break;
        case Drag::Kind::Select: extend_selection(*place); break;
        case Drag::Kind::Group: add_to_group(); break;
        }
        s_.redraw(client_.id);
    }

    void extend_selection(const PanePlace& place) {
        Session::Program* program = s_.find_program(place.pane);
        const vt::Terminal* found = s_.find_terminal(place.pane, client_.id);
        if (found == nullptr || !client_.selection) {
            return;
        }
        if (program == nullptr) {
            // a plugin's screen has nothing above or below
        } else if (event_.position.row < place.content.row) {
            program->pane->scroll_by(1);
        } else if (event_.position.row >= place.content.row_end()) {
            program->pane->scroll_by(-1);
        }
        client_.selection_is_shown = true;
        ui::extend_selection(*found, client_.selection->selection, text_point(place),
                             s_.config.options.word_separators);
    }

    void release() {
        const Drag drag = *client_.drag;
        client_.drag.reset();
        const PanePlace* place = geometry_.find(drag.pane);
        if (place == nullptr) {
            return;
        }
        switch (drag.kind) {
        case Drag::Kind::Program: forward(*place); break;
        case Drag::Kind::Plugin: forward_to_plugin(*place); break;
        case Drag::Kind::Select:
            if (!drag.has_moved) {
                client_.selection.reset();
            } else if (s_.config.options.copy_on_select) {
                s_.copy_selection(client_);
            }
            break;
        case Drag::Kind::Border:
        case Drag::Kind::Group:
        case Drag::Kind::MoveFloating:
        case Drag::Kind::ResizeFloating: break;
        }
        s_.redraw(client_.id);
    }

    /// The frame under the pointer stands out unless it is the focused one's.
    void point_at(PaneId pane) {
        const bool is_marked = s_.config.options.mouse_hover_effects &&
                               s_.config.options.advanced_mouse_actions && is_selectable(pane) &&
                               s_.space.focused_pane(client_.id) != pane;
        const std::optional<PaneId> now = is_marked ? std::optional(pane) : std::nullopt;
        if (std::exchange(client_.hovered, now) != now) {
            s_.redraw(client_.id);
        }
    }
    void point_away() {
        if (client_.hovered) {
            client_.hovered.reset();
            s_.redraw(client_.id);
        }
    }

    void hover() {
        const PanePlace* place = geometry_.at(event_.position);
        pointer_moved(s_, client_, place == nullptr ? std::nullopt : std::optional(place->pane));
        if (place == nullptr) {
            point_away();
            return;
        }
        if (!s_.marks->is_empty() && place->content.contains(event_.position) &&
            s_.find_terminal(place->pane, client_.id) != nullptr &&
            s_.marks->hover(client_, place->pane, text_point(*place))) {
            s_.redraw(client_.id);
        }
        if (place->pane.kind == PaneKind::Plugin) {
            if (s_.config.options.mouse_hover_effects) {
                forward_to_plugin(*place);
            }
        } else if (terminal(place->pane) != nullptr &&
                   terminal(place->pane)->modes().mouse_tracking == vt::MouseTracking::AnyEvent) {
            forward(*place);
        }
        if (s_.config.options.focus_follows_mouse) {
            (void)s_.space.focus_at(client_.id, event_.position);
        }
        point_at(place->pane);
    }

    Session& s_;
    AttachedClient& client_;
    const MouseEvent& event_;
    TabId tab_;
    workspace::TabGeometry geometry_;
};

}  // namespace

void Session::mouse(AttachedClient& client, const MouseEvent& event) {
    MouseTurn(*this, client, event).run();
}

void Session::copy_selection(AttachedClient& client) {
    if (!client.selection) {
        return;
    }
    const vt::Terminal* terminal = find_terminal(client.selection->pane, client.id);
    if (terminal != nullptr) {
        copy(client, ui::selected_text(*terminal, client.selection->selection.range));
    }
}

}  // namespace tessera::server
