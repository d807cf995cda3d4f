// libprotobuf as judge: every message of every .proto, with generated values and with mutated bytes.

#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <array>
#include <optional>
#include <random>
#include <set>
#include <sstream>

#include "all_messages.h"

namespace tessera::wire {
namespace {

namespace pb = google::protobuf;
namespace fs = std::filesystem;

/// Decodes with our codec and encodes again; nullopt when refused.
using Recode = std::optional<std::string> (*)(std::string_view);

template <class M>
std::optional<std::string> recode(std::string_view bytes) {
    M message;
    return decode(bytes, message) ? std::optional(encode(message)) : std::nullopt;
}

const std::map<std::string, Recode>& messages() {
    static const std::map<std::string, Recode> all = {
#define X(name, type) {name, recode<type>},
#include "all_messages.list"
#undef X
    };
    return all;
}

class Oracle : public ::testing::Test {
protected:
    void SetUp() override {
        const char* source = std::getenv("TESSERA_SOURCE_DIR");
        root = fs::path(source != nullptr ? source : ".") / "proto";
        tree.MapPath("", root.string());
        for (const auto& entry : fs::recursive_directory_iterator(root)) {
            if (entry.path().extension() == ".proto") {
                ASSERT_NE(importer.Import(fs::relative(entry.path(), root).string()), nullptr);
            }
        }
    }

    std::string text() {
        std::string out;
        for (std::uint64_t n = random() % 5; n > 0; --n) {
            out += std::array<std::string, 4>{"a", "é", "漢", "😀"}[random() % 4];
        }
        return out;
    }

    void fill(pb::Message& m, int depth) {
        const pb::Descriptor& d = *m.GetDescriptor();
        const pb::Reflection& r = *m.GetReflection();
        for (int i = 0; i < d.field_count(); ++i) {
            const pb::FieldDescriptor& f = *d.field(i);
            // One entry a map: DynamicMessage keeps equal keys apart, which no generated code does.
            const int count = f.is_repeated() && !f.is_map() ? static_cast<int>(random() % 3) : static_cast<int>(random() % 2);
            for (int n = 0; n < count; ++n) {
                if (f.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE && depth == 0) {
                    break;
                }
                set(m, r, f, depth);
            }
        }
    }

    void set(pb::Message& m, const pb::Reflection& r, const pb::FieldDescriptor& f, int depth) {
        const bool many = f.is_repeated();
        const std::uint64_t v = random() % 3 == 0 ? random() : random() % 200;
        switch (f.cpp_type()) {
#define NUMBER(CPP, Name, type) \
    case pb::FieldDescriptor::CPPTYPE_##CPP: \
        many ? r.Add##Name(&m, &f, static_cast<type>(v)) : r.Set##Name(&m, &f, static_cast<type>(v)); \
        break
            NUMBER(INT32, Int32, std::int32_t);
            NUMBER(INT64, Int64, std::int64_t);
            NUMBER(UINT32, UInt32, std::uint32_t);
            NUMBER(UINT64, UInt64, std::uint64_t);
            NUMBER(FLOAT, Float, float);
            NUMBER(DOUBLE, Double, double);
            NUMBER(BOOL, Bool, bool);
            NUMBER(ENUM, EnumValue, int);
#undef NUMBER
        case pb::FieldDescriptor::CPPTYPE_STRING:
            many ? r.AddString(&m, &f, text()) : r.SetString(&m, &f, text());
            break;
        case pb::FieldDescriptor::CPPTYPE_MESSAGE:
            fill(many ? *r.AddMessage(&m, &f) : *r.MutableMessage(&m, &f), depth - 1);
            break;
        }
    }

    std::unique_ptr<pb::Message> make(const std::string& name) {
        const pb::Descriptor* d = importer.pool()->FindMessageTypeByName(name);
        return d == nullptr ? nullptr : std::unique_ptr<pb::Message>(factory.GetPrototype(d)->New());
    }

    /// Our answer to `bytes` and libprotobuf's are the same: refused, or the same value.
    void expect_agreement(const std::string& name, Recode ours, const std::string& bytes) {
        const std::unique_ptr<pb::Message> theirs = make(name);
        const bool accepted = theirs->ParseFromString(bytes);
        const std::optional<std::string> again = ours(bytes);
        ASSERT_EQ(again.has_value(), accepted) << name << " " << ::testing::PrintToString(bytes);
        if (!accepted) {
            return;
        }
        discard_unknown(*theirs);
        const std::unique_ptr<pb::Message> ours_read = make(name);
        ASSERT_TRUE(ours_read->ParseFromString(*again)) << name;
        // NaN differs from itself as a value; compare what is written.
        ASSERT_EQ(serialized(*ours_read), serialized(*theirs)) << name << "\n" << theirs->DebugString();
    }

