# SPDX-License-Identifier: MIT
"""The two shards of tests/support/clickhouse.sh, for tests in Python.

    @unittest.skipUnless(shards.HERE, shards.MISSING)
    class TestSomething(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            cls.shards = shards.Shards()
            cls.addClassCleanup(cls.shards.close)

        def test_it(self):
            self.assertEqual(self.shards.ask("SELECT 1"), b"1\\n")
"""
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                      "clickhouse.sh")
HERE = subprocess.run([SCRIPT, "have"], check=False).returncode == 0
MISSING = "clickhouse-server is not there"

QUERIES = os.path.join(os.path.dirname(SCRIPT), os.pardir, os.pardir,
                       "queries")
# Metrics that this engine does not have.
NOT_THERE = {name[:-len(".sql")] for name in
             set(os.listdir(os.path.join(QUERIES, "metrics"))) -
             set(os.listdir(os.path.join(QUERIES, "clickhouse")))}
ASIDE = ("engine", "alerts", "alerts_missing", "generated_at")


def without(value):
    """What both engines have to tell alike: but for what one says of itself,
    where a repository is not, and metrics that it does not have."""
    if isinstance(value, dict):
        aside = (*ASIDE, "reason") if "repository" in value else ASIDE
        return {k: without(v) for k, v in value.items() if k not in aside}
    if isinstance(value, list):
        return [without(v) for v in value
                if not (isinstance(v, dict) and v.get("id") in NOT_THERE)]
    return value


class Refused(Exception):
    """What the server said, and its status."""

    def __init__(self, status, text):
        super().__init__("%d: %s" % (status, text))
        self.status = status
        self.text = text


class Shards:
    """Both run from the beginning; `urls` has the first one's address first,
    the one that is asked."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="shards-")
        try:
            self.up()
        except BaseException:
            self.close()
            raise

    def up(self):
        lines = self._run("up").decode().split()
        self.urls = [lines[1], lines[0]]
        self.url = self.urls[0]

    def down(self, which=None):
        self._run("down", *([] if which is None else [str(which)]))

    def ask(self, sql, shard=1, timeout=60, **settings):
        """The bytes that the shard answers."""
        base, database = self.urls[shard - 1].rsplit("/", 1)
        query = "&".join(["%s=%s" % pair for pair in settings.items()])
        request = urllib.request.Request(
            "%s/?database=%s&%s" % (base, database, query), data=sql.encode())
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=timeout) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read().decode("utf-8", "replace"))

    def close(self):
        self.down()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, verb, *more):
        return subprocess.run([SCRIPT, verb, self.folder, *more], check=True,
                              stdout=subprocess.PIPE, timeout=600).stdout


class Pieces:
    """Stands before a server; the last two bytes of what comes together reach
    it a little later than the rest, as on a network they may. `url` is that of
    the server, by this way."""

    LATER_S = 0.03

    def __init__(self, url):
        authority, self._path = url.split("//", 1)[1].split("/", 1)
        host, port = authority.rsplit(":", 1)
        self._server = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = "http://127.0.0.1:%d/%s" % (
            self._listener.getsockname()[1], self._path)
        self._start(self._accept)

    def close(self):
        self._listener.close()

    @staticmethod
    def _start(target, *args):
        thread = threading.Thread(target=target, args=args, daemon=True)
        thread.start()
        return thread

    def _accept(self):
        while True:
            try:
                client = self._listener.accept()[0]
            except OSError:
                return
            server = socket.create_connection(self._server)
            server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._start(self._serve, client, server)

    def _serve(self, client, server):
        with client, server:
            back = self._start(self._pass_on, server, client, 0)
            self._pass_on(client, server, 2)
            back.join()

    def _pass_on(self, source, sink, later):
        try:
            for data in iter(lambda: source.recv(1 << 20), b""):
                sink.sendall(data[:len(data) - later])
                time.sleep(self.LATER_S if later else 0)
                sink.sendall(data[len(data) - later:])
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass
