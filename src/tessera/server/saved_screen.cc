#include "tessera/server/saved_screen.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "session/server_state.wire.h"
#include "tessera/wire/codec.h"

namespace tessera::server {

namespace {

namespace pb = session::server_state;

constexpr std::uint32_t kFormat = 1;
constexpr std::uint64_t kHeadPart = 0;

/// The pages that a head names, as far back as none is missing.
struct Kept {
    std::vector<std::uint64_t> parts;
    std::vector<std::string> pages;
};

Kept take_pages(const std::vector<std::uint64_t>& names, ScreenParts& parts) {
    Kept out;
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
        const auto at = parts.find(*name);
        if (at == parts.end()) {
            break;
        }
        out.parts.push_back(*name);
        out.pages.push_back(std::move(at->second));
        parts.erase(at);  // named twice, it is missing the second time
    }
    std::ranges::reverse(out.parts);
    std::ranges::reverse(out.pages);
    return out;
}

}  // namespace

const SavedScreen::Page& SavedScreen::store(std::uint64_t number, std::string content,
                                            std::uint32_t terminal, ProgramKeeper& keeper) {
    const Page page{next_part_++, content.size()};
    bytes_ += page.bytes;
    keeper.store_screen(terminal, page.part, std::move(content));
    return pages_.emplace(number, page).first->second;
}

SavedScreen::Pages::iterator SavedScreen::drop(Pages::iterator at, std::uint32_t terminal,
                                               ProgramKeeper& keeper) {
    bytes_ -= at->second.bytes;
    keeper.drop_screen(terminal, at->second.part);
    return pages_.erase(at);
}

void SavedScreen::store_head(std::string content, std::uint32_t terminal, ProgramKeeper& keeper) {
    bytes_ -= std::exchange(head_bytes_, 0);
    if (content.size() > kScreenBytesMax) {
        keeper.drop_screen(terminal, kHeadPart);
        return;
    }
    head_bytes_ = content.size();
    bytes_ += head_bytes_;
    keeper.store_screen(terminal, kHeadPart, std::move(content));
}

SavedScreen::Step SavedScreen::save(std::uint32_t terminal, const vt::Terminal& screen,
                                    ProgramKeeper& keeper, pid_t foreground) {
    is_changed_ = false;
    const std::vector<vt::HistoryPage> pages = screen.history_pages();
    pb::ScreenHead head;
    Step step = Step::Done;
    std::size_t written = 0;
    std::size_t bytes = 0;
    // From the newest back, so that what is stored joins what the head holds.
    for (auto page = pages.rbegin(); page != pages.rend() && page->number >= first_wanted_;
         ++page) {
        const auto known = pages_.find(page->number);
        if (known == pages_.end() && written == kPagesPerStep) {
            step = Step::More;
            break;
        }
        written += known == pages_.end() ? 1 : 0;
        const Page& stored =
            known != pages_.end()
                ? known->second
                : store(page->number, screen.snapshot_page(*page), terminal, keeper);
        bytes += stored.bytes;
        if (bytes > kScreenBytesMax) {
            first_wanted_ = page->number + 1;
            break;
        }
        head.pages.push_back(stored.part);
    }
    std::ranges::reverse(head.pages);
    head.format = kFormat;
    head.foreground = foreground;
    head.terminal = screen.snapshot(vt::SnapshotScope::BehindPages);
    store_head(wire::encode(head), terminal, keeper);
    for (auto at = pages_.begin(); at != pages_.end();) {
        const bool is_there =
            std::ranges::binary_search(pages, at->first, {}, &vt::HistoryPage::number);
        at = is_there && at->first >= first_wanted_ ? std::next(at) : drop(at, terminal, keeper);
    }
    return step;
}

Result<vt::Terminal> SavedScreen::restore(std::uint32_t terminal, ScreenParts parts,
                                          const vt::TerminalOptions& options,
                                          ProgramKeeper& keeper) {
    pb::ScreenHead head;
    const auto found = parts.find(kHeadPart);
    const bool is_read = found != parts.end() && wire::decode(found->second, head);
    head_bytes_ = found != parts.end() ? found->second.size() : 0;
    bytes_ = head_bytes_;
    next_part_ = parts.empty() ? 1 : parts.rbegin()->first + 1;
    Kept kept;
    Result<vt::Terminal> out = fail(ErrorCode::Corrupt, "no head of a saved screen");
    if (is_read && head.format == kFormat) {
        foreground_ = head.foreground;
        kept = take_pages(head.pages, parts);
        out = vt::Terminal::restore(head.terminal, options, kept.pages);
        if (!out && !kept.pages.empty()) {
            // One of the pages, perhaps: the screen is worth more than its history.
            const Kept lost = std::exchange(kept, {});
            for (const std::uint64_t part : lost.parts) {
                keeper.drop_screen(terminal, part);
            }
            out = vt::Terminal::restore(head.terminal, options);
        }
    }
    for (const auto& [part, content] : parts) {
        if (part != kHeadPart || !out) {
            keeper.drop_screen(terminal, part);
        }
    }
    if (!out) {
        bytes_ -= std::exchange(head_bytes_, 0);
        return out;
    }
    for (std::size_t i = 0; i < kept.parts.size(); ++i) {
        pages_.emplace(i, Page{kept.parts[i], kept.pages[i].size()});
        bytes_ += kept.pages[i].size();
    }
    return out;
}

void SavedScreen::forget() {
    pages_.clear();
    head_bytes_ = 0;
    bytes_ = 0;
}

bool SavedScreen::drop_oldest_page(std::uint32_t terminal, ProgramKeeper& keeper) {
    if (pages_.empty()) {
        return false;
    }
    first_wanted_ = pages_.begin()->first + 1;
    drop(pages_.begin(), terminal, keeper);
    return true;
}

}  // namespace tessera::server
