#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The command line: options, configuration, environment, help."""
import glob
import os
import re
import socket
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from harness import Case, git, make_clone  # noqa: E402
from test_sync import AS_OF, known  # noqa: E402

COMMANDS = ["repo", "check", "explain", "trend", "alerts", "actors", "query",
            "repos", "forget", "db", "import", "merge", "export",
            "sync", "metrics", "config", "help", "version"]
TOKEN = "t0ps3cret-of-options"
ORIGIN = "https://github.com/sample/meadow"
NAME = "sample/meadow"
SOURCE = os.environ["HSCAN_SOURCE_DIR"]


def core_metrics():
    """Those of the core profile in their order, by their headers."""
    found = []
    for path in glob.glob(os.path.join(SOURCE, "queries", "metrics", "*.sql")):
        with open(path) as file:
            head = dict(re.findall(r"(?m)^-- ([a-z-]+): +(.*)$", file.read()))
        full = {"comments", "reviews", "events", "verdicts", "roles",
                "contributions", "organizations"}
        if "profile" not in head and not full & set(head["streams"].split()):
            found.append((int(head.get("order", 1000000)), head["id"]))
    return [name for _, name in sorted(found)]


METRICS = core_metrics()


class Filled(Case):
    """With a store that has everything, to be asked without a server."""

    def setUp(self):
        super().setUp()
        self.server = self.hub(known())
        self.good(self.server, NAME, *AS_OF)
        self.server.forget()

    def ask(self, *args, **more):
        return self.repo(None, NAME, "--offline", *args, **more)

    def answer(self, *args, **more):
        result = self.ask(*args, **more)
        self.assertEqual(result.code, 0, result)
        return result


