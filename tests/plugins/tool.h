#pragma once
// For tests: `tessera plugin run` as a user starts it. Threads: one.

#include <filesystem>
#include <string>
#include <string_view>

namespace tessera::plugin_runs {

struct Outcome {
    int status = -1;
    std::string text;  // both streams
};

/// Where Zellij's plugins are; empty: nowhere.
[[nodiscard]] std::filesystem::path zellij_plugins();
[[nodiscard]] std::filesystem::path source_dir();

/// `tessera plugin run MODULE OPTIONS --script -` with the script on standard input. All runs share
/// a home, so that each module is compiled once. /host is an empty folder but for `notes.txt` and
/// `sub`.
[[nodiscard]] Outcome run(const std::filesystem::path& module, std::string_view options,
                          std::string_view script);

}  // namespace tessera::plugin_runs
