#include "tessera/plugin_api/json.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "tessera/base/base64.h"
#include "tessera/vt/base64.h"
#include "tessera/wire/codec.h"

namespace tessera::plugin_api {
namespace {

using Json = nlohmann::ordered_json;
using wire::Kind;
using wire::Reader;
using wire::Writer;

constexpr std::string_view kBase64 = "base64";

// ------------------------------------------------------------------------------------------------
// bytes to JSON

bool is_plain(std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F) {
            return false;
        }
    }
    return wire::is_utf8(text);
}

Json object_from(const MessageSchema& schema, std::string_view bytes, int depth);

template <Kind K, class T>
void add_numbers(Json& out, Reader& reader, bool repeated) {
    if (repeated) {
        std::vector<T> values;
        reader.numerics<K>(values);
        for (const T value : values) {
            out.push_back(static_cast<std::conditional_t<std::is_same_v<T, char>, bool, T>>(value));
        }
    } else if (reader.has_type(wire::wire_type(K))) {
        T value{};
        reader.numeric<K>(value);
        out.push_back(static_cast<std::conditional_t<std::is_same_v<T, char>, bool, T>>(value));
    }
}

void name_numbers(Json& values, std::size_t from, const EnumSchema& names) {
    for (std::size_t i = from; i < values.size(); ++i) {
        const auto it = names.names.find(values[i].get<std::int32_t>());
        if (it != names.names.end()) {
            values[i] = it->second;
        }
    }
}

/// Appends what the field holds to `out`, an array: more than one for packed numbers, nothing for
/// another wire type.
void add_values(Json& out, const FieldSchema& field, Reader& reader, int depth) {
    const std::size_t before = out.size();
    switch (field.type) {
    case FieldType::Int32:
        return add_numbers<Kind::Int32, std::int32_t>(out, reader, field.repeated);
    case FieldType::Int64:
        return add_numbers<Kind::Int64, std::int64_t>(out, reader, field.repeated);
    case FieldType::Uint32:
        return add_numbers<Kind::Uint32, std::uint32_t>(out, reader, field.repeated);
    case FieldType::Uint64:
        return add_numbers<Kind::Uint64, std::uint64_t>(out, reader, field.repeated);
    case FieldType::Bool: return add_numbers<Kind::Bool, char>(out, reader, field.repeated);
    case FieldType::Float: return add_numbers<Kind::Float, float>(out, reader, field.repeated);
    case FieldType::Double: return add_numbers<Kind::Double, double>(out, reader, field.repeated);
    case FieldType::Enum:
        add_numbers<Kind::Int32, std::int32_t>(out, reader, field.repeated);
        return name_numbers(out, before, *field.enumeration);
    case FieldType::Text:
    case FieldType::Bytes:
    case FieldType::Message: break;
    }
    if (!reader.is_length()) {
        return;
    }
    std::string bytes;
    reader.bytes(bytes);
    if (field.type == FieldType::Message) {
        out.push_back(object_from(*field.message, bytes, depth + 1));
    } else if (field.type == FieldType::Text || is_plain(bytes)) {
        out.push_back(std::move(bytes));
    } else {
        out.push_back(Json{{kBase64, base64_encode(bytes)}});
    }
}

std::string key_text(const Json& key) {
    return key.is_string() ? key.get<std::string>() : key.dump();
}

Json object_from(const MessageSchema& schema, std::string_view bytes, int depth) {
    Json out = Json::object();
    if (depth >= wire::kMaxDepth) {
        return out;
    }
    Reader reader(bytes);
    while (reader.next()) {
        const FieldSchema* field = schema.field(reader.number());
        if (field == nullptr) {
            reader.skip();
            continue;
        }
        Json values = Json::array();
        add_values(values, *field, reader, depth);
        if (values.empty()) {
            continue;
        }
        if (field->message != nullptr && field->message->is_map_entry) {
            const Json& entry = values.front();
            const Json key = entry.value("key", Json(""));
            out[field->name][key_text(key)] = entry.value("value", Json(nullptr));
        } else if (field->repeated) {
            Json& list = out[field->name];
            for (Json& value : values) {
                list.push_back(std::move(value));
            }
        } else {
            out[field->name] = std::move(values.back());
        }
    }
    return out;
}

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// ------------------------------------------------------------------------------------------------
// JSON to bytes

Error wrong(const FieldSchema& field, std::string_view wanted) {
    return Error{
        ErrorCode::InvalidArgument, fmt::format("'{}' should be {}", field.name, wanted), {}};
}

Result<std::string> message_from(const MessageSchema& schema, const Json& json, int depth);

template <Kind K, class T>
Result<> put_number(Writer& writer, const FieldSchema& field, const Json& json) {
    if constexpr (std::is_floating_point_v<T>) {
        if (!json.is_number()) {
            return std::unexpected(wrong(field, "a number"));
        }
        writer.numeric<K>(field.number, json.get<T>());
        return {};
    } else {
        const bool fits = json.is_number_unsigned()
                              ? json.get<std::uint64_t>() <=
                                    static_cast<std::uint64_t>(std::numeric_limits<T>::max())
                              : json.is_number_integer() && std::is_signed_v<T> &&
                                    json.get<std::int64_t>() >=
                                        static_cast<std::int64_t>(std::numeric_limits<T>::min());
        if (!fits) {
            return std::unexpected(wrong(field, "a whole number in its range"));
        }
        writer.numeric<K>(field.number, json.get<T>());
        return {};
    }
}

