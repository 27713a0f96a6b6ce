#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""First and later syncs: the numbers, and what was asked to get them."""
import os
import statistics
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Fault, Repository, event,  # noqa: E402
                         issue, iso, pull, release)
from harness import Case, answered, asked, at  # noqa: E402

AS_OF = ["--as-of", "2026-03-01"]  # the window: [2026-01-30, 2026-03-01)
EVENTS = ["--history", "events"]


def hours(n):
    return n * 3600


def known():
    """A repository whose numbers were worked out by hand, see below."""
    repo = Repository("sample", "meadow", created="2025-06-01T00:00:00Z")

    def merged(number, day, wait_h, clock="00:00:00", **more):
        repo.items.append(pull(number, at(day, clock) - hours(wait_h),
                               merged=at(day, clock), **more))

    # Merged in the window, after 288, 2, 4, 10, 20, 6 and 24 hours; the last
    # one at its very first second.
    merged(1, "2026-02-01", 288)
    merged(2, "2026-02-01", 2, "02:00:00")
    merged(3, "2026-02-03", 4, "04:00:00")
    merged(4, "2026-02-05", 10, "10:00:00")
    merged(5, "2026-02-07", 20, "20:00:00")
    merged(6, "2026-02-08", 6, "06:00:00")
    merged(7, "2026-01-30", 24)
    merged(8, "2026-02-10", 1, login="dependabot[bot]")
    merged(9, "2026-03-01", 1)      # the end does not belong to the window
    repo.items += [pull(10, at("2026-02-01"), closed=at("2026-02-02")),
                   pull(11, at("2026-02-01"))]
    rows = {
        20: issue(20, at("2026-01-01"), closed=at("2026-02-02")),
        21: issue(21, at("2026-02-03"), closed=at("2026-02-04")),
        22: issue(22, at("2026-02-05")),
        23: issue(23, at("2026-01-15")),
        # Closed at the end, so open at the end.
        24: issue(24, at("2026-02-06"), closed=at("2026-03-01")),
        25: issue(25, at("2026-03-02")),
        # Reopened and closed again.
        26: issue(26, at("2026-02-01"), closed=at("2026-02-20")),
        # Closed in the window, reopened after it.
        27: issue(27, at("2026-02-02"), updated=at("2026-03-05")),
        # Closed in the window and reopened in it.
        28: issue(28, at("2026-02-08"), updated=at("2026-02-15")),
        # Became a discussion.
        29: issue(29, at("2026-02-10"), closed=at("2026-02-12")),
        30: issue(30, at("2026-02-10"), closed=at("2026-02-11"),
                  login="renovate-bot"),
        # Of the window before.
        31: issue(31, at("2026-01-10"), closed=at("2026-01-20")),
    }
    repo.items += rows.values()
    happened = [
        ("2026-02-02", "closed", 20), ("2026-02-04", "closed", 21),
        ("2026-03-01", "closed", 24),
        ("2026-02-03", "closed", 26), ("2026-02-04", "reopened", 26),
        ("2026-02-20", "closed", 26),
        ("2026-02-10", "closed", 27), ("2026-03-05", "reopened", 27),
        ("2026-02-09", "closed", 28), ("2026-02-15", "reopened", 28),
        ("2026-02-12", "converted_to_discussion", 29),
        ("2026-02-11", "closed", 30), ("2026-01-20", "closed", 31),
        ("2026-01-11", "labeled", 31),
    ]
    repo.events = [event(29700000000 + i, kind, rows[number], at(day))
                   for i, (day, kind, number) in enumerate(sorted(happened))]
    repo.releases = [release(1, "v1.0", at("2026-02-01"))]
    return repo


def many(count=250):
    """Two items an hour, every other one a pull request."""
    start = at("2026-01-30")
    repo = Repository("sample", "meadow", created="2026-01-01T00:00:00Z")
    for n in range(1, count + 1):
        repo.items.append(one_of_many(n, start + n * 1800))
    return repo


def one_of_many(n, t):
    if n % 2:
        return pull(n, t, merged=t + 60 * (n % 97) if n % 7 else None)
    return issue(n, t, closed=t + 90 * (n % 89) if n % 5 else None)


