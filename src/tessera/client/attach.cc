#include "tessera/client/attach.h"

#include <signal.h>

#include <memory>
#include <utility>
#include <vector>

#include "tessera/client/facts.h"
#include "tessera/client/terminal.h"
#include "tessera/client/widths.h"
#include "tessera/io/connection.h"
#include "tessera/protocol/input.h"
#include "tessera/protocol/version.h"
#include "tessera/vt/input/decoder.h"

namespace tessera::client {

namespace {

namespace wire = session::client;
namespace in = vt::input;
using std::chrono::milliseconds;

constexpr milliseconds kRetryPause{20};
/// For the terminal's last answers, so that they do not reach the shell's prompt.
constexpr milliseconds kAnswersTime{150};
/// More input than this waits in the terminal while the server does not read.
constexpr std::size_t kInputBytesMax = std::size_t{256} << 10U;
/// Keys typed while no server is there, kept for the next one.
constexpr std::size_t kHeldEventsMax = 256;
/// Servers in a row that end before they answer, or soon after: waiting for the next will not help.
constexpr int kEarlyEndsMax = 5;
constexpr milliseconds kEarly{2000};

constexpr std::string_view kFence = "\x1b[c";

std::string default_message(wire::ExitReason reason) {
    switch (reason) {
    case wire::ExitReason::Detached: return "Session detached";
    case wire::ExitReason::SessionEnded: return "Bye from Tessera!";
    case wire::ExitReason::Refused: return "The session could not be attached to";
    case wire::ExitReason::Kicked: return "Session was detached from this client";
    case wire::ExitReason::SwitchSession: return "";
    case wire::ExitReason::Broken: return "An error occurred in the server";
    }
    return "";
}

wire::Resize to_wire(const WindowSize& size) {
    const auto u = [](std::int32_t v) { return static_cast<std::uint32_t>(v); };
    return {.rows = u(size.cells.rows.value),
            .cols = u(size.cells.cols.value),
            .cell_width = u(size.cell_pixels.cols.value),
            .cell_height = u(size.cell_pixels.rows.value)};
}

class Attachment {
public:
    explicit Attachment(AttachOptions options) : options_(std::move(options)) {}

    Outcome run() {
        if (!options_.request.background && !prepare_terminal()) {
            return outcome_;
        }
        begin_waiting();
        connect();
        if (!is_over_) {
            loop_.run();
        }
        if (terminal_) {
            terminal_->restore();
        }
        return outcome_;
    }

private:
    enum class Stage : std::uint8_t { Connecting, Greeted, Attached, Leaving };

    bool prepare_terminal() {
        if (!can_draw(options_.term)) {
            outcome_ = {1, options_.term.empty()
                               ? "TERM is not set; set it to the name of your terminal"
                               : "TERM is '" + options_.term + "', which cannot show a session"};
            return false;
        }
        Result<wire::Widths> widths = read_widths(options_.widths);
        if (!widths) {
            outcome_ = {1, "TESSERA_WIDTHS: " + widths.error().message};
            return false;
        }
        auto opened =
            UserTerminal::open(loop_, options_.input, options_.output,
                               {.on_bytes = [this](std::string_view bytes) { typed(bytes); },
                                .on_gone = [this] { killed(SIGHUP); },
                                .on_drained =
                                    [this] {
                                        if (server_) {
                                            server_->set_reading(io::Connection::Reading::On);
                                        }
                                    }});
        if (!opened) {
            outcome_ = {1, opened.error().to_string()};
            return false;
        }
        terminal_ = *std::move(opened);
        facts_ = guess_facts(options_.term, options_.colorterm);
        facts_.widths = *std::move(widths);
        size_ = terminal_->size();
        ::signal(SIGTSTP, SIG_IGN);  // a stopped client would leave the terminal raw
        signals_.push_back(loop_.on_signal(SIGWINCH, [this] { resized(); }));
        for (const int signal : {SIGTERM, SIGHUP, SIGINT, SIGQUIT}) {
            signals_.push_back(loop_.on_signal(signal, [this, signal] { killed(signal); }));
        }
        return true;
    }

