#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Who asks, how often, and over what: tokens, budgets, limits, proxies."""
import os
import re
import shutil
import socket
import ssl
import sys
import threading
import time
import unittest
from email.utils import formatdate

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from digests import amend  # noqa: E402
from fake_github import Fault  # noqa: E402
from harness import Case, in_parallel, make_clone  # noqa: E402
from test_sync import AS_OF, many  # noqa: E402

NAME = "sample/meadow"
ONE, TWO = "ghs_s3cret-one.with.dots", "github_pat_s3cret_two"
SECRET = "s3cret"
# The repository, three pages of issues, the releases, no commits.
REQUESTS = 6


def senders(hub):
    """The token of each request, None without one."""
    with hub.lock:
        return [(r.headers.get("authorization") or "").partition(" ")[2] or
                None for r in hub.log]


def conditions(hub):
    with hub.lock:
        return [r.headers.get("if-none-match") for r in hub.log]


class Asking(Case):
    def setUp(self):
        super().setUp()
        self.source = many(250)
        self.undisturbed = self.good(self.hub(self.source), NAME, *AS_OF,
                                     db="undisturbed.db").bytes

    def tokens(self, *lines, name="tokens", mode=0o600):
        return self.box.write(name, "".join(line + "\n" for line in lines),
                              mode=mode)

    def check_silent(self, *results, ours=()):
        """No token in what was said, nor in any file but ours."""
        for result in results:
            self.assertNotIn(SECRET, result.err)
            self.assertNotIn(SECRET.encode(), result.out)
        self.assertEqual([p for p in self.box.grep(SECRET) if p not in ours],
                         [])


class TestSeveralTokens(Asking):
    def ask(self, hub, path, *args, **more):
        return self.repo(hub, NAME, *AS_OF, "-vv", "--token-file", path,
                         "--record", self.box.path("recording"), *args,
                         **more)

    def test_in_turn(self):
        """One until its hour is used up, then the next, at once."""
        hub = self.hub(self.source, tokens={ONE: 2, TWO: 100})
        path = self.tokens("# of ann", ONE, "", "  " + TWO)
        begun = time.monotonic()
        result = self.ask(hub, path)
        self.assertEqual(result.code, 0, result)
        self.assertLess(time.monotonic() - begun, 30)
        self.assertEqual(result.bytes, self.undisturbed)
        self.assertEqual((hub.left[ONE], hub.left[TWO]),
                         (0, 100 - (REQUESTS - 2)))
        self.assertEqual(senders(hub)[:2], [ONE, ONE])
        self.assertEqual(senders(hub)[-1], TWO)
        self.check_silent(result, ours=[path])

    def test_one_that_is_refused(self):
        hub = self.hub(self.source, tokens={TWO: 100})
        path = self.tokens(ONE, TWO)
        result = self.ask(hub, path, "-q")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.bytes, self.undisturbed)
        warnings = [w for w in result.lines if "warning" in w]
        self.assertEqual(len(warnings), 1, result)
        self.assertIn("does not accept the token on line 1", warnings[0])
        # It is not tried again and again, which locks accounts.
        self.assertEqual(senders(hub).count(ONE), 1)
        self.check_silent(result, ours=[path])

    def test_all_refused(self):
        hub = self.hub(self.source, tokens={"another": 100})
        path = self.tokens(ONE, TWO)
        result = self.ask(hub, path)
        self.assertEqual((result.code, result.out), (4, b""), result)
        self.assertIn("401", result.lines[-1])
        self.assertIn("token", result.lines[-1])
        self.assertEqual(senders(hub), [ONE, TWO])
        self.check_silent(result, ours=[path])

    def test_all_used_up(self):
        hub = self.hub(self.source, tokens={ONE: 1, TWO: 1})
        path = self.tokens(ONE, TWO)
        result = self.ask(hub, path)
        self.assertEqual(result.code, 4, result)
        self.assertIn("used up; run again after", result.lines[-1])
        self.assertIs(result.json["coverage"]["complete"], False)
        self.assertEqual(set(senders(hub)), {ONE, TWO})
        self.check_silent(result, ours=[path])
        hub.left.update({ONE: 100, TWO: 100})
        whole = self.repo(hub, NAME, *AS_OF, "--token-file", path)
        self.assertEqual((whole.code, whole.bytes), (0, self.undisturbed))

    def test_a_file_that_others_can_read(self):
        hub = self.hub(self.source, tokens={ONE: 100})
        path = self.tokens(ONE, mode=0o644)
        result = self.ask(hub, path, "-q")
        self.assertEqual(result.code, 0, result)
        self.assertIn("warning: everybody can read the token in " + path,
                      result.err)
        self.check_silent(result, ours=[path])

    def test_etags_find_their_token(self):
        """An ETag goes out with the token that it is of, and no other."""
        hub = self.hub(self.source, tokens={ONE: 100, TWO: 100})

        def ask(*tokens, **more):
            hub.forget()
            path = self.tokens(*tokens)
            result = self.repo(hub, NAME, *AS_OF, "--token-file", path,
                               **more)
            self.assertEqual((result.code, result.bytes),
                             (0, self.undisturbed), result)
        ask(ONE)
        self.assertEqual(len(hub.log), REQUESTS)
        ask(ONE)
        self.assertEqual(hub.statuses(), [304] * 3)
        # Another: nothing is said that it could not understand.
        ask(TWO)
        self.assertEqual(conditions(hub), [None] * 4)
        self.assertEqual(sorted(hub.statuses()), [200] * 3 + [409])
        # Theirs is found among several, in whatever order.
        ask(ONE, TWO)
        self.assertEqual(hub.statuses(), [304] * 3)
        self.assertEqual(senders(hub), [TWO] * 3)
        # Of a store from before it was known whose they are.
        amend(self.box.path("store.db"), "stream", "credential = NULL")
        ask(TWO)
        self.assertEqual(conditions(hub), [None] * 4)
        ask(TWO)
        self.assertEqual(hub.statuses(), [304] * 3)

    def test_without_a_token(self):
        """Nobody is somebody too, who gets 304 of one's own."""
        hub = self.hub(self.source)
        for statuses in ([200] * (REQUESTS - 1) + [409], [304] * 3):
            hub.forget()
            self.good(hub, NAME, *AS_OF)
            self.assertEqual(sorted(hub.statuses()), statuses)
        hub.forget()
        self.good(hub, NAME, *AS_OF, token=ONE)
        self.assertEqual(conditions(hub), [None] * 4)


