#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An export to ClickHouse beside the same bytes from curl.

    export.py HEALTHSCAN BENCH_RUN [ITEMS [REPOSITORIES]]

Two shards and tables over both, as tests/support/clickhouse.sh makes them. The
first export goes by way of a recorder, which keeps what is sent. After that
exports and curl take turns, each into empty tables of the same servers, and
the best of each counts. The rate is by the rows that both send; an export also
reads a store, asks the server what it has, and counts what has come.
"""
import itertools
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, "support"))

import catalogue  # noqa: E402
import shards  # noqa: E402
from measure import Run, Runner, have, heading, tell  # noqa: E402

ITEMS, REPOSITORIES, ROUNDS = 200000, 300, 3
LEAST_RATE = 0.5
NOTHING_NEW_REPOSITORIES, NOTHING_NEW_S = 3000, 0.1
TABLES = ("item", "answer", "event", "commit", "page", "author", "release",
          "tag", "state", "repo", "account", "closed")

# What catalogue.py makes is of one repository; its numbers say of which it is
# here.
SPREAD = """
WITH RECURSIVE n(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n
                         WHERE n < :repos)
INSERT INTO repo (repo_id, host, forge_id, full_name, default_branch,
                  created_at, pushed_at, has_issues, archived, fork)
SELECT n, host, n, 'sample/large' || n, default_branch, created_at,
       pushed_at, 1, 0, 0
  FROM n, repo;
INSERT INTO stream (repo_id, stream, finished, synced_at)
SELECT r.repo_id, s.stream, 1, s.synced_at
  FROM repo AS r, stream AS s WHERE r.repo_id > 1;
INSERT INTO git_head (repo_id, sha, ref, doc_paths, mailmap, synced_at)
SELECT r.repo_id, h.sha, h.ref, h.doc_paths, h.mailmap, h.synced_at
  FROM repo AS r, git_head AS h WHERE r.repo_id > 1;
