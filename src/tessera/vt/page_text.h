#pragma once
// For tests: what a terminal's page shows. Threads: pure.

#include <string>

#include "tessera/vt/terminal.h"

namespace tessera::vt {

/// The rows' text, a bar behind each; empty rows at the end are left out.
inline std::string page(const Terminal& t) {
    std::string text;
    for (int r = 0; r < t.size().rows.value; ++r) {
        text += t.row_text(Row(r)) + "|";
    }
    while (text.ends_with("||")) {
        text.pop_back();
    }
    return text;
}

}  // namespace tessera::vt
