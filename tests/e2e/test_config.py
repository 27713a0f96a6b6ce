#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""healthscan config: what is in force, and where it is from; and that what
is configured is what counts."""
import csv
import io
import os
import re
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from harness import Case, make_clone  # noqa: E402
from test_sync import AS_OF, known  # noqa: E402

TOKEN = "t0ps3cret-of-config"
NAME = "sample/meadow"
USER = "home/config/healthscan/config"


class Told(Case):
    def told(self, *args, **more):
        """Setting → (value, from)."""
        # What the box says for itself is not the test's.
        env = {"HEALTHSCAN_API_URL": None, "HEALTHSCAN_RETRY_DELAY": None,
               **more.pop("env", {})}
        result = self.box.run("config", "--format", "json", *args, env=env,
                              **more)
        self.assertEqual((result.code, result.err), (0, ""), result)
        answer = result.json
        self.assertEqual(answer["schema"], "healthscan.config/1")
        self.assertEqual(answer["columns"], ["setting", "value", "from"])
        rows = {row["setting"]: (row["value"], row["from"])
                for row in answer["rows"]}
        self.assertEqual(len(rows), len(answer["rows"]))
        return rows


class TestConfig(Told):
    def test_defaults(self):
        rows = self.told()
        self.assertEqual({source for name, (_, source) in rows.items()
                          if name != "report.format"}, {"default"})
        for name, value in {
                "report.format": "json", "report.metric": None,
                "report.profile": "core", "report.window": "30d",
                "report.windows": "12", "report.bots": "exclude",
                "report.history": "snapshot", "docs.path": None,
                "bots.login": None, "agents.login": None,
                "maintainers.login": None,
                "alert.method": "sigma", "alert.sigma": "2",
                "alert.on": "risk", "alert.clear-after": "1",
                "alert.notify-command": None, "alert.notify-shell": "false",
                "alert.every": "1h", "receive.settle": "5s",
                "receive.max-delay": "8s", "receive.reconcile": "0s",
                "receive.notify-retry": "1m",
                "gate.metric": None, "gate.fail-on": "risk",
                "gate.min-samples": "5", "gate.allow-unknown": "false",
                "gate.allow-provisional": "false",
                "gate.max-age": "0s", "api.url": None,
                "api.token-file": None, "api.max-wait": "1m",
                "api.answer-time": "1m", "api.retry-delay": "2s",
                "auth.command": None, "api.ca-file": None,
                "api.budget": None,
                "store.path": self.box.path("home", "data", "healthscan",
                                            "healthscan.db"),
                "output.color": "auto", "output.no-progress": "false",
                "--as-of": None, "--from": None, "--label": None,
                "--limit": None, "--time-limit": "10s", "--offline": "false",
                "--quiet": "false", "--verbose": "0",
                "token (github.com)": None, "token (other hosts)": None,
                "threshold.pr_merge_cycle.healthy": "72 hours",
                "threshold.pr_merge_cycle.risk": "168 hours",
                "threshold.issue_close_rate.healthy": "85 %",
                "threshold.doc_quiet_weeks.risk": "2 weeks"}.items():
            self.assertEqual(rows[name][0], value, name)
        # Nothing is made for the sake of it.
        self.assertEqual(os.listdir(self.box.home), [])

    def test_every_option_is_there(self):
        """What any command takes is shown by its key or by its name."""
        rows = self.told()
        shown = set()
        for command in ("repo", "check", "explain", "query", "sync"):
            text = self.box.run("help", command).out.decode()
            shown |= set(re.findall(r"(?m)^ +(?:-\w, )?--([\w-]+)", text))
        # One row is of the option, and its source says which one it is.
        for name in sorted(shown - {"help", "version", "threshold"}):
            value = {"bots": "include", "format": "csv", "color": "never",
                     "profile": "full", "history": "events",
                     "baseline": "mad", "alert-on": "watch",
                     "fail-on": "watch", "window": "7d", "max-wait": "7s",
                     "retry-delay": "7s", "answer-time": "7s",
                     "max-age": "7s", "time-limit": "7s", "to": "2026-01-02",
                     "as-of": "2026-01-02", "from": "2026-01-01",
                     "hours": "Mon-Fri 09:00-17:00 UTC",
                     "holiday": "2026-12-25", "within": "7d",
                     "engine": "http://127.0.0.1:1/db", "by": "role",
                     "config": "/dev/null"}.get(name, "7")
            args = ["--" + name]
            result = self.box.run("config", *args)
            if result.code == 2:
                self.assertIn("needs an argument", result.err)
                args.append(value)
            if name == "to":
                args += ["--from", "2026-01-01"]
            if name == "output":
                value = args[1] = "-"
            with self.subTest(args=args):
                given = self.box.run("config", "--format", "json", *args,
                                     env={"HEALTHSCAN_API_URL": None})
                self.assertIn(given.code, (0, 2), given)
                self.assertEqual(
                    given.code, 0, "'%s' is no value of --%s: write one into "
                    "`value` of this test" % (value, name))
                if name == "format":
                    self.assertIn(b"report.format,csv,'--format",
                                  given.out.replace(b'"', b""))
                    continue
                changed = {
                    row["setting"]: (row["value"], row["from"])
                    for row in given.json["rows"]
                    if row["from"] != rows[row["setting"]][1]}
                self.assertIn("--" + name,
                              [source for _, source in changed.values()])

    def test_order(self):
        """Each place is stronger than those before it."""
        clone = make_clone(self.box, "clone")
        tree = os.path.join(clone, ".healthscan")
        user = self.box.path(USER)
        name = "gate.min-samples"

        def is_told(value, source, *args, **more):
            self.assertEqual(self.told(*args, cwd=clone, **more)[name],
                             (value, source))
        is_told("5", "default")
        self.box.write(USER, "# mine\n[gate]\n\tmin-samples = 6\n")
        is_told("6", user + ":3")
        self.box.write("clone/.healthscan", "[gate] min-samples = 7\n")
        is_told("7", tree + ":1")
        named = self.box.write("named", "[gate]\nmin-samples = 7\n"
                               "min-samples = 8\n")
        is_told("8", named + ":3", "--config", named)
        env = {"HEALTHSCAN_CONFIG": named}
        is_told("8", named + ":3", env=env)
        env["HEALTHSCAN_MIN_SAMPLES"] = "9"
        is_told("9", "HEALTHSCAN_MIN_SAMPLES", env=env)
        is_told("10", "--min-samples", "--min-samples", "10", env=env)
        self.assertEqual(self.told(cwd=clone, env=env)["--config"],
                         (named, "HEALTHSCAN_CONFIG"))

    def test_lists(self):
        """A stronger place replaces a list; bots are only added."""
        clone = make_clone(self.box, "clone")
        tree = os.path.join(clone, ".healthscan")
        user = self.box.path(USER)
        self.box.write(USER, "[docs]\n\tpath = a\n\tpath = b, c\n"
                       "[bots]\n\tlogin = x\n\tlogin = y\n"
                       "[maintainers]\n\tlogin = wren\n"
                       "[gate]\n\tmetric = pr_merge_cycle\n")
        rows = self.told(cwd=clone)
        self.assertEqual(rows["docs.path"], ("a, b, c", user + ":2"))
        self.assertEqual(rows["bots.login"], ("x, y", user + ":5"))
        self.assertEqual(rows["maintainers.login"], ("wren", user + ":8"))
        self.assertEqual(rows["gate.metric"],
                         ("pr_merge_cycle", user + ":10"))
        self.box.write("clone/.healthscan", "[docs]\n\tpath = d\n[bots]\n"
                       "\tlogin = z\n[gate]\n\tmetric = doc_lag\n"
                       "\tmetric = doc_share\n")
        rows = self.told(cwd=clone)
        self.assertEqual(rows["docs.path"], ("d", tree + ":2"))
        self.assertEqual(rows["bots.login"],
                         ("x, y, z", "%s:5, %s:4" % (user, tree)))
        self.assertEqual(rows["gate.metric"],
                         ("doc_lag, doc_share", tree + ":6"))
        rows = self.told("--docs-path", "e", "--bot", "w", cwd=clone)
        self.assertEqual(rows["docs.path"], ("e", "--docs-path"))
        self.assertEqual(rows["bots.login"],
                         ("x, y, z, w", "%s:5, %s:4, --bot" % (user, tree)))

    def test_sets(self):
        """What fails the gate is said anew, not added to the default."""
        path = self.box.write("named", "[gate]\n\tfail-on = watch\n")
        for args, env, told in (
                ([], {}, ("risk", "default")),
                ([], {"HEALTHSCAN_FAIL_ON": "deviation"},
                 ("deviation", "HEALTHSCAN_FAIL_ON")),
                (["--config", path], {}, ("watch", path + ":2")),
                (["--config", path, "--fail-on", "regression, deviation"],
                 {"HEALTHSCAN_FAIL_ON": "watch"},
                 ("deviation,regression", "--fail-on"))):
            self.assertEqual(self.told(*args, env=env)["gate.fail-on"], told)

    def test_thresholds(self):
        path = self.box.write(
            "named", '[threshold "pr_merge_cycle"]\n\thealthy = 1d\n'
            '\trisk = 36h\n[threshold "issue_close_rate"]\n\trisk = 50%\n')
        rows = self.told("--config", path, "--threshold",
                         "pr_merge_cycle.risk=0.5w")
        self.assertEqual(rows["threshold.pr_merge_cycle.healthy"],
                         ("24 hours", path + ":2"))
        self.assertEqual(rows["threshold.pr_merge_cycle.risk"],
                         ("84 hours", "--threshold"))
        self.assertEqual(rows["threshold.issue_close_rate.risk"],
                         ("50 %", path + ":5"))
        self.assertEqual(rows["threshold.issue_close_rate.healthy"],
                         ("85 %", "default"))

    def test_values(self):
        """Times and lengths as they would be written."""
        rows = self.told("--as-of", "2026-03-01T02:00:00+02:00", "--window",
                         "4w", "--max-wait", "0s", "--max-age", "90m",
                         "--limit", "0", "--sigma", "2.50", "-vv",
                         env={"HEALTHSCAN_OFFLINE": "yes"})
        for name, value in {
                "--as-of": ("2026-03-01T00:00:00Z", "--as-of"),
                "report.window": ("28d", "--window"),
                "api.max-wait": ("0s", "--max-wait"),
                "gate.max-age": ("90m", "--max-age"),
                "--limit": ("0", "--limit"),
                "alert.sigma": ("2.5", "--sigma"),
                "--verbose": ("2", "--verbose"),
                "--offline": ("true", "HEALTHSCAN_OFFLINE")}.items():
            self.assertEqual(rows[name], value)
        for text in ("1mo", "month", "week", "year"):
            self.assertEqual(
                self.told("--window", text)["report.window"][0], text)
        # A flag takes what the environment has said of its opposite.
        rows = self.told("--no-git", env={"HEALTHSCAN_GIT": "/a/clone"})
        self.assertEqual(rows["--git"], (None, "--no-git"))
        self.assertEqual(rows["--no-git"], ("true", "--no-git"))

    def test_no_secret_is_told(self):
        path = self.box.write("token", TOKEN + "\n", mode=0o600)
        config = self.box.write("named", "[api]\n\ttoken-file = %s\n" % path)
        env = {"GH_TOKEN": TOKEN, "GITHUB_TOKEN": TOKEN + "2",
               "GITHUB_ENTERPRISE_TOKEN": TOKEN + "3"}
        rows = self.told(env=env)
        self.assertEqual(rows["token (github.com)"],
                         ("(not shown)", "GH_TOKEN"))
        self.assertEqual(rows["token (other hosts)"],
                         ("(not shown)", "GITHUB_ENTERPRISE_TOKEN"))
        rows = self.told("--config", config, env=env)
        self.assertEqual(rows["token (github.com)"],
                         ("(not shown)", "api.token-file"))
        self.assertEqual(rows["api.token-file"], (path, config + ":2"))
        env["HEALTHSCAN_API_URL"] = "https://me:%s@ghe.example.org/" % TOKEN
        for how in ("json", "csv", "table"):
            for args in ([], ["--config", config], ["-vv"]):
                result = self.box.run("config", "--format", how, *args,
                                      env=env)
                self.assertEqual(result.code, 0, result)
                self.assertNotIn(TOKEN, result.err)
                self.assertNotIn(TOKEN.encode(), result.out)
        self.assertIn("it may hold a password",
                      self.told(env=env)["api.url"][0])

    def test_no_password_of_a_list_is_told(self):
        self.box.write(USER, "[scan \"ours\"]\n\trepo = "
                       "https://me:hunter2@github.com/acme/one\n")
        for format in ("table", "json", "csv"):
            result = self.box.run("config", "--format", format)
            self.assertEqual(result.code, 0, result)
            self.assertNotIn(b"hunter2", result.out)
        self.assertEqual(self.told()["scan.ours.repo"][0],
                         "https://github.com/acme/one")

    def test_formats(self):
        self.box.write(USER, '[alert]\n\tnotify-command = "mail -s \\"a, b\\"'
                       ' me"\n')
        rows = self.told()
        self.assertEqual(rows["alert.notify-command"],
                         ('mail -s "a, b" me', self.box.path(USER) + ":2"))
        text = self.box.run("config", "--format=csv").out.decode()
        table = list(csv.reader(io.StringIO(text)))
        self.assertEqual(table[0], ["setting", "value", "from"])
        # A spreadsheet takes what begins with a minus for a formula.
        self.assertEqual([row[0].lstrip("'") for row in table[1:]],
                         list(rows))
        for setting, value, source in table[1:]:
            if setting == "alert.notify-command":
                self.assertEqual((value, source), rows[setting])

    def test_table(self):
        """In columns, as wide as the screen; of a place its end is shown."""
        self.box.write(USER, "[bots]\n\tlogin = " + "long-name-" * 30 + "\n")
        for columns in ("80", "100", "200"):
            for locale in ("C.UTF-8", "C"):
                out = self.box.run("config", env={
                    "COLUMNS": columns, "LC_ALL": locale}).out.decode()
                lines = out.splitlines()
                self.assertLessEqual(max(map(len, lines)), int(columns))
                starts = {lines[0].index("from")}
                for line in lines[1:]:
                    if line.endswith("  default"):
                        starts.add(line.rindex("default"))
                self.assertEqual(len(starts), 1, out)
                line = [line for line in lines if "bots.login" in line][0]
                self.assertTrue(line.endswith("config:2"), line)
                self.assertEqual(out.isascii(), locale == "C")

    def test_screen_is_safe(self):
        path = self.box.write("a\x1b[31mb", "[bots]\n\tlogin = \x1b]0;x\x07\n"
                              "[docs]\n\tpath = a\u202eb\n")
        for how in ("table", "csv"):
            result = self.box.run("config", "--format", how, "--config", path,
                                  env={"COLUMNS": "300"})
            self.assertEqual(result.code, 0, result)
            self.assertNotRegex(result.out.decode(),
                                "[\x00-\x09\x0b-\x1f\x7f\u202e]")
            self.assertIn(b"\\x1B[31mb:2", result.out)
        for text in ("[docs]\n\tpth = x\n", "[gate]\n\tmin-samples = x\n",
                     '[threshold "nonsense"]\n\trisk = 1\n',
                     '[threshold "pr_merge_cycle"]\n\trisk = 1%\n',
                     '[threshold "pr_merge_cycle"]\n\trisk = \x1bx\n'):
            self.box.write("a\x1b[31mb", text)
            result = self.box.run("config", "--config", path)
            self.check_failure(result, 2, "a\\x1B[31mb:2")
            self.assertNotIn("\x1b", result.err)

    def test_mistakes(self):
        """They are told here as everywhere."""
        clone = make_clone(self.box, "clone")
        path = os.path.join(clone, ".healthscan")
        for text, words in (
                ("[report]\n\twindow = 7d\n",
                 [":2", "a work tree may not set report.window"]),
                ("[alert]\n\tsigma = 3\n\tnotify-command = touch /tmp/x\n",
                 [":3", "a work tree may not set alert.notify-command"]),
                ("[alert]\n\tnotify-shell = yes\n",
                 ["a work tree may not set alert.notify-shell"]),
                ("[store]\n\tpath = /tmp/x\n", ["may not set store.path"]),
                ("[api]\n\turl = http://127.0.0.1:1\n", ["set api.url"]),
                ("[output]\n\tcolor = never\n", ["set output.color"]),
                ("[gate]\n\tmetric = ./mine.sql\n",
                 [":2", "may not name a file", "./mine.sql"]),
                ("[gate]\n\tmin-sample = 3\n",
                 ["unknown key gate.min-sample", "gate.min-samples?"]),
                ("[gate]\n\tfail-on = riks\n", [":2", "riks"])):
            with self.subTest(text=text):
                self.box.write("clone/.healthscan", text)
                result = self.box.run("config", cwd=clone)
                self.check_failure(result, 2, path, *words)
        self.box.write(
            "clone/.healthscan", "[alert]\n\tsigma = 3\n\tmethod = mad\n"
            "\ton = watch\n\tclear-after = 2\n[gate]\n\tmax-age = 1d\n"
            "\tallow-unknown = true\n[maintainers]\n\tlogin = wren\n")
        rows = self.told(cwd=clone)
        self.assertEqual(rows["alert.clear-after"], ("2", path + ":5"))
        self.assertEqual(rows["gate.allow-unknown"], ("true", path + ":8"))
        result = self.box.run("config", "--window", "3")
        self.check_failure(result, 2, "--window", "no unit")
        result = self.box.run("config", "--gate-metric", "x")
        self.assertEqual(result.code, 2, result)

    def test_no_temporary_folder(self):
        """Nothing is written to read a configuration."""
        path = self.box.write("named", "[bots]\n\tlogin = wren\n")
        for command in ("config", "metrics"):
            result = self.box.run(command, "--config", path,
                                  env={"TMPDIR": "/nonexistent"})
            self.assertEqual((result.code, result.err), (0, ""), result)

    def test_no_home(self):
        result = self.box.run("config", env={
            "HOME": None, "XDG_DATA_HOME": None, "XDG_CONFIG_HOME": None})
        self.check_failure(result, 2, "use --db FILE")


class TestEffect(Told):
    """What is configured is what counts."""

    def setUp(self):
        super().setUp()
        self.server = self.hub(known())
        self.good(self.server, NAME, *AS_OF)

    def answer(self, config, *args, **more):
        path = self.box.write("named", config)
        result = self.repo(None, NAME, "--offline", "--config", path, *args,
                           **more)
        self.assertEqual(result.code, 0, result)
        return result

    def test_report(self):
        report = self.answer(
            "[report]\n\tmetric = pr_merge_cycle\n\twindow = month\n"
            "\twindows = 3\n\tbots = include\n", "--as-of",
            "2026-03-15").json
        self.assertEqual([m["id"] for m in report["metrics"]],
                         ["pr_merge_cycle"])
        self.assertEqual(report["window"]["start"], "2026-02-01T00:00:00Z")
        metric = report["metrics"][0]
        self.assertEqual(len(metric["trend"]), 4)
        self.assertEqual(metric["n"], 7)

    def test_profile(self):
        few = self.answer("", *AS_OF).json["metrics"]
        many = self.answer("[report]\n\tprofile = full\n",
                           *AS_OF).json["metrics"]
        self.assertGreater(len(many), len(few))

    def test_min_samples(self):
        text = "[gate]\n\tmin-samples = %d\n"
        for least, status in ((7, "healthy"), (8, "unknown")):
            self.assertEqual(self.answer(text % least, *AS_OF).metric(
                "pr_merge_cycle")["status"], status)
        self.assertEqual(self.answer(text % 8, *AS_OF, "--min-samples", "7")
                         .metric("pr_merge_cycle")["status"], "healthy")

    def test_bots_are_added(self):
        metric = self.answer("[bots]\n\tlogin = nobody\n", *AS_OF, "--bot",
                             "heron-1*").metric("pr_merge_cycle")
        self.assertEqual((metric["n"], metric["excluded"]["bots"]), (0, 8))
        metric = self.answer("[bots]\n\tlogin = heron-1*\n", *AS_OF, "--bot",
                             "nobody").metric("pr_merge_cycle")
        self.assertEqual((metric["n"], metric["excluded"]["bots"]), (0, 8))

    def test_store_and_server(self):
        config = self.box.write(
            "named", "[store]\n\tpath = %s\n[api]\n\turl = %s\n"
            "[report]\n\tformat = json\n" % (self.box.path("other.db"),
                                             self.server.url))
        self.server.forget()
        result = self.box.run("repo", NAME, *AS_OF, "--config", config,
                              env={"HEALTHSCAN_API_URL": None})
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.value("pr_merge_cycle"), 10)
        self.assertGreater(len(self.server.log), 0)
        self.assertTrue(os.path.exists(self.box.path("other.db")))

    def test_gate(self):
        """Its metrics are the policy's; what repo shows is none."""
        path = self.box.write(
            "named", "[report]\n\tmetric = issue_close_rate\n"
            "[gate]\n\tmetric = pr_merge_cycle\n")

        def check(*args):
            result = self.command("check", None, NAME, "--offline", *AS_OF,
                                  "--format=json", "--config", path, *args)
            return result.code, [m["id"] for m in result.json["metrics"]]
        self.assertEqual(check(), (0, ["pr_merge_cycle"]))
        self.assertEqual(
            check("--threshold", "pr_merge_cycle.healthy=1h",
                  "--threshold", "pr_merge_cycle.risk=2h"),
            (1, ["pr_merge_cycle"]))
        self.assertEqual(check("--min-samples", "100"),
                         (3, ["pr_merge_cycle"]))
        code, names = check("--metric", "doc_update_frequency")
        self.assertEqual((code, names), (3, ["doc_update_frequency"]))


if __name__ == "__main__":
    unittest.main()
