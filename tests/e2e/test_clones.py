#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Clones of every kind, later runs, damaged ones; more in test_git.py."""
import os
import shutil
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository  # noqa: E402
from harness import (Case, History, add_history, at, git,  # noqa: E402
                     make_clone)

DAY = 86400
END = at("2026-03-01")
AS_OF = ["--as-of", "2026-03-01"]


class GitCase(Case):
    def setUp(self):
        super().setUp()
        self.server = self.hub(Repository(
            "sample", "meadow", created="2020-01-01T00:00:00Z"))

    def ask(self, clone, *args, **more):
        return self.repo(self.server, "sample/meadow", "-q", "--git", clone,
                         *AS_OF, *args, **more)

    def docs(self, clone, *args, **more):
        result = self.ask(clone, *args, **more)
        self.assertEqual((result.code, result.err), (0, ""), result)
        return result

    def count(self, clone, *args, **more):
        return self.docs(clone, *args, **more).metric(
            "doc_update_frequency")["count"]


class TestNumbers(GitCase):
    def test_edges_of_the_window(self):
        history = History()
        for when in (END - 30 * DAY - 1, END - 30 * DAY, END - 1, END,
                     END + DAY):
            history.commit(when, {"README.md": str(when)})
        clone = make_clone(self.box, "clone", history)
        self.assertEqual(self.count(clone), 2)

    def test_silence(self):
        """Two silent weeks are a risk; a day less is not."""
        for seconds, weeks, status in ((14 * DAY, 2, "risk"),
                                       (14 * DAY - 1, 1, "watch")):
            history = History()
            for number in range(5):
                history.commit(END - seconds - number,
                               {"README.md": str(number)})
            history.commit(END - 60, {"src/a.c": "x"})
            clone = make_clone(self.box, "clone%d" % weeks, history)
            result = self.docs(clone, db="%d.db" % weeks)
            self.assertEqual(result.value("doc_quiet_weeks"), weeks)
            metric = result.metric("doc_update_frequency")
            self.assertEqual(metric["count"], 5)
            self.assertEqual(metric["status"], status)


class TestSecondRun(GitCase):
    def test_rewound(self):
        """The head moved back: the commits behind it no longer count."""
        history = History()
        for number in range(6):
            history.commit(END - (10 - number) * DAY,
                           {"README.md": str(number)})
        clone = make_clone(self.box, "clone", history)
        self.assertEqual(self.count(clone), 6)
        git(self.box, "update-ref", "refs/heads/main", "main~2", cwd=clone)
        self.assertEqual(self.count(clone), 4)
        git(self.box, "update-ref", "-d", "refs/heads/main", cwd=clone)
        result = self.ask(clone)
        self.assertEqual(result.code, 0, result)
        self.assertIn("no commit at refs/heads/main: no commits are counted",
                      result.err)
        self.assertIsNone(result.metric("doc_quiet_weeks")["value"])

    def test_mailmap(self):
        """A .mailmap of the head says who is who, also afterwards."""
        history = History()
        history.commit(END - 5 * DAY, {"README.md": "1"}, author="Ann",
                       email="ann@example.org")
        history.commit(END - 4 * DAY, {"README.md": "2"}, author="Robot",
                       email="robot@example.org")
        clone = make_clone(self.box, "clone", history)
        self.assertEqual(self.count(clone), 2)
        history.commit(END - 3 * DAY, {
            ".mailmap": "<renovate-bot@users.noreply.github.com> "
                        "<robot@example.org>\n"})
        add_history(self.box, clone, history)
        later = self.docs(clone)
        fresh = self.docs(clone, db="fresh.db")
        self.assertEqual(later.bytes, fresh.bytes)


class TestMailmapMissing(GitCase):
    """A clone without the contents of files has not that of .mailmap either:
    then who is who is not known, until it is there."""

    PEOPLE = ("active_contributors", "new_contributors",
              "contributor_absence_factor")

    def setUp(self):
        super().setUp()
        self.history = History()
        for number in range(6):
            self.history.commit(END - (9 - number) * DAY,
                                {"docs/a.md": str(number)}, author="Ann",
                                email="ann@%d.example" % number)
        self.history.commit(END - DAY, {
            ".mailmap": "".join("<ann@example.org> <ann@%d.example>\n" % number
                                for number in range(6))},
            author="Bo", email="bo@example.org")
        source = make_clone(self.box, "source", self.history)
        git(self.box, "config", "uploadpack.allowFilter", "true", cwd=source)
        self.clone = self.box.path("partial.git")
        git(self.box, "clone", "-q", "--bare", "--filter=blob:none",
            "file://" + source, self.clone)

    def check_unmapped(self, result):
        for name in self.PEOPLE:
            metric = result.metric(name)
            self.assertIsNone(metric["value"], name)
            self.assertIn(".mailmap", metric["reason"], name)
        stream = result.json["coverage"]["streams"]["git"]
        self.assertFalse(stream["complete"])
        self.assertIn("authors are not mapped", stream["note"])
        self.assertEqual(result.metric("doc_update_frequency")["count"], 6)

    def test_it_is_told_and_read_when_it_is_there(self):
        for _ in range(2):
            result = self.ask(self.clone)
            self.assertEqual(result.code, 0)
            self.assertRegex(result.err, r"(?m)^healthscan: warning: .*"
                             r"\.mailmap.* git cat-file -e HEAD:\.mailmap$")
            self.check_unmapped(result)
        offline = self.repo(self.server, "sample/meadow", "-q", "--offline",
                            "--no-git", *AS_OF)
        self.check_unmapped(offline)
        git(self.box, "cat-file", "-e", "HEAD:.mailmap", cwd=self.clone)
        result = self.docs(self.clone)
        self.assertEqual([result.value(name) for name in self.PEOPLE],
                         [2, 2, 1])
        stream = result.json["coverage"]["streams"]["git"]
        self.assertTrue(stream["complete"])
        self.assertNotIn("mailmap", stream["note"])

    def test_damaged(self):
        """What cannot be read is not there."""
        clone = make_clone(self.box, "damaged", self.history)
        blob = git(self.box, "rev-parse", "main:.mailmap", cwd=clone).strip()
        path = os.path.join(clone, ".git", "objects", blob[:2], blob[2:])
        os.chmod(path, 0o644)
        with open(path, "wb") as file:
            file.write(b"no object")
        result = self.ask(clone)
        self.assertIn(".mailmap", result.err)
        self.check_unmapped(result)


