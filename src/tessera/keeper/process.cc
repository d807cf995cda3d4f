#include "tessera/keeper/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "tessera/base/unique_fd.h"

namespace tessera::keeper {

namespace {

/// Everything the child needs, made before the fork.
struct Image {
    std::vector<char*> argv;
    std::vector<int> kept;
    UniqueFd null_file;
    UniqueFd error_file;
    UniqueFd report;  // an errno goes here when something fails; closed by exec
    Detach detach = Detach::No;
};

[[noreturn]] void give_up(const Image& image, int error) {
    (void)!::write(image.report.get(), &error, sizeof error);
    ::_exit(127);
}

/// After fork: async-signal-safe calls only.
[[noreturn]] void become(const Image& image) {
    for (int s = 1; s < NSIG; ++s) {
        ::signal(s, SIG_DFL);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    if (image.detach == Detach::Yes) {
        if (::setsid() < 0) {
            give_up(image, errno);
        }
        const pid_t second = ::fork();  // no session leader: it can never get a terminal
        if (second != 0) {
            second < 0 ? give_up(image, errno) : ::_exit(0);
        }
    }
    const int null_file = image.null_file.get();
    const int error_file = image.error_file ? image.error_file.get() : null_file;
    if (::chdir("/") != 0 || ::dup2(null_file, 0) < 0 || ::dup2(null_file, 1) < 0 ||
        ::dup2(error_file, 2) < 0) {
        give_up(image, errno);
    }
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    for (const int fd : image.kept) {
        ::fcntl(fd, F_SETFD, 0);
    }
    ::execv(kOwnImage.data(), image.argv.data());
    ::execv(image.argv.front(), image.argv.data());
    give_up(image, errno);
}

/// Handlers of the caller must not run in the child before it has reset them.
class SignalsBlocked {
public:
    SignalsBlocked() {
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t before_{};
};

/// The errno the child reported; 0 once it has become another program.
int await_exec(int report) {
    int error = 0;
    ssize_t n = 0;
    do {
        n = ::read(report, &error, sizeof error);
    } while (n < 0 && errno == EINTR);
    return n == sizeof error ? error : 0;
}

/// A descriptor that standard streams cannot collide with.
UniqueFd above_standard(UniqueFd fd) {
    return fd && fd.get() < 3 ? UniqueFd(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 3)) : std::move(fd);
}

}  // namespace

Result<pid_t> start_own(const Program& program) {
    std::vector<std::string> words = program.argv;
    Image image;
    image.detach = program.detach;
    image.kept.assign(program.descriptors.begin(), program.descriptors.end());
    std::ranges::transform(words, std::back_inserter(image.argv),
                           [](std::string& w) { return w.data(); });
    image.argv.push_back(nullptr);
    image.null_file = above_standard(UniqueFd(::open("/dev/null", O_RDWR | O_CLOEXEC)));
    if (!program.error_file.empty()) {
        image.error_file = above_standard(UniqueFd(
            ::open(program.error_file.c_str(),
                   O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600)));
    }
    int report[2];
    if (::pipe2(report, O_CLOEXEC) != 0) {
        return fail_errno("pipe", errno);
    }
    UniqueFd report_read = above_standard(UniqueFd(report[0]));
    image.report = above_standard(UniqueFd(report[1]));
    if (!image.null_file) {
        return fail_errno("open /dev/null", errno);
    }
    pid_t pid = 0;
    {
        const SignalsBlocked blocked;
        pid = ::fork();
        if (pid == 0) {
            become(image);
        }
    }
    if (pid < 0) {
        return fail_errno("fork", errno);
    }
    image.report.reset();
    const int error = await_exec(report_read.get());
    if (error != 0 || program.detach == Detach::Yes) {
        while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    if (error != 0) {
        return fail_errno("start", error, words.front());
    }
    return program.detach == Detach::Yes ? 0 : pid;
}

}  // namespace tessera::keeper
