// Programs of terminal panes: how they start, what they ask for, how they end.

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "tessera/actions/words.h"
#include "tessera/base/base64.h"
#include "tessera/base/check.h"
#include "tessera/pty/pty.h"
#include "tessera/server/alerts.h"
#include "tessera/server/clipboard_reads.h"
#include "tessera/server/plugin_news.h"
#include "tessera/server/session.h"
#include "tessera/ui/component.h"

namespace tessera::server {

namespace {

PaneId terminal_id(std::uint32_t number) {
    return {PaneKind::Terminal, number};
}

// Keeper and pty::start report 128 + signal for a program that a signal ended.
constexpr std::int32_t kSignalStatus = 128;
// What shells report for a program that could not be started.
constexpr std::int32_t kNotFoundStatus = 127;

/// Whether `host`, as a shell names it, is where this server runs: with a domain or without.
bool is_this_machine(std::string_view host) {
    if (host.empty() || host == "localhost") {
        return true;
    }
    std::array<char, 256> own{};  // POSIX: at most 255 bytes
    if (::gethostname(own.data(), own.size() - 1) != 0) {
        return false;
    }
    const auto short_name = [](std::string_view name) { return name.substr(0, name.find('.')); };
    return short_name(host) == short_name(own.data());
}

}  // namespace

Session::Program* Session::find_program(PaneId pane) {
    if (pane.kind != PaneKind::Terminal) {
        return nullptr;
    }
    const auto found = programs.find(pane.number);
    return found == programs.end() ? nullptr : &found->second;
}

const vt::Terminal* Session::find_terminal(PaneId pane, ClientId client) const {
    if (pane.kind == PaneKind::Plugin) {
        const auto found = plugin_panes.find({id(), PluginId(pane.number), client});
        return found == plugin_panes.end() ? nullptr : &found->second.terminal();
    }
    const auto found = programs.find(pane.number);
    return found == programs.end() || !found->second.pane ? nullptr
                                                          : &found->second.pane->terminal();
}

void Session::terminal_changed(std::uint32_t terminal, std::size_t output) {
    if (output > 0) {
        screen_changed(terminal);
    }
    const PaneId pane = terminal_id(terminal);
    const workspace::Tab* tab = space.tab_of(pane);
    if (tab == nullptr) {
        return;
    }
    for (const workspace::ClientView& view : space.clients()) {
        AttachedClient* const client = view.active_tab == tab->id ? find_client(view.id) : nullptr;
        if (client != nullptr) {
            client->pacer.output(output);
            redraw(view.id);
        }
    }
}

void Session::screen_changed(std::uint32_t terminal) {
    if (Program* program = find_program(terminal_id(terminal))) {
        program->saved.mark_changed();
        services.directory.screen_changed();
    }
}

void Session::terminal_event(std::uint32_t terminal, const vt::Event& event) {
    const PaneId pane = terminal_id(terminal);
    if (const auto* title = std::get_if<vt::TitleChanged>(&event)) {
        (void)space.set_title(pane, title->title);
    } else if (const auto* cwd = std::get_if<vt::CwdChanged>(&event)) {
        if (!is_this_machine(cwd->host)) {
            return;  // a shell on another one, by ssh
        }
        const auto changed = space.set_cwd(pane, cwd->path);
        if (changed && *changed == workspace::Changed::Yes) {
            news->cwd_announced(pane, cwd->path);
        }
    } else if (const auto* copy = std::get_if<vt::ClipboardWrite>(&event)) {
        copy_of_program(pane, *copy);
    } else if (const auto* asked = std::get_if<vt::ClipboardRead>(&event)) {
        clipboard_reads->ask(pane, *asked);
    } else if (const auto* notification = std::get_if<vt::Notification>(&event)) {
        alerts->notify(pane, *notification);
    } else if (const auto* closed = std::get_if<vt::NotificationClosed>(&event)) {
        alerts->close_notification(pane, *closed);
    } else if (std::holds_alternative<vt::Bell>(event)) {
        alerts->bell(pane);
    }
}

void Session::terminal_broken(std::uint32_t terminal, std::string_view report) {
    services.log.log(LogLevel::Error, "server",
                     actions::pane_id_text(terminal_id(terminal)) + ": " + std::string(report));
    notice("A pane was closed by an error of ours; the log has the report.");
    services.programs.signal(terminal, SIGHUP);
}

void Session::program_started(std::uint32_t terminal, pid_t pid, UniqueFd master) {
    Program* program = find_program(terminal_id(terminal));
    if (program == nullptr) {
        services.programs.release(terminal);  // closed meanwhile
        return;
    }
    program->asked = false;
    program->pid = pid;
    if (const Result<> attached = program->pane->attach(std::move(master)); !attached) {
        program->failure = attached.error().to_string();
        redraw_all();
    }
    news->program_started(terminal);
}

void Session::program_failed(std::uint32_t terminal, std::string_view sentence) {
    Program* program = find_program(terminal_id(terminal));
    if (program == nullptr) {
        return;
    }
    program->asked = false;
    program->failure = sentence;
    const workspace::Pane* pane = space.find_pane(terminal_id(terminal));
    if (pane != nullptr) {
        // What the program would have said itself; the pane waits for a key as after an exit.
        program->pane->terminal().feed("\x1b[31m" + std::string(sentence) + "\x1b[m\r\n");
        program->failure.clear();
        screen_changed(terminal);
        news->program_started(terminal);
        news->program_exited(terminal, kNotFoundStatus);
        (void)space.mark_exited(terminal_id(terminal), kNotFoundStatus);
    }
    redraw_all();
}

void Session::program_exited(std::uint32_t terminal, std::int32_t status) {
    Program* program = find_program(terminal_id(terminal));
    if (program == nullptr) {
        return;
    }
    program->exited = true;
    program->status = status;
    program->pane->drain();
    const std::optional<std::int32_t> told = status > kSignalStatus && status < kSignalStatus + 65
                                                 ? std::nullopt
                                                 : std::optional(status);
    news->program_exited(terminal, told);
    (void)space.mark_exited(terminal_id(terminal), told);
    services.directory.needs_settling();
}

void Session::adopt(std::uint32_t terminal, AdoptedProgram what) {
    const workspace::Pane* pane = space.find_pane(terminal_id(terminal));
    TESSERA_CHECK(pane != nullptr);
    const workspace::TabGeometry geometry = space.geometry(space.tab_of(pane->id)->id);
    const workspace::PanePlace* place = geometry.find(pane->id);
    const Size size = place == nullptr ? Size{Rows(24), Cols(80)} : place->content.size();
    Program& program = programs[terminal];
    program.pane = make_terminal(terminal, size);
    program.pid = what.pid;
    program.starts = what.master || what.status ? pane->starts : 0;
    bool wants_redraw = true;
    if (!what.screen.empty()) {
        auto saved = program.saved.restore(terminal, std::move(what.screen), terminal_options(),
                                           services.programs);
        if (saved) {
            program.pane->show(std::move(*saved));
            paint_components(program.pane->terminal());
            program.pane->resize(place == nullptr ? program.pane->terminal().size() : size);
            // A program with a page of its own draws it whole; a shell would only draw its prompt,
            // over what it does not know of.
            wants_redraw = program.pane->terminal().modes().alternate_screen;
            // A program came to the front, or went, after the screen was saved.
            const pid_t then = program.saved.foreground();
            const pid_t now = what.master ? pty::foreground_group(what.master.get()) : then;
            if (then != 0 && then != now) {
                program.pane->leave_page();
                wants_redraw = wants_redraw || now != what.pid;
            }
        } else {
            services.log.log(LogLevel::Error, "server", saved.error().to_string());
        }
    }
    if (what.master && program.pane->attach(std::move(what.master)) && wants_redraw) {
        program.pane->ask_to_redraw();
    }
    if (what.status) {
        program_exited(terminal, *what.status);
    }
}

vt::TerminalOptions Session::terminal_options() const {
    vt::TerminalOptions options;
    options.history.rows_max = config.options.scroll_buffer_size;
    options.image_budget = services.images;
    options.host_colors = host_colors();
    const auto offer = [](bool is_offered) { return is_offered ? vt::Offer::Yes : vt::Offer::No; };
    options.offers = {.kitty_keyboard = offer(config.options.support_kitty_keyboard_protocol),
                      .kitty_graphics = offer(config.options.support_kitty_graphics_protocol)};
    if (const Size cell = cell_pixels(); render::is_known(cell)) {
        options.cell_pixels = cell;
    }
    return options;
}

std::unique_ptr<TerminalPane> Session::make_terminal(std::uint32_t terminal, Size size) {
    auto pane = std::make_unique<TerminalPane>(services.loop, terminal, at_least_one(size),
                                               terminal_options(), *this);
    paint_components(pane->terminal());
    return pane;
}

void Session::paint_components(vt::Terminal& terminal) {
    terminal.set_component_painter([this](std::string_view body) {
        return ui::component_bytes(body, theme,
                                   config.options.simplified_ui ? ui::Arrows::No : ui::Arrows::Yes);
    });
}

}  // namespace tessera::server
