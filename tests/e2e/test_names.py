#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Renamed repositories: one thing is one row, by whatever names lists, people
and clones call it, and no name leads to another's numbers."""
import csv
import io
import os
import sqlite3
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Fault, Repository, pull  # noqa: E402
from harness import Case, History, asked, at, git, make_clone  # noqa: E402

DAY = 86400
HOUR = 3600
END = at("2026-03-01")
AS_OF = ["--as-of", "2026-03-01"]
NOW = "acme/old is acme/w now"


def merging(owner, name, hours, rid, count=6, **more):
    """Pull requests, each merged after so many hours, in the window."""
    return Repository(owner, name, rid=rid, items=[
        pull(n + 1, END - (10 + n) * DAY,
             merged=END - (10 + n) * DAY + hours * HOUR)
        for n in range(count)], pushed_at="2026-02-28T00:00:00Z", **more)


def renamed(rid=1, old="old", now="w", hours=10):
    source = merging("acme", old, hours, rid)
    source.rename("acme", now)
    return source


def commits(count):
    history = History()
    for n in range(count):
        history.commit(END - DAY * (count - n), {"README.md": str(n)})
    return history


class NamesCase(Case):
    def setUp(self):
        super().setUp()
        self.source = renamed()
        self.other = merging("acme", "other", 100, 2)
        self.server = self.hub(self.source, self.other)

    def scan(self, *args, hub="", form="json", **more):
        return self.command("scan", self.server if hub == "" else hub,
                            "-f", form, *AS_OF, *args, **more)

    def names(self, result):
        return [row["full_name"] for row in result.json["repositories"]]

    def count(self, result, words):
        return sum(words.lower() in line.lower() for line in result.lines)

    def clone(self, name, count, origin):
        return make_clone(self.box, name, commits(count),
                          origin="https://github.com/" + origin)

    def commits_of(self, report):
        return [m["count"] for m in report["metrics"]
                if m["id"] == "doc_update_frequency"][0]


