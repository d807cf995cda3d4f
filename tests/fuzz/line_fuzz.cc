// Any text as a line on a guest's standard streams: refused, or bytes whose line is read as the
// same bytes; both readers of such lines agree. And as a script for `tessera plugin run`: refused
// with a line, or steps.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tessera/plugin_host/byte_line.h"
#include "tessera/plugin_tools/script.h"
#include "tessera/wire/json_line.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tessera;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto bytes = plugin_host::from_line(text);
    if (bytes != wire::parse_json_line(text)) {
        std::abort();
    }
    if (bytes && plugin_host::from_line(plugin_host::to_line(*bytes)) != bytes) {
        std::abort();
    }
    std::string line;
    wire::append_json_line(line, text, wire::LineEnd::CrLf);
    if (line != plugin_host::to_line(text) || plugin_host::from_line(line) != text) {
        std::abort();
    }
    const auto steps = plugin_tools::parse_script(text);
    if (!steps && steps.error().where.empty()) {
        std::abort();
    }
    return 0;
}
