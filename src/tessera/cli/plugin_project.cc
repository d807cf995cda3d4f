#include "tessera/cli/plugin_project.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <vector>

#include "tessera/base/read_file.h"
#include "tessera/base/unique_fd.h"

namespace tessera::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kNameMax = 64;
/// Folders of a project that are watched; sources do not nest deeper in practice.
constexpr std::size_t kFoldersMax = 256;
constexpr std::size_t kBuiltFilesMax = 4096;
/// An editor writes a file in several steps.
constexpr int kSettleMs = 100;

constexpr std::string_view kCmake = R"(cmake_minimum_required(VERSION 3.25)
project(@NAME@ LANGUAGES NONE)
find_package(TesseraPlugin REQUIRED)
tessera_add_plugin(@NAME@ SOURCES @NAME@.cc)
)";

constexpr std::string_view kSource = R"(#include "tessera/sdk/plugin.h"
#include "tessera/sdk/ui.h"

using namespace tessera::sdk;

class @CLASS@ final : public Plugin {
public:
    // Once, at the beginning. Only what is subscribed to arrives.
    void load(const Configuration& /*configuration*/) override { subscribe({EventType::Key}); }

    // true: draw me again.
    bool update(const Event& event) override {
        const auto key = event.key();
        if (key && key->is(BareKey::Esc)) {
            close_self();
        }
        keys_ += key ? 1 : 0;
        return key.has_value();
    }

    void render(int /*rows*/, int columns) override {
        print_text_with_coordinates(Text("Hello from @NAME@").color_all(0), 0, 0, columns);
        print_text_with_coordinates(Text("Keys so far: " + std::to_string(keys_)), 0, 1, columns);
    }

private:
    int keys_ = 0;
};

TESSERA_REGISTER_PLUGIN(@CLASS@)
)";

std::string filled(std::string_view text, std::string_view name, std::string_view class_name) {
    std::string out(text);
    for (const auto& [mark, value] :
         {std::pair<std::string_view, std::string_view>{"@NAME@", name}, {"@CLASS@", class_name}}) {
        for (std::size_t at = 0; (at = out.find(mark, at)) != std::string::npos;) {
            out.replace(at, mark.size(), value);
        }
    }
    return out;
}

std::string class_name_of(std::string_view name) {
    std::string out;
    bool starts = true;
    for (const char c : name) {
        if (c == '-' || c == '_') {
            starts = true;
        } else {
            out += starts && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            starts = false;
        }
    }
    return out;
}

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= kNameMax && name[0] >= 'a' && name[0] <= 'z' &&
           std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
}

Result<> write_file(const fs::path& path, std::string_view text) {
    const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!fd || ::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        return fail_errno("cannot be written", errno, path.string());
    }
    return {};
}

/// Runs a program to its end, its standard output on ours for errors.
Result<> run(std::vector<std::string> argv) {
    std::vector<char*> pointers;
    for (std::string& word : argv) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    pid_t child = -1;
    const int error =
        ::posix_spawnp(&child, pointers[0], &actions, nullptr, pointers.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        return fail_errno("cannot be run", error, argv[0]);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0
               ? Result<>()
               : fail(ErrorCode::Io, argv[0] + " did not succeed");
}

/// What was built since `began` counts as built then: a source that was saved while it was compiled
/// is newer, and is compiled again next time. Make and ninja compare times of files alone.
void make_older(const fs::path& build, fs::file_time_type began) {
    std::error_code error;
    fs::recursive_directory_iterator it(build, fs::directory_options::skip_permission_denied,
                                        error);
    for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (it->is_regular_file(ignored) && it->last_write_time(ignored) > began) {
            fs::last_write_time(it->path(), began, ignored);
        }
    }
}

