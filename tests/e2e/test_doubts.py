#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Single things that cannot be read: they are left out, named, counted and
asked for again, and nothing else suffers for it."""
import json
import os
import sqlite3
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Fault, Repository, comment, commit,  # noqa: E402
                         issue, pull, release, review)
from harness import Case, asked, at  # noqa: E402

NAME = "sample/meadow"
NOW = ("--no-git", "--window", "30d", "--windows", "0")
DAY = 86400
START = int(time.time()) - 20 * DAY
ELSEWHERE = "http://192.0.2.1/repos/x/y/issues/1"


def answer(status, body, headers=None):
    """A fault: that answer, whatever the right one was."""
    def bend(right, _):
        right.status = status
        right.body = json.dumps(body).encode()
        right.headers = {"Content-Type": "application/json",
                         **(headers or {})}
    return bend


# An answer that is not waited for to become a better one.
NO_USE = {"Retry-After": "3600"}

# What every tenth issue answers, and whether it is gone by that.
ANSWERS = {
    10: ("moved", True), 20: ((301, {"message": "Moved"}), False),
    30: ((403, {"message": "Forbidden"}), False), 40: (404, True),
    50: (410, True), 60: ((451, {"message": "Blocked"}), False),
    70: ((500, {"message": "Server Error"}, NO_USE), False),
    80: ((502, {"message": "Server Error"}, NO_USE), False),
    90: ((200, {"items": []}), False), 100: ((200, []), False),
}
DOUBTED = [n for n, (_, gone) in ANSWERS.items() if not gone]


def hundred(without=()):
    """Issues 1 to 100 of this month, of which every fifth was closed."""
    return [issue(n, START + n * 3600,
                  closed=START + 10 * DAY + n if n % 5 == 1 else None)
            for n in range(1, 101) if n not in without]


class Doubts(Case):
    def excluded(self, result, name):
        return result.metric(name)["excluded"].get("unreadable", 0)

    def number_of(self, result, name):
        found = result.metric(name)
        return found["value"], found["n"]


class TestSweep(Doubts):
    def source(self):
        source = Repository("sample", "meadow", items=hundred())
        other = Repository("sample", "hill", rid=4200077)
        other.items.append(issue(1, at("2026-02-01")))
        return source, other

    def spoil(self, hub, source):
        source.items[:] = hundred(without=ANSWERS)
        hub.faults[:] = []
        for n, (what, _) in ANSWERS.items():
            if what == "moved":
                source.gone[n] = "/repositories/4200077/issues/1"
            elif isinstance(what, int):
                source.gone[n] = what
            else:
                hub.faults.append(Fault("/issues/%d$" % n, "bend", nth=None,
                                        value=answer(*what)))

    def test_every_tenth_answers_something_else(self):
        source, other = self.source()
        hub = self.hub(source, other)
        before = self.good(hub, NAME, *NOW)
        self.assertEqual(before.value("issue_backlog"), 80)
        self.spoil(hub, source)
        fresh = self.good(self.hub(Repository(
            "sample", "meadow", items=hundred(without=ANSWERS))),
            NAME, *NOW, db="fresh.db")
        swept = self.good(hub, NAME, *NOW, "--sweep")
        self.look(swept, fresh)
        # All ten are named, those that are gone as such.
        for n in ANSWERS:
            self.assertIn("#%d (" % n, swept.err)
        # The next run asks for those in doubt, and for no others.
        hub.forget()
        again = self.good(hub, NAME, *NOW)
        self.look(again, fresh)
        self.assertEqual(
            {int(p.split("/")[-1]) for p in asked(hub, "/issues/")},
            set(DOUBTED))
        self.assertEqual(asked(hub, "sort=created"), [])
        # And without asking the same is said.
        offline = self.good(hub, NAME, *NOW, "--offline")
        self.look(offline, fresh)
        # Once they can be read, nothing is in doubt any more.
        hub.faults.clear()
        source.items[:] = hundred(without=(10, 40, 50))
        whole = self.good(hub, NAME, *NOW)
        self.assertIs(whole.json["coverage"]["complete"], True)
        self.assertEqual(whole.value("issue_backlog"), 77)
        self.assertEqual(self.excluded(whole, "issue_backlog"), 0)
        self.assertNotIn("left out", whole.err)

    def look(self, result, fresh):
        coverage = result.json["coverage"]
        self.assertIs(coverage["complete"], False)
        self.assertEqual(coverage["streams"]["issues"]["unreadable"], 7)
        for name in ("issue_backlog", "issue_close_rate",
                     "issue_time_to_close"):
            self.assertEqual(self.number_of(result, name),
                             self.number_of(fresh, name), name)
            self.assertEqual(self.excluded(result, name), 7, name)
        # No pull request is in doubt.
        self.assertEqual(self.excluded(result, "pr_backlog"), 0)

    def check(self, hub, *args, **more):
        return self.command("check", hub, NAME, *NOW, *args, **more)

    def test_the_gate(self):
        """It decides only where what is in doubt makes no difference."""
        source, other = self.source()
        hub = self.hub(source, other)
        self.good(hub, NAME, *NOW)
        self.spoil(hub, source)
        hub.faults[:] = [Fault("/issues/%d$" % n, "bend", nth=None,
                               value=answer(451, {}))
                         for n, (_, gone) in ANSWERS.items() if not gone]
        self.good(hub, NAME, *NOW, "--sweep")
        # Of 90 that are left 20 were closed: 22.2 %, and with seven more
        # between 20.6 and 27.8 %.
        rate = ("-m", "issue_close_rate", "--threshold")
        for bound, code in (("issue_close_rate.risk=20", 0),
                            ("issue_close_rate.risk=21", 3),
                            ("issue_close_rate.risk=27", 3),
                            ("issue_close_rate.risk=28", 1)):
            result = self.check(hub, *rate, bound, "--threshold",
                                "issue_close_rate.healthy=30", "--offline")
            self.assertEqual(result.code, code, (bound, result))
        result = self.check(hub, *rate, "issue_close_rate.risk=21",
                            "--threshold", "issue_close_rate.healthy=30",
                            "--offline")
        self.assertIn("7 could not be read", result.out.decode())
        self.assertIn("between 20.6186 and 27.8351", result.out.decode())
        # Bounds of others, which lack nothing, are judged as ever; of those
        # that are not named one in doubt is enough.
        result = self.check(hub, "--threshold", "issue_close_rate.risk=21",
                            "--threshold", "issue_close_rate.healthy=30",
                            "--offline")
        self.assertEqual(result.code, 3, result)
        # A deviation may be one of what is missing.
        result = self.check(hub, *rate, "issue_close_rate.risk=20",
                            "--threshold", "issue_close_rate.healthy=30",
                            "--fail-on", "risk,deviation", "--offline")
        self.assertEqual(result.code, 3, result)

    def test_an_outage_is_no_matter_of_the_items(self):
        source, other = self.source()
        hub = self.hub(source, other)
        self.good(hub, NAME, *NOW)
        gone = range(1, 41)
        source.items[:] = hundred(without=gone)
        hub.faults[:] = [Fault("/issues/[0-9]+$", 502, nth=None, headers=NO_USE),
                         Fault("meadow$", 502, nth=2, headers=NO_USE)]
        failed = self.repo(hub, NAME, *NOW, "--sweep", token="t")
        self.check_failure(failed, 4, "502")
        self.assertEqual(self.doubts(), [])
        # It did not take forty of them to see that: three that fail, and those
        # that were on their way while the server was asked for itself.
        self.assertLess(len(asked(hub, "/issues/")), 20)
        # Where the server answers for anything else, they are all in doubt.
        hub.faults.pop()
        hub.forget()
        swept = self.good(hub, NAME, *NOW, token="t")
        self.assertEqual(self.doubts(), [("issues", n, "", 1) for n in gone])
        for n in gone:
            self.assertIn("#%d (HTTP 502)" % n, swept.err)
        self.assertEqual(swept.value("issue_backlog"), 48)

    def test_what_fails_is_not_tried_for_long(self):
        """Not as often as may be, once it is clear that it is only that."""
        source, other = self.source()
        hub = self.hub(source, other)
        self.good(hub, NAME, *NOW)
        source.items[:] = hundred(without=range(1, 21))
        hub.faults[:] = [Fault("/issues/[0-9]+$", 502, nth=None)]
        self.good(hub, NAME, *NOW, "--sweep", token="t", timeout=180)
        tries = [len(asked(hub, "/issues/%d" % n)) for n in range(10, 21)]
        self.assertEqual(tries, [1] * 11)
        hub.forget()
        again = self.good(hub, NAME, *NOW)
        self.assertEqual(len(asked(hub, "/issues/")), 20)
        self.assertEqual(self.excluded(again, "issue_backlog"), 20)

    def doubts(self, db="store.db"):
        store = sqlite3.connect(self.box.path(db))
        rows = store.execute("SELECT stream, number, name, kind FROM doubt"
                             " ORDER BY 1, 2, 3").fetchall()
        store.close()
        return rows


class TestBetweenRuns(Doubts):
    """What one run leaves to the next: open alerts, and the ratchet's mark."""

    WINDOW = ("--no-git", "--window", "30d", "--windows", "0", "-q")

    def refuse(self, hub, source, numbers):
        """Those of the items are in no list any more, and blocked."""
        source.items[:] = [row for row in source.items
                           if row["number"] not in numbers]
        hub.faults[:] = [Fault("/issues/%d$" % n, "bend", nth=None,
                               value=answer(451, {})) for n in numbers]

    def turns(self, hub, day, *args):
        result = self.good(hub, NAME, *self.WINDOW, "--as-of", day, *args)
        return [(alert["state"], alert["since"][:10], alert["turned"])
                for alert in result.json["alerts"]]

    def test_alerts_of_what_is_not_in_doubt(self):
        """They fire once, as ever, and are told of."""
        told = self.box.path("told")
        cycle = ("-m", "pr_merge_cycle", "--notify-command",
                 "sh -c 'cat >> \"%s\"'" % told)
        source = Repository("sample", "meadow", items=[issue(
            99, at("2026-02-02"))])
        hub = self.hub(source)
        self.assertEqual(self.turns(hub, "2026-03-01", *cycle), [])
        self.refuse(hub, source, [99])
        self.assertEqual(
            self.turns(hub, "2026-03-02", *cycle, "--sweep"), [])
        source.items += [pull(n, at("2026-02-02"), merged=at("2026-03-20"))
                         for n in range(1, 7)]
        for day, turned in (("2026-04-01", True), ("2026-04-02", False),
                            ("2026-04-03", False)):
            self.assertEqual(self.turns(hub, day, *cycle),
                             [("firing", "2026-04-01", turned)])
        with open(told, encoding="utf-8") as text:
            self.assertEqual(text.read().count("pr_merge_cycle"), 1)

    def test_alerts_of_what_is_in_doubt(self):
        """Of 14 issues 8 are closed, 57 %: at risk. Without four of those
        that are open it would be 80 %."""
        rate = ("-m", "issue_close_rate")
        rows = [issue(n, at("2026-02-02") + n * 3600,
                      closed=at("2026-02-10") + n if n < 9 else None)
                for n in range(1, 15)]
        source = Repository("sample", "meadow", items=rows)
        hub = self.hub(source)
        self.assertEqual(self.turns(hub, "2026-03-01", *rate),
                         [("firing", "2026-03-01", True)])
        self.refuse(hub, source, range(11, 15))
        self.assertEqual(self.turns(hub, "2026-03-02", *rate, "--sweep"),
                         [("firing", "2026-03-01", False)])
        seen = self.good(hub, NAME, *self.WINDOW, "--as-of", "2026-03-02",
                         *rate).json["alerts"][0]
        self.assertEqual(seen["message"], "Issue close rate is to watch: 80% "
                         "(healthy is >= 85), n 10, and 4 that could not be "
                         "read")
        # Once they can be read it is as it was.
        source.items[:] = rows
        hub.faults.clear()
        self.assertEqual(self.turns(hub, "2026-03-03", *rate),
                         [("firing", "2026-03-01", False)])

    def test_a_scan_says_so(self):
        """In each form for people, also long after it was read."""
        source = Repository("sample", "meadow", items=hundred())
        hub = self.hub(source)
        self.good(hub, NAME, *self.WINDOW)
        self.refuse(hub, source, [3, 4])
        self.good(hub, NAME, *self.WINDOW, "--sweep")
        words = ("2 issues and pull requests could not be read; run again to "
                 "go on")
        for form in ("table", "markdown", "html"):
            for command in ("scan", "compare"):
                more = ("sample/hill",) if command == "compare" else ()
                result = self.command(command, hub, NAME, *more, "--offline",
                                      "--windows", "0", "-f", form)
                shown = " ".join(result.out.decode().replace(
                    "\u00a0", " ").split())
                self.assertIn("Incomplete", shown, (command, form))
                self.assertIn(words, shown, (command, form))
        # What was never asked for does not come by running again.
        shown = self.command("repo", hub, NAME, *self.WINDOW, "--offline",
                             "--color", "never").out.decode()
        self.assertNotIn("commits were not read", shown)

    def test_the_mark_of_the_ratchet(self):
        """It is as bad as it may have been, so that nothing that is read at
        last is taken for worse; but there is one."""
        policy = ("--fail-on", "regression", "-m", "issue_backlog")
        rows = [issue(n, at("2026-02-01") + n * 3600) for n in range(1, 16)]
        source = Repository("sample", "meadow", items=rows)
        hub = self.hub(source)
        self.good(hub, NAME, *self.WINDOW)
        self.refuse(hub, source, range(1, 6))
        self.good(hub, NAME, *self.WINDOW, "--sweep")

        def check(day):
            return self.command("check", hub, NAME, *self.WINDOW, "--as-of",
                                day, *policy)
        self.assertEqual(check("2026-03-01").code, 0)
        self.assertEqual(check("2026-03-02").code, 0)
        hub.faults.clear()
        source.items[:] = rows
        self.assertEqual(check("2026-03-03").code, 0)
        source.items += [issue(16, at("2026-03-03") + 60)]
        result = check("2026-03-04")
        self.assertEqual(result.code, 1, result)
        self.assertIn("issue_backlog: 16 is worse than when it last passed "
                      "(15)", result.out.decode())
        # Where one is in doubt for good, the ratchet holds all the same.
        self.refuse(hub, source, [16])
        self.good(hub, NAME, *self.WINDOW, "--sweep")
        self.assertEqual(check("2026-03-05").code, 3)
        source.items += [issue(17, at("2026-03-05") + 60)]
        result = check("2026-03-06")
        self.assertEqual(result.code, 1, result)
        self.assertIn("16 is worse", result.out.decode())


