#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Many repositories at once: which ones, what is said of them, and what
happens when one of them, or the user, breaks off."""
import csv
import io
import json
import os
import select
import signal
import sqlite3
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Fault, Repository, pull  # noqa: E402
from harness import (Case, History, SIGNALS, asked, at,  # noqa: E402
                     eventually, git, make_clone)

DAY = 86400
HOUR = 3600
END = at("2026-03-01")
AS_OF = ["--as-of", "2026-03-01"]


def merging(owner, name, hours, rid, count=6, **more):
    """Pull requests, each merged after so many hours, in the window."""
    more.setdefault("created", "2024-01-01T00:00:00Z")
    more.setdefault("pushed_at", "2026-02-28T00:00:00Z")
    return Repository(owner, name, rid=rid, items=[
        pull(n + 1, END - (10 + n) * DAY,
             merged=END - (10 + n) * DAY + hours * HOUR)
        for n in range(count)], **more)


def written(count, last=END - DAY, step=DAY):
    """A history of commits that touch the documentation."""
    history = History()
    for n in range(count):
        history.commit(last - (count - 1 - n) * step, {"README.md": str(n)})
    return history


class ScanCase(Case):
    def scan(self, hub, *args, **more):
        return self.command("scan", hub, "-f", "json", *AS_OF, *args, **more)

    def names(self, result):
        return [row["full_name"] for row in result.json["repositories"]]

    def asked_names(self, result):
        """In whatever order."""
        return sorted(self.names(result) + [
            row["repository"] for row in result.json["failed"]])


class TestAll(ScanCase):
    def setUp(self):
        super().setUp()
        self.server = self.hub(
            merging("sample", "quick", 10, 1), merging("sample", "slow", 200, 2),
            merging("sample", "steady", 100, 3))
        self.names_given = ["sample/slow", "sample/missing", "sample/quick",
                            "sample/steady"]

    def clones(self):
        root = self.box.path("root")
        os.mkdir(root)
        for n in range(10):
            make_clone(self.box, "root/c%d" % n, written(n + 1))
        return root

    def test_clones_and_recorded_ones_with_one_missing(self):
        """The issue's own words: ten clones and three repositories, one of
        them missing."""
        names = ["sample/quick", "sample/slow", "sample/missing"]
        args = ["--git-root", self.clones(), *names]
        result = self.scan(self.server, *args)
        self.assertEqual(result.code, 4, result)
        self.assertEqual(len(result.json["repositories"]), 12)
        self.assertFalse(result.json["complete"])
        self.assertEqual(result.json["asked"], 13)
        failed, = result.json["failed"]
        self.assertEqual(failed["repository"], "sample/missing")
        self.assertEqual(failed["kind"], "not found")
        self.assertIn("404", failed["reason"])
        self.assertIn("sample/missing: HTTP 404", result.err)
        table = self.command("scan", self.server, *AS_OF, *args)
        self.assertEqual(table.code, 4)
        text = table.out.decode()
        for name in ["root/c%d" % n for n in range(10)] + names:
            self.assertIn(name, text)
        self.assertIn("13 repositories, 1 of them failed", text)
        self.assertRegex(text, r"Failed +sample/missing: HTTP 404")

    def test_ranks_and_percentiles(self):
        result = self.scan(self.server, *self.names_given)
        self.assertEqual(self.names(result), [
            "sample/quick", "sample/steady", "sample/slow"])
        rows = result.json["repositories"]
        self.assertEqual([r["rank"] for r in rows], [1, 2, 3])
        self.assertEqual([r["status"] for r in rows],
                         ["healthy", "watch", "risk"])
        self.assertEqual(
            [r["percentiles"]["pr_merge_cycle"] for r in rows], [100, 50, 0])
        self.assertEqual([r["report"]["metrics"][0]["value"] for r in rows],
                         [10, 100, 200])
        # Nobody has issues in the window, so nobody is better.
        self.assertEqual(
            [r["percentiles"]["issue_close_rate"] for r in rows], [None] * 3)

    def test_order(self):
        for sort, expected in (
                ("name", ["quick", "slow", "steady"]),
                ("-name", ["steady", "slow", "quick"]),
                ("pr_merge_cycle", ["quick", "steady", "slow"]),
                ("-pr_merge_cycle", ["slow", "steady", "quick"]),
                ("score", ["quick", "steady", "slow"])):
            result = self.scan(self.server, "--sort", sort, "-m",
                               "pr_merge_cycle", *self.names_given)
            self.assertEqual(self.names(result),
                             ["sample/" + name for name in expected], sort)

    def test_wrong_order(self):
        result = self.scan(self.server, "--sort", "helth", "sample/quick")
        self.check_failure(result, 2, "--sort", "helth", "health")
        result = self.scan(self.server, "--sort", "pr_first_response",
                           "sample/quick", "-q")
        self.check_failure(result, 2, "--sort", "pr_first_response",
                           "--profile full")

    def test_lines(self):
        """A line a repository in the order of asking, and one at the end."""
        result = self.command("scan", self.server, "-q", "-f", "ndjson",
                              *AS_OF, *self.names_given)
        self.assertEqual(result.code, 4)
        rows = result.rows
        self.assertEqual([r["schema"] for r in rows], [
            "healthscan.report/1", "healthscan.failure/1",
            "healthscan.report/1", "healthscan.report/1",
            "healthscan.scan/1"])
        self.assertEqual(rows[0]["repo"]["full_name"], "sample/slow")
        # Six merges are less than a pulse, and commits were not read.
        self.assertIsNone(rows[0]["lifecycle"]["class"])
        self.assertEqual(rows[0]["lifecycle"]["reason"], "would need --git")
        self.assertEqual(rows[1]["repository"], "sample/missing")
        self.assertEqual(rows[1]["kind"], "not found")
        self.assertEqual([r["full_name"] for r in rows[4]["repositories"]],
                         ["sample/quick", "sample/steady", "sample/slow"])
        self.assertNotIn("report", rows[4]["repositories"][0])

    def test_lines_are_flushed(self):
        """Each is there before the next repository has been read."""
        self.server.faults.append(
            Fault("/repos/sample/steady", "slow", seconds=20))
        process = self.box.start(
            "scan", "-q", "-f", "ndjson", "--db", self.box.path("store.db"),
            "--api-url", self.server.url, *AS_OF, "sample/quick",
            "sample/steady")
        line = process.stdout.readline()
        self.assertIn(b'"full_name":"sample/quick"', line)
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        result = self.box.wait(process)
        self.assertEqual(result.code, 130, result)
        self.assertIn("interrupted after 1 of 2 repositories", result.err)

    def test_lines_into_a_file(self):
        path = self.box.path("out.ndjson")
        result = self.command("scan", self.server, "-q", "-f", "ndjson", "-o",
                              path, *AS_OF, "sample/quick", "sample/slow")
        self.assertEqual((result.code, result.out), (0, b""), result)
        with open(path, "rb") as file:
            self.assertEqual(len(file.read().splitlines()), 3)

    def test_lines_go_to_a_file_as_they_come(self):
        """Beside it, so that it has its name when all are there."""
        path = self.box.write("out/lines", "before")
        folder = os.path.dirname(path)
        self.server.faults.append(
            Fault("/repos/sample/steady", "slow", seconds=20))
        process = self.box.start(
            "scan", "-q", "-f", "ndjson", "-o", path, "--db",
            self.box.path("store.db"), "--api-url", self.server.url, *AS_OF,
            "sample/quick", "sample/steady")

        def lines():
            new = [name for name in os.listdir(folder) if name != "lines"]
            if not new:
                return ""
            with open(os.path.join(folder, new[0]), encoding="utf-8") as file:
                return file.read()

        for _ in range(200):
            if lines():
                break
            time.sleep(0.05)
        self.assertIn('"full_name":"sample/quick"', lines())
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.box.wait(process).code, 130)
        self.assertEqual(os.listdir(folder), ["lines"])
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), "before")

    def test_a_file_that_cannot_be_written_is_told_before(self):
        result = self.command(
            "scan", self.server, "-q", "-f", "ndjson", "-o",
            self.box.path("none/out"), *AS_OF, "sample/quick")
        self.check_failure(result, 5, "none/out", "--output")
        self.assertEqual(asked(self.server), [])

    def test_csv(self):
        result = self.command("scan", self.server, "-q", "-f", "csv", *AS_OF,
                              *self.names_given)
        rows = list(csv.DictReader(io.StringIO(result.out.decode())))
        self.assertEqual([r["repository"] for r in rows], [
            "sample/quick", "sample/steady", "sample/slow", "sample/missing"])
        self.assertEqual(rows[0]["pr_merge_cycle"], "10")
        self.assertEqual(rows[0]["pr_merge_cycle_percentile"], "100")
        self.assertIn("404", rows[3]["failure"])
        self.assertEqual(rows[3]["rank"], "")

    def test_offline(self):
        """What is in the store; what is not is named, and is no failure of a
        source."""
        self.scan(self.server, "sample/quick")
        self.server.forget()
        result = self.scan(self.server, "--offline", "sample/quick",
                           "sample/slow")
        self.assertEqual(result.code, 3, result)
        self.assertEqual(self.names(result), ["sample/quick"])
        self.assertIn("sample/slow is not in the store", result.err)
        path = self.box.write("folders", "acme/one\n./a\n")
        result = self.scan(self.server, path)
        self.check_failure(result, 2, "folders:2: './a' is a folder",
                           "--git-root")
        self.assertEqual(asked(self.server), [])

    def test_one_that_fails_later_keeps_its_row(self):
        self.scan(self.server, "sample/quick", "sample/slow")
        self.server.faults.append(Fault("/repos/sample/slow", 401, nth=None))
        result = self.scan(self.server, "sample/quick", "sample/slow")
        self.assertEqual(result.code, 4)
        self.assertEqual(self.names(result), ["sample/quick", "sample/slow"])
        self.assertEqual(result.json["failed"][0]["kind"], "authentication")
        rows = result.json["repositories"]
        self.assertEqual([r["complete"] for r in rows], [True, False])

    def test_second_run_costs_nothing(self):
        self.scan(self.server, "sample/quick", "sample/slow", token="t")
        used = self.server.used
        again = self.scan(self.server, "sample/quick", "sample/slow",
                          token="t")
        self.assertEqual(again.code, 0)
        self.assertEqual(self.server.used, used)

    def test_as_repo_says(self):
        """The report of each is the one that repo shows."""
        scan = self.scan(self.server, "sample/quick")
        report = scan.json["repositories"][0]["report"]
        repo = self.good(self.server, "sample/quick", *AS_OF, db="repo.db")
        expected = repo.json
        for one in (report, expected):
            one["generated_at"] = one["coverage"]["synced_at"] = None
        # That a deviation fires is for repo and check to remember.
        expected["alerts"] = report["alerts"]
        said = json.dumps(report["metrics"])
        self.assertIn("--git-root DIR", said)
        self.assertEqual(
            json.loads(said.replace("--git-root DIR", "--git DIR")),
            expected["metrics"])
        self.assertEqual(report["coverage"], expected["coverage"])


class TestWhich(ScanCase):
    def setUp(self):
        super().setUp()
        self.server = self.hub(
            merging("acme", "one", 10, 1), merging("acme", "two", 10, 2),
            merging("acme", "fork", 10, 3, fork=True),
            merging("acme", "old", 10, 4, archived=True),
            merging("other", "one", 10, 5))

    def test_file_and_input(self):
        path = self.box.write("list", "# ours\n\nacme/one\nACME/One # again\n"
                              "https://github.com/acme/two.git\n")
        result = self.scan(self.server, path, "acme/two")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(self.asked_names(result), ["acme/one", "acme/two"])
        with open(path, "rb") as file:
            result = self.scan(self.server, "-", stdin=file)
        self.assertEqual(self.asked_names(result), ["acme/one", "acme/two"])

    def test_bad_file(self):
        path = self.box.write("list", "acme/one\nmeadow\n")
        result = self.scan(self.server, path)
        self.check_failure(result, 2, "list:2: 'meadow'", "OWNER/NAME")
        result = self.scan(self.server, "nowhere.txt")
        self.check_failure(result, 2, "'nowhere.txt' is neither a repository")
        self.assertEqual(asked(self.server), [])

    def test_clones_as_arguments(self):
        """Folders are as those below --git-root: nobody is asked, and one of
        a repository that is named is read for it."""
        make_clone(self.box, "here", written(3),
                   origin="https://github.com/acme/one")
        make_clone(self.box, "work/there", written(5))
        result = self.scan(self.server, self.box.path("here"), "./there")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(asked(self.server), [])
        self.assertEqual(len(result.json["repositories"]), 2)
        result = self.scan(self.server, self.box.path("here"), "acme/one",
                           db="named.db")
        self.assertEqual(self.names(result), ["acme/one"])
        report = result.json["repositories"][0]["report"]
        self.assertEqual(report["coverage"]["streams"]["git"]["rows"], 3)
        self.assertEqual(asked(self.server, "/commits"), [])
        result = self.scan(self.server, self.box.path("work"))
        self.check_failure(result, 2, "is no clone", "--git-root")

    def test_nothing(self):
        for args in ([], [self.box.write("empty", "# none\n")], ["-"]):
            result = self.scan(self.server, *args)
            self.check_failure(result, 2, "nothing to scan", "OWNER/NAME",
                               "--git-root")

    def test_configured(self):
        path = self.box.write(
            "config", '[scan "ours"]\n\trepo = acme/one\n\trepo = acme/two\n'
            '[scan "theirs"]\n\trepo = other/one\n')
        result = self.scan(self.server, "--config", path, "--list", "ours")
        self.assertEqual(self.asked_names(result), ["acme/one", "acme/two"])
        result = self.scan(self.server, "--config", path, "--list", "ours",
                           "--list", "theirs", "acme/one")
        self.assertEqual(len(self.names(result)), 3)
        result = self.scan(self.server, "--config", path, "--list", "mine")
        self.check_failure(result, 2, "'mine'", "there are: ours, theirs")
        shown = self.run_program("config", "--config", path)
        self.assertRegex(shown.out.decode(),
                         r"scan\.ours\.repo +acme/one, acme/two +")

    def test_configured_badly(self):
        path = self.box.write("config", '[scan "ours"]\n\trepo = meadow\n')
        result = self.scan(self.server, "--config", path, "--list", "ours")
        self.check_failure(result, 2, "config:2: 'meadow'")
        git(self.box, "init", "-q", ".")
        with open(os.path.join(self.box.work, ".healthscan"), "w",
                  encoding="utf-8") as file:
            file.write('[scan "ours"]\n\trepo = evil.test/a/b\n')
        result = self.scan(self.server, "--list", "ours")
        self.check_failure(result, 2, ".healthscan:2", "work tree")
        self.assertEqual(asked(self.server), [])

    def test_later_file_replaces_a_list(self):
        self.box.write("home/config/healthscan/config",
                       '[scan "ours"]\n\trepo = acme/one\n\trepo = acme/two\n')
        path = self.box.write("more", '[scan "ours"]\n\trepo = other/one\n')
        result = self.scan(self.server, "--list", "ours")
        self.assertEqual(len(self.names(result)), 2)
        result = self.scan(self.server, "--list", "ours", "--config", path)
        self.assertEqual(self.names(result), ["other/one"])

    def test_owner(self):
        self.server.max_page = 2
        result = self.scan(self.server, "--org", "acme")
        self.assertEqual(self.asked_names(result), ["acme/one", "acme/two"])
        self.assertEqual(len(asked(self.server, "/orgs/acme/repos")), 2)
        result = self.scan(self.server, "--org", "acme", "--with-forks",
                           "--with-archived")
        self.assertEqual(len(self.names(result)), 4)

    def test_owner_is_a_person(self):
        self.server.people.add("other")
        result = self.scan(self.server, "--org", "other")
        self.assertEqual(self.names(result), ["other/one"])
        self.assertEqual(len(asked(self.server, "/orgs/other/")), 1)
        self.assertEqual(len(asked(self.server, "/users/other/")), 1)

    def test_no_owner(self):
        result = self.scan(self.server, "--org", "nobody")
        self.check_failure(result, 4, "nobody", "no such organization or user")
        for name in ("a/b/c", "../x", "a b", "-"):
            result = self.scan(self.server, "--org", name)
            self.check_failure(result, 2, "--org")
        result = self.scan(self.server, "--org", "acme", "--offline")
        self.check_failure(result, 2, "--offline")

    def test_owner_of_forks_alone(self):
        self.server.repos = [r for r in self.server.repos
                             if r.meta["fork"] or r.meta["archived"]]
        result = self.scan(self.server, "--org", "acme")
        self.check_failure(result, 2, "nothing to scan", "--with-forks")

    def test_owner_listed_badly(self):
        for kind, code in (("badjson", 4), ("wrongtype", 4), (500, 4)):
            self.server.faults = [Fault("/orgs/", kind, nth=None)]
            result = self.scan(self.server, "--org", "acme", timeout=100)
            self.assertEqual(result.code, code, result)
            self.assertEqual(result.out, b"")
        self.server.faults = [Fault("/orgs/", "badjson", nth=1)]
        self.assertEqual(self.scan(self.server, "--org", "acme").code, 0)

    def test_many(self):
        """Two hundred in a list, one connection, every one once."""
        self.server.repos = [merging("acme", "r%d" % n, n + 1, 100 + n,
                                     count=5) for n in range(200)]
        path = self.box.write("list", "".join(
            "acme/r%d\n" % n for n in range(200)))
        result = self.scan(self.server, "-q", "-m", "pr_merge_cycle",
                           "--windows", "0", path, timeout=300)
        self.assertEqual(result.code, 0, result)
        rows = result.json["repositories"]
        self.assertEqual([r["full_name"] for r in rows],
                         ["acme/r%d" % n for n in range(200)])
        self.assertEqual(rows[0]["percentiles"]["pr_merge_cycle"], 100)
        self.assertEqual(rows[199]["percentiles"]["pr_merge_cycle"], 0)


class TestClones(ScanCase):
    """A folder of clones, and nobody is asked."""

    def setUp(self):
        super().setUp()
        self.root = self.box.path("root")
        os.mkdir(self.root)

    def clones(self, *args, **more):
        return self.command("scan", None, "-f", "json", *AS_OF, "--git-root",
                            self.root, *args, **more)

    def row(self, result, name):
        return [r for r in result.json["repositories"]
                if r["full_name"] == name][0]

    def test_what_git_tells(self):
        clone = make_clone(self.box, "root/meadow", written(13))
        git(self.box, "tag", "v1", "main~1", cwd=clone)
        result = self.clones()
        self.assertEqual((result.code, result.err), (0, ""), result)
        row = self.row(result, "root/meadow")
        self.assertEqual(row["host"], "local")
        self.assertIsNone(row["report"]["repo"]["id"])
        self.assertEqual(row["report"]["repo"]["created_at"],
                         "2026-02-16T00:00:00Z")
        values = {m["id"]: m for m in row["report"]["metrics"]}
        self.assertEqual(values["doc_update_frequency"]["count"], 13)
        self.assertEqual(values["release_frequency"]["value"], 1)
        self.assertIsNone(values["pr_merge_cycle"]["value"])
        self.assertIn("local clone", values["pr_merge_cycle"]["reason"])
        self.assertEqual(row["lifecycle"]["class"], "new")

    def test_classes(self):
        year = 365 * DAY
        make_clone(self.box, "root/dormant",
                   written(3, last=END - year - 1))
        make_clone(self.box, "root/active", written(200))
        kept = make_clone(self.box, "root/kept", written(
            2, last=END - 100 * DAY, step=100 * DAY))
        git(self.box, "tag", "v1", cwd=kept)
        make_clone(self.box, "root/new", written(2))
        result = self.clones()
        for name, expected, words in (
                ("dormant", "dormant", "last human commit 2025-02-28"),
                ("active", "active", "90 human commits in 90 days"),
                ("kept", "maintenance", "1 tag in a year"),
                ("new", "new", "created 2026-02-27")):
            life = self.row(result, "root/" + name)["lifecycle"]
            self.assertEqual(life["class"], expected, name)
            self.assertIn(words, life["evidence"])

    def test_again(self):
        """One identity for one folder, whatever is added to it."""
        history = written(3)
        make_clone(self.box, "root/meadow", history)
        first = self.clones()
        again = self.clones()
        self.assertEqual(first.bytes, again.bytes)
        store = sqlite3.connect(self.box.path("store.db"))
        self.assertEqual(store.execute(
            "SELECT count(*), max(forge_id) < 0 FROM repo").fetchall(),
            [(1, 1)])
        store.close()

    def test_odd_folders(self):
        make_clone(self.box, "root/bare.git", written(1), bare=True)
        make_clone(self.box, "root/empty")
        os.mkdir(os.path.join(self.root, "no repository"))
        self.box.write("root/file", "text")
        os.symlink(make_clone(self.box, "elsewhere", written(1)),
                   os.path.join(self.root, "link"))
        os.symlink("nowhere", os.path.join(self.root, "broken"))
        result = self.clones()
        self.assertEqual((result.code, result.err), (0, ""), result)
        # A link is another way to one that has its name already.
        self.assertEqual(self.asked_names(result), [
            os.path.basename(self.box.dir) + "/elsewhere",
            "root/bare.git", "root/empty"])

    def test_hostile_names(self):
        for name in (b"\x1b[31mred", b"a\nb", b"\xff\xfe", b"x" * 250,
                     "\u202eevil".encode(), b"=cmd|'calc'!A0", b"-rf"):
            git(self.box, "init", "-q", "--", os.fsdecode(
                os.fsencode(self.root) + b"/" + name))
        for form in ("table", "csv", "json", "ndjson"):
            result = self.command("scan", None, "-f", form, *AS_OF,
                                  "--git-root", self.root)
            self.assertEqual((result.code, result.err), (0, ""), result)
            text = result.out.decode()
            for bad in ("\x1b", "\u202e", "\x7f"):
                self.assertNotIn(bad, text)
        self.assertEqual(len(self.clones().json["repositories"]), 7)

    def test_one_is_bad(self):
        make_clone(self.box, "root/good", written(3))
        source = make_clone(self.box, "source", written(3))
        git(self.box, "clone", "-q", "--depth", "1", "file://" + source,
            os.path.join(self.root, "shallow"))
        git(self.box, "init", "-q", "--object-format=sha256",
            os.path.join(self.root, "sha256"))
        result = self.clones()
        self.assertEqual(result.code, 4, result)
        self.assertEqual(self.names(result), ["root/good"])
        self.assertEqual(
            sorted(f["repository"] for f in result.json["failed"]),
            ["local/" + name for name in ("root/sha256", "root/shallow")])
        self.assertIn("unshallow", result.err)

    def test_no_folder(self):
        result = self.clones("--git-root", self.box.path("nowhere"))
        self.check_failure(result, 2, "--git-root", "nowhere")
        result = self.clones()
        self.check_failure(result, 2, "nothing to scan", "directly below")

    def test_clone_of_one_that_is_named(self):
        """It is read for it, and is no other repository."""
        server = self.hub(merging("sample", "meadow", 10, 1))
        make_clone(self.box, "root/anything", written(5),
                   origin="git@github.com:Sample/Meadow.git")
        result = self.scan(server, "--git-root", self.root, "sample/meadow")
        self.assertEqual(self.names(result), ["sample/meadow"])
        values = {m["id"]: m["value"] for m in
                  result.json["repositories"][0]["report"]["metrics"]}
        self.assertEqual(values["pr_merge_cycle"], 10)
        self.assertEqual(values["commit_frequency"], round(5 * 7 / 30, 4))
        # The store knows it from now on, and nobody has to be asked.
        server.forget()
        result = self.scan(server, "--git-root", self.root)
        self.assertEqual(self.names(result), ["sample/meadow"])
        self.assertEqual(asked(server), [])
        # Alone it would have been a clone of its own.
        result = self.scan(server, "--git-root", self.root, db="fresh.db")
        self.assertEqual(self.names(result), ["Sample/Meadow"])
        self.assertEqual(result.json["repositories"][0]["host"], "local")


class TestBrokenOff(ScanCase):
    def setUp(self):
        super().setUp()
        self.server = self.hub(*[
            merging("sample", "r%d" % n, n + 1, n + 1) for n in range(5)])
        self.all = ["sample/r%d" % n for n in range(5)]

    def test_interrupted(self):
        """What is done stays, and the next run goes on."""
        for number in (signal.SIGINT, signal.SIGTERM):
            self.server.faults = [
                Fault("/repos/sample/r3", "slow", seconds=20)]
            self.server.forget()
            db = "%d.db" % number
            process = self.box.start(
                "scan", "--db", self.box.path(db), "--api-url",
                self.server.url, *AS_OF, *self.all)
            eventually(lambda: asked(self.server, "/r3"), "r3")
            process.send_signal(number)
            result = self.box.wait(process, timeout=15)
            self.assertEqual(result.code, SIGNALS[number], result)
            self.assertEqual(result.out, b"")
            self.assertIn("interrupted after 3 of 5 repositories",
                          result.lines[-1])
            self.assertIn("run the same command again", result.lines[-1])
            self.server.faults = []
            self.server.forget()
            again = self.scan(self.server, *self.all, db=db, token=None)
            self.assertEqual(again.code, 0, again)
            self.assertEqual(self.server.statuses()[:2], [304, 304])
            fresh = self.scan(self.server, *self.all, db="fresh%s" % db)
            self.assertEqual(again.bytes, fresh.bytes)

    def test_interrupted_while_reading(self):
        """Who has called it with - by mistake gets out again."""
        reading, writing = os.pipe()
        with os.fdopen(reading), os.fdopen(writing, "wb") as names:
            names.write(b"sample/r0\n")
            names.flush()
            process = self.box.start("scan", "--db", self.box.path("s.db"),
                                     "-", stdin=reading)
            # It waits for more: all was taken out of the pipe.
            waiting = select.poll()
            waiting.register(reading, select.POLLIN)
            eventually(lambda: not waiting.poll(0), "the reading")
            process.send_signal(signal.SIGINT)
            result = self.box.wait(process, timeout=15)
        self.check_failure(result, 130, "interrupted", "standard input")

    def test_faults(self):
        """Whatever befalls one is nothing to the others; but who may not ask
        for one (401) may not ask for any."""
        for kind in (403, 404, 451, "badjson", "wrongtype", "redirect"):
            self.server.faults = [Fault("/repos/sample/r1[/?]?", kind,
                                        nth=None, value="http://h.test/x")]
            result = self.scan(self.server, *self.all, db="%s.db" % kind,
                               timeout=100)
            self.assertEqual(result.code, 4, result)
            self.assertEqual(len(result.json["repositories"]), 4, kind)
            failed, = result.json["failed"]
            self.assertEqual(failed["repository"], "sample/r1")
            self.assertIn("sample/r1", result.err)

    def test_nobody_answers(self):
        """After three in a row nobody waits for the others to fail."""
        gone = self.hub()
        gone.close()
        result = self.scan(gone, "-q", *self.all, timeout=200)
        self.assertEqual(result.code, 4, result)
        self.assertEqual(len(result.json["failed"]), 5)
        reasons = [f["reason"] for f in result.json["failed"]]
        self.assertEqual(sum("was not asked for" in r for r in reasons), 2)
        self.assertEqual(len(result.lines), 5)

    def test_in_the_middle(self):
        """A list that breaks off leaves nothing behind for the next one."""
        self.server.faults = [Fault("/repos/sample/r1/issues", 403, nth=None)]
        result = self.scan(self.server, *self.all, token="t")
        self.assertEqual(result.code, 4, result)
        self.assertEqual(len(result.json["repositories"]), 5)
        values = {row["full_name"]: row["report"]["metrics"][0]["value"]
                  for row in result.json["repositories"]}
        self.assertEqual(values, {
            "sample/r0": 1, "sample/r1": None, "sample/r2": 3,
            "sample/r3": 4, "sample/r4": 5})


class TestCompare(ScanCase):
    def setUp(self):
        super().setUp()
        self.server = self.hub(
            merging("sample", "quick", 10, 1), merging("sample", "slow", 200, 2),
            merging("sample", "few", 1, 3, count=2))

    def compare(self, *args, **more):
        return self.command("compare", self.server, *AS_OF, *args, **more)

    def test_marks(self):
        result = self.compare("-f", "json", "sample/slow", "sample/few",
                              "sample/quick")
        self.assertEqual(result.code, 0, result)
        self.assertEqual([r["full_name"] for r in result.json["repositories"]],
                         ["sample/slow", "sample/few", "sample/quick"])
        metric, = [m for m in result.json["metrics"]
                   if m["id"] == "pr_merge_cycle"]
        self.assertEqual([v["value"] for v in metric["values"]], [200, 1, 10])
        # Two samples are too few to be the best.
        self.assertEqual([v["mark"] for v in metric["values"]],
                         ["worst", None, "best"])
        self.assertEqual(metric["values"][1]["reason"], "low n")
        # All are equal: nobody is the best.
        metric, = [m for m in result.json["metrics"]
                   if m["id"] == "pr_backlog"]
        self.assertEqual([v["mark"] for v in metric["values"]], [None] * 3)

    def test_table(self):
        for columns, env in ((80, "C.UTF-8"), (200, "C.UTF-8"), (80, "C")):
            result = self.compare(
                "sample/slow", "sample/few", "sample/quick",
                env={"COLUMNS": str(columns), "LC_ALL": env})
            lines = result.out.decode().splitlines()
            self.assertLessEqual(max(map(len, lines)), columns)
            self.assertFalse([x for x in lines if x != x.rstrip()])
            merge, = [x for x in lines if x.startswith("PR merge cycle, h ")]
            ascii_only = env == "C"
            self.assertRegex(
                merge, r"200 \- +1 \[1\] +10 \+$" if ascii_only
                else r"200 ▽ +1 \[1\] +10 ★$")
            self.assertEqual(result.out.isascii(), ascii_only)
            self.assertIn("[1] low n", result.out.decode())

    def test_many_columns(self):
        """They go on below each other, each with the metrics beside it."""
        self.server.repos = [merging("sample", "r%d" % n, n + 1, n + 1)
                             for n in range(30)]
        result = self.compare("-q", *["sample/r%d" % n for n in range(30)])
        text = result.out.decode()
        self.assertLessEqual(max(map(len, text.splitlines())), 80)
        blocks = text.count("\nPR merge cycle, h")
        self.assertGreater(blocks, 3)
        self.assertLess(blocks, 10)
        for n in range(30):
            self.assertRegex(text, r"\br%d\b" % n)

    def test_missing(self):
        result = self.compare("sample/quick", "sample/gone")
        self.assertEqual(result.code, 4, result)
        self.assertRegex(result.out.decode(), r"Failed +sample/gone: HTTP 404")
        self.assertIn("PR merge cycle, h", result.out.decode())

    def test_usage(self):
        self.check_failure(self.compare("sample/quick"), 2, "missing")
        self.check_failure(self.compare("sample/quick", "Sample/Quick"), 2,
                           "nothing to compare")
        self.check_failure(self.compare("sample/quick", "meadow"), 2,
                           "'meadow'")
        self.assertEqual(asked(self.server), [])

    def test_csv(self):
        result = self.compare("-q", "-f", "csv", "sample/quick", "sample/slow")
        rows = list(csv.DictReader(io.StringIO(result.out.decode())))
        self.assertEqual(rows[0]["metric"], "pr_merge_cycle")
        self.assertEqual(rows[0]["sample/quick"], "10")
        self.assertEqual(rows[0]["sample/slow"], "200")


class TestLook(ScanCase):
    def test_widths(self):
        server = self.hub(
            merging("a-rather-long-owner-of-things", "with-a-long-name-too",
                    10, 1), merging("s", "b", 90, 2),
            merging("s", "c", 200, 3))
        for columns in (60, 80, 120, 200):
            result = self.command(
                "scan", server, *AS_OF, "s/b", "s/c", "s/gone",
                "a-rather-long-owner-of-things/with-a-long-name-too",
                env={"COLUMNS": str(columns)})
            lines = result.out.decode().splitlines()
            self.assertLessEqual(max(map(len, lines)), max(columns, 80))
            self.assertFalse([x for x in lines if x != x.rstrip()])
            self.assertIn("● 10", result.out.decode())
            self.assertIn("▲ 200", result.out.decode())
            # The owner is often that of all: what is left is the name.
            self.assertIn("with-a-long-name-too", result.out.decode())

    def test_lines_of_other_commands(self):
        """ndjson is one document a line, everywhere."""
        server = self.hub(merging("s", "b", 90, 2))
        for args in (["repo", "s/b"], ["trend", "s/b"], ["check", "s/b"],
                     ["explain", "pr_merge_cycle", "s/b"]):
            result = self.command(args[0], server, *args[1:], "-q", *AS_OF,
                                  "-f", "ndjson")
            self.assertEqual(len(result.rows), 1, args)
            plain = self.command(args[0], server, *args[1:], "-q", *AS_OF,
                                 "-f", "json")
            self.assertEqual(set(result.rows[0]), set(plain.json))
        result = self.run_program("metrics", "-f", "ndjson")
        self.assertEqual(len(result.rows), 1)
        result = self.command("query", None, "SELECT 1 AS a UNION SELECT 2",
                              "-f", "ndjson")
        self.assertEqual(result.rows, [{"a": 1}, {"a": 2}])


if __name__ == "__main__":
    unittest.main()
