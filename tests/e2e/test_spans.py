#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What webhooks and backups have told: what is judged of it, what the gate
decides, and what doctor finds that they have missed."""
import os
import sqlite3
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from digests import amend, insert  # noqa: E402
from fake_github import (Repository, comment, event, issue, iso,  # noqa: E402
                         pull, review)
from harness import Case, check_report  # noqa: E402

NAME = "sample/meadow"
HOUR, DAY = 3600, 86400
STREAMS = ("issues", "events", "comments", "reviews", "releases")
WEBHOOK, BACKUP = 1, 2
ALL, LIVE = 1, 2
RATE = ["--metric", "issue_close_rate"]


class TestSpans(Case):
    def setUp(self):
        super().setUp()
        self.now = int(time.time())
        self.source = Repository("sample", "meadow",
                                 created=iso(self.now - 700 * DAY))
        for i in range(8):
            opened = self.now - (9 - i) * DAY
            self.source.items.append(
                issue(i + 1, opened, closed=opened + HOUR))
        self.path = self.box.path("store.db")
        # As of when nothing more is synced.
        self.later = ["--offline", "--as-of", iso(self.now + 6 * HOUR)]

    def sync(self, *args):
        hub = self.hub(self.source)
        self.good(hub, NAME, *args)
        return hub

    def span(self, source, start, end, kind=0, streams=STREAMS):
        insert(self.path, "span", *((stream, source, self.now + start,
                                     kind, self.now + end)
                                    for stream in streams))

    def report(self, *args):
        result = self.command("repo", None, NAME, "-f", "json", *self.later,
                              *args)
        self.assertEqual(result.code, 0, result)
        return check_report(result.out)

    def check(self, *args):
        return self.command("check", None, NAME, *self.later, *RATE, *args)

    def synced_at(self):
        store = sqlite3.connect(self.path)
        at, = store.execute("SELECT synced_at FROM stream"
                            " WHERE stream = 'issues'").fetchone()
        store.close()
        return at

    # --- judging ---

    def test_a_store_of_syncs_alone_says_nothing_of_it(self):
        self.sync()
        result = self.command("repo", None, NAME, *self.later)
        for words in (b"Told by", b"Provisional", b"webhook"):
            self.assertNotIn(words, result.out)
        report = self.report()
        self.assertNotIn("provisional", report)
        self.assertNotIn("spans", report["coverage"]["streams"]["issues"])
        self.assertEqual(self.check().code, 0)

    def test_a_receiver_goes_on_from_a_sync(self):
        self.sync()
        self.span(WEBHOOK, -DAY, 6 * HOUR - 60, LIVE)
        since = "webhook since " + iso(self.synced_at())
        report = self.report(*RATE)
        self.assertEqual(report["provisional"], since)
        rate, = report["metrics"]
        self.assertEqual((rate["value"], rate["provisional"], rate["status"]),
                         (100, since, "healthy"))
        self.assertEqual(report["coverage"]["streams"]["issues"]["spans"], [
            {"source": "webhook", "from": iso(self.now - DAY),
             "to": iso(self.now + 6 * HOUR - 60), "complete": False}])
        text = self.command("repo", None, NAME, *self.later,
                            env={"COLUMNS": "200"}).out.decode()
        self.assertIn("Provisional webhook since ", text)
        self.assertIn("Told by     webhook from ", text)
        text = self.command("explain", None, "issue_close_rate", NAME,
                            *self.later).out.decode()
        self.assertIn("as yet       webhook since ", text)
        self.assertIn("told by      webhook from ", text)
        for form, words in (("markdown", "**Provisional:** webhook since "),
                            ("html", "<b>Provisional:</b> webhook since ")):
            text = self.command("repo", None, NAME, *self.later, "-f",
                                form).out.decode()
            self.assertIn(words, text)
            self.assertIn("Told by webhook from ", text)
        scan = self.command("scan", None, NAME, *self.later, "-f", "json").json
        self.assertEqual(scan["repositories"][0]["provisional"], since)

    def test_the_gate_does_not_decide_by_it(self):
        self.sync()
        self.span(WEBHOOK, -DAY, 6 * HOUR, LIVE)
        result = self.check()
        self.assertEqual(result.code, 3, result)
        self.assertIn(
            b"undecided  issue_close_rate: 100%, but provisional: webhook "
            b"since ", result.out)
        self.assertIn(b"--allow-provisional", result.out)
        self.assertEqual(self.check("--allow-unknown").code, 3)
        self.assertEqual(self.check("--allow-provisional").code, 0)
        self.assertEqual(self.check("--allow-provisional", "--max-age",
                                    "1h").code, 0)
        self.assertEqual(self.check("--allow-provisional", "--threshold",
                                    "issue_close_rate.risk=101").code, 1)
        result = self.command("check", None, NAME, *self.later, *RATE, env={
            "HEALTHSCAN_ALLOW_PROVISIONAL": "1"})
        self.assertEqual(result.code, 0, result)
        report = check_report(self.check("-f", "json").out)
        self.assertNotIn("allow_provisional", report["gate"]["policy"])
        self.assertEqual([f["finding"] for f in report["gate"]["undecided"]],
                         ["provisional"])
        report = check_report(
            self.check("-f", "json", "--allow-provisional").out)
        self.assertIs(report["gate"]["policy"]["allow_provisional"], True)
        self.assertIs(report["gate"]["passed"], True)

    def test_an_alert_fires_by_it(self):
        self.sync()
        self.source.items.clear()
        self.span(WEBHOOK, -DAY, 6 * HOUR, LIVE)
        report = self.report(*RATE, "--threshold",
                             "issue_close_rate.risk=101")
        self.assertEqual([(a["metric"], a["state"], a["turned"])
                          for a in report["alerts"]],
                         [("issue_close_rate", "firing", True)])

    def test_a_gap_is_no_number(self):
        self.sync()
        self.span(WEBHOOK, HOUR, 6 * HOUR, LIVE)
        report = self.report("--windows", "2", *RATE)
        self.assertNotIn("provisional", report)
        rate, = report["metrics"]
        self.assertEqual((rate["value"], rate["reason"], rate["status"]),
                         (None, "partly from webhook", "unknown"))
        # What was before the sync is as it was.
        self.assertNotIn("partly", str(rate["trend"][:2]))
        result = self.check()
        self.assertEqual(result.code, 3, result)
        self.assertIn(b"issue_close_rate: partly from webhook", result.out)
        text = self.command("repo", None, NAME, *self.later).out.decode()
        self.assertIn("partly from webhook; run healthscan sync",
                      " ".join(text.split()))
        # As of the sync all is as ever.
        self.later[2] = iso(self.synced_at())
        self.assertEqual(self.report(*RATE)["metrics"][0]["value"], 100)

    def test_kept_deliveries_are_no_receiver(self):
        self.sync()
        self.span(WEBHOOK, -DAY, 6 * HOUR)
        rate, = self.report(*RATE)["metrics"]
        self.assertEqual((rate["value"], rate["reason"]),
                         (None, "partly from webhook"))
        self.span(WEBHOOK, -DAY, 6 * HOUR, ALL)
        rate, = self.report(*RATE)["metrics"]
        self.assertEqual((rate["value"], "provisional" in rate), (100, False))

    def test_what_was_never_synced(self):
        self.sync()
        amend(self.path, "stream", "finished = 0, synced_at = NULL")
        self.span(BACKUP, -700 * DAY, 3 * HOUR, ALL)
        self.assertEqual(
            self.report(*RATE)["metrics"][0]["reason"],
            "partly from backup")
        self.span(WEBHOOK, 2 * HOUR, 6 * HOUR, LIVE)
        self.assertEqual(
            self.report(*RATE)["metrics"][0]["reason"],
            "partly from backup, webhook")
        self.span(WEBHOOK, 3 * HOUR, 6 * HOUR, ALL)
        report = self.report(*RATE, "--metric", "issue_backlog")
        self.assertEqual([m["value"] for m in report["metrics"]], [100, 0])
        self.assertNotIn("provisional", report)
        self.assertTrue(report["coverage"]["streams"]["issues"]["complete"])
        self.assertEqual(self.check().code, 0)

    # --- doctor ---

    def doctor(self):
        result = self.command("doctor", None, NAME, "--offline", "-f", "json")
        self.assertEqual(result.code, 0, result)
        return {row["check"]: row for row in result.json["rows"]}

    def full(self):
        """A sync that reads everything."""
        day = self.now - DAY
        items = self.source.items
        items.append(pull(9, day, merged=day + HOUR))
        self.source.comments.append(comment(71, items[7], day + 60))
        self.source.reviews.append(review(81, items[8], day + 90))
        self.source.events.append(event(91, "closed", items[7], day + HOUR))
        return self.sync("--profile", "full", "--history", "events")

    def test_no_receiver_was_there(self):
        self.full()
        self.assertNotIn("receiver", self.doctor())
        self.span(BACKUP, -DAY, 0, ALL)
        self.span(WEBHOOK, -DAY, 0, ALL)
        self.assertNotIn("receiver", self.doctor())

    def test_what_webhooks_have_missed(self):
        self.full()
        self.span(WEBHOOK, -2 * DAY, 0, LIVE)
        rows = self.doctor()
        self.assertEqual(rows["receiver"]["status"], "ok")
        self.assertEqual(rows["webhooks"]["status"], "warn")
        self.assertIn("deliveries", rows["webhooks"]["what_to_do"])
        self.assertIn("1 comment (#8)", rows["webhooks"]["found"])
        self.assertIn("1 review (#9)", rows["webhooks"]["found"])
        self.assertRegex(rows["webhooks"]["found"],
                         r"2 new issues and pull requests \(#\d, #\d\)")
        self.assertRegex(rows["webhooks"]["found"], r"\d events \(#8, ")
        # All of it was told by both.
        for table in ("item", "event", "response"):
            amend(self.path, table, "sources = 3")
        store = sqlite3.connect(self.path)
        closes = store.execute("SELECT number, closed_at FROM item"
                               " WHERE closed_at IS NOT NULL").fetchall()
        store.close()
        insert(self.path, "event", *((number, 1, closed + 4, 0, None, None, 2)
                                     for number, closed in closes))
        rows = self.doctor()
        self.assertEqual(rows["webhooks"]["status"], "ok")
        self.assertIn("have told all since", rows["webhooks"]["found"])

    def test_the_receiver_is_silent(self):
        self.full()
        self.span(WEBHOOK, -9 * DAY, -8 * DAY, LIVE)
        rows = self.doctor()
        self.assertEqual(rows["receiver"]["status"], "warn")
        self.assertIn("nothing was heard since " + iso(self.now - 8 * DAY),
                      rows["receiver"]["found"])
        self.assertIn("healthscan receive", rows["receiver"]["what_to_do"])

    def test_there_is_no_sync_to_compare_with(self):
        self.full()
        self.span(WEBHOOK, HOUR, 2 * HOUR, LIVE)
        rows = self.doctor()
        self.assertEqual(rows["webhooks"]["status"], "skipped")
        self.assertIn("healthscan sync", rows["webhooks"]["what_to_do"])


if __name__ == "__main__":
    unittest.main()
