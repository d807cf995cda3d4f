#pragma once
// A terminal as bytes and back: the same screen, history, modes and half-parsed sequence, and a
// kitty transmission between two chunks. Not in a snapshot: events not taken, damage, images that
// are complete (their cells are blank), history limits (they are the new terminal's own).
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
};

/// Data of a kitty transmission that waits for its next chunk. More is left out, and the rest of
/// the transmission with it: a keeper takes 64 MiB for a screen with all its history.
inline constexpr std::size_t kMaxSavedTransmission = std::size_t{16} << 20U;

[[nodiscard]] std::string write(const Parts& parts, SnapshotScope scope);

/// The rows of a full page of the history, with the styles they use.
[[nodiscard]] std::string write_page(const Screen& screen, const HistoryPage& page);

/// Reads into `parts` of a terminal that was just made; `pages` are older than the rows in `bytes`,
/// the oldest first. VersionMismatch for the format of another
/// major version, Corrupt for anything that is no snapshot; the parts are usable but unspecified
/// then.
[[nodiscard]] Result<> read(std::string_view bytes, std::span<const std::string> pages,
                            const Parts& parts);

}  // namespace tessera::vt::snapshot
