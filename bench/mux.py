#!/usr/bin/env python3
"""Tessera beside tmux and Zellij, each on a pseudo terminal, as a terminal of a person sees it.

  ./dev bench mux [--rounds N] [--mb N] [--subjects LIST] [--json FILE] [--processes]

Subjects: `limit` is a C loop that reads what cat writes, the most a pseudo terminal here carries;
`bare` is the shell with nothing around it; then tmux, zellij and tessera where they are installed
(TMUX_BIN, ZELLIJ_BIN, TESSERA_BIN name other binaries). They take turns within each round, after
one start each that is not measured; figures are medians. A second table has Tessera's ratios to
tmux, to the bare shell and to the limit of the same run, with the goals of the project.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mux_parts import figures, inputs, measure, subjects

ALL = ["limit", "bare", "tmux", "zellij", "tessera"]


def parse_arguments():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mb", type=int, default=10, help="size of each payload")
    parser.add_argument("--keys", type=int, default=300)
    parser.add_argument("--subjects", default=",".join(ALL))
    parser.add_argument("--json", help="medians and all rounds, as JSON")
    parser.add_argument("--processes", action="store_true", help="memory of each process")
    return parser.parse_args()


def run_all(arguments, folder, payloads):
    """{subject: {figure: [value of each round]}}"""
    results = {}
    wanted = subjects.available(arguments.subjects.split(","), arguments.build)
    for number in range(arguments.rounds):
        for subject in wanted:
            print(f"# round {number + 1} of {arguments.rounds}: {subject.name}", file=sys.stderr)
            try:
                if number == 0:
                    measure.warm_up(subject, folder)
                found = measure.measure(subject, folder, payloads, arguments)
            except (measure.Trouble, OSError) as trouble:
                print(f"# {subject.name}: {trouble}", file=sys.stderr)
                continue
            for name, value in found.items():
                results.setdefault(subject.name, {}).setdefault(name, []).append(value)
    return results


def main():
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="mux-bench-") as folder:
        payloads = inputs.write(folder, arguments.mb)
        results = run_all(arguments, folder, payloads)
    medians = {
        name: {figure: statistics.median(values) for figure, values in figures_of.items()}
        for name, figures_of in results.items()
    }
    print(figures.table(medians, arguments.rounds))
    print(figures.ratios(medians))
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump({"medians": medians, "rounds": results}, file, indent=1)


main()
