#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whose the commits are: from files and settings to reports."""
import csv
import io
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from harness import Case, History, at, make_clone  # noqa: E402

METRICS = ["-m", "elephant_factor", "-m", "organization_largest"]
MAP = "acme.example Acme\nbeta.example Beta\n"


class TestOrganizations(Case):
    def setUp(self):
        super().setUp()
        history = History()
        day = at("2026-10-01")
        for n, email in enumerate(
                ["ann@acme.example"] * 3 + ["bob@lab.acme.example"] * 2 +
                ["cid@beta.example"] * 3 + ["dot@home.example"] +
                ["eve@who.example"]):
            history.commit(day + n * 86400, {"a": str(n)}, email=email,
                           author=email.split("@")[0])
        self.clone = make_clone(self.box, "clone", history)
        self.map = self.box.write("map", MAP)

    def ask(self, command, *args, code=0):
        result = self.box.run(command, *args, "--as-of", "2026-11-01",
                              "--windows", "0", cwd=self.clone)
        self.assertEqual(result.code, code, result)
        return result

    def metrics(self, *args):
        report = self.ask("repo", *METRICS, "-f", "json", *args).json
        return report, {one["id"]: one for one in report["metrics"]}

    def values(self, *args):
        _, by = self.metrics(*args)
        return [by[name]["value"] for name in
                ("elephant_factor", "organization_largest")]

    def test_without_a_map_nothing_is_known(self):
        report, by = self.metrics()
        for one in by.values():
            self.assertIsNone(one["value"])
            self.assertIn("no organization.map", one["reason"])
            self.assertIsNone(one["unknown"])
        self.assertNotIn("organization_domain", report)

    def test_a_map(self):
        report, by = self.metrics("--organization-map", self.map)
        keys = ("value", "n", "whole", "unknown", "least", "most")
        # Acme 5 of 10, which is half; Beta 3.
        self.assertEqual([by["elephant_factor"][key] for key in keys],
                         [1, 2, 10, 20, 1, 1])
        self.assertEqual([by["organization_largest"][key] for key in keys],
                         [50, 2, 10, 20, 50, 70])
        self.assertEqual(report["organization_domain"], "longest")

    def test_single_lines_and_aliases(self):
        path = self.box.write("own", "[organization]\n\tmap = %s\n"
                              "\tdomain = home.example Independent\n"
                              "\tdomain = lab.acme.example Lab Inc.\n"
                              "\tdomain = cid@beta.example Gamma < "
                              "2026-10-07\n" % self.map)
        # Acme 3, Lab 2, Gamma 1 (the sixth day), Beta 2, dot 1, eve's 1.
        self.assertEqual(self.values("--config", path), [2, 30])
        self.assertEqual(self.values("--config", path, "--gitdm-order"),
                         [1, 50])
        with open(path, "a") as file:
            file.write("\talias = Lab Inc. = Acme\n\talias = beta = Acme\n")
        self.assertEqual(self.values("--config", path), [1, 70])

    def test_a_work_tree_tells_nobody_who_works_where(self):
        for line in ("map = map", "domain = a.b C", "alias = A = B",
                     "gitdm-order"):
            self.box.write("clone/.healthscan",
                           "[organization]\n\t%s\n" % line)
            result = self.ask("repo", code=2)
            self.assertIn("organization." + line.split()[0], result.err)

    def test_robots_are_left_out_like_bots(self):
        self.box.write("map", MAP + "eve@who.example (Robots)\n")
        _, by = self.metrics("--organization-map", self.map)
        one = by["organization_largest"]
        self.assertEqual((one["excluded"], one["whole"]), ({"bots": 1}, 9))
        self.assertEqual(one["value"], 55.5556)
        _, by = self.metrics("--organization-map", self.map, "--bots",
                             "include")
        self.assertEqual(by["organization_largest"]["value"], 50)

    def test_explain_names_them(self):
        args = ["elephant_factor", "--organization-map", self.map]
        told = self.ask("explain", *args, "-f", "json").json
        self.assertEqual(
            [(s["subject"], s["value"], s["people"], s["share"], s["role"])
             for s in told["samples"]],
            [("Acme", 5, 2, 50, "counted"), ("Beta", 3, 1, 30, "counted"),
             ("unknown", 2, 2, 20, "unknown")])
        text = self.ask("explain", *args).out.decode()
        self.assertRegex(text, r"Acme +5 +50 % +2 +counted")
        self.assertIn("--gitdm-order", text)
        rows = list(csv.DictReader(io.StringIO(self.ask(
            "explain", *args, "-f", "csv").out.decode())))
        self.assertEqual((rows[0]["people"], rows[0]["share"]), ("2", "50"))

    def test_names_are_safe(self):
        self.box.write("map", "acme.example \x1b[2J\u202eA()\n")
        args = ["organization_largest", "--organization-map", self.map]
        for form in ("table", "html", "markdown"):
            out = self.ask("explain", *args, "-f", form).out.decode()
            self.assertNotIn("\x1b[2J", out)
            self.assertNotIn("\u202e", out)

    def test_what_is_wrong_is_said_with_its_line(self):
        for text, said in (
                ("a.b A < 2026-02-30\n", ":1: 'a.b A < 2026-02-30' has no "),
                ("a.b A\n\0\n", ":2: '\\x00' is no text"),
                ("a.b A\n" + "x" * 70000, ":2: "),
                ("a@b c@d\nc@d a@b\n", ":1: 'a@b' is an alias"),
                ("EmailMap nowhere\n", ":1: cannot read")):
            self.box.write("map", text)
            with self.subTest(text=text[:40]):
                result = self.ask("repo", *METRICS, "--organization-map",
                                  self.map, code=2)
                self.assertIn(said, result.err)
                self.assertLess(len(result.err), 600)
        for name in ("nowhere", "clone"):
            self.ask("repo", *METRICS, "--organization-map",
                     self.box.path(name), code=2)
        # What no metric looks at is not read.
        self.ask("repo", "-m", "commit_frequency", "--organization-map",
                 "nowhere")

    def test_a_configuration_of_gitdm(self):
        """It is run from the folder that its paths begin in."""
        for name in ("gitdm.config", "conf/gitdm.config"):
            self.box.write("gitdm/" + name, "EmailMap conf/map\n"
                           "GroupMap conf/groups/home  The Home\n"
                           "EmailAliases conf/aliases\n")
        self.box.write("gitdm/conf/map", MAP)
        self.box.write("gitdm/conf/aliases",
                       "eve@who.example dot@home.example\n")
        self.box.write("gitdm/conf/groups/home", "dot@home.example\n")
        for name in ("gitdm/gitdm.config", "gitdm/conf/gitdm.config"):
            _, by = self.metrics("--organization-map", self.box.path(name))
            one = by["elephant_factor"]
            self.assertEqual((one["n"], one["unknown"]), (3, 0))

    def test_a_query_sees_who_is_not_known(self):
        self.values()
        result = self.ask(
            "query", "--organization-map", self.map, "-f", "json",
            "SELECT f.standing, count(*) AS commits FROM v_commit AS c "
            "JOIN v_affiliation AS f ON f.author_id = c.author_id "
            "AND f.from_at <= c.committed_at AND f.to_at > c.committed_at "
            "GROUP BY 1 ORDER BY 1")
        self.assertEqual(result.json["rows"],
                         [{"standing": 0, "commits": 8},
                          {"standing": 1, "commits": 2}])


if __name__ == "__main__":
    unittest.main()
