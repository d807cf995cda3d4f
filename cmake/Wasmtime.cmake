# tessera_wasmtime: the engine (Wasmtime's C API) as an imported static library.
#
# Only src/tessera/wasm links it. Cargo builds it once per machine into the user's cache, under a key
# made of everything that decides its contents, so fresh clones, worktrees and presets share it.
# Set TESSERA_WASMTIME_DIR to a folder with lib/libtessera_wasmtime.a and include/ to skip that.
include_guard(GLOBAL)
include(Rust)

set(TESSERA_WASMTIME_DIR "" CACHE PATH "A finished build of cmake/wasmtime (lib/ and include/); empty: build or reuse the cached one")

function(_tessera_wasmtime)
    set(sources "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/wasmtime")
    set(dir "${TESSERA_WASMTIME_DIR}")
    if(NOT dir)
        tessera_find_rust(cargo rustc)
        tessera_cargo_cache(dir wasmtime "${rustc}" "${sources}" Cargo.toml Cargo.lock src/lib.rs build.cmake)
        add_custom_command(OUTPUT "${dir}/lib/libtessera_wasmtime.a"
            COMMAND "${CMAKE_COMMAND}" "-DCARGO=${cargo}" "-DRUSTC=${rustc}" "-DOUT=${dir}" -P "${sources}/build.cmake"
            COMMENT "WebAssembly engine in ${dir}" USES_TERMINAL VERBATIM)
        add_custom_target(tessera_wasmtime_build DEPENDS "${dir}/lib/libtessera_wasmtime.a")
    endif()

    file(MAKE_DIRECTORY "${dir}/include")
    add_library(tessera_wasmtime STATIC IMPORTED GLOBAL)
    set_target_properties(tessera_wasmtime PROPERTIES
        IMPORTED_LOCATION "${dir}/lib/libtessera_wasmtime.a"
        INTERFACE_INCLUDE_DIRECTORIES "${dir}/include"
        INTERFACE_LINK_LIBRARIES "pthread;dl;m")
    if(TARGET tessera_wasmtime_build)
        add_dependencies(tessera_wasmtime tessera_wasmtime_build)
    endif()
    set(TESSERA_WASMTIME_BUILT_IN "${dir}" PARENT_SCOPE)
endfunction()
_tessera_wasmtime()
