#include "tessera/server/plugins/backlog.h"

#include <algorithm>
#include <utility>

#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/tables.h"
#include "tessera/wire/codec.h"

namespace tessera::server {

namespace {

using api::event::EventType;
using Reports = api::event::PaneRenderReportPayload;

/// The panes of both; those that changed again as they are in the newer.
std::shared_ptr<const api::event::Event> merged(const api::event::Event& older,
                                                const api::event::Event& newer) {
    constexpr auto kReport = plugin_api::EventCase::pane_render_report_payload;
    auto out = std::make_shared<api::event::Event>(newer);
    const Reports* const before = older.payload.get_if<kReport>();
    Reports* const after = out->payload.get_if<kReport>();
    if (before == nullptr || after == nullptr) {
        return out;
    }
    for (const auto& entry : before->pane_contents) {
        const bool is_newer = std::ranges::find(after->pane_contents, entry.pane_id,
                                                &api::event::PaneContentsEntry::pane_id) !=
                              after->pane_contents.end();
        if (!is_newer) {
            after->pane_contents.push_back(entry);
        }
    }
    return out;
}

}  // namespace

std::size_t Delivery::bytes() const {
    if (pipe) {
        return pipe->payload ? pipe->payload->size() : 0;
    }
    switch (event->name) {
    case EventType::WebRequestResult:
    case EventType::RunCommandResult:
    case EventType::CustomMessage:
    case EventType::PastedText:
    case EventType::PaneRenderReport:
    case EventType::FileSystemCreate:
    case EventType::FileSystemRead:
    case EventType::FileSystemUpdate:
    case EventType::FileSystemDelete: return wire::encode(*event).size();
    default: return 0;
    }
}

/// Takes away what the newer one makes worthless.
void Backlog::drop_older(Delivery& delivery) {
    const auto* const row = delivery.event ? plugin_api::find_event(delivery.event->name) : nullptr;
    const bool is_report = row != nullptr && delivery.event->name == EventType::PaneRenderReport;
    if (row == nullptr || (row->keeping != plugin_api::Keeping::Latest && !is_report)) {
        return;
    }
    const auto it = std::ranges::find_if(waiting_, [&](const Delivery& d) {
        return d.event && d.event->name == delivery.event->name;
    });
    if (it == waiting_.end()) {
        return;
    }
    if (is_report) {
        delivery.event = merged(*it->event, *delivery.event);
    }
    bytes_ -= it->bytes();
    // The newer takes the end of the queue: it may speak of what came in between.
    waiting_.erase(it);
}

std::vector<Delivery> Backlog::push(Delivery delivery) {
    drop_older(delivery);
    bytes_ += delivery.bytes();
    waiting_.push_back(std::move(delivery));
    std::vector<Delivery> out;
    while (waiting_.size() > kBacklogMax || (bytes_ > kBacklogBytesMax && waiting_.size() > 1)) {
        out.push_back(*pop());
    }
    return out;
}

std::optional<Delivery> Backlog::pop() {
    if (waiting_.empty()) {
        return std::nullopt;
    }
    std::optional<Delivery> out = std::move(waiting_.front());
    waiting_.pop_front();
    bytes_ -= out->bytes();
    return out;
}

}  // namespace tessera::server
