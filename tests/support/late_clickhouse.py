#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A late ClickHouse in place of Debian's 18.16, by hand:

    npm install --prefix DIR @chdb/lib-linux-x64-gnu
    HEALTHSCAN=build/debug/healthscan tests/support/late_clickhouse.py \\
        DIR/node_modules/@chdb/lib-linux-x64-gnu/libchdb.so [0|1] [--shards]

libchdb is the engine of a late version without its server. What the server would
do (HTTP, tables that come with a question) is done here, as far as healthscan
needs it: what is compared is what every text says there, with the analyzer (1,
the default) or without (0), over random stores, with SQLite's JSON. --shards: the
tables are over two shards, both of this process, of which each shows its half.
Exit code 0: it is the same. Not part of the test suite, as the library has half a
gigabyte."""
import ctypes
import json
import os
import re
import shutil
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from harness import Case, at, make_clone  # noqa: E402
from shards import NOT_THERE, without  # noqa: E402
from wild import wild, wild_history  # noqa: E402

START = at("2026-01-01")
AS_OF = ("--as-of", "2026-03-01")
# What HTTP itself is told by the address, and is no setting of the engine.
OF_HTTP = {"database", "query", "wait_end_of_query", "user", "password",
           "enable_http_compression", "query_id"}


# Of the profile "full", or not; and what else.
QUESTIONS = ((True,), (True, "--history", "events"),
             (False, "--profile", "activity", "--history", "events"),
             (True, "--bots", "include", "--window", "month"))
PATIENT_S = 600

# Both shards are this process, with the same tables: each shows what is its.
TABLES = ("item", "answer", "event", "commit", "page", "author", "release",
          "tag", "state", "repo", "account", "closed")
SHARDS = ", ".join(
    "'healthscan.%s_local': '%s %% 2 = shardNum() - 1'"
    % (name, "cityHash64(host, forge_id)" if name == "account" else "repo_id")
    for name in TABLES)


class Failed(Exception):
    pass


class Library:
    """One database in one process; one question at a time."""

    def __init__(self, path, folder):
        lib = ctypes.CDLL(path)
        lib.chdb_connect.restype = ctypes.POINTER(ctypes.c_void_p)
        lib.chdb_query_n.restype = ctypes.c_void_p
        lib.chdb_query_n.argtypes = [ctypes.c_void_p, ctypes.c_char_p,
                                     ctypes.c_size_t, ctypes.c_char_p,
                                     ctypes.c_size_t]
        for name, kind in (("buffer", ctypes.c_void_p),
                           ("length", ctypes.c_size_t),
                           ("error", ctypes.c_char_p)):
            function = getattr(lib, "chdb_result_" + name)
            function.restype, function.argtypes = kind, [ctypes.c_void_p]
        lib.chdb_destroy_query_result.argtypes = [ctypes.c_void_p]
        arguments = [b"clickhouse", b"--path=" + folder.encode()]
        self._lib = lib
        self._connection = lib.chdb_connect(
            len(arguments), (ctypes.c_char_p * len(arguments))(*arguments))
        if not self._connection:
            raise Failed("the library does not open a database")

    def ask(self, sql, form="TabSeparated"):
        sql = sql.encode() if isinstance(sql, str) else sql
        result = self._lib.chdb_query_n(self._connection[0], sql, len(sql),
                                        form.encode(), len(form))
        error = self._lib.chdb_result_error(result)
        length = self._lib.chdb_result_length(result)
        out = b"" if error or not length else ctypes.string_at(
            self._lib.chdb_result_buffer(result), length)
        self._lib.chdb_destroy_query_result(result)
        if error:
            raise Failed(error.decode("utf-8", "replace"))
        return out


class Server:
    """What the server would make of a request."""

    def __init__(self, library, folder, analyzer):
        self.library, self.folder = library, folder
        self.lock = threading.Lock()
        self.asked = 0
        library.ask("CREATE DATABASE IF NOT EXISTS healthscan")
        library.ask("USE healthscan")
        library.ask("SET enable_analyzer = %d" % analyzer)
        handler = type("Handler", (Handler,), {"server_": self})
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = "http://127.0.0.1:%d/healthscan" % self.http.server_port
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def _file(self, body):
        path = os.path.join(self.folder, "body")
        with open(path, "wb") as out:
            out.write(body)
        return path

    def _insert(self, sql, body):
        """Its rows come by a file, whose types are those of the columns."""
        into = re.match(r"INSERT INTO (\S+) \((.*)\) FORMAT RowBinary$",
                        sql.strip(), re.S)
        wanted = [name.strip(" `\n") for name in into[2].split(",")]
        types = dict(line.split("\t")[:2] for line in self.library.ask(
            "DESCRIBE TABLE " + into[1]).decode().splitlines())
        structure = ", ".join("`%s` %s" % (n, types[n]) for n in wanted)
        self.library.ask("INSERT INTO %s (%s) SELECT * FROM file('%s',"
                         " RowBinary, '%s')" % (into[1], into[2],
                                                self._file(body), structure))

    def _tables(self, parts):
        """Makes those that came; gives their names."""
        names = [name[:-len("_structure")] for name in parts
                 if name.endswith("_structure")]
        for name in names:
            structure = parts[name + "_structure"].decode()
            self.library.ask("CREATE temporary TABLE %s (%s) ENGINE = Memory"
                             % (name, structure))
            if parts[name]:
                self.library.ask(
                    "INSERT INTO %s SELECT * FROM file('%s', RowBinary, '%s')"
                    % (name, self._file(parts[name]), structure))
        return names

    def answer(self, query, kind, body):
        parts, sql = {}, query.get("query", "")
        if kind.startswith("multipart/form-data"):
            parts = parts_of(body, kind.split("boundary=", 1)[1].encode())
            sql = parts.pop("query").decode()
        elif not sql:
            sql, body = body.decode(), b""
        with self.lock:
            self.asked += 1
            if os.environ.get("SHOW") == "2":
                print(">>", sql[:3000], file=sys.stderr)
            for name, value in query.items():
                if name not in OF_HTTP:
                    self.library.ask("SET %s = '%s'" % (name, value))
            if sql.lstrip().startswith("INSERT") and "RowBinary" in sql:
                return self._insert(sql, body)
            names = self._tables(parts)
            try:
                return self.library.ask(sql)
            except Failed as failed:
                if os.environ.get("SHOW"):
                    print(sql, failed, file=sys.stderr)
                raise
            finally:
                for name in names:
                    self.library.ask("DROP temporary TABLE " + name)


def parts_of(body, boundary):
    """The fields of a form by their names."""
    parts = {}
    for part in body.split(b"--" + boundary)[1:-1]:
        head, value = part[2:-2].split(b"\r\n\r\n", 1)
        parts[re.search(rb' name="([^"]*)"', head)[1].decode()] = value
    return parts


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def _body(self):
        if self.headers.get("Transfer-Encoding", "") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def do_POST(self):
        if self.headers.get("Expect") == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        query = dict(parse_qsl(urlsplit(self.path).query,
                               keep_blank_values=True))
        body = self._body()
        try:
            status, out = 200, self.server_.answer(
                query, self.headers.get("Content-Type", ""), body) or b""
        except Failed as failed:
            status, out = 500, str(failed).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(out)))
        self.end_headers()
        self.wfile.write(out)


class Compare(Case):
    server = shards = None

    def run_on(self, command, names, *args):
        here = self.run_program(command, *names, *AS_OF, "-f", "json", *args,
                                "--offline", "--db",
                                self.box.path("store.db"), timeout=PATIENT_S)
        there = self.run_program(command, *names, *AS_OF, "-f", "json", *args,
                                 "--engine", self.server.url,
                                 timeout=PATIENT_S)
        self.assertIn(there.code, (0, 3), there)
        here, there = (without(json.loads(done.out))
                       for done in (here, there))
        self.assertEqual(json.dumps(here, indent=1),
                         json.dumps(there, indent=1))

    def spread(self):
        """The tables that were made are those of a shard."""
        library = self.server.library
        for name in TABLES:
            library.ask("RENAME TABLE healthscan.%s TO healthscan.%s_local"
                        % (name, name))
            library.ask("CREATE TABLE healthscan.%s AS remote("
                        "'127.0.0.1,127.0.0.1', 'healthscan', '%s_local')"
                        % (name, name))
        library.ask("SET additional_table_filters = {%s}" % SHARDS)

    def full(self):
        """All that are there: ranks come of all metrics that have a value."""
        told = self.run_program("metrics", "-f", "json")
        self.assertEqual(told.code, 0, told)
        return [word for metric in json.loads(told.out)["metrics"]
                if metric["profile"] != "activity" and
                metric["id"] not in NOT_THERE for word in ("-m", metric["id"])]

    def runTest(self):
        repos = [wild(seed, "w%d" % seed, START, items=40,
                      untold=seed % 3 == 0) for seed in range(31, 36)]
        names = [repo.full_name for repo in repos]
        hub = self.hub(*repos)
        for repo in repos:
            clone = make_clone(self.box, repo.name,
                               wild_history(repo.id, START))
            self.good(hub, repo.full_name, "--profile", "full", "--history",
                      "events", "--git", clone, *AS_OF, timeout=PATIENT_S)
        for how in (("--init",), ("--db", self.box.path("store.db"))):
            done = self.run_program("export", "clickhouse", self.server.url,
                                    *how, timeout=PATIENT_S)
            self.assertEqual(done.code, 0, done)
        if self.shards:
            self.spread()
        for turn in ("once", "twice"):
            for full, *args in QUESTIONS:
                with self.subTest(rows=turn, full=full, args=args):
                    self.run_on("scan", names, *args,
                                *(self.full() if full else ()))
            for profile in ("full", "activity"):
                with self.subTest(rows=turn, profile=profile, by="role"):
                    self.run_on("trend", names[:1], "--by", "role",
                                "--profile", profile)
            for table in ("item", "answer", "event", "commit", "state"):
                at_home = table + "_local" * self.shards
                self.server.library.ask(
                    "INSERT INTO healthscan.%s SELECT * FROM healthscan.%s"
                    " SETTINGS additional_table_filters = {}"
                    % (at_home, at_home))


def main():
    folder = tempfile.mkdtemp(prefix="late-")
    try:
        library = Library(sys.argv[1], os.path.join(folder, "db"))
        version = library.ask("SELECT version()").decode().strip()
        analyzer = 0 if "0" in sys.argv[2:] else 1
        Compare.shards = "--shards" in sys.argv[2:]
        Compare.server = Server(library, folder, analyzer)
        import unittest
        result = unittest.TextTestRunner().run(Compare())
        print("ClickHouse %s, analyzer %d: %d questions, %s" % (
            version, analyzer, Compare.server.asked,
            "the same" if result.wasSuccessful() else "not the same"))
        return 0 if result.wasSuccessful() else 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    # The library's threads do not let go of the process.
    os._exit(status)
