#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A scan of all repositories on ClickHouse beside one on the store, of the same
rows: two shards on this machine, which share its processors with who asks.

    engine.py HEALTHSCAN BENCH_RUN [ITEMS [REPOSITORIES]]

A million items in a thousand repositories, if not said, with ten times as many
events; ten million in 3,000 take an hour to make, 6 GB for the store and as much
for the servers. Told are wall and processor time (that of the servers, too), the
peak of memory, and how much each shard has read of the whole.
"""
import os
import random
import sys
import tempfile
import time

import fleet
from measure import Run, Runner, heading, in_turn, tell

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

import shards  # noqa: E402

ITEMS, REPOSITORIES = 1000000, 1000
WALL, SHARE, MEMORY_MB = .5, .55, 150
LOGGED_S = 8  # until the servers have written what they were asked
ROUNDS = 2
MEMORY = "6000000000"  # of one question


class Both:
    """The store, and what an export of it is."""

    def __init__(self, healthscan, run, folder, servers, repositories):
        self.run, self.servers, self.folder = run, servers, folder
        self.healthscan = healthscan
        self.db = os.path.join(folder, "store.db")
        self.env = {"PATH": os.environ["PATH"], "HOME": folder}
        names = ["sample/r%d" % n for n in range(1, repositories + 1)]
        random.Random(4).shuffle(names)
        with open(os.path.join(folder, "names"), "w",
                  encoding="ascii") as file:
            file.writelines(name + "\n" for name in names)

    def call(self, *args):
        return self.run([self.healthscan, *args], env=self.env,
                        cwd=self.folder)

    def export(self):
        """It is brought up to date before that."""
        self.call("query", "SELECT 1", "--db", self.db)
        for url in self.servers.urls:
            self.call("export", "clickhouse", url, "--init", "--cluster",
                      "two")
        return self.call("export", "clickhouse", self.servers.url, "--db",
                         self.db, "-q")

    def scan(self, profile, form, *where):
        begin = self.servers_s()
        took = self.call("scan", "names", "-q", "--no-git", "--as-of",
                         "2026-07-01", "--profile", profile, "-f", form,
                         *where)
        return Run(took.wall, took.cpu + self.servers_s() - begin, took.peak)

    def here(self, profile, form="ndjson"):
        return self.scan(profile, form, "--offline", "--db", self.db)

    def there(self, profile, form="ndjson"):
        return self.scan(profile, form, "--engine", self.servers.url)

    def servers_s(self):
        """Processor time of both servers."""
        ticks = 0
        for shard in "12":
            with open(os.path.join(self.servers.folder, shard, "pid"),
                      encoding="ascii") as file:
                pid = file.read().strip()
            with open("/proc/%s/stat" % pid, encoding="ascii") as file:
                fields = file.read().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def read(self, since):
        """How many bytes each shard has read. What the one that is asked says
        is of both."""
        time.sleep(LOGGED_S)
        whole, second = (
            int(self.servers.ask(
                "SELECT sum(read_bytes) FROM system.query_log WHERE type = 2"
                " AND event_time >= toDateTime(%d) AND is_initial_query = %d"
                % (since, initial), shard))
            for shard, initial in ((1, 1), (2, 0)))
        return [whole - second, second]

    def check_same(self):
        """Of what is compared both have to say the same."""
        texts = []
        for where in (("--offline", "--db", self.db),
                      ("--engine", self.servers.url)):
            path = os.path.join(self.folder, "out")
            self.call("scan", "names", "-q", "--no-git", "--as-of",
                      "2026-07-01", "--profile", "full", "-f", "csv", "-o",
                      path, *where)
            with open(path, "rb") as file:
                texts.append(file.read())
        assert texts[0] == texts[1], "both say other things"


def tell_all(both, items, events):
    for profile in ("core", "full"):
        begun = int(time.time())
        best = in_turn(ROUNDS, there=lambda: both.there(profile),
                       here=lambda: both.here(profile))
        heading("Scan of %d items and %d events, profile %s: ClickHouse, and"
                " the store" % (items, events, profile))
        tell("wall time", best["there"].wall, best["here"].wall, WALL)
        tell("processor time, servers and all", best["there"].cpu,
             best["here"].cpu)
        read = both.read(begun)
        tell("bytes that the busier shard has read, of both", max(read),
             sum(read), SHARE, "B", scale=0)
    heading("Peak of memory, and its limit")
    for form in ("table", "ndjson", "json"):
        tell("-f " + form, both.there("full", form).peak, MEMORY_MB, 1, "MB",
             scale=1)


def main():
    healthscan = os.path.abspath(sys.argv[1])
    run = Runner(os.path.abspath(sys.argv[2]))
    items = int(sys.argv[3]) if len(sys.argv) > 3 else ITEMS
    repositories = int(sys.argv[4]) if len(sys.argv) > 4 else REPOSITORIES
    if not shards.HERE:
        print("engine: %s; nothing to measure" % shards.MISSING)
        return
    os.environ.setdefault("HSCAN_CLICKHOUSE_MEMORY", MEMORY)
    os.environ["HSCAN_CLICKHOUSE_LOG"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        servers = shards.Shards()
        try:
            both = Both(healthscan, run, folder, servers, repositories)
            items, events = fleet.fill(both.db, repositories, items)
            took = both.export()
            print("exported in %.1f s" % took.wall)
            both.check_same()
            tell_all(both, items, events)
        finally:
            servers.close()


if __name__ == "__main__":
    main()
