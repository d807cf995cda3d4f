#include "tessera/server/terminal_pane.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <utility>

#include "tessera/base/check.h"
#include "tessera/pty/pty.h"
#include "tessera/render/capabilities.h"
#include "tessera/vt/screen/screen.h"

namespace tessera::server {

namespace {

// Long enough for a shell to take note of the odd size, short enough not to be seen.
constexpr std::chrono::milliseconds kRedrawPause{40};

}  // namespace

TerminalPane::TerminalPane(io::Loop& loop, std::uint32_t number, Size size,
                           vt::TerminalOptions options, Owner& owner)
    : loop_(loop), number_(number), options_(options), terminal_(size, options), owner_(owner) {}

Result<> TerminalPane::attach(UniqueFd master) {
    auto watch = TESSERA_TRY(
        loop_.watch(master.get(), io::Interest::Read, [this](io::Interest) { readable(); }));
    master_ = std::move(master);
    watch_ = std::move(watch);
    (void)pty::resize(master_.get(), terminal_.size(), options_.cell_pixels);
    flush();
    return {};
}

void TerminalPane::write(std::string_view bytes) {
    if (bytes.size() > kMaxUnreadBytes - std::min(kMaxUnreadBytes, unread_.size() - written_)) {
        return;
    }
    unread_ += bytes;
    flush();
}

void TerminalPane::flush() {
    if (!master_) {
        return;
    }
    while (written_ < unread_.size()) {
        const ssize_t n =
            ::write(master_.get(), unread_.data() + written_, unread_.size() - written_);
        if (n > 0) {
            written_ += static_cast<std::size_t>(n);
        } else if (errno != EINTR) {
            break;  // full: the loop says when there is room; gone: reading will tell
        }
    }
    if (written_ == unread_.size()) {
        unread_.clear();
        written_ = 0;
    }
    watch_->set_interest(unread_.empty() ? io::Interest::Read : io::Interest::Both);
}

void TerminalPane::set_cell_pixels(Size pixels) {
    if (!render::is_known(pixels) || pixels == options_.cell_pixels) {
        return;
    }
    options_.cell_pixels = pixels;
    terminal_.set_cell_pixels(pixels);
    if (master_) {
        (void)pty::resize(master_.get(), terminal_.size(), pixels);
    }
}

void TerminalPane::resize(Size size) {
    if (size == terminal_.size()) {
        return;
    }
    terminal_.resize(size);
    deliver_replies_and_events();  // mode 2048
    set_scroll(scroll_);
    if (master_ && !redraw_timer_) {
        (void)pty::resize(master_.get(), terminal_.size(), options_.cell_pixels);
    }
}

void TerminalPane::set_host_colors(const vt::HostColors& colors) {
    options_.host_colors = colors;
    terminal_.set_host_colors(colors);
    deliver_replies_and_events();
}

void TerminalPane::ask_to_redraw() {
    if (!master_) {
        return;
    }
    const Size real = terminal_.size();
    const Size odd{Rows(std::max(1, real.rows.value - 1)), Cols(std::max(1, real.cols.value - 1))};
    (void)pty::resize(master_.get(), odd, options_.cell_pixels);
    redraw_timer_ = loop_.timer(kRedrawPause, io::Loop::Repeat::No, [this] {
        (void)pty::resize(master_.get(), terminal_.size(), options_.cell_pixels);
        redraw_timer_.reset();
    });
}

void TerminalPane::show(vt::Terminal saved) {
    terminal_ = std::move(saved);
    // CAN ends a sequence, DECRST 2026 a frame.
    terminal_.feed("\x18\x1b[?2026l");
    (void)terminal_.take_replies();
    (void)terminal_.take_events();
}

void TerminalPane::leave_page() {
    if (!terminal_.modes().alternate_screen) {
        return;
    }
    terminal_.feed("\x1b[?1049l\x1b[?1000l\x1b[?1002l\x1b[?1003l");
}

pid_t TerminalPane::foreground() const {
    return master_ ? pty::foreground_group(master_.get()) : 0;
}

std::uint64_t TerminalPane::rows_pushed() const {
    const vt::History& history = terminal_.screen().history();
    return history.dropped() + history.size();
}

void TerminalPane::readable() {
    try {
        (void)read_turn();
    } catch (const std::exception& bug) {  // the unit of containment is this pane
        watch_.reset();
        master_.reset();
        owner_.terminal_broken(number_, bug.what());
    }
}

void TerminalPane::drain() {
    // A program that ended cannot write more than the terminal holds; what it left running might.
    for (int turn = 0; turn < 16 && master_ && read_turn(); ++turn) {
    }
}

bool TerminalPane::read_turn() {
    std::array<std::byte, kTurnBytes> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    std::size_t used = 0;
    bool closed = false;
    while (used < buffer.size()) {
        const ssize_t n = ::read(master_.get(), buffer.data() + used, buffer.size() - used);
        if (n > 0) {
            used += static_cast<std::size_t>(n);
        } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
            closed = true;  // EIO: no process has the terminal open any more
            break;
        } else if (errno == EAGAIN) {
            break;
        }
    }
    if (used > 0) {
        const std::uint64_t before = rows_pushed();
        terminal_.feed(std::span(buffer.data(), used));
        if (scroll_ > 0) {
            set_scroll(scroll_ + static_cast<std::size_t>(rows_pushed() - before));
        }
        deliver_replies_and_events();
        owner_.terminal_changed(number_, used);
    }
    if (closed) {
        watch_.reset();
        master_.reset();
        return false;  // that the program ended is for the keeper to tell
    }
    flush();
    return used == buffer.size();
}

void TerminalPane::deliver_replies_and_events() {
    const std::string replies = terminal_.take_replies();
    if (!replies.empty()) {
        write(replies);
    }
    for (const vt::Event& event : terminal_.take_events()) {
        owner_.terminal_event(number_, event);
    }
}

void TerminalPane::set_scroll(std::size_t rows) {
    const std::size_t most = terminal_.modes().alternate_screen ? 0 : terminal_.history_size();
    scroll_ = std::min(rows, most);
}

void TerminalPane::scroll_by(std::int64_t rows_up) {
    const auto now = static_cast<std::int64_t>(scroll_);
    set_scroll(static_cast<std::size_t>(std::max<std::int64_t>(0, now + rows_up)));
}

}  // namespace tessera::server
