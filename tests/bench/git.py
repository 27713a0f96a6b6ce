#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The first walk of a history, beside git's own log of it.

    git.py BENCH_GIT_WALK [DIR...]

The walk gives every commit's author, date and documentation flag; git's log
only those that touch docs/, and reads no commit-graph. Three walks: of a copy
without a commit-graph, with one, and with one that has changed-path filters.
Nothing is written to DIR. Without one, a history is made up. Of RUNS runs of
each, in turn, the fastest counts; wall time, with processor time behind it, as
the walk has a helper on a second processor. Last, what a run costs that finds
nothing new.
"""
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

RUNS = int(os.environ.get("RUNS", "5"))
COMMITS = 20000
FOLDER = "docs"
LIMITS = {"none": 0.7, "graph": 0.5, "filters": 0.4}
GRAPHS = {"none": None, "graph": ["--no-changed-paths"],
          "filters": ["--changed-paths"]}


def git(folder, *args, **more):
    return subprocess.run(["git", "-C", folder, *args], check=True,
                          stdout=subprocess.PIPE, **more).stdout.decode()


def made_up(count):
    """A root of two hundred names, side branches, one commit in six touches
    documentation: as large projects are."""
    dice = random.Random(20260701)
    for n in range(1, count + 1):
        who = int(dice.random() * dice.random() * 800)
        when = 1500000000 + n * 9000
        text = " ".join("word%d" % dice.randrange(1000)
                        for _ in range(dice.randrange(80)))
        yield "commit refs/heads/%s\nmark :%d\n" % (
            "side" if n % 8 == 6 else "main", n)
        for role in ("author", "committer"):
            yield "%s Name %d <n%d@example.org> %d +0000\n" % (
                role, who, who, when)
        yield "data %d\n%s\n" % (len(text), text)
        if n % 8 == 6:
            yield "from :%d\n" % (n - 1)
        if n % 8 == 7:
            yield "from :%d\nmerge :%d\n" % (n - 2, n - 1)
        paths = ["file%d.c" % i for i in range(200)] if n == 1 else []
        for _ in range(dice.randrange(1, 4)):
            paths.append(dice.choice((
                "file%d.c", "src/part%d/code.c", "src/part%d/code.h",
                "tests/deep/er/test%d.c")) % dice.randrange(200))
        if dice.random() < 1 / 6:
            paths.append("docs/deep/page%d.md" % dice.randrange(200))
        for path in paths:
            yield "M 100644 inline %s\ndata %d\n%d\n\n" % (
                path, len(str(n)) + 1, n)


def make_history(folder):
    subprocess.run(["git", "init", "-q", "--bare", folder], check=True)
    git(folder, "symbolic-ref", "HEAD", "refs/heads/main")
    git(folder, "fast-import", "--quiet",
        input="".join(made_up(COMMITS)).encode())
    git(folder, "repack", "-q", "-a", "-d", "-f")
    return folder


def copies(folder, scratch):
    """Bare copies that share its objects' files, or have their own."""
    objects = git(folder, "rev-parse", "--git-path", "objects").strip()
    objects = os.path.join(folder, objects)
    head = git(folder, "rev-parse", "HEAD").strip()
    result = {}
    for name, options in GRAPHS.items():
        copy = os.path.join(scratch, name)
        subprocess.run(["git", "init", "-q", "--bare", copy], check=True)
        shutil.rmtree(os.path.join(copy, "objects"))
        try:
            shutil.copytree(objects, os.path.join(copy, "objects"),
                            copy_function=os.link)
        except (OSError, shutil.Error):
            shutil.rmtree(os.path.join(copy, "objects"))
            shutil.copytree(objects, os.path.join(copy, "objects"))
        info = os.path.join(copy, "objects", "info")
        for graph in ("commit-graph", "commit-graphs"):
            path = os.path.join(info, graph)
            if os.path.isdir(path):
                shutil.rmtree(path)
            elif os.path.exists(path):
                os.remove(path)
        git(copy, "symbolic-ref", "HEAD", "refs/heads/main")
        git(copy, "update-ref", "refs/heads/main", head)
        if options:
            git(copy, "commit-graph", "write", "--reachable", *options)
        result[name] = copy
    return result


def took(command):
    """Seconds of processor time, and of wall time; what it says."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    wall = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime -
            before.ru_stime, wall, out)


def fastest(commands):
    """Runs them in turn; the least of each."""
    best = {}
    for _ in range(RUNS):
        for name, command in commands.items():
            cpu, wall, out = took(command)
            old = best.get(name, (cpu, wall, out))
            best[name] = (min(cpu, old[0]), min(wall, old[1]), out)
    return best


def log_of(folder, path):
    return ["git", "-C", folder, "-c", "core.commitGraph=false", "log",
            "--no-merges", "--full-history", "--oneline", "--", path]


def measure(walk, name, folder):
    with tempfile.TemporaryDirectory() as scratch:
        places = copies(folder, scratch)
        plain = places["none"]
        has = git(plain, "ls-tree", "--name-only", "HEAD").split("\n")
        commands = {"log": log_of(plain, FOLDER)}
        if FOLDER not in has and "Documentation" in has:
            commands["log of Documentation"] = log_of(plain, "Documentation")
        for kind, place in places.items():
            commands[kind] = [walk, place, FOLDER + "/**"]
            commands[kind + ", default paths"] = [walk, place]
        best = fastest(commands)
        count = int(git(plain, "rev-list", "--count", "HEAD"))
        print("%s: %d commits; git log -- %s %.3f s (%.3f s)"
              % (name, count, FOLDER, best["log"][1], best["log"][0]))
        for kind, (cpu, wall, _) in best.items():
            if kind == "log":
                continue
            limit = LIMITS.get(kind)
            print("  %-28s%8.3f s %6.2f x  (%.3f s %6.2f x)%s" % (
                kind, wall, wall / best["log"][1], cpu,
                cpu / best["log"][0],
                "  limit %.1f x" % limit if limit else ""))
        for suffix in ("", ", default paths"):
            if len({best[kind + suffix][2] for kind in GRAPHS}) != 1:
                sys.exit("git.py: the walks do not agree" + suffix)
        again = min(float(subprocess.run(
            [walk, plain, "--again"], check=True,
            stdout=subprocess.PIPE).stdout) for _ in range(RUNS))
        print("  %-28s%8.1f ms           limit 20 ms" % ("nothing new", again))


def main():
    walk, folders = os.path.abspath(sys.argv[1]), sys.argv[2:]
    print("the walk of a history, beside git log --no-merges --full-history")
    for folder in folders:
        origin = subprocess.run(
            ["git", "-C", folder, "config", "remote.origin.url"],
            check=False, stdout=subprocess.PIPE).stdout.decode().strip()
        measure(walk, origin or os.path.basename(os.path.abspath(folder)),
                folder)
    if not folders:
        with tempfile.TemporaryDirectory() as scratch:
            measure(walk, "made up",
                    make_history(os.path.join(scratch, "history")))


if __name__ == "__main__":
    main()