class TestOneRow(NamesCase):
    """Both names in a list give one row, in place of the first."""

    def check_one(self, result, code=0):
        self.assertEqual(result.code, code, result)
        self.assertEqual(self.names(result), ["acme/w", "acme/other"])
        self.assertEqual(result.json["asked"], 2)
        rows = result.json["repositories"]
        self.assertEqual([r["percentiles"]["pr_merge_cycle"] for r in rows],
                         [100, 0])
        self.assertEqual(self.count(result, NOW + "; change your list"), 1)

    def test_any_order(self):
        for names in (["acme/w", "acme/old"], ["acme/old", "acme/w"],
                      ["acme/OLD", "acme/w", "github.com/Acme/old.git"]):
            for token in (None, "t"):
                with self.subTest(names=names, token=token):
                    self.check_one(self.scan("acme/other", *names,
                                             token=token,
                                             db=str(len(os.listdir(
                                                 self.box.dir))) + ".db"))

    def test_again_and_offline(self):
        names = ["acme/old", "acme/other", "acme/w"]
        first = self.scan(*names)
        self.check_one(first)
        second = self.scan(*names)
        self.check_one(second)
        self.server.forget()
        third = self.scan(*names, "--offline")
        self.check_one(third)
        self.assertEqual(asked(self.server), [])
        for one, two in zip(third.json["repositories"],
                            second.json["repositories"]):
            self.assertEqual(one["report"]["metrics"],
                             two["report"]["metrics"])

    def test_read_once(self):
        """The second name costs no more than to find out."""
        self.scan("acme/w", "acme/other", token="t", db="a.db")
        alone = len(asked(self.server))
        for n, names in enumerate((["acme/w", "acme/old"],
                                   ["acme/old", "acme/w"])):
            self.server.forget()
            self.scan(*names, "acme/other", token="t", db="b%d.db" % n)
            # The name and what it leads to.
            self.assertEqual(len(asked(self.server)), alone + 2)

    def test_slow_first(self):
        """The first is written when it has been read, whoever read it."""
        self.server.faults.append(Fault("/repos/acme/old$", "slow",
                                        seconds=1))
        result = self.scan("acme/old", "acme/w", "acme/other", token="t",
                           form="ndjson")
        self.assertEqual(result.code, 0, result)
        self.assertEqual([r["schema"] for r in result.rows],
                         ["healthscan.report/1"] * 2 + ["healthscan.scan/1"])
        self.assertEqual(result.rows[0]["repo"]["full_name"], "acme/w")
        self.assertIs(result.rows[0]["coverage"]["complete"], True)
        self.assertEqual(
            result.rows[0]["coverage"]["streams"]["issues"]["rows"], 6)

    def test_second_is_on_its_way(self):
        """What the second has begun goes on in the name of the first."""
        self.server.faults += [
            Fault("/repos/acme/old$", "slow", seconds=0.7),
            Fault("/issues", "slow", seconds=2)]
        result = self.scan("acme/old", "acme/w", token="t", form="ndjson")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(len(result.rows), 2)
        self.assertIs(result.rows[0]["coverage"]["complete"], True)
        self.assertEqual(
            result.rows[0]["coverage"]["streams"]["issues"]["rows"], 6)
        self.assertEqual(len(asked(self.server, "/issues")), 1)

    def test_formats(self):
        names = ["acme/old", "acme/other", "acme/w"]
        prom = self.scan(*names, form="prometheus").out.decode()
        series = [line.rpartition(" ")[0] for line in prom.splitlines()
                  if line and not line.startswith("#")]
        self.assertEqual(len(series), len(set(series)))
        self.assertTrue(any("acme/w" in line for line in series))
        self.assertNotIn("acme/old", prom)
        rows = list(csv.DictReader(io.StringIO(
            self.scan(*names, form="csv").out.decode())))
        self.assertEqual([r["repository"] for r in rows],
                         ["acme/w", "acme/other"])
        lines = self.scan(*names, form="ndjson").rows
        self.assertEqual(len(lines), 3)
        self.assertEqual(len(lines[-1]["repositories"]), 2)
        html = self.scan(*names, form="html").out.decode()
        once = self.scan("acme/w", "acme/other", form="html").out.decode()
        self.assertEqual(html.count("acme/w"), once.count("acme/w"))
        table = self.scan(*names, form="table").out.decode()
        self.assertIn("2 repositories", table)
        once = self.scan("acme/w", "acme/other", form="table").out.decode()
        self.assertEqual(table.count("acme/w"), once.count("acme/w"))

    def test_only_the_old_name(self):
        result = self.scan("acme/old", "acme/other")
        self.check_one(result)

    def test_a_name_that_fails(self):
        """What is told as failed is not shown twice, nor forgotten."""
        self.scan("acme/old", "acme/w", "acme/other")
        self.server.faults.append(Fault("/repos/acme/old$", 404, nth=None))
        result = self.scan("acme/w", "acme/old", "acme/other")
        self.assertEqual(result.code, 4, result)
        self.assertEqual(self.names(result), ["acme/w", "acme/other"])
        self.assertEqual([f["repository"] for f in result.json["failed"]],
                         ["acme/old"])
        result = self.scan("acme/old", "acme/w", "acme/other")
        self.assertEqual(result.code, 4, result)
        self.assertEqual(self.names(result), ["acme/w", "acme/other"])

    def test_nobody_answers(self):
        self.scan("acme/old", "acme/w", "acme/other")
        result = self.scan("acme/old", "acme/w", "acme/other", hub=None)
        self.assertEqual(result.code, 4, result)
        self.assertEqual(self.names(result), ["acme/w", "acme/other"])

    def test_transferred_and_renamed_twice(self):
        self.source.rename("acme", "between")
        self.source.rename("other", "w")
        result = self.scan("acme/old", "acme/between", "acme/w", "other/w",
                           "acme/other", token="t")
        self.assertEqual(self.names(result), ["other/w", "acme/other"])
        for name in ("old", "between", "w"):
            self.assertEqual(self.count(
                result, "acme/%s is other/w now" % name), 1, result)

    def test_a_chain_of_redirects(self):
        self.server.faults.append(
            Fault("/repos/acme/oldest$", "redirect", status=301, nth=None,
                  value="/repos/acme/old"))
        for args in ([], ["--offline"]):
            result = self.scan("acme/w", "acme/oldest", *args)
            self.assertEqual(result.code, 0, result)
            self.assertEqual(self.names(result), ["acme/w"])
            self.assertIn("acme/oldest is acme/w now", result.err)

    def test_a_redirect_for_now(self):
        """It says what is there at the moment, and is nobody's name."""
        self.server.faults.append(
            Fault("/repos/acme/mirror$", "redirect", status=302, nth=None,
                  value="/repositories/1"))
        result = self.scan("acme/w", "acme/mirror")
        self.assertEqual(self.names(result), ["acme/w"])
        result = self.scan("acme/w", "acme/mirror", "--offline")
        self.assertEqual(result.code, 3, result)
        self.assertIn("acme/mirror is not in the store", result.err)


