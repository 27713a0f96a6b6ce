# SPDX-License-Identifier: MIT
"""healthscan export clickhouse, into two real shards: what is there is what the
store has, whoever ends it when. Where the package is not there, all but the
usage is skipped."""
import http.client
import http.server
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

import shards  # noqa: E402
from fake_github import (Repository, comment, event, issue, pull,  # noqa: E402
                         release, review)
from harness import PROGRAM, SOURCE, Case, at, eventually  # noqa: E402

NEVER, NOBODY = 2 ** 63 - 1, -2 ** 63
START, HOUR, DAY = at("2026-01-01"), 3600, 86400
NOW = at("2026-03-01")
COUNTED = ("item", "answer", "event", "commit", "page", "author", "release",
           "tag", "state")
MANY = 5200  # repositories, in two batches
KILLS = int(os.environ.get("HSCAN_KILLS", "6"))


def meadow(name="meadow", rid=1, more=0):
    """Reopened, a draft, a deleted account, answers of its author and others."""
    items = [issue(1, START, login="ann", closed=START + 10 * DAY, comments=2),
             issue(2, START + DAY, login=None),
             pull(3, START + 2 * DAY, login="bob", merged=START + 5 * DAY),
             pull(4, START + 3 * DAY, login="cat", draft=True),
             *(issue(n, START + n * HOUR) for n in range(5, 5 + more))]
    repo = Repository("sample", name, items, rid=rid)
    repo.releases = [release(1, "v1", START + 20 * DAY)]
    repo.comments = [comment(1, items[0], START + HOUR, "ann"),
                     comment(2, items[0], START + 2 * HOUR, "bob"),
                     comment(3, items[0], START + 3 * HOUR, "bob"),
                     comment(4, items[0], START + 4 * HOUR, None)]
    repo.reviews = [review(1, items[2], START + 3 * DAY, "ann")]
    repo.events = [event(1, "closed", items[0], START + 4 * DAY, "ann"),
                   event(2, "reopened", items[0], START + 6 * DAY, "ann"),
                   event(3, "closed", items[0], START + 10 * DAY, "ann"),
                   event(4, "merged", items[2], START + 5 * DAY, "ann"),
                   event(5, "closed", items[2], START + 5 * DAY, "ann")]
    return repo


class Loses:
    """Stands before a server; of the requests with items the first `count` are
    answered as if they had come there."""

    def __init__(self, url, count):
        authority, path = url.split("//", 1)[1].split("/", 1)
        self.left, self.lost, self.seen = count, 0, 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body, answer = self.body(), b""
                if not outer.takes(self.path):
                    status, answer = 200, b""
                else:
                    server = http.client.HTTPConnection(authority, timeout=60)
                    server.request("POST", self.path, body)
                    reply = server.getresponse()
                    status, answer = reply.status, reply.read()
                    server.close()
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def body(self):
                if "Content-Length" in self.headers:
                    return self.rfile.read(int(self.headers["Content-Length"]))
                pieces = []
                while size := int(self.rfile.readline(), 16):
                    pieces.append(self.rfile.read(size))
                    self.rfile.readline()
                self.rfile.readline()
                return b"".join(pieces)

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        self.server.daemon_threads = True
        self.url = "http://127.0.0.1:%d/%s" % (
            self.server.server_address[1], path)
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def takes(self, path):
        if "INSERT%20INTO%20%60item%60" not in path:
            return True
        self.seen += 1
        if self.left == 0:
            return True
        self.left -= 1
        self.lost += 1
        return False

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Usage(Case):
    def fails(self, code, *args, words=()):
        done = self.run_program("export", *args)
        self.assertEqual(done.code, code, done)
        self.assertEqual(done.out, b"")
        for word in words:
            self.assertIn(word, done.err)

    def test_what_is_no_server(self):
        url = "http://127.0.0.1:1/healthscan"
        self.fails(2, words=["argument"])
        self.fails(2, "postgres", words=["clickhouse URL"])
        self.fails(2, "clickhouse", words=["URL"])
        self.fails(2, "clickhouse", "http://127.0.0.1:1", words=["database"])
        self.fails(2, "clickhouse", "http://u:secret@127.0.0.1:1/db")
        self.fails(2, "clickhouse", url, "--cluster", "two", words=["--init"])
        self.fails(2, "clickhouse", url, "--init", "--prune")
        self.fails(2, "clickhouse", url, "--forget", "a/b", "--prune")
        self.fails(2, "clickhouse", url, "--forget", "a b", words=["a b"])
        self.fails(4, "clickhouse", url, "--init", words=["127.0.0.1:1"])

    def test_the_password(self):
        self.box.env["HEALTHSCAN_CLICKHOUSE_PASSWORD"] = "tell-nobody"
        done = self.run_program("export", "clickhouse",
                                "http://example.invalid:8123/db", "-vv")
        self.assertEqual(done.code, 2, done)
        self.assertNotIn("tell-nobody", done.err)
        del self.box.env["HEALTHSCAN_CLICKHOUSE_PASSWORD"]
        self.box.write("home/config/healthscan/config",
                       "[engine]\n\tpassword-file = %s\n" %
                       self.box.write("home/empty", "\n", 0o600))
        done = self.run_program("export", "clickhouse",
                                "http://127.0.0.1:1/db")
        self.assertEqual(done.code, 2, done)
        self.assertIn("it is empty", done.err)


