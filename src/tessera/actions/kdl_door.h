#pragma once
// Actions as key bindings spell them: `bind "Alt n" { NewPane "Right"; }`.
// Source: Zellij 0.45 kdl/mod.rs. Threads: pure.

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "tessera/actions/action.h"
#include "tessera/config/config.h"
#include "tessera/kdl/kdl.h"

namespace tessera::actions {

/// The action of one node of a binding. Errors: what is wrong, and what to write instead.
[[nodiscard]] std::expected<Action, config::ActionProblem> from_kdl(const kdl::Node& node);

/// The check of config::load(config, text, check_kdl): nothing when from_kdl() understands the
/// node.
struct CheckKdl {
    std::optional<config::ActionProblem> operator()(const kdl::Node& node) const;
};
inline constexpr CheckKdl check_kdl{};

/// The actions of a binding that config::load() checked with check_kdl. Others are left out.
[[nodiscard]] std::vector<Action> from_kdl(const std::vector<kdl::Node>& nodes);

/// One spelling, for documentation and tests.
struct KdlExample {
    std::string name;
    std::string text;  // of a whole node
};
[[nodiscard]] std::vector<KdlExample> kdl_examples();

}  // namespace tessera::actions
