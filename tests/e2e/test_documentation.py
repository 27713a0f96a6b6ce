#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Documentation without a clone: the lists of commits of the forge."""
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from digests import amend  # noqa: E402
from fake_github import Fault, Repository, commit, iso  # noqa: E402
from harness import (Case, History, answered, asked, at, git,  # noqa: E402
                     in_parallel, make_clone)

NAME = "sample/meadow"
DAY = 86400
END = at("2026-03-01")
AS_OF = ("--as-of", "2026-03-01", "--window", "30d", "--windows", "3")
START = END - 4 * 30 * DAY
FREQUENCY, QUIET = "doc_update_frequency", "doc_quiet_weeks"
ROOTS = ["docs", "doc", "Documentation", "README.md", "CONTRIBUTING.md"]


def sha(n):
    return "%040x" % n


def project(commits=(), **more):
    repo = Repository("sample", "meadow", created="2020-01-01T00:00:00Z",
                      **more)
    repo.commits = list(commits)
    return repo


def steady(count, step=DAY, paths=("docs/a.md",), first=1, until=END):
    """Newest first, one every `step` seconds."""
    return [commit(sha(first + n), until - 1 - n * step, paths)
            for n in range(count)]


class Listed(Case):
    def ask(self, hub, *args, **more):
        return self.good(hub, NAME, *AS_OF, *args, **more)

    def count(self, hub, *args, **more):
        return self.ask(hub, *args, **more).metric(FREQUENCY)["count"]

    def listing(self, result):
        return result.json["coverage"]["streams"].get("documentation")


