#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the result looks like: the schema's JSON, and the terminal's table."""
import fcntl
import os
import pty
import re
import struct
import sys
import termios
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Fault  # noqa: E402
from harness import Case, asked, check_report, make_clone  # noqa: E402
from test_sync import AS_OF, EVENTS, known, many  # noqa: E402


class TestSchema(Case):
    """Every kind of report is valid, and holds nothing that is unknown."""

    def check(self, result, code=0):
        self.assertEqual(result.code, code, result)
        check_report(result.out)

    def test_reports(self):
        source = known()
        hub = self.hub(source)
        clone = make_clone(self.box, "empty")
        self.check(self.repo(hub, "sample/meadow", *AS_OF))
        self.check(self.repo(hub, "sample/meadow", *AS_OF, *EVENTS))
        for args in (["--bots", "include"], ["--windows", "0"],
                     ["--window", "90s"], ["--as-of", "9999-12-31"],
                     ["--as-of", "2025-06-02"], ["--git", clone],
                     ["--no-git"], ["-m", "pr_merge_cycle"],
                     ["--threshold", "pr_merge_cycle.risk=1d"]):
            with self.subTest(args=args):
                self.check(self.repo(None, "sample/meadow", "--offline",
                                     "-q", *AS_OF, *args))
        source.meta.update(default_branch=None, archived=True, fork=True,
                           has_issues=False, pushed_at=None)
        self.check(self.repo(hub, "sample/meadow", *AS_OF))
        hub.repos.clear()
        self.check(self.repo(hub, "sample/meadow", *AS_OF), 4)

    def test_in_part(self):
        hub = self.hub(many(250), faults=[Fault("page=2", 451)])
        result = self.repo(hub, "sample/meadow", *AS_OF, *EVENTS)
        self.check(result, 4)
        self.assertIs(result.json["coverage"]["complete"], False)


