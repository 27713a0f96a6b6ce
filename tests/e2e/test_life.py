#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a project is in the middle of: of clones, whose classes and figures are
worked out once more from git's own log; of a forge's records; and what is not
known, with what would tell."""
import datetime
import os
import random
import statistics
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Repository, comment, issue, pull,  # noqa: E402
                         release, review, user)
from harness import Case, History, at, git, make_clone  # noqa: E402

DAY = 86400
YEAR = 365 * DAY
END = at("2026-03-01")
AS_OF = ["--as-of", "2026-03-01"]
BOT = "49699333+dependabot[bot]@users.noreply.github.com"


def day(when):
    return datetime.datetime.fromtimestamp(
        when, datetime.timezone.utc).strftime("%Y-%m-%d")


class LifeCase(Case):
    def lives(self, hub, *args, **more):
        result = self.command("scan", hub, "-f", "json", *AS_OF, *args, **more)
        self.assertEqual(result.code, 0, result)
        return {row["full_name"]: row["lifecycle"]
                for row in result.json["repositories"]}

    def life(self, repo, *args, **more):
        more.setdefault("db", repo.name + ".db")
        return self.lives(self.hub(repo), repo.full_name, *args,
                          **more)[repo.full_name]


# --- clones ---

def told_by_git(box, path):
    """Commits of people, and tags: times before the end, from git alone."""
    log = git(box, "log", "--no-merges", "--format=%ct %ae", "main", cwd=path)
    rows = [line.split(" ", 1) for line in log.splitlines()]
    people = [int(when) for when, who in rows if "[bot]" not in who]
    tags = git(box, "for-each-ref", "--format=%(creatordate:unix)",
               "refs/tags", cwd=path).split()
    return (min(int(when) for when, _ in rows),
            [when for when in people if when < END],
            [int(when) for when in tags if int(when) < END])


def expected_life(first, commits, tags):
    """The rules of healthscan-scan(1), for a clone without a forge."""
    def since(times, span):
        return sum(END - span <= when for when in times)

    stretches = [sum(END - (n + 1) * 90 * DAY <= when < END - n * 90 * DAY
                     for when in commits) for n in range(5)]
    usual = statistics.median(stretches[1:])
    if END - first < 90 * DAY:
        name = "new"
    elif since(commits, YEAR) + since(tags, YEAR) == 0:
        name = "dormant"
    elif stretches[0] >= 13:
        name = "active"
    else:
        name = "maintenance" if since(tags, YEAR) else "quiet"
    known = first <= END - 450 * DAY
    return name, stretches[0], {
        "value": usual >= 13 and stretches[0] < usual / 2 if known else None,
        "commits": stretches[0] if known else None,
        "usual": usual if known else None}


def written(*stretches, bot=()):
    """Commits at those times, and more by a bot."""
    times = sorted([(when, None) for part in stretches for when in part] +
                   [(when, BOT) for when in bot])
    history = History()
    for when, email in times:
        history.commit(when, {"a": str(when)}, email=email)
    return history


def every(step, first, last):
    """From so long before the end until so long before it."""
    return list(range(END - first, END - last + 1, step))


class TestClones(LifeCase):
    """The classes at their edges, and clones of any kind."""

    OLD = [END - 1000 * DAY]
    # name: when people have committed, when a bot has, which commit is tagged
    CLONES = {
        "busy": (every(DAY, 500 * DAY, DAY), [], None),
        "pulse": ([END - 90 * DAY] + [END - DAY - n for n in range(12)] + OLD,
                  [], None),
        "no-pulse": ([END - 90 * DAY - 1] +
                     [END - DAY - n for n in range(12)] + OLD, [], None),
        "bots-pulse": (OLD + [END - 2 * DAY - n for n in range(12)],
                       [END - DAY - n for n in range(30)], None),
        "tagged": (OLD + [END - DAY], [], END - YEAR),
        "tagged-long-ago": (OLD + [END - DAY], [], END - YEAR - 1),
        "tag-alone": (OLD, [], END - 20 * DAY),
        "a-year": ([END - YEAR, END - 1000 * DAY], [], None),
        "dead": ([END - YEAR - 1, END - 1000 * DAY], [], None),
        "dead-but-for-bots": (OLD, [END - DAY - n for n in range(50)], None),
        "young": ([END - 90 * DAY + 1], [], None),
        "no-longer-young": ([END - 90 * DAY], [], None),
        "declining": (every(3 * DAY, 600 * DAY, 91 * DAY), [], None),
        "not-yet-halved": ([END - 450 * DAY] + [
            END - 91 * DAY - n * 90 * DAY - m
            for n in range(4) for m in range(26)] + [
                END - DAY - m for m in range(13)], [], None),
        "too-short-to-decline": ([END - 449 * DAY] + [
            END - 100 * DAY - m for m in range(99)], [], None),
        "after-the-end": (OLD + [END - DAY, END, END + DAY], [], None),
    }

    def setUp(self):
        super().setUp()
        self.root = self.box.path("root")
        os.mkdir(self.root)

    def make(self, name, people, bots=(), tagged=None):
        path = make_clone(self.box, "root/" + name,
                          written(people, bot=bots))
        if tagged is not None:
            head = git(self.box, "rev-parse", "main", cwd=path).strip()
            tag = git(self.box, "mktag", cwd=path, stdin=(
                "object %s\ntype commit\ntag v1\n"
                "tagger A <a@example.org> %d +0000\n\nv1\n" % (
                    head, tagged)).encode())
            git(self.box, "update-ref", "refs/tags/v1", tag.strip(), cwd=path)

    def check(self, name, life):
        first, commits, tags = told_by_git(
            self.box, os.path.join(self.root, name))
        expected, recent, declining = expected_life(first, commits, tags)
        evidence = life["evidence"]
        self.assertEqual(life["class"], expected, (name, evidence))
        self.assertNotIn("reason", life)
        found = life["remarks"]["declining"]
        self.assertEqual({key: found[key] for key in declining}, declining,
                         name)
        self.assertEqual("reason" in found, declining["value"] is None)
        if expected == "new":
            self.assertIn("created " + day(first), evidence)
            return expected
        self.assertIn("last human commit %s" % (
            day(max(commits)) if commits else "never"), evidence)
        self.assertIn("last tag " + day(max(tags)) if tags
                      else "last release never", evidence)
        self.assertIn("of the clone alone", evidence)
        self.assertEqual("%d human commit%s in 90 days" % (
            recent, "" if recent == 1 else "s") in evidence,
            expected != "dormant", (name, evidence))
        return expected

    def test_each_at_its_edge(self):
        for name, (people, bots, tagged) in self.CLONES.items():
            self.make(name, people, bots, tagged)
        lives = self.lives(None, "--git-root", self.root)
        found = {name: self.check(name, lives["root/" + name])
                 for name in self.CLONES}
        self.assertEqual(found, {
            "busy": "active", "pulse": "active", "no-pulse": "quiet",
            "bots-pulse": "quiet", "tagged": "maintenance",
            "tagged-long-ago": "quiet", "tag-alone": "maintenance",
            "a-year": "quiet", "dead": "dormant",
            "dead-but-for-bots": "dormant", "young": "new",
            "no-longer-young": "quiet", "declining": "quiet",
            "not-yet-halved": "active", "too-short-to-decline": "quiet",
            "after-the-end": "quiet"})
        self.assertIs(
            lives["root/declining"]["remarks"]["declining"]["value"], True)

    def test_a_merge_is_a_sign(self):
        """What is merged may be old; the merge is not. git log --merges has
        its time, and whose it is."""
        for name, when, email, expected in (
                ("lately", END - 180 * DAY, None, "maintenance"),
                ("in-the-year", END - YEAR, None, "quiet"),
                ("long-ago", END - YEAR - 1, None, "dormant"),
                ("after-the-end", END, None, "dormant"),
                ("by-a-bot", END - DAY, BOT, "dormant")):
            with self.subTest(name):
                history = History()
                one = history.commit(END - 3 * YEAR, {"a": "1"})
                two = history.commit(END - 2 * YEAR, {"b": "2"}, [one])
                history.commit(when, {}, [one, two], email=email)
                path = make_clone(self.box, "root/" + name, history)
                merges = [int(line.split()[0]) for line in git(
                    self.box, "log", "--merges", "--format=%ct %ae", "main",
                    cwd=path).splitlines() if "[bot]" not in line]
                seen = [made for made in merges if made < END]
                life = self.lives(None, "--git-root", self.root)[
                    "root/" + name]
                self.assertEqual(life["class"], expected, life)
                self.assertIn("last human commit %s, %slast release never" % (
                    day(END - 2 * YEAR),
                    "last merge %s, " % day(max(seen)) if seen else ""),
                    life["evidence"])

    def test_of_any_kind(self):
        """Ten clones whose histories nobody has thought of."""
        dice = random.Random(18)
        names = ["c%d" % n for n in range(10)]
        for name in names:
            age = dice.choice([60, 300, 500, 1500]) * DAY
            size = dice.choice([3, 30, 150])
            quiet = dice.choice([0, 0, 80, 200, 380]) * DAY
            people = [END + 5 * DAY - quiet - dice.randrange(age)
                      for _ in range(size)]
            bots = [END - dice.randrange(age) for _ in range(20)]
            self.make(name, people, bots, dice.choice(
                [None, END - dice.randrange(700) * DAY]))
        lives = self.lives(None, "--git-root", self.root)
        for name in names:
            self.check(name, lives["root/" + name])


# --- a forge ---

OLD = {"created": "2020-01-01T00:00:00Z", "pushed_at": "2020-02-01T00:00:00Z"}
LATELY = {"created": "2020-01-01T00:00:00Z",
          "pushed_at": "2026-02-28T00:00:00Z"}
NEED_GIT = "would need --git"
NEED_FULL = "would need --profile full"


def merges(count, when=END - DAY, login="heron-12"):
    return [pull(n + 1, when - 9 * DAY, merged=when, login=login)
            for n in range(count)]


class TestForge(LifeCase):
    """Classes that a forge's records tell, without a clone."""

    def check(self, repo, expected, words, reason=None, args=()):
        life = self.life(repo, *args)
        self.assertEqual(life["class"], expected, (repo.name, life))
        self.assertIn(words, life["evidence"], repo.name)
        self.assertEqual(life.get("reason"), reason, repo.name)
        self.assertEqual(life["remarks"]["declining"]["reason"], NEED_GIT)
        if "last release never" in life["evidence"]:
            self.fail("nobody has read tags: " + life["evidence"])

    def test_new(self):
        self.check(Repository("s", "new", created="2026-02-01T00:00:00Z"),
                   "new", "created 2026-02-01")

    def test_what_was_not_pushed_is_no_commit(self):
        self.check(Repository("s", "silent", **OLD), "dormant",
                   "last push 2020-02-01, last merge never")
        self.check(Repository("s", "released", releases=[
            release(1, "v1", END - 300 * DAY)], **OLD), "maintenance",
            "last release 2025-05-05")
        # A bot's pull request is no human sign, nor is it silence: what it
        # was merged with was pushed.
        self.check(Repository("s", "bots", items=merges(
            1, login="renovate[bot]"), **LATELY), None, "last merge never",
            "would need --git and --profile full")
        # What comes later is not known yet.
        self.check(Repository("s", "later", items=[
            pull(1, END - 9 * DAY, merged=END)], **OLD), None,
            "last merge never", NEED_FULL)

    def test_what_was_pushed_may_be_commits(self):
        self.check(Repository("s", "pushed", **LATELY), None,
                   "last push 2026-02-28", NEED_GIT)
        self.check(Repository("s", "few", items=merges(12), **LATELY), None,
                   "12 merges in 90 days", NEED_GIT)
        self.check(Repository("s", "many", items=merges(13), **LATELY),
                   "active", "13 merges in 90 days")
        self.check(Repository("s", "old", items=merges(
            13, END - 91 * DAY), created="2020-01-01T00:00:00Z",
            pushed_at="2025-11-30T00:00:00Z"), "maintenance",
            "last push 2025-11-30, last merge 2025-11-30")

    def test_archived(self):
        """From the sync on that saw it."""
        repo = Repository("s", "archived", archived=True, **OLD)
        hub = self.hub(repo)
        result = self.command("scan", hub, repo.full_name, "-f", "json")
        life = result.json["repositories"][0]["lifecycle"]
        self.assertEqual(life["class"], "archived")
        self.assertEqual(self.life(repo)["class"], "dormant")

    def test_a_narrow_question(self):
        """It reads a month of a long list; a year's silence is not told from
        that."""
        def recent(count, last):
            return [issue(n + 1, last - n * DAY, updated=last - n * DAY)
                    for n in range(count)]

        args = ["--windows", "0"]
        self.check(Repository("s", "narrow", items=recent(350, END - DAY),
                              **OLD), None, "no merge since 2026-01-30",
                   "would need older records (--windows)", args)
        self.check(Repository("s", "narrow-merges", items=merges(13),
                              **LATELY), "active", "13 merges", None, args)

    def replied(self, name, login, association):
        """An issue by somebody, answered by `login`, who once opened one."""
        repo = Repository("s", name, items=[
            issue(1, END - 500 * DAY, login=login,
                  author_association=association),
            issue(2, END - 20 * DAY, comments=1, updated=END - 10 * DAY)],
            **OLD)
        repo.comments = [comment(1, repo.items[1], END - 10 * DAY, login)]
        return repo

    def test_replies(self):
        full = ["--profile", "full"]
        repo = self.replied("core", "plover-3", "MEMBER")
        self.check(repo, None, "last push 2020-02-01", NEED_FULL)
        repo.name = "member"
        self.check(repo, "maintenance", "1 maintainer reply in a year",
                   args=full)
        self.check(self.replied("nobody", "plover-3", "NONE"), "dormant",
                   "last maintainer reply never", args=full)
        # Who answers need never have opened anything.
        repo = self.replied("beside", "teal-5", "NONE")
        repo.items[0]["user"] = user("heron-12")
        self.check(repo, "dormant", "last maintainer reply never", args=full)
        repo = self.replied("told", "teal-5", "NONE")
        repo.items[0]["user"] = user("heron-12")
        repo.comments[0]["author_association"] = "COLLABORATOR"
        self.check(repo, "maintenance", "1 maintainer reply in a year",
                   args=full)
        path = self.box.write("named", "[maintainers]\n\tlogin = Plover-3\n")
        self.check(self.replied("named", "plover-3", "NONE"), "maintenance",
                   "1 maintainer reply", args=[*full, "--config", path])

    def test_unanswered(self):
        old = END - 120 * DAY
        repo = Repository("s", "waits", items=[
            issue(1, old, updated=old),
            issue(2, old - DAY, comments=1, updated=old),
            pull(3, old, updated=old + DAY),
            pull(4, old, updated=old + DAY),
            issue(5, END - 90 * DAY, updated=old),
            issue(6, old, updated=old, login="renovate[bot]"),
            issue(7, old, updated=old, author_association="MEMBER",
                  login="gull-7")], **LATELY)
        repo.comments = [comment(1, repo.items[1], old, "plover-3")]
        repo.reviews = [review(1, repo.items[2], old + DAY, "gull-7")]
        waits = self.life(repo)["remarks"]["unanswered"]
        # The others have been touched, by what was not read.
        self.assertEqual(waits, {
            "value": 1, "issues": 1, "pull_requests": 0, "unread": 3,
            "since": day(old) + "T00:00:00Z"})
        life = self.life(repo, "--profile", "full", db="full.db")
        self.assertEqual(life["remarks"]["unanswered"], {
            "value": 2, "issues": 1, "pull_requests": 1, "unread": 0,
            "since": day(old) + "T00:00:00Z"})


