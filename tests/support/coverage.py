#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints which share of src the tests have run, per folder and in all.

    coverage.py BUILD-DIRECTORY

Fails below LINES or BRANCHES per cent. gcovr's --exclude-unreachable-branches
leaves out branches of lines that have no code, --exclude-throw-branches those
of the compiler's for exceptions, which C has none of; nothing else is left
out, and no line is marked in the sources.
"""
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES, BRANCHES = 90.0, 80.0
COUNTS = ("line_covered", "line_total", "branch_covered", "branch_total")


def measure(build):
    """[(file, counts)], with paths as from the root."""
    out = subprocess.run(
        ["gcovr", "--root", str(ROOT), "--filter", str(ROOT / "src") + "/",
         "--exclude-unreachable-branches", "--exclude-throw-branches",
         "--json-summary", "-", str(build)],
        stdout=subprocess.PIPE, check=True).stdout
    return [(file["filename"], [file[name] for name in COUNTS])
            for file in json.loads(out)["files"]]


def per_folder(files):
    """{folder: counts}, src/source/git apart from src/source/github."""
    sums = {}
    for name, counts in files:
        folder = str(Path(name).parent)
        old = sums.get(folder, [0] * len(COUNTS))
        sums[folder] = [a + b for a, b in zip(old, counts)]
    return sums


def share(part, whole):
    return 100.0 * part / whole if whole else 100.0


def main():
    files = measure(Path(sys.argv[1]))
    if not files:
        sys.exit("coverage.py: no test has left anything in " + sys.argv[1])
    folders = per_folder(files)
    total = [sum(counts) for counts in zip(*folders.values())]
    print("%-24s %8s %8s %10s %10s" % ("", "lines", "run", "branches",
                                       "taken"))
    for name, counts in sorted(folders.items()) + [("in all", total)]:
        print("%-24s %8d %6.1f %% %10d %8.1f %%" % (
            name, counts[1], share(*counts[:2]), counts[3],
            share(*counts[2:])))
    if share(*total[:2]) < LINES or share(*total[2:]) < BRANCHES:
        sys.exit("coverage.py: less than %.0f %% of lines or %.0f %% of "
                 "branches" % (LINES, BRANCHES))


if __name__ == "__main__":
    main()
