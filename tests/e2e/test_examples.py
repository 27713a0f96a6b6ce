#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every example of README.md and of the manual is run, in a sandbox in which
there is what they speak of."""
import glob
import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository, issue, pull  # noqa: E402
from migrations import files, tar  # noqa: E402
from harness import PROGRAM, SOURCE, Case, History, at, make_clone  # noqa: E402
import shards  # noqa: E402

NOW = at("2026-11-20")

MINE = """\
-- id:        mine
-- title:     Pull requests
-- unit:      count
-- better:    neutral
-- statistic: count
-- streams:   pull_requests
--
-- Merged in the window.
SELECT p.repo_id, w.window_no, p.number AS subject, p.actor_id, 1 AS value
  FROM v_window AS w
  JOIN v_pull_request AS p
    ON p.merged_at >= w.starts_at AND p.merged_at < w.ends_at
"""

# A server of ClickHouse, which not every machine has.
ENGINE = "http://127.0.0.1:8123/healthscan"

# What stands for one of several things, or for a file of the reader's.
PLACES = {"FILE": "copy-of-the-store.db"}


def of_readme():
    """Its commands, without remarks and the times of cron."""
    with open(os.path.join(SOURCE, "README.md")) as file:
        text = file.read().replace("\\\n", " ")
    blocks = re.findall(r"^```(?:\n)(.*?)^```", text, re.M | re.S)
    for line in "\n".join(blocks).splitlines():
        line = re.sub(r"^(?:[\d*/,-]+ ){5} *", "", line)
        if re.match(r"(healthscan [a-z]|source <\()", line):
            yield re.split(r"\s{3,}", re.sub(r"\t", " ", line))[0]


def of_manual():
    for path in sorted(glob.glob(os.path.join(SOURCE, "man", "*.[157]"))):
        with open(path) as file:
            for line in re.findall(r"^\.Dl (.+)$", file.read(), re.M):
                yield line.replace("\\(aq", "'")


def configurations():
    """Whole files, as they are shown."""
    with open(os.path.join(SOURCE, "README.md")) as file:
        yield from re.findall(r"^```\n(\[.*?)^```", file.read(), re.M | re.S)
    for path in sorted(glob.glob(os.path.join(SOURCE, "man", "*.[157]"))):
        with open(path) as file:
            yield from re.findall(r"^\.Bd -literal.*\n(\[(?:.|\n)*?)^\.Ed",
                                  file.read(), re.M)


def history():
    made = History()
    for day in range(1, 28):
        made.commit(at("2026-10-%02d" % day), {
            "docs/a.md" if day % 3 else "main.c": str(day)})
    return made


def repository(owner, name, rid):
    rows = [pull(n, NOW - n * 43200 - 7200, merged=NOW - n * 43200)
            for n in range(1, 80)]
    rows += [issue(n, NOW - n * 43200, closed=NOW - n * 43200 + 3600)
             for n in range(80, 120)]
    return Repository(owner, name, rows, rid=rid)


class Examples(Case):
    shards = None

    def setUp(self):
        super().setUp()
        repos = [repository("owner", name, rid) for rid, name in
                 enumerate(("name", "a", "b", "c"), 1)]
        repos.append(repository("acme", "anvil", 9))
        hub = self.hub(*repos)
        bin_ = self.box.path("bin")
        os.mkdir(bin_)
        os.symlink(PROGRAM, os.path.join(bin_, "healthscan"))
        self.box.write("bin/mail", "#!/bin/sh\ncat >/dev/null\n", 0o755)
        # --clone runs git, which must reach nobody.
        self.box.env.update({
            "PATH": bin_ + ":" + self.box.env["PATH"],
            "HEALTHSCAN_API_URL": hub.url,
            "HEALTHSCAN_AS_OF": "2026-11-20",
            "HEALTHSCAN_LISTEN": "127.0.0.1:0",
            "HEALTHSCAN_WEBHOOK_SECRET": "0123456789abcdef",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "url.%s.insteadOf" % self.box.path("name"),
            "GIT_CONFIG_VALUE_0": "https://github.com/owner/name",
        })
        self.box.write("home/.github-token", "gho_x\n", 0o600)
        self.box.write("home/.webhook-secret", "0123456789abcdef\n", 0o600)
        self.box.write("home/config/healthscan/config",
                       '[scan "ours"]\n\trepo = owner/a\n\trepo = owner/b\n')
        self.box.write("work/here/mine.sql", MINE)
        self.box.write("work/here/list.txt", "owner/a # the first\nowner/b\n")
        self.box.write("work/here/domain-map", "example.org Example\n")
        self.box.write("work/here/bom.json", """{"bomFormat": "CycloneDX",
            "components": [{"purl": "pkg:github/owner/a@1"}]}""")
        for name in ("issues.json", "pulls.json", "backup/issues/1.json"):
            self.box.write("work/here/" + name, "[]")
        self.box.write("work/here/deliveries/day.jsonl", "")
        self.box.write("work/here/hours/2015-01-01-12.json", "")
        tar(self.box.path("work/here/export.tar.gz"), files(repos[0]))
        self.box.write("work/here/secret.txt", "x\n")
        os.makedirs(os.path.join(self.box.home, "src"))
        os.makedirs(os.path.join(self.box.home, ".zfunc"))
        self.here = self.box.path("work", "here")
        origin = "https://github.com/owner/name"
        make_clone(self.box, "name", history())
        make_clone(self.box, "home/src/name", history(), origin=origin)
        # A run without a name is one inside a clone.
        make_clone(self.box, "work/here", history(), origin=origin)
        make_clone(self.box, "work/here/a", history())
        make_clone(self.box, "work/b", history())
        self.box.env["HOME"] = self.box.home
        for name in ("owner/name", "owner/a"):
            self.good(hub, name, "--no-git", db="other.db")

    def engine(self):
        """The address of one that runs until the test ends, with tables."""
        if not self.shards:
            self.shards = shards.Shards()
            self.addCleanup(self.shards.close)
            made = self.run_line("healthscan export clickhouse %s --init" %
                                 self.shards.url)
            self.assertEqual(made.returncode, 0, made)
        return self.shards.url

    def run_line(self, line):
        for word, path in PLACES.items():
            line = re.sub(r"\b%s$" % word, path, line)
        # A server, which ends when it is told to. Without --foreground,
        # timeout sends a SIGCONT after its SIGTERM, which undoes the stop
        # that LeakSanitizer waits for at the end: it would wait for ever.
        if line.startswith("healthscan receive"):
            line = "timeout --foreground --preserve-status 3 " + line
        shell = ["fish", "-c"] if line.endswith("| source") else ["bash", "-c"]
        return subprocess.run(
            [*shell, line], env=self.box.env, cwd=self.here,
            capture_output=True, text=True, timeout=120)

    def check(self, lines):
        self.assertEqual(self.run_line(
            "healthscan repo owner/name -q -o /dev/null").returncode, 0)
        for line in lines:
            if ENGINE in line:
                if not shards.HERE:
                    continue
                line = line.replace(ENGINE, self.engine())
            with self.subTest(line=line):
                # What one example removes another may need.
                for made in ("copy.db", "copy-of-the-store.db"):
                    if os.path.exists(os.path.join(self.here, made)):
                        os.unlink(os.path.join(self.here, made))
                done = self.run_line(line)
                codes = (0, 1, 3) if " check " in line else (0,)
                self.assertIn(done.returncode, codes, done)
                self.assertNotRegex(done.stderr, "Sanitizer|runtime error")
                if "forget" in line:
                    self.run_line("healthscan repo owner/name -q -o /dev/null")


class TestReadme(Examples):
    def test_readme(self):
        lines = list(of_readme())
        self.assertGreater(len(lines), 10)
        self.check(lines)


class TestManual(Examples):
    def test_manual(self):
        lines = list(of_manual())
        self.assertGreater(len(lines), 75)
        self.check(lines)


class TestConfigurations(Examples):
    def test_configurations(self):
        """Every key is one, and every value means something."""
        texts = list(configurations())
        self.assertGreater(len(texts), 4)
        for text in texts:
            with self.subTest(text=text):
                self.box.write("work/shown", text)
                done = self.run_program("config", "--config", self.box.path(
                    "work", "shown"), "-f", "json")
                self.assertEqual((done.code, done.err), (0, ""), done)
                self.assertIn(self.box.path("work", "shown"),
                              done.out.decode())


if __name__ == "__main__":
    unittest.main()
