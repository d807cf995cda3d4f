#!/usr/bin/env python3
"""Runs a shell command in a pane of a real session and waits for its end.

  in_pane.py [--tessera BINARY] [--rows R] [--cols C] [--seconds S] COMMAND...

For suites that are programs (esctest2, ucs-detect). The session has one pane without a frame, of R
rows and C columns, a home of its own, and ends with the command. Prints the size of the pane; ends
as the command did, with 124 when S seconds were not enough.
"""

import argparse
import fcntl
import os
import pathlib
import pty
import select
import shlex
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def make_home():
    home = pathlib.Path(tempfile.mkdtemp(prefix="tessera-suite-"))
    (home / "run").mkdir(mode=0o700)
    config = home / ".config/tessera"
    (config / "layouts").mkdir(parents=True)
    (config / "config.kdl").write_text('default_layout "bare"\npane_frames false\n')
    (config / "layouts/bare.kdl").write_text("layout {\n  pane\n}\n")
    return home


def environment(home):
    env = {name: os.environ[name] for name in ("PATH", "ESCTEST_DIR") if name in os.environ}
    return env | {
        "HOME": str(home),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "SHELL": "/bin/bash",
        "XDG_RUNTIME_DIR": str(home / "run"),
        "XDG_CONFIG_HOME": str(home / ".config"),
    }


def serve(terminal, home, command, seconds):
    """Reads what the client draws, answers its last question, types the command once all is quiet;
    until the session ends."""
    done = home / "done"
    line = (f"stty size > {home}/size; {command}; echo $? > {home}/status; "
            f"mv {home}/status {done}; exit\r")
    start = time.monotonic()
    typed = False
    while time.monotonic() - start < seconds:
        readable, _, _ = select.select([terminal], [], [], 0.5)
        if readable:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                return  # the shell has ended, and with it the session
            if b"\x1b[c" in data:
                os.write(terminal, b"\x1b[?62;22c")
        elif not typed:
            typed = True
            os.write(terminal, line.encode())


def run(tessera, rows, cols, seconds, command):
    home = make_home()
    env = environment(home)
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(tessera, [tessera], env)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, cols * 8, rows * 16))
    try:
        serve(terminal, home, command, seconds)
        size = (home / "size").read_text().strip() if (home / "size").exists() else "unknown"
        status = int((home / "done").read_text()) if (home / "done").exists() else 124
    finally:
        os.kill(pid, signal.SIGHUP)
        os.waitpid(pid, 0)
        shutil.rmtree(home, ignore_errors=True)
    return size, status


def main():
    parser = argparse.ArgumentParser(prog="in_pane.py")
    parser.add_argument("--tessera", default=str(ROOT / "build/dev/bin/tessera"))
    parser.add_argument("--rows", type=int, default=24)
    parser.add_argument("--cols", type=int, default=80)
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    size, status = run(options.tessera, options.rows, options.cols, options.seconds,
                       shlex.join(options.command))
    print(f"pane of {size.replace(' ', ' rows, ')} columns, status {status}")
    return status


if __name__ == "__main__":
    sys.exit(main())
