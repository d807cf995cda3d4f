#pragma once
// Words of a command line against a table of options: `--name VALUE`, `--name=VALUE`, `-n VALUE`,
// `-nVALUE`, flags together (`-sr`), `--` before words that are no options. A repeated option
// overrides itself. Source: the habits of clap, which Zellij 0.45 uses.
// Threads: pure.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/result.h"

namespace tessera::cli {

using Arguments = std::span<const std::string_view>;

struct OptionSpec {
    char letter = 0;              // 0: none
    std::string_view name;        // without dashes
    std::string_view value = {};  // what to call its value in help; empty: a flag
    std::string_view help = {};
};

struct Parsed {
    std::map<std::string_view, std::string_view> options;  // by name; a flag has an empty value
    std::vector<std::string_view> words;                   // neither option nor value
    Arguments rest;                                        // from the first word on, or after `--`

    [[nodiscard]] bool has(std::string_view name) const { return options.contains(name); }
    [[nodiscard]] std::optional<std::string_view> value(std::string_view name) const {
        const auto found = options.find(name);
        return found == options.end() ? std::nullopt : std::optional(found->second);
    }
};

/// AtFirstWord: a sub-command follows, its options are not ours.
enum class Words : std::uint8_t { Anywhere, AtFirstWord };

/// Errors: InvalidArgument, in the words of complain().
[[nodiscard]] Result<Parsed> parse(Arguments arguments, std::span<const OptionSpec> specs,
                                   Words words);

/// "unknown KIND 'GIVEN'" and the nearest of `known`, control characters made visible.
[[nodiscard]] std::string unknown(std::string_view kind, std::string_view given,
                                  std::span<const std::string_view> known);

/// One line an option: "  -s, --session <NAME>   what it does".
[[nodiscard]] std::string describe(std::span<const OptionSpec> specs);

}  // namespace tessera::cli
