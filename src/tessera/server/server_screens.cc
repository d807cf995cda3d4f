// When histories are compressed: once their panes are silent, in short steps.
// When screens are saved: soon after they change, in short steps between other work, and not at all
// while nothing changes (docs/decisions/0006).

#include <algorithm>
#include <tuple>
#include <utility>

#include "tessera/server/server.h"

namespace tessera::server {

namespace {

using std::chrono::milliseconds;

// After the first change: a burst of output costs one round.
constexpr milliseconds kScreenDelay{100};
// From one round to the next while output flows: two wake-ups a second.
constexpr milliseconds kScreenInterval{500};
// Between two steps of a round, in which input and drawing have their turns.
constexpr milliseconds kScreenStep{10};
// No further screen is begun in a step after this.
constexpr milliseconds kScreenStepTime{2};
// From one step of compressing histories to the next: two wake-ups a second at most.
constexpr milliseconds kCompactInterval{500};
// Of all terminals. Below what the keeper takes (keeper/screens.h), since new pages are stored
// before the ones they replace are dropped.
constexpr std::size_t kScreensBytesMax = std::size_t{24} << 20U;

}  // namespace

void Server::screen_changed() {
    if (!screen_timer_) {
        const TimePoint now = clock_.now();
        save_screens_in(std::max<Duration>(kScreenDelay, screens_saved_ + kScreenInterval - now));
    }
}

void Server::save_screens_in(Duration wait) {
    screen_timer_ =
        loop_.timer(std::chrono::ceil<milliseconds>(wait), io::Loop::Repeat::No, [this] {
            screen_timer_.reset();
            save_screens();
        });
}

void Server::save_screens() {
    const TimePoint began = clock_.now();
    if (keeper_->is_slow()) {
        return save_screens_in(kScreenInterval);
    }
    if (screens_to_save_.empty()) {
        screens_saved_ = began;
        find_changed_screens();
    }
    do {
        save_next_screen();
    } while (!screens_to_save_.empty() && clock_.now() - began < kScreenStepTime);
    if (!screens_to_save_.empty()) {
        return save_screens_in(kScreenStep);
    }
    bound_screens();
    find_changed_screens();  // output went on in the meantime
    if (!screens_to_save_.empty()) {
        screens_to_save_.clear();
        screen_changed();
    }
    compact_later();
}

void Server::compact_later() {
    if (!compact_timer_) {
        compact_timer_ = loop_.timer(kCompactInterval, io::Loop::Repeat::No, [this] {
            compact_timer_.reset();
            compact_histories();
        });
    }
}

/// Old pages of panes that have been silent since their screen was saved. Once all are compressed
/// nothing wakes the server until output comes again.
void Server::compact_histories() {
    const TimePoint end = clock_.now() + kScreenStepTime;
    const auto compact = [&](vt::Terminal& terminal) {
        while (terminal.compact_history()) {
            if (clock_.now() >= end) {
                return false;
            }
        }
        return true;
    };
    for (const auto& [id, session] : sessions_) {
        for (const auto& [number, program] : session->programs) {
            const bool is_silent = program.pane && !program.saved.is_changed();
            if (is_silent && !compact(program.pane->terminal())) {
                return compact_later();
            }
        }
    }
}

void Server::find_changed_screens() {
    for (const auto& [id, session] : sessions_) {
        for (const auto& [number, program] : session->programs) {
            if (program.saved.is_changed()) {
                screens_to_save_.push_back({id, number});
            }
        }
    }
}

void Server::save_next_screen() {
    if (screens_to_save_.empty()) {
        return;
    }
    ScreenToSave next = screens_to_save_.front();
    screens_to_save_.pop_front();
    with_session(next.session, [&](Session& session) {
        const auto found = session.programs.find(next.terminal);
        if (found == session.programs.end() || !found->second.pane) {
            return;
        }
        SavedScreen& saved = found->second.saved;
        if (next.is_continued && saved.is_changed()) {
            return;  // output flows: the next round stores its newest pages first
        }
        const TerminalPane& pane = *found->second.pane;
        if (saved.save(next.terminal, pane.terminal(), *keeper_, pane.foreground()) ==
            SavedScreen::Step::More) {
            next.is_continued = true;
            screens_to_save_.push_back(next);
        }
    });
}

/// The largest screen gives up its oldest lines first.
void Server::bound_screens() {
    const auto largest = [this](std::size_t& total) {
        std::pair<std::uint32_t, SavedScreen*> out{0, nullptr};
        total = 0;
        for (const auto& [id, session] : sessions_) {
            for (auto& [number, program] : session->programs) {
                total += program.saved.bytes();
                if (out.second == nullptr || program.saved.bytes() > out.second->bytes()) {
                    out = {number, &program.saved};
                }
            }
        }
        return out;
    };
    std::size_t total = 0;
    for (auto [number, saved] = largest(total); total > kScreensBytesMax;
         std::tie(number, saved) = largest(total)) {
        if (!saved->drop_oldest(number, *keeper_)) {
            return;  // heads alone: the keeper forgets what does not fit
        }
    }
}

}  // namespace tessera::server
