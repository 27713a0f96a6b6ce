#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whose commits they are: those of the branch that the forge calls default,
whatever is checked out, or a word that they are not."""
import os
import sqlite3
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from digests import amend  # noqa: E402
from fake_github import Repository, pull  # noqa: E402
from harness import (SOURCE, Case, History, add_history, at, git,  # noqa: E402
                     make_clone)

NAME = "sample/meadow"
ORIGIN = "https://github.com/sample/meadow.git"
DAY = 86400
END = at("2026-03-01")
AS_OF = ("--as-of", "2026-03-01", "--bots", "include")
FREQUENCY, QUIET, COMMITS = ("doc_update_frequency", "doc_quiet_weeks",
                             "commit_frequency")
# Sixteen in thirty days are enough, fifteen are not.
POLICY = ("-m", FREQUENCY, "--threshold", FREQUENCY + ".healthy=3.6",
          "--fail-on", "watch")
MAIN, MASTER = "refs/remotes/origin/main", "refs/remotes/origin/master"


def documented(count, branch="refs/heads/main"):
    """So many commits to the documentation, one a day."""
    history = History()
    for n in range(count):
        history.commit(END - (20 - n) * DAY, {"docs/%d.md" % n: "%d" % n},
                       branch=branch)
    return history


class HeadCase(Case):
    def setUp(self):
        super().setUp()
        self.source = Repository("sample", "meadow",
                                 created="2020-01-01T00:00:00Z")
        self.server = self.hub(self.source)
        # What the forge has: fifteen commits, and a pull request on top.
        self.history = documented(15)
        self.forge = make_clone(self.box, "forge", self.history)
        self.history.commit(END - DAY, {"docs/mine.md": "x"}, [15],
                            branch="refs/pull/7/merge")
        add_history(self.box, self.forge, self.history)
        for name, commit in (("five", "main~10"), ("thirteen", "main~2")):
            git(self.box, "branch", name, commit, cwd=self.forge)

    def made(self, *fetched, origin=ORIGIN, checkout=None, name="clone"):
        """A clone of which these refs were fetched, "FROM:TO"."""
        clone = make_clone(self.box, name, origin=origin)
        if fetched:
            git(self.box, "fetch", "-q", self.forge,
                *["+" + rule for rule in fetched], cwd=clone)
        if checkout:
            git(self.box, "checkout", "-q", "--detach", checkout, cwd=clone)
        return clone

    def of_a_pull_request(self, *more, name="clone"):
        """As a workflow checks one out."""
        ref = "refs/remotes/pull/7/merge"
        return self.made("refs/pull/7/merge:" + ref, *more, checkout=ref,
                         name=name)

    def of_old(self, *more):
        """Made when the branch was called master and had five commits."""
        clone = self.made("five:" + MASTER, *more, checkout=MASTER)
        git(self.box, "symbolic-ref", "refs/remotes/origin/HEAD", MASTER,
            cwd=clone)
        return clone

    def ask(self, clone, *args, hub="server", **more):
        where = ("--git", clone) if clone else ()
        return self.repo(self.server if hub else None, NAME, "-q", *AS_OF,
                         *where, *args, **more)

    def gate(self, clone, *args, hub="server", **more):
        where = ("--git", clone) if clone else ()
        return self.command("check", self.server if hub else None, NAME, "-q",
                            *AS_OF, *where, *(args or POLICY), **more)

    def stream(self, result):
        return result.json["coverage"]["streams"]["git"]

    def check_default(self, result, ref=MAIN, count=15, err=""):
        self.assertEqual((result.code, result.err), (0, err), result)
        self.assertEqual(result.metric(FREQUENCY)["count"], count)
        self.assertEqual(self.stream(result)["rows"], count)
        self.assertEqual(self.stream(result)["head"], ref)
        self.assertIs(self.stream(result)["default_branch"], True)
        self.assertNotIn("default branch", self.stream(result)["note"])
        self.assertIsNone(result.metric(FREQUENCY)["reason"])

    def check_other(self, result, ref, count, branch="main"):
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.metric(FREQUENCY)["count"], count)
        self.assertEqual(self.stream(result)["head"], ref)
        self.assertIs(self.stream(result)["default_branch"], False)
        self.assertIn("not the default branch " + branch,
                      self.stream(result)["note"])
        metric = result.metric(FREQUENCY)
        self.assertEqual(metric["status"], "unknown")
        self.assertEqual(metric["reason"],
                         "the commits are those of %s, not of the default "
                         "branch %s" % (ref, branch))
        self.assertIsNone(result.metric(COMMITS)["baseline"] and
                          result.metric(COMMITS)["baseline"]["deviation"])

    def check_undecided(self, result, *words):
        self.assertEqual(result.code, 3, result)
        for word in words or (FREQUENCY + ": the commits are those of",):
            self.assertIn(word, result.out.decode())


class TestPullRequest(HeadCase):
    def test_alone(self):
        """It must not pass by its own commit: 16 would, 15 do not."""
        clone = self.of_a_pull_request()
        result = self.ask(clone)
        self.check_other(result, "HEAD", 16)
        self.assertIn(
            "warning: sample/meadow: the default branch is 'main', and the "
            "clone has no commit at refs/remotes/origin/main: commits are "
            "counted from HEAD at ", result.err)
        self.assertIn("run there: git fetch origin +refs/heads/main:"
                      "refs/remotes/origin/main", result.err)
        self.check_undecided(self.gate(clone))
        # Without names, too: what was read decides nothing.
        self.check_undecided(self.gate(clone, "--fail-on", "risk"))
        self.assertEqual(self.gate(clone, *POLICY, "--allow-unknown").code, 0)
        gate = self.gate(clone, *POLICY, "-f", "json").json["gate"]
        self.assertIsNone(gate["passed"])
        self.assertEqual([row["finding"] for row in gate["undecided"]],
                         ["other_head"])

    def test_what_else_fails(self):
        """Commits decide nothing, other things do."""
        clone = self.of_a_pull_request()
        for n in range(6):
            self.source.items.append(pull(n + 1, END - 20 * DAY,
                                          merged=END - (9 - n) * DAY))
        result = self.gate(clone, *POLICY, "-m", "pr_merge_cycle")
        self.assertEqual(result.code, 1, result)
        self.assertIn(b"failed     pr_merge_cycle", result.out)
        self.assertIn(b"undecided  " + FREQUENCY.encode(), result.out)

    def test_with_its_target(self):
        clone = self.of_a_pull_request("main:" + MAIN)
        self.check_default(self.ask(clone))
        self.assertEqual(self.gate(clone).code, 1)
        # In the clone, without its name.
        result = self.repo(self.server, NAME, "-q", *AS_OF, cwd=clone,
                           db="here.db")
        self.check_default(result)

    def test_in_the_clone(self):
        clone = self.of_a_pull_request()
        result = self.repo(self.server, NAME, "-q", *AS_OF, cwd=clone)
        self.check_other(result, "HEAD", 16)
        self.check_undecided(self.command("check", self.server, NAME, *AS_OF,
                                          *POLICY, cwd=clone))

    def test_nothing_passed(self):
        """What an undecided run has seen is no mark for a later one."""
        clone = self.of_a_pull_request()
        ratchet = ("--fail-on", "regression", "-m", FREQUENCY)
        self.assertEqual(self.gate(clone, *ratchet, "--allow-unknown").code, 0)
        git(self.box, "fetch", "-q", self.forge, "+main:" + MAIN, cwd=clone)
        self.assertEqual(self.gate(clone, *ratchet).code, 0)

    def test_every_format_says_so(self):
        clone = self.of_a_pull_request()
        for name in ("table", "markdown", "html"):
            shown = self.command("repo", self.server, NAME, "-q", *AS_OF,
                                 "--git", clone, "-f", name, "-o", "-")
            text = " ".join(shown.out.decode().replace("\\", "").split())
            self.assertIn("not the default branch main", text, name)
            self.assertIn("the commits are those of HEAD", text, name)
        shown = self.command("explain", self.server, FREQUENCY, NAME, *AS_OF,
                             "--git", clone)
        self.assertIn("; the commits are those of HEAD",
                      " ".join(shown.out.decode().split()))
        self.assertNotIn(b"low n", shown.out)


class TestRenamedBranch(HeadCase):
    def test_fetched_since(self):
        """origin/HEAD is old, origin/main is there and ahead."""
        clone = self.of_old("main:" + MAIN)
        self.check_default(self.ask(clone))
        self.assertEqual(self.gate(clone).code, 1)

    def test_not_fetched_since(self):
        clone = self.of_old()
        result = self.ask(clone)
        self.check_other(result, MASTER, 5)
        self.assertIn("counted from refs/remotes/origin/master", result.err)
        self.check_undecided(self.gate(clone))

    def test_between_runs(self):
        """What the store has is of the old branch, until a clone is read."""
        clone = self.of_old()
        self.source.meta["default_branch"] = "master"
        self.check_default(self.ask(clone), MASTER, 5)
        self.source.meta["default_branch"] = "main"
        # Nothing at hand but the store: what it has is of the other branch.
        told = self.ask(None, "--no-git")
        self.check_other(told, MASTER, 5)
        self.check_other(self.ask(None, "--offline", hub=None), MASTER, 5)
        self.check_undecided(self.gate(None, *POLICY, "--offline", hub=None))
        git(self.box, "fetch", "-q", self.forge, "+main:" + MAIN, cwd=clone)
        self.check_default(self.ask(clone))
        self.check_default(self.ask(None, "--offline", hub=None))

    def test_to_a_branch_beside_it(self):
        """The new one does not hold the commits of the old one."""
        self.history.commit(END - 3 * DAY, {"docs/side.md": "x"}, [4],
                            branch="refs/heads/side")
        add_history(self.box, self.forge, self.history)
        clone = self.made("main:" + MAIN, "side:refs/remotes/origin/side")
        self.check_default(self.ask(clone))
        self.source.meta["default_branch"] = "side"
        self.check_default(self.ask(clone), "refs/remotes/origin/side", 5)
        self.source.meta["default_branch"] = "main"
        self.check_default(self.ask(clone))

    def test_offline(self):
        """What the store knows the branch to be counts as told."""
        clone = self.of_old("main:" + MAIN)
        self.good(self.server, NAME, "--no-git")
        result = self.ask(clone, "--offline", hub=None)
        self.check_default(result)
        git(self.box, "update-ref", "-d", MAIN, cwd=clone)
        self.check_other(self.ask(clone, "--offline", hub=None), MASTER, 5)

    def test_alerts(self):
        """A head that nobody works on any more raises none, and clears
        none."""
        quiet = ("--threshold", QUIET + ".risk=1", "-m", QUIET)
        clone = self.of_old()
        self.assertEqual(self.ask(clone, *quiet).json["alerts"], [])
        git(self.box, "fetch", "-q", self.forge, "+thirteen:" + MAIN, cwd=clone)
        firing = self.ask(clone, *quiet).json["alerts"]
        self.assertEqual([alert["state"] for alert in firing], ["firing"])
        other = self.of_a_pull_request(name="pull")
        for hour in range(1, 8):
            still = self.repo(self.server, NAME, "-q", "--as-of",
                              "2026-03-01T0%d:00:00Z" % hour, "--bots",
                              "include", "--git", other, *quiet).json["alerts"]
            self.assertEqual([alert["state"] for alert in still], ["firing"])

    def test_of_a_scan(self):
        clone = self.of_old()
        self.good(self.server, NAME, "--no-git")
        result = self.command("scan", self.server, NAME, *AS_OF, "-q",
                              "--git-root", self.box.work, "-f", "ndjson",
                              cwd=clone)
        self.assertIn("the default branch is 'main'", result.err)
        self.assertIn(b'"default_branch":false', result.out)
        git(self.box, "fetch", "-q", self.forge, "+main:" + MAIN, cwd=clone)
        result = self.command("scan", self.server, NAME, *AS_OF, "-q",
                              "--git-root", self.box.work, "-f", "ndjson",
                              cwd=clone)
        self.assertNotIn("default branch", result.err)
        self.assertIn(b'"default_branch":true', result.out)


class TestRemotes(HeadCase):
    def test_upstream(self):
        """origin is a fork's."""
        clone = self.made("main:refs/remotes/upstream/main",
                          "five:" + MAIN,
                          origin="https://github.com/me/meadow.git")
        git(self.box, "remote", "add", "upstream",
            "git@github.com:Sample/Meadow.git", cwd=clone)
        self.check_default(self.ask(clone), "refs/remotes/upstream/main")

    def test_a_fork(self):
        """Its history is shown, for the user said so, and decides nothing."""
        clone = self.made("main:" + MAIN, checkout=MAIN,
                          origin="https://github.com/me/meadow.git")
        result = self.ask(clone)
        self.check_other(result, "HEAD", 15)
        self.assertIn("no remote that tells which commit that is", result.err)
        self.check_undecided(self.gate(clone))

    def test_no_remote(self):
        """A repository that is no clone has its own branches."""
        self.check_default(self.ask(self.forge), "refs/heads/main")
        git(self.box, "checkout", "-q", "--detach", "main~3", cwd=self.forge)
        self.check_default(self.ask(self.forge), "refs/heads/main")

    def test_bare(self):
        clone = self.box.path("bare")
        git(self.box, "clone", "-q", "--mirror", self.forge, clone)
        git(self.box, "remote", "set-url", "origin", ORIGIN, cwd=clone)
        git(self.box, "update-ref", "refs/heads/old", "main~10", cwd=clone)
        git(self.box, "symbolic-ref", "HEAD", "refs/heads/old", cwd=clone)
        self.check_default(self.ask(clone), "refs/heads/main")
        git(self.box, "update-ref", "-d", "refs/heads/main", cwd=clone)
        result = self.ask(clone)
        self.check_other(result, "refs/heads/old", 5)
        self.assertIn("no commit at refs/heads/main", result.err)

    def test_renamed_repository(self):
        """It is asked for by its old name, which the remote has too."""
        clone = self.of_old("main:" + MAIN)
        self.source.rename("sample", "pasture")
        result = self.ask(clone)
        self.check_default(
            result, err="healthscan: warning: sample/meadow is sample/pasture "
            "now; use that name\n")
        self.assertEqual(result.json["repo"]["full_name"], "sample/pasture")


