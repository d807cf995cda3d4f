# Installs the SDK, writes the files that README.md shows, builds the plugin with the commands it gives, and
# has the test program try the result. Variables: README, BUILD, WORK, CHECK.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}/words")
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --component sdk --prefix "${WORK}/prefix"
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

execute_process(COMMAND "${CMAKE_COMMAND}" -S "${WORK}/words" -B "${WORK}/words/build"
        "-DCMAKE_PREFIX_PATH=${WORK}/prefix" COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CMAKE_COMMAND}" --build "${WORK}/words/build" COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CMAKE_COMMAND}" -E env "TESSERA_TUTORIAL=${WORK}/words/build/words.wasm"
        "${CHECK}" "--gtest_filter=Tutorial.*" COMMAND_ERROR_IS_FATAL ANY)
