#include "tessera/actions/kdl_door.h"

#include <fmt/format.h>

#include <algorithm>

#include "tessera/actions/verb.h"
#include "tessera/base/nearest.h"
#include "tessera/config/reader.h"

namespace tessera::actions {

namespace {

using config::ActionProblem;

const Verb* find_verb(std::string_view name) {
    const auto verbs = all_verbs();
    const auto at = std::ranges::find_if(
        verbs, [&](const Verb* verb) { return !verb->kdl.empty() && verb->kdl == name; });
    return at != verbs.end() ? *at : nullptr;
}

ActionProblem unknown(std::string_view name) {
    std::vector<std::string_view> known;
    for (const Verb* verb : all_verbs()) {
        if (!verb->kdl.empty()) {
            known.push_back(verb->kdl);
        }
    }
    const std::string_view near = nearest(name, known);
    return {fmt::format("unknown action `{}`", name),
            near.empty() ? "the name of an action, as NewPane" : fmt::format("`{}`", near)};
}

/// What stands in a binding with an underscore has a dash in the row.
std::string option_name(std::string_view name) {
    std::string out(name);
    std::ranges::replace(out, '_', '-');
    return out;
}

/// Bindings know these by another name than the command line.
std::string_view row_name(std::string_view name) {
    return name == "skip-cache" ? "skip-plugin-cache" : name;
}

class NodeReader {
public:
    NodeReader(const kdl::Node& node, const VerbSpec& spec) : node_(node), spec_(spec) {}

    [[nodiscard]] std::expected<Given, ActionProblem> read() {
        for (const kdl::Value& arg : node_.args) {
            given_.args.push_back(config::plain_text(arg));
        }
        for (const auto& [name, value] : node_.props) {
            add(name, config::plain_text(value));
        }
        for (const kdl::Node& child : node_.children) {
            add_child(child);
        }
        if (problem_) {
            return std::unexpected(*problem_);
        }
        return std::move(given_);
    }

private:
    void add_child(const kdl::Node& child) {
        if (child.has_children_block) {  // a value that is KDL itself
            std::string text;
            for (const kdl::Node& inner : child.children) {
                kdl::append_text(text, inner);
            }
            while (text.ends_with('\n')) {
                text.pop_back();
            }
            add(child.name, std::move(text));
        } else if (child.args.size() > 1) {
            fail(fmt::format("`{}` takes one value", child.name), {});
        } else {
            add(child.name, child.args.empty() ? "true" : config::plain_text(child.args.front()));
        }
    }

    void add(const std::string& name, std::string value) {
        const std::string dashed = option_name(name);
        if (spec_.find(dashed) != nullptr) {
            given_.options.emplace_back(dashed, std::move(value));
        } else if (spec_.find(row_name(dashed)) != nullptr) {
            given_.options.emplace_back(row_name(dashed), std::move(value));
        } else if (spec_.takes_configuration) {
            given_.configuration.insert_or_assign(name, std::move(value));
        } else {
            fail(fmt::format("`{}` knows no `{}`", node_.name, name), options());
        }
    }

    [[nodiscard]] std::string options() const {
        std::string out;
        for (const OptionSpec& option : spec_.options) {
            std::string name(option.name);
            std::ranges::replace(name, '-', '_');
            out += (out.empty() ? "" : ", ") + name;
        }
        return out.empty() ? "nothing after its arguments" : out;
    }

    void fail(std::string message, std::string expected) {
        if (!problem_) {
            problem_ = ActionProblem{std::move(message), std::move(expected)};
        }
    }

    const kdl::Node& node_;
    const VerbSpec& spec_;
    Given given_;
    std::optional<ActionProblem> problem_;
};

}  // namespace

std::expected<Action, ActionProblem> from_kdl(const kdl::Node& node) {
    const Verb* verb = find_verb(node.name);
    if (verb == nullptr) {
        return std::unexpected(unknown(node.name));
    }
    const VerbSpec spec = spec_of(*verb);
    std::expected<Given, ActionProblem> given = NodeReader(node, spec).read();
    if (!given) {
        return std::unexpected(std::move(given).error());
    }
    std::expected<Action, Complaint> action = read_verb(*verb, spec, *given);
    if (!action) {
        return std::unexpected(
            ActionProblem{fmt::format("{}: {}", node.name, action.error().message),
                          std::move(action.error().expected)});
    }
    return std::move(*action);
}

std::optional<ActionProblem> CheckKdl::operator()(const kdl::Node& node) const {
    std::expected<Action, ActionProblem> action = from_kdl(node);
    return action ? std::nullopt : std::optional(std::move(action).error());
}

std::vector<Action> from_kdl(const std::vector<kdl::Node>& nodes) {
    std::vector<Action> out;
    for (const kdl::Node& node : nodes) {
        if (std::expected<Action, ActionProblem> action = from_kdl(node)) {
            out.push_back(std::move(*action));
        }
    }
    return out;
}

std::vector<KdlExample> kdl_examples() {
    std::vector<KdlExample> out;
    for (const Verb* verb : all_verbs()) {
        if (!verb->kdl.empty()) {
            out.push_back(
                {std::string(verb->kdl), fmt::format("{} {}", verb->kdl, verb->kdl_example)});
        }
    }
    return out;
}

}  // namespace tessera::actions
