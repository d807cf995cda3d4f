#pragma once
// A page of a menu: rows from the top, what keys do at the bottom, between them a list that scrolls
// to what is chosen. Shared by the managers. Threads: one.

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tessera/sdk/event.h"
#include "tessera/sdk/ui.h"

namespace tessera::bars {

struct Entry {
    std::string name;
    std::string details{};  // stand in a column of their own
};

/// `label`, what was typed, what Enter does: "Session: wo_  <ENTER> Attach".
[[nodiscard]] sdk::Text prompt(std::string_view label, std::string_view typed,
                               std::string_view does);

class Page {
public:
    /// With every render; where the pane is very wide, a part in the middle is used.
    void begin(int rows, int columns);
    void put(const sdk::Text& text, int row) const;
    /// At the bottom; what stands in <> is coloured.
    void put_keys(std::initializer_list<std::string_view> lines);
    /// From row `top` down to the keys, which come first. `empty` stands there if nothing does.
    void put_list(std::span<const Entry> entries, std::optional<std::size_t> selected, int top,
                  std::string_view empty);
    /// The entry in that row of the pane.
    [[nodiscard]] std::optional<std::size_t> entry_at(int row) const;

private:
    int left_ = 0;
    int width_ = 0;
    int rows_ = 0;
    int bottom_ = 0;  // first row of the keys
    int top_ = 0;     // of the list
    int first_ = 0;   // entry in that row
    int count_ = 0;
};

/// The wheel, a click, arrows: the place in a list of `count`, `by` further; it stops at the ends.
[[nodiscard]] std::optional<std::size_t> moved(std::optional<std::size_t> from, int by,
                                               std::size_t count);

/// The mouse over a menu's list: the wheel moves, a click chooses and `serve` gets what that asks
/// for. True: draw again.
template <class Menu, class Serve>
bool on_mouse(const sdk::MouseEvent& mouse, const Page& page, Menu& menu, Serve serve) {
    switch (mouse.name) {
    case sdk::Mouse::MouseScrollDown: menu.move(1); return true;
    case sdk::Mouse::MouseScrollUp: menu.move(-1); return true;
    case sdk::Mouse::MouseLeftClick:
        if (const auto entry = page.entry_at(mouse.line)) {
            serve(menu.choose(*entry));
        }
        return true;
    default: return false;
    }
}

}  // namespace tessera::bars
