#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fetch, store and compute, beside what they cannot be faster than.

    sync.py HEALTHSCAN [ITEMS]

One run, one machine, one server: the pages fetched by curl to /dev/null, the
first sync of the same pages, a second sync with nothing new, and the metrics
over thirteen windows beside the same medians by SQL window functions. What
counts are the ratios; the seconds are of this machine.
"""
import gzip
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from fake_github import FakeGitHub, Repository, issue, pull  # noqa: E402

END = 1782864000  # 2026-07-01
DAY = 86400
RUNS = 3


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
        headers, body = self.server.answers[self.path]
        same = self.headers.get("If-None-Match") == headers["ETag"]
        self.send_response(304 if same else 200)
        for name, value in headers.items():
            self.send_header(name, value)
        if not same:
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if not same:
            self.wfile.write(body)


class CannedServer:
    """The answers of a FakeGitHub to everything a sync asks for."""

    def __init__(self, hub, binary):
        with tempfile.TemporaryDirectory() as store:
            sync(binary, hub, store)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Canned)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        targets = [request.target for request in hub.log]
        self.server.answers = {target: self.answer(hub, target)
                               for target in targets}
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def answer(self, hub, target):
        request = urllib.request.Request(
            hub.url + target, headers={"Authorization": "Bearer bench"})
        with urllib.request.urlopen(request) as reply:
            headers = {name: reply.headers[name].replace(hub.url, self.url)
                       for name in ("ETag", "Link") if reply.headers[name]}
            return headers, gzip.compress(reply.read(), 5)


def wall(command, **more):
    begin = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **more)
    return time.monotonic() - begin


def fastest(times):
    return min(times)


def fetch_with_curl(hub, pages):
    """All pages over one connection, as healthscan asks for them."""
    lines = []
    targets = [t for t in hub.server.answers if "/issues?" in t]
    assert len(targets) == pages, targets
    for target in targets:
        lines.append(f'url = "{hub.url}{target}"')
        lines.append('output = "/dev/null"')
    return wall(["curl", "-s", "--compressed", "-K", "-"],
                input="\n".join(lines), text=True)


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


def main():
    binary = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    pages = (count + 99) // 100
    repo = Repository("sample", "large", items=items(count))
    with FakeGitHub([repo]) as fake:
        hub = CannedServer(fake, binary)
        curl = fastest(fetch_with_curl(hub, pages) for _ in range(RUNS))
        first = []
        for _ in range(RUNS):
            with tempfile.TemporaryDirectory() as store:
                first.append(sync(binary, hub, store))
        first = fastest(first)
        with tempfile.TemporaryDirectory() as store:
            sync(binary, hub, store)
            again = fastest(sync(binary, hub, store) for _ in range(RUNS))
            compute = fastest(sync(binary, hub, store, "--offline")
                              for _ in range(RUNS))
            medians = fastest(medians_by_sql(store) for _ in range(RUNS))
    print(f"{count} items, {pages} pages, fastest of {RUNS}")
    print(f"curl, the pages to /dev/null          {curl:7.3f} s")
    print(f"first sync, stored and computed       {first:7.3f} s"
          f"   {first / curl:5.2f} x curl")
    print(f"second sync, nothing new              {again:7.3f} s"
          f"   {again / first:5.2f} x first")
    print(f"compute alone, all metrics, 13 windows{compute:7.3f} s"
          f"   {compute / medians:5.2f} x one median by window functions")


if __name__ == "__main__":
    main()