class TestNumbers(Listed):
    def history(self):
        """A clone, with merges and files all over; and the list of it that
        a forge would give."""
        history, tips = History(), []
        places = ["docs/a.md", "docs/deep/b.png", "doc/c.txt", "README.md",
                  "src/main.c", "docsy/d.md", "CONTRIBUTING.md", "x/README.md"]
        for n in range(300):
            when = END - 200 * DAY + n * 60000
            parents = None
            if n % 10 == 9:
                parents = [n, n - 3]
            tips.append(history.commit(
                when, {places[n % 8]: "%d" % n, places[n * 3 % 7]: "%d" % n},
                parents, author=["Ann", "dependabot[bot]"][n % 6 == 0]))
        clone = make_clone(self.box, "clone", history)
        rows = []
        for line in git(self.box, "log", "--format=%H %ct %P",
                        cwd=clone).splitlines():
            name, when, *parents = line.split(" ")
            paths = [] if len(parents) > 1 else git(
                self.box, "diff-tree", "--root", "--no-commit-id",
                "--name-only", "-r", name, cwd=clone).splitlines()
            rows.append(commit(name, int(when), paths, parents=len(parents)))
        return clone, project(rows)

    def test_as_git_counts(self):
        clone, source = self.history()
        times = [int(t) for t in git(
            self.box, "log", "--no-merges", "--full-history", "--format=%ct",
            "--", *ROOTS, cwd=clone).split()]
        self.assertGreater(len(times), 100)
        for style in ("page", "cursor"):
            result = self.ask(self.hub(source, page_style=style, max_page=40),
                              "--bots", "include", db=style)
            metric = result.metric(FREQUENCY)
            window = result.json["window"]
            self.assertEqual(metric["count"], sum(
                window["start"] <= iso(t) < window["end"] for t in times))
            for point in metric["trend"]:
                self.assertEqual(point["n"], sum(
                    point["start"] <= iso(t) < point["end"] for t in times))
            listing = self.listing(result)
            self.assertEqual((listing["source"], listing["complete"]),
                             ("rest", True))
            self.assertEqual(listing["rows"],
                             sum(t >= START for t in times))
            self.assertEqual(result.value(QUIET), 0)
            # What only a whole history tells is not made up.
            for name in ("commit_frequency", "doc_share", "doc_lag"):
                other = self.ask(None, "--offline", "-m", name, db=style)
                self.assertIsNone(other.value(name))
                self.assertIn("no local clone", other.metric(name)["reason"])

    def test_a_clone_comes_first(self):
        clone, source = self.history()
        hub = self.hub(source)
        exact = self.ask(hub, "--git", clone, db="git.db")
        self.assertEqual(asked(hub, "/commits"), [])
        self.assertIsNone(self.listing(exact))
        about = self.ask(hub)
        self.assertNotEqual(about.value(FREQUENCY), exact.value(FREQUENCY))
        # Whichever was read last.
        self.assertEqual(self.ask(hub, "--git", clone).bytes, exact.bytes)
        amend(self.box.path("store.db"), "git_head",
              "synced_at = synced_at - 60")
        again = self.ask(hub)
        self.assertEqual(again.value(FREQUENCY), about.value(FREQUENCY))
        self.assertIn("source", self.listing(again))
        self.assertEqual(again.value("commit_frequency"),
                         exact.value("commit_frequency"))

    def test_bots_are_left_out(self):
        rows = steady(10)
        rows[2] = commit(sha(3), END - 3 * DAY, ["docs/b"], name="x[bot]")
        hub = self.hub(project(rows))
        metric = self.ask(hub).metric(FREQUENCY)
        self.assertEqual((metric["count"], metric["excluded"]["bots"]), (9, 1))
        self.assertEqual(self.count(None, "--offline", "--bots", "include"),
                         10)

    def test_without_any(self):
        """That nobody has ever written is not the same as long ago."""
        hub = self.hub(project(steady(5, paths=["src/a.c"])))
        result = self.ask(hub)
        self.assertEqual(result.metric(FREQUENCY)["count"], 0)
        self.assertIsNone(result.value(QUIET))
        self.assertIn("no commit to the documentation",
                      result.metric(QUIET)["reason"])

    def test_long_ago(self):
        """The newest one counts, however old."""
        hub = self.hub(project(steady(5, until=END - 400 * DAY)))
        self.assertEqual(self.ask(hub).value(QUIET), 57)

    def test_merges_and_doubles(self):
        rows = [commit(sha(1), END - 9, ["docs/a", "README.md", "doc/x"]),
                commit(sha(2), END - 8, ["docs/a"], parents=2)]
        self.assertEqual(self.count(self.hub(project(rows))), 1)

    def test_wrong_clocks(self):
        """One date from 1970 and one from 2100 hide nothing behind them."""
        rows = steady(300, step=DAY // 4)
        rows[3] = commit(sha(1000), 5, ["docs/a.md"])
        rows[9] = commit(sha(1001), at("2099-12-31"), ["docs/a.md"])
        hub = self.hub(project(rows), max_page=20)
        self.assertEqual(self.count(hub), 118)
        rows.insert(0, commit(sha(1002), END - 1, ["docs/a.md"]))
        hub.repos[0].commits = rows
        self.assertEqual(self.count(hub), 119)


class TestRequests(Listed):
    def test_nothing_new(self):
        hub = self.hub(project(steady(400, step=3 * DAY)))
        first = self.ask(hub)
        # Back to the windows, no farther; and the other four.
        self.assertEqual(len(asked(hub, "/commits?path=")), 5)
        self.assertEqual(len(asked(hub, "/commits?per_page=1")), 1)
        hub.forget()
        self.assertEqual(self.ask(hub).bytes, first.bytes)
        self.assertEqual(answered(hub, "/commits"), [304])
        self.assertEqual(set(hub.statuses()), {304})

    def test_something_new(self):
        """Only the newest page of each is asked for."""
        source = project(steady(400, step=DAY // 4))
        hub = self.hub(source)
        self.ask(hub)
        self.assertEqual(len(asked(hub, "/commits")), 1 + 4 + 4)
        source.commits.insert(0, commit(sha(999), END - 1, ["src/a.c"]))
        hub.forget()
        self.assertEqual(self.count(hub), 120)
        self.assertEqual(answered(hub, "/commits"), [200] + [304] * 5)
        # Of what is new, months are read again: late merges come in between.
        source.commits.insert(0, commit(sha(998), END - 1, ["docs/a.md"]))
        source.commits.insert(60, commit(sha(997), END - 15 * DAY,
                                         ["docs/late.md"]))
        hub.forget()
        self.assertEqual(self.count(hub), 122)
        self.assertEqual(answered(hub, "path=docs&"), [200] * 4)

    def test_deeper(self):
        hub = self.hub(project(steady(900, step=DAY)))
        short = ("--as-of", "2026-03-01", "--window", "30d", "--windows", "1")
        self.good(hub, NAME, *short)
        self.assertEqual(len(asked(hub, "path=docs")), 1)
        wide = [*short[:-1], "12"]
        fresh = self.good(self.hub(*hub.repos), NAME, *wide, db="fresh.db")
        self.assertEqual(self.good(hub, NAME, *wide).bytes, fresh.bytes)
        self.assertEqual(fresh.metric(FREQUENCY)["trend"][0]["n"], 30)
        # And the earlier question is answered as before.
        hub.forget()
        self.good(hub, NAME, *short)
        self.assertEqual(answered(hub, "/commits"), [304])

    def test_rewritten(self):
        """What a forced push takes away does not count any more."""
        source = project(steady(250, step=DAY // 2))
        hub = self.hub(source)
        before = self.count(hub)
        source.commits[5:15] = []
        source.commits[0] = commit(sha(777), END - 1, ["docs/z.md"])
        after = self.ask(hub)
        fresh = self.ask(self.hub(source), db="fresh.db")
        self.assertEqual(after.bytes, fresh.bytes)
        self.assertEqual(before - after.metric(FREQUENCY)["count"], 10)

    def test_sweep(self):
        """What comes in deep down is found by a sweep."""
        source = project(steady(300, step=DAY // 2))
        hub = self.hub(source)
        self.ask(hub)
        source.commits.insert(220, commit(sha(5000), END - 110 * DAY,
                                          ["docs/old.md"]))
        source.commits.insert(0, commit(sha(5001), END - 1, ["src/a.c"]))
        rows = self.listing(self.ask(hub))["rows"]
        self.ask(hub)
        swept = self.ask(hub, "--sweep")
        self.assertEqual(self.listing(swept)["rows"], rows + 1)
        self.assertEqual(swept.bytes, self.ask(self.hub(source),
                                               db="fresh.db").bytes)

    def test_foretold(self):
        for count in (0, 3, 99, 250, 600):
            source = project(steady(count, step=DAY // 3) +
                             steady(3, paths=["src/a.c"], first=9000))
            hub = self.hub(source)
            rows = self.command("repo", hub, NAME, *AS_OF, "--dry-run", "-f",
                                "json", db="%d.db" % count)
            said = [r["requests"] for r in rows.json["rows"]
                    if r["endpoint"] == "/commits"]
            hub.forget()
            self.ask(hub, db="%d.db" % count)
            self.assertEqual(said, [len(asked(hub, "/commits"))], count)
            rows = self.command("repo", hub, NAME, *AS_OF, "--dry-run", "-f",
                                "json", db="%d.db" % count)
            self.assertIn(1, [r["requests"] for r in rows.json["rows"]
                              if r["endpoint"] == "/commits"])

    def test_recorded(self):
        hub = self.hub(project(steady(120)))
        record = self.box.path("recording")
        whole = self.ask(hub, "--record", record)
        self.assertEqual(self.ask(None, "--replay", record, db="r.db").bytes,
                         whole.bytes)


class TestPaths(Listed):
    def test_of_the_users_own(self):
        rows = steady(10) + steady(4, paths=["manual/x.tex"], first=100)
        hub = self.hub(project(rows))
        self.assertEqual(self.count(hub), 10)
        hub.forget()
        metric = self.ask(hub, "--docs-path", "manual/**/*.tex").metric(
            FREQUENCY)
        self.assertEqual(metric["count"], 4)
        self.assertEqual([t for t in asked(hub, "/commits") if "path=" in t],
                         ["/repos/sample/meadow/commits?path=manual"
                          "&per_page=100"])
        other = self.ask(None, "--offline").metric(FREQUENCY)
        self.assertIsNone(other["value"])
        self.assertIn("other documentation paths", other["reason"])
        self.assertEqual(self.count(hub), 10)

    def test_with_a_wildcard_in_front(self):
        hub = self.hub(project(steady(10)))
        result = self.ask(hub, "--docs-path", "**/*.md")
        self.assertEqual(asked(hub, "/commits"), [])
        metric = result.metric(FREQUENCY)
        self.assertIsNone(metric["value"])
        self.assertIn("wildcard", metric["reason"])
        self.assertIn("--git DIR", metric["reason"])


class TestRefusals(Listed):
    def test_they_cost_nothing_else(self):
        """A token that may not read the code, say."""
        for status in (403, 404, 451):
            hub = self.hub(project(steady(10)),
                           faults=[Fault("/commits", status, nth=None)])
            result = self.ask(hub, db="%d.db" % status)
            metric = result.metric(FREQUENCY)
            self.assertIsNone(metric["value"])
            self.assertIn("HTTP %d" % status, metric["reason"])
            self.assertIs(result.json["coverage"]["complete"], True)
            hub.faults.clear()
            self.assertEqual(self.count(hub, db="%d.db" % status), 10)

    def test_in_the_middle(self):
        """A list that is refused later on leaves nothing half read."""
        hub = self.hub(project(steady(10)),
                       faults=[Fault("path=docs", 404, nth=None)])
        self.assertIsNone(self.ask(hub).value(FREQUENCY))
        hub.faults.clear()
        self.assertEqual(self.count(hub), 10)

    def test_empty(self):
        source = project()
        hub = self.hub(source)
        metric = self.ask(hub).metric(FREQUENCY)
        self.assertIsNone(metric["value"])
        self.assertIn("is empty", metric["reason"])
        hub.forget()
        self.ask(hub)
        # As long as nothing has happened to it, it still is.
        self.assertEqual(asked(hub, "/commits"), [])
        source.commits = steady(3)
        source.meta["pushed_at"] = iso(END)
        self.assertEqual(self.count(hub), 3)

    def test_faults(self):
        source = project(steady(400, step=DAY // 3))
        whole = self.ask(self.hub(source), db="whole.db").bytes

        def with_fault(kind, step):
            faults = [Fault("/commits", kind, nth=n)
                      for n in range(step, 60, step)]
            hub = self.hub(source, faults=faults, token="t")
            result = self.ask(hub, token="t", db="%s%d.db" % (kind, step))
            self.assertEqual(result.bytes, whole)
        in_parallel([("%s %d" % (kind, step),
                      lambda k=kind, s=step: with_fault(k, s))
                     for kind in ("badjson", "reset", "truncate", 500)
                     for step in (2, 3)])

    def test_little_by_little(self):
        """Run after run with a few requests each ends in the same."""
        source = project(steady(400, step=DAY // 3))
        whole = self.ask(self.hub(source), db="whole.db").bytes
        hub = self.hub(source)
        for runs in range(1, 20):
            result = self.repo(hub, NAME, *AS_OF, "-q", "--budget", "9")
            if result.code == 0:
                break
            self.assertEqual(result.code, 4, result)
            self.assertIs(result.json["coverage"]["complete"], False)
        self.assertGreater(runs, 1)
        self.assertEqual(result.bytes, whole)


if __name__ == "__main__":
    unittest.main()
