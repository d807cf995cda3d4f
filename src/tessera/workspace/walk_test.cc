// Thousands of random verbs: whatever is asked, every promise of session.h holds after it.
#include <algorithm>
#include <random>

#include "tessera/config/layout_write.h"
#include "tessera/workspace/solve.h"
#include "tessera/workspace/test_support.h"

namespace tessera::workspace {
namespace {

class Walk {
public:
    explicit Walk(unsigned seed)
        : random_(seed), session_({.name = "walk", .size = size_of(30, 100)}) {
        (void)session_.add_client(ClientId(1), size_of(40, 120));
        (void)session_.open_tab(default_tab(ClientId(1)), ids_);
    }

    void run(int steps) {
        for (int i = 0; i < steps && !::testing::Test::HasFatalFailure(); ++i) {
            if (session_.is_empty()) {
                (void)session_.open_tab(some_tab(), ids_);
            }
            const Session before = session_;
            const std::size_t verb = pick(std::size(kVerbs));
            const bool failed = (this->*kVerbs[verb].run)();
            SCOPED_TRACE(std::string(kVerbs[verb].name) + " at step " + std::to_string(i));
            if (failed) {
                ASSERT_TRUE(session_ == before) << "a failed verb changed something";
            } else if (!(session_ == before)) {
                ASSERT_GT(session_.generation(), before.generation());
                check_generations(before);
            }
            check(i % 50 == 0);
        }
    }

private:
    struct Verb {
        const char* name;
        bool (Walk::*run)();  // true: it failed
    };

    std::size_t pick(std::size_t count) { return random_() % count; }
    template <class E>
    E one_of(int count) {
        return static_cast<E>(pick(static_cast<std::size_t>(count)));
    }
    ClientId client() {
        const auto clients = session_.clients();
        return clients.empty() || pick(20) == 0 ? kNobody : clients[pick(clients.size())].id;
    }
    PaneId pane() {
        const Tab& tab = session_.tabs()[pick(session_.tabs().size())];
        auto it = tab.panes.begin();
        std::advance(it, pick(tab.panes.size()));
        return pick(50) == 0 ? terminal(9999) : it->first;
    }
    TabId tab() { return session_.tabs()[pick(session_.tabs().size())].id; }
    Direction direction() { return one_of<Direction>(4); }
    Order order() { return one_of<Order>(2); }
    Focus focus() { return one_of<Focus>(2); }
    Toggle toggle() { return one_of<Toggle>(3); }
    Point point() {
        return {Row(static_cast<int>(pick(60)) - 5), Col(static_cast<int>(pick(140)) - 5)};
    }
    Size size() {
        return size_of(1 + static_cast<int>(pick(pick(3) == 0 ? 6 : 60)),
                       1 + static_cast<int>(pick(pick(3) == 0 ? 9 : 160)));
    }
    std::optional<config::Extent> extent() {
        if (pick(2) == 0) {
            return std::nullopt;
        }
        return config::Extent{one_of<config::Extent::Unit>(2),
                              static_cast<std::uint32_t>(1 + pick(100))};
    }
    FloatingCoordinates coordinates() { return {extent(), extent(), extent(), extent()}; }
    Placement placement() {
        switch (pick(8)) {
        case 0: return PlaceTiled{};
        case 1: return PlaceSplit{direction()};
        case 2: return PlaceFloating{coordinates(), pick(4) == 0};
        case 3: return PlaceInstead{pick(2) == 0};
        case 4: return PlaceStacked{};
        case 5: return PlaceSuppressed{};
        default: return PlaceAuto{};
        }
    }
    config::PaneRun run_of_pane() {
        switch (pick(4)) {
        case 0: return config::CommandRun{.command = "make", .start_suspended = pick(2) == 0};
        case 1: return config::PluginRun{.location = "about"};
        default: return {};
        }
    }
    OpenTab some_tab() {
        static const std::vector<config::Layout> kLayouts = [] {
            std::vector<config::Layout> out;
            for (const char* name : {"default", "compact", "strider", "welcome"}) {
                const config::BuiltinLayout* found = config::find_builtin_layout(name);
                const std::string_view text = found->text;
                out.push_back(layout_from(text.substr(text.find("layout {")), found->swap_text));
            }
            out.push_back(layout_from(R"(layout {
                pane split_direction="vertical" {
                    pane size="30%" { pane; pane size=4; }
                    pane stacked=true { pane; pane expanded=true; pane command="ls"; }
                    pane size=10
                }
                floating_panes { pane { x "10%"; y 3; }; pane command="top" { width "30%"; }; }
            })"));
            return out;
        }();
        const config::Layout& layout = kLayouts[pick(kLayouts.size())];
        return {.layout = layout.tabs.front(),
                .swaps = {layout.swap_tiled, layout.swap_floating},
                .client = client(),
                .position = pick(3) == 0 ? std::optional(pick(5)) : std::nullopt,
                .focus = focus()};
    }

