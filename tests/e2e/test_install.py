#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is installed, what the library shows, that a program of somebody else's
can be built with it, and what the packages hold."""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from harness import SOURCE, Case, git  # noqa: E402
from test_sync import AS_OF, known  # noqa: E402

BUILD = os.environ["HSCAN_BUILD_DIR"]
DEMO = os.path.join(SOURCE, "fixtures", "demo")


def cache(name):
    with open(os.path.join(BUILD, "CMakeCache.txt")) as file:
        match = re.search(r"^%s:\w+=(.*)$" % re.escape(name), file.read(),
                          re.M)
    return match.group(1) if match else ""


class Installed(Case):
    @classmethod
    def setUpClass(cls):
        cls.version = cache("CMAKE_PROJECT_VERSION")

    def run_tool(self, *words, **more):
        done = subprocess.run(words, capture_output=True, text=True,
                              timeout=300, env={**self.box.env,
                                                **more.pop("env", {})}, **more)
        self.assertEqual(done.returncode, 0, done)
        return done.stdout

    def install(self):
        prefix = self.box.path("usr")
        self.run_tool("cmake", "--install", BUILD, "--prefix", prefix)
        return prefix

    def find(self, prefix, pattern):
        found = glob.glob(os.path.join(prefix, pattern), recursive=True)
        self.assertEqual(len(found), 1, (pattern, found))
        return found[0]


class TestInstall(Installed):
    def test_everything_is_there(self):
        prefix = self.install()
        for pattern in (
                "bin/healthscan", "**/libhealthscan.a", "**/libhealthscan.so",
                "**/libhealthscan.so.0", "**/pkgconfig/healthscan.pc",
                "share/man/man7/healthscan-metrics.7",
                "share/bash-completion/completions/healthscan",
                "share/zsh/site-functions/_healthscan",
                "share/fish/vendor_completions.d/healthscan.fish"):
            self.find(prefix, pattern)
        headers = sorted(os.listdir(os.path.join(
            prefix, "include", "healthscan")))
        self.assertEqual(headers, sorted(os.listdir(os.path.join(
            SOURCE, "include", "healthscan"))))
        out = self.run_tool(os.path.join(prefix, "bin", "healthscan"),
                            "version")
        self.assertIn(self.version, out)

    def test_the_library_shows_what_the_headers_declare(self):
        declared = set()
        for path in glob.glob(os.path.join(SOURCE, "include", "healthscan",
                                           "*.h")):
            with open(path) as file:
                declared |= set(re.findall(
                    r"^HSCAN_API [^;(]*?\b(hscan_\w+)\(", file.read(),
                    re.M | re.S))
        self.assertGreater(len(declared), 5)
        out = self.run_tool("nm", "-D", "--defined-only", self.find(
            self.install(), "**/libhealthscan.so.0"))
        shown = set(re.findall(r" [TDBR] (\w+)", out))
        # What a sanitizer adds is not ours.
        self.assertEqual({s for s in shown if not s.startswith("__")},
                         declared)

    def test_the_library_needs_nothing_of_the_command_line(self):
        def names(path, *options):
            out = self.run_tool("nm", *options, path)
            return set(re.findall(r"^(?:.* )?[A-Za-z] (\w+)$", out, re.M))

        prefix = self.install()
        library = self.find(prefix, "**/libhealthscan.a")
        ours = names(library, "--defined-only")
        needed = names(library, "--undefined-only") - ours
        # The program itself has the sanitizers in it, too, which stand in for
        # functions of the C library.
        program = set()
        for folder in ("hscan_cli.dir", "healthscan_bin.dir"):
            for path in glob.glob(os.path.join(BUILD, "CMakeFiles", folder,
                                               "**", "*.o"), recursive=True):
                program |= names(path, "--defined-only")
        self.assertIn("main", program)
        self.assertIn("hscan_sync_forges", ours)
        self.assertIn("malloc", needed)
        self.assertEqual({s for s in needed & program
                          if not s.startswith("_")}, set())
        # Nor does the one that is linked as it runs.
        needed = names(self.find(prefix, "**/libhealthscan.so.0"), "-D",
                       "--undefined-only")
        cli = names(os.path.join(BUILD, "CMakeFiles", "hscan_cli.dir", "src",
                                 "cli", "dispatch.c.o"), "--defined-only")
        self.assertTrue(cli & program)
        self.assertEqual({s for s in needed & program
                          if not s.startswith("_")}, set())

    def build(self, prefix, example):
        """The programs that an example becomes, linked in both ways, and what
        they are run with."""
        library = self.find(prefix, "**/libhealthscan.so")
        # Installed elsewhere than it was configured for.
        config = {"PKG_CONFIG_PATH": os.path.dirname(
            self.find(prefix, "**/pkgconfig/healthscan.pc"))}
        words = ["pkg-config"]
        self.assertEqual(os.path.realpath(self.run_tool(
            *words, "--variable=prefix", "healthscan",
            env=config).strip()), os.path.realpath(prefix))
        flags = self.run_tool(*words, "--cflags", "healthscan",
                              env=config).split()
        self.assertEqual(self.run_tool(*words, "--modversion", "healthscan",
                                       env=config).strip(), self.version)
        extra = ["-fsanitize=address,undefined"] \
            if cache("HSCAN_SANITIZE") == "ON" else []
        shared = self.run_tool(*words, "--libs", "healthscan",
                               env=config).split()
        # Of its own code; of others' as they come.
        needed = self.run_tool(*words, "--print-requires-private",
                               "healthscan", env=config).split()
        static = [library[:-3] + ".a", "-lm", *self.run_tool(
            "pkg-config", "--libs", *needed).split()]
        programs = []
        for way, libs in (("shared", shared), ("static", static)):
            programs.append(self.box.path(example + "-" + way))
            self.run_tool(
                cache("CMAKE_C_COMPILER"), "-std=c17", "-Wall", "-Wextra",
                "-Wpedantic", "-Werror", *extra, *flags, "-o", programs[-1],
                os.path.join(SOURCE, "examples", example + ".c"), *libs)
        # A report that points into what has returned is seen by the
        # sanitizer alone, and not by each of its own accord.
        return programs, {"LD_LIBRARY_PATH": os.path.dirname(library),
                          "ASAN_OPTIONS": "detect_stack_use_after_return=1"}

    def fails(self, code, *words, env):
        done = subprocess.run(words, env={**self.box.env, **env}, timeout=60,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done)
        return done.stderr.splitlines()

    def test_a_program_with_the_library(self):
        """examples/health.c, linked in both ways, says what we say."""
        programs, env = self.build(self.install(), "health")
        self.good(self.hub(known()), "sample/meadow", *AS_OF)
        store = self.box.path("store.db")
        for program in programs:
            out = self.run_tool(program, store, "sample/meadow", env=env)
            self.assertIn("pr_merge_cycle", out)
            report = json.loads(self.run_tool(
                program, store, "sample/meadow", "json", env=env))
            self.assertEqual(report["repo"]["host"], "github.com")
            ours = self.repo(None, "sample/meadow", "--offline", "--as-of",
                             report["as_of"]).json
            self.assertEqual(report["repo"], ours["repo"])
            self.assertEqual(
                [(m["id"], m["value"], m["status"])
                 for m in report["metrics"]],
                [(m["id"], m["value"], m["status"])
                 for m in ours["metrics"]])
            for args, code in (([store, "no/such"], 1), ([], 2),
                               ([self.box.path("none", "x.db"), "a/b"], 1),
                               ([store, "sample/meadow", "xml"], 1)):
                self.assertEqual(
                    len(self.fails(code, program, *args, env=env)), 1)

    def test_a_program_that_syncs(self):
        """examples/sync.c, linked in both ways, finds what we find."""
        programs, env = self.build(self.install(), "sync")
        clone = self.box.path("meadow.git")
        git(self.box, "init", "-q", "--bare", "-b", "main", clone)
        with open(os.path.join(DEMO, "history.fast-import"), "rb") as file:
            git(self.box, "fast-import", "--quiet", cwd=clone,
                stdin=file.read())
        recording = os.path.join(DEMO, "recording")
        ours = self.repo(None, "sample/meadow", "--replay", recording,
                         "--git", clone, "--as-of", "2026-07-01").json
        wanted = {m["id"]: m for m in ours["metrics"]}
        for program in programs:
            store = self.box.path("of-" + os.path.basename(program), "x.db")
            for metric, *more in (("pr_merge_cycle",),
                                  ("issue_close_rate",),
                                  ("doc_update_frequency", "--git", clone)):
                out = self.run_tool(
                    program, store, "sample/meadow", metric, "--replay",
                    recording, "--as-of", "1782864000", *more, env=env).splitlines()
                id_, value, n, status = out[0].split()
                self.assertEqual(
                    (id_, n, status),
                    (metric, "n=%d" % wanted[metric]["n"],
                     wanted[metric]["status"]), out)
                self.assertAlmostEqual(float(value),
                                       wanted[metric]["value"], places=2)
            self.assertRegex(out[1], r"^(\d+) requests, \1 not modified$")
            self.assertEqual(len(self.fails(
                1, program, store, "sample/meadow", "no_such_metric",
                env=env)), 1)
            self.assertEqual(len(self.fails(2, program, store, env=env)), 1)

    def test_a_program_that_syncs_from_a_server(self):
        """Its token goes to the server, and nowhere else."""
        programs, env = self.build(self.install(), "sync")
        token = "ghp_0123456789abcdefSECRET"
        env["GITHUB_TOKEN"] = token
        for program in programs:
            hub = self.hub(known())
            folder = self.box.path("of-" + os.path.basename(program))
            os.mkdir(folder)
            words = [program, os.path.join(folder, "x.db"), "sample/meadow",
                     "pr_merge_cycle", "--api-url", hub.url, "--record",
                     folder]
            self.assertIn("budget of 1 request", self.fails(
                1, *words, "--budget", "1", env=env)[-1])
            self.assertIn("pr_merge_cycle", self.run_tool(*words, env=env))
            hub.close()
            self.assertEqual({entry.headers.get("authorization")
                              for entry in hub.log}, {"Bearer " + token})
            lines = self.fails(1, *words, env=env)
            self.assertIn("127.0.0.1", lines[-1])
            self.assertNotIn("SECRET", "".join(lines))
            self.assertGreater(len(os.listdir(folder)), 3)
            for name in os.listdir(folder):
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertNotIn(token.encode(), file.read(), name)


class TestPackages(Installed):
    def pack(self, generator):
        folder = self.box.path("packages")
        self.run_tool("cpack", "-G", generator, "-B", folder, "--config",
                      os.path.join(BUILD, "CPackConfig.cmake"))
        return folder

    def test_an_archive(self):
        folder = self.pack("TGZ")
        with tarfile.open(self.find(folder, "*.tar.gz")) as archive:
            names = [m.name for m in archive.getmembers()]
        for end in ("bin/healthscan", "include/healthscan/healthscan.h",
                    "man7/healthscan-metrics.7"):
            self.assertEqual(sum(n.endswith(end) for n in names), 1, end)

    @unittest.skipUnless(shutil.which("dpkg-shlibdeps"), "no Debian here")
    def test_debian_packages(self):
        folder = self.pack("DEB")
        wanted = {
            "healthscan": ["./usr/bin/healthscan",
                           "./usr/share/man/man1/healthscan-repo.1.gz",
                           "./usr/share/man/man7/healthscan-metrics.7.gz",
                           "./usr/share/zsh/vendor-completions/_healthscan"],
            "libhealthscan0": [],
            "libhealthscan-dev": [
                "./usr/include/healthscan/healthscan.h",
                "./usr/share/doc/libhealthscan-dev/examples/health.c",
                "./usr/share/doc/libhealthscan-dev/examples/sync.c"],
        }
        for package, files in wanted.items():
            path = self.find(folder, package + "_*.deb")
            fields = self.run_tool("dpkg-deb", "-f", path)
            self.assertIn("Package: %s\n" % package, fields)
            self.assertIn("Version: %s-1\n" % self.version, fields)
            # The summary is the first line, and said once.
            self.assertEqual(fields.count(
                "ommunity health of an open-source project"), 1, fields)
            rows = self.run_tool("dpkg-deb", "-c", path).splitlines()
            for row in rows:
                self.assertTrue(row.split()[1] == "root/root", row)
            names = [row.split()[5] for row in rows]
            for name in [*files, "./usr/share/doc/%s/copyright" % package,
                         "./usr/share/doc/%s/changelog.Debian.gz" % package]:
                self.assertIn(name, names)
        fields = self.run_tool("dpkg-deb", "-f", self.find(
            folder, "healthscan_*.deb"), "Depends")
        self.assertIn("libsqlite3-0", fields)
        self.assertNotIn("libhealthscan0", fields)
        out = self.box.path("unpacked")
        self.run_tool("dpkg-deb", "-x", self.find(
            folder, "libhealthscan-dev_*.deb"), out)
        with open(self.find(out, "**/pkgconfig/healthscan.pc")) as file:
            self.assertIn("\nprefix=/usr\n", file.read())


if __name__ == "__main__":
    unittest.main()