class TestBoth(LifeCase):
    """A clone of what a forge tells of, too."""

    def test_tags_stand_for_releases(self):
        repo = Repository("sample", "meadow", **LATELY)
        path = make_clone(self.box, "clone", written([END - DAY]),
                          origin="https://github.com/sample/meadow.git")
        git(self.box, "update-ref", "refs/remotes/origin/main",
            "refs/heads/main", cwd=path)
        hub = self.hub(repo)
        name = "sample/meadow"

        def life(**more):
            result = self.repo(hub, name, "--git", path, *AS_OF, **more)
            self.assertEqual(result.code, 0, result)
            return result.json["lifecycle"]

        self.assertEqual(life()["class"], "quiet")
        self.assertIn("last release never", life()["evidence"])
        git(self.box, "tag", "v1", cwd=path)
        found = life(db="tagged.db")
        self.assertEqual(found["class"], "maintenance")
        self.assertIn("last tag 2026-02-28", found["evidence"])
        self.assertIn("1 tag in a year", found["evidence"])

    def test_another_head(self):
        """What is checked out is no sign of the default branch."""
        repo = Repository("sample", "meadow", default_branch="trunk",
                          **LATELY)
        path = make_clone(self.box, "clone", written(
            every(DAY, 50 * DAY, DAY)),
            origin="https://github.com/sample/meadow.git")
        result = self.repo(self.hub(repo), "sample/meadow", "--git", path,
                           *AS_OF)
        life = result.json["lifecycle"]
        self.assertIsNone(life["class"])
        self.assertEqual(life["reason"],
                         "would need the commits of the default branch")
        self.assertIn("last push 2026-02-28", life["evidence"])
        self.assertNotIn("human commit", life["evidence"])
        self.assertIsNone(life["remarks"]["declining"]["value"])


if __name__ == "__main__":
    unittest.main()
