#include "tessera/server/clipboard_reads.h"

#include <string>
#include <string_view>

#include "tessera/base/base64.h"

namespace tessera::server {

namespace {

std::string osc52(char selection, std::string_view text) {
    return std::string("\x1b]52;") + selection + ";" + std::string(text) + "\x1b\\";
}

}  // namespace

AttachedClient* ClipboardReads::client_for(PaneId pane) const {
    const auto of = [&](ClientId id) {
        AttachedClient* found = s_.find_client(id);
        return found != nullptr && !found->watch_only ? found : nullptr;
    };
    for (const ClientId id : s_.space.clients_focusing(pane)) {
        if (AttachedClient* found = of(id)) {
            return found;
        }
    }
    return of(s_.space.last_active_client());
}

void ClipboardReads::ask(PaneId pane, const vt::ClipboardRead& what) {
    if (!s_.config.options.dangerously_enable_paste_buffer_read ||
        questions_.size() >= kClipboardQuestionsMax ||
        !std::string_view("cps01234567").contains(what.selection)) {
        return;
    }
    questions_.push_back({pane, what.selection});
    if (!asked_) {
        next();
    }
}

void ClipboardReads::next() {
    patience_.reset();
    asked_.reset();
    while (!questions_.empty()) {
        if (AttachedClient* client = client_for(questions_.front().pane)) {
            asked_ = client->id;
            client->output->output(osc52(questions_.front().selection, "?"));
            patience_ = s_.services.loop.timer(kClipboardAnswerTime, io::Loop::Repeat::No, [this] {
                questions_.pop_front();
                next();
            });
            return;
        }
        questions_.pop_front();
    }
}

void ClipboardReads::answered(ClientId client, const vt::input::ClipboardReply& reply) {
    if (asked_ != client || questions_.empty()) {
        return;
    }
    const Question question = questions_.front();
    questions_.pop_front();
    Session::Program* program = s_.find_program(question.pane);
    if (program != nullptr && program->pane &&
        s_.config.options.dangerously_enable_paste_buffer_read) {
        program->pane->write(osc52(question.selection, base64_encode(reply.data)));
    }
    next();
}

}  // namespace tessera::server
