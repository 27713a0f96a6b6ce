#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Repositories made to do harm, or by tools that know no better: each ends in
the right numbers or in one clear message, and soon."""
import os
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from harness import Case, History, add_history, at, git  # noqa: E402
from harness import make_clone  # noqa: E402
from fake_github import Repository  # noqa: E402

DAY = 86400
END = at("2026-03-01")
FREQUENCY = "doc_update_frequency"
SOON_S = 60  # with sanitizers, on a machine that is busy


class Hostile(Case):
    def setUp(self):
        super().setUp()
        self.server = self.hub(Repository("sample", "meadow",
                                          created="2020-01-01T00:00:00Z"))
        self.begin = time.monotonic()

    def tearDown(self):
        self.assertLess(time.monotonic() - self.begin, SOON_S)
        super().tearDown()

    def ask(self, clone, *args):
        return self.repo(self.server, "sample/meadow", "--as-of",
                         "2026-03-01", "--bots", "include", "--git", clone,
                         "-q", *args)

    def check(self, clone, count, rows, *args):
        """Commits of documentation in the window, and commits at all."""
        result = self.ask(clone, *args)
        self.assertEqual(result.err, "")
        metric = result.metric(FREQUENCY)
        self.assertEqual(metric["count"], count, metric)
        stream = result.json["coverage"]["streams"]["git"]
        self.assertEqual((stream["complete"], stream["rows"]), (True, rows))

    def raw_commit(self, clone, body):
        """Makes anything the head's commit."""
        sha = git(self.box, "hash-object", "-t", "commit", "-w", "--stdin",
                  "--literally", cwd=clone, stdin=body).strip()
        with open(os.path.join(clone, ".git", "refs", "heads", "main"), "w",
                  encoding="ascii") as ref:
            ref.write(sha + "\n")
        return sha

    def based(self):
        """A clone with one commit of documentation, its tree and its id."""
        history = History()
        history.commit(END - 9 * DAY, {"docs/a.md": "1"})
        clone = make_clone(self.box, "clone", history)
        return clone, *git(self.box, "rev-parse", "main:", "main",
                           cwd=clone).split()


class TestTrees(Hostile):
    def test_deep(self):
        """As deep as git goes (core.maxTreeDepth); what is deeper is not
        seen, and costs no stack."""
        history = History()
        for depth in (500, 2100):
            path = "docs/" + "d/" * depth + "a.md"
            history.commit(END - DAY, {path: "1"})
            history.commit(END - DAY, {path: "2"})
        clone = make_clone(self.box, "clone", history)
        for paths in ([], ["--docs-path", "**/*.md"]):
            self.check(clone, 2, 4, *paths)

    def test_wide(self):
        history = History()
        files = {"docs/%d.md" % n: "1" for n in range(20000)}
        history.commit(END - 3 * DAY, files)
        history.commit(END - 2 * DAY, {"docs/19999.md": "2", "x.c": "1"})
        history.commit(END - DAY, {"x.c": "2"})
        self.check(make_clone(self.box, "clone", history), 2, 3)

    def test_contents_are_never_read(self):
        """Blobs may have any size, or be gone."""
        history = History()
        history.commit(END - 2 * DAY, {"docs/a.md": "1"})
        history.commit(END - DAY, {"docs/huge.md": "0" * (8 << 20)})
        clone = make_clone(self.box, "clone")
        git(self.box, "-c", "fastimport.unpackLimit=1000", "fast-import",
            "--quiet", cwd=clone, stdin=history.stream())
        self.check(clone, 2, 2)
        for blob in git(self.box, "ls-tree", "-r", "--format=%(objectname)",
                        "main", cwd=clone).split():
            os.remove(os.path.join(clone, ".git", "objects", blob[:2],
                                   blob[2:]))
        self.check(clone, 2, 2, "--db", "other.db")

    def test_links_in_circles(self):
        """Links of the history are names, whatever they lead to."""
        history = History()
        clone = make_clone(self.box, "clone")
        for n, target in enumerate(("docs", "../docs", "/", "loop.md")):
            history.commit(END - DAY)
            history.lines[-1] = history.lines[-1].rstrip("\n") + (
                "\nM 120000 inline docs/loop.md\ndata %d\n%s\n\n"
                % (len(target), target))
        add_history(self.box, clone, history)
        self.check(clone, 4, 4)
        os.symlink("circle", self.box.path("circle"))
        self.check_failure(self.ask(self.box.path("circle")), 4, "circle")
        os.symlink(clone, self.box.path("link"))
        self.check(self.box.path("link"), 4, 4)

    def test_names_that_are_no_text(self):
        history = History()
        for _ in range(3):
            history.commit(END - DAY, author="AUTHOR", email="EMAIL@x")
            history.lines[-1] = history.lines[-1].rstrip("\n") + (
                "\nM 100644 inline PATH\ndata %d\n%s\n\n"
                % (history.marks, "x" * history.marks))
        stream = (history.stream().replace(b"AUTHOR", b"J\xf6rg \x1b[31m\xff")
                  .replace(b"EMAIL", b"j\xf6rg")
                  .replace(b"PATH", b"docs/\xff\xfe\x1b[2J.md")
                  .replace(b"heads/main", b"heads/\xff\xe4main"))
        clone = make_clone(self.box, "clone")
        git(self.box, "fast-import", "--quiet", cwd=clone, stdin=stream)
        head = os.path.join(clone.encode(), b".git", b"HEAD")
        with open(head, "wb") as file:
            file.write(b"ref: refs/heads/\xff\xe4main\n")
        git(self.box, "tag", b"v\xff1", b"refs/heads/\xff\xe4main", cwd=clone)
        # What the forge calls default is not there.
        result = self.ask(clone)
        self.assertIn("commits are counted from refs/heads/\\xFF\\xE4main",
                      result.err)
        self.assertEqual(result.metric(FREQUENCY)["count"], 3)


