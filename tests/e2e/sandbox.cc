#include "sandbox.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "tessera/base/read_file.h"

namespace tessera::e2e {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kMarkerName = "TESSERA_E2E_ID";

std::string read_all(const fs::path& path) {
    constexpr std::size_t kBytesMax = std::size_t{64} << 20U;
    return read_file(path, kBytesMax).value_or("");  // a process may go while it is read
}

std::vector<std::string> split_nul(const std::string& text) {
    std::vector<std::string> out;
    std::size_t from = 0;
    while (from < text.size()) {
        const std::size_t to = std::min(text.find('\0', from), text.size());
        out.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return out;
}

/// State and parent from /proc/PID/stat; the name in parentheses may hold anything.
void read_stat(int pid, ProcessInfo& info) {
    const std::string stat = read_all("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t after = stat.rfind(')');
    if (after == std::string::npos || after + 2 >= stat.size()) {
        return;
    }
    info.state = stat[after + 2];
    info.parent = std::atoi(stat.c_str() + after + 4);
}

void drain(int fd, std::string& into, bool& open) {
    std::array<char, 65536> buffer;
    const ssize_t n = ::read(fd, buffer.data(), buffer.size());
    if (n > 0) {
        into.append(buffer.data(), static_cast<std::size_t>(n));
    } else {
        open = false;
    }
}

}  // namespace

std::string ProcessInfo::command_line() const {
    std::string line;
    for (const std::string& arg : argv) {
        line += line.empty() ? arg : " " + arg;
    }
    return line;
}

bool ProcessInfo::has_argument(std::string_view argument) const {
    for (const std::string& arg : argv) {
        if (arg == argument) {
            return true;
        }
    }
    return !argv.empty() && argv.front().ends_with(argument);
}

Sandbox::Sandbox() {
    std::string pattern = (fs::temp_directory_path() / "tessera-e2e-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("mkdtemp failed");
    }
    home_ = pattern;
    marker_ = std::string(kMarkerName) + "=" + home_.filename().string();
    fs::create_directory(runtime_dir());
    fs::permissions(runtime_dir(), fs::perms::owner_all);
    fs::create_directories(config_dir());
    env = {
        {"HOME", home_.string()},
        {"XDG_RUNTIME_DIR", runtime_dir().string()},
        {"PATH", "/usr/local/bin:/usr/bin:/bin"},
        {"SHELL", "/bin/bash"},
        {"PS1", "$ "},
        {"TERM", "xterm-256color"},
        {"LANG", "C.UTF-8"},
        {"USER", "tester"},
        {std::string(kMarkerName), home_.filename().string()},
    };
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
        if (const char* value = std::getenv(name)) {
            env[name] = value;
        }
    }
    write_file(".bashrc", "PS1='$ '\n");
    write_file(".inputrc", "set enable-bracketed-paste off\n");
}

Sandbox::~Sandbox() {
    kill_all();
    std::error_code ignored;
    fs::remove_all(home_, ignored);
}

fs::path Sandbox::write_file(const fs::path& path, std::string_view text) const {
    const fs::path full = home_ / path;
    fs::create_directories(full.parent_path());
    std::ofstream(full, std::ios::binary) << text;
    return full;
}

std::vector<ProcessInfo> Sandbox::processes() const {
    std::vector<ProcessInfo> found;
    std::vector<ProcessInfo> unmarked;  // started with an environment of their own
    for (const fs::directory_entry& entry : fs::directory_iterator("/proc")) {
        const int pid = std::atoi(entry.path().filename().c_str());
        if (pid <= 0 || pid == ::getpid()) {
            continue;
        }
        const std::vector<std::string> environment =
            split_nul(read_all(entry.path() / "environ"));
        const bool marked =
            std::find(environment.begin(), environment.end(), marker_) != environment.end();
        ProcessInfo info;
        info.pid = pid;
        info.argv = split_nul(read_all(entry.path() / "cmdline"));
        read_stat(pid, info);
        (marked ? found : unmarked).push_back(std::move(info));
    }
    for (std::size_t i = 0; i < found.size(); ++i) {  // children of ours, and theirs
        for (const ProcessInfo& other : unmarked) {
            if (other.parent == found[i].pid && other.pid != ::getpid()) {
                found.push_back(other);
            }
        }
    }
    return found;
}

std::vector<ProcessInfo> Sandbox::processes_with(std::string_view role) const {
    std::vector<ProcessInfo> all = processes();
    std::erase_if(all, [role](const ProcessInfo& p) { return !p.has_argument(role); });
    return all;
}

void Sandbox::kill_all() const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < deadline) {
        std::vector<ProcessInfo> left = processes();
        std::erase_if(left, [](const ProcessInfo& p) { return p.state == 'Z'; });
        if (left.empty()) {
            return;
        }
        for (const ProcessInfo& process : left) {
            ::kill(process.pid, SIGKILL);
        }
        while (::waitpid(-1, nullptr, WNOHANG) > 0) {
        }
        std::this_thread::yield();
    }
}

std::vector<char*> Sandbox::envp(std::vector<std::string>& storage) const {
    storage.clear();
    for (const auto& [name, value] : env) {
        storage.push_back(name + "=" + value);
    }
    std::vector<char*> pointers;
    for (std::string& line : storage) {
        pointers.push_back(line.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

Sandbox::Outcome Sandbox::run(const std::vector<std::string>& argv, std::string_view input) const {
    int in[2];
    int out[2];
    int err[2];
    if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0 ||
        ::pipe2(err, O_CLOEXEC) != 0) {
        throw std::runtime_error("pipe failed");
    }
    std::vector<std::string> storage;
    std::vector<char*> environment = envp(storage);
    std::vector<std::string> words = argv;
    std::vector<char*> pointers;
    for (std::string& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::dup2(in[0], 0);
        ::dup2(out[1], 1);
        ::dup2(err[1], 2);
        ::setsid();
        if (::chdir(home_.c_str()) == 0) {
            ::execvpe(pointers[0], pointers.data(), environment.data());
        }
        ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    ::close(err[1]);
    if (!input.empty() && ::write(in[1], input.data(), input.size()) < 0) {
        ::kill(pid, SIGKILL);
    }
    ::close(in[1]);
    Outcome outcome;
    bool out_open = true;
    bool err_open = true;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while ((out_open || err_open) && std::chrono::steady_clock::now() < deadline) {
        std::array<pollfd, 2> fds{pollfd{out_open ? out[0] : -1, POLLIN, 0},
                                  pollfd{err_open ? err[0] : -1, POLLIN, 0}};
        // A detached child may hold the pipes open: the program's own end is enough.
        const int ready = ::poll(fds.data(), fds.size(), 50);
        int status = 0;
        if (ready == 0 && ::waitpid(pid, &status, WNOHANG) == pid) {
            outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            break;
        }
        if (fds[0].revents != 0) {
            drain(out[0], outcome.out, out_open);
        }
        if (fds[1].revents != 0) {
            drain(err[0], outcome.err, err_open);
        }
    }
    ::close(out[0]);
    ::close(err[0]);
    if (outcome.status < 0) {
        int status = 0;
        if (std::chrono::steady_clock::now() >= deadline) {
            ::kill(pid, SIGKILL);
        }
        ::waitpid(pid, &status, 0);
        outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    return outcome;
}

std::string tessera_binary() {
    if (const char* given = std::getenv("TESSERA_BIN")) {
        return given;
    }
    const char* build = std::getenv("TESSERA_BUILD_DIR");
    return (fs::path(build != nullptr ? build : "build/dev") / "bin/tessera").string();
}

}  // namespace tessera::e2e
