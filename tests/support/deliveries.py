# SPDX-License-Identifier: MIT
"""Deliveries of webhooks, made from the records of a fake GitHub's repository:
what its hook would have sent, in the order of time.

    for delivery in deliveries(repository, SECRET):
        post(url, delivery)

A row in a delivery is the item's as it was then. What GitHub tells in no
delivery is left out: that an issue became a discussion.
"""
import base64
import hashlib
import hmac
import json
import os
import urllib.error
import urllib.request

from fake_github import iso, seconds

PULL_IDS = 7000000000  # their own space, beside that of issues


def sign(secret, body):
    """The value of X-Hub-Signature-256."""
    return "sha256=" + hmac.new(secret.encode(), body,
                                hashlib.sha256).hexdigest()


class Delivery:
    """One of them; `at` is when it was sent."""

    def __init__(self, event, at, payload, secret=None, nth=0):
        self.event, self.at, self.payload = event, at, payload
        self.body = json.dumps(payload).encode()
        digest = hashlib.sha256(b"%d %s" % (nth, self.body)).hexdigest()
        self.id = "-".join((digest[:8], digest[8:12], digest[12:16],
                            digest[16:20], digest[20:32]))
        self.headers = {"Content-Type": "application/json",
                        "X-GitHub-Event": event,
                        "X-GitHub-Delivery": self.id}
        if secret is not None:
            self.headers["X-Hub-Signature-256"] = sign(secret, self.body)

    def line(self):
        """As --keep writes it, and import webhook reads it."""
        return json.dumps({
            "headers": self.headers,
            "body": base64.b64encode(self.body).decode()}).encode() + b"\n"

    def __repr__(self):
        return "%s.%s at %s" % (self.event, self.payload.get("action"),
                                iso(self.at))


def write_lines(path, many):
    with open(path, "wb") as file:
        for delivery in many:
            file.write(delivery.line())


def write_pairs(folder, many):
    """ID.headers and ID.json of each."""
    os.makedirs(folder, exist_ok=True)
    for delivery in many:
        with open(os.path.join(folder, delivery.id + ".headers"), "w") as file:
            for name, value in delivery.headers.items():
                file.write("%s: %s\n" % (name, value))
        with open(os.path.join(folder, delivery.id + ".json"), "wb") as file:
            file.write(delivery.body)


def post(url, delivery, timeout=60):
    """Sends it to a receiver; gives the status of the answer."""
    request = urllib.request.Request(url, delivery.body, delivery.headers)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


class Item:
    """An item's row as it changes."""

    def __init__(self, repo, row):
        self.repo, self.row = repo, row
        self.is_pull = "pull_request" in row
        merged = (row.get("pull_request") or {}).get("merged_at")
        self.final = dict(row, merged_at=merged)
        self.now = dict(self.final, state="open", state_reason=None,
                        closed_at=None, merged_at=None, comments=0,
                        updated_at=row["created_at"])
        # What it was before the first event that says so.
        for event in self.events():
            if event["event"] in ("ready_for_review", "convert_to_draft",
                                  "converted_to_draft"):
                self.now["draft"] = event["event"] == "ready_for_review"
                break

    def events(self):
        return sorted((e for e in self.repo.events
                       if (e.get("issue") or {}).get("number") ==
                       self.row["number"]),
                      key=lambda e: (e["created_at"], e["id"]))

    def issue(self):
        """As the list of issues has it."""
        row = {k: v for k, v in self.now.items() if k != "merged_at"}
        if self.is_pull:
            url = "https://api.github.com/repos/%s/pulls/%d" % (
                self.repo.full_name, row["number"])
            row["pull_request"] = {"url": url, "diff_url": url + ".diff",
                                   "merged_at": self.now["merged_at"]}
        return row

    def pull(self, by=None):
        """As the list of pull requests has it, and a little more."""
        row = {k: v for k, v in self.now.items()
               if k not in ("pull_request", "state_reason")}
        row.update({
            "id": PULL_IDS + row["number"],
            "merged": row["merged_at"] is not None,
            "merged_by": by if row["merged_at"] is not None else None,
            "base": {"ref": self.repo.bases.get(row["number"], "main"),
                     "repo": self.repo.object()}})
        return row


