#pragma once
// UserTerminal: a person's terminal with a program in it. Runs a program on a real pseudo terminal,
// shows its output on a vt::Terminal as the outer screen, answers its queries as a terminal does,
// and lets a test type, click, resize and hang up. Tests wait on what the screen shows; the only
// time involved is one overall deadline after which a wait fails with a picture of the screen.
// Threads: one.

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox.h"
#include "tessera/base/geometry.h"
#include "tessera/base/unique_fd.h"
#include "tessera/vt/terminal.h"

namespace tessera::e2e {

/// How long any one wait may take. Generous: sanitizer builds on a busy machine.
inline constexpr std::chrono::seconds kDeadline{30};

/// How the outer terminal says it can be given pictures.
enum class Pictures : std::uint8_t { Kitty, Sixel, None };

struct StartOptions {
    std::vector<std::string> argv;       // default: the binary under test, no arguments
    Size size{Rows(30), Cols(120)};
    Pictures pictures = Pictures::Kitty;
};

class UserTerminal {
public:
    explicit UserTerminal(const Sandbox& sandbox, StartOptions options = {});
    ~UserTerminal();
    UserTerminal(const UserTerminal&) = delete;
    UserTerminal& operator=(const UserTerminal&) = delete;

    /// Types bytes as they are.
    void type(std::string_view bytes);
    /// Ctrl + letter, e.g. ctrl('p').
    void ctrl(char letter);
    /// SGR mouse reports, 0-based cell. Buttons: 0 left, 1 middle, 2 right, 64 wheel up, 65 wheel down.
    void press(int button, Point at);
    void release(int button, Point at);
    void drag(int button, Point at);
    void click(Point at);
    void wheel_up(Point at, int times = 1);
    void wheel_down(Point at, int times = 1);
    void resize(Size size);
    /// Closes the terminal as a closed window or a lost SSH connection does.
    void hang_up();
    void kill_program(int signal);

    /// Reads what there is, waiting at most `timeout` for the first byte. False at end of output.
    bool pump(std::chrono::milliseconds timeout);

    using Condition = std::function<bool()>;
    /// True when the condition came true; false (with a picture of the screen in last_failure())
    /// when the program ended or the deadline passed first.
    [[nodiscard]] bool wait(const Condition& condition);
    [[nodiscard]] bool wait_for(std::string_view text);
    [[nodiscard]] bool wait_gone(std::string_view text);
    [[nodiscard]] bool wait_row(Row row, std::string_view text);
    /// Exit status of the program (128 + signal), or -1 at the deadline.
    [[nodiscard]] int wait_exit();

    [[nodiscard]] bool shows(std::string_view text) const;
    /// Where the text stands on screen (within one row); row -1 when it does not.
    [[nodiscard]] Point find(std::string_view text) const;
    [[nodiscard]] std::string row_text(Row row) const;
    [[nodiscard]] std::string screen_text() const;
    [[nodiscard]] const vt::Terminal& screen() const { return screen_; }
    [[nodiscard]] Size size() const { return size_; }
    [[nodiscard]] int pid() const { return pid_; }
    /// Every byte the program has written so far.
    [[nodiscard]] const std::string& raw() const { return raw_; }
    [[nodiscard]] const std::string& last_failure() const { return failure_; }

private:
    [[nodiscard]] std::string answers();
    void write_all(std::string_view bytes);
    void note_failure(std::string_view what);

    Size size_;
    Pictures pictures_;
    vt::Terminal screen_;
    UniqueFd master_;
    int pid_ = -1;
    int status_ = -1;
    bool ended_ = false;
    std::string raw_;
    std::string failure_;
};

}  // namespace tessera::e2e

/// Waits, and on failure prints what the screen shows instead.
#define E2E_WAIT(terminal, call) ASSERT_TRUE((terminal).call) << (terminal).last_failure()
