# Builds program NAME of the cargo package in SOURCE into OUT/NAME. Run at build time by cmake/Rust.cmake:
#
#   cmake -DCARGO=cargo -DRUSTC=rustc -DNAME=wast_json -DSOURCE=tools/wast_json -DOUT=... -P BuildCargoTool.cmake
#
# Several builds may run this at once: the first one works, the others wait for it.
cmake_minimum_required(VERSION 3.25)
file(MAKE_DIRECTORY "${OUT}")
file(LOCK "${OUT}/lock" GUARD PROCESS TIMEOUT 3600)
if(EXISTS "${OUT}/${NAME}")
    return()
endif()
execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env "RUSTC=${RUSTC}" --unset=RUSTFLAGS --unset=CARGO_TARGET_DIR
        "${CARGO}" build --release --locked --quiet --target-dir "${OUT}/target"
    WORKING_DIRECTORY "${SOURCE}" COMMAND_ERROR_IS_FATAL ANY)
file(COPY_FILE "${OUT}/target/release/${NAME}" "${OUT}/${NAME}.new")
file(RENAME "${OUT}/${NAME}.new" "${OUT}/${NAME}")
file(REMOVE_RECURSE "${OUT}/target")
