# SPDX-License-Identifier: MIT
"""What GitHub's migration archive would have of a fake repository: web addresses
in place of numbers, no updated_at of pull requests."""
import io
import json
import tarfile

HUB = "https://github.com/"
KEPT = ("title", "body", "created_at", "closed_at")


def address(user):
    return user and HUB + user["login"]


def objects(repo):
    """The objects by the kind of file that they are in."""
    base = HUB + repo.full_name
    made = {"issues": [], "pull_requests": [], "issue_comments": [],
            "issue_events": [], "pull_request_reviews": [], "releases": [],
            "users": [], "bots": [],
            "repositories": [{"type": "repository", "url": base,
                              "name": repo.name, "has_issues": True,
                              "default_branch": "main", "labels": [],
                              "created_at": repo.meta["created_at"]}]}
    places, people = {}, {}

    def who(user):
        if user:
            people[user["id"]] = user
        return address(user)

    for row in repo.items:
        pull = bool(row.get("pull_request"))
        url = "%s/%s/%d" % (base, "pull" if pull else "issues", row["number"])
        places[row["number"]] = url
        one = {"type": "pull_request" if pull else "issue", "url": url,
               "repository": base, "user": who(row["user"]),
               "labels": [base + "/labels/" + label["name"]
                          for label in row.get("labels", [])],
               **{k: row.get(k) for k in KEPT}}
        if pull:
            one["merged_at"] = row["pull_request"]["merged_at"]
            one["base"] = {"ref": "main"}
        else:
            one["updated_at"] = row["updated_at"]
        made["pull_requests" if pull else "issues"].append(one)
    for one in repo.events:
        made["issue_events"].append({
            "type": "issue_event", "event": one["event"],
            "url": "%s#event-%d" % (places[one["issue"]["number"]], one["id"]),
            "actor": who(one["actor"]), "created_at": one["created_at"]})
    for one in repo.comments:
        number = int(one["issue_url"].split("/")[-1])
        made["issue_comments"].append({
            "type": "issue_comment", "user": who(one["user"]),
            "url": "%s#issuecomment-%d" % (places[number], one["id"]),
            "created_at": one["created_at"]})
    for one in repo.reviews:
        made["pull_request_reviews"].append({
            "type": "pull_request_review", "state": 40,
            "url": "%s/files#pullrequestreview-%d" % (
                places[one["number"]], one["id"]),
            "pull_request": places[one["number"]], "user": who(one["user"]),
            "created_at": one["submitted_at"],
            "submitted_at": one["submitted_at"]})
    for one in repo.releases:
        made["releases"].append({
            "type": "release", "repository": base,
            "url": base + "/releases/tag/" + one["tag_name"],
            "user": who(one["author"]), "name": one["name"],
            "tag_name": one["tag_name"], "prerelease": one["prerelease"],
            "state": "draft" if one["draft"] else "published",
            "published_at": one["published_at"],
            "created_at": one["created_at"]})
    for user in people.values():
        bot = user["type"] == "Bot"
        made["bots" if bot else "users"].append({
            "type": "bot" if bot else "user", "url": address(user),
            "avatar_url": "https://avatars.example.org/u/%d?v=4" % user["id"]})
    return made


def files(*repos, without=()):
    """Their names and bytes, accounts last."""
    for kind in ("issue_events", "issues", "repositories", "pull_requests",
                 "issue_comments", "pull_request_reviews", "releases",
                 "users", "bots"):
        rows = [row for repo in repos for row in objects(repo)[kind]]
        for at in range(0, 0 if kind in without else len(rows), 20):
            yield ("%s_%06d.json" % (kind, at // 20 + 1),
                   json.dumps(rows[at:at + 20]).encode())


def tar(path, named, mode="w:gz", extra=(), form=tarfile.GNU_FORMAT):
    """An archive of them; `extra` are members and their bytes."""
    with tarfile.open(path, mode, format=form) as archive:
        for name, data in named:
            member = tarfile.TarInfo("./" + name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        for member, data in extra:
            archive.addfile(member, io.BytesIO(data))
    return path
