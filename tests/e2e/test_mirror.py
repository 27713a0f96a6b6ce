#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""--clone: a clone of our own, made by git, of what is on no disk yet."""
import os
import shutil
import signal
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository, commit  # noqa: E402
from harness import (Case, History, add_history, asked, at,  # noqa: E402
                     eventually, git, make_clone)

NAME = "sample/meadow"
DAY = 86400
END = at("2026-03-01")
AS_OF = ("--as-of", "2026-03-01")
FREQUENCY = "doc_update_frequency"
TOKEN = "ghs_s3cret"


class MirrorCase(Case):
    def setUp(self):
        super().setUp()
        self.source = Repository("sample", "meadow",
                                 created="2020-01-01T00:00:00Z")
        self.source.commits = [commit("%040x" % 1, END - 5, ["docs/a"])]
        self.server = self.hub(self.source)
        self.history = History()
        for n in range(12):
            self.history.commit(END - (20 - n) * DAY,
                                {"docs/%d.md" % n: "%d" % n,
                                 ".mailmap": "Ann <ann@one.example>\n"})
        self.origin = make_clone(self.box, "origin.git", self.history,
                                 bare=True)
        git(self.box, "config", "uploadpack.allowFilter", "true",
            cwd=self.origin)
        git(self.box, "config", "uploadpack.allowAnySHA1InWant", "true",
            cwd=self.origin)
        self.mirror = os.path.join(
            self.box.env["XDG_CACHE_HOME"],
            "healthscan/clones/github.com/sample/meadow.git")
        self.box.env.update({
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "url.file://%s.insteadOf" % self.origin,
            "GIT_CONFIG_VALUE_0": "https://github.com/sample/meadow.git"})

    def ask(self, *args, **more):
        return self.good(self.server, NAME, *AS_OF, "--clone", *args, **more)

    def set(self, config):
        """The user's configuration, beside where the clone comes from."""
        for key, value in config.items():
            n = int(self.box.env["GIT_CONFIG_COUNT"])
            self.box.env.update({
                "GIT_CONFIG_COUNT": str(n + 1),
                "GIT_CONFIG_KEY_%d" % n: key,
                "GIT_CONFIG_VALUE_%d" % n: value})


