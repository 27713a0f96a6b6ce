#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each test says of which kind it is, so that `ctest -L unit` leaves none out,
and each class of the scripts that are divided is an entry."""
import ast
import glob
import json
import os
import subprocess
import unittest

SOURCE = os.environ["HSCAN_SOURCE_DIR"]
BUILD = os.environ["HSCAN_BUILD_DIR"]
KINDS = {"unit", "contract", "e2e", "golden", "fuzz", "torture", "memcheck"}


def labels():
    """The labels of each test, by its name, as ctest has them."""
    said = subprocess.run(["ctest", "--show-only=json-v1"], cwd=BUILD,
                          check=True, capture_output=True, text=True).stdout
    return {test["name"]: {label for kind in test["properties"]
                           if kind["name"] == "LABELS"
                           for label in kind["value"]}
            for test in json.loads(said)["tests"]}


class TestLabels(unittest.TestCase):
    def test_each_has_a_kind_that_is_known(self):
        for name, has in labels().items():
            with self.subTest(name):
                self.assertTrue(has)
                self.assertLessEqual(has, KINDS)

    def test_each_kind_has_a_test(self):
        self.assertEqual(set().union(*labels().values()), KINDS)

    def test_they_say_what_they_are(self):
        found = labels()
        self.assertEqual(found["base/arena"], {"unit"})
        self.assertEqual(found["source_github/decode"], {"unit"})
        self.assertEqual(found["e2e/torture"], {"e2e", "torture"})
        self.assertEqual(found["e2e/memcheck"], {"e2e", "memcheck"})

    def test_no_class_is_left_out(self):
        """Of a script that is divided, an entry a class with tests."""
        entries = set(labels())
        scripts = glob.glob(os.path.join(SOURCE, "tests", "e2e", "test_*.py"))
        self.assertTrue(scripts)
        for script in scripts:
            name = "e2e/" + os.path.basename(script)[len("test_"):-len(".py")]
            if name in entries:
                continue  # as a whole
            with open(script, encoding="utf-8") as file:
                tree = ast.parse(file.read())
            wanted = {"%s/%s" % (name, node.name) for node in tree.body
                      if isinstance(node, ast.ClassDef) and any(
                          isinstance(part, ast.FunctionDef)
                          and part.name.startswith("test")
                          for part in node.body)}
            with self.subTest(name):
                self.assertTrue(wanted)
                self.assertEqual({entry for entry in entries
                                  if entry.startswith(name + "/")}, wanted)


if __name__ == "__main__":
    unittest.main()
