#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lists as others write them: packages' names, tables, JSON and bills of
materials; what is said of those that are left out, and who is not asked."""
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository, issue  # noqa: E402
from harness import Case, History, asked, at, make_clone  # noqa: E402

AS_OF = ["--as-of", "2026-03-01"]


def repository(name, rid):
    owner, name = name.split("/")
    return Repository(owner, name, rid=rid, items=[
        issue(1, at("2026-02-01"), closed=at("2026-02-02"))])


def component(name, vcs=None, website=None, **more):
    references = [{"type": kind, "url": url} for kind, url in
                  (("website", website), ("vcs", vcs)) if url]
    return {"type": "library", "name": name, "externalReferences": references,
            **more}


def cyclonedx(*components):
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6",
                       "components": components})


def spdx(*packages):
    return json.dumps({
        "spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT",
        "documentDescribes": ["me"],
        "packages": [{"SPDXID": "me", "name": "me", "homepage":
                      "https://github.com/acme/me"}, *packages]})


class InputsCase(Case):
    def setUp(self):
        super().setUp()
        self.server = self.hub(*(
            repository(name, n + 1) for n, name in enumerate(
                ("acme/one", "acme/two", "other/three"))))

    def scan(self, *args, **more):
        return self.command("scan", self.server, "-f", "json", *AS_OF, *args,
                            **more)

    def names(self, result):
        self.assertEqual(result.code, 0, result)
        return sorted(r["full_name"] for r in result.json["repositories"])

    def check_refused(self, args, *words):
        """Nobody is asked, nothing is written, and the last line says why."""
        result = self.scan(*args)
        self.assertEqual((result.code, result.out), (2, b""), result)
        for word in words:
            self.assertIn(word, result.lines[-1], result)
        self.assertEqual(asked(self.server), [])
        return result


class TestNames(InputsCase):
    def test_of_packages(self):
        result = self.scan(
            "github:acme/one", "git+https://github.com/acme/one.git#main",
            "pkg:github/ACME/one@v1", "https://github.com/acme/two/issues/7",
            "git@github.com:acme/two.git", "pkg:golang/github.com/acme/two/v2")
        self.assertEqual(self.names(result), ["acme/one", "acme/two"])
        self.assertNotIn("inputs", result.json)
        result = self.scan(self.box.write(
            "list", "github:acme/one # npm\npkg:github/other/three@1\n"))
        self.assertEqual(self.names(result), ["acme/one", "other/three"])

    def test_of_other_forges(self):
        """They are no GitHub, so they are left out and not asked."""
        path = self.box.write("list", "acme/one\nhttps://gitlab.com/a/b\n"
                              "bitbucket:a/c\n")
        result = self.scan(path, "acme/two")
        self.assertEqual(self.names(result), ["acme/one", "acme/two"])
        self.assertIn("list: 1 of 3 lines names a repository: 1 repository; 2 "
                      "are on hosts that are not asked (gitlab.com, "
                      "bitbucket.org)", result.err)
        self.assertEqual([row["entry"] for row in result.json["unlisted"]],
                         ["gitlab.com/a/b", "bitbucket.org/a/c"])
        self.assertEqual(asked(self.server, "/a/"), [])

    def test_of_one(self):
        result = self.repo(self.server, *AS_OF, "pkg:github/acme/one@v1")
        self.assertEqual(result.json["repo"]["full_name"], "acme/one")

    def test_secrets_of_an_address_stay(self):
        """What is accepted may have them, too."""
        for name in ("https://me:hunter2@github.com/acme/one/issues/7",
                     "https://github.com/acme/one?token=hunter2"):
            result = self.repo(self.server, *AS_OF, name, "-vv")
            self.assertEqual(result.code, 0, result)
            self.assertNotIn("hunter2", result.err + result.out.decode())

    def test_secrets_of_what_is_no_name_stay(self):
        """It may be taken for a file, a metric, one argument too many."""
        for word in ("https://me:hunter2@github.com/",
                     "https://hunter2@github.com",
                     "git+https://me:hunter2@gitlab.com/a/b/c/d",
                     "https://github.com/?access_token=hunter2",
                     "https://github.com/o?page=1&token=hunter2",
                     "o/n?token=hunter2"):
            for command in ("scan", "check", "repo", "explain", "forget",
                            "import", "repos", "trend", "compare", "help",
                            word):
                result = self.command(command, None, word)
                self.assertEqual(result.code, 2, result)
                self.assertNotIn("hunter2", result.err + result.out.decode(),
                                 command)

    def test_a_package_that_is_nowhere(self):
        result = self.repo(self.server, "pkg:npm/express@4")
        self.check_failure(result, 2, "pkg:npm/express@4",
                           "does not say where its repository is")


class TestTables(InputsCase):
    def test_columns(self):
        for column, text in (
                ("repo", "repo,stars\nacme/one,5\nacme/two,6\n"),
                ("Repo URL", "stars;Repo URL\r\n"
                 "5;https://github.com/acme/one\r\n"
                 "6;\"git@github.com:acme/two.git\"\r\n"),
                ("url", "\ufeffname\turl\tx\n\"a\tb\"\tacme/one\t1\n"
                 "c\tacme/two\t\n")):
            result = self.scan(self.box.write("list", text))
            self.assertEqual(self.names(result), ["acme/one", "acme/two"])
            self.assertIn("2 of 2 rows name a repository in '%s': 2 "
                          "repositories" % column, result.err)

    def test_what_is_left_out(self):
        """Empty cells and other hosts do not end it, and are not silent."""
        path = self.box.write(
            "list", "id,repo\n1,acme/one\n2,\n3,N/A\n"
            "4,https://gitlab.com/group/sub/name\n5,https://evil.test/a/b\n"
            "6,acme/ONE\n")
        result = self.scan(path, token="t0ken-of-mine")
        self.assertEqual(self.names(result), ["acme/one"])
        self.assertIn("list: 2 of 6 rows name a repository in 'repo': 1 "
                      "repository; 2 name none; 2 are on hosts that are not "
                      "asked (gitlab.com, evil.test)", result.err)
        self.assertEqual(result.json["inputs"], [{
            "file": path, "kind": "csv", "column": "repo", "entries": 6,
            "named": 2, "guessed": 0, "repositories": 1, "without": 2,
            "elsewhere": 2}])
        self.assertEqual(
            [(row["entry"], row["reason"], row["host"])
             for row in result.json["unlisted"]],
            [("line 3", "it names no repository", None),
             ("line 4", "it names no repository", None),
             ("line 5", "its host is not asked", "gitlab.com"),
             ("line 6", "its host is not asked", "evil.test")])
        self.assertNotIn("line 5", result.err)
        result = self.scan(path, "-v")
        self.assertIn("list: line 5: on a host that is not asked (gitlab.com)",
                      result.err)
        result = self.scan(path, "-q")
        self.assertEqual(result.err, "")

    def test_hosts_that_the_user_names(self):
        path = self.box.write("list", "repo\nghe.test/acme/one\n")
        self.check_refused([path], "hosts that are not asked", "GH_HOST=HOST")
        for args, env in (([], {"GH_HOST": "ghe.test"}),
                          (["ghe.test/acme/two"], {})):
            result = self.scan(path, *args, env=env)
            self.assertEqual(result.code, 0, result)
            self.assertEqual(result.json["inputs"][0]["named"], 1)
        config = self.box.write("config",
                                '[scan "x"]\n\trepo = ghe.test/acme/two\n')
        result = self.scan(path, "--config", config)
        self.assertEqual(result.code, 0, result)

    def test_the_host_of_the_api(self):
        host = self.server.url.split("/")[2]
        path = self.box.write("list", "repo\n%s/acme/one\n" % host)
        self.assertEqual(self.names(self.scan(path)), ["acme/one"])

    def test_no_such_column(self):
        path = self.box.write("list", "id,stars\n1,2\n")
        self.check_refused([path], "list:1: no column of this table",
                           "it has id, stars", "'repo' or 'url'")
        path = self.box.write("list", "acme/one,5\nacme/two,6\n")
        self.check_refused([path], "no column", "acme/one, 5")

    def test_broken(self):
        for text, *words in (
                ("repo,x\nacme/one,1\nmeadow,2\n",
                 "list, line 3, 'repo': 'meadow' does not name"),
                ("repo,x\n\"acme/one,1\nacme/two,2\n",
                 "list:2: the quote that begins here is not closed"),
                ("repo,x\nacme/one,1,2\n", "list:2: this row has more"),
                ("repo,x\nacme/one\x00,1\n", "acme/one\\x00"),
                ("repo,Repo\nacme/one,1\n", "'repo' twice"),
                ("repo\n", "nothing to scan", "is empty"),
                ("repo,x\n,1\n", "none of the 1 rows")):
            path = self.box.write("list", text)
            self.check_refused([path], *words)

    def test_other_encodings(self):
        for name, data in (("le", b"\xff\xfe"), ("be", b"\xfe\xff")):
            path = self.box.path(name)
            with open(path, "wb") as file:
                file.write(data + "acme/one\n".encode("utf-16-" + name))
            self.check_refused([path], "is UTF-16", "UTF-8")
            with open(path, "wb") as file:
                file.write("acme/one\n".encode("utf-16-" + name))
            self.check_refused([path], "is UTF-16", "UTF-8")

    def test_huge(self):
        """A hundred thousand rows, and a file beyond the largest."""
        path = self.box.write("list", "repo,n\n" + "acme/one,1\n" * 100000)
        self.assertEqual(self.names(self.scan(path)), ["acme/one"])
        path = self.box.path("huge")
        with open(path, "wb") as file:
            file.truncate(65 * 1024 * 1024)
        self.server.forget()
        self.check_refused([path], "larger than 65536 KiB")

    def test_secrets_stay(self):
        """An address may have a password in it."""
        path = self.box.write(
            "list", "repo\nacme/one\nhttps://me:hunter2@gitlab.com/a/b\n"
                    "https://gitlab.com/a/c?private_token=hunter2\n")
        result = self.scan(path, "-v")
        self.assertEqual(self.names(result), ["acme/one"])
        self.assertNotIn("hunter2", result.err + result.out.decode())


class TestGone(InputsCase):
    """A package whose repository is gone, or is not shown to us."""

    def test_its_clone_is_measured(self):
        history = History()
        for n in range(4):
            history.commit(at("2026-02-10") + n * 86400, {"README.md": str(n)})
        make_clone(self.box, "clones/gone", history,
                   origin="https://github.com/acme/gone.git")
        path = self.box.write("list", "repo\nacme/one\nacme/gone\nacme/no\n")
        args = ["--git-root", self.box.path("clones")]
        result = self.scan(path, *args)
        self.assertEqual(result.code, 4, result)
        rows = {r["full_name"]: r for r in result.json["repositories"]}
        self.assertEqual(set(rows), {"acme/one", "acme/gone"})
        row = rows["acme/gone"]
        self.assertEqual(row["host"], "local")
        report = row["report"]
        self.assertIs(report["coverage"]["complete"], False)
        self.assertEqual(report["coverage"]["streams"]["git"]["rows"], 4)
        values = {m["id"]: m for m in report["metrics"]}
        self.assertEqual(values["doc_update_frequency"]["count"], 4)
        self.assertIsNone(values["pr_merge_cycle"]["value"])
        self.assertIn("acme/gone is measured by its clone alone, as "
                      "local/acme/gone", result.err)
        self.assertEqual([f["repository"] for f in result.json["failed"]],
                         ["local/acme/gone", "acme/no"])
        text = self.command("scan", self.server, *AS_OF, path, *args).out
        self.assertIn(b"(shown: what was read of its clone)",
                      b" ".join(text.split()))
        # Again, it is the same one.
        again = self.scan(path, *args)
        self.assertEqual(
            [r["full_name"] for r in again.json["repositories"]],
            [r["full_name"] for r in result.json["repositories"]])
        # Who wants nothing of clones gets nothing of them.
        result = self.scan(path, *args, "--no-git")
        self.assertEqual([r["full_name"] for r in
                          result.json["repositories"]], ["acme/one"])


class TestJson(InputsCase):
    def test_lists(self):
        for rows in (["acme/one", "acme/two"],
                     [{"nameWithOwner": "acme/one", "url": "x"},
                      {"nameWithOwner": "acme/two"}],
                     [{"full_name": "acme/one"},
                      {"url": "https://api.github.com/repos/acme/two"}]):
            path = self.box.write("list", json.dumps(rows))
            result = self.scan(path)
            self.assertEqual(self.names(result), ["acme/one", "acme/two"])
            self.assertIn("2 of 2 entries", result.err)
        path = self.box.write("list", '[{"nameWithOwner": "meadow"}]')
        self.check_refused_after(path, "entry 1, 'nameWithOwner': 'meadow'")

    def check_refused_after(self, path, word):
        result = self.scan(path)
        self.assertEqual(result.code, 2, result)
        self.assertIn(word, result.lines[-1])


class TestSbom(InputsCase):
    def test_cyclonedx(self):
        path = self.box.write("bom.json", cyclonedx(
            component("a", "git+https://github.com/acme/one.git"),
            component("b", "https://github.com/acme/one", purl="pkg:npm/b@1",
                      components=[component(
                          "c", purl="pkg:github/acme/two@v1")]),
            component("d", "https://gitlab.com/x/y/z.git",
                      purl="pkg:npm/d@1?vcs_url=x"),
            component("e", website="https://github.com/other/three#readme"),
            component("f", website="https://f.example")))
        for args in (["--sbom", path], [path], ["--sbom", path, path]):
            result = self.scan(*args)
            self.assertEqual(self.names(result),
                             ["acme/one", "acme/two", "other/three"])
            self.assertIn(
                "bom.json: 4 of 6 packages name a repository: 3 repositories "
                "(1 by the home page alone, a guess); 1 names none; 1 is on a "
                "host that is not asked (gitlab.com)", result.err)
        self.assertEqual(len(result.json["inputs"]), 2)
        found = result.json["inputs"][0]
        self.assertEqual((found["kind"], found["column"], found["guessed"]),
                         ("cyclonedx", None, 1))
        self.assertEqual(
            [(row["entry"], row["host"]) for row in result.json["unlisted"]],
            [("pkg:npm/d@1", "gitlab.com"), ("f", None)] * 2)

    def test_spdx(self):
        path = self.box.write("bom.json", spdx(
            {"SPDXID": "a", "name": "a", "downloadLocation": "NOASSERTION",
             "homepage": "https://github.com/acme/one#readme"},
            {"SPDXID": "b", "name": "b", "externalRefs": [{
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": "pkg:github/acme/two@1"}]}))
        result = self.scan("--sbom", path)
        self.assertEqual(self.names(result), ["acme/one", "acme/two"])
        found = result.json["inputs"][0]
        self.assertEqual((found["kind"], found["entries"], found["guessed"]),
                         ("spdx", 2, 1))
        with open(path, "rb") as file:
            result = self.scan("--sbom", "-", stdin=file)
        self.assertEqual(self.names(result), ["acme/one", "acme/two"])

    def test_none_names_a_repository(self):
        path = self.box.write("bom.json", cyclonedx(
            component("a", purl="pkg:npm/a@1"), component("b")))
        self.check_refused(["--sbom", path], "none of the 2 packages in",
                           "lock file")
        # What else is named is scanned.
        result = self.scan("--sbom", path, "acme/one")
        self.assertEqual(self.names(result), ["acme/one"])
        self.assertEqual(len(result.json["unlisted"]), 2)

    def test_other_files(self):
        for text, words in (
                ("acme/one\n", "--sbom: "),
                ("{\"a\": 1}", "no bill of materials"),
                ("{\"bomFormat\": \"CycloneDX\",\n\"components\": [", ":2: "),
                ("<?xml version='1.0'?><bom/>", "is XML"),
                ("SPDXVersion: SPDX-2.3\n", "tags and values"),
                (cyclonedx()[:-1] + ',"components":[]}', "twice"),
                ("{\"bomFormat\":\"CycloneDX\",\"components\":" + "[" * 65,
                 "nested deeper than 64")):
            path = self.box.write("bom.json", text)
            self.check_refused(["--sbom", path], words)
        self.check_refused(["--sbom", "nowhere.json"], "cannot open")
        self.check_refused(["--sbom", self.box.work], "cannot read")

    def test_huge(self):
        """However much there is of it, it ends soon, and is told."""
        path = self.box.path("bom.json")
        begin = '{"bomFormat":"CycloneDX","components":['
        with open(path, "w", encoding="utf-8") as file:
            file.write(begin + "{}," * 100000)
            file.write(json.dumps(component("a", "github:acme/one")) + "]}")
        result = self.scan("--sbom", path)
        self.assertEqual(self.names(result), ["acme/one"])
        self.assertEqual(len(result.json["unlisted"]), 100000)
        self.server.forget()
        with open(path, "w", encoding="utf-8") as file:
            file.write(begin + "0," * (16 * 1024 * 1024) + "0]}")
        self.check_refused(["--sbom", path], "one of the packages is no obj")
        with open(path, "w", encoding="utf-8") as file:
            file.write(begin + "{}," * 1000000 + "{}]}")
        self.check_refused(["--sbom", path], "more than a million packages")

    def test_hostile_text(self):
        path = self.box.write("bom.json", cyclonedx(
            component("a\x1b[31m\u202e\x00", "https://evil.test/a/b"),
            component("b", "github:acme/one")))
        result = self.scan("--sbom", path, "-v")
        self.assertEqual(self.names(result), ["acme/one"])
        self.assertNotIn("\x1b[31m", result.err)
        self.assertIn("a\\x1B[31m\\u202E\\x00: on a host", result.err)


if __name__ == "__main__":
    unittest.main()
