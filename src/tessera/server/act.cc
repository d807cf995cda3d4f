#include "tessera/server/act.h"

#include "tessera/actions/words.h"
#include "tessera/server/acts.h"
#include "tessera/server/plugin_news.h"

namespace tessera::server {

Acts::Acts(Session& session, const Asker& asker)
    : s_(session), asker_(asker),
      client_(asker.client == workspace::kNobody ? session.space.last_active_client()
                                                 : asker.client) {}

Result<PaneId> Acts::pane(const actions::PaneTarget& target) const {
    if (target) {
        if (s_.space.find_pane(*target) == nullptr) {
            return fail(ErrorCode::NotFound, "there is no pane with that id");
        }
        return *target;
    }
    if (const auto focused = s_.space.focused_pane(client_)) {
        return *focused;
    }
    return fail(ErrorCode::NotFound, "no pane has the focus");
}

Result<TabId> Acts::tab(const actions::TabTarget& target) const {
    const workspace::Tab* found = nullptr;
    if (const auto* id = std::get_if<TabId>(&target)) {
        found = s_.space.find_tab(*id);
    } else if (const auto* position = std::get_if<actions::TabPosition>(&target)) {
        found = position->value < s_.space.tabs().size() ? &s_.space.tabs()[position->value]
                                                         : nullptr;
    } else {
        found = s_.space.active_tab(client_);
    }
    if (found == nullptr) {
        return fail(ErrorCode::NotFound, "Tab not found");
    }
    return found->id;
}

Result<Session::Program*> Acts::program(const actions::PaneTarget& target) const {
    const PaneId id = TESSERA_TRY(pane(target));
    Session::Program* found = s_.find_program(id);
    if (found == nullptr || !found->pane) {
        return fail(ErrorCode::NotFound, "the pane is no terminal");
    }
    return found;
}

Result<AttachedClient*> Acts::attached() const {
    AttachedClient* found = s_.find_client(client_);
    if (found == nullptr) {
        return fail(ErrorCode::NotFound, "no client is attached");
    }
    return found;
}

Result<Answer> Acts::told(Result<workspace::Changed> changed) {
    const workspace::Changed what = TESSERA_TRY(std::move(changed));
    return Answer{.changed = what};
}

Result<Answer> Acts::told(Result<> done) {
    TESSERA_TRY(std::move(done));
    return Answer{};
}

Result<Answer> Acts::told_tab(Result<TabId> tab) {
    const TabId id = TESSERA_TRY(std::move(tab));
    return Answer{.out = std::to_string(id.value) + "\n", .tab = id};
}

Answer Acts::told_pane(PaneId pane) {
    return Answer{.out = actions::pane_id_text(pane) + "\n", .pane = pane};
}

Result<Answer> act(Session& session, const Asker& asker, const actions::Action& action) {
    Acts acts(session, asker);
    if (asker.door != Door::Key) {
        session.news->input(acts.client());  // keys tell themselves
    }
    if (asker.door != Door::Plugin) {
        session.news->user_action(acts.client(), action);
    }
    Result<Answer> answer = action.visit(acts);
    session.services.directory.needs_settling();
    return answer;
}

}  // namespace tessera::server
