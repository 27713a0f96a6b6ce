#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No number comes from a damaged store without a word: a run says so, or
doctor does. HSCAN_DAMAGES says how many times at random."""
import collections
import os
import shutil
import sqlite3
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, "support"))
sys.path.insert(0, os.path.join(HERE, os.pardir, "torture"))

from damage import Damage, damages  # noqa: E402
from fake_github import comment, events_for  # noqa: E402
from harness import PROGRAM, Case, History, at, make_clone  # noqa: E402
from test_sync import AS_OF, many  # noqa: E402

NAME = "sample/meadow"
FULL = ("--profile", "full", "--history", "events", "--windows", "3")
COUNT = int(os.environ.get("HSCAN_DAMAGES", "60"))
INDEXES = {
    "item_by_creation": ("item", "created_at"),
    "item_by_close": ("item", "closed_at"),
    "item_by_merge": ("item", "merged_at"),
    "git_commit_by_time": ("git_commit", "committed_at"),
}


class TestDamage(Case):

    def setUp(self):
        super().setUp()
        source = many(450)
        source.events = events_for(source.items, 29800000000)
        source.comments = [comment(800 + i, row, at("2026-02-20"))
                           for i, row in enumerate(source.items[:200])]
        history = History()
        for day in range(1, 29):
            history.commit(at("2026-02-%02d" % day),
                           {"docs/%d.md" % (day % 3): str(day)})
        clone = make_clone(self.box, "clone", history)
        self.server = self.hub(source)
        self.good(self.server, NAME, *AS_OF, *FULL, "--git", clone)
        self.path = self.box.path("store.db")
        self.sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self.want = self.tell()
        self.assertEqual(self.want.code, 0, self.want)

    def sql(self, *statements):
        with sqlite3.connect(self.path, isolation_level=None) as store:
            for statement in statements:
                store.execute(statement)
        store.close()

    def tell(self):
        return self.repo(None, NAME, "-q", "--offline", *AS_OF, *FULL)

    def doctor(self):
        return self.command("doctor", None, "--offline")

    def test_at_random(self):
        damage = Damage(PROGRAM, self.path, [NAME, *AS_OF, *FULL],
                        self.box.env)
        self.addCleanup(damage.close)
        seen = collections.Counter()
        for what, came in damages(damage, COUNT, 20260101):
            seen[came] += 1
            self.assertIn(came, ("same", "told", "doctor"), what)
        self.assertGreater(seen["told"], COUNT // 5, seen)

    def test_a_byte_of_an_index(self):
        """Inside a page, the row there is another and those behind it are not
        found: a backlog of 63 in place of 133, and exit 0."""
        with sqlite3.connect(self.path) as store:
            root, = store.execute("SELECT rootpage FROM sqlite_schema"
                                  " WHERE name = 'item_by_creation'"
                                  ).fetchone()
        store.close()
        with open(self.path, "r+b") as file:
            file.seek((root - 1) * 4096)
            page = bytearray(file.read(4096))
            first = int.from_bytes(page[12:14], "big")
            # 05: an inner page of an index has 02; a row's time is in it.
            self.assertEqual(page[0], 2)
            page[first + 13] ^= 0x40
            file.seek((root - 1) * 4096)
            file.write(page)
        told = self.tell()
        self.check_failure(told, 5, "sample/meadow", "item_by_creation",
                           "REINDEX")
        self.assertEqual(told.out, b"")
        self.check_damaged()

    def check_damaged(self):
        looked = self.doctor()
        self.assertEqual(looked.code, 5, looked)
        self.assertIn(b"damaged", looked.out)
        self.check_failure(self.command("db", None, "info"), 5, "damaged")

    def hide(self, index):
        """Takes an index out of the schema; what puts it back as it was."""
        store = sqlite3.connect(self.path, isolation_level=None)
        row = store.execute("SELECT type, name, tbl_name, rootpage, sql"
                            " FROM sqlite_schema WHERE name = ?",
                            (index,)).fetchone()
        store.execute("PRAGMA writable_schema = ON")
        store.execute("DELETE FROM sqlite_schema WHERE name = ?", (index,))
        store.close()

        def back():
            store = sqlite3.connect(self.path, isolation_level=None)
            store.execute("PRAGMA writable_schema = ON")
            store.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)",
                          row)
            store.close()
        return back

    def test_an_index_that_lacks_a_row(self):
        """Found by each run, and what it says to do mends it."""
        sound = self.box.path("sound.db")
        shutil.copy(self.path, sound)
        for index, (table, column) in INDEXES.items():
            with self.subTest(index=index):
                shutil.copy(sound, self.path)
                where = " WHERE %s = (SELECT max(%s) FROM %s)" % (
                    column, column, table)
                self.sql(
                    "CREATE TABLE aside AS SELECT * FROM " + table + where,
                    "DELETE FROM " + table + where)
                back = self.hide(index)
                self.sql("INSERT INTO " + table + " SELECT * FROM aside",
                         "DROP TABLE aside")
                back()
                self.check_failure(self.tell(), 5, index, "REINDEX")
                self.check_damaged()
                self.sql("REINDEX")
                self.assertEqual(self.tell().bytes, self.want.bytes)
                self.assertEqual(self.doctor().code, 0)

    def test_rows_lost_and_doubled(self):
        """Whatever SQLite says, they are not those that were written."""
        sound = self.box.path("sound.db")
        shutil.copy(self.path, sound)
        for statement, table in (
                ("DELETE FROM item WHERE number = 7", "item"),
                ("DELETE FROM event"
                 " WHERE number = (SELECT min(number) FROM event)", "event"),
                ("DELETE FROM response WHERE forge_id % 7 = 0", "response"),
                ("DELETE FROM stream WHERE stream = 'comments'", "stream"),
                ("DELETE FROM account", "account"),
                ("INSERT INTO response (repo_id, number, occurred_at, kind,"
                 " forge_id, actor_id) SELECT repo_id, number,"
                 " occurred_at + 1, kind, forge_id, actor_id FROM response",
                 "response"),
                ("UPDATE event SET number = number + 1", "event"),
                ("DROP INDEX item_by_close", "sqlite_schema"),
                ("DELETE FROM digest", "sqlite_schema")):
            with self.subTest(statement=statement):
                shutil.copy(sound, self.path)
                self.sql(statement)
                self.check_failure(self.tell(), 5, "damaged", table)
                self.check_damaged()

    def test_a_value_changed(self):
        """A run need not see it, doctor does."""
        sound = self.box.path("sound.db")
        shutil.copy(self.path, sound)
        for statement in (
                "UPDATE item SET title = title || '!' WHERE number = 7",
                "UPDATE item SET created_at = created_at - 86400",
                "UPDATE item SET author_association = 'MEMBER'",
                "UPDATE response SET actor_id = 1 WHERE forge_id % 7 = 0",
                "UPDATE account SET type = 'Bot'"):
            with self.subTest(statement=statement):
                shutil.copy(sound, self.path)
                self.sql(statement)
                self.check_damaged()

    def test_forgotten_and_read_again(self):
        """As the message says."""
        self.sql("DELETE FROM item WHERE number = 7")
        self.check_failure(self.tell(), 5, "healthscan forget " + NAME)
        gone = self.command("forget", None, NAME)
        self.assertEqual(gone.code, 0, gone)
        self.good(self.server, NAME, *AS_OF, *FULL, "--git",
                  self.box.path("clone"))
        self.assertEqual(self.tell().bytes, self.want.bytes)
        self.assertEqual(self.doctor().code, 0)

    def test_another_repository(self):
        """What is not asked for may be damaged: doctor says so, this does
        not depend on it."""
        self.good(self.hub(self.other()), "sample/hill", *AS_OF)
        self.sql("DELETE FROM item WHERE number = 7 AND repo_id = 2")
        self.assertEqual(self.tell().bytes, self.want.bytes)
        looked = self.doctor()
        self.assertEqual(looked.code, 5, looked)
        self.assertIn(b"sample/hill", looked.out)

    @staticmethod
    def other():
        hill = many(20)
        hill.name, hill.id = "hill", 4200043
        return hill


if __name__ == "__main__":
    unittest.main()
