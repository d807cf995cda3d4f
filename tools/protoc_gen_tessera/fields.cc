#include "fields.h"

#include "names.h"

namespace tessera::protoc {

namespace {

constexpr int kManyAlternatives = 32;

/// Messages that a message holds by value, directly.
std::vector<const pb::Descriptor*> held(const pb::Descriptor& m) {
    std::vector<const pb::Descriptor*> out;
    for (int i = 0; i < m.field_count(); ++i) {
        const Field& f = *m.field(i);
        if (f.message_type() != nullptr && !f.is_repeated() &&
            f.message_type()->file() == m.file()) {
            out.push_back(f.message_type());
        }
    }
    return out;
}

bool reaches(const pb::Descriptor& from, const pb::Descriptor& to,
             std::set<const pb::Descriptor*>& seen) {
    for (const pb::Descriptor* next : held(from)) {
        if (next == &to || (seen.insert(next).second && reaches(*next, to, seen))) {
            return true;
        }
    }
    return false;
}

}  // namespace

bool in_oneof(const Field& f) {
    return f.real_containing_oneof() != nullptr;
}

bool is_large(const pb::OneofDescriptor& group) {
    return group.field_count() >= kManyAlternatives;
}

/// Messages of the same file that a message mentions in any way: by value, repeated, in a map.
std::vector<const pb::Descriptor*> mentioned(const pb::Descriptor& m) {
    std::vector<const pb::Descriptor*> out;
    for (int i = 0; i < m.field_count(); ++i) {
        const Field& f = *m.field(i);
        const pb::Descriptor* type =
            f.is_map() ? f.message_type()->field(1)->message_type() : f.message_type();
        if (type != nullptr && type->file() == m.file()) {
            out.push_back(type);
        }
    }
    return out;
}

bool mentions(const pb::Descriptor& from, const pb::Descriptor& to,
              std::set<const pb::Descriptor*>& seen) {
    for (const pb::Descriptor* next : mentioned(from)) {
        if (next == &to || (seen.insert(next).second && mentions(*next, to, seen))) {
            return true;
        }
    }
    return false;
}

bool is_boxed(const Field& f) {
    std::set<const pb::Descriptor*> seen;
    return f.message_type() != nullptr && !f.is_repeated() &&
           (f.message_type() == f.containing_type() ||
            reaches(*f.message_type(), *f.containing_type(), seen));
}

const char* scalar(const Field& f) {
    switch (f.type()) {
    case Field::TYPE_INT32: return "std::int32_t";
    case Field::TYPE_INT64: return "std::int64_t";
    case Field::TYPE_UINT32: return "std::uint32_t";
    case Field::TYPE_UINT64: return "std::uint64_t";
    case Field::TYPE_BOOL: return "bool";
    case Field::TYPE_FLOAT: return "float";
    case Field::TYPE_DOUBLE: return "double";
    case Field::TYPE_STRING:
    case Field::TYPE_BYTES: return "std::string";
    default: return nullptr;
    }
}

std::string kind(const Field& f) {
    switch (f.type()) {
    case Field::TYPE_INT32: return "Int32";
    case Field::TYPE_INT64: return "Int64";
    case Field::TYPE_UINT32: return "Uint32";
    case Field::TYPE_UINT64: return "Uint64";
    case Field::TYPE_BOOL: return "Bool";
    case Field::TYPE_ENUM: return "Enum";
    case Field::TYPE_FLOAT: return "Float";
    default: return "Double";
    }
}

bool is_text(const Field& f) {
    return f.type() == Field::TYPE_STRING || f.type() == Field::TYPE_BYTES;
}

std::string element(const Field& f) {
    if (f.message_type() != nullptr) {
        const std::string name = type_name(*f.message_type());
        return is_boxed(f) ? "::tessera::wire::Box<" + name + ">" : name;
    }
    return f.enum_type() != nullptr ? type_name(*f.enum_type()) : scalar(f);
}

std::string member(const Field& f) {
    if (f.is_map()) {
        return "std::map<" + element(*f.message_type()->field(0)) + ", " +
               element(*f.message_type()->field(1)) + ">";
    }
    if (f.is_repeated()) {
        return "std::vector<" + element(f) + ">";
    }
    return f.has_presence() ? "std::optional<" + element(f) + ">" : element(f);
}

}  // namespace tessera::protoc
