#include "tessera/server/process.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

namespace tessera::server {

std::string process_cwd(pid_t pid) {
    std::error_code error;
    if (pid == 0) {
        return {};
    }
    const auto link = "/proc/" + std::to_string(pid) + "/cwd";
    const std::filesystem::path path = std::filesystem::read_symlink(link, error);
    return error ? std::string() : path.string();
}

pid_t process_in_front(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat", std::ios::binary);
    std::string text;
    std::getline(file, text, '\0');
    // "PID (NAME) STATE PPID PGRP SESSION TTY TPGID …"; a name may hold anything, also ") ".
    const std::size_t name_end = text.rfind(')');
    if (name_end == std::string::npos) {
        return pid;
    }
    std::istringstream fields(text.substr(name_end + 1));
    char state = 0;
    long parent = 0;
    long group = 0;
    long session = 0;
    long terminal = 0;
    long front = 0;
    fields >> state >> parent >> group >> session >> terminal >> front;
    return fields && front > 0 ? static_cast<pid_t>(front) : pid;
}

std::vector<std::string> process_argv(pid_t pid) {
    std::vector<std::string> out;
    if (pid == 0) {
        return out;
    }
    std::ifstream file("/proc/" + std::to_string(pid) + "/cmdline", std::ios::binary);
    std::string text(kMaxCommandLineBytes, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    std::string_view rest(text.data(), static_cast<std::size_t>(file.gcount()));
    while (!rest.empty()) {
        const std::size_t end = rest.find('\0');
        out.emplace_back(rest.substr(0, end));
        rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
    }
    return out;
}

std::string process_command(pid_t pid) {
    std::string out;
    for (const std::string& argument : process_argv(pid)) {
        out += (out.empty() ? "" : " ") + argument;
    }
    return out;
}

}  // namespace tessera::server
