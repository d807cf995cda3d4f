"""One subject, once: start, idle, keys, cat."""

import os
import subprocess
import sys
import time

from mux_parts import inputs, subjects
from mux_parts.terminal import Ended, Terminal

PROMPT = inputs.PROMPT.encode()
START_LIMIT_S = 60
IDLE_S = 5.0
# Between keys: the rate of a fast typist's burst, and time for what a key left behind.
KEY_PAUSE_S = 0.004


class Trouble(Exception):
    """The subject did not do what was waited for."""


def require(time_seen, what, terminal):
    if time_seen is None:
        raise Trouble(f"{what} did not come; last: {terminal.seen[-300:]!r}")
    return time_seen


def warm_up(subject, folder):
    """One start that is not measured: caches of code and files."""
    if subject.name == "limit":
        return
    terminal = _start(subject, folder)
    try:
        _wait_for_screen(subject, terminal)
        terminal.settle(1.0, 5.0)
    finally:
        _end(subject, terminal)


def measure(subject, folder, payloads, arguments):
    """{figure: value}; figures.py says what each is."""
    if subject.name == "limit":
        return _limit(folder, payloads)
    terminal = _start(subject, folder)
    try:
        found = _wait_for_screen(subject, terminal)
        terminal.settle(1.0, 5.0)
        if arguments.processes:
            print(subjects.describe(subject), file=sys.stderr)
        if subject.is_multiplexer():
            found.update(_idle(subject, terminal))
        found.update(_keys(terminal, folder, arguments.keys))
        for name, path in payloads.items():
            found.update(_cat(subject, terminal, name, path))
        if subject.is_multiplexer():
            found["memory_after_mb"] = subject.usage()[0]
        return found
    except Ended as ended:
        raise Trouble(f"ended early; last: {ended}") from ended
    finally:
        _end(subject, terminal)


def _start(subject, folder):
    environment = subject.prepare(folder)
    return Terminal(subject.command(environment), environment)


def _end(subject, terminal):
    subject.end()
    terminal.close()


def _wait_for_screen(subject, terminal):
    """Prompt and status bar come in either order, so both are looked for in all that came."""
    wanted = {"start_ms": PROMPT}
    if subject.has_bars():
        wanted["bars_ms"] = subjects.STATUS_BAR
    found, end = {}, time.monotonic() + START_LIMIT_S
    while len(found) < len(wanted):
        left = end - time.monotonic()
        if left <= 0 or not terminal.read(left):
            break
        for name, needle in wanted.items():
            if name not in found and needle in terminal.seen:
                found[name] = (time.monotonic() - terminal.started) * 1e3
    if "start_ms" not in found:
        raise Trouble(f"no prompt; last: {terminal.seen[-300:]!r}")
    return found


def _idle(subject, terminal):
    memory, seconds, wakeups = subject.usage()
    started = time.monotonic()
    terminal.settle(IDLE_S, IDLE_S)
    elapsed = time.monotonic() - started
    _, seconds_after, wakeups_after = subject.usage()
    return {
        "memory_mb": memory,
        "idle_wakeups_s": (wakeups_after - wakeups) / elapsed,
        "idle_cpu_pct": 100 * (seconds_after - seconds) / elapsed,
    }


def _keys(terminal, folder, count):
    terminal.send(f"python3 -u {folder}/echo.py\r".encode())
    require(terminal.find(b"ECHO-UP", 20), "the echo program", terminal)
    terminal.settle(0.4, 5.0)
    latencies = []
    for n in range(1, count + 1):
        sent = time.monotonic()
        terminal.send(b"x")
        seen = require(terminal.find(inputs.word(n), 10), f"the echo of key {n}", terminal)
        latencies.append((seen - sent) * 1e3)
        time.sleep(KEY_PAUSE_S)
    latencies.sort()
    terminal.send(b"Q")
    require(terminal.find(PROMPT, 20), "the prompt after the keys", terminal)
    terminal.settle(0.5, 5.0)
    return {"key_p50_ms": latencies[count // 2], "key_p99_ms": latencies[count * 99 // 100]}


def _cat(subject, terminal, name, path):
    megabytes = os.path.getsize(path) / (1 << 20)
    _, seconds, _ = subject.usage()
    bytes_before, started = terminal.bytes, time.monotonic()
    # The mark is put together by the shell, so that the command line on screen is not it.
    terminal.send(f"cat {path}; printf '\\033[2J\\033[H%s%s\\n' '@#DONE-' '{name}#@'\r".encode())
    ended = require(terminal.find(f"@#DONE-{name}#@".encode(), 300), f"the end of {name}", terminal)
    _, seconds_after, _ = subject.usage()
    came = terminal.bytes - bytes_before
    terminal.settle(0.5, 5.0)
    found = {f"{name}_mb_s": megabytes / (ended - started)}
    if subject.is_multiplexer():
        found[f"{name}_cpu_ms_mb"] = 1e3 * (seconds_after - seconds) / megabytes
        found[f"{name}_out_pct"] = 100 * came / os.path.getsize(path)
    return found


def _limit(folder, payloads):
    found = {}
    for name, path in payloads.items():
        line = subprocess.check_output([os.path.join(folder, "reader"), path], text=True)
        count, elapsed, seconds = map(float, line.split())
        found[f"{name}_mb_s"] = count / elapsed / (1 << 20)
        found[f"{name}_cpu_ms_mb"] = 1e3 * seconds / (count / (1 << 20))
    return found
