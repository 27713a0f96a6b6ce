#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An hour of GH Archive, beside gzip -dc of the same file.

    archive.py HEALTHSCAN BENCH_RUN [HOUR.json.gz]

The lines of an hour, or without one those of a fake repository among others',
are repeated with other numbers and times until they are as much as an hour of
today: 1 GB, or MEGABYTES of the environment. What is told is processor time, of
one repository and of all, and the memory of the latter.
"""
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from random import Random

from measure import Runner, heading, in_turn, tell

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from fake_github import Repository, events_for, issue, pull  # noqa: E402
from hours import lines_of, others  # noqa: E402

MEGABYTES = int(os.environ.get("MEGABYTES", "1000"))
ROUNDS = 3
ONE, ALL, MEMORY = 0.8, 3.0, 60.0  # times gzip -dc; MB
NUMBER = re.compile(rb'"id":(\d{5,})')
REPO = re.compile(rb'("repo":\{"id":\d+,"name":"[^"]*)')
TIME = re.compile(rb'T(\d\d):(\d\d):(\d\d)Z')


def words(random, count):
    """Text that packs as what people write does."""
    return " ".join("%x" % int(random.paretovariate(0.4) * 7) for _ in
                    range(count))


def made_up():
    """Thirty repositories, and of each what it is that most lines are."""
    random = Random(1)
    for number in range(30):
        repo = Repository("owner-%d" % number, "name", rid=5000000 + number,
                          created="2020-01-01T00:00:00Z")
        day = 1600000000 + number * 86400
        for n in range(1, 40):
            at = day + n * 3600
            repo.items.append(
                pull(n, at, merged=at + 600 if n % 4 else None) if n % 2
                else issue(n, at, closed=at + 900 if n % 3 else None))
        for row in repo.items:
            row["body"] = words(random, 120)
        repo.events = events_for(repo.items)
        yield from lines_of(repo)
        for other in others(600):
            other["payload"] = {"commits": [
                {"sha": "%040x" % random.getrandbits(160),
                 "message": words(random, 10),
                 "author": {"name": "Eve", "email": "x@example.org"}}
                for n in range(5)]}
            yield other


def template(path):
    if path:
        with gzip.open(path) as file:
            return file.read().splitlines()
    return [json.dumps(line, separators=(",", ":")).encode()
            for line in made_up()]


def again(line, turn):
    """The same of others, some seconds later."""
    line = NUMBER.sub(lambda found: b'"id":%d' % (
        int(found[1]) + turn * 1000003), line)
    line = REPO.sub(lambda found: found[1] + b"-%d" % turn, line)
    return TIME.sub(lambda found: b"T%s:%s:%02dZ" % (
        found[1], found[2], (int(found[3]) + turn) % 60), line)


def repository_of(line):
    repo = json.loads(line).get("repo") or {}
    return repo.get("id"), repo.get("name")


def make(path, lines):
    """Returns how large it is, unpacked, and a repository that is in it."""
    size = turn = 0
    wanted = None
    with gzip.open(path, "wb", 6) as file:
        while size < MEGABYTES * 1000000:
            for line in lines:
                line = again(line, turn)
                if wanted is None and b'"PullRequestEvent"' in line:
                    wanted = repository_of(line)[1]
                size += file.write(line + b"\n")
            turn += 1
    return size, wanted


def count(healthscan, path, folder, *args):
    """How many records are taken; none would be no measure of anything."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        done = subprocess.run(
            [healthscan, "import", "gharchive", path, "-q", "-f", "json",
             "--db", os.path.join(place, "count.db"), *args],
            check=True, text=True, stdout=subprocess.PIPE)
    taken = {row["outcome"]: row["records"]
             for row in json.loads(done.stdout)["rows"]}["taken"]
    if taken == 0:
        sys.exit("nothing of the hour was taken with " + " ".join(args))
    return taken


def main(healthscan, bench_run, hour=None):
    run = Runner(bench_run)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "hour.json.gz")
        size, wanted = make(path, template(hour))
        stores = iter(range(1000))
        counts = {args[0]: count(healthscan, path, folder, *args)
                  for args in (("--repo", wanted), ("--all",))}

        def taken(*args):
            db = os.path.join(folder, "%d.db" % next(stores))
            try:
                return run([healthscan, "import", "gharchive", path, "-q",
                            "--db", db, *args])
            finally:
                for name in os.listdir(folder):
                    if ".db" in name:
                        os.unlink(os.path.join(folder, name))

        heading("An hour of GH Archive: %d MB, %d MB packed; beside gzip -dc"
                % (size // 1000000, os.path.getsize(path) // 1000000))
        best = in_turn(
            ROUNDS, gzip=lambda: run(
                ["sh", "-c", 'exec gzip -dc "$0" >/dev/null', path]),
            one=lambda: taken("--repo", wanted), all=lambda: taken("--all"))
    print("(%d records of one repository, %d of all)" % (
        counts["--repo"], counts["--all"]))
    tell("one repository, processor time", best["one"].cpu, best["gzip"].cpu,
         ONE)
    tell("all of them, processor time", best["all"].cpu, best["gzip"].cpu,
         ALL)
    tell("all of them, memory", best["all"].peak, MEMORY, 1, "MB", scale=0)


if __name__ == "__main__":
    if not 3 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