class TestUsage(Case):
    """What is wrong is said at once, in one line; nothing is asked."""

    def check(self, args, *words, **more):
        with self.subTest(args=args):
            result = self.box.run(*args, timeout=10, **more)
            self.assertEqual((result.code, result.out), (2, b""), result)
            self.assertRegex(result.err, r"\Ahealthscan: [^\x00-\x1f\x7f]+"
                             r"\n\Z")
            for word in words:
                self.assertIn(word, result.err)

    def tearDown(self):
        # Neither is a store made for it.
        self.assertEqual(os.listdir(self.box.home), [])

    def test_options(self):
        for args, words in (
                (["--frobnicate"], ["no option --frobnicate", "help"]),
                (["--windw", "30d"], ["--windw", "did you mean --window?"]),
                (["--windows", "12", "--formt=json"], ["--format?"]),
                (["-Z"], ["no option -Z"]),
                (["-qZ"], ["no option -Z"]),
                (["-\u00fc"], ["no option -"]),
                (["--\x1b[31mred"], ["no option --"]),
                (["--format"], ["--format needs an argument"]),
                (["--format="], ["--format needs an argument"]),
                (["-f"], ["--format needs an argument"]),
                (["--offline=1"], ["--offline takes no argument"]),
                (["--format", "yaml"], ["--format", "yaml", "table, json"]),
                (["--format", "jsn"], ["did you mean json?"]),
                (["--bots", "maybe"], ["--bots", "include"]),
                (["--history", "Events"], ["--history", "snapshot, events"]),
                (["--color", "blue"], ["--color", "auto, always, never"]),
                (["--windows", "-1"], ["--windows", "0 to 1000"]),
                (["--windows", "1001"], ["--windows", "1001"]),
                (["--windows", "0x10"], ["--windows", "0x10"]),
                (["--windows", ""], ["--windows needs an argument"]),
                (["--metric", "nonsense"], ["no metric 'nonsense'"]),
                (["-m", "pr_merge_cycle", "-m", "pr_merg_cycle"],
                 ["no metric 'pr_merg_cycle'", "did you mean "
                  "pr_merge_cycle?"]),
                (["--record", "a", "--replay", "b"], ["contradict"]),
                (["--offline", "--record", "a"], ["--offline"]),
                (["--offline", "--replay", "a"], ["--offline"]),
                (["--git", ".", "--no-git"], ["contradict"]),
                (["--config", "/missing"], ["/missing", "configuration"]),
        ):
            self.check(["repo", NAME, *args], *words)

    def test_sources(self):
        for args, words in (
                (["--token-file", "/missing"], ["/missing", "token"]),
                (["--api-url", "ftp://127.0.0.1/"], ["ftp"]),
                (["--api-url", "http://192.0.2.1/"], ["http"]),
                (["--api-url", "http://user:pw@127.0.0.1/"], ["://"]),
        ):
            self.check(["repo", NAME, "--db", self.box.path("x.db"), *args],
                       *words)

    def test_lengths(self):
        for text in ("30", "0d", "-1d", "+1d", "1y", "1.5d", "d", " 30d",
                     "30d ", "30 d", "9999999999d", "1d2h", "\u0663d",
                     "0mo", "+1mo", "-1mo", "mo", "1.5mo", "12001mo",
                     "Month", "weeks", "1month"):
            self.check(["repo", NAME, "--window", text], "--window")
        self.check(["repo", NAME, "--window", "30"], "no unit", "30d")
        self.check(["repo", NAME, "--max-wait", "5"], "--max-wait", "no unit")

    def test_times(self):
        for text in ("yesterday", "2026-02-30", "2026-3-1", "2026-13-01",
                     "2026-03-01T25:00:00Z", "2026-03-01T12:00:00",
                     "2026-03-01T12:00:60Z!", "20260301", "1772323200",
                     "2026-03-01T", "0000-00-00", "-2026-03-01"):
            self.check(["repo", NAME, "--as-of=" + text], "--as-of",
                       "2026-01-31")

    def test_window_of_two_ends(self):
        for args, words in (
                (["--to", "2026-03-01"], ["--to needs --from"]),
                (["--from", "2026-03-01", "--to", "2026-03-01"],
                 ["--from is not before --to"]),
                (["--from", "2026-03-02", "--to", "2026-03-01"],
                 ["--from is not before --to"]),
                (["--from", "2026-01-01", "--to", "2026-02-01",
                  "--as-of", "2026-02-01"], ["leave out --as-of"]),
                (["--from", "2026-01-01", "--window", "3d"],
                 ["leave out --as-of and --window"]),
                (["--from", "soon"], ["--from", "soon"])):
            self.check(["repo", NAME, *args], *words)
        # Without --to the window ends now.
        for command in (["repo", NAME, "--offline"], ["query", "SELECT 1"]):
            result = self.box.run(*command, "--db", self.box.path("x.db"),
                                  "--from", "9999-01-01")
            self.check_failure(result, 2, "--from is not before 20")
            result = self.box.run(*command, "--db", self.box.path("x.db"),
                                  "--from", "2026-03-01",
                                  env={"HEALTHSCAN_AS_OF": "2026-03-01"})
            self.check_failure(result, 2,
                               "--from is not before 2026-03-01T00:00:00Z")

    def test_judging(self):
        for args, words in (
                (["--sigma", "0"], ["--sigma", "above 0"]),
                (["--sigma=-2"], ["--sigma", "above 0"]),
                (["--sigma", "1e1"], ["--sigma", "1e1"]),
                (["--min-samples", "0"], ["--min-samples", "1 to"]),
                (["--baseline", "mean"], ["--baseline", "sigma, mad"]),
                (["--clear-after", "0"], ["--clear-after"]),
                (["--alert-on", "healthy"], ["risk, watch"]),
                (["--max-age", "1"], ["--max-age", "no unit"]),
                (["--fail-on", "all"], ["risk, watch, deviation, regression"]),
                (["--fail-on", "risk,"], ["--fail-on"]),
                (["--fail-on", "risk, wach"], ["--fail-on", "wach"])):
            self.check(["check", NAME, *args], *words)

    def test_bounds(self):
        for text, words in (
                ("pr_merge_cycle=3h", ["ID.healthy=VALUE"]),
                ("pr_merge_cycle.healthy", ["ID.healthy=VALUE"]),
                ("pr_merge_cycle.healthy=", ["ID.healthy=VALUE"]),
                (".healthy=3h", ["ID.healthy=VALUE"]),
                ("pr_merge_cycle.wealthy=3h", ["ID.healthy=VALUE"]),
                ("pr_merge_cycle.healthy=3y", ["3y"]),
                ("pr_merge_cycle.healthy=3%", ["3%", "hours"]),
                ("issue_close_rate.risk=50h", ["50h", "%"]),
                ("pr_merge_cycle.risk=nan", ["nan"]),
                ("pr_merge_cycle.risk=1e400", ["1e400"]),
                ("nonsense.risk=3", ["no metric 'nonsense'"]),
                ("doc_quiet_weeks.healthy=1h", ["1h", "weeks", "14d or 2w"]),
                ("doc_lag.risk=3d", ["doc_lag", "3d", "commits"]),
                ("doc_lag.risk=about 3", ["about 3", "at-most"]),
                ("doc_share.risk=5%", ["doc_share", '"less-than 5%"',
                                       '"more-than 5%"']),
                ("doc_share.healthy=5%", ['"at-least 5%"', '"at-most 5%"'])):
            self.check(["repo", NAME, "--threshold", text], "--threshold",
                       *words)

    def test_arguments(self):
        for args, words in (
                (["repo", "a/b", "c/d"], ["c/d", "too many"]),
                (["explain"], ["argument is missing", "METRIC"]),
                (["explain", "nonsense"], ["no metric 'nonsense'"]),
                (["metrics", "x"], ["too many"]),
                (["version", "x"], ["too many"]),
                (["frobnicate"], ["is no command", "help"]),
                (["rpeo"], ["did you mean: healthscan repo"]),
                (["a/b"], ["did you mean: healthscan repo a/b"]),
                (["help", "frobnicate"], ["is no command or topic",
                                          "no metric"]),
                (["sync", "a/b", "--sort", "x"], ["no option of 'sync'"]),
                (["check", "a/b", "--gate-metric", "x"], ["no option --gate"]),
                (["metrics", "--offline"], ["no option of 'metrics'"])):
            self.check(args, *words)

    def test_names_that_are_none(self):
        for name in ("meadow", "sample/", "/meadow", "sample//meadow",
                     "a/b/c/d", "sample/me adow", "sample/..", "sample/.",
                     "\x1b[31m/x", "-/..", "https://github.com/sample",
                     "host/sample/meadow", "github.com:0/sample/meadow",
                     "x" * 40 + "/y", "sample/" + "y" * 101, "a/b?c",
                     "sample/mead\u00f6w"):
            self.check(["repo", "--", name], "does not name a repository",
                       "OWNER/NAME")

    def test_folders_are_none(self):
        """Who means a clone is told how to say so."""
        for command in (["repo"], ["check"], ["trend"],
                        ["explain", "pr_backlog"]):
            self.check([*command, self.box.work], "is no clone",
                       "OWNER/NAME")

    def test_secrets_are_not_repeated(self):
        for name in ("https://me:%s@ghe.test/too/many/parts/x" % TOKEN,
                     "https://github.com/a?token=" + TOKEN,
                     "pkg:npm/a?vcs_url=https://%s@x" % TOKEN):
            result = self.box.run("repo", name)
            self.assertEqual(result.code, 2, result)
            self.assertNotIn(TOKEN, result.err)
        result = self.box.run("repo", NAME, "--api-url",
                              "http://me:%s@127.0.0.1:1/" % TOKEN,
                              "--db", self.box.path("x.db"))
        self.assertEqual(result.code, 2, result)
        self.assertNotIn(TOKEN, result.err)

    def test_nothing_at_all(self):
        result = self.box.run()
        self.assertEqual((result.code, result.out), (2, b""), result)
        self.assertEqual(result.err, self.box.run("-h").out.decode())
        self.assertIn("healthscan repo OWNER/NAME", result.err)


