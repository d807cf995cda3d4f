#include "tessera/actions/verb.h"

#include <fmt/format.h>

#include <algorithm>

namespace tessera::actions {

namespace {

std::string_view next_token(std::string_view& text) {
    const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view token = text.substr(begin, end - begin);
    text.remove_prefix(end);
    return token;
}

bool is_option(std::string_view token) {
    return token.starts_with('-') && token != "--";
}

OptionSpec option_spec(std::string_view token) {
    OptionSpec spec;
    if (!token.starts_with("--")) {  // "-l/--long"
        spec.letter = token[1];
        token.remove_prefix(3);
    }
    spec.name = token.substr(2);
    return spec;
}

void read_args(VerbSpec& spec, std::string_view text) {
    for (std::string_view token = next_token(text); !token.empty(); token = next_token(text)) {
        const bool may_lack = token.starts_with('[');
        spec.args_repeat = spec.args_repeat || token.find("...") != std::string_view::npos;
        spec.args_min += may_lack ? 0 : 1;
        spec.args.push_back(token);
    }
}

}  // namespace

VerbSpec spec_of(const Verb& verb) {
    VerbSpec spec;
    read_args(spec, verb.args);
    std::string_view text = verb.options;
    for (std::string_view token = next_token(text); !token.empty(); token = next_token(text)) {
        if (token == "*") {
            spec.takes_configuration = true;
        } else if (token == "--") {
            spec.takes_command = true;
            next_token(text);
        } else if (is_option(token)) {
            spec.options.push_back(option_spec(token));
        } else {
            spec.options.back().value = token;
        }
    }
    return spec;
}

const OptionSpec* VerbSpec::find(std::string_view name) const {
    const auto at =
        std::ranges::find_if(options, [&](const OptionSpec& o) { return o.name == name; });
    return at != options.end() ? &*at : nullptr;
}

const OptionSpec* VerbSpec::find(char letter) const {
    const auto at =
        std::ranges::find_if(options, [&](const OptionSpec& o) { return o.letter == letter; });
    return at != options.end() ? &*at : nullptr;
}

std::span<const Verb* const> all_verbs() {
    static const std::vector<const Verb*> kAll = [] {
        std::vector<const Verb*> all;
        for (const auto part :
             {session_verbs(), pane_verbs(), opening_verbs(), tab_verbs(), viewing_verbs()}) {
            for (const Verb& verb : part) {
                all.push_back(&verb);
            }
        }
        return all;
    }();
    return kAll;
}

std::expected<Action, Complaint> read_verb(const Verb& verb, const VerbSpec& spec,
                                           const Given& given) {
    const std::string wanted = verb.args.empty() ? "no argument" : std::string(verb.args);
    if (given.args.size() < spec.args_min) {
        return std::unexpected(
            Complaint{fmt::format("{} is missing", spec.args[given.args.size()]), wanted});
    }
    if (given.args.size() > spec.args.size() && !spec.args_repeat) {
        return std::unexpected(
            Complaint{fmt::format("`{}` is too much", given.args[spec.args.size()]), wanted});
    }
    Args args(given);
    Action action = verb.read(args);
    if (args.complaint()) {
        return std::unexpected(*args.complaint());
    }
    return action;
}

}  // namespace tessera::actions
