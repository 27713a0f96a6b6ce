#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Kills at any moment, disks that are full, clocks that jump."""
import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import FakeGitHub  # noqa: E402
from harness import Case, asked, at  # noqa: E402
from test_migrated import FIRST, SCHEMAS, Migrating  # noqa: E402
from test_migrated import contents, make_older  # noqa: E402
from test_sync import AS_OF, EVENTS, known, many, one_of_many  # noqa: E402

NAME = "sample/meadow"
YEAR = 365 * 86400
KILLS = int(os.environ.get("HSCAN_KILLS", "12"))
CLOCK = os.path.join(os.environ.get("HSCAN_BUILD_DIR", ""), "tests",
                     "libhscan_wrong_clock.so")


class TestKilled(Case):
    PAGE = 100

    def check_store(self, path):
        """Sound, and of every list whole pages and the place behind them."""
        with sqlite3.connect(path) as db:
            self.assertEqual(
                db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(
                db.execute("PRAGMA foreign_key_check").fetchall(), [])
            made = db.execute("PRAGMA user_version").fetchone()[0]
            items = db.execute("SELECT count(*) FROM item").fetchone()[0] \
                if made else 0
        db.close()
        self.assertTrue(items % self.PAGE == 0 or items == 450, items)
        return items

    def forget_all(self):
        """From here on it is written again."""
        for end in ("", "-wal", "-shm"):
            if os.path.exists(self.box.path("store.db" + end)):
                os.unlink(self.box.path("store.db" + end))

    def test_at_any_moment(self):
        """Whenever it is killed, the next run goes on; in the end all is as if
        nothing had been. The moments are the same in every test, but what a
        run has come to by then is not."""
        source = many(450)
        source.events = known().events
        hub = self.hub(source)
        begun = time.monotonic()
        fresh = self.good(hub, NAME, *AS_OF, *EVENTS, db="fresh.db")
        lasts = time.monotonic() - begun
        moments = random.Random(20260101)
        killed = held = 0
        for _ in range(KILLS):
            run = self.box.start(
                "repo", "-q", "-f", "json", "--db", self.box.path("store.db"),
                "--api-url", hub.url, NAME, *AS_OF, *EVENTS,
                stdout=subprocess.DEVNULL)
            time.sleep(moments.uniform(0, lasts))
            run.send_signal(signal.SIGKILL)
            killed += self.box.wait(run).code == -signal.SIGKILL
            if os.path.exists(self.box.path("store.db")):
                items = self.check_store(self.box.path("store.db"))
                self.assertGreaterEqual(items, held)
                held = items
                # What is digested is what is there, at any moment.
                looked = self.command("doctor", None, "--offline")
                self.assertEqual(looked.code, 0, looked)
                if held == 450:
                    self.forget_all()
                    held = 0
        self.assertGreater(killed, 0)
        result = self.good(hub, NAME, *AS_OF, *EVENTS)
        self.assertEqual(result.bytes, fresh.bytes)
        self.assertEqual(self.check_store(self.box.path("store.db")), 450)


class TestMigrationKilled(Migrating):
    def test_at_any_moment(self):
        """Each migration is there as a whole, or not at all."""
        newest, said = self.fill(many(450))
        moments = random.Random(20261130)
        begun = time.monotonic()
        self.numbers("store.db")
        lasts = (time.monotonic() - begun) / 2
        killed = 0
        for version in range(FIRST, len(SCHEMAS)):
            for _ in range(KILLS // 4 + 1):
                path = self.box.path("killed.db")
                for end in ("", "-wal", "-shm"):
                    if os.path.exists(path + end):
                        os.unlink(path + end)
                make_older(newest, path, version)
                run = self.box.start("repo", "-q", "--db", path, NAME,
                                     "--offline", *AS_OF, *EVENTS,
                                     stdout=subprocess.DEVNULL)
                time.sleep(moments.uniform(0, lasts))
                run.send_signal(signal.SIGKILL)
                killed += self.box.wait(run).code == -signal.SIGKILL
                self.assertEqual(self.numbers("killed.db"), said, version)
                self.assertEqual(contents(path)[0], len(SCHEMAS))
        self.assertGreater(killed, 0)


class TestFull(Case):
    """A file system of its own, as large as it is told to be."""

    def setUp(self):
        super().setUp()
        self.small = self.box.path("small")
        os.mkdir(self.small)
        if not self.mount("size=4k"):
            self.skipTest("needs the right to mount a file system")
        self.addCleanup(subprocess.run, ["umount", self.small], check=False)

    def mount(self, options):
        return subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.small],
            stderr=subprocess.DEVNULL, check=False).returncode == 0

    def resize(self, size):
        self.assertTrue(self.mount("remount,size=" + size))

    def test_store(self):
        """Wherever it ends, it says so; with room it goes on from there."""
        hub = self.hub(many(250))
        fresh = self.good(hub, NAME, *AS_OF)
        codes = []
        for size in (4, 32, 64, 128, 192, 256, 320, 384, 448):
            self.resize("%dk" % size)
            result = self.repo(hub, NAME, "-q", *AS_OF, db="small/store.db")
            codes.append(result.code)
            if result.code != 0:
                self.check_failure(result, 5, "store")
                self.assertNotIn("damaged", result.err)
                self.assertNotIn("please report", result.err)
                self.assertEqual(result.out, b"")
        self.assertGreaterEqual(codes.count(5), 4, codes)
        self.resize("16m")
        result = self.good(hub, NAME, *AS_OF, db="small/store.db")
        self.assertEqual(result.bytes, fresh.bytes)

    def test_looking(self):
        """A whole store can be read where there is no room for anything."""
        hub = self.hub(known())
        self.resize("16m")
        fresh = self.good(hub, NAME, *AS_OF, db="small/store.db")
        with open(os.path.join(self.small, "filler"), "wb",
                  buffering=0) as file:
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(4096))
        for args in (["repo", "-q", "-f", "json", NAME, "--offline", *AS_OF],
                     ["query", "SELECT count(*) FROM v_item"]):
            result = self.run_program(
                *args, "--db", os.path.join(self.small, "store.db"))
            self.assertEqual(result.code, 0, result)
            if args[0] == "repo":
                self.assertEqual(result.bytes, fresh.bytes)
        result = self.repo(hub, NAME, "-q", *AS_OF, db="small/store.db")
        self.check_failure(result, 5, "store")

    def test_what_is_written_beside(self):
        """A result and a recording are whole, or it is said."""
        hub = self.hub(many(250))
        self.good(hub, NAME, *AS_OF)
        report = os.path.join(self.small, "report.html")
        self.box.write("small/report.html", "old")
        result = self.run_program(
            "repo", "-q", "--db", self.box.path("store.db"), "--offline",
            NAME, *AS_OF, "-f", "html", "-o", report)
        self.check_failure(result, 5, report, "No space left")
        with open(report, encoding="ascii") as file:
            self.assertEqual(file.read(), "old")
        self.assertEqual(os.listdir(self.small), ["report.html"])
        site = os.path.join(self.small, "site")
        os.unlink(report)
        # A page takes more; with room it goes on from there.
        for size, code in (("16k", 5), ("64k", 5), ("2m", 0)):
            self.resize(size)
            result = self.run_program(
                "scan", "-q", "--db", self.box.path("store.db"), "--offline",
                NAME, *AS_OF, "-f", "html", "-o", site + "/")
            if code:
                self.check_failure(result, code, site, "No space left")
            self.assertEqual(result.code, code, result)
            self.assertEqual(sorted(os.listdir(site)), [
                ".healthscan-pages", *(() if code else (
                    "index.html", "sample--meadow.html"))])
        shutil.rmtree(site)
        self.resize("64k")
        result = self.repo(hub, NAME, "-q", *AS_OF, "--record",
                           os.path.join(self.small, "recording"))
        self.check_failure(result, 5, "recording", "No space left")