class TestBudget(Asking):
    def test_used_up(self):
        hub = self.hub(self.source)
        result = self.repo(hub, NAME, "-q", *AS_OF, "--budget", "2")
        self.check_failure(result, 4, "the budget of 2 requests is used up",
                           "is kept", "run again", "left undone: issues, "
                           "releases, documentation")
        self.assertEqual(len(hub.log), 2)
        self.assertIs(result.json["coverage"]["complete"], False)
        # Until it is done, and nothing twice but the look at the top.
        for runs in range(1, 10):
            before = len(hub.log)
            result = self.repo(hub, NAME, "-q", *AS_OF, "--budget", "4")
            self.assertLessEqual(len(hub.log) - before, 4)
            if result.code == 0:
                break
            self.assertEqual(result.code, 4, result)
            self.assertIn("; left undone: ", result.err)
        self.assertEqual((result.code, result.bytes), (0, self.undisturbed))
        self.assertGreater(runs, 1)

    def test_just_enough(self):
        hub = self.hub(self.source)
        result = self.good(hub, NAME, *AS_OF, "--budget", str(REQUESTS))
        self.assertEqual(result.bytes, self.undisturbed)
        self.assertEqual(len(hub.log), REQUESTS)

    def test_nothing_at_all(self):
        hub = self.hub(self.source)
        result = self.repo(hub, NAME, "-q", *AS_OF, "--budget", "0")
        self.check_failure(result, 4, "the budget of 0 requests")
        self.assertEqual((result.out, hub.log), (b"", []))
        self.good(hub, NAME, *AS_OF)
        hub.forget()
        result = self.repo(hub, NAME, "-q", *AS_OF, env={
            "HEALTHSCAN_BUDGET": "0"})
        self.assertEqual((result.code, hub.log), (4, []), result)
        # What was read before is there, and said to be of then.
        self.assertEqual(result.metric("pr_merge_cycle")["n"], 107)
        self.assertIs(result.json["coverage"]["complete"], False)

    def test_a_retry_is_a_request(self):
        hub = self.hub(self.source,
                       faults=[Fault("/issues", 502, nth=None)])
        result = self.repo(hub, NAME, "-q", *AS_OF, "--budget", "3")
        self.assertEqual((result.code, len(hub.log)), (4, 3), result)

    def test_a_recording_costs_nothing(self):
        hub = self.hub(self.source)
        path = self.box.path("recording")
        self.good(hub, NAME, *AS_OF, "--record", path)
        result = self.good(None, NAME, *AS_OF, "--replay", path, "--budget",
                           "0", db="replayed.db")
        self.assertEqual(result.bytes, self.undisturbed)


