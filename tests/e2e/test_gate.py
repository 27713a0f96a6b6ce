#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The gate over many repositories, and what a scan comes to in all."""
import csv
import io
import os
import re
import sqlite3
import sys
import time
import unittest
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Fault, Repository, comment, iso, issue,  # noqa: E402
                         pull)
from harness import Case, History, asked, at, make_clone  # noqa: E402

DAY = 86400
HOUR = 3600
END = at("2026-03-01")
AS_OF = ["--as-of", "2026-03-01"]
LATER = ["--as-of", "2026-03-02"]
MERGES = ["-m", "pr_merge_cycle"]


def merging(name, hours, rid, count=6, **more):
    """Pull requests, each merged after so many hours, in the window."""
    more.setdefault("created", "2024-01-01T00:00:00Z")
    more.setdefault("pushed_at", "2026-02-28T00:00:00Z")
    return Repository("sample", name, rid=rid, items=[
        pull(n + 1, END - (10 + n) * DAY,
             merged=END - (10 + n) * DAY + hours * HOUR)
        for n in range(count)], **more)


class GateCase(Case):
    def setUp(self):
        super().setUp()
        self.server = self.hub(
            merging("quick", 10, 1), merging("slow", 200, 2),
            merging("steady", 100, 3), merging("few", 20, 4, count=2))

    def check(self, *args, **more):
        return self.command("check", self.server, "-q", *AS_OF, *args, **more)

    def scan(self, *args, **more):
        return self.command("scan", self.server, "-q", *AS_OF, *args, **more)

    def unread(self, command, *args):
        """As if whoever was to read it had gone away."""
        reader, writer = os.pipe()
        os.close(reader)
        try:
            return command(*args, stdout=writer)
        finally:
            os.close(writer)

    def slower(self):
        """From now on sample/quick is at risk."""
        self.server.repos[0].items += [
            pull(20 + n, END - (18 + n) * DAY, merged=END - HOUR * (n + 1))
            for n in range(8)]

    def lines_of(self, result):
        return result.out.decode().splitlines()


