// History, search, copies, and questions about the session.
#include "tessera/actions/verb.h"

namespace tessera::actions {

namespace {

Action edit_scrollback(Args& a) {
    return EditScrollback{.pane = a.pane(), .ansi = a.flag("ansi")};
}

Action dump_screen_binding(Args& a) {
    return DumpScreen{.path = a.text(0), .full = a.flag("full"), .ansi = a.flag("ansi")};
}

Action dump_screen(Args& a) {
    return DumpScreen{
        .path = a.option("path"), .full = a.flag("full"), .ansi = a.flag("ansi"), .pane = a.pane()};
}

Action search(Args& a) {
    return Search{a.word<SearchDirection>(a.text(0))};
}

Action search_option(Args& a) {
    return SearchToggleOption{a.word<SearchOption>(a.text(0))};
}

OutputForm form_of(Args& a) {
    return a.flag("json") ? OutputForm::Json : OutputForm::Table;
}

Action list_panes(Args& a) {
    return ListPanes{.tab = a.flag("tab"),
                     .command = a.flag("command"),
                     .state = a.flag("state"),
                     .geometry = a.flag("geometry"),
                     .all = a.flag("all"),
                     .form = form_of(a)};
}

Action list_tabs(Args& a) {
    return ListTabs{.state = a.flag("state"),
                    .dimensions = a.flag("dimensions"),
                    .panes = a.flag("panes"),
                    .layout = a.flag("layout"),
                    .all = a.flag("all"),
                    .form = form_of(a)};
}

Action current_tab_info(Args& a) {
    return CurrentTabInfo{form_of(a)};
}

constexpr std::string_view kPane = "-p/--pane-id ID";

template <class T>
constexpr Verb scrolling(std::string_view kdl, std::string_view cli) {
    return {.kdl = kdl,
            .cli = cli,
            .options = kPane,
            .read = about_pane<T>,
            .cli_example = "-p terminal_1"};
}

constexpr Verb kVerbs[] = {
    scrolling<ScrollUp>("ScrollUp", "scroll-up"),
    scrolling<ScrollDown>("ScrollDown", "scroll-down"),
    scrolling<ScrollToTop>("ScrollToTop", "scroll-to-top"),
    scrolling<ScrollToBottom>("ScrollToBottom", "scroll-to-bottom"),
    scrolling<PageScrollUp>("PageScrollUp", "page-scroll-up"),
    scrolling<PageScrollDown>("PageScrollDown", "page-scroll-down"),
    scrolling<HalfPageScrollUp>("HalfPageScrollUp", "half-page-scroll-up"),
    scrolling<HalfPageScrollDown>("HalfPageScrollDown", "half-page-scroll-down"),
    {.kdl = "ScrollToPreviousPrompt", .read = plain<ScrollToPreviousPrompt>},
    {.kdl = "ScrollToNextPrompt", .read = plain<ScrollToNextPrompt>},
    {.kdl = "EditScrollback",
     .cli = "edit-scrollback",
     .options = "-p/--pane-id ID -a/--ansi",
     .read = edit_scrollback,
     .kdl_example = "ansi=true",
     .cli_example = "-p 1 -a"},
    {.kdl = "DumpScreen",
     .args = "FILE",
     .options = "--full --ansi",
     .read = dump_screen_binding,
     .kdl_example = R"("/tmp/screen.txt" { full true; })"},
    {.cli = "dump-screen",
     .options = "--path FILE -f/--full -p/--pane-id ID -a/--ansi",
     .read = dump_screen,
     .cli_example = "--path /tmp/screen.txt -fa -p plugin_1"},
    {.kdl = "Search", .args = "up|down", .read = search, .kdl_example = R"("down")"},
    {.kdl = "SearchToggleOption",
     .args = "CaseSensitivity|WholeWord|Wrap",
     .read = search_option,
     .kdl_example = R"("Wrap")"},
    {.kdl = "Copy", .read = plain<Copy>},
    {.kdl = "SelectCommandAtScrollPosition", .read = plain<SelectCommandAtScrollPosition>},
    {.kdl = "CopyLastCommandOutput", .read = plain<CopyLastCommandOutput>},
    {.cli = "query-tab-names", .read = plain<QueryTabNames>},
    {.cli = "list-clients", .read = plain<ListClients>},
    {.cli = "list-panes",
     .options = "-t/--tab -c/--command -s/--state -g/--geometry -a/--all -j/--json",
     .read = list_panes,
     .cli_example = "-tcsg --json"},
    {.cli = "list-tabs",
     .options = "-s/--state -d/--dimensions -p/--panes -l/--layout -a/--all -j/--json",
     .read = list_tabs,
     .cli_example = "-a -j"},
    {.cli = "current-tab-info",
     .options = "-j/--json",
     .read = current_tab_info,
     .cli_example = "--json"},
};

}  // namespace

std::span<const Verb> viewing_verbs() {
    return kVerbs;
}

}  // namespace tessera::actions
