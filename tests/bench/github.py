# SPDX-License-Identifier: MIT
"""A repository of any size as GitHub would list it, and a server for it that
takes next to no time of its own.

Everything is made up. The rows have the fields of GitHub's and their size:
some 4 kB an issue, most of it addresses and text that nobody stores, and 17 kB
a pull request, which repeats two whole repositories.
"""
import gzip
import os
import random
import re
import socketserver
import sys
import threading
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from fake_github import FakeGitHub, Repository, issue, pull  # noqa: E402

END = 1782864000  # 2026-07-01
DAY = 86400
API = "https://api.github.com"
REPO = API + "/repos/sample/large"

USER_URLS = ("followers", "following{/other_user}", "gists{/gist_id}",
             "starred{/owner}{/repo}", "subscriptions", "organizations",
             "repos", "events{/privacy}", "received_events")
REPO_URLS = ("forks", "keys{/key_id}", "collaborators{/collaborator}",
             "teams", "hooks", "issues/events{/number}", "events",
             "assignees{/user}", "branches{/branch}", "tags",
             "git/blobs{/sha}", "git/tags{/sha}", "git/refs{/sha}",
             "git/trees{/sha}", "statuses/{sha}", "languages", "stargazers",
             "contributors", "subscribers", "subscription", "commits{/sha}",
             "git/commits{/sha}", "comments{/number}",
             "issues/comments{/number}", "contents/{+path}",
             "compare/{base}...{head}", "merges", "{archive_format}{/ref}",
             "downloads", "issues{/number}", "pulls{/number}",
             "milestones{/number}", "notifications{?since,all}",
             "labels{/name}", "releases{/id}", "deployments")


def words_of(rand):
    letters = "etaoinshrdlucmfwypvbgk"
    return ["".join(rand.choices(letters, k=rand.randrange(2, 11)))
            for _ in range(3000)]


def account(number):
    login = "user-%d" % number
    url = "%s/users/%s" % (API, login)
    return {"login": login, "id": 1000 + number,
            "node_id": "MDQ6VXNlcj%d" % number,
            "avatar_url": "https://avatars.githubusercontent.com/u/%d?v=4"
                          % (1000 + number),
            "gravatar_id": "", "url": url,
            "html_url": "https://github.com/" + login,
            **{re.sub("[/{].*", "", name) + "_url": "%s/%s" % (url, name)
               for name in USER_URLS},
            "type": "User", "user_view_type": "public", "site_admin": False}


def text(rand, words):
    """A body: paragraphs, as a browser sends them, and now and then code."""
    lines = []
    for _ in range(rand.choice((1, 1, 2, 3, 5, 9))):
        lines.append(" ".join(rand.choices(words, k=rand.randrange(5, 60))))
        if rand.random() < .2:
            lines.append('```\r\nif (x == "%s") { return \\"; }\r\n```'
                         % rand.choice(words))
    return "\r\n\r\n".join(lines)


def fields(rand, words, number):
    """What GitHub tells beside what the decoder wants."""
    url = "%s/issues/%d" % (REPO, number)
    return {
        "url": url, "repository_url": REPO,
        "labels_url": url + "/labels{/name}",
        "comments_url": url + "/comments", "events_url": url + "/events",
        "html_url": "https://github.com/sample/large/issues/%d" % number,
        "node_id": "I_kwDOABCDEFG%d" % number,
        "title": " ".join(rand.choices(words, k=7)),
        "user": account(rand.randrange(400)),
        "labels": [{"id": 10 + n, "node_id": "LA_kwDO%d" % n,
                    "url": "%s/labels/%s" % (REPO, words[n]),
                    "name": words[n], "color": "d73a4a", "default": False,
                    "description": " ".join(words[n:n + 6])}
                   for n in range(rand.choice((0, 0, 1, 2)))],
        "assignee": None, "assignees": [], "milestone": None,
        "active_lock_reason": None, "comments": rand.randrange(12),
        "body": text(rand, words),
        "reactions": {"url": url + "/reactions", "total_count": 0, "+1": 0,
                      "-1": 0, "laugh": 0, "hooray": 0, "confused": 0,
                      "heart": 0, "rocket": 0, "eyes": 0},
        "timeline_url": url + "/timeline", "performed_via_github_app": None,
    }


