#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is open and who has to move: by the records, whatever was read before,
at what cost, and what is said where something was not read."""
import csv
import io
import os
import random
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Fault, Repository, comment, event,  # noqa: E402
                         issue, iso, pull, review, seconds)
from harness import Case, asked, at  # noqa: E402

NAME = "sample/meadow"
DAY = 86400
END = at("2026-03-01")
AS_OF = ["--as-of", "2026-03-01"]
MAINTAINER = {"author_association": "MEMBER"}


def said(repo, number, when, login, kind=comment, **more):
    """A comment on an item, or a review of it; the item has changed then."""
    row = next(r for r in repo.items if r["number"] == number)
    words = kind(9000 + len(repo.comments) + len(repo.reviews), row, when,
                 login)
    words.update(more)
    (repo.comments if kind is comment else repo.reviews).append(words)
    if kind is comment:
        row["comments"] += 1
    row["updated_at"] = max(row["updated_at"], iso(when))


def turned(repo, number, when, kind):
    """It became a draft, or ready."""
    row = next(r for r in repo.items if r["number"] == number)
    repo.events.append(event(29800000000 + len(repo.events), kind, row, when))
    row["updated_at"] = max(row["updated_at"], iso(when))


def meadow():
    """One of each."""
    repo = Repository("sample", "meadow", created="2020-01-01T00:00:00Z")
    repo.items = [
        issue(1, END - 90 * DAY),
        issue(2, END - 80 * DAY),
        pull(3, END - 70 * DAY),
        pull(4, END - 60 * DAY, draft=True),
        pull(5, END - 50 * DAY),
        issue(6, END - 40 * DAY, login="builder[bot]"),
        issue(7, END - 200 * DAY, closed=END - 100 * DAY),
        issue(8, END - 30 * DAY, closed=END + DAY),
        issue(9, END + DAY),
    ]
    # Years ago, by one who has opened nothing.
    said(repo, 2, END - 75 * DAY, "plover-3", **MAINTAINER)
    said(repo, 2, END - 20 * DAY, "builder[bot]")
    said(repo, 3, END - 65 * DAY, "plover-3", review, **MAINTAINER)
    said(repo, 3, END - 10 * DAY, "heron-12")
    said(repo, 3, END - 5 * DAY, "heron-12")
    said(repo, 3, END, "plover-3", **MAINTAINER)
    turned(repo, 5, END - 15 * DAY, "ready_for_review")
    repo.items[0]["labels"] = [{"name": "bug"}]
    return repo


# By hand: number, who, days, after what.
MEADOW = [
    (1, "maintainer", 90, "opened"),
    (2, "author", 75, "comment"),
    (4, "author", 60, "draft"),
    (8, "maintainer", 30, "opened"),
    (5, "maintainer", 15, "ready_for_review"),
    (3, "maintainer", 10, "comment"),
]


def rows(result):
    return [(i["number"], i["waits_for"], i["days"], i["after"])
            for i in result.json["items"]]


class Waiting(Case):
    def waiting(self, hub, *args, code=0, **more):
        result = self.command("waiting", hub, NAME, "--format", "json",
                              *AS_OF, *args, token="t", **more)
        self.assertEqual(result.code, code, result)
        return result


class TestList(Waiting):
    def test_one_of_each(self):
        result = self.waiting(self.hub(meadow()))
        found = result.json
        self.assertEqual(rows(result), MEADOW)
        self.assertEqual(found["counts"],
                         {"maintainer": 4, "author": 2, "not_read": 0})
        self.assertEqual(found["excluded"], {"bots": 1, "unreadable": 0})
        self.assertEqual((found["complete"], found["reason"]), (True, None))
        third = found["items"][-1]
        self.assertEqual(
            (third["kind"], third["since"], third["last_at"],
             third["last_by"], third["author"], third["link"]),
            ("pull_request", iso(END - 10 * DAY), iso(END - 5 * DAY),
             "heron-12", "heron-12",
             "https://github.com/sample/meadow/pull/3"))

    def test_a_maintainer_of_the_configuration(self):
        """Whatever the forge says of an account."""
        repo = meadow()
        for words in repo.comments + repo.reviews:
            words.pop("author_association", None)
        hub = self.hub(repo)
        self.assertEqual(rows(self.waiting(hub))[1],
                         (2, "maintainer", 80, "opened"))
        path = self.box.write("c", "[maintainers]\n\tlogin = Plover-3\n")
        self.assertEqual(rows(self.waiting(hub, "--config", path)), MEADOW)

    def test_what_is_asked_for(self):
        hub = self.hub(meadow())
        for args, numbers in {
                ("--for", "maintainer"): [1, 8, 5, 3],
                ("--for", "author"): [2, 4],
                ("--over", "30d"): [1, 2, 4],
                ("--over", "719h"): [1, 2, 4, 8],
                ("--label", "Bug"): [1],
                ("--author", "builder*", "--bots", "include"): [6],
                ("--bots", "include"): [1, 2, 4, 6, 8, 5, 3],
                ("--limit", "2"): [1, 2],
                ("--limit", "0"): [],
                ("--base", "main"): [4, 5, 3],
        }.items():
            found = self.waiting(hub, *args)
            self.assertEqual([i["number"] for i in found.json["items"]],
                             numbers, args)
        limited = self.waiting(hub, "--limit", "2").json
        self.assertEqual(limited["items_total"], 6)
        self.assertEqual(limited["counts"]["maintainer"], 4)

    def test_at_another_time(self):
        """What was open then, and by what had been said."""
        hub = self.hub(meadow())
        self.waiting(hub)
        result = self.waiting(hub, "--as-of", iso(END - 68 * DAY))
        self.assertEqual(rows(result), [
            (1, "maintainer", 22, "opened"), (2, "author", 7, "comment"),
            (3, "maintainer", 2, "opened")])
        result = self.waiting(hub, "--as-of", iso(END - 120 * DAY))
        self.assertEqual(rows(result), [(7, "maintainer", 80, "opened")])

    def test_nothing_is_open(self):
        repo = Repository("sample", "meadow")
        hub = self.hub(repo)
        self.assertEqual(rows(self.waiting(hub)), [])
        text = self.command("waiting", hub, NAME, *AS_OF).out.decode()
        self.assertIn("0 wait for a maintainer, 0 for the author", text)

    def test_people_read_it(self):
        hub = self.hub(meadow())
        self.waiting(hub)
        for columns in ("80", "200"):
            text = self.command("waiting", hub, NAME, *AS_OF,
                                env={"COLUMNS": columns}).out.decode()
            lines = text.splitlines()
            self.assertIn("4 wait for a maintainer, 2 for the author",
                          lines[0])
            self.assertLessEqual(max(map(len, lines)), int(columns))
            self.assertRegex(text, r"PR #3 +maintainer +10 +2026-02-19")
            self.assertEqual("last word" in text, columns == "200")
            self.assertIn("1 is left out: made by bots", text)
        text = self.command("waiting", hub, NAME, *AS_OF, "-f",
                            "markdown").out.decode()
        self.assertIn("### For the author\n\n- [ ] [#2](<https://github.com/"
                      "sample/meadow/issues/2>) `Item 2` by `heron-12`: "
                      "75 days, since 2025-12-16\n", text)
        table = list(csv.DictReader(io.StringIO(self.command(
            "waiting", hub, NAME, *AS_OF, "-f", "csv").out.decode())))
        self.assertEqual([(int(r["number"]), r["waits_for"], int(r["days"]),
                           r["after"]) for r in table], MEADOW)

    def test_usage(self):
        hub = self.hub(meadow())
        for args, word in ((["--for", "me"], "maintainer"),
                           (["--over", "soon"], "--over"),
                           (["--window", "30d"], "--window")):
            result = self.command("waiting", hub, NAME, *args)
            self.assertEqual(result.code, 2, result)
            self.assertIn(word, result.err)
        self.assertEqual(asked(hub), [])


class TestCost(Waiting):
    def test_what_has_changed_alone_is_read_again(self):
        repo = meadow()
        hub = self.hub(repo)
        self.waiting(hub)
        # Issues without a comment, and what nobody has touched, have none.
        self.assertEqual(sorted(asked(hub, "timeline")), [
            "/repos/sample/meadow/issues/%d/timeline?per_page=100" % n
            for n in (2, 3, 5)])
        hub.forget()
        first = self.waiting(hub)
        self.assertEqual(asked(hub, "timeline"), [])
        self.assertEqual(set(hub.statuses()), {304})
        said(repo, 1, END - DAY, "plover-3", **MAINTAINER)
        repo.items.sort(key=lambda r: r["updated_at"])
        hub.forget()
        result = self.waiting(hub)
        self.assertEqual(len(asked(hub, "timeline")), 1)
        self.assertEqual(sorted(rows(result)),
                         sorted(rows(first)[1:] +
                                [(1, "author", 1, "comment")]))

    def test_a_list_of_comments_that_was_read_before_tells(self):
        repo = meadow()
        hub = self.hub(repo)
        full = self.good(hub, NAME, *AS_OF, "--profile", "full", token="t")
        self.assertTrue(full.json["coverage"]["complete"], full)
        said(repo, 1, END - DAY, "plover-3", **MAINTAINER)
        hub.forget()
        result = self.waiting(hub)
        self.assertEqual(len(asked(hub, "/issues/1/timeline")), 0)
        self.assertIn((1, "author", 1, "comment"), rows(result))
        # And the other way round: what was read here is not asked for twice.
        hub.forget()
        self.good(hub, NAME, *AS_OF, "--profile", "full", token="t")
        self.assertEqual(asked(hub, "timeline"), [])

    def test_a_report_is_the_same_before_and_after(self):
        hub = self.hub(meadow())
        args = [NAME, *AS_OF, "--profile", "full"]
        alone = self.good(hub, *args, db="alone.db")
        self.waiting(hub)
        self.assertEqual(self.good(hub, *args).json["metrics"],
                         alone.json["metrics"])

    def test_it_is_told_before(self):
        hub = self.hub(meadow())
        result = self.command("waiting", hub, NAME, *AS_OF, "--dry-run",
                              "--format", "json", token="t")
        told = {r["endpoint"]: r["requests"] for r in result.json["rows"]}
        hub.forget()
        self.waiting(hub)
        self.assertEqual(told["/issues/N/timeline"], 3)
        self.assertEqual(told["total"], len(asked(hub)))


class TestUnread(Waiting):
    def check_unread(self, result, numbers):
        found = result.json
        unread = [i for i in found["items"] if i["waits_for"] is None]
        self.assertEqual([i["number"] for i in unread], numbers)
        self.assertEqual(found["counts"]["not_read"], len(numbers))
        self.assertFalse(found["complete"])
        for item in unread:
            self.assertIn("not read", item["reason"])
            self.assertIsNone(item["days"])

    def test_a_report_alone_tells_little(self):
        """Neither comments nor reviews: who has to move is not known, but of
        what nobody has written on or touched."""
        hub = self.hub(meadow())
        self.good(hub, NAME, *AS_OF)
        result = self.waiting(None, "--offline")
        self.check_unread(result, [2, 3, 5])
        self.assertEqual([r for r in rows(result) if r[1]],
                         [MEADOW[0], MEADOW[2], MEADOW[3]])
        only = self.waiting(None, "--offline", "--for", "author").json
        self.assertEqual([i["number"] for i in only["items"]], [4])
        self.assertEqual(only["counts"],
                         {"maintainer": 0, "author": 1, "not_read": 3})
        text = self.command("waiting", None, NAME, *AS_OF,
                            "--offline").out.decode()
        self.assertIn("3 are not read, and who has to move is not known",
                      " ".join(text.split()))

    def test_some_cannot_be_read(self):
        hub = self.hub(meadow(), faults=[
            Fault("issues/2/timeline", 403, nth=None),
            Fault("issues/3/timeline", 403, nth=None)])
        self.check_unread(self.waiting(hub), [2, 3])
        hub.faults.clear()
        self.assertEqual(rows(self.waiting(hub)), MEADOW)

    def test_a_budget_ends_it(self):
        hub = self.hub(meadow())
        result = self.waiting(hub, "--budget", "5", code=4)
        self.assertFalse(result.json["complete"])
        self.assertGreater(result.json["counts"]["not_read"], 0)
        result = self.waiting(hub)
        self.assertEqual(rows(result), MEADOW)

    def test_not_all_that_is_open_is_known(self):
        """A walk that broke before it had met all of them."""
        repo = meadow()
        hub = self.hub(repo, max_page=2)
        result = self.waiting(hub, "--budget", "3", code=4)
        self.assertIn("not collected", result.json["reason"])
        self.assertFalse(result.json["complete"])
        self.assertEqual(rows(self.waiting(hub)), MEADOW)

    def test_the_list_is_refused(self):
        """It would have the pull requests, too: none open is not known."""
        hub = self.hub(meadow(), faults=[
            Fault("/issues[?]", 410, nth=None)])
        for args in ((), ("--offline",)):
            found = self.waiting(hub, *args).json
            self.assertEqual((found["complete"], found["reason"]),
                             (False, "issues disabled"))
            self.assertEqual(found["items"], [])
        life = self.good(hub, NAME, *AS_OF, "--profile",
                         "full").json["lifecycle"]
        self.assertIsNone(life["class"])
        self.assertEqual(life["remarks"]["unanswered"]["reason"],
                         "issues disabled")
        hub.faults.clear()
        self.assertEqual(rows(self.waiting(hub)), MEADOW)

    def test_one_kind_is_switched_off(self):
        """What was open of it before is open to nobody."""
        for kind, said_of, left in (
                ("has_issues", "issues disabled", (4, 5, 3)),
                ("has_pull_requests", "pull requests disabled", (1, 2, 8))):
            repo = meadow()
            hub = self.hub(repo)
            self.waiting(hub, db=kind)
            repo.refuses_list = False
            repo.meta[kind] = False
            found = self.waiting(hub, db=kind)
            self.assertEqual(found.json["reason"], said_of)
            self.assertEqual(rows(found), [r for r in MEADOW if r[0] in left])

    def test_an_unknown_repository(self):
        hub = self.hub(meadow())
        result = self.command("waiting", hub, "sample/none", token="t")
        self.check_failure(result, 4, "sample/none")
        result = self.command("waiting", None, NAME, "--offline")
        self.assertEqual(result.code, 3, result)
        self.assertIn(NAME, result.err)


# --- by chance, against another calculation ---

PEOPLE = {"heron-12": "NONE", "teal-5": "CONTRIBUTOR", "plover-3": "MEMBER",
          "owl-8": "COLLABORATOR", "builder[bot]": "NONE"}


def by_chance(seed):
    rng = random.Random(seed)
    repo = Repository("sample", "meadow", created="2020-01-01T00:00:00Z")
    for number in range(1, 41):
        made = END - rng.randrange(1, 300 * DAY)
        login = rng.choice(list(PEOPLE))
        row = (pull(number, made, draft=rng.random() < .3, login=login)
               if rng.random() < .5 else issue(number, made, login=login))
        row["author_association"] = PEOPLE[login]
        if rng.random() < .2:
            row["closed_at"] = iso(made + rng.randrange(400 * DAY))
            row["state"] = "closed"
        repo.items.append(row)
        row["updated_at"] = row["closed_at"] or row["created_at"]
        for _ in range(rng.choice((0, 0, 1, 2, 5))):
            who = rng.choice(list(PEOPLE))
            kind = (review if "pull_request" in row and rng.random() < .5
                    else comment)
            said(repo, number, made + rng.randrange(300 * DAY), who, kind,
                 author_association=PEOPLE[who])
        if "pull_request" in row and rng.random() < .5:
            draft = row["draft"]
            times = sorted(made + rng.randrange(1, 300 * DAY)
                           for _ in range(rng.choice((1, 2, 3))))
            for when in reversed(times):
                turned(repo, number, when, "convert_to_draft" if draft
                       else "ready_for_review")
                draft = not draft
    return repo


def expected(repo, end):
    """By the definition, from the records alone: by going backwards from the
    end, where the program goes forwards."""
    out = {}
    for row in repo.items:
        login = row["user"]["login"]
        if row["created_at"] >= iso(end) or login == "builder[bot]" or (
                row["closed_at"] and row["closed_at"] < iso(end)):
            continue
        url = "/issues/%d" % row["number"]
        words = [(c["created_at"], 1, c["id"], c["user"]["login"])
                 for c in repo.comments if c["issue_url"].endswith(url)]
        words += [(r["submitted_at"], 2, r["id"], r["user"]["login"])
                  for r in repo.reviews if r["number"] == row["number"]]
        events = sorted((e["created_at"], e["id"], e["event"])
                        for e in repo.events
                        if e["issue"]["number"] == row["number"])
        past = [e for e in events if e[0] < iso(end)]
        if past:
            draft = past[-1][2] == "convert_to_draft"
        elif events:
            draft = events[0][2] == "ready_for_review"
        else:
            draft = row.get("draft", False)
        made = [e[0] for e in past if e[2] == "convert_to_draft"]
        if draft:
            out[row["number"]] = ("author", (made or [row["created_at"]])[-1],
                                  "draft")
            continue
        ready = [e[0] for e in past if e[2] == "ready_for_review"]
        start = (ready or [row["created_at"]])[-1]
        words = sorted(w for w in words if w[3] != "builder[bot]" and
                       w[0] < iso(end) and w[0] > start)
        moves = [(w[0], "author" if w[3] != login and PEOPLE[w[3]] in
                  ("MEMBER", "COLLABORATOR") else "maintainer",
                  "comment" if w[1] == 1 else "review") for w in words]
        moves.insert(0, (start, "maintainer",
                         "ready_for_review" if ready else "opened"))
        turn = moves.pop()
        while moves and moves[-1][1] == turn[1]:
            turn = moves.pop()
        out[row["number"]] = (turn[1], turn[0], turn[2])
    return out


class TestByChance(Waiting):
    def found(self, hub, *args, **more):
        result = self.waiting(hub, *args, **more)
        self.assertTrue(result.json["complete"], result)
        return {i["number"]: (i["waits_for"], i["since"], i["after"])
                for i in result.json["items"]}

    def test_as_another_calculation_has_it(self):
        for seed in range(4):
            repo = by_chance(seed)
            hub = self.hub(repo)
            db = "store-%d.db" % seed
            if seed % 2:  # the lists that another question has read
                self.good(hub, NAME, *AS_OF, "--profile", "full", "--history",
                          "events", "--window", "90d", db=db, token="t")
            # The future, too: what was said later does not exist yet.
            for end in (END + 200 * DAY, END, END - 90 * DAY):
                self.assertEqual(
                    self.found(hub, "--as-of", iso(end), db=db),
                    expected(repo, end), "seed %d, %s" % (seed, iso(end)))
        self.assertGreater(len(expected(by_chance(0), END)), 20)
        self.assertEqual(seconds(iso(END)), END)


if __name__ == "__main__":
    unittest.main()
