#include "tessera/server/plugins/permissions.h"

#include "tessera/base/read_file.h"
#include "tessera/io/whole_file.h"
#include "tessera/kdl/kdl.h"
#include "tessera/plugin_api/tables.h"

namespace tessera::server {

namespace fs = std::filesystem;

namespace {

/// A user who answered this often wants another file; a longer one is not read.
constexpr std::size_t kFileBytesMax = std::size_t{1} << 20U;
constexpr unsigned kFileMode = 0600;

fs::path pins_file(const fs::path& file) {
    return file.string() + ".pins";
}

}  // namespace

Permissions::Permissions(std::span<const Permission> list) {
    for (const Permission permission : list) {
        add(permission);
    }
}

Permissions Permissions::all() {
    Permissions out;
    for (const plugin_api::PermissionRow& row : plugin_api::permission_rows()) {
        out.add(row.permission);
    }
    return out;
}

void Permissions::add(Permission permission) {
    const auto number = static_cast<std::uint32_t>(permission);
    bits_ |= plugin_api::permission_of(number) ? 1U << number : 0U;
}

bool Permissions::contains(Permission permission) const {
    const auto number = static_cast<std::uint32_t>(permission);
    return plugin_api::permission_of(number) && (bits_ >> number & 1U) != 0;
}

std::vector<Permission> Permissions::list() const {
    std::vector<Permission> out;
    for (const plugin_api::PermissionRow& row : plugin_api::permission_rows()) {
        if (contains(row.permission)) {
            out.push_back(row.permission);
        }
    }
    return out;
}

Permissions permissions_from(const std::vector<std::string>& names) {
    Permissions out;
    for (const std::string& name : names) {
        if (const auto permission = plugin_api::permission_named(name)) {
            out.add(*permission);
        }
    }
    return out;
}

Grants parse_grants(std::string_view text, std::string_view pins) {
    Grants out;
    if (const auto document = kdl::parse(text)) {
        for (const kdl::Node& node : document->nodes) {
            std::vector<std::string> names;
            for (const kdl::Node& child : node.children) {
                names.push_back(child.name);
            }
            out[node.name].permissions = permissions_from(names);
        }
    }
    if (const auto document = kdl::parse(pins)) {
        for (const kdl::Node& node : document->nodes) {
            const auto it = out.find(node.name);
            const kdl::Value* pin = node.arg(0);
            const std::string* digest = pin != nullptr ? pin->as_string() : nullptr;
            if (it != out.end() && digest != nullptr) {
                it->second.pin = *digest;
            }
        }
    }
    return out;
}

std::string grants_text(const Grants& grants) {
    std::string out;
    for (const auto& [location, grant] : grants) {
        out += kdl::quoted(location) + " {\n";
        for (const Permission permission : grant.permissions.list()) {
            out += "    " + std::string(plugin_api::permission_name(permission)) + "\n";
        }
        out += "}\n";
    }
    return out;
}

std::string pins_text(const Grants& grants) {
    std::string out;
    for (const auto& [location, grant] : grants) {
        if (!grant.pin.empty()) {
            out += kdl::quoted(location) + " " + kdl::quoted(grant.pin) + "\n";
        }
    }
    return out;
}

Grants read_grants(const fs::path& file) {
    if (file.empty()) {
        return {};
    }
    return parse_grants(read_file(file, kFileBytesMax).value_or(""),
                        read_file(pins_file(file), kFileBytesMax).value_or(""));
}

namespace {

/// Before a change: what cannot be read must not be lost by it.
Result<Grants> grants_to_change(const fs::path& file) {
    const auto text_of = [](const fs::path& part) -> Result<std::string> {
        Result<std::string> text = read_file(part, kFileBytesMax);
        return !text && text.error().code == ErrorCode::NotFound ? Result<std::string>("") : text;
    };
    const std::string grants = TESSERA_TRY(text_of(file));
    const std::string pins = TESSERA_TRY(text_of(pins_file(file)));
    return parse_grants(grants, pins);
}

}  // namespace

Result<> revoke_grant(const fs::path& file, std::string_view location,
                      std::optional<Permission> permission) {
    Grants grants = TESSERA_TRY(grants_to_change(file));
    const auto it = grants.find(location);
    if (it == grants.end() || (permission && !it->second.permissions.contains(*permission))) {
        return fail(ErrorCode::NotFound,
                    "nothing of the kind is granted to " + std::string(location));
    }
    if (permission) {
        std::vector<Permission> left = it->second.permissions.list();
        std::erase(left, *permission);
        it->second.permissions = Permissions(left);
    } else {
        grants.erase(it);
    }
    TESSERA_TRY(io::replace_file(file, grants_text(grants), kFileMode));
    return io::replace_file(pins_file(file), pins_text(grants), kFileMode);
}

Result<> adopt_grants(const fs::path& file, const fs::path& zellij_file) {
    std::error_code ignored;
    if (fs::exists(file, ignored) || !fs::exists(zellij_file, ignored)) {
        return {};
    }
    fs::create_directories(file.parent_path(), ignored);
    const std::string text = TESSERA_TRY(read_file(zellij_file, kFileBytesMax));
    return io::replace_file(file, grants_text(parse_grants(text, "")), kFileMode);
}

Result<> remember_grant(const fs::path& file, const std::string& location, const Grant& grant) {
    std::error_code ignored;
    fs::create_directories(file.parent_path(), ignored);
    Grants grants = TESSERA_TRY(grants_to_change(file));
    grants[location] = grant;
    TESSERA_TRY(io::replace_file(file, grants_text(grants), kFileMode));
    return io::replace_file(pins_file(file), pins_text(grants), kFileMode);
}

}  // namespace tessera::server
