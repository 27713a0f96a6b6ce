#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is asked for, by what is wanted: parts of a history, and the rest."""
import os
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Fault, Repository, comment, events_for, iso,  # noqa: E402
                         issue, pull, release, seconds)
from harness import Case, asked, at, in_parallel  # noqa: E402

NAME = "sample/meadow"
DAY = 86400
END = at("2026-03-01")
PART = ("--as-of", "2026-03-01", "--window", "30d", "--windows", "0",
        "--no-git")
WHOLE = ("--as-of", "2026-03-01", "--window", "30d", "--windows", "3",
         "--no-git")
UNKNOWN = "not collected: needs all issues"


def old_and_new(items=900):
    """Items over three years, of which one in nine is still open."""
    repo = Repository("sample", "meadow", created="2023-01-01T00:00:00Z")
    step = 3 * 365 * DAY // items
    for n in range(1, items + 1):
        t = END - 3 * 365 * DAY + n * step - 100
        closed = min(t + (n % 40) * DAY // 4, END - 50)
        if n % 9 == 0:
            repo.items.append(issue(n, t) if n % 2 else pull(n, t))
        elif n % 2:
            repo.items.append(issue(n, t, closed=closed))
        else:
            repo.items.append(pull(n, t, merged=closed))
    return repo


class TestPart(Case):
    """A window without a trend needs what has changed, and what is open."""

    def numbers(self, result):
        return {m["id"]: {k: v for k, v in m.items() if k != "trend"}
                for m in result.json["metrics"]}

    def setUp(self):
        super().setUp()
        self.source = old_and_new()
        whole = self.good(self.hub(self.source), NAME, *WHOLE, db="whole.db")
        # All of the history is there, and a window alone is asked for.
        self.full = self.good(None, NAME, *PART, "--offline", db="whole.db")
        self.assertEqual(whole.value("issue_resolution_ratio"),
                         self.full.value("issue_resolution_ratio"))

    def test_few_pages(self):
        for style in ("page", "cursor"):
            with self.subTest(style=style):
                hub = self.hub(self.source, page_style=style)
                part = self.good(hub, NAME, *PART, db=style)
                self.assertEqual(len(asked(hub, "state=open")), 1)
                self.assertEqual(len(asked(hub, "state=all")), 1)
                mine, theirs = self.numbers(part), self.numbers(self.full)
                unknown = mine.pop("issue_resolution_ratio")
                theirs.pop("issue_resolution_ratio")
                self.assertEqual(mine, theirs)
                self.assertIsNone(unknown["value"])
                self.assertIn(UNKNOWN, unknown["reason"])
                issues = part.json["coverage"]["streams"]["issues"]
                self.assertEqual(issues["since"], "2026-01-30T00:00:00Z")
                # Nothing has changed: nothing is read.
                hub.forget()
                again = self.good(hub, NAME, *PART, db=style)
                self.assertEqual(again.bytes, part.bytes)
                self.assertEqual(len(asked(hub, "/issues?")), 1)

    def test_no_more_than_the_metric_needs(self):
        hub = self.hub(self.source)
        part = self.good(hub, NAME, *PART, "--metric", "pr_merge_cycle")
        self.assertEqual(asked(hub, "state=open"), [])
        self.assertEqual(len(asked(hub, "/issues?")), 1)
        self.assertEqual(part.value("pr_merge_cycle"),
                         self.full.value("pr_merge_cycle"))
        # What is open has not been read: it is not made up.
        offline = self.good(None, NAME, *PART, "--offline")
        self.assertIsNone(offline.value("issue_backlog"))
        self.assertIn("not collected",
                      offline.metric("issue_backlog")["reason"])
        hub.forget()
        more = self.good(hub, NAME, *PART)
        self.assertEqual(len(asked(hub, "state=open")), 1)
        self.assertEqual(more.value("issue_backlog"),
                         self.full.value("issue_backlog"))

    def test_a_metric_that_is_named_is_answered(self):
        hub = self.hub(self.source)
        named = self.good(hub, NAME, *PART, "--metric",
                          "issue_resolution_ratio")
        self.assertEqual(named.value("issue_resolution_ratio"),
                         self.full.value("issue_resolution_ratio"))
        self.assertEqual(len(asked(hub, "state=all")), 9)

    def test_wider_questions_complete_it(self):
        hub = self.hub(self.source)
        self.good(hub, NAME, *PART)
        # The trend of a metric goes back as far as the windows do.
        trend = ("--metric", "pr_merge_cycle", "--as-of", "2026-03-01",
                 "--window", "30d", "--windows", "6", "--no-git")
        hub.forget()
        result = self.good(hub, NAME, *trend)
        self.assertEqual(len(asked(hub, "state=all")), 2)
        fresh = self.good(self.hub(self.source), NAME, *trend, db="t.db")
        self.assertEqual(result.metric("pr_merge_cycle"),
                         fresh.metric("pr_merge_cycle"))
        # Offline, windows that were not read are said to be unknown.
        wide = self.good(None, NAME, *trend[:-2], "9", "--no-git",
                         "--offline")
        points = wide.metric("pr_merge_cycle")["trend"]
        self.assertIsNone(points[0]["value"])
        self.assertIn("not collected", points[0]["reason"])
        self.assertIsNotNone(points[-2]["value"])
        # And everything is everything.
        whole = self.good(hub, NAME, *WHOLE)
        self.assertEqual(whole.bytes, self.good(
            self.hub(self.source), NAME, *WHOLE, db="f.db").bytes)

    def test_changes_reach_a_part(self):
        source = old_and_new()
        hub = self.hub(source)
        self.good(hub, NAME, *PART)
        row = next(r for r in source.items if r["state"] == "open"
                   and "pull_request" not in r)
        row.update(state="closed", state_reason="completed",
                   closed_at="2026-02-28T20:00:00Z",
                   updated_at="2026-02-28T20:00:00Z")
        later = self.good(hub, NAME, *PART)
        fresh = self.good(self.hub(source), NAME, *PART, db="fresh.db")
        self.assertEqual(later.json["metrics"], fresh.json["metrics"])
        self.assertNotEqual(later.value("issue_backlog"),
                            self.full.value("issue_backlog"))

    def test_what_slips_by_while_the_backlog_is_read(self):
        """A close moves the rest up a page, between two pages of them."""
        source = old_and_new(3000)
        opened = [r for r in source.items if r["state"] == "open"]
        self.assertGreater(len(opened), 300)

        def bend(_, __):
            # By the server's clock, which is the real one.
            now = iso(time.time())
            opened[0].update(state="closed", closed_at=now, updated_at=now)
        hub = self.hub(source, faults=[
            Fault("state=open", "bend", nth=1, value=bend)])
        part = self.good(hub, NAME, *PART)
        fresh = self.good(self.hub(source), NAME, *WHOLE, db="fresh.db")
        for name in ("issue_backlog", "pr_backlog", "issue_open_age"):
            self.assertEqual(part.value(name), fresh.value(name), name)
        self.assertGreater(len(asked(hub, "state=open")), 6)



class TestDryRun(Case):
    """What is foretold is what happens, to a tenth, and nothing is kept."""

    def foretold(self, hub, *args, **more):
        result = self.command("repo", hub, NAME, "--dry-run", "-f", "json",
                              *args, **more)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.json["schema"], "healthscan.forecast/1")
        rows = result.json["rows"]
        total = rows[-1]
        self.assertEqual(total["endpoint"], "total")
        self.assertEqual(total["requests"],
                         sum(r["requests"] for r in rows[:-1]))
        return total["requests"], {r["endpoint"]: r["requests"]
                                   for r in rows[:-1]}

    def source(self):
        source = old_and_new(1300)
        # A third of the numbers are discussions', or gone.
        source.items[:] = [r for r in source.items if r["number"] % 3]
        source.events = events_for(source.items)
        source.releases = [release(n, "v%d" % n, END - n * DAY)
                           for n in range(1, 131)]
        source.comments = [
            comment(7000 + i, row, seconds(row["created_at"]) + 60) for i, row in
            enumerate(source.items) if row["number"] % 5 == 0]
        return source

    def test_all_kinds_of_runs(self):
        source = self.source()
        jobs = []
        for style in ("page", "cursor"):
            for n, args in enumerate((
                    WHOLE, PART, (*WHOLE, "--profile", "full"),
                    (*PART, "--profile", "full"),
                    (*WHOLE, "--profile", "full", "--history", "events"),
                    (*WHOLE, "--base", "main"))):
                jobs.append(("%s-%d" % (style, n), lambda s=style, n=n,
                             a=args: self.check(source, s, n, a)))
        in_parallel(jobs, at_once=4)

    def check(self, source, style, n, args):
        hub = self.hub(source, page_style=style)
        db = "%s-%d.db" % (style, n)
        for _ in range(2):  # the first sync, and one of what is new
            hub.forget()
            said, by_endpoint = self.foretold(hub, *args, db=db)
            self.assertLessEqual(len(hub.log), 20)
            hub.forget()
            self.good(hub, NAME, *args, db=db)
            self.assertLessEqual(abs(said - len(hub.log)),
                                 max(1, len(hub.log) / 10),
                                 (args, by_endpoint, hub.paths()))

    def test_nothing_is_kept(self):
        hub = self.hub(self.source())
        self.foretold(hub, *WHOLE, "--profile", "full")
        offline = self.repo(None, NAME, *WHOLE, "--offline")
        self.assertEqual(offline.code, 3, offline)
        # Nor in a store that has something.
        self.good(hub, NAME, *PART)
        before = self.good(None, NAME, *WHOLE, "--offline").bytes
        self.foretold(hub, *WHOLE, "--profile", "full")
        self.assertEqual(
            self.good(None, NAME, *WHOLE, "--offline").bytes, before)

    def test_it_is_told_to_people(self):
        hub = self.hub(self.source())
        result = self.command("repo", hub, NAME, "--dry-run", *WHOLE)
        self.assertEqual(result.code, 0, result)
        self.assertIn("/issues", result.out.decode())
        self.assertIn("13 requests", result.err)
        self.assertIn("with a token (5000 an hour)", result.err)
        self.assertIn("are left until", result.err)
        hub.forget()
        nothing, _ = self.foretold(hub, *WHOLE, "--offline")
        self.assertEqual(nothing, 0)
        self.assertEqual(hub.log, [])

    def test_several(self):
        hub = self.hub(self.source())
        result = self.command("scan", hub, NAME, "sample/none", "--dry-run",
                              "-f", "json", *WHOLE[:-1])
        self.assertEqual(result.code, 4, result)
        self.assertIn("sample/none", result.err)
        self.assertEqual({r["repository"] for r in result.json["rows"]},
                         {NAME, None})


if __name__ == "__main__":
    unittest.main()