class TestMirror(MirrorCase):
    """What is read of it."""

    def test_as_of_a_clone(self):
        exact = self.good(self.server, NAME, *AS_OF, "--git", self.origin,
                          db="git.db")
        self.server.forget()
        self.assertEqual(self.ask().bytes, exact.bytes)
        self.assertEqual(exact.metric(FREQUENCY)["count"], 12)
        # The forge is not asked for what the clone tells.
        self.assertEqual(asked(self.server, "/commits"), [])
        # Of what files contain there is but the .mailmap.
        kinds = git(self.box, "cat-file", "--batch-all-objects",
                    "--batch-check=%(objecttype)", cwd=self.mirror).split()
        self.assertEqual((kinds.count("commit"), kinds.count("blob")),
                         (12, 1))
        self.assertEqual(self.ask("--offline").bytes, exact.bytes)

    def test_it_is_kept_up_to_date(self):
        self.ask()
        self.history.commit(END - 3 * DAY, {"docs/new.md": "x"})
        add_history(self.box, self.origin, self.history)
        result = self.ask()
        self.assertEqual(result.metric(FREQUENCY)["count"], 13)
        # The default branch goes by another name, and history by itself.
        git(self.box, "branch", "-m", "main", "trunk", cwd=self.origin)
        self.source.meta["default_branch"] = "trunk"
        again = self.ask()
        self.assertEqual(again.metric(FREQUENCY)["count"], 13)
        self.assertIn("trunk",
                      again.json["coverage"]["streams"]["git"]["note"])

    def test_whatever_is_configured(self):
        """What somebody wants for new repositories is not for this one; a git
        that does not know a setting yet passes it over."""
        plain = dict(self.box.env)
        cases = [({"init.defaultRefFormat": "reftable",
                   "safe.bareRepository": "explicit"}, {}),
                 ({"feature.experimental": "true",
                   "init.defaultObjectFormat": "sha256",
                   "init.defaultSubmodulePathConfig": "true"}, {}),
                 ({}, {"GIT_DEFAULT_REF_FORMAT": "reftable",
                       "GIT_DEFAULT_HASH": "sha256",
                       "GIT_TEMPLATE_DIR": self.box.path("template")})]
        self.box.write("template/config", "[core]\n"
                       "\trepositoryformatversion = 1\n"
                       "[extensions]\n\tfancy = yes\n")
        for n, (config, env) in enumerate(cases):
            with self.subTest(config=config, env=env):
                self.box.env = {**plain, **env}
                self.set(config)
                result = self.ask(db="%d.db" % n)
                self.assertEqual(result.metric(FREQUENCY)["count"], 12)
                # Without the setting, and anew with it.
                self.assertEqual(git(
                    self.box, "--git-dir", self.mirror, "rev-parse",
                    "--show-object-format").strip(), "sha1")
                self.box.env, with_it = dict(plain), self.box.env
                result = self.ask(db="%d-again.db" % n)
                self.assertEqual(result.metric(FREQUENCY)["count"], 12)
                self.box.env = with_it
                self.ask("--offline", db="%d.db" % n)
            shutil.rmtree(self.mirror)

    def test_one_that_cannot_be_opened(self):
        """As an older healthscan has made it where the user wanted reftables:
        made anew, and said once."""
        first = self.ask()
        config = os.path.join(self.mirror, "config")
        for n, text in enumerate((
                "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
                "[extensions]\n\trefStorage = reftable\n",
                "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
                "[extensions]\n\tobjectFormat = sha256\n",
                "[core\n")):
            with open(config, "w") as file:
                file.write(text)
            db = "%d.db" % n
            # Without the server there is nothing to make it from.
            self.good(self.server, NAME, *AS_OF, "--no-git", db=db)
            result = self.repo(None, NAME, "-q", *AS_OF, "--clone",
                               "--offline", db=db)
            self.check_failure(result, 4, self.mirror)
            result = self.repo(self.server, NAME, "-q", *AS_OF, "--clone",
                               db=db)
            self.assertEqual((result.code, len(result.lines)), (0, 1), result)
            self.assertIn("--clone: it is made anew", result.err)
            self.assertEqual(result.metric(FREQUENCY)["count"], 12)
            self.assertEqual(self.ask("-q", db=db).err, "")
        self.assertEqual(self.ask().bytes, first.bytes)

    def test_what_is_not_ours_is_kept(self):
        """A link to a clone of the user's: the link goes, the clone stays."""
        theirs = make_clone(self.box, "theirs", self.history, bare=True)
        config = os.path.join(theirs, "config")
        with open(config, "a") as file:
            file.write("[core]\n\trepositoryformatversion = 1\n"
                       "[extensions]\n\tfancy = yes\n")
        os.makedirs(os.path.dirname(self.mirror))
        os.symlink(theirs, self.mirror)
        result = self.ask("-q")
        self.assertEqual(result.metric(FREQUENCY)["count"], 12)
        self.assertTrue(os.path.exists(config))
        self.assertFalse(os.path.islink(self.mirror))

    def test_its_head_may_be_old(self):
        """As that of a clone which git has not pointed elsewhere."""
        self.ask()
        git(self.box, "update-ref", "refs/heads/old", "main~8",
            cwd=self.mirror)
        git(self.box, "symbolic-ref", "HEAD", "refs/heads/old",
            cwd=self.mirror)
        result = self.ask("--offline")
        self.assertEqual(result.metric(FREQUENCY)["count"], 12)
        stream = result.json["coverage"]["streams"]["git"]
        self.assertEqual(stream["head"], "refs/heads/main")
        self.assertIs(stream["default_branch"], True)

    def test_a_default_branch_that_is_none(self):
        """What the forge tells is no name, or of no branch: git is not given
        it, and the clone stays whole."""
        self.ask()
        for branch in ("../..", "-x", "--upload-pack=touch x", "a\x7f",
                       "HEAD", "gone"):
            self.source.meta["default_branch"] = branch
            result = self.repo(self.server, NAME, "-q", *AS_OF, "--clone")
            self.assertEqual(result.code, 0, result)
            self.assertIn("the default branch is", result.err)
            stream = result.json["coverage"]["streams"]["git"]
            self.assertIs(stream["default_branch"], False, branch)
            self.assertEqual(result.metric(FREQUENCY)["count"], 12, branch)
        self.source.meta["default_branch"] = "main"
        self.assertEqual(self.ask().metric(FREQUENCY)["count"], 12)

    def test_a_clone_at_hand_comes_first(self):
        result = self.ask("--git", self.origin)
        self.assertEqual(result.metric(FREQUENCY)["count"], 12)
        self.assertFalse(os.path.exists(self.mirror))

    def test_not_in_another_repository(self):
        """Within a hook the environment names the repository of the hook."""
        theirs = History()
        theirs.commit(END - DAY, {"mine": "x"}, branch="refs/heads/mine")
        other = make_clone(self.box, "other.git", theirs, bare=True)
        before = git(self.box, "for-each-ref", cwd=other)
        config = git(self.box, "config", "--list", "--local", cwd=other)
        result = self.ask(env={
            "GIT_DIR": other, "GIT_WORK_TREE": self.box.work,
            "GIT_INDEX_FILE": self.box.path("index"),
            "GIT_OBJECT_DIRECTORY": os.path.join(other, "objects"),
            "GIT_NAMESPACE": "theirs"})
        self.assertEqual(result.metric(FREQUENCY)["count"], 12)
        self.assertTrue(os.path.isdir(self.mirror))
        self.assertEqual(git(self.box, "for-each-ref", cwd=other), before)
        self.assertEqual(git(self.box, "config", "--list", "--local",
                             cwd=other), config)


