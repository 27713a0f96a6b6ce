# SPDX-License-Identifier: MIT
"""Changes a store past healthscan, and its digests with it: what a test calls
the store of another day is no damaged one. Written from the words at the head
of src/store/digest.c, so it is a second opinion on those numbers, too."""
import sqlite3
import struct

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15

# Of a table: its number, and the columns [from, to) that are its key.
TABLES = {"stream": (7, 1, 2), "git_head": (12, 0, 1), "item": (4, 1, 2),
          "item_detail": (9, 1, 2),
          "event": (5, 1, 5), "response": (8, 1, 5), "doubt": (23, 1, 4),
          "span": (26, 1, 5)}


def mix(x):
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & MASK
    x = (x ^ x >> 27) * 0x94D049BB133111EB & MASK
    return x ^ x >> 31


def mix_bytes(data):
    total = len(data) * GOLDEN & MASK
    while len(data) >= 8:
        total = mix(total ^ int.from_bytes(data[:8], "little")) + GOLDEN & MASK
        data = data[8:]
    return mix(total ^ int.from_bytes(data, "little"))


def number(value):
    if value is None:
        return 0
    if isinstance(value, int):
        return (value + 1) * GOLDEN & MASK ^ 0x5851F42D
    if isinstance(value, float):
        return mix(struct.unpack("<Q", struct.pack("<d", value))[0]
                   ^ 0x7265616C)
    return mix_bytes(value.encode() if isinstance(value, str) else value)


def tally(rows, first, end):
    keys = total = 0
    for row in rows:
        values = [number(value) for value in row]
        key = GOLDEN
        for value in values[first:end]:
            key = (key ^ value) * 0xD6E8FEB86659FD93 & MASK
        key = mix(key)
        keys += key
        total += key + sum(
            mix((key ^ value) + (column + 1) * GOLDEN & MASK)
            for column, value in enumerate(values) if column >= end and value)
    return len(rows), signed(keys), signed(total)


def signed(value):
    value &= MASK
    return value - (1 << 64) if value >> 63 else value


def amend(path, table, change, *values):
    """UPDATE `table` SET `change`."""
    write(path, table, "UPDATE %s SET %s" % (table, change), [values])


def insert(path, table, *rows):
    """Rows of the store's one repository; its number is not among them."""
    write(path, table, "INSERT INTO %s SELECT repo_id%s FROM repo" % (
        table, ", ?" * len(rows[0])), rows)


def write(path, table, statement, rows):
    part, first, end = TABLES[table]
    store = sqlite3.connect(path)
    with store:
        check(store, table)
        store.executemany(statement, rows)
        for repo_id, in store.execute(
                "SELECT DISTINCT repo_id FROM " + table).fetchall():
            store.execute(
                "REPLACE INTO digest (repo_id, part, rows, keys, sum)"
                " VALUES (?, ?, ?, ?, ?)",
                (repo_id, part,
                 *tally(rows_of(store, table, repo_id), first, end)))
    store.close()


def rows_of(store, table, repo_id):
    return store.execute("SELECT * FROM %s WHERE repo_id = ?" % table,
                         (repo_id,)).fetchall()


def check(store, table):
    """What healthscan has digested is what is reckoned here."""
    part, first, end = TABLES[table]
    for repo_id, *known in store.execute(
            "SELECT repo_id, rows, keys, sum FROM digest WHERE part = ?",
            (part,)).fetchall():
        found = tally(rows_of(store, table, repo_id), first, end)
        if tuple(known) != found:
            raise AssertionError("digest of %s: %s, not %s" % (
                table, known, found))
