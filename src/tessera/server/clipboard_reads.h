#pragma once
// ClipboardReads: programs that ask what is in the clipboard (OSC 52 with `?`). Refused unless the
// configuration says dangerously_enable_paste_buffer_read; then one client's terminal is asked, one
// question at a time, and its answer goes to the program. Source: Zellij 0.45 screen.rs
// forward_host_query. Threads: the loop's.

#include <chrono>
#include <deque>
#include <memory>

#include "tessera/server/session.h"
#include "tessera/vt/input/events.h"

namespace tessera::server {

/// Questions that wait; one more is not answered, as any is by a terminal that refuses.
inline constexpr std::size_t kClipboardQuestionsMax = 16;
/// A terminal may ask its person first.
inline constexpr std::chrono::milliseconds kClipboardAnswerTime{5000};

class ClipboardReads {
public:
    explicit ClipboardReads(Session& session) : s_(session) {}

    /// A program asks. Of the client that looks at it, else of the one that was active last.
    void ask(PaneId pane, const vt::ClipboardRead& what);
    /// A client's terminal answers. Nobody asked it: nothing happens.
    void answered(ClientId client, const vt::input::ClipboardReply& reply);

private:
    struct Question {
        PaneId pane;
        char selection = 'c';
    };
    void next();
    [[nodiscard]] AttachedClient* client_for(PaneId pane) const;

    Session& s_;
    std::deque<Question> questions_;  // the first one has been asked if asked_ says whom
    std::optional<ClientId> asked_;
    std::unique_ptr<io::Watch> patience_;
};

}  // namespace tessera::server