class Maker:
    """What happened to a repository, event by event."""

    def __init__(self, repo, secret):
        self.repo, self.secret = repo, secret
        self.made = []

    def add(self, event, at, sender=None, **payload):
        self.made.append((seconds(at), len(self.made), event, sender, payload))

    def steps(self):
        """(time, order within it, what to do) of all that happened."""
        steps = []
        for row in self.repo.items:
            item = Item(self.repo, row)
            steps.append((row["created_at"], 0, self.opened, item, None))
            self.steps_of(item, steps)
        releases = [(r["published_at"] or r["created_at"], 5, self.release, r,
                     None) for r in self.repo.releases]
        return sorted(steps + releases, key=lambda s: s[:2])

    def steps_of(self, item, steps):
        row, number = item.row, item.row["number"]
        events = item.events()
        ends = [e for e in events if e["event"] in ("closed", "merged")]
        if row["closed_at"] and not ends:
            ends = [{"event": "closed", "created_at": row["closed_at"],
                     "actor": row["user"]}]
            events = events + ends
        merged_at = item.final["merged_at"]
        for event in events:
            # One delivery tells of a merge and of the close.
            if event["event"] != "merged":
                steps.append((event["created_at"], 1, self.changed, item,
                              event))
        if merged_at and not any(e["event"] == "closed" for e in events):
            steps.append((merged_at, 1, self.changed, item, {
                "event": "closed", "created_at": merged_at,
                "actor": row["user"]}))
        for comment in self.repo.comments:
            if comment["issue_url"].endswith("/%d" % number):
                steps.append((comment["created_at"], 2, self.comment, item,
                              comment))
        for review in self.repo.reviews:
            if review["number"] == number and review["submitted_at"]:
                steps.append((review["submitted_at"], 3, self.review, item,
                              review))
        last = max(step[0] for step in steps if step[3] is item)
        if row["updated_at"] >= last:
            steps.append((row["updated_at"], 4, self.edited, item, None))

    # -- what each step tells --

    def tell(self, item, action, at, sender):
        """A delivery that is about the item's row."""
        item.now["updated_at"] = at
        if item.is_pull:
            self.add("pull_request", at, sender, action=action,
                     number=item.row["number"], pull_request=item.pull(sender))
        else:
            self.add("issues", at, sender, action=action, issue=item.issue())

    def opened(self, at, item, _):
        self.tell(item, "opened", at, item.row["user"])

    def edited(self, at, item, _):
        item.now.update(item.final)
        self.tell(item, "edited", at, item.row["user"])

    def changed(self, at, item, event):
        kind, now = event["event"], item.now
        if kind == "closed":
            merged = item.final["merged_at"]
            last = seconds(item.final["closed_at"] or at) <= seconds(at)
            now.update(state="closed", closed_at=at,
                       merged_at=merged if merged and last else None)
            if not item.is_pull:
                now["state_reason"] = event.get("state_reason") or \
                    item.final["state_reason"]
        elif kind == "reopened":
            # The time of the close is still there.
            now.update(state="open", state_reason=None)
        elif kind == "ready_for_review":
            now["draft"] = False
        elif kind in ("convert_to_draft", "converted_to_draft"):
            kind, now["draft"] = "converted_to_draft", True
        else:
            return
        self.tell(item, kind, at, event["actor"])

    def comment(self, at, item, comment):
        item.now.update(updated_at=at, comments=item.now["comments"] + 1)
        self.add("issue_comment", at, comment["user"], action="created",
                 issue=item.issue(), comment=comment)

    def review(self, at, item, review):
        self.add("pull_request_review", at, review["user"],
                 action="submitted", review=review,
                 pull_request={"id": PULL_IDS + item.row["number"],
                               "number": item.row["number"],
                               "updated_at": at})

    def release(self, at, release, _):
        self.add("release", at, release["author"], release=release,
                 action="published" if release["published_at"] else "created")


def deliveries(repo, secret=None):
    """All that its hook would have sent, oldest first."""
    maker = Maker(repo, secret)
    for at, _, tell, thing, more in maker.steps():
        tell(at, thing, more)
    made = []
    for at, nth, event, sender, payload in sorted(maker.made,
                                                  key=lambda m: m[:2]):
        about = dict(repo.object(), updated_at=iso(at))
        made.append(Delivery(event, at, {
            **payload, "repository": about,
            "sender": sender or {"id": 1, "login": "x", "type": "User"}},
            secret, nth))
    return made
