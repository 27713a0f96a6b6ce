#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Recordings, work without a network, and what a repository is called."""
import os
import shutil
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Fault  # noqa: E402
from harness import Case, History, at, git, make_clone  # noqa: E402
from test_sync import AS_OF, EVENTS, known, many  # noqa: E402

NOWHERE = ["--api-url", "http://127.0.0.1:1"]  # nobody listens there


class TestReplay(Case):
    def setUp(self):
        super().setUp()
        self.record = self.box.path("record")
        os.mkdir(self.record)

    def replay(self, *args, db="replay.db", **more):
        return self.repo(None, "sample/meadow", "-q", "--replay",
                         self.record, *NOWHERE, *AS_OF, *args, db=db, **more)

    def test_same_report(self):
        """Recorded here, replayed anywhere: the same bytes."""
        for style in ("page", "cursor"):
            with self.subTest(style=style):
                self.record = self.box.path(style)
                os.mkdir(self.record)
                source = many(250)
                source.events = known().events
                hub = self.hub(source, page_style=style)
                whole = self.good(hub, "sample/meadow", "--record",
                                  self.record, *AS_OF, *EVENTS,
                                  db=style + ".db")
                self.assertEqual(len(os.listdir(self.record)), len(hub.log))
                hub.forget()
                again = self.replay(*EVENTS, db=style + "-replay")
                self.assertEqual((again.code, again.err), (0, ""), again)
                self.assertEqual(again.bytes, whole.bytes)
                self.assertEqual(hub.log, [])

    def test_replay_twice(self):
        hub = self.hub(known())
        whole = self.good(hub, "sample/meadow", "--record", self.record,
                          *AS_OF)
        for _ in range(2):
            again = self.replay()
            self.assertEqual((again.code, again.err), (0, ""), again)
            self.assertEqual(again.bytes, whole.bytes)

    def test_two_runs_in_one_recording(self):
        """The numbers go on, and the first run can still be replayed."""
        source = known()
        hub = self.hub(source)
        whole = self.good(hub, "sample/meadow", "--record", self.record,
                          *AS_OF)
        self.assertEqual(len(os.listdir(self.record)), 4)
        source.items.append(dict(many(3).items[0], number=500, id=5200000500,
                                 updated_at="2026-03-09T00:00:00Z"))
        self.good(hub, "sample/meadow", "--record", self.record, *AS_OF)
        self.assertEqual(sorted(os.listdir(self.record)),
                         ["%04d.http" % n for n in range(1, 9)])
        self.assertEqual(self.replay().bytes, whole.bytes)

    def test_recording_of_a_store_that_knows_it_all(self):
        """A recording stands by itself: it has no "not modified"."""
        source = many(250)
        source.events = known().events
        hub = self.hub(source)
        self.good(hub, "sample/meadow", *AS_OF, *EVENTS, db="warm.db")
        whole = self.good(hub, "sample/meadow", "--record", self.record,
                          *AS_OF, *EVENTS, db="warm.db")
        again = self.replay(*EVENTS, db="fresh.db")
        self.assertEqual((again.code, again.err), (0, ""), again)
        self.assertEqual(again.bytes, whole.bytes)

    def test_recording_of_a_failure(self):
        """What the network's mood was is not kept."""
        hub = self.hub(many(250), faults=[Fault("page=2", 502),
                                          Fault("page=3", "truncate")])
        whole = self.good(hub, "sample/meadow", "--record", self.record,
                          *AS_OF)
        again = self.replay()
        self.assertEqual(again.bytes, whole.bytes)

    def test_redirects_are_kept(self):
        source = many(120)
        source.rename("sample", "field")
        hub = self.hub(source)
        whole = self.good(hub, "sample/meadow", "--record", self.record,
                          *AS_OF)
        again = self.replay()
        self.assertEqual(again.bytes, whole.bytes)

    def test_incomplete_recording(self):
        """A missing answer is told; it is not taken for an empty list."""
        hub = self.hub(many(250))
        self.good(hub, "sample/meadow", "--record", self.record, *AS_OF)
        for name in sorted(os.listdir(self.record)):
            with open(os.path.join(self.record, name), "rb") as file:
                if b"page=3" in file.read().partition(b"\n")[0]:
                    os.unlink(os.path.join(self.record, name))
        result = self.replay()
        self.assertEqual(result.code, 4, result)
        self.assertEqual(len(result.lines), 1, result)
        self.assertRegex(result.err, r"^healthscan: .*page=3; .*again")
        self.assertIs(result.json["coverage"]["complete"], False)

    def test_strange_recordings(self):
        result = self.replay()
        self.assertNotEqual(result.code, 0)
        self.assertEqual(len(result.lines), 1, result)
        self.assertEqual(result.out, b"")
        self.box.write("record/0001.http", b"\x00\xff garbage")
        result = self.replay()
        self.assertNotEqual(result.code, 0)
        self.assertEqual(len(result.lines), 1, result)
        self.record = self.box.path("absent")
        result = self.replay()
        self.assertNotEqual(result.code, 0)
        self.assertIn("absent", result.err)

    def test_recordings_that_are_no_files(self):
        """One that is not ours may hold anything, and must not hang us."""
        path = self.box.path("record", "0001.http")
        for make in (os.mkfifo, lambda p: os.symlink("/dev/zero", p),
                     lambda p: os.symlink("/dev/stdin", p), os.mkdir):
            make(path)
            result = self.replay()
            self.assertNotEqual(result.code, 0)
            self.assertEqual(len(result.lines), 1, result)
            self.assertIn("cannot read the recording", result.err)
            (os.rmdir if make is os.mkdir else os.unlink)(path)

    def test_links_in_the_way(self):
        """What is recorded goes nowhere else, and what is there stays."""
        hub = self.hub(many(5))
        precious = self.box.write("precious", "keep me")
        for n in range(1, 9):
            os.symlink(precious, os.path.join(self.record,
                                              ".%04d.http.tmp" % n))
        self.good(hub, "sample/meadow", "--record", self.record, *AS_OF)
        with open(precious, encoding="ascii") as file:
            self.assertEqual(file.read(), "keep me")
        self.assertFalse(os.path.islink(
            os.path.join(self.record, "0001.http")))

    def test_cannot_record(self):
        hub = self.hub(known())
        for path in ("/proc/nowhere", "/dev/null"):
            result = self.repo(hub, "sample/meadow", "-q", "--record", path)
            self.assertEqual(result.code, 5, result)
            self.assertIn(path, result.err)
            self.assertEqual(hub.log, [])


