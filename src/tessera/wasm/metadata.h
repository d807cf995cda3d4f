#pragma once
// What a wasm file says about itself, read without compiling it: for inspecting plugins and for
// custom sections, which machine code no longer has.
// A total, bounded reader: any bytes are accepted or refused, none make it slow or large.
// Threads: values.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/result.h"

namespace tessera::wasm {

struct CustomSection {
    std::string name;
    std::span<const std::byte> contents;  // into the bytes given to read_metadata
};

/// Of a module of many megabytes; more are left out.
inline constexpr std::size_t kFunctionNamesMax = 100'000;

struct Metadata {
    std::string module_name;  // from the name section; empty without
    /// From the name section, by index (imported functions count), at most kFunctionNamesMax.
    std::map<std::uint32_t, std::string> function_names;
    std::vector<CustomSection> custom_sections;  // in file order
    std::vector<std::string>
        features;  // from target_features, those in use ("+bulk-memory" -> "bulk-memory")
    std::vector<std::string> producers;  // "language Rust", "processed-by rustc 1.95.0"
    bool has_start_section = false;

    /// First custom section of that name, or null.
    [[nodiscard]] const CustomSection* find(std::string_view name) const;
};

/// Errors: Corrupt if the section structure is broken. Broken contents of a known custom section
/// leave its fields empty.
[[nodiscard]] Result<Metadata> read_metadata(std::span<const std::byte> wasm);

}  // namespace tessera::wasm
