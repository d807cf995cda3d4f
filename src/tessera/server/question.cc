#include "tessera/server/question.h"

#include <algorithm>

#include "tessera/plugin_api/tables.h"

namespace tessera::server {

namespace {

/// Narrower panes would break the names of permissions.
constexpr int kColsMin = 40;
constexpr int kColsMax = 76;
/// Beside the list: a line above, the location, the answers, and one to spare (ABI 4).
constexpr int kRowsBeside = 4;
constexpr int kFrame = 2;

bool is_letter(const vt::input::KeyEvent& key, char32_t letter) {
    return key.key == vt::input::Key(letter) &&
           key.modifiers.without(vt::input::kLocks | vt::input::kShift).is_empty();
}

/// What somebody was doing when a question came up is no answer to it.
constexpr std::chrono::milliseconds kQuestionPause{500};

/// Whether a pane of the client's tab shows something.
bool is_in_picture(const Session& session, const AttachedClient& client, PaneId id) {
    const workspace::Tab* const tab = session.space.active_tab(client.id);
    if (tab == nullptr) {
        return false;
    }
    const workspace::TabGeometry geometry = session.space.geometry(tab->id);
    const workspace::PanePlace* const place = geometry.find(id);
    return place != nullptr && place->visibility == workspace::Visibility::Shown &&
           place->content.rows.value > 0 && place->content.cols.value > 0;
}

/// Whether whoever looks at the pane could read and answer it there, now or when it is shown.
bool can_be_asked_in_its_pane(const Session& session, const InstanceKey& instance,
                              const PluginPane::Question& question) {
    const PaneId id{PaneKind::Plugin, instance.plugin.value};
    const workspace::Tab* tab = session.space.tab_of(id);
    if (tab == nullptr) {
        return false;
    }
    const workspace::TabGeometry geometry = session.space.geometry(tab->id);
    const workspace::PanePlace* place = geometry.find(id);
    if (place == nullptr || place->layer == workspace::Layer::Suppressed) {
        return false;
    }
    const workspace::Tab* active = session.space.active_tab(instance.client);
    if (active == nullptr || active->id != tab->id ||
        place->visibility != workspace::Visibility::Shown) {
        return true;  // it waits for whoever goes there
    }
    const int rows = static_cast<int>(question.wanted.size()) + kRowsBeside;
    return tab->find_pane(id)->selectable && place->content.rows.value >= rows &&
           place->content.cols.value >= kColsMin;
}

}  // namespace

ui::Panel question_panel(const Session& session, const PluginPane::Question& question, Rows room) {
    std::vector<std::string> wanted;
    for (const Permission permission : question.wanted) {
        const auto known = plugin_api::permission_of(static_cast<std::uint32_t>(permission));
        wanted.emplace_back(known ? plugin_api::permission_name(*known) : "?");
    }
    return ui::permission_panel(session.theme, question.location, wanted, room);
}

std::optional<FloatingQuestion> floating_question(const Session& session,
                                                  const AttachedClient& client) {
    for (const auto& [instance, pane] : session.plugin_panes) {
        if (instance.client != client.id || !pane.question() ||
            can_be_asked_in_its_pane(session, instance, *pane.question())) {
            continue;
        }
        const int location = static_cast<int>(pane.question()->location.size());
        const int cols =
            std::min(client.size.cols.value, std::clamp(location, kColsMin, kColsMax) + kFrame);
        const int broken = location / std::max(1, cols - kFrame);  // its further lines
        const int rows =
            std::min(client.size.rows.value, static_cast<int>(pane.question()->wanted.size()) +
                                                 kRowsBeside + broken + kFrame);
        FloatingQuestion out;
        out.instance = instance;
        out.outer = {Row((client.size.rows.value - rows) / 2),
                     Col((client.size.cols.value - cols) / 2), Rows(rows), Cols(cols)};
        out.content = {out.outer.row + Row(1), out.outer.col + Col(1),
                       Rows(std::max(0, rows - kFrame)), Cols(std::max(0, cols - kFrame))};
        out.panel = question_panel(session, *pane.question(), out.content.rows);
        return out;
    }
    return std::nullopt;
}

bool is_answerable(const PluginPane::Question& question, TimePoint now) {
    return question.seen && now - *question.seen >= kQuestionPause;
}

void drew_questions(Session& session, const AttachedClient& client) {
    const std::optional<FloatingQuestion> floating = floating_question(session, client);
    for (auto& [instance, pane] : session.plugin_panes) {
        if (instance.client != client.id || !pane.question()) {
            continue;
        }
        PluginPane::Question& question = *pane.question();
        const bool floats = floating && floating->instance == instance;
        if (question.floats != floats) {  // where nobody has looked yet
            question.floats = floats;
            question.is_drawn = false;
            question.seen.reset();
        }
        const bool is_there =
            floats ? floating->content.rows.value > 0 && floating->content.cols.value > 0
                   : is_in_picture(session, client, {PaneKind::Plugin, instance.plugin.value});
        question.is_drawn = question.is_drawn || is_there;
    }
}

void sent_questions(Session& session, const AttachedClient& client, TimePoint now) {
    for (auto& [instance, pane] : session.plugin_panes) {
        std::optional<PluginPane::Question>& question = pane.question();
        if (instance.client == client.id && question && question->is_drawn && !question->seen) {
            question->seen = now;
        }
    }
}

std::optional<Plugins::Answer> answer_of(const vt::input::KeyEvent& key) {
    if (is_letter(key, U'y') || is_letter(key, U'Y')) {
        return Plugins::Answer::Granted;
    }
    if (is_letter(key, U'n') || is_letter(key, U'N')) {
        return Plugins::Answer::Denied;
    }
    return std::nullopt;
}

std::optional<Plugins::Answer> answer_at(const ui::Panel& panel, const Rect& content, Point at) {
    const std::string piece = ui::panel_piece(panel, content, at);
    if (piece == ui::kGrantButton) {
        return Plugins::Answer::Granted;
    }
    if (piece == ui::kDenyButton) {
        return Plugins::Answer::Denied;
    }
    return std::nullopt;
}

}  // namespace tessera::server
