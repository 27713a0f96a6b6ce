# SPDX-License-Identifier: MIT
"""A browser without a window, for tests of pages: Chromium, spoken to through a
pair of pipes in the language of its developer tools.

    with Browser() as browser:
        browser.open(path, width=390, dark=True)
        browser.run("document.title")

What is run is not held by the page's content security policy; the page itself
is.
"""
import base64
import fcntl
import json
import os
import pathlib
import select
import shutil
import signal
import tempfile
import time

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or \
    shutil.which("google-chrome")
TIMEOUT = 60


def pipe():
    """Both ends beyond the numbers that the browser wants."""
    ends = []
    for end in os.pipe():
        ends.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10))
        os.close(end)
    return ends


class Browser:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="healthscan-browser.")
        words = [CHROMIUM, "--headless", "--remote-debugging-pipe",
                 "--no-first-run", "--disable-gpu", "--no-default-browser-check",
                 "--disable-background-networking", "--hide-scrollbars",
                 "--disable-dev-shm-usage", "--force-color-profile=srgb",
                 "--user-data-dir=" + self.folder]
        if os.geteuid() == 0:
            words.append("--no-sandbox")
        theirs, self.out = pipe()
        self.inp, its = pipe()
        null = os.open(os.devnull, os.O_RDWR)
        self.pid = os.posix_spawn(
            CHROMIUM, words, {**os.environ, "HOME": self.folder},
            file_actions=[*((os.POSIX_SPAWN_DUP2, null, n)
                            for n in (0, 1, 2)),
                          (os.POSIX_SPAWN_DUP2, theirs, 3),
                          (os.POSIX_SPAWN_DUP2, its, 4)],
            setpgroup=0)
        for end in (theirs, its, null):
            os.close(end)
        self.number, self.unread, self.events = 0, b"", []
        self.session = None
        try:
            self.attach()
        except BaseException:
            self.close()
            raise

    def attach(self):
        target = self.call("Target.createTarget", url="about:blank")
        self.session = self.call(
            "Target.attachToTarget", targetId=target["targetId"],
            flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(domain + ".enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """It ends its own processes, if it still can."""
        end = time.monotonic() + 5
        try:
            os.write(self.out, b'{"id":0,"method":"Browser.close"}\0')
        except OSError:
            pass
        while os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > end:
                os.killpg(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                break
            time.sleep(0.05)
        os.close(self.out)
        os.close(self.inp)
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- messages --

    def message(self, end):
        while b"\0" not in self.unread:
            if not select.select([self.inp], [], [],
                                 max(0, end - time.monotonic()))[0]:
                raise AssertionError("the browser does not answer")
            piece = os.read(self.inp, 1 << 20)
            if not piece:
                raise AssertionError("the browser has ended")
            self.unread += piece
        line, self.unread = self.unread.split(b"\0", 1)
        return json.loads(line)

    def call(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        whole = json.dumps(message).encode() + b"\0"
        while whole:
            whole = whole[os.write(self.out, whole):]
        end = time.monotonic() + TIMEOUT
        while True:
            answer = self.message(end)
            if answer.get("id") == self.number:
                break
            self.events.append(answer)
        if "error" in answer:
            raise AssertionError("%s: %s" % (method, answer["error"]))
        return answer["result"]

    def wait(self, method):
        """The next event of that name."""
        end = time.monotonic() + TIMEOUT
        while True:
            for at, event in enumerate(self.events):
                if event.get("method") == method:
                    return self.events.pop(at)
            self.events.append(self.message(end))

    # -- pages --

    def open(self, path, width=1280, height=900, dark=False, paper=False,
             scripts=True):
        self.call("Emulation.setDeviceMetricsOverride", width=width,
                  height=height, deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia",
                  media="print" if paper else "screen",
                  features=[{"name": "prefers-color-scheme",
                             "value": "dark" if dark else "light"}])
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.events = []
        self.call("Page.navigate", url=pathlib.Path(path).as_uri())
        self.wait("Page.loadEventFired")

    def run(self, script):
        """What it gives, or the promise of it; has to be JSON."""
        answer = self.call("Runtime.evaluate", expression=script,
                           returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise AssertionError(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def asked(self):
        """The addresses that were asked for since open(), the page's own
        included."""
        return [e["params"]["request"]["url"] for e in self.events
                if e.get("method") == "Network.requestWillBeSent"]

    def complaints(self):
        """Errors of scripts, and what the policy of the page has blocked."""
        return [e["params"] for e in self.events if e.get("method") in
                ("Log.entryAdded", "Runtime.exceptionThrown")]

    def picture(self, path):
        """What is seen now, as PNG."""
        data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
