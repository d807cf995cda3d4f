#pragma once
// UI components: the host draws them in the colours of the user's theme.
//
//   print_text_with_coordinates(Text("Files: 3").color_range(0, 0, 5), 2, 1);
//
// Positions are cells from the pane's top left corner, 0-based; indices count characters.
// Source: Zellij plugin ABI, UI output. Threads: values.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::sdk {

/// Text whose parts may stand out. Levels 0 to 3 are the theme's emphasis colours.
class Text {
public:
    explicit Text(std::string_view content) : content_(content) {}

    Text& selected() { return set(selected_); }
    Text& opaque() { return set(opaque_); }
    Text& disabled() { return set(disabled_); }

    Text& color_indices(std::size_t level, const std::vector<std::size_t>& indices);
    /// Characters `begin` to before `end`.
    Text& color_range(std::size_t level, std::size_t begin, std::size_t end);
    /// Every occurrence.
    Text& color_substring(std::size_t level, std::string_view part);
    /// The n-th occurrence, from 0.
    Text& color_nth_substring(std::size_t level, std::string_view part, std::size_t n);
    Text& color_last_substring(std::size_t level, std::string_view part);
    Text& color_all(std::size_t level);

    Text& dim_indices(const std::vector<std::size_t>& indices) {
        return color_indices(kDim, indices);
    }
    Text& unbold_indices(const std::vector<std::size_t>& indices) {
        return color_indices(kUnbold, indices);
    }
    Text& error_color_indices(const std::vector<std::size_t>& indices) {
        return color_indices(kError, indices);
    }
    Text& success_color_indices(const std::vector<std::size_t>& indices) {
        return color_indices(kSuccess, indices);
    }
    Text& error_color_nth_substring(std::string_view part, std::size_t n) {
        return color_nth_substring(kError, part, n);
    }
    Text& error_color_last_substring(std::string_view part) {
        return color_last_substring(kError, part);
    }
    Text& success_color_nth_substring(std::string_view part, std::size_t n) {
        return color_nth_substring(kSuccess, part, n);
    }
    Text& success_color_last_substring(std::string_view part) {
        return color_last_substring(kSuccess, part);
    }

    Text& dim_range(std::size_t begin, std::size_t end) { return color_range(kDim, begin, end); }
    Text& dim_substring(std::string_view part) { return color_substring(kDim, part); }
    Text& dim_all() { return color_all(kDim); }
    Text& unbold_range(std::size_t begin, std::size_t end) {
        return color_range(kUnbold, begin, end);
    }
    Text& unbold_substring(std::string_view part) { return color_substring(kUnbold, part); }
    Text& unbold_all() { return color_all(kUnbold); }
    Text& error_color_range(std::size_t begin, std::size_t end) {
        return color_range(kError, begin, end);
    }
    Text& error_color_substring(std::string_view part) { return color_substring(kError, part); }
    Text& error_color_all() { return color_all(kError); }
    Text& success_color_range(std::size_t begin, std::size_t end) {
        return color_range(kSuccess, begin, end);
    }
    Text& success_color_substring(std::string_view part) { return color_substring(kSuccess, part); }
    Text& success_color_all() { return color_all(kSuccess); }

    [[nodiscard]] const std::string& content() const { return content_; }
    /// Cells.
    [[nodiscard]] int width() const;
    /// As it stands inside a component.
    [[nodiscard]] std::string serialize() const;

private:
    static constexpr std::size_t kDim = 4;
    static constexpr std::size_t kUnbold = 5;
    static constexpr std::size_t kError = 6;
    static constexpr std::size_t kSuccess = 7;
    Text& set(bool& flag) {
        flag = true;
        return *this;
    }

    std::string content_;
    std::array<std::vector<std::size_t>, 8> levels_;
    bool selected_ = false;
    bool opaque_ = false;
    bool disabled_ = false;
};

/// Where a component goes; width and height absent: as its content wants.
struct Area {
    int x = 0;
    int y = 0;
    std::optional<int> width;
    std::optional<int> height;
};

void print_text(const Text& text);
void print_text_with_coordinates(const Text& text, int x, int y, std::optional<int> width = {},
                                 std::optional<int> height = {});

void print_ribbon(const Text& text);
void print_ribbon_with_coordinates(const Text& text, int x, int y, std::optional<int> width = {},
                                   std::optional<int> height = {});

class Table {
public:
    /// The first row is the title. Rows have as many cells as the first.
    Table& add_row(const std::vector<std::string>& cells);
    Table& add_styled_row(std::vector<Text> cells);
    /// Without a cell.
    [[nodiscard]] bool is_empty() const { return rows_.empty() || rows_.front().empty(); }
    [[nodiscard]] std::string serialize() const;

private:
    std::vector<std::vector<Text>> rows_;
};
void print_table(const Table& table);
void print_table_with_coordinates(const Table& table, int x, int y, std::optional<int> width = {},
                                  std::optional<int> height = {});

struct NestedListItem {
    Text text;
    int indentation = 0;

    NestedListItem(Text with, int levels = 0) : text(std::move(with)), indentation(levels) {}
    explicit NestedListItem(std::string_view content) : text(content) {}
    NestedListItem& indent(int levels) {
        indentation = levels;
        return *this;
    }
};
void print_nested_list(const std::vector<NestedListItem>& items);
void print_nested_list_with_coordinates(const std::vector<NestedListItem>& items, int x, int y,
                                        std::optional<int> width = {},
                                        std::optional<int> height = {});

/// The bytes that the functions above print.
[[nodiscard]] std::string serialize_text(const Text& text, const std::optional<Area>& area = {});
[[nodiscard]] std::string serialize_ribbon(const Text& text, const std::optional<Area>& area = {});
[[nodiscard]] std::string serialize_table(const Table& table, const std::optional<Area>& area = {});
[[nodiscard]] std::string serialize_nested_list(const std::vector<NestedListItem>& items,
                                                const std::optional<Area>& area = {});

}  // namespace tessera::sdk
