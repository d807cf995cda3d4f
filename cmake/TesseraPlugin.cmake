# tessera_add_plugin(NAME SOURCES a.cc [b.cc ...] [OBJECTS x.o ...] [INCLUDES dir ...] [DEFINITIONS A=1 ...] [OUTPUT dir])
#
# Compiles C++ to NAME.wasm, a plugin for Tessera and Zellij, and links the SDK. Target NAME_wasm builds it,
# property TESSERA_WASM of that target is the file; without OUTPUT it lands in the current build directory. OBJECTS
# come from tessera_wasm_objects(), for sources that several plugins share.
#
# tessera_add_guest(NAME SOURCES a.cc [b.cc ...] [INCLUDES dir ...] [DEFINITIONS A=1 ...] [OUTPUT dir] [COMMAND])
#
# The same for a module that is no plugin: it exports what its sources mark with [[clang::export_name("...")]], and
# `_initialize`, which its host calls once before all; with COMMAND it has a main() and exports `_start` instead. Of
# the SDK it has tessera/sdk/io.h: bytes_from_stdin, object_from_stdin, bytes_to_stdout, object_to_stdout, log.
#
# -DTESSERA_PLUGIN_NAMES=ON keeps the names of functions in the module, so that a backtrace tells where it failed;
# without, modules are a fifth smaller. `tessera plugin dev` and `tessera plugin build --names` set it.
#
# Debian's clang-19, lld-19, wasi-libc, libc++-19-dev-wasm32, libc++abi-19-dev-wasm32 and
# libclang-rt-19-dev-wasm32 are the tool chain; flags of the surrounding build (sanitizers, warnings as
# errors, the compiler) have no say in it.
#
# Installed, this file is the CMake package TesseraPlugin: find_package(TesseraPlugin REQUIRED).
include_guard(GLOBAL)

find_program(TESSERA_WASM_CXX NAMES clang++-19 clang++ DOC "A clang that compiles to wasm32-wasi")
set(TESSERA_WASM_FLAGS
    --target=wasm32-wasi -std=c++23 -Os
    # A plugin that fails ends; nobody could catch anything.
    -fno-exceptions -fno-rtti -fno-threadsafe-statics
    # Whatever a plugin does not call costs it nothing.
    -ffunction-sections -fdata-sections -fvisibility=hidden
    # The host calls exports of one instance for ever: destructors would run at no time that makes sense.
    -fno-c++-static-destructors
    # No path of the machine that built it ends up in the module.
    "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=." "-ffile-prefix-map=${CMAKE_BINARY_DIR}=."
    CACHE INTERNAL "")
set(TESSERA_WASM_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
    -Wno-missing-designated-field-initializers CACHE INTERNAL "")
# 16 MiB is the most that Zellij gives; 128 KiB of stack below the data, so that overflow traps.
set(TESSERA_WASM_LINK_FLAGS
    --target=wasm32-wasi -Wl,--gc-sections -Wl,--stack-first
    -Wl,-z,stack-size=131072 -Wl,--max-memory=16777216 CACHE INTERNAL "")
option(TESSERA_PLUGIN_NAMES "Keep the names of functions in plugins, for backtraces" OFF)

# In Tessera's own build sdk/CMakeLists.txt says where the SDK is; in a prefix it is here.
get_filename_component(_tessera_sdk "${CMAKE_CURRENT_LIST_DIR}/../../../share/tessera/sdk" ABSOLUTE)
if(EXISTS "${_tessera_sdk}/tessera_sdk.o")
    set_property(GLOBAL PROPERTY TESSERA_SDK_OBJECT "${_tessera_sdk}/tessera_sdk.o")
    set_property(GLOBAL PROPERTY TESSERA_GUEST_OBJECT "${_tessera_sdk}/tessera_guest.o")
    set_property(GLOBAL PROPERTY TESSERA_SDK_INCLUDES "${_tessera_sdk}/include")
endif()

