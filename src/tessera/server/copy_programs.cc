#include "tessera/server/copy_programs.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace tessera::server {

namespace {

std::vector<std::string> words_of(std::string_view command) {
    std::vector<std::string> out;
    while (!command.empty()) {
        const std::size_t space = std::min(command.find(' '), command.size());
        if (space > 0) {
            out.emplace_back(command.substr(0, space));
        }
        command.remove_prefix(std::min(space + 1, command.size()));
    }
    return out;
}

/// The text as something to read from; no program that reads slowly holds anybody up.
Result<UniqueFd> readable(std::string_view text) {
    UniqueFd file(::memfd_create("copied", MFD_CLOEXEC));
    while (file && !text.empty()) {
        const ssize_t n = ::write(file.get(), text.data(), text.size());
        if (n < 0 && errno != EINTR) {
            break;
        }
        text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    }
    if (!file || !text.empty() || ::lseek(file.get(), 0, SEEK_SET) != 0) {
        return fail_errno("keeping what was copied", errno);
    }
    return file;
}

}  // namespace

Result<> CopyPrograms::run(Order order, std::string_view text) {
    std::vector<std::string> words = words_of(order.command);
    if (words.empty()) {
        return fail(ErrorCode::InvalidArgument, "copy_command names no program");
    }
    if (running_.size() >= kCopyProgramsMax) {
        return fail(ErrorCode::LimitExceeded, "too many programs of copy_command are running");
    }
    const std::uint64_t number = ++last_;
    ChildOptions options;
    options.program = words.front();
    options.arguments.assign(words.begin() + 1, words.end());
    options.environment = std::move(order.environment);
    options.directory = order.directory;
    options.input = TESSERA_TRY(readable(text));
    options.if_destroyed = ChildOptions::IfDestroyed::Leave;
    options.ended = [this, number, failed = std::move(order.failed)](ChildStatus status) {
        const auto ended = running_.extract(number);  // it outlives this call
        if (!status.is_success() && failed) {
            failed();
        }
    };
    running_.emplace(number, TESSERA_TRY(Child::start(loop_, std::move(options))));
    return {};
}

}  // namespace tessera::server
