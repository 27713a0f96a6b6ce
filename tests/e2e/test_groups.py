#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Groups on the command line: which repositories "@NAME" is, what is asked for
them, what is said of them as one, and what happens when a member fails."""
import csv
import io
import json
import os
import statistics
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Fault, Repository, pull  # noqa: E402
from harness import (Case, History, asked, at, git, make_clone,  # noqa: E402
                     masked)

DAY = 86400
HOUR = 3600
END = at("2026-03-01")
AS_OF = ["--as-of", "2026-03-01"]
CYCLE = ["-m", "pr_merge_cycle"]

CONFIG = """\
[group "pond"]
	repo = sample/quick
	repo = sample/slow
[group "alone"]
	repo = sample/slow
[scan "older"]
	repo = sample/steady
	repo = sample/quick
[group "two words"]
	repo = sample/slow
[group "torn"]
	repo = sample/quick
	repo = sample/lost
"""

HOURS = {"quick": [2, 4, 6, 8, 10, 12, 14], "slow": [200, 300, 400, 500],
         "steady": [100] * 6}


def merging(name, rid, **more):
    """Pull requests, each merged after so many hours, in the window."""
    more.setdefault("created", "2024-01-01T00:00:00Z")
    return Repository("sample", name, rid=rid, items=[
        pull(n + 1, END - 2 * DAY - hours * HOUR, merged=END - 2 * DAY)
        for n, hours in enumerate(HOURS[name])], **more)


def written(count):
    history = History()
    for n in range(count):
        history.commit(END - (count - n) * DAY, {"README.md": str(n)})
    return history


class GroupCase(Case):
    def setUp(self):
        super().setUp()
        self.repos = [merging("quick", 1), merging("slow", 2),
                      merging("steady", 3)]
        self.server = self.hub(*self.repos)
        self.configure(CONFIG)

    def configure(self, text):
        self.box.write("home/config/healthscan/config", text)

    def run_on(self, command, *args, **more):
        """Offline if there is no window to be said."""
        return self.command(command, self.server, *AS_OF, *args, **more)

    def report(self, *args, **more):
        result = self.run_on("repo", "-f", "json", *args, **more)
        self.assertEqual(result.code, 0, result)
        return result

    def asked_of(self):
        return {path.split("/")[3].split("?")[0]
                for path in asked(self.server) if path.startswith("/repos/")}


class TestOne(GroupCase):
    def test_is_all_of_them_as_one(self):
        result = self.report("@pond", *CYCLE)
        self.assertEqual(self.asked_of(), {"quick", "slow"})
        report = result.json
        self.assertEqual(report["repo"], {
            "host": None, "id": None, "full_name": "@pond",
            "default_branch": None, "created_at": None, "archived": None,
            "fork": None, "has_issues": None})
        self.assertEqual(report["group"], {
            "name": "pond", "members": ["sample/quick", "sample/slow"]})
        self.assertNotIn("lifecycle", report)
        self.assertTrue(report["coverage"]["complete"])
        both = HOURS["quick"] + HOURS["slow"]
        self.assertEqual(result.metric("pr_merge_cycle")["n"], len(both))
        self.assertEqual(result.value("pr_merge_cycle"),
                         statistics.median(both))
        self.assertNotEqual(statistics.median(both), statistics.mean(
            map(statistics.median, (HOURS["quick"], HOURS["slow"]))))

    def test_of_one_member_is_that_one(self):
        group = self.report("@alone", "--no-git").json
        alone = self.report("sample/slow", "--no-git").json
        alone.pop("lifecycle")
        for report in (group, alone):
            report["repo"] = report["generated_at"] = None
            report["coverage"] = report["coverage"]["complete"]
        self.assertEqual(group.pop("group")["members"], ["sample/slow"])
        # Whose fault it is, is said of a group.
        group = json.loads(json.dumps(group).replace(
            '"reason": "sample/slow: ', '"reason": "'))
        self.assertEqual(group, alone)

    def test_a_folder_of_that_name_is_another_thing(self):
        """It is "./@pond"."""
        os.mkdir(self.box.path("@pond"))
        report = self.report("@pond", *CYCLE, cwd=self.box.path()).json
        self.assertEqual(report["group"]["name"], "pond")
        result = self.run_on("compare", "@pond", "sample/steady", "-f",
                             "json", *CYCLE, cwd=self.box.path())
        self.assertEqual(result.code, 0, result)
        self.assertIn('"@pond"', result.out.decode())

    def test_ways_to_write_it(self):
        result = self.report("@pond", *CYCLE)
        for way in (["--group", "pond"], ["--group=pond"],
                    ["--", "@pond"]):
            again = self.report(*CYCLE, *way)
            self.assertEqual(masked(again.out), masked(result.out), way)
        result = self.report(*CYCLE, "--group", "two words")
        self.assertEqual(result.json["repo"]["full_name"], "@two words")
        # A folder of that name is something else.
        os.mkdir(os.path.join(self.box.work, "@pond"))
        self.assertEqual(self.report("@pond", *CYCLE).json["repo"]["full_name"],
                         "@pond")

    def test_a_list_of_scan_is_one_too(self):
        result = self.report("@older", *CYCLE)
        self.assertEqual(result.json["group"]["members"],
                         ["sample/steady", "sample/quick"])

    def test_named_twice_counts_once(self):
        self.repos[0].rename("sample", "swift")
        self.configure('[group "pond"]\n\trepo = sample/quick\n'
                       '\trepo = Sample/SWIFT\n\trepo = sample/slow\n'
                       '\trepo = sample/swift\n')
        result = self.report("@pond", *CYCLE)
        self.assertEqual(result.json["group"]["members"],
                         ["sample/swift", "sample/slow"])
        self.assertEqual(result.metric("pr_merge_cycle")["n"],
                         len(HOURS["quick"]) + len(HOURS["slow"]))
        self.assertIn("sample/quick is sample/swift now; change your list",
                      result.err)

    def test_no_such_group(self):
        for command in ("repo", "check", "trend", "sync", "scan"):
            args = [] if command == "sync" else AS_OF
            result = self.command(command, self.server, *args, "@puddle",
                                  db="none.db")
            self.check_failure(result, 2, "'puddle'",
                               "the configuration has @pond, @alone, @older")
        result = self.run_on("explain", "pr_backlog", "@puddle", db="none.db")
        self.check_failure(result, 2, "'puddle'")
        result = self.run_on("compare", "@pond", "@puddle", db="none.db")
        self.check_failure(result, 2, "'puddle'")
        result = self.command("alerts", None, "@puddle")
        self.check_failure(result, 2, "'puddle'")
        self.assertEqual(asked(self.server), [])
        # One that is named and has no line is not said to be missing.
        for text in ("", '[group "puddle"]\n'):
            self.configure(text)
            result = self.run_on("repo", "@puddle")
            self.check_failure(
                result, 2, "no group 'puddle' with members",
                "the configuration has none", '[group "puddle"]',
                "repo = OWNER/NAME")

    def test_configured_badly(self):
        self.configure('[group "pond"]\n\trepo = meadow\n')
        self.check_failure(self.run_on("repo", "@pond"), 2,
                           "config:2: 'meadow'")
        self.configure('[group "pond"]\n\tmember = a/b\n')
        self.check_failure(self.run_on("repo", "@pond"), 2, "config:2",
                           "unknown key")
        self.configure("")
        git(self.box, "init", "-q", ".")
        self.box.write("work/.healthscan", '[group "pond"]\n\trepo = a/b\n')
        self.check_failure(self.run_on("repo", "@pond"), 2, ".healthscan:2",
                           "work tree", "group")
        self.assertEqual(asked(self.server), [])

    def test_what_is_of_one_repository_is_refused(self):
        clone = make_clone(self.box, "clone", written(3))
        self.check_failure(self.run_on("repo", "@pond", "--git", clone), 2,
                           "--git", "--git-root")
        self.check_failure(
            self.run_on("repo", "sample/quick", "--git-root", self.box.dir),
            2, "--git-root", "--git")
        for words in (["actors", "@pond"], ["waiting", "@pond"],
                      ["waiting", "--offline", "@pond"], ["forget", "@pond"],
                      ["doctor", "@pond"], ["query", "select 1", "@pond"],
                      ["receive", "evaluate", "@pond"]):
            self.check_failure(self.run_program(*words), 2, "'@pond' is a group",
                               words[0] + " takes one repository")
        self.check_failure(self.run_on("repo", "@pond", "@alone"), 2,
                           "one argument too many")
        self.check_failure(self.run_on("repo", "@pond", "--group", "alone"), 2,
                           "'@alone' is one argument too many")

    def test_configuration_is_shown(self):
        rows = self.run_program("config", "-f", "json").json["rows"]
        shown = {row["setting"]: row["value"] for row in rows}
        self.assertEqual(shown["group.pond.repo"], "sample/quick, sample/slow")
        self.assertEqual(shown["scan.older.repo"],
                         "sample/steady, sample/quick")

    def test_completion(self):
        for words, expected in (
                (["repo", "@p"], ["@pond"]),
                (["scan", "@"], ["@pond", "@alone", "@older", "@torn"]),
                (["repo", "--group", "al"], ["alone"])):
            result = self.run_program("completion", "words", "--", *words)
            self.assertEqual([line.split("\t")[0] for line in
                              result.out.decode().splitlines()
                              if line[0] != ":"], expected)


class TestCommands(GroupCase):
    def test_explain(self):
        result = self.run_on("explain", "pr_merge_cycle", "@pond", "-f", "json")
        self.assertEqual(result.code, 0, result)
        samples = result.json["samples"]
        self.assertEqual(sorted(s["value"] for s in samples),
                         sorted(HOURS["quick"] + HOURS["slow"]))
        self.assertEqual({s["link"].rsplit("/pull/")[0] for s in samples},
                         {"https://github.com/sample/quick",
                          "https://github.com/sample/slow"})
        table = self.run_on("explain", "pr_merge_cycle", "@pond").out.decode()
        self.assertIn("2 repositories as one: sample/quick, sample/slow", table)
        self.assertRegex(table, r"sample/slow +4 ")

    def test_trend(self):
        result = self.run_on("trend", "@pond", *CYCLE)
        self.assertEqual(result.code, 0, result)
        self.assertIn("@pond", result.out.decode())

    def test_gate(self):
        both = statistics.median(HOURS["quick"] + HOURS["slow"])
        for bound, code in ((both, 0), (both - 1, 1)):
            result = self.run_on(
                "check", "@pond", *CYCLE, "--threshold",
                "pr_merge_cycle.risk=> %dh" % bound, "--threshold",
                "pr_merge_cycle.healthy=%dh" % bound)
            self.assertEqual(result.code, code, result)
            self.assertRegex(result.out.decode(),
                             r"@pond: %s; 1 metric judged" %
                             ("failed" if code else "passed"))
        result = self.run_on("check", "@pond", "--fail-on", "class=dormant")
        self.assertEqual(result.code, 3, result)
        self.assertIn("a group has none", result.out.decode())

    def test_gate_of_many(self):
        result = self.run_on("check", "@pond", "sample/steady", *CYCLE,
                             "--threshold", "pr_merge_cycle.risk=> 90h")
        self.assertEqual(result.code, 1, result)
        self.assertRegex(result.out.decode(), r"(?m)^sample/steady: failed ")
        self.assertIn("1 group and 1 repository: 1 failed (1 finding), 1 passed",
                      result.out.decode())

    def test_ratchet(self):
        """A pass of the group is none of a member's."""
        args = [*CYCLE, "--fail-on", "regression"]
        self.assertEqual(self.run_on("check", "@pond", *args).code, 0)
        later = ["--as-of", "2026-03-02"]
        worse = merging("quick", 1)
        worse.items += [pull(50 + n, END - 40 * DAY, merged=END - DAY)
                        for n in range(30)]
        self.server.close()
        self.server = self.hub(worse, self.repos[1])
        # The member was never judged before.
        for name, code in (("sample/quick", 0), ("@pond", 1)):
            result = self.command("check", self.server, *later, *args, name)
            self.assertEqual(result.code, code, result)

    def test_dry_run(self):
        result = self.run_on("repo", "@pond", "--dry-run", "-f", "json")
        self.assertEqual(result.code, 0, result)
        names = [row["repository"] for row in result.json["rows"]]
        self.assertEqual({n for n in names if n},
                         {"sample/quick", "sample/slow"})
        alone = [self.run_on("repo", "sample/" + name, "--dry-run", "-f",
                             "json").json["rows"][-1]["requests"]
                 for name in ("quick", "slow")]
        self.assertEqual(result.json["rows"][-1]["requests"], sum(alone))

    def test_sync(self):
        result = self.command("sync", self.server, "@pond")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(self.asked_of(), {"quick", "slow"})
        self.assertIn("2 of 2, sample/slow: ", result.err)
        offline = self.run_on("repo", "@pond", "--offline", "-f", "json",
                              *CYCLE)
        self.assertEqual(offline.metric("pr_merge_cycle")["n"], 11)

    def test_clones(self):
        root = self.box.path("root")
        os.mkdir(root)
        for name in ("quick", "slow", "other"):
            make_clone(self.box, "root/" + name, written(len(name)),
                       origin="https://github.com/sample/" + name)
        result = self.report("@pond", "--git-root", root, "-m",
                             "commit_frequency")
        self.assertTrue(result.json["coverage"]["streams"]["git"]["collected"])
        # Both histories begin alike, but not one commit is in both: the days
        # differ.
        self.assertEqual(result.metric("commit_frequency")["count"],
                         len("quick") + len("slow"))
        result = self.run_on("check", "@pond", *CYCLE, "--git-root", root)
        self.assertRegex(result.out.decode(), r"^@pond: passed; ")

    def test_organizations(self):
        """Whose a commit is, is told once of what two members have."""
        root = self.box.path("root")
        os.mkdir(root)
        both = ["ann@acme.example", "cid@home.example"]
        for name, emails in (
                ("quick", both + ["ANN@acme.example", "ben@beta.example"]),
                ("slow", both + ["dot@acme.example"] +
                 ["ben@beta.example"] * 2)):
            history = History()
            for n, email in enumerate(emails):
                history.commit(END - (20 - n) * DAY - (n > 1) * len(name),
                               {"a": str(n)}, email=email)
            make_clone(self.box, "root/" + name, history,
                       origin="https://github.com/sample/" + name)
        path = self.box.write("map", "acme.example Acme\n"
                              "beta.example Beta < 2026-02-12\n"
                              "beta.example Gamma\n")
        args = ["@pond", "--git-root", root, "--organization-map", path,
                "-f", "json"]
        # From the third on a few seconds before midnight: of Ben's two in
        # "slow" the first is of the last day that is Beta's.
        told = self.run_on("explain", "elephant_factor", *args)
        self.assertEqual(
            {one["subject"]: (one["value"], one["people"], one["share"])
             for one in told.json["samples"]},
            {"Acme": (3, 2, 42.8571), "Beta": (2, 1, 28.5714),
             "Gamma": (1, 1, 14.2857), "unknown": (1, 1, 14.2857)}, told)
        report = self.report(*args[:-2], "-m", "elephant_factor", "-m",
                             "organization_largest")
        self.assertEqual(report.metric("elephant_factor")["value"], 2)
        one = report.metric("organization_largest")
        self.assertEqual((one["value"], one["whole"], one["n"]),
                         (42.8571, 7, 3))