class TestLimits(Asking):
    """How long to wait, and by which clock."""

    def refused(self, name, seconds, headers, kind=403, **more):
        hub = self.hub(self.source, faults=[
            Fault("/issues", kind, nth=None, headers=headers, **more)])
        begun = time.time()
        result = self.repo(hub, NAME, "-q", *AS_OF, db=name + ".db")
        line = self.check_failure(result, 4, "run again after", "left undone")
        clock = re.search(r"run again after (\d\d):(\d\d):(\d\d)Z", line)
        self.assertTrue(clock, line)
        hour, minute, second = map(int, clock.groups())
        said = hour * 3600 + minute * 60 + second
        late = (said - (begun + seconds)) % 86400
        self.assertLess(min(late, 86400 - late), 15, (name, line))
        self.assertEqual(sum("/issues" in r.target for r in hub.log), 1)
        return line

    def test_waits_that_are_too_long(self):
        now = int(time.time())
        a_day_ago = now - 86400
        used_up = {"X-RateLimit-Remaining": "0"}
        in_parallel([
            ("primary", lambda: self.assertIn("used up", self.refused(
                "primary", 1801,
                {**used_up, "X-RateLimit-Reset": str(now + 1800)}))),
            ("429", lambda: self.refused(
                "429", 1800, {"Retry-After": "1800"}, kind=429)),
            ("secondary", lambda: self.assertIn(
                "secondary", self.refused(
                    "secondary", 900, {"Retry-After": "900"}))),
            ("date", lambda: self.refused(
                "date", 1200, {"Retry-After": formatdate(
                    now + 1200, usegmt=True)})),
            # Beyond every limit there is: an hour and a minute at most.
            ("clamped", lambda: self.refused(
                "clamped", 3660, {"Retry-After": "99999999"})),
            # A server whose clock is a day behind means its own clock.
            ("skewed", lambda: self.refused(
                "skewed", 1800 - 86400 + 1, {
                    **used_up, "Date": formatdate(a_day_ago, usegmt=True),
                    "X-RateLimit-Reset": str(a_day_ago + 1800)})),
        ])

    def test_waits_that_are_short_enough(self):
        now = int(time.time())
        in_parallel([
            (name, lambda n=name, f=fault: self.waits(n, f))
            for name, fault in (
                ("primary", Fault("/issues", "limit", seconds=1)),
                ("secondary", Fault("/issues", "retry-after", value=1)),
                ("past", Fault("/issues", 403, headers={
                    "Retry-After": formatdate(now - 30, usegmt=True)})))])

    def waits(self, name, fault):
        hub = self.hub(self.source, faults=[fault])
        result = self.repo(hub, NAME, "-q", *AS_OF, db=name + ".db")
        self.assertEqual((result.code, result.err), (0, ""), result)
        self.assertEqual(result.bytes, self.undisturbed)
        self.assertEqual(len(hub.log), REQUESTS + 1)

    def test_a_secondary_limit_slows_down(self):
        """After it, fewer at once; -v says so."""
        hub = self.hub(self.source, token=ONE, faults=[
            Fault("page=2", "retry-after", value=1)])
        result = self.good(hub, NAME, *AS_OF, "-v", token=ONE)
        self.assertIn("no more than 2 requests at once", result.err)
        self.assertEqual(result.bytes, self.undisturbed)

    def test_no_permission_is_no_limit(self):
        """It is not waited for, and says what is missing."""
        hub = self.hub(self.source, token=ONE, faults=[
            Fault("/issues", 403, nth=None,
                  message="Resource not accessible by personal access token",
                  headers={"X-Accepted-GitHub-Permissions": "issues=read"})])
        result = self.repo(hub, NAME, "-q", *AS_OF, token=ONE)
        self.check_failure(result, 4, "403", "Resource not accessible",
                           "issues=read")
        self.assertEqual(sum("/issues" in r.target for r in hub.log), 1)

    def test_single_sign_on(self):
        hub = self.hub(self.source, token=ONE, faults=[
            Fault("meadow$", 403, nth=None, message="Resource protected by "
                  "organization SAML enforcement.", headers={
                      "X-GitHub-SSO": "required; url=https://github.com/"
                                      "orgs/sample/sso?authorization_request"
                                      "=A1"})])
        self.check_failure(
            self.repo(hub, NAME, "-q", *AS_OF, token=ONE), 4, "403", "SAML",
            "https://github.com/orgs/sample/sso?authorization_request=A1")


