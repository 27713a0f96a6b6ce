#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A repository replayed as deliveries, or imported from lists, gives the numbers
of its sync, in every order in which these come."""
import itertools
import json
import os
import random
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from busy import BEGIN, END, busy  # noqa: E402
from deliveries import deliveries, write_lines  # noqa: E402
from harness import Case, at  # noqa: E402

NAME = "sample/meadow"
API = "https://api.github.com/repos/" + NAME
ASK = [NAME, "--as-of", END, "--window", "1w", "--windows", "9",
       "--history", "events", "--profile", "full", "--no-git"]
SEEDS = range(int(os.environ.get("HSCAN_SEEDS", "3")))


def numbers(report):
    """Of the metrics that need no commits, whoever told."""
    return {m["id"]: {k: v for k, v in m.items() if k != "sources"}
            for m in report["metrics"] if not m["id"].startswith("doc_")}


class Replayed(Case):
    def synced(self, repo, db):
        return numbers(self.good(self.hub(repo), *ASK, db=db).json)

    def replayed(self, sent, db, covers="%s..%s" % (BEGIN, END)):
        lines = self.box.path("kept.jsonl")
        write_lines(lines, sent)
        self.import_("webhook", lines, "--insecure-no-secret", "--covers",
                     covers, db=db)

    def listed(self, repo, db):
        """From lists as gh keeps them."""
        about = dict(repo.object(), updated_at=END)
        lists = {
            "repo": about,
            "issues": [dict(row, repository_url=API) for row in repo.items],
            "events": [dict(e, url=API + "/issues/events/1")
                       for e in repo.events],
            "comments": repo.comments,
            "reviews": [dict(r, pull_request_url=API + "/pulls/%d"
                             % r["number"]) for r in repo.reviews],
            "releases": [dict(r, url=API + "/releases/1")
                         for r in repo.releases],
        }
        paths = [self.box.write(name + ".json", json.dumps(value))
                 for name, value in lists.items()]
        self.import_("rest", *paths, "--repo", NAME, "--covers",
                     "%s..%s" % (BEGIN, END), db=db)

    def import_(self, *args, db):
        result = self.box.run("import", *args, "--db", self.box.path(db))
        self.assertEqual(result.code, 0, result)
        self.assertIn(" 0 refused", result.err)

    def asked(self, db):
        return self.repo(None, "--offline", *ASK, db=db).json

    def check(self, got, expected):
        self.assertEqual(set(got), set(expected))
        for name in expected:
            self.assertEqual(got[name], expected[name], name)

    def test_deliveries_give_the_numbers_of_a_sync(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                repo = busy(seed)
                expected = self.synced(repo, "rest%d.db" % seed)
                self.assertIsNotNone(
                    expected["issue_close_rate"]["trend"][0]["value"])
                sent = deliveries(repo)
                self.replayed(sent, "hooks%d.db" % seed)
                self.check(numbers(self.asked("hooks%d.db" % seed)), expected)
                random.Random(seed).shuffle(sent)
                self.replayed(sent + sent[::3], "shuffled%d.db" % seed)
                self.check(numbers(self.asked("shuffled%d.db" % seed)),
                           expected)

    def test_lists_give_the_numbers_of_a_sync(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                repo = busy(seed)
                expected = self.synced(repo, "rest%d.db" % seed)
                self.listed(repo, "lists%d.db" % seed)
                self.check(numbers(self.asked("lists%d.db" % seed)), expected)

    def test_every_order_of_three_sources(self):
        repo = busy(7, count=40)
        sent = deliveries(repo)
        expected = self.synced(repo, "rest.db")
        sources = {"rest": lambda db: self.synced(repo, db),
                   "hooks": lambda db: self.replayed(sent, db),
                   "lists": lambda db: self.listed(repo, db)}
        for n, order in enumerate(itertools.permutations(sources)):
            with self.subTest(order=order):
                for source in order:
                    sources[source]("order%d.db" % n)
                self.check(numbers(self.asked("order%d.db" % n)), expected)

    def test_a_window_that_is_covered_in_part_has_no_number(self):
        repo = busy(1)
        sent = [d for d in deliveries(repo) if d.at < at("2026-02-22")]
        self.replayed(sent, "part.db", covers="%s..2026-02-22" % BEGIN)
        expected = self.synced(repo, "rest.db")
        rate = numbers(self.asked("part.db"))["issue_close_rate"]
        self.assertIsNone(rate["value"])
        self.assertIn("webhook", rate["reason"])
        for mine, whole in zip(rate["trend"],
                               expected["issue_close_rate"]["trend"]):
            if mine["end"] <= "2026-02-22T00:00:00Z":
                self.assertEqual(mine, whole)
            else:
                self.assertIsNone(mine["value"], mine)


if __name__ == "__main__":
    unittest.main()