class TestCommits(Hostile):
    def test_times(self):
        """From long ago to long from now: what is no time counts as 1970."""
        clone, tree, parent = self.based()
        stamps = (0, 1, 4102444800, -1, -(1 << 62), (1 << 62), 1 << 70,
                  "x", "", "1e9", (1 << 63) - 1, -(1 << 63))
        for n, stamp in enumerate(stamps):
            parent = self.raw_commit(clone, (
                "tree %s\nparent %s\nauthor A <a@x> %s +0000\n"
                "committer C <c@x> %s +9999\n\nx\n"
                % (tree, parent, n, stamp)).encode())
        self.check(clone, 1, 1 + len(stamps))

    def test_headers(self):
        """What git would not write; the tree and the parents are enough."""
        clone, tree, parent = self.based()
        headers = (b"", b"author\n", b"garbage\n\0\xff\n",
                   b"author <<<>>> >< <\ncommitter >\n",
                   b"author A <a@x> 1 +0000\n" * 1000,
                   b"encoding \xff\ngpgsig " + b"x" * 100000 + b"\n",
                   b"author " + b"n" * 100000 + b" <" + b"e" * 100000 + b">\n",
                   b"committer C <c@x> 99999999999999999999999 +0000")
        for header in headers:
            parent = self.raw_commit(clone, b"tree %s\nparent %s\n%s" % (
                tree.encode(), parent.encode(), header))
            self.check(clone, 1, 2 + headers.index(header),
                       "--db", "%d.db" % headers.index(header))
        self.raw_commit(clone, (
            "tree %s\nparent %s\nauthor A <a@x> 1 +0000\n"
            "committer A <a@x> 1 +0000\n\n" % (tree, parent)).encode())
        self.check(clone, 1, 2 + len(headers))

    def test_thousands_of_parents(self):
        clone, tree, parent = self.based()
        self.raw_commit(clone, (
            "tree %s\n%sauthor A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n\n"
            % (tree, ("parent %s\n" % parent) * 20000)).encode())
        self.check(clone, 1, 2)

    def test_broken(self):
        """One message, and nothing kept."""
        clone, tree, parent = self.based()
        for body in ("", "tree", "tree %s\n" % ("0" * 40),
                     "tree %s\nparent %s\n" % (parent, parent),
                     "tree %s\nparent %s\n" % (tree, "0" * 40),
                     "tree %s\nparent %s\n" % (tree, tree),
                     "tree %s\nparent %s" % (tree, parent[:30]),
                     "tree %s\nparent %s\n" % (tree, "f" * 40)):
            with self.subTest(body=body):
                self.raw_commit(clone, body.encode())
                result = self.ask(clone)
                self.check_failure(result, 4, "git fsck")
                self.assertIsNone(result.value(FREQUENCY))


class TestReferences(Hostile):
    def test_a_hundred_thousand(self):
        clone, _, commit = self.based()
        with open(os.path.join(clone, ".git", "packed-refs"), "w",
                  encoding="ascii") as refs:
            refs.write("# pack-refs with: peeled fully-peeled sorted\n")
            refs.writelines("%s refs/%s/n%06d\n" % (commit, kind, n)
                            for kind, count in (("heads", 50000),
                                                ("pull", 40000),
                                                ("tags", 10000))
                            for n in range(count))
        self.check(clone, 1, 1)

    def write_ref(self, clone, name, content):
        path = os.path.join(clone, ".git", "refs", name)
        with open(path, "w", encoding="ascii") as file:
            file.write(content + "\n")

    def test_that_lead_nowhere(self):
        clone, _, commit = self.based()
        self.write_ref(clone, "heads/other", "ref: refs/heads/main")
        for content in ("ref: refs/heads/other", "no id", "\0" * 4096,
                        "f" * 40):
            with self.subTest(content=content):
                self.write_ref(clone, "heads/main", content)
                self.check_failure(self.ask(clone), 4, "HEAD")
        self.write_ref(clone, "heads/main", commit)
        self.write_ref(clone, "tags/gone", "f" * 40)
        self.check(clone, 1, 1)
        self.write_ref(clone, "tags/bad", "no id")
        self.check(clone, 1, 1)


class TestFiles(Hostile):
    def test_missing_tree(self):
        clone, tree, _ = self.based()
        path = os.path.join(clone, ".git", "objects", tree[:2], tree[2:])
        if os.path.exists(path):
            os.remove(path)
        self.check_failure(self.ask(clone), 4, "git fsck")

    def test_alternates_in_a_circle(self):
        clone, _, _ = self.based()
        info = os.path.join(clone, ".git", "objects", "info")
        os.makedirs(info, exist_ok=True)
        for lines in (".\n" * 1000, "../objects\n", "/\n/dev/null\n",
                      "\xff\n\n\n"):
            with open(os.path.join(info, "alternates"), "w",
                      encoding="latin-1") as file:
                file.write(lines)
            self.check(clone, 1, 1)

    def test_configuration_that_includes_itself(self):
        clone, _, _ = self.based()
        config = os.path.join(clone, ".git", "config")
        with open(config, "a", encoding="ascii") as file:
            file.write("[include]\n\tpath = config\n")
        self.check_failure(self.ask(clone), 4, "clone")

    def test_mailmap_without_end(self):
        """It is read, as git reads it."""
        history = History()
        history.commit(END - DAY, {
            "docs/a.md": "1",
            ".mailmap": "Real <real@x> <old@x>\n" * (1 << 20)})
        clone = make_clone(self.box, "clone", history)
        self.check(clone, 1, 1)


if __name__ == "__main__":
    unittest.main()
