// Runs a program on a pseudo terminal whose other end is our engine, without the rest of the
// workspace: for suites that are programs (esctest2, ucs-detect, vttest).
//   vt_pty ROWS COLS PROGRAM [ARGUMENT...]
// Prints the page when the program has ended, and ends as it did.

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tessera/vt/terminal.h"

namespace {

using namespace tessera;

/// Writes what the terminal answers; gives up when the program does not read.
void answer(int fd, std::string replies) {
    while (!replies.empty()) {
        const ssize_t n = write(fd, replies.data(), replies.size());
        if (n <= 0) {
            return;
        }
        replies.erase(0, static_cast<std::size_t>(n));
    }
}

void serve(int fd, vt::Terminal& terminal) {
    std::array<char, 65536> buffer;
    pollfd waiting{fd, POLLIN, 0};
    while (poll(&waiting, 1, -1) >= 0) {
        const ssize_t n = read(fd, buffer.data(), buffer.size());
        if (n <= 0) {
            return;
        }
        terminal.feed(std::string_view(buffer.data(), static_cast<std::size_t>(n)));
        answer(fd, terminal.take_replies());
        (void)terminal.take_events();
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        (void)std::fprintf(stderr, "usage: vt_pty ROWS COLS PROGRAM [ARGUMENT...]\n");
        return 2;
    }
    const int rows = std::atoi(argv[1]);
    const int cols = std::atoi(argv[2]);
    winsize size{};
    size.ws_row = static_cast<unsigned short>(rows);
    size.ws_col = static_cast<unsigned short>(cols);
    size.ws_xpixel = static_cast<unsigned short>(cols * 8);
    size.ws_ypixel = static_cast<unsigned short>(rows * 16);
    int fd = -1;
    const pid_t child = forkpty(&fd, nullptr, nullptr, &size);
    if (child < 0) {
        std::perror("forkpty");
        return 1;
    }
    if (child == 0) {
        (void)setenv("TERM", "xterm-256color", 1);
        (void)setenv("COLORTERM", "truecolor", 1);
        execvp(argv[3], argv + 3);
        std::perror(argv[3]);
        _exit(127);
    }
    vt::Terminal terminal({Rows(rows), Cols(cols)});
    serve(fd, terminal);
    int status = 0;
    (void)waitpid(child, &status, 0);
    for (int r = 0; r < rows; ++r) {
        (void)std::printf("%s\n", terminal.row_text(Row(r)).c_str());
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
