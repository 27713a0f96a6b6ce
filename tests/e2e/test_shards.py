#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Several collectors: which of a list each reads, what becomes of their stores,
and that all of them together say what one alone would have said."""
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from crowd import Maker  # noqa: E402
from fake_github import Repository, comment, issue, pull  # noqa: E402
from harness import (Case, History, asked, at, eventually, git,  # noqa: E402
                     make_clone)
from shares import share_of  # noqa: E402

END = at("2026-03-01")
DAY = 86400
FULL = ["--profile", "full", "--history", "events", "--as-of", "2026-03-01"]
MANY = int(os.environ.get("HSCAN_SHARDED", "40"))


def crowd(count, seed=1):
    rng = random.Random(seed)
    return [Maker(rng, n, END - 60 * DAY, END - DAY).make()
            for n in range(count)]


class Shards(Case):
    def fill(self, repos):
        self.server = self.hub(*repos, limit=None)
        self.names = [repo.full_name for repo in repos]
        self.box.write("work/names", "".join(n + "\n" for n in self.names))

    def scan(self, *args, db="store.db", **more):
        return self.command("scan", self.server, "-f", "json", *FULL, "names",
                            *args, db=db, **more)

    def read(self, db, *args):
        """What a store says of all of them, without a server."""
        result = self.box.run("scan", "-f", "json", *FULL, "--offline",
                              "--db", self.box.path(db), "names", *args,
                              timeout=max(60, MANY))
        self.assertIn(result.code, (0, 3, 4), result)
        return result

    def merge(self, *args, into="all.db", code=0):
        result = self.box.run("merge", "--db", self.box.path(into),
                              *(self.box.path(arg) for arg in args),
                              timeout=max(60, MANY))
        self.assertEqual(result.code, code, result)
        return result

    def verify(self, db):
        result = self.box.run("db", "info", "--db", self.box.path(db))
        self.assertEqual(result.code, 0, result)


class TestShares(Shards):
    def setUp(self):
        super().setUp()
        self.fill([Repository("Sample", "Place-%d" % n, rid=n + 1)
                   for n in range(12)])

    def of(self, result):
        return sorted(
            [row["full_name"] for row in result.json["repositories"]] +
            [row["repository"] for row in result.json["failed"]])

    def test_each_is_read_once(self):
        seen = []
        for share in range(1, 4):
            self.server.forget()
            result = self.scan("--shard", "%d/3" % share,
                               db="%d.db" % share)
            self.assertEqual(result.code, 0, result)
            wanted = sorted(name for name in self.names if
                            share_of("github.com/" + name, 3) == share)
            self.assertEqual(self.of(result), wanted)
            self.assertEqual(result.json["shard"], {
                "index": share, "of": 3,
                "elsewhere": 12 - len(wanted)})
            self.assertEqual(result.json["asked"], len(wanted))
            self.assertIn("share %d/3: %d of 12 repositories" % (
                share, len(wanted)), result.err)
            for name in set(self.names) - set(wanted):
                self.assertEqual(asked(self.server, name.lower()), [])
            seen += wanted
        self.assertEqual(sorted(seen), sorted(self.names))

    def test_letters_do_not_matter(self):
        one = self.scan("--shard", "2/3", db="1.db")
        self.box.write("work/names", "".join(
            "github.com/%s\n" % n.upper() for n in self.names))
        other = self.scan("--shard", "2/3", db="2.db")
        self.assertEqual([n.lower() for n in self.of(one)],
                         [n.lower() for n in self.of(other)])

    def test_a_share_of_nothing(self):
        self.box.write("work/names", self.names[0] + "\n")
        mine = share_of("github.com/" + self.names[0], 5)
        result = self.scan("--shard", "%d/5" % (mine % 5 + 1))
        self.assertEqual(result.code, 0, result)
        self.assertEqual(self.of(result), [])
        self.assertEqual(self.server.log, [])
        for form in ("table", "csv", "ndjson", "markdown", "html"):
            other = self.command(
                "scan", self.server, "-f", form, *FULL, "names", "--shard",
                "%d/5" % (mine % 5 + 1))
            self.assertEqual(other.code, 0, other)

    def test_a_group_is_of_all_its_members(self):
        self.box.write("config",
                       '[group "all"]\n' + "".join(
                           "\trepo = %s\n" % n for n in self.names))
        seen = []
        for share in (1, 2):
            result = self.command(
                "scan", self.server, "-f", "json", *FULL, "@all", "--config",
                self.box.path("config"), "--shard",
                "%d/2" % share, db="%d.db" % share)
            self.assertEqual(result.code, 0, result)
            self.assertIn("a group is judged where all its members are",
                          result.err)
            seen += self.of(result)
        self.assertEqual(sorted(seen), sorted(self.names))

    def test_what_is_no_share(self):
        for word in ("1", "/", "0/3", "4/3", "1/0", "x/3", "1/3/3"):
            self.check_failure(self.scan("--shard", word), 2, "--shard")
        other = self.command("repo", self.server, "sample/place-1", "--shard",
                             "1/2")
        self.assertEqual(other.code, 2, other)
        self.assertEqual(self.server.log, [])

    def test_from_the_environment(self):
        flag = self.scan("--shard", "1/3", db="1.db")
        env = self.scan(db="2.db", env={"HEALTHSCAN_SHARD": "1/3"})
        self.assertEqual(self.of(flag), self.of(env))
        self.assertLess(len(self.of(env)), 12)


class TestCollectors(Shards):
    """Four collectors with a store each; one is killed for good in the middle
    of its work, and another one takes its share over."""

    def test_all_together_are_as_one(self):
        self.fill(crowd(MANY))
        whole = self.scan(db="one.db", timeout=max(600, MANY))
        self.assertEqual(whole.code, 0, whole)
        for share in (1, 2, 3):
            result = self.scan("--shard", "%d/4" % share,
                               db="%d.db" % share, timeout=max(600, MANY))
            self.assertEqual(result.code, 0, result)
        self.server.forget()
        process = self.box.start(
            "scan", "-f", "json", *FULL, "names", "--shard", "4/4", "--db",
            self.box.path("dead.db"), "--api-url", self.server.url)
        eventually(lambda: len(self.server.log) > MANY / 2, "requests")
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()
        result = self.scan("--shard", "4/4", db="4.db", timeout=max(600, MANY))
        self.assertEqual(result.code, 0, result)
        wanted = self.read("one.db").bytes
        for n, order in enumerate((["1", "2", "3", "dead", "4"],
                                   ["4", "dead", "3", "1", "2"])):
            into = "all%d.db" % n
            self.merge(*("%s.db" % name for name in order), into=into)
            self.verify(into)
            self.assertEqual(self.read(into).bytes, wanted)
            # Once more, and nothing is new.
            again = self.merge(*("%s.db" % name for name in order), into=into)
            self.assertNotRegex(again.err, "[1-9][0-9]* (added|united)")
            self.assertEqual(self.read(into).bytes, wanted)


class TestMerge(Shards):
    """What may happen to a store, or be given as one."""

    @classmethod
    def setUpClass(cls):
        cls.stores = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.stores)
        cls.made = None  # what the store of all says

    def setUp(self):
        super().setUp()
        self.fill(crowd(6))
        if not type(self).made:
            self.make()
        self.wanted = type(self).made
        for name in os.listdir(self.stores):
            shutil.copy(os.path.join(self.stores, name), self.box.path(name))

    def make(self):
        """Once for all of the tests."""
        self.scan("--shard", "1/2", db="1.db")
        self.scan("--shard", "2/2", db="2.db")
        self.scan(db="one.db")
        made = self.read("one.db").bytes
        for name in ("1.db", "2.db", "one.db"):
            shutil.copy(self.box.path(name), self.stores)
        type(self).made = made

    def below(self):
        """The files that there are, with what is in them."""
        found = {}
        for folder, _, names in os.walk(self.box.dir):
            for name in names:
                path = os.path.join(folder, name)
                if ".db" in name and os.path.isfile(path):
                    with open(path, "rb") as file:
                        found[path] = file.read()
        return found

    def refuse(self, code, *words, args=None):
        """What is refused leaves all as it was."""
        self.merge("1.db")
        before = self.below()
        result = self.box.run(
            "merge", "--db", self.box.path("all.db"),
            *(args or [self.box.path("2.db"), self.box.path("bad.db")]))
        self.check_failure(result, code, *words)
        after = self.below()
        self.assertEqual(set(after), set(before))
        self.assertTrue(after == before)

    def change(self, *statements):
        shutil.copy(self.box.path("2.db"), self.box.path("bad.db"))
        with sqlite3.connect(self.box.path("bad.db")) as db:
            for sql in statements:
                db.execute(sql)
        db.close()

    def test_the_others_are_only_read(self):
        before = self.below()
        self.merge("1.db", "2.db")
        after = self.below()
        for path, content in before.items():
            self.assertEqual(after[path], content, path)
        self.assertEqual({p for p in after if "all.db" not in p}, set(before))
        self.assertEqual(self.read("all.db").bytes, self.wanted)

    def test_as_a_list(self):
        result = self.box.run(
            "merge", "--db", self.box.path("all.db"), "-f", "json",
            self.box.path("1.db"), self.box.path("2.db"))
        self.assertEqual(result.code, 0, result)
        rows = result.json["rows"]
        self.assertEqual([row["store"] for row in rows],
                         [self.box.path("1.db"), self.box.path("2.db")])
        self.assertEqual(sum(row["repositories"] for row in rows), 6)
        self.assertEqual(sum(row["added"] for row in rows), 6)
        self.assertEqual(sum(row["united"] for row in rows), 0)

    def test_no_store(self):
        self.box.write("bad.db", "no database at all, " * 100)
        self.refuse(5, "bad.db")
        self.box.write("bad.db", "")
        self.refuse(5, "bad.db")

    def test_no_file(self):
        self.refuse(2, "bad.db", "check the path")
        os.mkdir(self.box.path("bad.db"))
        self.refuse(2, "bad.db", "is a folder")
        os.rmdir(self.box.path("bad.db"))
        os.mkfifo(self.box.path("bad.db"))
        self.refuse(2, "bad.db", "no regular file")
        os.unlink(self.box.path("bad.db"))
        os.symlink("bad.db", self.box.path("bad.db"))
        self.refuse(2, "bad.db")

    def test_itself(self):
        os.symlink("all.db", self.box.path("bad.db"))
        self.refuse(2, "is the store that others are merged into")
        os.unlink(self.box.path("bad.db"))
        os.symlink("2.db", self.box.path("bad.db"))
        self.refuse(2, "was named before")

    def test_a_link_with_a_log(self):
        """What was written last lies in the log beside the file that the link
        leads to."""
        os.mkdir(self.box.path("there"))
        shutil.copy(self.box.path("2.db"), self.box.path("there/2.db"))
        db = sqlite3.connect(self.box.path("there/2.db"))
        db.execute("PRAGMA wal_autocheckpoint = 0")
        db.execute("UPDATE stream SET note = note")
        db.commit()
        os.symlink("there/2.db", self.box.path("link.db"))
        self.merge("1.db", "link.db")
        db.close()
        self.assertEqual(self.read("all.db").bytes, self.wanted)

    def test_other_tables(self):
        for sql in ("CREATE TABLE more (x)",
                    "CREATE VIEW other AS SELECT 1",
                    "CREATE TRIGGER t AFTER INSERT ON item BEGIN SELECT 1; END",
                    "CREATE INDEX i ON item (title)", "DROP INDEX item_by_close",
                    "ALTER TABLE repo ADD COLUMN more TEXT"):
            self.change(sql)
            self.refuse(5, "bad.db", "has not the tables of a store")

    def test_another_version(self):
        with sqlite3.connect(self.box.path("2.db")) as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
        db.close()
        self.change("PRAGMA user_version = %d" % (version + 1))
        self.refuse(5, "bad.db", "newer healthscan")
        self.change("PRAGMA user_version = %d" % (version - 1))
        self.refuse(5, "bad.db", "older healthscan")

    def test_damage(self):
        for sql in ("UPDATE item SET title = title || 'x'",
                    "DELETE FROM event", "UPDATE account SET login = 'x'",
                    "UPDATE stream SET synced_at = synced_at + 1",
                    "UPDATE digest SET sum = sum + 1"):
            self.change(sql)
            self.refuse(5, "bad.db", "is damaged")

    def test_bytes_that_have_changed(self):
        rng = random.Random(3)
        shutil.copy(self.box.path("2.db"), self.box.path("bad.db"))
        with open(self.box.path("bad.db"), "r+b") as file:
            size = file.seek(0, 2)
            for _ in range(60):
                file.seek(rng.randrange(4096, size))
                file.write(bytes([rng.randrange(256)]))
        result = self.box.run("merge", "--db", self.box.path("all.db"),
                              self.box.path("bad.db"))
        self.assertIn(result.code, (0, 5), result)
        self.verify("all.db")

    def test_killed(self):
        """Again and again, at any moment, and then to the end."""
        rng = random.Random(1)
        begun = time.monotonic()
        self.merge("1.db", "2.db", into="first.db")
        took = time.monotonic() - begun
        for _ in range(15):
            process = self.box.start(
                "merge", "--db", self.box.path("all.db"),
                self.box.path("1.db"), self.box.path("2.db"))
            time.sleep(rng.random() * took)
            process.kill()
            process.wait()
            process.stdout.close()
            process.stderr.close()
            if os.path.exists(self.box.path("all.db")):
                self.verify("all.db")
        self.merge("1.db", "2.db")
        self.verify("all.db")
        self.assertEqual(self.read("all.db").bytes, self.wanted)

    def test_two_at_once(self):
        running = [self.box.start("merge", "--db", self.box.path("all.db"),
                                  self.box.path(a), self.box.path(b))
                   for a, b in (("1.db", "2.db"), ("2.db", "1.db"),
                                ("one.db", "1.db"))]
        for process in running:
            self.assertEqual(self.box.wait(process).code, 0)
        self.verify("all.db")
        self.assertEqual(self.read("all.db").bytes, self.wanted)

    def test_while_others_write(self):
        """Into the one, and into the other."""
        for db in ("2.db", "all.db"):
            shutil.rmtree(self.box.path("home/.cache"), ignore_errors=True)
            running = self.box.start(
                "scan", "-f", "json", *FULL, "names", "--db",
                self.box.path(db), "--api-url", self.server.url)
            for _ in range(3):
                self.merge("1.db", "2.db")
            self.assertEqual(self.box.wait(running).code, 0)
            self.merge("1.db", "2.db")
            self.verify("all.db")
            self.assertEqual(self.read("all.db").bytes, self.wanted)


if __name__ == "__main__":
    unittest.main()
