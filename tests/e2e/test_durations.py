#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Durations that end before they begin, as imports bring them along: left out
of every number that is made of them, counted, and named one by one."""
import csv
import io
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository, issue, pull  # noqa: E402
from harness import Case, at  # noqa: E402

NAME = "sample/meadow"
AS_OF = ["--as-of", "2026-03-01"]  # the window: [2026-01-30, 2026-03-01)
HOUR = 3600


def imported(good=0):
    """Three pull requests merged 348 hours before they were opened, an issue
    closed the day before; beside them `good` merges after 200 hours."""
    repo = Repository("sample", "meadow", created="2020-06-01T00:00:00Z")
    for n in (1, 2, 3):
        created = at("2026-02-20") + n
        repo.items.append(pull(n, created, merged=created - 348 * HOUR,
                               updated=created))
    repo.items.append(issue(4, at("2026-02-20"), closed=at("2026-02-19"),
                            updated=at("2026-02-20")))
    for n in range(10, 10 + good):
        created = at("2026-02-03") + n
        repo.items.append(pull(n, created, merged=created + 200 * HOUR))
    return repo


class TestBefore(Case):
    def test_alone_they_are_no_number(self):
        result = self.good(self.hub(imported()), NAME, *AS_OF)
        for name, count in (("pr_merge_cycle", 3), ("issue_time_to_close", 1)):
            found = result.metric(name)
            self.assertEqual(
                (found["value"], found["n"], found["status"],
                 found["reason"], found["km_median"]),
                (None, 0, "unknown" if count == 3 else None, "no samples",
                 None), name)
            self.assertEqual(found["excluded"],
                             {"bots": 0, "ended_before_began": count})

    def test_they_are_merged_and_closed_all_the_same(self):
        result = self.good(self.hub(imported()), NAME, *AS_OF)
        self.assertEqual(result.value("pr_acceptance"), 100)
        self.assertEqual(result.value("issue_close_rate"), 100)
        self.assertEqual(result.value("issue_backlog"), 0)
        self.assertEqual(result.value("pr_backlog"), 0)
        self.assertEqual(result.value("issue_cohort_close_rate"), 100)
        for name in ("pr_acceptance", "issue_close_rate"):
            self.assertEqual(result.metric(name)["excluded"], {"bots": 0})

    def test_beside_others(self):
        """Neither the median nor the trend nor Kaplan and Meier see them."""
        result = self.good(self.hub(imported(8)), NAME, *AS_OF)
        found = result.metric("pr_merge_cycle")
        self.assertEqual((found["value"], found["n"], found["status"]),
                         (200, 8, "risk"))
        self.assertEqual(found["km_median"], 200)
        self.assertEqual(found["ci95"], [200, 200])
        self.assertEqual(found["trend"][-1]["value"], 200)

    def test_before_it_was_there(self):
        """As of a day at which nothing of it existed."""
        result = self.good(self.hub(imported()), NAME, "--as-of", "2026-02-19")
        for name in ("pr_merge_cycle", "pr_acceptance", "issue_close_rate"):
            found = result.metric(name)
            self.assertEqual((found["value"], found["n"], found["excluded"]),
                             (None, 0, {"bots": 0}), name)
        self.assertEqual(result.value("issue_backlog"), 0)

    def test_the_gate(self):
        """-348 hours are at most 72, and yet nothing is healthy."""
        hub = self.hub(imported())
        result = self.command("check", hub, NAME, *AS_OF, "-m",
                              "pr_merge_cycle")
        self.assertEqual(result.code, 3, result)
        result = self.command("check", self.hub(imported(8)), NAME, *AS_OF,
                              "-m", "pr_merge_cycle", db="other.db")
        self.assertEqual(result.code, 1, result)

    def test_every_form_says_so(self):
        hub = self.hub(imported(8))
        out = self.good(hub, NAME, *AS_OF, "-f", "table").out.decode()
        self.assertRegex(" ".join(out.split()),
                         r"Left out ended before it began: "
                         r"PR merge cycle 3, Issue time to close 1")
        out = self.good(hub, NAME, *AS_OF, "-f", "html").out.decode()
        self.assertIn("<dt>left out: ended before it began</dt><dd>3</dd>",
                      out.replace("\n", ""))
        for form in ("table", "markdown", "prometheus", "csv", "github"):
            out = self.good(hub, NAME, *AS_OF, "-f", form).out.decode()
            self.assertNotIn("-348", out)
            self.assertNotIn("-1252800", out)

    def test_explain_names_them(self):
        hub = self.hub(imported(8))
        words = ["explain", hub, "pr_merge_cycle", NAME, *AS_OF]
        found = self.command(*words, "-f", "json").json
        left_out = [(s["number"], s["value"]) for s in found["samples"]
                    if s["role"] == "ended before it began"]
        self.assertEqual(sorted(left_out), [(n, -348) for n in (1, 2, 3)])
        self.assertEqual(len([s for s in found["samples"]
                              if s["role"] == "counted"]), 8)
        out = self.command(*words).out.decode()
        self.assertIn("left out     3 that ended before it began", out)
        rows = list(csv.DictReader(io.StringIO(
            self.command(*words, "-f", "csv").out.decode())))
        self.assertEqual(sum(r["role"] == "ended before it began"
                             for r in rows), 3)

    def test_with_events(self):
        result = self.good(self.hub(imported()), NAME, *AS_OF, "--history",
                           "events")
        self.assertEqual(
            result.metric("issue_time_to_close")["excluded"],
            {"bots": 0, "ended_before_began": 1})
        self.assertEqual(result.value("issue_backlog"), 0)


if __name__ == "__main__":
    unittest.main()
