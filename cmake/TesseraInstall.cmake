# What `cmake --install` puts into a prefix beside the programs (each of which has its own install()
# where it is made): libraries other programs link, their headers, the CMake package that finds
# them, and the built-in plugins. The build directory has the same layout, so programs look for
# their helpers relative to themselves in both: <bin>/../libexec/tessera, <bin>/../share/tessera.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# Libraries useful on their own, and those they need. Their headers become part of the package,
# except the ones that only their own .cc files include.
set(TESSERA_PUBLIC_LIBRARIES base code_store unicode paths wire wasm wasi vt)
set(TESSERA_PRIVATE_HEADERS wasm/internal.h wasm/engine_extras.h wasm/watchdog.h wasi/state.h)

foreach(library IN LISTS TESSERA_PUBLIC_LIBRARIES)
    install(TARGETS tessera_${library} EXPORT TesseraTargets
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development)
    file(GLOB_RECURSE headers RELATIVE "${PROJECT_SOURCE_DIR}/src/tessera" CONFIGURE_DEPENDS
        "${PROJECT_SOURCE_DIR}/src/tessera/${library}/*.h")
    list(REMOVE_ITEM headers ${TESSERA_PRIVATE_HEADERS})
    foreach(header IN LISTS headers)
        get_filename_component(directory "${header}" DIRECTORY)
        install(FILES "${PROJECT_SOURCE_DIR}/src/tessera/${header}" COMPONENT development
            DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/tessera/${directory}")
    endforeach()
endforeach()

# The plugin contract's messages, for hosts of plugins: #include "plugin/event.wire.h".
install(DIRECTORY "${PROJECT_BINARY_DIR}/generated/plugin" COMPONENT development
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/tessera/messages" FILES_MATCHING PATTERN "*.wire.h")

set(package "${CMAKE_INSTALL_LIBDIR}/cmake/Tessera")
install(EXPORT TesseraTargets NAMESPACE tessera:: DESTINATION "${package}" COMPONENT development)
get_target_property(engine tessera_wasmtime IMPORTED_LOCATION)
install(FILES "${engine}" DESTINATION "${CMAKE_INSTALL_LIBDIR}/tessera" COMPONENT development)
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/TesseraConfig.cmake.in"
    "${PROJECT_BINARY_DIR}/cmake/TesseraConfig.cmake" INSTALL_DESTINATION "${package}"
    PATH_VARS CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/cmake/TesseraConfigVersion.cmake"
    COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/cmake/TesseraConfig.cmake"
    "${PROJECT_BINARY_DIR}/cmake/TesseraConfigVersion.cmake"
    DESTINATION "${package}" COMPONENT development)

install(DIRECTORY "${PROJECT_BINARY_DIR}/share/tessera/plugins/" OPTIONAL
    DESTINATION "${CMAKE_INSTALL_DATADIR}/tessera/plugins" FILES_MATCHING PATTERN "*.wasm")
