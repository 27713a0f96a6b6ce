#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What no compiler holds: functions that are not to be used, work left
undone, files that do not say why they exist, words of one machine."""
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.dont_write_bytecode = True
from test_layers import ROOT, without_comments_and_strings  # noqa: E402

# Each has a safer twin in src/base, or in C itself.
BANNED = re.compile(
    r"\b(strcpy|strcat|sprintf|vsprintf|strtok|strncpy|strncat|gets|gmtime|"
    r"localtime|ctime|asctime|atoi|atol|atoll|atof|strtol|strtoul|strtoll|"
    r"strtoull|alloca|rand|srand|tmpnam|mktemp|system|popen)\s*\(")

# x = realloc(x, ...): when it fails, what x pointed to is lost.
LOST = re.compile(r"([\w.>\[\]-]+)\s*=\s*realloc\(\s*\**\1\s*,")

UNDONE = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|TEMPO" r"RARY)\b")

# In every version of cmocka one of its two names is missing or deprecated:
# assert_within() of tests/support.
RANGES = re.compile(r"\bassert_(u?int_)?in_range\b")

# A folder of one machine: tests use TMPDIR, programs what they are given.
MACHINE = re.compile(r"/(home|root|Users|work)/\w")

# What a comment looks like at the top of a file, after "#!" and the licence.
FIRST_COMMENT = {
    ".c": r"/\*", ".h": r"/\*", ".sql": r"-- ", ".sh": r"# ", ".cmake": r"# ",
    ".py": r'"""', "": r"# ",
}
SCRIPTS = {"dev", "run", "CMakeLists.txt"}

TEXT = {".c", ".h", ".sql", ".py", ".sh", ".md", ".txt", ".cmake", ".json", ""}


def files():
    """Text that people write, as paths from the root: no recorded answer, no
    input of a fuzz target."""
    out = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-coz", "--exclude-standard"],
        capture_output=True, text=True)
    names = out.stdout.split("\0") if out.returncode == 0 else []
    if not names:  # an unpacked archive has no git
        names = [(Path(folder) / name).relative_to(ROOT).as_posix()
                 for folder, _, found in os.walk(ROOT) for name in found]
    return [Path(name) for name in names
            if Path(name).suffix in TEXT and (ROOT / name).is_file()
            and not name.startswith(("build", ".git/",
                                     "fixtures/demo/recording/",
                                     "tests/fuzz/corpus/"))]


def says_why(path, text):
    """Whether the first thing in a file is a comment in words."""
    kind = path.suffix
    if path.name in SCRIPTS:
        kind = ""
    elif kind not in FIRST_COMMENT or not kind:
        return True
    head = re.sub(r"\A(#![^\n]*\n)?((/\*|#|--) SPDX[^\n]*\n)?"
                  r"(#define [^\n]*\n)?\s*", "", text)
    return re.match(FIRST_COMMENT[kind] + r"\s*\S", head) is not None


class Style(unittest.TestCase):
    def lines(self, paths, pattern, clean=lambda text: text):
        faults = []
        for path in paths:
            text = clean((ROOT / path).read_text(errors="replace"))
            for at, line in enumerate(text.splitlines(), 1):
                if pattern.search(line):
                    faults.append(f"{path}:{at}: {line}")
        return faults

    def test_there_is_something_to_check(self):
        self.assertGreater(len(files()), 150)

    def test_banned_functions(self):
        paths = [p for p in files() if p.suffix in (".c", ".h")
                 and p.parts[0] in ("src", "include")]
        self.assertGreater(len(paths), 100)
        self.assertEqual(
            self.lines(paths, BANNED, without_comments_and_strings), [])
        self.assertEqual(
            [str(p) for p in paths if LOST.search((ROOT / p).read_text())], [])

    def test_nothing_left_undone(self):
        self.assertEqual(self.lines(files(), UNDONE), [])

    def test_no_word_of_one_machine(self):
        self.assertEqual(self.lines(files(), MACHINE), [])

    def test_files_say_why_they_exist(self):
        faults = [str(p) for p in files()
                  if not says_why(p, (ROOT / p).read_text(errors="replace"))]
        self.assertEqual(faults, [])

    def test_names_that_not_every_cmocka_has(self):
        paths = [p for p in files() if p.parts[0] == "tests"
                 and p.suffix == ".c"]
        self.assertEqual(
            self.lines(paths, RANGES), [],
            "use assert_within() of tests/support/support.h instead")

    def test_files_end_with_a_line_break(self):
        faults = [str(p) for p in files() if (ROOT / p).stat().st_size
                  and not (ROOT / p).read_bytes().endswith(b"\n")]
        self.assertEqual(faults, [])


class Checker(unittest.TestCase):
    """The checks above find what they are there to find."""

    def test_functions(self):
        def found(text):
            return BANNED.search(without_comments_and_strings(text))
        self.assertTrue(found("x = atoi(y);"))
        self.assertTrue(found('/* a */ strcpy(x, "b");'))
        self.assertFalse(found("hscan_parse_i64(y)"))
        self.assertFalse(found('f("atoi(") /* strtol( */;'))

    def test_realloc(self):
        self.assertTrue(LOST.search("x->y = realloc(x->y, 8);"))
        self.assertTrue(LOST.search("*x[i] =\n\t    realloc(*x[i], 8);"))
        self.assertFalse(LOST.search("more = realloc(x->y, 8);"))

    def test_words(self):
        self.assertTrue(UNDONE.search("/* TO" "DO: later */"))
        self.assertTrue(MACHINE.search("open('/ho" "me/x/y')"))
        self.assertTrue(RANGES.search("\tassert_in_range(n, 1, 2);"))

    def test_first_comment(self):
        c, spdx = Path("src/x.c"), "/* SPDX-License-Identifier: MIT */\n"
        self.assertTrue(says_why(c, spdx + "/* Why. */\nint x;\n"))
        self.assertTrue(says_why(c, spdx + "/*\n * Why.\n */\n"))
        self.assertFalse(says_why(c, spdx + "#include <time.h>\n"))
        self.assertFalse(says_why(c, spdx))
        self.assertTrue(says_why(Path("a.sql"), "-- Why.\nSELECT 1;\n"))
        self.assertFalse(says_why(Path("a.sql"), "SELECT 1;\n"))
        self.assertTrue(says_why(
            Path("a.py"), "#!/usr/bin/env python3\n# SPDX-x\n\"\"\"Why.\n"))
        self.assertFalse(says_why(Path("dev"), "#!/bin/sh\nset -eu\n"))


if __name__ == "__main__":
    sys.exit(unittest.main())