class TestOffline(Case):
    def test_offline(self):
        hub = self.hub(known())
        whole = self.good(hub, "sample/meadow", *AS_OF)
        result = self.good(None, "Sample/Meadow", "--offline", *NOWHERE,
                           *AS_OF)
        self.assertEqual(result.bytes, whole.bytes)
        self.assertEqual(result.err, "")

    def test_unknown_to_the_store(self):
        result = self.repo(None, "sample/meadow", "--offline")
        self.assertEqual((result.code, result.out), (3, b""), result)
        self.assertIn("not in the store", result.err)
        self.assertIn("--offline", result.err)


class TestNames(Case):
    def test_forms(self):
        hub = self.hub(known())
        whole = self.good(hub, "sample/meadow", *AS_OF)
        for form in ("github.com/sample/meadow", "GitHub.com/Sample/Meadow",
                     "https://github.com/sample/meadow",
                     "https://github.com/sample/meadow.git",
                     "https://github.com/sample/meadow/",
                     "http://github.com/sample/meadow",
                     "https://user:pass@github.com/sample/meadow",
                     "https://www.github.com/sample/meadow",
                     "git@github.com:sample/meadow.git",
                     "git@github.com:sample/meadow",
                     "ssh://git@github.com/sample/meadow.git",
                     "ssh://git@ssh.github.com:443/sample/meadow.git",
                     "git://github.com/sample/meadow.git"):
            with self.subTest(form=form):
                hub.forget()
                result = self.good(hub, form, *AS_OF)
                self.assertEqual(result.bytes, whole.bytes)
                self.assertEqual(hub.statuses(), [304] * 3)

    def test_hosts_are_kept_apart(self):
        """The same number on another host is another repository."""
        one, two = known(), many(20)
        here, there = self.hub(one), self.hub(two)
        self.good(here, "sample/meadow", *AS_OF)
        other = self.good(there, "ghe.example.org/sample/meadow", *AS_OF)
        self.assertEqual(other.json["repo"]["host"], "ghe.example.org")
        self.assertEqual(other.json["repo"]["id"], 4200042)
        self.assertEqual(
            other.json["coverage"]["streams"]["issues"]["rows"], 20)
        first = self.good(here, "sample/meadow", *AS_OF)
        self.assertEqual(first.json["repo"]["host"], "github.com")
        self.assertEqual(first.value("pr_merge_cycle"), 10)

    def test_mirror(self):
        """Another --api-url for the same host goes on with what is there."""
        first = self.hub(known())
        self.good(first, "sample/meadow", *AS_OF)
        second = self.hub(known())
        result = self.good(second, "sample/meadow", *AS_OF)
        self.assertEqual(second.statuses(), [304] * 3)
        self.assertEqual(result.value("pr_merge_cycle"), 10)


