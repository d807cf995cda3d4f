#!/usr/bin/env python3
"""Checks the rules of the style that a program can see. Exit status 1 on findings."""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import rules_cpp
import rules_text
import rules_tree
from text import Source

HERE = os.path.dirname(os.path.abspath(__file__))
EXCEPTIONS = "tools/tidy/exceptions.txt"
TEXT = (
    ".cc",
    ".h",
    ".c",
    ".def",
    ".py",
    ".rs",
    ".md",
    ".txt",
    ".cmake",
    ".json",
    ".proto",
    ".toml",
    ".kdl",
    ".lock",
    ".wat",
    ".tsv",
)


def files(root):
    """Paths git knows or would add; without git (an unpacked archive), everything but build/."""
    git = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=root, capture_output=True, text=True
    )
    if git.returncode == 0:
        return sorted({p for p in git.stdout.splitlines() if os.path.isfile(os.path.join(root, p))})
    found = []
    for directory, names, here in os.walk(root):
        names[:] = [n for n in names if n not in ("build", ".git", ".cache")]
        found += [os.path.relpath(os.path.join(directory, n), root) for n in here]
    return sorted(found)


def findings(root):
    """Yields (path, line, rule, message) for the whole checkout."""
    paths, cache = files(root), {}

    def read(path):
        if path not in cache:
            with open(
                os.path.join(root, path), encoding="utf-8", errors="replace", newline=""
            ) as file:
                cache[path] = file.read()
        return cache[path]

    layers = rules_tree.Layers(read("tools/layers.txt"))
    for path in paths:
        if (
            path.endswith(TEXT)
            or path in ("dev", ".ci/run")
            or os.path.basename(path) == "CMakeLists.txt"
        ):
            source = Source(path, read(path))
            checks = [rules_text.check(source)]
            if path.endswith((".cc", ".h")):
                checks += [rules_cpp.check(source), rules_tree.check_includes(source, layers)]
            for check in checks:
                for line, rule, message in check:
                    yield path, line, rule, message
    yield from rules_tree.check_readmes(paths, read)
    yield from rules_tree.check_cmake(paths, read)
    yield from rules_tree.check_names(paths)


def load_exceptions(root):
    """{(rule, path): line in the file}; every line has a reason."""
    excused = {}
    with open(os.path.join(root, EXCEPTIONS), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            words = line.split(maxsplit=2)
            if not words or words[0].startswith("#"):
                continue
            if len(words) < 3:
                sys.exit(f"{EXCEPTIONS}:{number}: write RULE PATH reason")
            excused[(words[0], words[1])] = number
    return excused


def main():
    root, started = os.path.dirname(os.path.dirname(HERE)), time.monotonic()
    wanted, excused, used, bad = set(sys.argv[1:]), load_exceptions(root), set(), 0
    for path, line, rule, message in findings(root):
        if (rule, path) in excused:
            used.add((rule, path))
        elif not wanted or rule in wanted:
            bad += 1
            print(f"{path}:{line}: [{rule}] {message}")
    for key in sorted(set(excused) - used if not wanted else ()):
        bad += 1
        print(f"{EXCEPTIONS}:{excused[key]}: [stale] {key[1]} no longer needs it for {key[0]}")
    seconds = time.monotonic() - started
    if bad:
        print(
            f"tidy: {bad} findings in {seconds:.1f} s; CONTRIBUTING.md says why each rule is there"
        )
        sys.exit(1)
    print(f"tidy: nothing to do, {seconds:.1f} s")


main()
