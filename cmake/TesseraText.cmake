# tessera_embed_text(HEADER data/x.h NAMESPACE ns TEXTS kName=file ...)
#
# Texts that more than one part of the tree holds as constants: the header defines each as a
# std::string_view. It is found by whoever includes ${TESSERA_TEXT_INCLUDES}, native or wasm.
set(TESSERA_TEXT_INCLUDES "${PROJECT_BINARY_DIR}/texts" CACHE INTERNAL "")

function(tessera_embed_text)
    cmake_parse_arguments(arg "" "HEADER;NAMESPACE" "TEXTS" ${ARGN})
    set(out "#pragma once\n#include <string_view>\nnamespace ${arg_NAMESPACE} {\n")
    foreach(text IN LISTS arg_TEXTS)
        string(REGEX MATCH "^([^=]*)=(.*)$" _ "${text}")
        set(name "${CMAKE_MATCH_1}")
        set(file "${PROJECT_SOURCE_DIR}/${CMAKE_MATCH_2}")
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
        file(READ "${file}" content)
        string(APPEND out "inline constexpr std::string_view ${name} = R\"text(${content})text\";\n")
    endforeach()
    string(APPEND out "}\n")
    file(CONFIGURE OUTPUT "${TESSERA_TEXT_INCLUDES}/${arg_HEADER}" CONTENT "${out}" @ONLY)
endfunction()
