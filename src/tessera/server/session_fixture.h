#pragma once
// A session with everything around it faked: programs are names in a list, a client is a screen.
// Threads: one.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tessera/server/act.h"
#include "tessera/server/session.h"
#include "tessera/vt/terminal.h"

namespace tessera::server {

class FakePrograms : public ProgramKeeper {
public:
    void start(const ProgramStart& what) override { started.push_back(what); }
    void signal(std::uint32_t terminal, int signal) override {
        signals.emplace_back(terminal, signal);
    }
    void release(std::uint32_t terminal) override {
        released.push_back(terminal);
        screens.erase(terminal);
    }
    void store_screen(std::uint32_t terminal, std::uint64_t part, std::string content) override {
        screens[terminal][part] = std::move(content);
        ++stores;
    }
    void drop_screen(std::uint32_t terminal, std::uint64_t part) override {
        screens[terminal].erase(part);
    }
    std::vector<ProgramStart> started;
    std::vector<std::pair<std::uint32_t, int>> signals;
    std::vector<std::uint32_t> released;
    std::map<std::uint32_t, ScreenParts> screens;
    int stores = 0;
};

/// What a person would see: our own engine, fed with the output.
class FakeClient final : public ClientOutput {
public:
    explicit FakeClient(Size size) : screen(size) {}
    void attached(std::string_view, ClientId, const HostUse& use) override { used = use; }
    [[nodiscard]] bool is_drained() const override { return drained; }
    void output(std::string_view bytes) override {
        screen.feed(bytes);
        raw += bytes;
        ++outputs;
    }
    void farewell(const Farewell& what) override { farewells.push_back(what); }
    [[nodiscard]] std::string text() const {
        std::string out;
        for (int row = 0; row < screen.size().rows.value; ++row) {
            out += screen.row_text(Row(row)) + "\n";
        }
        return out;
    }
    vt::Terminal screen;
    std::string raw;
    HostUse used{.kitty_keyboard = false, .mouse = false};  // as it was told last
    bool drained = true;
    int outputs = 0;
    std::vector<Farewell> farewells;
};

class SilentSink : public PluginSink {
public:
    void plugin_loading(const InstanceKey&, std::string_view) override {}
    void plugin_loaded(const InstanceKey&, const PluginLoaded&) override {}
    void plugin_rendered(const InstanceKey&, PluginFrame) override {}
    void plugin_failed(const InstanceKey&, PluginFailure) override {}
    void plugin_command(PluginRequest) override {}
    void plugin_log(const InstanceKey&, std::string_view) override {}
    void permission_requested(const InstanceKey&, std::string_view,
                              std::span<const Permission>) override {}
    void permission_settled(const InstanceKey&) override {}
    void pipe_released(SessionId, const std::string&) override {}
    void pipe_output(SessionId, const std::string&, std::string_view) override {}
    void plugin_subscribed(const InstanceKey&, std::span<const api::event::EventType>) override {}
    void plugins_notice(std::string_view) override {}
};

/// A terminal whose other end is the test.
struct FakeProgram {
    UniqueFd master;
    UniqueFd slave;
    FakeProgram() : master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)) {
        EXPECT_EQ(::grantpt(master.get()), 0);
        EXPECT_EQ(::unlockpt(master.get()), 0);
        char name[64] = {};
        EXPECT_EQ(::ptsname_r(master.get(), name, sizeof name), 0);
        slave = UniqueFd(::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC));
    }
};

/// What a program that said `bytes` finds to read.
class AskingProgram {
public:
    explicit AskingProgram(Session& session, std::uint32_t terminal = 0)
        : session_(session), terminal_(terminal) {
        FakeProgram made;
        slave_ = std::move(made.slave);
        ::termios raw{};
        (void)::tcgetattr(slave_.get(), &raw);
        ::cfmakeraw(&raw);
        (void)::tcsetattr(slave_.get(), TCSANOW, &raw);
        session.program_started(terminal, 1, std::move(made.master));
    }
    std::string asks(std::string_view bytes) {
        says(bytes);
        return is_told();
    }
    void says(std::string_view bytes) {
        EXPECT_EQ(::write(slave_.get(), bytes.data(), bytes.size()),
                  static_cast<ssize_t>(bytes.size()));
        session_.programs.at(terminal_).pane->drain();
    }
    std::string is_told() {
        std::string out(256, '\0');
        ::pollfd ready{.fd = slave_.get(), .events = POLLIN, .revents = 0};
        const ssize_t n =
            ::poll(&ready, 1, 0) == 1 ? ::read(slave_.get(), out.data(), out.size()) : 0;
        out.resize(static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
        return out;
    }

private:
    Session& session_;
    std::uint32_t terminal_;
    UniqueFd slave_;
};

class OneSession : public SessionDirectory {
public:
    [[nodiscard]] bool has_session(std::string_view) const override { return false; }
    [[nodiscard]] std::vector<Session*> sessions() override { return {}; }
    void needs_settling() override { asked = true; }
    void screen_changed() override { asked_to_save = true; }
    [[nodiscard]] Result<std::string> open_session(SessionSetup like, std::string name,
                                                   Size) override {
        opened.push_back(std::move(like));
        return name.empty() ? "made-up" : name;
    }
    std::vector<SessionSetup> opened;
    void renamed(Session&, std::string_view) override {}
    bool asked = false;
    bool asked_to_save = false;
};

class SessionTest : public ::testing::Test {
protected:
    /// Panes without bars, so that no plugin runs.
    static constexpr std::string_view kPlainLayout = "layout {\n    pane\n}\n";

    void make(std::string_view layout = kPlainLayout, Size size = {Rows(24), Cols(80)},
              std::string_view options = "") {
        session.reset();
        ids = {};
        SessionSetup setup;
        setup.id = SessionId(1);
        setup.layout_text = layout;
        setup.layout_path = "test";
        setup.options_text = options;
        setup.cwd = "/";
        setup.environment = {"SHELL=/bin/testshell", "HOME=/nowhere", "PATH=/bin"};
        session =
            std::make_unique<Session>(Services{loop, clock, log, programs, plugins, ids, directory},
                                      std::move(setup), "test", size);
        client = std::make_unique<FakeClient>(size);
        id = session->attach(*client, facts(), size, {}).value();
        settle();
    }

    static ClientFacts facts() {
        ClientFacts facts;
        facts.colors = session::client::ColorDepth::Rgb;
        return facts;
    }

    void settle() {
        clock.advance(std::chrono::seconds(1));
        (void)session->settle(clock.now());
    }

    void press(std::string_view name) {
        session->input(id, vt::input::parse_key_name(name).value());
        settle();
    }

    Result<Answer> act_on(const actions::Action& action) {
        Result<Answer> answer = act(*session, {.client = id}, action);
        settle();
        return answer;
    }

    io::Loop loop;
    ManualClock clock;
    NullLog log;
    FakePrograms programs;
    SilentSink sink;
    workspace::Ids ids;
    OneSession directory;
    Plugins plugins{loop, clock, log, sink, PluginsOptions{}};
    std::unique_ptr<FakeClient> client;
    std::unique_ptr<Session> session;
    ClientId id;
};

}  // namespace tessera::server
