# SPDX-License-Identifier: MIT
"""Many repositories of which an hour tells a little each, as a real one does:
most have one or two items in it, a few have dozens. The same for one seed."""
import random

from fake_github import Repository, comment, event, issue, pull, release, user

PEOPLE = ["heron-12", "plover-3", "dunlin", "knot", "ruff-9", "stint", "smew",
          "helper[bot]", None]


class Maker:
    """One repository, of which things happen from `start` to `end`."""

    def __init__(self, rng, number, start, end):
        self.rng, self.start, self.end = rng, start, end
        self.repo = Repository("owner-%d" % (number % 40), "place-%d" % number,
                               rid=28000000 + number,
                               created="2008-01-01T00:00:00Z")
        self.next_event = 29700000000 + 1000 * number
        self.next_comment = 68000000 + 1000 * number

    def moment(self, after=None):
        return self.rng.randrange(
            self.start + 60 if after is None else after + 1, self.end - 60)

    def someone(self):
        return self.rng.choice(PEOPLE)

    def happened(self, kind, row, when):
        """GitHub's own time of it is that of the row, or a second late."""
        self.next_event += 1
        self.repo.events.append(event(
            self.next_event, kind, row, when + self.rng.choice((0, 0, 0, 1)),
            login=self.someone() or "heron-12"))

    def add_item(self, number):
        rng = self.rng
        old = rng.random() < 0.5
        opened = rng.randrange(self.start - 9000000, self.start - 60) if old \
            else self.moment()
        turns, when = [], max(opened, self.start)
        for _ in range(rng.choice((0, 0, 1, 1, 1, 2, 3))):
            if when + 300 > self.end:
                break
            when = rng.randrange(when + 20, min(when + 900, self.end - 60))
            turns.append(when)
        closed = turns[-1] if len(turns) % 2 else None
        makes = issue if rng.random() < 0.6 else pull
        more = {"login": self.someone() or "heron-12", "closed": closed}
        if makes is pull and closed and rng.random() < 0.7:
            more["merged"] = closed - rng.choice((0, 0, 1))
        row = makes(number, opened, **more)
        if rng.random() < 0.05:
            row["user"] = None
        for nth, turn in enumerate(turns):
            if turn == closed and more.get("merged"):
                self.happened("merged", row, more["merged"])
            self.happened("reopened" if nth % 2 else "closed", row, turn)
        last = turns[-1] if turns else opened
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            last = self.add_comment(row, max(opened, self.start), last)
        row["updated_at"] = max(row["updated_at"], comment(1, row, last)[
            "created_at"])
        self.repo.items.append(row)

    def add_comment(self, row, after, last):
        when = self.rng.randrange(after + 1, self.end)
        self.next_comment += 1
        made = comment(self.next_comment, row, when,
                       login=self.someone() or "knot")
        made["issue_url"] = made["issue_url"].replace(
            "x/y", self.repo.full_name)
        row["comments"] += 1
        self.repo.comments.append(made)
        return max(last, when)

    def make(self):
        rng = self.rng
        many = rng.choice((1, 1, 1, 2, 2, 3, 5, 20))
        for number in sorted(rng.sample(range(1, 3000), many)):
            self.add_item(number)
        if rng.random() < 0.1:
            made = release(800000 + self.repo.id, "v1", self.moment())
            made["author"] = user("plover-3")
            self.repo.releases.append(made)
        return self.repo


def crowd(count, start, end, seed=20150101):
    rng = random.Random(seed)
    return [Maker(rng, number, start, end).make() for number in range(count)]