class TestCheck(GateCase):
    def test_lines(self):
        result = self.check("sample/slow", "sample/quick", "sample/steady")
        self.assertEqual(result.code, 1, result)
        self.assertEqual(self.lines_of(result), [
            "sample/slow: failed  pr_merge_cycle: 200 hours is at risk "
            "(> 168), n 6",
            "3 repositories: 1 failed (1 finding), 2 passed"])

    def test_all_pass(self):
        result = self.check("sample/quick", "sample/steady")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(self.lines_of(result), ["2 repositories: 2 passed"])

    def test_one_fails_before_one_that_cannot_be_read(self):
        names = ["sample/quick", "sample/none", "sample/few", "sample/slow"]
        result = self.check(*names)
        self.assertEqual(result.code, 1, result)
        self.assertIn("4 repositories: 1 failed (1 finding), 1 undecided, "
                      "1 could not be read, 1 passed", self.lines_of(result))
        result = self.check(*names[:3])
        self.assertEqual(result.code, 4, result)
        self.assertRegex(result.out.decode(),
                         r"sample/none: unreachable  HTTP 404")
        result = self.check("sample/quick", "sample/few")
        self.assertEqual(result.code, 3, result)
        self.assertIn("sample/few: undecided  no metric could be judged: "
                      "pr_merge_cycle: low n", result.out.decode())
        result = self.check("sample/quick", "sample/few", "--allow-unknown")
        self.assertEqual(result.code, 0, result)

    def test_what_is_not_in_the_store(self):
        """Nobody was asked, so nothing has failed to answer."""
        self.check("sample/quick", "sample/slow")
        result = self.check("--offline", "sample/quick", "sample/steady")
        self.assertEqual(result.code, 3, result)
        self.assertIn("1 undecided, 1 passed", result.out.decode())

    def test_unreachable(self):
        names = ["sample/quick", "sample/none"]
        result = self.check(*names, "--fail-on", "risk,unreachable")
        self.assertEqual(result.code, 1, result)
        self.assertRegex(result.out.decode(),
                         r"sample/none: failed  unreachable: HTTP 404")
        # Alone it judges no numbers.
        result = self.check("sample/quick", "sample/slow", "--fail-on",
                            "unreachable")
        self.assertEqual(result.code, 0, result)
        # That something was read is no proof of health.
        result = self.check("sample/quick", "sample/few", "--fail-on",
                            "risk,unreachable")
        self.assertEqual(result.code, 3, result)

    def test_what_was_read_before_is_not_judged(self):
        self.check("sample/slow", "sample/quick")
        self.server.faults.append(
            Fault("/repos/sample/slow", 404, nth=None))
        result = self.check("sample/slow", "sample/quick")
        self.assertEqual(result.code, 4, result)
        self.assertIn("1 could not be read, 1 passed", result.out.decode())
        self.assertNotIn("failed", result.out.decode())

    def test_single(self):
        """One that is one repository is as it always was."""
        result = self.check("sample/slow")
        self.assertEqual(result.code, 1, result)
        self.assertEqual(self.lines_of(result)[0],
                         "failed     pr_merge_cycle: 200 hours is at risk "
                         "(> 168), n 6")
        result = self.check("sample/none", "--fail-on", "unreachable")
        self.assertEqual(result.code, 1, result)
        result = self.check("sample/none")
        self.assertEqual(result.code, 4, result)

    def test_lists(self):
        listed = self.box.write("list.txt", "sample/slow\nsample/quick\n")
        config = self.box.write("c.conf", "[scan \"ours\"]\n"
                                "repo = sample/slow\nrepo = sample/steady\n")
        for args, count in (([listed], 2), (["-"], 2),
                            (["--config", config, "--list", "ours"], 2),
                            (["--org", "sample"], 4)):
            with open(listed, "rb") as file:
                result = self.check(*args, stdin=file)
            self.assertEqual(result.code, 1, (args, result))
            self.assertIn("%d repositories: 1 failed" % count,
                          result.out.decode(), args)

    def test_a_list_that_is_not_there(self):
        for words in (["lists.txt"], ["sample/quick", "lists.txt"]):
            self.check_failure(self.check(*words), 2, "lists.txt",
                               "nor a file", "check the path")
        self.check_failure(self.check("quick"), 2, "owner is missing")

    def test_nobody_reads_the_answer(self):
        """`check ... | head` fails where check does, in any format."""
        names = ["sample/quick", "sample/steady", "sample/slow"]
        for args in ([], *(["-f", name] for name in (
                "ndjson", "json", "csv", "junit", "github"))):
            for command in (self.check, self.scan):
                gate = ["--fail-on", "risk", *args]
                result = self.unread(command, *names, *gate)
                self.assertEqual(result.code, 1, (args, result))
                self.assertEqual(result.err, "", args)
                result = self.unread(command, *names[:2], *gate)
                self.assertEqual(result.code, 0, (args, result))
            self.assertEqual(self.unread(
                self.check, "sample/slow", *args).code, 1, args)
        self.assertEqual(self.unread(self.scan, *names).code, 0)

    def test_a_list_of_one(self):
        listed = self.box.write("list.txt", "sample/quick\n")
        result = self.check(listed)
        self.assertEqual(self.lines_of(result), ["1 repository: 1 passed"])

    def test_clones(self):
        os.mkdir(self.box.path("root"))
        history = History()
        for n in range(5):
            history.commit(END - (40 + n) * DAY, {"README.md": str(n)})
        make_clone(self.box, "root/one", history)
        result = self.check("--git-root", self.box.path("root"))
        self.assertEqual(result.code, 1, result)
        self.assertRegex(result.out.decode(),
                         r"one: failed  doc_quiet_weeks: \d+ weeks")
        self.check_failure(self.check("sample/quick", "sample/slow", "--git",
                                      self.box.path("root/one")),
                           2, "--git", "--git-root")

    def test_clones_are_named_as_they_are_called(self):
        """Else the findings of a clone look like those of a repository."""
        history = History()
        for n in range(5):
            history.commit(END - (40 - n) * DAY, {"README.md": str(n)})
        clone = make_clone(self.box, "src/mill", history)
        args = ["--fail-on", "class=new,watch", clone, "sample/slow"]
        out = self.check(*args, "-f", "github").out.decode()
        self.assertIn("title=local/src/mill::class: new", out)
        judged = self.check(*args, "-f", "json").json["gate"]
        for one in judged["failed"] + judged["undecided"]:
            self.assertEqual(one["host"], {
                "sample/slow": "github.com", "src/mill": "local"}[
                    one["repository"]], one)
        self.scan(clone)
        for format in ("table", "markdown", "html"):
            out = self.command("scan", None, "-q", "-f", format, "--as-of",
                               "2026-06-20", clone).out.decode()
            self.assertRegex(out, "local/src/mill`? was new, is quiet")

    def test_policy_of_the_configuration(self):
        config = self.box.write("g.conf", "[gate]\nfail-on = watch\n"
                                "metric = pr_merge_cycle\n")
        result = self.check("sample/quick", "sample/steady", "--config",
                            config)
        self.assertEqual(result.code, 1, result)
        self.assertIn("sample/steady: failed  pr_merge_cycle: 100 hours is "
                      "to watch", result.out.decode())

    def test_a_bound_that_nobody_was_held_to(self):
        result = self.check("sample/quick", "sample/steady", "--threshold",
                            "pr_first_response.risk=5d")
        self.assertEqual(result.code, 0, result)
        self.assertIn("2 passed; with a bound, but not computed: "
                      "pr_first_response (--profile full)",
                      result.out.decode())

    def test_regression(self):
        policy = [*MERGES, "--fail-on", "regression"]
        names = ["sample/quick", "sample/slow"]
        self.assertEqual(self.check(*names, *policy).code, 0)
        self.slower()
        result = self.command("check", self.server, "-q", *LATER, *names,
                              *policy)
        self.assertEqual(result.code, 1, result)
        self.assertRegex(result.out.decode(),
                         r"sample/quick: failed  pr_merge_cycle: .* is worse "
                         r"than when it last passed")


