#include "tessera/actions/cli_door.h"

#include <fmt/format.h>

#include <algorithm>

#include "tessera/actions/table.h"
#include "tessera/actions/verb.h"
#include "tessera/base/nearest.h"

namespace tessera::actions {

namespace {

const Verb* find_verb(std::string_view name) {
    const auto verbs = all_verbs();
    const auto at = std::ranges::find_if(
        verbs, [&](const Verb* verb) { return !verb->cli.empty() && verb->cli == name; });
    return at != verbs.end() ? *at : nullptr;
}

std::string meant(std::string_view given, const std::vector<std::string_view>& known,
                  std::string_view prefix) {
    const std::string_view near = nearest(given, known);
    return near.empty() ? std::string() : fmt::format("; did you mean `{}{}`?", prefix, near);
}

std::unexpected<Error> wrong(const Verb& verb, std::string_view message,
                             std::string_view expected) {
    return fail(ErrorCode::InvalidArgument,
                expected.empty() ? fmt::format("{}: {}", verb.cli, message)
                                 : fmt::format("{}: {}; expected {}", verb.cli, message, expected));
}

/// Takes the words of one sub-command apart.
class Words {
public:
    Words(const Verb& verb, const VerbSpec& spec, std::span<const std::string> words)
        : verb_(verb), spec_(spec), words_(words) {}

    [[nodiscard]] Result<Given> read() {
        while (at_ < words_.size()) {
            const std::string_view word = words_[at_++];
            if (word == "--") {
                take_rest();
            } else if (word.starts_with("--")) {
                TESSERA_TRY(long_option(word.substr(2)));
            } else if (word.size() > 1 && word.front() == '-') {
                TESSERA_TRY(letters(word.substr(1)));
            } else {
                given_.args.emplace_back(word);
            }
        }
        return std::move(given_);
    }

private:
    void take_rest() {
        std::vector<std::string>& to = spec_.takes_command ? given_.command : given_.args;
        to.insert(to.end(), words_.begin() + static_cast<std::ptrdiff_t>(at_), words_.end());
        at_ = words_.size();
    }

    [[nodiscard]] Result<void> long_option(std::string_view word) {
        const std::size_t equals = word.find('=');
        const std::string_view name = word.substr(0, equals);
        const OptionSpec* option = spec_.find(name);
        if (option == nullptr) {
            std::vector<std::string_view> known;
            for (const OptionSpec& each : spec_.options) {
                known.push_back(each.name);
            }
            return wrong(verb_, fmt::format("no option `--{}`{}", name, meant(name, known, "--")),
                         {});
        }
        if (equals == std::string_view::npos) {
            return take_value(*option);
        }
        return store(*option, std::string(word.substr(equals + 1)));
    }

    /// `-fa` are two flags; the rest after a letter that takes a value is the value.
    [[nodiscard]] Result<void> letters(std::string_view word) {
        while (!word.empty()) {
            const OptionSpec* option = spec_.find(word.front());
            if (option == nullptr) {
                return wrong(verb_, fmt::format("no option `-{}`", word.front()),
                             "`--` before what is no option");
            }
            word.remove_prefix(1);
            if (!option->value.empty() && !word.empty()) {
                word.remove_prefix(word.front() == '=' ? 1 : 0);
                return store(*option, std::string(word));
            }
            TESSERA_TRY(take_value(*option));
        }
        return {};
    }

    [[nodiscard]] Result<void> take_value(const OptionSpec& option) {
        if (option.value.empty()) {
            return store(option, "true");
        }
        if (at_ == words_.size()) {
            return wrong(verb_, fmt::format("`--{}` needs a value", option.name), option.value);
        }
        return store(option, words_[at_++]);
    }

    [[nodiscard]] Result<void> store(const OptionSpec& option, std::string value) {
        given_.options.emplace_back(option.name, std::move(value));
        return {};
    }

    const Verb& verb_;
    const VerbSpec& spec_;
    std::span<const std::string> words_;
    std::size_t at_ = 0;
    Given given_;
};

std::string usage_of(const Verb& verb, const VerbSpec& spec) {
    std::string out(verb.cli);
    out += spec.options.empty() ? "" : " [OPTIONS]";
    out += verb.args.empty() ? "" : fmt::format(" {}", verb.args);
    out += spec.takes_command ? " [-- COMMAND [ARGUMENT...]]" : "";
    return out;
}

/// What the verb does, from the row of the action its example gives.
std::string_view what_of(const Verb& verb) {
    std::vector<std::string> words{std::string(verb.cli)};
    std::string_view text = verb.cli_example;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        words.emplace_back(word);
        text.remove_prefix(std::min(word.size() + 1, text.size()));
    }
    const Result<Action> action = from_cli(words);
    return action ? row_of(*action).what : std::string_view();
}

std::vector<CliVerb> make_verbs() {
    std::vector<CliVerb> out;
    for (const Verb* verb : all_verbs()) {
        if (verb->cli.empty()) {
            continue;
        }
        const VerbSpec spec = spec_of(*verb);
        CliVerb row{.name = verb->cli,
                    .usage = usage_of(*verb, spec),
                    .what = what_of(*verb),
                    .options = {},
                    .example = verb->cli_example};
        for (const OptionSpec& option : spec.options) {
            row.options.push_back({option.letter, option.name, option.value});
        }
        out.push_back(std::move(row));
    }
    std::ranges::sort(out, {}, &CliVerb::name);
    return out;
}

}  // namespace

Result<Action> from_cli(std::span<const std::string> words) {
    if (words.empty()) {
        return fail(ErrorCode::InvalidArgument, "no action is named; expected one of `--help`");
    }
    const Verb* verb = find_verb(words.front());
    if (verb == nullptr) {
        std::vector<std::string_view> known;
        for (const Verb* each : all_verbs()) {
            if (!each->cli.empty()) {
                known.push_back(each->cli);
            }
        }
        return fail(ErrorCode::InvalidArgument, fmt::format("no action `{}`{}", words.front(),
                                                            meant(words.front(), known, "")));
    }
    const VerbSpec spec = spec_of(*verb);
    const Given given = TESSERA_TRY(Words(*verb, spec, words.subspan(1)).read());
    std::expected<Action, Complaint> action = read_verb(*verb, spec, given);
    if (!action) {
        return wrong(*verb, action.error().message, action.error().expected);
    }
    return std::move(*action);
}

const std::vector<CliVerb>& cli_verbs() {
    static const std::vector<CliVerb> kVerbs = make_verbs();
    return kVerbs;
}

std::string cli_help(std::string_view name) {
    const auto& verbs = cli_verbs();
    const auto at = std::ranges::find(verbs, name, &CliVerb::name);
    std::string out;
    if (at == verbs.end()) {
        for (const CliVerb& verb : verbs) {
            out += fmt::format("  {:<34}{}\n", verb.name, verb.what);
        }
        return out;
    }
    out = fmt::format("{}: {}\n\nUsage: {}\n", at->name, at->what, at->usage);
    for (const CliVerb::Option& option : at->options) {
        const std::string letter = option.letter == 0 ? "   " : fmt::format("-{},", option.letter);
        out += fmt::format("  {} --{}{}{}\n", letter, option.name, option.value.empty() ? "" : " ",
                           option.value);
    }
    return at->example.empty() ? out
                               : out + fmt::format("\nExample: {} {}\n", at->name, at->example);
}

}  // namespace tessera::actions
