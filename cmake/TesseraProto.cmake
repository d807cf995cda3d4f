# tessera_proto(OUT_SOURCES variable  PROTOS plugin/event.proto session/client.proto ...)
#
# Names are relative to proto/. Generates NAME.wire.h and NAME.wire.cc below generated/ of the build
# directory (an include directory of every target) and puts the sources into the variable.
function(tessera_proto)
    cmake_parse_arguments(arg "" "OUT_SOURCES" "PROTOS" ${ARGN})
    set(out "${PROJECT_BINARY_DIR}/generated")
    file(MAKE_DIRECTORY "${out}")
    set(sources)
    foreach(proto IN LISTS arg_PROTOS)
        string(REGEX REPLACE "\\.proto$" "" stem "${proto}")
        add_custom_command(
            OUTPUT "${out}/${stem}.wire.h" "${out}/${stem}.wire.cc"
            BYPRODUCTS "${out}/${stem}.wire.list"
            COMMAND protobuf::protoc -I "${PROJECT_SOURCE_DIR}/proto"
                "--plugin=protoc-gen-tessera=$<TARGET_FILE:protoc-gen-tessera>"
                "--tessera_out=${out}" "${PROJECT_SOURCE_DIR}/proto/${proto}"
            DEPENDS "${PROJECT_SOURCE_DIR}/proto/${proto}" protoc-gen-tessera
            COMMENT "Generating ${stem}.wire.h" VERBATIM)
        list(APPEND sources "${out}/${stem}.wire.h" "${out}/${stem}.wire.cc")
    endforeach()
    set(${arg_OUT_SOURCES} ${sources} PARENT_SCOPE)
endfunction()
