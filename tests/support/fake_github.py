#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A small GitHub that answers on loopback, for the end-to-end tests.

    repo = Repository("sample", "meadow", items=[issue(1, created=T0)])
    with FakeGitHub([repo], page_style="cursor", token="t0ps3cret") as hub:
        run_program("--api-url", hub.url)
        assert hub.paths() == ["/repos/sample/meadow", ...]
        repo.items.append(pull(2, created=T1))   # the next answer has it

Data is plain and may be changed between requests. Run it by itself to try
things by hand (--help), or with --self-test.
"""
import argparse
import base64
import calendar
import gzip
import hashlib
import json
import re
import socket
import struct
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MAX_PER_PAGE = 100
DEFAULT_PER_PAGE = 30


# -- data -----------------------------------------------------------------

def iso(t):
    """Seconds since 1970, or text as it is, or None, as GitHub writes it."""
    if t is None or isinstance(t, str):
        return t
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(t))


def seconds(text):
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


def user(login="heron-12", uid=None, kind=None):
    """A user; None stays None, which is a deleted account."""
    if login is None:
        return None
    if uid is None:
        uid = int(hashlib.sha256(login.encode()).hexdigest()[:7], 16)
    if kind is None:
        kind = "Bot" if login.endswith("[bot]") else "User"
    return {"login": login, "id": uid, "type": kind}


def issue(number, created, closed=None, updated=None, login="heron-12",
          reason=None, **more):
    """A row of /issues. Times are seconds or text; `more` replaces fields."""
    if closed is not None and reason is None:
        reason = "completed"
    row = {
        "id": 5200000000 + number,
        "number": number,
        "title": "Item %d" % number,
        "user": user(login),
        "author_association": "CONTRIBUTOR",
        "state": "open" if closed is None else "closed",
        "state_reason": reason,
        "locked": False,
        "comments": 0,
        "created_at": iso(created),
        "updated_at": iso(updated if updated is not None
                          else created if closed is None else closed),
        "closed_at": iso(closed),
        "body": None,
    }
    row.update(more)
    return row


def pull(number, created, merged=None, closed=None, draft=False, **more):
    """A pull request's row of /issues; merged implies closed."""
    row = issue(number, created, merged if closed is None else closed, **more)
    row["state_reason"] = None
    row["draft"] = draft
    row.setdefault("pull_request", {"merged_at": iso(merged)})
    return row


def untold(row):
    """The row as GitHub gave it in 2015: nothing about a merge."""
    if "pull_request" not in row:
        return row
    url = "https://api.github.com/repos/x/y/pulls/%d" % row["number"]
    return {**row, "pull_request": {
        "url": url, "html_url": url, "diff_url": url, "patch_url": url}}


def event(eid, kind, row, at, login="heron-12"):
    """A row of /issues/events about an item's row."""
    return {"id": eid, "event": kind, "created_at": iso(at),
            "actor": user(login), "issue": row}


def events_for(rows, first_id=29700000000):
    """The closed and merged events that the rows imply, oldest first."""
    wanted = []
    for row in rows:
        merged = (row.get("pull_request") or {}).get("merged_at")
        if merged:
            wanted.append((merged, "merged", row))
        if row["closed_at"]:
            wanted.append((row["closed_at"], "closed", row))
    wanted.sort(key=lambda w: w[0])
    return [event(first_id + i, kind, row, at)
            for i, (at, kind, row) in enumerate(wanted)]


def release(rid, tag, published, created=None, **more):
    row = {"id": rid, "tag_name": tag, "name": tag, "draft": published is None,
           "prerelease": False, "author": user(),
           "created_at": iso(created if created is not None else published),
           "published_at": iso(published)}
    row.update(more)
    return row


def comment(cid, row, at, login="plover-3", updated=None):
    """A comment on an item's row, as /issues/comments lists it."""
    return {"id": cid, "created_at": iso(at),
            "updated_at": iso(at if updated is None else updated),
            "user": user(login), "body": "words",
            "issue_url": "https://api.github.com/repos/x/y/issues/%d"
                         % row["number"]}


def review(rid, row, at, login="plover-3", state="APPROVED"):
    """A review of a pull request's row; one without a time is pending."""
    return {"id": rid, "submitted_at": iso(at), "user": user(login),
            "state": state, "number": row["number"]}