class TestMany(GroupCase):
    def test_a_row(self):
        result = self.run_on("scan", "@pond", "sample/steady", "sample/slow",
                             "-f", "json")
        self.assertEqual(result.code, 0, result)
        rows = {r["full_name"]: r for r in result.json["repositories"]}
        self.assertEqual(set(rows), {"@pond", "sample/steady", "sample/slow"})
        self.assertIsNone(rows["@pond"]["host"])
        self.assertNotIn("lifecycle", rows["@pond"])
        self.assertEqual(rows["@pond"]["report"]["metrics"],
                         self.report("@pond", "--offline").json["metrics"])
        self.assertEqual(self.asked_of(), {"quick", "slow", "steady"})
        table = self.run_on("scan", "@pond", "sample/steady").out.decode()
        self.assertIn("1 group and 1 repository", table)

    def test_only_groups(self):
        for words in (["@pond", "@older"], ["--group", "pond", "@older",
                                            "@pond"]):
            result = self.run_on("scan", *words, "-f", "ndjson")
            self.assertEqual(result.code, 0, result)
            rows = [json.loads(line) for line in result.out.splitlines()]
            self.assertEqual([r["repo"]["full_name"] for r in rows[:-1]],
                             ["@older", "@pond"] if words[0] == "--group"
                             else ["@pond", "@older"])
        table = self.run_on("scan", "@pond", "@older").out.decode()
        self.assertIn("2 groups; ", table)
        self.assertNotIn("Classes", table)

    def test_the_members_one_by_one_besides(self):
        result = self.run_on("scan", "--list", "pond", "@pond", "-f", "json")
        self.assertEqual({r["full_name"] for r in result.json["repositories"]},
                         {"@pond", "sample/quick", "sample/slow"})
        self.assertEqual(len([p for p in asked(self.server)
                              if p == "/repos/sample/quick"]), 1)

    def test_side_by_side(self):
        for words in (["@older", "sample/slow", "@pond"],
                      ["sample/quick", "@pond", "sample/steady", "@alone"]):
            result = self.run_on("compare", *words, "-f", "json", *CYCLE)
            self.assertEqual(result.code, 0, result)
            self.assertEqual([c["full_name"] for c in
                              result.json["repositories"]], words)
        result = self.run_on("compare", "@pond", "@pond")
        self.check_failure(result, 2, "nothing to compare")

    def test_turned(self):
        args = ["@pond", "sample/steady", *CYCLE]
        self.run_on("scan", *args)
        bounds = ["--threshold", "pr_merge_cycle.healthy=1h", "--threshold",
                  "pr_merge_cycle.risk=> 2h"]
        result = self.command("scan", self.server, "--as-of", "2026-03-02",
                              *args, *bounds, "-f", "json")
        turned = {t["repo"]: t for t in result.json["totals"]["turned"]}
        self.assertEqual(turned["@pond"]["host"], None)
        self.assertEqual((turned["@pond"]["from"], turned["@pond"]["to"]),
                         ("healthy", "risk"))


