#include "tessera/ui/text.h"

#include <algorithm>

#include "tessera/unicode/unicode.h"
#include "tessera/unicode/utf8.h"

namespace tessera::ui {

namespace {

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

int width_of(const std::vector<Cluster>& parts) {
    int columns = 0;
    for (const Cluster& part : parts) {
        columns += part.columns;
    }
    return columns;
}

void append(std::string& out, const Cluster& part) {
    for (const char32_t c : part.text) {
        unicode::append_utf8(out, c);
    }
}

/// Parts from the front, or from the back, that fit into `columns`.
std::string take(const std::vector<Cluster>& parts, int columns) {
    std::string out;
    for (const Cluster& part : parts) {
        if (part.columns > columns) {
            break;
        }
        columns -= part.columns;
        append(out, part);
    }
    return out;
}

std::string take_last(const std::vector<Cluster>& parts, int columns) {
    std::size_t first = parts.size();
    while (first > 0 && parts[first - 1].columns <= columns) {
        columns -= parts[--first].columns;
    }
    std::string out;
    for (; first < parts.size(); ++first) {
        append(out, parts[first]);
    }
    return out;
}

}  // namespace

std::vector<Cluster> clusters(std::string_view text) {
    std::vector<Cluster> parts;
    unicode::GraphemeBreaker breaker;
    for (const char32_t c : unicode::to_utf32(text)) {
        if (is_control(c)) {
            continue;
        }
        const int width = unicode::width(c);
        const bool starts = breaker.breaks_before(c);
        if (!parts.empty() && (!starts || width == 0)) {
            Cluster& last = parts.back();
            last.text += c;
            if (unicode::widens(last.text.front(), c)) {
                last.columns = 2;
            }
        } else if (width > 0) {
            parts.push_back({std::u32string(1, c), width});
        }
    }
    return parts;
}

int text_width(std::string_view text) {
    const bool ascii = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
    return ascii ? static_cast<int>(text.size()) : width_of(clusters(text));
}

int line_width(const Line& line) {
    int columns = 0;
    for (const Span& span : line) {
        columns += text_width(span.text);
    }
    return columns;
}

std::string cut(std::string_view text, int columns) {
    return take(clusters(text), columns);
}

std::string cut_with_ellipsis(std::string_view text, int columns) {
    const std::vector<Cluster> parts = clusters(text);
    if (width_of(parts) <= columns) {
        return take(parts, columns);
    }
    return columns < 1 ? std::string() : take(parts, columns - 1) + "…";
}

std::string cut_in_the_middle(std::string_view text, int columns) {
    constexpr std::string_view kGap = "[..]";
    constexpr int kWorth = 7;
    const std::vector<Cluster> parts = clusters(text);
    if (width_of(parts) <= columns) {
        return take(parts, columns);
    }
    if (columns < kWorth) {
        return cut_with_ellipsis(text, columns);
    }
    const int room = columns - static_cast<int>(kGap.size());
    return take(parts, room - room / 2) + std::string(kGap) + take_last(parts, room / 2);
}

Col draw_text(render::Frame& frame, Point at, Col end, std::string_view text, vt::StyleId style) {
    for (const Cluster& part : clusters(text)) {
        if (at.col.value + part.columns > end.value) {
            break;
        }
        frame.put(at, part.text, static_cast<std::uint8_t>(part.columns), style);
        at.col += Col(part.columns);
    }
    return at.col;
}

Col draw_line(render::Frame& frame, Point at, Col end, const Line& line) {
    for (const Span& span : line) {
        at.col = draw_text(frame, at, end, span.text, frame.intern(span.style));
    }
    return at.col;
}

}  // namespace tessera::ui
