#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The program from end to end under valgrind, which finds what the sanitizers
do not: memory that is read before it is written, in our libraries as well.

Needs a build without sanitizers: `./dev test` takes the strict one."""
import os
import shutil
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

import harness  # noqa: E402
from harness import Case, History, at, make_clone  # noqa: E402
from test_sync import AS_OF, known  # noqa: E402

VALGRIND = shutil.which("valgrind")
SLOW = 300  # seconds; some thirty times what it takes by itself


def is_sanitized(program):
    with open(program, "rb") as file:
        return b"__asan_init" in file.read()


@unittest.skipIf(VALGRIND is None, "valgrind is not there")
@unittest.skipIf(os.path.isfile(harness.PROGRAM)
                 and is_sanitized(harness.PROGRAM),
                 "a build with sanitizers does not run in valgrind")
class TestMemory(Case):
    def setUp(self):
        super().setUp()
        self.log = self.box.path("valgrind.log")
        program = harness.PROGRAM
        harness.PROGRAM = self.box.write("healthscan", "\n".join([
            "#!/bin/sh",
            "exec '%s' --quiet --error-exitcode=99 --leak-check=full"
            " --errors-for-leak-kinds=definite --show-leak-kinds=definite"
            " --child-silent-after-fork=yes --log-file='%s' '%s' \"$@\""
            % (VALGRIND, self.log, program), ""]), mode=0o755)
        self.addCleanup(setattr, harness, "PROGRAM", program)

    def clean(self, command, hub, *args, code=0):
        result = self.command(command, hub, *args, timeout=SLOW)
        with open(self.log, encoding="utf-8", errors="replace") as file:
            self.assertEqual(file.read(), "", (command, args))
        self.assertEqual(result.code, code, result)
        return result

    def test_end_to_end(self):
        """A first run with a clone, a later one, and all that reads."""
        history = History()
        for day in range(1, 20):
            history.commit(at("2026-02-%02d" % day),
                           {"docs/a.md": "text %d" % day, "b.c": "%d" % day})
        clone = make_clone(self.box, "clone", history)
        hub = self.hub(known())
        name = "sample/meadow"
        first = self.clean("repo", hub, name, "--format", "json", *AS_OF,
                           "--history", "events", "--git", clone)
        self.assertEqual(first.value("pr_merge_cycle"), 10)
        self.clean("repo", hub, name, "--format", "html", *AS_OF,
                   "--history", "events", "--git", clone)
        self.clean("scan", hub, name, *AS_OF)
        self.clean("check", hub, name, *AS_OF, "--fail-on", "risk",
                   "-m", "pr_merge_cycle")
        self.clean("explain", hub, "pr_merge_cycle", name, *AS_OF)
        self.clean("query", None, "SELECT count(*) FROM v_item")

    def test_what_goes_wrong(self):
        """The ways out that are seldom taken."""
        hub = self.hub(known())
        self.clean("repo", hub, "sample/nowhere", *AS_OF, code=4)
        self.clean("repo", hub, "sample/meadow", "--as-of", "soon", code=2)
        self.box.write("store.db", "this is a letter to my aunt\n" * 100)
        self.clean("repo", hub, "sample/meadow", *AS_OF, code=5)


if __name__ == "__main__":
    unittest.main()
