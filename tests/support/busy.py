# SPDX-License-Identifier: MIT
"""A repository in which everything happens that can be told: closed and
reopened, drafts, merges, comments, reviews, releases. The same for the same
seed."""
import random

from fake_github import (Repository, comment, event, iso, issue, pull,
                         release, review, seconds)

BEGIN, END = "2026-01-01T00:00:00Z", "2026-03-15T00:00:00Z"
PEOPLE = ["heron-12", "plover-3", "wren-7", "dependabot[bot]", None]


class Story:
    """What happens to one item, one thing after another."""

    def __init__(self, chance, opened, is_pull):
        self.chance, self.opened, self.is_pull = chance, opened, is_pull
        self.steps = []
        self.state = "open"
        self.draft = is_pull and chance.random() < 0.4
        now = opened
        for _ in range(chance.randrange(6)):
            now += chance.randrange(60, 3 * 86400)
            if now >= seconds(END) or self.state == "merged":
                break
            self.go_on(now)

    def go_on(self, now):
        chance = self.chance.random()
        if self.state == "closed":
            if chance < 0.6:
                self.steps.append(("reopened", now))
                self.state = "open"
        elif self.is_pull and chance < 0.4:
            self.steps.append(("ready_for_review" if self.draft
                               else "convert_to_draft", now))
            self.draft = not self.draft
        else:
            self.steps.append(("closed", now))
            self.state = "closed"
            if self.is_pull and chance < 0.7:
                self.steps.append(("merged", now))
                self.state = "merged"

    @property
    def closed_at(self):
        if self.state == "open":
            return None
        return max(at for kind, at in self.steps if kind == "closed")

    def row(self, number):
        who = self.chance.choice(PEOPLE[:4])
        if self.is_pull:
            merged = self.closed_at if self.state == "merged" else None
            return pull(number, self.opened, merged=merged, login=who,
                        closed=self.closed_at, draft=self.draft)
        reason = self.chance.choice(["completed", "not_planned"])
        return issue(number, self.opened, closed=self.closed_at, login=who,
                     reason=reason if self.closed_at else None)


def busy(seed, count=60, name=("sample", "meadow")):
    """A repository of so many items, between BEGIN and END."""
    chance = random.Random(seed)
    repo = Repository(*name, rid=4200042, created=BEGIN)
    begin = seconds(BEGIN)
    for number in range(1, count + 1):
        opened = chance.randrange(begin + 3600, seconds(END) - 20 * 86400)
        story = Story(chance, opened, chance.random() < 0.5)
        row = story.row(number)
        row["labels"] = [{"name": name} for name in chance.sample(
            ["bug", "docs", "ui"], chance.randrange(3))]
        repo.items.append(row)
        for kind, at in story.steps:
            made = event(29700000000 + len(repo.events), kind, row, at,
                         login=chance.choice(PEOPLE[:3]))
            if kind == "closed" and not story.is_pull:
                made["state_reason"] = (row["state_reason"] if at ==
                                        story.closed_at else "completed")
            repo.events.append(made)
        last = [opened] + [at for _, at in story.steps]
        last += answer(repo, row, opened, chance)
        row["updated_at"] = iso(max(last) + chance.randrange(1, 5000))
    repo.releases = [release(n, "v%d" % n, begin + n * 9 * 86400 + 5)
                     for n in range(1, 8)]
    return repo


def answer(repo, row, opened, chance):
    """Comments and reviews; when they were made."""
    times = []
    for _ in range(chance.randrange(4)):
        times.append(opened + chance.randrange(1, 6 * 86400))
        made = comment(50000 + len(repo.comments), row, times[-1],
                       login=chance.choice(PEOPLE))
        made["issue_url"] = made["issue_url"].replace("x/y", repo.full_name)
        repo.comments.append(made)
        row["comments"] += 1
    for _ in range(chance.randrange(3) if "pull_request" in row else 0):
        times.append(opened + chance.randrange(1, 6 * 86400))
        repo.reviews.append(review(90000 + len(repo.reviews), row, times[-1],
                                   login=chance.choice(PEOPLE[:3])))
    return times
