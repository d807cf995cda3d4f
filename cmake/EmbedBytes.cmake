# A script: cmake -DINPUT= -DOUTPUT= -DHEADER= -DNAMESPACE= -DNAME= -P EmbedBytes.cmake
# writes OUTPUT, a C++ file that defines `const std::string_view NAMESPACE::NAME` as the bytes of INPUT.
file(READ "${INPUT}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(................................................................................)" "\\1\n    " bytes "${bytes}")
file(WRITE "${OUTPUT}" "// Generated; do not edit.
#include \"${HEADER}\"

namespace ${NAMESPACE} {
namespace {
constexpr unsigned char kBytes[] = {
    ${bytes}
};
}  // namespace
const std::string_view ${NAME}(reinterpret_cast<const char*>(kBytes), sizeof(kBytes));
}  // namespace ${NAMESPACE}
")