@unittest.skipUnless(shards.HERE, shards.MISSING)
class Served(Case):
    """With two shards that have the tables, and nothing in them."""

    @classmethod
    def setUpClass(cls):
        cls.shards = shards.Shards()
        cls.addClassCleanup(cls.shards.close)

    def setUp(self):
        super().setUp()
        for shard in (1, 2):
            for name in self.lines("SHOW TABLES", shard):
                self.shards.ask("DROP TABLE `%s`" % name[0], shard)
        for url in self.shards.urls:
            self.export("--init", "--cluster", "two", url=url)

    def export(self, *args, url=None, code=0, db="store.db"):
        done = self.run_program("export", "clickhouse",
                                url or self.shards.url, *args, "--db",
                                self.box.path(db))
        self.assertEqual(done.code, code, done)
        self.assertEqual(done.out, b"")
        return done.err

    def lines(self, sql, shard=1):
        rows = self.shards.ask(sql, shard).decode().splitlines()
        return [row.split("\t") for row in rows]

    def numbers(self, sql):
        return [tuple(int(x) for x in row) for row in self.lines(sql)]

    def read(self, sql):
        """Of the rows that a question reads, {table} in it."""
        for table in COUNTED:
            column = "state" if table == "state" else "facts"
            sql = sql.replace(
                "{%s}" % table,
                "(SELECT * FROM `%s` WHERE (repo_id, generation) GLOBAL IN "
                "(SELECT repo_id, %s FROM closed_all))" % (table, column))
        sql = sql.replace("closed_all", "(SELECT * FROM closed FINAL)")
        return self.lines(sql)

    def rows(self, sql, db="store.db"):
        store = sqlite3.connect("file:%s?mode=ro" % self.box.path(db),
                                uri=True)
        try:
            return store.execute(sql).fetchall()
        finally:
            store.close()

    def sync(self, hub, *names, db="store.db"):
        for name in names:
            self.good(hub, name, "--profile", "full", "--history", "events",
                      "--as-of", "2026-03-01", db=db)

    def check_closed(self):
        """Of each repository there are as many rows as it says, of what it
        says is to be read; and no row twice."""
        keys = {"item": "kind, number", "state": "part, place",
                "answer": "number, kind, forge_id", "author": "author_id",
                "event": "number, kind, occurred_at, forge_id", "tag": "name",
                "commit": "sha", "page": "sha", "release": "forge_id"}
        closed = self.numbers(
            "SELECT repo_id, facts, state, items, answers, events, commits,"
            " pages, authors, releases, tags, states FROM closed FINAL")
        for repo, facts, state, *counts in closed:
            for table, count in zip(COUNTED, counts):
                there = self.numbers(
                    "SELECT count(), uniqExact(%s) FROM `%s` WHERE repo_id ="
                    " %d AND generation = %d" % (
                        keys[table], table, repo,
                        state if table == "state" else facts))
                self.assertEqual(there, [(count, count)], table)
        return closed


