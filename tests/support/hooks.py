# SPDX-License-Identifier: MIT
"""Deliveries of webhooks, as GitHub sends them, and a receiver for them."""
import hashlib
import hmac
import http.client
import json
import re
import signal
import socket
import sqlite3
import uuid

from harness import TIMEOUT, eventually

SECRET = "It's a Secret to Everybody"


def repository(name="sample/meadow", number=5):
    return {"id": number, "full_name": name,
            "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-02T00:00:00Z"}


def issue(number, name="sample/meadow", repo=5, action="opened", filler=0):
    """An issue of that number, opened (or closed) on the second of January."""
    closed = "2026-01-03T00:00:00Z" if action == "closed" else None
    user = {"id": 8, "login": "ann", "type": "User"}
    return {
        "action": action,
        "issue": {"id": 1000 + number, "number": number, "title": "Hay",
                  "state": "closed" if closed else "open",
                  "created_at": "2026-01-02T03:04:00Z",
                  "updated_at": closed or "2026-01-02T03:04:00Z",
                  "closed_at": closed, "user": user, "labels": [],
                  "state_reason": "completed" if closed else None,
                  "body": "x" * filler},
        "repository": repository(name, repo), "sender": user}


def sign(body, secret=SECRET):
    return "sha256=" + hmac.new(secret.encode(), body,
                                hashlib.sha256).hexdigest()


def headers(body, secret=SECRET, event="issues", **more):
    """Those of GitHub's; one of None is left out."""
    said = {"Content-Type": "application/json", "X-GitHub-Event": event,
            "X-GitHub-Delivery": str(uuid.uuid4()),
            "X-Hub-Signature-256": sign(body, secret)}
    for name, value in more.items():
        said[name.replace("_", "-")] = value
    return {name: value for name, value in said.items() if value is not None}


class Receiver:
    """`healthscan receive` on a port of its own."""

    def __init__(self, box, *args, db="store.db", env=None, secret=SECRET,
                 **more):
        self.box, self.db = box, box.path(db)
        self.env = {"HEALTHSCAN_WEBHOOK_SECRET": secret, **(env or {})}
        self.log = box.path("receiver-%s.log" % uuid.uuid4().hex)
        self.file = open(self.log, "wb")
        self.process = box.start(
            "receive", "--db", self.db, "--listen", "127.0.0.1:0", *args,
            env=self.env, stderr=self.file, **more)
        self.port = self.wait_for(r"listening on \S*:(\d+)")
        self.admin = None
        if "--admin-listen" in args:
            self.admin = self.wait_for(r"/metrics on \S*:(\d+)")

    def said(self):
        with open(self.log, "rb") as file:
            return file.read().decode("utf-8", "replace")

    def wait_for(self, pattern):
        def look():
            if self.process.poll() is not None:
                raise AssertionError("it has ended: " + self.said())
            return re.search(pattern, self.said())
        return int(eventually(look, pattern).group(1))

    def connect(self, port=None, timeout=TIMEOUT):
        return http.client.HTTPConnection("127.0.0.1", port or self.port,
                                          timeout=timeout)

    def ask(self, method, path, body=None, head=None, port=None):
        """Status, headers and body of an answer."""
        connection = self.connect(port)
        try:
            connection.request(method, path, body, head or {})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def post(self, delivery, path="/", **more):
        """The status of a delivery."""
        body = delivery if isinstance(delivery, bytes) else json.dumps(
            delivery).encode()
        return self.ask("POST", path, body, headers(body, **more))[0]

    def raw(self, text, timeout=TIMEOUT):
        """All that comes after bytes that are no decent request."""
        with socket.create_connection(("127.0.0.1", self.port),
                                      timeout=timeout) as s:
            s.sendall(text)
            out = b""
            while b"\r\n\r\n" not in out:
                piece = s.recv(65536)
                if not piece:
                    break
                out += piece
            return out

    def end(self, number=signal.SIGTERM, timeout=TIMEOUT):
        self.process.send_signal(number)
        result = self.box.wait(self.process, timeout)
        self.file.close()
        text = self.said()
        for mark in ("Sanitizer", "runtime error:"):
            assert mark not in text, text
        return result.code

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.close()

    def close(self):
        if self.process.stdout:
            self.process.stdout.close()
        self.file.close()


def stored(db, sql="SELECT number FROM item ORDER BY number"):
    connection = sqlite3.connect("file:%s?mode=ro" % db, uri=True, timeout=20)
    try:
        return [row[0] if len(row) == 1 else row
                for row in connection.execute(sql)]
    finally:
        connection.close()