class TestRefused(MirrorCase):
    """Where there is none, and what is not sent."""

    def test_nothing_to_clone_from(self):
        """The rest is told, and why this is not."""
        shutil.rmtree(self.origin)
        result = self.repo(self.server, NAME, "-q", *AS_OF, "--clone")
        self.check_failure(result, 4, "--clone", "git failed")
        self.assertIsNone(result.metric(FREQUENCY)["value"])
        self.assertIn("--clone", result.metric(FREQUENCY)["reason"])
        self.assertEqual(result.metric("pr_merge_cycle")["reason"],
                         "no samples")

    def test_no_git(self):
        result = self.repo(self.server, NAME, "-q", *AS_OF, "--clone",
                           env={"PATH": self.box.path("nowhere")})
        self.check_failure(result, 4, "git cannot be run", "install it")

    def test_contradiction(self):
        result = self.repo(self.server, NAME, "--clone", "--no-git")
        self.assertEqual(result.code, 2, result)
        self.assertIn("--clone and --no-git contradict", result.err)

    def test_no_token_on_its_way(self):
        """What git is called with is for all to see."""
        log = self.box.path("argv")
        self.box.write("bin/git", "#!/bin/sh\nprintf '%%s\\n' \"$@\" >>'%s'\n"
                       "exec '%s' \"$@\"\n" % (log, shutil.which("git")),
                       mode=0o755)
        self.ask("-vv", token=TOKEN, env={
            "PATH": self.box.path("bin") + ":" + self.box.env["PATH"]})
        with open(log, encoding="utf-8") as file:
            words = file.read().split("\n")
        self.assertIn("https://github.com/sample/meadow.git", words)
        self.assertEqual(self.box.grep(TOKEN), [])

    def test_interrupted(self):
        """git is told to stop, and the next run goes on."""
        self.box.write("bin/git", "#!/bin/sh\ncase \"$*\" in *fetch*)\n"
                       "trap 'touch \"%s\"; exit 1' TERM\n"
                       "touch '%s'; sleep 30 & wait;; esac\nexec '%s' \"$@\"\n"
                       % (self.box.path("ended"), self.box.path("begun"),
                          shutil.which("git")), mode=0o755)
        process = self.box.start(
            "repo", NAME, *AS_OF, "--clone", "--db", self.box.path("store.db"),
            "--api-url", self.server.url,
            env={"PATH": self.box.path("bin") + ":" + self.box.env["PATH"]})
        eventually(lambda: os.path.exists(self.box.path("begun")), "fetch")
        process.send_signal(signal.SIGINT)
        result = self.box.wait(process)
        self.assertEqual(result.code, 130, result)
        self.assertTrue(os.path.exists(self.box.path("ended")))
        self.assertEqual(self.ask().metric(FREQUENCY)["count"], 12)


