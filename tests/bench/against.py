#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Two builds against each other: what each figure costs.

    against.py BUILD OTHER [GIT-DIR...]

BUILD and OTHER are folders that a release was built in, with its benchmarks.
Each figure is processor time, measured PAIRS times (15, if the environment does
not say otherwise) by turns: how much of OTHER's time BUILD takes, with the
interval that the ratio is in with 95 % (of the mean of the logarithms, by
Student's t). One whose upper end is above its limit is marked, and then the
exit code is 1. Of the catalogue both compute the metrics that both of them have;
with ONLY=catalogue each computes all of its own.

Of a scan of thousands it is also the peak of memory, and that of REPOSITORIES
of them (3,000), SCAN_PAIRS times (3). ONLY=scan measures nothing else. Against
a build of 26e528c, the last one that took the repositories one by one, a scan
may take BARS of its time and memory, and not LIMIT:

    ONLY=scan BARS=1 ./dev bench --against BUILD-OF-26e528c

ONLY=catalogue measures nothing but the whole catalogue of 100,000 items and a
million events. Against a build of 3699378, from before the metrics of people,
reviews and organizations, it may take 1.5 times the time, and not LIMIT:

    ONLY=catalogue BARS=1 ./dev bench --against BUILD-OF-3699378
"""
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

import catalogue
import git
import scan
from github import Canned, Hub, large
from measure import Runner

PAIRS = int(os.environ.get("PAIRS", "15"))
SCAN_PAIRS = int(os.environ.get("SCAN_PAIRS", "3"))
REPOSITORIES = int(os.environ.get("REPOSITORIES", scan.REPOSITORIES))
ITEMS, EVENTS = 5000, 100000
STORED = 53000  # items, with seven answers each
STARTS = 20  # at a time: one takes some milliseconds
LIMIT, WALK_LIMIT = 1.03, 1.08
# Of 95 % and both sides, for 4, 9, 14, 19 and 29 degrees of freedom and more.
STUDENT = ((4, 2.776), (9, 2.262), (14, 2.145), (19, 2.093), (29, 2.045))


# Of a build that scans one by one: time and memory with nothing new, and both
# offline.
BARS = (.25, .15, .15, .15)
# Of one whose catalogue has about half as many metrics: time.
CATALOGUE_BAR = 1.5


class Build:
    def __init__(self, folder):
        folder = os.path.abspath(folder)
        bench = os.path.join(folder, "tests", "bench")
        self.healthscan = os.path.join(folder, "healthscan")
        self.walk = os.path.join(bench, "bench_git_walk")
        self.store = os.path.join(bench, "bench_store")
        self.run = Runner(os.path.join(bench, "bench_run"))


def interval(ratios):
    """The ratio, and where it is with 95 %."""
    logs = [math.log(ratio) for ratio in ratios]
    mean = statistics.mean(logs)
    t = max((t for n, t in STUDENT if n >= len(logs) - 1), default=1.96)
    if len(logs) - 1 < STUDENT[0][0]:
        t = 12.7
    half = t * statistics.stdev(logs) / math.sqrt(len(logs))
    return tuple(math.exp(x) for x in (mean, mean - half, mean + half))


def by_turns(turns, pairs):
    """What the two have given, pair by pair."""
    took = ([], [])
    for pair in range(pairs):
        for which in ((0, 1), (1, 0))[pair % 2]:
            took[which].append(turns[which]())
    return took


class Table:
    def __init__(self):
        self.too_slow = False
        print("%-44s %9s %9s %7s  %s" % (
            "processor time", "this", "other", "ratio", "95 %"))

    def figure(self, what, turns, limit=LIMIT):
        """Two functions that give seconds: of this build, of the other."""
        self.tell(what, by_turns(turns, PAIRS), limit)

    def tell(self, what, took, limit, unit="s"):
        """What each of the two took, pair by pair."""
        ratio, low, high = interval([a / b for a, b in zip(*took)])
        self.too_slow |= high > limit
        print("%-44s %7.3f %-2s%6.3f %-2s%6.3f  %.3f to %.3f%s" % (
            what, min(took[0]), unit, min(took[1]), unit, ratio, low, high,
            "  (%.2f at most)" % limit if high > limit else ""))
        sys.stdout.flush()


def walks(table, builds, folders):
    for folder in folders:
        name = os.path.basename(os.path.abspath(folder))
        with tempfile.TemporaryDirectory() as scratch:
            for kind, copy in git.copies(folder, scratch).items():
                for suffix, globs in (("", [git.FOLDER + "/**"]),
                                      (", default paths", [])):
                    table.figure(
                        "walk of %s, %s%s" % (name, kind, suffix),
                        [lambda b=b: b.run([b.walk, copy, *globs]).cpu
                         for b in builds], WALK_LIMIT)


def syncs(table, builds):
    """First runs and one with nothing new, from a server in this process."""
    with tempfile.TemporaryDirectory() as folder, \
            Hub([large(ITEMS)], page_style="cursor", limit=None) as fake:
        hub = Canned(fake, 0.0)
        env = {"PATH": os.environ["PATH"], "HOME": folder,
               "GH_TOKEN": "bench"}

        def scan(build, command, store):
            return build.run([
                build.healthscan, command, "sample/large", "--api-url",
                hub.url, "--db", os.path.join(store, "bench.db"), "--no-git",
                "-q", "--as-of", "2026-07-01"], env=env).cpu

        def first(build, command):
            store = tempfile.mkdtemp(dir=folder)
            try:
                return scan(build, command, store)
            finally:
                shutil.rmtree(store)

        for command in ("sync", "repo"):
            table.figure("first %s, %d items" % (command, ITEMS),
                         [lambda b=b: first(b, command) for b in builds])
        stores = [tempfile.mkdtemp(dir=folder) for _ in builds]
        for build, store in zip(builds, stores):
            scan(build, "repo", store)
        table.figure("repo with nothing new",
                     [lambda b=b, s=s: scan(b, "repo", s)
                      for b, s in zip(builds, stores)])


def writes(table, builds):
    """bench_store writes to a bare table, too, and says how long each took."""
    with tempfile.TemporaryDirectory() as folder:
        def write(build):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run(
                [build.store, tempfile.mkdtemp(dir=folder), str(EVENTS)],
                check=True, text=True, stdout=subprocess.PIPE)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            ours, bare = [float(word) for word in done.stdout.split()]
            return (after.ru_utime - before.ru_utime + after.ru_stime -
                    before.ru_stime) * ours / (ours + bare)

        table.figure("%d events written" % EVENTS,
                     [lambda b=b: write(b) for b in builds])


def asked_of(builds):
    """The metrics of the full profile that both builds have, as options: one
    that only one of them computes is no figure of both."""
    known = []
    for build in builds:
        listed = subprocess.run(
            [build.healthscan, "metrics", "--format", "json"], check=True,
            stdout=subprocess.PIPE)
        known.append([metric["id"] for metric in
                      json.loads(listed.stdout)["metrics"]
                      if metric["profile"] in ("core", "full")])
    return [word for one in known[0] if one in known[1]
            for word in ("--metric", one)]


def answers(table, builds, items, limit, asked=()):
    with tempfile.TemporaryDirectory() as folder:
        stores = []
        for number, build in enumerate(builds):
            place = os.path.join(folder, str(number))
            os.mkdir(place)
            stores.append(catalogue.Store(
                build.healthscan, build.run, place, items))
        for history in ("snapshot", "events"):
            table.figure(
                "offline repo, %d items, %s" % (items, history),
                [lambda s=s: s.compute(history, *asked).cpu for s in stores],
                limit)


def starts(table, builds):
    def start(build):
        return sum(build.run([build.healthscan, "version"]).cpu
                   for _ in range(STARTS))

    table.figure("%d starts: healthscan version" % STARTS,
                 [lambda b=b: start(b) for b in builds])


def scans(table, builds):
    """Of thousands of repositories, of which nothing is new."""
    bars = BARS if os.environ.get("BARS") else (LIMIT,) * 4
    with tempfile.TemporaryDirectory() as folder, scan.server() as fake:
        places = [os.path.join(folder, str(n)) for n in range(len(builds))]
        for place in places:
            os.mkdir(place)
        made = [scan.Scan(build.healthscan, build.run, place, scan.Many(fake),
                          REPOSITORIES)
                for build, place in zip(builds, places)]
        for form in ("ndjson", "table"):
            for what, how, limits in (
                    ("nothing new", scan.Scan.again, bars[:2]),
                    ("offline", scan.Scan.offline, bars[2:])):
                runs = by_turns([lambda s=s: how(s, "--format", form)
                                 for s in made], SCAN_PAIRS)
                name = "scan of %d, %s, %s" % (REPOSITORIES, form, what)
                table.tell(name, [[r.cpu for r in side] for side in runs],
                           limits[0])
                table.tell("  memory", [[r.peak for r in side]
                                        for side in runs], limits[1], "MB")
        table.tell("  until the first of %d is asked for" % scan.FIRST,
                   by_turns([s.first_request for s in made], SCAN_PAIRS),
                   LIMIT)


def main():
    builds = [Build(folder) for folder in sys.argv[1:3]]
    table = Table()
    only, bars = os.environ.get("ONLY"), os.environ.get("BARS")
    if only == "scan":
        scans(table, builds)
    elif only == "catalogue":
        answers(table, builds, catalogue.LIMIT_ITEMS,
                CATALOGUE_BAR if bars else LIMIT)
    if only:
        return 1 if table.too_slow else 0
    with tempfile.TemporaryDirectory() as folder:
        walks(table, builds, sys.argv[3:] or [
            git.make_history(os.path.join(folder, "made-up"))])
    syncs(table, builds)
    writes(table, builds)
    answers(table, builds, STORED, LIMIT, asked_of(builds))
    starts(table, builds)
    scans(table, builds)
    return 1 if table.too_slow else 0


if __name__ == "__main__":
    sys.exit(main())
