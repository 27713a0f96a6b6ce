#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Issues that were deleted or moved: no list tells of them, a sweep does."""
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from digests import amend  # noqa: E402
from fake_github import Fault, Repository, issue  # noqa: E402
from harness import Case, answered, asked, at  # noqa: E402
from test_sync import many  # noqa: E402

NAME = "sample/meadow"
PAST = ("--as-of", "2026-03-01", "--no-git")
NOW = ("--no-git", "--window", "30d", "--windows", "1")
HISTORIES = ("snapshot", "events")


class TestSweep(Case):

    def vanish(self, source, *numbers):
        source.items[:] = [r for r in source.items
                           if r["number"] not in numbers]

    def test_deleted_and_moved(self):
        source = many(250)
        hub = self.hub(source)
        before = self.good(hub, NAME, *NOW)
        past = {h: self.good(hub, NAME, *PAST, "--history", h)
                for h in HISTORIES}
        # 10, 20 and 30 are open issues; 12 is closed; 11 a pull request.
        other = Repository("sample", "hill", rid=4200077)
        other.items.append(issue(1, at("2026-02-01")))
        hub.repos.append(other)
        source.gone = {20: 410, 30: "/repositories/4200077/issues/1",
                       12: 404, 11: 404}
        self.vanish(source, 10, 20, 30, 12, 11)
        # It is not noticed by itself …
        same = self.good(hub, NAME, *NOW)
        self.assertEqual(same.value("issue_backlog"),
                         before.value("issue_backlog"))
        # … but when it is looked for.
        hub.forget()
        swept = self.good(hub, NAME, *NOW, "--sweep")
        fresh = self.good(hub, NAME, *NOW, db="fresh.db")
        for name in ("issue_backlog", "issue_resolution_ratio", "pr_backlog"):
            self.assertEqual(swept.value(name), fresh.value(name), name)
        self.assertEqual(swept.value("issue_backlog"),
                         before.value("issue_backlog") - 3)
        self.assertEqual(
            swept.json["coverage"]["streams"]["issues"]["rows"], 245)
        # Five were asked for, one of them at its new place, and one that is
        # answered 410 without the version of the API, too.
        self.assertEqual(len(asked(hub, "/issues/")), 7)
        # What was, was.
        for history in HISTORIES:
            then = self.good(hub, NAME, *PAST, "--history", history)
            self.assertEqual(then.json["metrics"],
                             past[history].json["metrics"])
            now = self.good(hub, NAME, *NOW, "--history", history)
            fresh = self.good(hub, NAME, *NOW, "--history", history,
                              db="fresh.db")
            for name in ("issue_backlog", "issue_resolution_ratio"):
                self.assertEqual(now.value(name), fresh.value(name),
                                 (name, history))
        # And it is not looked for again.
        hub.forget()
        self.good(hub, NAME, *NOW)
        self.assertEqual(answered(hub, "/issues"), [304])

    def test_what_comes_back(self):
        source = many(120)
        rows = list(source.items)
        hub = self.hub(source)
        before = self.good(hub, NAME, *NOW)
        self.vanish(source, 10, 12)
        self.good(hub, NAME, *NOW, "--sweep")
        source.items[:] = rows
        after = self.good(hub, NAME, *NOW, "--sweep")
        for name in ("issue_backlog", "issue_resolution_ratio", "pr_backlog"):
            self.assertEqual(after.value(name), before.value(name), name)
        self.assertEqual(
            after.json["coverage"]["streams"]["issues"]["rows"], 120)

    def test_every_ninety_days(self):
        source = many(120)
        hub = self.hub(source)
        self.good(hub, NAME, *NOW)
        self.vanish(source, 10)
        self.age_store(80)
        hub.forget()
        self.good(hub, NAME, *NOW)
        self.assertEqual(asked(hub, "sort=created"), [])
        self.age_store(11)
        self.good(hub, NAME, *NOW)
        self.assertEqual(len(asked(hub, "sort=created")), 2)
        self.assertEqual(len(asked(hub, "/issues/10")), 1)
        hub.forget()
        self.good(hub, NAME, *NOW)
        self.assertEqual(asked(hub, "sort=created"), [])

    def age_store(self, days):
        """As if the store had been written so many days before."""
        amend(self.box.path("store.db"), "stream",
              "synced_at = synced_at - ? WHERE stream = 'recheck'", days * 86400)

    def test_broken_off(self):
        """Wherever it breaks, the next run ends it, and reads no page twice."""
        source = many(350)
        hub = self.hub(source)
        self.good(hub, NAME, *NOW, db="0.db")
        for match, nth in (("sort=created", 1), ("sort=created", 3),
                           ("/issues/10$", 1), ("/issues/30$", 1)):
            with self.subTest(match=match, nth=nth):
                db = "%d.db" % len(os.listdir(self.box.path(".")))
                source = many(350)
                hub = self.hub(source)
                self.good(hub, NAME, *NOW, db=db)
                self.vanish(source, 10, 20, 30)
                # A single item that is refused breaks nothing off.
                code = 403 if match == "sort=created" else 401
                hub.faults[:] = [Fault(match, code, nth=nth)]
                broken = self.repo(hub, NAME, *NOW, "--sweep", db=db)
                self.assertEqual(broken.code, 4, broken)
                hub.faults.clear()
                hub.forget()
                again = ("--sweep",) if (match, nth) == ("sort=created", 1) \
                    else ()
                after = self.good(hub, NAME, *NOW, *again, db=db)
                fresh = self.good(self.hub(source), NAME, *NOW,
                                  db="fresh-" + db)
                self.assertEqual(after.value("issue_backlog"),
                                 fresh.value("issue_backlog"))
                if match != "sort=created":
                    self.assertEqual(asked(hub, "sort=created"), [])

    def test_disabled_issues_are_not_gone(self):
        source = many(120)
        hub = self.hub(source)
        before = self.good(hub, NAME, *PAST)
        source.meta["has_issues"] = False
        self.repo(hub, NAME, *NOW, "--sweep")
        self.assertEqual(asked(hub, "/issues/"), [])
        source.meta["has_issues"] = True
        after = self.good(hub, NAME, *PAST)
        self.assertEqual(after.json["metrics"], before.json["metrics"])


if __name__ == "__main__":
    unittest.main()
