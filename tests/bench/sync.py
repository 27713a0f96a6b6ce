#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fetch, store and compute, beside what they cannot be faster than.

    sync.py HEALTHSCAN [ITEMS]

One run, one machine, one server: the list of issues fetched by curl to
/dev/null and, where it is installed, by gh api --paginate; the first sync, at
100 ms an answer and at none; a second sync with nothing new; and the metrics
over thirteen windows beside the same medians by SQL window functions. What
counts are the ratios; the seconds are of this machine.
"""
import gzip
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from fake_github import FakeGitHub, Repository, issue, pull  # noqa: E402

END = 1782864000  # 2026-07-01
DAY = 86400
RUNS = 3
ISSUES = ("/repos/sample/large/issues?state=all&sort=updated&direction=desc"
          "&per_page=100")


def items(count):
    """Three pull requests for two issues, over four years."""
    random.seed(20260701)
    rows = []
    for number in range(1, count + 1):
        created = END - random.randrange(1, 4 * 365 * DAY)
        done = min(created + int(random.expovariate(1 / (4 * DAY))), END - 1)
        body = "word " * random.randrange(20, 400)
        if number % 5 < 3:
            rows.append(pull(number, created, merged=done, body=body))
        else:
            rows.append(issue(number, created, closed=done, body=body))
    return rows


class Canned(BaseHTTPRequestHandler):
    """Answers from memory: what is measured is the client."""
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_GET(self):
        time.sleep(self.server.canned.latency)
        status, headers, body = self.server.canned.answer(self.path)
        if self.headers.get("If-None-Match", "") == headers.get("ETag"):
            status = 304
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if status != 304:
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


class CannedServer:
    """The answers of a FakeGitHub, each kept when it was first asked for;
    after `latency` seconds."""

    def __init__(self, hub, latency=0.0):
        self.hub, self.latency, self.answers = hub, latency, {}
        self.lock = threading.Lock()
        self.server = Server(("127.0.0.1", 0), Canned)
        self.server.canned = self
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def answer(self, target):
        with self.lock:
            if target not in self.answers:
                self.answers[target] = self.ask(target)
            return self.answers[target]

    def ask(self, target):
        request = urllib.request.Request(
            self.hub.url + target, headers={"Authorization": "Bearer bench"})
        try:
            reply = urllib.request.urlopen(request)
        except urllib.error.HTTPError as refusal:
            reply = refusal
        with reply:
            headers = {name: reply.headers[name].replace(self.hub.url,
                                                         self.url)
                       for name in ("ETag", "Link") if reply.headers[name]}
            return reply.status, headers, gzip.compress(reply.read(), 5)


def wall(command, **more):
    begin = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **more)
    return time.monotonic() - begin


def fastest(times):
    return min(times)


def issue_pages(hub):
    """The list of issues as it goes from the top, a page a target."""
    targets, target = [], ISSUES
    while target:
        targets.append(target)
        link = re.search(r'<([^>]*)>; rel="next"',
                         hub.answer(target)[1].get("Link", ""))
        target = link and link.group(1)[len(hub.url):]
    return targets


def fetch_with_curl(hub, targets):
    """All pages over one connection, one after the other."""
    lines = []
    for target in targets:
        lines.append(f'url = "{hub.url}{target}"')
        lines.append('output = "/dev/null"')
    return wall(["curl", "-s", "--compressed", "-K", "-"],
                input="\n".join(lines), text=True)


def fetch_with_gh(hub):
    """The same list by gh, which follows its pages too; None without gh."""
    if not shutil.which("gh"):
        return None
    return wall(["gh", "api", "--paginate", hub.url + ISSUES, "--jq",
                 ".[].number"], env=dict(os.environ, GH_TOKEN="bench"))


def sync(binary, hub, store, *more):
    env = dict(os.environ, GH_TOKEN="bench", HOME=store)
    return wall([binary, "repo", "sample/large", "--api-url", hub.url,
                 "--db", os.path.join(store, "bench.db"), "--no-git", "-q",
                 "--as-of", "2026-07-01", "--format", "json", *more], env=env)


MEDIANS = """
WITH w(no, s, e) AS (
  SELECT value, ? - (value + 1) * 2592000, ? - value * 2592000
    FROM generate), r AS (
  SELECT w.no, (merged_at - created_at) / 3600.0 AS v,
         row_number() OVER (PARTITION BY w.no
                            ORDER BY merged_at - created_at) AS k,
         count(*) OVER (PARTITION BY w.no) AS n
    FROM w JOIN item ON merged_at >= s AND merged_at < e AND kind = 2)
SELECT no, avg(v) FROM r WHERE k IN ((n + 1) / 2, (n + 2) / 2) GROUP BY no
"""


def medians_by_sql(store):
    db = sqlite3.connect(os.path.join(store, "bench.db"))
    db.execute("CREATE TEMP TABLE generate(value)")
    db.executemany("INSERT INTO generate VALUES (?)",
                   [(i,) for i in range(13)])
    begin = time.monotonic()
    rows = db.execute(MEDIANS, (END, END)).fetchall()
    took = time.monotonic() - begin
    assert len(rows) == 13, rows
    db.close()
    return took


def first_syncs(binary, hub):
    times = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as store:
            times.append(sync(binary, hub, store))
    return fastest(times)


def tell(what, took, beside=None, name=""):
    ratio = f"   {took / beside:5.2f} x {name}" if beside else ""
    print(f"{what:<40}{took:7.3f} s{ratio}")


def fetch(binary, fake, count, latency):
    """First syncs beside what others need for the list of issues alone."""
    hub = CannedServer(fake, latency)
    targets = issue_pages(hub)
    first_syncs(binary, hub)  # so that every answer is there
    curl = fastest(fetch_with_curl(hub, targets) for _ in range(RUNS))
    gh = [fetch_with_gh(hub) for _ in range(RUNS)]
    first = first_syncs(binary, hub)
    print(f"{count} items, {len(targets)} pages of issues, "
          f"{latency * 1000:.0f} ms an answer, fastest of {RUNS}")
    tell("curl, the pages to /dev/null", curl)
    if gh[0] is None:
        print("gh api --paginate                       (gh is not installed)")
    else:
        tell("gh api --paginate, of the same list", fastest(gh), curl, "curl")
    tell("first sync, stored and computed", first, curl, "curl")
    if gh[0] is not None:
        tell("", first, fastest(gh), "gh")
    print()
    return hub, first


def main():
    binary = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    repo = Repository("sample", "large", items=items(count))
    with FakeGitHub([repo], page_style="cursor") as fake:
        fetch(binary, fake, count, 0.1)
        hub, first = fetch(binary, fake, count, 0.0)
        with tempfile.TemporaryDirectory() as store:
            sync(binary, hub, store)
            again = fastest(sync(binary, hub, store) for _ in range(RUNS))
            compute = fastest(sync(binary, hub, store, "--offline")
                              for _ in range(RUNS))
            medians = fastest(medians_by_sql(store) for _ in range(RUNS))
    tell("second sync, nothing new", again, first, "first")
    tell("compute alone, all metrics, 13 windows", compute, medians,
         "one median by window functions")


if __name__ == "__main__":
    main()
