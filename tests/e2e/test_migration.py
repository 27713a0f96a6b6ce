#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Migration archives: the facts that a sync tells; hostile archives."""
import gzip
import io
import json
import os
import sqlite3
import sys
import tarfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Repository, comment, event, events_for,  # noqa: E402
                         issue, pull, release, review)
from harness import Case, at  # noqa: E402
from migrations import files, tar  # noqa: E402

NAME = "sample/meadow"
ASKED = ["--as-of", "2026-03-01", "--history", "events", "--profile", "full",
         "--no-git", "-f", "json", "--windows", "3"]


def world(name="meadow", rid=4200042):
    repo = Repository("sample", name, rid=rid, created="2026-01-01T00:00:00Z")
    day = at("2026-02-01")
    for n in range(1, 31):
        opened = day + n * 3600
        repo.items.append(
            issue(n, opened, closed=opened + 7200 if n % 2 else None,
                  labels=[{"name": "good%20first"}] if n == 9 else [])
            if n % 3 == 0 else
            pull(n, opened, merged=opened + n * 600 if n % 4 else None))
    rows = {row["number"]: row for row in repo.items}
    repo.events = events_for(repo.items)
    for i, (kind, n, when) in enumerate((("closed", 6, 1),
                                         ("reopened", 6, 2))):
        repo.events.append(event(29800000000 + i, kind, rows[n],
                                 day + (n + when) * 3600))
    repo.comments = [comment(500 + n, rows[n], day + (n + 1) * 3600 + 5)
                     for n in (3, 4, 6, 7)]
    for made in repo.comments:
        made["issue_url"] = made["issue_url"].replace("x/y", "sample/" + name)
    repo.reviews = [review(900 + n, rows[n], day + (n + 1) * 3600 + 9,
                           login="plover-4") for n in (4, 7, 8)]
    repo.releases = [release(1, "v1", day + 4000),
                     release(2, "v2/rc 1", day + 9000, prerelease=True)]
    rows[5]["user"] = {"id": 99, "login": "helper[bot]", "type": "Bot"}
    rows[8]["user"] = {"id": 98, "login": "plain-bot", "type": "Bot"}
    return repo


class Migration(Case):
    def setUp(self):
        super().setUp()
        self.world_ = world()
        self.path = tar(self.box.path("export.tar.gz"), files(self.world_))

    def run_import(self, *args, db="store.db", code=0, **more):
        result = self.box.run("import", "migration", "--db",
                              self.box.path(db), *args, **more)
        if "built without libarchive" in result.err:
            self.skipTest("healthscan was built without libarchive")
        self.assertEqual(result.code, code, result)
        return result

    def know(self, db="store.db", *repos):
        """Puts the repositories themselves into a store."""
        path = self.box.path("repos.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump([{"id": repo.id, "name": repo.name,
                        "full_name": repo.full_name, "has_issues": True,
                        "url": "https://api.github.com/repos/" +
                               repo.full_name,
                        "created_at": "2026-01-01T00:00:00Z",
                        "updated_at": "2026-01-01T00:00:00Z"}
                       for repo in repos or [self.world_]], file)
        result = self.box.run("import", "rest", path, "--db",
                              self.box.path(db))
        self.assertEqual(result.code, 0, result)

    def ask(self, sql, db="store.db"):
        store = sqlite3.connect("file:%s?mode=ro" % self.box.path(db),
                                uri=True)
        rows = store.execute(sql).fetchall()
        store.close()
        return rows

    def facts(self, db="store.db"):
        return [sorted(self.ask(sql, db), key=repr) for sql in (
            "SELECT repo_id, number, kind, title, author_id, open, created_at,"
            " closed_at, merged_at, updated_at, unknown FROM item",
            "SELECT repo_id, number, kind, occurred_at, forge_id, actor_id"
            " FROM event",
            "SELECT repo_id, number, kind, forge_id, occurred_at, actor_id"
            " FROM response", "SELECT number, label FROM item_label",
            "SELECT forge_id, login, type FROM account",
            "SELECT stream, source, starts_at, ends_at, complete FROM span")]

    def numbers(self, db):
        hub = self.hub(self.world_)
        report = json.loads(self.good(hub, NAME, *ASKED, db=db).out)
        return {m["id"]: {k: v for k, v in m.items() if k != "provisional"}
                for m in report["metrics"]}

    def total(self):
        return (len(self.world_.items) + len(self.world_.events) +
                len(self.world_.comments) + len(self.world_.reviews) +
                len(self.world_.releases))


