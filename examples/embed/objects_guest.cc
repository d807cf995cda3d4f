// The guest of objects.cc, built to wasm with the SDK: each export reads its stdin and writes its
// stdout, as the plugins of Zellij and Tessera do.

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include <plugin/message.wire.h>
#include <tessera/sdk/io.h>

using tessera::api::message::Message;
namespace sdk = tessera::sdk;

// An object in, an object out.
extern "C" [[clang::export_name("shout")]] int shout() {
    auto message = sdk::object_from_stdin<Message>();
    if (!message) {
        return 1;
    }
    std::ranges::transform(message->payload, message->payload.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    sdk::object_to_stdout(*message);
    return 0;
}

// Bytes that are no message.
extern "C" [[clang::export_name("reverse")]] int reverse() {
    auto bytes = sdk::bytes_from_stdin();
    if (!bytes) {
        return 1;
    }
    std::ranges::reverse(*bytes);
    sdk::bytes_to_stdout(*bytes);
    return 0;
}

// Text as it is: any program's way.
extern "C" [[clang::export_name("greet")]] int greet() {
    char name[64];
    const auto length = static_cast<int>(::read(STDIN_FILENO, name, sizeof name));
    std::printf("hello, %.*s!\n", length, name);
    std::fflush(stdout);
    return 0;
}
