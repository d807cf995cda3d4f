"""A person's terminal: a pseudo terminal whose other side is read and answered."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

ROWS, COLS = 50, 160
CELL_WIDTH, CELL_HEIGHT = 8, 16
# Kept of what came before the last read, so that a mark split between reads is found.
TAIL_MAX = 4096

# What programs ask, and what xterm would say.
ANSWERS = {
    b"\x1b[c": b"\x1b[?62;4;22c",
    b"\x1b[0c": b"\x1b[?62;4;22c",
    b"\x1b[>c": b"\x1b[>41;390;0c",
    b"\x1b[>0c": b"\x1b[>41;390;0c",
    b"\x1b[5n": b"\x1b[0n",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[?u": b"\x1b[?0u",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[14t": b"\x1b[4;%d;%dt" % (ROWS * CELL_HEIGHT, COLS * CELL_WIDTH),
    b"\x1b[16t": b"\x1b[6;%d;%dt" % (CELL_HEIGHT, CELL_WIDTH),
    b"\x1b[18t": b"\x1b[8;%d;%dt" % (ROWS, COLS),
    b"\x1b]10;?\x1b\\": b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
    b"\x1b]11;?\x1b\\": b"\x1b]11;rgb:0000/0000/0000\x1b\\",
}
QUESTION = re.compile(b"|".join(re.escape(question) for question in ANSWERS))


class Ended(Exception):
    """The program on the terminal ended."""


class Terminal:
    def __init__(self, command, environment):
        self.started = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                size = struct.pack("HHHH", ROWS, COLS, COLS * CELL_WIDTH, ROWS * CELL_HEIGHT)
                fcntl.ioctl(0, termios.TIOCSWINSZ, size)
                os.execvpe(command[0], command, environment)
            finally:
                os._exit(127)
        self.seen = b""  # what came since the last find()
        self.bytes = 0

    def read(self, timeout):
        """Reads once; False when nothing came. Raises Ended."""
        ready, _, _ = select.select([self.fd], [], [], max(timeout, 0))
        if not ready:
            return False
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            data = b""
        if not data:
            raise Ended(repr(self.seen[-400:]))
        self.bytes += len(data)
        for question in QUESTION.findall(data):
            os.write(self.fd, ANSWERS[question])
        self.seen = self.seen[-TAIL_MAX:] + data
        return True

    def find(self, needle, timeout):
        """Waits for `needle`; returns when it was seen, or None. Forgets everything before it."""
        end = time.monotonic() + timeout
        while needle not in self.seen:
            if not self.read(end - time.monotonic()) and time.monotonic() >= end:
                return None
        now = time.monotonic()
        self.seen = self.seen[self.seen.index(needle) + len(needle) :]
        return now

    def settle(self, quiet, at_most):
        """Reads until nothing came for `quiet` seconds."""
        end = time.monotonic() + at_most
        while time.monotonic() < end and self.read(quiet):
            pass
        self.seen = b""

    def send(self, data):
        os.write(self.fd, data)

    def close(self):
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.pid, 0)
        os.close(self.fd)
