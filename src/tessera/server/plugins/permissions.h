#pragma once
// Permissions: who may do what, and the file where answers of users are kept (the same as Zellij's:
// permissions.kdl, one node per location with names of permissions as children). Beside it, in
// `FILE.pins`, the digest of the module each answer was about. Text and values here; reading and
// writing the files is blocking and for the thread pool. Threads: values.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/result.h"
#include "tessera/server/plugins/types.h"

namespace tessera::server {

/// A set of permissions; numbers beyond the known ones are never in it.
class Permissions {
public:
    Permissions() = default;
    explicit Permissions(std::span<const Permission> list);
    static Permissions all();
    void add(Permission permission);
    void add(const Permissions& other) { bits_ |= other.bits_; }
    [[nodiscard]] bool contains(Permission permission) const;
    [[nodiscard]] bool contains(const Permissions& other) const {
        return (bits_ & other.bits_) == other.bits_;
    }
    [[nodiscard]] bool is_empty() const { return bits_ == 0; }
    /// In order of their numbers.
    [[nodiscard]] std::vector<Permission> list() const;
    friend bool operator==(const Permissions&, const Permissions&) = default;

private:
    std::uint32_t bits_ = 0;
};

/// Names that mean nothing are left out.
[[nodiscard]] Permissions permissions_from(const std::vector<std::string>& names);

struct Grant {
    Permissions permissions;
    std::string pin;  // digest of the module; empty: any (files of Zellij have none)
    friend bool operator==(const Grant&, const Grant&) = default;
};
using Grants = std::map<std::string, Grant, std::less<>>;  // by Location::permissions

/// Total: what cannot be read is an empty file.
[[nodiscard]] Grants parse_grants(std::string_view text, std::string_view pins);
[[nodiscard]] std::string grants_text(const Grants& grants);
[[nodiscard]] std::string pins_text(const Grants& grants);

/// Blocking. Once, while `file` does not exist: takes over what users granted in `zellij_file`, so
/// that they need not be asked again. Errors: Io.
[[nodiscard]] Result<> adopt_grants(const std::filesystem::path& file,
                                    const std::filesystem::path& zellij_file);
/// Blocking. A file that is not there or cannot be read is empty.
[[nodiscard]] Grants read_grants(const std::filesystem::path& file);
/// Blocking. Reads, takes one permission (or all) of a location out, writes aside and renames.
/// Errors: NotFound when there is none such; Io.
[[nodiscard]] Result<> revoke_grant(const std::filesystem::path& file, std::string_view location,
                                    std::optional<Permission> permission);
/// Blocking. Reads, changes one entry, writes aside and renames. Errors: Io.
[[nodiscard]] Result<> remember_grant(const std::filesystem::path& file,
                                      const std::string& location, const Grant& grant);

}  // namespace tessera::server
