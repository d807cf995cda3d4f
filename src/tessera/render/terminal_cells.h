#pragma once
// TerminalCells: cells of one terminal become cells of one frame. The two number styles and
// clusters differently; this remembers which is which, so that a row costs little more than copying
// it. Threads: one.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tessera/render/frame.h"
#include "tessera/vt/palette.h"
#include "tessera/vt/screen/screen.h"

namespace tessera::render {

/// What is done to the styles of a terminal on the way.
struct Look {
    std::optional<vt::Color> foreground;  // stand in for the default colours
    std::optional<vt::Color> background;
    bool reversed = false;  // DECSCNM: the whole screen is shown in reverse
    vt::Palette palette;    // what the program has set; goes before the two above
    friend bool operator==(const Look&, const Look&) = default;
};

class TerminalCells {
public:
    /// Before the rows of one picture. `screen` may be another one than last time: every number is
    /// checked against its meaning when used. Borrowed until the next call.
    void begin(const vt::Screen& screen, Frame& frame, const Look& look);

    /// Translates `from` into `to`; places beyond the end of `from` become blank, wide characters
    /// cut by the end of `to` too.
    void copy(std::span<const vt::Cell> from, std::span<vt::Cell> to);

    /// The frame's number for a style of the terminal.
    [[nodiscard]] vt::StyleId style(vt::StyleId id);

private:
    [[nodiscard]] std::uint32_t cluster(std::uint32_t index);
    [[nodiscard]] vt::StyleId translate(const vt::Style& source);
    [[nodiscard]] vt::Cell translate(vt::Cell cell, vt::StyleId style);

    struct StyleEntry {
        vt::Style source;
        vt::StyleId target = 0;
        bool known = false;
    };
    struct ClusterEntry {
        std::u32string source;
        std::uint32_t target = 0;  // 0: not known
    };

    const vt::SideTables* source_ = nullptr;
    Frame* frame_ = nullptr;
    std::shared_ptr<vt::SideTables> tables_;  // those the targets belong to
    Look look_;
    std::vector<StyleEntry> styles_;
    std::vector<ClusterEntry> clusters_;
};

}  // namespace tessera::render
