#include "page.h"

#include <algorithm>

#include "tessera/sdk/text_width.h"

namespace tessera::bars {

using sdk::Text;

namespace {

constexpr int kMaxColumns = 90;

Text keys(std::string_view line) {
    Text out(line);
    std::size_t at = 0;
    while ((at = line.find('<', at)) != std::string_view::npos) {
        const std::size_t end = line.find('>', at);
        if (end == std::string_view::npos) {
            break;
        }
        const std::size_t begin = sdk::count_chars(line.substr(0, at + 1));
        out.color_range(0, begin, begin + sdk::count_chars(line.substr(at + 1, end - at - 1)));
        at = end;
    }
    return out;
}

}  // namespace

Text prompt(std::string_view label, std::string_view typed, std::string_view does) {
    const std::string shown = std::string(typed) + "_";
    const std::size_t begin = sdk::count_chars(label);
    return Text(std::string(label) + shown + "  " + std::string(does))
        .color_range(2, 0, begin)
        .color_range(3, begin, begin + sdk::count_chars(shown))
        .color_substring(0, "ENTER");
}

void Page::begin(int rows, int columns) {
    rows_ = std::max(rows, 0);
    width_ = std::clamp(columns, 0, kMaxColumns);
    left_ = (columns - width_) / 2;
    bottom_ = rows_;
}

void Page::put(const Text& text, int row) const {
    if (row >= 0 && row < rows_ && width_ > 0) {
        sdk::print_text_with_coordinates(text, left_, row, width_);
    }
}

void Page::put_keys(std::initializer_list<std::string_view> lines) {
    bottom_ = rows_ - static_cast<int>(lines.size());
    int row = bottom_;
    for (const std::string_view line : lines) {
        put(keys(line), row++);
    }
}

void Page::put_list(std::span<const Entry> entries, std::optional<std::size_t> selected, int top,
                    std::string_view empty) {
    const int room = std::max(bottom_ - top, 0);
    const int chosen = static_cast<int>(selected.value_or(0));
    top_ = top;
    first_ = std::clamp(first_, std::max(chosen - room + 1, 0), chosen);
    count_ = std::min(room, static_cast<int>(entries.size()) - first_);
    if (entries.empty() && room > 0) {
        put(Text(empty).dim_all(), top);
    }
    int name_width = 0;
    for (const Entry& entry : entries) {
        name_width = std::max(name_width, sdk::text_width(entry.name));
    }
    for (int i = 0; i < count_; ++i) {
        const auto index = static_cast<std::size_t>(first_ + i);
        const Entry& entry = entries[index];
        const auto gap = static_cast<std::size_t>(name_width - sdk::text_width(entry.name) + 2);
        Text text(" " + entry.name + std::string(gap, ' ') + entry.details + " ");
        text.color_range(1, 0, 1 + sdk::count_chars(entry.name));
        if (selected == index) {
            text.selected();
        }
        put(text, top + i);
    }
}

std::optional<std::size_t> Page::entry_at(int row) const {
    if (row < top_ || row >= top_ + count_) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(row - top_ + first_);
}

std::optional<std::size_t> moved(std::optional<std::size_t> from, int by, std::size_t count) {
    if (count == 0) {
        return std::nullopt;
    }
    const int last = static_cast<int>(count) - 1;
    const int start = from ? static_cast<int>(*from) : (by > 0 ? -1 : last + 1);
    return static_cast<std::size_t>(std::clamp(start + by, 0, last));
}

}  // namespace tessera::bars
