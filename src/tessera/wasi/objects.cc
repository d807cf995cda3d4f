#include "tessera/wasi/objects.h"

#include "tessera/wasm/trap.h"
#include "tessera/wire/json_line.h"

namespace tessera::wasi {

Result<> wasi_write_object(Context& context, std::span<const std::byte> encoded) {
    context.input().clear();
    if (encoded.size() > kObjectBytesMax) {
        return fail(ErrorCode::LimitExceeded, "an object of more than 16 MiB for a guest");
    }
    const std::string_view bytes(reinterpret_cast<const char*>(encoded.data()), encoded.size());
    // In place: the line is four times the object, so a copy of it would cost more than making it.
    wire::append_json_line(context.input().tail(), bytes, wire::LineEnd::CrLf);
    return {};
}

Result<std::string> wasi_read_bytes(Context& context) {
    const std::string_view text = context.output().view();
    if (text.empty()) {
        return fail(ErrorCode::NotFound, "the guest wrote nothing to stdout");
    }
    auto bytes = wire::parse_json_line(text);
    if (!bytes) {
        constexpr std::size_t kShown = 80;
        std::string problem = "stdout holds no single line with an array of bytes: " +
                              wasm::printable(text.substr(0, kShown));
        context.output().clear();
        return fail(ErrorCode::Protocol, std::move(problem));
    }
    context.output().clear();
    return std::move(*bytes);
}

Result<> wasi_write_string(Context& context, std::string_view text) {
    if (text.size() > kInputBytesMax || context.input().size() > kInputBytesMax - text.size()) {
        return fail(ErrorCode::LimitExceeded, "more than 64 MiB of text on a guest's stdin");
    }
    context.input().push(text);
    return {};
}

Result<std::string> wasi_read_string(Context& context) {
    std::string text = context.output().take();
    if (context.output_overflowed()) {
        return fail(ErrorCode::LimitExceeded, "the guest wrote more than its stdout may hold");
    }
    return text;
}

}  // namespace tessera::wasi