class TestArchives(Migration):
    def expect(self, *args, db="store.db", **more):
        self.know(db)
        result = self.run_import(*args, db=db, **more)
        self.assertIn("%d records taken" % self.total(), result.err)
        return self.facts(db)

    def test_what_it_tells(self):
        found = self.expect(self.path)
        expected = {(r["number"], r["title"], r["user"]["id"])
                    for r in self.world_.items}
        self.assertEqual({(r[1], r[3], r[4]) for r in found[0]}, expected)
        self.assertEqual(
            {(r[1], r[4], r[5]) for r in found[1]},
            {(e["issue"]["number"], e["id"], e["actor"]["id"])
             for e in self.world_.events})
        self.assertEqual({r[1:4] for r in found[2]},
                         {(n, 1, 500 + n) for n in (3, 4, 6, 7)} |
                         {(n, 2, 900 + n) for n in (4, 7, 8)})
        self.assertEqual(self.ask("SELECT tag_name, prerelease, draft FROM"
                                  " release ORDER BY 1"),
                         [("v1", 0, 0), ("v2/rc 1", 1, 0)])
        self.assertEqual(found[3], [(9, "good first")])
        self.assertIn((99, "helper[bot]", "Bot"), found[4])
        self.assertFalse([row for row in found[4] if row[0] < 0])

    def test_in_whatever_way_it_comes(self):
        once = self.expect(self.path)
        named = list(files(self.world_))
        os.mkdir(self.box.path("folder"))
        for name, data in named:
            with open(self.box.path("folder/" + name), "wb") as file:
                file.write(data)
        plain = tar(self.box.path("plain.tar"), reversed(named), "w:",
                    form=tarfile.PAX_FORMAT)
        for n, path in enumerate((plain, self.box.path("folder"))):
            self.assertEqual(self.expect(path, db="w%d.db" % n), once)
        with open(self.path, "rb") as file:
            self.assertEqual(self.expect("-", db="input.db", stdin=file), once)
        # Without its kind, which its first file tells.
        self.know("by.db")
        result = self.box.run("import", self.box.path("folder"), "--db",
                              self.box.path("by.db"))
        self.assertEqual(result.code, 0, result)
        self.assertEqual(self.facts("by.db"), once)
        # And again, which changes nothing.
        self.assertEqual(self.expect(self.path), once)

    def test_without_accounts_they_are_those_of_the_sync(self):
        path = tar(self.box.path("bare.tar.gz"),
                   files(self.world_, without=("users", "bots")))
        expected = self.numbers("store.db")
        self.run_import(path)
        self.assertTrue(self.ask("SELECT 1 FROM account WHERE forge_id < 0"))
        self.assertEqual(self.numbers("store.db"), expected)

    def test_beside_a_sync_it_changes_no_number(self):
        expected = self.numbers("synced.db")
        self.run_import(self.path, db="synced.db")
        self.assertEqual(self.numbers("synced.db"), expected)
        self.expect(self.path)
        self.assertEqual(self.numbers("store.db"), expected)

    def test_what_it_covers_is_judged_if_that_is_said(self):
        self.expect(self.path)
        asked = ["--db", self.box.path("store.db"), "--offline", NAME,
                 "--as-of", "2026-02-06", "--window", "4d", "--no-git",
                 "-f", "json", "--windows", "0", "-m", "issue_close_rate"]
        report = json.loads(self.box.run("repo", *asked).out)
        self.assertIsNone(report["metrics"][0]["value"])
        self.run_import(self.path, "--covers", "2026-01-01..2026-03-01")
        report = json.loads(self.box.run("repo", *asked).out)
        self.assertIsNotNone(report["metrics"][0]["value"])


class TestWhich(Migration):
    """A repository is known by its name alone."""

    def setUp(self):
        super().setUp()
        self.other = world("brook", 4200043)
        self.both = tar(self.box.path("both.tar.gz"),
                        files(self.world_, self.other))

    def test_those_that_are_in_the_store(self):
        result = self.run_import(self.both)
        self.assertIn("0 records taken", result.err)
        self.assertIn("%d records were passed over, of repositories that are "
                      "not in the store" % (2 * self.total()), result.err)
        self.know("store.db", self.world_)
        result = self.run_import(self.both)
        self.assertIn("of 1 repository", result.err)
        self.know("store.db", self.world_, self.other)
        result = self.run_import(self.both)
        self.assertIn("of 2 repositories", result.err)
        self.assertNotIn("not in the store", result.err)
        self.assertEqual(len(self.facts()[0]), 60)

    def test_the_one_that_is_named(self):
        self.know("store.db", self.world_, self.other)
        self.run_import(self.both, "--repo", "Sample/Brook")
        self.assertEqual(len(self.facts()[0]), 30)

    def test_of_another_server(self):
        self.know()
        result = self.run_import(self.path, "--host", "ghe.example.com",
                                 code=4)
        self.assertIn("it is of another host", result.err)


