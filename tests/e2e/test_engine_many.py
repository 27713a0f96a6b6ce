# SPDX-License-Identifier: MIT
"""healthscan --engine URL over many repositories at once: the whole catalogue
over thirteen windows is, byte for byte, what the store's own engine computes, in
the order that was asked for. HSCAN_ENGINE=3000 takes as many, which are more than
one batch; 40 otherwise."""
import json
import os
import random
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

import shards  # noqa: E402
from harness import Case, at  # noqa: E402
from shards import without  # noqa: E402
from wild import wild  # noqa: E402

MANY = int(os.environ.get("HSCAN_ENGINE", "40"))
START = at("2026-01-01")
AS_OF = ("--as-of", "2026-03-01", "--profile")
LONG = 3600  # seconds, for thousands


def wild_one(seed):
    """Few have much, most have little; of some nothing is left in the windows."""
    days = 400 if seed % 9 == 0 else 58
    return wild(seed, "w%d" % seed, START - (days - 58) * 86400, days=58,
                items=1 + (120 if seed % 10 == 0 else seed % 25),
                untold=seed % 3 == 0)


@unittest.skipUnless(shards.HERE, shards.MISSING)
class Many(Case):
    @classmethod
    def setUpClass(cls):
        cls.shards = shards.Shards()
        cls.addClassCleanup(cls.shards.close)

    def program(self, *args, code=0):
        done = self.run_program(*args, timeout=LONG)
        self.assertEqual(done.code, code, done)
        return done

    def setUp(self):
        super().setUp()
        repos = [wild_one(seed) for seed in range(1, MANY + 1)]
        names = [repo.full_name for repo in repos]
        random.Random(7).shuffle(names)
        # One twice, and one that is not there.
        self.names = [*names[:20], names[3], "sample/none", *names[20:]]
        self.box.write("work/names", "".join(n + "\n" for n in self.names))
        hub = self.hub(*repos, limit=None)
        self.db = self.box.path("store.db")
        self.program("scan", "names", "--db", self.db, "--api-url",
                     hub.url, *AS_OF, "full", "--history", "events", "-q",
                     code=4)
        for url in self.shards.urls:
            self.program("export", "clickhouse", url, "--init", "--cluster",
                         "two")
        self.program("export", "clickhouse", self.shards.url, "--db", self.db)

    def both(self, form, *args):
        """What each says of all of them; where the store has it first."""
        for engine in (("--offline", "--db", self.db),
                       ("--engine", self.shards.url)):
            yield self.program("scan", "names", *AS_OF, *args, "-f", form,
                               "-q", *engine, code=3).out

    def test_what_both_say(self):
        """In one test, as it takes long to have them all."""
        self.check_numbers()
        self.check_order()
        self.check_table()
        self.check_questions()

    def check_numbers(self):
        for args in (("core",), ("full",), ("core", "--history", "events"),
                     ("full", "--history", "events"),
                     ("activity", "--history", "events")):
            with self.subTest(args=args):
                here, there = self.both("json", *args)
                here, there = (
                    json.dumps(without(json.loads(text)), indent=1)
                    for text in (here, there))
                self.check_same(here, there)
                self.assertEqual(here.count('"healthscan.report/1"'), MANY)

    def check_same(self, here, there):
        """The first line that differs says more than megabytes."""
        for pair in zip(here.splitlines(), there.splitlines()):
            self.assertEqual(*pair)
        self.assertEqual(len(here), len(there))

    def check_order(self):
        """Lines come as they were asked for."""
        here, there = (
            [without(json.loads(line)) for line in text.splitlines()]
            for text in self.both("ndjson", "core"))
        self.assertEqual(
            [line.get("repository") or line["repo"]["full_name"]
             for line in there[:-1]],
            [name for n, name in enumerate(self.names) if n != 20])
        self.assertEqual(here, there)

    def check_questions(self):
        """As many are asked for few repositories and windows as for many."""
        def asked(*args):
            done = self.program("scan", *args, *AS_OF, "full", "-vv",
                                "--engine", self.shards.url, code=0)
            return sum("POST" in line for line in done.err.splitlines())
        names = [name for name in self.names if name != "sample/none"]
        all_of_them = asked(*names[:30])
        self.assertGreater(all_of_them, 40)
        self.assertEqual(asked(*names[10:30]), all_of_them)
        self.assertEqual(asked(*names[:30], "--windows", "5"), all_of_them)

    def check_table(self):
        """But for where one is not."""
        self.check_same(*(
            "".join(line for line in text.decode().splitlines(True)
                    if "sample/none" not in line)
            for text in self.both("csv", "full")))


if __name__ == "__main__":
    unittest.main()
