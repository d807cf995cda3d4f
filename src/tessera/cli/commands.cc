#include "tessera/cli/commands.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "tessera/base/nearest.h"

namespace tessera::cli {

namespace {

constexpr std::string_view kVersion = "tessera 0.1.0\n";

void print(std::FILE* to, std::string_view text) { (void)std::fwrite(text.data(), 1, text.size(), to); }

std::string help() {
    std::string text = "tessera: a terminal workspace whose panes can be WebAssembly plugins\n\nUsage: tessera COMMAND\n\n";
    for (const Command& command : commands()) {
        text += "  ";
        text += command.name;
        text.append(command.name.size() < 10 ? 10 - command.name.size() : 1, ' ');
        text += command.summary;
        text += '\n';
    }
    return text + "\nOptions: -h, --help; -V, --version\n";
}

int not_understood(std::string_view kind, std::string_view given, std::span<const std::string_view> known) {
    std::string text = "error: unknown " + std::string(kind) + " '";
    for (const char c : given) {
        text += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    }
    text += "'\n";
    if (const std::string_view meant = nearest(given, known); !meant.empty()) {
        text += "  tip: there is '" + std::string(meant) + "'\n";
    }
    print(stderr, text + "\nFor more information, try '--help'.\n");
    return 2;
}

}  // namespace

std::span<const Command> commands() {
    static constexpr Command kCommands[] = {
        {"vt", "read bytes a program wrote and print the screen they make", vt_command},
    };
    return kCommands;
}

int dispatch(Arguments arguments) {
    if (arguments.empty()) {
        print(stderr, "error: the workspace itself is not part of this build yet\n\n" + help());
        return 2;
    }
    const std::string_view first = arguments.front();
    if (first == "-h" || first == "--help") {
        print(stdout, help());
        return 0;
    }
    if (first == "-V" || first == "--version") {
        print(stdout, kVersion);
        return 0;
    }
    if (first.starts_with("-")) {
        return not_understood("option", first, std::vector<std::string_view>{"--help", "--version"});
    }
    const auto rows = commands();
    const auto found = std::ranges::find(rows, first, &Command::name);
    if (found == rows.end()) {
        std::vector<std::string_view> names;
        for (const Command& command : rows) {
            names.push_back(command.name);
        }
        return not_understood("command", first, names);
    }
    return found->run(arguments.subspan(1));
}

}  // namespace tessera::cli
