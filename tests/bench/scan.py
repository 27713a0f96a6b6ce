#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A scan of thousands of repositories in which nothing is new.

    scan.py HEALTHSCAN BENCH_RUN [REPOSITORIES]

A server in this process, whose time is not counted, tells of REPOSITORIES
(3,000, if not said otherwise) of 50 items each; after the first scan it
answers "not modified" to everything. What is told: processor time and memory
of such a scan beside those of one of a tenth of them, for a repository more
may cost time, but no memory when a line is written for each; the same without
asking anybody; and how long it takes until the first of 400 is asked for.

against.py measures the same of two builds.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time

from github import END, Canned, DAY
from measure import Run, Runner, heading, in_turn, tell

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from fake_github import (FakeGitHub, Repository, commit, issue,  # noqa: E402
                         pull, release)

REPOSITORIES, ITEMS, FIRST = 3000, 50, 400
FIRST_S = 0.2       # until something is asked for
FLAT = 1.1          # times the memory, of ten times the repositories
ROUNDS = 3
TEMPLATE = "sample/large"


def template():
    """Half of them pull requests, over two years; some still open."""
    items, day = [], END - 2 * 365 * DAY
    for number in range(1, ITEMS + 1):
        created = day + number * 14 * DAY
        done = created + number % 9 * DAY if number % 7 else None
        make, kind = (pull, "merged") if number % 2 else (issue, "closed")
        items.append(make(number, created, login="user-%d" % (number % 8),
                          **{kind: done}))
    repo = Repository(*TEMPLATE.split("/"), items=items, releases=[
        release(70 + n, "v%d" % n, END - n * 60 * DAY) for n in range(1, 6)])
    repo.commits = [commit("%040x" % n, END - n * 20 * DAY, ["README.md"])
                    for n in range(1, 4)]
    return repo


class Many(Canned):
    """Any number of repositories, "sample/r0" and so on, that only differ in
    their name and number."""

    NAME = re.compile(r"^/repos/sample/r(\d+)")

    def __init__(self, hub):
        super().__init__(hub)
        self.first = None  # when the first request came
        self.new = 0       # answers that are not "not modified"

    def answer(self, target, known=None):
        if self.first is None:
            self.first = time.monotonic()
        name = self.NAME.match(target)
        if name:
            target = target.replace(name[0], "/repos/" + TEMPLATE, 1)
        answer = super().answer(target, known)
        if answer.startswith(b"HTTP/1.1 304"):
            return answer
        self.new += 1
        if name and name.end() == len(name.string) and \
                target == "/repos/" + TEMPLATE:
            return self.named(target, int(name[1]))
        return answer

    def named(self, target, number):
        """The repository itself, uncompressed."""
        etag, _, _, plain = self.answers[target][:4]
        row = {**json.loads(plain), "id": 1000 + number,
               "name": "r%d" % number, "full_name": "sample/r%d" % number}
        body = json.dumps(row).encode()
        return (b"HTTP/1.1 200 Status\r\nContent-Type: application/json\r\n"
                b"ETag: %s\r\nContent-Length: %d\r\n\r\n" % (
                    etag, len(body)) + body)


class Scan:
    """A build, its store of so many repositories, and the server."""

    def __init__(self, healthscan, run, folder, hub, count):
        self.healthscan, self.run, self.hub = healthscan, run, hub
        self.store = os.path.join(folder, "store.db")
        self.folder, self.count = folder, count
        self.env = {"PATH": os.environ["PATH"], "HOME": folder,
                    "GH_TOKEN": "bench"}
        self.scan(count)

    def command(self, count, *more, store=None):
        names = os.path.join(self.folder, "names-%d" % count)
        with open(names, "w", encoding="ascii") as file:
            file.writelines("sample/r%d\n" % n for n in range(count))
        return [self.healthscan, "scan", names, "--api-url", self.hub.url,
                "--db", store or self.store, "-q", "--as-of",
                "2026-07-01", *more]

    def scan(self, count, *more):
        return self.run(self.command(count, *more), env=self.env,
                        cwd=self.folder)

    def again(self, *more, count=None):
        """With nothing new."""
        self.hub.new = 0
        took = self.scan(count or self.count, *more)
        assert self.hub.new == 0, "%d answers were new" % self.hub.new
        return took

    def offline(self, *more, count=None):
        return self.scan(count or self.count, "--offline", *more)

    def first_request(self, count=FIRST):
        """Seconds until one of `count` is asked for; with clones looked for,
        as a user would have it."""
        command = [word for word in self.command(count) if word != "--no-git"]
        self.hub.first, begin = None, time.monotonic()
        process = subprocess.Popen(command, env=self.env, cwd=self.folder,
                                   stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        while self.hub.first is None and process.poll() is None:
            time.sleep(0.002)
        took = (self.hub.first or time.monotonic()) - begin
        process.terminate()
        process.wait()
        assert self.hub.first, "nothing was asked for"
        return took


def server():
    return FakeGitHub([template()], page_style="cursor", limit=None)


def tell_all(scan):
    count, tenth = scan.count, scan.count // 10
    line = ("--format", "ndjson")
    best = in_turn(
        ROUNDS, again=lambda: scan.again(*line),
        tenth=lambda: scan.again(*line, count=tenth),
        table=lambda: scan.again(), offline=lambda: scan.offline(*line),
        tenth_offline=lambda: scan.offline(*line, count=tenth),
        start=lambda: Run(scan.first_request(), 0, 0))
    heading("A scan of %d repositories with nothing new, and of %d"
            % (count, tenth))
    for what, one, other in (("", best["again"], best["tenth"]),
                             (", offline", best["offline"],
                              best["tenth_offline"])):
        tell("a line each%s: processor time" % what, one.cpu, other.cpu,
             count / tenth * 1.1)
        tell("  peak of memory", one.peak, other.peak, FLAT, "MB", scale=1)
    tell("  and that of a table", best["again"].peak, best["table"].peak,
         1, "MB", scale=1)
    tell("until the first of %d is asked for" % FIRST, best["start"].wall,
         FIRST_S, 1)


def main():
    healthscan, run = os.path.abspath(sys.argv[1]), Runner(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else REPOSITORIES
    with tempfile.TemporaryDirectory() as folder, server() as fake:
        tell_all(Scan(healthscan, run, folder, Many(fake), count))


if __name__ == "__main__":
    main()
