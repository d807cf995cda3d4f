#pragma once
// Pen: the attributes a client's terminal writes with, and the shortest bytes that change them.
// Colours are reduced to what the terminal has.
// Threads: one.

#include <optional>
#include <string>
#include <vector>

#include "tessera/render/capabilities.h"
#include "tessera/vt/screen/cell.h"
#include "tessera/vt/screen/tables.h"
#include "tessera/vt/style.h"

namespace tessera::render {

/// The style as this terminal can show it. Links stay where the terminal has them.
[[nodiscard]] vt::Style reduce(const vt::Style& style, const Capabilities& capabilities);

/// Appends the SGR sequence that leads from `from` to `to` (both reduced), from a reset or by what
/// differs, whichever is shorter. Links are not its business.
void append_style_change(const vt::Style& from, const vt::Style& to, std::string& out);

class Pen {
public:
    explicit Pen(const Capabilities& capabilities) : capabilities_(capabilities) {}

    /// Nothing is known of the terminal any more: the next set() resets it. Numbers of styles
    /// belong to other tables from now on.
    void forget(const vt::SideTables* tables);

    /// What is written next looks like style `id`.
    void set(vt::StyleId id, std::string& out);
    /// As set, but only what shows on a blank matters (the foreground does not).
    void set_for_blank(vt::StyleId id, std::string& out);
    /// Erasing gives cells that look like a blank in style `id`, once set_for_blank(id) was called.
    [[nodiscard]] bool can_erase(vt::StyleId id);

private:
    struct Entry {
        vt::Style style;  // reduced
        bool known = false;
    };
    [[nodiscard]] const vt::Style& reduced(vt::StyleId id);
    void change_to(const vt::Style& style, std::string& out);
    void set_link(vt::LinkId link, std::string& out);

    Capabilities capabilities_;
    const vt::SideTables* tables_ = nullptr;
    std::vector<Entry> entries_;
    std::optional<vt::Style> now_;
};

}  // namespace tessera::render
