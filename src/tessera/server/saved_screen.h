#pragma once
// SavedScreen: what the keeper holds of one terminal's screen, and how the next server gets it back
// (docs/decisions/0006). In parts: full pages of the history and pictures, each stored once, and a
// head (part 0) that is stored anew whenever the screen has changed. The head names the pages that
// go before it and its pictures, so whatever is missing makes a screen poorer and never wrong.
// Threads: the loop's.

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "tessera/base/result.h"
#include "tessera/server/program_keeper.h"
#include "tessera/vt/terminal.h"

namespace tessera::server {

/// Of one terminal: some 50,000 lines of text. Older ones are not saved. A head that is larger (a
/// page of half a million cells, each in a colour of its own) is not saved at all.
inline constexpr std::size_t kScreenBytesMax = std::size_t{4} << 20U;
/// Pages of history written in one step, about 0.1 ms each.
inline constexpr std::size_t kPagesPerStep = 4;
/// Pictures of one terminal, compressed, besides kScreenBytesMax. The newest are kept.
inline constexpr std::size_t kSavedImageBytesMax = std::size_t{2} << 20U;
/// Pixels of a picture that is saved: larger ones would keep the loop busy for too long, though
/// less than decoding them did. 1920 x 1080 fits. One is written a step.
inline constexpr std::size_t kSavedPixelBytesMax = std::size_t{8} << 20U;

class SavedScreen {
public:
    void mark_changed() { is_changed_ = true; }
    [[nodiscard]] bool is_changed() const { return is_changed_; }

    /// More: older pages are still to be stored; until then the keeper has a shorter history.
    enum class Step : std::uint8_t { Done, More };
    /// Brings the keeper up to date; costs a page and at most kPagesPerStep pages of history.
    /// `foreground` is the terminal's process group in front, 0 for none.
    Step save(std::uint32_t terminal, const vt::Terminal& screen, ProgramKeeper& keeper,
              pid_t foreground = 0);

    /// What an earlier server saved. Parts of no use are dropped from the keeper.
    /// Errors: Corrupt, VersionMismatch: there is no screen then.
    [[nodiscard]] Result<vt::Terminal> restore(std::uint32_t terminal, ScreenParts parts,
                                               const vt::TerminalOptions& options,
                                               ProgramKeeper& keeper);

    /// Of the screen that was restored: its process group in front when it was saved. 0: unknown.
    [[nodiscard]] pid_t foreground() const { return foreground_; }

    /// The keeper has released the terminal.
    void forget();
    /// Makes room for others: the oldest page goes, without pages the oldest picture. False: there
    /// is neither.
    bool drop_oldest(std::uint32_t terminal, ProgramKeeper& keeper);
    /// What the keeper holds.
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    struct Page {
        std::uint64_t part = 0;
        std::size_t bytes = 0;
    };
    using Pages = std::map<std::uint64_t, Page>;     // by number of vt::HistoryPage
    using Images = std::map<vt::ImageNumber, Page>;  // part 0: given up
    Step save_images(std::uint32_t terminal, const vt::Terminal& screen, ProgramKeeper& keeper);
    void give_up(Page& image, std::uint32_t terminal, ProgramKeeper& keeper);
    const Page& store(std::uint64_t number, std::string content, std::uint32_t terminal,
                      ProgramKeeper& keeper);
    void store_head(std::string content, std::uint32_t terminal, ProgramKeeper& keeper);
    Pages::iterator drop(Pages::iterator at, std::uint32_t terminal, ProgramKeeper& keeper);

    Pages pages_;
    Images images_;
    std::size_t head_bytes_ = 0;
    std::size_t bytes_ = 0;
    std::uint64_t next_part_ = 1;
    std::uint64_t first_wanted_ = 0;  // older pages are over a limit
    pid_t foreground_ = 0;
    bool is_changed_ = false;
};

}  // namespace tessera::server