/// The project's folders but build/ and hidden ones.
std::vector<fs::path> folders_of(const fs::path& project) {
    std::vector<fs::path> out{project};
    std::error_code error;
    fs::recursive_directory_iterator it(project, fs::directory_options::skip_permission_denied,
                                        error);
    for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        std::error_code ignored;
        if (!it->is_directory(ignored) || it->is_symlink(ignored)) {
            continue;
        }
        if (name.starts_with(".") || name == "build") {
            it.disable_recursion_pending();
        } else if (out.size() < kFoldersMax) {
            out.push_back(it->path());
        }
    }
    return out;
}

}  // namespace

Result<> write_project(const fs::path& where, std::string_view name) {
    if (!is_name(name)) {
        return fail(ErrorCode::InvalidArgument,
                    "a plugin's name has small letters, digits, - and _, and starts with a letter");
    }
    const fs::path folder = where / name;
    std::error_code error;
    if (!fs::create_directory(folder, error)) {
        return error ? fail_errno("cannot be made", error.value(), folder.string())
                     : fail(ErrorCode::AlreadyExists, folder.string() + " is there already");
    }
    const std::string class_name = class_name_of(name);
    TESSERA_TRY(write_file(folder / "CMakeLists.txt", filled(kCmake, name, class_name)));
    TESSERA_TRY(write_file(folder / ".gitignore", "/build/\n"));
    return write_file(folder / (std::string(name) + ".cc"), filled(kSource, name, class_name));
}

Result<> build_project(const fs::path& folder, const fs::path& prefix, FunctionNames names) {
    if (std::error_code error; !fs::exists(folder / "CMakeLists.txt", error)) {
        return fail(ErrorCode::NotFound,
                    "there is no CMakeLists.txt; 'tessera plugin new NAME' makes a project");
    }
    // More than the steps in which file systems count time: when in doubt, compile again.
    constexpr std::chrono::milliseconds kTick(20);
    const auto began = fs::file_time_type::clock::now() - kTick;
    const std::string build = (folder / "build").string();
    TESSERA_TRY(
        run({"cmake", "-S", folder.string(), "-B", build, "-DCMAKE_PREFIX_PATH=" + prefix.string(),
             std::string("-DTESSERA_PLUGIN_NAMES=") + (names == FunctionNames::Keep ? "ON" : "OFF"),
             "--log-level=WARNING"}));
    const Result<> built = run({"cmake", "--build", build});
    make_older(build, began);
    return built;
}

Result<fs::path> built_module(const fs::path& folder) {
    fs::path newest;
    fs::file_time_type when{};
    for (const fs::path& file : files_in(folder / "build", kBuiltFilesMax)) {
        std::error_code ignored;
        const fs::file_time_type written = fs::last_write_time(file, ignored);
        if (file.extension() == ".wasm" && (newest.empty() || written > when)) {
            newest = file;
            when = written;
        }
    }
    return newest.empty() ? Result<fs::path>(fail(ErrorCode::NotFound, "no module was built"))
                          : Result<fs::path>(newest);
}

Result<UniqueFd> watch_project(const fs::path& folder) {
    UniqueFd watch(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (!watch) {
        return fail_errno("watching files", errno);
    }
    constexpr std::uint32_t kEvents =
        IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM;
    for (const fs::path& path : folders_of(folder)) {
        if (::inotify_add_watch(watch.get(), path.c_str(), kEvents) < 0) {
            return fail_errno("cannot be watched", errno, path.string());
        }
    }
    return watch;
}

void wait_for_change(const UniqueFd& watch) {
    pollfd waiting{watch.get(), POLLIN, 0};
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init) read() fills it
    alignas(inotify_event) std::array<char, 65536> events;
    int timeout = -1;
    while (const int ready = ::poll(&waiting, 1, timeout)) {  // 0: quiet again after a change
        const ssize_t n = ready > 0 ? ::read(watch.get(), events.data(), events.size()) : 0;
        for (ssize_t at = 0; at < n;) {
            const auto* event = reinterpret_cast<const inotify_event*>(events.data() + at);
            const std::string_view name = event->len > 0 ? event->name : "";
            if (name != "build" && !name.starts_with(".") && !name.ends_with("~")) {
                timeout = kSettleMs;
            }
            at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
        }
    }
}

}  // namespace tessera::cli