class TestHelp(Case):
    def test_every_command(self):
        for name in COMMANDS:
            with self.subTest(command=name):
                shown = self.box.run("help", name)
                self.assertEqual((shown.code, shown.err), (0, ""), shown)
                text = shown.out.decode("ascii")
                self.assertTrue(text.startswith(
                    "Usage: healthscan %s" % name), text)
                self.assertLessEqual(
                    max(len(line) for line in text.splitlines()), 79)
                for args in ([name, "--help"], [name, "-h", "--help"],
                             [name, "--nonsense", "--help"],
                             [name, "--window", "nonsense", "--help"]):
                    other = self.box.run(*args)
                    if name != "help":
                        self.assertEqual(other.out, shown.out, args)
                    self.assertEqual((other.code, other.err), (0, ""), args)

    def test_brief(self):
        """A screen of 24 lines, with less than all."""
        for name in COMMANDS:
            with self.subTest(command=name):
                brief = self.box.run(name, "-h")
                self.assertEqual(self.box.run("-h", name).out, brief.out)
                self.assertEqual((brief.code, brief.err), (0, ""), brief)
                lines = brief.out.decode("ascii").splitlines()
                self.assertLessEqual(len(lines), 24)
                self.assertLessEqual(max(map(len, lines)), 79)
                shown = self.box.run("help", name).out.decode()
                found = re.findall(r" --[\w-]+", brief.out.decode())
                for option in set(found) - {" --help"}:
                    self.assertIn(option + " ", shown)

    def test_overview(self):
        shown = self.box.run("--help")
        text = shown.out.decode("ascii")
        for name in COMMANDS:
            self.assertRegex(text, r"(?m)^  %s\b" % name)
        self.assertTrue(text.startswith(self.box.run("help").out.decode()))
        for code in (0, 1, 2, 3, 4, 5, 130, 143):
            self.assertRegex(text, r"(?m)^  %d +\w" % code)

    def test_topics(self):
        """Each that is named has a page; and so has each metric."""
        text = self.box.run("help").out.decode("ascii")
        topics = re.findall(r"(?m)^  ([a-z-]+) ", text.split("help WORD")[1])
        self.assertEqual(topics, ["exit-codes", "environment", "formats",
                                  "views", "own-metrics"])
        pages = {self.box.run("help", topic).out for topic in topics}
        self.assertEqual(len(pages), len(topics))
        self.assertEqual(self.box.run("help", "views").out,
                         self.box.run("query").out)
        self.assertEqual(self.box.run("help", "pr_merge_cycle").out,
                         self.box.run("explain", "pr_merge_cycle").out)
        own = self.box.write("mine.sql", self.box.run(
            "metrics", "--sql", "pr_merge_cycle").out.decode().replace(
                "pr_merge_cycle", "mine", 1))
        self.assertIn(b"metric       mine\n", self.box.run("help", own).out)

    def test_options_are_known(self):
        """Each option that the help names is one."""
        for name in ("repo", "check"):
            text = self.box.run("help", name).out.decode()
            options = re.findall(
                r"(?m)^ +(?:(-\w), |    )(--[\w-]+)( [A-Z])?", text)
            self.assertGreater(len(options), 30)
            self.try_options(name, options)

    def try_options(self, name, options):
        for letter, option, argument in options:
            for form in filter(None, (letter, option)):
                result = self.box.run(name, "--help", form)
                if argument:
                    self.assertEqual(result.code, 2, result)
                    self.assertIn(option + " needs an argument", result.err)
                else:
                    self.assertEqual((result.code, result.err), (0, ""))

    def test_version(self):
        for args in (["version"], ["--version"], ["repo", "--version"]):
            result = self.box.run(*args)
            self.assertEqual(result.code, 0, result)
            self.assertRegex(result.out.decode(),
                             r"\Ahealthscan \d+\.\d+\.\d+\S*\n\Z")
        told = self.box.run("version", "--verbose").out.decode()
        for library in ("libcurl/", "libgit2 ", "sqlite "):
            self.assertRegex(told, r"(?m)^%s\d+\.\d+" % library)

    def test_explain_every_metric(self):
        listed = self.box.run("metrics").out.decode()
        for name in METRICS:
            self.assertRegex(listed, r"(?m)^%s " % name)
            result = self.box.run("explain", name)
            self.assertEqual((result.code, result.err), (0, ""), result)
            self.assertIn(name, result.out.decode())
        result = self.box.run("explain", "pr_merge_cycle", "--threshold",
                              "pr_merge_cycle.healthy=2d")
        self.assertIn("at most 48 hours", result.out.decode())


