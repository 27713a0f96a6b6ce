#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The gate and the alerts: exit codes, lines, the ratchet, one turn each."""
import json
import os
import re
import signal
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository, issue, iso, pull  # noqa: E402
from harness import Case, at, check_report, eventually  # noqa: E402

NAME = "sample/meadow"
AS_OF = ["--as-of", "2026-03-01"]
BOTH = ["--metric", "pr_merge_cycle", "--metric", "issue_close_rate"]


def meadow(hours, open_issues=0, month="2026-02", **more):
    """Six pull requests that take so many hours, six closed issues."""
    repo = Repository("sample", "meadow", created="2024-06-01T00:00:00Z",
                      **more)
    fill(repo, month, hours, open_issues)
    return repo


def fill(repo, month, hours, open_issues=0):
    first = len(repo.items) + 1
    for i in range(6):
        day = at("%s-%02d" % (month, 3 + i))
        repo.items.append(pull(first + i, day - hours * 3600, merged=day))
    for i in range(6 + open_issues):
        day = at("%s-%02d" % (month, 3 + i))
        repo.items.append(issue(first + 6 + i, day,
                                closed=day + 3600 if i < 6 else None))


class TestCheck(Case):
    def check(self, hub, *args, **more):
        return self.command("check", hub, NAME, *args, **more)

    def test_healthy(self):
        result = self.check(self.hub(meadow(10)), *AS_OF)
        self.assertEqual(result.code, 0, result)
        self.assertIn(b"sample/meadow: passed; 2 metrics judged", result.out)
        self.assertIn(b"not judged: doc_update_frequency", result.out)

    def test_unhealthy(self):
        result = self.check(self.hub(meadow(200)), *AS_OF)
        self.assertEqual(result.code, 1, result)
        lines = result.out.decode().splitlines()
        self.assertEqual(lines[0], "failed     pr_merge_cycle: 200 hours is "
                                   "at risk (> 168), n 6")
        self.assertEqual(len(lines), 2)
        self.assertIn("failed; 2 metrics judged, 1 failed", lines[1])

    def test_watch(self):
        hub = self.hub(meadow(100))
        self.assertEqual(self.check(hub, *AS_OF).code, 0)
        self.assertEqual(self.check(hub, *AS_OF, "--fail-on", "watch").code, 1)

    def test_empty(self):
        hub = self.hub(Repository("sample", "meadow"))
        result = self.check(hub, *AS_OF)
        self.assertEqual(result.code, 3, result)
        self.assertIn(b"undecided: not enough data", result.out)
        self.assertEqual(self.check(hub, *AS_OF, *BOTH).code, 3)
        self.assertEqual(self.check(hub, *AS_OF, *BOTH,
                                    "--allow-unknown").code, 0)

    def test_too_thin(self):
        repo = meadow(10)
        del repo.items[2:6]
        hub = self.hub(repo)
        self.assertEqual(self.check(hub, *AS_OF).code, 0)
        result = self.check(hub, *AS_OF, *BOTH)
        self.assertEqual(result.code, 3, result)
        self.assertIn(b"undecided  pr_merge_cycle: low n: 2 samples, and 5 "
                      b"are needed", result.out)
        self.assertEqual(self.check(hub, *AS_OF, *BOTH, "--min-samples",
                                    "2").code, 0)

    def test_stale(self):
        hub = self.hub(meadow(10))
        self.assertEqual(self.check(hub, *AS_OF).code, 0)
        later = time.time() + 3 * 86400
        stale = ["--as-of", iso(int(later)), "--offline", "--max-age", "1d",
                 "--window", "10000d", *BOTH]
        result = self.check(hub, *stale)
        self.assertEqual(result.code, 3, result)
        self.assertIn(b"undecided  pr_merge_cycle: stale: read ", result.out)
        self.assertEqual(self.check(hub, *stale[:3], *stale[5:]).code, 0)
        self.assertEqual(self.check(hub, *stale, "--allow-unknown").code, 0)

    def test_unreachable(self):
        hub = self.hub(meadow(10))
        hub.close()
        result = self.check(hub, *AS_OF)
        self.assertEqual(result.code, 4, result)
        self.assertEqual(result.out, b"")

    def test_unreachable_later(self):
        """What is at hand is shown, but the exit code is the source's."""
        hub = self.hub(meadow(10))
        self.assertEqual(self.check(hub, *AS_OF).code, 0)
        hub.close()
        result = self.check(hub, *AS_OF)
        self.assertEqual(result.code, 4, result)
        self.assertIn(b"sample/meadow: passed", result.out)

    def test_missing_metric(self):
        result = self.check(self.hub(meadow(10)), *AS_OF, "--metric",
                            "doc_update_frequency")
        self.assertEqual(result.code, 3, result)
        self.assertIn(b"doc_update_frequency: not collected", result.out)

    def test_without_bounds(self):
        """A metric that cannot fail is no proof of health."""
        result = self.check(self.hub(meadow(10)), *AS_OF, "--metric",
                            "pr_backlog")
        self.assertEqual(result.code, 3, result)
        self.assertIn(b"nothing to judge it by", result.out)

    def test_failure_before_doubt(self):
        result = self.check(self.hub(meadow(200)), *AS_OF, "--metric",
                            "doc_update_frequency", *BOTH)
        self.assertEqual(result.code, 1, result)

    def test_json(self):
        result = self.check(self.hub(meadow(200)), *AS_OF, "-f", "json")
        gate = check_report(result.out)["gate"]
        self.assertIs(gate["passed"], False)
        self.assertEqual([f["metric"] for f in gate["failed"]],
                         ["pr_merge_cycle"])
        self.assertEqual(gate["policy"]["fail_on"], ["risk"])
        hub = self.hub(Repository("sample", "meadow"))
        result = self.check(hub, *AS_OF, "-f", "json", db="other.db")
        self.assertIsNone(check_report(result.out)["gate"]["passed"])

    def test_policy_of_the_configuration(self):
        config = self.box.write("gate.conf", """
[gate]
    metric = issue_close_rate
    fail-on = watch
    min-samples = 3
""")
        hub = self.hub(meadow(200, open_issues=1))
        result = self.check(hub, *AS_OF, "--config", config, "-f", "json")
        self.assertEqual(result.code, 0, result)
        gate = result.json["gate"]
        self.assertIs(gate["policy"]["named"], True)
        self.assertEqual([f["metric"] for f in gate["good"]],
                         ["issue_close_rate"])
        result = self.check(hub, *AS_OF, "--config", config, *BOTH)
        self.assertEqual(result.code, 1, result)

    def test_ratchet(self):
        """Worse than when it last passed, by more than its interval."""
        repo = meadow(10)
        hub = self.hub(repo)
        policy = ["--fail-on", "regression", "--metric", "pr_merge_cycle"]
        self.assertEqual(self.check(hub, *AS_OF, *policy).code, 0)
        # The same again is compared with what was before it: nothing.
        self.assertEqual(self.check(hub, *AS_OF, *policy).code, 0)
        fill(repo, "2026-03", 20)
        april = ["--as-of", "2026-04-01", *policy]
        result = self.check(hub, *april)
        self.assertEqual(result.code, 1, result)
        self.assertIn(b"pr_merge_cycle: 20 hours is worse than when it last "
                      b"passed (10, 95 % 10 to 10), n 6", result.out)
        # It was not passed, so it is still compared with March.
        fill(repo, "2026-04", 9)
        may = ["--as-of", "2026-05-01", *policy]
        self.assertEqual(self.check(hub, *may).code, 0)
        # However many have passed since, April is compared with March.
        for hour in range(1, 5):
            self.assertEqual(self.check(
                hub, "--as-of", "2026-05-01T%02d:00:00Z" % hour,
                *policy).code, 0)
        self.assertEqual(self.check(hub, *april).out, result.out)

    def test_deviation(self):
        repo = Repository("sample", "meadow", created="2024-01-01T00:00:00Z")
        for month in range(1, 12):
            fill(repo, "2025-%02d" % month, 10 + month % 3)
        fill(repo, "2025-12", 60)
        hub = self.hub(repo)
        args = ["--as-of", "2026-01-01", "--window", "month", "--windows",
                "11", "--fail-on", "deviation"]
        result = self.check(hub, *args, "--metric", "pr_merge_cycle")
        self.assertEqual(result.code, 1, result)
        self.assertIn(b"pr_merge_cycle: 60 hours is worse than usual",
                      result.out)


