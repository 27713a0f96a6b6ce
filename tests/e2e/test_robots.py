#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Accounts that answer faster than people do are named wherever their answers
make a number; nothing is decided by it."""
import os
import re
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository, comment, issue, pull, review  # noqa: E402
from harness import Case, at  # noqa: E402

END = at("2026-03-01")
DAY = 86400
AS_OF = ["--as-of", "2026-03-01"]
PULLS = ["-m", "pr_first_response"]
ISSUES = ["-m", "issue_first_response"]
BOUND = ["--threshold", "pr_first_response.risk=72h"]


def answered(waits, who="wren-helper", kind=pull, name="meadow", rid=1,
             **more):
    """One item a day, each answered by that account after so many seconds."""
    repo = Repository("sample", name, rid=rid, created="2024-01-01T00:00:00Z")
    for n, wait in enumerate(waits, 1):
        row = kind(n, END - n * DAY, **more)
        repo.items.append(row)
        if wait is not None:
            repo.comments.append(comment(
                900 + n, row, END - n * DAY + wait, login=who))
    return repo


class RobotCase(Case):
    def ask(self, command, *args, code=0, **more):
        result = self.command(command, self.server, "sample/meadow", *AS_OF,
                              *args, **more)
        self.assertEqual(result.code, code, result)
        return result.out.decode()

    def suspects(self, *args):
        result = self.command("repo", self.server, "sample/meadow", *AS_OF,
                              "-f", "json", *args)
        self.assertEqual(result.code, 0, result)
        return [(s["login"], s["first_answers"], s["within_2_minutes"])
                for s in result.json.get("suspected_bots", [])]


class TestWhoIsNamed(RobotCase):
    def check(self, waits, expected, *args, **more):
        self.server = self.hub(answered(waits, **more))
        self.assertEqual(self.suspects(*(args or PULLS)), expected)

    def test_nine_say_nothing(self):
        self.check([1] * 9, [])

    def test_ten(self):
        self.check([119] * 10, [("wren-helper", 10, 10)])

    def test_two_minutes_are_a_persons(self):
        self.check([120] * 10, [])

    def test_eight_of_ten(self):
        self.check([1] * 8 + [DAY] * 2, [("wren-helper", 10, 8)])

    def test_seven_of_ten(self):
        self.check([1] * 7 + [DAY] * 3, [])

    def test_what_nobody_answered_does_not_count(self):
        self.check([1] * 9 + [None] * 9, [])

    def test_issues(self):
        self.check([1] * 12, [("wren-helper", 12, 12)], *ISSUES, kind=issue)

    def test_a_bot_is_known(self):
        self.check([1] * 12, [], who="helper[bot]")

    def test_who_answers_himself(self):
        self.check([1] * 12, [], who="heron-12")

    def test_what_bots_opened_is_left_out(self):
        self.check([1] * 12, [], login="renovate[bot]")

    def test_not_in_this_window(self):
        self.check([1] * 12, [], *PULLS, "--window", "9d")

    def test_only_where_answers_are_measured(self):
        self.check([1] * 12, [], "-m", "pr_backlog")

    def test_what_the_configuration_says_is_a_bot(self):
        config = self.box.write("c.conf", "[bots]\nlogin = wren-*\n")
        self.check([1] * 12, [], *PULLS, "--config", config)

    def test_only_the_first_answer_counts(self):
        repo = answered([1] * 12)
        for n, row in enumerate(repo.items, 1):
            repo.comments.append(comment(
                50 + n, row, END - n * DAY + 30, login="plover-3"))
            row["comments"] = 2
        self.server = self.hub(repo)
        self.assertEqual(self.suspects(*PULLS), [("wren-helper", 12, 12)])

    def test_reviews_count_too(self):
        repo = answered([None] * 12)
        repo.reviews = [review(70 + n, row, END - n * DAY + 5,
                               login="wren-helper")
                        for n, row in enumerate(repo.items, 1)]
        self.server = self.hub(repo)
        self.assertEqual(self.suspects(*PULLS), [("wren-helper", 12, 12)])


class TestWhereItIsSaid(RobotCase):
    WORDS = (r"wren-helper gave 12 of its 12 first answers within 2 minutes: "
             r"if it is a robot, set bots\.login = wren-helper")

    def setUp(self):
        super().setUp()
        self.server = self.hub(answered([1] * 12))

    def told(self, text):
        plain = re.sub(r"<[^<>]*>|[*_`\\]", "", text.replace("&nbsp;", " "))
        self.assertRegex(re.sub(r"\s+", " ", plain), self.WORDS)

    def test_reports(self):
        for form in ("table", "markdown", "html", "github"):
            with self.subTest(form=form):
                self.told(self.ask("repo", *PULLS, "-f", form))

    def test_explain(self):
        result = self.command("explain", self.server, "pr_first_response",
                              "sample/meadow", *AS_OF)
        self.told(result.out.decode())

    def test_the_gate_says_it_and_passes(self):
        text = self.ask("check", *PULLS, *BOUND)
        self.told(text)
        self.assertRegex(text, r"(?m)^a robot\?   wren-helper gave 12 ")
        self.assertIn("passed", text)
        self.told(self.ask("check", *PULLS, *BOUND, "-f", "github"))
        config = self.box.write("c.conf", "[bots]\nlogin = wren-helper\n")
        text = self.ask("check", *PULLS, *BOUND, "--config", config,
                        code=3)
        self.assertNotIn("first answers", text)

    def test_the_gate_of_many(self):
        result = self.command("scan", self.server, "sample/meadow", *AS_OF,
                              *PULLS, *BOUND, "--fail-on", "risk")
        self.assertEqual(result.code, 0, result)
        self.assertRegex(result.err, r"warning: sample/meadow: " + self.WORDS)


class TestGroups(RobotCase):
    """The answers in all members count together, by account."""

    def ask_group(self, *waits, config="", host="", args=()):
        names = ["meadow", "hill", "pond"]
        self.server = self.hub(*(
            answered(w, name=name, rid=n)
            for n, (w, name) in enumerate(zip(waits, names), 1)))
        self.box.write("home/config/healthscan/config",
                       config + '[group "land"]\n' + "".join(
                           "\trepo = %ssample/%s\n" % (h, name)
                           for h, _, name in zip([""] * 9 if not host
                                                 else ["", host], waits,
                                                 names)))
        result = self.command("repo", self.server, "@land", *AS_OF, "-f",
                              "json", *(args or PULLS))
        self.assertEqual(result.code, 0, result)
        return [(s["login"], s["first_answers"], s["within_2_minutes"])
                for s in result.json.get("suspected_bots", [])]

    def test_few_of_each_are_many(self):
        self.assertEqual(self.ask_group([1] * 4, [1] * 4, [1, 1, DAY]),
                         [("wren-helper", 11, 10)])

    def test_too_few_of_all(self):
        self.assertEqual(self.ask_group([1] * 4, [1] * 5), [])

    def test_a_robot_of_one_is_a_person_elsewhere(self):
        self.assertEqual(self.ask_group([1] * 12, [DAY] * 12), [])

    def test_of_one_member(self):
        self.assertEqual(self.ask_group([1] * 12), [("wren-helper", 12, 12)])

    def test_accounts_are_a_hosts_own(self):
        self.assertEqual(self.ask_group([1] * 12, [DAY] * 12,
                                        host="ghe.example.org/"),
                         [("wren-helper", 12, 12)])

    def test_accounts_of_two_hosts_do_not_add_up(self):
        self.assertEqual(self.ask_group([1] * 6, [1] * 6,
                                        host="ghe.example.org/"), [])

    def test_only_where_answers_are_measured(self):
        self.assertEqual(self.ask_group([1] * 12, [1] * 12,
                                        args=["-m", "pr_backlog"]), [])

    def test_what_the_configuration_says_is_a_bot(self):
        self.assertEqual(self.ask_group(
            [1] * 12, [1] * 12, config="[bots]\n\tlogin = wren-*\n"), [])

    def test_each_group_has_its_own(self):
        self.ask_group([1] * 12, [1] * 6, [1] * 6)
        self.box.write("home/config/healthscan/config", """\
[group "a"]
	repo = sample/hill
	repo = sample/pond
[group "b"]
	repo = sample/meadow
""")
        result = self.command("scan", self.server, "@a", "@b", "sample/pond",
                              *AS_OF, *PULLS, "-f", "ndjson")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(
            {row["repo"]["full_name"]: [s["first_answers"] for s in
                                        row.get("suspected_bots", [])]
             for row in result.rows if "repo" in row},
            {"@a": [12], "@b": [12], "sample/pond": []})

    def test_is_said(self):
        self.ask_group([1] * 6, [1] * 6)
        for command, *args in (("repo", *PULLS), ("check", *PULLS, *BOUND),
                               ("explain", "pr_first_response")):
            result = self.command(command, self.server, *args, "@land", *AS_OF)
            self.assertEqual(result.code, 0, result)
            self.assertRegex(re.sub(r"\s+", " ", result.out.decode()),
                             TestWhereItIsSaid.WORDS)


if __name__ == "__main__":
    unittest.main()
