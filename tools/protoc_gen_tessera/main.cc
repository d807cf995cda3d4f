// protoc plugin: plain structs with codecs over tessera/wire/codec.h.
//   protoc --plugin=protoc-gen-tessera --tessera_out=DIR file.proto
// makes file.wire.h, file.wire.cc and file.wire.list. `--tessera_opt=omit=api.event.Event+...`
// leaves messages of the top level out (a oneof of 150 messages takes minutes to compile to wasm).
// proto3 only; no groups, extensions or fixed and zigzag types, because no contract of ours has
// them: they are refused with a message.

#include <google/protobuf/compiler/code_generator.h>
#include <google/protobuf/compiler/plugin.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/printer.h>
#include <google/protobuf/io/zero_copy_stream.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "fields.h"
#include "names.h"

namespace tessera::protoc {
namespace pb = google::protobuf;
using Vars = std::map<std::string, std::string>;

namespace {

/// Full names of messages that are not generated.
using Omitted = std::set<std::string>;

class FilePrinter {
public:
    FilePrinter(const pb::FileDescriptor& file, const Omitted& omitted, pb::io::Printer& out)
        : file_(file), out_(out) {
        for (int i = 0; i < file.message_type_count(); ++i) {
            if (!omitted.contains(file.message_type(i)->full_name())) {
                messages_.push_back(file.message_type(i));
            }
        }
    }

    void header_text() {
        out_.Print(
            "// Generated from $file$; do not edit.\n#pragma once\n\n#include <cstdint>\n#include "
            "<map>\n"
            "#include <optional>\n#include <string>\n#include <variant>\n#include <vector>\n\n"
            "#include \"tessera/base/one_of.h\"\n#include \"tessera/wire/codec.h\"\n",
            "file", file_.name());
        for (int i = 0; i < file_.dependency_count(); ++i) {
            out_.Print("#include \"$h$\"\n", "h", header(*file_.dependency(i)));
        }
        out_.Print("\nnamespace $ns$ {\n\n", "ns", name_space(file_));
        for (int i = 0; i < file_.enum_type_count(); ++i) {
            enumeration(*file_.enum_type(i));
        }
        for (const pb::Descriptor* message : messages_) {
            out_.Print("struct $n$;\n", "n", message->name());
        }
        out_.Print("\n");
        for (const pb::Descriptor* message : messages_) {
            declare(*message);
        }
        out_.Print("}  // namespace $ns$\n", "ns", name_space(file_));
    }

    /// For code that does something for every message: X(full name, C++ type) a line.
    void list_text() {
        for (const pb::Descriptor* message : messages_) {
            out_.Print("X(\"$name$\", $type$)\n", "name", message->full_name(), "type",
                       type_name(*message));
        }
    }

    void source_text() {
        out_.Print(
            "// Generated from $file$; do not edit.\n#include \"$h$\"\n\nnamespace $ns$ {\n\n",
            "file", file_.name(), "h", header(file_), "ns", name_space(file_));
        for (const pb::Descriptor* message : messages_) {
            encode(*message);
            decode(*message);
        }
        out_.Print("}  // namespace $ns$\n", "ns", name_space(file_));
    }

private:
    void enumeration(const pb::EnumDescriptor& e) {
        out_.Print("/// Open: other values are kept.\nenum class $n$ : std::int32_t {\n", "n",
                   e.name());
        for (int i = 0; i < e.value_count(); ++i) {
            out_.Print("    $n$ = $v$,\n", "n", enumerator(*e.value(i)), "v",
                       std::to_string(e.value(i)->number()));
        }
        out_.Print("};\n\n");
    }

