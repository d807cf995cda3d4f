#include "tessera/plugin_api/permission_file.h"

#include <algorithm>

#include "tessera/kdl/kdl.h"

namespace tessera::plugin_api {

Grants parse_grants(std::string_view text) {
    Grants out;
    const auto document = kdl::parse(text);
    if (!document) {
        return out;
    }
    for (const kdl::Node& node : document->nodes) {
        std::set<Permission>& permissions = out[node.name];
        for (const kdl::Node& child : node.children) {
            if (const std::optional<Permission> known = permission_named(child.name)) {
                permissions.insert(*known);
            }
        }
    }
    return out;
}

std::string grants_text(const Grants& grants) {
    std::string out;
    for (const auto& [location, permissions] : grants) {
        out += kdl::quoted(location) + " {\n";
        for (const Permission permission : permissions) {
            out += "    ";
            out += permission_name(permission);
            out += '\n';
        }
        out += "}\n";
    }
    return out;
}

bool is_granted(const Grants& grants, std::string_view location,
                std::span<const Permission> wanted) {
    const auto entry = grants.find(location);
    return entry != grants.end() && std::ranges::all_of(wanted, [&](Permission permission) {
               return entry->second.contains(permission);
           });
}

void grant(Grants& grants, std::string_view location, std::span<const Permission> permissions) {
    grants.insert_or_assign(std::string(location),
                            std::set<Permission>(permissions.begin(), permissions.end()));
}

bool revoke(Grants& grants, std::string_view location, std::optional<Permission> permission) {
    const auto entry = grants.find(location);
    if (entry == grants.end()) {
        return false;
    }
    if (permission) {
        return entry->second.erase(*permission) > 0;
    }
    grants.erase(entry);
    return true;
}

}  // namespace tessera::plugin_api
