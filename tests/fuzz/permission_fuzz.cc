// Any text as the permission file and the one beside it: some grants, which can be written and read
// as the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tessera/server/plugins/permissions.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tessera;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t zero = text.find('\0');
    const std::string_view pins =
        zero == std::string_view::npos ? std::string_view() : text.substr(zero + 1);
    const server::Grants grants = server::parse_grants(text.substr(0, zero), pins);
    const server::Grants again =
        server::parse_grants(server::grants_text(grants), server::pins_text(grants));
    if (again != grants) {
        std::abort();
    }
    return 0;
}
