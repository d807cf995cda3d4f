#include "names.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace tessera::protoc {

namespace pb = google::protobuf;

namespace {

const std::set<std::string> kKeywords = {
    "and",       "auto",     "bool",      "break",   "case",  "catch",    "char",   "class",
    "const",     "continue", "default",   "delete",  "do",    "double",   "else",   "enum",
    "export",    "extern",   "false",     "float",   "for",   "goto",     "if",     "inline",
    "int",       "long",     "namespace", "new",     "not",   "operator", "or",     "private",
    "protected", "public",   "register",  "return",  "short", "signed",   "sizeof", "static",
    "struct",    "switch",   "template",  "this",    "throw", "true",     "try",    "typedef",
    "union",     "unsigned", "using",     "virtual", "void",  "volatile", "while",  "xor"};

std::string colons(std::string name) {
    for (std::size_t at = 0; (at = name.find('.', at)) != std::string::npos; at += 2) {
        name.replace(at, 1, "::");
    }
    return name;
}

std::string qualified(const std::string& full_name) {
    return (full_name.starts_with("tessera.") ? "::" : "::tessera::") + colons(full_name);
}

}  // namespace

std::string pascal(const std::string& name) {
    const bool has_lower =
        std::any_of(name.begin(), name.end(), [](unsigned char c) { return std::islower(c); });
    const bool shouting = !has_lower;
    std::string out;
    bool start = true;
    for (const char c : name) {
        if (c == '_') {
            start = true;
            continue;
        }
        const auto u = static_cast<unsigned char>(c);
        out += static_cast<char>(start ? std::toupper(u) : shouting ? std::tolower(u) : u);
        start = std::isdigit(u) != 0 && shouting;
    }
    return out;
}

std::string field_name(const pb::FieldDescriptor& field) {
    return kKeywords.contains(field.name()) ? field.name() + "_" : field.name();
}

std::string enumerator(const pb::EnumValueDescriptor& value) {
    std::string name = pascal(value.name());
    const std::string prefix = value.type()->name();
    const bool shouting = value.name().find('_') != std::string::npos;
    if (shouting && name.starts_with(prefix) && name.size() > prefix.size() &&
        std::isdigit(static_cast<unsigned char>(name[prefix.size()])) == 0) {
        name = name.substr(prefix.size());
    }
    return kKeywords.contains(name) || std::isdigit(static_cast<unsigned char>(name[0])) != 0
               ? "_" + name
               : name;
}

std::string type_name(const pb::Descriptor& message) {
    return qualified(message.full_name());
}
std::string type_name(const pb::EnumDescriptor& enumeration) {
    return qualified(enumeration.full_name());
}

std::string name_space(const pb::FileDescriptor& file) {
    return qualified(file.package()).substr(2);
}

std::string header(const pb::FileDescriptor& file) {
    return file.name().substr(0, file.name().rfind('.')) + ".wire.h";
}

}  // namespace tessera::protoc
