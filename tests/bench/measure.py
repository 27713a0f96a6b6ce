# SPDX-License-Identifier: MIT
"""Commands measured side by side, and the table that says what came of it.

What counts are the ratios: contestants take turns, so that a busy moment of
the machine strikes all of them, and of each the best turn is taken.
"""
import shutil
import subprocess
import sys

HEAD = "%-46s %10s %10s %7s" % ("", "healthscan", "the other", "ratio")


class Run:
    """What a command took: seconds, processor seconds, megabytes."""

    def __init__(self, wall, cpu, peak):
        self.wall, self.cpu, self.peak = wall, cpu, peak

    def best(self, other):
        return Run(min(self.wall, other.wall), min(self.cpu, other.cpu),
                   max(self.peak, other.peak))

    def __add__(self, other):
        return Run(self.wall + other.wall, self.cpu + other.cpu,
                   max(self.peak, other.peak))


class Runner:
    """Runs commands by way of bench_run."""

    def __init__(self, bench_run):
        self.bench_run = bench_run

    def __call__(self, command, **more):
        done = subprocess.run([self.bench_run, *command], text=True,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, **more)
        if done.returncode != 0:
            sys.exit("%s failed: %s" % (" ".join(command), done.stderr))
        wall, cpu, kilobytes = done.stdout.split()
        return Run(float(wall), float(cpu), int(kilobytes) / 1024)


def in_turn(rounds, **contestants):
    """The best of each, by name; None for one that is None."""
    best = {name: None for name in contestants}
    for _ in range(rounds):
        for name, turn in contestants.items():
            if turn:
                run = turn()
                best[name] = run.best(best[name]) if best[name] else run
    return best


def have(program):
    return shutil.which(program) is not None


def heading(text):
    print()
    print(text)
    print(HEAD)


def tell(what, ours, other, limit=None, unit="s", why="", scale=3):
    """A row; what the ratio should not exceed is said beside it. Without the
    other, why there is none."""
    mine = "%.*f %s" % (scale, ours, unit)
    if other is None:
        print("%-46s %10s %10s         %s" % (what, mine, "-", why))
        return
    ratio = "%7.2f" % (ours / other)
    if limit is not None:
        ratio += "  (%s at most)" % ("%.2f" % limit).rstrip("0").rstrip(".")
    print("%-46s %10s %10s %s" % (
        what, mine, "%.*f %s" % (scale, other, unit), ratio))
    sys.stdout.flush()
