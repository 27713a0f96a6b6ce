#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What no compiler holds: functions that are not to be used, work left
undone, words of one machine."""
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from test_layers import ROOT, without_comments_and_strings  # noqa: E402

# Each has a safer twin in src/base, or in C itself.
BANNED = re.compile(
    r"\b(strcpy|strcat|sprintf|vsprintf|strtok|strncpy|strncat|gets|gmtime|"
    r"localtime|ctime|asctime|atoi|atol|atoll|atof|strtol|strtoul|strtoll|"
    r"strtoull|alloca|rand|srand|tmpnam|mktemp|system|popen)\s*\(")

UNDONE = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|TEMPO" r"RARY)\b")

# A folder of one machine: tests use TMPDIR, programs what they are given.
MACHINE = re.compile(r"/(home|root|Users|work)/\w")

TEXT = {".c", ".h", ".sql", ".py", ".sh", ".md", ".txt", ".cmake", ".json", ""}


def files():
    out = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard"],
        capture_output=True, text=True)
    if out.returncode == 0:
        names = [ROOT / line for line in out.stdout.splitlines()]
    else:  # an unpacked archive has no git
        names = [Path(folder) / name
                 for folder, _, found in os.walk(ROOT) for name in found
                 if "/build" not in folder and "/.git" not in folder]
    return [p for p in names if p.suffix in TEXT and p.is_file()
            and "fixtures/demo/recording" not in p.as_posix()
            and "tests/fuzz/corpus" not in p.as_posix()]


class Style(unittest.TestCase):
    def lines(self, paths, pattern, clean=lambda text: text):
        faults = []
        for path in paths:
            text = clean(path.read_text(errors="replace"))
            for at, line in enumerate(text.splitlines(), 1):
                if pattern.search(line):
                    faults.append(f"{path.relative_to(ROOT)}:{at}: {line}")
        return faults

    def test_there_is_something_to_check(self):
        self.assertGreater(len(files()), 150)

    def test_banned_functions(self):
        paths = [p for p in files() if p.suffix in (".c", ".h")
                 and "src" in p.relative_to(ROOT).parts]

        def clean(text):
            # Lines must stay lines, so strings and comments are blanked.
            return re.sub(r"/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"",
                          lambda m: "\n" * m.group().count("\n"), text,
                          flags=re.S)
        self.assertEqual(self.lines(paths, BANNED, clean), [])

    def test_nothing_left_undone(self):
        self.assertEqual(self.lines(files(), UNDONE), [])

    def test_no_word_of_one_machine(self):
        self.assertEqual(self.lines(files(), MACHINE), [])

    def test_files_end_with_a_line_break(self):
        faults = [str(p.relative_to(ROOT)) for p in files()
                  if p.stat().st_size and not p.read_bytes().endswith(b"\n")]
        self.assertEqual(faults, [])

    def test_the_checks_find_what_they_look_for(self):
        self.assertTrue(BANNED.search("x = atoi(y);"))
        self.assertFalse(BANNED.search("hscan_parse_i64(y)"))
        self.assertTrue(UNDONE.search("/* TO" "DO: later */"))
        self.assertTrue(MACHINE.search("open('/ho" "me/x/y')"))
        self.assertNotIn("atoi", without_comments_and_strings('"atoi("'))


if __name__ == "__main__":
    sys.exit(unittest.main())
