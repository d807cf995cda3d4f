#pragma once
// The .proto files of the contract and of records, as protoc's FileDescriptorSet; made when
// building. Threads: a constant.

#include <string_view>

namespace tessera::plugin_api {

extern const std::string_view kDescriptors;

}  // namespace tessera::plugin_api