class TestCompare(NamesCase):
    def compare(self, *args, **more):
        return self.command("compare", self.server, "-f", "json", *AS_OF,
                            *args, **more)

    def test_two_of_three(self):
        for args in ([], ["--offline"]):
            result = self.compare("acme/old", "acme/other", "acme/w", *args)
            self.assertEqual(result.code, 0, result)
            self.assertEqual([r["full_name"] for r in
                              result.json["repositories"]],
                             ["acme/w", "acme/other"])
            self.assertEqual(self.count(result, NOW), 1)

    def test_with_itself(self):
        for args in ([], ["--offline"]):
            result = self.compare("acme/w", "acme/old", *args)
            self.assertEqual(result.code, 2, result)
            self.assertEqual(result.out, b"")
            self.assertIn(NOW, result.err)
            self.assertIn("nothing to compare", result.lines[-1])


class TestOneRepository(NamesCase):
    """The commands that are about one."""

    def test_repo(self):
        for args in ([], [], ["--offline"]):
            result = self.repo(self.server, "acme/old", "-q", *AS_OF, *args)
            self.assertEqual(result.code, 0, result)
            self.assertEqual(result.json["repo"]["full_name"], "acme/w")
            self.assertEqual(self.count(result, NOW + "; use that name"), 1)
            self.assertEqual(result.metric("pr_merge_cycle")["n"], 6)
        result = self.repo(self.server, "acme/w", "-q", *AS_OF)
        self.assertEqual(result.lines, [])
        result = self.repo(self.server, "ACME/W", "-q", *AS_OF)
        self.assertEqual(result.lines, [])

    def test_second_run_costs_nothing(self):
        self.repo(self.server, "acme/old", "-q", *AS_OF, token="t")
        self.server.forget()
        self.repo(self.server, "acme/old", "-q", *AS_OF, token="t")
        self.assertEqual(sorted(set(self.server.statuses())), [301, 304])

    def test_other_commands(self):
        self.repo(self.server, "acme/old", *AS_OF)
        for command, *args in (
                ["explain", "pr_merge_cycle", "acme/old", "--offline", *AS_OF],
                ["trend", "acme/old", "--offline", *AS_OF],
                ["check", "acme/old", "--offline", *AS_OF],
                ["alerts", "acme/old"],
                ["query", "SELECT full_name FROM v_repo", "acme/old"]):
            result = self.box.run(command, *args, "--db",
                                  self.box.path("store.db"))
            self.assertIn(result.code, (0, 1, 3), result)
            self.assertEqual(self.count(result, NOW + "; use that name"), 1,
                             result)
        gone = self.box.run("forget", "acme/old", "--db",
                            self.box.path("store.db"))
        self.assertEqual(gone.code, 0, gone)
        self.assertIn(NOW, gone.err)
        self.assertRegex(gone.err, "acme/w is forgotten: [1-9]")
        with sqlite3.connect(self.box.path("store.db")) as store:
            self.assertEqual(store.execute(
                "SELECT count(*) FROM repo_name").fetchone()[0], 0)
        store.close()

    def test_dry_run(self):
        """It reckons with what is there by the other name."""
        self.good(self.server, "acme/w", *AS_OF)
        one, two = (self.command("repo", self.server, name, "--dry-run", "-f",
                                 "json", *AS_OF).json["rows"]
                    for name in ("acme/w", "acme/old"))
        self.assertEqual([r["requests"] for r in one],
                         [r["requests"] for r in two])


