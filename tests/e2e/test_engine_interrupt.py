# SPDX-License-Identifier: MIT
"""Ctrl-C while --engine waits: the server does not go on with what nobody waits
for. It would for ten minutes, the time that a question may take."""
import os
import signal
import sys
import time
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

import shards  # noqa: E402
from harness import Case  # noqa: E402

ENDLESS = "SELECT count() AS n FROM system.numbers"
UNDER_WAY = ("SELECT user FROM system.processes WHERE query LIKE"
             " '%system.num%' AND query_id LIKE 'healthscan-%'")
PATIENCE_S = 300  # of a busy machine


@unittest.skipUnless(shards.HERE, shards.MISSING)
class Interrupted(Case):
    @classmethod
    def setUpClass(cls):
        cls.shards = shards.Shards()
        cls.addClassCleanup(cls.shards.close)

    def until(self, users):
        """Waits for those who have a question under way to be these."""
        deadline = time.monotonic() + PATIENCE_S
        while self.shards.ask(UNDER_WAY).decode() \
                .split() != users:
            self.assertLess(time.monotonic(), deadline, users)
            time.sleep(0.05)

    def test_the_question_is_ended(self):
        for user, password in (("default", ""), ("reader", "of the reader")):
            with self.subTest(user=user):
                running = self.box.start(
                    "query", ENDLESS, "--engine", self.shards.url,
                    env={"HEALTHSCAN_CLICKHOUSE_USER": user,
                         "HEALTHSCAN_CLICKHOUSE_PASSWORD": password})
                self.until([user])
                running.send_signal(signal.SIGINT)
                done = self.box.wait(running, PATIENCE_S)
                self.assertEqual(done.code, 130, done)
                self.until([])


if __name__ == "__main__":
    unittest.main()