class TestNames(HeadCase):
    def test_odd_names(self):
        for number, branch in enumerate(
                ("feature/x", "caf\u00e9", "$(id)", "it's", "a;b&c|d")):
            ref = "refs/remotes/origin/" + branch
            clone = self.made("main:" + ref, name="clone%d" % number)
            self.source.meta["default_branch"] = branch
            self.check_default(self.ask(clone, db="%d.db" % number), ref)

    def test_hostile_names(self):
        """No ref, no option, no command, and nothing raw on the screen."""
        clone = self.of_old("main:" + MAIN)
        for number, branch in enumerate(
                ("..", "../../heads/main", "-x", "--upload-pack=touch x",
                 "HEAD", "main\0x", "main\n", "\x1b[31mmain", "main\x7f",
                 "a b", "x" * 5000, "", "\u202emain", "main.lock",
                 "$(touch x)", "'; touch x; '", "@{upstream}", "refs/heads/"
                 "main")):
            self.source.meta["default_branch"] = branch
            with self.subTest(branch=branch[:40]):
                result = self.ask(clone, db="h%d.db" % number)
                self.assertEqual(result.code, 0, result)
                self.assertEqual(result.metric(FREQUENCY)["count"], 5)
                self.assertIs(self.stream(result)["default_branch"], False)
                self.assertIn("the default branch is", result.err)
                self.assertEqual(result.err.count("\n"), 1)
                for raw in ("\x1b", "\x7f", "\0", "\u202e"):
                    self.assertNotIn(raw, result.err)
                self.assertNotIn("git fetch origin", result.err.replace(
                    "git fetch origin +refs/heads/refs/heads/main:refs/"
                    "remotes/origin/refs/heads/main", ""))
                self.check_undecided(self.gate(clone, db="h%d.db" % number))

    def test_refs_of_every_kind(self):
        """A tag of that name, symbolic and dangling refs."""
        clone = self.of_old()
        git(self.box, "tag", "main", cwd=clone)
        self.check_other(self.ask(clone), MASTER, 5)
        git(self.box, "symbolic-ref", MAIN, MASTER + "x", cwd=clone)
        self.check_other(self.ask(clone), MASTER, 5)
        git(self.box, "fetch", "-q", self.forge,
            "main:refs/remotes/origin/there", cwd=clone)
        git(self.box, "symbolic-ref", MAIN, "refs/remotes/origin/there",
            cwd=clone)
        self.check_default(self.ask(clone), "refs/remotes/origin/there")

    def test_none(self):
        """Where the forge does not tell, all is as it was."""
        clone = self.of_old("main:" + MAIN)
        self.source.meta["default_branch"] = None
        result = self.ask(clone)
        self.assertEqual((result.code, result.err), (0, ""), result)
        self.assertEqual(result.metric(FREQUENCY)["count"], 5)
        self.assertIsNone(self.stream(result)["default_branch"])
        self.assertEqual(self.stream(result)["head"], MASTER)
        self.assertIn(self.gate(clone).code, (0, 1))

    def test_nothing_fetched(self):
        clone = self.made()
        result = self.ask(clone)
        self.assertEqual(result.code, 0, result)
        self.assertIn("no commits are counted", result.err)
        self.assertIsNone(self.stream(result)["head"])
        self.assertIs(self.stream(result)["default_branch"], False)
        self.check_undecided(self.gate(clone), "the clone had no commit of "
                                               "the default branch main")


