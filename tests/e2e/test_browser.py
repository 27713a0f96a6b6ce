#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The pages as Chromium shows them: what the script does, what stays in sight,
that nothing is asked of anybody, and, with axe-core, whether people who do not
see or point can use them. HSCAN_AXE names its axe.min.js; else it is looked for
where `npm install -g axe-core` puts it."""
import json
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from browser import CHROMIUM, Browser  # noqa: E402
from fake_github import Repository, issue, pull  # noqa: E402
from harness import Box, FakeGitHub, make_clone  # noqa: E402
from test_names import commits  # noqa: E402
from test_scan import AS_OF, DAY, END, HOUR  # noqa: E402

REPOS = 12
# Of the screen: a desk's, a phone's; and a sheet of paper.
LOOKS = {
    "light": {}, "dark": {"dark": True}, "phone": {"width": 390, "height": 800},
    "paper": {"paper": True, "width": 794}, "no script": {"scripts": False},
}


def find_axe():
    path = os.environ.get("HSCAN_AXE")
    if not path:
        try:
            root = subprocess.run(["npm", "root", "-g"], check=True,
                                  capture_output=True, text=True, timeout=60)
        except (OSError, subprocess.SubprocessError):
            return None
        path = os.path.join(root.stdout.strip(), "axe-core", "axe.min.js")
    return path if os.path.isfile(path) else None


AXE = find_axe()


def repository(n):
    """Some at risk, some to watch, some healthy; of one there is little."""
    hours = (10, 100, 300)[n % 3]
    items = [pull(i + 1, END - (3 + 5 * i) * DAY,
                  merged=min(END - 60, END - (3 + 5 * i) * DAY + hours * HOUR))
             for i in range(60 if n else 2)]
    items += [issue(100 + i, END - (3 + 4 * i) * DAY, closed=END - 2 * DAY)
              for i in range(20)]
    return Repository("sample", "a-name-that-is-rather-long-%02d" % n,
                      rid=n + 1, items=items,
                      created="2024-01-01T00:00:00Z",
                      pushed_at="2026-02-28T00:00:00Z")


@unittest.skipUnless(CHROMIUM, "chromium is not there")
class BrowserCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.box = Box()
        cls.addClassCleanup(cls.box.close)
        repos = [repository(n) for n in range(REPOS)]
        hub = FakeGitHub(repos).start()
        cls.addClassCleanup(hub.close)
        os.mkdir(cls.box.path("root"))
        for repo in repos[::2]:
            make_clone(cls.box, "root/" + repo.name, commits(40),
                       origin="https://github.com/sample/" + repo.name)
        cls.folder = cls.box.path("site")
        names = ["sample/" + repo.name for repo in repos]
        result = cls.box.run(
            "scan", "-q", "--db", cls.box.path("s.db"), "--api-url", hub.url,
            "--git-root", cls.box.path("root"), *AS_OF, "-f", "html", "-o",
            cls.folder + "/", *names, "sample/missing", "--fail-on", "class=new",
            env={"GH_TOKEN": "t0ken"})
        assert result.code == 4, result
        try:
            cls.browser = Browser()
        except AssertionError as failure:
            raise unittest.SkipTest("chromium does not start here: %s" %
                                    failure) from None
        cls.addClassCleanup(cls.browser.close)

    def path(self, name="index.html"):
        return os.path.join(self.folder, name)

    def page(self):
        return self.path("sample--a-name-that-is-rather-long-02.html")

    def open(self, name="index.html", **look):
        self.browser.open(self.path(name), **look)

    def run_script(self, script):
        return self.browser.run(script)

    def names(self):
        """Of the rows that are shown, in their order."""
        return self.run_script(
            "[...document.querySelectorAll('.sorts tbody tr')]"
            ".filter(r => r.offsetParent !== null)"
            ".map(r => r.cells[1].textContent)")


class TestPages(BrowserCase):
    def test_nothing_is_asked_of_anybody(self):
        """But for the page itself; and its policy lets through what it has."""
        for name in ("index.html", os.path.basename(self.page())):
            for what, look in LOOKS.items():
                with self.subTest(page=name, look=what):
                    self.open(name, **look)
                    self.assertEqual(self.browser.asked(),
                                     ["file://" + self.path(name)])
                    self.assertEqual(self.browser.complaints(), [])

    def test_it_fits_the_screen(self):
        """What is wider scrolls in its own place."""
        for name in ("index.html", os.path.basename(self.page())):
            for look in ("light", "phone"):
                self.open(name, **LOOKS[look])
                wide, screen = self.run_script(
                    "[document.documentElement.scrollWidth, innerWidth]")
                self.assertEqual(wide, screen, (name, look))

    def test_the_heading_and_the_names_stay(self):
        for width in (700, 390):
            self.open(width=width, height=300)
            before, after, moved = self.run_script("""(() => {
                const box = document.querySelector(".tall");
                const head = box.querySelector("thead th:nth-child(2)");
                const name = box.querySelector("tbody tr:last-child th");
                const cell = box.querySelector("tbody tr:last-child td");
                const edge = box.getBoundingClientRect();
                const at = () => [
                    Math.round(head.getBoundingClientRect().top - edge.top),
                    Math.round(name.getBoundingClientRect().left - edge.left)];
                const first = at(), was = cell.getBoundingClientRect();
                box.scrollTo(150, 200);
                const is = cell.getBoundingClientRect();
                return [first, at(), [was.top - is.top, was.left - is.left]];
            })()""")
            self.assertGreater(min(moved), 50, width)
            self.assertEqual(after[0], before[0], width)
            self.assertGreater(before[1], 10, width)
            self.assertLessEqual(after[1], 1, width)

    def test_rows_are_chosen(self):
        self.open()
        everyone = self.names()
        self.assertEqual(len(everyone), REPOS + 1)
        labels = self.run_script(
            "[...document.querySelectorAll('.filters label')].map(l =>"
            " [l.firstChild.data.trim(), [...(l.control.options || [])]"
            ".map(o => o.text)])")
        self.assertEqual([label for label, _ in labels],
                         ["Repository", "Class", "Status"])
        self.assertEqual(labels[1][1], ["all", "active", "unknown", "none"])
        # The gravest first, and last the one that there is nothing of.
        states = [text.split()[-1] for text in labels[2][1]]
        self.assertEqual(states[1], "risk")
        self.assertEqual(states[-1], "none")

        def choose(label, value):
            self.run_script("""(([label, value]) => {
                const control = [...document.querySelectorAll(
                    ".filters label")].find((one) =>
                        one.textContent.startsWith(label)).control;
                control.value = control.options ? [...control.options].find(
                    (one) => one.text.endsWith(value)).value : value;
                control.dispatchEvent(new Event("input", {bubbles: true}));
            })(%s)""" % json.dumps([label, value]))
            count = self.run_script(
                "document.querySelector('.filters output').textContent")
            self.assertEqual(count, "%d of %d" % (
                len(self.names()), REPOS + 1))
            return self.names()

        def having(column, word):
            return self.run_script(
                "[...document.querySelectorAll('.sorts tbody tr')].filter("
                "r => r.cells[%d].textContent.endsWith('%s')).map(r =>"
                " r.cells[1].textContent)" % (column, word))

        for label, column, word in (("Class", 2, "active"),
                                    ("Status", 3, "risk")):
            chosen = choose(label, word)
            self.assertEqual(chosen, having(column, word))
            self.assertIn(len(chosen), range(1, REPOS))
            self.assertEqual(choose(label, "all"), everyone)
        self.assertEqual(choose("Status", "none"), ["sample/missing failed"])
        choose("Status", "all")
        self.assertEqual(choose("Repository", "LONG-07"),
                         ["sample/a-name-that-is-rather-long-07"])

    def test_rows_are_sorted(self):
        self.open()
        self.run_script("document.querySelectorAll('.sorts th button')[1]"
                        ".click()")
        names = self.names()
        self.assertEqual(names, sorted(names))
        self.assertEqual(len(names), REPOS + 1)
        for direction in (1, -1):
            keys = self.run_script(
                "document.querySelectorAll('.sorts th button')[5].click(),"
                "[...document.querySelectorAll('.sorts tbody tr')].map(r =>"
                " r.cells[5].dataset.key ?? '')")
            known = [direction * float(key) for key in keys if key]
            self.assertEqual(known, sorted(known))
            # What is not known is at the end, whichever way.
            self.assertEqual(keys[:len(known)], [k for k in keys if k])
            self.assertGreater(len(known), REPOS // 2)

    def test_without_a_script_it_is_all_there(self):
        self.open(scripts=False)
        rows, buttons, filters = self.run_script(
            "[document.querySelectorAll('.sorts tbody tr').length,"
            " document.querySelectorAll('button').length,"
            " document.querySelectorAll('.filters').length]")
        self.assertEqual((rows, buttons, filters), (REPOS + 1, 0, 0))

    def test_it_leads_there_and_back(self):
        self.open()
        target = self.run_script(
            "document.querySelector('.sorts tbody a').href")
        self.open(os.path.basename(target))
        self.assertEqual(
            self.run_script("document.querySelector('nav a').href"),
            "file://" + self.path())


@unittest.skipUnless(AXE, "axe-core is not there; set HSCAN_AXE")
class TestAxe(BrowserCase):
    def test_no_violations(self):
        with open(AXE, encoding="utf-8") as file:
            axe = file.read()
        for name in ("index.html", os.path.basename(self.page())):
            for what in ("light", "dark", "phone"):
                with self.subTest(page=name, look=what):
                    self.open(name, **LOOKS[what])
                    self.run_script(axe + ";0")
                    found = self.run_script(
                        "axe.run(document, {resultTypes: ['violations']})"
                        ".then(r => [r.passes.length, r.violations.map(v =>"
                        " v.id + ': ' + v.nodes.map(n => n.html + ' ' +"
                        " n.failureSummary).slice(0, 3).join(' | '))])")
                    self.assertGreater(found[0], 10)
                    self.assertEqual(found[1], [])


if __name__ == "__main__":
    unittest.main()