# tessera_wasm_objects(OUT variable SOURCES a.cc ... INCLUDES dir ... DEPENDS file ... [FLAGS ...] [PREFIX dir])
function(tessera_wasm_objects)
    cmake_parse_arguments(arg "" "OUT;PREFIX" "SOURCES;INCLUDES;DEPENDS;FLAGS" ${ARGN})
    if(NOT TESSERA_WASM_CXX)
        message(FATAL_ERROR "Plugins need clang 19 with its wasm32-wasi libraries. "
            "Debian: clang-19 lld-19 wasi-libc libc++-19-dev-wasm32 libc++abi-19-dev-wasm32 libclang-rt-19-dev-wasm32. "
            "Or build without them: -DTESSERA_PLUGINS=OFF")
    endif()
    list(TRANSFORM arg_INCLUDES PREPEND -I)
    set(objects)
    foreach(source IN LISTS arg_SOURCES)
        cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
        cmake_path(GET source FILENAME name)
        set(object "${CMAKE_CURRENT_BINARY_DIR}/wasm/${arg_PREFIX}/${name}.o")
        file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/wasm/${arg_PREFIX}")
        add_custom_command(OUTPUT "${object}"
            COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} "${TESSERA_WASM_CXX}" ${TESSERA_WASM_FLAGS} ${arg_FLAGS}
                ${arg_INCLUDES} -MD -MF "${object}.d" -MT "${object}" -c "${source}" -o "${object}"
            DEPENDS "${source}" ${arg_DEPENDS} DEPFILE "${object}.d"
            COMMENT "Compiling ${name} to wasm" VERBATIM)
        list(APPEND objects "${object}")
    endforeach()
    set(${arg_OUT} ${objects} PARENT_SCOPE)
endfunction()

# Compiles and links; CRT: flags that choose what starts the module, OBJECT: the part of the SDK that goes in.
function(_tessera_add_module name)
    cmake_parse_arguments(arg "" "OUTPUT;OBJECT" "SOURCES;OBJECTS;INCLUDES;DEFINITIONS;CRT" ${ARGN})
    if(NOT arg_OUTPUT)
        set(arg_OUTPUT "${CMAKE_CURRENT_BINARY_DIR}")
    endif()
    get_property(sdk_includes GLOBAL PROPERTY TESSERA_SDK_INCLUDES)
    list(TRANSFORM arg_DEFINITIONS PREPEND -D)
    tessera_wasm_objects(OUT objects PREFIX "${name}" SOURCES ${arg_SOURCES}
        INCLUDES ${sdk_includes} ${arg_INCLUDES} DEPENDS "${arg_OBJECT}"
        FLAGS ${TESSERA_WASM_WARNINGS} ${arg_DEFINITIONS})
    list(APPEND objects ${arg_OBJECTS})
    set(module "${arg_OUTPUT}/${name}.wasm")
    file(MAKE_DIRECTORY "${arg_OUTPUT}")
    set(strip -Wl,--strip-all)
    if(TESSERA_PLUGIN_NAMES)
        set(strip -Wl,--strip-debug)
    endif()
    add_custom_command(OUTPUT "${module}"
        COMMAND "${TESSERA_WASM_CXX}" ${TESSERA_WASM_LINK_FLAGS} ${strip} ${arg_CRT} ${objects} "${arg_OBJECT}"
            -o "${module}"
        DEPENDS ${objects} "${arg_OBJECT}" COMMENT "Linking ${name}.wasm" VERBATIM)
    add_custom_target(${name}_wasm ALL DEPENDS "${module}")
    set_target_properties(${name}_wasm PROPERTIES TESSERA_WASM "${module}")
    if(TARGET tessera_sdk_wasm)
        add_dependencies(${name}_wasm tessera_sdk_wasm)
    endif()
endfunction()

function(tessera_add_plugin name)
    get_property(object GLOBAL PROPERTY TESSERA_SDK_OBJECT)
    _tessera_add_module(${name} ${ARGN} OBJECT "${object}" CRT -nostartfiles)
endfunction()

function(tessera_add_guest name)
    cmake_parse_arguments(arg "COMMAND" "" "" ${ARGN})
    get_property(object GLOBAL PROPERTY TESSERA_GUEST_OBJECT)
    set(model reactor)
    if(arg_COMMAND)
        set(model command)
    endif()
    _tessera_add_module(${name} ${arg_UNPARSED_ARGUMENTS} OBJECT "${object}" CRT -mexec-model=${model})
endfunction()
