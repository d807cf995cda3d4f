// Any bytes into a terminal, resized on the way: no crash, the cursor stays on the page, replies
// stay within their grammar's alphabet, history within its limits, and byte by byte the terminal
// becomes the same.
// Seeds: conformance/xterm.js-escape-files
// The first two bytes are the size; a byte 0xff, which no UTF-8 text holds, resizes by the two
// after it.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

#include "tessera/vt/terminal.h"

namespace {

using tessera::Cols;
using tessera::Row;
using tessera::Rows;
using tessera::Size;

Size size_of(std::uint8_t rows, std::uint8_t cols) {
    return {Rows(1 + rows % 60), Cols(1 + cols % 140)};
}

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check(tessera::vt::Terminal& terminal) {
    const Size size = terminal.size();
    require(terminal.cursor().row.value >= 0 && terminal.cursor().row.value < size.rows.value);
    require(terminal.cursor().col.value >= 0 && terminal.cursor().col.value < size.cols.value);
    for (int r = 0; r < size.rows.value; ++r) {
        require(terminal.row(Row(r)).size() == static_cast<std::size_t>(size.cols.value));
        (void)terminal.row_text(Row(r));
    }
    require(terminal.history_size() <= 50);
    for (const char c : terminal.take_replies()) {
        require(c == '\033' || c == '\a' || (c >= ' ' && c < '\x7f'));
    }
    (void)terminal.take_events();
}

/// Both in the state of a parser that has read the same sequence and character last: what it keeps
/// of the ones before has no effect.
void settle(tessera::vt::Terminal& terminal) {
    for (const char& c : std::string_view("\x18\xc3\xa9\x1b[0;45m")) {
        terminal.feed(std::string_view(&c, 1));
    }
}

/// `whole` has read the bytes at once.
void is_the_same_in_bytes(tessera::vt::Terminal& whole, tessera::vt::Terminal& split,
                          std::span<const std::uint8_t> bytes) {
    for (const std::uint8_t& byte : bytes) {
        split.feed(std::as_bytes(std::span(&byte, 1)));
    }
    settle(whole);
    settle(split);
    require(whole.snapshot() == split.snapshot());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    tessera::vt::Terminal terminal(size_of(data[0], data[1]), {.history = {.rows_max = 50}});
    const std::span<const std::uint8_t> bytes(data + 2, size - 2);
    std::size_t from = 0;
    for (std::size_t i = 0; i + 2 < bytes.size(); ++i) {
        if (bytes[i] == 0xff) {
            terminal.feed(std::as_bytes(bytes.subspan(from, i - from)));
            terminal.resize(size_of(bytes[i + 1], bytes[i + 2]));
            check(terminal);
            i += 2;
            from = i + 1;
        }
    }
    terminal.feed(std::as_bytes(bytes.subspan(from)));
    check(terminal);
    if (from == 0) {
        tessera::vt::Terminal split(size_of(data[0], data[1]), {.history = {.rows_max = 50}});
        tessera::vt::Terminal whole(size_of(data[0], data[1]), {.history = {.rows_max = 50}});
        whole.feed(std::as_bytes(bytes));
        is_the_same_in_bytes(whole, split, bytes);
    }
    return 0;
}
