#pragma once
// Shared by the parts of Renderer: renderer.cc (a frame), renderer_row.cc (a row of it).
// Threads: pure functions.

#include <charconv>
#include <string>

#include "tessera/vt/screen/cell.h"

namespace tessera::render {

inline void number(std::string& out, int value) {
    char digits[12];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

/// CSI, a number unless 1, final byte.
inline void csi(std::string& out, int value, char final) {
    out += "\x1b[";
    if (value != 1) {
        number(out, value);
    }
    out += final;
}

inline bool is_blank(vt::Cell cell) {
    return cell.is_empty() && cell.kind() == vt::CellKind::Narrow;
}

}  // namespace tessera::render
