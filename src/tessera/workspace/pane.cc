#include "tessera/workspace/pane.h"

namespace tessera::workspace {

const std::string& shown_title(const Pane& pane) {
    if (!pane.name.empty()) {
        return pane.name;
    }
    return pane.title.empty() ? pane.default_name : pane.title;
}

std::string command_line(const config::PaneRun& run) {
    const auto* command = std::get_if<config::CommandRun>(&run);
    if (command == nullptr) {
        return {};
    }
    std::string out = command->command;
    for (const std::string& arg : command->args) {
        out += ' ';
        out += arg;
    }
    return out;
}

}  // namespace tessera::workspace