    template <class R>
    static bool failed(const R& result) {
        return !result.has_value();
    }

    // ---- verbs
    bool open_pane() {
        if (session_.tabs().size() * 12 < count_panes()) {
            return close_pane();
        }
        OpenPane what{.pane = {.run = run_of_pane(), .borderless = pick(8) == 0},
                      .placement = placement(),
                      .client = client(),
                      .focus = focus()};
        if (pick(3) == 0) {
            what.beside = pane();
        } else if (pick(3) == 0) {
            what.tab = tab();
        }
        return failed(session_.open_pane(what, ids_));
    }
    bool close_pane() { return failed(session_.close_pane(pane())); }
    bool mark_exited() { return failed(session_.mark_exited(pane(), 1)); }
    bool run_again() {
        return failed(pick(2) == 0 ? session_.run_again(pane()) : session_.drop_to_shell(pane()));
    }
    bool replace_pane() { return failed(session_.replace_pane(pane(), pane(), {pick(2) == 0})); }
    bool suppress() { return failed(session_.suppress_pane(pane())); }
    bool unsuppress() {
        return failed(session_.unsuppress_pane(pane(), placement(), client(), focus()));
    }
    bool stack_panes() {
        const PaneId others[] = {pane(), pane(), pane()};
        return failed(session_.stack_panes(pane(), others));
    }
    bool focus_pane() { return failed(session_.focus_pane(client(), pane())); }
    bool move_focus() {
        return failed(pick(3) == 0 ? session_.move_focus_or_tab(client(), direction())
                                   : session_.move_focus(client(), direction()));
    }
    bool focus_in_order() {
        return failed(pick(3) == 0 ? session_.focus_last_pane(client())
                                   : session_.focus_in_order(client(), order()));
    }
    bool focus_at() { return failed(session_.focus_at(client(), point())); }
    bool move_pane() {
        return failed(pick(2) == 0 ? session_.move_pane(pane(), direction())
                                   : session_.move_pane_in_order(pane(), order()));
    }
    bool break_panes() {
        const PaneId panes[] = {pane(), pane()};
        return failed(session_.break_panes(std::span(panes).first(1 + pick(2)), some_tab(), ids_));
    }
    bool move_to_tab() {
        return failed(pick(2) == 0
                          ? Result<>(session_.move_pane_to_tab(client(), pane(), tab(), focus()))
                          : ignore(session_.break_pane_sideways(client(), pane(), order())));
    }
    bool resize() {
        return failed(
            session_.resize_pane(pane(), one_of<ResizeKind>(2),
                                 pick(3) == 0 ? std::nullopt : std::optional(direction())));
    }
    bool drag() {
        const std::optional<Border> border = session_.border_at(tab(), point());
        return border && failed(session_.drag_border(*border, point()));
    }
    bool fullscreen() {
        return failed(session_.toggle_fullscreen(pane(), one_of<FullscreenKind>(2)));
    }
    bool show_floating() { return failed(session_.show_floating(tab(), toggle())); }
    bool embed() { return failed(session_.toggle_embed_or_float(pane())); }
    bool pin() { return failed(session_.set_pinned(pane(), toggle())); }
    bool move_floating() {
        switch (pick(3)) {
        case 0: return failed(session_.move_floating_to(pane(), point()));
        case 1: return failed(session_.resize_floating_to(pane(), point()));
        default: return failed(session_.set_floating_coordinates(pane(), coordinates()));
        }
    }
    bool open_tab() {
        return session_.tabs().size() > 5 ? close_tab()
                                          : failed(session_.open_tab(some_tab(), ids_));
    }
    bool close_tab() { return failed(session_.close_tab(tab())); }
    bool go_to_tab() {
        switch (pick(4)) {
        case 0: return failed(session_.go_to_tab(client(), tab()));
        case 1: return failed(session_.go_to_last_tab(client()));
        case 2: return failed(session_.go_to_tab_at(client(), pick(7)));
        default: return failed(session_.go_to_tab_in_order(client(), order()));
        }
    }
    bool move_tab() { return failed(session_.move_tab(tab(), order())); }
    bool name() {
        switch (pick(5)) {
        case 0: return failed(session_.type_pane_name(pane(), "a\xC3\xA9\x7F z"));
        case 1: return failed(session_.undo_rename_pane(pane()));
        case 2: return failed(session_.type_tab_name(tab(), std::string_view("\0x", 2)));
        case 3: return failed(session_.undo_rename_tab(tab()));
        default: return failed(session_.set_title(pane(), "title"));
        }
    }
    bool flags() {
        switch (pick(4)) {
        case 0: return failed(session_.set_selectable(pane(), toggle()));
        case 1: return failed(session_.set_borderless(pane(), toggle()));
        case 2: return failed(session_.set_sync(tab(), toggle()));
        default: return failed(session_.toggle_in_group(client(), pane()));
        }
    }
    bool swap_layout() { return failed(session_.swap_layout(tab(), order())); }
    bool override_layout() {
        const OpenTab source = some_tab();
        return failed(session_.override_layout(tab(),
                                               {.layout = source.layout,
                                                .swaps = source.swaps,
                                                .retain_terminal_panes = pick(2) == 0,
                                                .retain_plugin_panes = pick(2) == 0},
                                               ids_));
    }
    bool clients() {
        const ClientId id(static_cast<std::uint16_t>(1 + pick(4)));
        switch (pick(3)) {
        case 0: return failed(session_.add_client(id, size()));
        case 1: session_.remove_client(id); return false;
        default: return failed(session_.resize_client(id, size()));
        }
    }
    bool mode() { return failed(session_.switch_mode(client(), one_of<config::InputMode>(14))); }
    bool settings() {
        if (pick(4) != 0) {
            return false;
        }
        session_.set_settings({.frames = one_of<FrameStyle>(3),
                               .auto_layout = pick(2) == 0,
                               .stacked_resize = pick(2) == 0,
                               .stacked_pane_list = pick(2) == 0,
                               .mirror_session = pick(5) == 0});
        return false;
    }

