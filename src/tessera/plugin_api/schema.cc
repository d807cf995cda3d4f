#include "tessera/plugin_api/schema.h"

#include <algorithm>

#include "tessera/base/check.h"
#include "tessera/plugin_api/descriptors.h"
#include "tessera/wire/codec.h"

namespace tessera::plugin_api {
namespace {

using wire::Kind;
using wire::Reader;

// What we need of google/protobuf/descriptor.proto; its numbers never change.

struct FieldProto {
    std::string name;
    std::uint32_t number = 0;
    std::uint32_t label = 0;
    std::uint32_t type = 0;
    std::string type_name;

    [[nodiscard]] bool decode_from(Reader& reader) {
        while (reader.next()) {
            switch (reader.number()) {
            case 1: reader.text(name); break;
            case 3: reader.numeric<Kind::Uint32>(number); break;
            case 4: reader.numeric<Kind::Uint32>(label); break;
            case 5: reader.numeric<Kind::Uint32>(type); break;
            case 6: reader.text(type_name); break;
            default: reader.skip(); break;
            }
        }
        return reader.ok();
    }
};

struct EnumValueProto {
    std::string name;
    std::int32_t number = 0;

    [[nodiscard]] bool decode_from(Reader& reader) {
        while (reader.next()) {
            switch (reader.number()) {
            case 1: reader.text(name); break;
            case 2: reader.numeric<Kind::Int32>(number); break;
            default: reader.skip(); break;
            }
        }
        return reader.ok();
    }
};

struct EnumProto {
    std::string name;
    std::vector<EnumValueProto> values;

    [[nodiscard]] bool decode_from(Reader& reader) {
        while (reader.next()) {
            switch (reader.number()) {
            case 1: reader.text(name); break;
            case 2: reader.message(values.emplace_back()); break;
            default: reader.skip(); break;
            }
        }
        return reader.ok();
    }
};

struct MessageOptions {
    bool map_entry = false;

    [[nodiscard]] bool decode_from(Reader& reader) {
        while (reader.next()) {
            switch (reader.number()) {
            case 7: reader.numeric<Kind::Bool>(map_entry); break;
            default: reader.skip(); break;
            }
        }
        return reader.ok();
    }
};

struct MessageProto {
    std::string name;
    std::vector<FieldProto> fields;
    std::vector<MessageProto> nested;
    std::vector<EnumProto> enums;
    MessageOptions options;

    [[nodiscard]] bool decode_from(Reader& reader) {
        while (reader.next()) {
            switch (reader.number()) {
            case 1: reader.text(name); break;
            case 2: reader.message(fields.emplace_back()); break;
            case 3: reader.message(nested.emplace_back()); break;
            case 4: reader.message(enums.emplace_back()); break;
            case 7: reader.message(options); break;
            default: reader.skip(); break;
            }
        }
        return reader.ok();
    }
};

struct FileProto {
    std::string package;
    std::vector<MessageProto> messages;
    std::vector<EnumProto> enums;

    [[nodiscard]] bool decode_from(Reader& reader) {
        while (reader.next()) {
            switch (reader.number()) {
            case 2: reader.text(package); break;
            case 4: reader.message(messages.emplace_back()); break;
            case 5: reader.message(enums.emplace_back()); break;
            default: reader.skip(); break;
            }
        }
        return reader.ok();
    }
};

struct FileSetProto {
    std::vector<FileProto> files;

    [[nodiscard]] bool decode_from(Reader& reader) {
        while (reader.next()) {
            if (reader.number() == 1) {
                reader.message(files.emplace_back());
            }
        }
        return reader.ok();
    }
};

/// Numbers of FieldDescriptorProto.Type; the generator refuses the others.
FieldType type_from(std::uint32_t number) {
    switch (number) {
    case 1: return FieldType::Double;
    case 2: return FieldType::Float;
    case 3: return FieldType::Int64;
    case 4: return FieldType::Uint64;
    case 5: return FieldType::Int32;
    case 8: return FieldType::Bool;
    case 9: return FieldType::Text;
    case 11: return FieldType::Message;
    case 12: return FieldType::Bytes;
    case 13: return FieldType::Uint32;
    case 14: return FieldType::Enum;
    }
    TESSERA_CHECK(false && "a field type no contract of ours has");
    return FieldType::Bytes;
}

class Schema {
public:
    Schema() {
        FileSetProto files;
        TESSERA_CHECK(wire::decode(kDescriptors, files));
        for (const FileProto& file : files.files) {
            declare(file.package, file.messages, file.enums);
        }
        for (const FileProto& file : files.files) {
            define(file.package, file.messages);
        }
    }

    std::map<std::string, MessageSchema, std::less<>> messages;
    std::map<std::string, EnumSchema, std::less<>> enums;

private:
    void declare(const std::string& scope, const std::vector<MessageProto>& told,
                 const std::vector<EnumProto>& told_enums) {
        for (const EnumProto& from : told_enums) {
            EnumSchema& to = enums[scope + "." + from.name];
            to.name = scope + "." + from.name;
            for (const EnumValueProto& value : from.values) {
                to.names.emplace(value.number, value.name);
                to.numbers.emplace(value.name, value.number);
            }
        }
        for (const MessageProto& from : told) {
            const std::string name = scope + "." + from.name;
            messages[name].name = name;
            messages[name].is_map_entry = from.options.map_entry;
            declare(name, from.nested, from.enums);
        }
    }
    void define(const std::string& scope, const std::vector<MessageProto>& told) {
        constexpr std::uint32_t kRepeated = 3;
        for (const MessageProto& from : told) {
            const std::string name = scope + "." + from.name;
            for (const FieldProto& field : from.fields) {
                FieldSchema out{.name = field.name,
                                .number = field.number,
                                .type = type_from(field.type),
                                .repeated = field.label == kRepeated};
                // Fully qualified: ".api.key.Key".
                const std::string_view type =
                    std::string_view(field.type_name).substr(field.type_name.empty() ? 0 : 1);
                if (out.type == FieldType::Message) {
                    out.message = &messages.find(type)->second;
                } else if (out.type == FieldType::Enum) {
                    out.enumeration = &enums.find(type)->second;
                }
                messages[name].fields.push_back(std::move(out));
            }
            define(name, from.nested);
        }
    }
};

const Schema& schema() {
    static const Schema kSchema;
    return kSchema;
}

}  // namespace

const FieldSchema* MessageSchema::field(std::string_view field_name) const {
    const auto it = std::ranges::find(fields, field_name, &FieldSchema::name);
    return it == fields.end() ? nullptr : &*it;
}

const FieldSchema* MessageSchema::field(std::uint32_t number) const {
    const auto it = std::ranges::find(fields, number, &FieldSchema::number);
    return it == fields.end() ? nullptr : &*it;
}

const MessageSchema* find_message(std::string_view name) {
    const auto it = schema().messages.find(name);
    return it == schema().messages.end() ? nullptr : &it->second;
}

const EnumSchema* find_enum(std::string_view name) {
    const auto it = schema().enums.find(name);
    return it == schema().enums.end() ? nullptr : &it->second;
}

}  // namespace tessera::plugin_api
