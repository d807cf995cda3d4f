// Any text as a line on a guest's standard streams: refused, or bytes whose line is read as the
// same bytes; and any bytes make a line that is read as they are. And as a script for `tessera
// plugin run`: refused with a line, or steps.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tessera/plugin_tools/script.h"
#include "tessera/wire/json_line.h"

namespace {

std::string line_of(std::string_view bytes) {
    std::string line;
    tessera::wire::append_json_line(line, bytes, tessera::wire::LineEnd::CrLf);
    return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tessera;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto bytes = wire::parse_json_line(text);
    if (bytes && wire::parse_json_line(line_of(*bytes)) != bytes) {
        std::abort();
    }
    if (wire::parse_json_line(line_of(text)) != text) {
        std::abort();
    }
    const auto steps = plugin_tools::parse_script(text);
    if (!steps && steps.error().where.empty()) {
        std::abort();
    }
    return 0;
}
