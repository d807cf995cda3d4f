#include "tessera/server/process.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

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

std::string process_command(pid_t pid) {
    if (pid == 0) {
        return {};
    }
    std::ifstream file("/proc/" + std::to_string(pid) + "/cmdline", std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    while (!text.empty() && text.back() == '\0') {
        text.pop_back();
    }
    std::ranges::replace(text, '\0', ' ');
    return text;
}

}  // namespace tessera::server
