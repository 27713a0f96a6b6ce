#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What networks, proxies and servers do that is real but rare: which thing the
message names, how often it was tried, and how the run ends.

Run by itself with --table, it prints what each situation gives.
"""
import contextlib
import gzip
import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import FakeGitHub, Fault  # noqa: E402
from harness import Box, Case, at, in_parallel  # noqa: E402
from test_sync import AS_OF, known, many  # noqa: E402

NAME = "sample/meadow"
TRIES = 5  # of what may pass
TOKEN = "t0ps3cret-of-networks"
PASSWORD = "pr0xy-pass"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


# -- servers -----------------------------------------------------------------

def read_head(conn):
    """A request up to its empty line; None when the client has gone."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = conn.recv(1)
        if not byte:
            return None
        head += byte
    return head


def linger(conn):
    """Until the client goes: closing at once would reset what was sent."""
    with contextlib.suppress(OSError):
        conn.shutdown(socket.SHUT_WR)
        while conn.recv(4096):
            pass


class Wire:
    """A server that does to each connection what it is told to. `tries` are
    the requests, or the connections where there are more of those."""

    def __init__(self, serve, tls=None):
        self.serve, self.tls = serve, tls
        self.requests = self.connections = 0
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.closing = threading.Event()
        threading.Thread(target=self.listen, daemon=True).start()

    @property
    def url(self):
        return "%s://127.0.0.1:%d" % ("https" if self.tls else "http",
                                      self.port)

    @property
    def tries(self):
        return max(self.requests, self.connections)

    def listen(self):
        while True:
            try:
                conn, _ = self.listener.accept()
            except OSError:
                return
            with self.lock:
                self.connections += 1
            threading.Thread(target=self.handle, args=(conn,),
                             daemon=True).start()

    def handle(self, conn):
        with contextlib.suppress(OSError), conn:
            if self.tls:
                conn = self.tls.wrap_socket(conn, server_side=True)
            with conn:
                self.serve(self, conn)

    def asked(self, conn):
        head = read_head(conn)
        if head is not None:
            with self.lock:
                self.requests += 1
        return head

    def close(self):
        self.closing.set()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def says(*parts, close=False):
    """Gives every request the same bytes; a number is a pause."""
    def serve(wire, conn):
        while wire.asked(conn) is not None:
            for part in parts:
                if isinstance(part, bytes):
                    conn.sendall(part)
                else:
                    wire.closing.wait(part)
            if close:
                return linger(conn)
    return serve


def whole(body, *fields):
    head = OK + b"".join(field + b"\r\n" for field in fields)
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def error(status, body, *fields):
    return b"HTTP/1.1 %d No\r\nContent-Type: application/json\r\n%s" \
        b"Content-Length: %d\r\n\r\n%s" % (
            status, b"".join(f + b"\r\n" for f in fields), len(body), body)


def drip(head, byte, pause=0.05):
    """A head, and then a byte at a time, for ever."""
    def serve(wire, conn):
        wire.asked(conn)
        conn.sendall(head)
        while not wire.closing.wait(pause):
            conn.sendall(byte)
    return serve


def proxy(answer):
    """Says one thing to every CONNECT."""
    return says(answer, close=True)


def socks(*answers):
    """Says one thing after another, whatever it hears."""
    def serve(wire, conn):
        for answer in answers:
            conn.recv(300)
            conn.sendall(answer)
        linger(conn)
    return serve


def no_handshake(wire, conn):
    conn.recv(1)


def relay(hub, head, url):
    """What the hub answers to a request: status, headers, body; its links
    lead to `url`."""
    lines = head.decode("latin-1").split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    fields.pop("Accept-Encoding", None)
    link = http.client.HTTPConnection("127.0.0.1",
                                      hub.server.server_address[1])
    with contextlib.closing(link):
        link.request("GET", lines[0].split(" ")[1], headers=fields)
        answer = link.getresponse()
        return answer.status, [
            (name, value.replace(hub.origin, url))
            for name, value in answer.getheaders()
            if name.lower() not in ("connection", "content-length",
                                    "transfer-encoding")], answer.read()


