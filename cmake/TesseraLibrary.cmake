# One directory = one static library = one namespace.
#
#   tessera_library(vt SOURCES a.cc b.cc TESTS a_test.cc DEPS unicode base LINK PkgConfig::fmt
#                   TEST_DEPS kdl TEST_LINK nlohmann_json::nlohmann_json)
#
# makes libtessera_vt.a (alias tessera::vt) and, when tests are on, the test program
# tessera_vt_test. Sources must be named: a file nobody lists is a file nobody builds.

add_library(tessera_warnings INTERFACE)
target_compile_options(tessera_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
    $<$<BOOL:${TESSERA_WERROR}>:-Werror>
    # g++ 12 mistakes designated initialisers with defaults for missing ones.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-missing-field-initializers>
    $<$<CXX_COMPILER_ID:Clang>:-Wno-missing-designated-field-initializers>
    # libstdc++ 12's own stable_sort and stable_partition call what it has deprecated.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)

function(tessera_target_defaults target)
    target_compile_features(${target} PUBLIC cxx_std_23)
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
    target_include_directories(${target} PUBLIC
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>
        $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>
        $<INSTALL_INTERFACE:include>)
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:tessera_warnings>)
endfunction()

function(tessera_test name)
    cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
    if(NOT TESSERA_TESTS)
        return()
    endif()
    add_executable(${name} ${arg_SOURCES})
    tessera_target_defaults(${name})
    target_link_libraries(${name} PRIVATE ${arg_LINK} GTest::gtest_main)
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 300)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES
        TIMEOUT ${arg_TIMEOUT}
        LABELS "unit;${arg_LABELS}"
        ENVIRONMENT "TESSERA_SHARED=${TESSERA_SHARED};TESSERA_BUILD_DIR=${PROJECT_BINARY_DIR};TESSERA_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
endfunction()

function(tessera_library name)
    cmake_parse_arguments(arg "" "TEST_TIMEOUT" "SOURCES;TESTS;DEPS;LINK;TEST_DEPS;TEST_LINK" ${ARGN})
    set(target tessera_${name})
    add_library(${target} STATIC ${arg_SOURCES})
    add_library(tessera::${name} ALIAS ${target})
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
    tessera_target_defaults(${target})
    list(TRANSFORM arg_DEPS PREPEND tessera::)
    list(TRANSFORM arg_TEST_DEPS PREPEND tessera::)
    target_link_libraries(${target} PUBLIC ${arg_DEPS} PRIVATE ${arg_LINK})
    if(arg_TESTS)
        tessera_test(${target}_test SOURCES ${arg_TESTS} TIMEOUT ${arg_TEST_TIMEOUT}
            LINK ${target} ${arg_TEST_DEPS} ${arg_TEST_LINK} LABELS ${name})
    endif()
endfunction()
