#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An hour of 2015 of more than a hundred repositories: what it counts, and that
with a sync beside it each fact is one."""
import collections
import json
import os
import random
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from crowd import crowd  # noqa: E402
from fake_github import iso, seconds  # noqa: E402
from harness import Case, at  # noqa: E402
from hours import first, lines_of, members, others, text_of  # noqa: E402

START = at("2015-01-01", "12:00:00")
END = START + 3600
ASKED = ["--as-of", iso(END + 600), "--window", "3h", "--windows", "2",
         "--history", "events", "--profile", "full", "--no-git", "-f", "json"]


def within(line):
    return START <= seconds(line["created_at"]) < END


class Crowd(Case):
    def setUp(self):
        super().setUp()
        self.repos = crowd(120, START, END)
        self.lines = [first(line) for repo in self.repos
                      for line in filter(within, lines_of(repo))]
        # What its name is today an hour of then does not know.
        for repo in self.repos[::9]:
            repo.rename("later", repo.name)
        self.path = self.box.path("2015-01-01-12.json.gz")
        with open(self.path, "wb") as file:
            file.write(members(sorted(
                self.lines + list(others(500)),
                key=lambda line: line["created_at"])))

    def run_import(self, *args, db="store.db"):
        result = self.box.run("import", "gharchive", "--all", "--db",
                              self.box.path(db), *args)
        self.assertEqual(result.code, 0, result)
        return result

    def ask(self, sql, db):
        """Of all repositories; each row begins with the name of one."""
        result = self.box.run("query", "--db", self.box.path(db), "--history",
                              "events", "--as-of", iso(END + 600), "-f",
                              "json", sql)
        self.assertEqual(result.code, 0, result)
        return [tuple(row.values()) for row in json.loads(result.out)["rows"]]

    def events(self, db):
        return self.ask("SELECT full_name, number, item_kind, kind,"
                        " occurred_at, by_id FROM v_event JOIN v_repo"
                        " USING (repo_id) ORDER BY 1, 2, 5, 4", db)

    def reports(self, db):
        hub = self.hub(*self.repos, limit=None)
        result = self.command("scan", hub, *ASKED,
                              *(repo.full_name for repo in self.repos), db=db)
        self.assertEqual(result.code, 0, result)
        found = {}
        for entry in result.json["repositories"]:
            report = entry["report"]
            found[report["repo"]["full_name"]] = {
                metric["id"]: {key: value for key, value in metric.items()
                               if key != "provisional"}
                for metric in report["metrics"]}
        return found


class TestCounts(Crowd):
    def test_each_repository_has_what_a_count_of_the_lines_gives(self):
        wanted = collections.defaultdict(set)
        for line in self.lines:
            payload, name = line["payload"], line["repo"]["name"]
            row = payload.get("pull_request") or payload.get("issue")
            if line["type"] not in ("IssuesEvent", "PullRequestEvent"):
                continue
            kind = 1 + (line["type"] == "PullRequestEvent")
            at_ = {"opened": "created_at", "closed": "closed_at",
                   "reopened": "updated_at"}[payload["action"]]
            wanted[name, kind, payload["action"]].add(
                (row["number"], row[at_]))
            if payload["action"] == "closed" and row.get("merged_at"):
                wanted[name, kind, "merged"].add(
                    (row["number"], row["merged_at"]))
        expected = {key: len(rows) for key, rows in wanted.items()}
        result = self.run_import(self.path)
        self.assertIn("%d records taken, 500 passed over, 0 refused"
                      % len(self.lines), result.err)
        kinds = {1: "closed", 2: "reopened", 3: "merged"}
        found = {(name, item, kinds[kind]): count for name, item, kind, count
                 in self.ask("SELECT full_name, item_kind, kind, count(*)"
                             " FROM v_event JOIN v_repo USING (repo_id) WHERE"
                             " occurred_at >= %d GROUP BY 1, 2, 3" %
                             (START - 1), "store.db")}
        found.update({(name, item, "opened"): count for name, item, count in
                      self.ask("SELECT full_name, i.kind, count(*) FROM v_item"
                               " AS i JOIN v_repo USING (repo_id) WHERE"
                               " i.created_at >= %d GROUP BY 1, 2" % START,
                               "store.db")})
        self.assertEqual(found, expected)
        self.assertGreater(len({key[0] for key in expected}), 90)
        for action in ("opened", "closed", "merged", "reopened"):
            self.assertGreater(sum(key[2] == action for key in expected), 20)


class TestFacts(Crowd):
    def test_with_a_sync_after_or_before_it_each_fact_is_one(self):
        expected = self.reports("server.db")
        events = self.events("server.db")
        self.assertGreater(sum(
            metric["value"] is not None for metrics in expected.values()
            for metric in metrics.values()), 1000)
        self.run_import(self.path)
        self.assertEqual(self.reports("store.db"), expected)
        self.assertEqual(self.events("store.db"), events)
        self.run_import(self.path, db="server.db")
        self.assertEqual(self.reports("server.db"), expected)
        self.assertEqual(self.events("server.db"), events)

    def test_in_pieces_and_again_it_is_the_same_hour(self):
        self.run_import(self.path)
        events = self.events("store.db")
        mixed = self.lines + random.Random(5).sample(self.lines, 50)
        random.Random(6).shuffle(mixed)
        paths = []
        for n in range(3):
            paths.append(self.box.path("part-%d.json" % n))
            with open(paths[-1], "wb") as file:
                file.write(text_of(mixed[n::3]))
        self.run_import(*paths, db="pieces.db")
        self.assertEqual(self.events("pieces.db"), events)
        self.run_import(self.path)
        self.assertEqual(self.events("store.db"), events)


if __name__ == "__main__":
    unittest.main()
