#include "presets.h"

#include <algorithm>
#include <optional>

#include "data/keybinds.h"

namespace tessera::configuration {

namespace {

constexpr std::string_view kPrimary = "Ctrl ";
constexpr std::string_view kSecondary = "Alt ";

/// Whether the keys of a line lead into modes, lock or quit: those move with the primary leader.
/// `Ctrl c` never does, it is what it is everywhere.
bool is_primary(std::string_view line, std::string_view key) {
    const auto does = [&](std::string_view action) {
        return line.find(action) != std::string_view::npos;
    };
    return key != "c" && (does("{ SwitchToMode") || does("{ Quit") || does("{ Write "));
}

/// The key with the leader that was chosen; nothing: there is none, or it is taken.
std::optional<std::string> led(std::string_view chord, std::string_view line,
                               const Choice& choice) {
    const bool same = choice.primary == choice.secondary;
    if (chord.starts_with(kSecondary)) {
        const std::string_view key = chord.substr(kSecondary.size());
        const std::string_view leader = kLeaders[choice.secondary];
        // With one leader for both, these lead into modes.
        if (leader.empty() || (same && (key == "p" || key == "o" || key == "n" || key == "h"))) {
            return std::nullopt;
        }
        return std::string(leader) + " " + std::string(key);
    }
    if (!chord.starts_with(kPrimary) || !is_primary(line, chord.substr(kPrimary.size()))) {
        return std::string(chord);
    }
    if (kLeaders[choice.primary].empty()) {
        return std::nullopt;
    }
    return std::string(kLeaders[choice.primary]) + " " + std::string(chord.substr(kPrimary.size()));
}

/// A line of a key map; empty when it binds nothing any more.
std::string line_of(std::string_view line, const Choice& choice) {
    constexpr std::string_view kBind = "bind ";
    const std::size_t bind = line.find(kBind);
    const std::size_t body = line.find('{', bind == std::string_view::npos ? 0 : bind);
    if (bind == std::string_view::npos || body == std::string_view::npos) {
        return std::string(line);
    }
    std::string keys;
    std::size_t at = bind + kBind.size();
    while ((at = line.find('"', at)) < body) {
        std::size_t end = at + 1;
        while (line[end] != '"' || line[end - 1] == '\\') {
            ++end;
        }
        if (const auto chord = led(line.substr(at + 1, end - at - 1), line, choice)) {
            keys += '"' + *chord + "\" ";
        }
        at = end + 1;
    }
    if (keys.empty()) {
        return {};
    }
    return std::string(line.substr(0, bind + kBind.size())) + keys + std::string(line.substr(body));
}

}  // namespace

std::string configuration_of(const Choice& choice) {
    const bool is_default = choice.preset == Preset::Default;
    std::string_view text = is_default ? data::kDefaultKeybinds : data::kUnlockFirstKeybinds;
    std::string out = is_default ? "default_mode \"normal\"\n" : "default_mode \"locked\"\n";
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line == "keybinds {") {
            out += "keybinds clear-defaults=true {\n";
        } else if (const std::string kept = line_of(line, choice); !kept.empty()) {
            out += kept + "\n";
        }
    }
    return out;
}

}  // namespace tessera::configuration