def relayed(hub, after=b""):
    """What the hub answers, and something behind its end."""
    def serve(wire, conn):
        while (head := wire.asked(conn)) is not None:
            status, fields, body = relay(hub, head, wire.url)
            conn.sendall(b"HTTP/1.1 %d X\r\n" % status)
            for name, value in fields:
                conn.sendall(("%s: %s\r\n" % (name, value)).encode())
            conn.sendall(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            wire.closing.wait(0.02 if after else 0)  # a packet of its own
            conn.sendall(after)
    return serve


# -- HTTP/2, where Debian's python3-h2 is there -------------------------------

try:
    import h2.config
    import h2.connection
    import h2.errors
    import h2.events
except ImportError:
    h2 = None


def h2_server(hub, fault):
    """Relays, unless `fault(link, stream, number)` has dealt with it; number
    counts the requests of all connections, from 1."""
    def respond(wire, link, stream, target):
        status, fields, body = relay(
            hub, ("GET %s HTTP/1.1\r\nUser-Agent: x\r\n\r\n"
                  % target).encode(), wire.url)
        link.send_headers(stream, [(":status", str(status))] + [
            (name.lower(), value) for name, value in fields])
        for at in range(0, len(body), 16384):
            link.send_data(stream, body[at:at + 16384])
        link.end_stream(stream)

    def serve(wire, conn):
        if conn.selected_alpn_protocol() != "h2":
            return relayed(hub)(wire, conn)
        link = h2.connection.H2Connection(h2.config.H2Configuration(
            client_side=False, header_encoding="utf-8",
            validate_outbound_headers=False))
        link.initiate_connection()
        conn.sendall(link.data_to_send())
        while data := conn.recv(65536):
            for event in link.receive_data(data):
                if not isinstance(event, h2.events.RequestReceived):
                    continue
                with wire.lock:
                    wire.requests += 1
                    number = wire.requests
                if not fault(link, event.stream_id, number):
                    respond(wire, link, event.stream_id,
                            dict(event.headers)[":path"])
            conn.sendall(link.data_to_send())
            if link.state_machine.state.name == "CLOSED":
                return linger(conn)
    return serve


def reset(code, numbers):
    def fault(link, stream, number):
        if number not in numbers:
            return False
        link.reset_stream(stream, getattr(h2.errors.ErrorCodes, code))
        return True
    return fault


def goaway(numbers):
    def fault(link, stream, number):
        if number not in numbers:
            return False
        link.close_connection(h2.errors.ErrorCodes.ENHANCE_YOUR_CALM,
                              last_stream_id=0)
        return True
    return fault


# -- certificates -------------------------------------------------------------

CA_CONFIG = """
[ca]
default_ca = own
[own]
database = {dir}/index.txt
serial = {dir}/serial
new_certs_dir = {dir}
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
"""


class Certificates:
    """An authority and what it has signed, made with the openssl command."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="healthscan-tls.")
        for name, text in (("index.txt", ""), ("serial", "01\n"),
                           ("ca.cnf", CA_CONFIG.format(dir=self.dir))):
            with open(self.path(name), "w", encoding="ascii") as file:
                file.write(text)
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
                     "2", "-subj", "/CN=Meadow test authority", "-config",
                     self.path("ca.cnf"), "-extensions", "v3", "-addext",
                     "basicConstraints=critical,CA:TRUE", "-keyout",
                     self.path("ca.key"), "-out", self.path("ca.pem"),
                     drop=("-extensions", "v3"))
        self.openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj",
                     "/CN=server", "-config", self.path("ca.cnf"), "-keyout",
                     self.path("key.pem"), "-out", self.path("any.csr"))

    def path(self, name):
        return os.path.join(self.dir, name)

    def openssl(self, *words, drop=()):
        words = [word for word in words if word not in drop]
        done = subprocess.run(["openssl", *words], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stdout.decode("utf-8", "replace"))

    def sign(self, name, begin, end, host="IP:127.0.0.1"):
        """A certificate for the times and the name, as a server's context."""
        request, made = self.path(name + ".csr"), self.path(name + ".pem")
        self.openssl("req", "-new", "-key", self.path("key.pem"), "-subj",
                     "/CN=" + name, "-config", self.path("ca.cnf"), "-addext",
                     "subjectAltName=" + host, "-out", request)
        self.openssl("ca", "-batch", "-notext", "-config", self.path("ca.cnf"),
                     "-cert", self.path("ca.pem"), "-keyfile",
                     self.path("ca.key"), "-in", request, "-out", made,
                     "-startdate", begin, "-enddate", end)
        return self.context(made)

    def self_signed(self):
        made = self.path("self.pem")
        self.openssl("req", "-x509", "-key", self.path("key.pem"), "-days",
                     "2", "-subj", "/CN=self", "-config", self.path("ca.cnf"),
                     "-addext", "subjectAltName=IP:127.0.0.1", "-out", made)
        return self.context(made)

    def context(self, certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, self.path("key.pem"))
        return context

    def close(self):
        shutil.rmtree(self.dir, ignore_errors=True)


class Tls:
    """The contexts that the situations need."""

    def __init__(self):
        self.made = Certificates()
        self.ca = self.made.path("ca.pem")
        stamp = "%Y%m%d%H%M%SZ"
        now = time.time()
        day = [time.strftime(stamp, time.gmtime(now + n * 86400))
               for n in range(-3, 4)]
        self.good = self.made.sign("good", day[2], day[4])
        self.good.set_alpn_protocols(["http/1.1"])
        self.h2 = self.made.sign("h2", day[2], day[4])
        self.h2.set_alpn_protocols(["h2", "http/1.1"])
        self.expired = self.made.sign("expired", day[0], day[1])
        self.early = self.made.sign("early", day[5], day[6])
        self.other = self.made.sign("other", day[2], day[4],
                                    "DNS:other.example")
        self.self_signed = self.made.self_signed()
        self.old = self.made.sign("old", day[2], day[4])
        self.old.set_ciphers("DEFAULT:@SECLEVEL=0")
        with warnings_off():
            self.old.minimum_version = ssl.TLSVersion.TLSv1
            self.old.maximum_version = ssl.TLSVersion.TLSv1_1

    def close(self):
        self.made.close()


@contextlib.contextmanager
def warnings_off():
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


# -- situations ---------------------------------------------------------------

GZIP = gzip.compress(b"[" + b'{"words": "and more"},' * 2000 + b"1]")
DAMAGED = GZIP[:60] + b"\xff\xff\xff\xff" + GZIP[64:]
PACKED = b"Content-Encoding: gzip"

BLOCKED = b'{"message":"Repository access blocked","block":{"reason":"%s",' \
    b'"created_at":"2026-01-28T14:00:00Z","html_url":' \
    b'"https://github.com/contact/%s"}}'
LIFETIME = b'{"message":"The \'meadow-makers\' organization forbids access ' \
    b'via a fine-grained personal access tokens if the token\'s lifetime is ' \
    b'greater than 366 days. Please adjust your token\'s lifetime at the ' \
    b'following URL: https://github.com/settings/personal-access-tokens/' \
    b'1234567","documentation_url":"https://docs.github.com/rest",' \
    b'"status":"403"}'
LIFETIME_URL = "https://github.com/settings/personal-access-tokens/1234567"
SSO = b'{"message":"Resource protected by organization SAML enforcement. You ' \
    b'must grant your Personal Access token access to this organization."}'
SSO_URL = "https://github.com/orgs/meadow-makers/sso?authorization_request=AB12"
LIMIT = b'{"message":"API rate limit exceeded for user ID 77. If you reach ' \
    b'out to support, please include the request ID."}'


IP_LIST = b'{"message":"Although you appear to have the correct authorization ' \
    b'credentials, the `meadow-makers` organization has an IP allow list ' \
    b'enabled, and your IP address is not permitted to access this ' \
    b'resource."}'


def unasked(hub):
    """304 for a list that was asked for without a condition."""
    def serve(wire, conn):
        while (head := wire.asked(conn)) is not None:
            if b"/issues" in head:
                conn.sendall(b"HTTP/1.1 304 No\r\n\r\n")
                continue
            status, fields, body = relay(hub, head, wire.url)
            conn.sendall(b"HTTP/1.1 %d X\r\n" % status)
            for name, value in fields:
                conn.sendall(("%s: %s\r\n" % (name, value)).encode())
            conn.sendall(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    return serve


class Outcome:
    """What a situation has led to."""

    def __init__(self, result, tries, took):
        self.code, self.tries, self.took = result.code, tries, took
        self.lines = result.lines
        self.result = result

    def row(self, name):
        return "| %s | %d | %d | %s |" % (
            name, self.code, self.tries, "; ".join(
                re.sub(r"127\.0\.0\.1:\d+", "HOST",
                       line.replace("healthscan: ", "", 1)).replace("|", "/")
                for line in self.lines) or "(nothing)")


class Situation:
    """One row: how to ask, what has to come of it."""

    def __init__(self, name, code, tries, words, serve=None, tls=None,
                 args=(), env=None, command=("repo", NAME), never=(), said=None):
        self.name, self.code, self.tries = name, code, tries
        self.words = [words] if isinstance(words, str) else words
        self.serve, self.tls = serve, tls
        self.args, self.env, self.command = list(args), env or {}, command
        self.never = list(never)
        self.said = (1 if code else 0) if said is None else said  # lines

    def run(self, tls):
        with contextlib.ExitStack() as stack:
            box = Box()
            stack.callback(box.close)
            hub = stack.enter_context(FakeGitHub([many(250)]))
            wire = Wire(self.serve(hub) if self.serve else says(b""),
                        getattr(tls, self.tls) if self.tls else None)
            stack.callback(wire.close)
            url, env = wire.url, dict(self.env)
            if self.env.get("https_proxy"):
                url = "https://127.0.0.1:1"
                env["no_proxy"] = None
                env["https_proxy"] = env["https_proxy"] % wire.port
            known_only_now = {"TLS": "https://127.0.0.1:%d" % wire.port,
                              "OTHER": tls.made.path("self.pem")}
            args = [known_only_now.get(arg, arg) for arg in self.args]
            if "--api-url" not in args:
                args += ["--api-url", url]
            if "--ca-file" not in args:
                args += ["--ca-file", tls.ca]
            began = time.monotonic()
            result = box.run(
                *self.command, "-q", "-f", "json", "--db",
                box.path("store.db"), *AS_OF, *args,
                env={"GH_TOKEN": TOKEN, **env})
            return Outcome(result, wire.tries, time.monotonic() - began)

    def check(self, tls):
        found = self.run(tls)
        what = "%s: %r" % (self.name, found.result)
        assert found.code == self.code, what
        if self.tries is not None:
            may_be = self.tries if isinstance(self.tries, tuple) \
                else (self.tries,)
            assert found.tries in may_be, "%d tries, %s" % (
                found.tries, what)
        if found.code == 0:
            assert found.lines == [], what
        words = self.words
        if isinstance(words, dict):  # by the number of tries
            words = words[found.tries]
        for word in words:
            assert all(any(part in line for part in word.split("|"))
                       for line in found.lines), \
                "%r is not in %s" % (word, what)
        assert len(found.lines) == self.said, what
        for word in [TOKEN, PASSWORD, *self.never]:
            assert word not in found.result.err, what


def fixed(*parts, **more):
    return lambda hub: says(*parts, **more)


def through(text):
    return {"https_proxy": text}


PROXY = through("http://ann:%s@127.0.0.1:%%d" % PASSWORD)
REFUSED = b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\n" \
    b"Content-Length: 0\r\n\r\n"

SITUATIONS = [
    # proxies
    Situation("proxy refuses name and password (407)", 4, 1,
              ["the proxy 127.0.0.1:", "https_proxy", "password", "407"],
              fixed(REFUSED, close=True), env=PROXY),
    Situation("the same, a scan of three", 4, 1,
              ["does not accept the name"], env=PROXY, said=3,
              serve=fixed(REFUSED, close=True),
              command=("scan", NAME, "sample/hill", "sample/dale")),
    Situation("proxy wants a name (407)", 4, 1,
              ["the proxy", "wants a name and a password"],
              fixed(REFUSED, close=True),
              env=through("http://127.0.0.1:%d")),
    Situation("proxy forbids the host (403)", 4, 1,
              ["the proxy", "does not let anybody through", "403"],
              fixed(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n",
                    close=True), env=PROXY),
    # Nothing has come through yet: it is the network, and the wait is short.
    Situation("proxy cannot reach the host (502)", 4, 2,
              ["the proxy", "cannot reach 127.0.0.1:1"],
              fixed(b"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n",
                    close=True), env=PROXY),
    # Those that are under way at the second try of the first have one each.
    Situation("the same, a scan of three", 4, (2, 3, 4),
              ["the proxy", "cannot reach 127.0.0.1:1"], said=3,
              serve=fixed(b"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n",
                          close=True), env=PROXY,
              command=("scan", NAME, "sample/hill", "sample/dale")),
    Situation("proxy hangs up", 4, 2,
              ["by way of the proxy 127.0.0.1:", "broke"],
              lambda hub: no_handshake, env=PROXY),
    Situation("proxy is not there", 4, 0,
              ["could not connect to the proxy 127.0.0.1:1 (https_proxy)",
               "refused"],
              env=through("http://ann:%s@127.0.0.1:1/%%d" % PASSWORD)),

    Situation("SOCKS proxy refuses name and password", 4, 1,
              ["the proxy 127.0.0.1:", "https_proxy", "rejected"],
              lambda hub: socks(b"\x05\x02", b"\x01\x01"),
              env=through("socks5h://ann:%s@127.0.0.1:%%d" % PASSWORD),
              never=["check the address"]),
    Situation("SOCKS proxy lets nobody through", 4, 1,
              ["the proxy 127.0.0.1:", "https_proxy", "(2)"],
              lambda hub: socks(b"\x05\x00", b"\x05\x02\0\1\0\0\0\0\0\0"),
              env=through("socks5h://127.0.0.1:%d"),
              never=["check the address"]),
    Situation("certificate of the proxy is not known", 4, 1,
              ["the certificate of the proxy 127.0.0.1:", "https_proxy"],
              fixed(b""), "self_signed",
              env=through("https://127.0.0.1:%d")),
    Situation("proxy with a certificate of --ca-file", 4, 1,
              ["the proxy 127.0.0.1:", "407"],
              fixed(REFUSED, close=True), "good",
              env=through("https://ann:%s@127.0.0.1:%%d" % PASSWORD)),

    # TLS
    Situation("TLS 1.1 only", 4, 1, ["encryption"], fixed(b""), "old"),
    Situation("plain http where TLS is wanted", 4, 1, ["encryption"],
              lambda hub: lambda wire, conn: conn.sendall(
                  b"HTTP/1.1 400 Bad\r\n\r\n"),
              args=["--api-url", "TLS"]),
    Situation("the handshake is cut", 4, 2, ["encryption"],
              lambda hub: no_handshake, args=["--api-url", "TLS"]),
    Situation("certificate has expired", 4, 1,
              ["certificate", "expired", "--ca-file"], fixed(b""), "expired"),
    Situation("certificate is not valid yet", 4, 1,
              ["certificate", "not yet valid"], fixed(b""), "early"),
    Situation("certificate of another name", 4, 1,
              ["certificate", "alternative certificate subject"], fixed(b""), "other"),
    Situation("certificate signed by itself", 4, 1,
              ["certificate", "self"], fixed(b""), "self_signed"),
    Situation("authority that is not known", 4, 1,
              ["certificate", "--ca-file"], fixed(b""), "good",
              args=["--ca-file", "OTHER"]),

    # HTTP/1.1
    Situation("a head that trickles in", 4, 2,
              ["head of its answer", "--answer-time"],
              lambda hub: drip(OK + b"X-Slow: ", b"y"),
              args=["--answer-time", "1s"]),
    Situation("a body that trickles in", 4, 2,
              ["comes too slowly", "--answer-time"],
              lambda hub: drip(OK + b"Content-Length: 9999\r\n\r\n", b" "),
              args=["--answer-time", "1s"]),
    Situation("103 for ever", 4, 2, ["--answer-time"],
              lambda hub: drip(b"", b"HTTP/1.1 103 Early\r\n\r\n", 0.2),
              args=["--answer-time", "1s"]),
    Situation("a header line of 120 kB", 4, 1,
              ["headers of", "larger than 65536 bytes"],
              fixed(whole(b"[]", b"X-Long: " + b"y" * 120000), close=True)),
    Situation("headers of 70 kB", 4, 1, ["larger than 65536 bytes"],
              fixed(whole(b"[]", *[b"X-%d: " % n + b"y" * 900
                                   for n in range(80)]), close=True)),
    Situation("gzip that is damaged", 4, TRIES, ["decompressed"],
              fixed(whole(DAMAGED, PACKED))),
    Situation("gzip that is none", 4, TRIES, ["decompressed"],
              fixed(whole(b"nope" * 9, PACKED))),
    Situation("gzip with bytes behind its end", 4, 2,
              ["decompressed", "behind its end"],
              fixed(whole(GZIP + b"more", PACKED))),
    # libcurl 8.23 says itself that it does not take those.
    Situation("gzip of two members", 4, 2,
              {2: ["decompressed", "behind its end|Multi-member"]},
              fixed(whole(gzip.compress(b"[1,") + gzip.compress(b"2]"),
                          PACKED))),
    Situation("gzip cut short", 4, TRIES, ["not all of it"],
              fixed(whole(GZIP[:len(GZIP) // 2], PACKED))),
    Situation("a compression not asked for", 4, 1,
              ["compression that it was not asked for"],
              fixed(whole(b"?" * 20, b"Content-Encoding: squeeze"))),
    Situation("br that is none", 4, None, ["compress"],
              fixed(whole(b"?" * 20, b"Content-Encoding: br"))),
    Situation("bytes behind a whole answer", 0, None, [],
              lambda hub: relayed(hub, b"surplus\r\n\r\n")),
    Situation("noise in place of HTTP", 4, 1, ["no answer that HTTP knows"],
              fixed(b"220 mail.example ESMTP\r\n", close=True)),
    Situation("a body without a head", 4, 1, ["no answer that HTTP knows"],
              fixed(b'{"id": 1}', close=True)),
    Situation("hung up without an answer", 4, TRIES, ["hung up"],
              fixed(b"", close=True)),
    Situation("a head cut short", 4, TRIES, ["broke off"],
              fixed(OK + b"Content-Le", close=True)),
    Situation("a body cut short", 4, TRIES, ["broke off after 10 bytes"],
              fixed(OK + b"Content-Length: 99\r\n\r\n0123456789",
                    close=True)),
    Situation("a chunk of no size", 4, TRIES, ["broke off"],
              fixed(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                    close=True)),
    # libcurl 8.23 takes it for no HTTP at all, and then once is enough.
    Situation("two lengths", 4, (1, TRIES),
              {1: ["no answer that HTTP knows"], TRIES: ["broke off"]},
              fixed(OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n[]",
                    close=True)),
    Situation("NUL in a header", 4, 1, ["127.0.0.1:"],
              fixed(whole(b"[]", b"X-Nul: a\0b"), close=True)),

    # what servers say
    Situation("a web page", 4, TRIES, ["web page"],
              fixed(whole(b"<html>", b"Content-Type: text/html").replace(
                  b"Content-Type: application/json\r\n", b"", 1))),
    Situation("503", 4, TRIES, ["answered 503"],
              fixed(error(503, b"{}"))),
    Situation("407 of no proxy that is known", 4, 1, ["proxy"],
              fixed(error(407, b"{}"))),
    Situation("403, blocked for its terms", 4, 1,
              ["Repository access blocked", "tos"],
              fixed(error(403, BLOCKED % (b"tos", b"tos"))),
              never=["read access"]),
    Situation("451, blocked by a notice", 4, 1, ["dmca"],
              fixed(error(451, BLOCKED % (b"dmca", b"dmca")))),
    Situation("403, lifetime of the token", 4, 1, [LIFETIME_URL],
              fixed(error(403, LIFETIME)), never=["read access"]),
    Situation("the same, --org", 4, 1, [LIFETIME_URL],
              fixed(error(403, LIFETIME)), never=["read access"],
              command=("scan", "--org", "meadow-makers")),
    Situation("403, single sign-on", 4, 1, [SSO_URL],
              fixed(error(403, SSO, b"X-GitHub-SSO: required; url=" +
                          SSO_URL.encode()))),
    Situation("the same, --org", 4, 1, [SSO_URL],
              fixed(error(403, SSO, b"X-GitHub-SSO: required; url=" +
                          SSO_URL.encode())),
              command=("scan", "--org", "meadow-makers")),
    Situation("403, an address that is not let in", 4, 1,
              ["IP allow list", "ask from an address"],
              fixed(error(403, IP_LIST)), never=["read access"]),
    Situation("403 of a firewall", 4, 1, ["who is in between"],
              fixed(error(403, b"Forbidden")), never=["read access"]),
    Situation("407 of no proxy that is known, --org", 4, 1, ["proxy"],
              fixed(error(407, b"{}")), never=['(""'],
              command=("scan", "--org", "meadow-makers")),
    Situation("304 that nobody asked for", 4, TRIES, ["304 (not modified)"],
              fixed(b"HTTP/1.1 304 No\r\nETag: \"e\"\r\n\r\n")),
    Situation("the same, of a list", 4, None, ["304 (not modified)", "/issues"],
              unasked),
    Situation("an object that is no repository", 4, None,
              [NAME + ": the repository that"], fixed(whole(b"{}"))),
    Situation("403, a limit without headers", 4, 1,
              ["rate limit", "used up", "--max-wait"],
              fixed(error(403, LIMIT)), args=["--max-wait", "0s"]),
    Situation("403, may not be read", 4, 1, ["read access"],
              fixed(error(403, b'{"message":"Resource not accessible by '
                          b'personal access token"}'))),

    # no network
    Situation("nobody listens", 4, 0,
              ["could not connect to 127.0.0.1:1 ", "refused"],
              args=["--api-url", "http://127.0.0.1:1"]),
]

H2_SITUATIONS = [] if not h2 else [
    Situation("HTTP/2: GOAWAY before the answer", 0, None, [],
              lambda hub: h2_server(hub, goaway({1})), "h2"),
    Situation("HTTP/2: GOAWAY in the middle", 0, None, [],
              lambda hub: h2_server(hub, goaway({3})), "h2"),
    Situation("HTTP/2: RST_STREAM, refused", 0, None, [],
              lambda hub: h2_server(hub, reset("REFUSED_STREAM", {2})), "h2"),
    Situation("HTTP/2: RST_STREAM, internal error", 0, None, [],
              lambda hub: h2_server(hub, reset("INTERNAL_ERROR", {2})), "h2"),
    Situation("HTTP/2: RST_STREAM each time", 0, None, [],
              lambda hub: h2_server(hub, reset("CANCEL", range(1, 99))),
              "h2"),
]


class TestNetwork(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not shutil.which("openssl"):
            raise unittest.SkipTest("needs the openssl command")
        cls.tls = Tls()
        cls.addClassCleanup(cls.tls.close)

    def test_situations(self):
        in_parallel([(s.name, lambda s=s: s.check(self.tls))
                     for s in SITUATIONS], at_once=4)

    @unittest.skipUnless(h2, "needs python3-h2")
    def test_http2(self):
        in_parallel([(s.name, lambda s=s: s.check(self.tls))
                     for s in H2_SITUATIONS], at_once=4)


class TestLinks(Case):
    """Servers that do not know by which name they were asked."""

    def bent(self, value, base_path="/api/v3", nth=None):
        """A hub whose links to the next page are `value` of the real one."""
        def bend(answer, request):
            if "Link" in answer.headers:
                answer.headers["Link"] = re.sub(
                    "<([^>]*)>", lambda m: "<%s>" % value(m.group(1)),
                    answer.headers["Link"])
            return answer
        return self.hub(many(250), base_path=base_path, faults=[
            Fault("/issues[?]", "bend", nth=nth, value=bend)])

    def test_another_name(self):
        """Path and query are asked of the one that was asked, in order, with
        one warning, and the numbers are the same."""
        plain = self.good(self.hub(many(250)), NAME, *AS_OF, db="plain.db")
        for count, origin in enumerate((
                "http://ghe.internal", "https://127.0.0.1",
                "http://ghe.internal:8443", "//ghe.internal")):
            hub = self.bent(lambda url, to=origin: to + url[len(
                "http://127.0.0.1:"):].lstrip("0123456789"))
            result = self.good(hub, NAME, *AS_OF, db="%d.db" % count,
                               token=TOKEN)
            self.assertEqual(result.bytes, plain.bytes)
            warnings = [line for line in result.lines if "warning" in line]
            self.assertEqual(len(warnings), 1, result)
            self.assertIn("links to further pages", warnings[0])
            self.assertIn(origin.partition("//")[2], warnings[0])

    def test_what_is_refused(self):
        """Anything that is not below the base path, or only looks so."""
        targets = {
            "root": "http://x.example/repos/sample/meadow/issues",
            "prefix": "http://x.example/api/v3evil/repos",
            "up": "http://x.example/api/v3/../../admin",
            "up-2": "http://x.example/api/v3/repos/..",
            "encoded": "http://x.example/api/v3/%2e%2e/admin",
            "half": "http://x.example/api/v3/.%2E/admin",
            "slash": "http://x.example/api/v3/..%2fadmin",
            "twice": "http://x.example/api/v3/%252e%252e/admin",
            "back": "http://x.example/api/v3/..\\admin",
            "empty": "http://x.example/api/v3//evil.example/x",
            "user": "http://ann:pw@x.example/api/v3/repos",
            "scheme": "ftp://x.example/api/v3/repos",
            "nothing": "http://x.example",
            "query": "http://x.example?/api/v3/repos",
        }
        for name, target in targets.items():
            with self.subTest(name):
                hub = self.bent(lambda url, to=target: to)
                result = self.repo(hub, NAME, "-q", *AS_OF, db=name + ".db")
                self.check_failure(result, 4, "link to the next page")
                self.assertEqual(
                    [r.target for r in hub.log if "admin" in r.target or
                     "evil" in r.target], [])

    def test_never_of_github(self):
        """What one of github.com's names is not is refused, also in a
        recording; tests/http/test_url.c has the names."""
        hub = self.bent(lambda url: "http://x.example" + url[len(
            hub.origin):], base_path="")
        recording = self.box.path("recording")
        self.good(hub, NAME, *AS_OF, "--record", recording)
        self.assertEqual(self.box.grep("x.example", recording), [])


class TestNoNetwork(Case):
    """In a network name space that has nothing but itself."""

    def setUp(self):
        super().setUp()
        if subprocess.run(["unshare", "-rn", "true"], check=False,
                          stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("needs the right to make a network name space")

    def alone(self, *args):
        began = time.monotonic()
        process = subprocess.Popen(
            ["unshare", "-rn", os.environ.get("HEALTHSCAN", "healthscan"),
             *args, "--db", self.box.path("store.db")], cwd=self.box.work,
            env={**self.box.env, "HEALTHSCAN_API_URL": "https://api.invalid",
                 "HEALTHSCAN_RETRY_DELAY": "2s"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL)
        result = self.box.wait(process)
        return result, time.monotonic() - began

    def test_soon(self):
        """One request that finds no connection stands for all the others."""
        result, took = self.alone("repo", NAME, "-q", *AS_OF)
        self.check_failure(result, 4, "no address is known for api.invalid")
        self.assertNotIn("times", result.err)
        self.assertLess(took, 5)
        names = ["sample/n%d" % n for n in range(9)]
        result, took = self.alone("scan", *names, "-q", *AS_OF)
        self.assertEqual(result.code, 4, result)
        self.assertIn("no address is known for api.invalid", result.err)
        self.assertLess(took, 5)


class TestBase(Case):
    def test_pulls_switched_off(self):
        """404 of the pull requests is not that of the repository."""
        hub = self.hub(known(), faults=[Fault("/pulls[?]", 404, nth=None)])
        result = self.repo(hub, NAME, "-q", *AS_OF, "--base", "main")
        line = self.check_failure(result, 4, "pull requests", "--base")
        self.assertNotIn("no such repository", line)


def print_table():
    tls = Tls()
    print("| situation | exit | tries | what is said |\n|---|---|---|---|")
    with contextlib.closing(tls):
        for situation in SITUATIONS + H2_SITUATIONS:
            try:
                print(situation.run(tls).row(situation.name), flush=True)
            except AssertionError as failure:
                print("| %s | | | %s |" % (situation.name, str(
                    failure).splitlines()[0]), flush=True)


class TestSilence(Case):
    """Where nothing answers, what is waited for is said before it is given
    up; how long that takes stays as it is."""

    def begin(self, where, *args, **env):
        self.began = time.monotonic()
        return self.box.start(
            "repo", NAME, "--db", self.box.path("store.db"), "--api-url",
            where, *args, env=env)

    def end(self, process):
        process.send_signal(signal.SIGINT)
        return self.box.wait(process)

    def silent(self):
        wire = Wire(lambda wire, conn: wire.closing.wait(30))
        self.addCleanup(wire.close)
        return wire

    def test_a_host(self):
        wire = self.silent()
        process = self.begin("https://127.0.0.1:%d" % wire.port)
        line = process.stderr.readline()
        self.assertEqual(line.decode(), "healthscan: connecting to 127.0.0.1:"
                         "%d: no answer so far\n" % wire.port)
        self.assertGreater(time.monotonic() - self.began, 1.9)
        self.assertIsNone(process.poll())
        self.assertNotIn("connecting to", self.end(process).err)

    def test_a_proxy(self):
        wire = self.silent()
        process = self.begin(
            "https://api.example.test",
            no_proxy=None, https_proxy="http://me:%s@127.0.0.1:%d" % (PASSWORD, wire.port))
        line = process.stderr.readline().decode()
        self.assertEqual(line, "healthscan: connecting to the proxy 127.0.0.1:"
                         "%d: no answer so far\n" % wire.port)
        self.end(process)

    def test_a_server_that_thinks_is_connected(self):
        wire = Wire(says(3.0, whole(b"{}")))
        self.addCleanup(wire.close)
        process = self.begin(wire.url, "--answer-time", "1s")
        time.sleep(3)
        self.assertNotIn("connecting to", self.end(process).err)


if __name__ == "__main__":
    if sys.argv[1:] == ["--table"]:
        print_table()
    else:
        unittest.main()
