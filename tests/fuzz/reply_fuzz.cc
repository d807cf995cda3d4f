// Any bytes into a terminal: what it answers is always a word of the closed grammar of
// reply_grammar.h. The grammar has no place for free text, so that no run of input bytes can come
// back out.
// Seeds: conformance/xterm.js-escape-files

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "reply_grammar.h"
#include "tessera/vt/terminal.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tessera;
    vt::Terminal terminal({Rows(24), Cols(80)}, {.history = {.rows_max = 50}});
    constexpr std::size_t kPiece = 64;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
        terminal.feed(bytes.substr(at, kPiece));
        if (!fuzz::is_replies(terminal.take_replies())) {
            std::abort();
        }
        (void)terminal.take_events();
    }
    return 0;
}
