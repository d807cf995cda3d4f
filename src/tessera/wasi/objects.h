#pragma once
// Data between host and guest over the guest's virtual stdin and stdout, as Zellij's plugins do it:
// an object is one line of text, a JSON array of the bytes of the encoded message; a string is the
// bytes themselves. The guest's side is object_from_stdin, bytes_from_stdin and object_to_stdout of
// the SDK (tessera/sdk/io.h); docs/data-transfer.md shows both.
//
//   TESSERA_TRY(wasi_write_object(context, question));   // a message of wire, or bytes
//   ... call an export, which reads it and writes its answer ...
//   const auto answer = TESSERA_TRY(wasi_read_object<Answer>(context));
//
// All are between two calls of the guest, or inside a host function that it called.
// Threads: as the context. Source: Zellij plugin ABI, "Line format".

#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "tessera/base/result.h"
#include "tessera/wasi/context.h"
#include "tessera/wire/codec.h"

namespace tessera::wasi {

/// Largest object that is sent, encoded. As a line it is up to 4 times as long, which a guest with
/// the 64 MiB of memory that plugins get could not read anyway.
inline constexpr std::size_t kObjectBytesMax = std::size_t{16} << 20U;
/// Most text that waits on a guest's stdin: an object of the greatest size, and a line end.
inline constexpr std::size_t kInputBytesMax = kObjectBytesMax * 4 + 4;

/// Anything that wire::encode and wire::decode take: generated from a .proto, or written by hand.
template <class T>
concept Message = std::default_initializable<T> &&
                  requires(const T& in, T& out, wire::Writer& writer, wire::Reader& reader) {
                      in.encode_to(writer);
                      { out.decode_from(reader) } -> std::same_as<bool>;
                  };

/// Puts an encoded message on stdin as its only line: what the guest left unread there is dropped,
/// for it would be taken for this one. Errors: LimitExceeded; stdin is then empty.
[[nodiscard]] Result<> wasi_write_object(Context& context, std::span<const std::byte> encoded);

/// The same, encoding it.
template <Message T>
[[nodiscard]] Result<> wasi_write_object(Context& context, const T& object) {
    const std::string encoded = wire::encode(object);
    return wasi_write_object(context, std::as_bytes(std::span(encoded)));
}

/// Takes all of stdout, which must be one line with an array of bytes; white space may surround it.
/// Errors: NotFound if nothing was written; Protocol if it is anything else, with its beginning.
[[nodiscard]] Result<std::string> wasi_read_bytes(Context& context);

/// The same, decoded. Errors: Protocol, too, if the bytes are no T.
template <Message T>
[[nodiscard]] Result<T> wasi_read_object(Context& context) {
    const std::string encoded = TESSERA_TRY(wasi_read_bytes(context));
    T object;
    if (!wire::decode(encoded, object)) {
        return fail(ErrorCode::Protocol, "the guest wrote bytes that are no such message");
    }
    return object;
}

/// Adds text to stdin as it is, behind what waits there; the guest may read it with std::getline or
/// scanf. Errors: LimitExceeded; nothing was added.
[[nodiscard]] Result<> wasi_write_string(Context& context, std::string_view text);

/// Takes all of stdout as it is; empty if nothing was written.
/// Errors: LimitExceeded if the guest was stopped for writing more than output_bytes_max.
[[nodiscard]] Result<std::string> wasi_read_string(Context& context);

}  // namespace tessera::wasi