class TestAnswers(Doubts):
    """Reviews and timelines of single pull requests."""

    FULL = ("--no-git", "--as-of", "2026-03-01", "--windows", "0",
            "--profile", "full")

    def source(self, count=6):
        repo = Repository("sample", "meadow")
        repo.items = [pull(n, at("2026-02-01") + n * DAY)
                      for n in range(1, count + 1)]
        repo.reviews = [review(100 + n, row, at("2026-02-01") + n * DAY +
                               n * 3600)
                        for n, row in enumerate(repo.items, 1)]
        return repo

    def test_one_that_cannot_be_read(self):
        """Each kind of answer, to reviews and to timelines."""
        bad = {2: (403, {"message": "Forbidden"}), 3: (451, {}),
               4: (200, {"message": "an object"}), 5: (301, {})}
        for args in ((), ("--history", "events")):
            db = "%d.db" % len(args)
            hub = self.hub(self.source(), faults=[
                Fault("/%d/(timeline|reviews)" % n, "bend", nth=None,
                      value=answer(*what)) for n, what in bad.items()])
            for again in range(2):
                hub.forget()
                result = self.good(hub, NAME, *self.FULL, *args, db=db)
                found = result.metric("pr_first_response")
                self.assertEqual((found["value"], found["n"]), (3.5, 2))
                self.assertEqual(found["excluded"]["unreadable"], 4)
                self.assertEqual(self.excluded(result, "pr_backlog"), 0)
                self.assertEqual(result.value("pr_backlog"), 6)
                coverage = result.json["coverage"]
                self.assertIs(coverage["complete"], False)
                self.assertEqual(
                    coverage["streams"]["reviews"]["unreadable"], 4)
                for n in bad:
                    self.assertIn("the answers to #%d (" % n, result.err)
                    self.assertTrue(asked(hub, "/%d/" % n), again)
            offline = self.good(hub, NAME, *self.FULL, *args, "--offline",
                                db=db)
            self.assertEqual(offline.bytes, result.bytes)
            # Read, they are as good as new.
            hub.faults.clear()
            whole = self.good(hub, NAME, *self.FULL, *args, db=db)
            fresh = self.good(self.hub(self.source()), NAME, *self.FULL,
                              *args, db="fresh-" + db)
            self.assertEqual(whole.bytes, fresh.bytes)

    def test_with_the_item_itself(self):
        """Its answers and its branch are no more that is missing."""
        source = self.source()
        hub = self.hub(source, faults=[
            Fault("/3/(timeline|reviews)", "bend", nth=None,
                  value=answer(451, {})),
            Fault("/pulls[?]", "bend", nth=None,
                  value=TestRows.lack("base", 3)),
            Fault("/pulls/3$", 451, nth=None)])
        based = (*self.FULL, "--base", "main")
        result = self.good(hub, NAME, *based)
        self.assertEqual(self.excluded(result, "pr_first_response"), 1)
        source.items[2:3] = []
        hub.faults.append(Fault("/issues/3$", "bend", nth=None,
                                value=answer(451, {})))
        for args in (("--sweep",), ()):
            result = self.good(hub, NAME, *based, *args)
            found = result.metric("pr_first_response")
            self.assertEqual((found["n"], found["excluded"]["unreadable"]),
                             (5, 1))
            self.assertEqual(self.excluded(result, "pr_backlog"), 1)

    def test_a_server_error_that_stays(self):
        hub = self.hub(self.source(), faults=[
            Fault("/3/timeline", 500, nth=None, headers=NO_USE)])
        result = self.good(hub, NAME, *self.FULL, timeout=120)
        self.assertEqual(self.excluded(result, "pr_first_response"), 1)
        self.assertIn("the answers to #3 (HTTP 500)", result.err)

    def test_all_are_refused(self):
        """A token that may read none of them is a failure of the source."""
        for count in (2, 30):
            hub = self.hub(self.source(count), faults=[
                Fault("/timeline", 403, nth=None)])
            db = "%d.db" % count
            result = self.repo(hub, NAME, *self.FULL, db=db)
            self.check_failure(result, 4, "403")
            self.assertLessEqual(len(asked(hub, "/timeline")), 10)
            hub.faults[:] = [Fault("/timeline", 401, nth=None)]
            result = self.repo(hub, NAME, *self.FULL, db=db)
            self.check_failure(result, 4, "401")
            hub.faults.clear()
            whole = self.good(hub, NAME, *self.FULL, db=db)
            self.assertIs(whole.json["coverage"]["complete"], True)

    def test_one_alone(self):
        """Of many that were read before, one new one is no outage."""
        repo = self.source()
        hub = self.hub(repo)
        self.good(hub, NAME, *self.FULL)
        for n in (7, 8):
            repo.items.append(pull(n, at("2026-02-20") + n))
        hub.faults[:] = [Fault("/[78]/timeline", 403, nth=None)]
        for _ in range(2):
            result = self.good(hub, NAME, *self.FULL)
            self.assertEqual(self.excluded(result, "pr_first_response"), 2)