    /// A struct after everything it holds by value.
    void declare(const pb::Descriptor& m) {
        if (!declared_.insert(&m).second) {
            return;
        }
        for (int i = 0; i < m.field_count(); ++i) {
            const Field& f = *m.field(i);
            if (f.message_type() != nullptr && !f.is_repeated() && !is_boxed(f) &&
                f.message_type()->file() == &file_) {
                declare(*f.message_type());
            }
        }
        // Containers compile with less when what they hold is complete; in a cycle they need not.
        for (const pb::Descriptor* type : mentioned(m)) {
            std::set<const pb::Descriptor*> seen;
            if (type != &m && !mentions(*type, m, seen)) {
                declare(*type);
            }
        }
        out_.Print("struct $n$ {\n", "n", m.name());
        out_.Indent();
        out_.Indent();
        for (int i = 0; i < m.enum_type_count(); ++i) {
            enumeration(*m.enum_type(i));
        }
        for (int i = 0; i < m.real_oneof_decl_count(); ++i) {
            const pb::OneofDescriptor& group = *m.oneof_decl(i);
            out_.Print(
                "/// Index of each alternative of `$g$`.\nstruct $c$ {\n    enum : std::size_t {\n "
                "       not_set,\n",
                "g", group.name(), "c", pascal(group.name()) + "Case");
            for (int k = 0; k < group.field_count(); ++k) {
                out_.Print("        $n$,\n", "n", field_name(*group.field(k)));
            }
            out_.Print("    };\n};\n");
        }
        std::set<const pb::OneofDescriptor*> groups;
        for (int i = 0; i < m.field_count(); ++i) {
            const Field& f = *m.field(i);
            if (!in_oneof(f)) {
                out_.Print("$t$ $n$$init$;\n", "t", member(f), "n", field_name(f), "init",
                           f.is_repeated() || f.has_presence() || is_text(f) ? "" : "{}");
            } else if (groups.insert(f.containing_oneof()).second) {
                oneof(*f.containing_oneof());
            }
        }
        out_.Print(
            "\nvoid encode_to(::tessera::wire::Writer& writer) const;\n"
            "/// Merges; false when malformed.\n[[nodiscard]] bool "
            "decode_from(::tessera::wire::Reader& reader);\n"
            "friend bool operator==(const $n$&, const $n$&) = default;\n",
            "n", m.name());
        out_.Outdent();
        out_.Outdent();
        out_.Print("};\n\n");
    }

    void oneof(const pb::OneofDescriptor& group) {
        out_.Print(is_large(group) ? "::tessera::OneOf<" : "std::variant<std::monostate, ");
        for (int k = 0; k < group.field_count(); ++k) {
            out_.Print(k == 0 ? "$t$" : ",\n             $t$", "t", element(*group.field(k)));
        }
        out_.Print("> $n$;\n", "n", group.name());
    }

    void put(const Field& f, const std::string& value) {
        Vars v{{"num", std::to_string(f.number())}, {"v", value}, {"k", kind(f)}};
        if (f.message_type() != nullptr) {
            out_.Print(v, "writer.message($num$, $v$);\n");
        } else if (is_text(f)) {
            out_.Print(v, "writer.text($num$, $v$);\n");
        } else {
            out_.Print(v, "writer.numeric<::tessera::wire::Kind::$k$>($num$, $v$);\n");
        }
    }

    void encode_field(const Field& f) {
        const std::string n = field_name(f);
        if (f.is_map()) {
            out_.Print(
                "for (const auto& [key, value] : $n$) {\n    const std::size_t mark = "
                "writer.begin($num$);\n"
                "    ",
                "n", n, "num", std::to_string(f.number()));
            put(*f.message_type()->field(0), "key");
            out_.Print("    ");
            put(*f.message_type()->field(1), "value");
            out_.Print("    writer.end(mark);\n}\n");
        } else if (f.is_packed()) {
            out_.Print("writer.packed<::tessera::wire::Kind::$k$>($num$, $n$);\n", "k", kind(f),
                       "num", std::to_string(f.number()), "n", n);
        } else if (f.is_repeated()) {
            out_.Print("for (const auto& item : $n$) {\n    ", "n", n);
            put(f, "item");
            out_.Print("}\n");
        } else if (f.has_presence()) {
            out_.Print("if ($n$) {\n    ", "n", n);
            put(f, "*" + n);
            out_.Print("}\n");
        } else {
            const char* test =
                is_text(f)                       ? "!$n$.empty()"
                : f.type() == Field::TYPE_BOOL   ? "$n$"
                : f.type() == Field::TYPE_FLOAT  ? "std::bit_cast<std::uint32_t>($n$) != 0"
                : f.type() == Field::TYPE_DOUBLE ? "std::bit_cast<std::uint64_t>($n$) != 0"
                                                 : "$n$ != decltype($n$){}";
            out_.Print("if (");
            out_.Print(test, "n", n);
            out_.Print(") {\n    ");
            put(f, n);
            out_.Print("}\n");
        }
    }