class TestTable(Case):
    def setUp(self):
        super().setUp()
        self.hub_here = self.hub(known())
        self.good(self.hub_here, "sample/meadow", *AS_OF)

    def arguments(self, *args):
        return ["repo", "-q", "--db", self.box.path("store.db"), "--offline",
                "sample/meadow", *AS_OF, *args]

    def table(self, *args, **env):
        result = self.box.run(*self.arguments(*args), env=env)
        self.assertEqual((result.code, result.err), (0, ""), result)
        return result.out

    def on_terminal(self, *args, stderr=None, rows=0, **env):
        """The exit code, and what a terminal is sent."""
        main, side = pty.openpty()
        if rows:
            fcntl.ioctl(side, termios.TIOCSWINSZ,
                        struct.pack("HHHH", rows, 80, 0, 0))
        run = self.box.start(
            *args, stdout=side, stderr=side if stderr is None else stderr,
            env={"TERM": "xterm", **env})
        os.close(side)
        out = b""
        while True:
            try:
                part = os.read(main, 65536)
            except OSError:  # Linux says so when the other side is closed
                break
            if not part:
                break
            out += part
        os.close(main)
        self.box.wait(run)
        self.assertNotIn(b"Sanitizer", out)
        return run.returncode, out

    def test_figures(self):
        """The numbers of the JSON are the numbers of the table."""
        lines = self.table().decode().splitlines()
        self.assertTrue(lines[0].startswith("sample/meadow"), lines[0])
        row = [line for line in lines if "PR merge cycle" in line][0]
        self.assertRegex(row, r"healthy +PR merge cycle +10 +h +7 ")
        self.assertIn("Look at Issue close rate (risk)", lines)
        row = [line for line in lines[4:] if "Issue close rate" in line][0]
        self.assertRegex(row, r"risk +Issue close rate +50 +% +8 ")

    def test_colour_of_terminals(self):
        plain = self.table().replace(b"\n", b"\r\n")
        self.assertNotIn(b"\x1b", plain)
        for args, env, coloured in (
                ([], {}, True), ([], {"NO_COLOR": "1"}, False),
                ([], {"TERM": "dumb"}, False),
                (["--color", "never"], {}, False),
                (["--color", "always"], {"NO_COLOR": "1"}, True)):
            with self.subTest(args=args, env=env):
                code, out = self.on_terminal(*self.arguments(*args), **env)
                self.assertEqual(code, 0)
                self.assertEqual(b"\x1b[" in out, coloured, out)
                self.assertEqual(re.sub(rb"\x1b\[[0-9;]*m", b"", out), plain)

    def test_width(self):
        """Never wider than the screen, and ASCII where that is all."""
        for columns in (60, 72, 80, 100, 200):
            out = self.table(COLUMNS=str(columns)).decode("utf-8")
            for line in out.splitlines():
                self.assertLessEqual(len(line), columns, line)
            out = self.table(COLUMNS=str(columns), LC_ALL="C").decode("ascii")
            for line in out.splitlines():
                self.assertLessEqual(len(line), columns, line)
        for columns in ("0", "-5", "x", "99999999999999999999", "1", "20"):
            self.assertIn(b"merge", self.table(COLUMNS=columns).lower())

    def paged(self, *args, rows=20, **env):
        """The same on a terminal of so many rows; and what a pager got."""
        seen = self.box.path("paged")
        if os.path.exists(seen):
            os.unlink(seen)
        self.box.write("pager", "#!/bin/sh\ncat >'%s'\n" % seen, 0o755)
        env.setdefault("PAGER", self.box.path("pager"))
        code, out = self.on_terminal(*self.arguments(*args), rows=rows, **env)
        self.assertEqual(code, 0, out)
        if not os.path.exists(seen):
            return out, None
        with open(seen, "rb") as file:
            return out, file.read().replace(b"\n", b"\r\n")

    def test_check_for_a_person(self):
        """A terminal gets what a log does not: marks, and the next step."""
        words = ["check", "-q", "--db", self.box.path("store.db"),
                 "--offline", "sample/meadow", *AS_OF]
        log = self.box.run(*words)
        self.assertEqual(log.code, 1, log)
        self.assertTrue(log.out.startswith(b"failed     issue_close_rate: "))
        code, out = self.on_terminal(*words, NO_COLOR="1")
        self.assertEqual(code, 1)
        self.assertIn(b"failed     issue_close_rate: ", out)
        self.assertTrue(out.endswith(b"\r\nNext: healthscan explain "
                                     b"issue_close_rate sample/meadow, "
                                     b"with the same options\r\n"))
        self.assertNotIn(b"Next", log.out)
        code, out = self.on_terminal(*words, "-o", self.box.path("log"))
        self.assertEqual((code, out), (1, b""))
        with open(self.box.path("log"), "rb") as file:
            self.assertEqual(file.read(), log.out)

    def test_room_for_every_column(self):
        # The titles of what GitHub tells are short enough for that.
        head = next(line for line in self.table(COLUMNS="100").decode()
                    .splitlines() if line.startswith("Status"))
        self.assertEqual(head.split(), ["Status", "Metric", "Value", "n",
                                        "open", "Trend", "Change", "Healthy",
                                        "Risk"])

    def test_pager(self):
        """What is longer than the screen goes to the pager, and no other."""
        whole, paged = self.paged(rows=200)
        self.assertIsNone(paged)
        self.assertIn(b"merge", whole)
        out, paged = self.paged()
        self.assertEqual((out, paged), (b"", whole))
        out, paged = self.paged(HEALTHSCAN_PAGER=self.box.path("pager"),
                                PAGER="false")
        self.assertEqual((out, paged), (b"", whole))
        for args, env in (
                (["--no-pager"], {}), ([], {"HEALTHSCAN_NO_PAGER": "1"}),
                ([], {"PAGER": ""}), ([], {"PAGER": "cat"}),
                ([], {"PAGER": "/no/such/pager"}),
                ([], {"PAGER": "'unfinished"})):
            with self.subTest(args=args, env=env):
                self.assertEqual(self.paged(*args, **env), (whole, None))
        for args in (["-f", "json"], ["-o", self.box.path("file")]):
            self.assertIsNone(self.paged(*args)[1])
        # A reader who has seen enough is no failure.
        self.assertEqual(self.paged(PAGER="true")[0], b"")
        code, out = self.on_terminal("help", "repo", rows=20,
                                     PAGER=self.box.path("pager"))
        self.assertEqual((code, out), (0, b""))

    def test_links(self):
        """Where the terminal is known to show them; they take no room."""
        link = re.compile(rb"\x1b\]8;;([^\x1b]*)\x1b\\")
        for args, env, linked in (
                ([], {"FORCE_HYPERLINK": "1"}, True),
                ([], {"WT_SESSION": "1"}, True),
                ([], {"VTE_VERSION": "7200"}, True),
                ([], {"VTE_VERSION": "4000"}, False),
                ([], {"WT_SESSION": "1", "FORCE_HYPERLINK": "0"}, False),
                ([], {}, False),
                (["--color", "never"], {"WT_SESSION": "1"}, False)):
            with self.subTest(args=args, env=env):
                code, out = self.on_terminal(*self.arguments(*args), **env)
                self.assertEqual(code, 0)
                found = link.findall(out)
                self.assertEqual(found, [
                    b"https://github.com/sample/meadow", b""] if linked
                    else [])
                self.assertEqual(
                    re.sub(rb"\x1b\[[0-9;]*m", b"", link.sub(b"", out)),
                    self.table().replace(b"\n", b"\r\n"))
        words = self.arguments()
        words[:1] = ["explain", "pr_merge_cycle"]
        _, out = self.on_terminal(*words, FORCE_HYPERLINK="1")
        self.assertIn(b"https://github.com/sample/meadow/pull/1",
                      link.findall(out))
        self.assertEqual(link.findall(self.table()), [])

    def test_progress_on_terminals(self):
        """A bar that takes itself away, and no bar for who wants none."""
        hub = self.hub(many(450), faults=[
            Fault("/issues", "slow", nth=None, seconds=0.05)])
        words = ["repo", "--api-url", hub.url, "sample/meadow", *AS_OF]
        code, out = self.on_terminal(*words, "--db", self.box.path("1.db"))
        self.assertEqual(code, 0, out)
        self.assertIn(b"\rissues: ", out)
        self.assertRegex(out, rb"\r +\r")
        for args in (["--no-progress"], ["-q"]):
            code, out = self.on_terminal(
                *words, "--db", self.box.path("2.db"), *args)
            self.assertEqual(code, 0, out)
            self.assertNotIn(b"issues: ", out)

    def test_the_cost_is_said_before(self):
        """At a first look without a token, if it is more than an hour's."""
        hub = self.hub(many(200))
        words = ["repo", "--api-url", hub.url, "sample/meadow", *AS_OF,
                 "--profile", "full", "--db"]
        cost = re.compile(rb"sample/meadow takes about (\d+) requests, and "
                          rb"without a token 60 an hour are allowed: about ")
        code, plan = self.on_terminal(
            *words, self.box.path("no.db"), "--dry-run", "-f", "csv")
        self.assertEqual(code, 0, plan)
        total = re.search(rb"total,(\d+),", plan).group(1)
        self.assertGreater(int(total), 60)
        begun = len(asked(hub))
        code, out = self.on_terminal(*words, self.box.path("1.db"))
        self.assertEqual(code, 0, out)
        self.assertEqual(cost.findall(out), [total])
        self.assertLess(cost.search(out).start(), out.index(b"\rissues: "))
        probed = len(asked(hub)) - begun
        # Who knows it, does not pay or does not read it is asked nothing.
        for args, env in (
                (["1.db"], {}), (["2.db"], {"GH_TOKEN": "t0ken"}),
                (["3.db", "-q"], {}), (["4.db", "--profile", "core"], {})):
            with self.subTest(args=args):
                code, out = self.on_terminal(
                    *words, self.box.path(args[0]), *args[1:], **env)
                self.assertEqual(code, 0, out)
                self.assertEqual(cost.findall(out), [])
        begun = len(asked(hub))
        self.repo(hub, "sample/meadow", *AS_OF, "--profile", "full",
                  db="5.db")
        self.assertLess(len(asked(hub)) - begun, probed)

    def test_facts_elsewhere(self):
        """Not a terminal: one line a fact, and none with -q."""
        result = self.repo(self.hub_here, "sample/meadow", *AS_OF)
        self.assertRegex(result.err, (
            r"\Ahealthscan: sample/meadow: 3 requests, 3 of them [^\n]+\n\Z"))
        result = self.repo(self.hub_here, "sample/meadow", "-q", *AS_OF)
        self.assertEqual(result.err, "")


if __name__ == "__main__":
    unittest.main()
