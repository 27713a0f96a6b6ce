# SPDX-License-Identifier: MIT
"""Runs the program for the end-to-end tests.

    class TestSomething(Case):
        def test_it(self):
            hub = self.hub(Repository("sample", "meadow"))
            result = self.repo(hub, "sample/meadow", "--as-of", "2026-03-01")
            self.assertEqual(result.code, 0)
            self.assertEqual(result.metric("pr_merge_cycle")["value"], 2)

The program is the one that the environment names as HEALTHSCAN. Each test has
a folder of its own that holds its home, its stores and its clones, and an
environment of its own in which nothing of the tester's is left.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

SUPPORT = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.environ.get("HSCAN_SOURCE_DIR",
                        os.path.dirname(os.path.dirname(SUPPORT)))
PROGRAM = os.environ.get("HEALTHSCAN", "healthscan")
TIMEOUT = 60

sys.dont_write_bytecode = True
sys.path.insert(0, SUPPORT)

import json_schema  # noqa: E402
from fake_github import FakeGitHub, iso, seconds  # noqa: E402



def validator(name):
    """Of a schema of ours, with no room for what it does not describe."""
    path = os.path.join(SOURCE, "src", "report",
                        "healthscan.%s-1.schema.json" % name)
    with open(path, "rb") as file:
        return json_schema.Validator(
            json_schema.closed(json_schema.load(file.read())))


SCHEMA = validator("report")
SCAN_SCHEMA = validator("scan")
WAITING_SCHEMA = validator("waiting")

# A clock's reading is the only thing that two reports may differ in.
CLOCKS = re.compile(rb'("(?:generated_at|synced_at)"\s*:\s*)(?:"[^"]*"|null)')


def masked(report):
    """The bytes of a JSON report without what the clock said."""
    return CLOCKS.sub(rb'\1"-"', report)


def check_schema(schema, value):
    faults = ["%s: %s" % fault for fault in schema.faults(value)]
    if faults:
        raise AssertionError("not as the schema says:\n" + "\n".join(faults))


def check_report(text):
    """The report, which has to be as its schema says, and no more."""
    report = json_schema.load(text)
    check_schema(SCHEMA, report)
    return report


def check_reports(text):
    """Every report in the output: alone, a line each, or within a scan."""
    whole = text.startswith(b"{\n")
    for document in [text] if whole else text.splitlines():
        value = json_schema.load(document)
        if value["schema"] == "healthscan.report/1":
            check_report(document)
        if value["schema"] == "healthscan.scan/1":
            check_schema(SCAN_SCHEMA, value)
        for entry in value.get("repositories", ()):
            if "report" in entry:
                check_report(json.dumps(entry["report"]).encode())


def at(day, clock="00:00:00"):
    """Seconds since 1970 of "2026-02-01" and "12:00:00"."""
    return seconds("%sT%sZ" % (day, clock))


class Result:
    """What a finished run has left."""

    def __init__(self, code, out, err):
        self.code, self.out = code, out
        self.err = err.decode("utf-8", "replace")

    def __repr__(self):
        return "exit %d\n--- stdout\n%s\n--- stderr\n%s" % (
            self.code, self.out.decode("utf-8", "replace"), self.err)

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def lines(self):
        """The lines on stderr."""
        return self.err.splitlines()

    @property
    def bytes(self):
        return masked(self.out)

    @property
    def rows(self):
        """The objects of a stream, a line each."""
        return [json.loads(line) for line in self.out.splitlines()]

    def metric(self, name):
        found = [m for m in self.json["metrics"] if m["id"] == name]
        assert len(found) == 1, "%s is there %d times" % (name, len(found))
        return found[0]

    def value(self, name):
        return self.metric(name)["value"]


class Box:
    """A folder, an environment, and the program in them."""

    def __init__(self):
        self.dir = os.path.realpath(tempfile.mkdtemp(prefix="healthscan-e2e."))
        self.home = self.path("home")
        self.work = self.path("work")  # in no clone
        self.tmp = self.path("tmp")
        for folder in (self.home, self.work, self.tmp):
            os.mkdir(folder)
        self.env = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": self.home,
            "XDG_CONFIG_HOME": os.path.join(self.home, "config"),
            "XDG_DATA_HOME": os.path.join(self.home, "data"),
            "XDG_CACHE_HOME": os.path.join(self.home, "cache"),
            "TMPDIR": self.tmp,
            "LC_ALL": "C.UTF-8",
            "TZ": "America/St_Johns",  # must not matter
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CEILING_DIRECTORIES": self.dir,
            "no_proxy": "*",
            # Whatever a test forgets to say: nobody listens there.
            "HEALTHSCAN_API_URL": "http://127.0.0.1:1",
            "HEALTHSCAN_RETRY_DELAY": "0s",
        }
        for name, value in os.environ.items():
            if name.startswith(("ASAN_", "UBSAN_", "LSAN_", "LLVM_PROFILE",
                                "GCOV_")):
                self.env[name] = value
        # As in tests/CMakeLists.txt, for a test that is run by itself.
        self.env.setdefault("ASAN_OPTIONS", "detect_stack_use_after_return=1:"
                            "quarantine_size_mb=1")

    def path(self, *names):
        return os.path.join(self.dir, *names)

    def write(self, name, text, mode=0o644):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        os.chmod(path, mode)
        return path

    def start(self, *args, env=None, cwd=None, **more):
        """A running program; `env` adds, and takes away what is None."""
        full = {**self.env, **(env or {})}
        full = {name: value for name, value in full.items()
                if value is not None}
        more.setdefault("stdout", subprocess.PIPE)
        more.setdefault("stderr", subprocess.PIPE)
        more.setdefault("stdin", subprocess.DEVNULL)
        program = self.for_others() if "user" in more else PROGRAM
        return subprocess.Popen([program, *args], env=full,
                                cwd=cwd or self.work, **more)

    def for_others(self):
        """The program where another user may run it: not in a home folder."""
        copy = self.path("healthscan")
        if not os.path.exists(copy):
            shutil.copy(PROGRAM, copy)
        return copy

    def wait(self, process, timeout=TIMEOUT):
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            raise AssertionError("no end after %d s: %r\n%s" % (
                timeout, process.args[1:], (err or b"").decode(
                    "utf-8", "replace"))) from None
        # Of a build that counts, when somebody else cannot leave the counts.
        err = re.sub(rb"(?m)^profiling:.*\n", b"", err or b"")
        result = Result(process.returncode, out or b"", err)
        # Of a build with sanitizers; never to be taken for a failure that a
        # test waits for.
        for mark in ("Sanitizer", "runtime error:"):
            if mark in result.err:
                raise AssertionError("%r\n%r" % (process.args[1:], result))
        if b'"healthscan.report/1"' in result.out:
            check_reports(result.out)
        if b'"schema": "healthscan.waiting/1"' in result.out:
            check_schema(WAITING_SCHEMA, json_schema.load(result.out))
        return result

    def run(self, *args, timeout=TIMEOUT, **more):
        return self.wait(self.start(*args, **more), timeout)

    def grep(self, text, below=None):
        """The files that hold the text."""
        found = []
        wanted = text if isinstance(text, bytes) else text.encode()
        for folder, _, names in os.walk(below or self.dir):
            for name in names:
                path = os.path.join(folder, name)
                if not os.path.isfile(path):
                    continue
                with open(path, "rb") as file:
                    if wanted in file.read():
                        found.append(path)
        return found

    def close(self):
        shutil.rmtree(self.dir, ignore_errors=True)


class Case(unittest.TestCase):
    """A test with a box of its own and the servers that it asks for."""

    maxDiff = 4000
    longMessage = True

    def setUp(self):
        self.box = Box()
        self.addCleanup(self.box.close)

    def hub(self, *repos, **more):
        hub = FakeGitHub(repos, **more).start()
        self.addCleanup(hub.close)
        return hub

    def run_program(self, *args, **more):
        return self.box.run(*args, **more)

    def command(self, command, hub, *args, db="store.db", token=None, **more):
        env = dict(more.pop("env", None) or {})
        if token is not None:
            env["GH_TOKEN"] = token
        where = ["--api-url", hub.url] if hub else []
        return self.box.run(command, "--db", self.box.path(db), *where, *args,
                            env=env, **more)

    def repo(self, hub, *args, **more):
        """`healthscan repo --format json` against a server."""
        return self.command("repo", hub, "--format", "json", *args, **more)

    def good(self, hub, *args, **more):
        """As repo(), and it has to end well."""
        result = self.repo(hub, *args, **more)
        self.assertEqual(result.code, 0, result)
        return result

    def check_failure(self, result, code, *words):
        """One clear line on stderr that holds the words, and the code."""
        self.assertEqual(result.code, code, result)
        self.assertEqual(len(result.lines), 1, result)
        line = result.lines[0]
        self.assertTrue(line.startswith("healthscan: "), result)
        self.assertIn(": ", line[len("healthscan: "):], result)
        for word in words:
            self.assertIn(word, line, result)
        return line


def eventually(condition, what, timeout=20):
    """Waits until the condition holds."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError("in vain: " + what)


