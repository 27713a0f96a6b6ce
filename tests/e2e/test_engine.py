# SPDX-License-Identifier: MIT
"""healthscan --engine URL, against two real shards: what is computed there is
what the store's own engine computes, byte for byte, and what cannot be computed
is said. Where ClickHouse is not there, all but the usage is skipped."""
import json
import os
import shutil
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

import shards  # noqa: E402
from digests import amend  # noqa: E402
from fake_github import (Repository, comment, event, issue, pull,  # noqa: E402
                         release, review)
from harness import Case, at, make_clone  # noqa: E402
from shards import NOT_THERE, without  # noqa: E402
from wild import wild, wild_history  # noqa: E402

START, HOUR, DAY = at("2026-01-01"), 3600, 86400
AS_OF = ("--as-of", "2026-03-01")


def garden(name="garden", rid=1):
    """Reopened, drafts, deleted accounts, bots, answers before it was ready and
    by the author, an even number of merges, and weeks of nothing."""
    items = [issue(1, START, login="ann", closed=START + 10 * DAY, comments=3),
             issue(2, START + DAY, login=None),
             pull(3, START + 2 * DAY, login="bob", merged=START + 5 * DAY),
             pull(4, START + 3 * DAY, login="cat", draft=True),
             pull(5, START + 40 * DAY, login="renovate[bot]",
                  merged=START + 41 * DAY),
             pull(6, START + 42 * DAY, login="eve", merged=START + 50 * DAY),
             pull(7, START + 43 * DAY, login="eve", merged=START + 44 * DAY),
             issue(8, START + 50 * DAY, login="dan")]
    repo = Repository("sample", name, items, rid=rid)
    repo.releases = [release(1, "v1", START + 20 * DAY),
                     release(2, "v2", START + 45 * DAY)]
    repo.comments = [comment(1, items[0], START + HOUR, "ann"),
                     comment(2, items[0], START + 2 * HOUR, "bob"),
                     comment(3, items[0], START + 4 * HOUR, None),
                     comment(4, items[7], START + 51 * DAY, "ann")]
    repo.reviews = [review(1, items[2], START + 3 * DAY, "ann"),
                    review(2, items[2], START + 4 * DAY, "ann", "APPROVED"),
                    review(3, items[5], START + 45 * DAY, "eve"),
                    review(4, items[5], START + 46 * DAY, "renovate[bot]"),
                    review(5, items[5], START + 47 * DAY, None),
                    review(6, items[4], START + 40 * DAY + HOUR, "ann"),
                    review(7, items[6], START + 45 * DAY, "bob"),
                    review(8, items[6], START + 43 * DAY, "ghost")]
    repo.events = [event(1, "closed", items[0], START + 4 * DAY, "ann"),
                   event(2, "reopened", items[0], START + 6 * DAY, "ann"),
                   event(3, "closed", items[0], START + 10 * DAY, "ann"),
                   event(4, "merged", items[2], START + 5 * DAY, "ann"),
                   event(5, "closed", items[2], START + 5 * DAY, "ann")]
    return repo


class Usage(Case):
    """What does not go with it is said before anybody is asked."""

    def fails(self, code, *args, words=()):
        done = self.run_program(*args)
        self.assertEqual(done.code, code, done)
        self.assertEqual(done.out, b"")
        for word in words:
            self.assertIn(word, done.err)

    def test_what_does_not_go_with_it(self):
        engine = ("--engine", "http://127.0.0.1:1/db")
        for option in (("--label", "x"), ("--author", "x"), ("--base", "x"),
                       ("--git-root", "."), ("--clone",), ("--org", "x"),
                       ("--dry-run",), ("--record", "x"), ("--db", "x")):
            self.fails(2, "scan", "a/b", *engine, *option,
                       words=[option[0], "--engine"])
        self.fails(2, "scan", "@g", *engine, words=["@g", "--engine"])
        self.fails(2, "repo", "a/b", *engine, words=["--engine"])
        self.fails(2, "query", *engine, words=["SELECT"])
        self.fails(2, "query", "SELECT 1", "a/b", *engine, words=["WHERE"])

    def test_what_is_no_server(self):
        for url in ("http://u:secret@127.0.0.1:1/db", "ftp://127.0.0.1/db",
                    "http://127.0.0.1:1"):
            self.fails(2, "scan", "a/b", "--engine", url)
        self.fails(4, "scan", "a/b", "--engine", "http://127.0.0.1:1/db",
                   words=["127.0.0.1:1"])