def commit(sha, at, paths=(), name="Plover", email="plover@example.org",
           parents=1):
    """A commit as /commits lists it; `paths` are the files it touches."""
    return {"sha": sha, "paths": list(paths),
            "commit": {"author": {"name": name, "email": email,
                                  "date": iso(at)},
                       "committer": {"name": name, "email": email,
                                     "date": iso(at)}, "message": "words"},
            "author": None, "committer": None,
            "parents": [{"sha": "%040x" % n} for n in range(parents)]}


class Repository:
    """One repository: `meta` replaces fields of its object."""

    def __init__(self, owner, name, items=(), events=(), releases=(),
                 rid=4200042, created="2024-01-01T00:00:00Z", **meta):
        self.owner, self.name, self.id = owner, name, rid
        self.items = list(items)
        self.events = list(events)
        self.releases = list(releases)
        self.comments = []
        self.reviews = []
        self.gone = {}  # number: status, or where it has moved; else 404
        self.commits = []  # newest first; none: 409
        self.bases = {}  # number: branch, "main" for the others
        # Whether the list of issues says which pull requests were merged; old
        # servers do not. And whether there is a list of pull requests.
        self.tells_merges = True
        self.has_pulls = True
        # Whether the list of issues, which has the pull requests, is refused
        # where issues are switched off.
        self.refuses_list = True
        self.old_names = []  # "owner/name" that answer 301
        self.meta = {"private": False, "fork": False, "archived": False,
                     "default_branch": "main", "has_issues": True,
                     "created_at": iso(created), "pushed_at": iso(created)}
        self.meta.update(meta)

    @property
    def full_name(self):
        return "%s/%s" % (self.owner, self.name)

    def rename(self, owner, name):
        self.old_names.append(self.full_name)
        self.owner, self.name = owner, name

    def object(self):
        return {"id": self.id, "name": self.name,
                "full_name": self.full_name,
                "open_issues_count": sum(r["state"] == "open"
                                         for r in self.items), **self.meta}


def pull_rows(repo, rows):
    """Those that are pull requests, as /pulls has them."""
    return [{"number": r["number"], "updated_at": r["updated_at"],
             "state": r["state"], "closed_at": r["closed_at"],
             "merged_at": r["pull_request"].get("merged_at"),
             "base": {"ref": repo.bases.get(r["number"], "main")}}
            for r in rows if "pull_request" in r and repo.has_pulls]


class Fault:
    """What goes wrong, and when.

    match   regular expression searched for in path and query
    nth     the how-manieth matching request, from 1; None: every one
    kind    an int: that status, with GitHub's kind of error body
            "truncate"    right length announced, half of the body sent
            "reset"       the connection breaks before any answer
            "badjson"     200 with a body that stops in the middle
            "wrongtype"   200 with an object where a list should be
            "html"        `status` (502) with a page for people
            "slow"        the right answer after `seconds` (1)
            "retry-after" `status` (403) with Retry-After: `value` (1)
            "redirect"    `status` (302) to `value`
            "link"        the right answer, but Link's next is `value`
            "limit"       `status` (403), x-ratelimit-remaining 0, reset in
                          `seconds` (1) from now
            "bend"        the right answer after value(answer, request) has
                          changed it; a header that is a list is sent as
                          several
    """

    KINDS = ("truncate", "reset", "badjson", "wrongtype", "html", "slow",
             "retry-after", "redirect", "link", "limit", "bend")

    def __init__(self, match, kind, nth=1, value=None, status=None,
                 seconds=1, message=None, headers=None):
        if not isinstance(kind, int) and kind not in self.KINDS:
            raise ValueError("unknown fault %r" % (kind,))
        self.match = re.compile(match)
        self.kind, self.nth, self.value = kind, nth, value
        self.status, self.seconds = status, seconds
        self.message, self.headers = message, dict(headers or {})
        self.seen = 0

    def strikes(self, target):
        if not self.match.search(target):
            return False
        self.seen += 1
        return self.nth is None or self.seen == self.nth


class Request:
    """What was asked; header names are lower case."""

    def __init__(self, method, target, headers):
        self.method, self.target, self.headers = method, target, headers
        self.status = None  # of the answer; None when there was none

    def __repr__(self):
        return "%s %s -> %s" % (self.method, self.target, self.status)


class Answer:
    def __init__(self, status, body=b"", headers=None):
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


def json_answer(status, value, headers=None):
    body = json.dumps(value, separators=(",", ":")).encode()
    return Answer(status, body, {
        "Content-Type": "application/json; charset=utf-8",
        **(headers or {})})