class TestWithoutNumber(Migration):
    """A repository that the store does not know, and the forge no longer has."""

    asked = ["--offline", "--as-of", "2026-02-06", "--window", "4d",
             "--no-git", "--profile", "full", "-f", "json", "--windows", "0"]

    def offline(self, name=NAME, db="store.db"):
        result = self.box.run("repo", "--db", self.box.path(db), name,
                              *self.asked)
        self.assertEqual(result.code, 0, result)
        return json.loads(result.out)

    def all_facts(self, db):
        """Of each repository, by its name; numbers of ours are left out."""
        return [sorted(self.ask(sql, db), key=repr) for sql in (
            "SELECT host, full_name, forge_id, created_at FROM repo",
            "SELECT full_name, number, kind, title, author_id, open,"
            " i.created_at, closed_at, merged_at, updated_at, i.unknown,"
            " i.sources, i.source FROM item AS i JOIN repo USING (repo_id)",
            "SELECT full_name, number, kind, occurred_at, e.forge_id,"
            " actor_id, reason, sources FROM event AS e"
            " JOIN repo USING (repo_id)",
            "SELECT full_name, number, kind, r.forge_id, occurred_at, near,"
            " actor_id, sources FROM response AS r JOIN repo USING (repo_id)",
            "SELECT full_name, r.forge_id, tag_name, published_at, sources"
            " FROM release AS r JOIN repo USING (repo_id)",
            "SELECT full_name, number, label FROM item_label"
            " JOIN repo USING (repo_id)",
            "SELECT full_name, number, base FROM pull_base"
            " JOIN repo USING (repo_id)",
            "SELECT full_name, stream, s.source, starts_at, ends_at, complete"
            " FROM span AS s JOIN repo USING (repo_id)",
            "SELECT forge_id, login, type FROM account")]

    def verify(self, db):
        result = self.box.run("db", "info", "--db", self.box.path(db))
        self.assertEqual(result.code, 0, result)

    def test_it_is_kept_if_it_is_named(self):
        result = self.run_import(self.path, "--repo", "Sample/MEADOW",
                                 "--covers", "2026-01-01..2026-03-01")
        self.assertIn("%d records taken, 0 passed over, 0 refused" %
                      self.total(), result.err)
        self.assertEqual(self.ask("SELECT full_name, created_at FROM repo"),
                         [(NAME, at("2026-01-01"))])
        report = self.offline()
        self.assertIsNone(report["repo"]["id"])
        self.assertEqual(report["repo"]["full_name"], NAME)
        self.know("known.db")
        self.run_import(self.path, "--covers", "2026-01-01..2026-03-01",
                        db="known.db")
        known = self.offline(db="known.db")
        self.assertEqual(report["metrics"], known["metrics"])
        self.assertGreater(sum(m["value"] is not None
                               for m in report["metrics"]), 10)
        once = self.all_facts("store.db")
        self.run_import(self.path, "--repo", NAME)
        self.assertEqual(self.all_facts("store.db"), once)
        self.verify("store.db")

    def test_of_what_is_not_named_nothing_is_kept(self):
        self.run_import(self.path)
        self.assertEqual(self.ask("SELECT * FROM repo"), [])
        self.run_import(self.path, "--repo", "sample/other")
        self.assertEqual(self.ask("SELECT * FROM repo"), [])

    def test_a_sync_gives_it_its_number_and_no_fact_is_there_twice(self):
        """Before and after the sync: the same facts, and the same numbers."""
        expected = self.numbers("server.db")
        self.numbers("after.db")
        self.run_import(self.path, db="after.db")
        self.assertEqual(self.numbers("after.db"), expected)
        self.run_import(self.path, "--repo", NAME, db="before.db")
        result = self.good(self.hub(self.world_), NAME, *ASKED, db="before.db")
        self.assertIn("sample/meadow: what was imported while its number was "
                      "not known is now part of it", result.err)
        self.assertEqual(self.numbers("before.db"), expected)
        self.assertEqual(self.all_facts("before.db"),
                         self.all_facts("after.db"))
        for db in ("before.db", "after.db"):
            self.verify(db)

    def test_the_forge_leads_from_its_old_name(self):
        """The store has the repository already, by another name."""
        self.world_.rename("sample", "pasture")
        expected = self.numbers_of("sample/pasture", "server.db")
        self.assertEqual(self.numbers_of("sample/pasture", "both.db"),
                         expected)
        path = tar(self.box.path("old.tar.gz"), files(world()))
        self.run_import(path, "--repo", NAME, db="both.db")
        self.assertEqual(len(self.ask("SELECT * FROM repo", "both.db")), 2)
        self.assertEqual(self.numbers_of(NAME, "both.db"), expected)
        self.assertEqual(
            self.ask("SELECT full_name, forge_id FROM repo", "both.db"),
            [("sample/pasture", 4200042)])
        self.verify("both.db")

    def numbers_of(self, name, db):
        hub = self.hub(self.world_)
        report = json.loads(self.good(hub, name, *ASKED, db=db).out)
        return {m["id"]: {k: v for k, v in m.items() if k != "provisional"}
                for m in report["metrics"]}

    def test_another_one_of_the_name_is_not_mixed_with_it(self):
        self.run_import(self.path, "--repo", NAME)
        before = self.all_facts("store.db")
        other = world()
        other.meta["created_at"] = "2026-01-20T00:00:00Z"
        result = self.repo(self.hub(other), NAME, *ASKED)
        self.assertNotEqual(result.code, 0)
        self.assertIn("was made at 2026-01-20T00:00:00Z", result.err)
        self.assertIn("forget sample/meadow", result.err)
        self.assertEqual(self.all_facts("store.db"), before)
        # The other way round.
        self.good(self.hub(other), NAME, *ASKED, db="other.db")
        result = self.run_import(self.path, db="other.db", code=4)
        self.assertIn("made at another time", result.err)
        self.assertIn("0 records taken", result.err)
        result = self.run_import(self.path, "--repo", NAME, db="other.db",
                                 code=4)
        self.assertIn("made at another time", result.err)

    def test_other_imports_tell_the_number(self):
        self.run_import(self.path, "--repo", NAME)
        self.know()
        self.assertEqual(self.ask("SELECT forge_id FROM repo"), [(4200042,)])
        self.know("after.db")
        self.run_import(self.path, db="after.db")
        self.assertEqual(self.all_facts("store.db"),
                         self.all_facts("after.db"))
        self.verify("store.db")

    def test_it_is_listed_and_forgotten_by_its_name(self):
        self.run_import(self.path, "--repo", NAME)
        args = ["--db", self.box.path("store.db")]
        self.assertIn(NAME.encode(), self.box.run("repos", *args).out)
        result = self.box.run("forget", NAME, *args)
        self.assertEqual(result.code, 0, result)
        for table in ("repo", "item", "event", "response", "release", "span",
                      "account"):
            self.assertEqual(self.ask("SELECT * FROM " + table), [], table)
        self.verify("store.db")

    def test_without_its_row_its_name_is_enough(self):
        """As an operator names it."""
        path = tar(self.box.path("rows.tar.gz"),
                   files(self.world_, without=("repositories",)))
        self.run_import(path, "--repo", NAME)
        self.assertEqual(self.offline()["repo"]["full_name"], NAME)
        expected = self.numbers("server.db")
        self.assertEqual(self.numbers("store.db"), expected)
        self.assertEqual(self.ask("SELECT forge_id FROM repo"), [(4200042,)])

    def test_a_release_is_one_by_its_tag(self):
        self.run_import(self.path, "--repo", NAME, "--covers",
                        "2026-01-01..2026-03-01")
        args = ["query", "--db", self.box.path("store.db"), "-f", "csv",
                "SELECT tag_name, prerelease FROM v_release ORDER BY 1", NAME]
        before = self.box.run(*args).out
        self.assertEqual(before.split(), [b"tag_name,prerelease", b"v1,0",
                                          b"v2/rc", b"1,1"])
        self.numbers("store.db")
        self.assertEqual(self.ask("SELECT count(*) FROM release"), [(4,)])
        self.assertEqual(self.box.run(*args).out, before)


