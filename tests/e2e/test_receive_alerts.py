#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""From a delivery to the alert: what the receiver computes, and whom it tells,
once, whatever fails or is killed in between."""
import json
import os
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository, iso, pull  # noqa: E402
from harness import Case, PROGRAM, asked, eventually  # noqa: E402
from hooks import Receiver, issue, repository, stored  # noqa: E402

NAME = "sample/meadow"
HOUR = 3600
DAY = 24 * HOUR
ONE = ["-m", "pr_merge_cycle"]
SOON = ["--settle", "0s", *ONE]

BUILT = subprocess.run(
    [PROGRAM, "receive", "--db", os.devnull, "--listen", "x"],
    capture_output=True, timeout=60).stderr.find(b"without the receiver") < 0


def meadow(now):
    """Six pull requests of the last days that were merged within ten hours."""
    repo = Repository("sample", "meadow", created=iso(now - 800 * DAY), id=5)
    for i in range(6):
        merged = now - (i + 1) * DAY
        repo.items.append(pull(i + 1, merged - 10 * HOUR, merged=merged))
    return repo


def merged(number, hours, now):
    """A pull request that was merged just now, after so many hours."""
    user = {"id": 8, "login": "ann", "type": "User"}
    end = iso(now)
    return {
        "action": "closed", "number": number, "sender": user,
        "repository": repository(NAME, 5),
        "pull_request": {
            "id": 90000 + number, "number": number, "title": "Mow",
            "state": "closed", "locked": False, "draft": False,
            "created_at": iso(now - hours * HOUR), "updated_at": end,
            "closed_at": end, "merged_at": end, "merged": True,
            "merged_by": user, "user": user, "comments": 0, "labels": [],
            "author_association": "NONE", "base": {"ref": "main"}}}


@unittest.skipUnless(BUILT, "built without libmicrohttpd")
class Alerted(Case):
    def setUp(self):
        super().setUp()
        self.now = int(time.time())
        self.world = self.hub(meadow(self.now))
        self.told = self.box.path("told")
        self.configure("0s")

    def configure(self, every):
        self.box.write("home/config/healthscan/config",
                       "[alert]\n\tevery = %s\n" % every)

    def receiver(self, *args, **more):
        receiver = Receiver(self.box, *args, **more)

        def stop():
            if receiver.process.poll() is None:
                self.assertEqual(receiver.end(), 0, receiver.said())
            receiver.close()
        self.addCleanup(stop)
        return receiver

    def command(self, *args, **more):
        return super().command(*args, **more)

    def teller(self):
        """A command that keeps what it is told."""
        return self.box.write("teller", """#!/bin/sh
cat >> "%s" && echo >> "%s"
""" % (self.told, self.told), 0o755)

    def alerts(self):
        if not os.path.exists(self.told):
            return []
        with open(self.told, encoding="utf-8") as file:
            text = file.read()
        decoder, found = json.JSONDecoder(), []
        while text.strip():
            alert, end = decoder.raw_decode(text.strip())
            found.append(alert)
            text = text.strip()[end:]
        return found

    def states(self):
        return [alert["state"] for alert in self.alerts()]

    def begin(self, receiver):
        """What REST tells is read after the first delivery has come."""
        self.assertEqual(receiver.post(issue(50)), 202)
        self.good(self.world, NAME, *ONE)

    def deliver(self, receiver, first, hours, count=13):
        for number in range(first, first + count):
            self.assertEqual(receiver.post(
                merged(number, hours, self.now), event="pull_request"), 202)


class TestAlert(Alerted):
    def test_it_fires_once_and_clears_once(self):
        receiver = self.receiver("-v", *ONE, "--notify-command",
                                 self.teller())
        self.begin(receiver)
        self.deliver(receiver, 100, 400)
        began = time.monotonic()
        eventually(self.states, "the notification: " + receiver.said(), 30)
        took = time.monotonic() - began
        self.assertEqual(self.states(), ["firing"])
        self.assertLess(took, 10)


if __name__ == "__main__":
    unittest.main()