class Exports(Served):
    def test_what_is_there(self):
        self.sync(self.hub(meadow()), "sample/meadow")
        self.export()
        (closed,) = self.check_closed()
        self.assertEqual(closed[3:6], tuple(
            self.rows("SELECT (SELECT count(*) FROM item), (SELECT count(*)"
                      " FROM response), (SELECT count(*) FROM event)")[0]))
        items = self.read(
            "SELECT number, kind, shown_until, named, author_id, created_at,"
            " closed_at, merged_at, draft, started_at, opened_at, ended_at"
            " FROM {item} ORDER BY number")
        stored = self.rows("SELECT number, kind, author_id, created_at,"
                           " closed_at, merged_at FROM item ORDER BY number")
        self.assertEqual(len(items), 4)
        for there, here in zip(items, stored):
            self.assertEqual(
                [int(there[i]) for i in (0, 1, 4, 5, 6, 7)],
                [NOBODY if x is None and i == 2 else
                 NEVER if x is None else x for i, x in enumerate(here)])
            self.assertEqual(int(there[2]), NEVER)
            self.assertEqual(int(there[3]), here[2] is not None)
        # Closed, reopened, closed; a draft waits for nobody.
        self.assertEqual(json.loads(items[0][10]), [START, START + 6 * DAY])
        self.assertEqual(json.loads(items[0][11]),
                         [START + 4 * DAY, START + 10 * DAY])
        self.assertEqual(int(items[3][9]), NEVER)
        self.assertEqual(int(items[1][9]), START + DAY)
        # Of each the first, and of the author none.
        ((at_, by),) = self.read("SELECT answered_at, answered_by FROM {item}"
                                 " WHERE number = 1")
        self.assertEqual(json.loads(at_), [START + 2 * HOUR, START + 4 * HOUR])
        self.assertEqual(json.loads(by)[1], NOBODY)
        # A comment says nothing, the review that it is approved.
        self.assertEqual(self.read(
            "SELECT kind, state, count() FROM {answer} GROUP BY kind, state"
            " ORDER BY kind"), [["1", "0", "4"], ["2", "2", "1"]])
        # What was got with a token is nobody's business.
        streams = [json.loads(row[0]) for row in self.read(
            "SELECT row FROM {state} WHERE part = 'stream'")]
        self.assertGreater(len(streams), 4)
        for stream in streams:
            self.assertEqual([stream[i] for i in (3, 9, 11, 12)], [None] * 4)
        self.assertEqual(self.lines(
            "SELECT login FROM account WHERE login = 'ann'"), [["ann"]])

    def test_what_is_told_of_no_item(self):
        """It is counted, and in no item's lists."""
        self.sync(self.hub(meadow()), "sample/meadow")
        store = sqlite3.connect(self.box.path("store.db"))
        store.execute("INSERT INTO response (repo_id, number, occurred_at,"
                      " kind, forge_id) VALUES (1, 3, 7, 1, 77),"
                      " (1, 2000, 7, 1, 78)")
        store.execute("INSERT INTO event (repo_id, number, occurred_at, kind,"
                      " forge_id) VALUES (1, 2000, 7, 1, 79)")
        store.commit()
        store.close()
        self.export()
        self.check_closed()
        self.assertEqual(self.read(
            "SELECT number, item_kind, shown_until = %d FROM {answer}"
            " WHERE occurred_at = 7 ORDER BY number" % NOBODY),
            [["3", "2", "0"], ["2000", "0", "1"]])
        self.assertEqual(self.read(
            "SELECT number, item_kind, shown_until = %d FROM {event}"
            " WHERE occurred_at = 7" % NOBODY), [["2000", "0", "1"]])
        self.assertEqual(self.read(
            "SELECT number, early_at FROM {item} WHERE notEmpty(early_at)"),
            [["3", "[7]"]])
        self.assertEqual(self.read("SELECT count() FROM {item}"), [["4"]])

    def test_who_answered_first(self):
        """Of each account the first, however many there are; of accounts that
        the store does not know, too."""
        repo = meadow()
        repo.comments = [
            comment(100 + n, repo.items[0], START + HOUR + n,
                    "who%d" % (n % 150)) for n in range(400)]
        self.sync(self.hub(repo), "sample/meadow")
        store = sqlite3.connect(self.box.path("store.db"))
        store.execute("DELETE FROM account WHERE login = 'who7'")
        store.execute("UPDATE digest SET rows = rows - 1 WHERE part = 3")
        store.commit()
        store.close()
        self.export()
        self.check_closed()
        ((at_, by),) = self.read("SELECT answered_at, answered_by FROM {item}"
                                 " WHERE number = 1")
        self.assertEqual(json.loads(at_),
                         [START + HOUR + n for n in range(150)])
        self.assertEqual(len(set(json.loads(by))), 150)
        self.assertEqual(self.read(
            "SELECT count(), countIf(named = 0), uniqExactIf(author_id,"
            " named = 0) FROM {answer} WHERE number = 1"), [["400", "3", "1"]])
        counts = [json.loads(row[0]) for row in self.read(
            "SELECT row FROM {state} WHERE part = 'count'")]
        self.assertIn(["comments", 400], counts)
        self.assertIn(["reviews", 1], counts)

    def test_whose_first(self):
        """By time, then number, of either kind, in each repository; nobody
        has opened one before."""
        repo, other = (Repository("sample", name, [
            issue(1, START + 2 * DAY, login="ann"),
            pull(2, START + DAY, login="ann"),
            issue(3, START + DAY, login="ann"),
            issue(4, START, login=None), issue(5, START + DAY, login=None),
            pull(6, START + 3 * DAY, login="bob"),
            *(issue(n, START + n * HOUR, login="who%d" % (n % 100))
              for n in range(7, 7 + more))], rid=rid)
            for name, rid, more in (("meadow", 1, 300), ("other", 2, 0)))
        other.comments = [comment(1, other.items[1], START + 4 * DAY, "bob"),
                          comment(2, other.items[0], START + 4 * DAY, "bob")]
        other.events = [event(1, "closed", other.items[1], START + 5 * DAY),
                        event(2, "closed", other.items[2], START + 5 * DAY)]
        self.sync(self.hub(repo, other), "sample/meadow", "sample/other")
        self.export()
        self.check_closed()
        firsts = [2, 6, *range(7, 107)]
        self.assertEqual(self.read(
            "SELECT count(), groupArray(number) FROM (SELECT repo_id, number"
            " FROM {item} WHERE is_first ORDER BY number) GROUP BY repo_id"
            " ORDER BY count()"),
            [["2", "[2,6]"], ["102", json.dumps(firsts).replace(" ", "")]])
        for table in ("answer", "event"):
            self.assertEqual(self.read(
                "SELECT groupUniqArray(number), item_is_first FROM {%s}"
                " GROUP BY item_is_first ORDER BY item_is_first" % table),
                [["[1]" if table == "answer" else "[3]", "0"],
                 ["[2]", "1"]])

    def test_state_has_the_columns_of_the_store(self):
        self.sync(self.hub(meadow()), "sample/meadow")
        self.export()
        parts = self.read("SELECT part, row FROM {state}")
        self.assertGreater(len({part for part, _ in parts}), 3)
        for part, row in parts:
            if part != "count":
                names = self.rows("PRAGMA table_info(%s)" % part)
                self.assertEqual(len(json.loads(row)), len(names), part)

    def test_nothing_new(self):
        self.sync(self.hub(meadow()), "sample/meadow")
        self.export()
        before = self.lines("SELECT * FROM closed")
        self.assertIn("up to date", self.export())
        self.assertEqual(self.lines("SELECT * FROM closed"), before)

    def test_what_has_changed(self):
        repo, other = meadow(), meadow("other", 2)
        hub = self.hub(repo, other)
        self.sync(hub, "sample/meadow", "sample/other")
        self.export()
        first = {row[0]: row for row in self.check_closed()}
        second = int(time.time())  # what is read in one is read at once
        eventually(lambda: int(time.time()) > second, "it is later")
        self.sync(hub, "sample/meadow")  # it was read later: state alone
        self.assertIn("only how far they were read: 1", self.export())
        second = {row[0]: row for row in self.check_closed()}
        moved = [k for k in first if first[k] != second[k]]
        self.assertEqual(len(moved), 1)
        self.assertEqual(second[moved[0]][1], first[moved[0]][1])
        self.assertGreater(second[moved[0]][2], first[moved[0]][2])
        repo.items.append(issue(9, NOW - DAY))
        self.sync(hub, "sample/meadow")
        self.assertIn("sent anew: 1", self.export())
        third = {row[0]: row for row in self.check_closed()}
        self.assertGreater(third[moved[0]][1], second[moved[0]][1])
        self.assertEqual(third[moved[0]][3], first[moved[0]][3] + 1)
        self.assertEqual([third[k] for k in third if k != moved[0]],
                         [first[k] for k in first if k != moved[0]])

    def test_who_is_called_otherwise(self):
        hub = self.hub(meadow())
        self.sync(hub, "sample/meadow")
        self.export()
        self.box_sql("UPDATE account SET login = 'anna' WHERE login = 'ann'")
        self.export()
        self.assertEqual(self.lines(
            "SELECT login FROM account FINAL WHERE login LIKE 'ann%'"),
            [["anna"]])
        self.assertIn("up to date", self.export())

    def box_sql(self, sql):
        """As a sync would: with the digest, which `db info` would miss."""
        store = sqlite3.connect(self.box.path("store.db"))
        store.execute(sql)
        store.execute("UPDATE digest SET sum = sum + 1 WHERE part = 3")
        store.commit()
        store.close()

    def test_killed(self):
        """Whenever it is killed, what is closed is whole."""
        names = ["sample/r%d" % n for n in range(20)]
        hub = self.hub(*(meadow(name[7:], n + 1, 30)
                         for n, name in enumerate(names)))
        done = self.command("scan", hub, *names, "-f", "json", "-q")
        self.assertEqual(done.code, 0, done)
        chance, took = random.Random(21), 1.0
        for turn in range(KILLS):
            process = subprocess.Popen(
                [PROGRAM, "export", "clickhouse", self.shards.url, "-q",
                 "--db", self.box.path("store.db")], env=self.box.env)
            began = time.monotonic()
            try:
                process.wait(chance.random() * took)
                took = time.monotonic() - began
                self.assertEqual(process.returncode, 0)
                for shard in (1, 2):
                    self.shards.ask("TRUNCATE TABLE closed_local", shard)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
            with self.subTest(turn=turn):
                self.check_closed()
        self.export()
        self.assertEqual(len(self.check_closed()), len(names))
        self.assertEqual(
            self.read("SELECT count() FROM {item}"),
            [[str(self.rows("SELECT count(*) FROM item")[0][0])]])
        self.assertIn("up to date", self.export())

    def many(self):
        """A store of more repositories than one batch has."""
        self.sync(self.hub(meadow(more=30)), "sample/meadow")
        self.box_sql("""
            WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL
                                     SELECT i + 1 FROM n WHERE i < %d)
            INSERT INTO repo (repo_id, host, forge_id, full_name, archived,
                              fork, has_issues, created_at, pushed_at)
            SELECT i, host, i, 'sample/n' || i, 0, 0, 1, created_at, pushed_at
              FROM n, repo""" % MANY)
        self.box_sql("INSERT INTO item (repo_id, number, kind, forge_id, title,"
                     " open, locked, comments, created_at, updated_at)"
                     " SELECT repo_id, 1, 1, repo_id, '', 1, 0, 0, 1, 1"
                     " FROM repo WHERE repo_id > 1")

    def test_rows_that_got_lost(self):
        """They are missed by the time that the next batch is read, and sent
        again."""
        self.many()
        loses = Loses(self.shards.url, 1)
        self.addCleanup(loses.close)
        self.export(url=loses.url)
        self.assertEqual(loses.lost, 1)
        self.assertGreater(loses.seen, 2)
        self.assertEqual(self.lines(
            "SELECT count(), sum(items) FROM closed FINAL"),
            [[str(MANY), str(MANY - 1 + 34)]])
        self.assertEqual(self.read(
            "SELECT count(), uniqExact(repo_id, number) FROM {item}"),
            [[str(MANY - 1 + 34)] * 2])
        self.assertIn("up to date", self.export())

    def test_rows_that_always_get_lost(self):
        self.many()
        loses = Loses(self.shards.url, 1000)
        self.addCleanup(loses.close)
        self.assertIn("it has other rows than were sent, 3 times in a row",
                      self.export(url=loses.url, code=4))
        self.assertEqual(self.lines("SELECT count() FROM closed"), [["0"]])

    def test_prune(self):
        self.sync(self.hub(meadow()), "sample/meadow")
        self.export()
        (closed,) = self.check_closed()
        day_ago = int(time.time() - 2 * DAY) * 1000 * 2 ** 20
        for generation in (day_ago, closed[1] + 5):
            self.shards.ask(
                "INSERT INTO item (repo_id, generation, number) VALUES"
                " (%d, %d, 1)" % (closed[0], generation),
                insert_distributed_sync=1)
        # It was closed a moment ago: a question may read what was before.
        for url in self.shards.urls:
            self.assertIn("drop: 0", self.export("--prune", url=url))
        self.closed_at(day_ago)
        told = [self.export("--prune", url=url) for url in self.shards.urls]
        self.assertEqual(sum("drop: 1" in line for line in told), 1, told)
        eventually(lambda: (day_ago,) not in self.numbers(
            "SELECT DISTINCT generation FROM item"), "it is dropped")
        self.assertEqual(self.numbers(
            "SELECT generation, count() FROM item GROUP BY generation"
            " ORDER BY generation"), [(closed[1], 4), (closed[1] + 5, 1)])

    def test_forget(self):
        hub = self.hub(meadow(), meadow("other", 2))
        self.sync(hub, "sample/meadow", "sample/other")
        self.export()
        before = {row[0]: row for row in self.check_closed()}
        self.export("--forget", "sample/nobody", code=3)
        self.assertIn("found there no more",
                      self.export("--forget", "Sample/MEADOW"))
        ((gone, name),) = self.lines(
            "SELECT repo_id, full_name FROM repo FINAL WHERE gone = 1")
        self.assertEqual(name, "sample/meadow")
        closed = {row[0]: row for row in self.check_closed()}
        self.assertEqual(sum(closed[int(gone)][3:]), 0)
        self.assertEqual(self.numbers(
            "SELECT repo_id FROM closed FINAL WHERE gone = 0"),
            [(key,) for key in before if key != int(gone)])
        # It is gone already; the other stays, and says so to an engine.
        self.export("--forget", "sample/meadow", code=3)
        asked = self.run_program("scan", "sample/meadow", "--engine",
                                 self.shards.url)
        self.assertEqual(asked.code, 3, asked)
        self.assertIn("sample/meadow", asked.err)
        self.assertEqual(self.run_program(
            "scan", "sample/other", "--engine", self.shards.url).code, 0)
        # The store has it still, so it comes again, whole.
        self.assertIn("sent anew: 1", self.export())
        again = {row[0]: row for row in self.check_closed()}
        self.assertEqual({key: row[3:] for key, row in again.items()},
                         {key: row[3:] for key, row in before.items()})
        self.assertEqual(self.lines(
            "SELECT count() FROM repo FINAL WHERE gone = 1"), [["0"]])

    def test_what_the_store_forgets(self):
        """It stays there, as it may be another store's, and is told of until
        somebody says that it is to go."""
        self.sync(self.hub(meadow(), meadow("other", 2)), "sample/meadow",
                  "sample/other")
        self.assertIn("others there: 0", self.export())
        before = self.check_closed()
        done = self.run_program("forget", "sample/meadow", "--db",
                                self.box.path("store.db"))
        self.assertEqual(done.code, 0, done)
        for _ in range(2):
            self.assertIn("others there: 1", self.export())
            self.assertEqual(
                {row[0]: row[3:] for row in self.check_closed()},
                {row[0]: row[3:] for row in before})
        self.export("--forget", "sample/meadow")
        self.assertIn("others there: 0", self.export())

    def closed_at(self, generation):
        for shard in (1, 2):
            self.shards.ask("CREATE TABLE kept ENGINE = Memory AS"
                            " SELECT * FROM closed_local", shard)
            self.shards.ask("TRUNCATE TABLE closed_local", shard)
            rest = ", ".join(row[0] for row in self.lines(
                "SELECT name FROM system.columns WHERE table = 'kept' AND"
                " name != 'generation'", shard))
            self.shards.ask(
                "INSERT INTO closed_local (%s, generation) SELECT %s, %d"
                " FROM kept" % (rest, rest, generation), shard)