class TestStore(HeadCase):
    def store_of_schema_7(self, ref):
        """As the version before has left it: five commits of `ref`."""
        path = self.box.path("old.db")
        with sqlite3.connect(path) as db:
            folder = os.path.join(SOURCE, "queries", "schema")
            for name in sorted(os.listdir(folder))[:7]:
                with open(os.path.join(folder, name)) as file:
                    db.executescript(file.read())
            db.execute("PRAGMA application_id = 1752392558")
            db.execute("PRAGMA user_version = 7")
            db.execute("INSERT INTO repo VALUES (1, 'github.com', 1000, "
                       "'sample/meadow', 'main', 0, 0, 1, 0, 0)")
            db.execute("INSERT INTO git_head VALUES (1, zeroblob(20), ?, '', "
                       "zeroblob(20), 5)", [ref])
        db.close()
        return path

    def test_migration(self):
        """What origin/HEAD led to is known, what HEAD led to is not."""
        for ref, branch in ((MAIN, "main"), (MASTER, None), ("HEAD", None),
                            ("refs/heads/main", None)):
            path = self.store_of_schema_7(ref)
            result = self.run_program("db", "info", "--db", path)
            self.assertEqual(result.code, 0, result)
            self.command("repo", None, NAME, "--offline", db="old.db")
            with sqlite3.connect(path) as db:
                self.assertEqual(db.execute(
                    "SELECT branch FROM git_head").fetchall(), [(branch,)])
            db.close()
            os.remove(path)

    def test_of_an_older_version(self):
        """Where the store has not kept which branch it was, nothing is judged
        until the clone is read again, but for what origin/HEAD told."""
        clone = self.of_old("main:" + MAIN)
        self.check_default(self.ask(clone))
        amend(self.box.path("store.db"), "git_head", "branch = NULL")
        told = self.ask(None, "--offline", hub=None)
        self.assertIsNone(self.stream(told)["default_branch"])
        self.assertIn("not known to be the default branch main",
                      self.stream(told)["note"])
        self.check_undecided(self.gate(None, *POLICY, "--offline", hub=None),
                             "not known to be of the default branch main")
        self.check_default(self.ask(clone))


if __name__ == "__main__":
    unittest.main()
