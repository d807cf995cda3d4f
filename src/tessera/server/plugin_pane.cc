#include "tessera/server/plugin_pane.h"

#include <algorithm>
#include <utility>

namespace tessera::server {

namespace {

// A plugin draws its whole pane anew each time; there is nothing to scroll back to.
vt::TerminalOptions without_history(std::shared_ptr<vt::ImageBudget> images) {
    return {.history = {.rows_max = 0, .bytes_max = 0}, .image_budget = std::move(images)};
}

}  // namespace

PluginPane::PluginPane(Size size, std::shared_ptr<vt::ImageBudget> images)
    : terminal_(at_least_one(size), without_history(std::move(images))) {}

void PluginPane::show(std::string_view rendered) {
    state_ = State::Running;
    // Home, erase, default attributes, no cursor. Modes and margins stay the guest's.
    std::string bytes = "\x1b[H\x1b[2J\x1b[m\x1b[?25l";
    bytes.reserve(bytes.size() + rendered.size() + rendered.size() / 16);
    for (const char c : rendered) {
        bytes += c;
        if (c == '\n') {
            bytes += '\r';
        }
    }
    terminal_.feed(bytes);
    (void)terminal_.take_replies();  // nobody asked
    place_cursor();
}

void PluginPane::set_cursor(std::optional<Point> at) {
    cursor_ = at;
    place_cursor();
}

void PluginPane::place_cursor() {
    if (cursor_) {
        terminal_.feed("\x1b[" + std::to_string(cursor_->row.value + 1) + ";" +
                       std::to_string(cursor_->col.value + 1) + "H\x1b[?25h");
    } else {
        terminal_.feed("\x1b[?25l");
    }
}

void PluginPane::resize(Size size) {
    terminal_.resize(at_least_one(size));
}

void PluginPane::set_loading(std::string_view progress) {
    state_ = State::Loading;
    progress_ = progress;
}

void PluginPane::set_failed(PluginFailure failure) {
    state_ = State::Failed;
    failure_ = std::move(failure);
    question_.reset();
}

void PluginPane::ask_permission(std::string_view location, std::span<const Permission> wanted) {
    Question question;
    question.location = location;
    question.wanted.assign(wanted.begin(), wanted.end());
    question_ = std::move(question);
}

void PluginPane::settle_permission() {
    question_.reset();
}

}  // namespace tessera::server
