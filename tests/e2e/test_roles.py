#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Metrics of items by the roles of their authors: repo, explain and trend, in
every format that tells them."""
import csv
import io
import os
import re
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Repository, comment, issue, pull,  # noqa: E402
                         review, user)
from harness import Case, at  # noqa: E402

END = at("2026-03-01")
DAY = 86400
HOUR = 3600
AS_OF = ["--as-of", "2026-03-01"]
ROLES = ["agent", "bot", "maintainer", "newcomer", "regular", "unknown"]
# Who opens a pull request, how many days before the end, what the forge calls
# them, and after how many hours it is answered.
PULLS = [
    ("wren", 20, "MEMBER", 1), ("wren", 19, "MEMBER", 3),
    ("heron", 18, "NONE", 6), ("heron", 17, "CONTRIBUTOR", 10),
    ("finch", 16, "NONE", 8), ("finch", 200, "NONE", 4),
    ("tidy[bot]", 15, "NONE", 5), ("Copilot", 14, "NONE", 7),
    ("acme-writer", 13, "NONE", 9), (None, 12, "NONE", 11),
]

FIRST_ONES = """\
-- id:        first_ones
-- title:     First pull requests
-- unit:      count
-- better:    neutral
-- statistic: count
-- streams:   pull_requests roles
-- reach:     window
--
-- Pull requests with which their authors first came.
SELECT p.repo_id, w.window_no, p.number AS subject, p.actor_id, 1 AS value
  FROM v_window AS w
  JOIN v_pull_request AS p
    ON p.created_at >= w.starts_at AND p.created_at < w.ends_at
  JOIN v_role AS o
    ON o.repo_id = p.repo_id AND o.number = p.number AND o.role = 4;