class TestStandIns(GitCase):
    """Replace refs and grafts are followed, as git log follows them."""

    def setUp(self):
        super().setUp()
        self.history = History()
        for number in range(8):
            self.history.commit(END - (20 - number) * DAY,
                                {"docs/a.md": str(number)}, author="Ann",
                                email="ann@%d.example" % (number % 3))
        self.clone = make_clone(self.box, "clone", self.history)

    def check_as_git(self):
        """The later run and a fresh one say what git says."""
        later = self.docs(self.clone, "--bots", "include")
        fresh = self.docs(self.clone, "--bots", "include", db="fresh.db")
        self.assertEqual(later.bytes, fresh.bytes)
        os.unlink(self.box.path("fresh.db"))
        log = git(self.box, "log", "--format=%aE", "main",
                  cwd=self.clone).split()
        stream = later.json["coverage"]["streams"]["git"]
        self.assertEqual(stream["rows"], len(log))
        self.assertEqual(later.metric("doc_update_frequency")["count"],
                         len(log))
        self.assertEqual(later.value("active_contributors"), len(set(log)))

    def test_they_come_and_go(self):
        self.check_as_git()
        git(self.box, "replace", "--graft", "main~3", "main~6",
            cwd=self.clone)
        self.check_as_git()
        body = git(self.box, "cat-file", "commit", "main~1", cwd=self.clone)
        other = git(self.box, "hash-object", "-t", "commit", "-w", "--stdin",
                    cwd=self.clone, stdin=body.replace(
                        "ann@0.example", "zoe@example.org").encode()).strip()
        git(self.box, "replace", "main~1", other, cwd=self.clone)
        self.check_as_git()
        git(self.box, "config", "core.useReplaceRefs", "false",
            cwd=self.clone)
        self.check_as_git()
        info = os.path.join(self.clone, ".git", "info")
        os.makedirs(info, exist_ok=True)
        with open(os.path.join(info, "grafts"), "w",
                  encoding="ascii") as grafts:
            grafts.write(git(self.box, "rev-parse", "main~2", cwd=self.clone))
        self.check_as_git()
        os.unlink(os.path.join(info, "grafts"))
        self.check_as_git()


class TestKinds(GitCase):
    """Clones as people have them."""

    def setUp(self):
        super().setUp()
        self.history = History()
        for number in range(5):
            self.history.commit(END - (20 - number) * DAY,
                                {"docs/a.md": str(number)})
        self.clone = make_clone(self.box, "clone", self.history)

    def test_packed(self):
        git(self.box, "gc", "-q", cwd=self.clone)
        self.assertEqual(self.count(self.clone), 5)

    def test_dot_git(self):
        self.assertEqual(
            self.count(os.path.join(self.clone, ".git"), db="dot.db"), 5)

    def make_shallow(self):
        shallow = self.box.path("shallow")
        git(self.box, "clone", "-q", "--depth", "2", "file://" + self.clone,
            shallow)
        return shallow

    def test_shallow(self):
        """A cut history is refused when it was named; nothing is made up."""
        shallow = self.make_shallow()
        result = self.ask(shallow)
        self.check_failure(result, 4, "shallow", "--unshallow")
        self.assertIsNone(result.value("doc_update_frequency"))
        git(self.box, "fetch", "-q", "--unshallow", cwd=shallow)
        self.assertEqual(self.count(shallow), 5)

    def test_blobless(self):
        """Without the blobs, which nobody needs."""
        git(self.box, "config", "uploadpack.allowFilter", "true",
            cwd=self.clone)
        partial = self.box.path("partial.git")
        git(self.box, "clone", "-q", "--mirror", "--filter=blob:none",
            "file://" + self.clone, partial)
        self.assertEqual(self.count(partial), 5)

    def unpack(self):
        """Turns the pack of fast-import into single objects."""
        folder = os.path.join(self.clone, ".git/objects/pack")
        packs = []
        for name in os.listdir(folder):
            if name.endswith(".pack"):
                with open(os.path.join(folder, name), "rb") as file:
                    packs.append(file.read())
        shutil.rmtree(folder)
        os.mkdir(folder)
        for pack in packs:
            git(self.box, "unpack-objects", "-q", cwd=self.clone, stdin=pack)

    def test_interrupted_walk_keeps_nothing(self):
        """The history is read whole or not at all."""
        self.unpack()
        self.assertEqual(self.count(self.clone), 5)
        self.history.commit(END - DAY, {"docs/b.md": "x"})
        self.history.commit(END - DAY, {"docs/b.md": "y"})
        add_history(self.box, self.clone, self.history)
        head = git(self.box, "rev-parse", "main~1^{tree}", cwd=self.clone)
        self.unpack()
        os.unlink(os.path.join(self.clone, ".git/objects", head[:2],
                               head.strip()[2:]))
        result = self.ask(self.clone)
        self.check_failure(result, 4, "git fsck")
        self.assertEqual(
            result.metric("doc_update_frequency")["count"], 5)


if __name__ == "__main__":
    unittest.main()
