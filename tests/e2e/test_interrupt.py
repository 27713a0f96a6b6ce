#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs that are broken off, and runs that meet on one store."""
import os
import signal
import sqlite3
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Fault, iso  # noqa: E402
from harness import (Case, SIGNALS, answered, asked, at,  # noqa: E402
                     eventually)
from test_sync import AS_OF, EVENTS, known, many, one_of_many  # noqa: E402

PAGE_3 = "[?&]page=3$"


class TestInterrupted(Case):
    def setUp(self):
        super().setUp()
        self.source = many(450)
        self.source.events = known().events
        self.fault = Fault("/issues[?].*" + PAGE_3, "slow", seconds=20)
        self.server = self.hub(self.source, faults=[self.fault])

    def start(self, *args, **more):
        return self.box.start(
            "repo", "-q", "--format", "json", "--db",
            self.box.path("store.db"), "--api-url", self.server.url,
            "sample/meadow", *AS_OF, *EVENTS, *args, **more)

    def break_off(self, number):
        """Ends a run in the middle of its third page; the exit code."""
        process = self.start()
        eventually(lambda: [t for t in asked(self.server, "/issues?")
                            if t.endswith("page=3")], "page 3")
        process.send_signal(number)
        return self.box.wait(process, timeout=15)

    def go_on(self):
        self.server.faults.clear()
        self.server.forget()
        result = self.good(self.server, "sample/meadow", "-q", *AS_OF,
                           *EVENTS)
        pages = asked(self.server, "/issues?")
        # From the checkpoint to the end, and a look at the top, which has
        # not changed.
        self.assertIn("page=3", pages[0])
        self.assertIn("page=4", pages[1])
        self.assertIn("page=5", pages[2])
        self.assertEqual(answered(self.server, "/issues?"),
                         [200, 200, 200, 304])
        fresh = self.good(self.server, "sample/meadow", "-q", *AS_OF,
                          *EVENTS, db="fresh.db")
        self.assertEqual(result.bytes, fresh.bytes)

    def test_killed(self):
        result = self.break_off(signal.SIGKILL)
        self.assertEqual(result.code, -signal.SIGKILL)
        self.assertEqual(result.out, b"")
        self.go_on()

    def check_signal(self, number):
        result = self.break_off(number)
        self.assertEqual(result.code, SIGNALS[number], result)
        self.assertEqual(len(result.lines), 1, result)
        self.assertTrue(
            result.err.startswith("healthscan: interrupted"), result)
        self.assertIn("run again", result.err)
        self.assertEqual(result.out, b"", result)
        self.go_on()

    def test_interrupted(self):
        self.check_signal(signal.SIGINT)

    def test_terminated(self):
        self.check_signal(signal.SIGTERM)

    def test_ignored_signal_stays_ignored(self):
        """As below nohup: who started us ignores it, so do we."""
        self.fault.seconds = 1

        def ignore():
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        process = self.start(preexec_fn=ignore)
        eventually(lambda: [t for t in asked(self.server, "/issues?")
                            if t.endswith("page=3")], "page 3")
        process.send_signal(signal.SIGINT)
        result = self.box.wait(process)
        self.assertEqual(result.code, 0, result)

    def test_while_waiting(self):
        """An interrupt ends the wait for a rate limit, too."""
        self.server.faults[:] = [Fault(PAGE_3, "retry-after", value=30)]
        process = self.box.start(
            "repo", "--format", "json", "--db", self.box.path("store.db"),
            "--api-url", self.server.url, "sample/meadow", *AS_OF)
        eventually(lambda: 403 in self.server.statuses(), "the limit")
        process.send_signal(signal.SIGINT)
        result = self.box.wait(process, timeout=10)
        self.assertEqual(result.code, 130, result)
        self.assertTrue(result.lines[-1].startswith("healthscan: "), result)
        self.server.faults.clear()
        self.good(self.server, "sample/meadow", *AS_OF)

    def test_changed_meanwhile(self):
        """What came and changed between the two runs is not lost."""
        for day, style in enumerate(("page", "cursor")):
            with self.subTest(style=style):
                self.server.page_style = style
                self.server.faults[:] = [Fault(
                    "/issues[?].*[?&]page=3", "slow", seconds=20)]
                process = self.start("--db", self.box.path(style))
                eventually(lambda: [t for t in asked(self.server, "/issues?")
                                    if "page=3" in t], "page 3")
                process.kill()
                self.box.wait(process)
                later = at("2026-02-%d" % (20 + 3 * day))
                first = len(self.source.items) + 1
                self.source.items += [one_of_many(n, later + n)
                                      for n in range(first, first + 130)]
                self.source.items[3].update(
                    state="closed", closed_at=iso(later + 86400),
                    updated_at=iso(later + 86400), title=style)
                self.server.faults.clear()
                result = self.good(self.server, "sample/meadow", *AS_OF,
                                   *EVENTS, db=style)
                fresh = self.good(self.server, "sample/meadow", *AS_OF,
                                  *EVENTS, db=style + "-fresh")
                self.assertEqual(result.bytes, fresh.bytes)
                self.server.forget()

    def test_killed_again_and_again(self):
        """Each run goes further, whatever ends it."""
        reached = 0
        for page in range(1, 6):
            self.server.faults[:] = [Fault(
                "/issues[?]" + (".*[?&]page=%d$" % page if page > 1 else ""),
                "slow", seconds=20)]
            self.server.forget()
            process = self.start()
            eventually(lambda p=page: any(
                t.endswith("page=%d" % p) if p > 1 else True
                for t in asked(self.server, "/issues?")), "page %d" % page)
            process.kill()
            self.box.wait(process)
            self.assertEqual(len(asked(self.server, "/issues?")),
                             2 if page > 2 else page)
            reached = page
        self.assertEqual(reached, 5)
        self.server.faults.clear()
        result = self.good(self.server, "sample/meadow", *AS_OF, *EVENTS)
        fresh = self.good(self.server, "sample/meadow", *AS_OF, *EVENTS,
                          db="fresh.db")
        self.assertEqual(result.bytes, fresh.bytes)

    def test_partial_store_offline(self):
        """Half a list is never shown as a whole one."""
        self.break_off(signal.SIGKILL)
        result = self.good(None, "sample/meadow", "--offline", *AS_OF)
        coverage = result.json["coverage"]
        self.assertIs(coverage["complete"], False)
        self.assertIs(coverage["streams"]["issues"]["complete"], False)
        self.assertEqual(coverage["streams"]["issues"]["rows"], 200)
        metric = result.metric("pr_merge_cycle")
        self.assertIsNone(metric["value"])
        self.assertIn("in part", metric["reason"])


