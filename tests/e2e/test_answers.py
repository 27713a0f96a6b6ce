#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Comments, reviews, timelines, labels and branches: what they cost to read,
and the numbers that come of them."""
import json
import os
import signal
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Fault, Repository, comment, event,  # noqa: E402
                         issue, pull, release, review)
from harness import (Case, History, at, catches,  # noqa: E402
                     check_report, eventually, git, make_clone)

NAME = "sample/meadow"
AS_OF = ["--as-of", "2026-03-01", "--windows", "0"]
FULL = [*AS_OF, "--profile", "full"]
EVENTS = ["--history", "events"]


def known():
    """Pull requests 1 to 6 and issues 11 to 13 of February, and who answers
    them; the author is heron-12."""
    repo = Repository("sample", "meadow", created="2024-01-01T00:00:00Z")
    rows = {}

    def add(row):
        rows[row["number"]] = row
        repo.items.append(row)

    for number in range(1, 7):
        add(pull(number, at("2026-02-%02d" % (number + 1)),
                 labels=["ui"] if number == 2 else [{"name": "Bug"}]))
    rows[6]["draft"] = True
    for number in range(11, 14):
        add(issue(number, at("2026-02-%02d" % number)))

    def hour(number, hours):
        day = number + 1 if number < 10 else number
        return at("2026-02-%02d" % day) + hours * 3600

    repo.comments = [
        comment(101, rows[1], hour(1, 1), login="heron-12"),
        comment(102, rows[1], hour(1, 2), login="ci-runner[bot]"),
        comment(103, rows[1], hour(1, 5)),
        comment(104, rows[2], hour(2, 6)),
        comment(105, rows[11], hour(11, 8)),
        comment(106, rows[12], hour(12, 2), login=None),
    ]
    repo.reviews = [
        review(201, rows[2], hour(2, 3)),
        review(202, rows[3], None, state="PENDING"),
        review(203, rows[3], hour(3, 9), login=None),
        review(204, rows[5], hour(5, 1)),
        review(205, rows[5], hour(5, 30)),
    ]
    # 4 waits; 5 was opened as a draft and ready after 24 hours.
    repo.events = [event(301, "ready_for_review", rows[5], hour(5, 24)),
                   event(302, "labeled", rows[5], hour(5, 25))]
    return repo, rows


class TestNumbers(Case):
    def expect(self, result):
        # 5, 3, 9 and 6 hours; 4 is open, 6 a draft.
        found = result.metric("pr_first_response")
        self.assertEqual((found["value"], found["n"], found["open"]),
                         (5.5, 4, 1))
        # Of 1 to 5 only 4 has no answer.
        found = result.metric("pr_unanswered")
        self.assertEqual((found["value"], found["n"]), (20, 5))
        found = result.metric("issue_first_response")
        self.assertEqual((found["value"], found["n"], found["open"]),
                         (5, 2, 1))
        self.assertEqual(result.metric("issue_unanswered")["numerator"], 1)

    def test_timelines(self):
        repo, _ = known()
        hub = self.hub(repo)
        result = self.good(hub, NAME, *FULL)
        self.expect(result)
        self.assertEqual(sum("/timeline" in p for p in hub.paths()), 6)
        self.assertFalse([p for p in hub.paths() if "/reviews" in p])

    def test_reviews(self):
        """With the events at hand, reviews do: the same numbers."""
        repo, _ = known()
        hub = self.hub(repo)
        self.expect(self.good(hub, NAME, *FULL, *EVENTS))
        self.assertEqual(sum("/reviews" in p for p in hub.paths()), 6)
        self.assertFalse([p for p in hub.paths() if "/timeline" in p])

    def test_bots_do_not_answer(self):
        repo, _ = known()
        result = self.good(self.hub(repo), NAME, *FULL, "--bots", "include")
        self.assertEqual(result.value("pr_first_response"), 5.5)
        result = self.good(self.hub(repo), NAME, *FULL, "--bot", "PLOVER-*",
                           db="other.db")
        # Only the deleted account is left.
        self.assertEqual(result.metric("pr_first_response")["n"], 1)

    def test_events_alone(self):
        repo, rows = known()
        repo.events += [
            event(303, "closed", rows[11], at("2026-02-12")),
            event(304, "reopened", rows[11], at("2026-02-13")),
            event(305, "closed", rows[12], at("2026-02-14"))]
        one = ["-m", "issue_reopened"]
        found = self.good(self.hub(repo), NAME, *FULL, *one).metric(
            "issue_reopened")
        self.assertIsNone(found["value"])
        self.assertIn("--history events", found["reason"])
        found = self.good(self.hub(repo), NAME, *FULL, *one, *EVENTS).metric(
            "issue_reopened")
        self.assertEqual((found["value"], found["n"]), (0.5, 2))


class TestCost(Case):
    def test_only_what_is_needed(self):
        """The plan fetches what the metrics need, and no more."""
        repo, _ = known()
        for metric, parts in (("pr_merge_cycle", []),
                              ("issue_first_response", ["/comments"]),
                              ("pr_first_response", ["/timeline"]),
                              ("issue_reopened", [])):
            hub = self.hub(repo)
            self.good(hub, NAME, *AS_OF, "-m", metric, db=metric + ".db")
            rest = [p for p in hub.paths() if p.count("/") > 3 and
                    not p.split("?")[0].endswith(("/issues", "/releases"))]
            self.assertEqual(sorted({"/" + p.split("?")[0].split("/")[-1]
                                     for p in rest}), parts, metric)

    def test_second_run(self):
        repo, rows = known()
        hub = self.hub(repo)
        first = self.good(hub, NAME, *FULL, token="t")
        hub.forget()
        again = self.good(hub, NAME, *FULL, token="t")
        self.assertEqual(again.bytes, first.bytes)
        self.assertEqual([r.status for r in hub.log], [304] * 4)
        # One that has changed is read again, the others are not.
        late = at("2026-02-28")
        repo.comments.append(comment(107, rows[4], late))
        rows[4]["updated_at"] = repo.comments[-1]["updated_at"]
        hub.forget()
        result = self.good(hub, NAME, *FULL, token="t")
        self.assertEqual(result.metric("pr_first_response")["open"], 0)
        self.assertEqual([p.split("?")[0] for p in hub.paths()
                          if "timeline" in p],
                         ["/repos/sample/meadow/issues/4/timeline"])

    def test_older_window_later(self):
        """What was not read is not passed off as nothing."""
        repo, rows = known()
        old = issue(20, at("2025-06-01"))
        repo.items.append(old)
        repo.comments += [comment(90 - i, old, at("2025-06-01") + 14400 + i)
                          for i in range(4)]
        hub = self.hub(repo, max_page=2)
        one = ["-m", "issue_first_response", "--windows", "0", "--as-of"]
        self.good(hub, NAME, *one, "2026-03-01")
        found = self.good(hub, NAME, *one, "2025-06-15",
                          "--offline").metric("issue_first_response")
        self.assertIsNone(found["value"])
        self.assertIn("not collected", found["reason"])
        found = self.good(hub, NAME, *one, "2025-06-15").metric(
            "issue_first_response")
        self.assertEqual(found["value"], 4)

    def test_broken_off(self):
        repo, _ = known()
        hub = self.hub(repo)
        hub.faults.append(Fault("/issues/3/timeline", 401, nth=None))
        result = self.repo(hub, NAME, *FULL)
        self.assertEqual(result.code, 4, result)
        found = result.metric("pr_first_response")
        self.assertIsNone(found["value"])
        self.assertIs(result.json["coverage"]["complete"], False)
        # What needs none of it has its number.
        self.assertEqual(result.value("pr_backlog"), 6)
        hub.faults.clear()
        hub.forget()
        TestNumbers.expect(self, self.good(hub, NAME, *FULL))
        self.assertLess(sum("/timeline" in p for p in hub.paths()), 6)

    def test_one_is_gone(self):
        repo, _ = known()
        hub = self.hub(repo)
        hub.faults.append(Fault("/issues/3/timeline", 404, nth=None))
        result = self.good(hub, NAME, *FULL)
        self.assertEqual(result.metric("pr_first_response")["n"], 3)


class TestSlices(Case):
    def test_labels(self):
        repo, _ = known()
        hub = self.hub(repo)
        for labels, backlog in ((["bug"], 5), (["ui"], 1), (["UI", "bug"], 0)):
            args = [a for label in labels for a in ("--label", label)]
            result = self.good(hub, NAME, *AS_OF, *args)
            self.assertEqual(result.value("pr_backlog"), backlog)
            self.assertEqual(result.json["slice"]["labels"], labels)
            self.assertIn("releases are not sliced",
                          result.metric("release_frequency")["reason"])

    def test_author(self):
        repo, _ = known()
        repo.items.append(pull(7, at("2026-02-20"), login="Tern-7"))
        hub = self.hub(repo)
        result = self.good(hub, NAME, *AS_OF, "--author", "tern*")
        self.assertEqual(result.value("pr_backlog"), 1)
        self.assertEqual(result.value("issue_backlog"), 0)

    def test_base(self):
        repo, _ = known()
        repo.bases = {1: "release/1", 2: "release/2"}
        hub = self.hub(repo)
        result = self.good(hub, NAME, *AS_OF, "--base", "release/*")
        self.assertEqual(result.value("pr_backlog"), 2)
        self.assertIn("issues are for no branch",
                      result.metric("issue_backlog")["reason"])
        self.assertEqual(sum(p.split("?")[0].endswith("/pulls")
                             for p in hub.paths()), 1)

    def test_from_to(self):
        repo, _ = known()
        hub = self.hub(repo)
        result = self.good(hub, NAME, "--from", "2026-02-03", "--to",
                           "2026-02-05", "--windows", "0")
        self.assertEqual(result.json["window"]["days"], 2)
        self.assertEqual(result.metric("pr_closure_ratio")["n"], 2)
        for bad in (["--to", "2026-02-05"],
                    ["--from", "2026-02-05", "--to", "2026-02-05"],
                    ["--from", "2026-02-01", "--window", "30d"]):
            self.assertEqual(self.repo(hub, NAME, *bad).code, 2)

    def test_calendar(self):
        repo, _ = known()
        hub = self.hub(repo)
        for window, start, end in (
                ("month", "2026-02-01", "2026-03-01"),
                ("quarter", "2025-10-01", "2026-01-01"),
                ("year", "2025-01-01", "2026-01-01"),
                ("week", "2026-03-02", "2026-03-09"),
                ("1mo", "2026-02-15", "2026-03-15")):
            result = self.good(hub, NAME, "--as-of", "2026-03-15", "--window",
                               window, "--windows", "2")
            got = result.json["window"]
            self.assertEqual((got["start"][:10], got["end"][:10]),
                             (start, end), window)


class TestExplain(Case):
    def test_the_samples_are_the_number(self):
        repo, _ = known()
        hub = self.hub(repo)
        result = self.command("explain", hub, "pr_first_response", NAME,
                              *AS_OF, "-f", "json")
        self.assertEqual(result.code, 0, result)
        found = result.json
        counted = sorted(s["value"] for s in found["samples"]
                         if s["role"] == "counted")
        self.assertEqual(counted, [3, 5, 6, 9])
        self.assertEqual(found["metrics"][0]["value"], 5.5)
        self.assertEqual(len([s for s in found["samples"]
                              if s["role"] == "open"]),
                         found["metrics"][0]["open"])
        first = found["samples"][0]
        self.assertEqual(first["link"],
                         "https://github.com/sample/meadow/pull/%d"
                         % first["number"])
        self.assertIn("The median wait for the first answer", found["definition"])

    def test_every_metric(self):
        """Counts, shares and medians follow from the rows of each."""
        repo, _ = known()
        hub = self.hub(repo)
        full = self.good(hub, NAME, *FULL, *EVENTS).json["metrics"]
        for metric in full:
            if metric["value"] is None:
                continue
            result = self.command("explain", hub, metric["id"], NAME, *AS_OF,
                                  *EVENTS, "--offline", "-f", "json")
            self.assertEqual(result.code, 0, result)
            values = [s["value"] for s in result.json["samples"]
                      if s["role"] == "counted"]
            if metric["statistic"] == "ratio":
                self.assertEqual(values.count(0), metric["n"])
                continue
            self.assertEqual(len(values), metric["n"], metric["id"])
            if metric["statistic"] == "share":
                self.assertEqual(sum(map(bool, values)), metric["numerator"])
            elif metric["statistic"] == "count":
                self.assertEqual(sum(values), metric["value"])

    def test_order_and_limit(self):
        repo, _ = known()
        hub = self.hub(repo)

        def numbers(*args):
            result = self.command("explain", hub, "pr_backlog", NAME, *AS_OF,
                                  "-f", "csv", *args)
            self.assertEqual(result.code, 0, result)
            return [int(line.split(",")[0])
                    for line in result.out.decode().splitlines()[1:]]
        self.assertEqual(numbers(), [1, 2, 3, 4, 5, 6])
        self.assertEqual(numbers("--sort", "-number", "--limit", "2"), [6, 5])
        result = self.command("explain", hub, "pr_backlog", NAME, *AS_OF,
                              "--sort", "size")
        self.check_failure(result, 2, "--sort")

    def test_dates(self):
        """When each began and ended, as of the window's end."""
        history = History()
        history.commit(at("2026-02-14", "12:30:00"), {"README.md": "x"})
        clone = make_clone(self.box, "clone", history)
        commit = git(self.box, "-C", clone, "rev-parse", "HEAD").strip()
        hub = self.hub(Repository(
            "sample", "meadow", items=[
                pull(1, at("2026-02-02"), merged=at("2026-02-04")),
                pull(2, at("2026-02-10"), closed=at("2026-03-05")),
                pull(3, at("2026-01-01"))],
            releases=[release(7, "v1", at("2026-02-20"))]))
        for metric, dates in (
                ("pr_merge_cycle", {"1": ("2026-02-02", "2026-02-04"),
                                    "2": ("2026-02-10", None)}),
                ("pr_acceptance", {"1": ("2026-02-02", "2026-02-04")}),
                ("pr_backlog", {"2": ("2026-02-10", None),
                                "3": ("2026-01-01", None)}),
                ("release_frequency", {"v1": ("2026-02-20", None)}),
                ("days_since_release", {None: ("2026-02-20", None)}),
                ("commit_frequency", {commit: ("2026-02-14", None)})):
            found = self.command("explain", hub, metric, NAME, *AS_OF, "-f",
                                 "json", "--git", clone)
            self.assertEqual(found.code, 0, found)
            got = {s["subject"]: tuple(when and when[:10] for when in (
                s["began_at"], s["ended_at"])) for s in found.json["samples"]}
            self.assertEqual(got, dates, metric)

    def test_for_a_person(self):
        """Ages of what is open, the roles, and no line that is too long."""
        repo, _ = known()
        hub = self.hub(repo)
        out = self.command("explain", hub, "pr_backlog", NAME,
                           *AS_OF).out.decode()
        self.assertRegex(out, r"subject +age  role +opened +author +title\n"
                         r"1 +27 d  counted  2026-02-02 +heron-12 +")
        out = self.command("explain", hub, "pr_first_response", NAME,
                           *AS_OF).out.decode()
        self.assertRegex(out, r"(?m)^\d +9 h  counted  2026-02-0\d  2026-02-0\d")
        self.assertIn("Roles: counted, it is in the value; open, not over at "
                      "the window's end", " ".join(out.split()))
        self.assertLessEqual(max(map(len, out.splitlines())), 80)

    def test_a_formula_is_text(self):
        repo, rows = known()
        rows[1]["title"] = '=HYPERLINK("http://x")'
        hub = self.hub(repo)
        result = self.command("explain", hub, "pr_backlog", NAME, *AS_OF,
                              "-f", "csv")
        self.assertIn(b'"\'=HYPERLINK(""http://x"")"', result.out)


