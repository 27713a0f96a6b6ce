#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A scan as a folder of pages: they lead to each other, say what a page alone
says, and nothing that is not healthscan's own is touched."""
import os
import re
import shutil
import signal
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Fault  # noqa: E402
from harness import Case, asked, eventually, make_clone  # noqa: E402
from page import Page  # noqa: E402
from test_names import commits, renamed  # noqa: E402
from test_scan import AS_OF, merging  # noqa: E402

LIST = ".healthscan-pages"


class SiteCase(Case):
    def setUp(self):
        super().setUp()
        self.server = self.hub(
            merging("sample", "quick", 10, 1), merging("sample", "slow", 200, 2),
            merging("sample", "steady", 100, 3))
        self.names = ["sample/slow", "sample/quick", "sample/steady"]
        self.folder = self.box.path("site")

    def scan(self, *args, form="html", command="scan", hub="", **more):
        return self.command(
            command, self.server if hub == "" else hub, "-q", "-f", form,
            "-o", self.folder + "/", *AS_OF, *args, **more)

    def good_scan(self, *args, code=0, **more):
        result = self.scan(*args, **more)
        self.assertEqual((result.code, result.out), (code, b""), result)
        return result

    def files(self):
        return sorted(os.listdir(self.folder))

    def text(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return file.read()

    def put(self, name, text):
        os.makedirs(self.folder, exist_ok=True)
        with open(os.path.join(self.folder, name), "w") as file:
            file.write(text)

    def page(self, name):
        page = Page(self.text(name), beside=self.files())
        self.assertEqual(page.faults(), [], name)
        return page

    def rows(self):
        return self.page("index.html").find("table").all("tr")[1:]


class TestPages(SiteCase):
    def test_one_for_each(self):
        result = self.good_scan(*self.names, "sample/missing", code=4)
        self.assertIn("sample/missing: HTTP 404", result.err)
        pages = ["sample--quick.html", "sample--slow.html",
                 "sample--steady.html"]
        self.assertEqual(self.files(), [LIST, "index.html", *pages])
        links = [row.find("th").all("a") for row in self.rows()]
        self.assertEqual(
            [a.attributes["href"] for found in links for a in found],
            ["sample--quick.html", "sample--steady.html",
             "sample--slow.html"])
        self.assertEqual([a.text for found in links for a in found],
                         ["sample/quick", "sample/steady", "sample/slow"])
        self.assertIn("sample/missing failed", self.rows()[3].text)
        for name in pages:
            page = self.page(name)
            back = page.find("nav").find("a")
            self.assertEqual(back.attributes["href"], "index.html")
            self.assertEqual(
                page.find("h1").find("a").attributes["href"],
                "https://github.com/" + name[:-5].replace("--", "/"))

    def test_counts_are_not_judged(self):
        self.good_scan(*self.names, "--profile", "activity")
        self.assertIn("nothing judged; by class: ",
                      self.page("index.html").text)
        self.good_scan(*self.names, "--profile", "activity", form="markdown")
        self.assertIn("**In all:** nothing judged; by class: ",
                      self.text("index.md"))

    def test_as_the_json_says(self):
        self.good_scan(*self.names)
        said = self.command("scan", None, "--offline", "-f", "json", *AS_OF,
                            *self.names).json["repositories"]
        heads = [h.text for h in self.page("index.html").find("table")
                 .all("tr")[0].all("th")]
        shown = {m["title"]: m["id"] for m in said[0]["report"]["metrics"]}
        columns = [shown[head.split(",")[0]] for head in heads[5:]]
        self.assertEqual(columns[0], "pr_merge_cycle")
        self.assertGreater(len(columns), 3)
        for row, one in zip(self.rows(), said):
            cells = [c for c in row.children if not isinstance(c, str)]
            self.assertEqual(cells[0].text, str(one["rank"]))
            self.assertIn(one["status"], cells[3].text)
            metrics = {m["id"]: m for m in one["report"]["metrics"]}
            for cell, name in zip(cells[5:], columns):
                key = cell.attributes["data-key"]
                self.assertEqual(float(key) if key else None,
                                 metrics[name]["value"])
                points = sum(p["value"] is not None
                             for p in metrics[name]["trend"])
                self.assertEqual(len(cell.all("svg")), points >= 2)
        svgs = self.page("index.html").all("svg")
        self.assertGreater(len(svgs), 3)

    def test_a_page_is_that_of_the_repository(self):
        """With its samples; but alerts are of those who ask for one."""
        self.good_scan(*self.names)
        alone = self.command("repo", None, "--offline", "-f", "html", *AS_OF,
                             "sample/slow")
        alone = Page(alone.out.decode())
        page = self.page("sample--slow.html")
        cards = alone.all("article")
        self.assertGreater(len(cards), 15)
        self.assertEqual([c.text for c in page.all("article")],
                         [c.text.replace("--git DIR", "--git-root DIR")
                          for c in cards])
        self.assertEqual(page.find("header").text, alone.find("header").text)
        merged = page.find("article", id="m-pr_merge_cycle")
        self.assertIn("6 samples", merged.text)

    def test_nothing_there_yet_and_again(self):
        """Folders are made; the same twice is the same, but for the clock."""
        self.folder = self.box.path("a/b/site")
        self.good_scan(*self.names)
        before = {n: self.text(n) for n in self.files()}
        self.good_scan("--offline", *self.names)
        time = re.compile(r"(Made by healthscan [^<]*)<time.*?</time>")
        for name, text in before.items():
            self.assertEqual(time.sub(r"\1", self.text(name)),
                             time.sub(r"\1", text), name)

    def test_an_old_name_with_the_clone(self):
        """The page is written again with what the second name has found."""
        hub = self.hub(renamed(), merging("acme", "other", 100, 2))
        os.mkdir(self.box.path("root"))
        make_clone(self.box, "root/a", commits(4),
                   origin="https://github.com/acme/old")
        self.good_scan("acme/w", "acme/other", "acme/old", "--git-root",
                       self.box.path("root"), hub=hub)
        self.assertEqual(self.files(), [LIST, "acme--other.html",
                                        "acme--w.html", "index.html"])
        said = self.command(
            "scan", None, "--offline", "-f", "json", *AS_OF, "acme/w",
            "acme/other", "acme/old", "--git-root",
            self.box.path("root")).json["repositories"]
        value, = (m["value"] for m in said[0]["report"]["metrics"]
                  if m["id"] == "doc_update_frequency")
        self.assertGreater(value, 0.5)
        card = self.page("acme--w.html").find(
            "article", id="m-doc_update_frequency")
        self.assertIn("%.2f " % value,
                      card.find("p", **{"class": "value"}).text)
        self.assertEqual(len(self.rows()), 2)

    def test_hosts_and_clones(self):
        """A host is named where there are several; a clone says it is one."""
        self.repo(self.server, "sample/quick", *AS_OF)
        self.repo(self.server, "ghe.example/sample/quick", *AS_OF)
        self.repo(self.server, "ghe.example/sample/slow", *AS_OF)
        two = ["ghe.example/sample/quick", "ghe.example/sample/slow"]
        clone = make_clone(self.box, "work/there", commits(4))
        self.good_scan("--offline", "sample/quick", *two, clone)
        names = self.files()
        self.assertEqual(names[1:], [
            "ghe.example--sample--quick.html",
            "ghe.example--sample--slow.html", "index.html",
            "local--work--there.html", "sample--quick.html"])
        for name in names[1:]:
            self.page(name)
        self.good_scan("--offline", *two)
        self.assertEqual(self.files()[1:], [
            "index.html", "sample--quick.html", "sample--slow.html"])
        self.assertIn("ghe.example/sample/quick",
                      self.page("sample--quick.html").find("h1").text)

    def test_with_a_policy(self):
        self.good_scan("--fail-on", "risk", *self.names, code=1)
        self.assertIn("1 failed", self.page("index.html").find(
            "section", **{"aria-labelledby": "gate"}).text)
        self.assertIn("The gate: failed",
                      self.page("sample--slow.html").text)
        shutil.rmtree(self.folder)
        self.good_scan("--offline", *self.names, command="check", code=1)
        self.assertIn("The gate: failed",
                      self.page("sample--slow.html").text)

    def test_markdown(self):
        self.good_scan(*self.names)
        self.good_scan(*self.names, "--offline", form="markdown")
        self.assertEqual(len(self.files()), 9)
        index = self.text("index.md")
        for name in self.names:
            link = name.replace("/", "--") + ".md"
            self.assertIn("| [`%s`](%s) |" % (name, link), index)
            text = self.text(link)
            self.assertTrue(text.startswith(
                "[All repositories](index.md)\n\n## Health of `%s`" % name))
            self.assertIn("| PR merge cycle |", text)
        self.good_scan("sample/quick", "--offline", form="markdown")
        self.assertEqual([n for n in self.files() if n.endswith(".md")],
                         ["index.md", "sample--quick.md"])
        self.assertEqual(len(self.files()), 7)


class TestWhatIsThere(SiteCase):
    def test_old_pages_go_and_nothing_else(self):
        self.good_scan(*self.names)
        self.put("notes.html", "mine")
        self.put("sample--other.html", "mine")
        os.mkdir(os.path.join(self.folder, "more"))
        self.good_scan("--offline", "sample/quick")
        self.assertEqual(self.files(), [
            LIST, "index.html", "more", "notes.html", "sample--other.html",
            "sample--quick.html"])
        self.assertEqual(self.text("sample--other.html"), "mine")
        self.assertEqual(len(self.rows()), 1)

    def test_what_is_not_ours(self):
        """Said before an hour of reading."""
        self.put("index.html", "mine")
        result = self.scan(*self.names)
        self.check_failure(result, 2, "index.html in ",
                           "was not written by healthscan",
                           "name another folder")
        self.assertEqual(self.text("index.html"), "mine")
        os.unlink(os.path.join(self.folder, "index.html"))
        os.symlink("../home", os.path.join(self.folder, "index.html"))
        result = self.scan(*self.names)
        self.check_failure(result, 2, "is a link, which is not followed")
        self.assertEqual(asked(self.server), [])
        os.unlink(os.path.join(self.folder, "index.html"))
        self.put("sample--quick.html", "mine")
        result = self.scan(*self.names)
        self.check_failure(result, 2, "sample--quick.html in ")
        self.assertEqual(self.text("sample--quick.html"), "mine")
        self.assertNotIn("index.html", self.files())

    def test_what_is_no_folder(self):
        self.box.write("file", "mine")
        self.folder = self.box.path("file")
        self.check_failure(self.scan(*self.names), 5, "Not a directory")
        self.folder = self.box.path("file/below")
        self.check_failure(self.scan(*self.names), 5, "Not a directory")
        self.assertEqual(asked(self.server), [])
        # Without the slash it is a file, as ever.
        path = self.box.path("page")
        result = self.command("scan", self.server, "-q", "-f", "html", "-o",
                              path, *AS_OF, *self.names)
        self.assertEqual(result.code, 0, result)
        with open(path, encoding="utf-8") as file:
            page = Page(file.read())
        self.assertEqual(page.faults(), [])
        self.assertEqual(page.find("table").all("svg"), [])
        self.assertIn("https://github.com/sample/quick", page.source)

    def test_a_folder_without_its_slash(self):
        os.mkdir(self.folder)
        result = self.command("scan", self.server, "-q", "-f", "html", "-o",
                              self.folder, *AS_OF, *self.names)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(len(self.files()), 5)

    def test_formats_that_are_one_file(self):
        for form in ("table", "json", "ndjson", "csv", "prometheus", "github",
                     "junit"):
            result = self.scan(*self.names, form=form)
            self.check_failure(result, 2, "is a folder",
                               form + " is one file", "-f markdown")
        self.assertEqual(asked(self.server), [])
        self.assertFalse(os.path.exists(self.folder))

    def test_a_dry_run_makes_nothing(self):
        for form, sign in (("html", r" total +12 "),
                           ("markdown", r"\| `total` \| 12 \|")):
            result = self.scan("--dry-run", *self.names, form=form)
            self.assertEqual(result.code, 0, result)
            self.assertRegex(result.out.decode(), sign)
        self.assertFalse(os.path.exists(self.folder))

    def test_broken_off(self):
        """What is there is whole, and the page of all is the old one."""
        self.good_scan("sample/slow", "sample/steady")
        index = self.text("index.html")
        self.server.faults.append(
            Fault("/repos/sample/steady", "slow", nth=None, seconds=20))
        run = self.box.start(
            "scan", "-q", "-f", "html", "-o", self.folder + "/", "--db",
            self.box.path("store.db"), "--api-url", self.server.url, *AS_OF,
            "sample/quick", "sample/steady")
        eventually(lambda: "sample--quick.html" in self.files(), "a page")
        run.send_signal(signal.SIGINT)
        result = self.box.wait(run)
        self.assertEqual(result.code, 130, result)
        self.assertEqual(self.text("index.html"), index)
        for name in self.files()[1:]:
            self.page(name)
        self.server.faults.clear()
        self.good_scan("sample/quick", "sample/steady")
        self.assertEqual(self.files(), [
            LIST, "index.html", "sample--quick.html", "sample--steady.html"])

    def test_hostile_names(self):
        """A folder may be called anything; its page leads nowhere else."""
        for n, name in enumerate((
                'x"><script>alert(1)', "a&b'c", "\u202e\x1b[31m",
                "..%2F..", "-rf", "b c")):
            make_clone(self.box, os.path.join("work", name), commits(n + 1))
        self.good_scan("--git-root", self.box.work)
        names = self.files()
        self.assertEqual(len(names), 8)
        for name in names[1:]:
            self.assertRegex(name, r"\A[\w@][\w.@~-]*\.html\Z")
            page = self.page(name)
            self.assertEqual(len(page.all("script")), name == "index.html")
        links = [row.find("th").find("a") for row in self.rows()]
        self.assertEqual(sorted(a.attributes["href"] for a in links),
                         [n for n in names[1:] if n != "index.html"])
        self.assertTrue(any("<script>" in a.text for a in links))
        self.assertNotIn("\u202e", self.text("index.html"))


if __name__ == "__main__":
    unittest.main()
