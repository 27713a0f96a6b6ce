#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes to the store, beside the least that SQLite needs for the same rows.

    store.py BENCH_RUN BENCH_STORE [ROWS]

A million events (if not said otherwise), a hundred to a transaction as a page
of answers brings them: as the store writes them, by a bare prepared statement
into a table with a key of three integers, and, of that table's rows, by the
.import of the sqlite3 shell, which needs one transaction for all.
"""
import os
import sqlite3
import subprocess
import sys
import tempfile

from measure import Runner, have, heading, tell

LIMIT = 1.5


def import_rows(run, folder):
    """Seconds, for the rows of the bare table."""
    db = sqlite3.connect(os.path.join(folder, "bare.db"))
    path = os.path.join(folder, "events.csv")
    with open(path, "w", encoding="ascii") as file:
        for row in db.execute("SELECT * FROM event ORDER BY forge_id DESC"):
            file.write(",".join("" if v is None else str(v) for v in row))
            file.write("\n")
    schema = db.execute("SELECT sql FROM sqlite_schema").fetchone()[0]
    db.close()
    target = os.path.join(folder, "import.db")
    return run(["sqlite3", target, "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = NORMAL", schema,
                ".import --csv %s event" % path]).wall


def main():
    run, bench = Runner(sys.argv[1]), sys.argv[2]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 1000000
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([bench, folder, str(rows)], check=True,
                              text=True, stdout=subprocess.PIPE)
        ours, bare = [float(word) for word in done.stdout.split()]
        shell = import_rows(run, folder) if have("sqlite3") else None
    heading("Writing %d events, a hundred to a transaction" % rows)
    tell("the store, and the bare upsert", ours, bare, LIMIT)
    tell("the store, and .import of the sqlite3 shell", ours, shell,
         why="sqlite3 is not installed")
    print("(%.0f events a second, and %.0f)" % (rows / ours, rows / bare))


if __name__ == "__main__":
    main()