    void encode(const pb::Descriptor& m) {
        out_.Print("void $n$::encode_to(::tessera::wire::Writer&$w$) const {\n", "n", m.name(), "w",
                   m.field_count() == 0 ? "" : " writer");
        out_.Indent();
        out_.Indent();
        std::set<const pb::OneofDescriptor*> groups;
        std::map<int, const Field*> by_number;
        for (int i = 0; i < m.field_count(); ++i) {
            by_number[m.field(i)->number()] = m.field(i);
        }
        for (const auto& [number, f] : by_number) {
            if (!in_oneof(*f)) {
                encode_field(*f);
                continue;
            }
            const pb::OneofDescriptor& group = *f->containing_oneof();
            out_.Print(is_large(group)
                           ? "if (const auto* value = $g$.get_if<$c$::$n$>()) {\n    "
                           : "if (const auto* value = std::get_if<$c$::$n$>(&$g$)) {\n    ",
                       "c", pascal(group.name()) + "Case", "n", field_name(*f), "g", group.name());
            put(*f, "*value");
            out_.Print("}\n");
        }
        out_.Outdent();
        out_.Outdent();
        out_.Print("}\n\n");
    }

    void get(const Field& f, const std::string& into) {
        Vars v{{"v", into}, {"k", kind(f)}};
        const char* form = f.message_type() != nullptr      ? "reader.message($v$);\n"
                           : f.type() == Field::TYPE_STRING ? "reader.text($v$);\n"
                           : f.type() == Field::TYPE_BYTES
                               ? "reader.bytes($v$);\n"
                               : "reader.numeric<::tessera::wire::Kind::$k$>($v$);\n";
        out_.Print(v, form);
    }

    /// Condition under which the value has the wire type of the field; otherwise it is unknown.
    std::string fits(const Field& f) {
        return f.message_type() != nullptr || is_text(f)
                   ? "reader.is_length()"
                   : "reader.has_type(::tessera::wire::wire_type(::tessera::wire::Kind::" +
                         kind(f) + "))";
    }

    void decode_field(const Field& f) {
        const std::string n = field_name(f);
        if (in_oneof(f)) {
            const std::string group = f.containing_oneof()->name();
            const std::string index = pascal(group) + "Case::" + n;
            out_.Print(
                "if ($fits$) {\n    if ($g$.index() != $i$) {\n        $g$.emplace<$i$>();\n    "
                "}\n    ",
                "fits", fits(f), "g", group, "i", index);
            get(f, is_large(*f.containing_oneof()) ? "*" + group + ".get_if<" + index + ">()"
                                                   : "std::get<" + index + ">(" + group + ")");
            out_.Print("}\n");
        } else if (f.is_map()) {
            out_.Print(
                "if (reader.is_length()) {\n    ::tessera::wire::MapEntry<$key$, $t$, "
                "::tessera::wire::Kind::$k$> entry;\n    reader.message(entry);\n"
                "    $n$[entry.key] = std::move(entry.value);\n}\n",
                "n", n, "t", element(*f.message_type()->field(1)), "key",
                element(*f.message_type()->field(0)), "k", kind(*f.message_type()->field(0)));
        } else if (f.is_repeated() && (f.message_type() != nullptr || is_text(f))) {
            out_.Print("if (reader.is_length()) {\n    ");
            get(f, n + ".emplace_back()");
            out_.Print("}\n");
        } else if (f.is_repeated()) {
            out_.Print("reader.numerics<::tessera::wire::Kind::$k$>($n$);\n", "k", kind(f), "n", n);
        } else if (f.has_presence()) {
            out_.Print("if ($fits$) {\n    if (!$n$) {\n        $n$.emplace();\n    }\n    ",
                       "fits", fits(f), "n", n);
            get(f, "*" + n);
            out_.Print("}\n");
        } else {
            get(f, n);
        }
    }

