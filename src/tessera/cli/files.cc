#include "tessera/cli/files.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "tessera/base/nearest.h"
#include "tessera/base/read_file.h"
#include "tessera/config/layout.h"

namespace tessera::cli {

namespace {

namespace fs = std::filesystem;
constexpr std::size_t kNamesMax = 4096;  // of layouts, to guess which was meant
constexpr std::string_view kExtension = ".kdl";
constexpr std::string_view kSwapExtension = ".swap.kdl";

std::string absolute(const std::string& path) {
    std::error_code failed;
    return fs::absolute(path, failed).lexically_normal();
}

/// `~/x` where no shell has expanded it: values of options.
std::string expanded(const std::string& path) {
    return path.starts_with("~/") ? variable("HOME").value_or("") + path.substr(1) : path;
}

Result<std::string> read_named(const std::string& path) {
    return read_file(path, kFileBytesMax, AwaitWriters::Yes);
}

Result<session::client::File> read_layout(const std::string& path) {
    session::client::File file{
        .path = absolute(path), .text = TESSERA_TRY(read_named(path)), .swap_text = {}};
    if (file.path.ends_with(kExtension)) {
        const std::string stem = file.path.substr(0, file.path.size() - kExtension.size());
        if (auto swap = read_named(stem + std::string(kSwapExtension))) {
            file.swap_text = *std::move(swap);
        }
    }
    return file;
}

std::vector<std::string> names_in(const std::string& folder) {
    std::vector<std::string> names = {
        "default", "compact", "classic", "strider", "disable-status-bar", "welcome"};
    for (const fs::path& file : files_in(folder, kNamesMax)) {
        const std::string name = file.filename();
        if (name.ends_with(kExtension) && !name.ends_with(kSwapExtension)) {
            names.push_back(name.substr(0, name.size() - kExtension.size()));
        }
    }
    return names;
}

}  // namespace

ConfigPlace config_place(const Context& context) {
    if (const auto given = context.globals.value("config")) {
        return {absolute(std::string(*given)), true};
    }
    if (const auto given = variable("TESSERA_CONFIG_FILE")) {
        return {absolute(*given), true};
    }
    const std::string& folder = context.paths.config_dir;
    return {folder.empty() ? std::string() : folder + "/config.kdl", false};
}

Result<std::optional<session::client::File>> find_config(const Context& context) {
    const ConfigPlace place = config_place(context);
    if (place.path.empty()) {
        return std::nullopt;
    }
    Result<std::string> text = read_named(place.path);
    if (text) {
        return session::client::File{.path = place.path, .text = *std::move(text), .swap_text = {}};
    }
    if (!place.is_demanded && text.error().code == ErrorCode::NotFound) {
        return std::nullopt;
    }
    return std::unexpected(text.error());
}

std::string layout_folder(const Context& context, const config::Config& config) {
    if (const auto folder = variable("TESSERA_LAYOUT_DIR")) {
        return absolute(*folder);
    }
    if (config.options.layout_dir) {
        return expanded(*config.options.layout_dir);
    }
    return context.paths.config_dir.empty() ? std::string() : context.paths.config_dir + "/layouts";
}

Result<session::client::File> find_layout(const Context& context,
                                          const std::optional<session::client::File>& config,
                                          std::string_view layout) {
    const std::string name(layout);
    if (name.starts_with("https://") || name.starts_with("http://")) {
        return fail(ErrorCode::Unsupported, "layouts are not downloaded; save it to a file first",
                    name);
    }
    if (name.find('/') != std::string::npos || name.ends_with(kExtension)) {
        return read_layout(name);
    }
    const config::Config loaded =
        config ? config::load(config->text).config : config::default_config();
    const std::string folder = layout_folder(context, loaded);
    if (!folder.empty()) {
        Result<session::client::File> found =
            read_layout(folder + "/" + name + std::string(kExtension));
        if (found || found.error().code != ErrorCode::NotFound) {
            return found;
        }
    }
    if (const config::BuiltinLayout* builtin = config::find_builtin_layout(name)) {
        return session::client::File{.path = name,
                                     .text = std::string(builtin->text),
                                     .swap_text = std::string(builtin->swap_text)};
    }
    const std::vector<std::string> names = names_in(folder);
    const std::vector<std::string_view> known(names.begin(), names.end());
    return fail(ErrorCode::NotFound, unknown("layout", name, known));
}

}  // namespace tessera::cli
