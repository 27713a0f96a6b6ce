#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Hours of GH Archive: the facts that a sync tells, one event a fact; nothing
of today is undone by an hour of long ago."""
import gzip
import json
import os
import pty
import random
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Repository, comment, event,  # noqa: E402
                         events_for, issue, iso, pull, release, review,
                         seconds)
from harness import PROGRAM, Case, at  # noqa: E402
from hours import (brief, lines_of, members, old, others,  # noqa: E402
                   short, text_of)

NAME = "sample/meadow"
ASKED = ["--as-of", "2026-03-01", "--history", "events", "--profile", "full",
         "--no-git", "-f", "json", "--windows", "3"]


def world(name="meadow", rid=4200042):
    repo = Repository("sample", name, rid=rid, created="2026-01-01T00:00:00Z")
    day = at("2026-02-01")
    for n in range(1, 31):
        opened = day + n * 3600
        repo.items.append(
            issue(n, opened, closed=opened + 7200 if n % 2 else None)
            if n % 3 == 0 else
            pull(n, opened, merged=opened + n * 600 if n % 4 else None))
    rows = {row["number"]: row for row in repo.items}
    repo.events = events_for(repo.items)
    for i, (kind, n, when) in enumerate((
            ("closed", 6, 1), ("reopened", 6, 2), ("closed", 4, 4),
            ("reopened", 4, 5))):
        repo.events.append(event(29800000000 + i, kind, rows[n],
                                 day + (n + when) * 3600))
    repo.releases = [release(1, "v1", day + 4000), release(2, "v2", day + 9000)]
    repo.comments = [comment(500 + n, rows[n], day + (n + 1) * 3600 + 5)
                     for n in (3, 4, 6, 7)]
    for made in repo.comments:
        made["issue_url"] = made["issue_url"].replace("x/y", "sample/" + name)
    repo.reviews = [review(900 + n, rows[n], day + (n + 1) * 3600 + 9)
                    for n in (4, 7, 8)]
    for row in repo.items:
        row["updated_at"] = iso(at("2026-02-10"))
    rows[5]["user"] = {"id": 99, "login": "helper[bot]", "type": "Bot"}
    rows[8]["user"] = {"id": 98, "login": "plain-bot", "type": "Bot"}
    return repo


class Hours(Case):
    def setUp(self):
        super().setUp()
        self.world_ = world()
        self.lines = lines_of(self.world_)

    def keep(self, name, data):
        path = self.box.path(name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def run_import(self, *args, db="store.db", code=0, **more):
        result = self.box.run("import", "gharchive", "--db",
                              self.box.path(db), *args, **more)
        self.assertEqual(result.code, code, result)
        return result

    def ask(self, sql, db="store.db"):
        store = sqlite3.connect("file:%s?mode=ro" % self.box.path(db),
                                uri=True)
        rows = store.execute(sql).fetchall()
        store.close()
        return rows

    def facts(self, db="store.db"):
        """All but what differs by when it was written."""
        return [sorted(self.ask(sql, db), key=repr) for sql in (
            "SELECT number, kind, title, author_id, open, created_at,"
            " closed_at, merged_at, updated_at FROM item",
            "SELECT number, kind, occurred_at, forge_id, actor_id FROM event",
            "SELECT number, kind, forge_id, occurred_at, actor_id FROM"
            " response", "SELECT forge_id, tag_name FROM release",
            "SELECT stream, source, starts_at, ends_at, complete FROM span")]

    def numbers(self, db):
        hub = self.hub(self.world_)
        report = json.loads(self.good(hub, NAME, *ASKED, db=db).out)
        return {m["id"]: {k: v for k, v in m.items() if k != "provisional"}
                for m in report["metrics"]}


class TestFiles(Hours):
    def expect(self, *args, **more):
        result = self.run_import(*args, "--repo", NAME, **more)
        self.assertIn("%d records taken" % len(self.lines), result.err)
        found = self.facts(more.get("db", "store.db"))
        self.assertEqual(len(found[0]), 30)
        return found

    def test_gzip_plain_and_many_members_are_the_same(self):
        mixed = list(others(200)) + self.lines
        random.Random(1).shuffle(mixed)
        once = self.expect(self.keep("a.json.gz", members(mixed)))
        for n, data in enumerate((
                text_of(mixed), members(mixed, 7),
                members(mixed) + b"\0" * 700,
                text_of(mixed).replace(b"\n", b"\r\n"),
                text_of(mixed)[:-1],
                gzip.compress(text_of(mixed[:50]) + b"\n\n") +
                members(mixed[50:], 2))):
            with self.subTest(n=n):
                self.assertEqual(self.expect(
                    self.keep("b", data), db="b%d.db" % n), once)

    def test_files_in_any_order_a_folder_and_standard_input(self):
        once = self.expect(self.keep("all.json", text_of(self.lines)))
        os.mkdir(self.box.path("hours"))
        names = []
        for n in range(5):
            names.append(self.keep("hours/2026-02-01-%d.json.gz" % n,
                                   members(self.lines[n::5])))
        self.assertEqual(self.expect(*reversed(names), db="files.db"), once)
        self.assertEqual(
            self.expect(self.box.path("hours"), db="folder.db"), once)
        with open(self.keep("all.gz", members(self.lines)), "rb") as file:
            self.assertEqual(
                self.expect("-", stdin=file, db="input.db"), once)

    def test_again_changes_nothing(self):
        path = self.keep("a.json.gz", members(self.lines))
        once = self.expect(path)
        self.assertEqual(self.expect(path), once)
        random.Random(2).shuffle(self.lines)
        self.assertEqual(
            self.expect(self.keep("b.json", text_of(self.lines))), once)

    def test_whose_must_be_said(self):
        path = self.keep("a.json.gz", members(self.lines))
        result = self.run_import(path, code=2)
        self.assertIn("--repo OWNER/NAME, or take all with --all", result.err)
        plain = self.keep("a.json", text_of(self.lines))
        result = self.box.run("import", plain, "--db", self.box.path("s.db"))
        self.assertEqual(result.code, 2, result)
        self.assertIn("--all", result.err)
        result = self.box.run("import", path, "--db", self.box.path("s.db"))
        self.assertIn("healthscan import gharchive", result.err)

    def test_all_is_what_one_by_one_is(self):
        """And the look at the first bytes leaves nothing out."""
        other = world("brook", 4200043)
        mixed = self.lines + lines_of(other) + list(others(100))
        random.Random(3).shuffle(mixed)
        path = self.keep("a.json.gz", members(mixed))
        result = self.run_import(path, "--all", db="all.db")
        self.assertIn("2 repositories", result.err)
        for name in ("meadow", "brook"):
            self.run_import(path, "--repo", "sample/" + name)
        self.assertEqual(self.facts(), self.facts("all.db"))
        # Written with blanks, no line is told by its first bytes.
        spaced = self.keep("b.json", b"".join(
            json.dumps(line).encode() + b"\n" for line in mixed))
        for name in ("meadow", "brook"):
            self.run_import(spaced, "--repo", "sample/" + name, db="b.db")
        self.assertEqual(self.facts("b.db"), self.facts("all.db"))

    def test_progress_is_by_the_sizes_of_the_files(self):
        # So many that it takes long enough to be shown.
        path = self.keep("a.json", text_of(self.lines * 150))
        size = 2 * os.path.getsize(path) // 1000
        ours, theirs = pty.openpty()
        with subprocess.Popen(
                [PROGRAM, "import", "gharchive", "--all", "--db",
                 self.box.path("store.db"), path, path],
                env=dict(self.box.env, TERM="xterm"), stdout=theirs,
                stderr=theirs) as done:
            os.close(theirs)
            shown = b""
            while True:
                try:
                    more = os.read(ours, 4096)
                except OSError:  # as Linux tells the end
                    more = b""
                if not more:
                    break
                shown += more
        os.close(ours)
        self.assertEqual(done.returncode, 0, shown)
        self.assertRegex(shown.decode(),
                         r"import, kB: \d+ of about %d \[" % size)

    def test_the_name_is_compared_without_case(self):
        path = self.keep("a.json.gz", members(self.lines))
        self.run_import(path, "--repo", "SAMPLE/Meadow")
        self.assertEqual(len(self.facts()[0]), 30)


class TestDamage(Hours):
    def test_of_a_cut_file_the_whole_lines_are_kept(self):
        whole = members(self.lines, 3)
        for n, length in enumerate((1, 30, len(whole) // 2, len(whole) - 1)):
            with self.subTest(length=length):
                db = "cut%d.db" % n
                path = self.keep("cut.json.gz", whole[:length])
                result = self.run_import(path, "--all", "--covers",
                                         "2026-02-01..2026-02-15", db=db,
                                         code=4)
                self.assertIn("the gzip stream is broken", result.err)
                text = b""
                try:
                    with gzip.open(path) as file:
                        while True:
                            piece = file.read1(100)
                            if not piece:
                                break
                            text += piece
                except (EOFError, gzip.BadGzipFile):
                    pass
                self.assertLessEqual(
                    abs(text.count(b"\n") - int(
                        result.err.split(" records taken")[0].split()[-1])), 1)
                self.assertEqual([s for s in self.facts(db)[4] if s[4]], [])

    def test_a_broken_sum_and_something_behind(self):
        whole = members(self.lines)
        for data, why in ((whole[:-6] + b"\0" + whole[-5:], "check"),
                          (whole + b"more", "something else follows")):
            result = self.run_import(self.keep("a.gz", data), "--all", code=4,
                                     db=why[:5] + ".db")
            self.assertIn(why, result.err)
            self.assertIn("%d records taken" % len(self.lines), result.err)

    def test_what_else_is_refused_does_not_hide_it(self):
        """The last line before the fault is refused with another reason."""
        whole = members([*self.lines, "nothing"])
        data = whole[:-6] + b"\0" + whole[-5:]
        result = self.run_import(self.keep("a.gz", data), "--all", code=4)
        self.assertIn("a.gz:%d): the gzip stream is broken"
                      % (len(self.lines) + 2), result.err)
        self.assertIn("it is no object", result.err)

    def test_what_cannot_be_used_is_named(self):
        bad = [b"nothing", b"{}", b'{"type":"IssuesEvent"}', b"[1]",
               b'{"type":"IssuesEvent","repo":{"id":1,"name":"a/b"},'
               b'"created_at":"2026-02-01T00:00:00Z","payload":{}}']
        data = b"\n".join(bad) + b"\n" + text_of(self.lines)
        result = self.run_import(self.keep("a.json", data), "--all")
        self.assertIn("%d records taken, 1 passed over, 4 refused"
                      % len(self.lines), result.err)
        self.assertIn("a.json:3", result.err)

    def test_a_line_that_is_too_long_is_not_the_end(self):
        data = text_of(self.lines[:5]) + b"{" + b"x" * (17 << 20) + b"}\n" + \
            text_of(self.lines[5:])
        result = self.run_import(self.keep("a.json", data), "--all")
        self.assertIn("%d records taken, 0 passed over, 1 refused"
                      % len(self.lines), result.err)
        self.assertIn("a.json:6): the line is longer than 16 MiB", result.err)


class TestFacts(Hours):
    def test_with_a_sync_after_it_all_is_as_by_the_sync_alone(self):
        self.run_import(self.keep("a.json.gz", members(self.lines)), "--all")
        expected = self.numbers("synced.db")
        self.assertEqual(self.numbers("store.db"), expected)
        # And the other way round.
        self.run_import(self.keep("b.json", text_of(self.lines)), "--all",
                        db="synced.db")
        self.assertEqual(self.numbers("synced.db"), expected)

    def test_what_it_covers_is_judged_if_that_is_said(self):
        path = self.keep("a.json.gz", members(self.lines))
        self.run_import(path, "--repo", NAME)
        asked = ["--db", self.box.path("store.db"), "--offline", NAME,
                 "--as-of", "2026-02-06", "--window", "4d", "--no-git",
                 "-f", "json", "--windows", "0", "-m", "pr_merge_cycle"]
        report = json.loads(self.box.run("repo", *asked).out)
        self.assertIsNone(report["metrics"][0]["value"])
        self.assertIn("archive", report["metrics"][0]["reason"])
        self.run_import(path, "--repo", NAME, "--covers",
                        "2026-01-01..2026-03-01")
        report = json.loads(self.box.run("repo", *asked).out)
        self.assertIsNone(report["metrics"][0]["reason"])

    def test_of_what_is_in_no_hour_there_was_none(self):
        """A project that has pull requests alone is judged all the same."""
        pulls = [line for line in self.lines
                 if line["type"] == "PullRequestEvent"]
        path = self.keep("a.json.gz", members(pulls))
        self.run_import(path, "--repo", NAME, "--covers",
                        "2026-01-01..2026-03-01")
        complete = {row[0] for row in self.ask(
            "SELECT stream FROM span WHERE complete")}
        self.assertEqual(complete, {"issues", "events", "comments",
                                    "releases"})
        report = json.loads(self.box.run(
            "repo", "--db", self.box.path("store.db"), "--offline", NAME,
            "--as-of", "2026-02-06", "--window", "4d", "--no-git", "-f",
            "json", "--windows", "0", "-m", "pr_merge_cycle").out)
        self.assertIsNotNone(report["metrics"][0]["value"])

    def test_an_hour_of_long_ago_undoes_nothing(self):
        self.numbers("store.db")
        before = self.facts()[:4]
        repos = self.ask("SELECT forge_id, full_name FROM repo")
        people = self.ask("SELECT * FROM account ORDER BY 1")
        old = json.loads(json.dumps(self.lines))
        for line in old:
            line["repo"]["name"] = "before/meadow"
            line["created_at"] = "2015-01-01T00:00:00Z"
            line["actor"]["login"] = "renamed-since"
            for part in ("issue", "pull_request"):
                row = line["payload"].get(part)
                if not row or "title" not in row:
                    continue
                row["updated_at"] = "2015-01-01T00:00:00Z"
                row["title"] = "as it was"
                if row["user"]:
                    row["user"]["login"] = "renamed-since"
                    row["user"].pop("type", None)
        self.run_import(self.keep("old.json", text_of(
            line for line in old
            if line["payload"]["action"] == "opened")), "--all")
        self.assertEqual(self.facts()[:4], before)
        self.assertEqual(self.ask("SELECT forge_id, full_name FROM repo"),
                         repos)
        self.assertEqual(self.ask("SELECT * FROM account ORDER BY 1"), people)


class TestOld(Hours):
    """Hours to 2014, in which an account is a login."""

    def keep_old(self, repo):
        lines = [old(line) for line in lines_of(repo)]
        return self.keep("old.json", text_of(filter(None, lines)))

    def test_beside_a_sync_it_changes_no_number(self):
        expected = self.numbers("store.db")
        result = self.run_import(self.keep_old(self.world_), "--repo", NAME)
        self.assertIn(" 0 refused", result.err)
        self.assertTrue(self.ask(
            "SELECT 1 FROM account WHERE forge_id < 0"))
        self.assertEqual(self.numbers("store.db"), expected)

    def test_an_author_is_no_other_and_a_bot_a_bot(self):
        """What has been deleted since is told by the hour alone."""
        expected = self.numbers("store.db")
        more = world()
        rows = {row["number"]: row for row in more.items}
        for n in (1, 5, 9, 10):
            who = rows[n]["user"] if n != 10 else rows[8]["user"]
            made = comment(700 + n, rows[n], at("2026-02-01") + n * 3600 + 2)
            made["user"] = dict(who, login=who["login"].upper())
            made["issue_url"] = made["issue_url"].replace("x/y", NAME)
            more.comments.append(made)
        self.run_import(self.keep_old(more), "--repo", NAME)
        self.assertEqual(self.ask("SELECT count(*) FROM response"
                                  " WHERE actor_id < 0"), [(4,)])
        self.assertEqual(self.numbers("store.db"), expected)
        # Somebody else's is an answer.
        more.comments[-1]["user"]["login"] = "nobody-else"
        more.comments[-1]["id"] = 999
        self.run_import(self.keep_old(more), "--repo", NAME)
        self.assertNotEqual(self.numbers("store.db"), expected)

    def test_of_a_repository_that_is_not_in_the_store(self):
        """Kept under its name until an hour of later, or a sync, tells its
        number."""
        expected = self.numbers("server.db")
        old_path = self.keep_old(self.world_)
        half = len(self.lines) // 2
        new_path = self.keep("new.json", text_of(self.lines[half:]))
        result = self.run_import(old_path, "--repo", NAME)
        self.assertIn(" 0 refused", result.err)
        self.assertEqual(self.ask("SELECT full_name, forge_id < 0 FROM repo"),
                         [(NAME, 1)])
        self.run_import(new_path, "--repo", NAME)
        self.assertEqual(self.ask("SELECT forge_id FROM repo"), [(4200042,)])
        for db, paths in (("a.db", [old_path, new_path]),
                          ("b.db", [new_path, old_path])):
            self.run_import(*paths, "--repo", NAME, db=db)
            self.assertEqual(self.facts(db)[:4], self.facts()[:4])
        self.run_import(old_path, "--repo", NAME, db="alone.db")
        for db in ("store.db", "alone.db"):
            self.assertEqual(self.numbers(db), expected)
            self.assertEqual(self.ask("SELECT forge_id FROM repo", db),
                             [(4200042,)])

    def test_actors_are_listed_once(self):
        self.numbers("store.db")
        args = ["actors", NAME, "--db", self.box.path("store.db"), "-f",
                "csv", "--as-of", "2026-03-01"]
        before = self.box.run(*args).out.splitlines()
        self.run_import(self.keep_old(self.world_), "--repo", NAME)
        self.assertEqual(self.box.run(*args).out.splitlines(), before)


class TestBrief(Hours):
    """Hours before October 2011."""

    def setUp(self):
        super().setUp()
        self.made = list(filter(None, map(brief, self.lines)))
        self.comments = sum(line["type"] == "IssueCommentEvent"
                            for line in self.made)
        self.path = self.keep("brief.json", text_of(self.made))

    def test_of_comments_nobody_knows_the_issue(self):
        result = self.run_import(self.path, "--all")
        self.assertIn("%d records taken, 0 passed over, %d refused" %
                      (len(self.made) - self.comments, self.comments),
                      result.err)
        self.assertIn("of which issue the comment is", result.err)

    def test_beside_a_sync_it_changes_no_number(self):
        expected = self.numbers("synced.db")
        self.run_import(self.path, "--all", db="synced.db")
        self.assertEqual(self.numbers("synced.db"), expected)
        self.run_import(self.path, "--all")
        self.assertEqual(self.numbers("store.db"), expected)

    def test_what_was_closed_may_have_been_merged(self):
        """Unknown is never "no"."""
        alone = [line for line in self.made
                 if line["type"] != "IssueCommentEvent"]
        self.run_import(self.keep("alone.json", text_of(alone)), "--all",
                        "--covers", "2026-01-01..2026-03-01")
        asked = [part for name in ("pr_acceptance", "pr_merge_cycle",
                                   "pr_closure_ratio", "issue_close_rate")
                 for part in ("-m", name)]
        result = self.box.run(
            "repo", "--db", self.box.path("store.db"), "--offline", NAME,
            "--as-of", "2026-02-06", "--window", "4d", "--no-git", "-f",
            "json", "--windows", "0", "--history", "events", *asked)
        self.assertEqual(result.code, 0, result)
        report = json.loads(result.out)
        found = {m["id"]: m for m in report["metrics"]}
        for name in ("pr_acceptance", "pr_merge_cycle"):
            self.assertIsNone(found[name]["value"], found[name])
            self.assertIn("merged", found[name]["reason"])
        # What does not depend on it is known.
        self.assertIsNotNone(found["pr_closure_ratio"]["value"])
        self.assertIsNotNone(found["issue_close_rate"]["value"])
        titles = self.ask("SELECT number, title FROM item WHERE kind = 2")
        self.assertIn((1, "Item 1"), titles)


class TestShort(Hours):
    def setUp(self):
        super().setUp()
        self.short = [short(line) for line in self.lines
                      if line["type"] == "PullRequestEvent"]
        self.path = self.keep("a.json", text_of(self.short))

    def test_it_is_taken_only_where_it_is_asked_for(self):
        result = self.run_import(self.path, "--all")
        self.assertIn("0 records taken, %d passed over" % len(self.short),
                      result.err)
        self.assertIn("--era-c takes them", result.err)
        self.assertEqual(self.facts()[1], [])
        self.run_import(self.path, "--all", "--era-c")
        kinds = [row[1] for row in self.facts()[1]]
        merged = sum(line["payload"]["action"] == "merged"
                     for line in self.short)
        self.assertEqual(kinds.count(3), merged)

    def test_nothing_is_judged_by_it(self):
        self.run_import(self.path, "--repo", NAME, "--era-c", "--covers",
                        "2026-01-01..2026-03-01")
        self.assertEqual([s for s in self.facts()[4] if s[4]], [])

    def test_beside_a_sync_it_changes_no_number(self):
        expected = self.numbers("synced.db")
        self.run_import(self.path, "--all", "--era-c", db="synced.db")
        self.assertEqual(self.numbers("synced.db"), expected)

    def test_it_says_how_much_of_all_it_has(self):
        """By an independent count of those in the same time."""
        result = self.run_import(self.path, "--all", "--era-c", db="none.db")
        self.assertIn("how much GH Archive has of these pull requests is not "
                      "known", result.err)
        self.numbers("store.db")
        kept = self.short[::3]
        result = self.run_import(self.keep("third.json", text_of(kept)),
                                 "--all", "--era-c", "-f", "json")
        times = sorted(seconds(line["created_at"]) for line in kept)
        pulls = {row["number"] for row in self.world_.items
                 if row.get("pull_request")}
        told = {(e["issue"]["number"], e["event"], e["created_at"])
                for e in self.world_.events if e["issue"]["number"] in pulls
                and times[0] <= seconds(e["created_at"]) <= times[-1]}
        of = {"closed": ("closed",), "merged": ("closed", "merged"),
              "reopened": ("reopened",), "opened": ()}
        shared = {key for key in told for line in kept
                  if line["payload"]["pull_request"]["number"] == key[0]
                  and key[1] in of[line["payload"]["action"]]
                  and -2 <= seconds(line["created_at"]) - seconds(key[2]) <= 15}
        self.assertTrue(0 < len(shared) < len(told))
        self.assertIn("of %d events of pull requests that GitHub tells of the "
                      "same time GH Archive has %d" % (len(told), len(shared)),
                      result.err)
        rows = {row["outcome"]: row["records"]
                for row in json.loads(result.out)["rows"]}
        self.assertEqual(rows["events that GitHub tells"], len(told))
        self.assertEqual(rows["of these in the archive"], len(shared))
        # Of hours of before nothing is said.
        result = self.run_import(self.keep("full.json", text_of(self.lines)),
                                 "--all")
        self.assertNotIn("GitHub tells", result.err)


if __name__ == "__main__":
    unittest.main()