def items(count):
    """Three pull requests for two issues, over four years."""
    rand = random.Random(20260701)
    words = words_of(rand)
    rows = []
    opened = sorted(END - rand.randrange(1, 4 * 365 * DAY)
                    for _ in range(count))
    for number, created in enumerate(opened, 1):
        done = min(created + int(rand.expovariate(1 / (4 * DAY))), END - 1)
        more = fields(rand, words, number)
        if rand.random() < .9:
            more["closed_by"] = account(rand.randrange(20))
        else:
            done = None
        if number % 5 < 3:
            url = "https://github.com/sample/large/pull/%d" % number
            row = pull(number, created, merged=done, **more)
            row["pull_request"].update({
                "url": "%s/pulls/%d" % (REPO, number), "html_url": url,
                "diff_url": url + ".diff", "patch_url": url + ".patch"})
        else:
            row = issue(number, created, closed=done, **more)
        rows.append(row)
    return rows


def whole_repository(name):
    owner = account(7)
    url = "%s/repos/%s/large" % (API, name)
    return {"id": 4200042, "node_id": "R_kgDOQEAA", "name": "large",
            "full_name": name + "/large", "private": False, "owner": owner,
            "html_url": "https://github.com/%s/large" % name,
            "description": "A repository of any size", "fork": True,
            "url": url,
            **{re.sub("[/{].*", "", one).strip() + "_%d_url" % n:
               "%s/%s" % (url, one) for n, one in enumerate(REPO_URLS)},
            "created_at": "2024-01-01T00:00:00Z", "size": 108,
            "language": "C", "topics": ["one", "two", "three"],
            "default_branch": "main"}


class Hub(FakeGitHub):
    """Lists pull requests as GitHub does, for those who ask for them."""

    def answer_rows(self, repo, rest, asked):
        if rest != ["pulls"]:
            return super().answer_rows(repo, rest, asked)
        rows, _ = self.issue_rows(repo, asked)
        ends = {side: {"label": "%s:main" % side, "ref": "main",
                       "sha": "%040x" % 42, "user": account(7),
                       "repo": whole_repository(side)}
                for side in ("head", "base")}
        return [{**row, "requested_reviewers": [], "requested_teams": [],
                 "merged_at": row["pull_request"]["merged_at"],
                 "_links": {name: {"href": row["url"]} for name in (
                     "self", "html", "issue", "comments", "commits",
                     "review_comments", "review_comment", "statuses")},
                 **ends}
                for row in rows if "pull_request" in row]


class Answering(socketserver.BaseRequestHandler):
    """Answers from memory, without looking at more than it must."""

    def setup(self):
        self.request.setsockopt(6, 1, 1)  # TCP_NODELAY

    def handle(self):
        asked = b""
        while True:
            while b"\r\n\r\n" not in asked:
                more = self.request.recv(65536)
                if not more:
                    return
                asked += more
            head, _, asked = asked.partition(b"\r\n\r\n")
            target = head.split(b" ", 2)[1].decode()
            known = re.search(rb"(?i)\r\nif-none-match: *([^\r]*)", head)
            time.sleep(self.server.canned.latency)
            self.request.sendall(self.server.canned.answer(
                target, known and known.group(1)))


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        # Who has seen enough goes away.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Canned:
    """The answers of a hub, each kept, gzipped, when it was first asked for;
    given after `latency` seconds."""

    def __init__(self, hub, latency=0.0):
        self.hub, self.latency, self.answers = hub, latency, {}
        self.lock = threading.Lock()
        self.server = Server(("127.0.0.1", 0), Answering)
        self.server.canned = self
        self.url = "http://127.0.0.1:%d" % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def answer(self, target, known=None):
        with self.lock:
            if target not in self.answers:
                self.answers[target] = self.ask(target)
            etag, whole, unchanged = self.answers[target][:3]
        return unchanged if known and known == etag else whole

    def ask(self, target):
        request = urllib.request.Request(
            self.hub.url + target, headers={"Authorization": "Bearer bench"})
        try:
            reply = urllib.request.urlopen(request)
        except urllib.error.HTTPError as refusal:
            reply = refusal
        with reply:
            plain, etag = reply.read(), reply.headers["ETag"]
            head = "HTTP/1.1 %d Status\r\n" % reply.status
            unchanged = "HTTP/1.1 304 Not Modified\r\n"
            for name in ("ETag", "Link", "Content-Type"):
                if reply.headers[name]:
                    line = "%s: %s\r\n" % (name, reply.headers[name].replace(
                        self.hub.url, self.url))
                    head += line
                    unchanged += line if name == "ETag" else ""
        body = gzip.compress(plain, 5)
        head += ("Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                 % len(body))
        return (etag and etag.encode(), head.encode() + body,
                unchanged.encode() + b"\r\n", plain,
                re.search(r'<[^>]*?//[^/]*([^>]*)>; rel="next"', head))

    def pages(self, target):
        """Targets and plain bodies of a list, as its links lead."""
        while target:
            self.answer(target)
            plain, after = self.answers[target][3:]
            yield target, plain
            target = after and after.group(1)


def large(count):
    return Repository("sample", "large", items=items(count))