class TestTogether(Case):
    def check_store(self):
        with sqlite3.connect(self.box.path("store.db")) as db:
            self.assertEqual(
                db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(
                db.execute("PRAGMA foreign_key_check").fetchall(), [])

    def test_same_repository(self):
        """Several processes on one new store: all end well, alike."""
        hub = self.hub(many(450), faults=[
            Fault("/issues", "slow", nth=None, seconds=0.05)])
        runs = [self.box.start(
            "repo", "-q", "--format", "json", "--db",
            self.box.path("store.db"), "--api-url", hub.url,
            "sample/meadow", *AS_OF, *EVENTS) for _ in range(4)]
        results = [self.box.wait(run) for run in runs]
        fresh = self.good(hub, "sample/meadow", *AS_OF, *EVENTS,
                          db="fresh.db")
        for result in results:
            self.assertEqual(result.code, 0, result)
            self.assertEqual(result.err, "", result)
        last = self.good(hub, "sample/meadow", *AS_OF, *EVENTS)
        self.assertEqual(last.bytes, fresh.bytes)
        self.assertIn(fresh.bytes, [r.bytes for r in results])
        self.check_store()

    def test_two_repositories(self):
        one, two = known(), many(450)
        two.name, two.id = "hill", 4200043
        hub = self.hub(one, two)
        runs = {name: self.box.start(
            "repo", "-q", "--format", "json", "--db",
            self.box.path("store.db"), "--api-url", hub.url,
            "sample/" + name, *AS_OF) for name in ("meadow", "hill")}
        for name, run in runs.items():
            result = self.box.wait(run)
            self.assertEqual(result.code, 0, result)
            fresh = self.good(hub, "sample/" + name, *AS_OF,
                              db="fresh-%s.db" % name)
            self.assertEqual(result.bytes, fresh.bytes)
        self.check_store()

    def test_reader_meanwhile(self):
        """A report from the store does not wait for a sync under way."""
        source = many(450)
        hub = self.hub(source)
        self.good(hub, "sample/meadow", *AS_OF)
        source.items += [one_of_many(n, at("2026-02-20") + n)
                         for n in range(451, 651)]
        hub.faults.append(Fault("page=2", "slow", seconds=20))
        process = self.box.start(
            "repo", "-q", "--db", self.box.path("store.db"), "--api-url",
            hub.url, "sample/meadow", *AS_OF)
        hub.forget()
        eventually(lambda: asked(hub, "page=2"), "page 2")
        result = self.good(None, "sample/meadow", "--offline", *AS_OF,
                           timeout=10)
        self.assertGreaterEqual(
            result.json["coverage"]["streams"]["issues"]["rows"], 450)
        process.kill()
        self.box.wait(process)


if __name__ == "__main__":
    unittest.main()
