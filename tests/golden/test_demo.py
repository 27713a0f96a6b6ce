#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The demo project, from end to end, against what it said last time.

HSCAN_UPDATE=1 writes the golden files anew; look at the difference then.
"""
import os
import re
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from harness import SOURCE, Case, git  # noqa: E402

DEMO = os.path.join(SOURCE, "fixtures", "demo")
UPDATE = os.environ.get("HSCAN_UPDATE") == "1"

# The clock, in JSON and in a table.
WHEN = re.compile(rb"(\"?(?:generated_at|synced_at|generated|synced)\"?\s*:?"
                  rb"\s*)\"?\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?\"?",
                  re.IGNORECASE)


class TestDemo(Case):
    def setUp(self):
        super().setUp()
        self.clone = self.box.path("meadow.git")
        git(self.box, "init", "-q", "--bare", "-b", "main", self.clone)
        with open(os.path.join(DEMO, "history.fast-import"), "rb") as file:
            git(self.box, "fast-import", "--quiet", cwd=self.clone,
                stdin=file.read())

    def demo(self, *args, command="repo", code=0, **env):
        result = self.box.run(
            command, "-q", "sample/meadow", "--replay",
            os.path.join(DEMO, "recording"), "--git", self.clone, "--db",
            self.box.path("demo.db"), "--as-of", "2026-07-01", *args,
            env={"COLUMNS": "80", **env})
        self.assertEqual((result.code, result.err), (code, ""), result)
        return result

    def check_golden(self, name, out):
        path = os.path.join(DEMO, name)
        out = WHEN.sub(rb"\1-", out)
        if UPDATE:
            with open(path, "wb") as file:
                file.write(out)
        with open(path, "rb") as file:
            self.assertEqual(out.decode("utf-8"), file.read().decode("utf-8"))

    def test_table(self):
        result = self.demo(LC_ALL="C.UTF-8")
        self.check_golden("expected.table-80.txt", result.out)
        for line in result.out.decode("utf-8").splitlines():
            self.assertLessEqual(len(line), 80, line)

    def test_readme_shows_it(self):
        """The screen in README.md is the beginning of this one."""
        path = os.path.join(SOURCE, "README.md")
        out = self.demo(LC_ALL="C.UTF-8").out.decode("utf-8")
        with open(path) as file:
            text = file.read()
        shown = re.search(r"^```\n(sample/meadow .*?)^…$", text,
                          re.M | re.S).group(1)
        lines = len(shown.splitlines())
        self.assertGreater(lines, 10)
        out = "".join(out.splitlines(True)[:lines])
        if UPDATE:
            with open(path, "w") as file:
                file.write(text.replace(shown, out))
            return
        self.assertEqual(out, shown)

    def test_table_ascii(self):
        result = self.demo(LC_ALL="C")
        self.check_golden("expected.table-80-ascii.txt", result.out)
        for line in result.out.decode("ascii").splitlines():
            self.assertLessEqual(len(line), 80, line)

    def test_explain(self):
        """A duration, a share, what is open and a person's work, opened."""
        self.demo()
        out = b""
        for metric in ("pr_merge_cycle", "issue_close_rate", "pr_backlog",
                       "contributor_absence_factor", "days_since_release"):
            result = self.box.run(
                "explain", metric, "-q", "sample/meadow", "--offline",
                "--git", self.clone, "--db", self.box.path("demo.db"),
                "--as-of", "2026-07-01",
                env={"COLUMNS": "80", "LC_ALL": "C.UTF-8"})
            self.assertEqual((result.code, result.err), (0, ""), result)
            out += result.out + b"\n"
        out = re.sub(rb"read\s+\d{4}-\d\d-\d\d \d\d:\d\d\s+UTC", b"read -", out)
        self.check_golden("expected.explain-80.txt", out)
        for line in out.decode("utf-8").splitlines():
            self.assertLessEqual(len(line), 80, line)

    def test_json(self):
        self.check_golden("expected.json", self.demo("--format", "json").out)

    def test_locale_does_not_matter_to_json(self):
        self.assertEqual(
            self.demo("--format", "json", LC_ALL="C", COLUMNS="40").bytes,
            self.demo("--format", "json").bytes)

    def test_an_annotation_is_not_said_twice(self):
        """What the gate failed for is no alert besides."""
        out = self.demo("-f", "github", "--fail-on", "deviation",
                        command="check", code=1).out.decode()
        titles = re.findall(r"(?m)^::\w+ title=(.+?)::", out)
        self.assertGreater(len(titles), 3)
        self.assertEqual(sorted(titles), sorted(set(titles)))

    def test_story(self):
        """The figures that fixtures/demo/README.md tells."""
        result = self.demo("--format", "json")
        cycle = result.metric("pr_merge_cycle")
        self.assertEqual((round(cycle["value"], 1), cycle["n"],
                          cycle["status"]), (40.0, 11, "healthy"))
        rate = result.metric("issue_close_rate")
        self.assertEqual((rate["value"], rate["numerator"], rate["n"],
                          rate["status"]), (70, 14, 20, "watch"))
        docs = result.metric("doc_update_frequency")
        self.assertEqual((round(docs["value"], 2), docs["count"],
                          docs["status"]), (1.63, 7, "risk"))
        self.assertEqual(result.value("doc_quiet_weeks"), 2)
        streams = result.json["coverage"]["streams"]
        self.assertEqual(streams["issues"]["rows"], 182 + 235)
        self.assertEqual(streams["releases"]["rows"], 11)
        self.assertEqual(streams["git"]["rows"], 607)

    def test_story_of_the_events(self):
        result = self.demo("--format", "json", "--history", "events")
        self.assertEqual(result.json["history"], "events")
        self.assertEqual(
            round(result.value("pr_merge_cycle"), 1), 40.0)
        self.assertIs(result.json["coverage"]["complete"], True)


if __name__ == "__main__":
    unittest.main()