class TestAlerts(GroupCase):
    RISK = [*CYCLE, "--threshold", "pr_merge_cycle.healthy=1h", "--threshold",
            "pr_merge_cycle.risk=> 2h"]

    def alerts(self, *args):
        result = self.command("alerts", None, "-f", "json", *args)
        self.assertEqual(result.code, 0, result)
        return [(r["repo"], r["question"], r["state"])
                for r in result.json["rows"]]

    def test_are_the_groups_own(self):
        result = self.report("@pond", *self.RISK)
        self.assertTrue(result.json["alerts"][0]["turned"])
        self.assertEqual(self.alerts(), [("@pond", "30d", "open")])
        self.assertEqual(self.alerts("@pond"), [("@pond", "30d", "open")])
        self.assertEqual(self.alerts("--group", "pond"),
                         [("@pond", "30d", "open")])
        for other in ("sample/quick", "sample/slow", "@alone"):
            self.assertEqual(self.alerts(other), [])
        self.report("sample/quick", *self.RISK)
        self.assertEqual(self.alerts("sample/quick"),
                         [("sample/quick", "30d", "open")])
        self.assertEqual(len(self.alerts()), 2)
        self.assertIn("@pond", self.command("alerts", None).out.decode())

    def test_stay_when_members_change(self):
        self.report("@pond", *self.RISK)
        for day, members in enumerate((
                ["slow", "quick"], ["quick"], ["steady", "slow"]), 2):
            self.configure('[group "pond"]\n' + "".join(
                "\trepo = sample/%s\n" % name for name in members))
            result = self.report("@pond", *self.RISK, "--as-of",
                                 "2026-03-%02d" % day)
            self.assertFalse(result.json["alerts"][0]["turned"], members)
        self.assertEqual(self.alerts(), [("@pond", "30d", "open")])

    def test_stay_when_the_member_is_forgotten_that_keeps_them(self):
        """Until nobody is left, of those who are members."""
        self.configure('[group "pond"]\n' + "".join(
            "\trepo = sample/%s\n" % name for name in
            ("quick", "slow", "steady")))
        told = self.box.path("told")
        notify = ["--notify-shell", "--notify-command",
                  "cat >> '%s'; exit 1" % told]
        self.report("@pond", *self.RISK, *notify)
        with open(told, encoding="utf-8") as file:
            self.assertEqual(file.read().count('"@pond"'), 1)
        for gone in ("quick", "slow"):
            result = self.command("forget", None, "sample/" + gone)
            self.assertEqual(result.code, 0, result)
            self.assertEqual(self.alerts(), [("@pond", "30d", "open")])
        os.remove(told)
        self.configure('[group "pond"]\n\trepo = sample/steady\n')
        # What was not taken is still to be told, and once.
        result = self.report("@pond", *self.RISK, "--offline", "--as-of",
                             "2026-03-02", "--notify-shell",
                             "--notify-command", "cat >> '%s'" % told)
        self.assertFalse(result.json["alerts"][0]["turned"])
        with open(told, encoding="utf-8") as file:
            self.assertEqual(file.read().count('"@pond"'), 1)
        self.command("forget", None, "sample/steady")
        self.assertEqual(self.alerts(), [])

    def test_are_told(self):
        told = self.box.path("told")
        self.report("@pond", *self.RISK, "--notify-shell", "--notify-command",
                    "cat >> '%s'" % told)
        with open(told, encoding="utf-8") as file:
            alert = json.load(file)
        self.assertEqual((alert["host"], alert["repo"]), (None, "@pond"))


