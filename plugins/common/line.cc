#include "line.h"

#include "tessera/sdk/text_width.h"

namespace tessera::bars {

Look look(const sdk::StyleDeclaration& of) {
    return {.text = of.base, .ground = of.background};
}

void Line::add(std::string_view text, const Look& with, int target) {
    text = sdk::fit(text, columns_ - width_);
    if (text.empty()) {
        return;
    }
    text_ += sdk::kReset;
    text_ += with.weight;
    text_ += sdk::foreground(with.text);
    text_ += sdk::background(with.ground);
    text_ += text;
    const int begin = width_;
    width_ += sdk::text_width(text);
    if (target != 0) {
        regions_.push_back({begin, width_, target});
    }
}

void Line::add(const Line& other) {
    if (other.width_ > columns_ - width_) {
        return;
    }
    text_ += other.text_;
    for (Region region : other.regions_) {
        region.begin += width_;
        region.end += width_;
        regions_.push_back(region);
    }
    width_ += other.width_;
}

void Line::pad(int width, const Look& with) {
    if (width > width_) {
        add(std::string(static_cast<std::size_t>(width - width_), ' '), with);
    }
}

int Line::target_at(int column) const {
    for (const Region& region : regions_) {
        if (column >= region.begin && column < region.end) {
            return region.target;
        }
    }
    return 0;
}

std::string_view arrow(const sdk::ModeInfo& mode) {
    return mode.simplified_ui ? "" : "\ue0b0";
}

void add_ribbon(Line& line, const Ribbon& ribbon, const sdk::PaletteColor& bar,
                std::string_view arrow, int target) {
    Line whole;
    whole.add(arrow, {.text = bar, .ground = ribbon.ground, .weight = ""}, target);
    whole.add(ribbon.body);
    whole.add(arrow, {.text = ribbon.ground, .ground = bar, .weight = ""}, target);
    line.add(whole);
}

std::string draw_row(const Line& line, int columns, const sdk::PaletteColor& bar) {
    std::string out = line.text();
    out += sdk::kReset;
    // Behind a full row the cursor is still on the last cell, which this would erase.
    if (line.width() < columns) {
        out += sdk::background(bar);
        out += "\x1b[K";  // the rest of the row takes the background
        out += sdk::kReset;
    }
    return out;
}

}  // namespace tessera::bars
