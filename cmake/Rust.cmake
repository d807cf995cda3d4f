# Rust for the two things here that are written in it: the engine (cmake/Wasmtime.cmake) and tools of
# the tests. What cargo builds goes to the user's cache, under a key made of everything that decides
# its contents, so fresh clones, worktrees and presets share it.
include_guard(GLOBAL)

# Sets <cargo> and <rustc> in the caller: the user's if new enough, else Debian's cargo-web.
function(tessera_find_rust cargo rustc)
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
    message(FATAL_ERROR "Tessera needs cargo and rustc ${minimum} or newer. "
        "Install Debian's packages (apt install cargo-web rustc-web) or https://rustup.rs")
endfunction()

# Sets <out> to the folder in the user's cache for what NAME's files in <sources> become.
function(tessera_cargo_cache out name rustc sources)
    execute_process(COMMAND "${rustc}" -vV OUTPUT_VARIABLE key COMMAND_ERROR_IS_FATAL ANY)
    foreach(file IN LISTS ARGN)
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
    set(${out} "${cache}/tessera/${name}/${key}" PARENT_SCOPE)
endfunction()

# tessera_cargo_tool(NAME DIRECTORY): sets NAME_program in the caller to the path of program NAME of the
# cargo package in DIRECTORY, which target NAME_build builds.
function(tessera_cargo_tool name directory)
    tessera_find_rust(cargo rustc)
    file(GLOB files RELATIVE "${directory}" CONFIGURE_DEPENDS "${directory}/src/*.rs")
    tessera_cargo_cache(cache "${name}" "${rustc}" "${directory}" Cargo.toml Cargo.lock ${files})
    set(script "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/BuildCargoTool.cmake")
    add_custom_command(OUTPUT "${cache}/${name}"
        COMMAND "${CMAKE_COMMAND}" "-DCARGO=${cargo}" "-DRUSTC=${rustc}" "-DNAME=${name}"
            "-DSOURCE=${directory}" "-DOUT=${cache}" -P "${script}"
        COMMENT "${name}, a tool of the tests, in ${cache}" VERBATIM)
    add_custom_target(${name}_build DEPENDS "${cache}/${name}")
    set(${name}_program "${cache}/${name}" PARENT_SCOPE)
endfunction()
