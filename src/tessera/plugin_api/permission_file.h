#pragma once
// The answers users gave, as text: permissions.kdl, the same as Zellij's, so that both may share
// it. One node per plugin, named by its location (a path without `file:`, a URL), with names of
// permissions as children. Knows no files. Source: Zellij 0.45 input/permission.rs.
// Threads: pure.

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "tessera/plugin_api/tables.h"

namespace tessera::plugin_api {

/// By location. An entry without permissions is a denial that was written down.
using Grants = std::map<std::string, std::set<Permission>, std::less<>>;

/// Total: what cannot be read is an empty file, names nobody knows are left out.
[[nodiscard]] Grants parse_grants(std::string_view text);
[[nodiscard]] std::string grants_text(const Grants& grants);

/// Whether the entry of `location` has all of `wanted`; the user need not be asked then.
[[nodiscard]] bool is_granted(const Grants& grants, std::string_view location,
                              std::span<const Permission> wanted);
/// The user's answer replaces what was there; nothing wanted or denied: an entry without any.
void grant(Grants& grants, std::string_view location, std::span<const Permission> permissions);
/// Takes one permission, or the whole entry, away. False: there was none.
bool revoke(Grants& grants, std::string_view location, std::optional<Permission> permission);

}  // namespace tessera::plugin_api
