#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The manual says what there is and nothing else: pages of all commands, every
option and key, no option that does not exist, and no word that mandoc minds."""
import functools
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

SOURCE = os.environ["HSCAN_SOURCE_DIR"]
PAGES = os.path.join(os.environ["HSCAN_BUILD_DIR"], "man")
PROGRAM = os.environ["HEALTHSCAN"]

OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*[a-z])")


def said(*words):
    done = subprocess.run(words, capture_output=True, timeout=60)
    assert done.returncode == 0, done
    return done.stdout.decode("utf-8")


@functools.lru_cache(None)
def help_of(*command):
    return said(PROGRAM, "help", *command)


def commands():
    text = help_of()
    block = re.search(r"\nCommands:\n(.*?)\n\n", text, re.S).group(1)
    return re.findall(r"^  ([a-z]+)", block, re.M)


def options(command):
    """Only where they are listed, not where one is spoken of."""
    return set(re.findall(r"^  (?:-\w, |    )--([a-z-]+)", help_of(command),
                          re.M))


def formats(command):
    """What it can write; nothing where it takes no --format."""
    text = re.search(r"--format FORMAT how to write the result: ([\w, ()]+?) -o",
                     " ".join(help_of(command).split()))
    return set(re.findall(r"\w+", text.group(1))) - {"default"} if text else set()


@functools.lru_cache(None)
def page(name):
    """As a reader sees it, on lines of any length."""
    text = said("mandoc", "-Tutf8", "-Owidth=500", os.path.join(PAGES, name))
    return re.sub(r".\x08", "", text)


def readme_lines():
    """Lines of the README that run healthscan, continued ones as one."""
    with open(os.path.join(SOURCE, "README.md")) as file:
        text = file.read().replace("\\\n", " ")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    return [line for block in blocks for line in block.splitlines()
            if re.search(r"\bhealthscan [a-z]", line)]


class Manual(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """Every test would stumble over that, and none say what to do."""
        for command in commands():
            name = "healthscan-%s.1" % command
            if not os.path.exists(os.path.join(PAGES, name)):
                raise AssertionError("there is no page on the command %s: "
                                     "write man/%s" % (command, name))

    def setUp(self):
        self.pages = sorted(os.path.basename(p)
                            for p in glob.glob(os.path.join(PAGES, "*.[157]")))
        self.commands = commands()
        self.assertGreater(len(self.commands), 15)

    def test_every_page_is_there(self):
        self.assertEqual(self.pages, sorted([
            "healthscan.1", "healthscan-config.5", "healthscan-json.5",
            *("healthscan-%s.7" % topic for topic in (
                "alternatives", "cost", "formats", "metrics")),
            *("healthscan-%s.1" % c for c in self.commands)]))

    def test_mandoc_minds_nothing(self):
        for name in self.pages:
            done = subprocess.run(
                ["mandoc", "-Tlint", "-Wstyle", os.path.join(PAGES, name)],
                capture_output=True, text=True, timeout=60)
            # Other people's pages are there or not; see below for ours.
            minded = [line for line in done.stdout.splitlines()
                      if "referenced manual not found" not in line]
            self.assertEqual(minded, [], name)
            # From a warning on, its exit code says so, too.
            self.assertLess(done.returncode, 2, name)

    def test_nothing_was_left_to_be_filled_in(self):
        for name in self.pages:
            with open(os.path.join(PAGES, name)) as file:
                self.assertNotRegex(file.read(), r'(?m)^\.\\" [A-Z]+$', name)

    def test_every_option_is_in_the_page_of_its_command(self):
        for command in self.commands:
            text = page("healthscan-%s.1" % command)
            # What is short stands on the same line as its text.
            listed = set(re.findall(
                r"^ +(?:-\w, )?--([a-z-]+)(?: \S+)*(?: {2,}\S.*)?$",
                text, re.M))
            self.assertEqual(options(command) - listed, set(), command)
            self.assertEqual(listed - options(command), set(), command)

    def test_no_page_names_an_option_that_there_is_not(self):
        every = set().union(*map(options, self.commands))
        # Those of git, cmake, gh and npm, in pages that call them.
        every |= {"paginate", "slurp", "json", "install", "no-merges", "full-history", "reachable",
                  "changed-paths", "sbom-format"}
        for name in self.pages:
            named = set(OPTION.findall(page(name)))
            self.assertEqual(named - every, set(), name)

    def test_the_readme_names_options_of_the_command(self):
        lines = readme_lines()
        self.assertGreater(len(lines), 10)
        for line in lines:
            match = re.search(r"\bhealthscan ([a-z]+)(.*)", line)
            # What follows a gap explains the command.
            typed = re.split(r"\s{3,}", match.group(2))[0]
            self.assertIn(match.group(1), self.commands, line)
            self.assertEqual(set(OPTION.findall(typed)) -
                             options(match.group(1)), set(), line)
        with open(os.path.join(SOURCE, "README.md")) as file:
            text = file.read()
        every = set().union(*map(options, self.commands))
        spans = re.findall(r"`([^`\n]+)`", re.sub(
            r"^```.*?^```", "", text, flags=re.M | re.S))
        for span in spans:
            if span.startswith("./dev") or span.startswith("git "):
                continue
            self.assertEqual(set(OPTION.findall(span)) - every, set(), span)

    def test_every_key_is_in_the_page(self):
        text = page("healthscan-config.5")
        rows = said(PROGRAM, "config", "--format", "csv",
                    "--no-pager").splitlines()[1:]
        keys = {row.split(",")[0] for row in rows
                if re.match(r"[a-z]+\.[a-z-]+,", row)}
        self.assertGreater(len(keys), 25)
        listed = set(re.findall(r"^ +([a-z]+\.[a-z-]+)$", text, re.M))
        self.assertEqual(listed, keys)

    def test_every_format_is_in_the_page(self):
        text = page("healthscan-formats.7")
        listed = re.findall(r"(?m)^ {5}([a-z]+(?:, [a-z]+)*)(?: {2,}|$)", text)
        self.assertEqual(
            set(", ".join(listed).split(", ")),
            set().union(*map(formats, self.commands)),
            "describe it in man/healthscan-formats.7")

    def test_every_list_is_in_the_page(self):
        """What writes rows and columns, of whatever commands."""
        text = " ".join(page("healthscan-json.5").split())
        listed = re.search(r"Lists Written by ([\w, ]+):", text).group(1)
        self.assertEqual(
            set(re.split(r", | and ", listed)) | {"metrics"},
            {command for command in self.commands
             if "csv" in formats(command) and "html" not in formats(command)},
            "name it under Lists in man/healthscan-json.5")

    def test_every_view_is_in_the_page(self):
        """With the columns that it has, in their order."""
        text = " ".join(page("healthscan-query.1").split())
        block = re.search(r" Views (.*) OPTIONS ", text).group(1)
        entries = re.split(r" (?=v_[a-z_]+ \()", block)[1:]
        self.assertGreater(len(entries), 15)
        with tempfile.TemporaryDirectory() as folder:
            store = os.path.join(folder, "store.db")
            for entry in entries:
                view, rest = re.match(r"(v_[a-z_]+) \([^)]*\) (.*)",
                                      entry).groups()
                # Without the remarks; what remains are names.
                listed = re.findall(r"\w+", re.split(
                    r"\. ", re.sub(r"\([^)]*\)", "", rest))[0])
                with self.subTest(view):
                    self.assertEqual(",".join(listed), said(
                        PROGRAM, "query", "SELECT * FROM %s LIMIT 0" % view,
                        "--db", store, "--format", "csv").strip())
        # And there is no other: each is made in a file of queries/views. Only
        # the views themselves may read those that are called otherwise.
        made = set()
        for path in glob.glob(os.path.join(SOURCE, "queries", "views", "*")):
            with open(path) as file:
                made |= set(re.findall(r"CREATE TEMP VIEW (v_\w+)",
                                       file.read()))
        self.assertEqual({entry.split()[0] for entry in entries}, made)

    def test_every_member_is_in_the_page(self):
        schema = []
        for path in glob.glob(os.path.join(SOURCE, "src", "report",
                                           "*.schema.json")):
            with open(path) as file:
                schema.append(json.load(file))
        self.assertGreater(len(schema), 1)
        words = set(re.findall(r"[a-z0-9_]+", page("healthscan-json.5")))

        def names(part):
            if isinstance(part, dict):
                yield from part.get("properties", {})
                for value in part.values():
                    yield from names(value)
            elif isinstance(part, list):
                for value in part:
                    yield from names(value)

        found = set(names(schema))
        self.assertGreater(len(found), 60)
        self.assertEqual(found - words, set())

    def test_what_is_to_be_seen_also_is_there(self):
        others = {"git", "git-config", "bash", "fish", "zshcompsys", "mail"}
        for name in self.pages:
            with open(os.path.join(PAGES, name)) as file:
                for target, section in re.findall(
                        r"^\.(?:It )?Xr (\S+) (\d)", file.read(), re.M):
                    if target not in others:
                        self.assertIn(
                            "%s.%s" % (target, section), self.pages,
                            "%s: .Xr is for our own pages; another program "
                            "is .Ql %s, or one of `others` here" % (
                                name, target))

    def test_exit_codes(self):
        codes = re.findall(r"^  (\d+) ", re.search(
            r"\nExit codes:\n(.*?)\n\n", said(PROGRAM, "--help"), re.S).group(1), re.M)
        text = page("healthscan.1")
        self.assertGreater(len(codes), 5)
        for code in codes:
            self.assertRegex(text, r"(?m)^ +%s +[A-Z]" % code)


if __name__ == "__main__":
    unittest.main()
