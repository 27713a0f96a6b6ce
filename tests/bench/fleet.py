# SPDX-License-Identifier: MIT
"""A store of thousands of repositories of uneven size, made by SQL alone: a
hundred million rows would take a day otherwise. The same for the same numbers.

    fleet.py STORE REPOSITORIES ITEMS
"""
import glob
import os
import sqlite3
import sys

END = 1782864000  # 2026-07-01
DAY = 86400
# The last schema without digests: what is filled in past healthscan gets its
# digests when it is brought up to date.
STORE_ID, SCHEMA = 0x6873636e, 7
SCHEMAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir,
                       os.pardir, "queries", "schema")
ACCOUNTS, PEOPLE = 5020, 5000

# Of one repository, of so many items over eight years. chance(A, B, C) is 0 ...
# C - 1, of row A; SQLite's own numbers are no wider than 63 bits.
FILL = """
INSERT INTO repo (repo_id, host, forge_id, full_name, default_branch,
                  created_at, pushed_at, has_issues, archived, fork)
VALUES (:repo, 'github.com', 1000 + :repo, 'sample/r' || :repo, 'main',
        :end - 2900 * 86400, :end, 1, 0, 0);
INSERT INTO stream (repo_id, stream, finished, synced_at)
SELECT :repo, value, 1, :end FROM json_each('[1, 2, 4, 8, 128, 256]');
DELETE FROM temp.row;
INSERT INTO temp.row
WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n
                         WHERE n < :count)
SELECT n, :first + n,
       :end - CAST((:count - n) * 2890.0 * 86400 / :count AS INTEGER)
            - 1 - chance(:first + n, 1, 86400),
       CAST(-20 * 86400 * ln((chance(:first + n, 2, 999983) + 1) / 999984.0)
            AS INTEGER),
       1 + n % 2, 1 + chance(:first + n, 3, 5020), chance(:first + n, 4, 100)
  FROM n;
INSERT INTO item (repo_id, number, kind, forge_id, title, author_id,
                  state_reason, open, locked, draft, comments, created_at,
                  updated_at, closed_at, merged_at)
SELECT :repo, n, kind, serial, 'title', CASE WHEN luck = 99 THEN NULL ELSE author
                                     END,
       CASE WHEN closed IS NOT NULL
            THEN CASE luck % 9 WHEN 0 THEN 'not_planned' ELSE 'completed' END
        END,
       closed IS NULL, 0, 0, 4, created, :end, closed,
       CASE WHEN kind = 2 AND luck < 64 THEN closed END
  FROM (SELECT *, CASE WHEN luck < 85 AND created + took < :end
                       THEN created + took END AS closed FROM temp.row);
INSERT INTO event (repo_id, number, kind, occurred_at, forge_id, actor_id)
SELECT i.repo_id, i.number, e.value,
       CASE e.value WHEN 1 THEN i.closed_at WHEN 3 THEN i.merged_at
                    ELSE i.created_at + 40 END,
       10 * i.forge_id + e.value, i.author_id
  FROM item AS i JOIN json_each('[1, 3, 4]') AS e
 WHERE i.repo_id = :repo
   AND CASE e.value WHEN 1 THEN i.closed_at IS NOT NULL
                    WHEN 3 THEN i.merged_at IS NOT NULL
                    ELSE i.kind = 2 AND i.number % 10 = 1 END;
INSERT INTO event (repo_id, number, kind, occurred_at, forge_id, actor_id)
SELECT i.repo_id, i.number, e.value, i.created_at + 1 + e.value,
       10 * i.forge_id + 5 + e.value, i.author_id
  FROM item AS i JOIN json_each('[1, 2]') AS e
 WHERE i.repo_id = :repo AND i.number % 10 = 0
   AND i.closed_at > i.created_at + 100;
INSERT OR IGNORE INTO response (repo_id, number, occurred_at, kind, forge_id,
                                actor_id)
SELECT :repo, n, created + chance(serial, 10 + value, 30 * 86400), 1 + value % 2,
       10 * serial + value, 1 + chance(serial, 20 + value, 5020)
  FROM temp.row JOIN json_each('[0, 1, 2, 3, 4, 5, 6, 7]');
INSERT INTO item_detail (repo_id, number, updated_at, parts)
SELECT :repo, number, :end, 7 FROM item WHERE repo_id = :repo AND kind = 2;
INSERT INTO git_author (author_id, repo_id, name, email, mapped)
SELECT 100 * :repo + forge_id, :repo, 'n' || forge_id,
       'u' || forge_id || '@example.org', 'u' || forge_id || '@example.org'
  FROM account WHERE forge_id <= min(99, 3 + :count / 20);
INSERT INTO git_commit (repo_id, sha, committed_at, author_id, merge,
                        documentation)
SELECT :repo, made_sha(chance(serial, 9, 1000000000), serial), created,
       100 * :repo + 1 + chance(serial, 5, min(99, 3 + :count / 20)), 0, luck < 10
  FROM temp.row;
INSERT INTO git_head (repo_id, sha, ref, doc_paths, mailmap, synced_at)
VALUES (:repo, zeroblob(20), 'refs/remotes/origin/main', 'default 1',
        zeroblob(20), :end);
INSERT INTO release (repo_id, forge_id, tag_name, author_id, draft,
                     prerelease, created_at, published_at)
SELECT :repo, 100 * :repo + forge_id, 'v' || forge_id, 1, 0, 0,
       :end - forge_id * 864000, :end - forge_id * 864000
  FROM account WHERE forge_id <= :repo % 60;
"""

