#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whether newcomers came again: by the records, at what cost, and what is said
where not all there ever was is known."""
import copy
import csv
import io
import json
import os
import sys
import unittest

SUPPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                       os.pardir, "support")
sys.path.insert(0, SUPPORT)

import json_schema  # noqa: E402
from fake_github import Repository, issue, pull, review  # noqa: E402
from harness import Case, History, asked, at, git, make_clone  # noqa: E402

NAME = "sample/meadow"
DAY = 86400
END = at("2026-03-01")
AS_OF = ["--as-of", "2026-03-01"]
SCHEMA = os.path.join(SUPPORT, os.pardir, os.pardir, "src", "report",
                      "healthscan.retention-1.schema.json")


def meadow():
    """Old ones, and four who came in November and later."""
    repo = Repository("sample", "meadow", created="2020-01-01T00:00:00Z")
    repo.items = [
        pull(1, at("2024-05-01"), login="warbler"),
        # 100 days before the end, and again 10 days later: by a review.
        issue(2, END - 100 * DAY, login="dunlin"),
        # 95 days before it, and never again.
        issue(3, END - 95 * DAY, login="egret"),
        # Reviewed in 2024, which only the reviews of that one tell.
        pull(4, END - 92 * DAY, login="finch"),
        # Wrote commits with an address of the forge's.
        pull(5, END - 20 * DAY, login="godwit"),
        issue(6, END - 10 * DAY, login="builder[bot]"),
    ]
    repo.reviews = [
        review(901, repo.items[0], at("2024-06-01"), "finch"),
        review(902, repo.items[0], END - 90 * DAY, "dunlin"),
    ]
    return repo


def commits():
    history = History()
    history.commit(END - 20 * DAY + 60, {"a": "1"}, author="G",
                   email="godwit@users.noreply.github.com")
    history.commit(END - 15 * DAY, {"a": "2"}, author="G",
                   email="godwit@users.noreply.github.com")
    return history


class Retention(Case):
    def setUp(self):
        super().setUp()
        self.clone = make_clone(self.box, "clone", commits(),
                                origin="https://github.com/" + NAME)

    def retention(self, hub, *args, code=0):
        result = self.command("retention", hub, NAME, *AS_OF, *args,
                              token="t")
        self.assertEqual(result.code, code, result)
        return result

    def found(self, hub, *args):
        return self.retention(hub, "--git", self.clone, "--format", "json",
                              *args).json

    def test_who_came_again(self):
        found = self.found(self.hub(meadow()))
        curve = found["curve"]
        self.assertEqual(
            (curve["n"], curve["returned"], curve["reason"],
             curve["excluded"]), (3, 2, None, {"bots": 1}))
        self.assertEqual(
            [(s["days"], s["at_risk"], s["returned"], s["censored"],
              s["survival"]) for s in curve["steps"]],
            [(5, 3, 1, 0, 0.6667), (10, 2, 1, 0, 0.3333),
             (95, 1, 0, 1, 0.3333)])
        self.assertEqual(
            [(a["days"], a["at_risk"], a["value"]) for a in curve["at"]],
            [(7, 2, 33.3333), (30, 1, 66.6667), (90, 1, 66.6667),
             (180, 0, None), (365, 0, None)])
        # dunlin and egret, of whom one came again within 90 days.
        self.assertEqual(
            [found["conversion"][key] for key in ("value", "n", "numerator")],
            [50, 2, 1])
        self.assertEqual(
            [(c["month"], c["n"], [m["came"] for m in c["months"]])
             for c in found["cohorts"]][-4:],
            [("2025-11", 2, [2, 1, 0, 0]), ("2025-12", 0, [0, 0, 0]),
             ("2026-01", 0, [0, 0]), ("2026-02", 1, [1])])

    def test_each_request_is_foretold(self):
        """A request for each pull request, which is not repeated."""
        hub = self.hub(meadow())
        told = self.retention(hub, "--git", self.clone, "--dry-run")
        self.assertRegex(told.out.decode(), r"/pulls/N/reviews +3\b")
        self.found(hub)
        self.assertEqual(len(asked(hub, "/reviews")), 3)
        self.found(hub)
        self.assertEqual(len(asked(hub, "/reviews")), 3)

    def test_what_was_not_read_is_not_known(self):
        """Without the reviews finch would be new, and without the clone
        godwit would not have come again."""
        hub = self.hub(meadow())
        without = self.retention(hub, "--format", "json", "--no-git").json
        self.assertIn("--no-git", without["curve"]["reason"])
        self.assertNotIn("n", without["curve"])
        self.assertEqual(without["cohorts"], [])
        other = self.box.path("other.db")
        self.command("repo", hub, NAME, *AS_OF, "--git", self.clone,
                     "--profile", "full", "--db", other, token="t")
        offline = self.retention(hub, "--git", self.clone, "--offline",
                                 "--db", other, "--format", "json").json
        self.assertIn("reviews", offline["curve"]["reason"])
        self.assertEqual(offline["conversion"]["value"], None)

    def test_formats(self):
        hub = self.hub(meadow())
        found = self.found(hub)
        with open(SCHEMA, encoding="utf-8") as file:
            schema = json.load(file)
        self.assertEqual(
            json_schema.validate(json_schema.closed(schema), found), [])
        wrong = copy.deepcopy(found)
        wrong["curve"]["steps"][0]["at_risk"] = -1
        del wrong["cohorts"][0]["n"]
        self.assertEqual(
            [fault.split(": ")[0]
             for fault in json_schema.validate(schema, wrong)],
            ["$.curve.steps[0].at_risk", "$.cohorts[0].n"])
        rows = list(csv.DictReader(io.StringIO(
            self.retention(hub, "--git", self.clone, "-f", "csv").out.decode())))
        self.assertEqual(
            [row["value"] for row in rows if row["part"] == "at"],
            ["33.3333", "66.6667", "66.6667", "", ""])
        table = self.retention(hub, "--git", self.clone).out.decode()
        self.assertIn("2 of 3 newcomers in 365 days came again", table)
        self.assertLessEqual(max(map(len, table.splitlines())), 80)
        # What does not fit stands below.
        lines = self.retention(hub, "--git", self.clone, "--months",
                               "240").out.decode().splitlines()
        for start in "month", "2025-11    2":
            self.assertEqual(
                sum(line.startswith(start) for line in lines), 2)
        page = self.retention(hub, "--git", self.clone, "-f",
                              "html").out.decode()
        self.assertNotIn("<script", page)
        self.assertIn('scope="row">2025-11</th>', page)

    def test_of_another_head(self):
        """The clone has no refs/remotes/origin/main: who came again is told,
        whoever was new in the window of the metric, and of which head."""
        words = ("the commits are those of refs/heads/main, not of the "
                 "default branch main")
        hub = self.hub(meadow())
        for as_of, value in (AS_OF, 50), (["--as-of", "2026-02-15"], None):
            found = self.found(hub, *as_of)
            self.assertEqual(found["conversion"]["value"], value)
            self.assertEqual(found["conversion"]["reason"], words)
            self.assertEqual(found["curve"]["reason"], None)
            self.assertEqual(found["curve"]["n"], 3)
            for form in "table", "markdown", "html":
                told = self.retention(hub, "--git", self.clone, *as_of, "-f",
                                      form).out.decode()
                self.assertIn("Note: " + words,
                              " ".join(told.replace("\\", "").split()))
        empty = make_clone(self.box, "empty", None,
                           origin="https://github.com/" + NAME)
        for as_of in AS_OF, ["--as-of", "2026-02-15"]:
            found = self.retention(hub, "--git", empty, *as_of, "-f", "json",
                                   "--db", self.box.path("e.db")).json
            self.assertIn("no commit", found["curve"]["reason"])

    def test_group(self):
        """Who has been in one is not new in the other, and an account is one
        person in both."""
        hill = Repository("sample", "hill", rid=77,
                          created="2021-01-01T00:00:00Z")
        hill.items = [issue(1, END - 90 * DAY, login="egret"),
                      issue(2, END - 5 * DAY, login="finch"),
                      issue(3, END - 5 * DAY, login="newt")]
        hub = self.hub(meadow(), hill)
        history = History()
        history.commit(END - 30 * DAY, {"a": "1"},
                       email="egret@users.noreply.github.com")
        history.commit(END - 20 * DAY, {"a": "2"}, email="zed@example.org")
        root = self.box.path("root")
        os.mkdir(root)
        for name, written in ("meadow", commits()), ("hill", history):
            clone = make_clone(self.box, "root/" + name, written,
                               origin="https://github.com/sample/" + name)
            git(self.box, "update-ref", "refs/remotes/origin/main",
                "refs/heads/main", cwd=clone)
        self.box.write("home/config/healthscan/config", "[group \"land\"]\n"
                       "repo = sample/meadow\nrepo = sample/hill\n")

        def told(form):
            result = self.command("retention", hub, "@land", *AS_OF, "-f",
                                  form, "--git-root", root, token="t")
            self.assertEqual(result.code, 0, result)
            return result
        found = told("json").json
        with open(SCHEMA, encoding="utf-8") as file:
            schema = json_schema.closed(json.load(file))
        self.assertEqual(json_schema.validate(schema, found), [])
        self.assertEqual(found["group"], {"name": "land", "members": [
            "sample/meadow", "sample/hill"]})
        self.assertEqual(found["repo"]["full_name"], "@land")
        # dunlin, egret, godwit, newt and zed; not finch.
        self.assertEqual(
            [(s["days"], s["at_risk"], s["returned"], s["censored"])
             for s in found["curve"]["steps"]],
            [(5, 5, 2, 1), (10, 2, 1, 0), (20, 1, 0, 1)])
        self.assertEqual(
            [(c["month"], [m["came"] for m in c["months"]])
             for c in found["cohorts"] if c["n"] > 0],
            [("2025-11", [2, 2, 1, 0]), ("2026-02", [3])])
        for form in "table", "markdown", "html":
            self.assertIn("repositories as one",
                          told(form).out.decode().replace("\u00a0", " "))

    def test_whatever_the_slice(self):
        """Who is new, only all tell: a query of a slice sees them all."""
        hub = self.hub(meadow())
        self.found(hub)
        for sql in ("SELECT kind, count(*) FROM v_contribution GROUP BY kind",
                    "SELECT person, first_at, second_at FROM v_newcomer"):
            told = [self.command("query", None, sql, NAME, *AS_OF, *some)
                    for some in ([], ["--author", "d*"], ["--label", "x"],
                                 ["--base", "x"])]
            self.assertEqual({result.code for result in told}, {0})
            self.assertIn(b"3", told[0].out)
            self.assertEqual(len({result.out for result in told}), 1, told)

    def test_nobody(self):
        hub = self.hub(Repository("sample", "meadow",
                                  created="2020-01-01T00:00:00Z"))
        empty = make_clone(self.box, "empty", None,
                           origin="https://github.com/" + NAME)
        found = self.retention(hub, "--git", empty, "-f", "json").json
        self.assertEqual(
            (found["curve"]["reason"], found["curve"]["steps"],
             found["cohorts"]),
            ("the clone had no commit of the default branch main", [], []))


if __name__ == "__main__":
    unittest.main()
