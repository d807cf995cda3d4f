# tessera_wasmtime: the engine (Wasmtime's C API) as an imported static library.
#
# Only src/tessera/wasm links it. Cargo builds it once per machine into the user's cache, under a key
# made of everything that decides its contents, so fresh clones, worktrees and presets share it.
# Set TESSERA_WASMTIME_DIR to a folder with lib/libtessera_wasmtime.a and include/ to skip that.
include_guard(GLOBAL)

set(TESSERA_WASMTIME_DIR "" CACHE PATH "A finished build of cmake/wasmtime (lib/ and include/); empty: build or reuse the cached one")

# Sets <cargo> and <rustc> in the caller: the user's if new enough, else Debian's cargo-web.
function(_tessera_find_rust cargo rustc)
    set(minimum 1.95)
    foreach(hint IN ITEMS "$ENV{CARGO_HOME}/bin" "$ENV{HOME}/.cargo/bin" "" /usr/bin)
        unset(found_cargo CACHE)
        unset(found_rustc CACHE)
        if(hint STREQUAL "")
            find_program(found_cargo cargo)
            find_program(found_rustc rustc)
        else()
            find_program(found_cargo cargo PATHS "${hint}" NO_DEFAULT_PATH)
            find_program(found_rustc rustc PATHS "${hint}" NO_DEFAULT_PATH)
        endif()
        if(found_cargo AND found_rustc)
            execute_process(COMMAND "${found_rustc}" --version OUTPUT_VARIABLE version ERROR_QUIET)
            if(version MATCHES "^rustc ([0-9.]+)" AND CMAKE_MATCH_1 VERSION_GREATER_EQUAL minimum)
                set(${cargo} "${found_cargo}" PARENT_SCOPE)
                set(${rustc} "${found_rustc}" PARENT_SCOPE)
                return()
            endif()
        endif()
    endforeach()
    message(FATAL_ERROR "Wasmtime needs cargo and rustc ${minimum} or newer. "
        "Install Debian's packages (apt install cargo-web rustc-web) or https://rustup.rs")
endfunction()

function(_tessera_wasmtime)
    set(sources "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/wasmtime")
    set(dir "${TESSERA_WASMTIME_DIR}")
    if(NOT dir)
        _tessera_find_rust(cargo rustc)
        execute_process(COMMAND "${rustc}" -vV OUTPUT_VARIABLE rustc_version COMMAND_ERROR_IS_FATAL ANY)
        set(key "${rustc_version}")
        foreach(file IN ITEMS Cargo.toml Cargo.lock src/lib.rs build.cmake)
            set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${sources}/${file}")
            file(READ "${sources}/${file}" text)
            string(APPEND key "${text}")
        endforeach()
        string(SHA256 key "${key}")
        string(SUBSTRING "${key}" 0 16 key)
        set(cache "$ENV{XDG_CACHE_HOME}")
        if(NOT cache)
            set(cache "$ENV{HOME}/.cache")
        endif()
        set(dir "${cache}/tessera/wasmtime/${key}")
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
