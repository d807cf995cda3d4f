#pragma once
// One row of a bar while it is put together: styled text, its width, and what a click on it means.
// Threads: values.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/sdk/mode_info.h"

namespace tessera::bars {

/// Colours of a piece of text.
struct Look {
    sdk::PaletteColor text;
    sdk::PaletteColor ground;
    std::string_view weight = sdk::kBold;  // kBold, kDim, kItalic or nothing
};

/// Base on background of a declaration.
[[nodiscard]] Look look(const sdk::StyleDeclaration& of);

class Line {
public:
    Line() = default;
    /// Never gets wider than `columns`: text is cut there, other lines are taken whole or not at
    /// all.
    explicit Line(int columns) : columns_(columns) {}

    /// `target` is what a click on these cells means to the bar; 0 means nothing.
    void add(std::string_view text, const Look& with, int target = 0);
    /// Everything of another line, behind this one.
    void add(const Line& other);
    /// Blanks up to `width`.
    void pad(int width, const Look& with);

    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] int target_at(int column) const;

private:
    static constexpr int kUnbounded = 1 << 20;
    struct Region {
        int begin;
        int end;
        int target;
    };
    std::string text_;
    int width_ = 0;
    int columns_ = kUnbounded;
    std::vector<Region> regions_;
};

/// The glyph between ribbons, U+E0B0; nothing for people whose font lacks it.
[[nodiscard]] std::string_view arrow(const sdk::ModeInfo& mode);

/// Arrow, ` text `, arrow. Blanks around the text are the caller's; `body` is on `look.ground`.
struct Ribbon {
    Line body;
    sdk::PaletteColor ground;
};
void add_ribbon(Line& line, const Ribbon& ribbon, const sdk::PaletteColor& bar,
                std::string_view arrow, int target = 0);

/// `line` as a row of `columns`, the rest of it in the bar's colour.
[[nodiscard]] std::string draw_row(const Line& line, int columns, const sdk::PaletteColor& bar);

}  // namespace tessera::bars
