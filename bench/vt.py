#!/usr/bin/env python3
"""Throughput of terminal engines side by side, MB/s: ours, alacritty_terminal, vt100, libvterm.

  ./dev bench vt [--rounds N] [--seconds S] [--engines LIST] [--json FILE]

160x50, 10,000 lines of history, reads of 64 KiB, the same files for every engine, engines taking
turns within each round; bytes per second of processor time, medians. Payloads: those of the
multiplexer benchmark (words; words in 256 colours; words of several scripts and emoji) and the
recordings of TESSERA_SHARED's vtebench. `vte` is the Rust parser alone with nobody listening. The
last tables are memory in MB after the payload, and the same by line of history (libvterm has none:
its cells are kept as it hands them over).
alacritty_terminal and vt100 are built by cargo from bench/vt_peers (versions pinned by its lock
file), libvterm is Debian's; an engine that cannot be built is left out with a line saying so.
"""

import argparse, json, os, random, statistics, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = {"alacritty", "vt100", "vte"}
PAYLOAD_BYTES = 4 << 20
HISTORY_LINES = 10_000
# Ratio to alacritty_terminal that each payload must reach.
GOALS = {"plain": 3.0, "colour": 2.0, "unicode": 3.0}


def payloads(folder):
    rnd = random.Random(7)
    words = [
        bytes(rnd.choices(b"abcdefghijklmnopqrstuvwxyz", k=rnd.randrange(2, 12)))
        for _ in range(4000)
    ]
    scripts = "日本語テキスト 漢字 кириллица ελληνικά 😀👩‍👩‍👧 é́ ñ ❤️ العربية".split()

    def plain():
        return b" ".join(rnd.choices(words, k=12)) + b"\r\n"

    def colour():
        return (
            b"".join(
                b"\x1b[38;5;%d;%dm%s\x1b[0m " % (rnd.randrange(256), rnd.choice((1, 3, 4, 7)), w)
                for w in rnd.choices(words, k=12)
            )
            + b"\r\n"
        )

    def unicode():
        return " ".join(rnd.choices(scripts, k=14)).encode() + b"\r\n"

    files = {}
    for name, line in (("plain", plain), ("colour", colour), ("unicode", unicode)):
        files[name] = os.path.join(folder, name)
        block = b"".join(line() for _ in range(3000))
        with open(files[name], "wb") as out:
            out.write(block * -(-PAYLOAD_BYTES // len(block)))
    recorded = os.path.join(
        os.environ.get("TESSERA_SHARED", os.path.join(HERE, "../../shared")), "conformance/vtebench"
    )
    for name in ("medium_cells-vim_session", "sync_medium_cells-vim_session", "unicode-symbols"):
        path = os.path.join(recorded, name)
        if os.path.exists(path):
            files[name] = path
        else:
            print(f"# no {name}: TESSERA_SHARED has no vtebench", file=sys.stderr)
    return files


def engines(build, wanted):
    """Name -> command without its SECONDS and FILEs."""
    found = {}
    if "tessera" in wanted:
        subprocess.run(["ninja", "-C", build, "vt_bench"], check=True, stdout=subprocess.DEVNULL)
        found["tessera"] = [f"{build}/bin/vt_bench"]
    if PEERS & set(wanted):
        target = os.path.join(build, "vt_peers")
        made = subprocess.run(
            [
                "cargo",
                "build",
                "--release",
                "--locked",
                "--quiet",
                "--manifest-path",
                f"{HERE}/vt_peers/Cargo.toml",
                "--target-dir",
                target,
            ]
        )
        if made.returncode == 0:
            for name in wanted:
                if name in PEERS:
                    found[name] = [f"{target}/release/vt_peers", name]
        else:
            print("# alacritty_terminal, vt100: cargo could not build them", file=sys.stderr)
    if "libvterm" in wanted:
        made = subprocess.run(
            ["ninja", "-C", build, "vt_libvterm"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if made.returncode == 0:
            found["libvterm"] = [f"{build}/bin/vt_libvterm"]
        else:
            print("# libvterm: no libvterm-dev when the build was configured", file=sys.stderr)
    return {name: found[name] for name in wanted if name in found}


def table(title, names, rows, value):
    print("%-32s" % title + "".join("%12s" % name for name in names))
    for row in rows:
        print("%-32s" % row + "".join("%12s" % value(name, row) for name in names))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--engines", default="tessera,alacritty,vt100,libvterm,vte")
    parser.add_argument("--json")
    options = parser.parse_args()
    speed, memory = {}, {}
    with tempfile.TemporaryDirectory(prefix="vtbench-") as folder:
        files = payloads(folder)
        commands = engines(options.build, options.engines.split(","))
        for _ in range(options.rounds):
            for payload, path in files.items():
                for name, command in commands.items():
                    out = subprocess.run(
                        command[:1] + command[1:] + [str(options.seconds), path],
                        check=True,
                        capture_output=True,
                        text=True,
                    ).stdout.split()
                    speed.setdefault(name, {}).setdefault(payload, []).append(float(out[0]))
                    memory.setdefault(name, {}).setdefault(payload, []).append(float(out[1]))
    median = {n: {p: statistics.median(v) for p, v in d.items()} for n, d in speed.items()}
    held = {n: {p: statistics.median(v) for p, v in d.items()} for n, d in memory.items()}
    table(
        "MB/s, median of %d" % options.rounds, commands, files, lambda n, p: "%.1f" % median[n][p]
    )
    if "alacritty" in commands and "tessera" in commands:
        print()
        for payload in files:
            ratio = median["tessera"][payload] / median["alacritty"][payload]
            goal = GOALS.get(payload)
            note = (
                ""
                if goal is None
                else "  goal %.0f: %s" % (goal, "reached" if ratio >= goal else "MISSED")
            )
            print("%-32s%12.2f x alacritty%s" % (payload, ratio, note))
    print()
    table(
        "MB held after it",
        [n for n in commands if n != "vte"],
        files,
        lambda n, p: "%.1f" % held[n][p],
    )
    print()
    # The payloads we make have more lines than the history keeps, so it is full behind them.
    table(
        "bytes a line of history",
        [n for n in commands if n != "vte"],
        [p for p in files if p in GOALS],
        lambda n, p: "%.0f" % (held[n][p] * 1048576 / HISTORY_LINES),
    )
    if options.json:
        with open(options.json, "w") as out:
            json.dump({"mb_s": median, "held_mb": held}, out, indent=1)


main()
