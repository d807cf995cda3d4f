#pragma once
// TerminalPane: a program's terminal inside the server: its pty master, its screen, and how far a
// person has scrolled it. The program itself belongs to the keeper.
// Threads: the loop's.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/base/unique_fd.h"
#include "tessera/io/loop.h"
#include "tessera/vt/terminal.h"

namespace tessera::server {

class TerminalPane {
public:
    /// Who is told. Calls come from within the pane's turn on the loop; the pane must not be
    /// destroyed inside them.
    class Owner {
    public:
        virtual ~Owner() = default;
        /// What the pane shows is not what it was: after `output` bytes of the program, or 0 when
        /// it was scrolled.
        virtual void terminal_changed(std::uint32_t terminal, std::size_t output) = 0;
        virtual void terminal_event(std::uint32_t terminal, const vt::Event& event) = 0;
        /// A promise of our own was broken while reading this pane (base/check.h).
        virtual void terminal_broken(std::uint32_t terminal, std::string_view report) = 0;
    };

    /// What a program may leave unread of what was typed and pasted; more is dropped.
    static constexpr std::size_t kMaxUnreadBytes = std::size_t{16} << 20U;
    /// Read from one pane in one turn, so that a flood in one leaves room for the others.
    static constexpr std::size_t kTurnBytes = std::size_t{64} << 10U;

    TerminalPane(io::Loop& loop, std::uint32_t number, Size size, vt::TerminalOptions options,
                 Owner& owner);

    /// Starts reading; once. Errors: Io. What was written before goes out first.
    [[nodiscard]] Result<> attach(UniqueFd master);
    [[nodiscard]] bool is_attached() const { return static_cast<bool>(master_); }
    /// The process group in front of the terminal; 0: none.
    [[nodiscard]] pid_t foreground() const;

    /// Reads what is there at once: the program is gone and its pane may be closed next.
    void drain();

    /// Bytes for the program.
    void write(std::string_view bytes);
    /// Screen and terminal. A program hears of it by SIGWINCH.
    void resize(Size size);
    /// Of a cell, for images and reports; sides of 0 change nothing.
    void set_cell_pixels(Size pixels);
    /// As the program was told.
    [[nodiscard]] Size cell_pixels() const { return options_.cell_pixels; }
    void set_host_colors(const vt::HostColors& colors);
    /// Makes the program draw anew: the terminal becomes a row shorter for a moment. For a server
    /// that has adopted it and misses what it has drawn.
    void ask_to_redraw();
    /// Shows what an earlier server has saved, in its size. What the program wrote between that and
    /// the server's end is lost, so nothing that was half received then goes on.
    void show(vt::Terminal saved);
    /// The program with a page of its own is gone without having been heard: its page and its wish
    /// for the mouse go with it.
    void leave_page();

    [[nodiscard]] std::uint32_t number() const { return number_; }
    [[nodiscard]] vt::Terminal& terminal() { return terminal_; }
    [[nodiscard]] const vt::Terminal& terminal() const { return terminal_; }

    /// Rows between the bottom of the history shown and the page; 0: the page itself. Stays at the
    /// same text while more is printed.
    [[nodiscard]] std::size_t scroll() const { return scroll_; }
    void set_scroll(std::size_t rows);
    void scroll_by(std::int64_t rows_up);

private:
    void readable();
    /// True: more may be waiting.
    bool read_turn();
    void flush();
    void deliver_replies_and_events();
    [[nodiscard]] std::uint64_t rows_pushed() const;

    io::Loop& loop_;
    std::uint32_t number_;
    vt::TerminalOptions options_;
    vt::Terminal terminal_;
    Owner& owner_;
    UniqueFd master_;
    std::unique_ptr<io::Watch> watch_;
    std::unique_ptr<io::Watch> redraw_timer_;
    std::string unread_;
    std::size_t written_ = 0;  // of unread_
    std::size_t scroll_ = 0;
};

}  // namespace tessera::server
