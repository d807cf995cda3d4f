#pragma once
// The tables of sequences for people: `tessera vt --explain` and docs/sequences.md.
// Threads: pure functions.

#include <string>
#include <string_view>

namespace tessera::vt::tool {

/// One line a sequence: how it is written, mnemonic, meaning, parameters, source, who handles it.
[[nodiscard]] std::string explain_text();
/// The same as the document docs/sequences.md.
[[nodiscard]] std::string explain_markdown();
/// Control characters as people write them: ESC, BEL, ^H.
[[nodiscard]] std::string visible(std::string_view bytes);

}  // namespace tessera::vt::tool
