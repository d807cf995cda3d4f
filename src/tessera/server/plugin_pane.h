#pragma once
// PluginPane: what one plugin instance shows: the screen it drew, or what we have to say instead.
// Source: plugin ABI 9.1.
// Threads: the loop's.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/clock.h"
#include "tessera/base/geometry.h"
#include "tessera/server/plugins/types.h"
#include "tessera/vt/terminal.h"

namespace tessera::server {

class PluginPane {
public:
    enum class State : std::uint8_t { Loading, Running, Failed };

    /// `images`: what its pictures may take together with others; null: a budget of its own.
    explicit PluginPane(Size size, std::shared_ptr<vt::ImageBudget> images = nullptr);

    /// Replaces everything shown. Whatever the guest wrote, the screen is its pane's alone.
    void show(std::string_view rendered);
    void resize(Size size);

    /// Where the guest wants its cursor; nothing hides it.
    void set_cursor(std::optional<Point> at);

    void set_loading(std::string_view progress);
    void set_failed(PluginFailure failure);
    void ask_permission(std::string_view location, std::span<const Permission> wanted);
    void settle_permission();

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] const vt::Terminal& terminal() const { return terminal_; }
    [[nodiscard]] vt::Terminal& terminal() { return terminal_; }
    [[nodiscard]] const std::string& progress() const { return progress_; }
    [[nodiscard]] const PluginFailure& failure() const { return failure_; }

    /// Drags mark its text instead of being the guest's (SetSelfMouseSelectionSupport).
    bool selects_text = false;
    /// What the guest was told last; nothing: not yet.
    std::optional<Visible> told_visible;

    struct Question {
        std::string location;
        std::vector<Permission> wanted;
        bool floats = false;            // in the picture below
        bool is_drawn = false;          // in a picture for its client
        std::optional<TimePoint> seen;  // when that picture had gone out
    };
    [[nodiscard]] const std::optional<Question>& question() const { return question_; }
    [[nodiscard]] std::optional<Question>& question() { return question_; }

private:
    void place_cursor();

    vt::Terminal terminal_;
    State state_ = State::Loading;
    std::optional<Point> cursor_;
    std::string progress_;
    PluginFailure failure_;
    std::optional<Question> question_;
};

}  // namespace tessera::server