class TestTakenOver(NamesCase):
    """A name that somebody else has now leads to nobody else's numbers."""

    def test_old_name_given_to_another(self):
        self.scan("acme/old", "acme/w")
        self.server.repos.append(merging("acme", "old", 200, 3, count=7))
        for args in ([], ["--offline"]):
            result = self.scan("acme/old", "acme/w", *args)
            self.assertEqual(result.code, 0, result)
            rows = {r["full_name"]: r["report"]["repo"]["id"]
                    for r in result.json["repositories"]}
            self.assertEqual(rows, {"acme/old": 3, "acme/w": 1})
            by_name = {r["full_name"]: r["report"]["metrics"][0]
                       for r in result.json["repositories"]}
            self.assertEqual(by_name["acme/old"]["n"], 7)
            self.assertEqual(by_name["acme/w"]["n"], 6)
            self.assertEqual(self.count(result, NOW), 0)
            self.assertEqual(
                self.count(result, "acme/old is another repository"),
                0 if args else 1, result)

    def test_swapped(self):
        one, two = (merging("acme", "a", 10, 11, count=6),
                    merging("acme", "b", 100, 12, count=7))
        for order in (["acme/a", "acme/b"], ["acme/b", "acme/a"]):
            one.name, two.name = "a", "b"
            one.old_names, two.old_names = [], []
            hub = self.hub(one, two)
            db = order[0][-1] + ".db"
            for token in (None, "t"):
                self.scan(*order, hub=hub, db=token or "" + db, token=token)
            one.name, two.name = "b", "a"
            for token in (None, "t"):
                for args in ([], ["--offline"]):
                    result = self.scan(*order, *args, hub=hub, token=token,
                                       db=token or "" + db)
                    self.assertEqual(result.code, 0, result)
                    self.assertEqual(
                        {r["full_name"]: (r["report"]["repo"]["id"],
                                          r["report"]["metrics"][0]["n"])
                         for r in result.json["repositories"]},
                        {"acme/a": (12, 7), "acme/b": (11, 6)})
            os.unlink(self.box.path("t"))

    def test_deleted_and_made_again(self):
        """A new number under a name that is known: refused, as ever."""
        self.scan("acme/w", "acme/other")
        self.server.repos[0] = merging("acme", "w", 50, 9)
        result = self.scan("acme/w", "acme/other")
        self.assertEqual(result.code, 4, result)
        self.assertIn("now another repository (number 9, it was 1)",
                      result.err)
        row, = (r for r in result.json["repositories"]
                if r["full_name"] == "acme/w")
        self.assertEqual(row["report"]["repo"]["id"], 1)
        self.assertFalse(row["complete"])


