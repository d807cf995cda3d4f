#pragma once
// Between the exports and print(): what a plugin draws leaves in one piece. Internal to the SDK.

#include <string_view>

namespace tessera::sdk {

void begin_drawing();
void end_drawing();
/// Past the buffer, at once.
void print_now(std::string_view text);

}  // namespace tessera::sdk
