#include "tessera/client/facts.h"

#include <algorithm>
#include <array>
#include <variant>

#include "tessera/client/widths.h"

namespace tessera::client {

namespace {

using session::client::ColorDepth;
using session::client::Facts;
using session::client::Graphics;
namespace in = vt::input;

enum class Extras : std::uint8_t { None = 0, Underlines = 1, Links = 2, Both = 3 };

/// What a terminal does not have of what xterm has. Source: its terminfo entry (bce, ech, hpa,
/// indn, csr), of the oldest of a family.
enum class Lacks : std::uint8_t {
    Nothing = 0,
    BackgroundErase = 1,
    EraseCharacters = 2,
    ColumnAddress = 4,
    ScrollCounts = 8,
    ScrollRegions = 16,
};
constexpr Lacks operator|(Lacks a, Lacks b) {
    return static_cast<Lacks>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr Lacks kAsVt100 =
    Lacks::BackgroundErase | Lacks::EraseCharacters | Lacks::ColumnAddress | Lacks::ScrollCounts;
constexpr Lacks kAsScreen = Lacks::BackgroundErase | Lacks::EraseCharacters;

struct TermRow {
    std::string_view prefix;  // of TERM
    ColorDepth colors;
    Extras extras;
    Lacks lacks = Lacks::Nothing;
};
// First match wins. Links: OSC 8, which others ignore as any unknown OSC.
constexpr std::array kTerms = std::to_array<TermRow>({
    {"linux", ColorDepth::Colors16, Extras::None, Lacks::ScrollCounts},
    {"vte", ColorDepth::Colors256, Extras::Links},
    {"vt", ColorDepth::Monochrome, Extras::None, kAsVt100},
    {"ansi", ColorDepth::Colors16, Extras::None, Lacks::BackgroundErase | Lacks::ScrollRegions},
    {"cons25", ColorDepth::Colors16, Extras::None, Lacks::ColumnAddress | Lacks::ScrollRegions},
    {"xterm-kitty", ColorDepth::Rgb, Extras::Both},
    {"xterm-ghostty", ColorDepth::Rgb, Extras::Both},
    {"foot", ColorDepth::Rgb, Extras::Both},
    {"alacritty", ColorDepth::Rgb, Extras::Both},
    {"wezterm", ColorDepth::Rgb, Extras::Both},
    {"contour", ColorDepth::Rgb, Extras::Both},
    {"rio", ColorDepth::Rgb, Extras::Both},
    {"mintty", ColorDepth::Rgb, Extras::Both},
    {"iterm", ColorDepth::Rgb, Extras::Both},
    {"xterm-16color", ColorDepth::Colors16, Extras::Links},
    {"xterm", ColorDepth::Colors256, Extras::Links},
    {"konsole", ColorDepth::Colors256, Extras::Links},
    {"gnome", ColorDepth::Colors256, Extras::Links},
    {"putty", ColorDepth::Colors256, Extras::None},
    {"st-", ColorDepth::Colors256, Extras::None},
    {"tmux", ColorDepth::Colors256, Extras::Links, kAsScreen},
    {"screen", ColorDepth::Colors256, Extras::None, kAsScreen},
    {"rxvt", ColorDepth::Colors256, Extras::None, Lacks::EraseCharacters | Lacks::ScrollCounts},
    {"", ColorDepth::Colors16, Extras::None, kAsVt100},
});

// By XTVERSION: those that draw curly and coloured underlines.
constexpr std::array<std::string_view, 11> kStyledUnderlines = {
    "kitty",   "WezTerm", "foot",   "ghostty", "iTerm2", "contour",
    "Konsole", "VTE",     "mintty", "tmux",    "tessera"};

constexpr std::uint32_t kSynchronizedOutput = 2026;
/// In DA1: the terminal draws sixel. Source: xterm ctlseqs, "Send Device Attributes".
constexpr std::uint32_t kHasSixel = 4;
/// Kitty graphics' own way to ask: a picture of one pixel that is not kept.
constexpr std::uint32_t kAskedImage = 31;
constexpr std::string_view kGraphicsQuestion = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\";
/// Kitty flags, DECRQM, XTVERSION, dark or light, size of a cell.
constexpr std::string_view kQuestions = "\x1b[?u\x1b[?2026$p\x1b[>0q\x1b[?996n\x1b[16t";
/// DA1, which everybody answers: the last one.
constexpr std::string_view kLastQuestion = "\x1b[c";

bool has(Extras extras, Extras one) {
    return (static_cast<unsigned>(extras) & static_cast<unsigned>(one)) != 0;
}

void set_lacks(Facts& facts, Lacks lacks) {
    const auto lacks_it = [lacks](Lacks one) {
        return (static_cast<unsigned>(lacks) & static_cast<unsigned>(one)) != 0;
    };
    facts.erases_to_default = lacks_it(Lacks::BackgroundErase);
    facts.no_erase_characters = lacks_it(Lacks::EraseCharacters);
    facts.no_column_address = lacks_it(Lacks::ColumnAddress);
    facts.no_scroll_counts = lacks_it(Lacks::ScrollCounts);
    facts.no_scroll_regions = lacks_it(Lacks::ScrollRegions);
}

std::uint32_t rgb_of(const in::ColorReply& color) {
    return (static_cast<std::uint32_t>(color.red >> 8U) << 16U) |
           (static_cast<std::uint32_t>(color.green >> 8U) << 8U) | (color.blue >> 8U);
}

struct Learn {
    Facts& facts;

    bool operator()(const in::AttributesReply& reply) const {
        if (reply.level != in::AttributesLevel::Primary) {
            return false;
        }
        // The first parameter is a conformance level, 4 for a VT132.
        if (facts.graphics == Graphics::Characters && reply.parameters.size() > 1 &&
            std::ranges::find(reply.parameters.begin() + 1, reply.parameters.end(), kHasSixel) !=
                reply.parameters.end()) {
            facts.graphics = Graphics::Sixel;
        }
        return true;
    }
    bool operator()(const in::GraphicsReply& reply) const {
        if (reply.image_id == kAskedImage && reply.message == "OK") {
            facts.graphics = Graphics::Kitty;
        }
        return false;
    }
    bool operator()(const in::SizeReply& reply) const {
        if (reply.kind == in::SizeKind::CellPixels) {
            facts.cell_width = reply.width;
            facts.cell_height = reply.height;
        }
        return false;
    }
    bool operator()(const in::KittyFlagsReply&) const {
        facts.kitty_keyboard = true;
        return false;
    }
    bool operator()(const in::ModeReply& reply) const {
        if (reply.space == in::ModeSpace::Private && reply.mode == kSynchronizedOutput) {
            facts.synchronized_output =
                reply.state == in::ModeState::Set || reply.state == in::ModeState::Reset;
        }
        return false;
    }
    bool operator()(const in::VersionReply& reply) const {
        if (std::ranges::any_of(kStyledUnderlines, [&](std::string_view name) {
                return reply.name.starts_with(name);
            })) {
            facts.styled_underlines = true;
            facts.hyperlinks = true;
            facts.colors = ColorDepth::Rgb;
            set_lacks(facts, Lacks::Nothing);  // tmux has more than its entry says
        }
        return false;
    }
    bool operator()(const in::ColorReply& reply) const {
        if (reply.slot == in::ColorSlot::Foreground) {
            facts.foreground = rgb_of(reply);
        } else if (reply.slot == in::ColorSlot::Background) {
            facts.background = rgb_of(reply);
        }
        return false;
    }
    template <class Other>
    bool operator()(const Other&) const {
        return false;
    }
};

}  // namespace

bool can_draw(std::string_view term) {
    return !term.empty() && term != "dumb" && term != "unknown";
}

Facts guess_facts(std::string_view term, std::string_view colorterm) {
    const auto row = std::ranges::find_if(
        kTerms, [term](const TermRow& candidate) { return term.starts_with(candidate.prefix); });
    Facts facts{.term = std::string(term),
                .colors = row->colors,
                .styled_underlines = has(row->extras, Extras::Underlines),
                .hyperlinks = has(row->extras, Extras::Links)};
    set_lacks(facts, row->lacks);
    if (term.ends_with("-256color")) {
        facts.colors = std::max(facts.colors, ColorDepth::Colors256);
    }
    if (term.ends_with("-direct") || colorterm == "truecolor" || colorterm == "24bit") {
        facts.colors = ColorDepth::Rgb;
    }
    return facts;
}

std::string questions_for(std::string_view term) {
    // The Linux console and real terminals print what they do not know of these.
    const bool would_print = term.starts_with("linux") || term.starts_with("vt") ||
                             term.starts_with("ansi") || term.starts_with("cons25");
    if (would_print) {
        return {};
    }
    // tmux and screen take an APC for a title.
    const bool takes_titles = term.starts_with("tmux") || term.starts_with("screen");
    std::string out(kQuestions);
    out += kColorQuestions;
    out += WidthQuestions::text();
    out += takes_titles ? std::string_view() : kGraphicsQuestion;
    out += kLastQuestion;
    return out;
}

bool learn(Facts& facts, const vt::input::Reply& reply) {
    return std::visit(Learn{facts}, reply);
}

}  // namespace tessera::client
