// Four readings of any bytes. Behind a 0 byte: the bytes are a snapshot; restoring is bounded, and
// what it gives is usable. Behind a 1 or 2: they are a page of history or the pixels of a picture,
// with the same promise. Else: the bytes go to a terminal that is saved and restored, whole and in
// pieces, at the place the first byte says; the terminals are equal then, their pictures too, and
// stay so.
// Seeds: conformance/xterm.js-escape-files

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
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

/// A few bytes may say that they are a large picture: not many of those.
vt::TerminalOptions few_pixels() {
    return {.history = kSmall.history,
            .image_budget = std::make_shared<vt::ImageBudget>(
                vt::ImageBudget{.bytes_max = std::size_t{4} << 20U})};
}

/// All there is to see of pictures.
std::string pictures(const vt::Terminal& terminal) {
    std::string out;
    for (std::size_t back = 0; back <= terminal.history_size(); back += 4) {
        for (const vt::ImagePart& part : terminal.image_parts(back)) {
            for (const int number :
                 {part.cells.row.value, part.cells.col.value, part.cells.rows.value,
                  part.cells.cols.value, part.source.x, part.source.y, part.source.width,
                  part.source.height, part.box.x, part.box.y, part.box.width, part.box.height,
                  part.z}) {
                out += std::to_string(number) + " ";
            }
            if (const vt::SharedPixels pixels = terminal.image(part.image)) {
                require(part.source.x + part.source.width <= pixels->width &&
                        part.source.y + part.source.height <= pixels->height);
                out.append(pixels->rgba.begin(), pixels->rgba.end());
            }
        }
    }
    return out;
}

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
    (void)pictures(*terminal);
    require(vt::Terminal::restore(again, few_pixels())->snapshot() == again);
}

void as_snapshot(std::string_view bytes) {
    is_usable(vt::Terminal::restore(bytes, few_pixels()), bytes);
}

void as_page(std::string_view bytes) {
    const std::string page(bytes);
    const std::string rest =
        vt::Terminal({Rows(8), Cols(21)}).snapshot(vt::SnapshotScope::BehindPages);
    is_usable(vt::Terminal::restore(rest, kSmall, {&page, 1}), bytes);
}

void as_image(std::string_view bytes) {
    vt::Terminal terminal({Rows(8), Cols(21)});
    terminal.feed("\x1bPq#1!9~\x1b\\");
    const std::string image(bytes);
    const std::string rest = terminal.snapshot(vt::SnapshotScope::BehindPages);
    is_usable(vt::Terminal::restore(rest, few_pixels(), {}, {&image, 1}), bytes);
}

/// In pieces a terminal is the same as whole.
void in_pieces(const vt::Terminal& terminal, const std::string& whole) {
    std::vector<std::string> pages;
    for (const vt::HistoryPage& page : terminal.history_pages()) {
        pages.push_back(terminal.snapshot_page(page));
    }
    std::vector<std::string> images;
    for (const vt::ImageNumber number : terminal.images_to_save()) {
        images.push_back(terminal.snapshot_image(number));
    }
    const std::string rest = terminal.snapshot(vt::SnapshotScope::BehindPages);
    const Result<vt::Terminal> again = vt::Terminal::restore(rest, kSmall, pages, images);
    require(again->snapshot() == whole && pictures(*again) == pictures(terminal));
}

void as_output(std::uint8_t cut, std::string_view bytes) {
    vt::Terminal whole({Rows(8), Cols(21)}, kSmall);
    const std::size_t at = bytes.size() * cut / 255;
    whole.feed(bytes.substr(0, at));
    const std::string saved = whole.snapshot();
    Result<vt::Terminal> restored = vt::Terminal::restore(saved, kSmall);
    require(restored.has_value() && restored->snapshot() == saved);
    require(pictures(*restored) == pictures(whole));
    in_pieces(whole, saved);
    whole.feed(bytes.substr(at));
    restored->feed(bytes.substr(at));
    require(restored->snapshot() == whole.snapshot());
    require(pictures(*restored) == pictures(whole));
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
    } else if (data[0] == 2) {
        as_image(bytes);
    } else {
        as_output(data[0], bytes);
    }
    return 0;
}
