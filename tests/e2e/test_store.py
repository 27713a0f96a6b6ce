#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Stores and disks that fail, and results that cannot be written."""
import hashlib
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from harness import PROGRAM, Case, eventually  # noqa: E402
from test_sync import AS_OF, many  # noqa: E402

NOBODY = 65534


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def largest_file(size):
    """For preexec_fn: no file may grow beyond that."""
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


def holds(pid, path):
    """Whether a process has the file open."""
    folder = "/proc/%d/fd" % pid
    for fd in os.listdir(folder):
        try:
            if os.readlink(os.path.join(folder, fd)) == path:
                return True
        except FileNotFoundError:
            pass  # closed since it was listed
    return False


class TestStore(Case):
    def setUp(self):
        super().setUp()
        self.server = self.hub(many(250))
        self.store = self.box.path("store.db")
        self.undisturbed = self.good(self.server, "sample/meadow", *AS_OF,
                                     db="undisturbed.db").bytes

    def try_it(self, *args, **more):
        return self.repo(self.server, "sample/meadow", "-q", *AS_OF, *args,
                         **more)

    def check_refused(self, *words):
        """Said in one line, nothing asked, nothing changed."""
        before = digest(self.store)
        self.server.forget()
        result = self.try_it()
        self.check_failure(result, 5, self.store, *words)
        self.assertEqual(result.out, b"")
        self.assertEqual(self.server.log, [])
        self.assertEqual(digest(self.store), before)

    def test_made_with_its_folders(self):
        result = self.good(self.server, "sample/meadow", *AS_OF,
                           db="a/b c/d%20e/store.db")
        self.assertEqual(result.bytes, self.undisturbed)
        self.assertEqual(
            os.stat(self.box.path("a")).st_mode & 0o777, 0o700)

    def test_usual_place(self):
        result = self.box.run("repo", "-q", "--api-url", self.server.url,
                              "sample/meadow")
        self.assertEqual(result.code, 0, result)
        self.assertTrue(os.path.isfile(
            os.path.join(self.box.home, "data/healthscan/healthscan.db")))
        result = self.box.run("repo", "-q", "--api-url", self.server.url,
                              "sample/meadow", env={"XDG_DATA_HOME": None})
        self.assertEqual(result.code, 0, result)
        self.assertTrue(os.path.isfile(os.path.join(
            self.box.home, ".local/share/healthscan/healthscan.db")))
        result = self.box.run("repo", "-q", "--api-url", self.server.url,
                              "sample/meadow", env={"XDG_DATA_HOME": None,
                                                    "HOME": None})
        self.check_failure(result, 2, "--db")

    def test_empty_file(self):
        """An empty file is a new store."""
        self.box.write("store.db", b"")
        self.assertEqual(self.try_it().bytes, self.undisturbed)

    def test_not_a_database(self):
        self.box.write("store.db", "this is a letter to my aunt\n" * 100)
        self.check_refused("not a database")

    def test_another_programs_database(self):
        with sqlite3.connect(self.store) as db:
            db.execute("CREATE TABLE aunt (letter TEXT)")
        db.close()
        self.check_refused("another program")

    def test_another_application_id(self):
        with sqlite3.connect(self.store) as db:
            db.execute("PRAGMA application_id = 42")
            db.execute("PRAGMA user_version = 1")
        db.close()
        self.check_refused("another program")

    def test_newer_schema(self):
        self.try_it()
        with sqlite3.connect(self.store) as db:
            db.execute("PRAGMA user_version = 999")
        db.close()
        self.check_refused("newer healthscan", "999")

    def test_what_a_file_brings_along(self):
        """A store from somebody else: its triggers do not run, nor does in
        its views what could do harm."""
        self.try_it()
        with sqlite3.connect(self.store) as db:
            db.executescript(
                "CREATE TRIGGER wipe AFTER INSERT ON stream BEGIN"
                "  DELETE FROM item; END;"
                "CREATE TRIGGER wipe_too AFTER UPDATE ON stream BEGIN"
                "  DELETE FROM item; END;"
                "CREATE VIEW mine AS SELECT count(*) AS n FROM item;")
        db.close()
        again = self.good(self.server, "sample/meadow", *AS_OF)
        self.assertEqual(again.bytes, self.undisturbed)
        with sqlite3.connect(self.store) as db:
            self.assertGreater(db.execute("SELECT n FROM mine").fetchone()[0],
                               0)
            columns = [row[1] for row in
                       db.execute("PRAGMA table_info(release)")]
            db.executescript(
                "ALTER TABLE release RENAME TO other;"
                "CREATE VIEW release AS SELECT %s FROM other"
                " UNION ALL SELECT %s;" % (
                    ", ".join(columns), ", ".join(
                        ["load_extension('x')"] * len(columns))))
        db.close()
        result = self.repo(None, "sample/meadow", "--offline", *AS_OF)
        self.assertEqual(result.code, 5, result)
        self.assertIn("unsafe use of", result.err)

    def test_virtual_tables(self):
        self.try_it()
        with sqlite3.connect(self.store) as db:
            try:
                db.execute("CREATE VIRTUAL TABLE box USING rtree(a, b, c)")
            except sqlite3.OperationalError as missing:
                self.skipTest(str(missing))
        db.close()
        self.check_refused("virtual tables")

    def test_values_of_other_kinds(self):
        """Where somebody else has made the tables, nothing is certain of what
        is in them: it may make nonsense of the answer, but not more."""
        self.good(self.server, "sample/meadow", *AS_OF)
        with sqlite3.connect(self.store) as db:
            tables = [row[0] for row in db.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table'")]
        db.close()
        odd = ("NULL", "x'00ff'", "-1", "1e308", "9223372036854775807",
               "'\x1b[31m'", "zeroblob(70000)")
        whole = self.box.path("whole.db")
        shutil.copy(self.store, whole)
        for number in range(len(odd)):
            shutil.copy(whole, self.store)
            for place, table in enumerate(tables):
                self.bend(table, odd[(number + place) % len(odd)])
            for args in (["repo", "sample/meadow", "--offline", *AS_OF,
                          "--history", ("events", "snapshot")[number % 2]],
                         ["actors", "sample/meadow", "--offline"],
                         ["alerts", "sample/meadow", "--offline"],
                         ["repos"], ["db", "info"]):
                result = self.box.run(*args, "--db", self.store)
                self.assertIn(result.code, (0, 2, 3, 4, 5), (args, result))
                self.assertNotIn(b"\x1b[31m", result.out)

    def bend(self, table, value):
        """The table again, without its types, and odd in all but keys."""
        with sqlite3.connect(self.store) as db:
            columns = db.execute("PRAGMA table_info(%s)" % table).fetchall()
            keep = {"repo_id", "host", "full_name", "number", "stream"}
            db.executescript(
                "PRAGMA legacy_alter_table = ON;"
                "CREATE TABLE bent AS SELECT %s FROM %s; DROP TABLE %s;"
                "ALTER TABLE bent RENAME TO %s;" % (", ".join(
                    c[1] if c[1] in keep else "%s AS %s" % (value, c[1])
                    for c in columns), table, table, table))
        db.close()

    def test_directory(self):
        os.mkdir(self.store)
        self.server.forget()
        self.check_failure(self.try_it(), 5, self.store)
        self.assertEqual(self.server.log, [])

    def test_folder_that_cannot_be_made(self):
        for path, shown in (("/proc/nowhere/store.db", "/proc/nowhere: "),
                            ("/dev/null/store.db", "/dev/null/store.db: ")):
            with self.subTest(path=path):
                result = self.box.run(
                    "repo", "-q", "--db", path, "--api-url", self.server.url,
                    "sample/meadow")
                self.check_failure(result, 5, shown, "--db")

    def test_damaged(self):
        """Whatever is overwritten, it is told; nothing crashes."""
        self.try_it()
        size = os.path.getsize(self.store)
        whole = self.box.path("whole.db")
        shutil.copyfile(self.store, whole)
        told = 0
        for start in range(4096, size, size // 12 // 4096 * 4096):
            shutil.copyfile(whole, self.store)
            with open(self.store, "r+b") as file:
                file.seek(start)
                file.write(b"\xa5" * 8192)
            result = self.try_it("--offline")
            if result.code != 0:
                self.check_failure(result, 5, "damaged", "move it away")
                self.assertEqual(result.out, b"")
                told += 1
        self.assertGreater(told, 3)
        with open(self.store, "r+b") as file:
            file.truncate(size // 2)
        self.check_failure(self.try_it("--offline"), 5, "damaged")

    @unittest.skipIf(os.geteuid() != 0 or not os.access(PROGRAM, os.X_OK),
                     "needs root to become somebody else")
    def test_read_only(self):
        """A folder, and a store, that may be read and not written."""
        self.try_it()
        os.chmod(self.box.dir, 0o755)
        folder = self.box.path("theirs")
        os.mkdir(folder)
        shutil.copyfile(self.store, os.path.join(folder, "store.db"))
        os.chmod(os.path.join(folder, "store.db"), 0o444)
        before = digest(os.path.join(folder, "store.db"))
        for name in ("store.db", "new.db"):
            with self.subTest(name=name):
                result = self.try_it(db="theirs/" + name, user=NOBODY)
                self.check_failure(result, 5, "theirs/" + name, "--db")
                self.assertEqual(result.out, b"")
        self.assertEqual(os.listdir(folder), ["store.db"])
        self.assertEqual(digest(os.path.join(folder, "store.db")), before)

    def theirs(self, name="th eirs?%23"):
        """A store in a folder that NOBODY may read, and not write."""
        os.chmod(self.box.dir, 0o755)
        folder = self.box.path(name)
        os.mkdir(folder)
        shutil.copyfile(self.store, os.path.join(folder, "store.db"))
        os.chmod(folder, 0o555)
        os.chmod(os.path.join(folder, "store.db"), 0o444)
        return os.path.join(folder, "store.db")

    def look(self, path, *args, code=0, **more):
        result = self.box.run(*args, "--db", path, user=NOBODY, **more)
        self.assertEqual(result.code, code, result)
        return result

    def test_looking_at_what_cannot_be_written(self):
        """Everything that only reads works, and leaves nothing behind."""
        self.try_it()
        path = self.theirs()
        before = digest(path)
        mine = self.good(None, "sample/meadow", *AS_OF, "--offline")
        told = self.look(path, "repo", "sample/meadow", "-f", "json", *AS_OF,
                         "--offline")
        self.assertEqual(told.bytes, mine.bytes)
        for args in (["repos"], ["actors", "sample/meadow", "--offline"],
                     ["trend", "sample/meadow", "--offline"],
                     ["explain", "pr_merge_cycle", "sample/meadow",
                      "--offline"],
                     ["query", "SELECT count(*) FROM v_item"],
                     ["alerts"], ["db", "info"],
                     ["check", "sample/meadow", "--offline",
                      "--fail-on", "risk", "-m", "pr_merge_cycle"]):
            with self.subTest(args=args):
                mine_too = self.box.run(*args, "--db", self.store)
                theirs = self.look(path, *args, code=mine_too.code)
                self.assertTrue(theirs.out)
        doctor = self.look(path, "doctor", "--offline")
        self.assertIn(b"cannot be written", doctor.out)
        copy = self.box.path("tmp", "copy.db")
        os.chmod(self.box.path("tmp"), 0o777)
        self.look(path, "db", "backup", copy)
        self.assertEqual(self.good(None, "sample/meadow", *AS_OF, "--offline",
                                   db="tmp/copy.db").bytes, mine.bytes)
        # What would change it says that it cannot.
        for args in (["forget", "sample/meadow"], ["db", "prune"]):
            result = self.look(path, *args, code=5)
            self.assertIn("cannot be written", result.err)
        self.assertEqual(os.listdir(os.path.dirname(path)), ["store.db"])
        self.assertEqual(digest(path), before)

    def test_alerts_of_what_cannot_be_written(self):
        """They are evaluated, said, and not kept."""
        self.good(self.server, "sample/meadow", *AS_OF)
        mine = self.good(None, "sample/meadow", *AS_OF, "--offline").json
        path = self.theirs()
        told = self.look(path, "repo", "sample/meadow", "-f", "json", "-v",
                         *AS_OF, "--offline")
        self.assertEqual(told.json["alerts"], mine["alerts"])
        self.assertIn("not kept", told.err)

    def test_an_older_one_that_cannot_be_written(self):
        self.try_it()
        with sqlite3.connect(self.store) as store:
            store.execute("PRAGMA user_version = 3")
        store.close()
        result = self.look(self.theirs(), "repos", code=5)
        self.check_failure(result, 5, "older", "copy it")

    def test_one_that_is_changed_meanwhile(self):
        """Nobody keeps its owner from writing while others read."""
        self.try_it()
        path = self.theirs()
        slow = "SELECT count(*) FROM v_item AS a, v_item AS b, v_item AS c"
        process = self.box.start("query", slow, "--db", path, user=NOBODY)
        eventually(lambda: holds(process.pid, path), "opened")
        os.utime(path)
        result = self.box.wait(process)
        self.check_failure(result, 5, "has changed it meanwhile", "run again")
        self.assertEqual(result.out, b"")

    def test_one_that_somebody_is_writing(self):
        """Its log cannot be left out of what is told."""
        self.try_it()
        path = self.theirs("log")
        os.chmod(path, 0o644)
        writer = sqlite3.connect(path)
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.execute("UPDATE item SET title = 'new' WHERE number = 7")
        writer.commit()
        for end in ("-shm", "-wal"):
            os.chmod(path + end, 0o644)
        sql = "SELECT title FROM v_item WHERE number = 7"
        result = self.look(path, "query", sql, "-f", "csv")
        self.assertIn(b"new", result.out)
        os.chmod(path + "-shm", 0o600)
        result = self.look(path, "query", sql, code=5)
        self.check_failure(result, 5, path)
        writer.close()

    def test_full_disk(self):
        """No room for the store at any moment; with room it goes on."""
        codes = []
        for size in (0, 4096, 20000, 60000, 100000, 150000, 200000):
            with self.subTest(size=size):
                db = "full-%d.db" % size
                result = self.try_it(db=db, preexec_fn=largest_file(size))
                codes.append(result.code)
                if result.code != 0:
                    self.check_failure(result, 5, "store")
                    self.assertEqual(result.out, b"")
                again = self.try_it(db=db)
                self.assertEqual(again.code, 0, again)
                self.assertEqual(again.bytes, self.undisturbed)
        self.assertGreaterEqual(codes.count(5), 4, codes)

    def test_full_disk_before_anything_is_read(self):
        """There is a store, and no room for what SQLite makes beside it."""
        self.try_it(db="whole.db")
        result = self.try_it(db="whole.db", preexec_fn=largest_file(100))
        self.check_failure(result, 5, "the disk is full: make room")

    def test_held_by_nobody(self):
        """A lock that a killed process had is no lock."""
        self.try_it()
        db = sqlite3.connect(self.store)
        db.execute("BEGIN IMMEDIATE")
        db.execute("DELETE FROM item")
        db.close()  # rolls back
        self.assertEqual(self.try_it().bytes, self.undisturbed)


class TestResult(Case):
    """Where the result goes."""

    def setUp(self):
        super().setUp()
        self.server = self.hub(many(20))
        self.whole = self.good(self.server, "sample/meadow", *AS_OF)
        self.arguments = ["repo", "-q", "--format", "json", "--db",
                          self.box.path("store.db"), "--offline",
                          "sample/meadow", *AS_OF]

    def run_it(self, *args, **more):
        return self.box.run(*self.arguments, *args, **more)

    def test_full_stdout(self):
        with open("/dev/full", "wb") as full:
            for command in (self.arguments, ["help"], ["version"],
                            ["metrics"], ["explain", "pr_merge_cycle"]):
                with self.subTest(command=command[0]):
                    result = self.box.run(*command, stdout=full)
                    self.check_failure(result, 5, "No space left on device")

    def test_closed_pipe(self):
        """Nobody reads: no error, no word."""
        for command in (self.arguments, ["help"], ["metrics"]):
            with self.subTest(command=command[0]):
                reader, writer = os.pipe()
                os.close(reader)
                result = self.box.run(*command, stdout=writer)
                os.close(writer)
                self.assertEqual((result.code, result.err), (0, ""), result)

    def test_reader_of_nothing(self):
        run = self.box.start(*self.arguments)
        head = subprocess.run(["head", "-c", "0"], stdin=run.stdout,
                              check=False)
        self.assertEqual(head.returncode, 0)
        result = self.box.wait(run)
        self.assertEqual((result.code, result.err), (0, ""), result)

    def test_no_stdout_at_all(self):
        """Started with ">&-": the store does not take its place."""
        run = self.box.start(*self.arguments, stdout=None,
                             preexec_fn=lambda: os.close(1))
        result = self.box.wait(run)
        self.check_failure(result, 5, "cannot write the result")
        self.assertEqual(self.run_it().bytes, self.whole.bytes)

    def test_output(self):
        path = self.box.path("report.json")
        for _ in range(2):
            result = self.run_it("--output", path)
            self.assertEqual((result.code, result.out), (0, b""), result)
            with open(path, "rb") as file:
                written = file.read()
            self.assertEqual(written[:1], b"{")
            self.assertEqual(len(written), len(self.whole.out))
        self.assertEqual(os.stat(path).st_mode & 0o777,
                         0o666 & ~self.umask())
        result = self.run_it("-o", "-")
        self.assertEqual(result.bytes, self.whole.bytes)

    @staticmethod
    def umask():
        mask = os.umask(0o22)
        os.umask(mask)
        return mask

    def test_output_keeps_link_and_mode(self):
        real = self.box.write("real.json", "old", mode=0o600)
        link = self.box.path("link.json")
        os.symlink("real.json", link)
        self.assertEqual(self.run_it("-o", link).code, 0)
        self.assertTrue(os.path.islink(link))
        self.assertEqual(os.stat(real).st_mode & 0o777, 0o600)
        with open(real, "rb") as file:
            self.assertEqual(len(file.read()), len(self.whole.out))

    def test_output_whole_or_not_at_all(self):
        self.box.write("out/report.json", "old")
        path = self.box.path("out/report.json")
        result = self.run_it("-o", path, "--windows", "400",
                             preexec_fn=largest_file(40000))
        self.check_failure(result, 5, path)
        with open(path, encoding="ascii") as file:
            self.assertEqual(file.read(), "old")
        self.assertEqual(os.listdir(self.box.path("out")), ["report.json"])

    def test_output_that_cannot_be(self):
        for path, word in ((self.box.path("no/such/place"), "No such file"),
                           (self.box.dir, "Is a directory"),
                           ("/dev/full", "No space")):
            with self.subTest(path=path):
                self.check_failure(self.run_it("-o", path), 5, path, word)
        result = self.run_it("-o", "/dev/null")
        self.assertEqual((result.code, result.out), (0, b""), result)


if __name__ == "__main__":
    unittest.main()
