#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Local histories: the numbers, against git's own, and odd repositories."""
import os
import random
import shutil
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository, commit  # noqa: E402
from harness import (Case, History, add_history, asked, at,  # noqa: E402
                     git, iso, make_clone)

DAY = 86400
AS_OF = ["--as-of", "2026-03-01"]
END = at("2026-03-01")
START = at("2026-01-30")
DOCS = "docs/**/*.md"
ORIGIN = "https://github.com/sample/meadow.git"
FREQUENCY, QUIET = "doc_update_frequency", "doc_quiet_weeks"

# Documentation or nearly so, by the rule DOCS.
PATHS = ["docs/a.md", "docs/deep/er/b.md", "docs/c.txt", "docs/d.MD",
         "docs/.hidden.md", "docs/sp ace.md", "docs/\u00fc.md", "docs.md",
         "doc/e.md", "src/docs/f.md", "src/main.c", "README.md", "Docs/g.md",
         "docs/x.md/y", "docs/[a].md"]


def generated(seed, count=260, until=END + 20 * DAY):
    """A history with branches, merges, bots, deletions and dates that go
    back, over some 200 days."""
    dice = random.Random(seed)
    history, tips, there = History(), [], {}
    when = until - 200 * DAY
    for n in range(count):
        when += dice.randrange(2 * 200 * DAY // count)
        # A committer's clock, or a rebase that kept the dates.
        date = when - dice.choice([0, 0, 0, 3 * DAY, 40 * DAY])
        recent = sorted(there)[-6:]
        if not tips:
            parents = []
        elif len(tips) > 1 and dice.random() < 0.3:
            parents = dice.sample(tips, 2)
        else:
            parents = [dice.choice(recent)]
        base = dict(there[parents[0]]) if parents else {}
        change = {}
        for path in dice.sample(PATHS, dice.choice([0, 1, 1, 2, 3])):
            if base.get(path) and dice.random() < 0.25:
                change[path] = None
            else:
                change[path] = "%d\n" % dice.randrange(3)
        if n % 60 == 59 and tips:
            parents, base = [], {}  # a history that was grafted in
        base.update(change)
        who = dice.choice(["Ann", "Ben", "Cid", "dependabot[bot]"])
        if len(tips) > 4:
            parents = tips[-2:] + tips[:1]
        commit = history.commit(date, change, parents, author=who,
                                email=who.lower() + "@users.noreply."
                                "github.com")
        there[commit] = base
        tips = [t for t in tips if t not in parents] + [commit]
    history.commit(when, {"docs/last.md": "x"}, tips)
    return history


def project(**more):
    more.setdefault("created", "2020-01-01T00:00:00Z")
    return Repository("sample", "meadow", **more)


class Local(Case):
    def setUp(self):
        super().setUp()
        self.server = self.hub(project())

    def ask(self, clone, *args, name="sample/meadow", **more):
        where = ["--git", clone] if clone else []
        return self.good(self.server, name, *AS_OF, *where, *args, **more)

    def count(self, clone, *args, **more):
        metric = self.ask(clone, *args, **more).metric(FREQUENCY)
        self.assertIsNone(
            metric["reason"] if metric["value"] is None else None, metric)
        return metric["count"]

    def times(self, clone, *pathspecs, head="HEAD"):
        """Committer times by git, as METRICS compares."""
        lines = git(self.box, "log", "--no-merges", "--full-history",
                    "--format=%ct", head, "--", *pathspecs, cwd=clone)
        return [int(line) for line in lines.split()]


class TestNumbers(Local):
    def check_against_git(self, clone, result, times):
        metric = result.metric(FREQUENCY)
        report = result.json
        self.assertEqual(metric["n"], metric["count"])
        start, end = report["window"]["start"], report["window"]["end"]
        self.assertEqual(metric["count"],
                         sum(start <= iso(t) < end for t in times))
        seen = 0
        for point in metric["trend"]:
            inside = sum(point["start"] <= iso(t) < point["end"]
                         for t in times)
            weeks = report["window"]["days"] / 7
            self.assertEqual(point["n"], inside, point)
            self.assertAlmostEqual(point["value"], inside / weeks, 3)
            seen += inside
        self.assertGreater(seen, 0, clone)

    def test_as_git_counts(self):
        """To the commit, on several histories and windows."""
        for seed in (1, 2, 3):
            clone = make_clone(self.box, "g%d" % seed, generated(seed),
                               bare=seed == 2)
            times = self.times(clone, ":(glob)" + DOCS)
            self.assertGreater(len(times), 50)
            for window in ("30d", "1w", "90d", "36h"):
                with self.subTest(seed=seed, window=window):
                    result = self.ask(
                        clone, "--bots", "include", "--docs-path", DOCS,
                        "--window", window, db="g%d.db" % seed)
                    self.check_against_git(clone, result, times)

    def test_default_paths(self):
        """The usual paths, spelt out for git."""
        clone = make_clone(self.box, "clone", generated(4))
        suffixes = ("md", "mdx", "markdown", "rst", "adoc", "txt")
        times = self.times(
            clone, *[":(glob)%s/**/*.%s" % (folder, suffix)
                     for folder in ("docs", "doc", "Documentation")
                     for suffix in suffixes],
            ":(glob)README*", ":(glob)CONTRIBUTING*")
        self.check_against_git(clone, self.ask(clone, "--bots", "include"),
                               times)

    def test_several_paths(self):
        clone = make_clone(self.box, "clone", generated(5))
        times = self.times(clone, ":(glob)docs/*.txt", ":(glob)src/**")
        self.check_against_git(clone, self.ask(
            clone, "--bots", "include", "--docs-path", "docs/*.txt",
            "--docs-path", "src/**"), times)

    def test_by_hand(self):
        """A small history with known answers."""
        history = History()
        for when, files, author in (
                (START - 1, {"docs/a.md": "1"}, "Ann"),
                (START, {"docs/a.md": "2"}, "Ann"),
                (at("2026-02-03"), {"src/a.c": "1"}, "Ben"),
                (at("2026-02-04"), {"docs/b.md": "1"}, "dependabot[bot]"),
                (at("2026-02-05"), {"docs/b.md": "2", "docs/a.md": "3"},
                 "Cid"),
                (at("2026-02-06"), {"docs/CMakeLists.txt": "1"}, "Cid"),
                (at("2026-02-07"), {"docs/a.md": None}, "Cid"),
                (at("2026-02-08"), {"README": "1"}, "Cid"),
                (at("2026-02-09"), {"sub/README": "1"}, "Cid"),
                (at("2026-02-10"), {"docs/b.md": "2"}, "Cid"),  # no change
                (END, {"docs/b.md": "3"}, "Ann")):
            history.commit(when, files, author=author,
                           email=author + "@users.noreply.github.com")
        clone = make_clone(self.box, "clone", history)
        result = self.ask(clone)
        metric = result.metric(FREQUENCY)
        self.assertEqual(metric["count"], 4)
        self.assertEqual(metric["value"], 0.9333)  # 4 / (30/7)
        self.assertEqual(metric["excluded"], {"bots": 1})
        # From 2026-02-08 to 2026-03-01: three weeks to the second.
        self.assertEqual(result.value(QUIET), 3)
        self.assertEqual(result.metric(QUIET)["status"], "risk")
        self.assertEqual(metric["status"], "risk")
        result = self.ask(clone, "--bots", "include")
        self.assertEqual(result.metric(FREQUENCY)["count"], 5)
        self.assertEqual(result.metric(FREQUENCY)["excluded"], {"bots": 0})
        coverage = result.json["coverage"]["streams"]["git"]
        self.assertEqual(coverage["rows"], 11)
        self.assertTrue(coverage["complete"])
        sha = git(self.box, "rev-parse", "HEAD", cwd=clone)
        self.assertEqual(coverage["note"], "refs/heads/main at " + sha[:10])

    def test_never_documented(self):
        history = History()
        history.commit(END - 15 * DAY, {"main.c": "1"})
        result = self.ask(make_clone(self.box, "clone", history))
        metric = result.metric(FREQUENCY)
        self.assertEqual((metric["value"], metric["count"]), (0, 0))
        self.assertEqual(result.value(QUIET), 2)

    def test_bot_of_the_configuration(self):
        history = History()
        for n in range(6):
            history.commit(END - (n + 1) * DAY, {"docs/a.md": str(n)},
                           author=("Ann", "doc-robot")[n % 2],
                           email=("ann", "7+doc-robot")[n % 2] +
                           "@users.noreply.github.com")
        clone = make_clone(self.box, "clone", history)
        self.assertEqual(self.count(clone), 6)
        config = self.box.write("config", "[bots]\n\tlogin = doc-*\n")
        self.assertEqual(self.count(clone, "--config", config), 3)


class TestLater(Local):
    """What a later run reads, and that it ends where a first one would."""

    def check_same_as_fresh(self, clone, result, *args):
        fresh = self.ask(clone, *args, db="fresh-%d.db" % len(self.seen))
        self.seen.append(clone)
        self.assertEqual(result.bytes, fresh.bytes)

    def setUp(self):
        super().setUp()
        self.seen = []

    def test_unchanged(self):
        clone = make_clone(self.box, "clone", generated(6))
        first = self.ask(clone)
        self.assertEqual(self.ask(clone).bytes, first.bytes)

    def test_growing(self):
        """New commits, some by a merge of an old branch."""
        whole = generated(7)
        clone = make_clone(self.box, "clone")
        for upto in (1, 40, 41, 90, 200, len(whole.lines)):
            part = History()
            part.lines = whole.lines[:upto]
            # Whatever the last commit is, it is the head.
            add_history(self.box, clone, part)
            result = self.ask(clone)
            self.check_same_as_fresh(clone, result)
        self.assertEqual(
            self.ask(clone).json["coverage"]["streams"]["git"]["rows"],
            int(git(self.box, "rev-list", "--count", "HEAD", cwd=clone)))

    def test_force_pushed(self):
        """Commits that are no longer reachable count no longer."""
        def history(days):
            made = History()
            for n, day in enumerate(days):
                made.commit(at("2026-02-%02d" % day),
                            {"docs/a.md": "%d %d" % (n, day)})
            return made
        clone = make_clone(self.box, "clone", history([1, 2, 3, 4, 5, 6]))
        self.assertEqual(self.count(clone), 6)
        for days in ([1, 2, 3, 10], [1, 2], [20], [1, 2, 3, 4, 5, 6, 7]):
            add_history(self.box, clone, history(days))
            result = self.ask(clone)
            self.assertEqual(result.metric(FREQUENCY)["count"], len(days))
            self.check_same_as_fresh(clone, result)

    def test_other_docs_path(self):
        clone = make_clone(self.box, "clone", generated(8))
        first = self.ask(clone)
        other = self.ask(clone, "--docs-path", "src/**")
        self.assertNotEqual(other.metric(FREQUENCY),
                            first.metric(FREQUENCY))
        self.check_same_as_fresh(clone, other, "--docs-path", "src/**")
        self.assertEqual(self.ask(clone).bytes, first.bytes)

    def test_other_docs_path_without_the_clone(self):
        """What was counted by other paths is not passed off as these."""
        clone = make_clone(self.box, "clone", generated(9))
        first = self.ask(clone)
        other = self.ask(None, "--docs-path", "src/**")
        self.assertIsNone(other.value(FREQUENCY))
        self.assertIn("other documentation paths",
                      other.metric(FREQUENCY)["reason"])
        self.assertEqual(self.ask(None).value(FREQUENCY),
                         first.value(FREQUENCY))

    def test_offline(self):
        """The clone is read without a server, and is not needed later."""
        history = History()
        for n in range(7):
            history.commit(END - (n + 1) * DAY, {"docs/a.md": str(n)})
        clone = make_clone(self.box, "clone", history)
        self.assertEqual(self.count(clone), 7)
        history.commit(END - 3600, {"docs/a.md": "new"})
        add_history(self.box, clone, history)
        self.server.forget()
        self.assertEqual(self.count(clone, "--offline"), 8)
        shutil.rmtree(clone)
        self.assertEqual(self.count(None, "--offline"), 8)
        self.assertEqual(self.server.log, [])


class TestPlaces(Local):
    """Where a history may lie."""

    def setUp(self):
        super().setUp()
        self.history = History()
        for n in range(8):
            self.history.commit(END - (n + 1) * DAY, {"docs/a.md": str(n)})

    def test_bare_and_worktree(self):
        clone = make_clone(self.box, "clone", self.history)
        bare = self.box.path("bare")
        git(self.box, "clone", "-q", "--bare", clone, bare)
        tree = self.box.path("tree")
        git(self.box, "worktree", "add", "-q", "--detach", tree, "main",
            cwd=clone)
        for place in (clone, bare, tree, os.path.join(clone, ".git")):
            with self.subTest(place=place):
                self.assertEqual(self.count(
                    place, db=os.path.basename(place) + ".db"), 8)

    def test_remote_head(self):
        """What the forge calls its head counts, not what is checked out."""
        source = make_clone(self.box, "source", self.history)
        clone = self.box.path("clone")
        git(self.box, "clone", "-q", source, clone)
        git(self.box, "checkout", "-q", "-b", "mine", "HEAD~3", cwd=clone)
        self.assertEqual(self.count(clone), 8)
        note = self.ask(clone).json["coverage"]["streams"]["git"]["note"]
        self.assertTrue(note.startswith("refs/remotes/origin/main at "), note)

    def test_current_folder(self):
        """A clone that one stands in is read if it is the right one."""
        clone = make_clone(self.box, "clone", self.history, origin=ORIGIN)
        git(self.box, "checkout", "-q", "main", cwd=clone)
        self.assertEqual(self.count(None, cwd=clone), 8)
        self.assertEqual(self.count(
            None, cwd=os.path.join(clone, "docs"), db="below.db"), 8)
        other = make_clone(self.box, "other", self.history,
                           origin="https://github.com/sample/other")
        metric = self.ask(None, cwd=other, db="o.db").metric(FREQUENCY)
        self.assertIsNone(metric["value"])
        self.assertIn("--git DIR", metric["reason"])
        metric = self.ask(None, "--no-git", cwd=clone,
                          db="n.db").metric(FREQUENCY)
        self.assertTrue(metric["reason"].startswith(
            "not collected: --no-git; the server says"), metric)

    def test_without_argument(self):
        """Inside a clone, its origin is meant."""
        for n, origin in enumerate((
                ORIGIN, "git@github.com:sample/meadow.git",
                "ssh://git@github.com/sample/meadow")):
            clone = make_clone(self.box, "c%d" % n, self.history,
                               origin=origin)
            result = self.good(self.server, *AS_OF, cwd=clone,
                               db="%d.db" % n)
            self.assertEqual(result.json["repo"]["full_name"],
                             "sample/meadow")
            self.assertEqual(result.metric(FREQUENCY)["count"], 8)
        self.check_failure(self.repo(self.server, cwd=self.box.work), 2,
                           "which repository", "OWNER/NAME")
        # Without an origin on a forge the clone is a repository of its own.
        nowhere = make_clone(self.box, "nowhere", self.history)
        result = self.good(self.server, *AS_OF, cwd=nowhere, db="n.db")
        self.assertEqual(result.json["repo"]["host"], "local")
        self.assertEqual(result.metric(FREQUENCY)["count"], 8)

    def test_empty(self):
        """No commits yet is an answer, not a failure."""
        for bare in (False, True):
            clone = make_clone(self.box, "empty%d" % bare, bare=bare)
            result = self.ask(clone, db="%d.db" % bare)
            stream = result.json["coverage"]["streams"]["git"]
            self.assertEqual((stream["complete"], stream["rows"]), (True, 0))
            metric = result.metric(FREQUENCY)
            self.assertEqual((metric["value"], metric["count"]), (0, 0))
            self.assertIsNone(result.value(QUIET))
            # And then there are some.
            add_history(self.box, clone, self.history)
            self.assertEqual(self.count(clone, db="%d.db" % bare), 8)

    def test_no_repository(self):
        for place, word in ((self.box.work, "no git repository"),
                            (self.box.path("missing"), "missing"),
                            ("/dev/null", "/dev/null")):
            result = self.repo(self.server, "sample/meadow", "--git", place)
            self.check_failure(result, 2, "--git: ", word)
        self.assertEqual(self.server.log, [])

    def test_clone_of_another(self):
        """Taken, as it may be a fork, but not without a word."""
        other = make_clone(self.box, "other", self.history,
                           origin="https://github.com/sample/fork.git")
        result = self.repo(self.server, "sample/meadow", *AS_OF,
                           "--git", other)
        self.assertIn("no remote of this clone is sample/meadow; its origin "
                      "is sample/fork", result.err)
        self.assertIsNotNone(result.value(FREQUENCY))
        git(self.box, "remote", "add", "upstream", ORIGIN, cwd=other)
        result = self.repo(self.server, "sample/meadow", *AS_OF,
                           "--git", other)
        self.assertNotIn("no remote", result.err)

    def test_shallow(self):
        """Asked for, a cut history is refused; come across, left out."""
        source = make_clone(self.box, "source", self.history, origin=ORIGIN)
        shallow = self.box.path("shallow")
        git(self.box, "clone", "-q", "--depth", "2", "file://" + source,
            shallow)
        git(self.box, "remote", "set-url", "origin", ORIGIN, cwd=shallow)
        result = self.repo(self.server, "sample/meadow", "-q", *AS_OF,
                           "--git", shallow)
        self.check_failure(result, 4, "shallow", "git fetch --unshallow")
        self.assertIs(result.json["coverage"]["complete"], False)
        metric = result.metric(FREQUENCY)
        self.assertIsNone(metric["value"])
        result = self.ask(None, "-q", cwd=shallow)
        metric = result.metric(FREQUENCY)
        self.assertIsNone(metric["value"])
        self.assertIn("git fetch --unshallow", metric["reason"])
        self.assertEqual(result.err, "")
        # Made whole, it is counted.
        git(self.box, "fetch", "-q", "--unshallow", "file://" + source,
            cwd=shallow)
        self.assertEqual(self.count(None, cwd=shallow), 8)

    def listed(self):
        """A server that lists one commit to the documentation."""
        repo = project()
        repo.commits = [commit("%040x" % 1, END - 5, ["docs/a.md"])]
        return self.hub(repo)

    def check_lists_are_asked(self, clone, *words, db):
        """It says that it lacks the clone, and asks the server instead."""
        server = self.listed()
        result = self.good(server, "sample/meadow", "-q", *AS_OF, cwd=clone,
                           db=db)
        self.assertNotEqual(asked(server, "/commits"), [])
        self.assertEqual(result.metric(FREQUENCY)["count"], 1)
        for word in words:
            self.assertIn(word, result.err)
        return result

    def test_treeless(self):
        """As a shallow one, but that it is refused before anyone is asked."""
        source = make_clone(self.box, "source", self.history)
        git(self.box, "config", "uploadpack.allowFilter", "true", cwd=source)
        for bare in (["--bare"], []):
            clone = self.box.path("treeless%d" % len(bare))
            git(self.box, "clone", "-q", *bare, "--filter=tree:0",
                "file://" + source, clone)
            git(self.box, "config", "remote.upstream.url", ORIGIN, cwd=clone)
            result = self.repo(self.server, "sample/meadow", "-q", *AS_OF,
                               "--git", clone)
            self.check_failure(
                result, 2, "--git: ", "treeless",
                "git fetch --refetch --filter=blob:none")
            self.assertEqual(self.server.log, [])
            result = self.check_lists_are_asked(clone,
                                                db="%d.db" % len(bare))
            self.assertEqual(result.err, "")
            self.assertIs(
                result.json["coverage"]["streams"]["git"]["complete"], False)
            result = self.command("doctor", None, "--offline", "-f", "json",
                                  cwd=clone)
            self.assertEqual(
                [(row["status"], "treeless" in row["found"])
                 for row in result.json["rows"] if row["check"] == "clone"],
                [("warn", True)], result)
        # What the message says, but for the configuration: enough for now.
        git(self.box, "fetch", "-q", "--refetch", "--filter=blob:none",
            cwd=clone)
        self.assertEqual(self.count(clone, "-q"), 8)
        self.assertEqual(self.count(None, cwd=clone, db="here.db"), 8)

    def test_missing_at_the_server(self):
        """A folder that is gone from a clone that is partial for another
        reason: fsck would not mind."""
        source = make_clone(self.box, "source", self.history)
        git(self.box, "config", "uploadpack.allowFilter", "true", cwd=source)
        clone = self.box.path("clone")
        git(self.box, "clone", "-q", "--bare", "--filter=tree:1",
            "file://" + source, clone)
        git(self.box, "config", "remote.origin.partialclonefilter",
            "blob:none", cwd=clone)
        result = self.repo(self.server, "sample/meadow", "-q", *AS_OF,
                           "--git", clone)
        self.check_failure(result, 4, "git fetch --refetch")
        self.assertNotIn("fsck", result.err)

    def test_formats(self):
        """What no libgit2 reads is refused at once when it is named, and does
        without when it is only come across."""
        remedies = {"refStorage = reftable":
                    "git refs migrate --ref-format=files",
                    "objectFormat = sha256": "SHA-256",
                    "fancyFormat = yes": "format"}
        for n, (line, remedy) in enumerate(remedies.items()):
            clone = make_clone(self.box, "c%d" % n, self.history,
                               origin=ORIGIN)
            with open(os.path.join(clone, ".git", "config"), "a") as file:
                file.write("[core]\n\trepositoryformatversion = 1\n"
                           "[extensions]\n\t%s\n" % line)
            with self.subTest(line):
                result = self.repo(self.server, "sample/meadow", "-q", *AS_OF,
                                   "--git", clone)
                self.check_failure(result, 2, "--git: ", "format", remedy)
                self.assertEqual(self.server.log, [])
                self.check_lists_are_asked(clone, "warning: ", remedy,
                                           db="%d.db" % n)

    def real(self, kind, remedy):
        """A repository as git makes it where it can; refused, with a remedy."""
        clone = self.box.path(kind)
        try:
            git(self.box, "init", "-q", kind, clone)
        except AssertionError:
            self.skipTest("this git is too old for " + kind)
        git(self.box, "commit", "-q", "--allow-empty", "-m", "one", cwd=clone)
        result = self.repo(self.server, "sample/meadow", "-q", *AS_OF,
                           "--git", clone)
        self.check_failure(result, 2, "--git: ", "format", remedy)
        return clone

    def test_real_sha256(self):
        self.real("--object-format=sha256", "SHA-256")

    def test_real_reftable(self):
        clone = self.real("--ref-format=reftable",
                          "git refs migrate --ref-format=files")
        try:
            git(self.box, "refs", "migrate", "--ref-format=files", cwd=clone)
        except AssertionError:
            self.skipTest("this git is too old to migrate reflogs")
        self.assertEqual(self.count(clone), 0)

    def test_foreign_owner(self):
        """Another user's repository is not trusted before git trusts it."""
        clone = make_clone(self.box, "clone", self.history, origin=ORIGIN)
        try:
            for folder, folders, files in os.walk(clone):
                for name in [folder] + [os.path.join(folder, n)
                                        for n in folders + files]:
                    os.lchown(name, 12345, 12345)
        except PermissionError:
            self.skipTest("only root can give files away")
        result = self.repo(self.server, "sample/meadow", "--git", clone)
        self.check_failure(result, 4, "another user", "safe.directory")
        # Only come across, it is a warning.
        result = self.ask(None, "-q", cwd=clone)
        self.assertEqual(len(result.lines), 1, result)
        self.assertIn("warning: ", result.err)
        self.assertIn("safe.directory", result.err)
        self.assertIn("cannot be read", result.metric(FREQUENCY)["reason"])
        # As the message says.
        self.box.write("home/.gitconfig",
                       "[safe]\n\tdirectory = %s\n" % clone)
        self.assertEqual(self.count(clone), 8)

    def test_damaged(self):
        """An object that is gone is told, and nothing half is kept."""
        clone = make_clone(self.box, "clone")
        stream = self.history.stream()
        git(self.box, "-c", "fastimport.unpackLimit=1000", "fast-import",
            "--quiet", cwd=clone, stdin=stream)
        lost = git(self.box, "rev-parse", "main~4", cwd=clone).strip()
        path = os.path.join(clone, ".git", "objects", lost[:2], lost[2:])
        kept = path + ".kept"
        os.rename(path, kept)
        result = self.repo(self.server, "sample/meadow", "-q", *AS_OF,
                           "--git", clone)
        self.check_failure(result, 4, "git fsck")
        self.assertIsNone(result.value(FREQUENCY))
        self.assertEqual(
            result.json["coverage"]["streams"]["git"]["rows"], 0)
        os.rename(kept, path)
        self.assertEqual(self.count(clone), 8)

    def test_detached_and_unusual_branch(self):
        made = History()
        for n in range(5):
            made.commit(END - (n + 1) * DAY, {"docs/a.md": str(n)},
                        branch="refs/heads/\u00fcber/trunk")
        clone = make_clone(self.box, "clone", made)
        git(self.box, "symbolic-ref", "HEAD", "refs/heads/\u00fcber/trunk",
            cwd=clone)
        self.assertEqual(self.count(clone), 5)
        git(self.box, "checkout", "-q", "--detach", "HEAD~2", cwd=clone)
        self.assertEqual(self.count(clone), 3)


if __name__ == "__main__":
    unittest.main()
