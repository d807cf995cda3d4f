# Does what README.md tells: installs the SDK below ~/.local, writes the files that it shows, runs the very commands
# that it gives, by hand and with `tessera plugin`, and has the test program try the result.
# Variables: README, BUILD, WORK, CHECK.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}/words")
set(ENV{HOME} "${WORK}/home")
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --component sdk --prefix "${WORK}/home/.local"
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)

# A file is a line `<!-- file: NAME -->` and the code block behind it.
file(READ "${README}" text)
# Semicolons and brackets would be list syntax of CMake.
string(REPLACE ";" "<semicolon>" text "${text}")
string(REPLACE "[" "<open>" text "${text}")
string(REPLACE "]" "<close>" text "${text}")
string(REPLACE "<!-- file: " ";" parts "${text}")
list(POP_FRONT parts)
list(LENGTH parts count)
if(count LESS 2)
    message(FATAL_ERROR "README.md shows no project any more")
endif()
foreach(part IN LISTS parts)
    string(REGEX MATCH "^([^ ]+) -->\n```[a-z]*\n(.*)$" found "${part}")
    set(name "${CMAKE_MATCH_1}")
    string(FIND "${CMAKE_MATCH_2}" "\n```" end)
    string(SUBSTRING "${CMAKE_MATCH_2}" 0 ${end} contents)
    string(REPLACE "<semicolon>" ";" contents "${contents}")
    string(REPLACE "<open>" "[" contents "${contents}")
    string(REPLACE "<close>" "]" contents "${contents}")
    file(WRITE "${WORK}/words/${name}" "${contents}\n")
endforeach()

# Commands are indented by four spaces. ./dev and apt are what made this machine; the rest runs as it is written.
function(run folder)
    execute_process(COMMAND sh -ec "${ARGN}" WORKING_DIRECTORY "${folder}" COMMAND_ECHO STDOUT
        OUTPUT_VARIABLE output ECHO_OUTPUT_VARIABLE COMMAND_ERROR_IS_FATAL ANY)
    set(output "${output}" PARENT_SCOPE)
endfunction()
string(REGEX MATCHALL "\n    (cmake [^\n]*)" commands "${text}")
list(LENGTH commands count)
if(NOT count EQUAL 1)
    message(FATAL_ERROR "README.md has ${count} lines of cmake commands, not one")
endif()
run("${WORK}/words" "${commands}")
execute_process(COMMAND "${CMAKE_COMMAND}" -E env "TESSERA_TUTORIAL=${WORK}/words/build/words.wasm"
        "${CHECK}" "--gtest_filter=Tutorial.*" COMMAND_ERROR_IS_FATAL ANY)

# What the text names in backticks, with a name; `dev` never ends and is another test's.
set(ENV{PATH} "${BUILD}/bin:$ENV{PATH}")
foreach(verb IN ITEMS new build)
    string(REGEX MATCH "`(tessera plugin ${verb} NAME)`" found "${text}")
    if(NOT found)
        message(FATAL_ERROR "README.md does not tell of tessera plugin ${verb} any more")
    endif()
    string(REPLACE NAME my-plugin command "${CMAKE_MATCH_1}")
    run("${WORK}" "${command}")
endforeach()
if(NOT EXISTS "${WORK}/my-plugin/build/my-plugin.wasm" OR NOT output MATCHES "my-plugin.wasm")
    message(FATAL_ERROR "tessera plugin build says:\n${output}")
endif()
