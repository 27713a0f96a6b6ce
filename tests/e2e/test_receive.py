#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The receiver of webhooks: who is let in, what is refused and how, and that
what was accepted is there."""
import base64
import glob
import http.client
import json
import os
import random
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import unittest
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

import fake_github as fake  # noqa: E402
from fake_github import Repository  # noqa: E402
from harness import (Case, PROGRAM, at, eventually,  # noqa: E402
                     in_parallel, until_idle)
from hooks import (SECRET, Receiver, headers, issue, sign,  # noqa: E402
                   stored)

MB = 1024 * 1024
KILLS = int(os.environ.get("HSCAN_KILLS", "6"))

BUILT = subprocess.run(
    [PROGRAM, "receive", "--db", os.devnull, "--listen", "x"],
    capture_output=True, timeout=60).stderr.find(b"without the receiver") < 0


@unittest.skipUnless(BUILT, "built without libmicrohttpd")
class Received(Case):
    def receiver(self, *args, **more):
        receiver = Receiver(self.box, *args, **more)

        def stop():
            if receiver.process.poll() is None:
                self.assertEqual(receiver.end(), 0, receiver.said())
            receiver.close()
        self.addCleanup(stop)
        return receiver


class TestTaken(Received):
    def test_a_delivery_is_stored(self):
        receiver = self.receiver()
        self.assertEqual(receiver.post(issue(1)), 202)
        # The answer means that it is there.
        self.assertEqual(stored(receiver.db), [1])
        self.assertEqual(receiver.post(issue(2), path="/webhook"), 202)
        self.assertEqual(receiver.post(issue(1, action="closed")), 202)
        self.assertEqual(stored(receiver.db), [1, 2])
        self.assertEqual(stored(receiver.db,
                                "SELECT number FROM item WHERE open = 0"), [1])

    def test_as_a_form(self):
        receiver = self.receiver()
        body = b"payload=" + urllib.parse.quote_plus(
            json.dumps(issue(3))).encode()
        form = "application/x-www-form-urlencoded"
        self.assertEqual(receiver.post(body, Content_Type=form), 202)
        self.assertEqual(stored(receiver.db), [3])
        self.assertEqual(receiver.post(b"payload=%zz", Content_Type=form), 400)
        self.assertEqual(receiver.post(b"x=1", Content_Type=form), 400)

    def test_in_chunks(self):
        receiver = self.receiver()
        body = json.dumps(issue(4, filler=100000)).encode()
        pieces = [body[i:i + 7001] for i in range(0, len(body), 7001)]
        connection = receiver.connect()
        connection.request("POST", "/", iter(pieces), headers(body),
                           encode_chunked=True)
        self.assertEqual(connection.getresponse().status, 202)
        connection.close()
        self.assertEqual(stored(receiver.db), [4])

    def test_many_on_one_connection(self):
        receiver = self.receiver()
        connection = receiver.connect()
        for number in range(1, 31):
            body = json.dumps(issue(number)).encode()
            connection.request("POST", "/", body, headers(body))
            answer = connection.getresponse()
            self.assertEqual((answer.status, answer.read()),
                             (202, b"accepted\n"))
        connection.close()
        self.assertEqual(stored(receiver.db), list(range(1, 31)))

    def test_many_at_once_share_a_transaction(self):
        receiver = self.receiver("--admin-listen", "127.0.0.1:0")

        def send(number):
            self.assertEqual(receiver.post(issue(number)), 202)
        in_parallel([(str(n), lambda n=n: send(n)) for n in range(1, 201)], 32)
        self.assertEqual(stored(receiver.db), list(range(1, 201)))
        text = receiver.ask("GET", "/metrics", port=receiver.admin)[2].decode()
        self.assertIn('_deliveries_total{event="issues",outcome="stored"} 200',
                      text)
        groups = int(text.split("_transactions_total ")[-1].split()[0])
        self.assertLess(groups, 200)

    def test_again(self):
        receiver = self.receiver("-v")
        one = json.dumps(issue(1)).encode()
        for _ in range(2):
            self.assertEqual(receiver.post(one, X_GitHub_Delivery="d-1"), 202)
        self.assertEqual(receiver.post(one, X_GitHub_Delivery="d-2"), 202)
        self.assertEqual(stored(receiver.db), [1])
        self.assertIn("d-1 sample/meadow issues.opened: known already",
                      receiver.said())

    def test_one_that_is_broken_spoils_no_other(self):
        receiver = self.receiver()
        broken = issue(7)
        del broken["issue"]["created_at"]
        found = {}

        def send(number):
            delivery = broken if number % 3 == 0 else issue(number)
            found[number] = receiver.post(delivery)
        in_parallel([(str(n), lambda n=n: send(n)) for n in range(1, 61)], 30)
        self.assertEqual(
            {n: s for n, s in found.items()},
            {n: 400 if n % 3 == 0 else 202 for n in range(1, 61)})
        self.assertEqual(stored(receiver.db),
                         [n for n in range(1, 61) if n % 3])

    def test_what_tells_nothing(self):
        receiver = self.receiver()
        ping = {"zen": "Calm.", "hook_id": 1, "hook": {"id": 1},
                "repository": issue(1)["repository"]}
        self.assertEqual(receiver.post(ping, event="ping"), 202)
        self.assertEqual(receiver.post(issue(1), event="watch"), 202)
        self.assertEqual(receiver.post({"zen": "Calm.", "hook_id": 1,
                                        "hook": {"id": 1},
                                        "organization": {"login": "acme"}},
                                       event="ping"), 202)
        self.assertEqual(stored(receiver.db), [])

    def test_they_are_kept(self):
        receiver = self.receiver("--keep", self.box.path("kept"))
        body = json.dumps(issue(1)).encode()
        self.assertEqual(receiver.post(body), 202)
        self.assertEqual(receiver.post(body, secret="another"), 401)
        files = glob.glob(self.box.path("kept", "*"))
        self.assertEqual(len(files), 1, files)
        self.assertEqual(os.stat(files[0]).st_mode & 0o777, 0o600)
        with open(files[0], "rb") as file:
            lines = file.read().splitlines()
        self.assertEqual(len(lines), 1)
        kept = json.loads(lines[0])
        self.assertEqual(kept["headers"]["X-Hub-Signature-256"], sign(body))
        self.assertEqual(base64.b64decode(kept["body"]), body)

    def test_beside_a_sync(self):
        """Whoever writes to the store as well is waited for a while."""
        hub = self.hub(Repository("sample", "hill", rid=9, items=[
            fake.issue(n, at("2026-01-01") + n) for n in range(1, 301)]))
        receiver = self.receiver()
        stop = threading.Event()
        codes = []

        def sync():
            while not stop.is_set():
                codes.append(self.command(
                    "sync", hub, "-q", "sample/hill", "--sweep").code)
        thread = threading.Thread(target=sync)
        thread.start()
        try:
            for number in range(1, 101):
                self.assertEqual(receiver.post(issue(number)), 202)
        finally:
            stop.set()
            thread.join()
        self.assertEqual(set(codes), {0})
        eventually(lambda: stored(
            receiver.db, "SELECT i.number FROM item AS i JOIN repo AS r"
            " ON r.repo_id = i.repo_id WHERE r.forge_id = 5 ORDER BY 1")
            == list(range(1, 101)), "all of them")

    def test_a_second_one_beside_it(self):
        one, two = self.receiver(), self.receiver()

        def send(number):
            receiver = one if number % 2 else two
            self.assertEqual(receiver.post(issue(number)), 202)
        in_parallel([(str(n), lambda n=n: send(n)) for n in range(1, 101)], 16)
        eventually(lambda: stored(one.db) == list(range(1, 101)), "all of them")


class TestRefused(Received):
    def test_who_has_not_signed(self):
        receiver = self.receiver()
        self.assertEqual(receiver.post(issue(1), secret="another"), 401)
        self.assertEqual(receiver.post(issue(1), X_Hub_Signature_256=None),
                         401)
        body = json.dumps(issue(1)).encode()
        for wrong in (sign(body)[:-1], sign(body) + "0", sign(body).upper(),
                      sign(body)[7:], "sha1=" + sign(body)[7:],
                      "sha256=" + "0" * 64, "sha256=" + "g" * 64):
            self.assertEqual(receiver.post(body, X_Hub_Signature_256=wrong),
                             401, wrong)
        self.assertEqual(receiver.post(body + b" ",
                                       X_Hub_Signature_256=sign(body)), 401)
        self.assertEqual(stored(receiver.db), [])

    def test_what_does_not_fit(self):
        receiver = self.receiver()
        self.assertEqual(receiver.post(b"no JSON"), 400)
        self.assertEqual(receiver.post(b""), 400)
        self.assertEqual(receiver.post(b"[]"), 400)
        self.assertEqual(receiver.post(issue(1), event="issue_comment"), 400)
        self.assertEqual(receiver.post(issue(1), X_GitHub_Event=None), 400)
        self.assertEqual(receiver.post(issue(1), Content_Type="text/plain"),
                         415)
        self.assertEqual(receiver.post(issue(1), Content_Type=None), 415)
        self.assertEqual(receiver.post(
            issue(1), X_GitHub_Enterprise_Host="ghe.example.org"), 400)
        self.assertEqual(stored(receiver.db), [])

    def test_other_targets(self):
        receiver = self.receiver()
        status, head, body = receiver.ask("GET", "/")
        self.assertEqual((status, body), (204, b""))
        self.assertNotIn("Content-Type", head)
        self.assertEqual(receiver.ask("HEAD", "/")[0], 204)
        for path in ("/metrics", "/healthz", "/x", "/webhook/x", "//"):
            self.assertEqual(receiver.ask("GET", path)[0], 404, path)
            self.assertEqual(receiver.post(issue(1), path=path), 404, path)
        status, head, _ = receiver.ask("PUT", "/", b"x")
        self.assertEqual((status, head["Allow"]), (405, "GET, HEAD, POST"))
        self.assertEqual(receiver.ask("GET", "/webhook")[0], 405)

    def test_odd_headers(self):
        receiver = self.receiver()
        body = json.dumps(issue(1)).encode()
        good = sign(body).encode()

        def send(*lines, length=b"Content-Length: %d" % len(body)):
            answer = receiver.raw(b"\r\n".join(
                [b"POST / HTTP/1.1", b"Host: x", b"X-GitHub-Event: issues",
                 b"Content-Type: application/json", length, *lines, b"",
                 body]))
            return int(answer.split()[1]) if answer else None
        self.assertEqual(send(b"X-Hub-Signature-256: " + good), 202)
        self.assertEqual(send(b"X-Hub-Signature-256: " + good,
                              b"x-hub-signature-256: " + good), 400)
        self.assertEqual(send(b"X-Hub-Signature-256: sha256=",
                              b" " + good[7:]), 401)
        self.assertEqual(send(b"X-Hub-Signature-256: " + good,
                              b"Content-Length: 6"), 400)
        self.assertEqual(send(b"X-Hub-Signature-256: " + good,
                              b"Transfer-Encoding: chunked"), 400)
        # The newer libmicrohttpd refuses it by itself.
        self.assertIn(send(b"X-Hub-Signature-256: " + good[:20] + b"\0" +
                           good[20:]), (400, 401))
        self.assertIn(send(b"X-Hub-Signature-256: " + good,
                           length=b"Content-Length: -5"), (400, None))
        self.assertIn(send(b"X: " + b"x" * 200000), (413, 431, None))
        self.assertEqual(receiver.post(issue(2)), 202)

    def test_a_secret_of_another_repository(self):
        secrets = {}
        config = ""
        for name in ("acme/one", "acme/two", "beta"):
            secrets[name] = "secret of " + name
            path = self.box.write("secret-" + name.replace("/", "-"),
                                  secrets[name] + "\n", 0o600)
            config += '[receive "%s"]\n\tsecret-file = %s\n' % (name, path)
        self.box.write("home/config/healthscan/config", config)
        receiver = self.receiver(secret=None)

        def send(name, repo, secret, **more):
            return receiver.post(issue(1, name=name, repo=repo),
                                 secret=secrets[secret], **more)
        self.assertEqual(send("acme/one", 1, "acme/one"), 202)
        self.assertEqual(send("acme/two", 2, "acme/two"), 202)
        self.assertEqual(send("beta/any", 3, "beta"), 202)
        for name, repo, secret in (("acme/two", 2, "acme/one"),
                                   ("beta/any", 3, "acme/one"),
                                   ("acme/one", 1, "beta"),
                                   ("acme/three", 4, "acme/one"),
                                   # The number of another one's.
                                   ("acme/one", 2, "acme/one"),
                                   ("beta/x", 1, "beta")):
            self.assertEqual(send(name, repo, secret), 401,
                             (name, repo, secret))
        self.assertEqual(
            stored(receiver.db,
                   "SELECT full_name FROM repo ORDER BY 1"),
            ["acme/one", "acme/two", "beta/any"])
        # Twice the same key: the first one counts, for all that look.
        body = (b'{"repository":{"full_name":"acme/two","id":2},' +
                json.dumps(issue(9, name="acme/one", repo=1)).encode()[1:])
        self.assertIn(receiver.post(body, secret=secrets["acme/one"]),
                      (400, 401))

    def test_renamed(self):
        """The store knows it by its old name: the secret is to be for both."""
        for name in ("old", "new", "both"):
            self.box.write("secret-" + name, "the secret of " + name, 0o600)
        config = "".join(
            '[receive "acme/%s"]\n\tsecret-file = %s\n' %
            (name, self.box.path("secret-" + name)) for name in ("old", "new"))
        self.box.write("home/config/healthscan/config", config)
        receiver = self.receiver(secret=None)
        self.assertEqual(receiver.post(issue(1, name="acme/old", repo=1),
                                       secret="the secret of old"), 202)
        self.assertEqual(receiver.post(issue(2, name="acme/new", repo=1),
                                       secret="the secret of new"), 401)
        eventually(lambda: "acme/old" in receiver.said(), "what to do")
        self.box.write("home/config/healthscan/config", "".join(
            '[receive "acme/%s"]\n\tsecret-file = %s\n' %
            (name, self.box.path("secret-both")) for name in ("old", "new")))
        again = self.receiver(secret=None)
        later = issue(2, name="acme/new", repo=1)
        later["repository"]["updated_at"] = "2026-01-09T00:00:00Z"
        self.assertEqual(again.post(later, secret="the secret of both"), 202)
        self.assertEqual(stored(again.db, "SELECT full_name FROM repo"),
                         ["acme/new"])

    def test_transferred_to_where_the_secret_is_not_for(self):
        for name in ("acme/one", "acme/two"):
            self.box.write("secret-" + name[5:], "secret of " + name, 0o600)
        self.box.write("home/config/healthscan/config", "".join(
            '[receive "acme/%s"]\n\tsecret-file = %s\n' %
            (name, self.box.path("secret-" + name)) for name in ("one", "two")))
        receiver = self.receiver(secret=None)
        self.assertEqual(receiver.post(issue(1, name="acme/two", repo=2),
                                       secret="secret of acme/two"), 202)
        moved = issue(5, name="acme/one", repo=1, action="transferred")
        moved["changes"] = {
            "new_issue": issue(50)["issue"],
            "new_repository": issue(1, name="acme/two", repo=2)["repository"]}
        self.assertEqual(receiver.post(moved, secret="secret of acme/one"),
                         202)
        self.assertEqual(
            [n for n in stored(receiver.db) if n == 50], [])

    def test_others_than_asked_for(self):
        receiver = self.receiver("--repo", "acme/one", "--org", "beta")
        self.assertEqual(receiver.post(issue(1, name="Acme/One", repo=1)), 202)
        self.assertEqual(receiver.post(issue(1, name="beta/x", repo=2)), 202)
        # The secret is for those alone, too.
        self.assertEqual(receiver.post(issue(1, name="acme/two", repo=3)), 401)
        loose = self.receiver("--repo", "acme/one", "--insecure-no-secret",
                              secret=None)
        self.assertEqual(loose.post(issue(2, name="acme/one", repo=1)), 202)
        self.assertEqual(loose.post(issue(1, name="acme/two", repo=3)), 403)
        self.assertEqual(loose.post(issue(3, name="acme/one", repo=1),
                                    X_Hub_Signature_256=None), 202)
        self.assertIn("warning", loose.said())

    def test_too_large(self):
        receiver = self.receiver()
        head = {"Content-Type": "application/json", "X-GitHub-Event": "issues",
                "X-Hub-Signature-256": sign(b"")}
        # By what it says of its length, before it sends anything.
        connection = receiver.connect()
        connection.putrequest("POST", "/")
        for name, value in {**head, "Content-Length": str(25 * MB + 1),
                            "Expect": "100-continue"}.items():
            connection.putheader(name, value)
        connection.endheaders()
        self.assertEqual(connection.getresponse().status, 413)
        connection.close()
        # By what comes.
        connection = receiver.connect()
        piece = b"x" * MB
        connection.request("POST", "/", iter([piece] * 25 + [b"x"]), head,
                           encode_chunked=True)
        self.assertEqual(connection.getresponse().status, 413)
        connection.close()
        # A whole 25 MB is read, and found to be signed by nobody.
        connection = receiver.connect()
        connection.request("POST", "/", iter([piece] * 25), head,
                           encode_chunked=True)
        self.assertEqual(connection.getresponse().status, 401)
        connection.close()

    def test_a_form_that_grows(self):
        """76 MB as a form may be 25 MB of JSON, and no more."""
        receiver = self.receiver()
        body = b"payload=" + b"x" * (25 * MB + 1)
        form = "application/x-www-form-urlencoded"
        self.assertEqual(receiver.post(body, Content_Type=form), 413)

    def test_wrong_signatures_by_the_thousand(self):
        receiver = self.receiver()
        body = json.dumps(issue(1)).encode()

        def send():
            connection = receiver.connect()
            for _ in range(125):
                connection.request("POST", "/", body,
                                   headers(body, secret="wrong"))
                answer = connection.getresponse()
                self.assertEqual(answer.status, 401)
                answer.read()
            connection.close()
        in_parallel([(str(n), send) for n in range(8)])
        self.assertEqual(receiver.post(issue(1)), 202)
        self.assertEqual(receiver.end(), 0)
        lines = [line for line in receiver.said().splitlines()
                 if "refused" in line]
        self.assertEqual(len(lines), 2, lines)
        self.assertIn("999 more requests were refused (401)", lines[1])

    def test_too_many_connections(self):
        receiver = self.receiver()
        idle = [socket.create_connection(("127.0.0.1", receiver.port))
                for _ in range(64)]
        try:
            eventually(lambda: receiver.post(issue(1)) == 429, "a full house")
            status, head, _ = receiver.ask("GET", "/")
            self.assertEqual((status, head["Retry-After"]), (429, "10"))
        finally:
            for one in idle:
                one.close()
        eventually(lambda: receiver.post(issue(1)) == 202, "room again")

    def test_slow_ones_hold_up_nobody(self):
        receiver = self.receiver()
        slow = []
        for _ in range(20):
            one = socket.create_connection(("127.0.0.1", receiver.port))
            one.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100"
                        b"\r\nX-GitHub-Event: issues\r\n")
            slow.append(one)
        try:
            began = time.monotonic()
            for number in range(1, 21):
                self.assertEqual(receiver.post(issue(number)), 202)
                for one in slow:
                    one.sendall(b"X")
            self.assertLess(time.monotonic() - began, 10)
            # Silence is not borne for long.
            for one in slow:
                one.settimeout(30)
                self.assertEqual(one.recv(100), b"")
        finally:
            for one in slow:
                one.close()


class TestSecrets(Received):
    def fails(self, code, *words, args=(), **more):
        return self.check_failure(
            self.run_program("receive", "--db", self.box.path("store.db"),
                             "--listen", "127.0.0.1:0", *args, **more),
            code, *words)

    def test_none(self):
        self.fails(2, "there is no secret", "--secret-file")
        empty = self.box.write("empty", "\n", 0o600)
        self.fails(2, "it is empty", args=["--secret-file", empty])
        self.fails(2, "cannot read a secret", args=["--secret-file", "none"])

    def test_a_file(self):
        path = self.box.write("secret", SECRET + "\nthe next one, then\n",
                              0o644)
        receiver = self.receiver("--secret-file", path, secret=None)
        self.assertIn("everybody can read the secret in", receiver.said())
        self.assertEqual(receiver.post(issue(1)), 202)
        self.assertEqual(receiver.post(issue(2), secret="the next one, then"),
                         202)
        self.assertEqual(receiver.post(issue(3), secret="neither"), 401)

    def test_a_file_that_does_not_come(self):
        pipe = self.box.path("pipe")
        os.mkfifo(pipe)
        process = self.box.start("receive", "--secret-file", pipe, "--db",
                                 self.box.path("store.db"))
        until_idle(process)
        process.send_signal(signal.SIGTERM)
        self.check_failure(self.box.wait(process), 143, "interrupted")

    def test_a_program(self):
        program = self.box.write("tell", "#!/bin/sh\n"
                                 "echo 'the secret of a program'\n", 0o755)
        self.box.write("home/config/healthscan/config",
                       "[receive]\n\tsecret-command = %s x\n" % program)
        receiver = self.receiver(secret=None)
        self.assertEqual(receiver.post(issue(1),
                                       secret="the secret of a program"), 202)

    def test_a_work_tree_has_none(self):
        os.mkdir(self.box.path("work", ".git"))
        for text in ('[receive "acme"]\n\tsecret-file = x\n',
                     "[receive]\n\tsecret-command = x\n",
                     "[receive]\n\tlisten = 0.0.0.0:80\n"):
            self.box.write("work/.healthscan", text)
            self.check_failure(self.run_program("config"), 2,
                               "a work tree may not")

    def test_wrong_scopes(self):
        self.fails(2, "--repo", args=["--repo", "a/b/c"])
        self.fails(2, "--org: 'a/b' is not an owner", args=["--org", "a/b"])
        path = self.box.write("secret", SECRET, 0o600)
        self.box.write("home/config/healthscan/config",
                       '[receive "a b"]\n\tsecret-file = %s\n' % path)
        self.fails(2, "config:2", "cannot be bound to 'a b'")

    def test_a_note_without_what_is_not_known(self):
        receiver = self.receiver("-v")
        self.assertEqual(receiver.post(issue(1), X_GitHub_Delivery=None), 202)
        receiver.end()
        self.assertIn("healthscan: sample/meadow issues.opened: stored",
                      receiver.said())

    def test_times_of_which_one_never_comes(self):
        self.fails(2, "--settle: 10 s", "--max-delay",
                   args=["--settle", "10s", "--max-delay", "1s"])
        self.fails(2, "--settle: 10 s", args=["--settle", "10s"])

    def test_it_shows_nowhere(self):
        receiver = self.receiver("-vv")
        receiver.post(issue(1, filler=20))
        receiver.post(issue(1), secret="wrong")
        receiver.end()
        self.assertEqual(self.box.grep(SECRET), [])


class TestSockets(Received):
    def test_addresses(self):
        for where, words in (("8080", "no address"), ("x:1", "no address in"),
                             ("fd:3", "was not passed on"),
                             ("203.0.113.7:0", "cannot listen")):
            result = self.run_program(
                "receive", "--db", self.box.path("store.db"), "--listen",
                where, env={"HEALTHSCAN_WEBHOOK_SECRET": SECRET})
            self.assertIn(result.code, (2, 5), result)
            self.assertIn(words, result.lines[-1], result)

    def test_it_is_taken(self):
        receiver = self.receiver()
        result = self.run_program(
            "receive", "-q", "--db", self.box.path("store.db"), "--listen",
            "127.0.0.1:%d" % receiver.port,
            env={"HEALTHSCAN_WEBHOOK_SECRET": SECRET})
        self.check_failure(result, 5, "cannot listen", "in use")

    def inherit(self, listener, **env):
        """Starts it with a socket as descriptor 3, as systemd does."""
        # The PID is known only after the fork: a shell tells it.
        return self.box.start(
            "-c", 'LISTEN_PID=$$ exec "$0" "$@"', PROGRAM, "receive", "-q", "--db",
            self.box.path("store.db"), "--listen", "fd:3",
            executable="/bin/sh", pass_fds=[3],
            preexec_fn=lambda: os.dup2(listener.fileno(), 3, True),
            env={"LISTEN_FDS": "1", "LISTEN_FDNAMES": "x",
                 "HEALTHSCAN_WEBHOOK_SECRET": SECRET, **env})

    def test_passed_on(self):
        listener = socket.create_server(("127.0.0.1", 0))
        process = self.inherit(listener)
        port = listener.getsockname()[1]
        body = json.dumps(issue(1)).encode()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("POST", "/", body, headers(body))
        self.assertEqual(connection.getresponse().status, 202)
        connection.close()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.box.wait(process).code, 0)
        # It is ours still: the next one goes on with it.
        listener.close()

    def test_passed_on_and_no_listener(self):
        listener = socket.socket()
        process = self.inherit(listener)
        listener.close()
        self.check_failure(self.box.wait(process), 2, "no listening socket")

    def test_meant_for_another(self):
        listener = socket.create_server(("127.0.0.1", 0))
        process = self.inherit(listener, LISTEN_FDS="0")
        listener.close()
        self.check_failure(self.box.wait(process), 2, "was not passed on")

    def test_version_6(self):
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        except OSError:
            self.skipTest("there is no ::1 here")
        receiver = self.receiver("--admin-listen", "[::1]:0")
        connection = socket.create_connection(("::1", receiver.admin))
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertIn(b" 200 ", connection.recv(1000))
        connection.close()


class TestAdmin(Received):
    def test_it_tells(self):
        receiver = self.receiver("--admin-listen", "127.0.0.1:0")
        receiver.post(issue(1))
        receiver.post(issue(1), secret="wrong")
        receiver.post(issue(1), event="watch")

        def get(path, method="GET"):
            return receiver.ask(method, path, port=receiver.admin)
        status, head, text = get("/metrics")
        self.assertEqual(status, 200)
        self.assertTrue(head["Content-Type"].startswith("text/plain"), head)
        for line in (
                'healthscan_receive_deliveries_total{event="issues",'
                'outcome="stored"} 1',
                'healthscan_receive_deliveries_total{event="other",'
                'outcome="passed_over"} 1',
                'healthscan_receive_refusals_total{status="401"} 1',
                "healthscan_receive_lag_seconds 0",
                "healthscan_receive_spool_deliveries 0"):
            self.assertIn(line + "\n", text.decode())
        self.assertRegex(text.decode(), r"last_delivery_timestamp_seconds"
                         r'\{repository="sample/meadow"\} \d{10}\n')
        self.assertEqual(get("/healthz")[::2], (200, b"ok\n"))
        self.assertEqual(get("/")[0], 404)
        self.assertEqual(get("/metrics", "POST")[0], 405)
        # It takes no deliveries.
        body = json.dumps(issue(2)).encode()
        self.assertEqual(receiver.ask("POST", "/", body, headers(body),
                                      port=receiver.admin)[0], 404)


class TestDurable(Received):
    def test_it_finishes_what_was_begun(self):
        receiver = self.receiver()
        body = json.dumps(issue(1)).encode()
        connection = receiver.connect()
        connection.putrequest("POST", "/")
        for name, value in headers(
                body, Content_Length=str(len(body))).items():
            connection.putheader(name, value)
        connection.endheaders(body[:100])
        eventually(lambda: receiver.post(issue(2)) == 202, "another one")
        receiver.process.send_signal(signal.SIGTERM)
        eventually(lambda: "finishing" in receiver.said(), "its end")
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", receiver.port)).close()
        connection.send(body[100:])
        self.assertEqual(connection.getresponse().status, 202)
        connection.close()
        self.assertEqual(self.box.wait(receiver.process).code, 0)
        self.assertEqual(stored(receiver.db), [1, 2])

    def test_an_interruption_is_one(self):
        self.assertEqual(self.receiver().end(signal.SIGINT), 130)

    def test_a_store_that_is_locked(self):
        receiver = self.receiver("--admin-listen", "127.0.0.1:0")
        self.assertEqual(receiver.post(issue(1)), 202)
        lock = sqlite3.connect(receiver.db, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        self.assertEqual(receiver.post(issue(2)), 202)
        self.assertGreater(time.monotonic() - began, 1.5)
        # It knows then, and lets nobody wait any more.
        began = time.monotonic()
        self.assertEqual(receiver.post(issue(3)), 202)
        self.assertEqual(receiver.post({"x": 1}, event="issues",), 400)
        self.assertLess(time.monotonic() - began, 1.5)
        self.assertEqual(stored(receiver.db), [1])
        text = receiver.ask("GET", "/metrics", port=receiver.admin)[2].decode()
        self.assertIn("healthscan_receive_spool_deliveries 2\n", text)
        lock.execute("ROLLBACK")
        lock.close()
        eventually(lambda: stored(receiver.db) == [1, 2, 3], "the spool")
        eventually(lambda: "the spool is empty again" in receiver.said(),
                   "a word of it")
        self.assertEqual(receiver.end(), 0)
        self.assertEqual(glob.glob(receiver.db + "-spool*"), [])

    def test_a_short_lock_is_waited_for(self):
        receiver = self.receiver()
        receiver.post(issue(1))
        lock = sqlite3.connect(receiver.db, isolation_level=None,
                               check_same_thread=False)
        lock.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.5, lock.execute, ["ROLLBACK"])
        timer.start()
        # Others are served meanwhile.
        self.assertEqual(receiver.ask("GET", "/")[0], 204)
        self.assertEqual(receiver.post(issue(2)), 202)
        timer.join()
        lock.close()
        self.assertEqual(stored(receiver.db), [1, 2])
        self.assertNotIn("spool", receiver.said())

    def test_a_spool_of_before(self):
        receiver = self.receiver()
        receiver.post(issue(1))
        lock = sqlite3.connect(receiver.db, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        self.assertEqual(receiver.post(issue(2)), 202)
        receiver.kill()
        lock.close()
        self.assertEqual(stored(receiver.db), [1])
        again = self.receiver()
        eventually(lambda: stored(again.db) == [1, 2], "the spool")

    def test_a_full_disk(self):
        """Neither store nor spool can be written: no one is told that all is
        well."""
        db = self.box.path("store.db")
        self.receiver().end()

        def limit():
            size = os.stat(db).st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))
        receiver = self.receiver(preexec_fn=limit)
        found = [receiver.post(issue(n, filler=200000)) for n in range(1, 9)]
        self.assertIn(503, found)
        numbers = [n + 1 for n, s in enumerate(found) if s == 202]
        self.assertIn("are lost, and their senders were told", receiver.said())
        self.assertEqual(set(found) - {202, 503}, set())
        receiver.end()
        again = self.receiver()
        eventually(lambda: stored(again.db) == numbers, "what was accepted")

    def test_killed(self):
        """What was answered 202 is in the store or the spool, once."""
        accepted = set()
        lock = threading.Lock()
        rounds, number = KILLS, [0]
        for turn in range(rounds):
            receiver = self.receiver()
            stop = threading.Event()

            def send():
                connection = receiver.connect(timeout=10)
                while not stop.is_set():
                    with lock:
                        number[0] += 1
                        mine = number[0]
                    body = json.dumps(issue(mine, filler=8000)).encode()
                    try:
                        connection.request("POST", "/", body, headers(body))
                        answer = connection.getresponse()
                        answer.read()
                    except (OSError, http.client.HTTPException):
                        break  # perhaps in the middle of an answer
                    if answer.status == 202:
                        with lock:
                            accepted.add(mine)
                connection.close()
            # Many that wait for a store that is locked go to the spool.
            locked = turn % 3 == 2
            if locked:
                locker = sqlite3.connect(receiver.db, timeout=20,
                                         isolation_level=None)
                locker.execute("BEGIN IMMEDIATE")
            threads = [threading.Thread(target=send)
                       for _ in range(40 if locked else 8)]
            for thread in threads:
                thread.start()
            time.sleep(random.Random(turn).uniform(0.05, 0.5))
            receiver.kill()
            stop.set()
            for thread in threads:
                thread.join()
            if locked:
                locker.close()
        last = self.receiver()
        eventually(lambda: accepted <= set(stored(last.db)), "all of them")
        found = stored(last.db)
        self.assertEqual(len(found), len(set(found)))
        self.assertGreater(len(accepted), rounds)


if __name__ == "__main__":
    unittest.main()