def process_status(process):
    with open("/proc/%d/status" % process.pid) as file:
        return dict(line.split(":", 1) for line in file)


def catches(process, number=signal.SIGINT):
    return bool(int(process_status(process)["SigCgt"], 16) >> number - 1 & 1)


def until_idle(process, number=signal.SIGINT):
    """Waits until it catches that signal, and then for something else."""
    def look():
        return "S" in process_status(process)["State"].split() and \
            catches(process, number)
    for _ in range(5):
        eventually(look, "it waits")
        time.sleep(0.05)


def in_parallel(jobs, at_once=8):
    """Calls all, some at a time, and tells of every failure together."""
    failures = []
    gate = threading.Semaphore(at_once)

    def call(name, job):
        with gate:
            try:
                job()
            except Exception as failure:  # each is reported
                failures.append("%s: %s" % (name, failure))

    threads = [threading.Thread(target=call, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise AssertionError("\n\n".join(sorted(failures)))


def asked(hub, part=""):
    """What was asked of a server, path and query, where it holds `part`."""
    with hub.lock:
        return [r.target for r in hub.log if part in r.target]


def answered(hub, part=""):
    with hub.lock:
        return [r.status for r in hub.log if part in r.target]


# -- git --------------------------------------------------------------------

class History:
    """A history for git fast-import; commits are numbered from 1.

        history = History()
        one = history.commit(at("2026-01-01"), {"docs/a.md": "text"})
        two = history.commit(at("2026-01-02"), {"docs/a.md": None}, [one])
    """

    def __init__(self):
        self.lines = []
        self.marks = 0

    def commit(self, when, files=(), parents=None, author="Ann",
               email=None, branch="refs/heads/main"):
        """parents None: the commit before. A file of None is deleted."""
        if parents is None:
            parents = [self.marks] if self.marks else []
        self.marks += 1
        who = "%s <%s> %d +0000" % (
            author, email or author.lower() + "@example.org", when)
        out = ["commit " + branch, "mark :%d" % self.marks, "author " + who,
               "committer " + who, "data 2", "c"]
        if not parents:
            out.insert(0, "reset " + branch)
        for place, parent in enumerate(parents):
            out.append("%s :%d" % ("merge" if place else "from", parent))
        for path, text in dict(files).items():
            if text is None:
                out.append("D " + path)
            else:
                out += ["M 100644 inline " + path,
                        "data %d" % len(text.encode()), text]
        self.lines.append("\n".join(out) + "\n\n")
        return self.marks

    def stream(self):
        return "".join(self.lines).encode()


def git(box, *args, cwd=None, stdin=None):
    """What git says; it has to end well."""
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *args],
        cwd=cwd or box.work, input=stdin, env={
            **box.env, "GIT_AUTHOR_NAME": "Ann", "GIT_COMMITTER_NAME": "Ann",
            "GIT_AUTHOR_EMAIL": "ann@example.org",
            "GIT_COMMITTER_EMAIL": "ann@example.org"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT,
        check=False)
    if done.returncode != 0:
        raise AssertionError("git %s: %s" % (
            " ".join(args), done.stderr.decode("utf-8", "replace")))
    return done.stdout.decode()


def make_clone(box, name, history=None, bare=False, origin=None):
    """A repository with that history; the path of its folder."""
    path = box.path(name)
    git(box, "init", "-q", *(["--bare"] if bare else []), path)
    if history is not None:
        git(box, "fast-import", "--quiet", "--force", cwd=path,
            stdin=history.stream())
    if origin:
        git(box, "remote", "add", "origin", origin, cwd=path)
    return path


def add_history(box, path, history):
    """Replaces the branches of a repository by those of the history."""
    git(box, "fast-import", "--quiet", "--force", cwd=path,
        stdin=history.stream())


SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143}
