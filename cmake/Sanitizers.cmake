# TESSERA_SANITIZE: empty, "address" (with undefined) or "thread".
# Sanitizer builds run without seccomp, Landlock and rlimits (TESSERA_NO_SANDBOX): the sanitizer
# run-times need system calls and address space that the sandbox forbids.
if(TESSERA_SANITIZE STREQUAL "address")
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
    add_compile_definitions(TESSERA_NO_SANDBOX)
elseif(TESSERA_SANITIZE STREQUAL "thread")
    add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
    add_link_options(-fsanitize=thread)
    add_compile_definitions(TESSERA_NO_SANDBOX)
elseif(TESSERA_SANITIZE)
    message(FATAL_ERROR "TESSERA_SANITIZE is '${TESSERA_SANITIZE}'; use address or thread")
endif()
# Coverage feedback for every library that a fuzz target links; the targets add the driver.
if(TESSERA_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
