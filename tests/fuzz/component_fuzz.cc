// Any bytes as the body of a UI component: no crash, a drawing of bounded size, which is fed to the
// terminal it is for.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tessera/ui/component.h"
#include "tessera/vt/terminal.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tessera;
    static const config::Theme theme = config::default_theme();
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const ui::Arrows arrows = size % 2 == 0 ? ui::Arrows::No : ui::Arrows::Yes;
    const std::string bytes = ui::component_bytes(body, theme, arrows);
    // One item may be written after the limit was passed: its text and as much padding as a row
    // has.
    if (bytes.size() > ui::kMaxComponentBytes + 16 * size + 3 * kMaxRowsOrCols) {
        std::abort();
    }
    vt::Terminal terminal({Rows(10), Cols(40)});
    terminal.set_component_painter(
        [&](std::string_view text) { return ui::component_bytes(text, theme, arrows); });
    terminal.feed("\x1bPz");
    terminal.feed(body);
    terminal.feed("\x1b\\");
    return 0;
}
