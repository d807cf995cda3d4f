"""What every subject is fed: payloads for cat, the shell, a program that echoes, a C reader."""

import os
import random
import subprocess

PROMPT = "READY-7$"

SHELL = f"""#!/bin/bash
export PS1='{PROMPT} '
exec bash --norc --noprofile -i
"""

# Answers key number n with word n at the top of its screen; neighbours differ in every letter, so
# that whoever draws differences draws all six.
WORD_LENGTH = 6
ECHO = f"""
import os, sys, tty
tty.setraw(0)
os.write(1, b"ECHO-" + b"UP\\r\\n")
n = 0
while True:
    for key in os.read(0, 64):
        if key == ord("Q"):
            sys.exit(0)
        n += 1
        word = bytes(97 + (n * 11 + i * 3) % 26 for i in range({WORD_LENGTH}))
        os.write(1, b"\\x1b[H" + word)
"""

READER = r"""
#include <pty.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
static double seconds(struct timeval t) { return t.tv_sec + t.tv_usec / 1e6; }
int main(int argc, char **argv) {
    static char buffer[1 << 16];
    struct winsize size = {50, 160, 0, 0};
    struct timespec from, to;
    struct rusage usage;
    double bytes = 0;
    ssize_t got;
    int terminal;
    if (argc != 2) return 2;
    if (forkpty(&terminal, 0, 0, &size) == 0) {
        execlp("cat", "cat", argv[1], (char *)0);
        _exit(1);
    }
    clock_gettime(CLOCK_MONOTONIC, &from);
    while ((got = read(terminal, buffer, sizeof buffer)) > 0) bytes += got;
    clock_gettime(CLOCK_MONOTONIC, &to);
    getrusage(RUSAGE_SELF, &usage);
    printf("%f %f %f\n", bytes, (to.tv_sec - from.tv_sec) + (to.tv_nsec - from.tv_nsec) / 1e9,
           seconds(usage.ru_utime) + seconds(usage.ru_stime));
    return 0;
}
"""

SCRIPTS = "日本語テキスト 漢字 кириллица ελληνικά 😀👩‍👩‍👧 é́ ñ ❤️ العربية".split()
LINES_IN_BLOCK = 3000


def word(n):
    """What the echo program shows after key `n`, counted from 1."""
    return bytes(97 + (n * 11 + i * 3) % 26 for i in range(WORD_LENGTH))


def _line_makers(chance):
    letters = b"abcdefghijklmnopqrstuvwxyz"
    words = [bytes(chance.choices(letters, k=chance.randrange(2, 12))) for _ in range(4000)]

    def plain():
        return b" ".join(chance.choices(words, k=12))

    def colour():
        styled = (
            b"\x1b[38;5;%d;%dm%s\x1b[0m " % (chance.randrange(256), chance.choice((1, 3, 4, 7)), w)
            for w in chance.choices(words, k=12)
        )
        return b"".join(styled)

    def unicode():
        return " ".join(chance.choices(SCRIPTS, k=14)).encode()

    return {"plain": plain, "colour": colour, "unicode": unicode}


def write(folder, megabytes):
    """Puts everything into `folder`; returns {payload: path}."""
    paths = {}
    for name, line in _line_makers(random.Random(7)).items():
        block = b"".join(line() + b"\r\n" for _ in range(LINES_IN_BLOCK))
        paths[name] = os.path.join(folder, name)
        with open(paths[name], "wb") as file:
            for _ in range(max(1, (megabytes << 20) // len(block))):
                file.write(block)
    for name, text in (("sh", SHELL), ("echo.py", ECHO), ("reader.c", READER)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    os.chmod(os.path.join(folder, "sh"), 0o755)
    reader = os.path.join(folder, "reader")
    subprocess.run(["cc", "-O2", reader + ".c", "-o", reader, "-lutil"], check=True)
    return paths