UPDATE item SET repo_id = 1 + number % :repos;
UPDATE event SET repo_id = 1 + number % :repos;
UPDATE response SET repo_id = 1 + number % :repos;
UPDATE item_detail SET repo_id = 1 + number % :repos;
UPDATE git_author SET repo_id = 1 + author_id % :repos;
UPDATE git_commit SET repo_id = 1 + author_id % :repos;
UPDATE release SET repo_id = 1 + forge_id % :repos
"""


def fill(path, items, repos):
    catalogue.fill(path, items)
    db = sqlite3.connect(path)
    for statement in SPREAD.split(";\n"):
        db.execute(statement,
                   {"repos": repos} if ":repos" in statement else {})
    db.commit()
    db.close()


class Recorder:
    """Stands before a server and keeps, of each request to insert, the target
    and the body as they were."""

    def __init__(self, url, folder):
        authority, self.path = url.split("//", 1)[1].split("/", 1)
        host, port = authority.rsplit(":", 1)
        self.server, self.folder = (host, int(port)), folder
        self.kept = []  # targets and files
        self.numbers = itertools.count()  # two may come at once
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = "http://127.0.0.1:%d/%s" % (
            self.listener.getsockname()[1], self.path)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,),
                             daemon=True).start()

    def serve(self, client):
        server = socket.create_connection(self.server)
        threading.Thread(target=self.pass_back, args=(server, client),
                         daemon=True).start()
        with client, client.makefile("rb") as source:
            while True:
                head = b""
                for line in iter(source.readline, b"\r\n"):
                    if not line:
                        return
                    head += line
                self.pass_on(source, server, head)

    @staticmethod
    def pass_back(server, client):
        try:
            for data in iter(lambda: server.recv(1 << 16), b""):
                client.sendall(data)
        except OSError:
            pass

    def pass_on(self, source, server, head):
        target = head.split(b" ", 2)[1].decode()
        server.sendall(head + b"\r\n")
        path = os.path.join(self.folder, "%03d" % next(self.numbers))
        with open(path, "wb") as file:
            for piece, framed in self.pieces(source, head.lower()):
                file.write(piece)
                server.sendall(framed)
        if "query=INSERT" in target:
            self.kept.append((target, path))

    @staticmethod
    def pieces(source, head):
        """What the body says, and how it came."""
        if b"transfer-encoding: chunked" not in head:
            at = head.find(b"content-length:")
            left = int(head[at:].split(b"\r\n")[0].split(b":")[1]) \
                if at >= 0 else 0
            body = source.read(left)
            yield body, body
            return
        while True:
            line = source.readline()
            size = int(line, 16)
            data = source.read(size + 2)
            yield data[:size], line + data
            if size == 0:
                return


class Servers(shards.Shards):
    def empty(self):
        for shard in (1, 2):
            for table in TABLES:
                self.ask("TRUNCATE TABLE %s_local" % table, shard)

    def processor_s(self):
        """What both have taken by now."""
        total = 0
        for shard in ("1", "2"):
            with open(os.path.join(self.folder, shard, "pid")) as file:
                pid = file.read().strip()
            with open("/proc/%s/stat" % pid) as file:
                fields = file.read().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / os.sysconf("SC_CLK_TCK")


def curl(run, url, kept):
    """One curl, which keeps its connection, sends all bodies."""
    command, base = ["curl", "-sS", "--fail"], url.rsplit("/", 1)[0]
    for target, path in kept:
        command += ["-X", "POST", "-H", "Expect:", "-T", path,
                    base + target, "--next", "-sS", "--fail"]
    return run(command[:-3])


class Export:
    def __init__(self, healthscan, run, servers, folder):
        self.healthscan, self.run, self.servers = healthscan, run, servers
        self.env = {"HOME": folder, "PATH": os.environ["PATH"]}
        for url in servers.urls:
            self.command(url, "--init", "--cluster", "two")

    def command(self, url, *args):
        return self.run([self.healthscan, "export", "clickhouse", url, "-q",
                         *args], env=self.env)

    def send(self, path, url=None):
        return self.command(url or self.servers.url, "--db", path)

    def in_turn(self, path, kept):
        """The best of each, and what the servers took for it."""
        best = {}
        for _ in range(ROUNDS):
            for name, turn in (
                    ("ours", lambda: self.send(path)),
                    ("curl", lambda: curl(self.run, self.servers.url, kept))):
                self.servers.empty()
                before = self.servers.processor_s()
                run = turn()
                theirs = self.servers.processor_s() - before
                if name not in best or run.wall < best[name][0].wall:
                    best[name] = (run, theirs)
        return best


def tell_rate(export, path, folder):
    recorder = Recorder(export.servers.url, folder)
    export.send(path, recorder.url)
    sent = sum(os.path.getsize(file) for _, file in recorder.kept)
    best = export.in_turn(path, recorder.kept)
    (ours, beside), (theirs, alone) = best["ours"], best["curl"]
    heading("Export to ClickHouse, two shards, %.0f MB of RowBinary in %d"
            " requests: beside curl" % (sent / 1e6, len(recorder.kept)))
    tell("wall time", ours.wall, theirs.wall, 1 / LEAST_RATE)
    tell("processor time of the sender", ours.cpu, theirs.cpu)
    tell("processor time of the servers", beside, alone)
    print("%-46s %.2f of curl's (%.2f at least)" % (
        "rate", theirs.wall / ours.wall, LEAST_RATE))


def tell_nothing_new(export, path):
    export.servers.empty()
    export.send(path)
    best = None
    for _ in range(5):
        run = export.send(path)
        best = run.best(best) if best else run
    heading("Export with nothing new, %d repositories: beside its limit"
            % NOTHING_NEW_REPOSITORIES)
    tell("wall time", best.wall, NOTHING_NEW_S, 1)
    tell("processor time", best.cpu, NOTHING_NEW_S, 1)


def main():
    healthscan, run = sys.argv[1], Runner(sys.argv[2])
    items = int(sys.argv[3]) if len(sys.argv) > 3 else ITEMS
    repos = int(sys.argv[4]) if len(sys.argv) > 4 else REPOSITORIES
    if not shards.HERE or not have("curl"):
        print("\nExport to ClickHouse: %s" % (
            shards.MISSING if have("curl") else "curl is not there"))
        return
    folder = tempfile.mkdtemp(prefix="bench-export-")
    servers = Servers()
    try:
        export = Export(healthscan, run, servers, folder)
        path = os.path.join(folder, "rate.db")
        fill(path, items, repos)
        tell_rate(export, path, folder)
        path = os.path.join(folder, "many.db")
        fill(path, 5 * NOTHING_NEW_REPOSITORIES, NOTHING_NEW_REPOSITORIES)
        tell_nothing_new(export, path)
    finally:
        servers.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