"""


def meadow():
    repo = Repository("sample", "meadow", rid=1,
                      created="2024-01-01T00:00:00Z")
    for n, (login, days, association, hours) in enumerate(PULLS, 1):
        kind = "Bot" if login in ("tidy[bot]", "Copilot") else None
        row = pull(n, END - days * DAY)
        row["user"] = user(login, kind=kind) if login else None
        row["author_association"] = association
        repo.items.append(row)
        repo.comments.append(comment(
            900 + n, row, END - days * DAY + hours * HOUR, login="plover"))
    return repo


class TestRoles(Case):
    def setUp(self):
        super().setUp()
        self.server = self.hub(meadow())

    def ask(self, command, *args, code=0):
        result = self.command(command, self.server, *args, *AS_OF)
        self.assertEqual(result.code, code, result)
        return result

    def report(self, *args):
        return self.ask("repo", "sample/meadow", "-f", "json", *args).json

    def parts(self, metric="pr_first_response", *args):
        report = self.report("-m", metric, "--by", "role", *args)
        self.assertEqual((report["by"], report["bots"]), ("role", "include"))
        (one,) = report["metrics"]
        self.assertEqual(sorted(one["by_role"]), ROLES)
        return one, {role: (part["value"], part["n"])
                     for role, part in one["by_role"].items()}

    def test_each_role(self):
        whole, parts = self.parts()
        self.assertEqual(parts, {
            "agent": (7, 1), "bot": (5, 1), "maintainer": (2, 2),
            # finch came half a year ago; heron and the writer are new
            "newcomer": (7.5, 2), "regular": (9, 2), "unknown": (11, 1)})
        self.assertEqual(whole["n"], sum(n for _, n in parts.values()))

    def test_a_bot_that_reviews_has_no_role(self):
        """Bots are brought in among the authors of items, and nowhere else."""
        repo = meadow()
        repo.reviews = [review(1, repo.items[0], END - 19 * DAY, "plover"),
                        review(2, repo.items[0], END - 18 * DAY, "tidy[bot]")]
        self.server = self.hub(repo)
        for people, args in ((1, []), (1, ["--by", "role"]),
                             (2, ["--bots", "include"]),
                             (2, ["--by", "role", "--bots", "include"])):
            metrics = {m["id"]: m for m in self.report(
                "-m", "review_half", "-m", "pr_opened", *args)["metrics"]}
            self.assertEqual(metrics["review_half"]["n"], people, args)
            self.assertEqual(metrics["pr_opened"]["n"], 7 if not args else 9,
                             args)

    def test_of_newcomers_alone(self):
        (one,) = self.report("-m", "newcomer_pr_first_response")["metrics"]
        self.assertEqual((one["value"], one["n"]), (7.5, 2))

    def test_the_configuration_names_agents_and_maintainers(self):
        path = self.box.write("named", "[agents]\n\tlogin = acme-*\n"
                              "[maintainers]\n\tlogin = Finch\n")
        _, parts = self.parts("pr_first_response", "--config", path)
        self.assertEqual(parts["agent"], (8, 2))
        self.assertEqual(parts["maintainer"], (3, 3))
        self.assertEqual(parts["newcomer"], (6, 1))
        self.assertEqual(parts["regular"], (10, 1))

    def test_a_query_tells_them(self):
        self.parts()
        rows = self.box.run(
            "query", "-f", "json", "--db", self.box.path("store.db"),
            "SELECT number, role FROM v_role ORDER BY number LIMIT 3")
        self.assertEqual(
            [(row["number"], row["role"]) for row in rows.json["rows"]],
            [(1, 3), (2, 3), (3, 4)])

    def query(self, sql):
        result = self.box.run("query", "-f", "json", "--db",
                              self.box.path("store.db"), *AS_OF, sql)
        self.assertEqual(result.code, 0, result)
        return result.json["rows"]

    def test_a_view_is_one_however_it_is_written(self):
        """Its name in capitals, and its numbers as text."""
        self.parts()
        listed = self.box.run("query").out.decode()
        views = re.findall("(?m)^(?:v_[a-z_]+, )*(v_[a-z_]+):", listed)
        self.assertLessEqual({"v_role", "v_reviewer", "v_repo"}, set(views))
        for view in views:
            with self.subTest(view=view):
                self.assertEqual(
                    *(self.query("SELECT count(*) AS n FROM " + name)
                      for name in (view, view.upper())))
        self.assertEqual(
            self.query("SELECT number FROM v_role WHERE role = '6'"),
            [{"number": 10}])

    def test_a_metric_says_that_it_needs_them(self):
        """Of what was not worked out, nothing is told; least of all that it is
        not known of anybody."""
        for view, stream in (("v_role", "roles"),
                             ("v_newcomer", "contributions"),
                             ("v_affiliation", "organizations"),
                             ("v_organization", "organizations")):
            sql = FIRST_ONES.replace(" roles", "").partition("SELECT")[0] + (
                "SELECT repo_id, 0 AS window_no, 1 AS subject, NULL AS "
                "actor_id, 1 AS value FROM %s;\n" % view)
            for args in ([], ["--by", "role"]):
                result = self.command(
                    "repo", self.server, "sample/meadow", *AS_OF, *args,
                    "-m", self.box.write("first_ones.sql", sql))
                self.assertEqual(result.code, 4, result)
                self.assertIn("add %s to its streams" % stream, result.err)

    def test_the_past(self):
        whole, _ = self.parts("pr_first_response", "--window", "90d")
        points = [point["n"]
                  for point in whole["by_role"]["newcomer"]["trend"]]
        # finch's first is 200 days old.
        self.assertEqual(points[-3:], [1, 0, 2])
        self.assertEqual(sum(points), 3)

    def test_a_slice_makes_nobody_new(self):
        _, parts = self.parts("pr_first_response", "--author", "heron")
        self.assertEqual(parts["newcomer"], (6, 1))
        self.assertEqual(parts["regular"], (10, 1))
        self.assertEqual(parts["maintainer"], (None, 0))

    def test_samples_say_whose_they_are(self):
        told = self.ask("explain", "pr_first_response", "sample/meadow",
                        "--by", "role", "-f", "json").json
        self.assertEqual(
            {s["number"]: s["author_role"] for s in told["samples"]},
            {1: "maintainer", 2: "maintainer", 3: "newcomer", 4: "regular",
             5: "regular", 7: "bot", 8: "agent", 9: "newcomer",
             10: "unknown"})

    def test_samples_say_it_to_people_and_spreadsheets_too(self):
        ask = ["explain", "pr_first_response", "sample/meadow"]
        text = self.ask(*ask, "--by", "role").out.decode()
        heading, *rows = text[text.index("\nsubject"):].strip().splitlines()
        self.assertIn("author is", heading)
        at = heading.index("author is")
        told = {row.split()[0]: row[at:].split()[0] for row in rows if row}
        self.assertEqual(
            (told["3"], told["4"], told["8"]),
            ("newcomer", "regular", "agent"), text)
        self.assertIn("author is", self.ask(*ask, "--by", "role", "-f",
                                            "html").out.decode())
        rows = csv.DictReader(io.StringIO(self.ask(
            *ask, "--by", "role", "-f", "csv").out.decode()))
        self.assertEqual(
            {row["number"]: row["author_role"] for row in rows}["10"],
            "unknown")
        for args in ([], ["-f", "csv"]):
            text = self.ask(*ask, *args).out.decode()
            self.assertNotIn("author is", text)
            self.assertNotIn("author_role", text)

    def test_without_it_nothing_is_said(self):
        report = self.report("-m", "pr_first_response")
        self.assertNotIn("by", report)
        self.assertNotIn("by_role", report["metrics"][0])
        told = self.ask("explain", "pr_first_response", "sample/meadow",
                        "-f", "json").json
        self.assertNotIn("author_role", told["samples"][0])

    def test_metrics_of_other_things_have_no_roles(self):
        report = self.report("-m", "days_since_release", "--by", "role")
        self.assertNotIn("by_role", report["metrics"][0])

    def test_where_not_all_issues_are_known(self):
        # Without a trend, and for no metric by name, only what is new is read.
        repo = meadow()
        repo.items += [issue(n, END - 500 * DAY, END - 490 * DAY, login="owl")
                       for n in range(11, 400)]
        self.server = self.hub(repo)
        self.report("--windows", "0", "--profile", "full")
        report = self.report("--windows", "0", "-m", "pr_first_response",
                             "--by", "role", "--offline")
        (one,) = report["metrics"]
        self.assertEqual((one["value"], one["n"]), (7, 9))
        for part in one["by_role"].values():
            self.assertIsNone(part["value"])
            self.assertIn("needs all issues ever opened", part["reason"])
        text = self.ask("repo", "sample/meadow", "--windows", "0", "-m",
                        "pr_first_response", "--by", "role",
                        "--offline").out.decode()
        self.assertIn("needs all issues ever opened", " ".join(text.split()))
        # A run that asks for roles reads them.
        _, parts = self.parts("pr_first_response", "--windows", "0")
        self.assertEqual(parts["newcomer"], (7.5, 2))

    def test_a_change_among_newcomers_is_tested(self):
        # All items are read, and yet no window has another's.
        (one,) = self.report("-m", "newcomer_pr_first_response", "--window",
                             "150d")["metrics"]
        self.assertEqual(one["change"]["reason"], "low n")

    def test_a_metric_of_ones_own_needs_all_items_too(self):
        path = self.box.write("first_ones.sql", FIRST_ONES)
        repo = meadow()
        repo.items += [issue(n, END - 500 * DAY, END - 490 * DAY, login="owl")
                       for n in range(11, 400)]
        self.server = self.hub(repo)
        self.report("--windows", "0")
        (one,) = self.report("--windows", "0", "-m", path,
                             "--offline")["metrics"]
        self.assertIsNone(one["value"])
        self.assertIn("needs all issues ever opened", one["reason"])
        (one,) = self.report("--windows", "0", "-m", path)["metrics"]
        self.assertEqual(one["value"], 2)

    def test_as_a_table(self):
        for command in (["repo"], ["trend"]):
            text = self.ask(*command, "sample/meadow", "-m",
                            "pr_first_response", "--by", "role").out.decode()
            for role in ROLES:
                self.assertIn(role, text.split(), command)
            self.assertIn("newest records", " ".join(text.split()))
        text = self.ask("explain", "pr_first_response", "sample/meadow",
                        "--by", "role").out.decode()
        for role in ROLES:
            self.assertIn(role, text)

    def test_as_csv(self):
        for command in ("repo", "trend"):
            told = self.ask(command, "sample/meadow", "-m",
                            "pr_first_response", "--by", "role", "-f",
                            "csv").out.decode()
            last = {row["role"]: (row["value"], row["n"])
                    for row in csv.DictReader(io.StringIO(told))}
            self.assertEqual(last["all"], ("7", "9"), command)
            self.assertEqual(last["newcomer"], ("7.5", "2"), command)

    def test_as_pages(self):
        for command in (["repo", "sample/meadow", "-m", "pr_first_response"],
                        ["trend", "sample/meadow", "-m", "pr_first_response"],
                        ["explain", "pr_first_response", "sample/meadow"]):
            for form in ("html", "markdown"):
                text = self.ask(*command, "--by", "role", "-f",
                                form).out.decode()
                self.assertIn("PR first response: newcomer", text)
                self.assertIn("newest records", text)

    def test_formats_that_have_no_room_for_it(self):
        for form in ("prometheus", "junit", "github", "badge", "shields"):
            result = self.ask("repo", "sample/meadow", "--by", "role", "-f",
                              form, code=2)
            self.assertIn("no room for roles (--by)", result.err)


if __name__ == "__main__":
    unittest.main()
