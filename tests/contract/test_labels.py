#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each test says of which kind it is, so that `ctest -L unit` leaves none out."""
import json
import os
import subprocess
import unittest

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


if __name__ == "__main__":
    unittest.main()
