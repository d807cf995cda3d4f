#include "tessera/cli/arguments.h"

#include <algorithm>

#include "tessera/base/nearest.h"
#include "tessera/io/log.h"

namespace tessera::cli {

namespace {

constexpr std::size_t kHelpColumn = 36;

class Parser {
public:
    Parser(Arguments arguments, std::span<const OptionSpec> specs)
        : arguments_(arguments), specs_(specs) {}

    Result<Parsed> run(Words words) {
        while (at_ < arguments_.size()) {
            const std::string_view word = arguments_[at_];
            if (word == "--") {
                parsed_.rest = arguments_.subspan(at_ + 1);
                break;
            }
            if (word.size() < 2 || word.front() != '-') {
                if (words == Words::AtFirstWord) {
                    parsed_.rest = arguments_.subspan(at_);
                    break;
                }
                parsed_.words.push_back(word);
                ++at_;
                continue;
            }
            ++at_;
            (void)TESSERA_TRY(word.starts_with("--") ? long_option(word.substr(2))
                                                     : letters(word.substr(1)));
        }
        return std::move(parsed_);
    }

private:
    Result<> long_option(std::string_view word) {
        const std::size_t equals = std::min(word.find('='), word.size());
        const std::string_view name = word.substr(0, equals);
        const auto spec = std::ranges::find(specs_, name, &OptionSpec::name);
        if (spec == specs_.end()) {
            std::vector<std::string> dashed;
            for (const OptionSpec& one : specs_) {
                dashed.push_back("--" + std::string(one.name));
            }
            const std::vector<std::string_view> known(dashed.begin(), dashed.end());
            return fail(ErrorCode::InvalidArgument,
                        unknown("option", "--" + std::string(name), known));
        }
        if (equals == word.size()) {
            return take(*spec);
        }
        if (spec->value.empty()) {
            return fail(ErrorCode::InvalidArgument, "'--" + std::string(name) + "' takes no value");
        }
        parsed_.options[spec->name] = word.substr(equals + 1);
        return {};
    }

    Result<> letters(std::string_view word) {
        for (std::size_t i = 0; i < word.size(); ++i) {
            const auto spec = std::ranges::find(specs_, word[i], &OptionSpec::letter);
            if (spec == specs_.end()) {
                return fail(ErrorCode::InvalidArgument,
                            unknown("option", "-" + std::string(1, word[i]), {}));
            }
            if (!spec->value.empty() && i + 1 < word.size()) {
                const std::string_view value = word.substr(i + 1);
                parsed_.options[spec->name] = value.starts_with('=') ? value.substr(1) : value;
                return {};
            }
            (void)TESSERA_TRY(take(*spec));
        }
        return {};
    }

    /// A flag, or an option whose value is the next word.
    Result<> take(const OptionSpec& spec) {
        if (spec.value.empty()) {
            parsed_.options[spec.name] = {};
            return {};
        }
        if (at_ == arguments_.size()) {
            return fail(ErrorCode::InvalidArgument, "a value is required for '--" +
                                                        std::string(spec.name) + " <" +
                                                        std::string(spec.value) + ">'");
        }
        parsed_.options[spec.name] = arguments_[at_++];
        return {};
    }

    Arguments arguments_;
    std::span<const OptionSpec> specs_;
    std::size_t at_ = 0;
    Parsed parsed_;
};

}  // namespace

Result<Parsed> parse(Arguments arguments, std::span<const OptionSpec> specs, Words words) {
    return Parser(arguments, specs).run(words);
}

std::string unknown(std::string_view kind, std::string_view given,
                    std::span<const std::string_view> known) {
    std::string text = "unknown " + std::string(kind) + " '" + io::visible(given) + "'";
    if (const std::string_view meant = nearest(given, known); !meant.empty()) {
        text += "\n  tip: there is '" + std::string(meant) + "'";
    }
    return text;
}

std::string describe(std::span<const OptionSpec> specs) {
    std::string text;
    for (const OptionSpec& spec : specs) {
        std::string line = spec.letter != 0 ? "  -" + std::string(1, spec.letter) + ", " : "      ";
        line += "--" + std::string(spec.name);
        if (!spec.value.empty()) {
            line += " <" + std::string(spec.value) + ">";
        }
        line.append(line.size() < kHelpColumn ? kHelpColumn - line.size() : 1, ' ');
        text += line.append(spec.help) + "\n";
    }
    return text;
}

}  // namespace tessera::cli
