#pragma once
// Panes, trees and layouts to and from proto/session/state.proto. Internal to this directory.
// Reading is total: false for anything out of range; `out` is then unspecified but valid.
// Threads: pure.

#include <optional>
#include <string>
#include <vector>

#include "session/state.wire.h"
#include "tessera/workspace/tab.h"

namespace tessera::workspace {

namespace state = tessera::session::state;

// ---- what panes are (state_panes.cc)
[[nodiscard]] state::PaneId to_state(PaneId id);
[[nodiscard]] state::Run to_state(const config::PaneRun& run);
[[nodiscard]] state::Pane to_state(const Pane& pane);
[[nodiscard]] state::Color to_state(const vt::Color& color);
[[nodiscard]] state::Extent to_state(const config::Extent& extent);
[[nodiscard]] bool read(const state::PaneId& in, PaneId& out);
[[nodiscard]] bool read(const state::Run& in, config::PaneRun& out);
[[nodiscard]] bool read(const state::Pane& in, Pane& out);
[[nodiscard]] bool read(const state::Color& in, vt::Color& out);
[[nodiscard]] bool read(const state::Extent& in, config::Extent& out);

// ---- trees and layouts (state_layouts.cc)
[[nodiscard]] std::vector<state::Node> to_state(const Node& root);
[[nodiscard]] std::vector<state::PaneLayout> to_state(const config::PaneLayout& root);
[[nodiscard]] state::FloatingLayout to_state(const config::FloatingPaneLayout& layout);
[[nodiscard]] state::SwapLayouts to_state(const SwapLayouts& layouts);
/// Exactly one well-formed tree.
[[nodiscard]] bool read(const std::vector<state::Node>& in, Node& out);
[[nodiscard]] bool read(const std::vector<state::PaneLayout>& in, config::PaneLayout& out);
[[nodiscard]] bool read(const state::FloatingLayout& in, config::FloatingPaneLayout& out);
[[nodiscard]] bool read(const state::SwapLayouts& in, SwapLayouts& out);

// ---- the usual ways to hold them
template <class T>
[[nodiscard]] auto to_state(const std::optional<T>& value) {
    return value ? std::optional(to_state(*value)) : std::nullopt;
}

template <class S, class T>
[[nodiscard]] bool read(const std::optional<S>& in, std::optional<T>& out) {
    if (!in) {
        out.reset();
        return true;
    }
    return read(*in, out.emplace());
}

/// A field that is always written.
template <class S, class T>
[[nodiscard]] bool read_present(const std::optional<S>& in, T& out) {
    return in && read(*in, out);
}

template <class S, class T>
[[nodiscard]] bool read_all(const std::vector<S>& in, std::vector<T>& out) {
    out.clear();
    for (const S& each : in) {
        if (!read(each, out.emplace_back())) {
            return false;
        }
    }
    return true;
}

template <class T>
[[nodiscard]] auto all_to_state(const std::vector<T>& values) {
    std::vector<decltype(to_state(values.front()))> out;
    out.reserve(values.size());
    for (const T& value : values) {
        out.push_back(to_state(value));
    }
    return out;
}

/// An enumerator by its number; false beyond `last`.
template <class E>
[[nodiscard]] bool read_enum(std::uint32_t number, E last, E& out) {
    out = static_cast<E>(number);
    return number <= static_cast<std::uint32_t>(last);
}

template <class E>
[[nodiscard]] std::uint32_t number_of(E value) {
    return static_cast<std::uint32_t>(value);
}

}  // namespace tessera::workspace
