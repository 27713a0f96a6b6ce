# SPDX-License-Identifier: MIT
"""Repositories made by chance, with what makes metrics hard to tell: bots, agents,
maintainers, those who come for the first time and deleted accounts; what was
reopened, is a draft, ended in the second it began or lies outside all windows;
reviews that were dismissed, of which nobody tells what they say, or that came
before the pull request was ready. The same seed makes the same.

    repos = [wild(seed, "w%d" % seed, START) for seed in range(1, 6)]
    clone = make_clone(box, "w1", wild_history(1, START))
"""
import random

from fake_github import (Repository, comment, event, iso, issue, pull,
                         release, review, seconds, user)
from harness import History

HOUR, DAY = 3600, 86400
# A deleted account is None in some lists, and "ghost" in others.
PEOPLE = ["ann", "bob", "cat", "dan", "eve", "fay", None, "ghost",
          "renovate[bot]", "tidy[bot]", "Copilot", "devin-ai-integration[bot]"]
MAINTAINERS = {"ann": "OWNER", "bob": "COLLABORATOR", "tidy[bot]": "MEMBER"}
STATES = ["APPROVED", "APPROVED", "CHANGES_REQUESTED", "COMMENTED",
          "DISMISSED"]


def _times(rng, start, days):
    """When it was opened and closed, the latter perhaps never."""
    opened = start + rng.randrange(-90 * DAY, days * DAY)
    wait = rng.choice([0, 1, HOUR, 3 * DAY, 9 * DAY, 40 * DAY])
    closed = opened + wait + rng.randrange(2) * rng.randrange(DAY)
    over = closed >= start + days * DAY or rng.random() < 0.3
    return opened, None if over else closed


def _item(rng, number, start, days):
    opened, closed = _times(rng, start, days)
    login = rng.choice([*PEOPLE, *6 * ["guest-%d" % number]])
    more = {"login": login, "comments": 0,
            "author_association": MAINTAINERS.get(login, "NONE")}
    if login == "Copilot":
        more["user"] = user(login, kind="Bot")
    if rng.random() < 0.4:
        return issue(number, opened, closed=closed, **more)
    merged = closed if closed and rng.random() < 0.6 else None
    return pull(number, opened, merged=merged, closed=closed,
                draft=merged is None and rng.random() < 0.2, **more)


def _is_pull(row):
    return "pull_request" in row


def _history(rng, repo, row, begun, ended):
    """What happened to an item: perhaps it was closed before, or a draft."""
    events = []

    def add(kind, at):
        events.append((at, kind))
    if _is_pull(row) and rng.random() < 0.3:
        ready = begun + rng.randrange(1, 4) * DAY
        if ended is None or ready < ended:
            add("ready_for_review", ready)
    if ended is not None and rng.random() < 0.4 and ended - begun > 2 * DAY:
        if not _is_pull(row) or not row["pull_request"]["merged_at"]:
            add("closed", begun + DAY)
            add("reopened", begun + 2 * DAY)
    if ended is not None:
        add("closed", ended)
        if _is_pull(row) and row["pull_request"]["merged_at"]:
            add("merged", ended)
    for at, kind in sorted(events):
        repo.events.append(event(len(repo.events) + 1, kind, row, at, "ann"))


def _answers(rng, repo, row, begun, ended, until):
    for _ in range(rng.choice([0, 0, 1, 2, 3, 6])):
        at = begun + rng.choice([0, 1, HOUR, DAY, 5 * DAY, 30 * DAY])
        if ended is not None and rng.random() < 0.6:
            at = rng.randrange(begun, ended + 1)
        if at >= until:
            continue
        who = rng.choice(PEOPLE)
        if _is_pull(row) and rng.random() < 0.7:
            repo.reviews.append(review(len(repo.reviews) + 1, row, at, who,
                                       rng.choice(STATES)))
        else:
            repo.comments.append(comment(len(repo.comments) + 1, row, at, who))
            row["comments"] += 1
        row["updated_at"] = max(row["updated_at"], iso(at))


def wild(seed, name, start, days=58, items=30, untold=False):
    """The windows end `days` after `start`. untold: of some reviews nobody knows
    what they say."""
    rng = random.Random(seed)
    rows = [_item(rng, n, start, days) for n in range(1, items + 1)]
    repo = Repository("sample", name, rows, rid=seed)
    repo.comments, repo.reviews, repo.events = [], [], []
    repo.releases = [release(n, "v%d" % n, start + n * 9 * DAY)
                     for n in range(1, rng.randrange(2, 5))]
    for row in rows:
        begun, ended = (None if row[key] is None else seconds(row[key])
                        for key in ("created_at", "closed_at"))
        _history(rng, repo, row, begun, ended)
        _answers(rng, repo, row, begun, ended, start + days * DAY)
    for row in repo.reviews[::3] if untold else ():
        row["state"] = "CHEERED"
    return repo


def wild_history(seed, start, days=58, commits=60):
    """Commits of the same, by some who mapped their address and some bots; a few
    are merges, or touch the documentation."""
    rng = random.Random(seed)
    history = History()
    when = start - 300 * DAY
    step = (days + 300) * DAY // commits
    for n in range(commits):
        who = rng.choice(["Ann", "Ann", "Bob", "Cat", "renovate[bot]",
                          "Guest %d" % n])
        files = {rng.choice(["a.c", "b.c", "docs/a.md", "README.md"]): str(n)}
        if n == 0:
            files[".mailmap"] = "Ann <ann@example.org> <bob@example.org>\n"
        when += rng.choice([0, step, 2 * step])
        if when >= start + (days + 1) * DAY:
            break
        parents = [history.marks, history.marks - 1] if n % 9 == 8 else None
        history.commit(when, files, parents, who.replace(" ", "-"))
    return history
