#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What reviews say: the metrics of it, and reviews that were read before it was
kept."""
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from digests import amend  # noqa: E402
from fake_github import review  # noqa: E402
from harness import Case, at  # noqa: E402
from test_answers import AS_OF, EVENTS, FULL, NAME, known  # noqa: E402

APPROVAL = [*AS_OF, "-m", "pr_time_to_approval"]
KEPT_WITH_REVIEWS = 8  # a bit of item_detail.parts

# As somebody may have written it.
GIVEN = """\
-- id:        given
-- title:     Reviews given
-- unit:      count
-- better:    neutral
-- statistic: count
-- streams:   pull_requests reviews
-- subject:   person
--
-- The reviews in the window.
SELECT repo_id, window_no, login AS subject, actor_id, reviews AS value
  FROM v_reviewer;
"""


def reviewed():
    """As known(), and 5 is merged once two have judged it."""
    repo, rows = known()
    rows[5]["state"] = "closed"
    rows[5]["closed_at"] = rows[5]["pull_request"]["merged_at"] = (
        "2026-02-10T00:00:00Z")
    rows[5]["updated_at"] = rows[5]["closed_at"]
    rows[4]["state"] = "closed"
    rows[4]["closed_at"] = rows[4]["pull_request"]["merged_at"] = (
        "2026-02-11T00:00:00Z")
    rows[4]["updated_at"] = rows[4]["closed_at"]
    repo.reviews[0]["state"] = "COMMENTED"
    repo.reviews += [
        review(206, rows[2], at("2026-02-03") + 7 * 3600),
        review(207, rows[5], at("2026-02-08"), login="teal-4",
               state="CHANGES_REQUESTED"),
        review(208, rows[5], at("2026-02-09"), login="teal-4",
               state="DISMISSED")]
    return repo


class TestReviews(Case):
    def expect(self, result):
        # 3, 9 and 6 hours; 1 and 4 are open, 6 is a draft.
        found = result.metric("pr_first_review")
        self.assertEqual((found["value"], found["n"], found["open"]),
                         (6, 3, 2))
        # 7, 9 and 6.
        found = result.metric("pr_time_to_approval")
        self.assertEqual((found["value"], found["n"], found["open"]),
                         (7, 3, 2))
        # 5: teal-4 judged twice, and so did plover-3, once as it was a draft.
        found = result.metric("pr_review_rounds")
        self.assertEqual((found["value"], found["n"]), (2, 1))
        # 4 of 4 and 5.
        found = result.metric("pr_merged_unreviewed")
        self.assertEqual((found["value"], found["n"]), (50, 2))
        # plover-3 four of six, teal-4 two.
        self.assertEqual(result.value("review_half"), 1)
        self.assertEqual(result.value("review_largest"), 66.6667)
        self.assertEqual(result.value("review_three"), 100)

    def test_timelines(self):
        hub = self.hub(reviewed())
        self.expect(self.good(hub, NAME, *FULL))
        self.assertFalse([p for p in hub.paths() if "/reviews" in p])

    def test_lists(self):
        hub = self.hub(reviewed())
        self.expect(self.good(hub, NAME, *FULL, *EVENTS))
        self.assertFalse([p for p in hub.paths() if "/timeline" in p])

    def test_of_each(self):
        """Who reviews is worked out of what a statement sees: own SQL sees one
        repository after the other."""
        brook = reviewed()
        brook.name, brook.id = "brook", brook.id + 1
        del brook.reviews[-2:]
        hub = self.hub(reviewed(), brook)
        own = self.box.write("given.sql", GIVEN)
        found = self.command("scan", hub, NAME, "sample/brook", "-f", "json",
                             *AS_OF, "-m", "review_largest", "-m", own, "-m",
                             "people_reviewed").json["repositories"]
        self.assertEqual(
            {row["full_name"]: {metric["id"]: metric["value"]
                                for metric in row["report"]["metrics"]}
             for row in found},
            {NAME: {"given": 6, "people_reviewed": 2,
                    "review_largest": 66.6667},
             "sample/brook": {"given": 4, "people_reviewed": 1,
                              "review_largest": 100}})

    def forget_states(self):
        """As a store that has kept none has it."""
        amend(self.box.path("store.db"), "response", "state = NULL")
        amend(self.box.path("store.db"), "item_detail",
              "parts = parts & ~%d" % KEPT_WITH_REVIEWS)

    def planned(self, hub, *args):
        result = self.command("repo", hub, NAME, *args, "--dry-run", "-f",
                              "json")
        self.assertEqual(result.code, 0, result)
        return sum(row["requests"] for row in result.json["rows"]
                   if row["endpoint"].endswith(("/timeline", "/reviews")))

    def test_read_before(self):
        """Those of which nobody has told it are read again, and no others."""
        hub = self.hub(reviewed())
        self.good(hub, NAME, *FULL)
        self.forget_states()
        found = self.good(hub, NAME, *APPROVAL, "--offline").metric(
            "pr_time_to_approval")
        self.assertIsNone(found["value"])
        self.assertEqual(found["reason"], "not collected: what some of the "
                         "reviews say; run once without --offline")
        # What does not ask is not read again for it.
        one = [*AS_OF, "-m", "pr_first_review"]
        self.assertEqual(self.planned(hub, *one), 0)
        self.assertEqual(self.good(hub, NAME, *one).value("pr_first_review"),
                         6)
        self.assertEqual(self.planned(hub, *APPROVAL), 3)
        asked = len(hub.paths())
        result = self.good(hub, NAME, *APPROVAL)
        self.assertEqual(result.value("pr_time_to_approval"), 7)
        self.assertEqual(sum("/timeline" in p or "/reviews" in p
                             for p in hub.paths()[asked:]), 3)
        self.assertEqual(self.planned(hub, *APPROVAL), 0)

    def test_nobody_tells(self):
        """A word that is not known says nothing, and is not asked for twice."""
        repo = reviewed()
        repo.reviews[-3]["state"] = "CHEERED"
        hub = self.hub(repo)
        found = self.good(hub, NAME, *APPROVAL).metric("pr_time_to_approval")
        self.assertIsNone(found["value"])
        self.assertEqual(found["reason"],
                         "nobody tells what some of the reviews say")
        self.assertEqual(self.planned(hub, *APPROVAL), 0)


if __name__ == "__main__":
    unittest.main()