def expected_of_many(repo):
    """Its numbers, by a way of their own; nothing lies outside the window."""
    end = iso(at("2026-03-01"))
    merge, closed, still_open = [], 0, 0
    for row in repo.items:
        ended = row["closed_at"]
        assert row["updated_at"] < end
        if "pull_request" not in row:
            closed += ended is not None
            still_open += ended is None
        elif ended:
            merge.append((_s(ended) - _s(row["created_at"])) / 3600)
    return (round(statistics.median(merge), 4), len(merge),
            round(100 * closed / (closed + still_open), 4),
            closed + still_open)


def _s(text):
    return at(text[:10], text[11:19])


class TestNumbers(Case):
    def check_merges(self, result):
        metric = result.metric("pr_merge_cycle")
        # 2 4 6 10 20 24 288: the middle one; type 7 at 4.5 and at 5.4.
        self.assertEqual(metric["value"], 10)
        self.assertEqual(metric["n"], 7)
        self.assertEqual(metric["p75"], 22)
        self.assertEqual(metric["p90"], 129.6)
        self.assertEqual(metric["excluded"], {"bots": 1})
        self.assertEqual(metric["status"], "healthy")

    def test_snapshot(self):
        for style in ("page", "cursor"):
            with self.subTest(style=style):
                hub = self.hub(known(), page_style=style)
                result = self.good(hub, "sample/meadow", *AS_OF, db=style)
                self.check_merges(result)
                rate = result.metric("issue_close_rate")
                # Closed 20 21 26 29, open 22 24 27 28.
                self.assertEqual(rate["value"], 50)
                self.assertEqual((rate["numerator"], rate["n"]), (4, 8))
                self.assertEqual(rate["excluded"], {"bots": 1})
                self.assertEqual(rate["status"], "risk")
                # The window before: closed 31, open 20 and 23.
                before = rate["trend"][-2]
                self.assertEqual((before["value"], before["n"]), (33.3333, 3))
                self.assertIs(result.json["coverage"]["complete"], True)

    def test_events(self):
        hub = self.hub(known())
        result = self.good(hub, "sample/meadow", *AS_OF, *EVENTS)
        self.check_merges(result)
        rate = result.metric("issue_close_rate")
        # Closed 20 21 26 27, open 22 24 28; 29 is neither.
        self.assertEqual(rate["value"], 57.1429)
        self.assertEqual((rate["numerator"], rate["n"]), (4, 7))
        before = rate["trend"][-2]
        self.assertEqual((before["value"], before["n"]), (33.3333, 3))
        self.assertEqual(len(hub.log), 5)

    def test_bots_included(self):
        hub = self.hub(known())
        result = self.good(hub, "sample/meadow", *AS_OF, "--bots", "include")
        # 1 2 4 6 10 20 24 288 and one closed issue more.
        self.assertEqual(result.value("pr_merge_cycle"), 8)
        self.assertEqual(result.metric("pr_merge_cycle")["n"], 8)
        self.assertEqual(result.value("issue_close_rate"), 55.5556)

    def test_earlier_views(self):
        """The same records tell of any day; nothing later shows."""
        hub = self.hub(known())
        self.good(hub, "sample/meadow", *AS_OF)
        hub.forget()
        result = self.good(None, "sample/meadow", "--offline",
                           "--as-of", "2026-02-02", "--window", "7d")
        # [01-26, 02-02): merged 1 (288 h), 2 (2 h) and 7 (24 h).
        self.assertEqual(result.value("pr_merge_cycle"), 24)
        self.assertEqual(result.metric("pr_merge_cycle")["n"], 3)
        self.assertEqual(result.metric("pr_merge_cycle")["status"], "unknown")
        self.assertEqual(hub.log, [])

    def test_nothing_there(self):
        hub = self.hub(Repository("sample", "meadow"))
        result = self.good(hub, "sample/meadow", *AS_OF)
        for name in ("pr_merge_cycle", "issue_close_rate"):
            metric = result.metric(name)
            self.assertIsNone(metric["value"])
            self.assertEqual(metric["n"], 0)
            self.assertEqual(metric["reason"], "no samples")
            self.assertEqual(metric["status"], "unknown")
        self.assertEqual(len(hub.log), 4)

    def test_issues_disabled(self):
        hub = self.hub(Repository("sample", "meadow", has_issues=False))
        result = self.good(hub, "sample/meadow", *AS_OF)
        rate = result.metric("issue_close_rate")
        self.assertIsNone(rate["value"])
        self.assertEqual(rate["reason"], "issues disabled")
        self.assertEqual(result.err.count("410"), 0, result)


