#include "tessera/cli/completions.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "tessera/actions/cli_door.h"
#include "tessera/cli/commands.h"

namespace tessera::cli {

namespace {

struct Word {
    std::string text;  // as it is typed
    std::string help;
};

/// What may follow some words of a command line.
struct Place {
    std::string key;                 // "", "attach", "action/new-pane"
    std::vector<std::string> heads;  // last word of what leads here: the name and its alias
    std::vector<Word> words;
    bool takes_sessions = false;

    [[nodiscard]] std::string parent() const {
        const std::size_t slash = key.rfind('/');
        return slash == std::string::npos ? "" : key.substr(0, slash);
    }
};

constexpr std::array kSessionCommands =
    std::to_array<std::string_view>({"attach", "watch", "kill-session"});

void add_option(std::vector<Word>& words, char letter, std::string_view name,
                std::string_view help) {
    if (letter != 0) {
        words.push_back({"-" + std::string(1, letter), std::string(help)});
    }
    words.push_back({"--" + std::string(name), std::string(help)});
}

Place place_of(const Command& command) {
    Place place{.key = std::string(command.name), .heads = {std::string(command.name)}};
    if (!command.alias.empty()) {
        place.heads.emplace_back(command.alias);
    }
    for (const OptionSpec& option : command.options) {
        add_option(place.words, option.letter, option.name, option.help);
    }
    place.takes_sessions =
        std::ranges::find(kSessionCommands, command.name) != kSessionCommands.end();
    return place;
}

/// The verbs of `action`, each a place with its options, and those that are commands themselves.
void add_verbs(std::vector<Place>& places) {
    std::vector<Place> verbs;
    for (const actions::CliVerb& verb : actions::cli_verbs()) {
        Place place{.key = "action/" + std::string(verb.name), .heads = {std::string(verb.name)}};
        for (const actions::CliVerb::Option& option : verb.options) {
            add_option(place.words, option.letter, option.name, "");
        }
        for (Place& known : places) {
            if (known.key == verb.name) {
                known.words.insert(known.words.end(), place.words.begin(), place.words.end());
            } else if (known.key == "action") {
                known.words.push_back({std::string(verb.name), std::string(verb.what)});
            }
        }
        verbs.push_back(std::move(place));
    }
    places.insert(places.end(), verbs.begin(), verbs.end());
}

std::vector<Place> all_places() {
    std::vector<Place> places(1);
    for (const OptionSpec& option : global_options()) {
        add_option(places.front().words, option.letter, option.name, option.help);
    }
    for (const Command& command : commands()) {
        if (!command.summary.empty()) {
            places.front().words.push_back(
                {std::string(command.name), std::string(command.summary)});
            places.push_back(place_of(command));
        }
    }
    add_verbs(places);
    for (Place& place : places) {
        if (place.key == "plugin") {
            for (const std::string_view verb : plugin_verbs()) {
                place.words.push_back({std::string(verb), ""});
            }
        }
    }
    return places;
}

/// In single quotes of a shell.
std::string quoted(std::string_view text, std::string_view quote) {
    std::string out = "'";
    for (const char c : text) {
        out += c == '\'' ? std::string(quote) : std::string(1, c);
    }
    return out + "'";
}

constexpr std::string_view kPosixQuote = "'\\''";
constexpr std::string_view kFishQuote = "\\'";

/// Follows the words before the cursor, which `words` expands to, to their place in $key, and
/// begins to choose by it. The same in bash and zsh.
std::string choice(const std::vector<Place>& places, std::string_view words) {
    std::string text = "    for word in \"" + std::string(words) +
                       "\"; do\n"
                       "        case \"$key/$word\" in\n";
    for (const Place& place : places) {
        std::string patterns;
        for (const std::string& head : place.heads) {
            patterns += (patterns.empty() ? "" : "|") + place.parent() + "/" + head;
        }
        if (!patterns.empty()) {
            text += "            " + patterns + ") key=" + place.key + " ;;\n";
        }
    }
    return text +
           "        esac\n"
           "    done\n"
           "    case \"$key\" in\n";
}

std::string bash(const std::vector<Place>& places) {
    std::string text =
        "# bash completion of tessera\n"
        "_tessera() {\n"
        "    local key= word words=\n" +
        choice(places, "${COMP_WORDS[@]:1:COMP_CWORD-1}");
    for (const Place& place : places) {
        text += "        '" + place.key + "') words='";
        for (const Word& word : place.words) {
            text += word.text + " ";
        }
        text += place.takes_sessions ? "'\"$(tessera list-sessions --short 2>/dev/null)\" ;;\n"
                                     : "' ;;\n";
    }
    return text +
           "    esac\n"
           "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\")\n"
           "}\n"
           "complete -o default -F _tessera tessera\n";
}

std::string zsh(const std::vector<Place>& places) {
    std::string text =
        "#compdef tessera\n"
        "_tessera() {\n"
        "    local key= word\n"
        "    local -a words_here\n" +
        choice(places, "${(@)words[2,CURRENT-1]}");
    for (const Place& place : places) {
        text += "        '" + place.key + "') words_here=(\n";
        for (const Word& word : place.words) {
            text += "            " +
                    quoted(word.text + (word.help.empty() ? "" : ":" + word.help), kPosixQuote) +
                    "\n";
        }
        text += place.takes_sessions
                    ? "            ${(f)\"$(tessera list-sessions --short 2>/dev/null)\"}) ;;\n"
                    : "            ) ;;\n";
    }
    return text +
           "    esac\n"
           "    _describe 'tessera' words_here || _files\n"
           "}\n"
           "if [ \"$funcstack[1]\" = _tessera ]; then _tessera \"$@\"; else compdef _tessera "
           "tessera; fi\n";
}

std::string fish(const std::vector<Place>& places) {
    std::string text =
        "# fish completion of tessera\n"
        "function __tessera_key\n"
        "    set -l key ''\n"
        "    for word in (commandline -opc)[2..]\n"
        "        switch $key/$word\n";
    for (const Place& place : places) {
        for (const std::string& head : place.heads) {
            text += "            case '" + place.parent() + "/" + head + "'\n" +
                    "                set key '" + place.key + "'\n";
        }
    }
    text +=
        "        end\n"
        "    end\n"
        "    test \"$key\" = \"$argv[1]\"\n"
        "end\n";
    for (const Place& place : places) {
        const std::string head = "complete -c tessera -n '__tessera_key \"" + place.key + "\"' ";
        for (const Word& word : place.words) {
            text += head + "-a " + quoted(word.text, kFishQuote) +
                    (word.help.empty() ? "" : " -d " + quoted(word.help, kFishQuote)) + "\n";
        }
        if (place.takes_sessions) {
            text += head + "-a '(tessera list-sessions --short 2>/dev/null)'\n";
        }
    }
    return text;
}

}  // namespace

std::optional<Shell> shell_of(std::string_view name) {
    if (name == "bash") {
        return Shell::Bash;
    }
    if (name == "zsh") {
        return Shell::Zsh;
    }
    return name == "fish" ? std::optional(Shell::Fish) : std::nullopt;
}

std::string completions(Shell shell) {
    const std::vector<Place> places = all_places();
    switch (shell) {
    case Shell::Bash: return bash(places);
    case Shell::Zsh: return zsh(places);
    case Shell::Fish: return fish(places);
    }
    std::unreachable();
}

}  // namespace tessera::cli
