#pragma once
// How names of .proto files become names in C++. Threads: any.

#include <google/protobuf/descriptor.h>

#include <string>

namespace tessera::protoc {

/// "MODE_UPDATE" and "mode_update" -> "ModeUpdate"; names with lower case letters and no underscore
/// stay.
[[nodiscard]] std::string pascal(const std::string& name);
/// A field's name; keywords of C++ get a trailing underscore.
[[nodiscard]] std::string field_name(const google::protobuf::FieldDescriptor& field);
/// "SPLIT_DIRECTION_VERTICAL" of enum SplitDirection -> "Vertical".
[[nodiscard]] std::string enumerator(const google::protobuf::EnumValueDescriptor& value);
/// "::tessera::api::event::PaneInfo"; nested types keep their parent: "Key::NamedKey".
[[nodiscard]] std::string type_name(const google::protobuf::Descriptor& message);
[[nodiscard]] std::string type_name(const google::protobuf::EnumDescriptor& enumeration);
/// "tessera::api::event" of package api.event; a leading "tessera." is not doubled.
[[nodiscard]] std::string name_space(const google::protobuf::FileDescriptor& file);
/// "plugin/event.wire.h"
[[nodiscard]] std::string header(const google::protobuf::FileDescriptor& file);

}  // namespace tessera::protoc