    // ------------------------------------------------------------------ the connection

    void connect() {
        stage_ = Stage::Connecting;
        const Start start = is_session_known_ ? Start::No : Start::Yes;
        Result<UniqueFd> socket = options_.connect(start);
        if (!socket) {
            // The keeper holds the socket as long as a session lives.
            const bool is_ended = socket.error().code == ErrorCode::NotFound ||
                                  socket.error().code == ErrorCode::Unavailable;
            return give_up(1, is_session_known_ && is_ended ? with_log("The session has ended")
                                                            : socket.error().to_string());
        }
        auto opened =
            io::Connection::open(loop_, *std::move(socket),
                                 {.on_frame = [this](io::Frame frame) { received(frame.bytes); },
                                  .on_closed = [this](const std::string& why) { lost(why); },
                                  .on_drained =
                                      [this] {
                                          if (terminal_) {
                                              terminal_->set_reading(UserTerminal::Reading::On);
                                          }
                                      }},
                                 {.name = "server", .log = options_.log});
        if (!opened) {
            return give_up(1, opened.error().to_string());
        }
        server_ = *std::move(opened);
        wire::Attach request = options_.request;
        if (terminal_) {
            request.size = to_wire(size_);
            request.facts = facts_;
        }
        send(wire::Hello{std::string(protocol::kClientMagic), protocol::kClientProtocol,
                         std::string(protocol::build_text())});
        send(std::move(request));
    }

    /// A server has so long to answer, or to come back, until the user gets the terminal back.
    void begin_waiting() {
        patience_ = loop_.timer(kReconnectTime, io::Loop::Repeat::No,
                                [this] { give_up(1, with_log("The server does not answer")); });
    }

    /// The connection ended without Exit.
    void lost(const std::string& why) {
        if (is_over_ || stage_ == Stage::Leaving) {
            return;
        }
        const auto now = std::chrono::steady_clock::now();
        const bool was_attached = stage_ == Stage::Attached;
        early_ends_ = was_attached && now - attached_at_ > kEarly ? 0 : early_ends_ + 1;
        if (early_ends_ >= kEarlyEndsMax) {
            return give_up(1, with_log("The server ends as soon as it starts" +
                                       (why.empty() ? why : " (" + why + ")")));
        }
        if (was_attached) {
            begin_waiting();
        }
        connect_soon(was_attached ? milliseconds(0) : kRetryPause);
    }

    void connect_soon(milliseconds pause) {
        stage_ = Stage::Connecting;
        ended_ = std::move(server_);  // the handler that runs belongs to it
        retry_ = loop_.timer(pause, io::Loop::Repeat::No, [this] {
            ended_.reset();
            connect();
        });
    }

    std::string with_log(const std::string& message) const {
        return options_.log_file.empty() ? message : message + "; see " + options_.log_file;
    }

    template <class Body>
    void send(Body body) {
        if (server_) {
            wire::ToServer message;
            message.body = std::move(body);
            (void)server_->send(tessera::wire::encode(message));
            if (terminal_ && server_->queued_bytes() > kInputBytesMax) {
                terminal_->set_reading(UserTerminal::Reading::Off);
            }
        }
    }

    void received(std::string_view bytes) {
        wire::ToClient message;
        if (!tessera::wire::decode(bytes, message)) {
            return give_up(1, with_log("The server sent what is no message"));
        }
        std::visit([this](auto& body) { handle(body); }, message.body);
    }

    void handle(const wire::HelloReply& hello) {
        if (hello.magic != protocol::kServerMagic || hello.protocol != protocol::kClientProtocol) {
            return give_up(1, "The running server is " + hello.build + ", this is " +
                                  std::string(protocol::build_text()) +
                                  ": use that version, or end its sessions first");
        }
        stage_ = Stage::Greeted;
    }