class TestFailures(GroupCase):
    def test_one_is_not_there(self):
        result = self.run_on("repo", "@torn", "-f", "json", *CYCLE)
        self.assertEqual(result.code, 4, result)
        self.assertIn("sample/lost: HTTP 404", result.err)
        report = result.json
        self.assertFalse(report["coverage"]["complete"])
        self.assertIsNone(result.value("pr_merge_cycle"))
        self.assertIn("sample/lost", result.metric("pr_merge_cycle")["reason"])
        self.assertEqual(report["group"]["members"],
                         ["sample/quick", "sample/lost"])

    def test_one_fails_later(self):
        """What was read before is still used, and said to be old."""
        self.report("@pond", *CYCLE)
        self.server.faults.append(
            Fault("/repos/sample/slow", 403, nth=None))
        result = self.run_on("repo", "@pond", "-f", "json", *CYCLE)
        self.assertEqual(result.code, 4, result)
        self.assertFalse(result.json["coverage"]["complete"])

    def test_the_gate_says_that_it_is_incomplete(self):
        """What was read before passes, and that is not all there is."""
        names = ["@pond", "sample/slow"]
        bound = ["--threshold", "pr_merge_cycle.risk=1000h"]
        for name in names:
            result = self.run_on("check", name, *CYCLE, *bound)
            self.assertEqual(result.code, 0 if name == "@pond" else 3, result)
            self.assertNotIn("incomplete", result.out.decode())
        self.server.faults.append(
            Fault("/repos/sample/slow", 403, nth=None))
        for name in names:
            result = self.run_on("check", name, *CYCLE, *bound)
            self.assertEqual(result.code, 4, result)
            self.assertRegex(result.out.decode(), r"judged.*; incomplete\n")

    def test_all_fail(self):
        self.configure('[group "torn"]\n\trepo = sample/lost\n'
                       '\trepo = sample/gone\n')
        result = self.run_on("repo", "@torn", "-f", "json")
        self.assertEqual((result.code, result.out), (4, b""), result)
        self.assertIn("sample/lost: ", result.err)
        self.assertIn("sample/gone: ", result.err)

    def test_offline(self):
        self.report("sample/quick")
        result = self.run_on("repo", "@pond", "--offline", "-f", "json", *CYCLE)
        self.assertEqual(result.code, 3, result)
        self.assertIn("sample/slow is not in the store", result.err)
        self.assertIsNone(result.value("pr_merge_cycle"))
        self.assertIn("sample/slow", result.metric("pr_merge_cycle")["reason"])

    def test_in_a_scan(self):
        result = self.run_on("scan", "@torn", "@pond", "-f", "json", *CYCLE)
        self.assertEqual(result.code, 4, result)
        self.assertEqual([f["repository"] for f in result.json["failed"]],
                         ["@torn"])
        self.assertIn("sample/lost", result.json["failed"][0]["reason"])
        rows = {r["full_name"]: r for r in result.json["repositories"]}
        self.assertTrue(rows["@pond"]["complete"])
        self.assertFalse(rows["@torn"]["complete"])
        page = self.run_on("scan", "@torn", "sample/lost", "--offline", "-f",
                           "markdown", *CYCLE).out.decode()
        self.assertIn("`@torn`: `sample/lost", page)
        self.assertIn("- `sample/lost", page)

    def test_gate(self):
        """Never green on what is missing."""
        result = self.run_on("check", "@torn", *CYCLE)
        self.assertEqual(result.code, 4, result)
        result = self.run_on("check", "@torn", *CYCLE, "--fail-on",
                             "unreachable")
        self.assertEqual(result.code, 1, result)


