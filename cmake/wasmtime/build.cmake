# Builds the engine's static library and puts it with its C headers below OUT. Run at build time:
#
#   cmake -DCARGO=cargo -DRUSTC=rustc -DOUT=~/.cache/tessera/wasmtime/KEY -P build.cmake
#
# OUT/lib, OUT/include   what the build uses; OUT/lib appears last, so if it is there it is whole
# OUT/src, OUT/target    copy of this folder (same path for every clone) and cargo's target directory
#
# Several builds may run this at once: the first one works, the others wait for it.
cmake_minimum_required(VERSION 3.25)

set(library "${OUT}/lib/libtessera_wasmtime.a")
file(MAKE_DIRECTORY "${OUT}")
file(LOCK "${OUT}/lock" GUARD PROCESS TIMEOUT 3600)
if(EXISTS "${library}")
    return()
endif()

message("Building the WebAssembly engine (Wasmtime): about five minutes, once per machine, in ${OUT}")
file(COPY "${CMAKE_CURRENT_LIST_DIR}/Cargo.toml" "${CMAKE_CURRENT_LIST_DIR}/Cargo.lock" DESTINATION "${OUT}/src")
file(COPY "${CMAKE_CURRENT_LIST_DIR}/src" DESTINATION "${OUT}/src")
set(cargo_environment "${CMAKE_COMMAND}" -E env "RUSTC=${RUSTC}" --unset=RUSTFLAGS --unset=CARGO_TARGET_DIR)
execute_process(
    COMMAND ${cargo_environment} "${CARGO}" build --release --locked --target-dir "${OUT}/target"
    WORKING_DIRECTORY "${OUT}/src" COMMAND_ERROR_IS_FATAL ANY)

# The headers come with the crate's sources; cargo says where it unpacked them.
execute_process(
    COMMAND ${cargo_environment} "${CARGO}" metadata --locked --format-version 1
    WORKING_DIRECTORY "${OUT}/src" OUTPUT_VARIABLE metadata COMMAND_ERROR_IS_FATAL ANY)
if(NOT metadata MATCHES "\"manifest_path\":\"([^\"]*/wasmtime-c-api-impl-[^/\"]*)/Cargo.toml\"")
    message(FATAL_ERROR "cargo metadata does not name the wasmtime-c-api-impl crate")
endif()
set(crate "${CMAKE_MATCH_1}")
file(REMOVE_RECURSE "${OUT}/include")
file(COPY "${crate}/include" DESTINATION "${OUT}" FILES_MATCHING PATTERN "*.h")
# conf.h says which features the library has; they must be those of Cargo.toml.
foreach(feature IN ITEMS CRANELIFT WINCH PARALLEL_COMPILATION WAT GC GC_NULL)
    set(WASMTIME_FEATURE_${feature} 1)
endforeach()
configure_file("${crate}/include/wasmtime/conf.h.in" "${OUT}/include/wasmtime/conf.h")

file(MAKE_DIRECTORY "${OUT}/lib")
file(COPY_FILE "${OUT}/target/release/libtessera_wasmtime.a" "${library}.new")
file(RENAME "${library}.new" "${library}")
# Intermediate files are a gigabyte and of no further use.
if(NOT DEFINED ENV{TESSERA_KEEP_CARGO_TARGET})
    file(REMOVE_RECURSE "${OUT}/target")
endif()