class TestHostile(Migration):
    def setUp(self):
        super().setUp()
        self.know()
        self.named = list(files(self.world_))

    def member(self, name, kind=tarfile.REGTYPE, data=b"", link=""):
        made = tarfile.TarInfo(name)
        made.type, made.linkname, made.size = kind, link, len(data)
        return made, data

    def bad(self, extra, said, code=0):
        path = tar(self.box.path("bad.tar.gz"), self.named, extra=extra)
        result = self.run_import(path, code=code)
        self.assertIn("%d records taken" % self.total(), result.err)
        self.assertIn(said, result.err)
        return result

    def test_links_devices_and_names_that_come_twice(self):
        issues = json.dumps([]).encode()
        for extra, said in (
                (self.member("issues_000009.json", tarfile.SYMTYPE,
                             link="/etc/passwd"), "it is a link"),
                (self.member("issues_000009.json", tarfile.LNKTYPE,
                             link="issues_000001.json"), "it is a link"),
                (self.member("issues_000009.json", tarfile.CHRTYPE),
                 "it is a link, or no regular file"),
                (self.member("../../issues_000001.json", data=issues),
                 "there is a file of that name before"),
                (self.member("x/\x1b[31m/issues_000009.json", data=b"?"),
                 "1 refused")):
            with self.subTest(said=said, name=extra[0].name):
                self.assertNotIn("\x1b", self.bad([extra], said).err)
        self.assertFalse(os.path.exists(self.box.path("issues_000001.json")))

    def test_other_files_may_be_as_they_like(self):
        path = tar(self.box.path("more.tar.gz"), self.named, extra=[
            self.member("attachments/\udce9.png", data=b"\0" * 70000),
            self.member("repositories/sample/meadow.git/HEAD", data=b"ref"),
            self.member("schema.json", data=b'{"version": "1.2.0"}'),
            self.member("fifo", tarfile.FIFOTYPE)])
        result = self.run_import(path)
        self.assertIn("%d records taken, 0 passed over, 0 refused" %
                      self.total(), result.err)

    def test_a_file_that_is_too_large(self):
        result = self.bad([self.member("issues_000009.json",
                                       data=b" " * (33 << 20))],
                          "the file is larger than 32 MiB", 4)
        self.assertIn("issues_000009.json", result.err)

    def test_an_archive_that_blows_up(self):
        path = self.box.path("bomb.tar.gz")
        member = tarfile.TarInfo("attachments/0")
        member.size = 1 << 34
        with gzip.open(path, "wb", 6) as file:
            file.write(member.tobuf())
            for _ in range(100):
                file.write(b"\0" * (1 << 20))
        result = self.run_import(path, code=4)
        self.assertIn("more than 200 times as large", result.err)

    def test_a_file_with_holes(self):
        """As GNU tar writes one: 1 TB of nothing."""
        member = tarfile.TarInfo("issues_000009.json")
        member.type, member.size = tarfile.GNUTYPE_SPARSE, 0
        header = bytearray(member.tobuf(tarfile.GNU_FORMAT))
        header[386:410] = b"77777777000\0" + b"00000000000\0"
        header[483:495] = b"77777777777\0"
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\0 " % sum(header)
        raw = self.box.path("raw.tar")
        tar(raw, self.named, "w:")
        with open(raw, "rb") as file:
            data = file.read().rstrip(b"\0")
        data += b"\0" * (-len(data) % 512) + bytes(header) + b"\0" * 1024
        with open(raw, "wb") as file:
            file.write(data)
        result = self.run_import(raw)
        self.assertIn("%d records taken" % self.total(), result.err)

    def test_of_a_cut_archive_the_whole_files_are_kept(self):
        with open(self.path, "rb") as file:
            whole = file.read()
        taken = []
        for n, length in enumerate((0, 1, 40, len(whole) // 2, len(whole) - 1,
                                    len(whole) - 6)):
            with self.subTest(length=length):
                path = self.box.path("cut.tar.gz")
                with open(path, "wb") as file:
                    file.write(whole[:length])
                db = "cut%d.db" % n
                self.know(db)
                result = self.run_import(path, "--covers",
                                         "2026-02-01..2026-02-15", db=db,
                                         code=4)
                self.assertEqual(
                    [s for s in self.facts(db)[5] if s[4]], [])
                taken.append(int(
                    result.err.split(" records taken")[0].split()[-1]))
        self.assertEqual(taken[:3], [0, 0, 0])
        self.assertEqual(taken[-1], self.total())

    def test_a_broken_sum_and_something_behind(self):
        with open(self.path, "rb") as file:
            whole = file.read()
        for data, why in ((whole[:-6] + b"\xff" + whole[-5:], "check"),
                          (whole + b"more", "something else follows")):
            path = self.box.path("broken.tar.gz")
            with open(path, "wb") as file:
                file.write(data)
            result = self.run_import(path, code=4)
            self.assertIn(why, result.err)
            self.assertIn("%d records taken" % self.total(), result.err)

    def test_what_is_no_archive(self):
        for data in (b"", b"hello, world\n" * 100, bytes(range(256)) * 40,
                     gzip.compress(b"hello"), gzip.compress(
                         b'{"type":"IssuesEvent"}')):
            path = self.box.path("none.tar.gz")
            with open(path, "wb") as file:
                file.write(data)
            result = self.run_import(path, code=4)
            self.assertIn("0 records taken", result.err)


if __name__ == "__main__":
    unittest.main()
