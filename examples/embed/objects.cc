// Exchange data with a plugin over its virtual stdin and stdout: an object, bytes, a text. The
// plugin is C++ too: objects_guest.cc.
//
//   $ ./objects objects_guest.wasm
//   object: greeting = HELLO, WASM
//   bytes: 3 2 1
//   text: hello, world!

#include <cstdio>
#include <span>
#include <string>

#include <plugin/message.wire.h>
#include <tessera/wasi/context.h>
#include <tessera/wasi/objects.h>
#include <tessera/wasm/wasm.h>

namespace wasi = tessera::wasi;
namespace wasm = tessera::wasm;
using tessera::Result;
using tessera::api::message::Message;

namespace {

/// Calls an export that answers 0 when it could read what it was sent.
Result<> call(const wasm::Instance& guest, std::string_view name) {
    const auto function = guest.exports().get_function<int()>(name);
    if (!function) {
        return std::unexpected(function.error().to_error());
    }
    const wasm::CallResult<int> status = (*function)();
    if (!status) {
        return std::unexpected(status.error().to_error());
    }
    return *status == 0 ? Result<>()
                        : tessera::fail(tessera::ErrorCode::Protocol, "the guest did not like it");
}

Result<> exchange(const wasm::Instance& guest, wasi::Context& context) {
    TESSERA_TRY(wasi::wasi_write_object(
        context, Message{.name = "greeting", .payload = "hello, wasm", .worker_name = {}}));
    TESSERA_TRY(call(guest, "shout"));
    const auto shouted = TESSERA_TRY(wasi::wasi_read_object<Message>(context));
    std::printf("object: %s = %s\n", shouted.name.c_str(), shouted.payload.c_str());

    static constexpr std::byte kNumbers[] = {std::byte{1}, std::byte{2}, std::byte{3}};
    TESSERA_TRY(wasi::wasi_write_object(context, std::span(kNumbers)));
    TESSERA_TRY(call(guest, "reverse"));
    const std::string reversed = TESSERA_TRY(wasi::wasi_read_bytes(context));
    std::printf("bytes: %d %d %d\n", reversed.at(0), reversed.at(1), reversed.at(2));

    TESSERA_TRY(wasi::wasi_write_string(context, "world"));
    TESSERA_TRY(call(guest, "greet"));
    const std::string text = TESSERA_TRY(wasi::wasi_read_string(context));
    std::printf("text: %s", text.c_str());
    return {};
}

Result<> run(const char* file) {
    const auto engine = TESSERA_TRY(wasm::Engine::create());
    const auto module = TESSERA_TRY(wasm::Module::compile_file(engine, file));
    wasi::Context context({});
    wasm::Imports imports;
    context.add_to(imports);
    wasm::Store store(engine, {.call_time_max = std::chrono::seconds(1)});
    const auto guest = wasm::Instance::create(store, module, imports);
    if (!guest) {
        return std::unexpected(guest.error().to_error());
    }
    // A module made by tessera_add_guest() runs its constructors there.
    if (const auto initialize = guest->exports().get_function<void()>("_initialize");
        initialize && !(*initialize)()) {
        return tessera::fail(tessera::ErrorCode::Unknown, "_initialize trapped");
    }
    return exchange(*guest, context);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s objects_guest.wasm\n", argv[0]);
        return 2;
    }
    if (const Result<> done = run(argv[1]); !done) {
        std::fprintf(stderr, "%s\n", done.error().to_string().c_str());
        return 1;
    }
    return 0;
}
