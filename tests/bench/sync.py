#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fetch and store, beside those who fetch the same lists.

    sync.py HEALTHSCAN BENCH_RUN BENCH_DECODE [ITEMS]

One server, which answers from memory; each contestant asks it for the same
rows and may ask for them compressed. curl throws the pages away, and the least
that must be done with them beside is to parse them. gh is asked for the list of
issues, which has everything, and for both lists, as most scripts do.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

from github import Canned, Hub, large
from measure import Runner, have, heading, in_turn, tell

ROUNDS = 5
PAGED = "?state=all&sort=updated&direction=desc&per_page=100"
ISSUES = "/repos/sample/large/issues" + PAGED
PULLS = "/repos/sample/large/pulls" + PAGED
FIELDS = ("[.[] | [.number, .state, .user.login, .created_at, .closed_at,"
          " %s]]")
MERGED = (FIELDS % ".pull_request.merged_at", FIELDS % ".merged_at")


class Contest:
    """One server, at one latency."""

    def __init__(self, programs, fake, folder, latency):
        self.healthscan, bench_run, self.decode = programs
        self.run = Runner(bench_run)
        self.hub = Canned(fake, latency)
        self.folder = folder
        self.env = {"PATH": os.environ["PATH"], "HOME": folder,
                    "GH_TOKEN": "bench", "GH_NO_UPDATE_NOTIFIER": "1"}
        self.pages = list(self.hub.pages(ISSUES))
        self.pull_pages = len(list(self.hub.pages(PULLS)))

    def scan(self, command, store, *more):
        return self.run([
            self.healthscan, command, "sample/large", "--api-url",
            self.hub.url, "--db", os.path.join(store, "bench.db"),
            "--no-git", "-q", "--as-of", "2026-07-01", *more], env=self.env)

    def first(self, command):
        store = tempfile.mkdtemp(dir=self.folder)
        run = self.scan(command, store)
        shutil.rmtree(store)
        return run

    def curl(self):
        """All pages over one connection, one after the other."""
        lines = []
        for target, _ in self.pages:
            lines.append('url = "%s%s"' % (self.hub.url, target))
            lines.append('output = "/dev/null"')
        path = os.path.join(self.folder, "curl.conf")
        with open(path, "w", encoding="ascii") as file:
            file.write("\n".join(lines))
        return self.run(["curl", "-s", "--compressed", "-K", path],
                        env=self.env)

    def gh(self, target, program):
        return self.run(["gh", "api", "--paginate", self.hub.url + target,
                         "--jq", program], env=self.env)

    def gh_both(self):
        return self.gh(ISSUES, MERGED[0]) + self.gh(PULLS, MERGED[1])

    def gh_jq(self):
        """The same, by way of jq."""
        script = ("gh api --paginate '%s%s' | jq -c '%s'"
                  % (self.hub.url, ISSUES, MERGED[0]))
        return self.run(["sh", "-c", script + "; " + script.replace(
            ISSUES, PULLS).replace(*MERGED)], env=self.env)

    def parse(self):
        """Seconds: cJSON's bare parse of the pages, and their decoding."""
        paths = []
        for number, (_, plain) in enumerate(self.pages):
            paths.append(os.path.join(self.folder, "%d.json" % number))
            with open(paths[-1], "wb") as file:
                file.write(plain)
        done = subprocess.run([self.decode, "5", *paths], check=True,
                              text=True, stdout=subprocess.PIPE)
        return [float(word) for word in done.stdout.split()]


def tell_both(what, ours, other, wall, cpu=None, why=""):
    if other is None:
        tell(what, ours.wall, None, why=why)
        return
    tell(what, ours.wall, other.wall, wall)
    tell("  processor time", ours.cpu, other.cpu, cpu)


def compete(contest):
    """The best of each."""
    with_gh, with_jq = have("gh"), have("jq") and have("gh")
    slow = contest.hub.latency > 0
    store = tempfile.mkdtemp(dir=contest.folder)
    contest.scan("repo", store)  # so that every answer is there
    best = in_turn(
        1 if slow else ROUNDS, curl=contest.curl,
        sync=lambda: contest.first("sync"), repo=lambda: contest.first("repo"),
        again=lambda: contest.scan("repo", store),
        gh=(lambda: contest.gh(ISSUES, MERGED[0])) if with_gh else None,
        both=contest.gh_both if with_gh and not slow else None,
        jq=contest.gh_jq if with_jq and not slow else None)
    shutil.rmtree(store)
    return best


def tell_fast(contest, best):
    """Without latency: what there is to do counts."""
    parsed, decoded = contest.parse()
    least = best["curl"].wall + parsed
    tell("first sync, and curl + cJSON's bare parse", best["sync"].wall, least,
         2.5)
    tell("first repo, with its metrics, and the same", best["repo"].wall,
         least, 2.5)
    no_gh = "gh is not installed"
    tell_both("first sync, and gh api --jq, issues", best["sync"], best["gh"],
              .4, .35, no_gh)
    tell_both("first repo, and gh api --jq, issues", best["repo"], best["gh"],
              .4, .35, no_gh)
    tell_both("first sync, and gh api --jq, both lists", best["sync"],
              best["both"], .13, None, no_gh)
    tell_both("first sync, and gh api | jq, both lists", best["sync"],
              best["jq"], .13, None, "gh or jq is not installed")
    tell_both("repo with nothing new, and gh api --jq", best["again"],
              best["gh"], None, None, no_gh)
    tell("peak of memory of first repo, and of gh", best["repo"].peak,
         best["gh"].peak if best["gh"] else None, unit="MB", why=no_gh,
         scale=1)
    tell("  and 30 MB", best["repo"].peak, 30.0, 1, unit="MB", scale=1)
    tell("decoding, and cJSON's bare parse: processor", decoded, parsed)


def tell_slow(best):
    no_gh = "gh is not installed"
    tell("first sync, and curl over one connection", best["sync"].wall,
         best["curl"].wall)
    tell("first sync, and gh api --jq, issues", best["sync"].wall,
         best["gh"].wall if best["gh"] else None, .6, why=no_gh)
    tell("repo with nothing new, and gh api --jq", best["again"].wall,
         best["gh"].wall if best["gh"] else None, why=no_gh)


def main():
    programs = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 5000
    with tempfile.TemporaryDirectory() as folder, \
            Hub([large(count)], page_style="cursor", limit=None) as fake:
        for latency in (0.0, 0.1):
            contest = Contest(programs, fake, folder, latency)
            best = compete(contest)
            heading("%d items in %d pages of issues (%d of pull requests), "
                    "%.0f ms an answer" % (count, len(contest.pages),
                                           contest.pull_pages,
                                           latency * 1000))
            if latency:
                tell_slow(best)
                continue
            tell_fast(contest, best)
            begin = time.process_time()
            curl = contest.curl()
            print("(of curl's %.3f s the server's own processor time: %.3f s)"
                  % (curl.wall, time.process_time() - begin))


if __name__ == "__main__":
    main()