    void decode(const pb::Descriptor& m) {
        out_.Print(
            "bool $n$::decode_from(::tessera::wire::Reader& reader) {\n    while (reader.next()) "
            "{\n"
            "        switch (reader.number()) {\n",
            "n", m.name());
        for (int i = 0; i < m.field_count(); ++i) {
            out_.Print("        case $num$: {\n", "num", std::to_string(m.field(i)->number()));
            for (int k = 0; k < 6; ++k) {
                out_.Indent();
            }
            decode_field(*m.field(i));
            out_.Print("break;\n");
            for (int k = 0; k < 6; ++k) {
                out_.Outdent();
            }
            out_.Print("        }\n");
        }
        out_.Print(
            "        default: reader.skip(); break;\n        }\n    }\n    return "
            "reader.ok();\n}\n\n");
    }

    const pb::FileDescriptor& file_;
    pb::io::Printer& out_;
    std::vector<const pb::Descriptor*> messages_;
    std::set<const pb::Descriptor*> declared_;
};

/// Empty when every field is of a type we generate.
std::string unsupported(const pb::Descriptor& m) {
    for (int i = 0; i < m.field_count(); ++i) {
        const Field& f = *m.field(i);
        const bool known = f.message_type() != nullptr
                               ? f.type() == Field::TYPE_MESSAGE
                               : f.enum_type() != nullptr || scalar(f) != nullptr;
        const bool known_key = !f.is_map() || f.message_type()->field(0)->enum_type() == nullptr;
        const bool value = !f.is_map() || f.message_type()->field(1)->message_type() != nullptr ||
                           f.message_type()->field(1)->type() == Field::TYPE_STRING;
        if (!known || !known_key || !value) {
            return f.full_name() + ": a field type that tessera does not generate";
        }
    }
    for (int i = 0; i < m.nested_type_count(); ++i) {
        if (!m.nested_type(i)->options().map_entry()) {
            return m.nested_type(i)->full_name() + ": nested messages are not generated";
        }
    }
    return {};
}

/// "omit=a.B+a.C" as a set.
Omitted omitted_by(const std::string& parameter) {
    constexpr std::string_view kOption = "omit=";
    Omitted out;
    if (parameter.starts_with(kOption)) {
        std::stringstream names(parameter.substr(kOption.size()));
        for (std::string name; std::getline(names, name, '+');) {
            out.insert(name);
        }
    }
    return out;
}

class Generator final : public pb::compiler::CodeGenerator {
public:
    [[nodiscard]] std::uint64_t GetSupportedFeatures() const override {
        return FEATURE_PROTO3_OPTIONAL;
    }

    bool Generate(const pb::FileDescriptor* file, const std::string& parameter,
                  pb::compiler::GeneratorContext* context, std::string* error) const override {
        for (int i = 0; i < file->message_type_count() && error->empty(); ++i) {
            *error = unsupported(*file->message_type(i));
        }
        if (!error->empty()) {
            return false;
        }
        const std::string stem = file->name().substr(0, file->name().rfind('.'));
        const Omitted omitted = omitted_by(parameter);
        const auto write = [&](const char* ending, void (FilePrinter::*text)()) {
            const std::unique_ptr<pb::io::ZeroCopyOutputStream> out(context->Open(stem + ending));
            pb::io::Printer printer(out.get(), '$');
            (FilePrinter(*file, omitted, printer).*text)();
        };
        write(".wire.h", &FilePrinter::header_text);
        write(".wire.cc", &FilePrinter::source_text);
        write(".wire.list", &FilePrinter::list_text);
        return true;
    }
};

}  // namespace
}  // namespace tessera::protoc

int main(int argc, char** argv) {
    const tessera::protoc::Generator generator;
    return google::protobuf::compiler::PluginMain(argc, argv, &generator);
}
