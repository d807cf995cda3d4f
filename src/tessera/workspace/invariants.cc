// What session.h promises, checked. Used by tests and on what comes from outside.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "tessera/workspace/messages.h"
#include "tessera/workspace/session.h"

namespace tessera::workspace {

namespace {

constexpr std::uint32_t kLastId = 0xFFFFFFFF;  // never given out: there is none after it

}  // namespace

class InvariantCheck {
public:
    explicit InvariantCheck(const Session& session) : s_(session) {}

    std::string run() {
        check(!s_.views_.empty() && s_.views_.front().id == kNobody, "nobody's view is missing");
        check(s_.size_.rows.value >= 0 && s_.size_.cols.value >= 0, "the size is negative");
        check(s_.tabs_.size() <= kMaxTabs, "there are too many tabs");
        std::set<TabId> ids;
        for (const Tab& tab : s_.tabs_) {
            check(ids.insert(tab.id).second, "two tabs have the same id");
            check(tab.id.value < kLastId, "the id of a tab is out of range");
            check_tab(tab);
        }
        if (!problem_.empty()) {
            return std::move(problem_);  // views are only looked at beside sound tabs
        }
        std::set<ClientId> clients;
        for (const ClientView& view : s_.views_) {
            check(clients.insert(view.id).second, "two clients have the same id");
            check_view(view);
        }
        return std::move(problem_);
    }

private:
    void check(bool holds, std::string_view otherwise) {
        if (!holds && problem_.empty()) {
            problem_ = otherwise;
        }
    }

    void check_tab(const Tab& tab) {
        if (tab.tiled && !is_well_formed(*tab.tiled)) {
            return check(false, "the tree of a tab is malformed");
        }
        std::set<PaneId> placed;
        const auto place = [&](PaneId id) {
            check(tab.panes.contains(id), "a place has no pane");
            check(placed.insert(id).second, "a pane has two places");
        };
        if (tab.tiled) {
            for_each_leaf(*tab.tiled, [&](const Node& leaf) { place(leaf.pane); });
        }
        for (const FloatingPane& floating : tab.floating) {
            place(floating.pane);
            check(floating.at.x && floating.at.y && floating.at.width && floating.at.height,
                  "a floating pane is nowhere");
        }
        for (const Suppressed& suppressed : tab.suppressed) {
            place(suppressed.pane);
        }
        check(placed.size() == tab.panes.size(), "a pane has no place");
        check(!tab.panes.empty(), "a tab has no panes");
        check(tab.panes.size() <= kMaxPanesPerTab, "a tab has too many panes");
        check(tab.floating.size() <= kMaxFloatingPanes, "too many panes float");
        for (const auto& [id, pane] : tab.panes) {
            check(id == pane.id, "a pane is filed under another id");
            check(id.number < kLastId, "the id of a pane is out of range");
            check(all_panes_.insert(id).second, "a pane is in two tabs");
        }
        check(std::ranges::is_sorted(tab.floating, {}, &FloatingPane::pinned),
              "a pinned pane is behind one that is not");
        if (problem_.empty()) {
            check_suppressed(tab);
            check_layers(tab);
        }
    }

    void check_suppressed(const Tab& tab) {
        std::set<PaneId> covers;
        for (const Suppressed& suppressed : tab.suppressed) {
            check(!suppressed.under || covers.insert(*suppressed.under).second,
                  "two panes wait below one");
            std::optional<PaneId> above = suppressed.under;
            std::size_t steps = 0;
            while (above && steps <= tab.suppressed.size()) {
                check(tab.panes.contains(*above), "a pane waits below one that is gone");
                const auto it = std::ranges::find(tab.suppressed, *above, &Suppressed::pane);
                above = it == tab.suppressed.end() ? std::nullopt : it->under;
                ++steps;
            }
            check(steps <= tab.suppressed.size(), "panes wait below each other");
        }
    }

    void check_layers(const Tab& tab) {
        check(!tab.floating_visible || !tab.floating.empty(), "an empty layer is visible");
        if (tab.fullscreen) {
            const PaneId pane = tab.fullscreen->pane;
            const bool floats = tab.find_floating(pane) != nullptr;
            check(floats || tab.is_tiled(pane), "what fills the screen has no place");
            check(!floats || tab.floating_visible, "what fills the screen is hidden");
            check(tab.find_pane(pane) != nullptr && tab.find_pane(pane)->selectable,
                  "what fills the screen cannot have the focus");
        }
        check(tab.swap.tiled_at <= tab.swap.layouts.tiled.size() &&
                  tab.swap.floating_at <= tab.swap.layouts.floating.size(),
              "the arrangement in force does not exist");
        check(std::ranges::all_of(tab.grown_from, is_well_formed),
              "a remembered tree is malformed");
    }

    void check_view(const ClientView& view) {
        check(s_.tabs_.empty() || s_.find_tab(view.active_tab) != nullptr,
              "a client looks at a tab that is gone");
        std::set<TabId> history;
        for (const TabId id : view.history) {
            check(s_.find_tab(id) != nullptr, "a client remembers a tab that is gone");
            check(id != view.active_tab && history.insert(id).second,
                  "a client remembers a tab twice");
        }
        check(view.history.size() <= kMaxTabHistory, "a client remembers too much");
        check(view.focus.size() == s_.tabs_.size(), "a client's focus is not kept per tab");
        for (const auto& [id, focus] : view.focus) {
            const Tab* tab = s_.find_tab(id);
            check(tab != nullptr, "focus is kept for a tab that is gone");
            if (tab != nullptr) {
                check_focus(*tab, focus);
            }
        }
        for (const PaneId pane : view.group) {
            check(s_.find_pane(pane) != nullptr, "a group has a pane that is gone");
        }
    }

    void check_focus(const Tab& tab, const TabFocus& focus) {
        const auto selectable = [&](PaneId id) {
            const Pane* pane = tab.find_pane(id);
            return pane != nullptr && pane->selectable;
        };
        const std::vector<PaneId> tiled = tab.tiled ? leaves_of(*tab.tiled) : std::vector<PaneId>();
        check(focus.tiled.has_value() == std::ranges::any_of(tiled, selectable),
              "no tiled pane has the focus, or one that cannot");
        if (focus.tiled) {
            check(tab.is_tiled(*focus.tiled) && selectable(*focus.tiled), "the focus is astray");
            check_not_folded(tab, *focus.tiled);
        }
        check(focus.floating.has_value() ==
                  std::ranges::any_of(tab.floating,
                                      [&](const FloatingPane& f) { return selectable(f.pane); }),
              "no floating pane has the focus, or one that cannot");
        if (focus.floating) {
            check(tab.find_floating(*focus.floating) != nullptr && selectable(*focus.floating),
                  "the focus of the floating layer is astray");
        }
        check(!focus.previous || selectable(*focus.previous), "the previous focus is astray");
    }

    void check_not_folded(const Tab& tab, PaneId pane) {
        if (const std::optional<TreePath> path = find_stack(*tab.tiled, pane)) {
            const Node& stack = node_at(*tab.tiled, *path);
            check(stack.children[stack.open].pane == pane, "a folded pane has the focus");
        }
    }

    const Session& s_;
    std::string problem_;
    std::set<PaneId> all_panes_;
};

std::string Session::find_inconsistency() const {
    return InvariantCheck(*this).run();
}

}  // namespace tessera::workspace
