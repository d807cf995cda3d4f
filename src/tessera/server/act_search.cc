// Searching what a pane has printed: the term a client typed, in the pane it has in focus.
// Plain text, smart case: a term without capitals finds both. Source: Zellij 0.45 features 4.6.

#include "tessera/server/acts.h"
#include "tessera/server/pane_search.h"

namespace tessera::server {

Result<Answer> Acts::operator()(const actions::SearchInput& a) {
    AttachedClient* client = TESSERA_TRY(attached());
    edit_term(client->search.term, a.bytes);
    Session::Program& found = *TESSERA_TRY(program(std::nullopt));
    client->search.match.reset();
    search(client->search, *found.pane, actions::SearchDirection::Up);
    s_.redraw(client_);
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::Search& a) {
    AttachedClient* client = TESSERA_TRY(attached());
    Session::Program& found = *TESSERA_TRY(program(std::nullopt));
    search(client->search, *found.pane, a.direction);
    s_.redraw(client_);
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::SearchToggleOption& a) {
    AttachedClient* client = TESSERA_TRY(attached());
    switch (a.option) {
    case actions::SearchOption::CaseSensitivity:
        client->search.match_case = !client->search.match_case;
        break;
    case actions::SearchOption::WholeWord:
        client->search.whole_word = !client->search.whole_word;
        break;
    case actions::SearchOption::Wrap: client->search.wrap = !client->search.wrap; break;
    }
    s_.redraw(client_);
    return Answer{};
}

}  // namespace tessera::server
