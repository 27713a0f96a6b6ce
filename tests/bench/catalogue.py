#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The whole catalogue over thirteen windows of a large store, on one core.

    catalogue.py HEALTHSCAN [ITEMS]

The store is made here: ITEMS issues and pull requests (100,000 if not said),
and ten times as many events: answers, closes, merges, drafts and commits. The
limits that it is compared with are two seconds and 100 MB for 100,000 items.
"""
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time

END = 1782864000  # 2026-07-01
DAY = 86400
DAYS = 2900
RUNS = 3
LIMIT_S, LIMIT_MB = 2.0, 100.0

ITEM = "INSERT INTO item VALUES (%s)" % ",".join("?" * 16)
EVENT = ("INSERT OR IGNORE INTO event (repo_id, number, kind, occurred_at,"
         " forge_id, actor_id) VALUES (1, ?, ?, ?, ?, ?)")
RESPONSE = "INSERT OR IGNORE INTO response VALUES (1, ?, ?, ?, ?, ?)"
COMMIT = "INSERT INTO git_commit VALUES (1, ?, ?, ?, 0, ?)"


def happenings(count):
    """Rows of the item, event and response tables, over eight years."""
    rand = random.Random(20260701)
    ids = iter(range(1, 1 << 40))
    items, events, responses = [], [], []
    for number in range(1, count + 1):
        kind = 1 + number % 2
        created = END - int((count - number) / count * DAYS * DAY)
        created -= rand.randrange(DAY)
        author = rand.randrange(1, 5021)
        closed = created + int(rand.expovariate(1 / (20 * DAY)))
        if rand.random() < .15 or closed >= END:
            closed = None
        merged = closed if kind == 2 and rand.random() < .75 else None
        items.append((1, number, kind, number, "title", author, None,
                      "completed" if closed else None, closed is None, 0, 0,
                      3, created, END, closed, merged))

        def event(what, at):
            events.append((number, what, at, next(ids), author))
        if closed:
            event(1, closed)
        if merged:
            event(3, merged)
        if closed and rand.random() < .1:
            event(1, created + 50)
            event(2, created + 60)
        if kind == 2 and rand.random() < .1:
            event(4, created + 40)
        for _ in range(7):
            responses.append((number, created + rand.randrange(30 * DAY),
                              rand.choice((1, 1, 2)), next(ids),
                              rand.randrange(1, 5021)))
    return items, events, responses


def commits(count):
    rand = random.Random(7)
    return [(rand.randbytes(20), END - int((count - i) / count * DAYS * DAY),
             rand.randrange(1, 3001), rand.random() < .1)
            for i in range(count)]


def fill(path, count):
    items, events, responses = happenings(count)
    db = sqlite3.connect(path)
    db.execute("INSERT INTO repo VALUES (1, 'github.com', 1, 'sample/large',"
               " 'main', ?, ?, 1, 0, 0)", (END - DAYS * DAY, END))
    # repository, issues, releases, events, comments, reviews: all read
    db.executemany("INSERT INTO stream (repo_id, stream, finished, synced_at)"
                   " VALUES (1, ?, 1, ?)",
                   [(s, END) for s in (1, 2, 4, 8, 128, 256)])
    db.executemany("INSERT INTO account VALUES ('github.com', ?, ?, ?)",
                   [(i, f"user{i}", "User" if i <= 5000 else "Bot")
                    for i in range(1, 5021)])
    db.executemany(ITEM, items)
    db.executemany(EVENT, events)
    db.executemany(RESPONSE, responses)
    db.executemany("INSERT INTO item_detail VALUES (1, ?, ?, 7)",
                   [(row[1], END) for row in items if row[2] == 2])
    db.executemany("INSERT INTO git_author VALUES (?, 1, ?, ?, ?)",
                   [(i, f"n{i}", f"u{i}@example.org", f"u{i}@example.org")
                    for i in range(1, 3001)])
    db.executemany(COMMIT, commits(count))
    db.execute("INSERT INTO git_head VALUES (1, zeroblob(20),"
               " 'refs/heads/main', 'default 1', zeroblob(20), ?)", (END,))
    db.executemany("INSERT INTO release VALUES (1, ?, ?, NULL, 1, 0, 0, ?, ?)",
                   [(i, f"v{i}", END - i * 10 * DAY, END - i * 10 * DAY)
                    for i in range(200)])
    db.commit()
    db.close()
    return len(items), len(events) + len(responses) + count


def one_core():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def run(binary, path, history):
    """Seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    subprocess.run([binary, "repo", "sample/large", "--db", path, "--offline",
                    "--no-git", "--profile", "full", "--history", history,
                    "--as-of", "2026-07-01", "--format", "json"],
                   check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, preexec_fn=one_core)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (max(time.monotonic() - begin,
                after.ru_utime - before.ru_utime), after.ru_maxrss / 1024)


def main():
    binary = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100000
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "bench.db")
        subprocess.run([binary, "query", "SELECT 1", "--db", path],
                       check=True, stdout=subprocess.DEVNULL)
        rows = fill(path, count)
        print("the whole catalogue, 13 windows of 30 days: %d items, %d events"
              % rows)
        for history in ("snapshot", "events"):
            runs = [run(binary, path, history) for _ in range(RUNS)]
            took = min(seconds for seconds, _ in runs)
            most = max(megabytes for _, megabytes in runs)
            print(f"--history {history:9}{took:21.3f} s"
                  f"   {took / LIMIT_S:5.2f} x the limit of {LIMIT_S:.0f} s")
            print(f"{'':19}{most:21.1f} MB"
                  f"  {most / LIMIT_MB:5.2f} x the limit of {LIMIT_MB:.0f} MB")


if __name__ == "__main__":
    main()
