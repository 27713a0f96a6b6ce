#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One cause, one failure: a silent documentation puts two metrics at risk, and
is counted once, whoever counts."""
import os
import sys
import unittest
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository  # noqa: E402
from harness import Case, History, at, git, make_clone  # noqa: E402

DAY = 86400
END = at("2026-03-01")
AS_OF = ["--as-of", "2026-03-01"]
NAME = "sample/meadow"
BOTH = ["doc_update_frequency", "doc_quiet_weeks"]


class TestCause(Case):
    def setUp(self):
        super().setUp()
        history = History()
        for n in range(40):
            history.commit(END - (20 + n) * DAY, {"README.md": str(n)})
        history.commit(END - DAY, {"a.c": "x"})
        self.clone = make_clone(self.box, "clone", history,
                                origin="https://github.com/%s.git" % NAME)
        self.server = self.hub(Repository(
            "sample", "meadow", created="2020-01-01T00:00:00Z",
            default_branch="main"))
        git(self.box, "update-ref", "refs/remotes/origin/main",
            "refs/heads/main", cwd=self.clone)

    def ask(self, command, *args, **more):
        return self.command(command, self.server, NAME, "--git", self.clone,
                            *AS_OF, *args, **more)

    def metrics(self, report):
        return {m["id"]: m for m in report["metrics"]}

    def test_report(self):
        report = self.ask("repo", "-f", "json").json
        found = self.metrics(report)
        for name in BOTH:
            self.assertEqual(found[name]["status"], "risk")
        self.assertEqual(found[BOTH[0]]["because"], BOTH[1])
        self.assertEqual([m["id"] for m in report["metrics"]
                          if "because" in m], BOTH[:1])
        self.assertEqual([a["metric"] for a in report["alerts"]
                          if a["kind"] == "threshold"], BOTH[1:])
        head = self.ask("repo").out.decode().split("\n\n")[0]
        self.assertIn("risk: 1 at risk", head)
        self.assertNotIn("Documentation updates", head)

    def test_alone_it_counts_itself(self):
        report = self.ask("repo", "-f", "json", "-m", BOTH[0]).json
        self.assertNotIn("because", self.metrics(report)[BOTH[0]])
        self.assertEqual([a["metric"] for a in report["alerts"]], BOTH[:1])
        result = self.ask("check", "-m", BOTH[0], "-f", "json")
        self.assertEqual(result.code, 1, result)
        self.assertEqual([f["metric"] for f in result.json["gate"]["failed"]],
                         BOTH[:1])

    def test_gate(self):
        for args in ([], ["-m", BOTH[0], "-m", BOTH[1]]):
            result = self.ask("check", *args, "-f", "json")
            self.assertEqual(result.code, 1, result)
            gate = result.json["gate"]
            self.assertEqual([f["metric"] for f in gate["failed"]], BOTH[1:])
            row, = [f for f in gate["not_judged"] if f["metric"] == BOTH[0]]
            self.assertIn("counted once, with doc_quiet_weeks",
                          row["message"])

    def test_the_line_of_a_log(self):
        """As at a terminal: it counts with its cause."""
        out = self.ask("check").out.decode()
        self.assertIn("; %s counts with %s" % tuple(BOTH), out)
        self.assertNotRegex(out, "not judged:[^;]*" + BOTH[0])

    def test_builds(self):
        """Annotations and tests fail once, too, without a gate as with one."""
        for command in ("repo", "check"):
            out = self.ask(command, "-f", "github").out.decode()
            self.assertEqual(out.count("::error"), 1, out)
            self.assertIn("1 at risk", out)
            root = ElementTree.fromstring(
                self.ask(command, "-f", "junit").out.decode())
            failed = [test.get("name") for test in root.iter("testcase")
                      if test.find("failure") is not None]
            self.assertEqual(failed, BOTH[1:])

    def test_an_alert_of_before_clears_in_silence(self):
        """As of a store of a version that counted both."""
        told = self.box.path("told")
        notify = ["--notify-command", "sh -c 'cat >> \"%s\"'" % told]
        self.ask("repo", "-m", BOTH[0], "-q", *notify)
        with open(told, encoding="utf-8") as file:
            self.assertIn('"doc_update_frequency"', file.read())
        os.remove(told)
        self.ask("repo", "-q", *notify)
        with open(told, encoding="utf-8") as file:
            said = file.read()
        self.assertIn('"doc_quiet_weeks"', said)
        self.assertNotIn('"doc_update_frequency"', said)
        report = self.ask("repo", "-f", "json").json
        self.assertEqual([a["metric"] for a in report["alerts"]
                          if a["kind"] == "threshold"], BOTH[1:])


if __name__ == "__main__":
    unittest.main()