class TestClassesByReplies(GateCase):
    """Where nobody pushes, whether somebody answers makes the class."""

    def still(self, who):
        row = issue(1, END - 40 * DAY, login="heron-12")
        row["comments"] = 1
        old = pull(2, END - 700 * DAY, merged=END - 690 * DAY, login="wren-4",
                   author_association="OWNER")
        repo = Repository("sample", "still", rid=9, items=[row, old],
                          created="2023-01-01T00:00:00Z",
                          pushed_at="2024-05-01T00:00:00Z")
        repo.comments.append(comment(70, row, END - 39 * DAY, login=who))
        self.server = self.hub(repo)

    def of_class(self, name, *args):
        result = self.check("sample/still", "--fail-on", "class=" + name,
                            *args)
        return result.code, result.out.decode()

    def was_read(self):
        return any("/comments" in target for target in asked(self.server))

    def test_one_that_a_maintainer_answers(self):
        self.still("wren-4")
        self.assertEqual(self.of_class("dormant")[0], 0)
        code, text = self.of_class("maintenance")
        self.assertEqual(code, 1, text)
        self.assertIn("class: maintenance (", text)

    def test_one_that_others_answer(self):
        self.still("plover-3")
        code, text = self.of_class("dormant")
        self.assertEqual(code, 1, text)
        self.assertIn("class: dormant (", text)

    def test_not_where_every_list_tells(self):
        self.still("wren-4")
        self.assertEqual(self.of_class("archived")[0], 0)
        self.assertFalse(self.was_read())

    def test_offline_is_not_online(self):
        self.still("wren-4")
        self.assertEqual(self.command(
            "sync", self.server, "sample/still", *AS_OF).code, 0)
        self.server.forget()
        code, text = self.of_class("dormant", "--offline")
        self.assertEqual(code, 3)
        self.assertIn("class: not known: would need --profile full", text)
        self.assertEqual(asked(self.server), [])

    def test_of_many_it_is_said(self):
        self.still("wren-4")
        result = self.command("scan", self.server, "-q", "sample/still",
                              *AS_OF, "--fail-on", "class=dormant")
        self.assertEqual(result.code, 3, result)
        self.assertIn(b"would need --profile full", result.out)
        self.assertFalse(self.was_read())


