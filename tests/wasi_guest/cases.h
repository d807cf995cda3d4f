#pragma once
// The cases, by what they look at.

#include <span>

#include "check.h"

std::span<const Case> process_cases();  // arguments, environment, clocks, random, streams, exit
std::span<const Case> file_cases();     // open files and descriptors
std::span<const Case> path_cases();     // names, folders
std::span<const Case> link_cases();     // symbolic and hard links
std::span<const Case> libc_cases();     // the same through wasi-libc and libc++
