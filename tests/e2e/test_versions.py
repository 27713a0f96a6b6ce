#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""410: what is gone, what is switched off, and a version of the API that has
ended; and pull requests that are switched off."""
import os
import sqlite3
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Fault, Repository, issue  # noqa: E402
from harness import Case, at  # noqa: E402
from test_sync import AS_OF, many  # noqa: E402

NAME = "sample/meadow"
VERSION = "2026-03-10"


class TestVersions(Case):
    def query(self, sql, db="store.db"):
        store = sqlite3.connect(self.box.path(db))
        rows = store.execute(sql).fetchall()
        store.close()
        return rows

    def notes(self, db="store.db"):
        return [n for n, in self.query(
            "SELECT note FROM stream WHERE note IS NOT NULL", db)
            if "is empty" not in n]

    def test_a_version_that_has_ended(self):
        """Of all requests, or of the lists alone: the same numbers."""
        right = self.good(self.hub(many(120)), NAME, *AS_OF, db="right.db")
        for place, match in enumerate((".", "/issues", "/releases")):
            hub = self.hub(many(120), ended=(VERSION, match))
            result = self.good(hub, NAME, "-v", *AS_OF, db="%d.db" % place)
            self.assertEqual(result.bytes, right.bytes, match)
            self.assertIn(VERSION, result.err)
            self.assertEqual(self.notes("%d.db" % place), [])
            # It is remembered for the run.
            told = [r for r in hub.log if r.status == 410]
            self.assertLessEqual(len(told), 2, hub.log)

    def test_every_version_has_ended(self):
        """Who names none is told the same: a failure, and nothing is gone."""
        repo = many(120)
        hub = self.hub(repo)
        right = self.good(hub, NAME, *AS_OF)
        words = "API version 2022-11-28 is no longer supported."
        repo.items[:] = [r for r in repo.items if r["number"] != 10]
        for match, args in ((".", ()), ("/issues[?]", ()), ("/releases", ()),
                            ("/issues/10$", ("--sweep",))):
            hub.faults[:] = [Fault(match, 410, nth=None, message=words)]
            result = self.repo(hub, NAME, *AS_OF, *args)
            if match != "/issues/10$":
                self.assertEqual(result.code, 4, result)
            self.assertIn("410", result.err)
            self.assertIs(result.json["coverage"]["complete"], False)
            self.assertEqual(self.notes(), [])
            self.assertEqual(self.query(
                "SELECT number FROM item WHERE gone_at IS NOT NULL"), [])
        hub.faults.clear()
        repo.items[:] = many(120).items
        again = self.good(hub, NAME, *AS_OF, "--sweep")
        self.assertEqual(again.json["metrics"], right.json["metrics"])

    OFF = Fault("/issues[?]", 410, nth=None)
    NARROW = ("--no-git", "--as-of", "2026-03-01", "--windows", "0")

    def old_and_new(self):
        """199 issues of two years ago, all closed; ten of last month, five of
        them closed."""
        return Repository("sample", "meadow", items=[
            issue(n, at("2024-02-01") + n * 3600,
                  closed=at("2024-02-20") + n * 3600)
            for n in range(1, 200)] + [
            issue(n, at("2026-02-01") + n * 3600,
                  closed=at("2026-02-20") + n * 3600 if n % 2 else None)
            for n in range(200, 210)])

    def test_switched_off_before_anything_was_read(self):
        hub = self.hub(self.old_and_new(), faults=[self.OFF])
        for args in ((), ("--offline",)):
            result = self.good(hub, NAME, *self.NARROW, *args)
            self.assertIs(result.json["coverage"]["complete"], True)
            for metric in ("issue_backlog", "issue_close_rate",
                           "pr_merge_cycle"):
                self.assertEqual(result.metric(metric)["reason"],
                                 "issues disabled")
        # And on again: nothing is left from before.
        hub.faults.clear()
        again = self.good(hub, NAME, *self.NARROW)
        fresh = self.good(hub, NAME, *self.NARROW, db="fresh.db")
        self.assertEqual(again.bytes, fresh.bytes)
        self.assertEqual(again.value("issue_backlog"), 5)

    def test_switched_off_for_a_while(self):
        """What had been read then was not all there is, and is not now."""
        all_ever = (*self.NARROW, "-m", "issue_resolution_ratio")
        hub = self.hub(self.old_and_new())
        self.good(hub, NAME, *self.NARROW)
        hub.faults[:] = [self.OFF]
        self.good(hub, NAME, *self.NARROW)
        hub.faults.clear()
        self.good(hub, NAME, *self.NARROW)
        early = self.good(hub, NAME, *all_ever, "--offline")
        self.assertIsNone(early.value("issue_resolution_ratio"))
        whole = self.good(hub, NAME, *all_ever)
        found = whole.metric("issue_resolution_ratio")
        self.assertEqual((found["n"], found["numerator"]), (209, 204))

    def test_switched_on_and_broken_off(self):
        hub = self.hub(self.old_and_new(), max_page=20, faults=[self.OFF])
        self.good(hub, NAME, *AS_OF)
        hub.faults.clear()
        result = self.repo(hub, NAME, "-q", *AS_OF, "--budget", "6")
        self.assertIs(result.json["coverage"]["complete"], False)
        result = self.repo(hub, NAME, "-q", *AS_OF, "--offline")
        self.assertIs(result.json["coverage"]["complete"], False)
        self.assertIsNone(result.value("issue_resolution_ratio"))
        result = self.good(hub, NAME, *AS_OF)
        self.assertEqual(result.metric("issue_resolution_ratio")["n"], 209)

    def test_only_issues_are_switched_off(self):
        for match in ("/releases", "/commits"):
            hub = self.hub(many(12), faults=[Fault(match, 410, nth=None)])
            result = self.repo(hub, NAME, *AS_OF, db=match[1:] + ".db")
            self.check_failure(result, 4, "410")
            self.assertNotIn(b"issues disabled", result.out)

    def test_pull_requests_are_switched_off(self):
        repo = many(120)
        hub = self.hub(repo)
        self.good(hub, NAME, *AS_OF)
        repo.meta["has_pull_requests"] = False
        for args in ((), ("--offline",), ("--base", "main")):
            result = self.good(hub, NAME, *AS_OF, "--profile", "full", *args)
            for metric in result.json["metrics"]:
                if metric["id"].startswith("pr_"):
                    self.assertIsNone(metric["value"], metric)
                    self.assertEqual(metric["reason"],
                                     "pull requests disabled", metric)
            if "--base" not in args:
                self.assertIsNotNone(result.value("issue_backlog"))
        gate = self.command("check", hub, NAME, *AS_OF, "-m",
                            "pr_merge_cycle")
        self.assertEqual(gate.code, 3, gate)
        self.assertIn("pull requests disabled", gate.out.decode())
        repo.meta["has_pull_requests"] = True
        self.assertIsNotNone(self.good(hub, NAME, *AS_OF).value("pr_backlog"))


if __name__ == "__main__":
    unittest.main()