ONCE = """
CREATE TEMP TABLE row (n INTEGER PRIMARY KEY, serial, created, took, kind, author,
                       luck);
INSERT INTO account (host, forge_id, login, type)
SELECT 'github.com', value, 'user' || value,
       CASE WHEN value <= 5000 THEN 'User' ELSE 'Bot' END
  FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1
                                      FROM n WHERE value < 5020)
        SELECT value FROM n)
"""


def in_sql(text):
    """With chance() as SQL of its own: a function of Python would be called a
    hundred million times."""
    while "chance(" in text:
        begin = text.index("chance(")
        depth, parts, at, last = 0, [], begin + 7, begin + 7
        while depth >= 0:
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            if (text[at] == "," and depth == 0) or depth < 0:
                parts.append(text[last:at])
                last = at + 1
            at += 1
        mixed = "((%s) * 1103515245 + (%s) * 12345677) %% 2147483647" % (
            parts[0], parts[1])
        text = "%s((%s * 48271 %% 2147483647 / 7) %% (%s))%s" % (
            text[:begin], "(" + mixed + ")", parts[2], text[at:])
    return text


def sizes(repositories, items):
    """A few are large, most are small; in no order of size."""
    weights = [1 / (5 + n * 50 / repositories) for n in range(repositories)]
    each = [max(1, round(items * w / sum(weights))) for w in weights]
    return [each[n * 7919 % repositories] for n in range(repositories)] \
        if repositories % 7919 else each


def fill(path, repositories, items):
    """Returns how many items and events there are."""
    db = sqlite3.connect(path, isolation_level=None)
    for schema in sorted(glob.glob(os.path.join(SCHEMAS, "0*.sql")))[:SCHEMA]:
        with open(schema, encoding="utf-8") as file:
            db.executescript(file.read())
    for name, value in (("application_id", STORE_ID), ("user_version", SCHEMA),
                        ("journal_mode", "OFF"), ("synchronous", "OFF"),
                        ("cache_size", -200000)):
        db.execute("PRAGMA %s = %s" % (name, value))
    db.create_function("made_sha", 2, lambda a, b: (
        a.to_bytes(12, "big") + b.to_bytes(8, "big")), deterministic=True)
    db.execute("BEGIN")
    for statement in ONCE.split(";\n"):
        db.execute(statement)
    statements = in_sql(FILL).strip().rstrip(";").split(";\n")
    first = 0
    for repo, count in enumerate(sizes(repositories, items), 1):
        names = {"repo": repo, "count": count, "first": first, "end": END}
        for statement in statements:
            db.execute(statement, {k: v for k, v in names.items()
                                   if ":" + k in statement})
        first += count
    db.execute("COMMIT")
    events = sum(db.execute("SELECT count(*) FROM " + table).fetchone()[0]
                 for table in ("event", "response", "git_commit"))
    db.execute("PRAGMA journal_mode = WAL")
    db.close()
    return first, events


if __name__ == "__main__":
    print("%d items, %d events" % fill(sys.argv[1], int(sys.argv[2]),
                                       int(sys.argv[3])))
