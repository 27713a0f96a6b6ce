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

from harness import SOURCE, Case  # noqa: E402
from test_sync import AS_OF, known  # noqa: E402

BUILD = os.environ["HSCAN_BUILD_DIR"]


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
        program = names(os.environ["HEALTHSCAN"], "--defined-only")
        self.assertIn("main", program)
        self.assertIn("hscan_sync_forges", ours)
        self.assertIn("malloc", needed | program)
        self.assertEqual({s for s in needed & program
                          if not s.startswith("_")}, set())

    def test_a_program_with_the_library(self):
        """examples/health.c, linked in both ways, says what we say."""
        prefix = self.install()
        library = self.find(prefix, "**/libhealthscan.so")
        pc = self.find(prefix, "**/pkgconfig/healthscan.pc")
        # Installed elsewhere than it was configured for.
        config = {"PKG_CONFIG_PATH": os.path.dirname(pc)}
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
        self.good(self.hub(known()), "sample/meadow", *AS_OF)
        store = self.box.path("store.db")
        for way in ("shared", "static"):
            libs = self.run_tool(*words, "--libs", "healthscan",
                                 env=config).split()
            if way == "static":  # of its own code; of others' as they come
                needed = self.run_tool(
                    *words, "--print-requires-private", "healthscan",
                    env=config).split()
                libs = [library[:-3] + ".a", "-lm", *self.run_tool(
                    "pkg-config", "--libs", *needed).split()]
            program = self.box.path("health-" + way)
            self.run_tool(
                cache("CMAKE_C_COMPILER"), "-std=c17", "-Wall", "-Wextra",
                "-Wpedantic", "-Werror", *extra, *flags, "-o", program,
                os.path.join(SOURCE, "examples", "health.c"), *libs)
            # A report that points into what has returned is seen by the
            # sanitizer alone, and not by each of its own accord.
            env = {"LD_LIBRARY_PATH": os.path.dirname(library),
                   "ASAN_OPTIONS": "detect_stack_use_after_return=1"}
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
                done = subprocess.run(
                    [program, *args], env={**self.box.env, **env},
                    capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, code, done)
                self.assertEqual(len(done.stderr.splitlines()), 1, done)


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
                "./usr/share/doc/libhealthscan-dev/examples/health.c"],
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
