"""What is measured: how each subject is started, which processes are its own."""

import os
import random
import shutil
import signal
import sys
import time
from dataclasses import dataclass, field

# A configuration that both Zellij and Tessera read: no start-up tips on top of the first screen.
CONFIG = "show_startup_tips false\nshow_release_notes false\nsession_serialization false\n"
STATUS_BAR = b"LOCK"


@dataclass
class Subject:
    name: str
    binary: str
    home: str = ""
    marker: str = field(default_factory=lambda: "%08x" % random.getrandbits(32))

    def prepare(self, folder):
        """A home of its own and a fresh marker: nothing of an earlier run is found again."""
        self.marker = "%08x" % random.getrandbits(32)
        self.home = os.path.join(folder, "home-" + self.name)
        run = os.path.join(self.home, "run")
        config = os.path.join(self.home, ".config", self.name)
        for path in (run, config):
            os.makedirs(path, exist_ok=True)
        os.chmod(run, 0o700)
        with open(os.path.join(config, "config.kdl"), "w", encoding="utf-8") as file:
            file.write(CONFIG)
        return {
            "PATH": os.environ["PATH"],
            "HOME": self.home,
            "SHELL": os.path.join(folder, "sh"),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": run,
            "ZELLIJ_SOCKET_DIR": run,
            "TMUX_TMPDIR": run,
            "MUX_BENCH": self.marker,
        }

    def command(self, environment):
        session = "s" + self.marker
        if self.name == "bare":
            return [environment["SHELL"]]
        if self.name == "tmux":
            return [self.binary, "-L", session, "-f", "/dev/null", "new-session", "-s", session]
        return [self.binary, "--session", session]

    def is_multiplexer(self):
        return self.name not in ("limit", "bare")

    def has_bars(self):
        return self.name in ("zellij", "tessera")

    def processes(self):
        """Pids of the subject's own processes, without the shells in it: named after it, and marked
        by their environment or descended from a process that is."""
        return [pid for pid in _family(self.marker) if _executable(pid).startswith(self.name)]

    def usage(self):
        """(memory in MB as PSS, processor seconds so far, wake-ups so far)"""
        memory = seconds = wakeups = 0.0
        for pid in self.processes():
            memory += pss_mb(pid)
            seconds += _cpu_seconds(pid)
            wakeups += _context_switches(pid)
        return memory, seconds, wakeups

    def end(self):
        """Kills everything that carries the marker, and what a keeper starts meanwhile."""
        for _ in range(20):
            left = _family(self.marker)
            if not left:
                return
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.05)


def available(names, build):
    """Those of `names` that are installed, with a line for each that is not."""
    found = []
    ours = os.path.abspath(os.path.join(build, "bin", "tessera"))
    binaries = {
        "limit": "cc",
        "bare": "bash",
        "tmux": os.environ.get("TMUX_BIN", "tmux"),
        "zellij": os.environ.get("ZELLIJ_BIN", "zellij"),
        "tessera": os.environ.get("TESSERA_BIN", ours),
    }
    for name in names:
        if name not in binaries:
            sys.exit(f"mux: no subject {name}; there are {', '.join(binaries)}")
        path = shutil.which(binaries[name])
        if path:
            found.append(Subject(name, path))
        else:
            print(f"# {name}: {binaries[name]} is not here, left out", file=sys.stderr)
    return found


def _read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _executable(pid):
    try:
        return os.path.basename(os.readlink(f"/proc/{pid}/exe"))
    except OSError:
        return ""


def _family(marker):
    """Every process marked by its environment, and their descendants."""
    children, todo = {}, []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            stat = _read(f"/proc/{entry}/stat").rpartition(b")")[2].split()
            if stat:
                children.setdefault(int(stat[1]), []).append(int(entry))
            if b"MUX_BENCH=" + marker.encode() + b"\0" in _read(f"/proc/{entry}/environ"):
                todo.append(int(entry))
    family = set()
    while todo:
        pid = todo.pop()
        if pid not in family:
            family.add(pid)
            todo += children.get(pid, [])
    return sorted(family)


def pss_mb(pid):
    for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
        if line.startswith(b"Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _cpu_seconds(pid):
    stat = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK") if stat else 0.0


def _context_switches(pid):
    total = 0
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return 0
    for thread in threads:
        for line in _read(f"/proc/{pid}/task/{thread}/status").splitlines():
            if b"ctxt_switches" in line:
                total += int(line.split()[1])
    return total


def describe(subject):
    """One line per process: memory and command."""
    lines = []
    for pid in subject.processes():
        command = _read(f"/proc/{pid}/cmdline").replace(b"\0", b" ").decode(errors="replace")
        lines.append(f"#   {pss_mb(pid):6.1f} MB  {command[:90]}")
    return "\n".join(lines)
