#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The recipes of examples/ and the action: read, and run where they can be."""
import configparser
import csv
import io
import json
import os
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

import small_yaml  # noqa: E402
import hours  # noqa: E402
from fake_github import (Repository, comment, events_for, issue,  # noqa: E402
                         pull)
from harness import (PROGRAM, SOURCE, Case, History, at,  # noqa: E402
                     make_clone)

EXAMPLES = os.path.join(SOURCE, "examples")


def text_of(*names):
    with open(os.path.join(SOURCE, *names)) as file:
        return file.read()


def sample(name, rid):
    """Merged within hours, all the time: healthy for some months."""
    owner, name = name.split("/")
    now = at("2026-11-20")
    return Repository(owner, name, rid=rid, items=[
        pull(n, now - n * 86400, merged=now - n * 86400 + 7200)
        for n in range(1, 60)])


class Recipes(Case):
    def setUp(self):
        super().setUp()
        self.server = self.hub(sample("owner/name", 1),
                               sample("owner/other", 2))
        bin_ = self.box.path("bin")
        os.mkdir(bin_)
        os.symlink(PROGRAM, os.path.join(bin_, "healthscan"))
        # Nothing is sent to anybody.
        self.box.write("bin/mail", "#!/bin/sh\ncat >/dev/null\n", 0o755)
        self.box.env["PATH"] = bin_ + ":" + self.box.env["PATH"]
        self.box.env["HEALTHSCAN_API_URL"] = self.server.url
        self.box.env["HEALTHSCAN_AS_OF"] = "2026-11-20"

    def shell(self, script, shell="sh", code=0, cwd=None, **env):
        done = subprocess.run([shell, "-euc", script], env={
            **self.box.env, **env}, cwd=cwd or self.box.work,
            capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, code, done)
        self.assertNotIn("Sanitizer", done.stderr)
        return done

    def in_home(self, name):
        with open(os.path.join(self.box.home, name)) as file:
            return file.read()


def answered(name, rid, days, count=8):
    """Issues and pull requests that were answered after so many days."""
    now = at("2026-11-20")
    items = [kind(n, now - (n + 10) * 86400) for n in range(1, 2 * count + 1)
             for kind in [pull if n <= count else issue]]
    owner, name = name.split("/")
    made = Repository(owner, name, items, rid=rid)
    for row in items:
        made.comments.append(comment(
            9000 + row["number"], row,
            now - (row["number"] + 10) * 86400 + days * 86400))
    return made


class TestPolicies(Recipes):
    """What each says of projects that it is about."""

    def setUp(self):
        super().setUp()
        self.server = self.hub(
            answered("owner/quick", 11, 1), answered("owner/fair", 12, 3),
            answered("owner/slow", 13, 6), answered("owner/still", 14, 1, 0))
        self.box.env["HEALTHSCAN_API_URL"] = self.server.url
        history = History()
        for day in ("2026-11-01", "2026-11-02"):
            history.commit(at(day), {"a": day})
        self.clone = make_clone(self.box, "clone", history)
        for name in os.listdir(EXAMPLES):
            if name.startswith("policy-") or name.endswith(".sql"):
                shutil.copy(os.path.join(EXAMPLES, name), self.box.work)

    def judge(self, policy, name, *args):
        result = self.box.run("check", name, "--config", policy, "-q", "-f",
                              "json", *args)
        gate = result.json["gate"]
        return result.code, [row["metric"] for row in gate["failed"]], [
            row["metric"] for row in gate["undecided"]]

    def test_finos(self):
        both = ["pr_first_response", "issue_first_response"]
        # Nobody has read commits: that is not the same as none.
        self.assertEqual(self.judge("policy-finos.conf", "owner/quick"),
                         (3, [], ["quarter_activity"]))
        for name, found in (("owner/quick", (0, [], [])),
                            ("owner/fair", (0, [], [])),
                            ("owner/slow", (1, both, [])),
                            ("owner/still", (1, ["quarter_activity"], both))):
            self.assertEqual(self.judge("policy-finos.conf", name, "--git",
                                        self.clone), found, name)

    def test_chaoss(self):
        both = ["pr_first_response", "issue_first_response"]
        wide = ["--window", "90d"]
        # Three days are 8, 16 or 24 working hours. Of eight in a row from a
        # Monday to a Monday the median is 20, from a Sunday to a Sunday 16.
        for name, found in (("owner/quick", (0, [], [])),
                            ("owner/fair", (1, ["pr_first_response"], [])),
                            ("owner/slow", (1, both, [])),
                            ("owner/still", (3, [], both))):
            self.assertEqual(self.judge("policy-chaoss.conf", name, *wide),
                             found, name)


    def test_cncf(self):
        self.box.write(os.path.join(self.box.work, "domain-map"),
                       "acme.example Acme\nb.example B\n")
        # Of 20 commits 19 are Acme's, which is 95 %; 20; 18 and one nobody's.
        for made, found in (
                (["acme"] * 19 + ["b"], (0, [], [])),
                (["acme"] * 20, (1, ["organization_largest"], [])),
                (["acme"] * 18 + ["b", "who"], (0, [], [])),
                (["acme"] * 18 + ["who"] * 2,
                 (3, [], ["organization_largest"])),
                (["who"] * 20, (3, [], ["organization_largest"]))):
            history = History()
            for day, firm in enumerate(made):
                history.commit(at("2026-10-01") + day * 86400,
                               {"a": str(day)}, email="a@%s.example" % firm)
            shutil.rmtree(self.box.path("firms"), ignore_errors=True)
            clone = make_clone(self.box, "firms", history)
            with self.subTest(made=made):
                self.assertEqual(self.judge("policy-cncf.conf", "owner/quick",
                                            "--git", clone), found)


