#!/usr/bin/env python3
"""esctest2 in a pane of a real session, its failures compared with esctest2.txt.

  ESCTEST_DIR=CHECKOUT esctest2.py [--tessera BINARY]

CHECKOUT is one of ThomasDickey/esctest2. A failure that is not listed, and a listed test that
passes, end it with 1; so do fewer than 455 tests passed.
"""

import argparse
import collections
import os
import pathlib
import re
import sys
import tempfile

import in_pane

HERE = pathlib.Path(__file__).resolve().parent
HEADINGS = ("window operations", "title reports", "CIE colours", "terminal identity")
PASSED_MIN = 455


def listed():
    """Test -> heading."""
    tests = {}
    for line in (HERE / "esctest2.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            test, heading = line.split(": ", 1)
            heading = heading.split(";")[0]
            assert heading in HEADINGS, line
            tests[test] = heading
    return tests


def main():
    parser = argparse.ArgumentParser(prog="esctest2.py")
    parser.add_argument("--tessera", default=str(in_pane.ROOT / "build/dev/bin/tessera"))
    options = parser.parse_args()
    if "ESCTEST_DIR" not in os.environ:
        print("ESCTEST_DIR names no checkout of esctest2: skipped")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "log"
        command = (f"cd '{os.environ['ESCTEST_DIR']}/esctest' && "
                   "python3 esctest.py --expected-terminal=xterm --max-vt-level=4 "
                   "--xterm-reverse-wrap=383 --timeout=0.5 --no-print-logs "
                   f"--logfile={log}")
        size, _ = in_pane.run(options.tessera, 24, 80, 1800, f"({command})")
        text = log.read_text(errors="replace")
    failed = set(re.findall(r"^\*\*\* TEST (\S+) FAILED:", text, re.M))
    summary = re.search(r"\*\*\* (\d+) tests passed, (\d+) known bugs", text)
    if summary is None:
        print("esctest2 did not come to its end")
        return 1
    known = listed()
    for test in sorted(failed - known.keys()):
        print(f"not listed: {test}")
    for test in sorted(known.keys() - failed):
        print(f"passes, or is no test: {test}")
    counts = collections.Counter(known[test] for test in failed & known.keys())
    print(f"pane of {size}: {summary[1]} passed, {summary[2]} known bugs of xterm, "
          f"{len(failed)} failed: " + ", ".join(f"{counts[h]} {h}" for h in HEADINGS))
    return 0 if failed == known.keys() and int(summary[1]) >= PASSED_MIN else 1


if __name__ == "__main__":
    sys.exit(main())
