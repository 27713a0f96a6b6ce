#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lists that come in strange pages, and addresses that lead elsewhere."""
import json
import os
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Fault, Repository, release  # noqa: E402
from harness import Case, answered, asked, at  # noqa: E402
from test_sync import AS_OF, EVENTS, known, many  # noqa: E402

TOKEN = "t0ps3cret-of-paging"


class TestLink(Case):
    """The Link header in all the ways that it may be written."""

    def setUp(self):
        super().setUp()
        self.source = many(250)
        plain = self.hub(self.source)
        self.undisturbed = self.good(plain, "sample/meadow", *AS_OF,
                                     db="plain.db").bytes

    def check(self, bend, match="/issues[?]", nth=None, pages=3, **more):
        """The bent answers lead to the same report."""
        hub = self.hub(self.source, faults=[
            Fault(match, "bend", nth=nth, value=bend)], **more)
        result = self.good(hub, "sample/meadow", *AS_OF)
        self.assertEqual(result.bytes, self.undisturbed)
        self.assertEqual(len(asked(hub, "/issues?")), pages)
        return hub

    def test_odd_case_and_spaces(self):
        def bend(answer, _):
            link = answer.headers.pop("Link", None)
            if link:
                answer.headers["lInK"] = link.replace(
                    '; rel="next"', '  ;\tREL = Next ')
        self.check(bend)

    def test_order_of_relations(self):
        def bend(answer, _):
            parts = answer.headers.get("Link", "").split(", ")
            answer.headers["Link"] = ", ".join(reversed(parts))
        self.check(bend)

    def test_several_fields(self):
        """One Link field a relation, next not among the first."""
        def bend(answer, _):
            parts = answer.headers.get("Link", "").split(", ")
            answer.headers["Link"] = list(reversed(parts))
        self.check(bend)

    def test_words_that_look_like_next(self):
        """Only a relation called next is one."""
        def bend(answer, _):
            link = answer.headers.get("Link", "")
            bait = '<%s/bait>; title="a, rel=next"; rel="nextish", ' \
                '<%s/bait>; x=";rel=next"; rel="up"' % (hub_url(answer),
                                                         hub_url(answer))
            answer.headers["Link"] = bait + (", " + link if link else "")

        def hub_url(_):
            return "https://api.example.org"
        hub = self.check(bend)
        self.assertEqual(asked(hub, "bait"), [])

    def test_several_relations_at_once(self):
        def bend(answer, _):
            link = answer.headers.get("Link", "")
            answer.headers["Link"] = link.replace('rel="next"',
                                                  'rel="alternate next"')
        self.check(bend)

    def test_relative_link(self):
        def bend(answer, _):
            link = answer.headers.get("Link", "")
            head, origin, rest = link.partition("http://127.0.0.1:")
            if origin:
                answer.headers["Link"] = head + "/" + rest.partition("/")[2]
        self.check(bend)

    def test_without_link(self):
        """A list of one page says nothing of pages."""
        source = known()
        hub = self.hub(source)
        result = self.good(hub, "sample/meadow", *AS_OF, db="one.db")
        self.assertEqual(result.value("pr_merge_cycle"), 10)
        self.assertEqual(len(asked(hub, "/issues?")), 1)

    def test_empty_page_in_the_middle(self):
        """An empty page is not the end while it names a next one."""
        def bend(answer, request):
            answer.body = b"[]"
            answer.headers["Link"] = '<http://%s%s&again=1>; rel="next"' % (
                request.headers["host"], request.target)
        self.check(bend, match="page=2$", nth=1, pages=4)

    def test_short_pages(self):
        """Fewer rows than were asked for are not the end either."""
        for style in ("page", "cursor"):
            with self.subTest(style=style):
                hub = self.hub(self.source, max_page=37, page_style=style)
                result = self.good(hub, "sample/meadow", *AS_OF, db=style)
                self.assertEqual(result.bytes, self.undisturbed)
                self.assertEqual(len(asked(hub, "/issues?")), 7)

    def test_many_releases_and_events(self):
        source = known()
        source.releases = [release(n, "v%d" % n, at("2026-01-01") + n)
                           for n in range(1, 251)]
        hub = self.hub(source)
        result = self.good(hub, "sample/meadow", *AS_OF, *EVENTS, db="r.db")
        self.assertEqual(len(asked(hub, "/releases")), 3)
        streams = result.json["coverage"]["streams"]
        self.assertEqual(streams["releases"]["rows"], 250)

    def test_rows_move_while_paging(self):
        """A new item pushes one over the edge of a page: none is lost."""
        def bend(_, request):
            if "page=2" in request.target:
                return
            later = at("2026-02-25") + 60 * len(source.items)
            row = dict(source.items[-1], number=len(source.items) + 1)
            row["id"] = 5200000000 + row["number"]
            row["updated_at"] = row["created_at"] = \
                row["closed_at"] = "2026-02-25T%02d:00:00Z" % (
                    (later // 60) % 24)
            row.pop("pull_request", None)
            source.items.append(row)
        for style in ("page", "cursor"):
            with self.subTest(style=style):
                source = many(250)
                hub = self.hub(source, page_style=style, faults=[
                    Fault("/issues[?]", "bend", nth=1, value=bend)])
                self.good(hub, "sample/meadow", *AS_OF, db=style)
                second = self.good(hub, "sample/meadow", *AS_OF, db=style)
                fresh = self.good(hub, "sample/meadow", *AS_OF,
                                  db=style + "-fresh")
                self.assertEqual(second.bytes, fresh.bytes)
                self.assertEqual(
                    second.json["coverage"]["streams"]["issues"]["rows"], 251)


class TestBothEnds(Case):
    """A long list that cursors lead through is walked from its two ends."""

    def setUp(self):
        super().setUp()
        self.source = many(1150)
        self.undisturbed = self.good(self.hub(self.source), "sample/meadow",
                                     *AS_OF, db="plain.db").bytes

    def open_hub(self, *faults):
        return self.hub(self.source, page_style="cursor", faults=faults)

    @staticmethod
    def pages(hub):
        """How many from the top, how many from the bottom."""
        asc = asked(hub, "direction=asc")
        return len(asked(hub, "/issues?")) - len(asc), len(asc)

    def test_the_chain_is_halved(self):
        hub = self.open_hub()
        result = self.good(hub, "sample/meadow", *AS_OF)
        self.assertEqual(result.bytes, self.undisturbed)
        top, bottom = self.pages(hub)
        self.assertLessEqual(max(top, bottom), 8)
        self.assertLessEqual(top + bottom, 13)
        hub.forget()
        again = self.good(hub, "sample/meadow", *AS_OF)
        self.assertEqual(again.bytes, result.bytes)
        self.assertEqual(answered(hub, "/issues?"), [304])

    def test_broken_walks_go_on(self):
        """Wherever it breaks, no page is read again but the newest."""
        for nth in range(1, 13):
            with self.subTest(nth=nth):
                db = "broken-%d.db" % nth
                hub = self.open_hub(Fault("/issues[?]", 403, nth=nth))
                first = self.repo(hub, "sample/meadow", "-q", *AS_OF, db=db)
                before = answered(hub, "/issues?").count(200)
                hub.forget()
                second = self.good(hub, "sample/meadow", *AS_OF, db=db)
                self.assertEqual(second.bytes, self.undisturbed)
                self.assertLessEqual(
                    answered(hub, "/issues?").count(200),
                    13 - before + (first.code != 0))

    def test_either_cursor_may_expire(self):
        for end in ("asc", "desc"):
            with self.subTest(end=end):
                db = end + ".db"
                hub = self.open_hub(Fault(
                    "direction=%s.*after=" % end, 403, nth=3))
                self.repo(hub, "sample/meadow", "-q", *AS_OF, db=db)
                hub.faults[:] = [Fault("direction=%s.*after=" % end, 422,
                                       nth=1)]
                self.good(hub, "sample/meadow", *AS_OF, db=db)
                result = self.good(hub, "sample/meadow", *AS_OF, db=db)
                self.assertEqual(result.bytes, self.undisturbed)

    def test_rows_move_meanwhile(self):
        """Old items change while the walks go toward each other."""
        source = many(1150)
        numbers = iter(range(40, 1100, 70))

        def bend(_, __):
            row = source.items[next(numbers)]
            row["title"] = "Changed"
            row["updated_at"] = "2026-02-26T00:00:%02dZ" % (
                row["number"] % 60)
        hub = self.hub(source, page_style="cursor", faults=[
            Fault("/issues[?]", "bend", nth=n, value=bend)
            for n in range(1, 9)])
        self.good(hub, "sample/meadow", *AS_OF)
        second = self.good(hub, "sample/meadow", *AS_OF)
        fresh = self.good(self.hub(source), "sample/meadow", *AS_OF,
                          db="fresh.db")
        self.assertEqual(second.bytes, fresh.bytes)
        self.assertEqual(
            second.json["coverage"]["streams"]["issues"]["rows"], 1150)

    def test_times_that_all_are_one(self):
        """A mass edit: nothing tells the ends apart but that they pass."""
        source = many(1150)
        for row in source.items:
            row["updated_at"] = "2026-02-26T00:00:00Z"
        plain = self.good(self.hub(source), "sample/meadow", *AS_OF,
                          db="plain2.db")
        hub = self.hub(source, page_style="cursor")
        result = self.good(hub, "sample/meadow", *AS_OF)
        self.assertEqual(result.bytes, plain.bytes)


class TestSmallPages(Case):
    """What the server cannot do in one go it may do in four."""

    def test_large_pages_fail(self):
        source = many(250)
        plain = self.good(self.hub(source), "sample/meadow", *AS_OF,
                          db="plain.db")
        for style in ("page", "cursor"):
            with self.subTest(style=style):
                hub = self.hub(source, page_style=style, faults=[
                    Fault("/issues[?].*per_page=100", 502, nth=None)])
                result = self.good(hub, "sample/meadow", *AS_OF, db=style)
                self.assertEqual(result.bytes, plain.bytes)
                self.assertEqual(
                    len(asked(hub, "per_page=25")), 10)


class TestCircle(Case):
    """Pages that lead in a circle end the walk, and the next run is whole."""

    def check(self, bend, match, most):
        source = many(450)
        hub = self.hub(source, faults=[
            Fault(match, "bend", nth=None, value=bend)])
        result = self.repo(hub, "sample/meadow", "-q", *AS_OF, timeout=30)
        self.check_failure(result, 4, "issues", "circle")
        self.assertIs(result.json["coverage"]["complete"], False)
        self.assertIsNone(result.value("pr_merge_cycle"))
        self.assertLessEqual(len(asked(hub, "/issues?")), most)
        hub.faults.clear()
        whole = self.good(hub, "sample/meadow", *AS_OF)
        fresh = self.good(hub, "sample/meadow", *AS_OF, db="fresh.db")
        self.assertEqual(whole.bytes, fresh.bytes)

    def test_page_names_itself(self):
        def bend(answer, request):
            answer.headers["Link"] = '<http://%s%s>; rel="next"' % (
                request.headers["host"], request.target)
        self.check(bend, "page=2$", 3)

    def test_pages_name_each_other(self):
        def bend(answer, request):
            answer.headers["Link"] = '<http://%s%s>; rel="next"' % (
                request.headers["host"],
                request.target.replace("page=4", "page=2"))
        self.check(bend, "[?&]page=4$", 12)


class TestElsewhere(Case):
    """The token goes to the API alone, whatever the API says."""

    def setUp(self):
        super().setUp()
        self.trap = self.hub(many(120), token=TOKEN)
        self.source = many(120)
        self.target = self.hub(self.source, token=TOKEN, base_path="/api/v3")

    def check_refused(self, fault, *words):
        self.target.faults[:] = [fault]
        result = self.repo(self.target, "sample/meadow", "-q", *AS_OF,
                           token=TOKEN)
        line = self.check_failure(result, 4, *words)
        self.assertNotIn(TOKEN, line)
        self.assertEqual(self.trap.log, [])
        # Nothing of it sticks.
        self.target.faults.clear()
        whole = self.good(self.target, "sample/meadow", *AS_OF, token=TOKEN)
        self.assertEqual(self.trap.log, [])
        fresh = self.good(self.target, "sample/meadow", *AS_OF, token=TOKEN,
                          db="fresh.db")
        self.assertEqual(whole.bytes, fresh.bytes)

    def test_link_to_another_port(self):
        self.check_refused(
            Fault("/issues", "link", value=self.trap.url +
                  "/repositories/4200042/issues?state=all&page=2"),
            "next page", "refused")

    def test_link_to_another_host(self):
        port = self.trap.url.rpartition(":")[2]
        for address in ("http://localhost:%s/x" % port,
                        "//127.0.0.1:%s/x" % port,
                        "http://127.0.0.1:%s@127.0.0.1:%s/x" % (
                            self.target.origin.rpartition(":")[2], port),
                        "https://api.example.org/x",
                        "file:///etc/hostname"):
            with self.subTest(address=address):
                self.check_refused(Fault("/issues", "link", value=address),
                                   "refused")

    def test_redirect_to_another_port(self):
        for status in (301, 302, 307, 308):
            with self.subTest(status=status):
                self.check_refused(
                    Fault("/issues", "redirect", status=status,
                          value=self.trap.url + "/repos/sample/meadow"
                          "/issues"), "redirect")

    def test_redirect_of_the_repository(self):
        self.check_refused(
            Fault("/repos/sample/meadow$", "redirect",
                  value=self.trap.url + "/repos/sample/meadow"), "redirect")

    def test_redirects_without_end(self):
        self.check_refused(
            Fault("/releases", "redirect", nth=None,
                  value=self.target.url + "/repos/sample/meadow/releases"),
            "redirects")


class TestRename(Case):
    """A repository is its number, not its name."""

    def test_renamed(self):
        source = many(120)
        hub = self.hub(source)
        before = self.good(hub, "sample/meadow", *AS_OF)
        source.rename("sample", "field")
        hub.forget()
        # The old name still works, time and again.
        for _ in range(2):
            after = self.good(hub, "sample/meadow", *AS_OF)
            self.assertEqual(after.json["repo"]["id"], 4200042)
            self.assertEqual(after.json["repo"]["full_name"], "sample/field")
            self.assertEqual(after.value("pr_merge_cycle"),
                             before.value("pr_merge_cycle"))
        # So does the new one, and it is the same repository.
        hub.forget()
        new = self.good(hub, "sample/field", *AS_OF)
        self.assertEqual(new.bytes, after.bytes)
        self.assertEqual(
            new.json["coverage"]["streams"]["issues"]["rows"], 120)
        fresh = self.good(hub, "sample/field", *AS_OF, db="fresh.db")
        self.assertEqual(new.bytes, fresh.bytes)

    def test_name_taken_over(self):
        """Another repository under the old name is not mixed in."""
        source = known()
        hub = self.hub(source)
        self.good(hub, "sample/meadow", *AS_OF)
        other = many(10)
        other.id = 4200099
        hub.repos[:] = [other]
        result = self.repo(hub, "sample/meadow", "-q", *AS_OF)
        self.assertEqual(result.code, 4, result)
        self.assertIn("another repository", result.err)
        self.assertEqual(len(result.lines), 1, result)
        self.assertEqual(result.metric("pr_merge_cycle")["n"], 7)

    def test_name_passed_on(self):
        """One repository gets the name that another one has given up."""
        meadow, hill = known(), many(20)
        hill.name, hill.id = "hill", 4200043
        hub = self.hub(meadow, hill)
        for name in ("meadow", "hill"):
            self.good(hub, "sample/" + name, *AS_OF)
        hill.rename("sample", "valley")
        meadow.rename("sample", "hill")
        time.sleep(1.1)  # the store counts in seconds
        for name, rid, rows in (("meadow", 4200042, 23), ("hill", 4200042, 23),
                                ("valley", 4200043, 20)):
            result = self.good(hub, "sample/" + name, *AS_OF)
            self.assertEqual(result.json["repo"]["id"], rid)
            self.assertEqual(
                result.json["coverage"]["streams"]["issues"]["rows"], rows)

    def test_case_of_the_name(self):
        hub = self.hub(known())
        one = self.good(hub, "Sample/MEADOW", *AS_OF)
        two = self.good(hub, "sample/meadow", *AS_OF)
        self.assertEqual(one.json["repo"]["full_name"], "sample/meadow")
        self.assertEqual(one.bytes, two.bytes)

    def test_permanent_redirect_within(self):
        """A repository that is new to the store, under its old name."""
        source = known()
        source.rename("sample", "field")
        hub = self.hub(source)
        result = self.good(hub, "sample/meadow", *AS_OF)
        self.assertEqual(result.json["repo"]["full_name"], "sample/field")
        self.assertEqual(result.value("pr_merge_cycle"), 10)


class TestOddRows(Case):
    """Rows that GitHub may send but that nobody expects."""

    def test_fields_missing_or_null(self):
        source = known()
        hub = self.hub(source)
        plain = self.good(hub, "sample/meadow", *AS_OF, db="plain.db")
        for row in source.items:
            for name in ("title", "locked", "comments", "body",
                         "author_association"):
                row.pop(name, None)
            row["reactions"] = {"+1": [None, {"deep": [1.5e300]}]}
        result = self.good(hub, "sample/meadow", *AS_OF)
        self.assertEqual(result.bytes, plain.bytes)

    def test_hostile_titles(self):
        source = Repository("sample", "meadow", items=known().items,
                            created="2025-06-01T00:00:00Z",
                            default_branch="m\x1b[31main\u202e")
        source.items[0]["title"] = "\x1b]0;owned\x07\u202eevil\x00\ud800"
        hub = self.hub(source)
        result = self.command("repo", hub, "sample/meadow", *AS_OF)
        self.assertEqual(result.code, 0, result)
        for byte in (b"\x1b", b"\x07", b"\xe2\x80\xae", b"\x00"):
            self.assertNotIn(byte, result.out)
        report = self.good(hub, "sample/meadow", *AS_OF)
        self.assertEqual(report.value("pr_merge_cycle"), 10)
        json.loads(report.out)
        self.assertNotIn(b"\x1b", report.out)


if __name__ == "__main__":
    unittest.main()