class TestOwnMetric(Case):
    SQL = """-- id:        stale_pulls
-- title:     Stale pull requests
-- unit:      count
-- better:    lower
-- statistic: count
-- streams:   pull_requests state
-- subject:   item
-- healthy:   <= 2
-- risk:      > 5
--
-- Those that are older than two weeks.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id, 1 AS value
  FROM v_window AS w
  JOIN v_pull_request_state AS s
    ON s.opened_at < w.ends_at - 1209600
   AND (s.ended_at IS NULL OR s.ended_at >= w.ends_at);
"""

    def test_one_file(self):
        repo, _ = known()
        hub = self.hub(repo)
        path = self.box.write("stale_pulls.sql", self.SQL)
        result = self.good(hub, NAME, *AS_OF, "-m", path, "-m", "pr_backlog")
        found = result.metric("stale_pulls")
        self.assertEqual((found["value"], found["status"]), (6, "risk"))
        self.assertEqual(self.command("check", hub, NAME, *AS_OF, "-m",
                                      path).code, 1)
        result = self.command("explain", hub, path, NAME, *AS_OF)
        self.assertIn(b"Those that are older", result.out)
        result = self.command("trend", hub, NAME, *AS_OF, "-m", path)
        self.assertIn(b"Stale pull requests", result.out)

    def test_mistakes(self):
        hub = self.hub(Repository("sample", "meadow"))
        for text, word in (
                ("SELECT 1", "'id' is missing"),
                (self.SQL.replace("stale_pulls", "other"), "file's name"),
                (self.SQL.replace("AS value", "AS value, (SELECT max("
                                  "login) FROM main.account) AS open"), "only read the views"),
                (self.SQL + "DELETE FROM main.item;", "more than one")):
            path = self.box.write("stale_pulls.sql", text)
            result = self.repo(hub, NAME, *AS_OF, "-m", path)
            self.assertIn(result.code, (2, 4), result)
            self.assertIn(word, result.err)
        self.check_failure(self.repo(hub, NAME, "-m", "none.sql"), 2,
                           "none.sql")

    def own(self, select):
        header = self.SQL.partition("SELECT")[0]
        return self.box.write("stale_pulls.sql", header + select)

    def test_own_sql_only_reads(self):
        """As a query does: whoever wrote it, it can do no harm."""
        hub = self.hub(known()[0])
        self.good(hub, NAME, *AS_OF)
        for select in ("DELETE FROM item;", "ATTACH 'x' AS y;",
                       "PRAGMA user_version = 9;", "VACUUM INTO 'x';",
                       "CREATE TABLE x (y);", "DROP VIEW v_item;",
                       "INSERT INTO ask_window VALUES (9, 1, 2);",
                       "SELECT load_extension('x');",
                       "SELECT * FROM pragma_database_list;",
                       "SELECT * FROM sqlite_schema;"):
            with self.subTest(select=select):
                result = self.repo(None, NAME, "-q", "--offline", *AS_OF,
                                   "-m", self.own(select))
                self.check_failure(result, 4, "stale_pulls")
        self.assertEqual(os.listdir(self.box.work), [])

    def test_own_sql_is_ended(self):
        """One that would run for ever, in whatever way it is asked for."""
        hub = self.hub(known()[0])
        self.good(hub, NAME, *AS_OF)
        path = self.own(
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
            " SELECT r.repo_id, 0 AS window_no, 1 AS subject,"
            " NULL AS actor_id, max(c.x) AS value FROM c, v_repo AS r;")
        for args in (["repo", NAME, "-m", path], ["check", NAME, "-m", path],
                     ["explain", path, NAME], ["trend", NAME, "-m", path]):
            result = self.command(args[0], None, *args[1:], "-q", "--offline",
                                  *AS_OF, "--time-limit", "1s")
            self.check_failure(result, 4, "stale_pulls", "took too long")
        process = self.box.start(
            "repo", NAME, "-m", path, "-q", "--offline", *AS_OF, "--db",
            self.box.path("store.db"), "--time-limit", "1000d")
        eventually(lambda: catches(process), "it catches the signal")
        process.send_signal(signal.SIGINT)
        self.check_failure(self.box.wait(process), 130, "interrupted")

    def test_own_sql_takes_some_memory_only(self):
        hub = self.hub(known()[0])
        self.good(hub, NAME, *AS_OF)
        path = self.own(
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c"
            " LIMIT 100), big AS MATERIALIZED (SELECT x, randomblob(9000000)"
            " AS z FROM c) SELECT r.repo_id, 0 AS window_no, 1 AS subject,"
            " NULL AS actor_id, count(DISTINCT z) AS value"
            " FROM big, v_repo AS r;")
        result = self.repo(None, NAME, "-q", "--offline", *AS_OF, "-m", path,
                           "--time-limit", "1000d")
        self.check_failure(result, 4, "stale_pulls", "more than 256 MiB")


