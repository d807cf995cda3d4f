#pragma once
// The plugin contract as data: names, numbers and types of its messages, from the same .proto files
// as the generated structs. For tools that show and read messages as text; the structs need none of
// it. Threads: immutable after the first call; any.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::plugin_api {

enum class FieldType : std::uint8_t {
    Int32,
    Int64,
    Uint32,
    Uint64,
    Bool,
    Enum,
    Float,
    Double,
    Text,
    Bytes,
    Message
};

struct EnumSchema {
    std::string name;  // "api.event.EventType"
    std::map<std::int32_t, std::string> names;
    std::map<std::string, std::int32_t, std::less<>> numbers;
};

struct MessageSchema;

struct FieldSchema {
    std::string name;  // as in the .proto file
    std::uint32_t number = 0;
    FieldType type = FieldType::Int32;
    bool repeated = false;
    const MessageSchema* message = nullptr;   // Message
    const EnumSchema* enumeration = nullptr;  // Enum
};

struct MessageSchema {
    std::string name;  // "api.event.Event"
    std::vector<FieldSchema> fields;
    bool is_map_entry = false;  // fields 1 and 2 are key and value

    /// Null: there is none.
    [[nodiscard]] const FieldSchema* field(std::string_view field_name) const;
    [[nodiscard]] const FieldSchema* field(std::uint32_t number) const;
};

/// By full name ("api.event.Event", "tessera.session.plugin_record.Entry"); null: unknown.
[[nodiscard]] const MessageSchema* find_message(std::string_view name);
[[nodiscard]] const EnumSchema* find_enum(std::string_view name);

}  // namespace tessera::plugin_api