del Case
class Dashboard(Served):
    """examples/grafana-clickhouse.json: what its panels show of what is there."""

    def setUp(self):
        super().setUp()
        with open(os.path.join(SOURCE, "examples",
                               "grafana-clickhouse.json")) as file:
            self.board = json.load(file)
        self.sync(self.hub(meadow(), meadow("other", 2, more=3)),
                  "sample/meadow", "sample/other")
        self.export()

    def ask(self, sql, *names):
        """As Grafana asks, with its variables filled in."""
        for variable, value in (
                ("${__from:date:seconds}", str(START - DAY)),
                ("${__to:date:seconds}", str(NOW)),
                ("${repository:sqlstring}",
                 ",".join("'%s'" % name for name in names))):
            sql = sql.replace(variable, value)
        self.assertNotIn("$", sql)
        return self.lines(sql)

    def panel(self, title, kind, *names):
        found = [panel for panel in self.board["panels"]
                 if (panel["title"], panel["type"]) == (title, kind)]
        self.assertEqual(len(found), 1)
        return [self.ask(target["rawSql"], *names)
                for target in found[0]["targets"]]

    def test_every_panel_has_something(self):
        for panel in self.board["panels"]:
            for target in panel["targets"]:
                with self.subTest(panel=panel["title"], id=target["refId"]):
                    self.assertTrue(self.ask(
                        target["rawSql"], "sample/meadow", "sample/other"))

    def test_what_they_show(self):
        both = ("sample/meadow", "sample/other")
        names = self.board["templating"]["list"][1]
        self.assertEqual(self.ask(names["query"]), [[n] for n in both])
        for shown in (both, both[:1]):
            count = len(shown)
            stat = [self.panel(title, "stat", *shown) for title in (
                "Repositories", "Open issues", "Open pull requests")]
            more = 3 if count == 2 else 0
            self.assertEqual(stat, [[[[str(count)]]], [[[str(count + more)]]],
                                    [[[str(count)]]]])
            opened, closed = self.panel(
                "Issues opened and closed by week", "timeseries", *shown)
            self.assertEqual([sum(int(row[1]) for row in rows)
                              for rows in (opened, closed)],
                             [2 * count + more, count])
            _, merged = self.panel("Pull requests opened and merged by week",
                                   "timeseries", *shown)
            self.assertEqual([row[1] for row in merged], [str(count)])
            # Merged on the third day, each of them.
            hours, = self.panel("Median time to merge by week", "timeseries",
                                *shown)
            self.assertEqual([row[1] for row in hours], ["72"])
            rows, = self.panel("Repositories", "table", *shown)
            self.assertEqual([row[0] for row in rows], list(shown))

    def test_of_one_generation(self):
        """What was sent again is there once."""
        changed = meadow(more=5)
        self.sync(self.hub(changed), "sample/meadow")
        self.export()
        self.assertEqual(self.panel("Open issues", "stat", "sample/meadow"),
                         [[["6"]]])


if __name__ == "__main__":
    unittest.main()