Result<> put_enum(Writer& writer, const FieldSchema& field, const Json& json) {
    if (!json.is_string()) {
        return put_number<Kind::Int32, std::int32_t>(writer, field, json);
    }
    const auto it = field.enumeration->numbers.find(json.get<std::string>());
    if (it == field.enumeration->numbers.end()) {
        return std::unexpected(wrong(field, "a name of " + field.enumeration->name));
    }
    writer.numeric<Kind::Int32>(field.number, it->second);
    return {};
}

Result<std::string> bytes_from(const FieldSchema& field, const Json& json) {
    if (json.is_string()) {
        return json.get<std::string>();
    }
    if (field.type == FieldType::Bytes && json.is_object() && json.size() == 1 &&
        json.contains(kBase64) && json[kBase64].is_string()) {
        std::string bytes;
        if (vt::base64_decode(json[kBase64].get<std::string>(), bytes)) {
            return bytes;
        }
    }
    return std::unexpected(wrong(
        field, field.type == FieldType::Bytes ? R"(a string or {"base64": "..."})" : "a string"));
}

Result<> put_value(Writer& writer, const FieldSchema& field, const Json& json, int depth) {
    switch (field.type) {
    case FieldType::Int32: return put_number<Kind::Int32, std::int32_t>(writer, field, json);
    case FieldType::Int64: return put_number<Kind::Int64, std::int64_t>(writer, field, json);
    case FieldType::Uint32: return put_number<Kind::Uint32, std::uint32_t>(writer, field, json);
    case FieldType::Uint64: return put_number<Kind::Uint64, std::uint64_t>(writer, field, json);
    case FieldType::Float: return put_number<Kind::Float, float>(writer, field, json);
    case FieldType::Double: return put_number<Kind::Double, double>(writer, field, json);
    case FieldType::Enum: return put_enum(writer, field, json);
    case FieldType::Bool:
        if (!json.is_boolean()) {
            return std::unexpected(wrong(field, "true or false"));
        }
        writer.numeric<Kind::Bool>(field.number, json.get<bool>());
        return {};
    case FieldType::Text:
    case FieldType::Bytes: {
        writer.text(field.number, TESSERA_TRY(bytes_from(field, json)));
        return {};
    }
    case FieldType::Message: {
        writer.text(field.number, TESSERA_TRY(message_from(*field.message, json, depth + 1)));
        return {};
    }
    }
    return {};
}

/// A key of an object as the value of a map entry's first field.
Json key_value(const FieldSchema& key, const std::string& text) {
    return key.type == FieldType::Text ? Json(text) : Json::parse(text, nullptr, false);
}

Result<> put_map(Writer& writer, const FieldSchema& field, const Json& json, int depth) {
    if (!json.is_object() || field.message->fields.size() != 2) {
        return std::unexpected(wrong(field, "an object"));
    }
    for (const auto& [name, value] : json.items()) {
        std::string entry;
        Writer inner(entry);
        const FieldSchema& key = field.message->fields[0];
        (void)TESSERA_TRY(put_value(inner, key, key_value(key, name), depth));
        (void)TESSERA_TRY(put_value(inner, field.message->fields[1], value, depth));
        writer.text(field.number, entry);
    }
    return {};
}

Result<> put_field(Writer& writer, const FieldSchema& field, const Json& json, int depth) {
    if (field.message != nullptr && field.message->is_map_entry) {
        return put_map(writer, field, json, depth);
    }
    if (!field.repeated) {
        return put_value(writer, field, json, depth);
    }
    if (!json.is_array()) {
        return std::unexpected(wrong(field, "a list"));
    }
    for (const Json& item : json) {
        (void)TESSERA_TRY(put_value(writer, field, item, depth));
    }
    return {};
}

Result<std::string> message_from(const MessageSchema& schema, const Json& json, int depth) {
    if (!json.is_object() || depth >= wire::kMaxDepth) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("a {} should be an object", schema.name));
    }
    std::string out;
    Writer writer(out);
    for (const auto& [name, value] : json.items()) {
        const FieldSchema* field = schema.field(name);
        if (field == nullptr) {
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("{} has no field '{}'", schema.name, name));
        }
        (void)TESSERA_TRY(put_field(writer, *field, value, depth));
    }
    return out;
}

Result<Json> parsed(std::string_view text) {
    Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) {
        return fail(ErrorCode::InvalidArgument, "this is not JSON");
    }
    return json;
}

}  // namespace

std::string to_json(const MessageSchema& schema, std::string_view bytes) {
    return text_of(object_from(schema, bytes, 0));
}

std::string payload_to_json(const MessageSchema& schema, std::string_view bytes) {
    const Json whole = object_from(schema, bytes, 0);
    for (const auto& [name, value] : whole.items()) {
        if (name != "name") {
            return text_of(value);
        }
    }
    return {};
}

const MessageSchema* reply_schema(const CommandRow& row) {
    if (!row.replies()) {
        return nullptr;
    }
    // A reply is declared beside its command, or beside what it tells of.
    for (const std::string_view package : {"plugin_command", "plugin_ids", "event"}) {
        if (const auto* found = find_message(fmt::format("api.{}.{}", package, row.reply))) {
            return found;
        }
    }
    return nullptr;
}

Result<std::string> from_json(const MessageSchema& schema, std::string_view text) {
    return message_from(schema, TESSERA_TRY(parsed(text)), 0);
}

Result<std::string> field_from_json(const FieldSchema& field, std::string_view text) {
    const Json json = TESSERA_TRY(parsed(text));
    std::string out;
    Writer writer(out);
    (void)TESSERA_TRY(put_field(writer, field, json, 0));
    return out;
}

}  // namespace tessera::plugin_api
