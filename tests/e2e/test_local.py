#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What clones are called, and that every name that is printed is accepted: by
what asks a forge, by what only looks into the store, by what forgets."""
import os
import shutil
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository, pull  # noqa: E402
from harness import (Case, History, asked, at, git,  # noqa: E402
                     make_clone)

DAY = 86400
END = at("2026-03-01")
AS_OF = ["--as-of", "2026-03-01"]
COUNT = "SELECT count(*) AS n FROM v_commit"


def written(count):
    history = History()
    for n in range(count):
        history.commit(END - (count - n) * DAY, {"README.md": str(n)})
    return history


class LocalCase(Case):
    def setUp(self):
        super().setUp()
        self.server = self.hub(Repository(
            "acme", "widget", created="2024-01-01T00:00:00Z", items=[
                pull(n + 1, END - 9 * DAY, merged=END - 8 * DAY)
                for n in range(6)]))

    def clone(self, name, count=6, origin=None, **more):
        return make_clone(self.box, name, written(count), origin=origin,
                          **more)

    def ask(self, command, *args, hub="", **more):
        return self.command(command, self.server if hub == "" else hub, *args,
                            **more)

    def stored(self):
        result = self.command("repos", None, "-f", "json")
        self.assertEqual(result.code, 0, result)
        return [row["repository"] for row in result.json["rows"]]

    def commits(self, report):
        return report["coverage"]["streams"]["git"]["rows"]

    def one(self, *args, hub=None, code=0, **more):
        """A report, and what was said beside it."""
        result = self.ask("repo", "-f", "json", *AS_OF, *args, hub=hub, **more)
        self.assertEqual(result.code, code, result)
        return result


class TestEveryName(LocalCase):
    ORIGINS = {
        "src/plain": (None, "src/plain"),
        "src/with space": (None, "src/with space"),
        "src/gr\u00f6\u00dfe": (None, "src/gr\u00f6\u00dfe"),
        "src/hub": ("https://github.com/acme/widget.git", "acme/widget"),
        "src/hub2": ("git@github.com:acme/widget.git", "acme/widget@hub2"),
        "src/lab": ("git@gitlab.com:group/sub/proj.git",
                    "gitlab.com/group/sub/proj"),
        "src/lab2": ("https://gitlab.com/group/proj", "gitlab.com/group/proj"),
        "src/intern": ("ssh://git@git.corp.example:7999/team/tool.git",
                       "git.corp.example/team/tool"),
        "src/path": ("/srv/git/tool.git", "src/path"),
    }

    def setUp(self):
        super().setUp()
        for folder, (origin, _) in self.ORIGINS.items():
            self.clone(folder, origin=origin)
        plain = self.box.path("src/plain")
        git(self.box, "worktree", "add", "-q", self.box.path("src/tree"),
            "-b", "other", cwd=plain)
        git(self.box, "clone", "-q", "--bare", plain,
            self.box.path("src/bare.git"))
        git(self.box, "-c", "protocol.file.allow=always", "submodule",
            "--quiet", "add", plain, "sub", cwd=self.box.path("src/lab"))
        os.symlink("plain", self.box.path("src/link"))
        self.names = sorted(
            [name for _, name in self.ORIGINS.values()] +
            ["src/tree", "src/bare.git"])

    def scan(self):
        result = self.command("scan", None, "-f", "json", *AS_OF,
                              "--git-root", self.box.path("src"))
        self.assertEqual((result.code, result.err), (0, ""), result)
        return result.json["repositories"]

    def test_called_by_origin_or_folder(self):
        rows = self.scan()
        self.assertEqual(sorted(r["full_name"] for r in rows), self.names)
        self.assertEqual({r["host"] for r in rows}, {"local"})
        self.assertEqual(self.stored(), ["local/" + n for n in self.names])
        # Nor do they change, whichever is read first.
        for folder in sorted(self.ORIGINS, reverse=True):
            result = self.command("scan", None, "-f", "json", *AS_OF,
                                  self.box.path(folder))
            self.assertEqual(
                [r["full_name"] for r in result.json["repositories"]],
                [self.ORIGINS[folder][1]])
        self.assertEqual(self.stored(), ["local/" + n for n in self.names])

    def test_a_submodule(self):
        """It is a clone like others, and its path is no origin."""
        result = self.command("scan", None, "-f", "json", *AS_OF,
                              self.box.path("src/lab/sub"))
        self.assertEqual([r["full_name"] for r in
                          result.json["repositories"]], ["lab/sub"])

    def test_what_is_printed_is_accepted(self):
        self.scan()
        for name in ("local/src/plain", "local/src/with space",
                     "local/src/gr\u00f6\u00dfe", "local/acme/widget@hub2",
                     "local/gitlab.com/group/sub/proj"):
            self.assertIn(name, self.stored())
            with self.subTest(name=name):
                for args, codes in (
                        (["repo", name, "-f", "json", *AS_OF], [0]),
                        (["trend", name, "-f", "json", *AS_OF], [0]),
                        (["sync", name, *AS_OF], [0]),
                        (["actors", name, "-f", "json", *AS_OF], [0]),
                        (["explain", "doc_lag", name, "-f", "json", *AS_OF],
                         [0]),
                        (["check", name, "--offline", "-m",
                          "commit_frequency", "--threshold",
                          "commit_frequency.healthy=1", *AS_OF], [0]),
                        (["scan", name, "-f", "json", *AS_OF], [0]),
                        (["compare", name, "local/src/plain", "-f", "json",
                          *AS_OF], [0, 2] if name.endswith("/plain")
                         else [0])):
                    result = self.ask(args[0], *args[1:])
                    self.assertIn(result.code, codes, result)
                    if args[0] in ("repo", "trend"):
                        self.assertEqual(self.commits(result.json), 6)
                        self.assertEqual(
                            "local/" + result.json["repo"]["full_name"], name)
                for args in (["alerts", name], ["query", COUNT, name]):
                    result = self.command(args[0], None, *args[1:])
                    self.assertEqual(result.code, 0, result)
        self.assertEqual(asked(self.server), [])

    def test_tables_print_it(self):
        self.scan()
        for args in (["repo", "./src/plain"], ["check", "./src/plain"],
                     ["explain", "doc_lag", "./src/plain"],
                     ["scan", "./src/plain"],
                     ["repo", "./src/plain", "-f", "markdown"],
                     ["repo", "./src/plain", "-f", "html"],
                     ["check", "./src/plain", "-f", "junit"],
                     ["check", "./src/plain", "-f", "github"]):
            result = self.command(args[0], None, *args[1:], *AS_OF,
                                  cwd=self.box.dir)
            text = result.out.decode()
            self.assertIn("local/src/plain", text, args)
            self.assertNotIn("src/plain", text.replace("local/src/plain", ""),
                             args)

    def test_forgotten_by_any_name(self):
        self.scan()
        for name in self.stored():
            result = self.command("forget", None, name)
            self.assertEqual(result.code, 0, result)
            self.assertIn(name + " is forgotten: ", result.err)
            result = self.command("forget", None, name)
            self.check_failure(result, 3, "it is not in the store")
        self.assertEqual(self.stored(), [])

    def test_forgotten_without_local(self):
        """Where no forge's is stored, the clone's name is plain enough."""
        self.scan()
        for name in self.names:
            result = self.command("forget", None, name, cwd=self.box.work)
            self.assertEqual(result.code, 0, result)
        self.assertEqual(self.stored(), [])

    def test_a_name_that_no_clone_has(self):
        self.scan()
        for command in (["repo"], ["check"], ["trend"], ["scan"], ["alerts"],
                        ["explain", "doc_lag"], ["query", COUNT], ["forget"],
                        ["compare", "local/src/plain"]):
            result = self.command(command[0], None, *command[1:],
                                  "local/src/other")
            self.check_failure(result, 3, "local/src/other", "not in the store",
                               "healthscan repos")
        # Before anything was read there is no store to look into.
        result = self.command("repo", None, "local/a/b", db="none.db")
        self.check_failure(result, 3, "local/a/b")


class TestGate(LocalCase):
    POLICY = ["-m", "commit_frequency", "--threshold",
              "commit_frequency.risk=less-than 1"]

    def test_what_was_read_last_decides_nothing(self):
        """Its folder may have been gone for years."""
        path = self.clone("src/mill")
        args = [*AS_OF, *self.POLICY]
        self.assertEqual(self.command("check", None, path, *args).code, 0)
        shutil.rmtree(path)
        result = self.command("check", None, "local/src/mill", *args)
        self.assertEqual(result.code, 3, result)
        self.assertIn(b"commit_frequency: stale: not read in this run; name "
                      b"its folder", result.out)
        for words in (["check", "local/src/mill", self.clone("src/other")],
                      ["scan", "local/src/mill", "--fail-on", "risk"]):
            result = self.command(words[0], None, *words[1:], *args)
            self.assertEqual(result.code, 3, result)
            self.assertIn(b"not read in this run", result.out)
        # Who asks for what is stored gets what is stored.
        result = self.command("check", None, "local/src/mill", *args,
                              "--offline")
        self.assertEqual(result.code, 0, result)

    def test_what_was_read_last_is_not_of_that_class(self):
        path = self.clone("src/mill")
        policy = [*AS_OF, "--fail-on", "class=dormant"]
        self.assertEqual(self.command("check", None, path, *policy).code, 0)
        result = self.command("check", None, "local/src/mill", *policy)
        self.assertEqual(result.code, 3, result)
        self.assertIn(b"class: stale", result.out)


class TestNoTwoAlike(LocalCase):
    def test_folders(self):
        for folder, count in (("x/clones/p", 3), ("y/clones/p", 5)):
            self.clone(folder, count)
            self.clone(folder + "-in", count, origin="git@lab.test:g/p.git")
        result = self.command("scan", None, "-f", "json", *AS_OF,
                              "x/clones/p", "y/clones/p", "x/clones/p-in",
                              "y/clones/p-in", cwd=self.box.dir)
        self.assertEqual(result.code, 0, result)
        found = {r["full_name"]: self.commits(r["report"])
                 for r in result.json["repositories"]}
        self.assertEqual(found, {"clones/p": 3, "y/clones/p": 5,
                                 "lab.test/g/p": 3, "lab.test/g/p@p-in": 5})
        for name, count in found.items():
            report = self.one("local/" + name).json
            self.assertEqual(self.commits(report), count)

    def test_one_by_many_ways(self):
        """A clone is one, by whatever path it is reached."""
        clone = self.clone("src/p", 3)
        os.symlink(clone, self.box.path("link"))
        result = self.command(
            "scan", None, "-f", "json", *AS_OF, "./src/p", "./link",
            "./src/p/.git", clone, "--git-root", "./src", cwd=self.box.dir)
        self.assertEqual([r["full_name"] for r in result.json["repositories"]],
                         ["src/p"])


class TestFolders(LocalCase):
    """A folder is its clone, as if we were in it."""

    def setUp(self):
        super().setUp()
        self.path = self.clone("src/hub", 4,
                               origin="https://github.com/acme/widget")
        self.plain = self.clone("src/plain", 5)

    def test_its_origin_is_asked(self):
        for args, cwd in (([self.path], None), ([], self.path),
                          (["--git", self.path], None)):
            self.server.forget()
            report = self.one(*args, hub=self.server, cwd=cwd).json
            self.assertEqual((report["repo"]["host"],
                              report["repo"]["full_name"]),
                             ("github.com", "acme/widget"))
            self.assertEqual(self.commits(report), 4)
            self.assertTrue(asked(self.server))
        self.assertEqual(self.stored(), ["acme/widget"])

    def test_without_an_origin_it_is_alone(self):
        for args, cwd in (([self.plain], None), ([], self.plain),
                          (["--git", self.plain], None)):
            report = self.one(*args, hub=self.server, cwd=cwd).json
            self.assertEqual((report["repo"]["host"],
                              report["repo"]["full_name"]),
                             ("local", "src/plain"))
            self.assertEqual(self.commits(report), 5)
            self.assertIs(report["coverage"]["complete"], True)
        self.assertEqual(asked(self.server), [])

    def test_offline(self):
        """What the clone tells is better than nothing."""
        report = self.one(self.path, "--offline").json
        self.assertEqual(report["repo"]["host"], "local")
        self.one(self.path, hub=self.server)
        report = self.one(self.path, "--offline").json
        self.assertEqual(report["repo"]["host"], "github.com")

    def test_compared_in_their_order(self):
        self.one(hub=self.server, cwd=self.path)
        result = self.ask("compare", self.plain, "acme/widget", "-f", "csv",
                          *AS_OF)
        self.assertEqual(result.out.decode().splitlines()[0],
                         "metric,unit,local/src/plain,acme/widget")
        result = self.ask("compare", self.path, self.plain, "-f", "csv",
                          *AS_OF)
        self.assertEqual(result.out.decode().splitlines()[0],
                         "metric,unit,acme/widget,local/src/plain")

    def test_looked_for_in_the_store(self):
        self.one(self.plain)
        self.one(hub=self.server, cwd=self.path)
        for folder, count in ((self.plain, 5), (self.path, 4)):
            result = self.command("query", None, COUNT, folder, "-f", "json")
            self.assertEqual(result.json["rows"], [{"n": count}], result)
            result = self.command("alerts", None, folder)
            self.assertEqual(result.code, 0, result)

    def test_forgotten(self):
        """Only what is the clone's own: its origin's has to be named."""
        self.one(self.plain)
        self.one(hub=self.server, cwd=self.path)
        result = self.command("forget", None, self.path)
        self.check_failure(result, 3, "write acme/widget")
        result = self.command("forget", None, self.plain)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(self.stored(), ["acme/widget"])

    def test_a_folder_that_is_not_there(self):
        for command in (["repo"], ["alerts"], ["forget"],
                        ["compare", "a/b"], ["explain", "doc_lag"]):
            result = self.ask(*command, "./no such", hub=None) if command[
                0] in ("alerts", "forget") else self.ask(*command, "./no such")
            self.check_failure(result, 2, "there is no such folder")

    def test_one_clone_at_a_time(self):
        for word in (self.plain, "local/src/plain"):
            result = self.ask("repo", word, "--git", self.path)
            self.check_failure(result, 2, "two clones are named")

    def test_alerts_are_kept(self):
        for _ in range(2):
            self.one(self.plain, "-m", "commit_frequency", "--threshold",
                     "commit_frequency.risk=< 99")
        result = self.command("alerts", None, "local/src/plain", "-f", "json")
        self.assertEqual([(r["repo"], r["state"]) for r in
                          result.json["rows"]], [("local/src/plain", "open")])


class TestOtherForges(LocalCase):
    def test_they_are_not_asked(self):
        lab = self.clone("src/lab", origin="https://gitlab.com/g/p.git")
        for args, cwd in (([lab], None), ([], lab), (["--git", lab], None)):
            result = self.one(*args, cwd=cwd)
            self.assertEqual(result.json["repo"]["full_name"], "gitlab.com/g/p")
            self.assertEqual(result.err, "")
        report = self.one("gitlab.com/g/p").json
        self.assertEqual(report["repo"]["host"], "local")


class TestFolderOrName(LocalCase):
    """A folder that is there is never taken for OWNER/NAME."""

    def test_another_clone(self):
        self.clone("work/acme/widget", 4, origin="https://github.com/o/n")
        for command in (["repo", "-f", "json"], ["scan", "-f", "json"],
                        ["explain", "doc_lag", "-f", "json"]):
            result = self.ask(*command, "acme/widget", "--offline", *AS_OF,
                              cwd=self.box.work)
            self.assertEqual(result.code, 0, result)
            self.assertEqual(result.err.count(
                "acme/widget is taken for the clone in that folder; for the "
                "repository of that name write github.com/acme/widget"), 1)
            self.assertIn('"full_name": "o/n"', result.out.decode())
        for command in (["alerts"], ["query", COUNT]):
            result = self.command(*command[:1], None, *command[1:],
                                  "acme/widget", cwd=self.box.work)
            self.assertEqual(result.code, 0, result)
        report = self.one("github.com/acme/widget", hub=self.server,
                          cwd=self.box.work).json
        self.assertEqual(report["repo"]["full_name"], "acme/widget")
        self.assertEqual(report["coverage"]["streams"]["git"]["rows"], 0)

    def test_its_own_clone(self):
        """Then both are meant."""
        self.clone("work/acme/widget", 4,
                   origin="git@github.com:Acme/Widget.git")
        report = self.one("acme/widget", hub=self.server,
                          cwd=self.box.work).json
        self.assertEqual(report["repo"]["host"], "github.com")
        self.assertEqual(self.commits(report), 4)
        result = self.ask("scan", "acme/widget", "-f", "json", *AS_OF,
                          cwd=self.box.work, db="scan.db")
        self.assertEqual(result.code, 0, result)
        rows = result.json["repositories"]
        self.assertEqual([r["full_name"] for r in rows], ["acme/widget"])
        self.assertEqual(self.commits(rows[0]["report"]), 4)

    def test_no_clone(self):
        os.makedirs(self.box.path("work/acme/widget"))
        report = self.one("acme/widget", hub=self.server,
                          cwd=self.box.work).json
        self.assertEqual(report["repo"]["full_name"], "acme/widget")


class TestAge(LocalCase):
    """A clone is as old as its first commit, whatever comes of it later."""

    def life(self, *args, code=0, **more):
        return self.one(*args, code=code, **more).json["lifecycle"]

    def test_a_clone_that_can_no_longer_be_read(self):
        history = History()
        for n in (900, 500, 200, 100):
            history.commit(END - n * DAY, {"README.md": str(n)})
        clone = make_clone(self.box, "src/mill", history)
        before = self.life(clone)
        self.assertEqual(before["class"], "quiet", before)
        # Now its head is a commit that is not there.
        os.remove(os.path.join(clone, ".git", "HEAD"))
        self.box.write("src/mill/.git/HEAD", "a" * 40 + "\n")
        self.assertNotEqual(self.ask("repo", *AS_OF, clone, hub=None).code, 0)
        self.assertEqual(self.life("--offline", "local/src/mill"), before)

    def test_a_clone_without_commits(self):
        life = self.life(make_clone(self.box, "src/bare", bare=True))
        self.assertEqual((life["class"], life["reason"]),
                         (None, "the clone has no commits"), life)

    def test_before_the_first_commit(self):
        clone = self.clone("src/young")
        before = ["--as-of", "2020-01-01"]
        report = self.ask("repo", "-f", "json", *before, clone, hub=None).json
        self.assertIsNone(report["lifecycle"]["class"])
        self.assertEqual(report["lifecycle"]["reason"],
                         "it was created later")
        for metric in report["metrics"]:
            self.assertIsNone(metric["value"], metric)
        result = self.ask("check", *before, clone, hub=None)
        self.assertEqual(result.code, 3, result)


class TestExplained(LocalCase):
    def explain(self, *args, **more):
        return self.ask("explain", "doc_lag", *AS_OF, *args, **more)

    def test_in_a_clone(self):
        path = self.clone("src/hub", 4,
                          origin="https://github.com/acme/widget")
        result = self.explain("-f", "json", cwd=path)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.json["repo"]["full_name"], "acme/widget")
        result = self.explain("-f", "json", "--git", path)
        self.assertEqual(result.json["repo"]["full_name"], "acme/widget")

    def test_the_definition_alone(self):
        path = self.clone("src/hub", 4,
                          origin="https://github.com/acme/widget")
        text = self.explain().out
        self.assertRegex(text, rb"metric +doc_lag")
        result = self.explain("--no-git", cwd=path)
        self.assertEqual((result.code, result.out), (0, text))
        # Where there is no number, it is still there, and why.
        result = self.explain("--offline", cwd=path)
        self.assertEqual((result.code, result.out), (3, text))
        self.assertIn("run without --offline first", result.err)
        self.server.close()
        result = self.explain(cwd=path, timeout=60)
        self.assertEqual((result.code, result.out), (4, text))


class TestMetricNames(LocalCase):
    def test_by_title(self):
        plain = self.clone("src/plain", 5)
        for word in ("Documentation lag", "documentation-LAG", "DOC-LAG",
                     "doc lag"):
            report = self.one(plain, "-m", word).json
            self.assertEqual([m["id"] for m in report["metrics"]], ["doc_lag"])
            result = self.ask("explain", word, plain, "-f", "json", *AS_OF)
            self.assertIn('"id": "doc_lag"', result.out.decode())
            report = self.one(plain, "-m", "doc_lag", "--threshold",
                              word + ".risk=> 7").json
            self.assertEqual(report["metrics"][0]["risk"],
                             {"op": ">", "value": 7})
            path = self.box.write(
                "config", '[threshold "%s"]\n\trisk = > 8\n[report]\n'
                '\tmetric = %s\n' % (word, word))
            report = self.one(plain, "--config", path).json
            self.assertEqual([(m["id"], m["risk"]["value"])
                              for m in report["metrics"]], [("doc_lag", 8)])
            result = self.ask("scan", plain, "--sort", "-" + word, *AS_OF)
            self.assertEqual(result.code, 0, result)
        # Said twice it is shown once.
        report = self.one(plain, "-m", "doc_lag", "-m", "DOC-lag").json
        self.assertEqual(len(report["metrics"]), 1)

    def test_near_misses(self):
        plain = self.clone("src/plain", 5)
        for args in (["repo", plain, "-m", "doc_lga"],
                     ["explain", "doc_lga"],
                     ["explain", "Documentatoin lag"],
                     ["check", plain, "--threshold", "doclag.risk=> 3"],
                     ["scan", plain, "--sort", "doc_lga"],
                     ["trend", plain, "-m", "DOC-LGA"]):
            result = self.ask(*args)
            self.assertEqual((result.code, result.out), (2, b""), result)
            self.assertRegex(result.err, "^healthscan: .*no (metric|column).*; "
                                         "did you mean doc_lag\\?\n$")
        result = self.ask("explain", "nonsense")
        self.assertEqual(result.code, 2)
        self.assertIn("healthscan metrics lists them", result.err)


if __name__ == "__main__":
    unittest.main()