class TestResult(Filled):
    """What the options do to the report."""

    def test_window_forms(self):
        whole = self.answer(*AS_OF).bytes
        for text in ("30d", "720h", "43200m", "2592000s"):
            self.assertEqual(
                self.answer(*AS_OF, "--window", text).bytes, whole, text)
        report = self.answer(*AS_OF, "--window", "4w").json
        self.assertEqual(report["window"], {
            "start": "2026-02-01T00:00:00Z", "end": "2026-03-01T00:00:00Z",
            "days": 28})
        report = self.answer(*AS_OF, "--window", "36h").json
        self.assertEqual(report["window"]["days"], 1.5)
        # The last word counts.
        self.assertEqual(self.answer(*AS_OF, "--window", "1d",
                                     "--window=30d").bytes, whole)

    def test_calendar(self):
        def windows(*args):
            result = self.answer(*args, "--windows", "2")
            trend = result.metric("pr_merge_cycle")["trend"]
            self.assertEqual(
                (result.json["window"]["start"], result.json["window"]["end"]),
                (trend[-1]["start"], trend[-1]["end"]))
            return [trend[0]["start"][:10]] + [w["end"][:10] for w in trend]
        for args, borders in (
                # Whole periods that are over.
                (["--as-of", "2026-03-15T12:00:00Z", "--window", "month"],
                 ["2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01"]),
                (["--as-of", "2026-03-01", "--window", "month"],
                 ["2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01"]),
                (["--as-of", "2026-03-04", "--window", "week"],
                 ["2026-02-09", "2026-02-16", "2026-02-23", "2026-03-02"]),
                (["--as-of", "2026-03-31", "--window", "quarter"],
                 ["2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01"]),
                (["--as-of", "2026-03-31", "--window", "year"],
                 ["2023-01-01", "2024-01-01", "2025-01-01", "2026-01-01"]),
                # Rolling ones.
                (["--as-of", "2026-03-31", "--window", "1mo"],
                 ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31"]),
                (["--from", "2026-02-01", "--to", "2026-02-11"],
                 ["2026-01-12", "2026-01-22", "2026-02-01", "2026-02-11"])):
            with self.subTest(args=args):
                self.assertEqual(windows(*args), borders)

    def test_two_ends(self):
        """The same window, however it is said."""
        whole = self.answer(*AS_OF, "--window", "28d").bytes
        self.assertEqual(self.answer("--from", "2026-02-01", "--to",
                                     "2026-03-01").bytes, whole)
        self.assertEqual(self.answer("--from", "2026-02-01", env={
            "HEALTHSCAN_AS_OF": "2026-03-01"}).bytes, whole)
        # What is configured is no contradiction.
        config = self.box.write("named", "[report]\n\twindow = 7d\n")
        self.assertEqual(self.answer(
            "--from", "2026-02-01", "--to", "2026-03-01", "--config",
            config).bytes, whole)

    def test_as_of_forms(self):
        whole = self.answer(*AS_OF).bytes
        for text in ("2026-03-01T00:00:00Z", "2026-03-01t00:00:00z",
                     "2026-03-01 00:00:00Z", "2026-03-01T01:00:00+01:00",
                     "2026-02-28T20:30:00-03:30", "2026-03-01T00:00:00.9Z"):
            self.assertEqual(self.answer("--as-of", text).bytes, whole, text)
        self.assertEqual(self.answer("--as-of", "2026-03-01", env={
            "TZ": "Asia/Kathmandu"}).bytes, whole)

    def test_as_of_now(self):
        report = self.answer().json
        self.assertEqual(report["as_of"], report["generated_at"])

    def test_far_away(self):
        for text in ("0001-01-01", "9999-12-31", "1969-12-31T23:59:59Z"):
            report = self.answer("--as-of", text, "--windows", "3").json
            self.assertEqual(report["as_of"][:10], text[:10])
        # The window asked for may reach back beyond the repository.
        result = self.answer(*AS_OF, "--window", "366000d", "--windows", "1")
        self.assertEqual(result.value("pr_merge_cycle"), 10)
        self.assertIsNone(result.metric("pr_merge_cycle")["trend"][0][
            "value"])

    def test_windows(self):
        for count in (0, 1, 12, 400):
            result = self.answer(*AS_OF, "--windows", str(count))
            for metric in result.json["metrics"]:
                trend = metric["trend"]
                self.assertEqual(len(trend), count + 1)
                self.assertEqual(trend[-1]["value"], metric["value"])
                self.assertEqual(trend[-1]["n"], metric["n"])
                for one, two in zip(trend, trend[1:]):
                    self.assertEqual(one["end"], two["start"])

    def test_metric(self):
        result = self.answer(*AS_OF, "-m", "pr_merge_cycle", "--metric",
                             "issue_close_rate")
        self.assertEqual([m["id"] for m in result.json["metrics"]],
                         ["pr_merge_cycle", "issue_close_rate"])
        self.assertEqual(result.value("pr_merge_cycle"), 10)
        self.assertEqual([m["id"] for m in self.answer().json["metrics"]],
                         METRICS)

    def test_threshold(self):
        def status(*args, **more):
            words = []
            for arg in args:
                words += ["--threshold", "pr_merge_cycle." + arg]
            return self.answer(*AS_OF, *words, **more).metric(
                "pr_merge_cycle")["status"]
        # The value is 10 hours.
        self.assertEqual(status(), "healthy")
        self.assertEqual(status("healthy=10h"), "healthy")
        self.assertEqual(status("healthy=9.99"), "watch")
        self.assertEqual(status("healthy=599m"), "watch")
        self.assertEqual(status("healthy=0.5d"), "healthy")
        self.assertEqual(status("healthy=5h", "risk=9h"), "risk")
        self.assertEqual(status("healthy=5h", "risk=10h"), "watch")
        self.assertEqual(status("healthy=1h", "healthy=1w"), "healthy")
        metric = self.answer(*AS_OF, "--threshold",
                             "pr_merge_cycle.healthy=1w").metric(
                                 "pr_merge_cycle")
        self.assertEqual(metric["healthy"], {"op": "<=", "value": 168})

    def test_environment(self):
        env = {"HEALTHSCAN_AS_OF": "2026-03-01", "HEALTHSCAN_WINDOWS": "2",
               "HEALTHSCAN_BOTS": "include"}
        result = self.answer(env=env)
        self.assertEqual(result.json["as_of"], "2026-03-01T00:00:00Z")
        self.assertEqual(len(result.metric("pr_merge_cycle")["trend"]), 3)
        self.assertEqual(result.metric("pr_merge_cycle")["n"], 8)
        # A flag is stronger.
        result = self.answer("--bots", "exclude", env=env)
        self.assertEqual(result.metric("pr_merge_cycle")["n"], 7)
        for name, value in (("HEALTHSCAN_WINDOW", "30"),
                            ("HEALTHSCAN_OFFLINE", "perhaps"),
                            ("HEALTHSCAN_FORMAT", "yaml")):
            result = self.box.run("repo", NAME, env={name: value})
            self.check_failure(result, 2, name, value)
        # Empty is not set.
        self.answer(*AS_OF, env={"HEALTHSCAN_WINDOW": ""})

    def test_store_by_environment(self):
        result = self.box.run(
            "repo", NAME, "--format=json", *AS_OF,
            env={"HEALTHSCAN_DB": self.box.path("store.db"),
                 "HEALTHSCAN_OFFLINE": "1"})
        self.assertEqual(result.bytes, self.answer(*AS_OF).bytes)

    def test_abbreviated(self):
        whole = self.answer(*AS_OF).bytes
        result = self.box.run(
            "-qfjson", "repo", "--db=" + self.box.path("store.db"),
            "--offline", *AS_OF, "--", NAME)
        self.assertEqual((result.code, result.err), (0, ""), result)
        self.assertEqual(result.bytes, whole)

    def test_names(self):
        whole = self.answer(*AS_OF).bytes
        for name in (NAME, "Sample/Meadow", "github.com/sample/meadow",
                     "https://github.com/sample/meadow",
                     "https://github.com/sample/meadow.git",
                     "https://github.com/sample/meadow/",
                     "https://me:secret@GitHub.com/sample/meadow",
                     "git@github.com:sample/meadow.git",
                     "ssh://git@ssh.github.com:443/sample/meadow.git",
                     "git://github.com/sample/meadow",
                     "www.github.com/sample/meadow"):
            result = self.repo(None, name, "--offline", *AS_OF)
            self.assertEqual(result.code, 0, (name, result))
            self.assertEqual(result.bytes, whole, name)
        result = self.repo(None, "ghe.example.org/sample/meadow",
                           "--offline")
        self.assertEqual((result.code, result.out), (3, b""), result)
        self.assertIn("not in the store", result.err)

    def test_offline(self):
        self.answer(*AS_OF)
        result = self.repo(None, "sample/other", "--offline")
        self.assertEqual((result.code, result.out), (3, b""), result)
        self.assertEqual(len(result.lines), 1, result)
        self.assertRegex(result.err, r"^healthscan: sample/other is not in "
                         r"the store .*; run without --offline")
        self.assertEqual(self.server.log, [])


class TestColour(Filled):
    """Colour where it is wanted, and never in what programs read."""

    def table(self, *args, **env):
        result = self.command("repo", None, NAME, "--offline", *AS_OF, *args,
                              env=env)
        self.assertEqual(result.code, 0, result)
        self.assertIn(b"sample/meadow", result.out)
        return result.out

    def test_colour(self):
        plain = self.table()
        self.assertNotIn(b"\x1b", plain)
        painted = self.table("--color", "always")
        self.assertIn(b"\x1b[", painted)
        # Only colour is added.
        self.assertEqual(re.sub(rb"\x1b\[[0-9;]*m", b"", painted), plain)
        self.assertEqual(self.table("--color", "never", CLICOLOR_FORCE="1"),
                         plain)
        self.assertEqual(self.table(CLICOLOR_FORCE="1"), painted)
        self.assertEqual(self.table(NO_COLOR="1", CLICOLOR_FORCE="1"), plain)
        self.assertEqual(self.table(NO_COLOR="", CLICOLOR_FORCE="1"),
                         painted)
        self.assertEqual(self.table("--color=always", NO_COLOR="1"), painted)
        self.assertEqual(self.table(HEALTHSCAN_COLOR="always"), painted)

    def test_json_has_none(self):
        result = self.answer(*AS_OF, "--color", "always")
        self.assertNotIn(b"\x1b", result.out)
        self.assertEqual(result.bytes, self.answer(*AS_OF).bytes)

    def test_columns(self):
        """A table is as wide as it may be, and no wider."""
        for columns in ("20", "40", "60", "80", "132"):
            for locale in ("C.UTF-8", "C"):
                text = self.table(COLUMNS=columns, LC_ALL=locale).decode()
                if locale == "C":
                    self.assertTrue(text.isascii())
                if int(columns) >= 60:
                    self.assertLessEqual(
                        max(len(line) for line in text.splitlines()),
                        int(columns), text)
        for columns in ("0", "-3", "nonsense", "", "99999999999999999999"):
            self.assertEqual(self.table(COLUMNS=columns), self.table())


class TestConfiguration(Filled):
    def bound(self, *args, **more):
        """The healthy bound in force."""
        return self.answer(*AS_OF, *args, **more).metric(
            "pr_merge_cycle")["healthy"]["value"]

    def text(self, hours):
        return '[threshold "pr_merge_cycle"]\n\thealthy = %dh\n' % hours

    def test_order(self):
        """User, work tree, --config, flag: each is stronger."""
        clone = make_clone(self.box, "clone", origin=ORIGIN)
        below = os.path.join(clone, "a", "b")
        os.makedirs(below)
        self.assertEqual(self.bound(cwd=below), 72)
        self.box.write("home/config/healthscan/config", self.text(10))
        self.assertEqual(self.bound(cwd=below), 10)
        self.box.write("clone/.healthscan", self.text(20))
        self.assertEqual(self.bound(cwd=below), 20)
        self.assertEqual(self.bound(), 10)
        named = self.box.write("named", self.text(30))
        self.assertEqual(self.bound("--config", named, cwd=below), 30)
        self.assertEqual(self.bound(cwd=below, env={
            "HEALTHSCAN_CONFIG": named}), 30)
        self.assertEqual(self.bound(
            "--config", named, "--threshold", "pr_merge_cycle.healthy=40h",
            cwd=below), 40)
        # Without XDG_CONFIG_HOME it is ~/.config.
        self.box.write("home/.config/healthscan/config", self.text(50))
        self.assertEqual(self.bound(env={"XDG_CONFIG_HOME": None}), 50)

    def test_mistakes(self):
        """Each is told with file and line, and ends the run."""
        for text, words in (
                ("[docs]\n\tpath = x\n\tpaths = y\n", [":3", "docs.paths"]),
                ("[nonsense]\n\ta = b\n", [":2", "nonsense.a"]),
                ('[threshold "pr_merge_cycle"]\n\n\thealthy = soon\n',
                 [":3", "soon"]),
                ('[threshold "nonsense"]\n\thealthy = 3\n',
                 [":2", "nonsense"]),
                ("[threshold]\n\thealthy = 3\n", [":2"]),
                ("[docs]\n\tpath\n", [":2", "no value"]),
                ("[docs\n\tpath = x\n", [":"]),
                ("[include]\n\tpath = /etc/passwd\n", [":1", "include"]),
                ('[includeIf "gitdir:/"]\n\tpath = x\n', [":1", "include"]),
                ("[docs]\n\tpath = \x00\n", ["NUL"]),
                ("x" * (1 << 21), ["KiB"])):
            with self.subTest(text=text[:40]):
                path = self.box.write("named", text)
                result = self.ask("--config", path)
                self.check_failure(result, 2, path, *words)
                self.assertEqual(result.out, b"")
        result = self.ask("--config", self.box.dir)
        self.check_failure(result, 2, self.box.dir)
        self.assertEqual(os.listdir(self.box.tmp), [])

    def test_untrusted(self):
        """A work tree's file can neither lead elsewhere nor hang us."""
        clone = make_clone(self.box, "clone", origin=ORIGIN)
        path = os.path.join(clone, ".healthscan")
        outside = self.box.write("outside", self.text(10))
        for text in ("[auth]\n\tcommand = touch /tmp/owned\n",
                     "[include]\n\tpath = %s\n" % outside,
                     "[core]\n\tapi-url = http://127.0.0.1:1/\n",
                     "[db]\n\tpath = /tmp/x\n"):
            with open(path, "w", encoding="ascii") as file:
                file.write(text)
            self.check_failure(self.ask(cwd=clone), 2, path)
        os.unlink(path)
        os.symlink(outside, path)
        self.check_failure(self.ask(cwd=clone), 2, path, "symbolic link")
        os.unlink(path)
        os.mkfifo(path)
        self.check_failure(self.ask(cwd=clone), 2, path, "regular file")
        os.unlink(path)
        os.mkdir(path)
        self.check_failure(self.ask(cwd=clone), 2, path)
        os.rmdir(path)
        server = socket.socket(socket.AF_UNIX)
        self.addCleanup(server.close)
        server.bind(path)
        self.check_failure(self.ask(cwd=clone), 2, path)

    def test_of_another_repository(self):
        """The configuration is the folder's, whatever is asked about."""
        clone = make_clone(self.box, "clone",
                           origin="https://github.com/sample/other")
        self.box.write("clone/.healthscan", self.text(20))
        self.assertEqual(self.bound(cwd=clone), 20)
        tree = self.box.path("tree")
        git(self.box, "commit", "-q", "--allow-empty", "-m", "x", cwd=clone)
        git(self.box, "worktree", "add", "-q", "--detach", tree, cwd=clone)
        self.box.write("tree/.healthscan", self.text(21))
        self.assertEqual(self.bound(cwd=tree), 21)

    def test_bots(self):
        path = self.box.write("named", "[bots]\n\tlogin = Heron-1*\n"
                              "\tlogin = nobody\n")
        metric = self.answer(*AS_OF, "--config", path).metric(
            "pr_merge_cycle")
        self.assertEqual((metric["n"], metric["excluded"]["bots"]), (0, 8))


class TestToken(Case):
    """The token goes to its host, and nowhere else."""

    def setUp(self):
        super().setUp()
        self.server = self.hub(known(), token=TOKEN)

    def check_sent(self, expected, result):
        self.assertEqual(result.code == 0, expected, result)
        self.assertNotIn(TOKEN, result.err)
        self.assertNotIn(TOKEN.encode(), result.out)
        for request in self.server.log:
            self.assertEqual(
                request.headers.get("authorization"),
                "Bearer " + TOKEN if expected else None)
        self.assertGreater(len(self.server.log), 0)
        self.server.forget()

    def test_variables(self):
        ghe = "ghe.example.org/sample/meadow"
        for name, repo, sent in (
                ("GH_TOKEN", NAME, True), ("GITHUB_TOKEN", NAME, True),
                ("GH_ENTERPRISE_TOKEN", NAME, False),
                ("GITHUB_ENTERPRISE_TOKEN", NAME, False),
                ("GH_TOKEN", ghe, False), ("GITHUB_TOKEN", ghe, False),
                ("GH_ENTERPRISE_TOKEN", ghe, True),
                ("GITHUB_ENTERPRISE_TOKEN", ghe, True),
                ("GH_TOKEN", "acme.ghe.com/sample/meadow", True),
                ("GH_TOKEN", "ghe.com.example.org/sample/meadow", False)):
            with self.subTest(name=name, repo=repo):
                self.check_sent(sent, self.repo(
                    self.server, repo, env={name: TOKEN},
                    db=name + repo.replace("/", "-")))

    def test_first_wins(self):
        self.check_sent(True, self.repo(
            self.server, NAME, env={"GH_TOKEN": " %s\n" % TOKEN,
                                    "GITHUB_TOKEN": "wrong"}))

    def test_file(self):
        path = self.box.write("token", TOKEN + "\r\nm0re\n", mode=0o600)
        result = self.repo(self.server, "-q", NAME, "--token-file", path,
                           env={"GH_TOKEN": "wrong"})
        self.assertEqual(result.err, "")
        self.check_sent(True, result)
        os.chmod(path, 0o644)
        result = self.repo(self.server, "-q", NAME, "--token-file", path)
        self.assertIn("warning: everybody can read", result.err)
        self.check_sent(True, result)
        for text in ("", "\n", "  \n # x\n"):
            self.box.write("token", text, mode=0o600)
            self.check_failure(self.repo(
                self.server, NAME, "--token-file", path), 2, path, "empty")

    def test_token_that_is_none(self):
        """It would break out of its header."""
        for token in ("a\nX-Evil: 1", "a\x01b", "a b"):
            with self.subTest(token=token):
                result = self.repo(self.server, "-q", NAME,
                                   env={"GH_TOKEN": token})
                self.assertIn(result.code, (2, 4), result)
                self.assertNotIn("Evil", result.err)
                for request in self.server.log:
                    self.assertNotIn("x-evil", request.headers)

    def test_left_nowhere(self):
        """Not in the store, not in what -vv says, not in a recording."""
        out = self.repo(self.server, NAME, "-vv", "--record",
                        self.box.path("recording"), token=TOKEN)
        self.assertIn("healthscan: GET /repos/sample/meadow 200", out.err)
        self.check_sent(True, out)
        failed = self.repo(self.server, NAME, "-vv", "--record",
                           self.box.path("failed"), token=TOKEN + "x")
        self.assertEqual(failed.code, 4)
        self.assertNotIn(TOKEN, failed.err)
        self.assertEqual(self.box.grep(TOKEN), [])
        self.assertGreater(len(os.listdir(self.box.path("recording"))), 2)
        self.assertNotEqual(self.box.grep("sample/meadow"), [])
        # Neither where the server is.
        self.assertEqual(self.box.grep(self.server.origin), [])


if __name__ == "__main__":
    unittest.main()
