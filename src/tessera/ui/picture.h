#pragma once
// For tests: a frame as lines of text, and pieces of one. Threads: any.

#include <string>

#include "tessera/render/frame.h"

namespace tessera::ui {

/// Rows [from, to) of a frame, without trailing blanks, each ended by a line feed.
inline std::string picture(const render::Frame& frame, int from, int to) {
    std::string out;
    for (int r = from; r < to; ++r) {
        std::string line;
        for (const vt::Cell cell : frame.row(Row(r))) {
            frame.append_text(cell, line);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    }
    return out;
}

inline std::string picture(const render::Frame& frame) {
    return picture(frame, 0, frame.size().rows.value);
}

inline const vt::Style& style_at(const render::Frame& frame, int row, int col) {
    return frame.style(frame.row(Row(row))[static_cast<std::size_t>(col)].style());
}

}  // namespace tessera::ui
