#pragma once
// PluginMarks: text that plugins make stand out in other panes, by regular expressions, and that
// tells them when it is clicked. Each instance marks for its own client.
// Source: plugin ABI, commands 207 and 208, event 42. Threads: the loop's.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/plugin_command.wire.h"
#include "tessera/server/session.h"
#include "tessera/vt/search/search.h"

namespace tessera::server {

/// Expressions of one instance for one pane; more are not taken.
inline constexpr std::size_t kMarksMax = 64;
/// What is looked at for one picture of a pane, in pages of it, by all marks together: so many on
/// the page, or one scrolled back so far. All panes of a large screen take some milliseconds.
inline constexpr std::size_t kMarkedPagesMax = 64;
/// Marks of all plugins of a session: one more is left out.
inline constexpr std::size_t kMarksOfSessionMax = 256;
/// What goes back with a click, of all marks of one command.
inline constexpr std::size_t kMarkContextBytesMax = 65536;

class PluginMarks {
public:
    explicit PluginMarks(Session& session) : s_(session) {}

    /// Adds; one of the same expression (and kind of hover) is replaced, a bad one left out.
    /// Errors: InvalidArgument, NotFound.
    [[nodiscard]] Result<> set(const InstanceKey& who,
                               const api::plugin_command::SetPaneRegexHighlightsPayload& wanted);
    [[nodiscard]] Result<> clear(const InstanceKey& who,
                                 const api::plugin_command::ClearPaneHighlightsPayload& wanted);
    /// Panes and instances that are there no more.
    void forget_gone();
    [[nodiscard]] bool is_empty() const { return marks_.empty(); }

    /// What of a pane's text is marked for a client, later ones over earlier ones.
    void show(PaneId pane, const AttachedClient& client, ui::PaneView& view);
    /// The pointer is at `at`. True: it looks different now.
    [[nodiscard]] bool hover(AttachedClient& client, PaneId pane, ui::TextPoint at);
    /// A click there means a mark: its plugin is told (E42). False: there is none.
    bool click(AttachedClient& client, PaneId pane, ui::TextPoint at);

private:
    struct Mark {
        api::plugin_command::RegexHighlight wanted;
        vt::Search search;
    };
    struct Place {
        PaneId pane;
        InstanceKey who;
        friend auto operator<=>(const Place&, const Place&) = default;
    };
    /// Takes the cells it looks at from `cells_left`.
    [[nodiscard]] std::vector<ui::TextRange> matches(Mark& mark, PaneId pane, ClientId client,
                                                     std::size_t& cells_left) const;
    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] ui::MarkLook look_of(const api::plugin_command::RegexHighlight& wanted) const;
    /// Calls `f(who, mark, range)` for each match of that client in a pane; under the point.
    template <class F>
    void for_each(const AttachedClient& client, PaneId pane, F&& f);
    template <class F>
    void for_each_at(const AttachedClient& client, PaneId pane, ui::TextPoint at, F&& f);

    Session& s_;
    std::map<Place, std::vector<Mark>> marks_;
};

}  // namespace tessera::server
