#include "tessera/server/saved_screen.h"

#include <algorithm>
#include <functional>
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

/// The pixels that a head names, as far as they are there.
std::vector<std::string> images_in(const pb::ScreenHead& head, const ScreenParts& parts) {
    std::vector<std::string> out;
    for (const pb::SavedImage& image : head.images) {
        if (const auto at = parts.find(image.part); at != parts.end()) {
            out.push_back(at->second);
        }
    }
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

void SavedScreen::give_up(Page& image, std::uint32_t terminal, ProgramKeeper& keeper) {
    if (image.part != 0) {
        bytes_ -= image.bytes;
        keeper.drop_screen(terminal, image.part);
    }
    image = {};
}

/// Stores the newest that is not stored, and gives up what is over the limit.
SavedScreen::Step SavedScreen::save_images(std::uint32_t terminal, const vt::Terminal& screen,
                                           ProgramKeeper& keeper) {
    const std::vector<vt::ImageNumber> numbers = screen.images_to_save();  // the newest first
    for (auto at = images_.begin(); at != images_.end();) {
        const bool is_there = std::ranges::binary_search(numbers, at->first, std::greater());
        if (!is_there) {
            give_up(at->second, terminal, keeper);
        }
        at = is_there ? std::next(at) : images_.erase(at);
    }
    Step step = Step::Done;
    bool has_written = false;
    std::size_t bytes = 0;
    for (const vt::ImageNumber number : numbers) {
        const auto known = images_.find(number);
        if (known != images_.end() && bytes + known->second.bytes > kSavedImageBytesMax) {
            give_up(known->second, terminal, keeper);
        } else if (known != images_.end()) {
            bytes += known->second.bytes;
        } else if (bytes >= kSavedImageBytesMax ||
                   screen.image(number)->rgba.size() > kSavedPixelBytesMax) {
            images_[number] = {};
        } else if (has_written) {
            step = Step::More;
            break;
        } else {
            has_written = true;
            std::string content = screen.snapshot_image(number);
            Page& image = images_[number];
            if (bytes + content.size() <= kSavedImageBytesMax) {
                image = {next_part_++, content.size()};
                bytes += image.bytes;
                bytes_ += image.bytes;
                keeper.store_screen(terminal, image.part, std::move(content));
            }
        }
    }
    return step;
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
    if (save_images(terminal, screen, keeper) == Step::More) {
        step = Step::More;
    }
    for (const auto& [number, image] : images_) {
        if (image.part != 0) {
            head.images.push_back({.number = number, .part = image.part});
        }
    }
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
        const std::vector<std::string> images = images_in(head, parts);
        out = vt::Terminal::restore(head.terminal, options, kept.pages, images);
        if (!out && !kept.pages.empty()) {
            // One of the pages, perhaps: the screen is worth more than its history.
            const Kept lost = std::exchange(kept, {});
            for (const std::uint64_t part : lost.parts) {
                keeper.drop_screen(terminal, part);
            }
            out = vt::Terminal::restore(head.terminal, options, {}, images);
        }
    }
    if (out) {
        for (const pb::SavedImage& image : head.images) {
            const auto at = parts.find(image.part);
            if (at != parts.end() && image.part != kHeadPart &&
                out->image(image.number) != nullptr &&
                images_.emplace(image.number, Page{image.part, at->second.size()}).second) {
                bytes_ += at->second.size();
                parts.erase(at);
            }
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
    images_.clear();
    head_bytes_ = 0;
    bytes_ = 0;
}

bool SavedScreen::drop_oldest(std::uint32_t terminal, ProgramKeeper& keeper) {
    if (pages_.empty()) {
        const auto oldest =
            std::ranges::find_if(images_, [](const auto& entry) { return entry.second.part != 0; });
        if (oldest == images_.end()) {
            return false;
        }
        give_up(oldest->second, terminal, keeper);
        return true;
    }
    first_wanted_ = pages_.begin()->first + 1;
    drop(pages_.begin(), terminal, keeper);
    return true;
}

}  // namespace tessera::server
