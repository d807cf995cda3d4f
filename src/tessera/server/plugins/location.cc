#include "tessera/server/plugins/location.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include <fmt/format.h>

#include "tessera/code_store/sha256.h"
#include "tessera/server/plugins/expand.h"

namespace tessera::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLocationBytesMax = 4096;  // PATH_MAX of Linux
constexpr std::size_t kFolderNameMax = 200;      // below NAME_MAX of Linux with room for a suffix
constexpr std::size_t kDigestDigits = 32;

bool is_name_byte(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// `%41` to `A`; what is no such triple stays.
std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool triple = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                            hex_value(text[i + 2]) >= 0;
        if (triple) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

Result<Location> builtin(std::string_view scheme, std::string_view name,
                         const LocationContext& context) {
    const bool plain = !name.empty() && std::ranges::all_of(name, is_name_byte);
    if (!plain) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("\"{}:{}\" names no built-in plugin", scheme, name));
    }
    Location out{.text = fmt::format("{}:{}", scheme, name),
                 .permissions = fmt::format("{}:{}", scheme, name),
                 .rights = Rights::Builtin,
                 .candidates = {}};
    for (const fs::path& folder : context.plugin_folders) {
        out.candidates.push_back(folder / fmt::format("{}.wasm", name));
    }
    return out;
}

Result<Location> file(std::string_view given, const LocationContext& context) {
    const std::string text =
        expand(percent_decoded(given), [&](std::string_view name) -> std::optional<std::string> {
            std::string value = context.variable(name);
            return value.empty() ? std::nullopt : std::optional(std::move(value));
        });
    if (text.empty() || text.contains('\0')) {
        return fail(ErrorCode::InvalidArgument, "the location names no file");
    }
    const fs::path path = (context.cwd / text).lexically_normal();
    Location out{.text = "file:" + path.string(),
                 .permissions = path.string(),
                 .rights = Rights::Asked,
                 .candidates = {path}};
    fs::path with_extension = path;
    with_extension.replace_extension(".wasm");
    if (with_extension != path) {
        out.candidates.push_back(with_extension);
    }
    if (fs::path(text).is_relative()) {
        for (const fs::path& folder : context.plugin_folders) {
            out.candidates.push_back((folder / (text + ".wasm")).lexically_normal());
        }
    }
    return out;
}

}  // namespace

Result<Location> find_location(std::string_view text, const LocationContext& context) {
    if (text.size() > kLocationBytesMax) {
        return fail(ErrorCode::InvalidArgument, "the location is longer than 4096 bytes");
    }
    for (const std::string_view scheme : {"zellij", "tessera"}) {
        if (text.starts_with(scheme) && text.substr(scheme.size()).starts_with(':')) {
            return builtin(scheme, text.substr(scheme.size() + 1), context);
        }
    }
    if (text.starts_with("https://") || text.starts_with("http://")) {
        return Location{.text = std::string(text),
                        .permissions = std::string(text),
                        .rights = Rights::Asked,
                        .candidates = {},
                        .download = std::string(text)};
    }
    if (text.starts_with("file:")) {
        text.remove_prefix(5);
        if (text.starts_with("///")) {
            text.remove_prefix(2);
        }
        return file(text, context);
    }
    const std::string_view beginnings[] = {"/", "./", "../", "~"};
    if (std::ranges::any_of(beginnings, [&](std::string_view s) { return text.starts_with(s); })) {
        return file(text, context);
    }
    return fail(ErrorCode::NotFound,
                fmt::format("there is no plugin or alias \"{}\": give a location "
                            "such as zellij:strider or file:/path/to/plugin.wasm",
                            text));
}

std::string folder_name(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool dot = c == '.' && !out.empty();
        out += is_name_byte(c) || dot ? std::string(1, c)
                                      : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    if (out.size() > kFolderNameMax) {
        const std::string digest =
            code_store::to_hex(code_store::Sha256().add(text).finish()).substr(0, kDigestDigits);
        out = out.substr(0, kFolderNameMax - kDigestDigits) + digest;
    }
    return out.empty() ? "%" : out;
}

}  // namespace tessera::server
