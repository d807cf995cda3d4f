#include "tessera/server/relay_fixture.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "tessera/plugin_api/json.h"
#include "tessera/plugin_api/schema.h"
#include "tessera/server/plugin_marks.h"

namespace tessera::server {

namespace {

std::string name_of(PaneId pane) {
    return fmt::format("{}{}", pane.kind == PaneKind::Plugin ? 'p' : 't', pane.number);
}

std::string pane_facts(Session& session, const workspace::Tab& tab, const workspace::Pane& pane) {
    std::string out = fmt::format("{} in {}", name_of(pane.id), tab.id.value);
    const workspace::TabGeometry geometry = session.space.geometry(tab.id);
    if (const workspace::PanePlace* place = geometry.find(pane.id)) {
        const Rect& rect = place->outer;
        out += fmt::format(" {},{} {}x{}", rect.col.value, rect.row.value, rect.cols.value,
                           rect.rows.value);
    }
    const auto add = [&](bool is_so, std::string_view word) {
        out += is_so ? fmt::format(" {}", word) : std::string();
    };
    const workspace::FloatingPane* floating = tab.find_floating(pane.id);
    add(floating != nullptr, "floating");
    add(floating != nullptr && floating->pinned, "pinned");
    add(tab.is_suppressed(pane.id), "suppressed");
    add(tab.fullscreen && tab.fullscreen->pane == pane.id,
        tab.fullscreen && tab.fullscreen->kind == workspace::FullscreenKind::NoUi ? "no-ui"
                                                                                  : "fullscreen");
    add(pane.borderless, "borderless");
    add(!pane.selectable, "unselectable");
    add(pane.held.has_value(), "held");
    add(!pane.name.empty(), "\"" + pane.name + "\"");
    add(pane.default_fg.has_value(), "fg");
    add(pane.default_bg.has_value(), "bg");
    return out;
}

std::string text_of(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        out += c >= ' ' && c < 0x7f ? std::string(1, c)
                                    : fmt::format("\\{:02x}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string hex_of(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    }
    return out;
}

}  // namespace

std::vector<std::string> facts_of(Session& session, ClientId client) {
    std::vector<std::string> out = {"session " + session.name()};
    out.push_back(fmt::format("frames {}", static_cast<int>(session.space.settings().frames)));
    int position = 0;
    for (const workspace::Tab& tab : session.space.tabs()) {
        out.push_back(fmt::format("tab {} at {} \"{}\"{}{} {}", tab.id.value, position++, tab.name,
                                  tab.sync ? " sync" : "", tab.floating_visible ? " floats" : "",
                                  session.space.swap_layout_name(tab.id)));
        for (const auto& [id, pane] : tab.panes) {
            out.push_back(pane_facts(session, tab, pane));
        }
    }
    for (const auto& [number, program] : session.programs) {
        if (program.pane && program.pane->scroll() != 0) {
            out.push_back(fmt::format("t{} is scrolled by {}", number, program.pane->scroll()));
        }
        if (program.pane && program.pane->terminal().history_size() == 0) {
            out.push_back(fmt::format("t{} has no history", number));
        }
    }
    const workspace::ClientView* view = session.space.find_client(client);
    if (view == nullptr) {
        out.emplace_back("the client is gone");
        return out;
    }
    const auto focus = session.space.focused_pane(client);
    out.push_back(fmt::format("looks at tab {}", view->active_tab.value));
    out.push_back("focus " + (focus ? name_of(*focus) : std::string("nothing")));
    out.push_back(fmt::format("mode {}", static_cast<int>(view->mode)));
    for (const PaneId pane : view->group) {
        out.push_back(name_of(pane) + " is marked");
    }
    if (AttachedClient* attached = session.find_client(client)) {
        for (const PaneId pane : attached->highlighted) {
            out.push_back(name_of(pane) + " is highlighted");
        }
        if (attached->interceptor) {
            out.push_back(fmt::format("p{} takes keys", *attached->interceptor));
        }
    }
    for (const auto& [number, program] : session.programs) {
        ui::PaneView marked;
        const PaneId pane{PaneKind::Terminal, number};
        if (AttachedClient* attached = session.find_client(client); program.pane && attached) {
            session.marks->show(pane, *attached, marked);
        }
        if (!marked.highlights.empty()) {
            out.push_back(fmt::format("{} marks in t{}", marked.highlights.size(), number));
        }
    }
    for (const auto& [key, pane] : session.plugin_panes) {
        const vt::Terminal& page = pane.terminal();
        // Of others it depends on whether their module is there yet.
        if (key.plugin == PluginId(0) && page.modes().cursor_visible) {
            out.push_back(fmt::format("p{} has a cursor at {},{}", key.plugin.value,
                                      page.cursor().col.value, page.cursor().row.value));
        }
        if (pane.selects_text) {
            out.push_back(fmt::format("p{} selects text", key.plugin.value));
        }
    }
    for (const Session::BackgroundPlugin& plugin : session.background) {
        out.push_back(fmt::format("p{} in the background", plugin.id.value));
    }
    return out;
}

void RelayTest::start_relay(std::string_view grants, std::string_view more_config) {
    std::string names(grants);
    if (grants == "all") {
        names.clear();
        for (const plugin_api::PermissionRow& row : plugin_api::permission_rows()) {
            names += std::string(row.name) + "; ";
        }
    }
    shells_.clear();
    plugins.set_trace([this](const PluginTrace& what) { trace(what); });
    start({.guest = "relay",
           .says = "relay is here",
           .grants = names,
           .settings = "cwd \"" + folder.path.string() + "\"",
           .more_config = std::string(more_config)});
    workspace::OpenTab other;
    other.name = "other";
    other.focus = workspace::Focus::Keep;
    session->space.open_tab(other, ids).value();
    workspace::OpenPane second;
    second.beside = PaneId{PaneKind::Terminal, 0};
    second.placement = workspace::PlaceSplit{Direction::Down};
    second.focus = workspace::Focus::Keep;
    session->space.open_pane(second, ids).value();
    (void)session->space.focus_pane(id, {PaneKind::Terminal, 0});
    (void)session->settle(clock.now());
    for (auto& [number, running] : session->programs) {
        FakeProgram shell;
        ::termios raw{};
        (void)::tcgetattr(shell.slave.get(), &raw);
        ::cfmakeraw(&raw);
        (void)::tcsetattr(shell.slave.get(), TCSANOW, &raw);
        session->program_started(number, ::getpid(), std::move(shell.master));
        shells_.emplace(number, std::move(shell));
        std::string lines;
        for (int line = 0; line < 100; ++line) {
            lines += fmt::format("line {}\r\n", line);
        }
        running.pane->terminal().feed(lines);
    }
    (void)session->settle(clock.now());
    starts_seen_ = programs.started.size();
    (void)changes();
}

InstanceKey RelayTest::relay() const {
    return session->plugin_panes.begin()->first;
}

FakeProgram& RelayTest::program(std::uint32_t terminal) {
    return shells_.at(terminal);
}

void RelayTest::trace(const PluginTrace& what) {
    using Kind = PluginTrace::Kind;
    const auto json = [&](std::string_view message) {
        return plugin_api::payload_to_json(*plugin_api::find_message(message), what.bytes);
    };
    switch (what.kind) {
    case Kind::Event: {
        api::event::Event event;
        if (wire::decode(what.bytes, event)) {
            const plugin_api::EventRow* row = plugin_api::find_event(event.name);
            heard.push_back(
                {std::string(row == nullptr ? "?" : row->name), json("api.event.Event")});
        }
        break;
    }
    case Kind::Pipe: call_ = what.number; break;
    case Kind::Done: is_done_ = is_done_ || what.number == call_; break;
    case Kind::Command: given_.refused = what.text; break;
    case Kind::Reply: {
        const plugin_api::CommandRow* row = plugin_api::find_command(what.name);
        const auto* schema = row == nullptr ? nullptr : plugin_api::reply_schema(*row);
        given_.reply = schema == nullptr ? "?" : plugin_api::to_json(*schema, what.bytes);
        break;
    }
    case Kind::Loaded: is_done_ = call_ != 0; break;  // anew, in the middle of a call
    case Kind::Failed: ADD_FAILURE() << "the guest failed: " << what.text; break;
    default: break;
    }
}

RelayTest::Given RelayTest::give(plugin_api::CommandName name, std::string_view payload) {
    const plugin_api::CommandRow& row = *plugin_api::find_command(name);
    const auto& schema = *plugin_api::find_message("api.plugin_command.PluginCommand");
    std::string bytes =
        plugin_api::from_json(schema, fmt::format("{{\"name\": \"{}\"}}", row.name)).value();
    if (!payload.empty()) {
        const auto encoded = plugin_api::field_from_json(schema.fields.at(row.payload), payload);
        if (!encoded) {
            ADD_FAILURE() << row.name << ": " << encoded.error().to_string();
            return {};
        }
        bytes += *encoded;
    }
    given_ = {};
    is_done_ = false;
    call_ = 0;
    api::pipe_message::PipeMessage message;
    message.source = api::pipe_message::PipeSource::Keybind;
    message.name = "give";
    message.payload = hex_of(bytes);
    const InstanceKey key = relay();
    plugins.send_pipe({.session = key.session, .plugin = key.plugin}, message);
    const auto is_over = [&] {
        const bool is_gone = session->is_over() || !session->plugin_panes.contains(key);
        return is_gone || (is_done_ && call_ != 0);
    };
    EXPECT_TRUE(comes_true(is_over, row.name));
    bool is_written = false;  // what is typed reaches the terminals
    const auto soon =
        loop.timer(std::chrono::milliseconds(10), io::Loop::Repeat::No, [&] { is_written = true; });
    EXPECT_TRUE(comes_true([&] { return is_written; }));
    return given_;
}

std::vector<std::string> RelayTest::everything() {
    (void)session->settle(clock.now());
    std::vector<std::string> out = facts_of(*session, id);
    for (; starts_seen_ < programs.started.size(); ++starts_seen_) {
        const ProgramStart& start = programs.started[starts_seen_];
        std::string line = fmt::format("t{} starts:", start.terminal);
        for (const std::string& word : start.argv) {
            line += " " + text_of(word);
        }
        out.push_back(line);
    }
    for (const auto& [terminal, signal] : programs.signals) {
        out.push_back(fmt::format("t{} gets signal {}", terminal, signal));
    }
    for (const Farewell& farewell : client.farewells) {
        out.push_back(
            fmt::format("farewell {} {}", static_cast<int>(farewell.reason), farewell.session));
    }
    for (const auto& [number, shell] : shells_) {
        std::array<char, 4096> room{};
        const int fd = shell.slave.get();
        int waiting = 0;
        if (::ioctl(fd, FIONREAD, &waiting) == 0 && waiting > 0) {
            const ssize_t n = ::read(fd, room.data(), room.size());
            out.push_back(fmt::format(
                "t{} reads {}", number,
                text_of({room.data(), static_cast<std::size_t>(std::max<ssize_t>(n, 0))})));
        }
    }
    for (const std::string& line : sink.pipes) {
        out.push_back(line);
    }
    for (const SessionSetup& setup : directory.opened) {
        out.push_back("a session is opened in " + setup.cwd);
    }
    return out;
}

std::string RelayTest::changes() {
    std::vector<std::string> now = everything();
    std::string out;
    for (const std::string& fact : facts_) {
        const bool is_news = fact.contains(" starts: ") || fact.contains(" reads ");
        if (!is_news && std::ranges::find(now, fact) == now.end()) {
            out += "-" + fact + "\n";
        }
    }
    for (const std::string& fact : now) {
        if (std::ranges::find(facts_, fact) == facts_.end()) {
            out += "+" + fact + "\n";
        }
    }
    facts_ = std::move(now);
    return out;
}

bool RelayTest::hears(std::string_view event, std::string_view part) {
    return comes_true(
        [&] {
            return std::ranges::any_of(heard, [&](const Heard& one) {
                return one.event == event && one.payload.contains(part);
            });
        },
        event);
}

}  // namespace tessera::server
