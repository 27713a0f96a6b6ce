#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Importing what others have kept: the facts are those that a sync fetches, in
whatever order; what cannot be used is refused and named."""
import gzip
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from deliveries import (Delivery, deliveries,  # noqa: E402
                        write_lines, write_pairs)
from fake_github import (Repository, comment, event,  # noqa: E402
                         events_for, issue, iso, pull, release, review)
from harness import PROGRAM, Case, at, until_idle  # noqa: E402

SECRET = "It's a Secret to Everybody"
NAME = "sample/meadow"
API = "https://api.github.com/repos/" + NAME
UNSIGNED = "--insecure-no-secret"


def world():
    """A repository of everything that is kept."""
    repo = Repository("sample", "meadow", rid=4200042,
                      created="2026-01-01T00:00:00Z")
    day = at("2026-02-01")
    for n in range(1, 25):
        opened = day + n * 3600
        if n % 3 == 0:
            repo.items.append(issue(n, opened, closed=opened + 7200
                                    if n % 2 else None))
        else:
            repo.items.append(pull(n, opened, merged=opened + n * 600
                                   if n % 4 else None, draft=n % 4 == 0))
    rows = {row["number"]: row for row in repo.items}
    repo.events = events_for(repo.items)
    for i, (kind, n, when) in enumerate((
            ("closed", 6, 1), ("reopened", 6, 2), ("convert_to_draft", 4, 3),
            ("closed", 4, 4), ("reopened", 4, 5))):
        repo.events.append(event(29800000000 + i, kind, rows[n],
                                 day + (n + when) * 3600))
    repo.releases = [release(1, "v1", day + 4000), release(2, "v2", day + 9000)]
    repo.comments = [comment(500 + n, rows[n], day + (n + 1) * 3600 + 5)
                     for n in (3, 4, 6, 7)]
    for made in repo.comments:
        made["issue_url"] = made["issue_url"].replace("x/y", NAME)
    repo.reviews = [review(900 + n, rows[n], day + (n + 1) * 3600 + 9)
                    for n in (4, 7, 8)]
    for row in repo.items:
        row["updated_at"] = iso(at("2026-02-10"))
    return repo


def issues_of(repo):
    return [dict(row, repository_url=API) for row in repo.items]


def pulls_of(repo):
    """The list of pull requests."""
    rows = []
    for row in repo.items:
        if "pull_request" in row:
            made = {k: v for k, v in row.items()
                    if k not in ("pull_request", "state_reason", "comments")}
            made.update(id=7000000000 + row["number"], url=API + "/pulls/%d"
                        % row["number"], issue_url=API + "/issues/%d"
                        % row["number"], body="words",
                        merged_at=row["pull_request"]["merged_at"],
                        base={"ref": "main", "repo": dict(
                            repo.object(), updated_at="2026-02-10T00:00:00Z")})
            rows.append(made)
    return rows


def reviews_of(repo, number):
    return [dict(r, pull_request_url=API + "/pulls/%d" % r["number"])
            for r in repo.reviews if r["number"] == number]


FACTS = {
    "item": "number, kind, title, author_id, author_association, open, locked,"
            " draft, created_at, closed_at, merged_at",
    "event": "number, kind, occurred_at, forge_id, actor_id",
    "response": "number, kind, forge_id, occurred_at, actor_id",
    "release": "forge_id, tag_name, draft, published_at",
    "item_label": "number, label",
}


class Imports(Case):
    def setUp(self):
        super().setUp()
        self.repo_ = world()

    def run_import(self, *args, db="store.db", code=0, **more):
        result = self.box.run("import", "--db", self.box.path(db), *args,
                              **more)
        self.assertEqual(result.code, code, result)
        return result

    def ask(self, db, sql):
        with sqlite3.connect("file:%s?mode=ro" % self.box.path(db),
                             uri=True) as store:
            rows = store.execute(sql).fetchall()
        store.close()
        return rows

    def facts(self, db="store.db", tables=FACTS):
        return {table: sorted(self.ask(db, "SELECT %s FROM %s" % (
            FACTS[table], table)), key=repr) for table in tables}

    def spans(self, db="store.db"):
        return self.ask(db, "SELECT stream, source, starts_at, ends_at, "
                            "complete FROM span ORDER BY 1, 5, 3")

    def save(self, name, value):
        return self.box.write(name, json.dumps(value))

    def synced(self, db="synced.db"):
        hub = self.hub(self.repo_)
        self.good(hub, NAME, "--as-of", "2026-03-01", "--history", "events",
                  "--profile", "full", "--no-git", db=db)


class TestWebhook(Imports):
    def setUp(self):
        super().setUp()
        self.sent = deliveries(self.repo_, SECRET)
        self.secret = self.box.write("secret", "another one\n%s\n" % SECRET)
        self.lines = self.box.path("kept.jsonl")
        write_lines(self.lines, self.sent)

    def test_lines_pairs_and_any_order_are_the_same(self):
        result = self.run_import(self.lines, "--secret-file", self.secret)
        self.assertIn("%d records taken, 0 passed over, 0 refused"
                      % len(self.sent), result.err)
        expected = self.facts()
        self.assertEqual(len(expected["item"]), 24)
        self.assertEqual(len(expected["response"]), 7)
        folder = self.box.path("pairs")
        write_pairs(folder, self.sent)
        self.run_import("webhook", folder, "--secret-file", self.secret,
                        db="pairs.db")
        self.assertEqual(self.facts("pairs.db"), expected)
        shuffled = list(self.sent) * 2
        random.Random(7).shuffle(shuffled)
        write_lines(self.lines, shuffled)
        self.run_import("webhook", self.lines, UNSIGNED, db="any.db")
        self.assertEqual(self.facts("any.db"), expected)

    def test_from_standard_input(self):
        with open(self.lines, "rb") as file:
            self.run_import("-", UNSIGNED, stdin=file)
        self.assertEqual(len(self.facts()["item"]), 24)

    def test_again_changes_nothing(self):
        self.run_import(self.lines, UNSIGNED)
        before, spans = self.facts(), self.spans()
        self.run_import(self.lines, UNSIGNED)
        self.assertEqual((self.facts(), self.spans()), (before, spans))

    def test_signatures(self):
        result = self.run_import(self.lines, code=2)
        self.assertIn("--insecure-no-secret", result.err)
        wrong = self.box.write("wrong", "quite another\n")
        result = self.run_import(self.lines, "--secret-file", wrong, code=4)
        self.assertIn("0 records taken", result.err)
        self.assertIn("signature", result.err)
        self.assertEqual(self.facts()["item"], [])
        # One of them.
        self.sent[3].headers["X-Hub-Signature-256"] = "sha256=" + "0" * 64
        write_lines(self.lines, self.sent)
        result = self.run_import(self.lines, "--secret-file", self.secret)
        self.assertIn("1 refused (%s:4)" % self.lines, result.err)
        self.run_import(self.lines, "--secret-file", self.secret, "--strict",
                        code=4)

    def test_blanks_are_part_of_a_secret(self):
        """As for the receiver: what it has taken and kept is taken here."""
        write_lines(self.lines, deliveries(self.repo_, " a secret  "))
        kept = self.box.write("kept", "\r\n a secret  \r\n")
        self.run_import(self.lines, "--secret-file", kept)
        trimmed = self.box.write("trimmed", "a secret\n")
        self.run_import(self.lines, "--secret-file", trimmed, code=4,
                        db="other.db")
        none = self.box.write("none", "\r\n\n")
        self.assertIn("no secret in", self.run_import(
            self.lines, "--secret-file", none, code=2).err)

    def test_spans(self):
        self.run_import(self.lines, UNSIGNED)
        first, last = self.sent[0].at, self.sent[-1].at
        self.assertEqual(self.spans(), [
            (stream, 1, first, last, 0) for stream in (
                "comments", "events", "issues", "releases", "reviews")])
        self.run_import(self.lines, UNSIGNED, "--covers",
                        "2026-02-01..2026-02-15")
        self.assertEqual(
            [s for s in self.spans() if s[4]],
            [(stream, 1, at("2026-02-01"), at("2026-02-15"), 1) for stream in (
                "comments", "events", "issues", "releases", "reviews")])

    def test_what_is_refused_covers_nothing(self):
        with open(self.lines, "ab") as file:
            file.write(b"{}\n")
        self.run_import("webhook", self.lines, UNSIGNED, "--covers",
                        "2026-02-01..2026-02-15")
        self.assertEqual([s for s in self.spans() if s[4]], [])

    def test_covers_that_are_none(self):
        for value in ("2026-02-01", "x..y", "2026-02-02..2026-02-01", ".."):
            result = self.run_import(self.lines, UNSIGNED, "--covers", value,
                                     code=2)
            self.assertIn("--covers", result.err)

    def test_only_one_repository(self):
        other = world()
        other.id, other.owner = 7, "other"
        write_lines(self.lines, self.sent + deliveries(other, SECRET))
        result = self.run_import(self.lines, UNSIGNED, "--repo", NAME)
        self.assertIn("%d passed over" % len(self.sent), result.err)
        self.assertEqual(self.ask("store.db", "SELECT forge_id FROM repo"),
                         [(4200042,)])

    def test_cut_in_the_middle(self):
        with open(self.lines, "rb+") as file:
            file.truncate(os.path.getsize(self.lines) - 20)
        result = self.run_import("webhook", self.lines, UNSIGNED, code=4)
        self.assertIn("%d records taken, 0 passed over, 1 refused"
                      % (len(self.sent) - 1), result.err)

    def test_a_line_without_an_end(self):
        result = self.run_import("webhook", "/dev/zero", UNSIGNED, code=4)
        self.assertIn("1 refused (/dev/zero:1): the line is too long",
                      result.err)
        os.truncate(self.lines, os.path.getsize(self.lines) + (110 << 20))
        with open(self.lines, "ab") as file:
            file.write(b"\n" + self.sent[0].line())
        result = self.run_import("webhook", self.lines, UNSIGNED, code=4)
        self.assertIn("%d records taken, 0 passed over, 1 refused"
                      % len(self.sent), result.err)

    def test_another_host(self):
        self.sent[0].headers["X-GitHub-Enterprise-Host"] = "ghe.example.org"
        write_lines(self.lines, self.sent)
        result = self.run_import(self.lines, UNSIGNED)
        self.assertIn("1 refused", result.err)
        self.run_import(self.lines, UNSIGNED, "--host", "ghe.example.org",
                        db="ghe.db")
        self.assertEqual(self.ask("ghe.db", "SELECT host FROM repo"),
                         [("ghe.example.org",)])

    def test_a_folder_of_anything(self):
        """Links, pipes and hostile names: nothing is followed, nothing hangs,
        and no byte of a name reaches the screen."""
        folder = self.box.path("odd")
        os.mkdir(folder)
        os.symlink(self.lines, os.path.join(folder, "a.jsonl"))
        os.mkfifo(os.path.join(folder, "b.json"))
        os.mkdir(os.path.join(folder, "c.json"))
        write_lines(os.path.join(folder, "d\x1b[31m.jsonl"),
                    self.sent[:1] * 2 + self.sent[:0])
        with open(os.path.join(folder, "d\x1b[31m.jsonl"), "ab") as file:
            file.write(b"nothing\n")
        result = self.run_import("webhook", folder, UNSIGNED)
        self.assertIn("2 records taken, 0 passed over, 4 refused", result.err)
        self.assertNotIn("\x1b", result.err)


class TestPerceval(Imports):
    def items(self, category, rows, **more):
        return [dict({
            "backend_name": "GitHub", "backend_version": "0.27.0",
            "perceval_version": "1.0.0", "category": category,
            "origin": "https://github.com/" + NAME, "uuid": "x", "tag": "x",
            "timestamp": 1770000000.5, "updated_on": 1770000000.0,
            "classified_fields_filtered": None, "search_fields": {},
            "data": row}, **more) for row in rows]

    def all_items(self):
        """Comments are with the issues, reviews with the pull requests."""
        repo = self.repo_
        issues = [dict(row, user_data={}, comments_data=[
            dict(c, user_data={}) for c in repo.comments
            if c["issue_url"].endswith("/%d" % row["number"])])
            for row in issues_of(repo)]
        pulls = [dict(row, user_data={}, merged_by_data=[], reviews_data=[
            dict(r, user_data={}) for r in reviews_of(repo, row["number"])],
            review_comments_data=[], commits_data=["a" * 40])
            for row in pulls_of(repo)]
        return (self.items("pull_request", pulls) +
                self.items("issue", issues))

    def test_the_same_as_a_sync(self):
        self.synced()
        wanted = [t for t in FACTS if t not in ("event", "release")]
        for n, form in enumerate(("\n".join, "".join)):
            path = self.box.write("items.json", form(
                json.dumps(item) for item in self.all_items()))
            kind = ["perceval"] if n else []
            self.run_import(*kind, path, "--repo", NAME, db="p%d.db" % n)
            self.assertEqual(self.facts("p%d.db" % n, wanted),
                             self.facts("synced.db", wanted))
            # Events were not collected: that there were none is not said.
            self.assertEqual(
                {s[0] for s in self.spans("p%d.db" % n)},
                {"issues", "comments", "reviews"})

    def test_what_was_left_out_on_purpose_is_refused(self):
        rows = issues_of(self.repo_)[:3]
        path = self.box.write("items.json", "\n".join(
            json.dumps(item) for item in
            self.items("issue", rows[:1]) +
            self.items("issue", rows[1:2], classified_fields_filtered=["user"])
            + self.items("issue", rows[2:], backend_name="GitLab")))
        self.save("repo.json", dict(self.repo_.object(),
                                    updated_at="2026-02-10T00:00:00Z"))
        result = self.run_import(self.box.path("repo.json"), path,
                                 "--repo", NAME)
        self.assertIn("2 refused", result.err)
        self.assertIn("--filter-classified", result.err)
        self.assertEqual(len(self.facts()["item"]), 1)


class TestRest(Imports):
    def save_all(self):
        repo = self.repo_
        return [
            self.save("issues.json", issues_of(repo)),
            self.save("pulls.json", pulls_of(repo)),
            self.save("comments.json", repo.comments),
            self.save("reviews.json",
                      [reviews_of(repo, n) for n in (4, 7, 8)]),
            self.save("events.json", [dict(e, url=API + "/issues/events/1")
                                      for e in repo.events]),
            self.save("releases.json", [dict(r, url=API + "/releases/1")
                                        for r in repo.releases]),
        ]

    def save_repo(self):
        return self.save("repo.json", dict(
            self.repo_.object(), updated_at="2026-02-10T00:00:00Z"))

    def test_the_same_as_a_sync(self):
        self.synced()
        # Without the number of the repository a name is not enough.
        result = self.run_import("rest", *self.save_all())
        self.assertIn("does not tell the number", result.err)
        self.assertEqual(self.run_import(
            "rest", *self.save_all(), "--repo", NAME).code, 0)
        self.assertEqual(self.facts(), self.facts("synced.db"))
        before = self.spans()
        self.assertEqual({s[1] for s in before}, {2})
        self.assertEqual({s[4] for s in before}, {0})
        self.run_import("rest", *reversed(self.save_all()), "--repo", NAME)
        self.assertEqual(self.facts(), self.facts("synced.db"))
        self.assertEqual(self.spans(), before)

    def test_by_the_repository_itself(self):
        self.run_import(self.save_repo(), *self.save_all(), "--repo", NAME)
        self.assertEqual(len(self.facts()["item"]), 24)

    def test_forms(self):
        """As gh and curl write pages: joined, in lists, one after another."""
        rows = [json.dumps(row) for row in pulls_of(self.repo_)]
        half = len(rows) // 2
        for n, text in enumerate((
                "[%s]" % ",".join(rows),
                "[[%s],[%s]]" % (",".join(rows[:half]), ",".join(rows[half:])),
                "[%s][%s]\n[]" % (",".join(rows[:half]),
                                  ",".join(rows[half:])),
                "\ufeff[%s, {}]\n" % ",".join(rows),
                "\n".join(rows))):
            with self.subTest(n=n):
                path = self.box.write("form.json", text)
                self.run_import(path, db="form%d.db" % n)
                self.assertEqual(self.facts("form%d.db" % n),
                                 self.facts("form0.db"))
        empty = self.box.write("empty.json", "[]")
        self.assertIn("0 records taken", self.run_import(empty).err)

    def test_a_pull_request_does_not_tell_what_its_list_lacks(self):
        self.run_import(self.save("pulls.json", pulls_of(self.repo_)))
        self.assertEqual(set(self.ask(
            "store.db", "SELECT forge_id, unknown FROM item")), {(0, 4)})
        bases = self.ask("store.db", "SELECT DISTINCT base FROM pull_base")
        self.assertEqual(bases, [("main",)])

    def test_kinds_that_are_not_read(self):
        for text, words in (
                ('[{"number":1,"createdAt":"2026-01-01T00:00:00Z"}]',
                 "gh with --json"),
                ('[{"number":1,"state":"OPEN"}]', "gh with --json"),
                ('{"magic":"x","repo":"a/b","issues":[]}', "i-d-template"),
                ("1,2,\"x\",\\N\n", "GHTorrent"),
                ("plain words", "neither a list nor an object"),
                (b"\x85\x01,\xff,\x02\n", "neither a list nor an object"),
                ("[1,2,3]", "a list of something else than objects")):
            with self.subTest(words=words):
                path = self.box.write("other.json", text)
                result = self.run_import(path, code=2)
                self.assertIn(words, result.err)
        packed = self.box.path("packed.json.gz")
        with gzip.open(packed, "wb") as file:
            file.write(b"[]")
        self.assertIn("zcat", self.run_import(packed, code=2).err)

    def test_a_time_to_come_is_refused(self):
        rows = pulls_of(self.repo_)[:2]
        rows[1]["updated_at"] = "9999-12-31T23:59:59Z"
        result = self.run_import(self.save("pulls.json", rows))
        self.assertIn("0 passed over, 1 refused", result.err)
        self.assertIn("yet to come", result.err)

    def test_what_is_passed_over_and_what_is_refused(self):
        rows = pulls_of(self.repo_)[:2] + [
            {}, {"name": "bug", "color": "ff0000"},
            {"id": 1, "diff_hunk": "@@", "body": "x",
             "pull_request_url": API + "/pulls/1"},
            {"number": 1, "title": "milestone", "state": "open",
             "creator": {}, "created_at": "2026-01-01T00:00:00Z"}]
        bad = dict(rows[0], number=99)
        del bad["created_at"]
        path = self.save("mixed.json", rows + [bad])
        result = self.run_import(path)
        self.assertIn("2 records taken, 4 passed over, 1 refused", result.err)
        self.assertIn("1 refused (%s:7): the record cannot be used: created_at"
                      " is missing" % path, result.err)
        self.run_import(path, "--strict", code=4)
        listed = json.loads(self.run_import(path, "-f", "json").out)
        self.assertEqual([(r["outcome"], r["records"])
                          for r in listed["rows"]],
                         [("taken", 2), ("passed over", 4), ("refused", 1)])

    def test_cut_in_the_middle(self):
        path = self.save("pulls.json", pulls_of(self.repo_))
        with open(path, "rb+") as file:
            file.truncate(os.path.getsize(path) - 100)
        result = self.run_import(path, code=4)
        self.assertIn("ends in the middle", result.err)
        self.assertEqual(len(self.facts()["item"]),
                         len(pulls_of(self.repo_)) - 1)

    def test_standard_input_is_read_as_the_file(self):
        """Rows that tell the name alone wait for one that tells the number."""
        row = issues_of(self.repo_)[0]
        path = self.save("rows.json", [row, pulls_of(self.repo_)[0]])
        result = self.run_import("rest", path)
        self.assertIn("2 records taken, 0 passed over, 0 refused", result.err)
        with open(path, "rb") as file:
            again = self.run_import("rest", "-", db="input.db", stdin=file)
        self.assertIn("2 records taken, 0 passed over, 0 refused", again.err)
        self.assertEqual(self.facts("input.db"), self.facts())
        # Not from the beginning of the file, but of what is left of it.
        with open(path, "rb") as file:
            os.lseek(file.fileno(), 0, os.SEEK_END)
            none = self.run_import("rest", "-", db="none.db", stdin=file)
        self.assertIn("0 records taken", none.err)

    def test_a_renamed_repository(self):
        """What tells the number is its, by whatever name; what does not is not
        given to whoever has the name now."""
        self.synced("store.db")
        later = pulls_of(self.repo_)
        for row in later:
            row["url"] = row["url"].replace(NAME, "new/name")
            row["base"]["repo"]["full_name"] = "new/name"
            row["title"] = "As it is now"
            row["updated_at"] = "2026-03-01T00:00:00Z"
        self.run_import(self.save("later.json", later))
        self.assertEqual(self.ask("store.db", "SELECT count(*) FROM repo"),
                         [(1,)])
        self.assertEqual(set(self.ask(
            "store.db", "SELECT title FROM item WHERE kind = 2")),
            {("As it is now",)})
        old = issues_of(self.repo_)
        result = self.run_import(self.save("old.json", old), code=4)
        self.assertIn("0 records taken", result.err)

    def test_the_number_in_a_node_id(self):
        # As GitHub writes it: of repository 16648618, issue 1076718442.
        row = dict(issue(5, at("2026-02-01")), id=1076718442,
                   node_id="I_kwDOAP4Jqs5ALWtq", repository_url=API)
        self.run_import(self.save("issue.json", [row]))
        self.assertEqual(self.ask("store.db", "SELECT forge_id FROM repo"),
                         [(16648618,)])
        row["id"] += 1
        result = self.run_import(self.save("other.json", [row]), code=4,
                                 db="other.db")
        self.assertIn("does not tell the number", result.err)

    def test_another_host(self):
        row = dict(pulls_of(self.repo_)[0])
        row["url"] = "https://ghe.example.org/api/v3/repos/%s/pulls/1" % NAME
        row["base"] = json.loads(json.dumps(row["base"]))
        path = self.save("ghe.json", [row])
        self.assertIn("another host", self.run_import(path, code=4).err)
        self.run_import(path, "--host", "ghe.example.org", db="ghe.db")
        self.assertEqual(self.ask("ghe.db", "SELECT host FROM repo"),
                         [("ghe.example.org",)])

    def test_missing_and_wrong_paths(self):
        self.run_import("nowhere.json", code=2)
        self.run_import("rest", code=2)
        os.mkdir(self.box.path("bare"))
        for kind in ([], ["rest"], ["webhook"], ["github-backup"],
                     ["metadata-backup"]):
            result = self.run_import(*kind, self.box.path("bare"), UNSIGNED,
                                     "--covers", "2026-02-01..2026-02-15",
                                     code=2)
            self.assertIn("nothing", result.err)
        # A backup of a repository that has no issues is one.
        os.mkdir(self.box.path("bare", "issues"))
        self.run_import("github-backup", self.box.path("bare"))
        self.assertIn("nothing", self.run_import(
            "rest", self.box.path("bare"), code=2).err)


class TestBackups(Imports):
    def github_backup(self, drop=()):
        """As python-github-backup writes it."""
        repo = self.repo_
        pulls = {row["number"]: row for row in pulls_of(repo)}
        for row in issues_of(repo):
            n = row["number"]
            mine = [c for c in repo.comments
                    if c["issue_url"].endswith("/%d" % n)]
            events = [{k: v for k, v in e.items() if k != "issue"}
                      for e in repo.events if e["issue"]["number"] == n]
            if n in pulls:
                kind, made = "pulls", dict(
                    pulls[n], comment_regular_data=mine,
                    comment_data=[{"id": 1, "diff_hunk": "@@"}],
                    review_data=reviews_of(repo, n), commit_data=[])
            else:
                kind, made = "issues", dict(row, comment_data=mine,
                                            event_data=events)
            for key in drop:
                made.pop(key, None)
            self.save("backup/repositories/meadow/%s/%d.json" % (kind, n),
                      made)
        for made in repo.releases:
            self.save("backup/repositories/meadow/releases/%s.json"
                      % made["tag_name"], dict(made, url=API + "/releases/1"))
        self.box.write("backup/repositories/meadow/issues/99.json.temp", "{")
        self.box.write("backup/repositories/meadow/labels/labels.json", "[{}]")
        self.box.write("backup/last_update", "2026-02-11T00:00:00Z")
        return self.box.path("backup")

    def test_github_backup(self):
        self.synced()
        folder = self.github_backup()
        self.run_import(folder, "--repo", NAME)
        self.run_import(folder, "--repo", NAME)
        mine, whole = self.facts(), self.facts("synced.db")
        for table in ("item", "response", "release"):
            self.assertEqual(mine[table], whole[table], table)
        # It keeps no events of pull requests.
        issues = {row["number"] for row in self.repo_.items
                  if "pull_request" not in row}
        self.assertEqual(mine["event"],
                         [e for e in whole["event"] if e[0] in issues])

    def test_kinds_are_told_by_content(self):
        folder = self.github_backup()
        self.run_import(folder, "--repo", NAME)
        for below in ("repositories/meadow", "repositories/meadow/pulls"):
            self.run_import(os.path.join(folder, below), "--repo", NAME,
                            db="part.db")
        self.assertEqual(self.facts("part.db"), self.facts())

    def test_what_was_not_collected_is_not_covered(self):
        folder = self.github_backup()
        covers = ("--covers", "2026-02-01..2026-02-10", "--repo", NAME)
        self.run_import("github-backup", folder, *covers)
        self.assertEqual({s[0] for s in self.spans() if s[4]},
                         {"issues", "comments", "releases"})
        folder = self.github_backup(drop=["comment_regular_data"])
        self.run_import("github-backup", folder, *covers, db="less.db")
        self.assertEqual({s[0] for s in self.spans("less.db") if s[4]},
                         {"issues", "releases"})

    def metadata_backup(self, failed=()):
        """As github-metadata-backup writes it: what is null is left out."""
        repo = self.repo_
        pulls = {row["number"]: row for row in pulls_of(repo)}
        for row in issues_of(repo):
            n = row["number"]
            events = [{k: v for k, v in e.items() if k != "issue"}
                      for e in repo.events if e["issue"]["number"] == n]
            events += [dict(c, event="commented", actor=c["user"])
                       for c in repo.comments
                       if c["issue_url"].endswith("/%d" % n)]
            events += [dict(r, event="reviewed") for r in reviews_of(repo, n)]
            events.append({"event": "committed", "sha": "0" * 40})
            kind = "pull" if n in pulls else "issue"
            thing = dict(pulls.get(n, row), comments=0)
            made = {"type": kind, "events": events,
                    kind: {k: v for k, v in thing.items() if v is not None}}
            if kind == "pull":
                made["comments"] = [{"id": 1, "diff_hunk": "@@"}]
            self.save("meta/%ss/%d.json" % (kind, n), made)
        self.save("meta/state.json", {"version": 2, "failed_pulls": [],
                                      "failed_issues": list(failed)})
        return self.box.path("meta")

    def test_metadata_backup(self):
        self.synced()
        folder = self.metadata_backup()
        self.run_import(folder, "--repo", NAME, "--covers",
                        "2026-02-01..2026-02-10")
        mine, whole = self.facts(), self.facts("synced.db")
        for table in ("item", "event", "response"):
            self.assertEqual(mine[table], whole[table], table)
        self.assertEqual(self.ask("store.db", "SELECT count(*) FROM item"
                                              " WHERE merge_untold"), [(0,)])
        self.assertEqual({s[0] for s in self.spans() if s[4]},
                         {"issues", "comments", "events", "reviews"})

    def test_a_backup_that_says_what_it_lacks(self):
        folder = self.metadata_backup(failed=[17])
        result = self.run_import(folder, "--repo", NAME, "--covers",
                                 "2026-02-01..2026-02-10")
        self.assertIn("1 issues and pull requests could not be read",
                      result.err)
        self.assertEqual([s for s in self.spans() if s[4]], [])


class TestInterrupted(Imports):
    def test_while_it_waits_for_a_pipe(self):
        """Where nobody writes to it, it is not even open."""
        pipe = self.box.path("pipe")
        os.mkfifo(pipe)
        for args in (["import", "rest", pipe],
                     ["import", "webhook", "-", "--secret-file", pipe]):
            for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
                with self.subTest(args=args, code=code):
                    process = self.box.start(
                        *args, "--db", self.box.path("store.db"))
                    until_idle(process)
                    process.send_signal(number)
                    self.check_failure(self.box.wait(process), code,
                                       "interrupted", "run again")

    def test_a_full_disk(self):
        """What was rolled back is not counted as taken."""
        lines = self.box.path("kept.jsonl")
        sent = next(d for d in deliveries(self.repo_) if d.event == "issues")
        write_lines(lines, [Delivery(sent.event, sent.at, dict(
            sent.payload, issue=dict(sent.payload["issue"], number=number,
                                     id=number)))
            for number in range(1, 3001)])

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (300000, 300000))
        result = self.run_import(lines, UNSIGNED, code=5, preexec_fn=limit)
        found = self.ask("store.db", "SELECT count(*) FROM item")[0][0]
        self.assertGreater(found, 0)
        self.assertIn(" %d records taken" % found, result.err)

    def test_whole_records_are_kept(self):
        sent = deliveries(self.repo_)
        process = subprocess.Popen(
            [PROGRAM, "import", "webhook", "-", UNSIGNED, "--db",
             self.box.path("store.db")], env=self.box.env,
            stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        half = len(sent) // 2
        for delivery in sent[:half]:
            process.stdin.write(delivery.line())
        process.stdin.write(sent[half].line()[:100])
        process.stdin.flush()
        # While it waits for more nobody waits for it.
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if os.path.exists(self.box.path("store.db")):
                try:
                    found = self.ask("store.db", "SELECT count(*) FROM item")
                    if found[0][0] > 0:
                        break
                except sqlite3.OperationalError:
                    pass
            time.sleep(0.05)
        self.run_import("webhook", "-", UNSIGNED, timeout=30,
                        stdin=subprocess.DEVNULL)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130, err)
        self.assertIn(b"run the same command again", err)
        lines = self.box.path("kept.jsonl")
        write_lines(lines, sent)
        self.run_import(lines, UNSIGNED)
        self.run_import(lines, UNSIGNED, db="once.db")
        self.assertEqual(self.facts(), self.facts("once.db"))


if __name__ == "__main__":
    unittest.main()
