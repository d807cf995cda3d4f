#include "tessera/client/widths.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "tessera/protocol/facts.h"

namespace tessera::client {

namespace {

using session::client::Facts;
using session::client::WidthRange;
using session::client::Widths;

struct Sample {
    std::string_view name;  // for users; empty: they have no say
    std::string_view text;
    std::uint32_t Widths::* field;
    std::uint32_t fewest;
    std::uint32_t most;
};
// The fields' meaning: client.proto, Widths.
constexpr std::array kSamples = std::to_array<Sample>({
    {"", "\U0001fac8", &Widths::newest, 1, 2},
    {"ambiguous", "\u00a7", &Widths::ambiguous, 1, 2},
    {"private-use", "\ue0a0", &Widths::private_use, 1, 2},
    {"spacing-mark", "\u0915\u093e\u0903", &Widths::spacing_mark, 1, 3},
    {"emoji", "\u2601\ufe0f", &Widths::selected_emoji, 1, 2},
    {"text", "\u231a\ufe0e", &Widths::selected_text, 1, 2},
    {"joined", "\U0001f469\u200d\U0001f467", &Widths::joined, 2, 5},
    {"skin-tone", "\U0001f44d\U0001f3fd", &Widths::skin_tone, 2, 4},
    {"flag", "\U0001f1eb\U0001f1f7", &Widths::flag, 2, 4},
    {"conjunct", "\u0938\u094d\u0924\u094d\u0930", &Widths::conjunct, 1, 3},
});

/// Row of the samples. Not the first: there an answer could be F3 with modifiers.
constexpr Row kSampleRow(1);
constexpr std::string_view kToSample = "\x1b[2;1H";
constexpr std::string_view kWhere = "\x1b[6n";
constexpr std::string_view kErase = "\r\x1b[K";
/// A letter and three more; four columns where REP is known. Not ASCII: of other
/// characters tmux 3.3 repeats none.
constexpr std::string_view kRepeat = "\u00e5\x1b[3b";
constexpr std::int32_t kRepeated = 4;

std::optional<std::uint32_t> number(std::string_view text, int base) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    const bool is_whole = error == std::errc() && end == text.data() + text.size();
    return is_whole ? std::optional(value) : std::nullopt;
}

/// "U+E000" or "E000".
std::optional<std::uint32_t> code_point(std::string_view text) {
    if (text.starts_with("U+") || text.starts_with("u+")) {
        text.remove_prefix(2);
    }
    const auto value = number(text, 16);
    return value && *value < 0x110000 ? value : std::nullopt;
}

Result<> read_item(std::string_view item, Widths& widths) {
    const auto wrong = [item](const std::string& why) {
        return fail(ErrorCode::InvalidArgument, "'" + std::string(item) + "': " + why);
    };
    const std::size_t equals = item.find('=');
    const auto columns =
        equals == std::string_view::npos ? std::nullopt : number(item.substr(equals + 1), 10);
    if (!columns) {
        return wrong("what it is about, '=' and a number of columns are expected");
    }
    const std::string_view name = item.substr(0, equals);
    const auto sample = std::ranges::find(kSamples, name, &Sample::name);
    if (!name.empty() && sample != kSamples.end()) {
        if (*columns < sample->fewest || *columns > sample->most) {
            return wrong("from " + std::to_string(sample->fewest) + " to " +
                         std::to_string(sample->most) + " columns are possible");
        }
        widths.*sample->field = *columns;
        return {};
    }
    const std::size_t dash = std::min(name.find('-'), name.size());
    const auto first = code_point(name.substr(0, dash));
    const auto last = dash < name.size() ? code_point(name.substr(dash + 1)) : first;
    if (!first || !last || *first > *last) {
        return wrong("neither a known name nor a range as U+E000-U+F8FF");
    }
    if (*columns < 1 || *columns > 2) {
        return wrong("a character takes 1 or 2 columns");
    }
    if (widths.ranges.size() >= protocol::kWidthRangesMax) {
        return wrong("more than " + std::to_string(protocol::kWidthRangesMax) + " ranges");
    }
    widths.ranges.push_back({.first = *first, .last = *last, .columns = *columns});
    return {};
}

}  // namespace

Result<Widths> read_widths(std::string_view text) {
    constexpr std::string_view kSeparators = ", \t";
    Widths widths;
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(kSeparators), text.size()));
        if (text.empty()) {
            return widths;
        }
        const std::string_view item = text.substr(0, text.find_first_of(kSeparators));
        TESSERA_TRY(read_item(item, widths));
        text.remove_prefix(item.size());
    }
}

std::string WidthQuestions::text() {
    std::string out = "\x1b[?2026h\x1b[?25l";
    out += kToSample;
    const auto ask = [&out](std::string_view sample) {
        out += sample;
        out += kWhere;
        out += kErase;
    };
    for (const Sample& sample : kSamples) {
        ask(sample.text);
    }
    ask(kRepeat);
    out += "\x1b[?2026l";
    return out;
}

void WidthQuestions::learn(Facts& facts, const vt::input::CursorPositionReply& reply) {
    if (reply.position.row != kSampleRow || answered_ > kSamples.size()) {
        return;
    }
    const std::int32_t columns = reply.position.col.value;
    if (answered_ == kSamples.size()) {
        facts.repeat = columns == kRepeated;
    } else {
        const Sample& sample = kSamples.at(answered_);
        if (!facts.widths) {
            facts.widths.emplace();
        }
        std::uint32_t& field = (*facts.widths).*sample.field;
        if (field == 0 && columns > 0) {
            field = std::clamp(static_cast<std::uint32_t>(columns), sample.fewest, sample.most);
        }
    }
    ++answered_;
}

}  // namespace tessera::client