class TestClones(NamesCase):
    """Clones whose origin has an old name are of the same repository."""

    def check_report(self, result, count, code=0):
        self.assertEqual(result.code, code, result)
        self.assertEqual(result.json["repo"]["full_name"], "acme/w")
        self.assertEqual(result.metric("doc_update_frequency")["count"],
                         count)
        self.assertEqual(result.metric("pr_merge_cycle")["n"], 6)
        streams = result.json["coverage"]["streams"]
        self.assertEqual(streams["git"]["rows"], count)

    def check_no_git(self, result):
        streams = result.json["coverage"]["streams"]
        self.assertFalse(streams["git"]["collected"])

    def test_in_the_clone(self):
        clone = self.clone("clone", 4, "acme/old.git")
        for args in ([], [], ["--offline"]):
            result = self.repo(self.server, "acme/w", *AS_OF, *args,
                               cwd=clone)
            self.check_report(result, 4)
            self.assertEqual(self.count(
                result, "its origin " + NOW), 1, result)

    def test_the_branch_of_the_old_origin(self):
        """The remote by the old name says where the default branch is."""
        clone = self.clone("clone", 6, "acme/old.git")
        git(self.box, "update-ref", "refs/remotes/origin/main", "main~2",
            cwd=clone)
        os.mkdir(self.box.path("root"))
        os.rename(clone, self.box.path("root/clone"))
        clone = self.box.path("root/clone")
        for args in (["acme/w"], ["acme/w", "--offline"], ["acme/old"], [],
                     ["acme/w", "--git", clone]):
            with self.subTest(args=args):
                result = self.repo(self.server, *args, *AS_OF, cwd=clone,
                                   db="%d.db" % (len(args) == 3))
                self.check_report(result, 4)
                self.assertNotIn("default branch", result.err)
        for args in (["acme/w"], ["acme/old"], ["acme/w", "--offline"]):
            result = self.scan(*args, "--git-root", self.box.path("root"))
            self.check_scan(result, ["acme/w"], [4])
            self.assertNotIn("default branch", result.err)

    def test_without_an_argument(self):
        clone = self.clone("clone", 4, "acme/old.git")
        for args in ([], [], ["--offline"]):
            result = self.repo(self.server, *AS_OF, *args, cwd=clone)
            self.check_report(result, 4)
            self.assertEqual(self.count(result, NOW + "; change the origin"),
                             1, result)

    def test_old_name_in_a_clone_of_the_new_one(self):
        clone = self.clone("clone", 4, "acme/w")
        for args in ([], [], ["--offline"]):
            result = self.repo(self.server, "acme/old", *AS_OF, *args,
                               cwd=clone)
            self.check_report(result, 4)

    def test_neither_owner_nor_name_are_the_same(self):
        self.source.rename("elsewhere", "x")
        clone = self.clone("clone", 4, "elsewhere/x")
        result = self.repo(self.server, "acme/old", *AS_OF, cwd=clone)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.metric("doc_update_frequency")["count"], 4)

    def test_a_clone_of_another(self):
        """What is asked about once is known from then on."""
        clone = self.clone("clone", 4, "acme/other")
        for n, times in enumerate((1, 0)):
            self.server.forget()
            result = self.repo(self.server, "acme/w", *AS_OF, cwd=clone)
            self.assertEqual(result.code, 0, result)
            self.check_no_git(result)
            self.assertEqual(len(asked(self.server, "/repos/acme/other")),
                             times)
            self.assertNotIn("warning", result.err)
        # Nobody asks for what has nothing in common with it.
        self.server.repos.append(merging("x", "y", 10, 5))
        self.server.forget()
        self.repo(self.server, "x/y", *AS_OF, cwd=clone, db="x.db")
        self.assertEqual(asked(self.server, "acme"), [])

    def test_an_old_name_that_another_has_taken(self):
        """The store's word is of yesterday: its clone is not ours."""
        self.good(self.server, "acme/old", "-q", *AS_OF)
        self.server.repos.append(merging("acme", "old", 200, 3))
        clone = self.clone("clone", 4, "acme/old")
        for args in ([], ["--offline"]):
            result = self.repo(self.server, "acme/w", *AS_OF, *args,
                               cwd=clone)
            self.assertEqual(result.code, 0, result)
            self.check_no_git(result)

    def test_named_clone(self):
        clone = self.clone("clone", 4, "acme/old")
        result = self.repo(self.server, "acme/w", *AS_OF, "--git", clone)
        self.check_report(result, 4)
        self.assertNotIn("taken all the same", result.err)
        self.assertIn(NOW, result.err)

    def check_scan(self, result, names, counts):
        self.assertEqual(result.code, 0, result)
        rows = {r["full_name"]: r for r in result.json["repositories"]}
        self.assertEqual(sorted(rows), sorted(names))
        for name, count in zip(names, counts):
            report = rows[name]["report"]
            self.assertEqual(self.commits_of(report), count, name)
        self.assertEqual({r["report"]["repo"]["host"]
                          for r in rows.values()}, {"github.com"})

    def test_folder_of_clones(self):
        os.mkdir(self.box.path("root"))
        self.clone("root/a", 4, "acme/old")
        self.clone("root/b", 3, "acme/other")
        root = ["--git-root", self.box.path("root")]
        both = ["acme/w", "acme/other"]
        for n, args in enumerate((
                ["--org", "acme"], ["--org", "acme"], both, both,
                [*both, "--offline"], ["acme/old", *both],
                ["acme/old", *both, "--offline"], ["--offline"], [])):
            with self.subTest(args=args):
                result = self.scan(*args, *root)
                self.check_scan(result, both, [4, 3])
                self.assertEqual(self.count(result, "origin " + NOW), 1,
                                 result)
        fresh = self.scan("acme/w", "acme/other", "acme/old", *root,
                          db="fresh.db")
        self.check_scan(fresh, both, [4, 3])

    def test_two_clones_by_two_names(self):
        """The first is read, and the other left alone."""
        os.mkdir(self.box.path("root"))
        self.clone("root/a", 4, "acme/old")
        self.clone("root/b", 3, "acme/w")
        root = ["--git-root", self.box.path("root")]
        # The name of now goes before an old one.
        for args, count in ((["acme/w"], 3), (["acme/w", "--offline"], 3),
                            (["acme/old", "acme/w"], 4), ([], 4),
                            (["--offline"], 4)):
            with self.subTest(args=args):
                result = self.scan(*args, *root)
                self.check_scan(result, ["acme/w"], [count])

    def test_compare_with_clones(self):
        os.mkdir(self.box.path("root"))
        self.clone("root/a", 4, "acme/old")
        self.clone("root/b", 3, "acme/other")
        for args in ([], ["--offline"]):
            result = self.command(
                "compare", self.server, "-f", "json", *AS_OF, "acme/w",
                "acme/other", "--git-root", self.box.path("root"), *args)
            self.assertEqual(result.code, 0, result)
            row, = (m for m in result.json["metrics"]
                    if m["id"] == "doc_update_frequency")
            self.assertEqual(
                [(v["full_name"], v["n"]) for v in row["values"]],
                [("acme/w", 4), ("acme/other", 3)])

    def test_not_too_many_are_asked_about(self):
        os.mkdir(self.box.path("root"))
        for n in range(25):
            self.clone("root/c%02d" % n, 1, "acme/nothing%d" % n)
        self.scan("acme/w", "--git-root", self.box.path("root"))
        self.assertEqual(len(asked(self.server, "nothing")), 20)

    def test_doctor(self):
        clone = self.clone("clone", 4, "acme/old")
        self.good(self.server, "acme/old", "-q", *AS_OF)
        result = self.command("doctor", self.server, "-f", "json", "acme/w",
                              cwd=clone)
        row, = (r for r in result.json["rows"] if r["check"] == "clone")
        self.assertEqual(row["status"], "warn")
        self.assertIn("acme/old, which is acme/w now", row["found"])


if __name__ == "__main__":
    unittest.main()