    static Result<> ignore(const Result<Changed>& result) {
        return result ? Result<>() : Result<>(std::unexpected(result.error()));
    }

    static constexpr Verb kVerbs[] = {
        {"open_pane", &Walk::open_pane},
        {"open_pane", &Walk::open_pane},
        {"open_pane", &Walk::open_pane},
        {"close_pane", &Walk::close_pane},
        {"mark_exited", &Walk::mark_exited},
        {"run_again", &Walk::run_again},
        {"replace_pane", &Walk::replace_pane},
        {"suppress", &Walk::suppress},
        {"unsuppress", &Walk::unsuppress},
        {"stack_panes", &Walk::stack_panes},
        {"focus_pane", &Walk::focus_pane},
        {"move_focus", &Walk::move_focus},
        {"focus_in_order", &Walk::focus_in_order},
        {"focus_at", &Walk::focus_at},
        {"move_pane", &Walk::move_pane},
        {"break_panes", &Walk::break_panes},
        {"move_to_tab", &Walk::move_to_tab},
        {"resize", &Walk::resize},
        {"resize", &Walk::resize},
        {"drag", &Walk::drag},
        {"fullscreen", &Walk::fullscreen},
        {"show_floating", &Walk::show_floating},
        {"embed", &Walk::embed},
        {"pin", &Walk::pin},
        {"move_floating", &Walk::move_floating},
        {"open_tab", &Walk::open_tab},
        {"go_to_tab", &Walk::go_to_tab},
        {"move_tab", &Walk::move_tab},
        {"name", &Walk::name},
        {"flags", &Walk::flags},
        {"swap_layout", &Walk::swap_layout},
        {"override_layout", &Walk::override_layout},
        {"clients", &Walk::clients},
        {"mode", &Walk::mode},
        {"settings", &Walk::settings},
    };

