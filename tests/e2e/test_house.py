#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the store holds, and getting rid of it."""
import os
import re
import sqlite3
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import comment, events_for  # noqa: E402
from harness import SOURCE, Case, at  # noqa: E402
from test_sync import AS_OF, known, many  # noqa: E402

FULL = ("--profile", "full", "--history", "events")


class TestHouse(Case):

    def setUp(self):
        super().setUp()
        self.meadow, self.hill = known(), many(240)
        self.hill.name, self.hill.id = "hill", 4200043
        self.hill.events = events_for(self.hill.items, 29800000000)
        for repo in (self.meadow, self.hill):
            repo.comments = [comment(repo.id * 10 + i, row, at("2026-02-20"),
                                     login="only-of-" + repo.name)
                             for i, row in enumerate(repo.items[:7])]
        self.server = self.hub(self.meadow, self.hill)
        for name in ("meadow", "hill"):
            self.good(self.server, "sample/" + name, *AS_OF, *FULL)

    def house(self, command, *args, **more):
        return self.command(command, None, *args, **more)

    def held(self):
        result = self.house("repos", "-f", "json")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.json["schema"], "healthscan.repos/1")
        return {r["repository"]: r for r in result.json["rows"]}

    def rows(self, db="store.db"):
        """Rows of each table, and of those with a repository by it."""
        store = sqlite3.connect(self.box.path(db))
        out = {}
        for table, in store.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table'"
                " AND name NOT LIKE 'sqlite_%'").fetchall():
            columns = [c[1] for c in store.execute(
                "PRAGMA table_info(%s)" % table)]
            by = "repo_id" if "repo_id" in columns else "0"
            for key, count in store.execute(
                    "SELECT %s, count(*) FROM %s GROUP BY 1" % (by, table)):
                out[table, key] = count
        store.close()
        return out

    def test_what_is_held(self):
        held = self.held()
        self.assertEqual(list(held), ["sample/hill", "sample/meadow"])
        self.assertEqual(held["sample/hill"]["items"], 240)
        self.assertEqual(held["sample/hill"]["answers"], 7)
        self.assertEqual(held["sample/hill"]["commits"], 0)
        self.assertGreater(held["sample/meadow"]["events"], 10)
        self.assertRegex(held["sample/hill"]["synced_at"], r"^2\d{3}-")
        table = self.house("repos")
        self.assertIn("sample/meadow", table.out.decode())
        empty = self.house("repos", "-f", "json", db="none.db")
        self.assertEqual((empty.code, empty.json["rows"]), (0, []))

    def test_how_large(self):
        """The file, but for what is nobody's, shared out."""
        held = self.held()
        size = os.path.getsize(self.box.path("store.db"))
        hill, meadow = (held["sample/" + n]["bytes"]
                        for n in ("hill", "meadow"))
        self.assertGreater(hill, meadow)  # twelve times the items
        self.assertGreater(meadow, 4096)
        self.assertLess(hill + meadow, size)
        self.assertGreater(hill + meadow, size // 3)
        # Tables without rows, and the schema, are in an empty one, too.
        self.house("repos", db="none.db")
        empty = os.path.getsize(self.box.path("none.db"))
        self.assertGreater(hill + meadow, size - empty)

    def test_every_table_is_known(self):
        """One that a later migration adds is not left behind."""
        forget = ""
        for name in ("forget", "forget-digests", "forget-names"):
            with open(os.path.join(SOURCE, "queries", "store", name + ".sql"),
                      encoding="utf-8") as file:
                forget += file.read()
        store = sqlite3.connect(self.box.path("store.db"))
        tables = [name for name, in store.execute(
            "SELECT m.name FROM sqlite_schema AS m, pragma_table_info(m.name)"
            " AS c WHERE m.type = 'table' AND c.name = 'repo_id'")]
        store.close()
        self.assertGreater(len(tables), 10)
        # Digests go last, names by the number of the forge.
        self.assertIn("digest", tables)
        for table in set(tables) - {"digest"}:
            self.assertIn("DELETE FROM %s WHERE repo_id = :repo_id;" % table,
                          forget)

    def test_forget(self):
        before = self.rows()
        hill = self.good(None, "sample/hill", *AS_OF, *FULL, "--offline")
        ids = {key for _, key in before if key}
        self.assertEqual(len(ids), 2)
        gone = self.house("forget", "sample/meadow")
        self.assertEqual(gone.code, 0, gone)
        self.assertEqual(gone.out, b"")
        self.assertRegex(gone.err, "sample/meadow is forgotten: [1-9]")
        after = self.rows()
        self.assertEqual(len({key for _, key in after if key}), 1)
        self.assertEqual(before["repo_name", 0], 2)
        self.assertEqual(after["repo_name", 0], 1)
        # Nothing of the other one is touched, but for accounts.
        for (table, key), count in after.items():
            if key:
                self.assertEqual(before[table, key], count, table)
        store = sqlite3.connect(self.box.path("store.db"))
        logins = {row[0] for row in store.execute("SELECT login FROM account")}
        self.assertEqual(store.execute("PRAGMA foreign_key_check").fetchall(),
                         [])
        store.close()
        self.assertIn("only-of-hill", logins)
        self.assertNotIn("only-of-meadow", logins)
        self.assertEqual(list(self.held()), ["sample/hill"])
        again = self.good(None, "sample/hill", *AS_OF, *FULL, "--offline")
        self.assertEqual(again.bytes, hill.bytes)
        # It can be read again, as if for the first time.
        fresh = self.good(self.server, "sample/meadow", *AS_OF, *FULL,
                          db="fresh.db")
        anew = self.good(self.server, "sample/meadow", *AS_OF, *FULL)
        self.assertEqual(anew.bytes, fresh.bytes)

    def test_forget_what_is_not_there(self):
        before = self.rows()
        self.check_failure(self.house("forget", "sample/none"), 3,
                           "sample/none", "healthscan repos")
        self.check_failure(self.house("forget", "nonsense"), 2, "nonsense")
        self.assertEqual(self.house("forget").code, 2)
        self.assertEqual(self.rows(), before)

    def test_db_info(self):
        result = self.house("db", "info", "-f", "json")
        self.assertEqual(result.code, 0, result)
        facts = {r["what"]: r["value"] for r in result.json["rows"]}
        self.assertEqual(facts["path"], self.box.path("store.db"))
        self.assertEqual(facts["check"], "ok")
        self.assertEqual(facts["journal_mode"], "wal")
        store = sqlite3.connect(self.box.path("store.db"))
        for name, pragma in (("schema", "user_version"),
                             ("pages", "page_count")):
            self.assertEqual(facts[name], store.execute(
                "PRAGMA " + pragma).fetchone()[0])
        store.close()

    def test_damage_is_seen(self):
        store = sqlite3.connect(self.box.path("store.db"))
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        store.close()
        with open(self.box.path("store.db"), "r+b") as file:
            file.seek(4096 * 6)
            file.write(b"\xff" * 4096 * 8)
        result = self.house("db", "info")
        self.assertEqual(result.code, 5, result)
        self.assertEqual(len(result.lines), 1, result)

    def test_backup(self):
        want = self.good(None, "sample/hill", *AS_OF, *FULL, "--offline")
        copy = self.box.path("copy.db")
        # Also while somebody has begun to write.
        writer = sqlite3.connect(self.box.path("store.db"),
                                 isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM item")
        result = self.house("db", "backup", copy)
        writer.execute("ROLLBACK")
        writer.close()
        self.assertEqual((result.code, result.out, result.err), (0, b"", ""))
        self.assertEqual(os.stat(copy).st_mode & 0o777, 0o600)
        same = self.good(None, "sample/hill", *AS_OF, *FULL, "--offline",
                         db="copy.db")
        self.assertEqual(same.bytes, want.bytes)
        # Nothing is written over.
        with open(copy, "rb") as file:
            before = file.read()
        self.check_failure(self.house("db", "backup", copy), 5, "copy.db",
                           "another file")
        with open(copy, "rb") as file:
            self.assertEqual(file.read(), before)
        self.check_failure(self.house("db", "backup", "/nowhere/x.db"), 5,
                           "/nowhere/x.db")

    def test_prune(self):
        before = self.rows()
        store = sqlite3.connect(self.box.path("store.db"))
        with store:
            store.executemany(
                "INSERT INTO account (host, forge_id, login)"
                " VALUES ('127.0.0.1', ?, ?)",
                [(9000000 + i, "nobody-%d-%s" % (i, "x" * 200))
                 for i in range(3000)])
        store.close()
        self.assertNotEqual(self.rows(), before)
        result = self.house("db", "prune")
        self.assertEqual(result.code, 0, result)
        less = int(re.search("([0-9]+) bytes less", result.err).group(1))
        self.assertGreater(less, 500000)
        self.assertEqual(self.rows(), before)

    def test_prune_what_is_used(self):
        want = self.good(None, "sample/hill", *AS_OF, *FULL, "--offline")
        self.assertEqual(self.house("db", "prune").code, 0)
        same = self.good(None, "sample/hill", *AS_OF, *FULL, "--offline")
        self.assertEqual(same.bytes, want.bytes)

    def test_db_nonsense(self):
        self.check_failure(self.house("db", "eat"), 2, "eat", "prune")
        self.check_failure(self.house("db", "backup"), 2, "FILE")
        self.check_failure(self.house("db", "info", "x"), 2, "info")
        self.assertEqual(self.house("db").code, 2)


if __name__ == "__main__":
    unittest.main()