class TestRows(Doubts):
    """Rows of lists that cannot be used."""

    FULL = ("--no-git", "--as-of", "2026-03-01", "--windows", "0",
            "--profile", "full", "--history", "events")

    def source(self):
        repo = Repository("sample", "meadow", items=[
            issue(n, at("2026-02-01") + n * DAY) for n in range(1, 11)])
        repo.comments = [comment(100 + n, row, at("2026-02-02") + n * DAY)
                         for n, row in enumerate(repo.items, 1)]
        repo.releases = [release(n, "v%d" % n, at("2026-02-01") + n)
                         for n in range(1, 5)]
        return repo

    @staticmethod
    def lack(field, number, key="number"):
        """The row of that number without a field."""
        def bend(right, _):
            rows = json.loads(right.body)
            for row in rows if isinstance(rows, list) else [rows]:
                if row.get(key) == number:
                    row.pop(field, None)
            right.body = json.dumps(rows).encode()
            right.headers.pop("ETag", None)
        return bend

    def test_rows_that_lack_something(self):
        right = self.good(self.hub(self.source()), NAME, *self.FULL,
                          db="right.db")
        for match, field, number, key, named, stream in (
                # As webhooks tell of what is pinned.
                ("/issues[?]", "state", 4, "number", "#4 (", "issues"),
                ("/issues/comments[?]", "issue_url", 104, "id",
                 "comment 104 (", "comments"),
                ("/releases[?]", "created_at", 3, "id", "release 3 (",
                 "releases")):
            with self.subTest(match=match):
                bend = self.lack(field, number, key)
                single = match.replace("[?]", "/%d$" % number)
                hub = self.hub(self.source(), faults=[
                    Fault(match, "bend", nth=None, value=bend),
                    Fault(single, "bend", nth=None, value=bend)])
                db = field + ".db"
                result = self.good(hub, NAME, *self.FULL, db=db)
                self.assertIn(named, result.err)
                self.assertIn(field, result.err)
                row = result.json["coverage"]["streams"][stream]
                self.assertEqual(row["unreadable"], 1)
                self.assertEqual(
                    row["rows"], right.json["coverage"]["streams"][stream]
                    ["rows"] - 1)
                self.assertIs(result.json["coverage"]["complete"], False)
                # It stays so, as long as it cannot be read by itself, nor
                # is it gone for that such a row is not to be had.
                for code in (None, 404):
                    if code and stream != "issues":
                        hub.faults[1] = Fault(single, code, nth=None)
                    again = self.good(hub, NAME, *self.FULL, db=db)
                    self.assertEqual(again.bytes, result.bytes)
                    self.assertIn(named, again.err)
                # By itself it can be read.
                hub.faults.pop()
                hub.forget()
                whole = self.good(hub, NAME, *self.FULL, db=db)
                self.assertTrue([p for p in hub.paths()
                                 if p.endswith("/%d" % number)], hub.log)
                self.assertEqual(whole.json["metrics"],
                                 right.json["metrics"])
                self.assertIs(whole.json["coverage"]["complete"], True)

    def test_another_in_its_place(self):
        """What is asked for by itself is read by that answer alone."""
        for match, number, field, rest in (
                ("/issues/comments", 104, "issue_url", "comments"),
                ("/releases", 3, "created_at", "releases")):
            hub = self.hub(self.source(), faults=[
                Fault(match + "[?]", "bend", nth=None,
                      value=self.lack(field, number, "id")),
                Fault("%s/%d$" % (match, number), "bend", nth=None,
                      value=self.rename(number - 1))])
            for _ in range(3):
                result = self.good(hub, NAME, *self.FULL, db=field + ".db")
                row = result.json["coverage"]["streams"][rest]
                self.assertEqual(row["unreadable"], 1)

    @staticmethod
    def rename(number):
        """The right row with another's number."""
        def bend(right, _):
            right.body = json.dumps({**json.loads(right.body),
                                     "id": number}).encode()
        return bend

    def test_a_branch(self):
        """Of the list of pull requests, and by itself later."""
        repo = Repository("sample", "meadow", items=[
            pull(n, at("2026-02-01") + n * DAY) for n in range(1, 7)])
        repo.bases = {4: "next"}
        hub = self.hub(repo, faults=[
            Fault("/pulls[?]", "bend", nth=None, value=self.lack("base", 3))])
        args = ("--no-git", "--as-of", "2026-03-01", "--windows", "0",
                "--base", "main")
        hub.faults.append(Fault("/pulls/3$", 403, nth=None))
        for _ in range(2):
            result = self.good(hub, NAME, *args)
            self.assertEqual(self.number_of(result, "pr_backlog"), (4, 4))
            self.assertEqual(self.excluded(result, "pr_backlog"), 1)
            self.assertIn("the branch of #3 (", result.err)
        hub.faults[1] = Fault("/pulls/3$", "bend", nth=None, value=answer(
            200, {"number": 2, "updated_at": "2026-02-03T00:00:00Z",
                  "base": {"ref": "main"}}))
        result = self.good(hub, NAME, *args)
        self.assertEqual(self.excluded(result, "pr_backlog"), 1)
        hub.faults.pop()
        result = self.good(hub, NAME, *args)
        self.assertEqual(self.number_of(result, "pr_backlog"), (5, 5))
        self.assertEqual(self.excluded(result, "pr_backlog"), 0)
        self.assertIs(result.json["coverage"]["complete"], True)

    def test_commits_without_a_date(self):
        repo = self.source()
        repo.commits = [commit("%040x" % n, at("2026-02-20") - n * DAY,
                               ["docs/a.md"]) for n in range(1, 9)]
        hub = self.hub(repo)
        args = ("--no-git", "--as-of", "2026-03-01", "--windows", "0")
        repo.commits[2]["commit"].update(author=None, committer=None)
        # 2 in 30 days less than 3 a week, and more than 1.
        for _ in range(2):
            result = self.good(hub, NAME, *args)
            found = result.metric("doc_update_frequency")
            self.assertEqual(found["count"], 7)
            self.assertEqual(found["excluded"]["unreadable"], 1)
            self.assertIn("commit " + "%040x" % 3, result.err)
            self.assertIs(result.json["coverage"]["complete"], False)
        gate = self.command("check", hub, NAME, *args, "-m",
                            "doc_quiet_weeks")
        self.assertEqual(gate.code, 0, gate)
        gate = self.command("check", hub, NAME, *args, "-m",
                            "doc_update_frequency", "--fail-on", "watch",
                            "--threshold", "doc_update_frequency.healthy=1.8")
        self.assertEqual(gate.code, 3, gate)

    def test_what_is_no_list_stays_a_failure(self):
        for body in ({"items": []}, [None], [{"title": "x"}]):
            hub = self.hub(self.source(), faults=[
                Fault("/releases", "bend", nth=None,
                      value=answer(200, body))])
            result = self.repo(hub, NAME, *self.FULL, db="x.db", timeout=120)
            self.check_failure(result, 4, "list of releases")