class TestInClone(Case):
    def setUp(self):
        super().setUp()
        history = History()
        history.commit(at("2026-02-03"), {"README.md": "one"})
        history.commit(at("2026-02-12"), {"docs/a.md": "two"})
        history.commit(at("2026-02-20"), {"src/a.c": "three"})
        self.clone = make_clone(self.box, "clone", history,
                                origin="git@github.com:sample/meadow.git")
        git(self.box, "checkout", "-q", "main", cwd=self.clone)
        self.server = self.hub(known())

    def check(self, result):
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.json["repo"]["full_name"], "sample/meadow")
        self.assertEqual(result.metric("doc_update_frequency")["count"], 2)

    def test_without_argument(self):
        """The folder's origin is the repository, and its history is read."""
        self.check(self.repo(self.server, *AS_OF, cwd=self.clone))
        self.check(self.repo(self.server, *AS_OF,
                             cwd=os.path.join(self.clone, "docs")))
        self.check(self.repo(self.server, "sample/meadow", *AS_OF,
                             cwd=self.clone, db="2.db"))

    def test_not_asked_for(self):
        result = self.good(self.server, *AS_OF, "--no-git", cwd=self.clone)
        metric = result.metric("doc_update_frequency")
        self.assertIsNone(metric["value"])
        self.assertIn("--no-git", metric["reason"])

    def test_other_remote(self):
        """A clone that a fork was made from, too."""
        git(self.box, "remote", "set-url", "origin",
            "https://github.com/me/meadow", cwd=self.clone)
        git(self.box, "remote", "add", "upstream",
            "https://github.com/Sample/Meadow.git", cwd=self.clone)
        self.check(self.repo(self.server, "sample/meadow", *AS_OF,
                             cwd=self.clone))

    def test_clone_of_something_else(self):
        git(self.box, "remote", "set-url", "origin",
            "https://github.com/sample/other", cwd=self.clone)
        result = self.good(self.server, "sample/meadow", *AS_OF,
                           cwd=self.clone)
        metric = result.metric("doc_update_frequency")
        self.assertIsNone(metric["value"])
        self.assertIn("--git", metric["reason"])
        # But the user may say that it is the one.
        self.check(self.repo(self.server, "sample/meadow", *AS_OF, "--git",
                             self.clone))

    def test_no_clone(self):
        result = self.repo(self.server, *AS_OF)
        self.assertEqual((result.code, result.out), (2, b""), result)
        self.assertIn("OWNER/NAME", result.err)
        # One that no forge is known for is a repository of its own.
        for n, folder in enumerate((
                make_clone(self.box, "bare", bare=True),
                make_clone(self.box, "local", origin="../somewhere/else"))):
            result = self.good(self.server, *AS_OF, cwd=folder,
                               db="%d.db" % n)
            self.assertEqual(result.json["repo"]["host"], "local")
        self.assertEqual(self.server.log, [])

    def test_broken_clone(self):
        """A folder come across that is broken is told and passed over."""
        shutil.rmtree(os.path.join(self.clone, ".git/objects"))
        result = self.repo(self.server, "sample/meadow", *AS_OF,
                           cwd=self.clone)
        self.assertEqual(result.value("pr_merge_cycle"), 10)
        self.assertIsNone(result.value("doc_update_frequency"))
        self.assertIn("healthscan: ", result.err)


if __name__ == "__main__":
    unittest.main()