@unittest.skipUnless(shards.HERE, shards.MISSING)
class Engine(Case):
    @classmethod
    def setUpClass(cls):
        cls.shards = shards.Shards()
        cls.addClassCleanup(cls.shards.close)

    def setUp(self):
        super().setUp()
        for shard in (1, 2):
            for name in self.shards.ask("SHOW TABLES", shard).decode().split():
                self.shards.ask("DROP TABLE `%s`" % name, shard)
        for url in self.shards.urls:
            self.program("export", "clickhouse", url, "--init", "--cluster",
                         "two")
        self.names = ["sample/n%d" % n for n in range(1, 6)]
        self.fill()
        self.export()

    def fill(self):
        """The first test's store is everybody's."""
        made = os.path.join(self.shards.folder, "store.db")
        if not os.path.exists(made):
            hub = self.hub(*(garden("n%d" % n, n) for n in range(1, 6)))
            for name in self.names:
                self.good(hub, name, "--profile", "full", "--history",
                          "events", *AS_OF)
            shutil.copy(self.box.path("store.db"), made)
        shutil.copy(made, self.box.path("store.db"))

    def export(self):
        self.program("export", "clickhouse", self.shards.url, "--db",
                     self.box.path("store.db"))

    def program(self, *args, code=0):
        done = self.run_program(*args)
        self.assertEqual(done.code, code, done)
        return done

    def both(self, command, *args):
        """What each says, and that it is the same."""
        there = self.run_program(command, *args, "--engine",
                                 self.shards.url)
        here = self.run_program(command, *args, "--offline", "--db",
                                self.box.path("store.db"))
        self.assertIn(there.code, (0, 3), there)
        self.assertEqual(there.code, here.code, there)
        self.assertEqual(there.err, here.err)
        return here.out, there.out

    def same(self, *args, command="scan", names=None):
        here, there = (json.loads(out) for out in
                       self.both(command, *(names or self.names), *AS_OF,
                                 "-f", "json", *args))
        self.assertEqual(json.dumps(without(here), indent=1),
                         json.dumps(without(there), indent=1))
        return there

    def test_the_same_numbers(self):
        scan = self.same()
        for entry in scan["repositories"]:
            self.assertEqual(entry["report"]["engine"], "clickhouse")
            self.assertEqual(entry["report"]["alerts"], [])
            self.assertEqual(entry["report"]["alerts_missing"],
                             "not kept with --engine")
        for args in (("--history", "events"), ("--profile", "full"),
                     ("--profile", "full", "--history", "events"),
                     ("--profile", "activity"), ("--bots", "include"),
                     ("--bot", "e*"), ("--windows", "0"),
                     ("--window", "month")):
            with self.subTest(args=args):
                self.same(*args)

    def test_metrics_that_it_has_not(self):
        scan = self.same("--profile", "full")
        for entry in scan["repositories"]:
            metrics = {m["id"]: m for m in entry["report"]["metrics"]}
            self.assertLessEqual(NOT_THERE, set(metrics))
            for name in NOT_THERE:
                self.assertIsNone(metrics[name]["value"], name)
            self.assertEqual({m["id"] for m in metrics.values()
                              if m["reason"] == "not on this engine"},
                             NOT_THERE)

    def plant(self, *repos):
        """Into the store, and to the server."""
        hub = self.hub(*repos)
        for repo in repos:
            clone = make_clone(self.box, repo.name,
                               wild_history(repo.id, START))
            self.good(hub, repo.full_name, "--profile", "full", "--history",
                      "events", "--git", clone, *AS_OF)
        self.export()
        return [repo.full_name for repo in repos]

    def test_what_chance_makes(self):
        names = self.plant(*(wild(seed, "w%d" % seed, START,
                                  untold=seed % 3 == 0)
                             for seed in range(11, 15)))
        told = {}
        # Ranks come of all metrics that have a value.
        full = [word for metric in json.loads(self.program(
            "metrics", "-f", "json").out)["metrics"]
                if metric["profile"] != "activity" and
                metric["id"] not in NOT_THERE
                for word in ("-m", metric["id"])]
        for args in ((*full, "--bot", "e*"), (*full, "--history", "events"),
                     ("--profile", "activity", "--history", "events"),
                     (*full, "--bots", "include", "--window", "7d")):
            with self.subTest(args=args[-4:]):
                scan = self.same(*args, names=names)
                for entry in scan["repositories"]:
                    for metric in entry["report"]["metrics"]:
                        told.setdefault(metric["id"], set()).update(
                            [metric["reason"]],
                            (point["value"] for point in metric["trend"]))
        for name in ("newcomer_pr_first_response", "pr_review_rounds",
                     "newcomer_issue_first_response", "pr_time_to_approval",
                     "newcomer_pr_acceptance", "review_half", "doc_lag",
                     "contributor_absence_factor", "days_since_commit",
                     "people_committed", "new_contributors"):
            self.assertTrue(any(isinstance(value, (int, float))
                                for value in told[name]), (name, told[name]))

    def test_by_role(self):
        names = self.plant(wild(21, "w21", START, items=60))
        path = self.box.write("named", "[agents]\n\tlogin = f*\n"
                              "[maintainers]\n\tlogin = Cat\n")
        for args in (("full", "--history", "events", "--config", path),
                     ("full",), ("activity", "--history", "events")):
            with self.subTest(args=args):
                trend = self.same("--by", "role", "--profile", *args,
                                  command="trend", names=names)
                roles = {role for metric in trend["metrics"]
                         for role, part in (metric.get("by_role") or
                                            {}).items() if part["n"]}
                self.assertLessEqual({"agent", "bot", "maintainer",
                                      "newcomer", "regular"}, roles)

    def test_what_nobody_tells_of_a_review(self):
        repo = garden("cheered", 9)
        repo.reviews[4]["state"] = "CHEERED"
        scan = self.same("--profile", "full", names=self.plant(repo))
        reasons = {m["id"]: m["reason"] for m in
                   scan["repositories"][0]["report"]["metrics"]}
        for name in ("pr_review_rounds", "pr_time_to_approval"):
            self.assertEqual(reasons[name],
                             "nobody tells what some of the reviews say")

    def test_what_reviews_say_was_not_kept(self):
        amend(self.box.path("store.db"), "response", "state = NULL")
        amend(self.box.path("store.db"), "item_detail", "parts = parts & ~8")
        self.export()
        scan = self.same("--profile", "full", "--offline")
        (found,) = {m["reason"] for entry in scan["repositories"]
                    for m in entry["report"]["metrics"]
                    if m["id"] == "pr_review_rounds"}
        self.assertIn("run once without --offline", found)

    def test_whatever_pieces_a_question_comes_in(self):
        """18.16 takes what is read too late for the next request."""
        pieces = shards.Pieces(self.shards.url)
        self.addCleanup(pieces.close)
        for history in ("snapshot", "events"):
            args = ("scan", *self.names, *AS_OF, "--history", history, "-f",
                    "json", "--engine")
            whole, cut = (json.loads(self.program(*args, url).out)
                          for url in (self.shards.url, pieces.url))
            self.assertEqual(without(whole), without(cut))

    def test_other_commands(self):
        for command in (("compare", *self.names[:3]),
                        ("trend", self.names[0]),
                        ("check", *self.names)):
            with self.subTest(command=command[0]):
                here, there = self.both(*command, *AS_OF, "-f", "csv")
                self.assertEqual(here, there)

    def test_rows_that_were_sent_twice(self):
        before = self.same("--profile", "full")
        for table in ("item", "answer", "event", "release", "state"):
            self.shards.ask("INSERT INTO %s SELECT * FROM %s" %
                            (table, table), insert_distributed_sync=1)
        after = self.same("--profile", "full")
        self.assertEqual(without(before), without(after))

    def test_rows_that_are_missing(self):
        for column in ("items", "states"):
            self.shards.ask(self.one_more(column), insert_distributed_sync=1)
            done = self.program("scan", *self.names, *AS_OF, "--engine",
                                self.shards.url, code=4)
            self.assertEqual(done.out, b"")
            self.assertIn("rows that were exported of it are missing",
                          done.err)

    def one_more(self, column):
        """A closed export that says that it has sent one row more."""
        described = self.shards.ask("DESCRIBE TABLE closed").decode()
        names = [line.split("\t")[0] for line in described.splitlines()]
        shown = ["%s + 1" % n if n in (column, "generation") else n
                 for n in names]
        return ("INSERT INTO closed SELECT %s FROM (SELECT * FROM closed FINAL)"
                % ", ".join(shown))

    def test_what_is_not_there(self):
        done = self.program("scan", self.names[0], "sample/none", *AS_OF,
                            "--engine", self.shards.url, code=3)
        self.assertIn("sample/none is not on 127.0.0.1", done.err)

    def test_a_metric_of_ones_own(self):
        path = self.box.write("mine.sql", """-- id: mine
-- title: mine
-- unit: count
-- better: neutral
-- statistic: count
-- streams: issues
SELECT repo_id, 0 AS window_no, 1 AS subject, NULL AS actor_id, 1 AS value
  FROM v_repo;
""")
        done = self.program("scan", self.names[0], *AS_OF, "--metric", path,
                            "--engine", self.shards.url, "-f", "json")
        report = json.loads(done.out)["repositories"][0]["report"]
        self.assertIsNone(report["metrics"][0]["value"])
        self.assertEqual(report["metrics"][0]["reason"], "not on this engine")

    def test_a_shard_that_is_down(self):
        self.shards.down(2)
        try:
            done = self.program("scan", *self.names, *AS_OF, "--engine",
                                self.shards.url, code=4)
            self.assertEqual(done.out, b"")
        finally:
            self.shards.up()

    def test_a_question_of_ones_own(self):
        done = self.program(
            "query", "SELECT kind, count() AS items, if(kind = 1, NULL, 'x') AS"
            " s FROM item GROUP BY kind ORDER BY kind DESC", "--engine",
            self.shards.url, "-f", "json")
        self.assertEqual(json.loads(done.out)["rows"],
                         [{"kind": 2, "items": 25, "s": "x"},
                          {"kind": 1, "items": 15, "s": None}])
        done = self.program("query", "SELECT nothing", "--engine",
                            self.shards.url, code=4)
        self.assertIn("nothing", done.err)


if __name__ == "__main__":
    unittest.main()
