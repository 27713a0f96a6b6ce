#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The whole catalogue over thirteen windows, and how it grows with the store.

    catalogue.py HEALTHSCAN BENCH_RUN [ITEMS...]

Each store is made here, eight years of ITEMS issues and pull requests (a
thousand to a million, if not said) with ten times as many events: answers,
closes, merges, drafts and commits. What one more of them costs may grow with
the logarithm of their number, and no faster. The medians are told beside one
of them computed by SQL with window functions, which is what a query by hand
would do.
"""
import glob
import math
import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from measure import Runner, heading, in_turn, tell

SCHEMA = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir,
                      os.pardir, "queries", "schema")
END = 1782864000  # 2026-07-01
DAY = 86400
# The store's id, and its last schema without digests: what is filled in past
# healthscan gets its digests when it is brought up to date.
STORE_ID, SCHEMA = 0x6873636e, 7
SCHEMAS = os.path.join(os.path.dirname(__file__), "..", "..", "queries",
                       "schema")
SIZES = (1000, 10000, 100000, 1000000)
LIMIT_ITEMS, LIMIT_S = 100000, 2.0  # a million events
LEAST_S = 0.1  # what takes less is mostly the start of the process

# Numbers that look like chance: chance(a, b, c) is 0 ... c - 1, of row a.
FILL = """
CREATE TEMP TABLE row AS
WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n
                         WHERE n < :count)
SELECT n, :end - CAST((:count - n) * 2900.0 * 86400 / :count AS INTEGER)
          - chance(n, 1, 86400) AS created,
       CAST(-20 * 86400 * ln((chance(n, 2, 999983) + 1) / 999984.0)
            AS INTEGER) AS took,
       1 + n % 2 AS kind, 1 + chance(n, 3, 5020) AS author,
       chance(n, 4, 100) AS luck
  FROM n;
INSERT INTO repo (repo_id, host, forge_id, full_name, default_branch,
                  created_at, pushed_at, has_issues, archived, fork)
VALUES (1, 'github.com', 1, 'sample/large', 'main', :end - 2900 * 86400,
        :end, 1, 0, 0);
INSERT INTO stream (repo_id, stream, finished, synced_at)
SELECT 1, value, 1, :end FROM json_each('[1, 2, 4, 8, 128, 256]');
INSERT INTO account (host, forge_id, login, type)
SELECT 'github.com', value, 'user' || value,
       CASE WHEN value <= 5000 THEN 'User' ELSE 'Bot' END
  FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1
                                      FROM n WHERE value < 5020)
        SELECT value FROM n);
INSERT INTO item (repo_id, number, kind, forge_id, title, author_id,
                  state_reason, open, locked, draft, comments, created_at,
                  updated_at, closed_at, merged_at)
SELECT 1, n, kind, n, 'title', author,
       CASE WHEN closed IS NOT NULL THEN 'completed' END,
       closed IS NULL, 0, 0, 3, created, :end, closed,
       CASE WHEN kind = 2 AND luck < 64 THEN closed END
  FROM (SELECT *, CASE WHEN luck < 85 AND created + took < :end
                       THEN created + took END AS closed FROM row);
INSERT INTO event (repo_id, number, kind, occurred_at, forge_id, actor_id)
SELECT 1, number, 1, closed_at, 10 * number, author_id
  FROM item WHERE closed_at IS NOT NULL
 UNION ALL
SELECT 1, number, 3, merged_at, 10 * number + 1, author_id
  FROM item WHERE merged_at IS NOT NULL
 UNION ALL
SELECT 1, number, kind, created_at + 50 + 10 * kind, 10 * number + 2 + kind,
       author_id
  FROM (SELECT i.number, e.value AS kind, i.created_at, i.author_id
          FROM item AS i JOIN json_each('[1, 2]') AS e
         WHERE i.closed_at IS NOT NULL AND i.number % 10 = 0)
 UNION ALL
SELECT 1, number, 4, created_at + 40, 10 * number + 6, author_id
  FROM item WHERE kind = 2 AND number % 10 = 1;
INSERT OR IGNORE INTO response (repo_id, number, occurred_at, kind, forge_id,
                                actor_id)
SELECT 1, n, created + chance(n, 10 + value, 30 * 86400), 1 + value % 2,
       10 * n + value, 1 + chance(n, 20 + value, 5020)
  FROM row JOIN json_each('[0, 1, 2, 3, 4, 5, 6]');
INSERT INTO item_detail (repo_id, number, updated_at, parts)
SELECT 1, number, :end, 7 FROM item WHERE kind = 2;
INSERT INTO git_author (author_id, repo_id, name, email, mapped)
SELECT forge_id, 1, 'n' || forge_id, 'u' || forge_id || '@example.org',
       'u' || forge_id || '@example.org'
  FROM account WHERE forge_id <= 3000;
INSERT INTO git_commit (repo_id, sha, committed_at, author_id, merge,
                        documentation)
SELECT 1, unhex_of(n), created, 1 + chance(n, 5, 3000), 0, luck < 10 FROM row;
INSERT INTO git_head (repo_id, sha, ref, doc_paths, mailmap, synced_at)
VALUES (1, zeroblob(20), 'refs/heads/main', 'default 1', zeroblob(20), :end);
INSERT INTO release (repo_id, forge_id, tag_name, author_id, draft,
                     prerelease, created_at, published_at)
SELECT 1, forge_id, 'v' || forge_id, 1, 0, 0, :end - forge_id * 864000,
       :end - forge_id * 864000 FROM account WHERE forge_id <= 200;