class TestCommand(Asking):
    """auth.command: a program whose output is the token."""

    def setUp(self):
        super().setUp()
        self.served = self.hub(self.source, tokens={ONE: 100, TWO: 100})
        self.seen = self.box.path("seen")

    def configure(self, script, *words):
        self.script = self.box.write(
            "bin/keys", "#!/bin/sh\n"
            "printf '%s|' \"$GH_HOST\" \"$@\" >>\"" + self.seen + "\"\n" +
            script + "\n", mode=0o700)
        return self.box.write(
            "home/config/healthscan/config", "[auth]\n\tcommand = \"%s\"\n" %
            " ".join((self.script,) + words))

    def was_run(self):
        try:
            with open(self.seen, encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return None
        finally:
            if os.path.exists(self.seen):
                os.unlink(self.seen)

    def ask(self, *args, **more):
        return self.repo(self.served, NAME, *AS_OF, *args, **more)

    def test_its_output_is_the_token(self):
        self.configure("echo 'touch me' >&2; echo " + ONE, "'$HOME `id`'",
                       ";", "*")
        result = self.ask("-vv", "--record", self.box.path("recording"))
        self.assertEqual((result.code, result.bytes), (0, self.undisturbed))
        self.assertEqual(senders(self.served), [ONE] * REQUESTS)
        # No shell has seen the words, and gh would know the host.
        self.assertEqual(self.was_run(), "github.com|$HOME `id`|;|*|")
        self.assertIn("auth.command: touch me", result.err)
        self.check_silent(result, ours=[self.script])

    def test_several(self):
        self.configure("echo %s; echo %s" % (ONE, TWO))
        self.served.left[ONE] = 0
        result = self.ask()
        self.assertEqual((result.code, result.bytes), (0, self.undisturbed))
        self.check_silent(result, ours=[self.script])

    def test_hosts(self):
        self.configure("echo " + ONE)
        result = self.repo(self.served, "ghe.example.org/" + NAME, *AS_OF)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(self.was_run(), "ghe.example.org|")

    def test_what_comes_first(self):
        self.configure("echo wrong")
        for more in ({"token": ONE}, {"env": {"GITHUB_TOKEN": ONE}}):
            self.assertEqual(self.ask(**more).code, 0)
        path = self.tokens(ONE)
        self.assertEqual(self.ask("--token-file", path).code, 0)
        self.assertEqual(self.ask("--offline").code, 0)
        told = self.run_program("config", "-f", "json")
        self.assertIn(b'"auth.command"', told.out)
        self.assertIsNone(self.was_run())

    def test_not_for_a_replay(self):
        self.configure("echo " + ONE)
        path = self.box.path("recording")
        self.assertEqual(self.ask("--record", path).code, 0)
        self.assertIsNotNone(self.was_run())
        self.assertEqual(self.ask("--replay", path, db="other.db").code, 0)
        self.assertIsNone(self.was_run())

    def test_failures(self):
        for script, code, words in (
                ("echo %s; printf 'no \\033[1mkey\\n' >&2; exit 3" % ONE, 4,
                 ["failed: exit code 3", "no \\x1B[1mkey", "by hand"]),
                ("exit 0", 4, ["prints no token for github.com"]),
                ("echo '# none'", 4, ["prints no token for github.com"]),
                ("kill -9 $$", 4, ["killed by signal 9"]),
                ("echo 'a %s b'" % ONE, 2, ["line 1", "spaces"]),
                ("yes " + ONE, 4, ["auth.command"])):
            with self.subTest(script=script):
                self.configure(script)
                result = self.ask("-q")
                self.check_failure(result, code, *words)
                self.assertEqual(self.served.log, [])
                self.check_silent(result, ours=[self.script])
        self.box.write("home/config/healthscan/config",
                       "[auth]\n\tcommand = /does/not/exist\n")
        self.check_failure(self.ask("-q"), 2, "/does/not/exist",
                           "cannot be run")

    def test_not_from_a_work_tree(self):
        """What is cloned runs nothing."""
        path = self.configure("echo " + ONE)
        clone = make_clone(self.box, "tree")
        os.replace(path, os.path.join(clone, ".healthscan"))
        result = self.ask("-q", cwd=clone)
        self.check_failure(result, 2, ".healthscan:2", "auth.command")
        self.assertIsNone(self.was_run())


class TestElsewhere(Asking):
    """No token, wherever it is from, goes to another host or port."""

    def test_links_and_redirects(self):
        trap = self.hub(many(120))
        port = trap.url.rpartition(":")[2]
        script = self.box.write("bin/keys", "#!/bin/sh\necho %s\n" % ONE,
                                mode=0o700)
        config = self.box.write("command.config",
                                "[auth]\n\tcommand = %s\n" % script)
        path = self.tokens(ONE, TWO)
        lies = [("link", trap.url + "/repositories/4200042/issues?page=2"),
                ("link", "//localhost:%s/x" % port),
                # What is below the path that was given is asked here.
                ("below", trap.url +
                 "/api/v3/repositories/4200042/issues?page=2"),
                ("redirect", trap.url + "/repos/sample/meadow/issues"),
                ("redirect", "http://127.0.0.1:1@127.0.0.1:%s/x" % port)]
        jobs = []
        for n, (kind, address) in enumerate(lies):
            for way in (["--token-file", path], ["--config", config]):
                name = "%d%s" % (n, way[0])
                jobs.append((name, lambda k=kind, a=address, w=way, d=name:
                             self.lie(k, a, w, d)))
        in_parallel(jobs)
        self.assertEqual(trap.log, [])
        self.check_silent(ours=[script, path])

    def lie(self, kind, address, way, db):
        hub = self.hub(self.source, tokens={ONE: 100, TWO: 100},
                       base_path="/api/v3", faults=[
                           Fault("/issues", "link" if kind == "below" else
                                 kind, value=address)])
        result = self.repo(hub, NAME, "-vv", *AS_OF, *way, db=db + ".db",
                           env={"http_proxy": None})
        self.assertNotIn(SECRET, result.err)
        if kind == "below":
            self.assertEqual(result.code, 0, result)
            self.assertIn("links to further pages", result.err)
            return
        self.assertEqual(result.code, 4, result)
        self.assertIn("refused" if kind == "link" else "not followed",
                      result.lines[-1])


class TestScan(Asking):
    """Many repositories share the tokens, the budget, and a refusal."""

    def setUp(self):
        super().setUp()
        self.repos = []
        for n in range(6):
            repo = many(30)
            repo.name, repo.id = "field%d" % n, 4300000 + n
            self.repos.append(repo)
        self.names = ["sample/" + repo.name for repo in self.repos]

    def scan(self, hub, *args, **more):
        return self.command("scan", hub, "-f", "json", *AS_OF, *args,
                            *self.names, **more)

    def test_tokens_are_shared(self):
        hub = self.hub(*self.repos, tokens={ONE: 7, TWO: 100})
        path = self.tokens(ONE, TWO)
        result = self.scan(hub, "-vv", "--token-file", path)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(hub.left, {ONE: 0, TWO: 100 - (6 * 4 - 7)})
        self.check_silent(result, ours=[path])

    def test_the_budget_is_shared(self):
        hub = self.hub(*self.repos, token=ONE)
        result = self.scan(hub, "-q", "--budget", "10", token=ONE)
        self.assertEqual((result.code, len(hub.log)), (4, 10), result)
        self.assertIn("the budget of 10 requests", result.err)
        whole = self.scan(hub, "-q", token=ONE)
        self.assertEqual(whole.code, 0, whole)
        self.assertEqual(
            whole.bytes, self.scan(hub, token=ONE, db="fresh.db").bytes)

    def test_a_wrong_token_is_sent_once(self):
        """Once for each line to the server, at most."""
        hub = self.hub(*self.repos, token=ONE)
        result = self.scan(hub, "-q", token=TWO)
        self.assertEqual(result.code, 4, result)
        self.assertLessEqual(len(hub.log), 4)
        self.assertIn("401", result.err)
        self.check_silent(result)


class TestEcho(Asking):
    """A server that shows what it was sent."""

    def test_it_is_not_kept(self):
        def in_a_title(answer, request):
            answer.body = answer.body.replace(
                b"Item 7", request.headers["authorization"].encode())

        def in_a_link(answer, request):
            answer.headers["Link"] = '<%s&t=%s>; rel="next"' % (
                hub.url + request.target,
                request.headers["authorization"].partition(" ")[2])

        def in_a_message(answer, request):
            answer.status = 403
            answer.body = b'{"message":"%s"}' % request.headers[
                "authorization"].encode()
        path = self.tokens(ONE)
        for number, bend in enumerate((in_a_title, in_a_link, in_a_message)):
            hub = self.hub(self.source, token=ONE, faults=[
                Fault("/issues", "bend", nth=None, value=bend)])
            result = self.repo(hub, NAME, *AS_OF, "-vv", "--token-file", path,
                               "--record", self.box.path("recording"),
                               db="%d.db" % number)
            self.assertEqual(result.code, 4, result)
            self.assertIn("repeats the token", result.lines[-1])
            self.check_silent(result, ours=[path])


class Proxy:
    """Lets through what is asked to be let through, or nothing."""

    def __init__(self, refuse=None):
        self.refuse = refuse
        self.heard = b""  # in plain
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,),
                             daemon=True).start()

    def serve(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(4096)
            if not piece:
                return
            head += piece
        self.heard += head
        if self.refuse:
            client.sendall(self.refuse)
            client.close()
            return
        host, _, port = head.split()[1].decode().rpartition(":")
        server = socket.create_connection((host, int(port)))
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        back = threading.Thread(target=self.pump, args=(server, client),
                                daemon=True)
        back.start()
        self.pump(client, server)

    @staticmethod
    def pump(one, other):
        try:
            while True:
                piece = one.recv(65536)
                if not piece:
                    break
                other.sendall(piece)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self.socket.close()


@unittest.skipUnless(shutil.which("openssl"), "openssl makes the certificate")
class TestOnTheWay(Asking):
    """A CA of one's own, and proxies."""

    def setUp(self):
        super().setUp()
        self.cert, key = self.box.path("cert.pem"), self.box.path("key.pem")
        done = os.spawnlp(
            os.P_WAIT, "sh", "sh", "-c",
            "openssl req -x509 -newkey ec -pkeyopt "
            "ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test "
            "-addext subjectAltName=IP:127.0.0.1 -keyout '%s' -out '%s' "
            "2>/dev/null" % (key, self.cert))
        self.assertEqual(done, 0)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.cert, key)
        self.server = self.hub(self.source, token=ONE, tls=context)

    def proxy(self, **more):
        proxy = Proxy(**more)
        self.addCleanup(proxy.close)
        return proxy

    def ask(self, *args, env=None, **more):
        return self.repo(self.server, NAME, "-q", *AS_OF, *args, token=ONE,
                         env=env, **more)

    def test_a_ca_of_ones_own(self):
        line = self.check_failure(self.ask(), 4, "cannot be trusted",
                                  "--ca-file")
        self.assertNotIn(SECRET, line)
        self.assertEqual(self.server.log, [])
        for number, (args, env) in enumerate((
                (["--ca-file", self.cert], {}),
                ([], {"HEALTHSCAN_CA_FILE": self.cert}),
                ([], {"SSL_CERT_FILE": self.cert}))):
            result = self.ask(*args, env=env, db="%d.db" % number)
            self.assertEqual((result.code, result.bytes),
                             (0, self.undisturbed), result)
        self.check_failure(self.ask("--ca-file", "/does/not/exist"), 2,
                           "/does/not/exist", "PEM")

    def test_hosts_that_others_name(self):
        """A list, or the origin of a clone, may name any host: it is asked,
        but gets no token unless the user has named it, too."""
        hub = self.hub(self.source, base_path="/api/v3",
                       tls=self.server.tls)
        host = hub.url.split("/")[2]
        path = self.tokens(ONE)
        listed = self.box.write("list", "%s/%s\n" % (host, NAME))
        clone = make_clone(self.box, "clone",
                           origin="https://%s/%s.git" % (host, NAME))
        for number, (args, more, trusted) in enumerate((
                (["scan", listed], {}, False),
                (["repo", "-f", "json"], {"cwd": clone}, False),
                (["scan", listed], {"env": {"GH_HOST": host}}, True),
                (["repo", "-f", "json"], {"cwd": clone,
                                          "env": {"GH_HOST": host}}, True),
                (["repo", "-f", "json", "%s/%s" % (host, NAME)], {}, True))):
            for way, token in ((["--token-file", path], None), ([], ONE)):
                hub.forget()
                env = {"HEALTHSCAN_API_URL": None,
                       "GH_ENTERPRISE_TOKEN": token, **more.get("env", {})}
                result = self.box.run(
                    *args, "--ca-file", self.cert, "--db",
                    self.box.path("%d%d.db" % (number, len(way))), *way,
                    **{**more, "env": env})
                self.assertEqual(result.code, 0, result)
                self.assertEqual(set(senders(hub)),
                                 {ONE if trusted else None})
                self.assertEqual("set GH_HOST=" + host in result.err,
                                 not trusted, result)
        self.check_silent(ours=[path])

    def test_the_variable_of_the_other_kind(self):
        """The host that the repository is named with says which one counts,
        also where the API has an address of its own."""
        hub = self.hub(self.source)
        for number, (name, env, wanted) in enumerate((
                (NAME, {"GH_ENTERPRISE_TOKEN": ONE},
                 "GH_ENTERPRISE_TOKEN is not for github.com; set GH_TOKEN,"),
                ("ghe.example.org/" + NAME, {"GH_TOKEN": ONE},
                 "GH_TOKEN is not for ghe.example.org; set "
                 "GH_ENTERPRISE_TOKEN,"),
                (NAME, {"GH_TOKEN": ONE, "GH_ENTERPRISE_TOKEN": ONE}, None),
                (NAME, {}, None))):
            with self.subTest(name=name, env=env):
                hub.forget()
                result = self.box.run(
                    "repo", name, *AS_OF, "--api-url", hub.url, "-q", "--db",
                    self.box.path("%d.db" % number),
                    env={"GH_TOKEN": None, "GITHUB_TOKEN": None, **env})
                self.assertEqual(result.code, 0, result)
                if wanted:
                    self.assertIn("warning: no token is sent: " + wanted,
                                  result.err)
                    self.assertEqual(set(senders(hub)), {None})
                else:
                    self.assertEqual(result.err, "")

    def test_through_a_proxy(self):
        proxy = self.proxy()
        result = self.ask("-vv", "--ca-file", self.cert, env={
            "no_proxy": None, "https_proxy":
            "http://ann:pr0xy-s3cret@127.0.0.1:%d" % proxy.port})
        self.assertEqual((result.code, result.bytes), (0, self.undisturbed))
        self.assertIn(b"CONNECT 127.0.0.1:", proxy.heard)
        self.assertIn(b"Proxy-Authorization: Basic ", proxy.heard)
        # The tunnel is blind: the token is for the other end.
        self.assertNotIn(b"Bearer", proxy.heard)
        self.check_silent(result)

    def test_proxies_that_fail(self):
        refusing = self.proxy(
            refuse=b"HTTP/1.1 407 Proxy Authentication Required\r\n"
            b"Proxy-Authenticate: Basic realm=\"x\"\r\n"
            b"Content-Length: 0\r\n\r\n")
        user = "http://ann:pr0xy-s3cret@"
        in_parallel([
            (name, lambda n=name, a=address, w=words: self.fails(n, a, w))
            for name, address, words in (
                ("refuses", user + "127.0.0.1:%d" % refusing.port, ["407"]),
                ("nobody", user + "127.0.0.1:1", ["127.0.0.1"]),
                ("unknown", user + "proxy.invalid:1", ["proxy"]),
                ("malformed", user + "127.0.0.1:port", ["proxy"]))])
        self.assertEqual(self.server.log, [])
        self.assertNotIn(b"Bearer", refusing.heard)

    def fails(self, name, address, words):
        result = self.ask("-vv", "--ca-file", self.cert, db=name + ".db",
                          env={"no_proxy": None, "https_proxy": address})
        self.assertEqual(result.code, 4, result)
        for word in words:
            self.assertIn(word, result.lines[-1], result)
        self.assertNotIn(SECRET, result.err)


if __name__ == "__main__":
    unittest.main()
