#include "tessera/sdk/ui.h"

#include <algorithm>

#include "decimal.h"
#include "tessera/sdk/io.h"
#include "tessera/sdk/text_width.h"

namespace tessera::sdk {

namespace {

std::string component(std::string_view name, const std::optional<Area>& area,
                      std::string_view body) {
    std::string out = "\x1bPz";
    out += name;
    out += ';';
    if (area) {
        append_decimal(out, static_cast<std::uint64_t>(std::max(area->x, 0)));
        out += '/';
        append_decimal(out, static_cast<std::uint64_t>(std::max(area->y, 0)));
        for (const std::optional<int>& side : {area->width, area->height}) {
            out += '/';
            if (side) {
                append_decimal(out, static_cast<std::uint64_t>(std::max(*side, 0)));
            }
        }
        out += ';';
    }
    out += body;
    return out += "\x1b\\";
}

void append_list(std::string& out, const std::vector<std::size_t>& numbers) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        out += i == 0 ? "" : ",";
        append_decimal(out, numbers[i]);
    }
}

std::optional<Area> area_of(int x, int y, std::optional<int> width, std::optional<int> height) {
    return Area{x, y, width, height};
}

}  // namespace

Text& Text::color_indices(std::size_t level, const std::vector<std::size_t>& indices) {
    if (level < levels_.size()) {
        levels_[level].insert(levels_[level].end(), indices.begin(), indices.end());
    }
    return *this;
}

Text& Text::color_range(std::size_t level, std::size_t begin, std::size_t end) {
    end = std::min(end, count_chars(content_));
    for (std::size_t i = begin; level < levels_.size() && i < end; ++i) {
        levels_[level].push_back(i);
    }
    return *this;
}

Text& Text::color_all(std::size_t level) {
    return color_range(level, 0, count_chars(content_));
}

Text& Text::color_substring(std::size_t level, std::string_view part) {
    for (std::size_t at = 0; !part.empty(); at += part.size()) {
        at = content_.find(part, at);
        if (at == std::string::npos) {
            break;
        }
        const std::size_t begin = count_chars(std::string_view(content_).substr(0, at));
        color_range(level, begin, begin + count_chars(part));
    }
    return *this;
}

Text& Text::color_nth_substring(std::size_t level, std::string_view part, std::size_t n) {
    std::size_t at = part.empty() ? std::string::npos : content_.find(part);
    for (; n > 0 && at != std::string::npos; --n) {
        at = content_.find(part, at + part.size());
    }
    if (at == std::string::npos) {
        return *this;
    }
    const std::size_t begin = count_chars(std::string_view(content_).substr(0, at));
    return color_range(level, begin, begin + count_chars(part));
}

Text& Text::color_last_substring(std::size_t level, std::string_view part) {
    const std::size_t at = part.empty() ? std::string::npos : content_.rfind(part);
    if (at == std::string::npos) {
        return *this;
    }
    const std::size_t begin = count_chars(std::string_view(content_).substr(0, at));
    return color_range(level, begin, begin + count_chars(part));
}

int Text::width() const {
    return text_width(content_);
}

std::string Text::serialize() const {
    std::string out;
    out += selected_ ? "x" : "";
    out += opaque_ ? "z" : "";
    out += disabled_ ? "d" : "";
    std::size_t last = levels_.size();
    while (last > 0 && levels_[last - 1].empty()) {
        --last;
    }
    for (std::size_t level = 0; level < last; ++level) {
        append_list(out, levels_[level]);
        out += '$';
    }
    // The host drops an empty text, and with it a table's later cells would move.
    const std::string_view text = content_.empty() ? std::string_view(" ") : content_;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out += i == 0 ? "" : ",";
        append_decimal(out, static_cast<unsigned char>(text[i]));
    }
    return out;
}

Table& Table::add_row(const std::vector<std::string>& cells) {
    std::vector<Text> row;
    for (const std::string& cell : cells) {
        row.emplace_back(cell);
    }
    return add_styled_row(std::move(row));
}

Table& Table::add_styled_row(std::vector<Text> cells) {
    rows_.push_back(std::move(cells));
    return *this;
}

std::string Table::serialize() const {
    std::string out;
    append_decimal(out, rows_.empty() ? 0 : rows_.front().size());
    out += ';';
    append_decimal(out, rows_.size());
    for (const std::vector<Text>& row : rows_) {
        for (const Text& cell : row) {
            out += ';';
            out += cell.serialize();
        }
    }
    return out;
}

std::string serialize_text(const Text& text, const std::optional<Area>& area) {
    return component("text", area, text.serialize());
}

std::string serialize_ribbon(const Text& text, const std::optional<Area>& area) {
    return component("ribbon", area, text.serialize());
}

std::string serialize_table(const Table& table, const std::optional<Area>& area) {
    if (table.is_empty()) {
        return {};  // a table without columns brings Zellij down
    }
    return component("table", area, table.serialize());
}

std::string serialize_nested_list(const std::vector<NestedListItem>& items,
                                  const std::optional<Area>& area) {
    std::string body;
    for (const NestedListItem& item : items) {
        body += body.empty() ? "" : ";";
        body.append(static_cast<std::size_t>(std::max(item.indentation, 0)), '|');
        body += item.text.serialize();
    }
    return component("nested_list", area, body);
}

void print_text(const Text& text) {
    print(serialize_text(text));
}
void print_ribbon(const Text& text) {
    print(serialize_ribbon(text));
}

void print_text_with_coordinates(const Text& text, int x, int y, std::optional<int> width,
                                 std::optional<int> height) {
    print(serialize_text(text, area_of(x, y, width, height)));
}

void print_ribbon_with_coordinates(const Text& text, int x, int y, std::optional<int> width,
                                   std::optional<int> height) {
    print(serialize_ribbon(text, area_of(x, y, width, height)));
}

void print_table(const Table& table) {
    print(serialize_table(table));
}

void print_table_with_coordinates(const Table& table, int x, int y, std::optional<int> width,
                                  std::optional<int> height) {
    print(serialize_table(table, area_of(x, y, width, height)));
}

void print_nested_list(const std::vector<NestedListItem>& items) {
    print(serialize_nested_list(items));
}

void print_nested_list_with_coordinates(const std::vector<NestedListItem>& items, int x, int y,
                                        std::optional<int> width, std::optional<int> height) {
    print(serialize_nested_list(items, area_of(x, y, width, height)));
}

}  // namespace tessera::sdk
