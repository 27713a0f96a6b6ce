#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A server that does not say which pull requests were merged, as GitHub in 2015
and old Enterprise servers: the list of pull requests is read for it, events
are, or there is no number; and never a zero."""
import json
import os
import re
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Fault, Repository, events_for, issue,  # noqa: E402
                         pull)
from harness import Case, at  # noqa: E402

NAME = "sample/meadow"
AS_OF = ["--as-of", "2026-03-01"]  # the window: [2026-01-30, 2026-03-01)
WHY = ("not collected: the server does not say which pull requests were "
       "merged")
EVENTS = ["--history", "events"]
HOUR = 3600


def old(**more):
    """Six merged after 10 hours and two closed without, of February; four
    merged after 5 hours, of the window before; one open."""
    repo = Repository("sample", "meadow", created="2020-06-01T00:00:00Z",
                      pushed_at="2020-06-01T00:00:00Z")
    for n in range(1, 7):
        created = at("2026-02-01") + n * 86400
        repo.items.append(pull(n, created, merged=created + 10 * HOUR))
    for n in (7, 8):
        created = at("2026-02-01") + n * 86400
        repo.items.append(pull(n, created, closed=created + HOUR))
    for n in range(11, 15):
        created = at("2026-01-05") + n * HOUR
        repo.items.append(pull(n, created, merged=created + 5 * HOUR))
    repo.items.append(pull(20, at("2026-02-10")))
    repo.events = events_for(repo.items)
    repo.tells_merges = False
    for name, value in more.items():
        setattr(repo, name, value)
    return repo


def without_branch(answer, _):
    """Of #3, whose row then is of no use."""
    if not answer.body:
        return
    rows = json.loads(answer.body)
    for row in rows:
        if row["number"] == 3:
            row["base"] = None
    answer.body = json.dumps(rows).encode()


def lists(hub):
    return [p for p in hub.paths() if re.search(r"/pulls\b", p)]


class Merges(Case):
    def expect(self, result):
        found = result.metric("pr_acceptance")
        self.assertEqual((found["value"], found["n"], found["numerator"]),
                         (75, 8, 6))
        found = result.metric("pr_merge_cycle")
        self.assertEqual((found["value"], found["n"], found["open"]),
                         (10, 6, 1))
        self.assertEqual([v["value"] for v in found["trend"]][-2:], [5, 10])

    def expect_none(self, result, reason):
        for name in ("pr_acceptance", "pr_merge_cycle"):
            found = result.metric(name)
            self.assertEqual((found["value"], found["n"], found["reason"]),
                             (None, 0, reason), name)