class TestQuery(Case):
    def query(self, *args, **more):
        return self.box.run("query", "--db", self.box.path("store.db"), *args,
                            **more)

    def test_formats(self):
        repo, _ = known()
        self.good(self.hub(repo), NAME, *AS_OF)
        sql = "SELECT number, title FROM v_issue ORDER BY number LIMIT 2"
        self.assertEqual(self.query(sql, "-f", "csv").out.decode(),
                         "number,title\n11,Item 11\n12,Item 12\n")
        self.assertEqual(self.query(sql, NAME, "-f", "json").json["rows"],
                         [{"number": 11, "title": "Item 11"},
                          {"number": 12, "title": "Item 12"}])

    def test_rows_of_an_expression_are_counted(self):
        """SQLite asks about one whose columns nobody reads as of a table."""
        self.good(self.hub(known()[0]), NAME, *AS_OF)
        for sql in ("WITH c AS (SELECT number FROM v_issue) SELECT count(*)"
                    " AS n FROM c",
                    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1"
                    " FROM c LIMIT 4) SELECT count(*) AS n FROM C",
                    "WITH item AS (SELECT number FROM v_issue), c AS (SELECT"
                    " number FROM item) SELECT count(*) AS n FROM c JOIN"
                    " (SELECT 1)"):
            result = self.query(sql, "-f", "json")
            self.assertEqual(result.code, 0, result)
            self.assertGreater(result.json["rows"][0]["n"], 0)

    def test_it_only_reads(self):
        repo, _ = known()
        self.good(self.hub(repo), NAME, *AS_OF)
        for sql in ("DELETE FROM item", "SELECT * FROM main.item",
                    "SELECT count(*) FROM ITEM", "SELECT 1 FROM main.item",
                    "SELECT count(*) FROM ask_repo", "SELECT 1 FROM x.item",
                    "SELECT count(*) FROM sqlite_schema",
                    "WITH c AS (SELECT 1 FROM item) SELECT count(*) FROM c",
                    "SELECT 1 FROM pragma_table_info('item')",
                    "PRAGMA user_version = 9", "ATTACH 'x' AS y",
                    "SELECT 1; SELECT 2", "", "SELEKT",
                    "SELECT load_extension('x')",
                    "CREATE TABLE x (y)", "VACUUM", "BEGIN",
                    f"VACUUM INTO '{self.box.path('copy.db')}'"):
            self.check_failure(self.query(sql), 2)
        self.assertFalse(os.path.exists(self.box.path("copy.db")))
        self.assertEqual(os.listdir(self.box.work), [])

    def test_it_is_ended(self):
        self.good(self.hub(known()[0]), NAME, *AS_OF)
        endless = ("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1"
                   " FROM c) SELECT max(x) FROM c")
        self.check_failure(self.query(endless, "--time-limit", "1s"), 4,
                           "took too long")
        process = self.box.start("query", endless, "--time-limit", "1000d",
                                 "--db", self.box.path("store.db"))
        eventually(lambda: catches(process), "it catches the signal")
        process.send_signal(signal.SIGINT)
        self.check_failure(self.box.wait(process), 130, "interrupted")

    def test_a_mismatch_is_the_askers(self):
        self.good(self.hub(known()[0]), NAME, *AS_OF)
        for limit in ("NULL", "'a'", "@02", "1 OFFSET 'b'"):
            self.check_failure(self.query("SELECT 1 LIMIT " + limit), 2,
                               "cannot be run: datatype mismatch")
        path = self.box.write("own.sql", "-- id: own\n-- title: Own\n-- unit:"
                              " count\n-- better: lower\n-- statistic: count\n"
                              "--\n-- Nothing.\nSELECT repo_id, window_no,"
                              " number, NULL, 1 FROM v_issue, v_window LIMIT"
                              " NULL\n")
        result = self.repo(None, NAME, "-q", *AS_OF, "--offline", "--metric",
                           path)
        self.assertNotIn("please report", result.err)
        self.assertEqual(result.code, 2, result)

    def test_rows_are_bounded_as_they_are_held(self):
        """Five million numbers are more than may be held; what is held until
        then is the bound and what the program is besides."""
        self.good(self.hub(known()[0]), NAME, *AS_OF)
        process = self.box.start(
            "query", "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1"
            " FROM c LIMIT 20000000) SELECT x FROM c", "--time-limit", "1000d",
            "--db", self.box.path("store.db"))
        out, err = process.stdout.read(), process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        process.stderr.close()
        self.assertEqual((process.returncode, out), (4, b""), err)
        self.assertIn(b"gives more than 256 MiB", err)
        self.assertLess(used.ru_maxrss, 700 * 1024)

    def test_it_takes_some_memory_only(self):
        self.good(self.hub(known()[0]), NAME, *AS_OF)
        rows = ("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1"
                " FROM c LIMIT 1000) SELECT ")
        for sql, code, words in (
                ("count(DISTINCT z) FROM (SELECT randomblob(9000000 + x) AS z"
                 " FROM c)", 4, ["more than 256 MiB of memory"]),
                ("x, printf('%.*c', 1000000, 'x') FROM c", 4,
                 ["gives more than 256 MiB", "LIMIT"]),
                ("length(zeroblob(17000000))", 2, ["too big"]),
                ("'x' LIKE printf('%.*c', 2000, 'x')", 2, ["too complex"])):
            with self.subTest(sql=sql):
                result = self.query(rows + sql, "--time-limit", "1000d")
                self.check_failure(result, code, *words)
        # What it had no room for is there for the next one.
        self.assertEqual(self.query(rows + "max(x) FROM c", "-f",
                                    "csv").out, b"max(x)\n1000\n")


