#pragma once
// A terminal as bytes and back: the same screen, history, modes, pictures and half-parsed sequence,
// and a kitty transmission between two chunks. Not in a snapshot: events not taken, damage, limits
// (they are the new terminal's own).
// Format: docs/formats/terminal-snapshot.md.
// Threads: pure functions.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/result.h"
#include "tessera/vt/parser/parser.h"
#include "tessera/vt/screen/screen.h"
#include "tessera/vt/sequences/context.h"

namespace tessera::vt::snapshot {

/// The parts of a terminal, borrowed.
struct Parts {
    Parser& parser;
    Screen& screen;
    std::string& replies;
    std::string& title;
    std::vector<std::string>& title_stack;
    Palette& palette;
    Graphics& graphics;
    PendingNotifications& notifications;
};

/// Data of a kitty transmission that waits for its next chunk, in a snapshot BehindPages. More is
/// left out, and the rest of the transmission with it: such a snapshot is written twice a second,
/// and a keeper takes 4 MiB.
inline constexpr std::size_t kMaxSavedTransmission = std::size_t{2} << 20U;

[[nodiscard]] std::string write(const Parts& parts, SnapshotScope scope);

/// The rows of a full page of the history, with the styles they use.
[[nodiscard]] std::string write_page(const Screen& screen, const HistoryPage& page);

/// Reads into `parts` of a terminal that was just made; `pages` are older than the rows in `bytes`,
/// the oldest first; `images` are its pictures, those that are none are left out. VersionMismatch
/// for the format of another major version, Corrupt for anything that is no snapshot; the parts are
/// usable but unspecified then.
[[nodiscard]] Result<> read(std::string_view bytes, std::span<const std::string> pages,
                            std::span<const std::string> images, const Parts& parts);

}  // namespace tessera::vt::snapshot
