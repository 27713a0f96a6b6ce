#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Several collectors: which of a list each reads, what becomes of their stores,
and that all of them together say what one alone would have said."""
import os
import random
import shutil
import signal
import socket
import sqlite3
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from crowd import Maker  # noqa: E402
from fake_github import Repository, comment, issue, pull  # noqa: E402
from harness import (Case, History, asked, at, eventually, git,  # noqa: E402
                     make_clone)
from shares import share_of  # noqa: E402

END = at("2026-03-01")
DAY = 86400
FULL = ["--profile", "full", "--history", "events", "--as-of", "2026-03-01"]
MANY = int(os.environ.get("HSCAN_SHARDED", "40"))


def crowd(count, seed=1):
    rng = random.Random(seed)
    return [Maker(rng, n, END - 60 * DAY, END - DAY).make()
            for n in range(count)]


class Shards(Case):
    def fill(self, repos):
        self.server = self.hub(*repos)
        self.names = [repo.full_name for repo in repos]
        self.box.write("work/names", "".join(n + "\n" for n in self.names))

    def scan(self, *args, db="store.db", **more):
        return self.command("scan", self.server, "-f", "json", *FULL, "names",
                            *args, db=db, **more)

    def read(self, db, *args):
        """What a store says of all of them, without a server."""
        result = self.box.run("scan", "-f", "json", *FULL, "--offline",
                              "--db", self.box.path(db), "names", *args)
        self.assertIn(result.code, (0, 3, 4), result)
        return result

    def merge(self, *args, into="all.db", code=0):
        result = self.box.run("merge", "--db", self.box.path(into),
                              *(self.box.path(arg) for arg in args))
        self.assertEqual(result.code, code, result)
        return result

    def verify(self, db):
        result = self.box.run("db", "info", "--db", self.box.path(db))
        self.assertEqual(result.code, 0, result)


class TestShares(Shards):
    def setUp(self):
        super().setUp()
        self.fill([Repository("Sample", "Place-%d" % n, rid=n + 1)
                   for n in range(12)])

    def of(self, result):
        return sorted(
            [row["full_name"] for row in result.json["repositories"]] +
            [row["repository"] for row in result.json["failed"]])

    def test_each_is_read_once(self):
        seen = []
        for share in range(1, 4):
            self.server.forget()
            result = self.scan("--shard", "%d/3" % share,
                               db="%d.db" % share)
            self.assertEqual(result.code, 0, result)
            wanted = sorted(name for name in self.names if
                            share_of("github.com/" + name, 3) == share)
            self.assertEqual(self.of(result), wanted)
            self.assertEqual(result.json["shard"], {
                "index": share, "of": 3,
                "elsewhere": 12 - len(wanted)})
            self.assertEqual(result.json["asked"], len(wanted))
            self.assertIn("share %d/3: %d of 12 repositories" % (
                share, len(wanted)), result.err)
            for name in set(self.names) - set(wanted):
                self.assertEqual(asked(self.server, name.lower()), [])
            seen += wanted
        self.assertEqual(sorted(seen), sorted(self.names))

    def test_letters_do_not_matter(self):
        one = self.scan("--shard", "2/3", db="1.db")
        self.box.write("work/names", "".join(
            "github.com/%s\n" % n.upper() for n in self.names))
        other = self.scan("--shard", "2/3", db="2.db")
        self.assertEqual([n.lower() for n in self.of(one)],
                         [n.lower() for n in self.of(other)])

    def test_a_share_of_nothing(self):
        self.box.write("work/names", self.names[0] + "\n")
        mine = share_of("github.com/" + self.names[0], 5)
        result = self.scan("--shard", "%d/5" % (mine % 5 + 1))
        self.assertEqual(result.code, 0, result)
        self.assertEqual(self.of(result), [])
        self.assertEqual(self.server.log, [])
        for form in ("table", "csv", "ndjson", "markdown", "html"):
            other = self.command(
                "scan", self.server, "-f", form, *FULL, "names", "--shard",
                "%d/5" % (mine % 5 + 1))
            self.assertEqual(other.code, 0, other)

    def test_a_group_is_of_all_its_members(self):
        self.box.write("config",
                       '[group "all"]\n' + "".join(
                           "\trepo = %s\n" % n for n in self.names))
        seen = []
        for share in (1, 2):
            result = self.command(
                "scan", self.server, "-f", "json", *FULL, "@all", "--config",
                self.box.path("config"), "--shard",
                "%d/2" % share, db="%d.db" % share)
            self.assertEqual(result.code, 0, result)
            self.assertIn("a group is judged where all its members are",
                          result.err)
            seen += self.of(result)
        self.assertEqual(sorted(seen), sorted(self.names))

    def test_what_is_no_share(self):
        for word in ("1", "/", "0/3", "4/3", "1/0", "x/3", "1/3/3"):
            self.check_failure(self.scan("--shard", word), 2, "--shard")
        other = self.command("repo", self.server, "sample/place-1", "--shard",
                             "1/2")
        self.assertEqual(other.code, 2, other)
        self.assertEqual(self.server.log, [])

    def test_from_the_environment(self):
        flag = self.scan("--shard", "1/3", db="1.db")
        env = self.scan(db="2.db", env={"HEALTHSCAN_SHARD": "1/3"})
        self.assertEqual(self.of(flag), self.of(env))
        self.assertLess(len(self.of(env)), 12)


class TestCollectors(Shards):
    """Four collectors with a store each; one is killed for good in the middle
    of its work, and another one takes its share over."""

    def test_all_together_are_as_one(self):
        self.fill(crowd(MANY))
        whole = self.scan(db="one.db", timeout=600)
        self.assertEqual(whole.code, 0, whole)
        for share in (1, 2, 3):
            result = self.scan("--shard", "%d/4" % share,
                               db="%d.db" % share, timeout=600)
            self.assertEqual(result.code, 0, result)
        self.server.forget()
        process = self.box.start(
            "scan", "-f", "json", *FULL, "names", "--shard", "4/4", "--db",
            self.box.path("dead.db"), "--api-url", self.server.url)
        eventually(lambda: len(self.server.log) > MANY / 2, "requests")
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()
        result = self.scan("--shard", "4/4", db="4.db", timeout=600)
        self.assertEqual(result.code, 0, result)
        wanted = self.read("one.db").bytes
        for n, order in enumerate((["1", "2", "3", "dead", "4"],
                                   ["4", "dead", "3", "1", "2"])):
            into = "all%d.db" % n
            self.merge(*("%s.db" % name for name in order), into=into)
            self.verify(into)
            self.assertEqual(self.read(into).bytes, wanted)
            # Once more, and nothing is new.
            again = self.merge(*("%s.db" % name for name in order), into=into)
            self.assertNotRegex(again.err, "[1-9][0-9]* (added|united)")
            self.assertEqual(self.read(into).bytes, wanted)


if __name__ == "__main__":
    unittest.main()
