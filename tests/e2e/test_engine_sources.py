#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Stores that several sources have told, and in which not all is known, on
ClickHouse: what was exported of them comes to the same, byte for byte."""
import json
import os
import sqlite3
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

import shards  # noqa: E402
from crowd import crowd  # noqa: E402
from deliveries import deliveries, write_lines  # noqa: E402
from fake_github import Fault, iso, seconds  # noqa: E402
from harness import Case, at  # noqa: E402
from hours import brief, first, lines_of, members, old, short  # noqa: E402
from migrations import files, tar  # noqa: E402
from shards import without  # noqa: E402

START = at("2015-01-01", "12:00:00")
END = START + 3600
COUNT = 12


@unittest.skipUnless(shards.HERE, shards.MISSING)
class Sources(Case):
    @classmethod
    def setUpClass(cls):
        cls.shards = shards.Shards()
        cls.addClassCleanup(cls.shards.close)

    def setUp(self):
        super().setUp()
        for shard in (1, 2):
            for name in self.shards.ask("SHOW TABLES", shard).decode().split():
                self.shards.ask("DROP TABLE `%s`" % name, shard)
        for url in self.shards.urls:
            self.program("export", "clickhouse", url, "--init", "--cluster",
                         "two")
        self.repos = crowd(COUNT, START, END)
        self.names = [repo.full_name for repo in self.repos]

    def program(self, *args, codes=(0,)):
        done = self.run_program(*args)
        self.assertIn(done.code, codes, done)
        return done

    def store(self):
        return ("--db", self.box.path("store.db"))

    # Who tells.

    def sync(self, repos, codes=(0,), faults=()):
        hub = self.hub(*repos, limit=None, faults=list(faults))
        done = self.command(
            "scan", hub, "--as-of", iso(END + 600), "--profile", "full",
            "--history", "events", "--no-git", "-f", "json",
            *(repo.full_name for repo in repos))
        self.assertIn(done.code, codes, done)

    def archive(self, repos):
        """In the forms of several years, which tell more or less: some neither
        the number of an account, nor of a repository, nor what is open."""
        forms = (first, old, brief, lambda line: short(line) if "pull_request"
                 in line["payload"] and line["type"] == "PullRequestEvent"
                 else first(line))
        lines = [forms[repo.id % 4](line) for repo in repos
                 for line in lines_of(repo)
                 if START <= seconds(line["created_at"]) < END]
        lines = [line for line in lines if line]
        path = self.box.path("2015-01-01-12.json.gz")
        with open(path, "wb") as file:
            file.write(members(sorted(
                lines, key=lambda line: line["created_at"])))
        self.program("import", "gharchive", "--all", *self.store(), "--covers",
                     "%s..%s" % (iso(START), iso(END)), path)

    def migration(self, repos):
        path = self.box.path("migration.tar.gz")
        tar(path, files(*repos))
        self.program("import", "migration", *self.store(), path)

    def hooks(self, repos):
        path = self.box.path("hooks.ndjson")
        write_lines(path, [one for repo in repos for one in deliveries(repo)])
        self.program("import", "webhook", *self.store(),
                     "--insecure-no-secret", path)

    # What comes of it.

    def same(self, command, *args):
        """Of the store, and of what was exported."""
        shared = (command, *args, "-f", "json")
        here = self.program(*shared, "--offline", *self.store(),
                            codes=(0, 3))
        there = self.program(*shared, "--engine", self.shards.url,
                             codes=(0, 3))
        self.assertEqual(here.code, there.code, there)
        if not here.out:  # it is not there
            self.assertEqual(there.out, b"")
            return None
        here, there = json.loads(here.out), json.loads(there.out)
        # What is in neither is not there in words of their own.
        for told in (here, there):
            for failure in told.get("failed", []):
                del failure["reason"]
        here, told = (json.dumps(without(value), indent=1).splitlines()
                      for value in (here, there))
        self.assertEqual(here, told)
        return there

    def compare(self, values=True, every=False, by_role=()):
        """In one history as of the end, in the other as of some time before;
        `every`: in both as of each."""
        self.program("export", "clickhouse", self.shards.url, *self.store())
        found = 0
        for history in ("events", "snapshot"):
            for end in (END + 600, END - 1200):
                shown = ("--as-of", iso(end), "--window", "30m", "--windows",
                         "12", "--history", history)
                usual = (history == "events") == (end == END + 600)
                if not usual and not every:
                    continue
                with self.subTest(history=history, end=iso(end)):
                    told = self.same("scan", *self.names, *shown, "--profile",
                                     "full")
                    found += sum(
                        metric["value"] is not None
                        for entry in told["repositories"]
                        for metric in entry["report"]["metrics"])
                    if not usual:
                        continue
                    self.same("compare", *self.names[:5], *shown)
                    self.same("trend", self.names[0], *shown)
                    self.same("trend", self.names[-1], *shown)
                    for name in by_role:
                        self.same("trend", name, *shown, "--by", "role")
        if values:
            self.assertGreater(found, 100 if every else 50)

    def count(self, sql):
        store = sqlite3.connect(self.box.path("store.db"))
        try:
            return store.execute(sql).fetchone()[0]
        finally:
            store.close()


class TestSources(Sources):
    def test_an_archive_alone(self):
        self.archive(self.repos)
        self.assertGreater(self.count("SELECT count(*) FROM item WHERE"
                                      " unknown & 8"), 0)
        self.compare(values=False)

    def test_archive_and_server(self):
        """Of some one alone has told, of some both, in either order."""
        self.archive(self.repos[:8])
        self.sync(self.repos[4:])
        self.archive(self.repos[8:10])
        self.assertGreater(self.count("SELECT count(*) FROM span"), 0)
        self.compare(every=True)

    def test_deliveries_and_server(self):
        self.hooks(self.repos[:8])
        self.sync(self.repos[4:])
        self.compare()

    def test_a_backup_and_what_came_after(self):
        self.migration(self.repos[:8])
        self.archive(self.repos[2:6])
        self.sync(self.repos[4:])
        self.compare()

    def test_what_could_not_be_read(self):
        """Items and answers in doubt, of one source and of several."""
        self.archive(self.repos[:8])
        for repo in self.repos:
            for row in repo.items[::4]:
                row["state"] = None
        self.sync(self.repos, codes=(0, 3), faults=[
            Fault("/[0-9]*[05]/(timeline|reviews)", 451, nth=None)])
        self.assertGreater(self.count("SELECT count(*) FROM doubt WHERE"
                                      " stream = 'issues'"), 5)
        self.assertGreater(self.count("SELECT count(*) FROM doubt WHERE"
                                      " stream = 'reviews'"), 0)
        self.compare(every=True, by_role=self.names[:4:3])


if __name__ == "__main__":
    unittest.main()
