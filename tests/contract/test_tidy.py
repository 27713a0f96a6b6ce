#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tests/support/tidy.sh: clang-tidy is not asked twice about the same file,
and never spared about another one or about one that it found something in.

A stand-in for clang-tidy notes each call, and finds fault with a file that
says so.
"""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ.get("HSCAN_SOURCE_DIR") or
            Path(__file__).resolve().parents[2])

STAND_IN = """#!/bin/sh
[ "$1" = --version ] && { echo version 1; exit 0; }
echo called >>"$CALLS"
while [ "$2" != -- ]; do shift; done
! grep -q FAULT "$1"
"""


class Tidy(unittest.TestCase):
    def setUp(self):
        self.dir = Path(tempfile.mkdtemp(prefix="healthscan-tidy."))
        self.addCleanup(shutil.rmtree, self.dir)
        self.calls = self.dir / "calls"
        self.tool = self.dir / "stand-in"
        self.tool.write_text(STAND_IN)
        self.tool.chmod(0o755)
        (self.dir / "a.h").write_text("int a;\n")
        self.source("int b;")

    def source(self, text):
        (self.dir / "a.c").write_text(f'#include "a.h"\n{text}\n')

    def run_it(self, *flags, cache="cache"):
        """(whether it was content, whether the tool was asked)"""
        before = self.count()
        done = subprocess.run(
            [ROOT / "tests/support/tidy.sh", self.tool, "--quiet",
             self.dir / "a.c", "--", "cc", *flags, "-c", self.dir / "a.c",
             "-o", self.dir / "a.o"],
            env=dict(os.environ, CALLS=str(self.calls),
                     XDG_CACHE_HOME=str(self.dir / cache)),
            stdin=subprocess.DEVNULL, capture_output=True, check=False)
        return done.returncode == 0, self.count() > before

    def count(self):
        return self.calls.read_text().count("\n") if self.calls.exists() else 0

    def test_the_same_file(self):
        self.assertEqual(self.run_it(), (True, True))
        self.assertEqual(self.run_it(), (True, False))

    def test_another_file_header_remark_or_flag(self):
        self.run_it()
        self.source("int c;")
        self.assertEqual(self.run_it(), (True, True))
        (self.dir / "a.h").write_text("long a;\n")
        self.assertEqual(self.run_it(), (True, True))
        (self.dir / "a.h").write_text("long a; /* NOLINT */\n")
        self.assertEqual(self.run_it(), (True, True))
        self.assertEqual(self.run_it("-DX=1"), (True, True))
        self.assertEqual(self.run_it("-DX=1"), (True, False))

    def test_a_fault_is_found_each_time(self):
        self.source("int b; /* FAULT */")
        self.assertEqual(self.run_it(), (False, True))
        self.assertEqual(self.run_it(), (False, True))

    def test_what_does_not_compile(self):
        self.source('#include "none.h"')
        self.assertEqual(self.run_it(), (True, True))
        self.assertEqual(self.run_it(), (True, True))

    def test_where_nothing_can_be_kept(self):
        self.assertEqual(self.run_it(cache="a.h/cache"), (True, True))
        self.assertEqual(self.run_it(cache="a.h/cache"), (True, True))


if __name__ == "__main__":
    unittest.main()