"""

MEDIANS = """
WITH w(no, s, e) AS (
  SELECT value, :end - (value + 1) * 2592000, :end - value * 2592000
    FROM json_each('[0,1,2,3,4,5,6,7,8,9,10,11,12]')), r AS (
  SELECT w.no, (merged_at - created_at) / 3600.0 AS v,
         row_number() OVER (PARTITION BY w.no
                            ORDER BY merged_at - created_at) AS k,
         count(*) OVER (PARTITION BY w.no) AS n
    FROM w JOIN item ON merged_at >= s AND merged_at < e AND kind = 2)
SELECT no, avg(v) FROM r WHERE k IN ((n + 1) / 2, (n + 2) / 2) GROUP BY no
"""


def chance(row, what, less_than):
    mixed = (row * 0x9E3779B97F4A7C15 + what * 0xBF58476D1CE4E5B9) % 2 ** 64
    mixed = (mixed ^ mixed >> 29) * 0x94D049BB133111EB % 2 ** 64
    return (mixed >> 24) % less_than


def fill(path, count):
    """Returns how many events there are. It is a store of before there were
    digests, which healthscan makes when it brings one up to date."""
    db = sqlite3.connect(path)
    for schema in sorted(glob.glob(os.path.join(SCHEMAS, "*.sql")))[:SCHEMA]:
        with open(schema, encoding="utf-8") as file:
            db.executescript(file.read())
    db.execute("PRAGMA application_id = %d" % STORE_ID)
    db.execute("PRAGMA user_version = %d" % SCHEMA)
    db.execute("PRAGMA journal_mode = WAL")
    db.create_function("chance", 3, chance, deterministic=True)
    db.create_function("ln", 1, math.log, deterministic=True)
    db.create_function("unhex_of", 1, lambda n: chance(
        n, 9, 2 ** 40).to_bytes(12, "big") + n.to_bytes(8, "big"))
    for statement in FILL.split(";\n"):
        names = {"count": count, "end": END}
        db.execute(statement, {k: v for k, v in names.items()
                               if ":" + k in statement})
    events = sum(db.execute("SELECT count(*) FROM " + table).fetchone()[0]
                 for table in ("event", "response", "git_commit"))
    db.commit()
    db.close()
    return events


class Store:
    """A store of so many items, and who reads it."""

    def __init__(self, healthscan, run, folder, count):
        self.path = os.path.join(folder, "%d.db" % count)
        self.run, self.healthscan, self.count = run, healthscan, count
        self.env = {"HOME": folder, "PATH": os.environ["PATH"]}
        self.events = fill(self.path, count)
        run([healthscan, "query", "SELECT 1", "--db", self.path],
            env=self.env)

    def compute(self, history, *more):
        return self.run([
            self.healthscan, "repo", "sample/large", "--db", self.path,
            "--offline", "--no-git", "--profile", "full", "--history",
            history, "--as-of", "2026-07-01", "--format", "json", *more],
            env=self.env)

    def medians_by_sql(self):
        db = sqlite3.connect(self.path)
        begin = time.process_time()
        rows = db.execute(MEDIANS, {"end": END}).fetchall()
        took = time.process_time() - begin
        assert len(rows) == 13, rows
        db.close()
        return took


def tell_medians(store):
    """What a run takes without any metric to speak of is taken off."""
    best = in_turn(
        3, one=lambda: store.compute("snapshot", "--metric", "pr_merge_cycle"),
        none=lambda: store.compute("snapshot", "--metric", "days_since_release"))
    sql = min(store.medians_by_sql() for _ in range(3))
    heading("Medians of 13 windows, %d items: processor time" % store.count)
    tell("pr_merge_cycle, and its medians by SQL",
         max(best["one"].cpu - best["none"].cpu, 0), sql)


def tell_growth(runs):
    """Of each size beside the one before."""
    print()
    print("%-46s %10s %10s %7s" % (
        "Growth of the whole catalogue, with events", "processor", "peak",
        "ratio"))
    before = None
    for store, run in runs:
        ratio = ""
        if before:
            smaller, took = before
            # What the start of a process takes does not grow.
            grown = ((run.cpu + LEAST_S) / (took.cpu + LEAST_S))
            allowed = (store.count * math.log(store.count) /
                       (smaller.count * math.log(smaller.count)))
            ratio = "%7.2f  (n log n: %.2f)" % (grown, allowed)
        print("%-46s %8.3f s %7.1f MB %s" % (
            "%d items, %d events" % (store.count, store.events), run.cpu,
            run.peak, ratio))
        before = (store, run)


def main():
    healthscan, run = sys.argv[1], Runner(sys.argv[2])
    sizes = [int(n) for n in sys.argv[3:]] or SIZES
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        for count in sizes:
            store = Store(healthscan, run, folder, count)
            rounds = 3 if count <= LIMIT_ITEMS else 1
            best = in_turn(rounds,
                           snapshot=lambda: store.compute("snapshot"),
                           events=lambda: store.compute("events"))
            runs.append((store, best["events"]))
            if count == LIMIT_ITEMS:
                heading("The whole catalogue, 13 windows, %d events: beside"
                        " its limit" % store.events)
                for history in ("snapshot", "events"):
                    tell("--history " + history, best[history].cpu, LIMIT_S,
                         1)
                tell_medians(store)
            os.remove(store.path)
    tell_growth(runs)


if __name__ == "__main__":
    main()