class TestAlerts(Case):
    def days(self):
        """Ten evaluations, one a day; bad from the third to the eighth."""
        return ["2026-03-%02d" % day for day in range(1, 11)]

    def test_one_life(self):
        """It fires once over ten runs while it stays bad, and clears once."""
        repo = meadow(10)
        hub = self.hub(repo)
        told = self.box.path("told")
        command = "sh -c 'cat >> \"%s\"'" % told
        seen = []
        for number, day in enumerate(self.days()):
            bad = 2 <= number < 8
            args = ["--as-of", day, "--window", "60d", "-m",
                    "pr_merge_cycle", "--threshold",
                    "pr_merge_cycle.risk=%dh" % (5 if bad else 168),
                    "--threshold", "pr_merge_cycle.healthy=%dh" %
                    (4 if bad else 72), "--notify-command", command]
            result = self.good(hub, NAME, *args)
            seen.append([(a["state"], a["turned"], a["since"][:10])
                         for a in result.json["alerts"]])
            # The same instant again is the same evaluation.
            again = self.good(hub, NAME, *args)
            self.assertEqual(again.bytes, result.bytes)
        firing = ("firing", False, "2026-03-03")
        self.assertEqual(seen, [
            [], [], [("firing", True, "2026-03-03")], [firing], [firing],
            [firing], [firing], [firing],
            [("cleared", True, "2026-03-09")], []])
        with open(told) as file:
            turns = json.JSONDecoder()
            text, found = file.read().strip(), []
            while text:
                turn, end = turns.raw_decode(text)
                found.append(turn)
                text = text[end:].lstrip()
        self.assertEqual([(t["state"], t["metric"]) for t in found],
                         [("firing", "pr_merge_cycle"),
                          ("cleared", "pr_merge_cycle")])
        self.assertIn("at risk: 10 hours", found[0]["message"])
        listed = self.run_program("alerts", "--db", self.box.path("store.db"),
                                  "-f", "json")
        self.assertEqual([(r["state"], r["at"][:10])
                          for r in listed.json["rows"]],
                         [("fired", "2026-03-03"), ("cleared", "2026-03-09")])
        # Of the message a screen shows enough to know what it is about.
        table = self.run_program("alerts", "--db", self.box.path("store.db"),
                                 env={"COLUMNS": "80"}).out.decode()
        self.assertIn("2026-03-03  fired ", table)
        self.assertIn("PR merge cycle is at risk: ", table)

    def test_the_past_changes_nothing(self):
        hub = self.hub(meadow(200))
        one = ["-m", "pr_merge_cycle"]
        self.good(hub, NAME, *AS_OF, *one)
        older = self.good(hub, NAME, "--as-of", "2026-02-25", *one)
        self.assertEqual(len(older.json["alerts"]), 1)
        listed = self.run_program("alerts", "--db", self.box.path("store.db"),
                                  "-f", "json")
        self.assertEqual([r["at"][:10] for r in listed.json["rows"]],
                         ["2026-03-01"])

    def test_a_failing_command_is_a_warning(self):
        result = self.good(self.hub(meadow(200)), NAME, *AS_OF,
                           "--notify-command", "/does/not/exist")
        self.assertIn("warning: the notify command /does/not/exist",
                      result.err)

    def test_a_command_that_failed_is_run_again(self):
        """In order, until each has been taken, and not once more."""
        hub = self.hub(meadow(200))
        told, broken = self.box.path("told"), self.box.path("broken")
        command = "sh -c 'test ! -e \"%s\" && cat >> \"%s\"'" % (broken, told)

        def run(day, risk):
            return self.good(hub, NAME, "--as-of", day, "-m",
                             "pr_merge_cycle", "--threshold",
                             "pr_merge_cycle.risk=%dh" % risk,
                             "--notify-command", command)

        def states():
            with open(told, encoding="ascii") as file:
                return re.findall(r'"state": "(\w+)"', file.read())

        self.box.write("broken", "")
        first = run("2026-03-01", 168)
        self.assertIn("kept and sent at the next run", first.err)
        again = run("2026-03-01", 168)
        self.assertIn("the notification is kept", again.err)
        second = run("2026-03-02", 9999)
        self.assertIn("2 notifications are kept", second.err)
        self.assertFalse(os.path.exists(told))
        os.unlink(broken)
        third = run("2026-03-03", 9999)
        self.assertNotIn("notif", third.err)
        self.assertEqual(states(), ["firing", "cleared"])
        run("2026-03-03", 9999)
        run("2026-03-04", 9999)
        self.assertEqual(states(), ["firing", "cleared"])

    def test_several_at_once_tell_it_once(self):
        hub = self.hub(meadow(200))
        told = self.box.path("told")
        one = [NAME, *AS_OF, "-m", "pr_merge_cycle"]
        self.good(hub, *one, "--notify-command", "/does/not/exist")
        runs = [self.box.start(
            "repo", *one, "--db", self.box.path("store.db"), "--api-url",
            hub.url, "--notify-command",
            "sh -c 'sleep 0.5; cat >> \"%s\"'" % told) for _ in range(3)]
        for run in runs:
            self.assertEqual(self.box.wait(run).code, 0)
        with open(told, encoding="ascii") as file:
            self.assertEqual(file.read().count('"state"'), 1)

    def test_interrupted_while_a_command_runs(self):
        """It ends soon, the command too, and the next run sends it."""
        hub = self.hub(meadow(200))
        told, begun = self.box.path("told"), self.box.path("begun")
        one = [NAME, *AS_OF, "-m", "pr_merge_cycle"]
        process = self.box.start(
            "repo", *one, "--db", self.box.path("store.db"), "--api-url",
            hub.url, "--notify-command",
            "sh -c 'touch \"%s\"; exec sleep 60'" % begun)
        eventually(lambda: os.path.exists(begun), "the command")
        process.send_signal(signal.SIGTERM)
        result = self.box.wait(process, timeout=20)
        self.assertEqual(result.code, 143, result)
        self.good(hub, *one, "--notify-command",
                  "sh -c 'cat >> \"%s\"'" % told)
        with open(told, encoding="ascii") as file:
            self.assertEqual(file.read().count('"state"'), 1)

    def test_what_is_taken_back_is_not_told(self):
        """The same instant again takes the place of the evaluation before,
        and of what nobody has been told of it."""
        hub = self.hub(meadow(200))
        one = ["--as-of", "2026-03-01", "-m", "pr_merge_cycle"]
        self.good(hub, NAME, *one, "--notify-command", "/does/not/exist")
        told = self.box.path("told")
        self.good(hub, NAME, *one, "--threshold", "pr_merge_cycle.risk=9999h",
                  "--notify-command", "sh -c 'cat >> \"%s\"'" % told)
        self.assertFalse(os.path.exists(told))

    def test_clear_after(self):
        hub = self.hub(meadow(200))
        states = []
        for day, risk in (("01", 168), ("02", 999), ("03", 999)):
            result = self.good(hub, NAME, "--as-of", "2026-03-" + day, "-m",
                               "pr_merge_cycle", "--threshold",
                               "pr_merge_cycle.risk=%dh" % risk,
                               "--clear-after", "2")
            states += [a["state"] for a in result.json["alerts"]]
        self.assertEqual(states, ["firing", "firing", "cleared"])


if __name__ == "__main__":
    unittest.main()
