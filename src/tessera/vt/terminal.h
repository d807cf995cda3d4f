#pragma once
// Terminal: the engine's public face. Bytes from a program in; a screen, events and replies out.
// Deterministic; knows no file descriptors, clocks or threads.
// Threads: one at a time.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/geometry.h"
#include "tessera/base/result.h"
#include "tessera/vt/events.h"
#include "tessera/vt/graphics/graphics.h"
#include "tessera/vt/modes.h"
#include "tessera/vt/palette.h"
#include "tessera/vt/screen/cell.h"
#include "tessera/vt/screen/history.h"
#include "tessera/vt/style.h"

namespace tessera::vt {

class Screen;

/// Bytes to take in place of a UI component (DCS z); gets what follows its final byte.
using ComponentPainter = std::function<std::string(std::string_view body)>;

struct TerminalOptions {
    HistoryLimits history;
    Size cell_pixels{Rows(16), Cols(8)};  // for reports of sizes in pixels, and for images
    /// Shared by the terminals that it bounds; null: one of its own, of kMaxImageStoreBytes.
    std::shared_ptr<ImageBudget> image_budget = nullptr;
    HostColors host_colors;
    Offers offers;
};

class Terminal {
public:
    /// `size` is clamped to 1..kMaxRowsOrCols a side and kMaxPageCells in all.
    explicit Terminal(Size size, TerminalOptions options = {});
    ~Terminal();
    Terminal(Terminal&&) noexcept;
    Terminal& operator=(Terminal&&) noexcept;

    /// Any bytes in any split give the same screen.
    void feed(std::span<const std::byte> bytes);
    void feed(std::string_view bytes) { feed(std::as_bytes(std::span(bytes))); }
    /// Soft-wrapped lines are wrapped anew; the cursor stays at its place in the text.
    void resize(Size size);
    /// Pixels of a cell, for reports and for images that come; those that are there stay as they
    /// are. Sides below 1 change nothing.
    void set_cell_pixels(Size pixels);
    /// For hosts that show nothing of an update before its end (mode 2026): it took too long, its
    /// end is not waited for any more.
    void end_update();
    /// A program that asked for it (mode 2031) is told of another scheme.
    void set_host_colors(const HostColors& colors);

    /// The terminal as bytes: screen, history, modes, pictures, replies not taken and what is half
    /// parsed. Events not taken and damage are left out. Format: docs/formats/terminal-snapshot.md.
    [[nodiscard]] std::string snapshot(SnapshotScope scope = SnapshotScope::Everything) const;
    /// The terminal a snapshot was taken of; everything is damaged. `options` bound its history.
    /// `pages`: of the history, for a snapshot BehindPages; the oldest first, none left out between
    /// two. Page `i` of them is page number `i` of the new terminal's history. `images`: the pixels
    /// of its pictures, in any order; a picture without them is not shown.
    /// VersionMismatch: another format. Corrupt: not a snapshot, or one of the pages is none.
    [[nodiscard]] static Result<Terminal> restore(std::string_view bytes,
                                                  TerminalOptions options = {},
                                                  std::span<const std::string> pages = {},
                                                  std::span<const std::string> images = {});
    /// The history in pieces that are saved once: its full pages, and the rows of one as bytes.
    [[nodiscard]] std::vector<HistoryPage> history_pages() const;
    /// REQUIRES: one of history_pages(), and nothing was fed since.
    [[nodiscard]] std::string snapshot_page(const HistoryPage& page) const;
    /// Images that a snapshot BehindPages speaks of but does not hold, the newest first. Their
    /// pixels never change and are saved once.
    [[nodiscard]] std::vector<ImageNumber> images_to_save() const;
    /// The pixels of one, compressed. REQUIRES: image(number) is not null.
    [[nodiscard]] std::string snapshot_image(ImageNumber number) const;

    /// Compresses old pages of the history, one a call; false when there is nothing left to do. For
    /// moments when nothing else is: output never waits for it.
    bool compact_history();

    /// Bytes for the program: fixed text and numbers only (docs/architecture.md, "Replies").
    [[nodiscard]] std::string take_replies();
    [[nodiscard]] std::vector<Event> take_events();

    /// Components are drawn where they stand in the stream, by what `painter` makes of them;
    /// without one they are UiComponent events. Components in what it returns are left out.
    void set_component_painter(ComponentPainter painter);

    [[nodiscard]] Size size() const;
    [[nodiscard]] Point cursor() const;
    [[nodiscard]] CursorShape cursor_shape() const;
    [[nodiscard]] const Modes& modes() const;
    /// Colours the program has set: whoever shows the screen gives them to its cells.
    [[nodiscard]] const Palette& palette() const;
    [[nodiscard]] const std::string& title() const;

    /// Cells of a row of the page, one per column; valid until the next call that is not const.
    /// REQUIRES: row on the page.
    [[nodiscard]] std::span<const Cell> row(Row row) const;
    [[nodiscard]] bool is_wrapped(Row row) const;
    [[nodiscard]] LineSize line_size(Row row) const;
    /// What of images is on as many rows as the page has, beginning `back` rows above it, the
    /// lowest first; parts below 0 lie behind the text. Images whose pixels are gone are in the
    /// list too: image() gives nullptr for them.
    [[nodiscard]] std::vector<ImagePart> image_parts(std::size_t back = 0) const;
    /// Pixels of an image; nullptr when it is gone.
    [[nodiscard]] SharedPixels image(ImageNumber number) const;
    /// Rows above the page; index 0 is the oldest. Trailing blanks are not stored.
    [[nodiscard]] std::size_t history_size() const;
    [[nodiscard]] HistoryRow history_row(std::size_t index) const;
    /// Rows ever dropped from the history: row `index` of it is line history_dropped() + index, the
    /// first row of the page line history_dropped() + history_size(). Lines keep their numbers
    /// while the terminal scrolls; another width counts anew.
    [[nodiscard]] std::uint64_t history_dropped() const;

    /// The line of the nearest shell prompt above (below) `line`, by OSC 133; nullopt: none.
    [[nodiscard]] std::optional<std::uint64_t> prompt_above(std::uint64_t line) const;
    [[nodiscard]] std::optional<std::uint64_t> prompt_below(std::uint64_t line) const;
    /// What the command of the prompt at or above `line` wrote: lines [begin, end).
    struct LineRange {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        friend bool operator==(const LineRange&, const LineRange&) = default;
    };
    [[nodiscard]] std::optional<LineRange> command_output(std::uint64_t line) const;
    [[nodiscard]] const Style& style(StyleId id) const;
    [[nodiscard]] const std::string& link_uri(LinkId id) const;
    /// Appends the characters of a cell as UTF-8; a space for an empty one and one that stands for
    /// a part of an image (placeholder.h), nothing for the right half of a wide character.
    void append_text(Cell cell, std::string& out) const;
    /// Text of a row without trailing blanks.
    [[nodiscard]] std::string row_text(Row row) const;

    [[nodiscard]] bool is_dirty(Row row) const;
    void clear_damage();
    /// For viewers with a memory: a row's cells are as before when its version is, and the identity
    /// of the page (resize, reset and the alternate screen give another).
    [[nodiscard]] std::uint64_t row_version(Row row) const;
    [[nodiscard]] const std::shared_ptr<const int>& page_identity() const;

    /// The screen itself, for tools and tests.
    [[nodiscard]] const Screen& screen() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tessera::vt
