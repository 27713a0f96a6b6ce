#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A server that fails: what is told, what is kept, and how it goes on."""
import os
import sys
import time
import unittest
from email.utils import formatdate

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import FakeGitHub, Fault, iso, release  # noqa: E402
from harness import Case, answered, asked, at, in_parallel  # noqa: E402
from test_sync import AS_OF, EVENTS, known, many  # noqa: E402

TOKEN = "t0ps3cret-of-faults"
PAGE_2 = "/issues[?].*[?&]page=2"


def source():
    repo = many(250)
    repo.events = known().events
    repo.releases = [release(n, "v%d" % n, at("2026-01-01") + n)
                     for n in range(1, 121)]
    return repo


class TestFaults(Case):
    """Each fault has a server and a store of its own, so that those that
    take real seconds take them at once."""

    def setUp(self):
        super().setUp()
        hub = self.hub(source())
        self.undisturbed = self.good(hub, "sample/meadow", *AS_OF, *EVENTS,
                                     db="undisturbed.db").bytes
        self.requests = len(hub.log)

    def ask(self, hub, name, *args, **more):
        return self.repo(hub, "sample/meadow", "-q", *AS_OF, *EVENTS, *args,
                         db=name + ".db", **more)

    def passes(self, name, *faults, args=(), extra=1, **more):
        """The fault costs a request more and changes nothing else."""
        with FakeGitHub([source()], faults=faults, **more) as hub:
            result = self.ask(hub, name, *args, token=more.get("token"))
            self.assertEqual(result.code, 0, result)
            self.assertEqual(result.err, "", result)
            self.assertEqual(result.bytes, self.undisturbed)
            self.assertEqual(len(hub.log), self.requests + extra, hub.log)

    def fails(self, name, words, *faults, args=(), kept=True, requests=None,
              **more):
        """The fault ends the run; the next run, without it, ends well."""
        token = more.get("token")
        with FakeGitHub([source()], faults=faults, **more) as hub:
            result = self.ask(hub, name, *args, token=token)
            line = self.check_failure(result, 4, *words)
            self.assertNotIn(TOKEN, line)
            if kept:
                coverage = result.json["coverage"]
                self.assertIs(coverage["complete"], False)
            else:
                self.assertEqual(result.out, b"", result)
            if requests is not None:
                self.assertEqual(len(hub.log), requests, hub.log)
            first = "/repos/sample/meadow/issues?"
            read = 200 in answered(hub, first)
            hub.faults.clear()
            hub.limit = 5000
            hub.token = token
            hub.forget()
            whole = self.ask(hub, name, token=token)
            self.assertEqual(whole.code, 0, whole)
            self.assertEqual(whole.bytes, self.undisturbed)
            if read:
                # What was read is not read again.
                self.assertEqual(answered(hub, first), [304])

    def test_once(self):
        """A failure that passes is nobody's business."""
        jobs = []
        for kind in (500, 502, 503, "html", "truncate", "reset", "badjson",
                     "wrongtype"):
            for place, match in (("page-2", PAGE_2),
                                 ("first", "/repos/sample/meadow$"),
                                 ("events", "/issues/events")):
                if place != "page-2" and kind not in ("html", "badjson",
                                                      "truncate"):
                    continue
                name = "once-%s-%s" % (kind, place)
                jobs.append((name, lambda n=name, m=match, k=kind:
                             self.passes(n, Fault(m, k))))
        for name, fault in (
                ("429", Fault(PAGE_2, "retry-after", status=429)),
                ("403", Fault(PAGE_2, "retry-after", status=403)),
                ("503-after", Fault(PAGE_2, 503,
                                    headers={"Retry-After": "1"})),
                ("limit", Fault(PAGE_2, "limit")),
                ("slow", Fault(PAGE_2, "slow", seconds=0.3))):
            jobs.append((name, lambda n=name, f=fault:
                         self.passes(n, f, extra=n != "slow")))
        in_parallel(jobs)

    def test_several(self):
        """Failures one after another, at every stream."""
        self.passes("several", Fault(PAGE_2, 502, nth=1),
                    Fault(PAGE_2, "badjson", nth=2),
                    Fault("/releases", "reset", nth=1),
                    Fault("/issues/events", "wrongtype", nth=1),
                    Fault("/repos/sample/meadow$", "html"), extra=5)

    def test_for_ever(self):
        """A failure that stays ends the run, says so, and keeps the rest."""
        def job(kind, words, match=PAGE_2, status=None, **more):
            name = "ever-%s-%s" % (kind, abs(hash(match)))
            return name, lambda: self.fails(
                name, words, Fault(match, kind, nth=None, status=status),
                **more)
        in_parallel([
            job(500, ["500", "failed 5 times", "run again"]),
            job("html", ["502", "failed 5 times", "run again"]),
            job("truncate", ["failed 5 times"]),
            job("reset", ["failed 5 times"]),
            job(202, ["202", "not ready", "failed 5 times"]),
            job("html", ["web page", "failed 5 times"], "/releases",
                status=200),
            job("badjson", ["issues"]),
            job("wrongtype", ["issues"]),
            job("wrongtype", ["repository"], "/repos/sample/meadow$",
                kept=False, requests=5),
            job("badjson", ["releases"], "/releases"),
            job("badjson", ["events"], "/issues/events"),
            job(502, ["502", "failed 5 times"], "/repos/sample/meadow$",
                kept=False, requests=5),
            ("nobody", self.nobody_there),
        ], at_once=10)

    def test_refusals(self):
        """Answers that no other try would change are told at once."""
        page = "/repos/sample/meadow/issues[?]"
        in_parallel([
            ("403", lambda: self.fails(
                "403", ["403", "Resource not accessible", "token"],
                Fault(page, 403, message="Resource not accessible"),
                token=TOKEN)),
            ("403-no-token", lambda: self.fails(
                "403-no-token", ["403", "GH_TOKEN"], Fault(page, 403))),
            ("404", lambda: self.fails(
                "404", ["404", "sample/meadow", "no such repository"],
                Fault("meadow$", 404), kept=False, requests=1)),
            ("451", lambda: self.fails(
                "451", ["451", "legal"],
                Fault("meadow$", 451, message="Repository access blocked"),
                kept=False, requests=1)),
            ("451-page", lambda: self.fails(
                "451-page", ["451", "legal"], Fault(PAGE_2, 451))),
            ("422", lambda: self.fails(
                "422", ["422"], Fault(page, 422, message="No"))),
            # Once more without the version of the API, and no more.
            ("400", lambda: self.fails(
                "400", ["400", "address"],
                Fault("meadow$", 400, nth=None), kept=False, requests=2)),
            ("204", lambda: self.fails(
                "204", ["204"], Fault("meadow$", 204), kept=False,
                requests=1)),
            ("418", lambda: self.fails(
                "418", ["418"], Fault(page, 418, message="A teapot"))),
        ])

    def test_wrong_token(self):
        with FakeGitHub([source()], token=TOKEN) as hub:
            for token, words in (("wr0ng", ["401", "token is not accepted"]),
                                 (None, ["401", "GH_TOKEN"])):
                result = self.ask(hub, "401", token=token)
                line = self.check_failure(result, 4, *words)
                self.assertNotIn("wr0ng", line)
                self.assertEqual(result.out, b"")
            self.assertEqual(hub.statuses(), [401, 401])
            result = self.ask(hub, "401", token=TOKEN)
            self.assertEqual(result.bytes, self.undisturbed)

    def test_message_of_the_server(self):
        """What the server says is shown, but never raw."""
        with FakeGitHub([source()], faults=[Fault(
                "meadow$", 404, nth=None,
                message="N\x1b[31mo\nhealthscan: all is well\u202e")]) as hub:
            result = self.ask(hub, "message")
            line = self.check_failure(result, 4, "404")
            self.assertNotIn("\x1b", line)
            self.assertNotIn("\u202e", line)

    def test_limits(self):
        """A wait within --max-wait is waited for, a longer one is told."""
        later = int(time.time()) + 1800
        slow = {"retry-after": ["slow down"], "limit": ["used up"]}
        jobs = []
        for kind, words in slow.items():
            jobs.append((kind, lambda k=kind, w=words: self.fails(
                "beyond-" + k, w + ["--max-wait", "Z"],
                Fault(PAGE_2, k, nth=None, value=3600, seconds=3600),
                args=["--max-wait", "5s"])))
        jobs += [
            ("zero", lambda: self.fails(
                "zero", ["slow down"], Fault(PAGE_2, "retry-after", value=1),
                args=["--max-wait", "0s"])),
            ("within", lambda: self.passes(
                "within", Fault(PAGE_2, "retry-after", value=2, status=429),
                args=["--max-wait", "5s"])),
            ("date", lambda: self.fails(
                "date", ["slow down", "run again after " + iso(later)[11:]],
                Fault(PAGE_2, "retry-after", value=formatdate(
                    later, usegmt=True)))),
        ]
        in_parallel(jobs)

    def test_waiting_is_told(self):
        with FakeGitHub([source()], faults=[
                Fault(PAGE_2, "retry-after", value=1)]) as hub:
            result = self.repo(hub, "sample/meadow", *AS_OF)
            self.assertEqual(result.code, 0, result)
            self.assertIn("healthscan: waiting 1 s: the server asks to slow "
                          "down", result.lines)

    def test_budget_used_up(self):
        """The last request of the hour is the last one that is sent."""
        with FakeGitHub([source()], limit=3) as hub:
            result = self.ask(hub, "budget", "--max-wait", "1s")
            self.check_failure(result, 4, "rate limit", "used up", "token")
            self.assertEqual(len(hub.log), 3)
            self.assertEqual(set(hub.statuses()), {200})
            hub.limit = 5000
            result = self.ask(hub, "budget")
            self.assertEqual(result.code, 0, result)
            self.assertEqual(result.bytes, self.undisturbed)

    def test_issues_disabled(self):
        """410 for the list is a fact, not a failure."""
        repo = source()
        with FakeGitHub([repo], faults=[
                Fault("/issues", 410, nth=None)]) as hub:
            result = self.ask(hub, "410")
            self.assertEqual(result.code, 0, result)
            for name in ("issue_close_rate", "pr_merge_cycle"):
                self.assertIsNone(result.value(name))
                self.assertEqual(result.metric(name)["reason"],
                                 "issues disabled")
            # Switched on again, they are read like new ones.
            hub.faults.clear()
            whole = self.ask(hub, "410")
            self.assertEqual(whole.bytes, self.undisturbed)

    def test_failure_after_success(self):
        """A later sync that fails shows what there is, and says so."""
        with FakeGitHub([source()]) as hub:
            self.ask(hub, "later")
            hub.faults.append(Fault("meadow$", 404, nth=None))
            result = self.ask(hub, "later")
            self.check_failure(result, 4, "404")
            self.assertIs(result.json["coverage"]["complete"], False)
            self.assertIsNotNone(result.value("pr_merge_cycle"))
            hub.faults.clear()
            self.assertEqual(self.ask(hub, "later").bytes, self.undisturbed)

    def test_cursor_expired(self):
        """A place to go on from that has expired: from the top again."""
        with FakeGitHub([source()], page_style="cursor", faults=[
                Fault(PAGE_2, 451)]) as hub:
            self.assertEqual(self.ask(hub, "expired").code, 4)
            hub.faults[:] = [Fault("after=", 422)]
            hub.forget()
            result = self.ask(hub, "expired")
            self.assertEqual(result.code, 0, result)
            self.assertEqual(result.bytes, self.undisturbed)
            self.assertEqual(answered(hub, "/issues?"), [422, 200, 200, 200])
            self.assertIn("after=", asked(hub, "/issues?")[0])

    def nobody_there(self):
        hub = FakeGitHub([source()])
        url = hub.url
        hub.server.server_close()
        result = self.box.run("repo", "-q", "--db", self.box.path("x.db"),
                              "--api-url", url, "sample/meadow")
        line = self.check_failure(result, 4, url.rpartition("/")[2])
        self.assertIn("failed 2 times", line)

    def test_api_url_of_no_use(self):
        """Plain http does not leave this machine; that is a usage error."""
        for url in ("http://127.0.0.1.nip.invalid", "http://api.example.org",
                    "ftp://127.0.0.1", "nonsense", "https://",
                    "https://me:secret@127.0.0.1/"):
            with self.subTest(url=url):
                result = self.box.run(
                    "repo", "-q", "--db", self.box.path("x.db"), "--api-url",
                    url, "sample/meadow")
                line = self.check_failure(result, 2, "API URL")
                self.assertNotIn("secret", line)

    def test_endless_and_huge(self):
        """A body that is larger than any page is refused, not swallowed."""
        def bend(answer, _):
            answer.body = b"[" + b" " * (80 << 20) + b"]"
        with FakeGitHub([source()], faults=[
                Fault(PAGE_2, "bend", nth=None, value=bend)]) as hub:
            result = self.ask(hub, "huge")
            self.check_failure(result, 4, "larger than")
            hub.faults.clear()
            self.assertEqual(self.ask(hub, "huge").bytes, self.undisturbed)


if __name__ == "__main__":
    unittest.main()