class TestTold(Merges):
    def test_by_the_list_of_pull_requests(self):
        repo = old()
        hub = self.hub(repo)
        self.expect(self.good(hub, NAME, *AS_OF))
        self.assertEqual(len(lists(hub)), 1)

    def test_a_server_that_tells_is_not_asked(self):
        hub = self.hub(old(tells_merges=True))
        self.expect(self.good(hub, NAME, *AS_OF))
        self.assertEqual(lists(hub), [])

    def test_with_the_branches(self):
        """--base reads the same list, once."""
        hub = self.hub(old(bases={3: "release"}))
        result = self.good(hub, NAME, *AS_OF, "--base", "main")
        self.assertEqual(result.metric("pr_acceptance")["n"], 7)
        self.assertEqual(len(lists(hub)), 1)

    def test_later(self):
        """Another one is merged, another window asked for: what is new."""
        repo = old()
        hub = self.hub(repo)
        self.good(hub, NAME, *AS_OF)
        first = len(hub.paths())
        self.expect(self.good(hub, NAME, *AS_OF))
        self.assertEqual([p for p in hub.paths()[first:] if "pulls" in p], [])
        repo.items.append(pull(30, at("2026-02-20"),
                               merged=at("2026-02-20") + 10 * HOUR))
        result = self.good(hub, NAME, *AS_OF)
        self.assertEqual(result.metric("pr_merge_cycle")["n"], 7)

    def test_only_as_far_back_as_is_asked(self):
        repo = old()
        for n in range(100, 400):
            created = at("2024-01-01") + n * HOUR
            repo.items.append(pull(n, created, merged=created + HOUR))
        hub = self.hub(repo)
        hub.max_page = 50
        one = ["--windows", "0", "-m", "pr_merge_cycle"]
        self.assertEqual(self.good(hub, NAME, *AS_OF, *one).value(
            "pr_merge_cycle"), 10)
        self.assertEqual(len(lists(hub)), 1)
        # The rest, for who asks for more.
        result = self.good(hub, NAME, "--as-of", "2024-02-01", *one)
        self.assertEqual(result.value("pr_merge_cycle"), 1)

    def test_by_events(self):
        hub = self.hub(old(has_pulls=False))
        self.expect(self.good(hub, NAME, *AS_OF, *EVENTS))
        # What is known once is known to a snapshot as well.
        self.expect(self.good(hub, NAME, *AS_OF, "--offline"))

    def test_the_newest_row_is_not_the_only_one(self):
        """The server is replaced by one that tells, and by one that does not:
        a merge is for ever."""
        repo = old(has_pulls=False)
        hub = self.hub(repo)
        self.expect_none(self.good(hub, NAME, *AS_OF),
                         WHY + "; use --history events")
        repo.tells_merges = True
        for row in repo.items:
            row["updated_at"] = "2026-02-28T00:00:00Z"
        self.expect(self.good(hub, NAME, *AS_OF))
        repo.tells_merges = False
        for row in repo.items:
            row["updated_at"] = "2026-02-28T12:00:00Z"
        self.expect(self.good(hub, NAME, *AS_OF))