class TestBroken(MirrorCase):
    """What a run that ended has left, and others beside it."""

    def test_one_that_git_cannot_go_on_with(self):
        """A power cut, or a run that was killed, has left it like that: made
        anew, said once, and good from then on."""
        first = self.ask()

        def write(name, text=""):
            with open(os.path.join(self.mirror, name), "w") as file:
                file.write(text)

        def by_a_file():
            shutil.rmtree(self.mirror)
            with open(self.mirror, "w"):
                pass

        def by_a_link():
            shutil.rmtree(self.mirror)
            os.symlink(self.box.path("nowhere"), self.mirror)

        def half_a_pack():
            folder = os.path.join(self.mirror, "objects", "pack")
            for name in os.listdir(folder):
                if name.endswith(".pack"):
                    os.chmod(os.path.join(folder, name), 0o600)
                    os.truncate(os.path.join(folder, name), 100)

        spoil = {
            "HEAD": lambda: write("HEAD"),
            "ref": lambda: write("refs/heads/main"),
            "packed-refs": lambda: write("packed-refs", "\1\2"),
            "config.lock": lambda: write("config.lock"),
            "HEAD.lock": lambda: write("HEAD.lock"),
            "file": by_a_file, "link": by_a_link, "pack": half_a_pack}
        for name, do in spoil.items():
            with self.subTest(name):
                do()
                result = self.ask("-q")
                self.assertEqual(len(result.lines), 1, result)
                self.assertIn("the clone was made anew", result.err)
                self.assertEqual(self.ask("-q").err, "")
                self.assertFalse(os.path.exists(self.mirror + ".new"))
                self.assertEqual(self.ask("--offline").bytes, first.bytes)

    def test_the_old_one_stays(self):
        """Where there is no other one to be had."""
        first = self.ask()
        gone = self.origin + ".gone"
        os.rename(self.origin, gone)
        result = self.repo(self.server, NAME, "-q", *AS_OF, "--clone")
        self.check_failure(result, 4, "--clone: git failed", "fatal: ")
        self.assertEqual(sorted(os.listdir(os.path.dirname(self.mirror))),
                         ["meadow.git", "meadow.git.lock"])
        os.rename(gone, self.origin)
        self.assertEqual(self.ask("-q").err, "")
        self.assertEqual(self.ask("--offline").bytes, first.bytes)

    def test_several_at_once(self):
        """Each waits for the one before: git gives up instead."""
        runs = [self.box.start(
            "repo", NAME, *AS_OF, "-q", "-f", "json", "--clone", "--db",
            self.box.path("%d.db" % n), "--api-url", self.server.url)
                for n in range(5)]
        for run in runs:
            result = self.box.wait(run)
            self.assertEqual((result.code, result.err), (0, ""), result)
            self.assertEqual(result.metric(FREQUENCY)["count"], 12)

    def test_what_a_hook_runs_in(self):
        """Variables of git's own, and hooks that the user has for all."""
        settings = self.box.write("theirs", "[user]\n\tname = Ann\n")
        self.box.write("hooks/reference-transaction", "#!/bin/sh\nexit 1\n",
                       mode=0o755)
        self.set({"core.hooksPath": self.box.path("hooks")})
        for n in range(2):
            result = self.ask("-q", env={
                "GIT_CONFIG": settings,
                "GIT_QUARANTINE_PATH": self.box.path("quarantine")})
            self.assertEqual(result.metric(FREQUENCY)["count"], 12)
        with open(settings, encoding="ascii") as file:
            self.assertEqual(file.read(), "[user]\n\tname = Ann\n")

    def test_what_git_says(self):
        """What went wrong, whole, and not the advice that follows it."""
        result = self.repo(self.server, NAME, "-q", *AS_OF, "--clone", env={
            "GIT_SSH_COMMAND": "false",
            "GIT_CONFIG_KEY_0": "url.ssh://git@x.example/.insteadOf",
            "GIT_CONFIG_VALUE_0": "https://github.com/"})
        self.check_failure(result, 4, "fatal: Could not read from remote")
        long = "/".join(["a-long-name"] * 12)
        self.box.write("bin/git", "#!/bin/sh\necho 'fatal: unable to access "
                       "%s: the reason' >&2\nexit 128\n" % long, mode=0o755)
        result = self.repo(self.server, NAME, "-q", *AS_OF, "--clone", env={
            "PATH": self.box.path("bin") + ":" + self.box.env["PATH"]})
        self.check_failure(result, 4, ": the reason")

    def test_of_a_scan(self):
        result = self.command("scan", self.server, NAME, *AS_OF, "--clone",
                              "-f", "json")
        self.assertEqual(result.code, 0, result)
        offline = self.good(None, NAME, *AS_OF, "--offline")
        self.assertEqual(offline.metric(FREQUENCY)["count"], 12)


if __name__ == "__main__":
    unittest.main()