def error(status, message=None):
    words = {401: "Bad credentials", 403: "Forbidden", 404: "Not Found",
             409: "Conflict", 410: "Issues are disabled for this repo",
             429: "You have exceeded a secondary rate limit",
             500: "Server Error", 502: "Server Error",
             503: "Service Unavailable"}
    return json_answer(status, {
        "message": message or words.get(status, "Error %d" % status),
        "documentation_url": "https://docs.github.com/rest",
        "status": str(status)})


# -- the server -----------------------------------------------------------

class Server(ThreadingHTTPServer):
    request_queue_size = 64

    def handle_error(self, request, client_address):
        # Clients are killed in the tests, and may be.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class FakeGitHub:
    """Serves `repos` until closed. Everything may be changed on the fly.

    page_style  "page" (page=N, next prev first last) or "cursor" (after=X,
                next only; 422 for page > 1 without it)
    token       when set, requests need it and get 401 without
    base_path   "" or "/api/v3"
    limit       requests left at the start, counted down by those that are
                not 304 (with a token); then 403. None: as a server that has
                no limit
    tokens      in place of token and limit: how many requests each of several
                tokens has left; counted down alone in `left`
    tls         an ssl.SSLContext to serve https with
    faults      list of Fault
    compress    gzip for those who accept it
    max_page    rows a page at most, to make many pages of little data
    ended       a version of the API and what a request is searched for (a
                regular expression): those that name the version get 410
    """

    def __init__(self, repos=(), page_style="page", token=None, base_path="",
                 limit=5000, faults=(), compress=True,
                 max_page=MAX_PER_PAGE, port=0, tokens=None, tls=None,
                 ended=None):
        assert page_style in ("page", "cursor")
        self.repos = list(repos)
        self.people = set()  # owners that are no organizations
        self.page_style, self.token = page_style, token
        self.base_path = base_path
        self.limit, self.used = limit, 0
        self.left = dict(tokens or {})
        self.tls = tls
        self.reset_at = int(time.time()) + 3600
        self.faults = list(faults)
        self.compress, self.max_page = compress, max_page
        self.ended = ended
        self.clock_skew = 0  # seconds that its Date is ahead
        self.log = []
        self.lock = threading.Lock()
        self.server = Server(("127.0.0.1", port), Handler)
        if tls:
            self.server.socket = tls.wrap_socket(
                self.server.socket, server_side=True,
                do_handshake_on_connect=False)  # that is the thread's
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.server.hub = self
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05},
            daemon=True)

    @property
    def origin(self):
        return "%s://127.0.0.1:%d" % ("https" if self.tls else "http",
                                      self.server.server_address[1])

    @property
    def url(self):
        return self.origin + self.base_path

    def start(self):
        self.thread.start()
        return self

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    __enter__ = start

    def __exit__(self, *_):
        self.close()

    def paths(self):
        """The paths asked for, in order, without their queries."""
        with self.lock:
            return [r.target.partition("?")[0] for r in self.log]

    def statuses(self):
        with self.lock:
            return [r.status for r in self.log]

    def forget(self):
        """Empties the log."""
        with self.lock:
            self.log.clear()

    # What follows runs under the lock, one request at a time.

    def strike(self, target):
        # All count, so that nth means the same whatever struck before.
        struck = [f for f in self.faults if f.strikes(target)]
        return struck[0] if struck else None

    def answer(self, request):
        """The answer when nothing goes wrong."""
        credential = request.headers.get("authorization", "")
        if "user-agent" not in request.headers:
            return error(403, "Request forbidden by administrative rules. "
                         "Please make sure your request has a User-Agent "
                         "header.")
        if request.method not in ("GET", "HEAD"):
            return error(404)
        if self.token is not None and credential not in (
                "Bearer " + self.token, "token " + self.token):
            return error(401)
        version = request.headers.get("x-github-api-version")
        if self.ended and version == self.ended[0] and re.search(
                self.ended[1], request.target):
            return error(410, "API version %s is no longer supported."
                         % version)
        if request.target == self.base_path + "/rate_limit":
            return self.rate_limit(request)
        if self.left:
            return self.answer_one_of_several(request)
        if self.limit is not None and self.used >= self.limit:
            return error(403, "API rate limit exceeded for 127.0.0.1.")
        answer = self.route(request.target)
        self.used += 1
        if answer.status == 200:
            # Bound to who asks, as on GitHub.
            digest = hashlib.sha256(credential.encode() + b"\0" +
                                    answer.body).hexdigest()[:40]
            etag = 'W/"%s"' % digest
            answer.headers["ETag"] = etag
            if request.headers.get("if-none-match") == etag:
                if credential:
                    self.used -= 1  # costs nothing, but only with a token
                answer = Answer(304, b"", {"ETag": etag})
        return answer

    def rate_limit(self, request):
        """Costs nothing; a server without limits has no such page."""
        if self.limit is None:
            return error(404)
        core = {name: int(self.rate_headers(request)["X-RateLimit-" + word])
                for name, word in (("limit", "Limit"), ("reset", "Reset"),
                                   ("remaining", "Remaining"))}
        return json_answer(200, {"resources": {"core": core}, "rate": core})

    def answer_one_of_several(self, request):
        token = request.headers.get("authorization", "")[len("Bearer "):]
        if token not in self.left:
            return error(401)
        if self.left[token] <= 0:
            return error(403, "API rate limit exceeded for user 1.")
        self.left[token] -= 1
        answer = self.route(request.target)
        etag = '"%s"' % hashlib.sha256(
            token.encode() + b"\0" + answer.body).hexdigest()[:40]
        if answer.status == 200:
            answer.headers["ETag"] = etag
            if request.headers.get("if-none-match") == etag:
                self.left[token] += 1
                return Answer(304, b"", {"ETag": etag})
        return answer

    def rate_headers(self, request):
        token = request.headers.get("authorization", "")[len("Bearer "):]
        if self.limit is None:
            return {}
        if token in self.left:
            return {"X-RateLimit-Limit": "5000",
                    "X-RateLimit-Remaining": str(self.left[token]),
                    "X-RateLimit-Reset": str(self.reset_at)}
        return {"X-RateLimit-Limit": str(self.limit),
                "X-RateLimit-Remaining": str(max(0, self.limit - self.used)),
                "X-RateLimit-Used": str(self.used),
                "X-RateLimit-Reset": str(self.reset_at),
                "X-RateLimit-Resource": "core"}

    def route(self, target):
        path, _, query = target.partition("?")
        if not path.startswith(self.base_path + "/"):
            return error(404)
        parts = [urllib.parse.unquote(p) for p in
                 path[len(self.base_path) + 1:].split("/")]
        if parts[0] == "repos" and len(parts) >= 3:
            wanted, rest = "/".join(parts[1:3]).lower(), parts[3:]
            for repo in self.repos:
                if repo.full_name.lower() == wanted:
                    return self.serve(repo, rest, query)
            for repo in self.repos:
                if wanted in (n.lower() for n in repo.old_names):
                    return self.moved(repo, rest, query)
        elif parts[0] == "repositories" and len(parts) >= 2:
            for repo in self.repos:
                if str(repo.id) == parts[1]:
                    return self.serve(repo, parts[2:], query)
        elif parts[0] in ("orgs", "users") and parts[2:] == ["repos"]:
            return self.owned(path, parts[0], parts[1], query)
        return error(404)

    def owned(self, path, kind, owner, query):
        """The repositories of an account; those in `people` are no
        organizations."""
        rows = [repo.object() for repo in self.repos if repo.owner == owner]
        if not rows or (kind == "orgs") == (owner in self.people):
            return error(404)
        asked = dict(urllib.parse.parse_qsl(query))
        size = min(number(asked.get("per_page"), DEFAULT_PER_PAGE),
                   self.max_page)
        page = number(asked.get("page"), 1)
        links = None
        if page * size < len(rows):
            query = urllib.parse.urlencode({**asked, "page": page + 1})
            links = {"Link": '<%s%s?%s>; rel="next"' % (
                self.origin, path, query)}
        return json_answer(200, rows[(page - 1) * size:page * size], links)

    def moved(self, repo, rest, query):
        url = "/".join(["%s/repositories/%d" % (self.url, repo.id)] + rest)
        if query:
            url += "?" + query
        return json_answer(301, {"message": "Moved Permanently", "url": url},
                           {"Location": url})

    def serve(self, repo, rest, query):
        asked = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        if not rest:
            return json_answer(200, repo.object())
        if rest in (["issues"], ["issues", "events"]) and \
                not repo.meta["has_issues"] and repo.refuses_list:
            return error(410)
        if rest == ["issues"]:
            rows, key = self.issue_rows(repo, asked)
            if not repo.meta["has_issues"]:
                rows = [r for r in rows if "pull_request" in r]
            if not repo.tells_merges:
                rows = [untold(r) for r in rows]
            return self.page(repo, rest, asked, rows, key,
                             self.page_style == "cursor")
        if rest == ["issues", "events"]:
            rows = sorted(repo.events, key=lambda e: -int(e["id"]))
            return self.page(repo, rest, asked, rows, None, False)
        if rest == ["releases"]:
            return self.page(repo, rest, asked, repo.releases, None, False)
        if rest[0] == "issues" and len(rest) == 2 and rest[1].isdigit():
            return self.one_item(repo, int(rest[1]))
        if rest == ["commits"] and not repo.commits:
            return error(409, "Git Repository is empty.")
        row = self.single_row(repo, rest)
        if row:
            return json_answer(200, row)
        rows = self.answer_rows(repo, rest, asked)
        if rows is None:
            return error(404)
        return self.page(repo, rest, asked, rows, None, False)

    def one_item(self, repo, number):
        for row in repo.items:
            if row["number"] == number:
                return json_answer(200, row)
        gone = repo.gone.get(number, 404)
        if isinstance(gone, int):
            return error(gone, "This issue was deleted")
        return json_answer(301, {"message": "Moved Permanently"},
                           {"Location": self.url + gone})

    @staticmethod
    def single_row(repo, rest):
        """A row of a list by itself, but for an issue's."""
        lists = {("releases",): (repo.releases, "id"),
                 ("issues", "comments"): (repo.comments, "id"),
                 ("issues", "events"): (repo.events, "id"),
                 ("commits",): (repo.commits, "sha"),
                 ("pulls",): (pull_rows(repo, repo.items), "number")}
        rows, key = lists.get(tuple(rest[:-1]), ((), ""))
        for row in rows:
            if str(row[key]) == rest[-1]:
                return {k: v for k, v in row.items() if k != "paths"}
        return None

    def answer_rows(self, repo, rest, asked):
        """Comments, reviews, timelines and pull requests; None: not there."""
        if rest == ["issues", "comments"]:
            down = asked.get("direction", "desc") != "asc"
            field = "%s_at" % asked.get("sort", "created")
            return sorted(repo.comments, key=lambda c: (c[field], c["id"]),
                          reverse=down and "sort" in asked)
        if rest == ["commits"]:
            return self.commit_rows(repo, asked)
        if rest == ["pulls"] and repo.has_pulls:
            rows, _ = self.issue_rows(repo, asked)
            return pull_rows(repo, rows)
        if len(rest) != 3 or not rest[1].isdigit():
            return None
        number = int(rest[1])
        if number not in [r["number"] for r in repo.items]:
            return None
        reviews = [{k: v for k, v in r.items() if k != "number"}
                   for r in repo.reviews if r["number"] == number]
        if rest[0] == "pulls" and rest[2] == "reviews":
            return reviews
        if rest[0] == "issues" and rest[2] == "timeline":
            return self.timeline(repo, number, reviews)
        return None

    @staticmethod
    def commit_rows(repo, asked):
        """Those that touch a file, or anything in a folder; a merge touches
        nothing of its own."""
        path = asked.get("path", "")
        return [{k: v for k, v in c.items() if k != "paths"}
                for c in repo.commits
                if (not path or any(p == path or p.startswith(path + "/")
                                    for p in c["paths"])) and
                ((c["commit"]["committer"] or {}).get("date") or "9") >=
                asked.get("since", "")]

    @staticmethod
    def timeline(repo, number, reviews):
        url = "/issues/%d" % number
        rows = [{**c, "event": "commented", "actor": c["user"]}
                for c in repo.comments if c["issue_url"].endswith(url)]
        rows += [{**r, "event": "reviewed"} for r in reviews]
        rows += [{k: v for k, v in e.items() if k != "issue"}
                 for e in repo.events if e["issue"]["number"] == number]
        # Without a time, as commits are; and a kind that nobody knows.
        rows.append({"event": "committed", "sha": "0" * 40})
        rows.append({"event": "line-commented", "id": 1})
        return sorted(rows, key=lambda r: r.get("created_at") or
                      r.get("submitted_at") or "")

    @staticmethod
    def issue_rows(repo, asked):
        rows = list(repo.items)
        state = asked.get("state", "open")
        if state != "all":
            rows = [r for r in rows if r["state"] == state]
        if "since" in asked:
            rows = [r for r in rows if r["updated_at"] >= asked["since"]]
        sort = asked.get("sort", "created")
        field = {"updated": "updated_at", "comments": "comments"}.get(
            sort, "created_at")

        def key(row):
            return (row[field], row["id"])
        rows.sort(key=key, reverse=asked.get("direction", "desc") != "asc")
        return rows, key

    def page(self, repo, rest, asked, rows, key, by_cursor):
        size = number(asked.get("per_page"), DEFAULT_PER_PAGE)
        size = min(size, MAX_PER_PAGE, self.max_page)
        page = number(asked.get("page"), 1)
        start = (page - 1) * size
        if by_cursor:
            if "after" in asked:
                start = after_cursor(rows, key, asked)
                if start is None:
                    return error(422, "The cursor is not valid.")
            elif page > 1:
                return error(422, "Pagination with the page parameter is "
                             "not supported for large datasets, please use "
                             "cursor based pagination (after/before)")
        part = rows[start:start + size]
        pages = max(1, -(-len(rows) // size))
        base = "%s/repositories/%d/%s" % (self.url, repo.id, "/".join(rest))

        def to(rel, **change):
            query = urllib.parse.urlencode({**asked, **change})
            return '<%s?%s>; rel="%s"' % (base, query, rel)
        links = []
        if by_cursor:
            if start + size < len(rows):
                links.append(to("next", after=cursor_of(key(part[-1])),
                                page=page + 1))
        else:
            if page > 1:
                links.append(to("prev", page=min(page - 1, pages)))
            if page < pages:
                links += [to("next", page=page + 1), to("last", page=pages)]
            if page > 1:
                links.append(to("first", page=1))
        return json_answer(200, part,
                           {"Link": ", ".join(links)} if links else None)


def number(text, otherwise):
    """As GitHub: what is no positive number is as good as not there."""
    try:
        value = int(text)
    except (TypeError, ValueError):
        return otherwise
    return value if value > 0 else otherwise


def cursor_of(key):
    raw = "cursor:v2:" + json.dumps(key)
    return base64.b64encode(raw.encode()).decode()


def after_cursor(rows, key, asked):
    """Index of the first row behind the cursor, wherever rows have moved."""
    try:
        raw = base64.b64decode(asked["after"], validate=True).decode()
        if not raw.startswith("cursor:v2:"):
            return None
        mark = tuple(json.loads(raw[len("cursor:v2:"):]))
        down = asked.get("direction", "desc") != "asc"
        for at, row in enumerate(rows):
            if (key(row) < mark) if down else (key(row) > mark):
                return at
    except (ValueError, TypeError):
        return None
    return len(rows)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "FakeGitHub"
    timeout = 60
    # Else head and body, sent apart, wait 40 ms for each other.
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass  # the log of the hub is the log

    def do_GET(self):
        hub = self.server.hub
        headers = {k.lower(): v for k, v in self.headers.items()}
        request = Request(self.command, self.path, headers)
        with hub.lock:
            hub.log.append(request)
            fault = hub.strike(self.path)
            if fault and fault.kind == "reset":
                self.abort()
                return
            if fault and fault.kind != "slow":
                answer = faulty(hub, fault, request)
            else:
                answer = hub.answer(request)
            if fault:
                answer.headers.update(fault.headers)
            answer.headers = {**hub.rate_headers(request), **answer.headers}
            request.status = answer.status
        if fault and fault.kind == "slow":
            time.sleep(fault.seconds)
        try:
            self.send(answer, headers, fault)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

    def abort(self):
        # A RST, not an orderly end: linger for no time at all.
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                   struct.pack("ii", 1, 0))
        self.connection.close()

    def send(self, answer, asked, fault):
        body = answer.body
        accepted = asked.get("accept-encoding", "")
        self.send_response_only(answer.status)
        answer.headers.setdefault("Date", self.date_time_string(
            time.time() + self.server.hub.clock_skew))
        if body and self.server.hub.compress and "gzip" in accepted:
            body = gzip.compress(body, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        for name, value in answer.headers.items():
            for one in value if isinstance(value, list) else [value]:
                self.send_header(name, one)
        if answer.status in (204, 304):
            body = b""
        else:
            self.send_header("Content-Length", str(len(body)))
        if fault and fault.kind == "truncate":
            body = body[:len(body) // 2]
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        if int(asked.get("content-length", 0) or 0) > 0:
            self.close_connection = True  # a body that nobody reads


def faulty(hub, fault, request):
    """The answer that a fault gives in place of the right one, or bends."""
    kind = fault.kind
    if isinstance(kind, int):
        return error(kind, fault.message)
    if kind == "badjson":
        return Answer(200, b'[{"number": 1, "title": "cut he', {
            "Content-Type": "application/json; charset=utf-8"})
    if kind == "wrongtype":
        return json_answer(200, {"items": [], "total_count": 0})
    if kind == "html":
        return Answer(fault.status or 502, b"<!DOCTYPE html>\n<html><body>"
                      b"<h1>Unicorn!</h1></body></html>\n",
                      {"Content-Type": "text/html"})
    if kind == "retry-after":
        answer = error(fault.status or 403, fault.message or
                       "You have exceeded a secondary rate limit. Please "
                       "wait a few minutes before you try again.")
        answer.headers["Retry-After"] = str(
            1 if fault.value is None else fault.value)
        return answer
    if kind == "limit":
        answer = error(fault.status or 403,
                       fault.message or "API rate limit exceeded.")
        answer.headers["X-RateLimit-Remaining"] = "0"
        answer.headers["X-RateLimit-Reset"] = str(
            int(time.time()) + fault.seconds)
        return answer
    if kind == "redirect":
        return json_answer(fault.status or 302, {"message": "Moved"},
                           {"Location": fault.value})
    answer = hub.answer(request)
    if kind == "link":
        answer.headers["Link"] = '<%s>; rel="next"' % fault.value
    if kind == "bend":
        fault.value(answer, request)
    return answer  # of "truncate", whole; it is cut when sent


# -- by itself ------------------------------------------------------------

class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def ask(url, **headers):
    """Status, headers, body; for the self-test."""
    request = urllib.request.Request(url, headers={
        k.replace("_", "-"): v for k, v in headers.items()})
    opener = urllib.request.build_opener(
        NoRedirect, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def walk(url, **headers):
    """All rows behind `url` and the number of requests it took."""
    rows, count = [], 0
    while url:
        status, head, body = ask(url, **headers)
        assert status == 200, (status, body)
        rows += json.loads(body)
        count += 1
        match = re.search(r'<([^>]+)>; rel="next"', head.get("Link", ""))
        url = match and match.group(1)
    return rows, count


def sample(count=250):
    t0 = seconds("2025-01-01T00:00:00Z")
    rows = []
    for n in range(1, count + 1):
        t = t0 + n * 3600
        if n % 3 == 0:
            rows.append(pull(n, t, merged=t + 7200 if n % 2 else None))
        else:
            rows.append(issue(n, t, closed=t + 900 if n % 5 else None))
    return Repository("sample", "meadow", rows, events_for(rows),
                      [release(9, "v1.0", t0)])


def test_paging():
    repo = sample()
    query = "/repos/Sample/Meadow/issues?state=all&sort=updated" \
        "&direction=desc&per_page=100"
    for style in ("page", "cursor"):
        with FakeGitHub([repo], page_style=style) as hub:
            rows, count = walk(hub.url + query)
            assert count == 3 and len(rows) == 250
            assert len({r["number"] for r in rows}) == 250
            updated = [r["updated_at"] for r in rows]
            assert updated == sorted(updated, reverse=True)
            link = ask(hub.url + query)[1]["Link"]
            assert ('rel="last"' in link) == (style == "page")
            assert ("after=" in link) == (style == "cursor")
            status = ask(hub.url + query + "&page=2")[0]
            assert status == (200 if style == "page" else 422)
            rows, _ = walk(hub.url + query + "&since=2025-01-11T00:00:00Z")
            assert 0 < len(rows) < 20
            rows, _ = walk(hub.url + "/repos/sample/meadow/issues")
            assert rows and all(r["state"] == "open" for r in rows)
            rows, count = walk(
                hub.url + "/repos/sample/meadow/issues/events?per_page=100")
            ids = [r["id"] for r in rows]
            assert count == 3 and ids == sorted(ids, reverse=True)
    # A cursor stays put while rows are added in front of it.
    with FakeGitHub([repo], page_style="cursor") as hub:
        _, head, body = ask(hub.url + query)
        repo.items.append(issue(251, "2026-01-01T00:00:00Z"))
        url = re.search("<([^>]+)>", head["Link"]).group(1)
        later = json.loads(ask(url)[2])
        assert not {r["number"] for r in later} & \
            {r["number"] for r in json.loads(body)}
        assert ask(url + "x&after=nonsense")[0] == 422


def test_conditional_and_limits():
    repo = sample(3)
    with FakeGitHub([repo], token="a", limit=4) as hub:
        url = hub.url + "/repos/sample/meadow"
        assert ask(url)[0] == 401
        assert ask(url, Authorization="Bearer b")[0] == 401
        assert hub.used == 0
        _, head, _ = ask(url, Authorization="Bearer a")
        etag = head["ETag"]
        assert head["X-RateLimit-Remaining"] == "3"
        assert ask(url, Authorization="Bearer a",
                   If_None_Match=etag)[0] == 304
        assert hub.used == 1
        assert ask(url, Authorization="token a",
                   If_None_Match=etag)[0] == 200  # another credential
        repo.meta["archived"] = True
        assert ask(url, Authorization="Bearer a",
                   If_None_Match=etag)[0] == 200
        hub.limit = 3
        status, head, body = ask(url, Authorization="Bearer a")
        assert status == 403 and b"rate limit" in body
        assert head["X-RateLimit-Remaining"] == "0"
        assert hub.statuses() == [401, 401, 200, 304, 200, 200, 403]
        assert hub.log[3].headers["if-none-match"] == etag
        hub.forget()
        assert hub.paths() == []
    with FakeGitHub([repo]) as hub:
        _, head, body = ask(hub.url + "/repos/sample/meadow",
                            Accept_Encoding="gzip")
        assert head["Content-Encoding"] == "gzip"
        assert json.loads(gzip.decompress(body))["id"] == repo.id
        assert hub.used == 1
        assert ask(hub.url + "/repos/sample/meadow", If_None_Match=head[
            "ETag"])[0] == 304
        assert hub.used == 2  # not free without a token


def test_names():
    repo = sample(3)
    with FakeGitHub([repo], base_path="/api/v3") as hub:
        assert ask(hub.origin + "/repos/sample/meadow")[0] == 404
        assert ask(hub.url + "/repos/sample/other")[0] == 404
        repo.rename("sample", "field")
        status, head, _ = ask(hub.url +
                              "/repos/sample/meadow/issues?state=all")
        assert status == 301
        assert head["Location"] == hub.url + \
            "/repositories/4200042/issues?state=all"
        assert len(walk(head["Location"])[0]) == 3
        body = ask(hub.url + "/repos/sample/field")[2]
        assert json.loads(body)["full_name"] == "sample/field"
        repo.meta["has_issues"] = False
        assert ask(hub.url + "/repos/sample/field/issues")[0] == 410


def test_faults():
    faults = [
        Fault("/issues", 502, nth=1),
        Fault("/issues", "html", nth=2),
        Fault("/issues", "badjson", nth=3),
        Fault("/issues", "retry-after", nth=4, value=7, status=429),
        Fault("/issues", "redirect", nth=5, value="http://192.0.2.1/x"),
        Fault("/issues", "link", nth=6, value="http://192.0.2.1/next"),
        Fault("/issues", "limit", nth=7),
        Fault("/issues", "slow", nth=8, seconds=0.01),
        Fault("/releases", "truncate"),
        Fault("/releases", "reset", nth=2),
    ]
    with FakeGitHub([sample(3)], faults=faults) as hub:
        url = hub.url + "/repos/sample/meadow/issues?state=all"
        assert ask(url)[0] == 502
        status, head, body = ask(url)
        assert status == 502 and b"Unicorn" in body
        status, head, body = ask(url)
        assert status == 200
        try:
            json.loads(body)
            raise SystemExit("bad JSON was good")
        except ValueError:
            pass
        status, head, _ = ask(url)
        assert status == 429 and head["Retry-After"] == "7"
        status, head, _ = ask(url)
        assert status == 302 and head["Location"] == "http://192.0.2.1/x"
        assert "192.0.2.1/next" in ask(url)[1]["Link"]
        status, head, _ = ask(url)
        assert status == 403 and head["X-RateLimit-Remaining"] == "0"
        assert len(json.loads(ask(url)[2])) == 3
        for _ in range(2):
            try:
                ask(hub.url + "/repos/sample/meadow/releases")
                raise SystemExit("a broken answer came through")
            except OSError:
                pass
            except Exception as failure:  # http.client.IncompleteRead
                assert "IncompleteRead" in repr(failure), failure
        assert ask(hub.url + "/repos/sample/meadow/releases")[0] == 200
        assert hub.statuses()[-2] is None


def self_test():
    for test in (test_paging, test_conditional_and_limits, test_names,
                 test_faults):
        test()
        print("ok", test.__name__)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--cursor", action="store_true",
                        help="page by cursor, not by number")
    parser.add_argument("--token", help="require this token")
    parser.add_argument("--items", type=int, default=250)
    args = parser.parse_args()
    if args.self_test:
        self_test()
        return
    hub = FakeGitHub([sample(args.items)], port=args.port, token=args.token,
                     page_style="cursor" if args.cursor else "page").start()
    print("sample/meadow at", hub.url, flush=True)
    try:
        hub.thread.join()
    except KeyboardInterrupt:
        hub.close()


if __name__ == "__main__":
    sys.exit(main())