    void handle(const wire::Attached& attached) {
        // What a reconnection asks for: this very session, nothing made.
        wire::Attach& request = options_.request;
        request.session = attached.session;
        request.existing = wire::Existing::MustExist;
        request.layout.reset();
        request.tab_position = 0;
        request.pane.reset();
        if (terminal_) {
            terminal_->enter(attached.free_mouse ? UserTerminal::Mouse::Terminals
                                                 : UserTerminal::Mouse::Ours);
            may_use_kitty_ = !attached.plain_keyboard;
            use_keyboard();
        }
        if (stage_ != Stage::Attached) {
            begin();
        }
    }

    /// The first Attached of a connection has come.
    void begin() {
        stage_ = Stage::Attached;
        attached_at_ = std::chrono::steady_clock::now();
        patience_.reset();
        is_session_known_ = true;
        if (terminal_) {
            terminal_->forget_cursor_color();                   // whoever draws now did not set it
            terminal_->set_reading(UserTerminal::Reading::On);  // the server before did not read
            if (!has_asked_) {
                has_asked_ = true;
                const std::string questions = questions_for(options_.term);
                is_answer_owed_ = !questions.empty();
                terminal_->write(questions);
            }
        }
        if (!held_.empty()) {
            send(wire::Input{std::exchange(held_, {})});
        }
    }

    void handle(const wire::Output& output) {
        if (terminal_ && stage_ == Stage::Attached) {
            terminal_->write(output.bytes);
            if (!terminal_->is_drained()) {
                server_->set_reading(io::Connection::Reading::Off);
            }
        }
    }

    void handle(const wire::Exit& exit) {
        if (exit.reason == wire::ExitReason::SwitchSession) {
            return switch_to(exit);
        }
        finish({static_cast<int>(exit.status & 0xffU),
                exit.message.empty() ? default_message(exit.reason) : exit.message});
    }

    template <class Other>
    void handle(const Other&) {}  // of commands, or of a newer server

    void switch_to(const wire::Exit& exit) {
        options_.request.session = exit.session;
        options_.request.existing = wire::Existing::MayExist;
        options_.request.tab_position = exit.tab_position;
        options_.request.pane = exit.pane;
        options_.request.background = false;
        is_session_known_ = false;
        begin_waiting();
        server_->close();
        connect_soon(milliseconds(0));
    }

    // ------------------------------------------------------------------ the terminal

    void typed(std::string_view bytes) {
        escape_timer_.reset();
        events_.clear();
        decoder_.feed(bytes, events_);
        forward();
        watch_escape();
    }

    /// The kitty keyboard protocol: the terminal must have it and the session want it.
    void use_keyboard() {
        if (!terminal_) {
            return;
        }
        if (!may_use_kitty_) {
            terminal_->pop_kitty_keyboard();
        } else if (facts_.kitty_keyboard) {
            terminal_->push_kitty_keyboard();
        }
    }

    void watch_escape() {
        if (decoder_.pending()) {
            escape_timer_ = loop_.timer(kEscapeTime, io::Loop::Repeat::No, [this] {
                events_.clear();
                decoder_.flush(events_);
                forward();
                watch_escape();
            });
        }
    }

