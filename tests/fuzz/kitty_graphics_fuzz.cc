// Any bytes as commands of the kitty graphics protocol, which end at bytes 0xff: no crash, memory
// within the limits, parts of images stay on the page, their pixels within the image.

// Seeds: conformance/images/ghostty

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "graphics_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    tessera::fuzz::draw("\x1b_G", {reinterpret_cast<const char*>(data), size});
    return 0;
}