class TestFormats(GroupCase):
    def written(self, command, format_, *args):
        result = self.run_on(command, "-f", format_, *args)
        self.assertIn(result.code, (0, 1), result)
        return result.out.decode()

    def test_all_of_one(self):
        for format_ in ("table", "markdown", "html", "junit", "github"):
            text = self.written("repo", format_, "@pond")
            self.assertIn("@pond", text, format_)
            self.assertNotIn("https://github.com/@pond", text)
            self.assertNotIn("(null)", text)
        for format_ in ("table", "markdown", "html"):
            self.assertIn("repositories as one",
                          self.written("repo", format_, "@pond")
                          .replace("\xa0", " "), format_)
        text = self.written("repo", "prometheus", "@pond")
        self.assertIn('{repository="@pond",', text)
        self.assertNotIn("host=", text)
        self.written("repo", "badge", "@pond", *CYCLE)
        self.written("repo", "shields", "@pond", *CYCLE)
        self.written("repo", "csv", "@pond")

    def test_of_many_where_one_failed(self):
        for format_ in ("table", "markdown", "html", "junit", "github", "csv",
                        "json", "ndjson"):
            for args in (["@torn", "@pond"], ["@torn"]):
                result = self.run_on("scan", "-f", format_, *args)
                self.assertEqual(result.code, 4, result)
                self.assertIn("sample/lost", result.out.decode(), format_)
        text = self.run_on("scan", "@torn", "@pond").out.decode()
        self.assertRegex(text, r"(?s)Failed .*sample/lost.*"
                         r"\(shown: what was\s+read\)")

    def test_what_was_read_is_not_said_to_be_missing(self):
        result = self.run_on("repo", "@torn", *CYCLE)
        text = " ".join(result.out.decode().split())
        self.assertIn("7 issues and pull requests (sample/lost: not "
                      "collected)", text)
        self.assertIn("issues and pull requests were read only in part", text)
        self.assertNotIn("no issues", text)

    def test_of_many_where_nothing_is_judged(self):
        for format_ in ("table", "markdown", "html"):
            text = self.written("scan", format_, "@pond", "sample/steady",
                                "-m", "pr_opened")
            self.assertIn("nothing judged", text.replace("\xa0", " "), format_)

    def test_all_of_many(self):
        for format_ in ("table", "markdown", "html", "prometheus", "junit",
                        "github"):
            text = self.written("scan", format_, "@pond", "sample/steady")
            self.assertIn("@pond", text, format_)
            self.assertNotIn("(null)", text)
        rows = list(csv.DictReader(io.StringIO(
            self.written("scan", "csv", "@pond", "sample/steady"))))
        by_name = {row["repository"]: row for row in rows}
        # A spreadsheet takes @ for the beginning of a formula.
        self.assertEqual(by_name["'@pond"]["host"], "")
        self.assertEqual(by_name["sample/steady"]["host"], "github.com")
        for format_ in ("table", "markdown", "html", "csv"):
            self.assertIn("@pond", self.written("compare", format_, "@pond",
                                                "sample/steady"), format_)


if __name__ == "__main__":
    unittest.main()