class TestReleases(GateCase):
    """Of a project that never released there is no time since."""

    def test_how_it_can_be_decided(self):
        history = History()
        history.commit(END - DAY, {"README.md": "x"})
        args = ["sample/quick", "--git", make_clone(
            self.box, "quick", history,
            origin="https://github.com/sample/quick")]
        result = self.check(*args, "-m", "days_since_release", "--threshold",
                            "days_since_release.risk=365d")
        self.assertEqual(result.code, 3, result)
        self.assertIn(b"undecided  days_since_release: no releases and no "
                      b"tags; to judge that, take release_frequency, which is "
                      b"0\n", result.out)
        result = self.check(*args, "-m", "release_frequency", "--threshold",
                            "release_frequency.risk=less-than 1")
        self.assertEqual(result.code, 1, result)
        self.assertIn(b"release_frequency: 0 releases/90 days is at risk (< 1)",
                      result.out)


class TestClasses(GateCase):
    def setUp(self):
        super().setUp()
        self.server = self.hub(
            merging("kept", 10, 1), merging("old", 10, 2, archived=True),
            merging("young", 10, 3, created=iso(int(time.time()) - 9 * DAY)))

    def check(self, *args, **more):
        """As of now: when something was archived is not known."""
        return self.command("check", self.server, "-q", *args, **more)

    def test_archived_at_some_time(self):
        result = self.check("sample/old", "sample/kept", *AS_OF, "--fail-on",
                            "class=archived")
        self.assertEqual(result.code, 3, result)
        self.assertRegex(self.lines_of(result)[0],
                         r"^sample/old: undecided  class: not known")

    def test_archived(self):
        names = ["sample/kept", "sample/old", "sample/young"]
        result = self.check(*names, "--fail-on", "class=archived")
        self.assertEqual(result.code, 1, result)
        self.assertRegex(self.lines_of(result)[0],
                         r"^sample/old: failed  class: archived")
        self.assertEqual(self.lines_of(result)[-1],
                         "3 repositories: 1 failed (1 finding), 2 passed")
        result = self.check(*names, "--fail-on", "class=archived,class=new")
        self.assertEqual(result.code, 1, result)
        self.assertIn("2 failed (2 findings)", result.out.decode())

    def test_one(self):
        for format in ("table", "json", "junit", "github", "markdown", "html"):
            result = self.check("sample/old", "--fail-on", "class=archived",
                                "-f", format)
            self.assertEqual(result.code, 1, result)
            self.assertIn(b"class", result.out)
        gate = self.check("sample/old", "--fail-on", "risk,class=archived",
                          "-f", "json").json["gate"]
        self.assertEqual(gate["policy"]["fail_on"], ["risk", "class=archived"])
        finding, = gate["failed"]
        self.assertIsNone(finding["metric"])
        self.assertEqual(finding["finding"], "class")

    def test_wrong(self):
        result = self.check("sample/old", "--fail-on", "class=dead")
        self.check_failure(result, 2, "class=dead", "class=dormant")


