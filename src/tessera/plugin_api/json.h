#pragma once
// Messages of the contract as JSON text, for people and scripts: fields by their names in the
// .proto files, enumerators by theirs (unknown ones as numbers), a map as an object, absent fields
// left out. `bytes` that are printable UTF-8 are a string, others {"base64": "..."}; both forms are
// read. Fields and enumerators nobody knows are left out of the JSON; in JSON they are an error.
// Threads: pure.

#include <string>
#include <string_view>

#include "tessera/base/result.h"
#include "tessera/plugin_api/schema.h"
#include "tessera/plugin_api/tables.h"

namespace tessera::plugin_api {

/// One line. Bytes that are no such message give what could be read before the fault.
[[nodiscard]] std::string to_json(const MessageSchema& schema, std::string_view bytes);

/// The value of the one member of oneof `payload` that is set, as JSON: what an event or a command
/// carries. Empty: none is set.
[[nodiscard]] std::string payload_to_json(const MessageSchema& schema, std::string_view bytes);

/// The message encoded. Errors: InvalidArgument with a sentence that names the field.
[[nodiscard]] Result<std::string> from_json(const MessageSchema& schema, std::string_view text);

/// The message that answers a command; null when it has no answer.
[[nodiscard]] const MessageSchema* reply_schema(const CommandRow& row);

/// An encoded message with one field of `schema` set, from the JSON of its value alone.
[[nodiscard]] Result<std::string> field_from_json(const FieldSchema& field, std::string_view text);

}  // namespace tessera::plugin_api
