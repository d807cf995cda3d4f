#include "tessera/vt/graphics/placeholder.h"

#include <algorithm>
#include <iterator>

namespace tessera::vt {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};
/// The marks that count from 0: Mn of Unicode 6.0 with combining class 230 and no decomposition,
/// but 19 that normalisation may fuse with their letter. Source: kitty graphics protocol,
/// "Unicode placeholders".
constexpr Range kMarks[] = {
    {0x305, 0x305},     {0x30d, 0x30e},     {0x310, 0x310},     {0x312, 0x312},
    {0x33d, 0x33f},     {0x346, 0x346},     {0x34a, 0x34c},     {0x350, 0x352},
    {0x357, 0x357},     {0x35b, 0x35b},     {0x363, 0x36f},     {0x483, 0x487},
    {0x592, 0x595},     {0x597, 0x599},     {0x59c, 0x5a1},     {0x5a8, 0x5a9},
    {0x5ab, 0x5ac},     {0x5af, 0x5af},     {0x5c4, 0x5c4},     {0x610, 0x617},
    {0x657, 0x65b},     {0x65d, 0x65e},     {0x6d6, 0x6dc},     {0x6df, 0x6e2},
    {0x6e4, 0x6e4},     {0x6e7, 0x6e8},     {0x6eb, 0x6ec},     {0x730, 0x730},
    {0x732, 0x733},     {0x735, 0x736},     {0x73a, 0x73a},     {0x73d, 0x73d},
    {0x73f, 0x741},     {0x743, 0x743},     {0x745, 0x745},     {0x747, 0x747},
    {0x749, 0x74a},     {0x7eb, 0x7f1},     {0x7f3, 0x7f3},     {0x816, 0x819},
    {0x81b, 0x823},     {0x825, 0x827},     {0x829, 0x82d},     {0x951, 0x951},
    {0x953, 0x954},     {0xf82, 0xf83},     {0xf86, 0xf87},     {0x135d, 0x135f},
    {0x17dd, 0x17dd},   {0x193a, 0x193a},   {0x1a17, 0x1a17},   {0x1a75, 0x1a7c},
    {0x1b6b, 0x1b6b},   {0x1b6d, 0x1b73},   {0x1cd0, 0x1cd2},   {0x1cda, 0x1cdb},
    {0x1ce0, 0x1ce0},   {0x1dc0, 0x1dc1},   {0x1dc3, 0x1dc9},   {0x1dcb, 0x1dcc},
    {0x1dd1, 0x1de6},   {0x1dfe, 0x1dfe},   {0x20d0, 0x20d1},   {0x20d4, 0x20d7},
    {0x20db, 0x20dc},   {0x20e1, 0x20e1},   {0x20e7, 0x20e7},   {0x20e9, 0x20e9},
    {0x20f0, 0x20f0},   {0x2cef, 0x2cf1},   {0x2de0, 0x2dff},   {0xa66f, 0xa66f},
    {0xa67c, 0xa67d},   {0xa6f0, 0xa6f1},   {0xa8e0, 0xa8f1},   {0xaab0, 0xaab0},
    {0xaab2, 0xaab3},   {0xaab7, 0xaab8},   {0xaabe, 0xaabf},   {0xaac1, 0xaac1},
    {0xfe20, 0xfe26},   {0x10a0f, 0x10a0f}, {0x10a38, 0x10a38}, {0x1d185, 0x1d189},
    {0x1d1aa, 0x1d1ad}, {0x1d242, 0x1d244},
};

/// An index of the palette, or 24 bits.
std::uint32_t number_of(const Color& color) {
    switch (color.kind) {
    case ColorKind::Default: return 0;
    case ColorKind::Indexed: return color.index();
    case ColorKind::Rgb:
        return std::uint32_t{color.r} << 16U | std::uint32_t{color.g} << 8U | color.b;
    }
    return 0;
}

constexpr std::uint32_t kLowBits = 0xffffff;

}  // namespace

std::optional<int> placeholder_number(char32_t mark) {
    int before = 0;
    for (const Range& range : kMarks) {
        if (mark < range.first) {
            break;
        }
        if (mark <= range.last) {
            return before + static_cast<int>(mark - range.first);
        }
        before += static_cast<int>(range.last - range.first) + 1;
    }
    return std::nullopt;
}

Placeholder PlaceholderReader::next(std::u32string_view text, const Style& style) {
    const auto mark = [&](std::size_t i) {
        return i < text.size() ? placeholder_number(text[i]) : std::nullopt;
    };
    const std::optional<int> row = mark(1);
    const std::optional<int> col = row ? mark(2) : std::nullopt;
    const std::optional<int> top = col ? mark(3) : std::nullopt;
    Placeholder here{.image = number_of(style.foreground) & kLowBits,
                     .placement = number_of(style.underline_color),
                     .row = row.value_or(0),
                     .col = col.value_or(0)};
    const bool goes_on = last_ && (last_->image & kLowBits) == here.image &&
                         last_->placement == here.placement && (!row || *row == last_->row) &&
                         (!col || *col == last_->col + 1);
    if (goes_on) {
        here.row = last_->row;
        here.col = last_->col + 1;
        here.image = last_->image;
    }
    if (top) {
        here.image = (here.image & kLowBits) | static_cast<std::uint32_t>(*top & 0xff) << 24U;
    }
    last_ = here;
    return here;
}

}  // namespace tessera::vt
