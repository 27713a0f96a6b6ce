#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Single things that cannot be read: they are left out, named, counted and
asked for again, and nothing else suffers for it."""
import json
import os
import sqlite3
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Fault, Repository, comment, commit,  # noqa: E402
                         issue, pull, release, review)
from harness import Case, asked, at  # noqa: E402

NAME = "sample/meadow"
NOW = ("--no-git", "--window", "30d", "--windows", "0")
DAY = 86400
START = int(time.time()) - 20 * DAY
ELSEWHERE = "http://192.0.2.1/repos/x/y/issues/1"


def answer(status, body, headers=None):
    """A fault: that answer, whatever the right one was."""
    def bend(right, _):
        right.status = status
        right.body = json.dumps(body).encode()
        right.headers = {"Content-Type": "application/json",
                         **(headers or {})}
    return bend


# What every tenth issue answers, and whether it is gone by that.
ANSWERS = {
    10: ("moved", True), 20: ((301, {"message": "Moved"}), False),
    30: ((403, {"message": "Forbidden"}), False), 40: (404, True),
    50: (410, True), 60: ((451, {"message": "Blocked"}), False),
    70: ((500, {"message": "Server Error"}), False),
    80: ((502, {"message": "Server Error"}), False),
    90: ((200, {"items": []}), False), 100: ((200, []), False),
}
DOUBTED = [n for n, (_, gone) in ANSWERS.items() if not gone]


def hundred(without=()):
    """Issues 1 to 100 of this month, of which every fifth was closed."""
    return [issue(n, START + n * 3600,
                  closed=START + 10 * DAY + n if n % 5 == 1 else None)
            for n in range(1, 101) if n not in without]


class Doubts(Case):
    def excluded(self, result, name):
        return result.metric(name)["excluded"].get("unreadable", 0)

    def number_of(self, result, name):
        found = result.metric(name)
        return found["value"], found["n"]


class TestSweep(Doubts):
    def source(self):
        source = Repository("sample", "meadow", items=hundred())
        other = Repository("sample", "hill", rid=4200077)
        other.items.append(issue(1, at("2026-02-01")))
        return source, other

    def spoil(self, hub, source):
        source.items[:] = hundred(without=ANSWERS)
        hub.faults[:] = []
        for n, (what, _) in ANSWERS.items():
            if what == "moved":
                source.gone[n] = "/repositories/4200077/issues/1"
            elif isinstance(what, int):
                source.gone[n] = what
            else:
                hub.faults.append(Fault("/issues/%d$" % n, "bend", nth=None,
                                        value=answer(*what)))

    def test_every_tenth_answers_something_else(self):
        source, other = self.source()
        hub = self.hub(source, other)
        before = self.good(hub, NAME, *NOW)
        self.assertEqual(before.value("issue_backlog"), 80)
        self.spoil(hub, source)
        fresh = self.good(self.hub(Repository(
            "sample", "meadow", items=hundred(without=ANSWERS))),
            NAME, *NOW, db="fresh.db")
        swept = self.good(hub, NAME, *NOW, "--sweep")
        self.look(swept, fresh)
        # All ten are named, those that are gone as such.
        for n in ANSWERS:
            self.assertIn("#%d (" % n, swept.err)
        # The next run asks for those in doubt, and for no others.
        hub.forget()
        again = self.good(hub, NAME, *NOW)
        self.look(again, fresh)
        self.assertEqual(
            {int(p.split("/")[-1]) for p in asked(hub, "/issues/")},
            set(DOUBTED))
        self.assertEqual(asked(hub, "sort=created"), [])
        # And without asking the same is said.
        offline = self.good(hub, NAME, *NOW, "--offline")
        self.look(offline, fresh)
        # Once they can be read, nothing is in doubt any more.
        hub.faults.clear()
        source.items[:] = hundred(without=(10, 40, 50))
        whole = self.good(hub, NAME, *NOW)
        self.assertIs(whole.json["coverage"]["complete"], True)
        self.assertEqual(whole.value("issue_backlog"), 77)
        self.assertEqual(self.excluded(whole, "issue_backlog"), 0)
        self.assertNotIn("left out", whole.err)

    def look(self, result, fresh):
        coverage = result.json["coverage"]
        self.assertIs(coverage["complete"], False)
        self.assertEqual(coverage["streams"]["issues"]["unreadable"], 7)
        for name in ("issue_backlog", "issue_close_rate",
                     "issue_time_to_close"):
            self.assertEqual(self.number_of(result, name),
                             self.number_of(fresh, name), name)
            self.assertEqual(self.excluded(result, name), 7, name)
        # No pull request is in doubt.
        self.assertEqual(self.excluded(result, "pr_backlog"), 0)


if __name__ == "__main__":
    unittest.main()
