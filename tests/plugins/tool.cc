#include "tool.h"

#include <stdlib.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>

namespace tessera::plugin_runs {

namespace fs = std::filesystem;

namespace {

std::string variable(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value == nullptr ? otherwise : value;
}

/// Removed when the tests end.
class Home {
public:
    Home() {
        std::string name = (fs::temp_directory_path() / "tessera-plugin-runs-XXXXXX").string();
        path = ::mkdtemp(name.data()) == nullptr ? fs::path() : fs::path(name);
        fs::create_directories(path / "host" / "sub");
        std::ofstream(path / "host" / "notes.txt") << "some notes\n";
    }
    ~Home() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    Home(const Home&) = delete;
    Home& operator=(const Home&) = delete;
    fs::path path;
};

}  // namespace

fs::path zellij_plugins() {
    const fs::path folder = variable("TESSERA_ZELLIJ_PLUGINS", "");
    return fs::exists(folder / "tab-bar.wasm") ? folder : fs::path();
}

fs::path source_dir() {
    return variable("TESSERA_SOURCE_DIR", ".");
}

Outcome run(const fs::path& module, std::string_view options, std::string_view script) {
    static const Home home;
    std::ofstream(home.path / "script.jsonl") << script;
    const fs::path program = fs::path(variable("TESSERA_BUILD_DIR", "build/dev")) / "bin/tessera";
    const std::string line = "cd " + (home.path / "host").string() +
                             " && env -i PATH=/usr/bin:/bin HOME=" + home.path.string() +
                             " XDG_RUNTIME_DIR=" + home.path.string() + " " +
                             fs::absolute(program).string() + " plugin run " + module.string() +
                             " " + std::string(options) + " --script - < " +
                             (home.path / "script.jsonl").string() + " 2>&1";
    std::FILE* pipe = ::popen(line.c_str(), "r");
    Outcome out;
    std::array<char, 4096> part{};
    while (const std::size_t n = std::fread(part.data(), 1, part.size(), pipe)) {
        out.text.append(part.data(), n);
    }
    const int status = ::pclose(pipe);
    out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return out;
}

}  // namespace tessera::plugin_runs
