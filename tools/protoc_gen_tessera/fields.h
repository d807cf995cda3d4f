#pragma once
// Which C++ type a field of a message gets, and what decides it.

#include <google/protobuf/descriptor.h>

#include <set>
#include <string>
#include <vector>

namespace tessera::protoc {
namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

[[nodiscard]] bool in_oneof(const Field& f);
/// Becomes a OneOf, not a std::variant (base/one_of.h says why).
[[nodiscard]] bool is_large(const pb::OneofDescriptor& group);
/// Messages of the same file that a message names in any way: by value, repeated, in a map.
[[nodiscard]] std::vector<const pb::Descriptor*> mentioned(const pb::Descriptor& m);
/// Whether `from` mentions `to`, itself or through others. `seen` starts empty.
[[nodiscard]] bool mentions(const pb::Descriptor& from, const pb::Descriptor& to,
                            std::set<const pb::Descriptor*>& seen);
/// On the heap, because its type holds the message that the field is in.
[[nodiscard]] bool is_boxed(const Field& f);
/// nullptr when the type is none of the scalars we generate.
[[nodiscard]] const char* scalar(const Field& f);
/// Enumerator of wire::Kind of a numeric field.
[[nodiscard]] std::string kind(const Field& f);
[[nodiscard]] bool is_text(const Field& f);
/// Type of one value of the field.
[[nodiscard]] std::string element(const Field& f);
/// Type of the struct's member.
[[nodiscard]] std::string member(const Field& f);

}  // namespace tessera::protoc