    void forward() {
        wire::Input input;
        const wire::Facts before = facts_;
        for (const in::InputEvent& event : events_) {
            const auto* reply = std::get_if<in::Reply>(&event);
            if (reply != nullptr && learn(facts_, *reply)) {
                answered();
            }
            if (const auto* at =
                    reply != nullptr ? std::get_if<in::CursorPositionReply>(reply) : nullptr) {
                width_questions_.learn(facts_, *at);
            }
            if (reply != nullptr && std::holds_alternative<in::ColorSchemeReply>(*reply) &&
                does_answer_ && terminal_) {
                terminal_->write(kColorQuestions);
            }
            if (auto one = protocol::to_wire(event)) {
                input.events.push_back(*std::move(one));
            }
        }
        if (stage_ == Stage::Leaving) {
            return;
        }
        use_keyboard();
        if (facts_.graphics == wire::Graphics::Kitty && terminal_) {
            terminal_->take_pictures_away_at_the_end();
        }
        has_news_ = has_news_ || facts_ != before;
        if (has_news_ && !is_answer_owed_ && stage_ == Stage::Attached) {
            has_news_ = false;
            send(facts_);
        }
        if (input.events.empty()) {
            return;
        }
        if (stage_ == Stage::Attached) {
            send(std::move(input));
        } else {
            for (auto& event : input.events) {
                if (held_.size() < kHeldEventsMax) {
                    held_.push_back(std::move(event));
                }
            }
        }
    }

    /// The terminal has answered the last question.
    void answered() {
        is_answer_owed_ = false;
        does_answer_ = true;
        if (stage_ == Stage::Leaving) {
            over();
        }
    }

    void resized() {
        const WindowSize now = terminal_->size();
        if (now != size_) {
            size_ = now;
            if (stage_ == Stage::Attached || stage_ == Stage::Greeted) {
                send(to_wire(size_));
            }
        }
    }

    // ------------------------------------------------------------------ the end

    /// The server said Exit.
    void finish(Outcome outcome) {
        outcome_ = std::move(outcome);
        stage_ = Stage::Leaving;
        patience_.reset();
        server_->close();
        if (!terminal_) {
            return over();
        }
        terminal_->leave();
        if (!is_answer_owed_ && !does_answer_) {
            return over();
        }
        // One more question: whatever was on its way comes before its answer.
        if (!is_answer_owed_) {
            terminal_->write(kFence);
        }
        terminal_->set_reading(UserTerminal::Reading::On);
        retry_ = loop_.timer(kAnswersTime, io::Loop::Repeat::No, [this] { over(); });
    }

    /// By a signal, or the terminal went: the session's option on_force_close says what of it.
    void killed(int signal) {
        detach_.forced = true;
        give_up(128 + signal, "");
    }

    /// Ends at once, from our side.
    void give_up(int status, std::string message) {
        if (is_over_) {
            return;
        }
        if (stage_ != Stage::Leaving) {
            outcome_ = {status, std::move(message)};
            send(detach_);
        }
        over();
    }

    void over() {
        is_over_ = true;
        loop_.stop();
    }

    AttachOptions options_;
    io::Loop loop_;
    std::unique_ptr<UserTerminal> terminal_;
    std::unique_ptr<io::Connection> server_;
    std::unique_ptr<io::Connection> ended_;
    std::vector<std::unique_ptr<io::Watch>> signals_;
    std::unique_ptr<io::Watch> retry_;
    std::unique_ptr<io::Watch> patience_;
    std::unique_ptr<io::Watch> escape_timer_;
    in::Decoder decoder_;
    std::vector<in::InputEvent> events_;
    std::vector<wire::InputEvent> held_;
    wire::Facts facts_;
    WidthQuestions width_questions_;
    WindowSize size_;
    Stage stage_ = Stage::Connecting;
    std::chrono::steady_clock::time_point attached_at_;
    int early_ends_ = 0;
    bool is_session_known_ = false;  // an Attached came: reconnect to it, make nothing
    wire::Detach detach_;            // what the server hears when we end it
    bool may_use_kitty_ = false;
    bool has_asked_ = false;
    bool is_answer_owed_ = false;
    bool does_answer_ = false;
    bool has_news_ = false;  // facts the server has not been told
    bool is_over_ = false;
    Outcome outcome_;
};

}  // namespace

Outcome attach(AttachOptions options) {
    return Attachment(std::move(options)).run();
}

}  // namespace tessera::client