class TestExamples(Recipes):
    def test_every_file_is_told_of(self):
        told = re.findall(r"\]\(([^)]+)\)", text_of("examples", "README.md"))
        self.assertEqual(sorted(set(told) | {"README.md"}),
                         sorted(os.listdir(EXAMPLES)))

    def test_crontab(self):
        self.box.write("home/.github-token", "gho_x\n", 0o600)
        self.box.write("home/list.txt", "owner/name\nowner/other\n")
        lines = [line for line in text_of("examples", "crontab").splitlines()
                 if line and not line.startswith("#")]
        self.assertEqual(len(lines), 3)
        for line in lines:
            match = re.fullmatch(r"((?:[\d*/,-]+ ){5}) *(.+)", line)
            self.assertTrue(match, line)
            self.assertNotIn("%", match.group(2))  # cron's line break
            done = self.shell(match.group(2))
            self.assertEqual(done.stdout + done.stderr, "")
        self.assertEqual(json.loads(self.in_home("health.json"))["repo"][
            "full_name"], "owner/name")
        for page in ("health.html", "health/index.html",
                     "health/owner--name.html", "health/owner--other.html"):
            self.assertTrue(self.in_home(page).startswith("<!DOCTYPE html>"))

    def test_systemd(self):
        units = {}
        for name in ("healthscan.service", "healthscan.timer"):
            unit = configparser.ConfigParser(
                strict=True, delimiters="=", interpolation=None)
            unit.optionxform = str
            unit.read_string(text_of("examples", name))
            units[name] = unit
        self.assertEqual(units["healthscan.timer"].sections(),
                         ["Unit", "Timer", "Install"])
        self.box.write("home/.github-token", "gho_x\n", 0o600)
        words = shlex.split(units["healthscan.service"]["Service"][
            "ExecStart"].replace("%h", self.box.home))
        self.assertEqual(words[0], "healthscan")
        result = self.box.run(*words[1:])
        self.assertEqual((result.code, result.out, result.err), (0, b"", ""))
        self.assertIn("owner/name", self.in_home("health.json"))
        self.verify({name: text_of("examples", name).replace(
            "ExecStart=healthscan", "ExecStart=/bin/true") for name in units},
            "--user")

    def verify(self, units, *args):
        """By systemd, where it is there."""
        if not shutil.which("systemd-analyze"):
            return
        folder = self.box.path("units")
        os.mkdir(folder)
        for name, text in units.items():
            self.box.write("units/" + name, text)
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", *args,
             *(os.path.join(folder, name) for name in units)],
            env={**self.box.env, "XDG_RUNTIME_DIR": self.box.tmp},
            capture_output=True, text=True, timeout=60)
        self.assertEqual([line for line in done.stderr.splitlines()
                          if "/units/" in line], [], done)

    def test_systemd_of_the_receiver(self):
        units = {}
        for name in ("service.in", "socket"):
            unit = configparser.ConfigParser(
                strict=False, delimiters="=", interpolation=None)
            unit.optionxform = str
            unit.read_string(text_of("packaging", "systemd",
                                     "healthscan-receive." + name))
            units[name] = unit
        where = units["socket"]["Socket"]["ListenStream"]
        words = shlex.split(units["service.in"]["Service"]["ExecStart"])
        self.assertEqual(words[1:4], ["receive", "--listen", "fd:3"])
        # The receiver listens there by itself, too, and the proxies go there.
        self.assertIn("(default: %s)" % where, " ".join(
            self.box.run("help", "receive").out.decode().split()))
        for name in ("nginx.conf", "Caddyfile"):
            self.assertIn(where, text_of("examples", name))
        self.verify({
            "healthscan-receive.socket": text_of(
                "packaging", "systemd", "healthscan-receive.socket"),
            "healthscan-receive.service": text_of(
                "packaging", "systemd", "healthscan-receive.service.in"
            ).replace("@CMAKE_INSTALL_FULL_BINDIR@/healthscan",
                      "/bin/true")})

    def of_collectors(self, line, share):
        """A line of that unit, as systemd would call it for that share."""
        for mark, meant in (
                ("@CMAKE_INSTALL_FULL_BINDIR@/healthscan", PROGRAM),
                ("/etc/healthscan", self.box.path("home")),
                ("%S", self.box.path("state")), ("%i", share),
                ("%I", share.replace("-", "/")), ("$$", "$")):
            line = line.replace(mark, meant)
        self.assertNotIn("%", line)
        return shlex.split(line)

    def collect(self, share, exported="", code=0):
        """Both commands of one run; the first one's words of success count."""
        text = text_of("packaging", "systemd", "healthscan-collect@.service.in")
        lines = re.findall(r"(?m)^ExecStart=(.*)$", text)
        self.assertEqual(len(lines), 2)
        os.makedirs(self.box.path("state/healthscan-collect/" + share),
                    exist_ok=True)
        done = [subprocess.run(
            self.of_collectors(line, share), capture_output=True, timeout=60,
            env={**self.box.env, "HEALTHSCAN_COLLECT_EXPORT": exported},
            cwd=self.box.work) for line in lines]
        self.assertEqual([one.returncode for one in done], [0, code], done)
        with open(self.box.path("state/healthscan-collect", share,
                                "scan.json")) as file:
            scan = json.load(file)
        return [row["full_name"] for row in scan["repositories"]], done[1]

    def test_systemd_of_collectors(self):
        self.box.write("home/collect.list", "owner/name\nowner/other\n")
        names = [self.collect(share)[0] for share in ("1-2", "2-2")]
        self.assertEqual(sorted(names[0] + names[1]),
                         ["owner/name", "owner/other"])
        # A server that is not there is no success, though a scan's 4 is one.
        failed = self.collect("1-2", "http://127.0.0.1:1/healthscan", 1)[1]
        self.assertIn(b"127.0.0.1:1", failed.stderr)
        text = text_of("packaging", "systemd", "healthscan-collect@.service.in")
        self.assertNotIn(1, map(int, re.search(
            r"(?m)^SuccessExitStatus=(.*)$", text).group(1).split()))
        self.verify({
            "healthscan-collect@1-2.timer": text_of(
                "packaging", "systemd", "healthscan-collect@.timer"),
            "healthscan-collect@1-2.service": text.replace(
                "@CMAKE_INSTALL_FULL_BINDIR@/healthscan", "/bin/true")})

    def test_nginx(self):
        text = text_of("examples", "nginx.conf")
        # Whether every block is closed and every line ends shows without it.
        bare = re.sub(r"#.*", "", text)
        self.assertEqual(bare.count("{"), bare.count("}"))
        for line in filter(None, map(str.strip, bare.splitlines())):
            self.assertIn(line[-1], "{};", line)
        if not shutil.which("nginx") or not shutil.which("openssl"):
            self.skipTest("nginx or openssl is not there to read it")
        for name in ("pem", "key"):
            text = text.replace("/etc/ssl/hooks.example.org." + name,
                                self.box.path("hooks." + name))
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
             "-subj", "/CN=hooks", "-days", "2", "-keyout",
             self.box.path("hooks.key"), "-out", self.box.path("hooks.pem")],
            check=True, capture_output=True, timeout=60)
        whole = self.box.write("nginx.conf", "pid %s;\nevents { }\nhttp {\n"
                               "%s}\n" % (self.box.path("pid"), text))
        done = subprocess.run(
            ["nginx", "-t", "-p", self.box.dir, "-e", self.box.path("log"),
             "-c", whole], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done)

    def test_caddy(self):
        if not shutil.which("caddy"):
            self.skipTest("caddy is not there to read it")
        done = subprocess.run(
            ["caddy", "validate", "--adapter", "caddyfile", "--config",
             os.path.join(EXAMPLES, "Caddyfile")], env=self.box.env,
            capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done)

    def test_gitlab(self):
        job = small_yaml.load(text_of("examples", "gitlab-ci.yml"))["health"]
        self.assertEqual(len(job["script"]), 2)
        store = job["variables"]["HEALTHSCAN_DB"]
        self.assertTrue(store.startswith("$CI_PROJECT_DIR/" +
                                         job["cache"]["paths"][0]))
        folder = self.box.path("project")
        os.mkdir(folder)
        self.shell("HEALTHSCAN_DB=%s; export HEALTHSCAN_DB\n" % store +
                   "\n".join(job["script"]), cwd=folder,
                   CI_PROJECT_DIR=folder, HEALTH_REPOSITORY="owner/name",
                   GH_TOKEN="gho_x")
        report = os.path.join(folder, job["artifacts"]["reports"]["junit"])
        self.assertEqual(ET.parse(report).getroot().tag, "testsuites")
        for path in job["artifacts"]["paths"]:
            self.assertGreater(os.path.getsize(os.path.join(folder, path)), 0)

    def test_textfile(self):
        script = os.path.join(EXAMPLES, "textfile.sh")
        folder = self.box.path("textfiles")
        os.mkdir(folder)
        done = subprocess.run([script, "owner/name", "owner/other"], env={
            **self.box.env, "TEXTFILE_DIRECTORY": folder},
            capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout, done.stderr),
                         (0, "", ""))
        self.assertEqual(os.listdir(folder), ["healthscan.prom"])
        with open(os.path.join(folder, "healthscan.prom")) as file:
            text = file.read()
        self.assertIn('repository="owner/other"', text)
        self.assertTrue(text.endswith("# EOF\n"))


    def test_ten_years(self):
        """Forty quarters; of each the median of what was merged in it."""
        start = at("2015-01-01")
        merged = {n: start + n * 10 * 86400 + n * 3600 for n in range(1, 360)}
        repo = Repository("owner", "old", rid=3, items=[
            pull(n, start + n * 10 * 86400, merged=merged[n]) for n in merged])
        repo.events = events_for(repo.items)
        days = {}
        for line in hours.lines_of(repo) + list(hours.others(50)):
            days.setdefault(line["created_at"][:10], []).append(line)
        for day, lines in days.items():
            self.box.write("work/hours/%s-12.json" % day,
                           hours.text_of(lines))
        self.shell(os.path.join(EXAMPLES, "ten-years.sh") +
                   " hours owner/old 2025-01-01")
        with open(os.path.join(self.box.work, "old.html"),
                  encoding="utf-8") as file:
            page = file.read()
        self.assertIn("<svg", page)
        expected = []
        for month in range(0, 120, 3):
            ends = [at("%d-%02d-01" % (2015 + m // 12, m % 12 + 1))
                    for m in (month, month + 3)]
            expected.append(float(statistics.median(
                n for n, when in merged.items()
                if ends[0] <= when < ends[1])))
        listed = self.shell(
            "healthscan trend owner/old --db old.db --offline --no-git"
            " --as-of 2025-01-01 --window quarter --windows 39"
            " --history events --metric pr_merge_cycle --format csv").stdout
        rows = list(csv.DictReader(io.StringIO(listed)))
        self.assertEqual([float(row["value"]) for row in rows], expected)
        for row in rows:
            self.assertIn(row["start"][:10], page)


class TestAction(Recipes):
    def setUp(self):
        super().setUp()
        self.action = small_yaml.load(text_of("action.yml"))
        self.steps = self.action["runs"]["steps"]

    def test_it_is_whole(self):
        self.assertEqual(self.action["runs"]["using"], "composite")
        for step in self.steps:
            self.assertEqual("run" in step, "shell" in step)
            self.assertNotEqual("run" in step, "uses" in step)
        text = text_of("action.yml")
        # What anybody may set is a variable and never a part of a command.
        for step in self.steps:
            self.assertNotIn("${{", step.get("run", ""))
        used = set(re.findall(r"inputs\.([\w-]+)", text))
        self.assertEqual(used, set(self.action["inputs"]))
        ids = {step["id"] for step in self.steps if "id" in step}
        for output in self.action["outputs"].values():
            match = re.fullmatch(r"\$\{\{ steps\.(\w+)\.outputs\.\w+ \}\}",
                                 output["value"])
            self.assertIn(match.group(1), ids)
        for value in [*self.action["inputs"].values(),
                      *self.action["outputs"].values()]:
            self.assertTrue(value["description"])

    def test_the_workflow_uses_what_there_is(self):
        flow = small_yaml.load(text_of("examples", "github-workflow.yml"))
        steps = flow["jobs"]["health"]["steps"]
        used = [s for s in steps if "healthscan@" in s.get("uses", "")]
        self.assertEqual(len(used), 1)
        self.assertLessEqual(set(used[0]["with"]), set(self.action["inputs"]))

    def check(self, code=0, **inputs):
        """Runs the last step as a job would, with a built program."""
        step = [s for s in self.steps if s.get("id") == "check"][0]
        built = self.box.path("action", "build", "release")
        os.makedirs(built)
        os.symlink(PROGRAM, os.path.join(built, "healthscan"))
        values = {name: rule.get("default") or ""
                  for name, rule in self.action["inputs"].items()}
        values.update({"repository": "owner/name", "token": "gho_x"}, **{
            name.replace("_", "-"): value for name, value in inputs.items()})

        def fill(text):
            text = text.replace("${{ runner.temp }}", self.box.tmp)
            return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}",
                          lambda m: values[m.group(1)], text)

        env = {name: fill(value) for name, value in step["env"].items()}
        done = self.shell(
            step["run"], "bash", code,
            GITHUB_ACTION_PATH=self.box.path("action"),
            GITHUB_STEP_SUMMARY=self.box.path("summary"),
            GITHUB_OUTPUT=self.box.path("output"), **env)
        with open(self.box.path("output")) as file:
            return done, dict(line.split("=", 1)
                              for line in file.read().splitlines())

    def test_it_passes(self):
        done, outputs = self.check(metrics="pr_merge_cycle")
        self.assertIn("gate passed", done.stdout)
        self.assertEqual(outputs["gate"], "passed")
        self.assertLessEqual(set(self.action["outputs"]), set(outputs))
        with open(self.box.path("summary")) as file:
            self.assertIn("## Health of `owner/name`", file.read())

    def test_it_fails(self):
        done, outputs = self.check(
            1, metrics="pr_merge_cycle", args="--threshold "
            "pr_merge_cycle.risk=1h --threshold pr_merge_cycle.healthy=30m")
        self.assertIn("::error title=owner/name PR merge cycle::",
                      done.stdout)
        self.assertEqual(outputs["gate"], "failed")

    def test_inputs_are_no_commands(self):
        mark = self.box.path("mark")
        self.check(metrics="pr_merge_cycle", window="30d")
        for name in ("metrics", "window", "args", "fail_on", "repository"):
            shutil.rmtree(self.box.path("action"))
            with self.subTest(name=name):
                try:
                    self.check(2, **{name: "$(touch %s);`touch %s`\n;touch %s"
                                     % (mark, mark, mark)})
                finally:
                    self.assertFalse(os.path.exists(mark))


if __name__ == "__main__":
    unittest.main()
