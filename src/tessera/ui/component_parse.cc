#include <algorithm>
#include <charconv>

#include "tessera/base/geometry.h"
#include "tessera/ui/component.h"
#include "tessera/unicode/utf8.h"

namespace tessera::ui {

namespace {

struct KindRow {
    std::string_view name;
    ComponentKind kind;
    std::string_view flags;  // those an item may begin with
};
/// A list item takes no `d`: it is read as part of a number then.
constexpr std::array<KindRow, 4> kKinds = {{{"text", ComponentKind::Text, "xzd"},
                                            {"ribbon", ComponentKind::Ribbon, "xzd"},
                                            {"table", ComponentKind::Table, "xzd"},
                                            {"nested_list", ComponentKind::NestedList, "xz"}}};

/// The part before the next separator; `rest` loses it and the separator.
std::string_view take(std::string_view& rest, char separator) {
    const std::size_t at = std::min(rest.find(separator), rest.size());
    const std::string_view part = rest.substr(0, at);
    rest.remove_prefix(std::min(at + 1, rest.size()));
    return part;
}

template <class Int>
std::optional<Int> to_int(std::string_view digits) {
    Int value{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool good = error == std::errc() && end == digits.data() + digits.size();
    return good ? std::optional(value) : std::nullopt;
}

bool looks_like_place(std::string_view text) {
    return std::ranges::count(text, '/') == 3 &&
           std::ranges::all_of(text, [](char c) { return c == '/' || (c >= '0' && c <= '9'); });
}

std::optional<ComponentPlace> parse_place(std::string_view text) {
    std::array<std::optional<int>, 4> numbers;
    for (std::optional<int>& number : numbers) {
        const std::string_view digits = take(text, '/');
        number = to_int<int>(digits);
        if (!number && !digits.empty()) {
            number = kMaxRowsOrCols;  // too many digits: as far out as it gets
        }
        if (number) {
            number = std::min(*number, kMaxRowsOrCols);
        }
    }
    if (!numbers[0] || !numbers[1]) {
        return std::nullopt;
    }
    return ComponentPlace{*numbers[0], *numbers[1], numbers[2], numbers[3]};
}

std::optional<std::string> parse_bytes(std::string_view list) {
    std::string bytes;
    while (!list.empty()) {
        const std::optional<std::uint8_t> byte = to_int<std::uint8_t>(take(list, ','));
        if (!byte) {
            return std::nullopt;
        }
        bytes += static_cast<char>(*byte);
    }
    return bytes.empty() ? std::nullopt : std::optional(bytes);
}

std::vector<std::uint32_t> parse_indices(std::string_view list) {
    std::vector<std::uint32_t> indices;
    while (!list.empty()) {
        if (const auto index = to_int<std::uint32_t>(take(list, ','))) {
            indices.push_back(*index);
        }
    }
    std::ranges::sort(indices);
    return indices;
}

std::optional<ComponentItem> parse_item(std::string_view text, const KindRow& kind) {
    ComponentItem item;
    if (kind.kind == ComponentKind::NestedList) {
        const std::size_t indent = std::min(text.find_first_not_of('|'), text.size());
        item.indent = static_cast<std::uint32_t>(
            std::min<std::size_t>(indent, static_cast<std::size_t>(kMaxRowsOrCols)));
        text.remove_prefix(indent);
    }
    while (!text.empty() && kind.flags.find(text.front()) != std::string_view::npos) {
        item.selected = item.selected || text.front() == 'x';
        item.opaque = item.opaque || text.front() == 'z';
        item.disabled = item.disabled || text.front() == 'd';
        text.remove_prefix(1);
    }
    const std::size_t last = text.rfind('$');
    const std::optional<std::string> bytes =
        parse_bytes(last == std::string_view::npos ? text : text.substr(last + 1));
    if (!bytes) {
        return std::nullopt;
    }
    item.text = unicode::to_utf32(*bytes);
    std::string_view lists = last == std::string_view::npos ? "" : text.substr(0, last);
    for (std::size_t level = 0; level < kIndexLevels && !lists.empty(); ++level) {
        item.marked[level] = parse_indices(take(lists, '$'));
    }
    return item;
}

}  // namespace

std::optional<Component> parse_component(std::string_view body) {
    const std::string_view name = take(body, ';');
    const auto kind = std::ranges::find(kKinds, name, &KindRow::name);
    if (kind == kKinds.end()) {
        return std::nullopt;
    }
    Component component{.kind = kind->kind};
    std::string_view rest = body;
    if (const std::string_view first = take(rest, ';'); looks_like_place(first)) {
        component.place = parse_place(first);
        if (!component.place) {
            return std::nullopt;
        }
        body = rest;
    }
    if (component.kind == ComponentKind::Table) {
        const auto columns = to_int<std::size_t>(take(body, ';'));
        if (!columns || *columns == 0) {
            return std::nullopt;
        }
        component.columns = *columns;
        (void)take(body, ';');  // the number of rows follows from the cells
    }
    const bool one =
        component.kind == ComponentKind::Text || component.kind == ComponentKind::Ribbon;
    do {
        if (auto item = parse_item(take(body, ';'), *kind)) {
            component.items.push_back(std::move(*item));
        }
    } while (!body.empty() && !one && component.items.size() < kMaxComponentItems);
    return component.items.empty() ? std::nullopt : std::optional(std::move(component));
}

}  // namespace tessera::ui
