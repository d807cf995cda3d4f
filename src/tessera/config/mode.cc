#include "tessera/config/mode.h"

namespace tessera::config {

const std::array<InputModeName, kInputModeCount>& input_mode_names() {
    using enum InputMode;
    static constexpr std::array<InputModeName, kInputModeCount> kNames = {{
        {Normal, "normal", "Normal"},
        {Locked, "locked", "Locked"},
        {Resize, "resize", "Resize"},
        {Pane, "pane", "Pane"},
        {Tab, "tab", "Tab"},
        {Scroll, "scroll", "Scroll"},
        {EnterSearch, "entersearch", "EnterSearch"},
        {Search, "search", "Search"},
        {RenameTab, "renametab", "RenameTab"},
        {RenamePane, "renamepane", "RenamePane"},
        {Session, "session", "Session"},
        {Move, "move", "Move"},
        {Prompt, "prompt", "Prompt"},
        {Tmux, "tmux", "Tmux"},
    }};
    return kNames;
}

std::optional<InputMode> parse_input_mode(std::string_view name) {
    for (const InputModeName& row : input_mode_names()) {
        const bool capital = !name.empty() && name.front() == row.camel.front() &&
                             name.substr(1) == row.lower.substr(1);
        if (name == row.lower || name == row.camel || capital) {
            return row.mode;
        }
    }
    return std::nullopt;
}

std::string_view input_mode_name(InputMode mode) {
    return input_mode_names()[static_cast<std::size_t>(mode)].lower;
}

}  // namespace tessera::config