@unittest.skipUnless(os.path.isfile(CLOCK), "there is no clock to be wrong")
class TestClock(Case):
    """Nothing of what is told depends on the clock, but the time of day."""

    def at_clock(self, off, step=0):
        # A blank in its path would end it.
        clock = shutil.copy(CLOCK, self.box.dir)
        env = {"LD_PRELOAD": clock, "HSCAN_CLOCK_OFF": str(off),
               "HSCAN_CLOCK_STEP": str(step)}
        asan = self.box.env.get("ASAN_OPTIONS", "")
        env["ASAN_OPTIONS"] = ":".join(
            part for part in (asan, "verify_asan_link_order=0") if part)
        return env

    def setUp(self):
        super().setUp()
        self.source = many(250)
        self.server = self.hub(self.source)
        self.fresh = self.good(self.server, NAME, *AS_OF, db="fresh.db")

    def test_the_clock_is_wrong_at_all(self):
        told = self.good(self.server, NAME, *AS_OF,
                         env=self.at_clock(10 * YEAR)).json
        self.assertGreater(told["generated_at"], "2030")

    def test_jumps(self):
        """Ten years ahead, then right, then ten years behind."""
        for off in (10 * YEAR, 0, -10 * YEAR, 0):
            with self.subTest(off=off):
                result = self.good(self.server, NAME, *AS_OF,
                                   env=self.at_clock(off))
                self.assertEqual(result.bytes, self.fresh.bytes)
        # What is new is found all the same.
        self.source.items.append(one_of_many(301, at("2026-02-20")))
        later = self.good(self.server, NAME, *AS_OF,
                          env=self.at_clock(-10 * YEAR))
        fresh = self.good(self.server, NAME, *AS_OF, db="fresh2.db")
        self.assertEqual(later.bytes, fresh.bytes)
        self.assertNotEqual(later.bytes, self.fresh.bytes)

    def test_backward_while_it_runs(self):
        """An hour back with every look at it."""
        result = self.good(self.server, NAME, *AS_OF,
                           env=self.at_clock(0, step=-3600))
        self.assertEqual(result.bytes, self.fresh.bytes)

    def test_synced_in_the_future(self):
        """A store that was written by a clock that is ahead is shown, and its
        age is not made up."""
        self.good(self.server, NAME, *AS_OF, env=self.at_clock(10 * YEAR))
        result = self.good(None, NAME, "--offline", *AS_OF)
        self.assertEqual(result.bytes, self.fresh.bytes)
        self.assertLess(result.json["generated_at"],
                        result.json["coverage"]["synced_at"])
        table = self.command("repo", None, NAME, "--offline", *AS_OF)
        self.assertEqual(table.code, 0, table)
        self.assertNotIn(b"just now", table.out)
        self.assertIn(b"ahead of this clock", table.out)

    def test_sweep_after_the_future(self):
        """A look for what has vanished does not wait for a year to come again,
        nor take that for met which was met in the future."""
        ahead = self.at_clock(10 * YEAR)
        self.good(self.server, NAME, *AS_OF, env=ahead)
        self.good(self.server, NAME, *AS_OF, "--sweep", env=ahead)
        self.source.items[:] = [r for r in self.source.items
                                if r["number"] != 10]
        self.source.gone = {10: 404}
        result = self.good(self.server, NAME, *AS_OF)
        self.assertEqual(
            result.json["coverage"]["streams"]["issues"]["rows"], 249)
        # Once, and not each time.
        self.server.forget()
        self.good(self.server, NAME, *AS_OF)
        self.assertEqual(len(asked(self.server, "/issues")), 1)

    def test_limit_by_another_clock(self):
        """A rate limit is waited for by the server's clock, whatever ours
        says: not for years, and not without end."""
        for off in (-YEAR, YEAR):
            with self.subTest(off=off), FakeGitHub(
                    [many(250)], limit=3) as hub:
                hub.reset_at = int(time.time()) + 1800
                begun = time.monotonic()
                result = self.repo(hub, NAME, "-q", *AS_OF, "--max-wait",
                                   "5s", env=self.at_clock(off),
                                   db="limit%d.db" % off)
                self.check_failure(result, 4, "rate limit", "used up")
                self.assertLess(time.monotonic() - begun, 30)
                self.assertEqual(len(hub.log), 3)


if __name__ == "__main__":
    unittest.main()
