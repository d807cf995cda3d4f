// Actions on what a pane has printed: scrolling, dumping, copying, clearing; and typing into it.

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>

#include "tessera/io/whole_file.h"
#include "tessera/server/acts.h"
#include "tessera/server/launch.h"
#include "tessera/server/pane_text.h"
#include "tessera/vt/input/encode.h"

namespace tessera::server {

namespace {

constexpr std::int64_t kAllTheWay = std::int64_t{1} << 40;

}  // namespace

Result<Answer> Acts::scroll(const actions::PaneTarget& target, double pages, std::int64_t rows) {
    Session::Program& found = *TESSERA_TRY(program(target));
    const int height = found.pane->terminal().size().rows.value;
    const auto page = static_cast<std::int64_t>(std::llround(pages * std::max(1, height)));
    const std::size_t before = found.pane->scroll();
    found.pane->scroll_by(page + rows);
    s_.terminal_changed(found.pane->number(), 0);
    return Answer{.changed = before == found.pane->scroll() ? workspace::Changed::No
                                                            : workspace::Changed::Yes};
}

Result<Answer> Acts::operator()(const actions::ScrollUp& a) { return scroll(a.pane, 0, 1); }
Result<Answer> Acts::operator()(const actions::ScrollDown& a) { return scroll(a.pane, 0, -1); }
Result<Answer> Acts::operator()(const actions::ScrollToTop& a) {
    return scroll(a.pane, 0, kAllTheWay);
}
Result<Answer> Acts::operator()(const actions::ScrollToBottom& a) {
    return scroll(a.pane, 0, -kAllTheWay);
}
Result<Answer> Acts::operator()(const actions::PageScrollUp& a) { return scroll(a.pane, 1, 0); }
Result<Answer> Acts::operator()(const actions::PageScrollDown& a) { return scroll(a.pane, -1, 0); }
Result<Answer> Acts::operator()(const actions::HalfPageScrollUp& a) {
    return scroll(a.pane, 0.5, 0);
}
Result<Answer> Acts::operator()(const actions::HalfPageScrollDown& a) {
    return scroll(a.pane, -0.5, 0);
}

Result<Answer> Acts::scroll_at(Point point, std::int64_t rows) {
    const TabId id = TESSERA_TRY(tab(actions::ActiveTab{}));
    const workspace::TabGeometry geometry = s_.space.geometry(id);
    const workspace::PanePlace* place = geometry.at(point);
    if (place == nullptr) {
        return fail(ErrorCode::NotFound, "there is no pane at that place");
    }
    return scroll(place->pane, 0, rows);
}
Result<Answer> Acts::operator()(const actions::ScrollUpAt& a) { return scroll_at(a.point, 3); }
Result<Answer> Acts::operator()(const actions::ScrollDownAt& a) { return scroll_at(a.point, -3); }

Result<Answer> Acts::operator()(const actions::ScrollToPreviousPrompt&) {
    Session::Program& found = *TESSERA_TRY(program(std::nullopt));
    found.pane->set_scroll(scroll_to_prompt(*found.pane, Towards::Older));
    s_.terminal_changed(found.pane->number(), 0);
    return Answer{};
}
Result<Answer> Acts::operator()(const actions::ScrollToNextPrompt&) {
    Session::Program& found = *TESSERA_TRY(program(std::nullopt));
    found.pane->set_scroll(scroll_to_prompt(*found.pane, Towards::Newer));
    s_.terminal_changed(found.pane->number(), 0);
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::DumpScreen& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    const vt::Terminal* terminal = s_.find_terminal(id, client_);
    if (terminal == nullptr) {
        return fail(ErrorCode::NotFound, "the pane shows nothing yet");
    }
    const std::string text =
        pane_text(*terminal, a.full ? TextOf::Everything : TextOf::Page,
                  a.ansi ? TextForm::Ansi : TextForm::Plain);
    if (!a.path) {
        return Answer{.out = text};
    }
    const std::string path =
        expand_path(s_.setup, *a.path, asker_.cwd.empty() ? s_.setup.cwd : asker_.cwd);
    TESSERA_TRY(io::write_over(path, text));
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::ClearScreen& a) {
    Session::Program& found = *TESSERA_TRY(program(a.pane));
    found.pane->set_scroll(0);
    // The line the cursor is on moves to the top, so that the prompt stays.
    const int row = found.pane->terminal().cursor().row.value;
    found.pane->terminal().feed("\x1b[3J" + (row > 0 ? "\x1b[" + std::to_string(row) + "S\x1b[" +
                                                           std::to_string(row) + "A"
                                                     : std::string()) +
                                "\x1b[3J");
    s_.screen_changed(found.pane->number());
    s_.terminal_changed(found.pane->number(), 0);
    return Answer{};
}

Result<Answer> Acts::operator()(const actions::Copy&) {
    if (AttachedClient* client = s_.find_client(client_)) {
        s_.copy_selection(*client);
    }
    return Answer{};
}
Result<Answer> Acts::operator()(const actions::CopyText& a) {
    s_.copy(*TESSERA_TRY(attached()), a.text);
    return Answer{};
}
Result<Answer> Acts::operator()(const actions::CopyLastCommandOutput&) {
    Session::Program& found = *TESSERA_TRY(program(std::nullopt));
    const std::optional<ui::TextRange> range = last_command_output(found.pane->terminal());
    AttachedClient* client = s_.find_client(client_);
    if (!range || client == nullptr) {
        return fail(ErrorCode::NotFound,
                    "the shell marks no commands (OSC 133), or none has printed anything");
    }
    s_.copy(*client, ui::selected_text(found.pane->terminal(), *range));
    return Answer{};
}
Result<Answer> Acts::operator()(const actions::SelectCommandAtScrollPosition&) {
    Session::Program& found = *TESSERA_TRY(program(std::nullopt));
    AttachedClient* client = s_.find_client(client_);
    const std::optional<ui::TextRange> range =
        command_at_scroll(found.pane->terminal(), found.pane->scroll());
    if (!range || client == nullptr) {
        return fail(ErrorCode::NotFound, "the shell marks no commands (OSC 133)");
    }
    client->selection = PaneSelection{
        {PaneKind::Terminal, found.pane->number()},
        ui::Selection{.anchor = *range, .range = *range, .by = ui::SelectBy::Line}};
    client->selection_is_shown = true;
    s_.redraw(client_);
    return Answer{};
}

Result<std::string> Session::write_scrollback(PaneId pane, bool ansi) {
    const vt::Terminal* terminal = find_terminal(pane, space.last_active_client());
    if (terminal == nullptr) {
        return fail(ErrorCode::NotFound, "the pane shows nothing yet");
    }
    const std::string folder = variable(setup, "TMPDIR").value_or("/tmp");
    std::string path = folder + "/tessera-scrollback-XXXXXX.dump";
    const UniqueFd file(::mkstemps(path.data(), 5));
    const std::string text =
        pane_text(*terminal, TextOf::Everything, ansi ? TextForm::Ansi : TextForm::Plain);
    if (!file || ::write(file.get(), text.data(), text.size()) !=
                     static_cast<ssize_t>(text.size())) {
        return fail_errno("write the scrollback", errno, path);
    }
    return path;
}

// ---- typing ------------------------------------------------------------------------------------

Result<Answer> Acts::operator()(const actions::Write& a) {
    Session::Program& found = *TESSERA_TRY(program(a.pane));
    found.pane->set_scroll(0);
    found.pane->write(a.bytes);
    return Answer{};
}
Result<Answer> Acts::operator()(const actions::WriteChars& a) {
    Session::Program& found = *TESSERA_TRY(program(a.pane));
    found.pane->set_scroll(0);
    found.pane->write(a.text);
    return Answer{};
}
Result<Answer> Acts::operator()(const actions::Paste& a) {
    s_.paste_into(TESSERA_TRY(pane(a.pane)), client_, {.text = a.text});
    return Answer{};
}
Result<Answer> Acts::operator()(const actions::SendKeys& a) {
    const PaneId id = TESSERA_TRY(pane(a.pane));
    for (const vt::input::KeyEvent& key : a.keys) {
        if (id.kind == PaneKind::Plugin) {
            s_.key_to_plugin({s_.id(), PluginId(id.number), client_}, key);
        } else {
            s_.key_to_terminal(id, key);
        }
    }
    return Answer{};
}
Result<Answer> Acts::operator()(const actions::MouseAt& a) {
    if (AttachedClient* client = s_.find_client(client_)) {
        s_.mouse(*client, a.event);
    }
    return Answer{};
}

}  // namespace tessera::server