class TestUntold(Merges):
    def test_nobody_tells(self):
        hub = self.hub(old(has_pulls=False))
        result = self.good(hub, NAME, *AS_OF)
        self.expect_none(result, WHY + "; use --history events")
        # What needs no merge is there.
        self.assertEqual(result.value("pr_backlog"), 1)
        self.assertEqual(result.metric("pr_closure_ratio")["numerator"], 8)

    def test_refused_and_broken_lists(self):
        for kind in (403, 404, 410, 451, "wrongtype"):
            with self.subTest(kind=kind):
                hub = self.hub(old(), faults=[Fault(
                    match="/pulls", nth=None, kind=kind)])
                result = self.good(hub, NAME, *AS_OF, db="%s.db" % kind)
                self.expect_none(result, WHY + "; use --history events")

    def test_a_row_that_cannot_be_used(self):
        """It is named, and asked for by itself in the next run."""
        hub = self.hub(old(), faults=[Fault("/pulls\\?", "bend", nth=None,
                                            value=without_branch)])
        first = self.good(hub, NAME, *AS_OF)
        self.assertIn("the merge of #3 (", first.err)
        hub.forget()
        second = self.good(hub, NAME, *AS_OF)
        self.assertIn("/repos/sample/meadow/pulls/3", lists(hub))
        self.assertNotIn("#3", second.err)
        self.expect(self.good(hub, NAME, *AS_OF))

    def test_events_without_a_merge(self):
        """All closes are there, and not a merge: then there was none. A close
        that is not there leaves it open."""
        repo = old(has_pulls=False)
        repo.events = [e for e in repo.events if e["event"] == "closed"]
        result = self.good(self.hub(repo), NAME, *AS_OF, *EVENTS)
        self.assertEqual(result.value("pr_acceptance"), 0)
        repo.events = repo.events[:-1]
        result = self.good(self.hub(repo), NAME, *AS_OF, *EVENTS,
                           db="other.db")
        self.expect_none(result, WHY)

    def test_a_window_that_needs_none_is_right(self):
        """One alone, of the older window."""
        repo = old(tells_merges=True, has_pulls=False)
        del repo.items[-2]["pull_request"]["merged_at"]
        repo.items[-2]["pull_request"]["url"] = "https://x"
        result = self.good(self.hub(repo), NAME, *AS_OF)
        found = result.metric("pr_merge_cycle")
        self.assertEqual((found["value"], found["n"]), (10, 6))
        self.assertEqual([(v["value"], v.get("reason"))
                          for v in found["trend"]][-2:],
                         [(None, WHY + "; use --history events"),
                          (10, None)])

    def test_bots_do_not_matter(self):
        repo = old(tells_merges=True, has_pulls=False)
        created = at("2026-02-12")
        repo.items.append(pull(40, created, closed=created + HOUR,
                               login="dependabot[bot]",
                               pull_request={"url": "https://x"}))
        hub = self.hub(repo)
        self.assertEqual(self.good(hub, NAME, *AS_OF).value("pr_acceptance"),
                         75)
        result = self.good(hub, NAME, *AS_OF, "--bots", "include")
        self.assertIsNone(result.value("pr_acceptance"))

    def test_the_gate(self):
        hub = self.hub(old(has_pulls=False))
        result = self.command("check", hub, NAME, *AS_OF, "-m",
                              "pr_merge_cycle")
        self.assertEqual(result.code, 3, result)
        self.assertIn("does not say which", result.out.decode())

    def test_explain(self):
        hub = self.hub(old(has_pulls=False))
        found = self.command("explain", hub, "pr_acceptance", NAME, *AS_OF,
                             "-f", "json").json
        self.assertEqual(found["samples"], [])
        out = self.command("explain", hub, "pr_acceptance", NAME,
                           *AS_OF).out.decode()
        self.assertIn("value none: " + WHY, " ".join(out.split()))

    def test_the_life_of_it(self):
        """A year of silence but for what may have been merges."""
        repo = old(has_pulls=False)
        result = self.command("scan", self.hub(repo), NAME, *AS_OF, "-f",
                              "json")
        life = result.json["repositories"][0]["lifecycle"]
        self.assertIsNone(life["class"])
        self.assertIn("the server does not say", life["evidence"])
        self.assertNotIn("last merge never", life["evidence"])
        repo.tells_merges = True
        result = self.command("scan", self.hub(repo), NAME, *AS_OF, "-f",
                              "json", db="other.db")
        life = result.json["repositories"][0]["lifecycle"]
        # Ten merges in 90 days are less than a pulse; there may be commits.
        self.assertIsNone(life["class"])
        self.assertEqual(life["reason"], "would need --git")
        self.assertIn("10 merges in 90 days", life["evidence"])
        self.assertIn("last merge 2026-02-", life["evidence"])


class TestRows(Case):
    def test_four_null_addresses_are_an_issue(self):
        repo = Repository("sample", "meadow", created="2020-06-01T00:00:00Z")
        none = dict.fromkeys(("url", "html_url", "diff_url", "patch_url"))
        repo.items = [
            issue(1, at("2026-02-01"), closed=at("2026-02-02"),
                  pull_request=none),
            issue(2, at("2026-02-01"), pull_request=none),
            pull(3, at("2026-02-01"))]
        result = self.good(self.hub(repo), NAME, *AS_OF)
        self.assertEqual(result.value("issue_close_rate"), 50)
        self.assertEqual(result.value("issue_backlog"), 1)
        self.assertEqual(result.value("pr_backlog"), 1)
        self.assertEqual(result.metric("pr_acceptance")["reason"],
                         "no samples")

    def test_open_with_closed_at_is_open(self):
        repo = Repository("sample", "meadow", created="2020-06-01T00:00:00Z")
        repo.items = [
            issue(1, at("2026-02-01"), closed=at("2026-02-02"), state="open",
                  state_reason="reopened"),
            issue(2, at("2026-02-01"), closed=at("2026-02-02"))]
        result = self.good(self.hub(repo), NAME, *AS_OF)
        self.assertEqual(result.value("issue_close_rate"), 50)
        self.assertEqual(result.value("issue_backlog"), 1)


if __name__ == "__main__":
    unittest.main()
