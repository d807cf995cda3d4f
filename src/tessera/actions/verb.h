#pragma once
// What the two textual doors share: one row per spelling of a verb, with its arguments and options,
// and the reader that makes an Action of them. The doors bring their syntax (KDL nodes, argv) into
// `Given`; the rows know no syntax. Internal to this directory.
// Threads: values.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tessera/actions/action.h"
#include "tessera/actions/words.h"

namespace tessera::actions {

/// What stood there. A flag is an option with the value "true".
struct Given {
    std::vector<std::string> args;
    std::vector<std::pair<std::string, std::string>> options;  // by long name, with dashes
    TextMap configuration;                                     // of a plugin: KDL blocks
    std::vector<std::string> command;                          // after `--`
};

struct Complaint {
    std::string message;
    std::string expected;  // may be empty
};

/// Typed access to what was given. The first complaint is kept; after it every getter answers with
/// a value of its type that means nothing.
class Args {
public:
    explicit Args(const Given& given) : given_(given) {}

    [[nodiscard]] std::size_t count() const { return given_.args.size(); }
    [[nodiscard]] const std::vector<std::string>& all() const { return given_.args; }
    /// An argument the row demands, or "".
    [[nodiscard]] std::string text(std::size_t index) const;
    [[nodiscard]] std::optional<std::string> maybe_text(std::size_t index) const;
    [[nodiscard]] std::uint32_t whole(std::size_t index, std::uint32_t max);
    [[nodiscard]] PaneId pane_at(std::size_t index);
    /// All arguments as decimal bytes.
    [[nodiscard]] std::string bytes();

    [[nodiscard]] bool flag(std::string_view name);  // absent: false
    [[nodiscard]] std::optional<bool> maybe_flag(std::string_view name);
    [[nodiscard]] std::optional<std::string> option(std::string_view name) const;
    [[nodiscard]] std::optional<std::uint32_t> whole_option(std::string_view name,
                                                            std::uint32_t max);
    [[nodiscard]] std::optional<config::Extent> extent_option(std::string_view name);
    [[nodiscard]] std::optional<vt::Color> color_option(std::string_view name);
    [[nodiscard]] TextMap pairs_option(std::string_view name);
    /// `--pane-id` and `--tab-id`.
    [[nodiscard]] PaneTarget pane();
    [[nodiscard]] PaneId demanded_pane();
    [[nodiscard]] TabTarget tab();

    template <class E>
    [[nodiscard]] E word(std::string_view given) {
        const std::optional<E> value = parse_word<E>(given);
        if (!value) {
            fail_word(given, word_list<E>());
        }
        return value.value_or(E{});
    }
    template <class E>
    [[nodiscard]] std::optional<E> word_option(std::string_view name) {
        const std::optional<std::string> text = option(name);
        return text ? std::optional(word<E>(*text)) : std::nullopt;
    }

    [[nodiscard]] const TextMap& configuration() const { return given_.configuration; }
    [[nodiscard]] const std::vector<std::string>& command() const { return given_.command; }

    void fail(std::string message, std::string expected = {});
    void fail_word(std::string_view given, std::string expected);
    [[nodiscard]] const std::optional<Complaint>& complaint() const { return complaint_; }

private:
    const Given& given_;
    std::optional<Complaint> complaint_;
};

struct Verb {
    std::string_view kdl = {};  // name in a binding; empty: not to be had there
    std::string_view cli = {};  // name of the sub-command; empty: not to be had there
    /// Names of arguments, `[MAY BE LEFT OUT]`, the last one with `...` may come again.
    std::string_view args = {};
    /// `-l/--long VALUE` or `-f/--flag`, separated by blanks; the one-letter name is the command
    /// line's. `*`: a binding's block may hold a plugin's configuration. `-- CMD`: takes a command.
    std::string_view options = {};
    Action (*read)(Args&) = nullptr;
    /// With most of its arguments; what stands after the name. Documentation and tests.
    std::string_view kdl_example = {};
    std::string_view cli_example = {};
};

/// One list per file: verbs_*.cc.
[[nodiscard]] std::span<const Verb> session_verbs();
[[nodiscard]] std::span<const Verb> pane_verbs();
[[nodiscard]] std::span<const Verb> opening_verbs();
[[nodiscard]] std::span<const Verb> tab_verbs();
[[nodiscard]] std::span<const Verb> viewing_verbs();

/// All of them.
[[nodiscard]] std::span<const Verb* const> all_verbs();

/// One option of a row, from Verb::options.
struct OptionSpec {
    char letter = 0;
    std::string_view name;
    std::string_view value;  // empty: a flag
};
struct VerbSpec {
    std::vector<std::string_view> args;
    std::size_t args_min = 0;
    bool args_repeat = false;
    std::vector<OptionSpec> options;
    bool takes_configuration = false;
    bool takes_command = false;

    [[nodiscard]] const OptionSpec* find(std::string_view name) const;
    [[nodiscard]] const OptionSpec* find(char letter) const;
};
[[nodiscard]] VerbSpec spec_of(const Verb& verb);

/// The action, after counting arguments against the row. The first thing wrong otherwise.
[[nodiscard]] std::expected<Action, Complaint> read_verb(const Verb& verb, const VerbSpec& spec,
                                                         const Given& given);

// Readers that many rows share.
template <class T>
[[nodiscard]] Action plain(Args& /*args*/) {
    return T{};
}
template <class T>
[[nodiscard]] Action about_pane(Args& args) {
    return T{.pane = args.pane()};
}
template <class T>
[[nodiscard]] Action about_tab(Args& args) {
    return T{.tab = args.tab()};
}

}  // namespace tessera::actions
