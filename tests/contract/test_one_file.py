#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A metric is one file: it is built in, listed, explained, shown and in the
manual without another edit."""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository, pull  # noqa: E402
from harness import SOURCE, Case, at  # noqa: E402

NEW = """-- id:        pr_zebra
-- title:     Zebra pull requests
-- unit:      count
-- better:    lower
-- statistic: count
-- streams:   pull_requests
-- subject:   item
-- risk:      > 1
--
-- Those whose number begins with a stripe. .Bl is no macro here, and
-- 'nor is this; a \\ is one.
SELECT p.repo_id, w.window_no, p.number AS subject, p.actor_id, 1 AS value
  FROM v_window AS w
  JOIN v_pull_request AS p
    ON p.created_at >= w.starts_at AND p.created_at < w.ends_at;
"""


def page_of(folder):
    files = sorted(glob.glob(os.path.join(folder, "*.sql")))
    return subprocess.run(
        ["awk", "-v", "page_file=" + os.path.join(
            SOURCE, "man", "healthscan-metrics.7"),
         "-f", os.path.join(SOURCE, "man", "metrics.awk"), *files],
        check=True, capture_output=True, text=True).stdout


class TestOneFile(Case):
    def test_built_in(self):
        """What is built in is whatever files there are."""
        with tempfile.TemporaryDirectory() as folder:
            queries = os.path.join(folder, "queries")
            shutil.copytree(os.path.join(SOURCE, "queries"), queries)
            with open(os.path.join(queries, "metrics", "pr_zebra.sql"),
                      "w") as file:
                file.write(NEW)
            out = os.path.join(folder, "queries.c")
            subprocess.run(["cmake", "-DROOT=" + queries, "-DOUTPUT=" + out,
                            "-P", os.path.join(queries, "embed.cmake")],
                           check=True, capture_output=True)
            with open(out) as file:
                rows = re.findall(r'"metrics/([a-z0-9_]+).sql"', file.read())
            self.assertIn("pr_zebra", rows)
            page = page_of(os.path.join(queries, "metrics"))
            self.assertIn(".Ss pr_zebra\n", page)
            self.assertIn("Those whose number begins with a stripe.", page)
            self.lint(page)

    def test_shown(self):
        """The same file given by --metric goes the same way."""
        repo = Repository("sample", "meadow", items=[
            pull(n, at("2026-02-0%d" % n)) for n in (1, 2)])
        hub = self.hub(repo)
        path = self.box.write("pr_zebra.sql", NEW)
        args = ["sample/meadow", "--as-of", "2026-03-01", "-m", path]
        found = self.good(hub, *args).metric("pr_zebra")
        self.assertEqual((found["value"], found["status"]), (2, "risk"))
        for command, more, word in (
                ("repo", [], b"Zebra pull requests"),
                ("trend", [], b"Zebra pull requests"),
                ("check", [], b"pr_zebra: 2 is at risk (> 1)")):
            result = self.command(command, hub, *args, *more)
            self.assertIn(word, result.out)
        result = self.command("explain", hub, path, *args[:3])
        self.assertIn(b"begins with a stripe", result.out)

    def test_every_metric_is_everywhere(self):
        listed = self.run_program("metrics", "-f", "json").json["metrics"]
        ids = [metric["id"] for metric in listed]
        files = [os.path.basename(p)[:-4] for p in glob.glob(
            os.path.join(SOURCE, "queries", "metrics", "*.sql"))]
        self.assertEqual(sorted(ids), sorted(files))
        page = page_of(os.path.join(SOURCE, "queries", "metrics"))
        self.assertEqual(re.findall(r"^\.Ss ([a-z_]+)$", page, re.M), ids)
        self.lint(page)
        text = self.run_program("metrics").out.decode()
        for metric in listed:
            self.assertIn(metric["id"], text)
            told = self.run_program("explain", metric["id"]).out.decode()
            self.assertIn(metric["title"], told)

    def lint(self, page):
        if not shutil.which("mandoc"):
            self.skipTest("mandoc is not there")
        result = subprocess.run(["mandoc", "-Tlint", "-W", "warning"],
                                input=page, text=True, capture_output=True)
        self.assertEqual(result.stdout + result.stderr, "")


if __name__ == "__main__":
    unittest.main()