class TestActors(Case):
    def test_who_and_what(self):
        repo, _ = known()
        hub = self.hub(repo)
        result = self.command("actors", hub, NAME, *FULL, "-f", "json",
                              "--bot", "plover-3")
        self.assertEqual(result.code, 0, result)
        rows = result.json["rows"]
        self.assertEqual({(r["actor"], r["why"]) for r in rows
                          if r["kind"] == "bot"},
                         {("ci-runner[bot]", "the API says Bot"),
                          ("plover-3", "bots.login")})
        metrics = {r["actor"]: r for r in rows if r["kind"] == "metric"}
        self.assertEqual(metrics["pr_backlog"]["with_bots"], 6)


class TestAsOf(Case):
    def test_the_july_view(self):
        """With events, it is the same whether synced in July or in August."""
        repo, rows = known()
        repo.events += [event(303, "closed", rows[11], at("2026-02-12")),
                        event(304, "closed", rows[1], at("2026-02-20")),
                        event(305, "merged", rows[1], at("2026-02-20"))]
        rows[11].update(state="closed", closed_at="2026-02-12T00:00:00Z",
                        state_reason="completed")
        rows[1].update(state="closed", closed_at="2026-02-20T00:00:00Z",
                       pull_request={"merged_at": "2026-02-20T00:00:00Z"})
        hub = self.hub(repo)
        july = self.good(hub, NAME, *FULL, *EVENTS)
        # Later: reopened and closed again, answered, made a draft, new ones.
        later = "2026-03-20T00:00:00Z"
        repo.events += [
            event(306, "reopened", rows[11], at("2026-03-05")),
            event(307, "closed", rows[11], at("2026-03-20")),
            event(308, "convert_to_draft", rows[4], at("2026-03-06")),
            event(309, "ready_for_review", rows[6], at("2026-03-07"))]
        rows[11].update(closed_at=later, updated_at=later,
                        state_reason="not_planned")
        rows[4].update(draft=True, updated_at=later)
        rows[6].update(draft=False, updated_at=later)
        repo.comments.append(comment(110, rows[4], at("2026-03-10")))
        repo.items.append(issue(21, at("2026-03-02")))
        afresh = self.good(hub, NAME, *FULL, *EVENTS, db="august.db")
        again = self.good(hub, NAME, *FULL, *EVENTS)

        def numbers(result):
            return [{k: v for k, v in m.items()}
                    for m in check_report(result.out)["metrics"]
                    if m["id"] != "issue_not_planned"]
        self.assertEqual(numbers(afresh), numbers(july))
        self.assertEqual(numbers(again), numbers(july))
        self.assertEqual(json.dumps(numbers(afresh)),
                         json.dumps(numbers(again)))


if __name__ == "__main__":
    unittest.main()
