#include "tessera/actions/opening.h"

namespace tessera::actions {

namespace {

FloatingCoordinates coordinates_of(Args& a) {
    return {.x = a.extent_option("x"),
            .y = a.extent_option("y"),
            .width = a.extent_option("width"),
            .height = a.extent_option("height"),
            .pinned = a.maybe_flag("pinned"),
            .borderless = {}};  // NewPane has it for every placement
}

}  // namespace

Placement placement_of(Args& a) {
    const bool floating = a.flag("floating");
    const bool in_place = a.flag("in-place");
    const bool stacked = a.flag("stacked");
    const std::optional<Direction> direction = a.word_option<Direction>("direction");
    if (floating + in_place + stacked > 1) {
        a.fail("a pane has one place", "floating, in-place or stacked");
    }
    FloatingCoordinates coordinates = coordinates_of(a);
    if (coordinates != FloatingCoordinates{} && !floating) {
        a.fail("only a floating pane has coordinates", "floating with x, y, width, height, pinned");
    }
    if (a.flag("close-replaced-pane") && !in_place) {
        a.fail("only a pane in place closes another", "in-place with close-replaced-pane");
    }
    if (floating) {
        return PlaceFloating{std::move(coordinates)};
    }
    if (in_place) {
        return PlaceInPlace{
            .pane = a.pane(),
            .replaced = a.flag("close-replaced-pane") ? Replaced::Closed : Replaced::Suspended};
    }
    if (stacked) {
        return PlaceStacked{};
    }
    return direction ? Placement(PlaceTiled{direction}) : Placement(PlaceAnywhere{});
}

WaitFor wait_of(Args& a) {
    if (a.flag("block-until-exit-success")) {
        return WaitFor::ExitSuccess;
    }
    if (a.flag("block-until-exit-failure")) {
        return WaitFor::ExitFailure;
    }
    if (a.flag("block-until-exit")) {
        return WaitFor::AnyExit;
    }
    return a.flag("blocking") ? WaitFor::Closed : WaitFor::Created;
}

FocusNew focus_of(Args& a) {
    return a.flag("no-focus") ? FocusNew::No : FocusNew::Yes;
}

PaneContent command_of(Args& a, const std::vector<std::string>& words) {
    if (words.empty()) {
        return RunShell{};
    }
    return config::CommandRun{.command = words.front(),
                              .args = {words.begin() + 1, words.end()},
                              .close_on_exit = a.flag("close-on-exit"),
                              .start_suspended = a.flag("start-suspended")};
}

RunPlugin plugin_of(Args& a, std::string location, std::string_view configuration) {
    RunPlugin out;
    out.plugin.location = std::move(location);
    out.plugin.configuration = a.configuration();
    for (auto& [key, value] : a.pairs_option(configuration)) {
        out.plugin.configuration.insert_or_assign(key, value);
    }
    out.plugin.cwd = a.option("cwd");
    out.skip_cache = a.flag("skip-plugin-cache");
    return out;
}

std::optional<LayoutRef> layout_of(Args& a) {
    LayoutRef layout{.name = a.option("layout").value_or(""),
                     .text = a.option("layout-string").value_or(""),
                     .swap_text = {},
                     .folder = a.option("layout-dir").value_or("")};
    return layout == LayoutRef{} ? std::nullopt : std::optional(std::move(layout));
}

}  // namespace tessera::actions
