# Installs into a prefix, moves it elsewhere, and uses it as a stranger would:
#   * programs, helpers, libraries, headers and the CMake package are in their places;
#   * the installed tessera runs;
#   * examples/embed builds against it with find_package(Tessera), and all programs say what their
#     comments promise; one has a guest that is built with the installed SDK;
#   * tessera::wasm alone asks for nothing of what only tessera::vt needs;
#   * every installed header compiles from the prefix alone.
# The checkout must be built: cmake -DBUILD=build/dev -DSOURCE=. -DCOMPILER=g++ -P install_test.cmake
cmake_minimum_required(VERSION 3.25)
set(work "${BUILD}/install_test")
set(prefix "${work}/moved prefix")
file(REMOVE_RECURSE "${work}")

function(run output_variable)
    execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "${ARGN}\nended with ${status}:\n${output}")
    endif()
    set(${output_variable} "${output}" PARENT_SCOPE)
endfunction()

function(expect text pattern what)
    if(NOT text MATCHES "${pattern}")
        message(FATAL_ERROR "${what}: expected ${pattern} in:\n${text}")
    endif()
endfunction()

run(ignored "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${work}/prefix")
file(RENAME "${work}/prefix" "${prefix}")
foreach(path IN ITEMS bin/tessera libexec/tessera/tessera-plugin-host include/tessera/wasm/wasm.h
        include/tessera/vt/terminal.h include/tessera/wasi/objects.h)
    if(NOT EXISTS "${prefix}/${path}")
        message(FATAL_ERROR "the prefix lacks ${path}")
    endif()
endforeach()
file(GLOB_RECURSE private "${prefix}/include/*internal.h" "${prefix}/include/*_test.h"
    "${prefix}/include/*watchdog.h" "${prefix}/include/tessera/messages/session/*")
if(private)
    message(FATAL_ERROR "private headers were installed: ${private}")
endif()
run(version "${prefix}/bin/tessera" --version)
expect("${version}" "${VERSION}" "tessera --version")

set(flags)
if(SANITIZE STREQUAL "address")
    set(flags "-fsanitize=address,undefined")
elseif(SANITIZE STREQUAL "thread")
    set(flags "-fsanitize=thread")
endif()
find_program(ccache ccache)
if(ccache)
    set(ENV{CMAKE_CXX_COMPILER_LAUNCHER} "${ccache}")
endif()
set(configure "${CMAKE_COMMAND}" -G Ninja "-DCMAKE_PREFIX_PATH=${prefix}"
    "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_FLAGS=${flags}")

run(ignored ${configure} -S "${SOURCE}/examples/embed" -B "${work}/embed")
run(ignored "${CMAKE_COMMAND}" --build "${work}/embed")
run(hello "${work}/embed/example_hello_plugin")
expect("${hello}" "plugin says: 20\nmy_exported_function\\(20\\) = 41" "hello_plugin")
run(shared "${work}/embed/example_shared_state")
expect("${shared}" "the plugin wrote: HELLO\ncalls so far: 2\ncallbacks: 7 -> 14, 7 -> 49"
    "shared_state")
if(EXISTS "${work}/embed/objects_guest.wasm")
    run(objects "${work}/embed/example_objects" "${work}/embed/objects_guest.wasm")
    expect("${objects}" "object: greeting = HELLO, WASM\nbytes: 3 2 1\ntext: hello, world!" "objects")
elseif(EXISTS "${prefix}/share/tessera/sdk/tessera_guest.o")
    message(FATAL_ERROR "the guest of examples/embed/objects was not built")
endif()

# Packages of libjpeg, libpng, re2 and zstd that cannot be found, as where they are not installed.
file(MAKE_DIRECTORY "${work}/alone")
foreach(component IN ITEMS wasm vt)
    file(WRITE "${work}/alone/${component}/CMakeLists.txt" "cmake_minimum_required(VERSION 3.25)
project(Alone CXX)
set(CMAKE_DISABLE_FIND_PACKAGE_JPEG ON)
set(CMAKE_DISABLE_FIND_PACKAGE_PNG ON)
find_package(Tessera COMPONENTS ${component})
message(STATUS \"found: \${Tessera_FOUND}\")
if(Tessera_FOUND)
    add_executable(alone \"${SOURCE}/examples/embed/hello_plugin.cc\")
    target_link_libraries(alone PRIVATE tessera::${component})
endif()
")
    run(found_${component} ${configure} -S "${work}/alone/${component}" -B "${work}/alone/${component}/build")
endforeach()
expect("${found_wasm}" "found: (TRUE|1)" "tessera::wasm without libjpeg")
expect("${found_vt}" "found: (FALSE|0)" "tessera::vt without libjpeg")
run(ignored "${CMAKE_COMMAND}" --build "${work}/alone/wasm/build")

# One translation unit a header: each must bring in what it needs.
file(GLOB_RECURSE headers RELATIVE "${prefix}/include" "${prefix}/include/*.h")
list(FILTER headers EXCLUDE REGEX "^tessera/messages/")  # generated; an example includes one
set(sources)
foreach(header IN LISTS headers)
    string(REPLACE "/" "_" name "${header}")
    file(WRITE "${work}/headers/${name}.cc" "#include <${header}>\n")
    list(APPEND sources "${name}.cc")
endforeach()
list(JOIN sources " " sources)
file(WRITE "${work}/headers/CMakeLists.txt" "cmake_minimum_required(VERSION 3.25)
project(Headers CXX)
find_package(Tessera REQUIRED)
add_library(headers OBJECT ${sources})
target_link_libraries(headers PRIVATE tessera::wasi tessera::vt)
")
run(ignored ${configure} -S "${work}/headers" -B "${work}/headers/build")
run(ignored "${CMAKE_COMMAND}" --build "${work}/headers/build")
file(REMOVE_RECURSE "${work}")
