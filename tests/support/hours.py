# SPDX-License-Identifier: MIT
"""What GH Archive would have kept of a repository: the same objects as in the
deliveries of its webhooks, in an envelope of its own."""
import gzip
import json

from deliveries import deliveries
from fake_github import iso

TYPES = {
    "issues": "IssuesEvent",
    "issue_comment": "IssueCommentEvent",
    "pull_request": "PullRequestEvent",
    "pull_request_review": "PullRequestReviewEvent",
    "release": "ReleaseEvent",
}
# Others are in no hour.
ACTIONS = {
    "IssuesEvent": ("opened", "closed", "reopened"),
    "IssueCommentEvent": ("created",),
    "PullRequestEvent": ("opened", "closed", "reopened"),
    "PullRequestReviewEvent": ("submitted",),
    "ReleaseEvent": ("published",),
}


def full(delivery, number, repo):
    """As it has been since 2015."""
    kind = TYPES.get(delivery.event)
    action = delivery.payload.get("action")
    if action not in ACTIONS.get(kind, ()):
        return None
    payload = {k: v for k, v in delivery.payload.items()
               if k not in ("repository", "sender")}
    sender = delivery.payload["sender"]
    return {
        "id": str(2489000000 + number), "type": kind,
        "actor": {"id": sender["id"], "login": sender["login"],
                  "gravatar_id": ""},
        "repo": {"id": repo.id, "name": "%s/%s" % (repo.owner, repo.name)},
        "payload": payload, "public": True,
        "created_at": iso(delivery.at + 2)}


def first(line):
    """The same in 2015: no association, draft, reason; of a pull request among
    the issues nothing but addresses; what is open has no time of a close."""
    made = json.loads(json.dumps(line))
    for part in ("issue", "pull_request", "comment", "release"):
        row = made["payload"].get(part)
        if not row:
            continue
        for key in ("author_association", "draft", "state_reason", "reactions"):
            if part != "release":
                row.pop(key, None)
        if row.get("state") == "open":
            row["closed_at"] = None
        if part == "pull_request":
            row.pop("labels", None)
        if part == "issue" and "pull_request" in row:
            url = "https://api.github.com/repos/x/y/pulls/%d" % row["number"]
            row["pull_request"] = {key: url for key in (
                "url", "html_url", "diff_url", "patch_url")}
    return made


def lines_of(repo):
    made = []
    for number, delivery in enumerate(deliveries(repo)):
        line = full(delivery, number, repo)
        if line:
            made.append(line)
    return made


def short(line):
    """The same since October 2025."""
    pull = line["payload"]["pull_request"]
    made = json.loads(json.dumps(line))
    made["payload"]["pull_request"] = {
        "id": pull["id"], "number": pull["number"], "url": "u",
        "head": {"ref": "x"}, "base": {"ref": "main"}}
    if line["payload"]["action"] == "closed" and pull["merged_at"]:
        made["payload"]["action"] = "merged"
    return made


def brief(line):
    """The same in 2011, before October: numbers in place of objects, and of a
    pull request its title; nothing says of which issue a comment is."""
    payload = line["payload"]
    item = payload.get("issue") or payload.get("pull_request")
    made = {key: line[key] for key in ("id", "type", "actor", "repo", "public",
                                       "created_at")}
    if line["type"] == "IssuesEvent":
        made["payload"] = {"action": payload["action"], "issue": item["id"],
                           "number": item["number"]}
    elif line["type"] == "PullRequestEvent":
        made["payload"] = {"action": payload["action"],
                           "number": item["number"], "pull_request": {
                               "title": item["title"], "id": item["id"],
                               "number": item["number"], "commits": 1,
                               "issue_id": 5200000000 + item["number"]}}
    elif line["type"] == "IssueCommentEvent":
        made["payload"] = {"comment_id": payload["comment"]["id"],
                           "issue_id": item["id"]}
    else:
        return None
    return made


def old(line):
    """The same to 2014: no number of a repository, nor of an account beside the
    objects; of an issue and of a comment little but numbers."""
    payload, repo = line["payload"], line["repo"]["name"].split("/")
    made = {"type": line["type"], "actor": line["actor"]["login"],
            "actor_attributes": {"login": line["actor"]["login"],
                                 "type": "User"},
            "repository": {"name": repo[1], "owner": repo[0]},
            "created_at": line["created_at"].replace("Z", "-00:00"),
            "url": "https://github.com/" + line["repo"]["name"], "public": True}
    item = payload.get("issue") or payload.get("pull_request")
    if line["type"] == "IssuesEvent":
        made["payload"] = {"action": payload["action"], "issue": item["id"],
                           "number": item["number"]}
    elif line["type"] == "IssueCommentEvent":
        made["payload"] = {"comment_id": payload["comment"]["id"],
                           "issue_id": item["id"]}
        made["url"] += "/issues/%d#issuecomment-%d" % (
            item["number"], payload["comment"]["id"])
    elif line["type"] == "PullRequestEvent":
        pull = {k: v for k, v in item.items()
                if k not in ("draft", "labels", "author_association")}
        made["payload"] = {"action": payload["action"], "pull_request": pull,
                           "number": item["number"]}
    else:
        return None
    return made


def others(count):
    """What everybody else has done meanwhile."""
    for number in range(count):
        yield {"id": str(9000000 + number), "type": "PushEvent",
               "actor": {"id": 3, "login": "eve"},
               "repo": {"id": 77, "name": "other/place"},
               "payload": {"size": 1, "commits": []}, "public": True,
               "created_at": "2026-02-01T00:00:00Z"}


def text_of(lines):
    return b"".join(json.dumps(line, separators=(",", ":")).encode() + b"\n"
                    for line in lines)


def members(lines, count=1):
    """Packed, in so many members."""
    size = max(1, (len(lines) + count - 1) // count)
    return b"".join(gzip.compress(text_of(lines[at:at + size]))
                    for at in range(0, len(lines), size))
