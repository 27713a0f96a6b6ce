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
    """A pull request that was merged a minute ago, after so many hours."""
    user = {"id": 8, "login": "ann", "type": "User"}
    end = iso(now - 60)
    return {
        "action": "closed", "number": number, "sender": user,
        "repository": repository(NAME, 5),
        "pull_request": {
            "id": 90000 + number, "number": number, "title": "Mow",
            "state": "closed", "locked": False, "draft": False,
            "created_at": iso(now - 60 - hours * HOUR), "updated_at": end,
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
        self.configure("1s")

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

    def wait_for(self, condition, what, *receivers, timeout=20):
        try:
            return eventually(condition, what, timeout)
        except AssertionError as failure:
            raise AssertionError("\n".join(
                [str(failure), *(r.said() for r in receivers)])) from None

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
    def test_within_ten_seconds_with_the_defaults(self):
        receiver = self.receiver(*ONE, "--notify-command", self.teller())
        self.begin(receiver)
        began = time.monotonic()
        self.deliver(receiver, 100, 400)
        self.wait_for(self.states, "the notification", receiver)
        took = time.monotonic() - began
        # Where others leave the machine to it.
        if os.getloadavg()[0] < 2 * os.cpu_count():
            self.assertLess(took, 10)
        alert = self.alerts()[0]
        self.assertEqual((alert["schema"], alert["repo"], alert["metric"],
                          alert["state"]),
                         ("healthscan.alert/1", NAME, "pr_merge_cycle",
                          "firing"))

    def test_it_fires_once_and_clears_once(self):
        with open(self.box.path("out"), "wb") as out:
            receiver = self.receiver("-v", *SOON, "--notify-command",
                                     self.teller(), stdout=out)
        self.begin(receiver)
        self.deliver(receiver, 100, 400)
        self.wait_for(self.states, "the notification", receiver)
        for number in range(200, 205):
            self.deliver(receiver, number, 400, 1)
            eventually(lambda n=number: stored(
                receiver.db, "SELECT 1 FROM item WHERE number = %d" % n),
                "the delivery")
        self.deliver(receiver, 300, 1, 40)
        self.wait_for(lambda: len(self.states()) > 1, "the notification",
                      receiver)
        self.deliver(receiver, 400, 1, 1)
        self.settled(receiver)
        self.assertEqual(self.states(), ["firing", "cleared"])
        self.assertEqual(receiver.end(), 0, receiver.said())
        with open(self.box.path("out"), encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.assertEqual(len(lines), 2, lines)
        # Of six within ten hours and the long ones that had come by then: the
        # median of six and six is half way.
        self.assertRegex(
            lines[0], r"^20\S+Z sample/meadow fired: PR merge cycle is at risk: "
                      r"(205 hours \(.*\), n 12|400 hours \(.*\), n 1[3-9])$")
        self.assertRegex(lines[1], r"^20\S+Z sample/meadow cleared: ")
        self.assertIn("sample/meadow: 1 of 1 metric has a value, 1 alert", receiver.said())

    def test_many_evaluations_count_once_in_a_while(self):
        self.configure("1h")
        receiver = self.receiver("-v", *SOON, "--notify-command",
                                 self.teller())
        self.begin(receiver)
        self.deliver(receiver, 100, 400)
        self.wait_for(self.states, "the notification", receiver)
        self.deliver(receiver, 300, 1, 40)
        self.settled(receiver)
        self.assertEqual(self.states(), ["firing"])

    def settled(self, receiver):
        """All that has come is in the numbers."""
        receiver.post(issue(60))
        before = receiver.said().count(" 1 metric")
        time.sleep(0.1)
        self.wait_for(lambda: receiver.said().count(" 1 metric") > before,
                      "the evaluation", receiver)

    def test_the_current_folder_says_nothing(self):
        os.mkdir(self.box.path("work", ".git"))
        self.box.write("work/.healthscan",
                       "[threshold \"pr_merge_cycle\"]\n\trisk = 9999h\n")
        receiver = self.receiver(*SOON, "--notify-command", self.teller())
        self.begin(receiver)
        self.deliver(receiver, 100, 400)
        self.wait_for(self.states, "the notification", receiver)

    def test_its_first_line_says_what_is_not_computed(self):
        receiver = self.receiver(*SOON)
        self.assertIn("metrics of commits are not: that takes --reconcile and "
                      "--clone", receiver.said().splitlines()[0])
        receiver = self.receiver("--reconcile", "6h", "--clone")
        self.assertIn("metrics of commits after each fetch of git",
                      receiver.said().splitlines()[0])


class TestNotification(Alerted):
    def test_one_that_fails_is_tried_again(self):
        gate = self.box.path("gate")
        command = self.box.write("gated", """#!/bin/sh
echo >> "%s.tries"
[ -e "%s" ] && exec "%s"
exit 7
""" % (gate, gate, self.teller()), 0o755)
        receiver = self.receiver(*SOON, "--notify-command", command,
                                 "--notify-retry", "1s")
        self.begin(receiver)
        self.deliver(receiver, 100, 400)

        def tries():
            return os.path.exists(gate + ".tries") and os.path.getsize(
                gate + ".tries")
        self.wait_for(lambda: tries() >= 2, "two tries", receiver)
        self.assertIn("exit code 7; run it by hand to see why; the "
                      "notification is kept and sent again later",
                      receiver.said().replace("\n", " "))
        self.box.write("gate", "")
        self.wait_for(self.states, "the notification", receiver)
        self.assertEqual(self.states(), ["firing"])

    def test_two_receivers_tell_once(self):
        args = ["-v", *SOON, "--notify-command", self.teller()]
        both = [self.receiver(*args), self.receiver(*args)]
        self.begin(both[0])
        self.assertEqual(both[1].post(issue(51)), 202)
        for i in range(13):
            self.deliver(both[i % 2], 100 + i, 400, 1)
            self.deliver(both[1 - i % 2], 100 + i, 400, 1)
        eventually(self.states, "the notification")
        for receiver in both:
            self.deliver(receiver, 200, 400, 3)
        time.sleep(2)
        self.assertEqual(self.states(), ["firing"])

    def test_killed_between_the_alert_and_its_notification(self):
        receiver = self.receiver(*SOON, "--notify-command", "false",
                                 "--notify-retry", "1h")
        self.begin(receiver)
        self.deliver(receiver, 100, 400)
        self.wait_for(lambda: "sent again later" in receiver.said(),
                      "the failure", receiver)
        receiver.kill()
        self.assertEqual(stored(receiver.db,
                                "SELECT count(*) FROM notification"), [1])
        receiver = self.receiver(*SOON, "--notify-command", self.teller())
        self.wait_for(self.states, "the notification", receiver)
        eventually(lambda: stored(
            receiver.db, "SELECT count(*) FROM notification") == [0],
            "that it is noted")
        self.assertEqual(self.states(), ["firing"])

    def test_killed_before_it_was_computed(self):
        receiver = self.receiver("--settle", "1h", "--max-delay", "1h", *ONE)
        self.begin(receiver)
        self.deliver(receiver, 100, 400)
        receiver.kill()
        self.assertEqual(stored(receiver.db, "SELECT count(*) FROM alert"),
                         [0])
        receiver = self.receiver(*SOON, "--notify-command", self.teller())
        self.wait_for(self.states, "the notification", receiver)

    def test_a_command_that_hangs_holds_up_no_evaluation(self):
        with open(self.box.path("out"), "wb") as out:
            receiver = self.receiver(*SOON, "--notify-command", "sleep 50",
                                     stdout=out)
        self.begin(receiver)
        self.deliver(receiver, 100, 400)

        def lines():
            with open(self.box.path("out"), encoding="utf-8") as file:
                return file.read().splitlines()
        self.wait_for(lines, "the alert", receiver)
        self.deliver(receiver, 300, 1, 40)
        self.wait_for(lambda: len(lines()) == 2, "that it clears", receiver)
        # Nor the end of the receiver.
        began = time.monotonic()
        self.assertEqual(receiver.end(), 0, receiver.said())
        self.assertLess(time.monotonic() - began, 15)

    def test_it_gets_neither_token_nor_secret_nor_socket(self):
        seen = self.box.path("seen")
        command = self.box.write("nosy", """#!/bin/sh
env > "%s.env"
ls -l /proc/self/fd > "%s.fds"
ls -l /proc/$PPID/fd > "%s.parents"
exec "%s"
""" % (seen, seen, seen, self.teller()), 0o755)
        receiver = self.receiver(
            *SOON, "--notify-command", command,
            env={"GH_TOKEN": "ghp_1", "GITHUB_TOKEN": "ghp_2",
                 "GH_ENTERPRISE_TOKEN": "ghp_3",
                 "GITHUB_ENTERPRISE_TOKEN": "ghp_4"})
        self.begin(receiver)
        self.deliver(receiver, 100, 400)
        self.wait_for(self.states, "the notification", receiver)
        with open(seen + ".env", encoding="utf-8") as file:
            text = file.read()
        self.assertNotIn("ghp_", text)
        self.assertNotIn("Secret", text)
        self.assertIn("PATH=", text)
        for name in ("fds", "parents"):
            with open(seen + "." + name, encoding="utf-8") as file:
                self.assertNotIn("socket:", file.read(), name)


class TestByHand(Alerted):
    def test_what_it_does_not_understand(self):
        db = ["--db", self.box.path("store.db")]
        for args, word in (
                (["compute", NAME], "none of evaluate, notify and reconcile"),
                (["evaluate"], "which repository is meant?"),
                (["notify", NAME], "--notify-command"),
                (["evaluate", "?"], "does not name a repository")):
            result = self.run_program("receive", *args, *db)
            self.check_failure(result, 2, word)
        result = self.run_program("receive", "evaluate", NAME, *db)
        self.assertEqual(result.code, 3, result)
        self.assertIn("is not in the store", result.err)
        self.assertIn("healthscan sync " + NAME, result.err)
        self.assertNotIn("--offline", result.err)

    def test_what_the_receiver_does(self):
        db = ["--db", self.box.path("store.db")]
        self.good(self.world, NAME, *ONE)
        told = ["--threshold", "pr_merge_cycle.risk=5h",
                "--threshold", "pr_merge_cycle.healthy=4h",
                "--notify-command", self.teller()]
        result = self.run_program("receive", "evaluate", NAME, *db, *ONE,
                                  *told)
        self.assertEqual(result.code, 0, result)
        self.assertIn(b"sample/meadow fired: PR merge cycle", result.out)
        self.assertEqual(self.states(), [])
        again = self.run_program("receive", "evaluate", NAME, *db, *ONE, *told)
        self.assertEqual((again.code, again.out), (0, b""), again)
        for _ in range(2):
            result = self.run_program("receive", "notify", NAME, *db, *told)
            self.assertEqual(result.code, 0, result)
            self.assertEqual(self.states(), ["firing"])


class TestReconcile(Alerted):
    def test_what_no_delivery_told_is_asked_for(self):
        receiver = self.receiver("-v", *SOON, "--notify-command",
                                 self.teller(), "--reconcile", "2s",
                                 "--api-url", self.world.url)
        self.begin(receiver)
        repo = self.world.repos["sample/meadow"] if isinstance(
            self.world.repos, dict) else self.world.repos[0]
        for i in range(13):
            repo.items.append(pull(100 + i, self.now - 400 * HOUR,
                                   merged=self.now - 60))
        self.wait_for(self.states, "the notification", receiver, timeout=40)
        self.assertEqual(self.states(), ["firing"])
        # From then on there is nothing new.
        self.world.forget()
        eventually(lambda: len(asked(self.world)) >= 4, "more requests", 40)
        statuses = self.world.statuses()
        self.assertGreater(statuses.count(304), len(statuses) // 2, statuses)

    def test_without_a_server_it_goes_on(self):
        receiver = self.receiver("-v", *SOON, "--notify-command",
                                 self.teller(), "--reconcile", "1s",
                                 "--api-url", "http://127.0.0.1:1")
        self.begin(receiver)
        eventually(lambda: "127.0.0.1" in receiver.said().split(
            "listening", 1)[1].split("\n", 1)[1], "the failure")
        self.deliver(receiver, 100, 400)
        self.wait_for(self.states, "the notification", receiver)


if __name__ == "__main__":
    unittest.main()
