#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What was done, by the month and the quarter: counted once more here from the
same records, and its change, in every format."""
import csv
import io
import os
import random
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Repository, comment, iso, issue, pull,  # noqa: E402
                         review, seconds)
from harness import Case, History, at, make_clone  # noqa: E402

NAME = "sample/meadow"
AS_OF = ["--as-of", "2026-01-01"]
ACTIVITY = ["--profile", "activity"]
DAY = 86400
LOGINS = ["ant-1", "bee-2", "cat-3", "dog-4", "eel-5", "fox-6", "gnu-7"]
BOT = "ci-runner[bot]"
# Accounts that comment and review, too: the last two are no people.
VOICES = LOGINS + [BOT, None]
METRICS = ["pr_opened", "pr_merged", "pr_closed", "issue_opened",
           "issue_closed", "comments", "people_opened", "people_reviewed",
           "people_committed"]


def touch(row, when, comments=0):
    """An item is as new as the newest of what is said about it."""
    if seconds(row["updated_at"]) < when:
        row["updated_at"] = iso(when)
    row["comments"] += comments


def meadow(seed=19):
    """A year of it; twice as much in the last quarter."""
    chance = random.Random(seed)
    repo = Repository("sample", "meadow", created="2024-01-01T00:00:00Z")
    begin, end = at("2025-01-01"), at("2026-01-01")
    times = sorted(chance.randrange(begin, end) for _ in range(90))
    times += [chance.randrange(at("2025-10-01"), end) for _ in range(40)]
    for number, when in enumerate(sorted(times), 1):
        login = chance.choice(LOGINS + [BOT])
        closed = when + chance.randrange(3600, 60 * DAY)
        closed = closed if closed < end and chance.random() < 0.8 else None
        if number % 2:
            row = issue(number, when, closed, login=login)
        elif closed and chance.random() < 0.7:
            row = pull(number, when, merged=closed, login=login)
        else:
            row = pull(number, when, closed=closed, login=login)
        repo.items.append(row)
    for row in repo.items:
        for _ in range(chance.randrange(4)):
            when = seconds(row["created_at"]) + chance.randrange(90 * DAY)
            if when >= end:
                continue
            talk = chance.random() < 0.6 or "pull_request" not in row
            rows = repo.comments if talk else repo.reviews
            made = comment if talk else review
            rows.append(made(1000 + len(repo.comments) + len(repo.reviews),
                             row, when, login=chance.choice(VOICES)))
            touch(row, when, comments=int(talk))
    return repo


def meadow_history(seed=19):
    """Commits of a year: (when, author)."""
    chance = random.Random(seed)
    begin, end = at("2025-01-01"), at("2026-01-01")
    times = sorted(chance.randrange(begin, end) for _ in range(60))
    return [(when, chance.choice(["Ann", "Ben", "Cat"])) for when in times]


def counted(repo, commits, start, end):
    """The nine numbers of one window, without the program."""
    def within(text):
        return text is not None and start <= seconds(text) < end

    def person(user):
        return user["login"] if user and user["type"] != "Bot" else None

    items = [row for row in repo.items if row["user"]["type"] != "Bot"]
    pulls = [row for row in items if "pull_request" in row]
    issues = [row for row in items if "pull_request" not in row]
    of = {row["number"]: row for row in repo.items if "pull_request" in row}

    def reviewed(row):
        item = of[row["number"]]
        return (within(row["submitted_at"]) and
                person(row["user"]) not in (None, item["user"]["login"]) and
                (within(item["created_at"]) or
                 within(item["pull_request"]["merged_at"])))

    return {
        "pr_opened": sum(within(row["created_at"]) for row in pulls),
        "pr_merged": sum(within(row["pull_request"]["merged_at"])
                         for row in pulls),
        "pr_closed": sum(within(row["closed_at"]) for row in pulls),
        "issue_opened": sum(within(row["created_at"]) for row in issues),
        "issue_closed": sum(within(row["closed_at"]) for row in issues),
        "comments": sum(within(row["created_at"]) and
                        (row["user"] is None or person(row["user"]) is not None)
                        for row in repo.comments),
        "people_opened": len({row["user"]["login"] for row in items
                              if within(row["created_at"])}),
        "people_reviewed": len({row["user"]["login"] for row in repo.reviews
                                if reviewed(row)}),
        "people_committed": len({author for when, author in commits
                                 if start <= when < end}),
    }


class TestCounts(Case):
    def clone(self):
        history = History()
        for number, (when, author) in enumerate(meadow_history()):
            history.commit(when, {"a%d.txt" % number: "x"}, author=author)
        return make_clone(self.box, "meadow", history)

    def check(self, result, repo, windows):
        report = result.json
        self.assertEqual([m["id"] for m in report["metrics"]], METRICS)
        for metric in report["metrics"]:
            self.assertEqual(len(metric["trend"]), windows)
            for point in metric["trend"]:
                wanted = counted(repo, meadow_history(),
                                 seconds(point["start"]),
                                 seconds(point["end"]))
                self.assertEqual(point["value"], wanted[metric["id"]],
                                 (metric["id"], point))

    def test_months(self):
        repo = meadow()
        result = self.good(self.hub(repo), NAME, *AS_OF, *ACTIVITY, "--git",
                           self.clone(), "--window", "month", "--windows",
                           "11")
        self.check(result, repo, 12)
        self.assertTrue(any(p["value"] for m in result.json["metrics"]
                            for p in m["trend"]))

    def test_quarters(self):
        """Twice as many in the last: what can be told from chance is."""
        repo = meadow()
        hub = self.hub(repo)
        asked = [NAME, *AS_OF, *ACTIVITY, "--git", self.clone(), "--window",
                 "quarter", "--windows", "3"]
        result = self.good(hub, *asked)
        self.check(result, repo, 4)
        opened = result.metric("issue_opened")
        now, before = (opened["trend"][-1]["value"],
                       opened["trend"][-2]["value"])
        self.assertEqual(opened["change"], {
            "from": before, "difference": now - before,
            "percent": round(100 * (now - before) / before, 4),
            "beyond_chance": True})
        change = result.metric("comments")["change"]
        self.assertEqual((change["beyond_chance"], change["reason"]),
                         (None, "not a count of independent events"))
        self.check_tables(hub, asked, result)

    def check_tables(self, hub, asked, result):
        """What an office pastes: a column a period, and the change."""
        trend = self.command("trend", hub, *asked, "-f", "csv", "--offline")
        rows = list(csv.DictReader(io.StringIO(trend.out.decode())))
        self.assertEqual([row["metric"] for row in rows], METRICS)
        for row in rows:
            metric = result.metric(row["metric"])
            self.assertEqual(
                [float(row["Q%d 2025" % q]) for q in range(1, 5)],
                [point["value"] for point in metric["trend"]])
            self.assertEqual(float(row["change"]),
                             metric["change"]["difference"])
            self.assertEqual(
                row["change_beyond_chance"],
                {True: "true", False: "false", None: ""}
                [metric["change"]["beyond_chance"]])
        trend = self.command("trend", hub, *asked, "-f", "markdown",
                             "--offline").out.decode()
        self.assertIn("| Metric | Q1 2025 | Q2 2025 | Q3 2025 | Q4 2025 | "
                      "Change |\n", trend)
        self.assertIn("one in twenty does so by chance", trend)
        trend = self.command("trend", hub, *asked, "-f", "html",
                             "--offline").out.decode()
        self.assertIn(">Q4 2025</th>", trend)
        trend = self.command("trend", hub, *asked, "--offline",
                             env={"COLUMNS": "100"}).out.decode()
        self.assertRegex(trend, r"\nMetric +Q1 +Q2 +Q3 +Q4 +Change\n"
                                r" +2025 +2025 +2025 +2025\n")
        self.assertIn("\n! more than chance", trend)

    def test_without_a_window_before(self):
        result = self.good(self.hub(meadow()), NAME, *AS_OF, "-m",
                           "pr_opened", "--windows", "0")
        self.assertEqual(result.metric("pr_opened")["change"], {
            "from": None, "difference": None, "percent": None,
            "beyond_chance": None, "reason": "no window before; use "
                                             "--windows"})

    def test_nothing_and_nothing_before(self):
        """No percentage of nothing."""
        repo = meadow()
        repo.items = [row for row in repo.items if "pull_request" not in row]
        result = self.command("trend", self.hub(repo), NAME, *AS_OF, "-m",
                              "pr_opened", "-m", "pr_merged", "--window",
                              "month", "--windows", "1", "-f", "markdown")
        self.assertEqual(result.code, 0, result)
        for title in ("PRs opened", "PRs merged"):
            self.assertIn("| %s | 0 | 0 | 0 |\n" % title, result.out.decode())

    def test_other_commands(self):
        """They take these metrics as any; no other profile shows them."""
        hub = self.hub(meadow(), Repository("sample", "other", rid=7))
        result = self.good(hub, NAME, *AS_OF, "--profile", "full")
        self.assertFalse([m for m in result.json["metrics"]
                          if m["id"] in METRICS])
        for command, more in (("check", ["--fail-on", "deviation"]),
                              ("scan", []), ("compare", ["sample/other"]),
                              ("explain", None)):
            args = (["pr_opened", NAME] if more is None else
                    [NAME, *more, "-m", "pr_opened"])
            result = self.command(command, hub, *args, *AS_OF, "-f", "json")
            self.assertIn(result.code, (0, 3), result)
            self.assertIn(b'"pr_opened"', result.out)


if __name__ == "__main__":
    unittest.main()
