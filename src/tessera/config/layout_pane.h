#pragma once
// Attributes of panes: which there are, and reading them from properties or child nodes. Internal
// to this directory. Threads: one layout file.

#include <span>
#include <string_view>

#include "tessera/config/layout.h"
#include "tessera/config/reader.h"

namespace tessera::config {

[[nodiscard]] std::span<const std::string_view> tiled_attributes();
[[nodiscard]] std::span<const std::string_view> floating_attributes();

/// An attribute's value, given as `name=value` or as the child node `name value`; null when absent.
/// A child node without a value is reported.
[[nodiscard]] const kdl::Value* attribute(const kdl::Node& node, std::string_view name, Reader& r);
[[nodiscard]] bool has_attribute(const kdl::Node& node, std::string_view name);

[[nodiscard]] std::optional<bool> bool_attribute(const kdl::Node& node, std::string_view name,
                                                 Reader& r);
[[nodiscard]] std::optional<std::string> text_attribute(const kdl::Node& node,
                                                        std::string_view name, Reader& r);

enum class ExtentKind : std::uint8_t { Size, Place };  // a size is not zero
[[nodiscard]] std::optional<Extent> extent_attribute(const kdl::Node& node, std::string_view name,
                                                     ExtentKind kind, Reader& r);
[[nodiscard]] SplitDirection split_direction_of(const kdl::Node& node, Reader& r);

/// name, borderless, focus, cwd (joined to `base_cwd`), what runs, contents, colours.
void read_common(const kdl::Node& node, const std::optional<std::string>& base_cwd, PaneCommon& out,
                 Reader& r);

/// `inner` below `outer`, unless it is absolute or begins with `~` or `$`.
[[nodiscard]] std::optional<std::string> join_cwd(const std::optional<std::string>& outer,
                                                  const std::optional<std::string>& inner);

[[nodiscard]] FloatingPaneLayout read_floating(const kdl::Node& node,
                                               const std::optional<std::string>& base_cwd,
                                               Reader& r);

}  // namespace tessera::config
