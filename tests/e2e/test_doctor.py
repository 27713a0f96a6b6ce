#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""healthscan doctor: what it finds, and what it says to do."""
import os
import sqlite3
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Fault, Repository  # noqa: E402
from harness import Case, History, at, git, make_clone  # noqa: E402

NAME = "sample/meadow"
TOKEN = "ghs_s3cret"
ALL = ["store", "clone", "token", "server", "limit", "clock"]


class TestDoctor(Case):
    def setUp(self):
        super().setUp()
        self.source = Repository("sample", "meadow")

    def doctor(self, hub, *args, **more):
        result = self.command("doctor", hub, "-f", "json", *args, **more)
        self.assertEqual(result.json["schema"], "healthscan.doctor/1")
        rows = {r["check"]: r for r in result.json["rows"]}
        self.assertEqual(len(rows), len(result.json["rows"]))
        self.assertEqual([c for c in rows if c != "repository"], ALL)
        for row in rows.values():
            self.assertIn(row["status"], ("ok", "warn", "fail", "skipped"))
            # Whatever is wrong has something to be done about it.
            if row["status"] in ("warn", "fail"):
                self.assertTrue(row["what_to_do"], row)
        return result.code, rows

    def check(self, hub, name, status, code, *words, args=(), **more):
        found, rows = self.doctor(hub, *args, **more)
        row = rows[name]
        self.assertEqual((row["status"], found), (status, code), rows)
        for word in words:
            self.assertIn(word, "%s; %s" % (row["found"], row["what_to_do"]))
        return rows

    def test_all_is_well(self):
        hub = self.hub(self.source, token=TOKEN)
        rows = self.check(hub, "repository", "ok", 0, "sample/meadow",
                          args=[NAME], token=TOKEN)
        self.assertEqual({r["status"] for r in rows.values()}, {"ok"})
        self.assertIn("GH_TOKEN", rows["token"]["found"])
        self.assertIn("5000 of 5000", rows["limit"]["found"])
        # Nothing was made by looking.
        self.assertFalse(os.path.exists(self.box.path("store.db")))

    def test_it_is_told_to_people(self):
        hub = self.hub(self.source)
        result = self.command("doctor", hub)
        self.assertEqual(result.code, 0, result)
        text = result.out.decode()
        self.assertIn("ok       store ", text)
        self.assertIn("warn     token       none: 60 requests an hour", text)
        self.assertIn("→ set GH_TOKEN", text)

    def test_tokens(self):
        hub = self.hub(self.source)
        self.check(hub, "token", "warn", 0, "set GH_TOKEN")
        path = self.box.write("tokens", TOKEN, mode=0o600)
        self.check(hub, "token", "ok", 0, path, args=["--token-file", path])
        hub.token = "another"
        rows = self.check(hub, "server", "fail", 4, "401", "make a new one",
                          args=[NAME], token=TOKEN)
        self.assertEqual([rows[c]["status"] for c in
                          ("limit", "clock", "repository")], ["skipped"] * 3)
        self.check(hub, "token", "fail", 2, args=["--token-file",
                                                  self.box.path("none")])

    def test_the_token_is_not_told(self):
        hub = self.hub(self.source, token=TOKEN)
        path = self.box.write("tokens", TOKEN, mode=0o600)
        result = self.command("doctor", hub, NAME, "-vv", "--token-file",
                              path)
        self.assertEqual(result.code, 0, result)
        self.assertNotIn(TOKEN, result.err)
        self.assertNotIn(TOKEN.encode(), result.out)
        self.assertEqual(self.box.grep(TOKEN), [path])

    def test_limits(self):
        for left, status, code in ((100, "ok", 0), (99, "warn", 0),
                                   (0, "fail", 4)):
            hub = self.hub(self.source, tokens={TOKEN: left})
            self.check(hub, "limit", status, code, "%d of 5000" % left,
                       token=TOKEN)
        hub = self.hub(self.source, limit=9)
        self.check(hub, "limit", "warn", 0, "9 of 9", "set GH_TOKEN")
        hub = self.hub(self.source, limit=None, base_path="/api/v3")
        self.check(hub, "limit", "ok", 0, "without rate limits")
        hub = self.hub(self.source, faults=[Fault("rate_limit", "wrongtype")])
        self.check(hub, "limit", "fail", 4, "the rate limit")

    def test_clocks(self):
        for skew, status, code, word in (
                (30, "ok", 0, "behind"), (-30, "ok", 0, "ahead"),
                (120, "warn", 0, "set the clock"),
                (4000, "fail", 4, "behind the server's"),
                (-4000, "fail", 4, "ahead of the server's")):
            hub = self.hub(self.source)
            hub.clock_skew = skew
            self.check(hub, "clock", status, code, word)

    def test_nobody_answers(self):
        begun = time.monotonic()
        rows = self.check(None, "server", "fail", 4, "could not connect",
                          "check the network", args=[NAME])
        self.assertLess(time.monotonic() - begun, 30)
        self.assertEqual(rows["store"]["status"], "ok")
        self.assertEqual(rows["repository"]["status"], "skipped")

    def test_offline(self):
        hub = self.hub(self.source)
        _, rows = self.doctor(hub, NAME, "--offline")
        self.assertEqual([c for c in rows if rows[c]["status"] == "skipped"],
                         ["server", "limit", "clock", "repository"])
        self.assertEqual(hub.log, [])

    def test_repositories(self):
        hub = self.hub(self.source)
        self.check(hub, "repository", "fail", 4, "404", "check the spelling",
                   args=["sample/nothing"])
        self.source.rename("sample", "field")
        self.check(hub, "repository", "warn", 0, "is called sample/field",
                   args=[NAME])
        self.source.meta["has_issues"] = False
        self.check(hub, "repository", "warn", 0, "switched off",
                   args=["sample/field"])
        result = self.command("doctor", hub, "no name at all")
        self.assertEqual(result.code, 2, result)

    def test_stores(self):
        hub = self.hub(self.source)
        self.good(hub, NAME)
        rows = self.check(hub, "store", "ok", 0, "undamaged")
        with sqlite3.connect(self.box.path("store.db")) as store:
            store.execute("PRAGMA user_version = 99")
        store.close()
        self.check(hub, "store", "fail", 5, "newer")
        self.box.write("text.db", "This is no database.\n" * 99)
        rows = self.check(hub, "store", "fail", 5, db="text.db")
        # The rest is looked at all the same.
        self.assertEqual(rows["server"]["status"], "ok")
        self.box.write("file", "")
        self.check(hub, "store", "fail", 5, "cannot be made", "--db FILE",
                   db="file/below/x.db")

    def test_clones(self):
        history = History()
        for n in range(3):
            history.commit(at("2026-01-0%d" % (n + 1)), {"a": str(n)})
        clone = make_clone(self.box, "clone", history,
                           origin="https://github.com/sample/meadow")
        hub = self.hub(self.source)
        self.check(hub, "clone", "ok", 0, "no clone here")
        rows = self.check(hub, "clone", "ok", 0, "sample/meadow", cwd=clone)
        self.assertEqual(rows["repository"]["status"], "ok")
        self.check(hub, "clone", "warn", 4, "no clone of sample/other",
                   args=["sample/other"], cwd=clone)
        git(self.box, "clone", "-q", "--depth=1", "file://" + clone,
            self.box.path("shallow"))
        self.check(hub, "clone", "warn", 0, "git fetch --unshallow",
                   args=["--git", self.box.path("shallow")])
        self.check(hub, "clone", "fail", 4, args=["--git",
                                                  self.box.path("none")])
        self.check(hub, "clone", "skipped", 0, "--no-git",
                   args=["--no-git"], cwd=clone)


if __name__ == "__main__":
    unittest.main()