class TestPartialResults(Doubts):
    HEADER = {"X-GitHub-SSO": "partial-results; organizations=21,22"}

    def test_of_a_list(self):
        repo = Repository("sample", "meadow", items=hundred())
        hub = self.hub(repo, faults=[Fault("/issues[?]", "bend", nth=None,
                                           value=lambda right, _:
                                           right.headers.update(self.HEADER))])
        result = self.good(hub, NAME, *NOW)
        self.assertIn("2 organizations", result.err)
        self.assertIs(result.json["coverage"]["complete"], False)
        shown = self.command("repo", hub, NAME, *NOW, "--offline")
        self.assertIn("Incomplete: some issues and pull requests are left out "
                      "by the server\n", shown.out.decode())
        shown = self.command("explain", hub, "issue_backlog", NAME,
                             "--offline")
        self.assertIn("unread       some, the server does not say how many",
                      shown.out.decode())
        gate = self.command("check", hub, NAME, *NOW, "-m",
                            "issue_close_rate", "--offline")
        self.assertEqual(gate.code, 3, gate)
        hub.faults.clear()
        repo.items.append(issue(101, START + 15 * DAY))
        whole = self.good(hub, NAME, *NOW)
        self.assertIs(whole.json["coverage"]["complete"], True)
        self.assertNotIn("organizations", whole.err)

    def test_of_an_organization(self):
        hub = self.hub(Repository("acme", "one", rid=1),
                       Repository("acme", "two", rid=2))

        def scan(*args, **more):
            return self.command("scan", hub, "--org", "acme", "--no-git",
                                "--format", "json", *args, **more)
        self.assertIs(scan().json["complete"], True)
        hub.faults[:] = [Fault("/orgs/acme/repos", "bend", nth=None,
                               value=lambda right, _:
                               right.headers.update(self.HEADER))]
        result = scan()
        self.assertEqual(result.code, 4, result)
        self.assertIn("2 organizations", result.err)
        self.assertIs(result.json["complete"], False)
        self.assertEqual(len(result.json["repositories"]), 2)

    def test_entries_of_an_organization(self):
        repos = [Repository("acme", name, rid=n)
                 for n, name in enumerate(("one", "two", "three"), 1)]
        hub = self.hub(*repos)

        def bend(right, _):
            rows = json.loads(right.body)
            rows[0]["created_at"] = None
            del rows[1]["id"]
            right.body = json.dumps(rows).encode()
        hub.faults[:] = [Fault("/orgs/acme/repos", "bend", nth=None,
                               value=bend)]
        result = self.command("scan", hub, "--org", "acme", "--no-git",
                              "--format", "json")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(len(result.json["repositories"]), 2)
        self.assertIn("acme/two", result.err)
        self.assertIs(result.json["complete"], False)


if __name__ == "__main__":
    unittest.main()
