// Three readings of any bytes. Behind a 0 byte: the bytes are a snapshot; restoring is bounded, and
// what it gives is usable. Behind a 1: they are a page of history, with the same promise. Else:
// the bytes go to a terminal that is saved and restored, whole and in pieces, at the place the
// first byte says; the terminals are equal then and stay so.
// Seeds: conformance/xterm.js-escape-files

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/vt/terminal.h"

namespace {

using namespace tessera;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

const vt::TerminalOptions kSmall{.history = {.rows_max = 50}};

void is_usable(Result<vt::Terminal> terminal, std::string_view bytes) {
    if (!terminal) {
        return;
    }
    terminal->feed(
        "\x1b[?1049h\x1b[5@\xe6\xbc\xa2\xcc\x81\x1b[3M\x1b[?1049l\x1b"
        "8text\t\x1b[J\r\n");
    terminal->resize({Rows(9), Cols(33)});
    terminal->feed(bytes);
    const std::string again = terminal->snapshot();
    require(vt::Terminal::restore(again, kSmall)->snapshot() == again);
}

void as_snapshot(std::string_view bytes) {
    is_usable(vt::Terminal::restore(bytes, kSmall), bytes);
}

void as_page(std::string_view bytes) {
    const std::string page(bytes);
    const std::string rest =
        vt::Terminal({Rows(8), Cols(21)}).snapshot(vt::SnapshotScope::BehindPages);
    is_usable(vt::Terminal::restore(rest, kSmall, {&page, 1}), bytes);
}

/// In pieces a terminal is the same as whole.
void in_pieces(const vt::Terminal& terminal, const std::string& whole) {
    std::vector<std::string> pages;
    for (const vt::HistoryPage& page : terminal.history_pages()) {
        pages.push_back(terminal.snapshot_page(page));
    }
    const std::string rest = terminal.snapshot(vt::SnapshotScope::BehindPages);
    require(vt::Terminal::restore(rest, kSmall, pages)->snapshot() == whole);
}

void as_output(std::uint8_t cut, std::string_view bytes) {
    vt::Terminal whole({Rows(8), Cols(21)}, kSmall);
    const std::size_t at = bytes.size() * cut / 255;
    whole.feed(bytes.substr(0, at));
    const std::string saved = whole.snapshot();
    Result<vt::Terminal> restored = vt::Terminal::restore(saved, kSmall);
    require(restored.has_value() && restored->snapshot() == saved);
    in_pieces(whole, saved);
    whole.feed(bytes.substr(at));
    restored->feed(bytes.substr(at));
    require(restored->snapshot() == whole.snapshot());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    if (data[0] == 0) {
        as_snapshot(bytes);
    } else if (data[0] == 1) {
        as_page(bytes);
    } else {
        as_output(data[0], bytes);
    }
    return 0;
}