class TestFormats(GateCase):
    NAMES = ["sample/slow", "sample/none", "sample/quick", "sample/few"]

    def of(self, format, *args, **more):
        result = self.check(*self.NAMES, "-f", format, *args, **more)
        self.assertEqual(result.code, 1, result)
        return result

    def test_json(self):
        scan = self.of("json").json
        gate = scan["gate"]
        self.assertIs(gate["passed"], False)
        self.assertEqual([x["repository"] for x in gate["failed"]],
                         ["sample/slow"])
        self.assertEqual([x["repository"] for x in gate["undecided"]],
                         ["sample/few"])
        self.assertEqual([x["repository"] for x in gate["unreachable"]],
                         ["sample/none"])
        self.assertEqual(gate["repositories_passed"], 1)
        passed = {r["full_name"]: r["report"]["gate"]["passed"]
                  for r in scan["repositories"]}
        self.assertEqual(passed, {"sample/slow": False, "sample/quick": True,
                                  "sample/few": None})

    def test_ndjson(self):
        rows = self.of("ndjson").rows
        self.assertEqual([r["schema"] for r in rows], [
            "healthscan.report/1", "healthscan.failure/1",
            "healthscan.report/1", "healthscan.report/1",
            "healthscan.scan/1"])
        self.assertIs(rows[0]["gate"]["passed"], False)
        self.assertEqual(rows[4]["gate"]["findings"], 1)

    def test_csv(self):
        rows = list(csv.DictReader(io.StringIO(self.of("csv").out.decode())))
        self.assertEqual({r["repository"]: r["gate"] for r in rows}, {
            "sample/slow": "failed", "sample/none": "unreachable",
            "sample/quick": "passed", "sample/few": "undecided"})
        self.assertIn("200 hours", rows[-2]["gate_why"] + rows[1]["gate_why"]
                      + rows[0]["gate_why"])

    def test_junit(self):
        suites = ET.fromstring(self.of("junit").out)
        self.assertEqual({s.get("name"): (s.get("failures"), s.get("errors"))
                          for s in suites}, {
            "sample/slow": ("1", "0"), "sample/none": ("0", "1"),
            "sample/quick": ("0", "0"), "sample/few": ("0", "0")})

    def test_github(self):
        summary, outputs = self.box.path("s.md"), self.box.path("o.txt")
        out = self.of("github", env={
            "GITHUB_STEP_SUMMARY": summary,
            "GITHUB_OUTPUT": outputs}).out.decode()
        self.assertIn("::error title=sample/slow::pr_merge_cycle: 200 hours",
                      out)
        with open(outputs, encoding="utf-8") as file:
            self.assertIn("gate=failed\ngate_failed=1\n", file.read())
        with open(summary, encoding="utf-8") as file:
            self.assertIn("**The gate:** 4 repositories: 1 failed",
                          file.read())

    def test_what_cannot_say_it(self):
        for format in ("badge", "shields"):
            result = self.check(*self.NAMES, "-f", format)
            self.check_failure(result, 2, format, "json")
        self.assertEqual(self.check("sample/quick", "-f", "badge").code, 0)


class TestScan(GateCase):
    NAMES = ["sample/slow", "sample/quick", "sample/steady"]

    def test_fail_on(self):
        result = self.scan(*self.NAMES)
        self.assertEqual(result.code, 0, result)
        result = self.scan(*self.NAMES, "--fail-on", "risk")
        self.assertEqual(result.code, 1, result)
        lines = self.lines_of(result)
        table = [n for n, x in enumerate(lines) if x.startswith("3  ")][0]
        failed = [n for n, x in enumerate(lines) if x.startswith(
            "sample/slow: failed  pr_merge_cycle: 200 hours")][0]
        self.assertLess(table, failed)
        self.assertIn("3 repositories: 1 failed (1 finding), 2 passed", lines)

    def test_the_policy_of_check_is_not_its_own(self):
        config = self.box.write("g.conf", "[gate]\nfail-on = risk\n")
        result = self.scan(*self.NAMES, "--config", config)
        self.assertEqual(result.code, 0, result)
        result = self.scan(*self.NAMES, env={"HEALTHSCAN_FAIL_ON": "risk"})
        self.assertEqual(result.code, 0, result)
        self.assertNotIn("gate", self.scan(
            *self.NAMES, "--config", config, "-f", "json").json)

    def test_undecided(self):
        result = self.scan("sample/quick", "sample/few", *MERGES,
                           "--fail-on", "risk")
        self.assertEqual(result.code, 3, result)


