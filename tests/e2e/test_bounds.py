#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Bounds of one's own for every metric: set by flag and configuration, judged,
shown in each format, and what check says to write when it has none."""
import json
import os
import re
import shlex
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Repository, comment, event, events_for,  # noqa: E402
                         issue, pull, release, review)
from harness import Case, History, at, check_report, make_clone  # noqa: E402

NAME = "sample/meadow"
AS_OF = ["--as-of", "2026-03-01"]
FULL = ["--profile", "full", "--history", "events"]
HOUR = 3600
UNJUDGED = "nothing to judge it by"


def meadow(answer_h=130):
    """Twelve issues and as many pull requests, each somebody's first one, and
    answered so many hours later; six of each are still open. Pull requests are
    approved an hour after that."""
    repo = Repository("sample", "meadow", created="2025-06-01T00:00:00Z")
    number = 0
    for i in range(12):
        opened = at("2026-02-%02d" % (2 + i))
        over = opened + 200 * HOUR if i < 6 else None
        for row in (pull(number + 1, opened, merged=over,
                         login="tern-%d" % i),
                    issue(number + 2, opened, closed=over,
                          login="rail-%d" % i)):
            number += 1
            repo.items.append(row)
            repo.comments.append(
                comment(900 + number, row, opened + answer_h * HOUR))
        repo.reviews.append(review(700 + i, repo.items[-2],
                                   opened + (answer_h + 1) * HOUR,
                                   login="plover-%d" % (i % 5)))
    repo.events = events_for(repo.items)
    # One was closed, and then reopened.
    last = repo.items[-1]
    for n, kind in enumerate(("closed", "reopened")):
        repo.events.append(event(29800000000 + n, kind, last,
                                 at("2026-02-2%d" % n)))
    repo.releases = [release(1, "v1", at("2026-01-20")),
                     release(2, "v2", at("2026-02-20"))]
    return repo


def history():
    commits = History()
    commits.commit(at("2025-06-02"), {"README.md": "text"})
    # Newcomers who have had 90 days since.
    for i in range(5):
        commits.commit(at("2025-11-%02d" % (10 + i)), {"a.c": "dee %d" % i},
                       author="Dee-%d" % i)
    for i in range(12):
        commits.commit(at("2026-02-%02d" % (2 + i)),
                       {"docs/a.md" if i % 3 == 0 else "a.c": str(i)},
                       author=("Ann", "Bob", "Cleo")[i % 3])
    return commits


def bounds(**sections):
    """A configuration; of each metric its bounds."""
    return "".join('[threshold "%s"]\n' % name + "".join(
        "\t%s = %s\n" % bound for bound in section.items())
                   for name, section in sections.items())


class Bounds(Case):
    def setUp(self):
        super().setUp()
        self.clone = make_clone(self.box, "clone", history(), bare=True,
                                origin="https://github.com/" + NAME)
        self.map = self.box.write("map", "example.org Example\n")
        # Those that FULL shows.
        self.metrics = {m["id"]: m for m in json.loads(self.box.run(
            "metrics", "-f", "json").out)["metrics"]
                        if m["profile"] != "activity"}
        self.server = self.hub(meadow())
        self.good(self.server, NAME, *AS_OF, *FULL, "--git", self.clone)

    def words(self, command, *args, form="json"):
        """Of what the store has."""
        return [command, "--db", self.box.path("store.db"), NAME, "--offline",
                *AS_OF, "--history", "events", "--git", self.clone,
                "--organization-map", self.map, "-f", form, *args]

    def run_it(self, command, *args, code=0, **more):
        result = self.box.run(*self.words(command, *args, **more))
        self.assertEqual(result.code, code, result)
        return result

    def check(self, *args):
        """The exit code and the lines of check, by metric."""
        result = self.box.run(*self.words("check", *args, form="table"))
        self.assertEqual(result.err, "", result)
        text = result.out.decode()
        return result.code, dict(re.findall(
            r"(?m)^(?:failed|undecided) +(\w+): (.*)$", text)), text


class TestEvery(Bounds):
    def rules(self, healthy):
        """Of each metric two bounds by which it is at risk, or healthy."""
        out = {}
        for name, metric in self.metrics.items():
            better = metric["better"]
            good, bad = ("at-most 1000000", "more-than 2000000")
            if better == "higher":
                good, bad = ("at-least 0", "less-than -1")
            if not healthy:
                good, bad = ("at-most -2", "at-least 0")
                if better == "higher":
                    good, bad = ("at-least 2000000", "less-than 1000000")
            out[name] = {"healthy": good, "risk": bad}
        return self.box.write("policy", bounds(**out))

    def test_every_metric_is_judged(self):
        self.assertGreaterEqual(len(self.metrics), 29)
        for healthy in (True, False):
            path = self.rules(healthy)
            result = self.run_it("repo", *FULL, "--config", path)
            report = check_report(result.out)
            found = {m["id"]: m for m in report["metrics"]}
            self.assertEqual(set(found), set(self.metrics))
            for name, metric in found.items():
                with self.subTest(name=name, healthy=healthy):
                    self.assertIsNotNone(metric["value"])
                    self.assertEqual(metric["status"],
                                     "healthy" if healthy else "risk")
                    self.assertIsNotNone(metric["healthy"])
                    self.assertIsNotNone(metric["risk"])
                    self.assertNotIn("risk_from", metric)
            alerts = {a["metric"] for a in report["alerts"]
                      if a["kind"] == "threshold" and a["state"] == "firing"}
            self.assertEqual(alerts, set() if healthy else set(self.metrics))

    def test_every_metric_passes_and_fails(self):
        code, lines, text = self.check(*FULL, "--config", self.rules(True))
        self.assertEqual((code, lines), (0, {}), text)
        self.assertIn("passed; %d metrics judged" % len(self.metrics), text)
        code, lines, text = self.check(*FULL, "--config", self.rules(False))
        self.assertEqual((code, set(lines)), (1, set(self.metrics)), text)
        for line in lines.values():
            self.assertIn("is at risk (", line)

    def test_every_format_shows_it(self):
        path = self.rules(False)
        args = [*FULL, "--config", path]
        out = {form: self.run_it("repo", *args, form=form).out.decode()
               for form in ("table", "html", "markdown", "prometheus", "csv",
                            "ndjson")}
        for name, metric in self.metrics.items():
            with self.subTest(name=name):
                self.assertRegex(out["table"], r"(?m)^\u25b2 risk +%s" %
                                 re.escape(metric["title"]))
                self.assertRegex(
                    out["markdown"], r"(?m)^\| .* risk \| %s \|.*risk" %
                    re.escape(metric["title"]))
                self.assertRegex(
                    out["prometheus"],
                    r'(?m)^healthscan_metric_status\{.*metric="%s".*risk.* 1$'
                    % name)
        for form in ("html", "markdown"):
            self.assertNotIn("metrics without bounds", out[form])
        failed = self.run_it("check", *args, form="junit", code=1).out.decode()
        self.assertEqual(failed.count("<failure "), len(self.metrics))
        told = self.run_it("check", *args, form="github", code=1).out.decode()
        self.assertEqual(told.count("::error "), len(self.metrics))

    def test_flags(self):
        """In the unit that they are written in; the other side is healthy."""
        def status(name, *words):
            args = [w for word in words
                    for w in ("--threshold", "%s.%s" % (name, word))]
            return self.run_it("repo", *FULL, "-m", name,
                               *args).metric(name)["status"]
        # Answers after 130 hours, 6 open pull requests, 2 releases, 4 of 12
        # commits to the documentation by one of three people.
        for name, words, told in (
                ("pr_first_response", ["risk=5d"], "risk"),
                ("pr_first_response", ["risk=6d"], "healthy"),
                ("pr_first_response", ["healthy=2d", "risk=6d"], "watch"),
                ("pr_first_response", ["risk=>= 130h"], "risk"),
                ("pr_first_response", ["risk=> 130h"], "healthy"),
                ("pr_first_response", ["risk=more-than 7800m"], "healthy"),
                ("pr_first_response", ["risk=at-least 7800m"], "risk"),
                ("pr_backlog", ["risk=5"], "risk"),
                ("pr_backlog", ["risk=6"], "healthy"),
                ("pr_backlog", ["healthy=<6"], "watch"),
                ("release_frequency", ["risk=1"], "healthy"),
                ("release_frequency", ["risk=3", "healthy=4"], "risk"),
                ("active_contributors", ["healthy=\u22653"], "healthy"),
                ("doc_share", ["risk=less-than 34%"], "risk"),
                ("doc_share", ["risk=less-than 33%"], "healthy"),
                ("doc_update_frequency", ["risk=0.5"], "watch"),
                ("doc_update_frequency", ["risk=1"], "risk")):
            with self.subTest(name=name, words=words):
                self.assertEqual(status(name, *words), told)


    def test_an_alert_ends_with_its_bound(self):
        def alerts(day, *args):
            report = self.run_it("repo", "-m", "pr_backlog", "--as-of", day,
                                 *args).json
            return [(a["state"], a["turned"], a["message"])
                    for a in report["alerts"] if a["kind"] == "threshold"]
        risk = ["--threshold", "pr_backlog.risk=5"]
        told = "PR backlog is at risk: 6 (risk is > 5), n 6"
        self.assertEqual(alerts("2026-03-01", *risk), [("firing", True, told)])
        self.assertEqual(alerts("2026-03-02", *risk),
                         [("firing", False, told)])
        self.assertEqual(alerts("2026-03-03"), [(
            "cleared", True, "PR backlog has no bounds any more: 6, n 6")])
        self.assertEqual(alerts("2026-03-04"), [])


class TestAdvice(Bounds):
    def advice(self, line):
        """Each way to go on that a line of check names, as words."""
        self.assertTrue(line.startswith(UNJUDGED + "; "), line)
        for way in line[len(UNJUDGED) + 2:].split(", or "):
            words = shlex.split(way.replace(" and set a bound, such as", ""))
            while not words[0].startswith("--"):
                words.pop(0)
            self.assertEqual(len(words) % 2, 0, line)
            yield words

    def decided(self, names, words):
        """With these words the policy decides on each of the metrics."""
        policy = [word for name in names for word in ("-m", name)]
        code, _, text = self.check(*policy, *words)
        self.assertIn(code, (0, 1), text)
        self.assertNotIn("undecided", text)
        self.assertIn("%d metric%s judged" % (len(names), "s"[len(names) == 1:]
                                              ), text)

    def test_it_works_as_it_stands(self):
        bare = [name for name, metric in self.metrics.items()
                if not metric["healthy"] and not metric["risk"] and
                not metric.get("risk_from")]
        self.assertEqual(len(bare), 40,
                         "a metric without bounds came or went: the number")
        policy = [word for name in bare for word in ("-m", name)]
        code, lines, text = self.check(*policy)
        self.assertEqual((code, set(lines)), (3, set(bare)), text)
        ways = {name: list(self.advice(lines[name])) for name in bare}
        # Alone, one of each unit; then all at once.
        units = {self.metrics[name]["unit"]: name for name in bare}
        for name in units.values():
            for words in ways[name]:
                with self.subTest(name=name, words=words):
                    self.decided([name], words)
        self.decided(bare, [word for name in bare for word in ways[name][0]])
        # Of those that have no direction nothing can be worse.
        directed = [name for name in bare
                    if self.metrics[name]["better"] != "neutral"]
        self.assertEqual([len(ways[name]) for name in bare],
                         [1 + (name in directed) for name in bare])
        (way,) = {tuple(ways[name][1]) for name in directed}
        self.decided(directed, way)

    def test_without_a_direction(self):
        """A gate on what is worse needs bounds for it, or to look at them."""
        for bound in ([], ["--threshold", "doc_share.risk=< 5%"]):
            args = ["-m", "doc_share", *bound]
            code, lines, text = self.check(*args, "--fail-on", "deviation")
            self.assertEqual(code, 3, text)
            (words,) = self.advice(lines["doc_share"])
            code, _, text = self.check(*args, *words)
            self.assertIn(code, (0, 1), text)
            self.assertIn("1 metric judged", text)

    def test_a_rule_that_is_not_held_is_told(self):
        code, _, text = self.check(
            "--threshold", "pr_first_response.risk=5d", "--threshold",
            "pr_backlog.risk=100", "--threshold",
            "pr_merge_cycle.risk=5000h")
        self.assertIn("; with a bound, but not computed: pr_first_response "
                      "(--profile full)\n", text)
        code, _, text = self.check(*FULL, "--threshold",
                                   "pr_first_response.risk=5d")
        self.assertEqual(code, 1, text)
        self.assertNotIn("not computed", text)
        # What a policy names is all that it asks for.
        _, _, text = self.check("-m", "pr_backlog", "--threshold",
                                "pr_backlog.risk=100", "--threshold",
                                "pr_first_response.risk=5d")
        self.assertNotIn("not computed", text)


class TestPolicies(Bounds):
    """Rules that communities have, as they would be written here."""

    FINOS = bounds(
        # Answers within five working days, else it is unresponsive.
        pr_first_response={"risk": "> 5d"}, issue_first_response={
            "risk": "> 5d"},
        # Five commits a quarter, else it is inactive.
        commit_frequency={"risk": "< 0.385"})
    CHAOSS = bounds(pr_first_response={"healthy": "2d"},
                    issue_first_response={"healthy": "at-most 2d"})

    def judge(self, policy):
        path = self.box.write("policy", policy)
        found = self.run_it("repo", *FULL, "--window", "quarter", "--config",
                            path, "--as-of", "2026-04-01").json["metrics"]
        return {m["id"]: m["status"] for m in found
                if m["id"] in ("pr_first_response", "issue_first_response",
                               "commit_frequency")}

    def test_outcomes(self):
        self.assertEqual(self.judge(self.FINOS), {
            "pr_first_response": "risk", "issue_first_response": "risk",
            "commit_frequency": "healthy"})
        self.assertEqual(self.judge(self.CHAOSS), {
            "pr_first_response": "watch", "issue_first_response": "watch",
            "commit_frequency": None})
        os.unlink(self.box.path("store.db"))
        self.good(self.hub(meadow(answer_h=40)), NAME, *AS_OF, *FULL, "--git",
                  self.clone)
        self.assertEqual(set(self.judge(self.FINOS).values()), {"healthy"})
        self.assertEqual(self.judge(self.CHAOSS)["pr_first_response"],
                         "healthy")


class TestShown(Case):
    """What is in force, by config and metrics."""

    OWN = ("-- id: slow\n-- title: Slow\n-- unit: days\n-- better: lower\n"
           "-- statistic: count\n-- streams: pull_requests\n-- healthy: <= 3"
           "\n--\n-- Slow ones.\nSELECT s.repo_id, w.window_no, s.number AS "
           "subject, s.actor_id, 1 AS value FROM v_window AS w JOIN "
           "v_pull_request_state AS s ON s.opened_at < w.ends_at;\n")

    def config(self, *args, **more):
        result = self.box.run("config", "--format", "json", *args, **more)
        self.assertEqual((result.code, result.err), (0, ""), result)
        return {row["setting"][len("threshold."):]:
                (row["value"], row["from"]) for row in result.json["rows"]
                if row["setting"].startswith("threshold.")}

    def test_config_and_metrics(self):
        path = self.box.write("policy", bounds(
            pr_first_response={"healthy": "<= 2d", "risk": '"> 5d"'},
            doc_share={"risk": "at-most 5%"},
            pr_merge_cycle={"risk": "> 2w"},
            doc_update_frequency={"risk": "1"}))
        args = ["--config", path, "--threshold", "active_contributors.risk=2"]
        rows = self.config(*args)
        for name, row in {
                "pr_first_response.healthy": ("<= 48 hours", path + ":2"),
                "pr_first_response.risk": ("> 120 hours", path + ":3"),
                "doc_share.risk": ("<= 5 %", path + ":5"),
                "active_contributors.risk": ("< 2 people", "--threshold"),
                "doc_update_frequency.risk": ("< 1 commit/week",
                                              path + ":9"),
                # As they are compared anyway.
                "pr_merge_cycle.risk": ("336 hours", path + ":7"),
                "pr_merge_cycle.healthy": ("72 hours", "default")}.items():
            self.assertEqual(rows[name], row, name)
        table = self.box.run("metrics", *args, env={"LC_ALL": "C"})
        text = table.out.decode()
        for name, words in (
                ("pr_first_response", "healthy <= 48, risk > 120"),
                ("doc_share", "risk <= 5"),
                ("active_contributors", "risk < 2"),
                ("doc_update_frequency", "healthy >= 3, risk < 1")):
            self.assertRegex(text, r"(?m)^%s .*\n +%s$" % (name, words))
        found = json.loads(self.box.run("metrics", *args, "-f", "json").out)
        found = {m["id"]: m for m in found["metrics"]}
        self.assertEqual(found["doc_share"]["risk"], {"op": "<=", "value": 5})
        told = self.box.run("explain", "pr_first_response", *args)
        self.assertIn(b"more than 120 hours", told.out)

    def test_layers(self):
        """Of several the last, whose number is compared as before."""
        first = self.box.write("first", bounds(pr_backlog={"risk": ">= 9"}))
        self.box.write("home/config/healthscan/config",
                       bounds(pr_backlog={"risk": "> 3", "healthy": "2"}))
        rows = self.config("--config", first)
        self.assertEqual(rows["pr_backlog.risk"],
                         (">= 9 count", first + ":2"))
        rows = self.config("--config", first, "--threshold",
                           "pr_backlog.risk=20")
        self.assertEqual(rows["pr_backlog.risk"],
                         (">= 20 count", "--threshold"))

    def test_contradictions(self):
        path = self.box.write("policy", bounds(
            pr_first_response={"healthy": "5d"}))
        for command in (["config"], ["metrics"], ["repo", NAME],
                        ["check", NAME], ["explain", "pr_backlog"]):
            result = self.box.run(*command, "--config", path, "--threshold",
                                  "pr_first_response.risk=2d")
            self.check_failure(result, 2, "pr_first_response", path + ":2",
                               "--threshold", "contradict")
        # Its own risk is not forgotten either.
        self.check_failure(self.box.run("metrics", "--threshold",
                                        "pr_merge_cycle.healthy=10d"), 2,
                           "the metric's own", "set the risk, too")
        # Its own healthy bound gives way.
        rows = self.config("--threshold", "pr_merge_cycle.risk=1d")
        self.assertNotIn("pr_merge_cycle.healthy", rows)

    def test_an_own_metric(self):
        own = self.box.write("slow.sql", self.OWN)
        self.box.write("home/config/healthscan/config", '[threshold "%s"]\n'
                       "\thealthy = 1w\n\trisk = 2w\n" % own)
        source = self.box.path("home/config/healthscan/config")
        # Whether or not it is asked for.
        for args in ([], ["-m", own]):
            rows = self.config(*args)
            self.assertEqual(rows["slow.healthy"],
                             ("<= 7 days", source + ":2"))
            self.assertEqual(rows["slow.risk"], ("> 14 days", source + ":3"))
        self.assertRegex(self.box.run("metrics").out.decode(),
                         r"(?m)^slow +Slow, days\n +healthy . 7, risk > 14$")
        hub = self.hub(meadow())
        report = self.good(hub, NAME, *AS_OF)
        self.assertNotIn("slow", [m["id"] for m in report.json["metrics"]])
        metric = self.good(hub, NAME, *AS_OF, "-m", own).metric("slow")
        self.assertEqual((metric["value"], metric["status"]), (12, "watch"))
        metric = self.good(hub, NAME, *AS_OF, "-m", own, "--threshold",
                           "slow.risk=7d").metric("slow")
        self.assertEqual(metric["status"], "risk")
        told = self.command("check", hub, NAME, *AS_OF).out.decode()
        self.assertIn("not computed: slow (--metric FILE)", told)

    def test_an_own_metric_by_its_id(self):
        """Where the configuration names its file."""
        own = self.box.write("slow.sql", self.OWN)
        policy = bounds(slow={"risk": "2w"})
        path = self.box.write("policy", policy + "[gate]\n\tmetric = %s\n" %
                              own)
        self.assertEqual(self.config("--config", path)["slow.risk"],
                         ("> 14 days", path + ":2"))
        hub = self.hub(meadow())
        self.good(hub, NAME, *AS_OF, "--config", path)
        result = self.command("check", hub, NAME, *AS_OF, "--config", path)
        self.assertEqual(result.code, 0, result)
        self.assertIn(b"1 metric judged", result.out)
        path = self.box.write("policy", policy)
        self.check_failure(self.box.run("config", "--config", path), 2,
                           path + ":2", "no metric 'slow'")

    def test_a_work_tree_names_no_file(self):
        clone = make_clone(self.box, "clone")
        own = self.box.write("slow.sql", self.OWN)
        self.box.write("clone/.healthscan",
                       '[threshold "%s"]\n\trisk = 2w\n' % own)
        self.check_failure(self.box.run("config", cwd=clone), 2,
                           ".healthscan:2", "may not name a file")
        self.box.write("clone/.healthscan", bounds(pr_backlog={"risk": "9"}))
        self.assertEqual(self.config(cwd=clone)["pr_backlog.risk"][0],
                         "> 9 count")


if __name__ == "__main__":
    unittest.main()
