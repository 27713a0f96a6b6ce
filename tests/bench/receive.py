#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Deliveries a second, durably, beside a server that only checks signatures.

    receive.py HEALTHSCAN BENCH_RECEIVE [COUNT]

The same sender sends the same deliveries of 8 to 30 kB, over 32 connections,
to `healthscan receive`, whose store lies on the disk of $TMPDIR, and to the
least that libmicrohttpd can do. Then 1,000 a second for some seconds, while
another process reads the store: how long 99 in 100 wait.
"""
import os
import re
import subprocess
import sys
import tempfile
import time

from measure import heading, tell

LIMIT = 2.0        # times as long as the bare server
WAIT_MS = 100.0    # of 99 in 100, at 1,000 a second
PEAK_MB = 100.0
ROUNDS = 3


class Server:
    """Something that listens; its port."""

    def __init__(self, args, port, **more):
        self.process = subprocess.Popen(args, **more)
        self.port = port(self.process)

    def peak(self):
        """Megabytes that it has had at most."""
        with open("/proc/%d/status" % self.process.pid) as file:
            return int(re.search(r"VmHWM:\s+(\d+)", file.read())[1]) / 1024

    def end(self):
        self.process.terminate()
        self.process.wait()


def bare(bench):
    return Server([bench, "bare"], lambda p: int(p.stdout.readline()),
                  stdout=subprocess.PIPE)


def receiver(healthscan, folder):
    log = os.path.join(folder, "log")

    def port(process):
        for _ in range(500):
            with open(log) as file:
                found = re.search(r"listening on \S*:(\d+)", file.read())
            if found:
                return int(found[1])
            time.sleep(0.01)
        process.kill()
        sys.exit("healthscan receive does not listen")
    env = {"PATH": os.environ.get("PATH", ""), "HOME": folder,
           "HEALTHSCAN_WEBHOOK_SECRET": "It's a Secret to Everybody"}
    return Server([healthscan, "receive", "--listen", "127.0.0.1:0", "--db",
                   os.path.join(folder, "store.db")], port,
                  stderr=open(log, "wb"), env=env, cwd=folder)


def send(bench, port, count, seed, rate=0):
    done = subprocess.run([bench, "send", str(port), str(count), "32",
                           str(rate), str(seed)], check=True, text=True,
                          stdout=subprocess.PIPE, timeout=120)
    return [float(word) for word in done.stdout.split()]


def main():
    healthscan, bench = map(os.path.abspath, sys.argv[1:3])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 4000
    with tempfile.TemporaryDirectory() as folder:
        ours, other = receiver(healthscan, folder), bare(bench)
        best = {}
        for turn in range(ROUNDS):
            for name, server in (("ours", ours), ("bare", other)):
                seconds = send(bench, server.port, count,
                               1 + turn * count)[0]
                best[name] = min(seconds, best.get(name, seconds))
        other.end()
        scan = subprocess.Popen(
            ["sh", "-c", 'while "$0" query "SELECT sum(number) FROM v_item" '
             '--db "$1" >/dev/null 2>&1; do :; done', healthscan,
             os.path.join(folder, "store.db")], start_new_session=True)
        time.sleep(0.2)
        paced = send(bench, ours.port, 5000, 1 + ROUNDS * count, 1000)
        os.killpg(scan.pid, 15)
        scan.wait()
        peak = ours.peak()
        ours.end()
    heading("Receiving %d deliveries of 8 to 30 kB over 32 connections" % count)
    tell("durably, and by a server that drops them", best["ours"],
         best["bare"], LIMIT)
    print("(%.0f deliveries a second, and %.0f)" % (
        count / best["ours"], count / best["bare"]))
    print("At 1,000 a second while the store is read, half are answered within "
          "%.1f ms,\n99 in 100 within %.1f ms (%.0f at most), all within %.1f "
          "ms; memory %.0f MB (%.0f at most)." % (
              paced[1], paced[2], WAIT_MS, paced[3], peak, PEAK_MB))


if __name__ == "__main__":
    main()
