#pragma once
// The terminal a user sits at: raw mode, what is switched on while a session is shown, writing
// without blocking, and restoring it however the client ends: by itself, by a signal, by a crash.
// Threads: the loop's. At most one at a time is open in a process: a crash handler must know it.

#include <termios.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tessera/base/geometry.h"
#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"
#include "tessera/io/loop.h"

namespace tessera::client {

struct WindowSize {
    Size cells{Rows(24), Cols(80)};
    Size cell_pixels{Rows(0), Cols(0)};  // 0: unknown
    friend bool operator==(const WindowSize&, const WindowSize&) = default;
};

class UserTerminal {
public:
    /// Called on the loop.
    struct Handlers {
        std::function<void(std::string_view bytes)> on_bytes;
        std::function<void()> on_gone;     // hung up; once
        std::function<void()> on_drained;  // what waited was written
    };

    /// Switches the terminal of `input` to raw mode. Errors: Unsupported (one of the descriptors is
    /// no terminal, the message says which), Io.
    [[nodiscard]] static Result<std::unique_ptr<UserTerminal>> open(io::Loop& loop, int input,
                                                                    int output, Handlers handlers);
    /// Restores what is not restored yet.
    ~UserTerminal();
    UserTerminal(const UserTerminal&) = delete;
    UserTerminal& operator=(const UserTerminal&) = delete;

    /// As the kernel knows it, within 1 and kMaxRowsOrCols.
    [[nodiscard]] WindowSize size() const;

    /// Whose the mouse is: ours (buttons and every motion, SGR), or the terminal's own.
    enum class Mouse : std::uint8_t { Terminals, Ours };
    /// Alternate screen without wrapping, mouse, bracketed paste, focus and colour-scheme reports;
    /// the title is saved. Once entered, only the mouse may change.
    void enter(Mouse mouse);
    /// The kitty keyboard protocol: escape codes that are no longer ambiguous, and the key's place
    /// on a US layout. REQUIRES: the terminal said that it has it.
    void push_kitty_keyboard();
    /// The keyboard as it was before.
    void pop_kitty_keyboard();
    /// Another draws from now on, who thinks that the cursor has the colour of its own.
    void forget_cursor_color();
    /// leave() removes pictures too: the screen may outlive us. REQUIRES: the terminal
    /// said that it has kitty graphics.
    void take_pictures_away_at_the_end() { has_pictures_ = true; }
    /// Undoes enter(); raw mode stays, so that late answers are not echoed. What waited is dropped.
    void leave();
    /// Raw mode ends. Nothing is read or written any more.
    void restore();

    /// Writes now what the terminal takes, the rest later.
    void write(std::string_view bytes);
    [[nodiscard]] bool is_drained() const { return waiting_.empty(); }

    enum class Reading : std::uint8_t { Off, On };
    void set_reading(Reading reading);

private:
    UserTerminal(UniqueFd input, UniqueFd output, Handlers handlers);
    void read();
    void flush();
    void gone();
    void write_now(std::string_view bytes) const;

    UniqueFd input_;
    UniqueFd output_;
    Handlers handlers_;
    termios saved_{};
    std::string waiting_;
    bool is_entered_ = false;
    Mouse mouse_ = Mouse::Terminals;
    bool has_kitty_ = false;
    bool has_cursor_color_ = false;
    bool has_pictures_ = false;
    bool is_restored_ = false;
    std::unique_ptr<io::Watch> input_watch_;
    std::unique_ptr<io::Watch> output_watch_;
};

}  // namespace tessera::client
