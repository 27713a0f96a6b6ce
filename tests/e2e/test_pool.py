#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Three repositories as one, against what Python makes of the records of all
three: every metric that there is, over a year of windows, with both ways to
tell the past. They share commits and people, one of them is young and older in
git, and one has tags alone."""
import collections
import math
import os
import random
import statistics
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import (Repository, comment, event, issue,  # noqa: E402
                         pull, release, review)
from harness import Case, History, at, git, make_clone  # noqa: E402

HOUR = 3600
DAY = 24 * HOUR
WEEK = 7 * DAY
END = at("2026-03-01")
WINDOWS = 13
ROBOT = "renovate[bot]"
STATES = ["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED"]
PEOPLE = ["heron-12", "plover-3", "wren-7", "finch-9"]
MAILMAP = "Ann <ann@example.org> <ann.old@example.org>\n"


# -- the records --------------------------------------------------------------

class Item:
    """What happened to it: when it was opened, and closed and reopened in
    turns; of a pull request, when it was ready and merged."""

    def __init__(self, row, kind, turns, ready, merged):
        self.row, self.kind, self.turns = row, kind, turns
        self.number, self.created = row["number"], turns[0]
        self.author = row["user"]["login"]
        self.ready, self.merged = ready, merged
        self.comments, self.reviews = [], []  # (when, who)
        self.says = []  # of each review

    @property
    def answers(self):
        return self.comments + self.reviews

    def stretches(self, events):
        """Open from, closed at, closed until; None: to this day."""
        turns = self.turns
        if not events:
            return [(turns[0], turns[-1] if len(turns) % 2 == 0 else None,
                     None)]
        turns = turns + [None, None]
        return [tuple(turns[i:i + 3]) for i in range(0, len(turns) - 2, 2)]

class Member:
    def __init__(self, name, rid, created):
        self.created = created
        self.repo = Repository("sample", name, rid=rid,
                               created=created)
        self.items, self.commits, self.tags = [], [], []
        self.mailmap = {}

    def add_item(self, rng, number):
        kind = rng.choice(["issue", "pull"])
        login = rng.choice(PEOPLE + [ROBOT])
        turns = [rng.randrange(self.created + HOUR, END - HOUR)]
        for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
            turns.append(turns[-1] + rng.randrange(HOUR, 40 * DAY))
        turns = [t for t in turns if t < END]
        closed = turns[-1] if len(turns) % 2 == 0 else None
        merged = ready = None
        if kind == "issue":
            reason = rng.choice(["completed", "not_planned", "duplicate"])
            row = issue(number, turns[0], closed, END - HOUR, login,
                        reason if closed else None)
        else:
            merged = closed if closed and rng.random() < 0.7 else None
            begun = rng.random()
            ready = turns[0]
            if begun < 0.2:
                ready = rng.randrange(turns[0], closed or END)
            elif begun < 0.3 and not closed:
                ready = None
            row = pull(number, turns[0], merged, closed, ready is None,
                       login=login, updated=END - HOUR)
        self.items.append(Item(row, kind, turns, ready, merged))
        self.repo.items.append(row)

    def add_answers(self, rng, item):
        for _ in range(rng.choice([0, 0, 1, 2])):
            when = rng.randrange(item.created, END)
            who = rng.choice(PEOPLE + [ROBOT])
            number = 100 + len(self.repo.comments) + len(self.repo.reviews)
            if item.kind == "pull" and rng.random() < 0.5:
                item.says.append(STATES[number % len(STATES)])
                self.repo.reviews.append(review(number, item.row, when, who,
                                                item.says[-1]))
                item.reviews.append((when, who))
            else:
                self.repo.comments.append(comment(number, item.row, when, who))
                item.comments.append((when, who))
                item.row["comments"] += 1

    def tell_events(self):
        told = []
        for item in self.items:
            told += [(t, ("closed", "reopened")[i % 2], item)
                     for i, t in enumerate(item.turns[1:])]
            if item.merged:
                told.append((item.merged, "merged", item))
            if item.ready and item.ready != item.created:
                told.append((item.ready, "ready_for_review", item))
        told.sort(key=lambda one: (one[0], one[2].number, one[1] == "closed"))
        self.repo.events = [event(n + 1, kind, item.row, when)
                            for n, (when, kind, item) in enumerate(told)]


Commit = collections.namedtuple("Commit", "sha at author docs")


def read_commits(box, clone, mailmap):
    """As git has them; who is who by the map, and what is documentation by the
    names that this test gives its files."""
    found = []
    text = git(box, "log", "--no-merges", "--name-only",
               "--format=:%H %ct %aE %an", "main", cwd=clone)
    for block in text.split(":")[1:]:
        head, *files = [line for line in block.split("\n") if line]
        sha, when, email, name = head.split(" ", 3)
        found.append(Commit(sha, int(when),
                            ROBOT if name == ROBOT
                            else mailmap.get(email, email),
                            any(f.startswith("docs/") for f in files)))
    return found


def write_history(rng, history, marks, since, count, mapped):
    """Marks: the last commit that is there already."""
    who = [("Ann", "ann@example.org"), ("Bea", "bea@example.org"),
           ("Cy", "cy@example.org"), ("Dee", "dee@example.org"),
           (ROBOT, "bot@example.org")]
    if mapped:
        who.append(("Ann", "ann.old@example.org"))
    times = sorted(rng.randrange(since, END - HOUR) for _ in range(count))
    for n, when in enumerate(times):
        name, email = rng.choice(who)
        path = rng.choice(["docs/a.md", "src/a.c", "src/b.c"])
        marks = history.commit(when, {path: "%d %d" % (n, rng.random() * 1e9)},
                               [marks] if marks else [], name, email)
    return marks


# -- what they come to --------------------------------------------------------

def quantile(values, p):
    values = sorted(values)
    place = p * (len(values) - 1)
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def survival(cohort):
    """The Kaplan-Meier median of (length, whether it has ended)."""
    alive, at_risk = 1.0, len(cohort)
    for length in sorted({c[0] for c in cohort}):
        ended = sum(c == (length, True) for c in cohort)
        if ended:
            alive *= 1 - ended / at_risk
            if alive <= 0.5 + 1e-12:
                return length
        at_risk -= sum(c[0] == length for c in cohort)
    return None


class Reference:
    """The metrics over one window of the records of those that were there."""

    def __init__(self, members, start, end, events):
        self.start, self.end, self.events = start, end, events
        self.members = members
        self.all = [i for m in members for i in m.items if i.created < end]
        commits = {}
        for member in members:
            for one in member.commits:
                was = commits.setdefault(one.sha, one)
                commits[one.sha] = was._replace(docs=was.docs or one.docs)
        self.commits = [c for c in commits.values() if c.at < end]
        self.people = [c for c in self.commits if c.author != ROBOT]

    def within(self, when):
        return when is not None and self.start <= when < self.end

    def items(self, kind, bots=False):
        return [i for i in self.all if i.kind == kind and
                (i.author == ROBOT) == bots]

    def stretches(self, kind, bots=False):
        return [(i, s) for i in self.items(kind, bots)
                for s in i.stretches(self.events) if s[0] < self.end]

    def is_open(self, item):
        return any(s[0] < self.end and (s[1] is None or s[1] >= self.end)
                   for s in item.stretches(self.events))

    def closed(self, kind, bots=False):
        """Closed in the window, and so at its end."""
        return [(i, s) for i, s in self.stretches(kind, bots)
                if self.within(s[1]) and (s[2] is None or s[2] >= self.end)]

    def opened(self, kind, bots=False):
        return [i for i in self.items(kind, bots) if self.within(i.created)]

    def answered(self, item):
        begun = item.ready if item.kind == "pull" else item.created
        if begun is None:
            return None
        times = [t for t, who in item.answers
                 if t >= begun and who not in (item.author, ROBOT)]
        return min(times, default=None)

    def newcomers(self, items):
        """Those that are their authors' first ones in their repository."""
        first = {}
        for member in self.members:
            for item in sorted(member.items,
                               key=lambda i: (i.created, i.number)):
                first.setdefault((member.repo.name, item.author), item)
        return [i for i in items if any(i is one for one in first.values())]

    def before_end(self, when):
        return when is not None and when < self.end

    # Each returns (value, n).

    @staticmethod
    def median(values):
        return (statistics.median(values) if values else None, len(values))

    @staticmethod
    def share(flags):
        flags = list(flags)
        return (100 * sum(flags) / len(flags) if flags else None, len(flags))

    def weekly(self, count):
        return (count / ((self.end - self.start) / WEEK), count)

    def pr_merge_cycle(self):
        return self.median([(i.merged - i.created) / HOUR
                            for i in self.items("pull")
                            if self.within(i.merged)])

    def pr_ready_to_merge(self):
        return self.median([(i.merged - i.ready) / HOUR
                            for i in self.items("pull")
                            if self.within(i.merged) and
                            self.before_end(i.ready)])

    def pr_first_response(self):
        return self.median([
            (self.answered(i) - i.ready) / HOUR for i in self.opened("pull")
            if self.before_end(i.ready) and
            self.before_end(self.answered(i))])

    def issue_first_response(self):
        return self.median([
            (self.answered(i) - i.created) / HOUR
            for i in self.opened("issue")
            if self.before_end(self.answered(i))])

    def answered_within(self, kind):
        """Those that were answered, and those whose time is up."""
        flags = []
        for item in self.opened(kind):
            begun = item.ready if kind == "pull" else item.created
            if not self.before_end(begun):
                continue
            answer = self.answered(item)
            if self.before_end(answer):
                flags.append(answer - begun <= 2 * DAY)
            elif begun + 2 * DAY <= self.end:
                flags.append(False)
        return self.share(flags)

    def pr_answered_within(self):
        return self.answered_within("pull")

    def issue_answered_within(self):
        return self.answered_within("issue")

    def unanswered(self, items):
        return self.share(self.is_open(i) and
                          not self.before_end(self.answered(i)) for i in items)

    def pr_unanswered(self):
        return self.unanswered(
            [i for i in self.opened("pull") if self.before_end(i.ready)])

    def issue_unanswered(self):
        return self.unanswered(self.opened("issue"))

    def pr_acceptance(self):
        return self.share(self.before_end(i.merged)
                          for i, _ in self.closed("pull"))

    def pr_closure_ratio(self):
        closed, opened = len(self.closed("pull")), len(self.opened("pull"))
        return (closed / opened if opened else None, opened)

    def backlog(self, kind):
        count = sum(map(self.is_open, self.items(kind)))
        return (count, count)

    def pr_backlog(self):
        return self.backlog("pull")

    def issue_backlog(self):
        return self.backlog("issue")

    def age(self, kind):
        return self.median([(self.end - i.created) / DAY
                            for i in self.items(kind) if self.is_open(i)])

    def pr_open_age(self):
        return self.age("pull")

    def issue_open_age(self):
        return self.age("issue")

    def issue_close_rate(self):
        closed = len(self.closed("issue"))
        left = sum(map(self.is_open, self.opened("issue")))
        return self.share([True] * closed + [False] * left)

    def issue_cohort_close_rate(self):
        return self.share(not self.is_open(i) for i in self.opened("issue"))

    def issue_time_to_close(self):
        return self.median([(s[1] - i.created) / HOUR
                            for i, s in self.closed("issue")])

    def issue_not_planned(self):
        return self.share(
            s[2] is None and i.row["state_reason"] in ("not_planned",
                                                       "duplicate")
            for i, s in self.stretches("issue") if self.within(s[1]))

    def issue_reopened(self):
        if not self.events:
            return (None, 0)
        turns = [n % 2 for i in self.items("issue")
                 for n, when in enumerate(i.turns[1:]) if self.within(when)]
        closed = turns.count(0)
        return (turns.count(1) / closed if closed else None, closed)

    def issue_resolution_ratio(self):
        return self.share(not self.is_open(i) for i in self.items("issue"))

    def published(self):
        """Of each member: its releases or, if it had none yet, its tags."""
        for member in self.members:
            times = [at(r["published_at"][:10], r["published_at"][11:19])
                     for r in member.repo.releases]
            times = [t for t in times if t < self.end]
            yield times or [t for t in member.tags if t < self.end]

    def days_since_release(self):
        times = [t for times in self.published() for t in times]
        return ((self.end - max(times)) / DAY if times else None, None)

    def release_frequency(self):
        count = sum(t >= self.end - 90 * DAY for times in self.published()
                    for t in times)
        return (count, count)

    def commit_frequency(self):
        return self.weekly(sum(self.within(c.at) for c in self.people))

    def doc_update_frequency(self):
        return self.weekly(sum(self.within(c.at) and c.docs
                               for c in self.people))

    def doc_share(self):
        return self.share(c.docs for c in self.people if self.within(c.at))

    def last(self, commits):
        return max((c.at for c in commits), default=None)

    def days_since_commit(self):
        last = self.last(self.people)
        return ((self.end - last) / DAY if last else None, None)

    def doc_quiet_weeks(self):
        last = self.last(c for c in self.people if c.docs)
        if last is None:
            last = min((c.at for c in self.commits), default=None)
        return ((self.end - last) // WEEK if last else None, None)

    def doc_lag(self):
        last = self.last(c for c in self.people if c.docs) or 0
        count = sum(c.at > last and not c.docs for c in self.people)
        return (count, count)

    def active_contributors(self):
        count = len({c.author for c in self.people if self.within(c.at)})
        return (count, count)

    def new_contributors(self):
        first = {}
        for one in self.people:
            first[one.author] = min(one.at, first.get(one.author, one.at))
        count = sum(map(self.within, first.values()))
        return (count, count)

    def contributor_absence_factor(self):
        made = collections.Counter(c.author for c in self.people
                                   if c.at >= self.end - 365 * DAY)
        total, need, least = sum(made.values()), 0, 0
        for count in sorted(made.values(), reverse=True):
            if 2 * need < total:
                need, least = need + count, least + 1
        return (least if made else None, len(made))

    # Newcomers.

    def newcomer_pr_first_response(self):
        return self.median([
            (self.answered(i) - i.ready) / HOUR
            for i in self.newcomers(self.opened("pull"))
            if self.before_end(i.ready) and
            self.before_end(self.answered(i))])

    def newcomer_issue_first_response(self):
        return self.median([
            (self.answered(i) - i.created) / HOUR
            for i in self.newcomers(self.opened("issue"))
            if self.before_end(self.answered(i))])

    def newcomer_pr_acceptance(self):
        closed = self.closed("pull")
        return self.share(self.before_end(i.merged) for i, _ in closed
                          if self.newcomers([i]))

    def contributions(self):
        """When each person did something, who is an account or an address."""
        times = collections.defaultdict(list)
        for item in self.all:
            times[item.author].append(item.created)
            for when, who in item.reviews:
                times[who].append(when)
        for commit in self.people:
            times[commit.author].append(commit.at)
        times.pop(ROBOT, None)
        return {who: sorted(t for t in told if t < self.end)
                for who, told in times.items()}

    def conversion(self):
        flags = []
        for times in self.contributions().values():
            if times and self.within(times[0] + 90 * DAY):
                later = [t for t in times if t // DAY > times[0] // DAY]
                flags.append(bool(later) and later[0] - times[0] <= 90 * DAY)
        return self.share(flags)

    # Organizations: all that example.org's addresses are.

    def elephant_factor(self):
        made = self.contributor_absence_factor()[1]
        return (1 if made else None, min(made, 1))

    def organization_largest(self):
        made = self.contributor_absence_factor()[1]
        return (100 if made else None, min(made, 1))

    # Reviews.

    def first(self, *states):
        """The wait for the first review that says one of these."""
        waits = []
        for item in self.opened("pull"):
            times = [when for (when, who), says in zip(item.reviews, item.says)
                     if self.before_end(item.ready) and when >= item.ready and
                     when < self.end and who not in (item.author, ROBOT) and
                     says in states]
            if times:
                waits.append((min(times) - item.ready) / HOUR)
        return self.median(waits)

    def pr_first_review(self):
        return self.first(*STATES)

    def pr_time_to_approval(self):
        return self.first("APPROVED")

    def judged(self, item):
        """Who reviewed it by its merge, and what they said."""
        return [(who, says) for (when, who), says in zip(item.reviews,
                                                         item.says)
                if when <= item.merged and who not in (item.author, ROBOT)]

    def pr_review_rounds(self):
        rounds = []
        for item in self.items("pull"):
            if self.within(item.merged):
                verdicts = collections.Counter(
                    who for who, says in self.judged(item)
                    if says != "COMMENTED")
                rounds += [max(verdicts.values())] if verdicts else []
        return self.median(rounds)

    def pr_merged_unreviewed(self):
        return self.share(not self.judged(i) for i in self.items("pull")
                          if self.within(i.merged))

    def load(self):
        """How many reviews each person gave, the most first."""
        return sorted(collections.Counter(
            who for i in self.all
            if i.kind == "pull" and (self.within(i.created) or
                                     self.within(i.merged))
            for when, who in i.reviews
            if self.within(when) and who not in (i.author, ROBOT)
        ).values(), reverse=True)

    def review_half(self):
        load, least = self.load(), 0
        while 2 * sum(load[:least]) < sum(load):
            least += 1
        return (least if load else None, len(load))

    def busiest(self, most):
        load = self.load()
        return (100 * sum(load[:most]) / sum(load) if load else None,
                len(load))

    def review_largest(self):
        return self.busiest(1)

    def review_three(self):
        return self.busiest(3)

    # The profile that counts.

    @staticmethod
    def count(things):
        count = len(list(things))
        return (count, count)

    def pr_opened(self):
        return self.count(self.opened("pull"))

    def pr_merged(self):
        return self.count(i for i in self.items("pull")
                          if self.within(i.merged))

    def pr_closed(self):
        return self.count(self.closed("pull"))

    def issue_opened(self):
        return self.count(self.opened("issue"))

    def issue_closed(self):
        return self.count(self.closed("issue"))

    def comments(self):
        return self.count(who for i in self.all for when, who in i.comments
                          if self.within(when) and who != ROBOT)

    def people_opened(self):
        return self.count({i.author for i in self.opened("pull") +
                           self.opened("issue")})

    def people_reviewed(self):
        """Of what was opened or merged in the window, a bot's too."""
        return self.count({
            who for i in self.all
            if i.kind == "pull" and (self.within(i.created) or
                                     self.within(i.merged))
            for when, who in i.reviews
            if self.within(when) and who not in (i.author, ROBOT)})

    def people_committed(self):
        return self.active_contributors()


# -- the comparison -----------------------------------------------------------

class TestPool(Case):
    def world(self, seed):
        rng = random.Random(seed)
        old = Member("old", 1, END - 350 * DAY)
        fork = Member("fork", 2, END - 200 * DAY)
        young = Member("young", 3, END - 75 * DAY)
        self.members = [fork, young, old]  # as the group names them
        for member, count in ((old, 60), (fork, 50), (young, 40)):
            for number in range(1, count + 1):
                member.add_item(rng, number)
            for item in member.items:
                member.add_answers(rng, item)
            member.tell_events()
        for member in (old, fork):
            member.repo.releases = [
                release(n + 1, "v%d" % n, rng.randrange(member.created, END))
                for n in range(3)]
        self.write_clones(rng, old, fork, young)
        self.box.write("home/config/healthscan/config",
                       '[group "team"]\n' + "".join(
                           "\trepo = sample/%s\n" % m.repo.name
                           for m in self.members))
        self.server = self.hub(*(m.repo for m in self.members))

    def write_clones(self, rng, old, fork, young):
        """The fork begins with half of the old one's commits; the young one's
        history is older than it."""
        root = self.box.path("root")
        os.mkdir(root)
        shared = rng.getrandbits(40)
        for member, since, count, mapped in (
                (old, END - 380 * DAY, 40, True),
                (fork, END - 190 * DAY, 30, True),
                (young, END - 300 * DAY, 30, False)):
            history = History()
            marks = 0
            if mapped:
                marks = history.commit(END - 390 * DAY, {".mailmap": MAILMAP,
                                                         "src/a.c": "0"})
                marks = write_history(random.Random(shared), history, marks,
                                      END - 385 * DAY, 25, True)
                member.mailmap = {"ann.old@example.org": "ann@example.org"}
            write_history(rng, history, marks, since, count, mapped)
            clone = make_clone(self.box, "root/" + member.repo.name, history,
                               origin="https://github.com/" +
                               member.repo.full_name)
            member.commits = read_commits(self.box, clone, member.mailmap)
            if member is young:
                for n in range(2):
                    when = END - (20 + 60 * n) * DAY
                    self.tag(clone, "v%d" % n, when)
                    member.tags.append(when)
        self.assertTrue({c.sha for c in old.commits} &
                        {c.sha for c in fork.commits})

    def tag(self, clone, name, when):
        git(self.box, "fast-import", "--quiet", cwd=clone, stdin=(
            "tag %s\nfrom refs/heads/main^0\ntagger Ann <ann@example.org> "
            "%d +0000\ndata 1\nv\n" % (name, when)).encode())

    def expected(self, window, events):
        end = END - window * 30 * DAY
        there = [m for m in self.members if window == 0 or m.created < end]
        return Reference(there, end - 30 * DAY, end, events)

    def check_metric(self, found, expected, what):
        value, n = expected
        if value is None:
            self.assertIsNone(found["value"], what)
        else:
            self.assertIsNotNone(found["value"], (what, value))
            self.assertAlmostEqual(found["value"], value, 3, what)
        if n is not None:
            self.assertEqual(found["n"], n, what)

    def check(self, seed, events):
        self.world(seed)
        result = self.check_profile("full", 44, events)
        self.check_rest(result, self.expected(0, events))
        self.check_profile("activity", 9, events)

    def check_profile(self, profile, count, events):
        result = self.good(
            self.server, "@team", "--as-of", "2026-03-01",
            "--profile", profile,
            "--organization-map", self.box.write("map", "example.org Example"),
            "--windows", str(WINDOWS - 1), "--git-root", self.box.path("root"),
            "--history", "events" if events else "snapshot")
        report = result.json
        self.assertTrue(report["coverage"]["complete"], report["coverage"])
        self.assertEqual(len(report["metrics"]), count)
        oldest = min(m.created for m in self.members)
        for metric in report["metrics"]:
            for n in range(WINDOWS):
                one = metric["trend"][-1 - n]
                what = "%s, window %d" % (metric["id"], n)
                if n > 0 and END - (n + 1) * 30 * DAY < oldest:
                    self.assertIsNone(one["value"], what)
                    continue
                reference = self.expected(n, events)
                self.check_metric(
                    one, getattr(reference, metric["id"])(), what)
        return result

    def check_rest(self, result, reference):
        """What is said of the reported window alone."""
        merged = [(i.merged - i.created) / HOUR
                  for i in reference.items("pull")
                  if reference.within(i.merged)]
        cohort = []
        for item in reference.opened("pull"):
            ends = [s[1] for s in item.stretches(reference.events)
                    if s[0] < END]
            if item.merged:
                cohort.append(((item.merged - item.created) / HOUR, True))
            elif reference.is_open(item):
                cohort.append(((END - item.created) / HOUR, False))
            else:
                cohort.append(((ends[-1] - item.created) / HOUR, False))
        found = result.metric("pr_merge_cycle")
        for name, value in (("p75", quantile(merged, 0.75)),
                            ("p90", quantile(merged, 0.9)),
                            ("km_median", survival(cohort))):
            self.assertAlmostEqual(found[name], value, 3, name)
        self.assertEqual(found["open"], sum(map(reference.is_open,
                                                reference.opened("pull"))))
        self.assertEqual(found["excluded"]["bots"], sum(
            reference.within(i.merged) for i in reference.items("pull", True)))

    def test_by_events(self):
        self.check(1, True)

    def test_by_rows(self):
        self.check(2, False)

    def test_its_samples_are_those_of_all(self):
        """Each with its repository, as many as the number says."""
        self.world(3)
        args = ["--as-of", "2026-03-01", "--git-root", self.box.path("root")]
        for name in ("pr_backlog", "commit_frequency", "active_contributors",
                     "release_frequency"):
            result = self.command("explain", self.server, name, "@team",
                                  "-f", "json", *args)
            self.assertEqual(result.code, 0, result)
            samples = result.json["samples"]
            self.assertEqual(
                len([s for s in samples if s["role"] == "counted"]),
                result.metric(name)["n"], name)
            of = collections.Counter(s.get("repository") for s in samples)
            if name == "active_contributors":
                self.assertEqual(set(of), {None})
                continue
            self.assertLess(set(of), {"sample/" + m.repo.name
                                      for m in self.members} | {"none"}, name)
            for sample in samples:
                self.assertTrue(sample["link"].startswith(
                    "https://github.com/" + sample["repository"] + "/"), sample)
        # A commit that two have is that of the first that is named.
        result = self.command("explain", self.server, "commit_frequency",
                              "@team", "-f", "json", *args, "--window", "1000d")
        owner = {s["subject"]: s["repository"] for s in result.json["samples"]}
        fork, _, old = self.members
        both = ({c.sha for c in fork.commits} & {c.sha for c in old.commits}) \
            & set(owner)
        self.assertGreater(len(both), 20)
        self.assertEqual({owner[sha] for sha in both}, {"sample/fork"})


if __name__ == "__main__":
    unittest.main()
