# SPDX-License-Identifier: MIT
"""ClickHouse as an engine, against two real shards: tests/support/clickhouse.sh
starts them. Where the package is not there, all of it is skipped."""
import os
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "support"))
import shards  # noqa: E402
from harness import Case  # noqa: E402


@unittest.skipUnless(shards.HERE, shards.MISSING)
class TestShards(unittest.TestCase):
    """The script itself: what the other tests stand on."""

    @classmethod
    def setUpClass(cls):
        cls.shards = shards.Shards()
        cls.addClassCleanup(cls.shards.close)

    def test_two_that_know_each_other(self):
        for url in self.shards.urls:
            self.assertRegex(url, r"^http://127\.0\.0\.1:\d+/healthscan$")
        self.assertNotEqual(*self.shards.urls)
        for shard in (1, 2):
            self.assertEqual(
                self.shards.ask("SELECT shard_num, is_local FROM"
                                " system.clusters WHERE cluster = 'two'"
                                " ORDER BY shard_num", shard),
                b"1\t%d\n2\t%d\n" % (shard == 1, shard == 2))

    def test_rows_are_spread(self):
        for shard in (1, 2):
            self.shards.ask("CREATE TABLE spread_local (k Int64)"
                            " ENGINE = MergeTree ORDER BY k", shard)
        self.shards.ask("CREATE TABLE spread (k Int64) ENGINE ="
                        " Distributed(two, healthscan, spread_local, k)")
        self.shards.ask("INSERT INTO spread SELECT number FROM"
                        " system.numbers LIMIT 10", insert_distributed_sync=1)
        self.assertEqual(self.shards.ask("SELECT count() FROM spread"),
                         b"10\n")
        for shard in (1, 2):
            self.assertEqual(
                self.shards.ask("SELECT count() FROM spread_local", shard),
                b"5\n")

    def test_one_ends_and_comes_back(self):
        urls = self.shards.urls
        self.shards.ask("CREATE TABLE kept (k Int64)"
                        " ENGINE = MergeTree ORDER BY k", 2)
        self.shards.ask("INSERT INTO kept VALUES (7)", 2)
        self.shards.down(2)
        with self.assertRaises(OSError):
            self.shards.ask("SELECT 1", 2)
        self.assertEqual(self.shards.ask("SELECT 1"), b"1\n")
        self.shards.up()
        self.assertEqual(self.shards.urls, urls)
        self.assertEqual(self.shards.ask("SELECT k FROM kept", 2), b"7\n")

    def test_who_may_only_read(self):
        who = {"user": "reader", "password": "of%20the%20reader"}
        self.assertEqual(self.shards.ask("SELECT 1", max_execution_time=5,
                                         **who), b"1\n")
        with self.assertRaises(shards.Refused) as refused:
            self.shards.ask("CREATE DATABASE other", **who)
        self.assertIn("readonly", refused.exception.text)
        with self.assertRaises(shards.Refused):
            self.shards.ask("SELECT 1", user="reader", password="wrong")

    def test_how_it_is_called(self):
        for arguments in ([], ["up"], ["down"], ["up", "a", "b"],
                          ["down", "a", "3"], ["have", "a"]):
            self.assertEqual(
                subprocess.run([shards.SCRIPT, *arguments], check=False,
                               stderr=subprocess.DEVNULL).returncode, 2)


@unittest.skipUnless(shards.HERE, shards.MISSING)
class TestDoctor(Case):
    """healthscan doctor --engine: what is wrong is said, with what to do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shards = shards.Shards()
        cls.addClassCleanup(cls.shards.close)

    def doctor(self, url=None, **environment):
        result = self.command(
            "doctor", None, "--offline", "--engine", url or self.shards.url,
            "-f", "json", env=environment)
        rows = {row["check"]: row for row in result.json["rows"]}
        return result.code, {name: rows[name] for name in
                             ("engine", "tables", "exported")}

    def export(self, *args):
        return self.command("export", None, "clickhouse", *args)

    def test_from_nothing_to_a_shard_that_is_down(self):
        code, rows = self.doctor()
        self.assertEqual((code, rows["engine"]["status"],
                          rows["tables"]["status"], rows["exported"]["status"]),
                         (4, "ok", "fail", "skipped"), rows)
        self.assertIn("item, answer, event", rows["tables"]["found"])
        self.assertIn("--init", rows["tables"]["what_to_do"])
        self.assertIn("write, too", rows["engine"]["found"])
        for url in self.shards.urls:
            self.assertEqual(
                self.export(url, "--init", "--cluster", "two").code, 0)
        code, rows = self.doctor()
        self.assertEqual((code, rows["tables"]["status"],
                          rows["exported"]["status"]), (0, "ok", "warn"), rows)
        self.shards.down(2)
        code, rows = self.doctor()
        port = self.shards.ask("SELECT port FROM system.clusters WHERE"
                               " cluster = 'two' AND shard_num = 2").decode()
        self.assertEqual((code, rows["exported"]["status"]), (4, "fail"), rows)
        self.assertIn("its shard 127.0.0.1:%s (" % port.strip(),
                      rows["exported"]["found"])
        self.shards.up()
        code, rows = self.doctor()
        self.assertEqual(code, 0, rows)

    def test_who_asks(self):
        reader = {"HEALTHSCAN_CLICKHOUSE_USER": "reader",
                  "HEALTHSCAN_CLICKHOUSE_PASSWORD": "of the reader"}
        _, rows = self.doctor(**reader)
        self.assertEqual(rows["engine"]["status"], "ok", rows)
        self.assertIn("may only read", rows["engine"]["found"])
        for wrong in ({"HEALTHSCAN_CLICKHOUSE_PASSWORD": "s3cret"},
                      {"HEALTHSCAN_CLICKHOUSE_USER": "nobody"}):
            code, rows = self.doctor(**{**reader, **wrong})
            self.assertEqual((code, rows["engine"]["status"],
                              rows["tables"]["status"]),
                             (4, "fail", "skipped"), rows)
            self.assertIn("HEALTHSCAN_CLICKHOUSE_PASSWORD",
                          rows["engine"]["what_to_do"])
            self.assertNotIn("s3cret", str(rows))

    def test_addresses(self):
        password = {"HEALTHSCAN_CLICKHOUSE_PASSWORD": "s3cret"}
        for url, environment, part in (
                ("http://u:s3cret@127.0.0.1/db", {}, "a user name or a pass"),
                ("http://127.0.0.1:1/", {}, "names no database"),
                ("http://ch.example.org/db", password, "plain http")):
            code, rows = self.doctor(url, **environment)
            self.assertEqual((code, rows["engine"]["status"]), (2, "fail"),
                             rows)
            self.assertIn(part, rows["engine"]["found"])
            self.assertNotIn("s3cret", str(rows))
        code, rows = self.doctor("http://127.0.0.1:1/db")
        self.assertEqual(code, 4)
        self.assertIn("could not connect", rows["engine"]["found"])


if __name__ == "__main__":
    unittest.main()
