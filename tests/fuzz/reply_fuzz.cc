// Any bytes into a terminal: what it answers is always a word of the closed grammar of
// reply_grammar.h. The grammar has no place for free text, so that no run of input bytes can come
// back out.
// Seeds: conformance/xterm.js-escape-files

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "reply_grammar.h"
#include "tessera/vt/terminal.h"

namespace {

/// Whether a word of the input stands in the replies that none of the grammar's fixed texts has.
/// Words are what numbers cannot spell: four letters or more that are no hexadecimal digits. This
/// does not rely on the grammar's way of matching.
bool copies_a_word(std::string_view input, std::string_view replies) {
    constexpr std::size_t kWord = 4;
    const auto is_letter = [](char c) { return (c >= 'g' && c <= 'z') || (c >= 'G' && c <= 'Z'); };
    for (std::size_t i = 0; i + kWord <= replies.size(); ++i) {
        const std::string_view word = replies.substr(i, kWord);
        if (!std::ranges::all_of(word, is_letter)) {
            continue;
        }
        const auto has_word = [&](std::string_view text) {
            return text.find(word) != std::string_view::npos;
        };
        if (has_word(input) && !std::ranges::any_of(tessera::fuzz::kReplyPatterns, has_word) &&
            !std::ranges::any_of(tessera::fuzz::kReplyErrors, has_word)) {
            return true;
        }
    }
    return false;
}

/// The one thing of a program's that comes back, a name without which an answer is nobody's, is
/// what it may be and stands where it belongs. It is taken out: the rest is ours.
std::string without_names(std::string_view replies) {
    constexpr std::string_view kBegin = "\x1b]99;i=";
    std::string out;
    while (!replies.empty()) {
        const std::size_t at = replies.find(kBegin);
        out += replies.substr(0, at);
        if (at == std::string_view::npos) {
            break;
        }
        replies.remove_prefix(at + kBegin.size());
        replies.remove_prefix(
            std::min(tessera::fuzz::detail::symbol('`', replies), replies.size()));
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tessera;
    vt::Terminal terminal({Rows(24), Cols(80)}, {.history = {.rows_max = 50}});
    constexpr std::size_t kPiece = 64;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
        terminal.feed(bytes.substr(at, kPiece));
        const std::string replies = terminal.take_replies();
        const std::string ours = without_names(fuzz::with_long_controls(replies));
        if (!fuzz::is_replies(replies) || copies_a_word(bytes.substr(0, at + kPiece), ours)) {
            std::abort();
        }
        (void)terminal.take_events();
    }
    return 0;
}