    /// As Message::DiscardUnknownFields, which leaves out the entries of maps.
    static void discard_unknown(pb::Message& m) {
        const pb::Reflection& r = *m.GetReflection();
        r.MutableUnknownFields(&m)->Clear();
        std::vector<const pb::FieldDescriptor*> present;
        r.ListFields(m, &present);
        for (const pb::FieldDescriptor* f : present) {
            if (f->cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) {
                continue;
            }
            for (int i = 0; i < (f->is_repeated() ? r.FieldSize(m, f) : 1); ++i) {
                discard_unknown(f->is_repeated() ? *r.MutableRepeatedMessage(&m, f, i) : *r.MutableMessage(&m, f));
            }
        }
    }

    static std::string serialized(const pb::Message& m) {
        std::string out;
        pb::io::StringOutputStream stream(&out);
        pb::io::CodedOutputStream coded(&stream);
        coded.SetSerializationDeterministic(true);
        m.SerializeToCodedStream(&coded);
        coded.Trim();
        return out;
    }

    fs::path root;
    pb::compiler::DiskSourceTree tree;
    pb::compiler::Importer importer{&tree, nullptr};
    pb::DynamicMessageFactory factory;
    std::mt19937_64 random{7};  // a fixed seed makes a failure repeatable
};

TEST_F(Oracle, EveryMessageRoundTripsWithGeneratedValues) {
    EXPECT_GE(messages().size(), 339U);
    for (const auto& [name, ours] : messages()) {
        ASSERT_NE(make(name), nullptr) << name;
        for (int round = 0; round < 20; ++round) {
            const std::unique_ptr<pb::Message> m = make(name);
            fill(*m, 3);
            ASSERT_NO_FATAL_FAILURE(expect_agreement(name, ours, serialized(*m)));
        }
    }
}

TEST_F(Oracle, MutatedBytesAreAcceptedAndRefusedAlike) {
    pb::LogSilencer quiet;
    for (const auto& [name, ours] : messages()) {
        for (int round = 0; round < 500; ++round) {
            const std::unique_ptr<pb::Message> m = make(name);
            fill(*m, 2);
            std::string bytes = serialized(*m);
            for (std::uint64_t n = 1 + random() % 3; n > 0 && !bytes.empty(); --n) {
                const std::size_t at = random() % bytes.size();
                switch (random() % 4) {
                case 0: bytes[at] = static_cast<char>(random()); break;
                case 1: bytes.erase(at, 1); break;
                case 2: bytes.insert(at, 1, static_cast<char>(random())); break;
                default: bytes.resize(at); break;
                }
            }
            ASSERT_NO_FATAL_FAILURE(expect_agreement(name, ours, bytes));
        }
    }
}

TEST_F(Oracle, TheContractEqualsItsTableRowByRow) {
    const char* shared = std::getenv("TESSERA_SHARED");
    std::ifstream in(fs::path(shared != nullptr ? shared : "") / "plugin-abi/messages.tsv");
    if (!in) {
        GTEST_SKIP() << "no plugin-abi/messages.tsv: set TESSERA_SHARED";
    }
    std::string line;
    std::getline(in, line);
    int fields = 0;
    int values = 0;
    std::set<std::string> seen;
    while (std::getline(in, line)) {
        std::vector<std::string> c;
        std::istringstream columns(line);
        for (std::string cell; std::getline(columns, cell, '\t');) {
            c.push_back(cell);
        }
        c.resize(9);
        const std::string full = c[0] + "." + c[1];
        if (c[2] == "enum") {
            const pb::EnumDescriptor* e = importer.pool()->FindEnumTypeByName(full);
            ASSERT_NE(e, nullptr) << line;
            if (c[3] != "(reserved)") {
                const pb::EnumValueDescriptor* v = e->FindValueByName(c[3]);
                ASSERT_NE(v, nullptr) << line;
                EXPECT_EQ(std::to_string(v->number()), c[4]) << line;
                ++values;
            }
            continue;
        }
        const pb::Descriptor* d = importer.pool()->FindMessageTypeByName(full);
        ASSERT_NE(d, nullptr) << line;
        seen.insert(full);
        if (c[3].starts_with("(")) {
            continue;
        }
        const pb::FieldDescriptor* f = d->FindFieldByName(c[3]);
        ASSERT_NE(f, nullptr) << line;
        EXPECT_EQ(std::to_string(f->number()), c[4]) << line;
        const std::string label = f->is_map() ? "map"
                                  : f->real_containing_oneof() != nullptr ? "oneof:" + f->real_containing_oneof()->name()
                                  : f->has_optional_keyword() ? "optional"
                                  : f->is_repeated() ? "repeated" : "";
        EXPECT_EQ(label, c[6]) << line;
        if (!f->is_map()) {
            const std::string type = f->message_type() != nullptr ? f->message_type()->full_name()
                                     : f->enum_type() != nullptr ? f->enum_type()->full_name() : f->type_name();
            EXPECT_EQ(type, c[5]) << line;
        }
        ++fields;
    }
    EXPECT_EQ(seen.size(), 339U);
    EXPECT_EQ(fields, 1106);
    EXPECT_EQ(values, 578);
}

}  // namespace
}  // namespace tessera::wire