class TestTotals(GateCase):
    def totals(self, *args, **more):
        return self.command("scan", self.server, "-q", "-f", "json", *args,
                            **more).json["totals"]

    def test_counts(self):
        totals = self.totals(*AS_OF, "sample/quick", "sample/slow",
                             "sample/steady", "sample/none", *MERGES)
        self.assertEqual(totals["verdicts"], {
            "risk": 1, "watch": 1, "healthy": 1, "unknown": 0, "none": 0})
        self.assertEqual(sum(totals["classes"].values()), 3)
        self.assertEqual(totals["failed"], 1)
        self.assertEqual((totals["compared"], totals["turned"]), (0, []))

    def test_turned(self):
        names = ["sample/quick", "sample/steady", *MERGES]
        self.totals(*AS_OF, *names)
        self.assertEqual(self.totals(*LATER, *names)["compared"], 2)
        self.slower()
        third = ["--as-of", "2026-03-03"]
        turned = totals = self.totals(*third, *names)
        self.assertEqual(totals["turned"], [
            {"host": "github.com", "repo": "sample/quick", "what": "verdict",
             "from": "healthy", "to": "risk"}])
        # Again, and it is the same.
        self.assertEqual(self.totals(*third, *names), totals)
        self.assertEqual(self.totals(*third, *names, "--offline"), totals)
        out = self.command("scan", self.server, "-q", *third, *names).out
        self.assertIn(b"sample/quick was healthy, is risk", out)
        # Then it is as it was.
        totals = self.totals("--as-of", "2026-03-04", *names)
        self.assertEqual((totals["compared"], totals["turned"]), (2, []))
        out = self.command("scan", self.server, "-q", "--as-of", "2026-03-04",
                           *names).out
        self.assertIn(b"nothing since the last scan", out)
        # However late it is asked again.
        for day in range(5, 9):
            self.totals("--as-of", "2026-03-%02d" % day, *names)
        self.assertEqual(self.totals(*third, *names), turned)

    def test_another_question(self):
        names = ["sample/quick", "sample/steady"]
        self.totals(*AS_OF, *names, *MERGES)
        for args in (["-m", "issue_close_rate"], [], ["--window", "60d"],
                     ["--profile", "full"]):
            self.assertEqual(
                self.totals(*LATER, *names, *args)["compared"], 0, args)

    def test_unknown_is_no_turn(self):
        names = ["sample/quick", "sample/steady", *MERGES]
        self.totals(*AS_OF, *names)
        self.assertEqual(self.totals(*LATER, *names, "--min-samples",
                                     "99")["turned"], [])
        # What was known before is what it is compared with.
        self.slower()
        turned = self.totals("--as-of", "2026-03-03", *names)["turned"]
        self.assertEqual([(t["from"], t["to"]) for t in turned],
                         [("healthy", "risk")])

    def test_offline_is_not_kept(self):
        names = ["sample/quick", *MERGES]
        self.totals(*AS_OF, *names)
        self.totals(*LATER, *names, "--offline")
        store = sqlite3.connect(self.box.path("store.db"))
        self.assertEqual(store.execute(
            "SELECT as_of, verdict FROM scan_result").fetchall(),
            [(END, "healthy")])
        store.close()

    def test_check_keeps_none(self):
        self.check("sample/quick", "sample/slow")
        store = sqlite3.connect(self.box.path("store.db"))
        self.assertEqual(store.execute(
            "SELECT count(*) FROM scan_result").fetchall(), [(0,)])
        store.close()


class TestScreen(Case):
    def test_two_hundred(self):
        """A line each, and no more than a screen besides."""
        repos = [merging("r%03d" % n, 5 + n, n + 1) for n in range(180)]
        self.server = self.hub(*repos)
        names = self.box.write("list.txt", "".join(
            "sample/r%03d\n" % n for n in range(200)))
        for columns in (80, 200):
            result = self.command("scan", self.server, "-q", *AS_OF, names,
                                  env={"COLUMNS": str(columns)}, timeout=300)
            self.assertEqual(result.code, 4, result)
            lines = result.out.decode().splitlines()
            rows = [x for x in lines if re.match(r" *\d+ +sample/r\d", x)]
            self.assertLessEqual(len(lines), 200 + 24, result)
            self.assertEqual(len(rows), 180)
            text = result.out.decode()
            self.assertIn("and 18 more; -v shows all", text)
            self.assertRegex(text, r"In all +\d+ at risk")
        result = self.command("scan", self.server, "-q", "-v", *AS_OF, names,
                              timeout=300)
        self.assertIn("sample/r007 is ", result.out.decode())
        self.assertNotIn("-v shows all", result.out.decode())

    def test_columns(self):
        """Those that have values; what it is sorted by is the first."""
        self.server = self.hub(merging("a", 10, 1), merging("b", 20, 2))
        out = self.command("scan", self.server, "-q", *AS_OF, "sample/a",
                           "sample/b", "--sort", "-pr_backlog").out.decode()
        self.assertIn("2 repositories; by PR backlog, the other way round",
                      out)
        self.assertRegex(out, r"Score +PR +PR")
        head = out.split("\n1  ")[0]
        self.assertNotIn("Documentation", head)
        self.assertRegex(out, r"\d+ have\s+no value for any of these")


if __name__ == "__main__":
    unittest.main()
