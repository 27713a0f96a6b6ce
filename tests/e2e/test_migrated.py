#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Stores of older versions give the numbers that they gave."""
import glob
import os
import sqlite3
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from digests import TABLES, rows_of, tally  # noqa: E402
from harness import SOURCE, Case  # noqa: E402
from test_sync import AS_OF, EVENTS, known  # noqa: E402

NAME = "sample/meadow"
STORE_ID = 0x6873636E
QUERIES = os.path.join(SOURCE, "queries")
SCHEMAS = sorted(glob.glob(os.path.join(QUERIES, "schema", "0*.sql")))
FIRST = 2  # the issues of a store of version 1 are read once more
NAMED_STREAMS = 9
FIRST_DIGESTS = 8
NUMBERS = {"repository": 1, "issues": 2, "releases": 4, "events": 8,
           "comments": 128, "reviews": 256, "bases": 512,
           "documentation": 1024, "merges": 2048,
           "backlog": 8192, "tail": 16384, "recheck": 32768}


def columns(store, table):
    return [row[1] for row in store.execute("PRAGMA table_info(%s)" % table)]


def tables(store, of="sqlite_schema"):
    return [name for name, in store.execute(
        "SELECT name FROM %s WHERE type = 'table'"
        " AND name NOT LIKE 'sqlite_%%'" % of)]


def make_older(newest, path, version):
    """What an older version would have made of the same records."""
    store = sqlite3.connect(path, isolation_level=None)
    for schema in SCHEMAS[:version]:
        with open(schema, encoding="utf-8") as file:
            store.executescript(file.read())
    store.execute("PRAGMA application_id = %d" % STORE_ID)
    store.execute("PRAGMA user_version = %d" % version)
    store.execute("PRAGMA journal_mode = WAL")
    store.create_function("number_of", 1, NUMBERS.get)
    store.execute("ATTACH ? AS newest", (newest,))
    store.execute("PRAGMA foreign_keys = OFF")
    store.execute("BEGIN")
    for table in tables(store):
        new = store.execute("PRAGMA newest.table_info(%s)" % table)
        both = {row[1] for row in new} & set(columns(store, table))
        names = ", ".join(sorted(both))
        values = names if version >= NAMED_STREAMS else ", ".join(
            "number_of(stream)" if name == "stream" else name
            for name in sorted(both))
        store.execute("INSERT INTO main.%s (%s) SELECT %s FROM newest.%s" % (
            table, names, values, table))
    if version >= FIRST_DIGESTS:
        digest(store)
    store.execute("COMMIT")
    store.close()


def digest(store):
    """Of what is not as it was in the newest one."""
    with open(os.path.join(QUERIES, "digest", "sqlite_schema.sql"),
              encoding="utf-8") as file:
        schema = store.execute(file.read(), {"repo_id": 0}).fetchall()
    put = "UPDATE digest SET rows = ?, keys = ?, sum = ?" \
          " WHERE repo_id = ? AND part = ?"
    store.execute(put, (*tally(schema, 0, 2), 0, 1))
    for table in ("stream", "doubt", "response"):
        part, first, end = TABLES[table]
        for repo_id, in store.execute("SELECT repo_id FROM repo").fetchall():
            rows = rows_of(store, table, repo_id)
            store.execute(put, (*tally(rows, first, end), repo_id, part))


def contents(path):
    store = sqlite3.connect(path)
    found = {table: sorted(store.execute("SELECT * FROM " + table).fetchall(),
                           key=repr)
             for table in tables(store)}
    version, = store.execute("PRAGMA user_version").fetchone()
    store.close()
    return version, found


class Migrating(Case):
    def numbers(self, db):
        looked = self.command("doctor", None, "--offline", db=db)
        self.assertEqual(looked.code, 0, looked)
        result = self.command("repo", None, "--format", "json", NAME,
                              "--offline", "-q", *AS_OF, *EVENTS, db=db)
        self.assertEqual(result.code, 0, result)
        return result.bytes

    def fill(self, source):
        """A store of now, and what it says."""
        source.events = known().events
        self.good(self.hub(source), NAME, "-q", *AS_OF, *EVENTS)
        return self.box.path("store.db"), self.numbers("store.db")


class TestMigrated(Migrating):
    def test_same_numbers(self):
        newest, said = self.fill(known())
        version, held = contents(newest)
        self.assertEqual(version, len(SCHEMAS))
        for version in range(FIRST, len(SCHEMAS)):
            older = "%d.db" % version
            make_older(newest, self.box.path(older), version)
            self.assertEqual(self.numbers(older), said, version)
            version_now, held_now = contents(self.box.path(older))
            self.assertEqual(version_now, len(SCHEMAS))
            if version >= NAMED_STREAMS:
                self.assertEqual(held_now, held)


if __name__ == "__main__":
    unittest.main()