    // ---- checks
    std::size_t count_panes() const {
        std::size_t count = 0;
        for (const Tab& each : session_.tabs()) {
            count += each.panes.size();
        }
        return count;
    }

    /// A tab that differs has another generation.
    void check_generations(const Session& before) {
        for (const Tab& now : session_.tabs()) {
            const Tab* then = before.find_tab(now.id);
            ASSERT_TRUE(then == nullptr || *then == now || then->generation < now.generation)
                << "a tab changed in silence";
        }
    }

    void check(bool thoroughly) {
        ASSERT_EQ(session_.find_inconsistency(), "");
        for (const Tab& each : session_.tabs()) {
            check_tiling(each);
            for (const PanePlace& place : session_.geometry(each.id).panes) {
                ASSERT_GE(place.content.rows.value, 0);
                ASSERT_GE(place.content.cols.value, 0);
                ASSERT_LE(place.outer.row_end(), Row(session_.size().rows.value));
                ASSERT_LE(place.outer.col_end(), Col(session_.size().cols.value));
            }
        }
        if (thoroughly) {
            const Result<Session> back = Session::restore(session_.snapshot());
            ASSERT_TRUE(back.has_value()) << back.error().to_string();
            ASSERT_TRUE(*back == session_);
            const std::string text = config::layout_text(session_.layout());
            ASSERT_TRUE(session_.is_empty() || config::parse_layout(text).has_value()) << text;
        }
    }

    void check_tiling(const Tab& each) {
        if (!each.tiled) {
            return;
        }
        const Size display = session_.size();
        const Rect room{Row(0), Col(0), display.rows, display.cols};
        for (const StackStyle style : {StackStyle::Classic, StackStyle::List}) {
            const Solved solved = solve(*each.tiled, room, style);
            std::vector<int> cells(
                static_cast<std::size_t>(display.rows.value * display.cols.value), 0);
            const auto paint = [&](const Rect& r) {
                for (int row = r.row.value; row < r.row_end().value; ++row) {
                    for (int col = r.col.value; col < r.col_end().value; ++col) {
                        ++cells.at(static_cast<std::size_t>(row * display.cols.value + col));
                    }
                }
            };
            for (const Slot& slot : solved.slots) {
                paint(slot.rect);
            }
            for (const Rect& vacant : solved.vacant) {
                paint(vacant);
            }
            for (const SolvedStack& stack : solved.stacks) {
                if (stack.as_list) {  // the open member's row of the list, and the blank one
                    const auto members = static_cast<int>(stack.members.size());
                    const Rect& a = stack.area;
                    paint(
                        {Row(a.row.value + static_cast<int>(stack.open)), a.col, Rows(1), a.cols});
                    paint({Row(a.row.value + members), a.col, Rows(1), a.cols});
                }
            }
            ASSERT_TRUE(std::ranges::all_of(cells, [](int n) { return n == 1; }))
                << "panes do not tile the display";
        }
    }

    std::mt19937 random_;
    Ids ids_;
    Session session_;
};

TEST(RandomWalk, EveryPromiseHoldsAfterEveryVerb) {
    for (unsigned seed = 1; seed <= 12 && !HasFatalFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Walk(seed).run(1500);
    }
}

}  // namespace
}  // namespace tessera::workspace
