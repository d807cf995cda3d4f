#!/usr/bin/env python3
"""What plugins cost: Zellij's own tab-bar and the largest of its plugins, in the real plugin-host.

  ./dev bench plugin [--rounds N] [--plugin FILE.wasm] [--json FILE]

Figures: load of cached machine code to the first picture; a Timer event whose `update` draws
nothing, beside a bare round trip over a socketpair, all on one processor, and the guest alone;
memory of instances; time to compile and the first picture ever with the baseline compiler. Beside
them the same module and calls in wasmi, which interprets and lives in the caller's process. Exits
with 1 when a goal is missed or a figure could not be taken. Plugins come from Rust
package zellij-utils (cargo gets it), wasmi is built by cargo from bench/plugin_peers.
"""

import argparse
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)

# figure: (what it is, unit), in the order of the table.
FIGURES = {
    "cached_load_render_ms": ("cached load + first render, p50", "ms"),
    "cached_load_render_p99_ms": ("cached load + first render, p99", "ms"),
    "another_client_ms": ("the same for another client", "ms"),
    "wasmi_load_render_ms": ("load + first render in wasmi", "ms"),
    "bare_round_trip_us": ("bare round trip, p50", "us"),
    "timer_us": ("Timer event, p50", "us"),
    "timer_p99_us": ("Timer event, p99", "us"),
    "guest_timer_us": ("Timer event, the guest alone", "us"),
    "wasmi_timer_us": ("Timer event in wasmi, no process", "us"),
    "compile_optimized_ms": ("compile, optimized", "ms"),
    "compile_baseline_ms": ("compile, baseline", "ms"),
    "first_ever_baseline_ms": ("first picture ever, baseline", "ms"),
    "host_empty_mb": ("plugin-host without plugins", "MB"),
    "host_one_mb": ("plugin-host, one instance", "MB"),
    "host_hundred_mb": ("plugin-host, 100 instances", "MB"),
    "instance_kb": ("one more instance", "kB"),
}


def run_figures(command):
    """{name: value} of a program that prints "name value" lines; None when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"# {command[0]}: {done.stderr.strip()[-300:]}", file=sys.stderr)
        return {}
    return {name: float(value) for name, value in map(str.split, done.stdout.splitlines())}


def build_peer(build):
    """The wasmi program, or None with a line saying why."""
    target = os.path.join(build, "plugin_peers")
    manifest = os.path.join(HERE, "plugin_peers", "Cargo.toml")
    command = ["cargo", "build", "--release", "--locked", "--quiet", "--manifest-path", manifest]
    done = subprocess.run(command + ["--target-dir", target], check=False)
    if done.returncode != 0:
        print("# wasmi: cargo could not build bench/plugin_peers", file=sys.stderr)
        return None
    return os.path.join(target, "release", "plugin_peers")


def zellij_plugins(build):
    """tab-bar and the largest plugin of zellij-utils."""
    folder = os.path.join(build, "zellij_plugins")
    script = os.path.join(ROOT, "cmake", "FetchZellijPlugins.cmake")
    subprocess.run(["cmake", f"-DOUT={folder}", "-P", script], check=True)
    if not os.path.isdir(folder):
        sys.exit("plugin: no plugins; --plugin FILE.wasm names one")
    found = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".wasm")]
    return [os.path.join(folder, "tab-bar.wasm"), max(found, key=os.path.getsize)]


def verdicts(figures):
    """(what, value, goal, met) against the goals of the project."""
    above = figures.get("timer_us", 0) - figures.get("bare_round_trip_us", 0)
    rows = [
        ("cached load + first render", figures.get("cached_load_render_ms"), 2.0, "ms"),
        ("Timer event above bare round trip", above, 30.0, "us"),
        ("one more instance", figures.get("instance_kb"), 100.0, "kB"),
        ("100 instances", figures.get("host_hundred_mb"), 30.0, "MB"),
        ("first picture ever, baseline", figures.get("first_ever_baseline_ms"), 300.0, "ms"),
    ]
    return [row for row in rows if row[1] is not None]


def report(path, figures):
    """Prints them; whether all are there and every goal is met."""
    print(f"{os.path.basename(path)}, {os.path.getsize(path) / (1 << 20):.2f} MB of wasm")
    for name, (what, unit) in FIGURES.items():
        if name in figures:
            print(f"  {what:<36}{figures[name]:>10.2f} {unit}")
    for what, value, goal, unit in verdicts(figures):
        verdict = "met" if value <= goal else "MISSED"
        print(f"  goal: {what:<36}{value:>8.2f} <= {goal:g} {unit}  {verdict}")
    missing = [what for name, (what, _) in FIGURES.items() if name not in figures]
    if missing:
        print("  NOT TAKEN: " + "; ".join(missing))
    return not missing and all(value <= goal for _, value, goal, _ in verdicts(figures))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--plugin", action="append", help="a plugin instead of Zellij's")
    parser.add_argument("--json")
    arguments = parser.parse_args()
    targets = ["plugin_bench", "tessera-plugin-host"]
    subprocess.run(["ninja", "-C", arguments.build, "--quiet"] + targets, check=True)
    host = os.path.join(arguments.build, "libexec/tessera/tessera-plugin-host")
    bench = os.path.join(arguments.build, "bin/plugin_bench")
    peer = build_peer(arguments.build)
    results = {}
    good = True
    for path in arguments.plugin or zellij_plugins(arguments.build):
        figures = run_figures([bench, host, path, str(arguments.rounds)])
        if peer:
            figures.update(run_figures([peer, path, str(arguments.rounds)]))
        results[os.path.basename(path)] = figures
        good = report(path, figures) and good
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=1)
    return 0 if good else 1


sys.exit(main())