class TestRequests(Case):
    def check_many(self, result, repo):
        merge, merges, rate, issues = expected_of_many(repo)
        self.assertEqual(result.value("pr_merge_cycle"), merge)
        self.assertEqual(result.metric("pr_merge_cycle")["n"], merges)
        self.assertEqual(result.value("issue_close_rate"), rate)
        self.assertEqual(result.metric("issue_close_rate")["n"], issues)

    def test_first_sync(self):
        """One request a hundred items, and none for a single item."""
        for style in ("page", "cursor"):
            for count, pages in ((250, 3), (200, 2), (201, 3)):
                with self.subTest(style=style, count=count):
                    repo = many(count)
                    hub = self.hub(repo, page_style=style)
                    result = self.good(hub, "sample/meadow", *AS_OF,
                                       db="%s-%d.db" % (style, count))
                    self.check_many(result, repo)
                    self.assertEqual(len(asked(hub, "/issues?")), pages)
                    self.assertEqual(len(asked(hub, "/releases")), 1)
                    self.assertEqual(len(hub.log), pages + 3)
                    self.assertEqual(sorted(hub.statuses()),
                                     [200] * (pages + 2) + [409])
                    for target in asked(hub, "/issues?"):
                        self.assertIn("per_page=100", target)
                        self.assertIn("state=all", target)

    def test_styles_agree(self):
        reports = set()
        for style in ("page", "cursor"):
            hub = self.hub(many(), page_style=style)
            reports.add(self.good(hub, "sample/meadow", *AS_OF,
                                  db=style).bytes)
        self.assertEqual(len(reports), 1)

    def test_second_run(self):
        """Nothing changed: all 304, nothing spent, the same bytes."""
        repo = many()
        repo.events = known().events
        hub = self.hub(repo, token="t0ps3cret")
        first = self.good(hub, "sample/meadow", *AS_OF, *EVENTS,
                          token="t0ps3cret")
        used = hub.used
        hub.forget()
        second = self.good(hub, "sample/meadow", *AS_OF, *EVENTS,
                           token="t0ps3cret")
        self.assertEqual(second.bytes, first.bytes)
        self.assertEqual(hub.statuses(), [304] * 4)
        self.assertEqual(hub.used, used)

    def test_later_asks_for_what_is_new(self):
        repo = many()
        hub = self.hub(repo)
        self.good(hub, "sample/meadow", *AS_OF)
        # One new, one changed, one that was the oldest of all.
        later = at("2026-02-20")
        repo.items.append(issue(251, later, closed=later + 60))
        repo.items[100].update(
            state="closed", closed_at=iso(later + 120),
            updated_at=iso(later + 120))
        repo.items[0].update(title="Renamed", updated_at=iso(later + 240))
        hub.forget()
        second = self.good(hub, "sample/meadow", *AS_OF)
        self.assertEqual(len(asked(hub, "/issues?")), 1)
        self.assertEqual(len(hub.log), 3)
        self.assertEqual(answered(hub, "/releases"), [304])
        hub.forget()
        fresh = self.good(hub, "sample/meadow", *AS_OF, db="fresh.db")
        self.assertEqual(second.bytes, fresh.bytes)

    def test_later_asks_for_many_new(self):
        """More new items than a page holds: as many pages as they need."""
        for style in ("page", "cursor"):
            with self.subTest(style=style):
                repo = many(150)
                hub = self.hub(repo, page_style=style)
                self.good(hub, "sample/meadow", *AS_OF, db=style)
                later = at("2026-02-10")
                repo.items += [one_of_many(n, later + n * 1800)
                               for n in range(151, 301)]
                hub.forget()
                second = self.good(hub, "sample/meadow", *AS_OF, db=style)
                self.assertEqual(len(asked(hub, "/issues?")), 2)
                fresh = self.good(hub, "sample/meadow", *AS_OF,
                                  db=style + "-fresh")
                self.assertEqual(second.bytes, fresh.bytes)
                self.check_many(second, repo)

    def test_same_second(self):
        """Items of one second on both sides of a page are all read."""
        repo = many(20)
        hub = self.hub(repo)
        self.good(hub, "sample/meadow", *AS_OF)
        later = at("2026-02-21")
        repo.items += [issue(n, later - 60, closed=later)
                       for n in range(1001, 1151)]
        second = self.good(hub, "sample/meadow", *AS_OF)
        # Lower numbers: they stand behind those that are known. One newer
        # item shows that there is something to read at all.
        repo.items += [issue(n, later - 60, closed=later)
                       for n in range(801, 900)]
        repo.items.append(issue(3001, later - 60, closed=later + 60))
        third = self.good(hub, "sample/meadow", *AS_OF)
        self.assertEqual(second.metric("issue_close_rate")["n"], 160)
        self.assertEqual(third.metric("issue_close_rate")["n"], 260)
        fresh = self.good(hub, "sample/meadow", *AS_OF, db="fresh.db")
        self.assertEqual(third.bytes, fresh.bytes)

    def test_many_small_syncs(self):
        """A hundred small ways or one large way, it is the same store."""
        whole = many(60)
        repo = Repository("sample", "meadow", created="2026-01-01T00:00:00Z")
        hub = self.hub(repo)
        for n in range(0, 60, 12):
            repo.items += whole.items[n:n + 12]
            small = self.good(hub, "sample/meadow", *AS_OF)
        fresh = self.good(hub, "sample/meadow", *AS_OF, db="fresh.db")
        self.assertEqual(small.bytes, fresh.bytes)

    def test_events_incremental(self):
        repo = many(40)
        rows = [r for r in repo.items if "pull_request" not in r]
        start = at("2026-02-01")
        repo.events = [event(1000 + n, ("closed", "reopened")[n // 20 % 2],
                             rows[n % 20], start + n * 600)
                       for n in range(230)]
        hub = self.hub(repo)
        self.good(hub, "sample/meadow", *AS_OF, *EVENTS)
        self.assertEqual(len(asked(hub, "/issues/events")), 3)
        repo.events += [event(1300 + n, "closed", rows[n],
                              at("2026-02-20") + n) for n in range(5)]
        hub.forget()
        second = self.good(hub, "sample/meadow", *AS_OF, *EVENTS)
        self.assertEqual(len(asked(hub, "/issues/events")), 1)
        self.assertEqual(answered(hub, "/issues?"), [304])
        fresh = self.good(hub, "sample/meadow", *AS_OF, *EVENTS,
                          db="fresh.db")
        self.assertEqual(second.bytes, fresh.bytes)
        repo.events += [event(1400 + n, ("reopened", "closed")[n // 20 % 2],
                              rows[n % 20], at("2026-02-22") + n)
                        for n in range(120)]
        hub.forget()
        third = self.good(hub, "sample/meadow", *AS_OF, *EVENTS)
        self.assertEqual(len(asked(hub, "/issues/events")), 2)
        fresh = self.good(hub, "sample/meadow", *AS_OF, *EVENTS,
                          db="fresh2.db")
        self.assertEqual(third.bytes, fresh.bytes)

    def test_events_without_end(self):
        """GitHub lists only so many events: 422 behind the last one."""
        repo = many(40)
        rows = [r for r in repo.items if "pull_request" not in r]
        start = at("2026-02-01")
        repo.events = [event(1000 + n, "closed", rows[n % 20],
                             start + n * 600) for n in range(450)]
        fault = Fault("/issues/events.*page=3", 422, nth=None)
        hub = self.hub(repo, faults=[fault])
        first = self.good(hub, "sample/meadow", *AS_OF, *EVENTS)
        coverage = first.json["coverage"]
        self.assertIs(coverage["complete"], True)
        self.assertEqual(coverage["streams"]["events"]["rows"], 200)
        self.assertEqual(coverage["streams"]["events"]["since"],
                         iso(start + 250 * 600))
        hub.forget()
        second = self.good(hub, "sample/meadow", *AS_OF, *EVENTS)
        self.assertEqual(hub.statuses(), [304] * 4)
        self.assertEqual(second.bytes, first.bytes)

    def test_releases_change(self):
        """A draft that is published, a new one: as in a fresh store."""
        repo = known()
        repo.releases.append(release(2, "v2.0", None,
                                     created=at("2026-02-02")))
        hub = self.hub(repo)
        self.good(hub, "sample/meadow", *AS_OF)
        repo.releases[1].update(draft=False,
                                published_at="2026-02-20T00:00:00Z")
        repo.releases.insert(0, release(3, "v3.0", at("2026-02-25")))
        hub.forget()
        second = self.good(hub, "sample/meadow", *AS_OF)
        self.assertEqual(answered(hub, "/releases"), [200])
        self.assertEqual(answered(hub, "/issues?"), [304])
        fresh = self.good(hub, "sample/meadow", *AS_OF, db="fresh.db")
        self.assertEqual(second.bytes, fresh.bytes)
        self.assertEqual(
            second.json["coverage"]["streams"]["releases"]["rows"], 3)

    def test_events_afterwards(self):
        """A store without events gets them when they are asked for."""
        hub = self.hub(known())
        self.good(hub, "sample/meadow", *AS_OF)
        hub.forget()
        later = self.good(hub, "sample/meadow", *AS_OF, *EVENTS)
        self.assertEqual(sorted(hub.statuses()), [200, 304, 304, 304])
        self.assertEqual(later.value("issue_close_rate"), 57.1429)
        self.assertEqual(
            later.bytes,
            self.good(hub, "sample/meadow", *AS_OF, *EVENTS,
                      db="fresh.db").bytes)
        # And does not lose the other view by it.
        again = self.good(hub, "sample/meadow", *AS_OF)
        self.assertEqual(again.value("issue_close_rate"), 50)

    def test_new_token(self):
        """An ETag is bound to who asks: 200 for another, and no harm."""
        repo = many(30)
        hub = self.hub(repo, token="one")
        first = self.good(hub, "sample/meadow", *AS_OF, token="one")
        hub.token = "two"
        hub.forget()
        second = self.good(hub, "sample/meadow", *AS_OF, token="two")
        self.assertEqual(sorted(hub.statuses()), [200] * 3 + [409])
        self.assertEqual(second.bytes, first.bytes)

    def test_sync_command(self):
        """`sync` fills the store and says nothing on stdout."""
        repo = many(120)
        hub = self.hub(repo)
        done = self.command("sync", hub, "sample/meadow")
        self.assertEqual((done.code, done.out), (0, b""), done)
        self.assertEqual(len(hub.log), 5)
        result = self.good(None, "sample/meadow", "--offline", *AS_OF)
        self.check_many(result, repo)
        fresh = self.good(hub, "sample/meadow", *AS_OF, db="fresh.db")
        self.assertEqual(result.bytes, fresh.bytes)

    def test_two_repositories(self):
        """One store, several repositories, none sees the other's items."""
        one, two = known(), many(30)
        two.name, two.id = "hill", 4200043
        hub = self.hub(one, two)
        self.good(hub, "sample/hill", *AS_OF)
        first = self.good(hub, "sample/meadow", *AS_OF)
        self.assertEqual(first.value("pr_merge_cycle"), 10)
        self.check_many(self.good(hub, "Sample/HILL", *AS_OF), two)
        fresh = self.good(hub, "sample/meadow", *AS_OF, db="fresh.db")
        self.assertEqual(first.bytes, fresh.bytes)

    def test_headers(self):
        hub = self.hub(many(3), token="t0ps3cret")
        self.good(hub, "sample/meadow", *AS_OF, token="t0ps3cret")
        for request in hub.log:
            self.assertEqual(request.headers["authorization"],
                             "Bearer t0ps3cret")
            self.assertTrue(
                request.headers["user-agent"].startswith("healthscan/"))
            self.assertEqual(request.headers["accept"],
                             "application/vnd.github+json")
            self.assertIn("x-github-api-version", request.headers)

    def test_base_path(self):
        """GitHub Enterprise: the API lies below /api/v3."""
        repo = many(120)
        hub = self.hub(repo, base_path="/api/v3")
        self.check_many(self.good(hub, "sample/meadow", *AS_OF), repo)
        for path in hub.paths():
            self.assertTrue(path.startswith("/api/v3/repo"), path)


if __name__ == "__main__":
    unittest.main()
