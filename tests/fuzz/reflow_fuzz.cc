// Any text at any sequence of widths: resizing loses and invents no character. The first byte says
// how many of the next bytes are sizes, the rest is output. Controls are taken out but for line
// feeds, so that what was written is what must be there.
// Seeds: conformance/xterm.js-escape-files

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include "tessera/vt/terminal.h"

namespace {

using namespace tessera;

/// All text in order, without blanks and row ends.
std::string letters(const vt::Terminal& t) {
    std::string out;
    const auto add = [&](std::span<const vt::Cell> cells) {
        for (const vt::Cell cell : cells) {
            if (!cell.is_empty() && cell.kind() != vt::CellKind::WrapSpacer) {
                t.append_text(cell, out);
            }
        }
    };
    for (std::size_t i = 0; i < t.history_size(); ++i) {
        add(t.history_row(i).cells);
    }
    for (int r = 0; r < t.size().rows.value; ++r) {
        add(t.row(Row(r)));
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 4) {
        return 0;
    }
    const std::size_t sizes = std::min<std::size_t>(data[0] % 16, (size - 1) / 2);
    std::string text;
    for (std::size_t i = 1 + sizes; i < size; ++i) {
        if (data[i] >= 0x20 && data[i] != 0x7f) {
            text += static_cast<char>(data[i]);
        } else if (data[i] == '\n') {
            text += "\r\n";
        }
    }
    vt::Terminal terminal({Rows(6), Cols(20)}, {.history = {.rows_max = 1'000'000}});
    terminal.feed(text);
    const std::string before = letters(terminal);
    for (std::size_t i = 1; i <= sizes; ++i) {
        terminal.resize({Rows(1 + data[i] % 13), Cols(2 + data[i] / 3)});
        if (letters(terminal) != before) {
            std::abort();
        }
    }
    return 0;
}
