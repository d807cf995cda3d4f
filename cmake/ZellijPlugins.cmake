# Zellij's own plugins and themes, for tests only: from Rust package zellij-utils 0.45.1 (MIT), got by cargo when the
# tests run, never committed. A test that wants them calls
#
#   tessera_use_zellij_plugins(my_test)
#
# and reads the folder's name from the environment variable TESSERA_ZELLIJ_PLUGINS (the themes are in its folder
# `themes`); it skips if the folder is not there (no network).
include_guard(GLOBAL)
# In the cache: directories that include this file after the first one have the function, but not its variables.
set(TESSERA_ZELLIJ_PLUGINS_DIR "${PROJECT_BINARY_DIR}/zellij_plugins" CACHE INTERNAL "")
set(_tessera_zellij_fetch "${CMAKE_CURRENT_LIST_DIR}/FetchZellijPlugins.cmake")

if(TESSERA_TESTS)
    add_test(NAME zellij_plugins_fetch
        COMMAND "${CMAKE_COMMAND}" "-DOUT=${TESSERA_ZELLIJ_PLUGINS_DIR}" -P "${_tessera_zellij_fetch}")
    set_tests_properties(zellij_plugins_fetch PROPERTIES
        FIXTURES_SETUP zellij_plugins TIMEOUT 300 SKIP_REGULAR_EXPRESSION "zellij-utils is not available")
endif()

function(tessera_use_zellij_plugins test)
    set_property(TEST ${test} APPEND PROPERTY FIXTURES_REQUIRED zellij_plugins)
    set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT "TESSERA_ZELLIJ_PLUGINS=${TESSERA_ZELLIJ_PLUGINS_DIR}")
endfunction()
