#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The layers of src/ and the homes of the libraries, held by looking.

Calls go down only: cli -> app -> sync report judge -> source metric ->
clickhouse -> http store -> model -> base; api and serve stand beside cli,
which alone uses serve. Within cli: command -> screen -> setting system. Each third-party header has one home. Only src/cli
prints, exits, reads the environment or the clock; the library has a clock for
programs that bring none.
"""
import os
import re
import sys
import unittest
from pathlib import Path

ROOT = Path(os.environ.get("HSCAN_SOURCE_DIR") or
            Path(__file__).resolve().parents[2])

# The higher a layer's number, the more it may see.
LEVEL = {"base": 0, "model": 1, "http": 2, "store": 2, "clickhouse": 3,
         "source": 4, "metric": 4, "sync": 5, "report": 5, "judge": 5,
         "app": 6, "api": 7, "serve": 7, "cli": 7}

# A layer -> the one beside it that it may see.
BESIDE = {"cli": "serve"}

# Header of a library -> the files that may include it.
HOMES = {
    r"curl/.*": r"src/http/.*",
    r"git2.*": r"src/source/git/.*",
    r"zlib\.h": r"src/source/archive/.*",
    r"archive\.h|archive_entry\.h": r"src/source/archive/tar.*",
    r"dlfcn\.h": r"src/source/archive/tar_library\.c",
    r"pthread\.h": r"src/source/git/helper\.c",
    r"sqlite3\.h": r"src/(store|metric/sqlite)/.*",
    r"cjson/.*|cJSON\.h": r"src/source/(github/decode|webhook/(delivery|post|peek)|backup/|archive/hour).*|src/report/data/json.*",
    r"microhttpd\.h": r"src/serve/http\.c",
    r"sys/socket\.h|netinet/in\.h|netdb\.h": r"src/serve/(http|listen)\.c",
    r"sys/random\.h": r"src/cli/.*",
    r"sanitizer/asan_interface\.h": r"src/base/arena\.c",
}

# The same within cli: by its folders, and cli.h. What else lies in none of
# them sees all.
ROOM = {"setting": 0, "system": 0, "screen": 1, "command": 2}
HALL = {"cli.h": 1}

# Calls that only the command line may make.
CLI_CALLS = re.compile(
    r"\b(getenv|secure_getenv|setenv|unsetenv|putenv|printf|vprintf|dprintf|"
    r"puts|putchar|perror|exit|_exit|_Exit|quick_exit|atexit|abort|time|"
    r"fork|exec[lv]p?e?|posix_spawnp?|system|popen|"
    r"timespec_get|clock_gettime|gettimeofday|localtime|localtime_r|signal|"
    r"sigaction|isatty)\s*\(|\b(stdin|stdout|stderr|environ)\b")

# What GitHub's own objects look like is known once, for its answers, for its
# deliveries and for what others have kept of either.
DECODERS = r"source/github/decode_(json|rows)\.h"

ISO_C = {
    "assert.h", "complex.h", "ctype.h", "errno.h", "fenv.h", "float.h",
    "inttypes.h", "iso646.h", "limits.h", "locale.h", "math.h", "setjmp.h",
    "signal.h", "stdalign.h", "stdarg.h", "stdatomic.h", "stdbool.h",
    "stddef.h", "stdint.h", "stdio.h", "stdlib.h", "stdnoreturn.h",
    "string.h", "tgmath.h", "threads.h", "time.h", "uchar.h", "wchar.h",
    "wctype.h",
}
POSIX = {
    "dirent.h", "fcntl.h", "ftw.h", "langinfo.h", "poll.h", "spawn.h",
    "strings.h", "sys/ioctl.h", "sys/mman.h", "sys/stat.h", "sys/types.h",
    "sys/wait.h", "termios.h", "unistd.h",
}
C_LIBRARY = ISO_C | POSIX

# File -> the one such call that it is there for.
CALLS_AT_HOME = {"src/api/clock.c": "clock_gettime("}

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def without_comments_and_strings(text):
    return re.sub(
        r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
        lambda m: " " if m.group().startswith("/") else '""', text,
        flags=re.S)


def layer_of(path):
    """src/source/git/walk.c -> source"""
    return path.split("/")[1]


def room_of(name):
    """cli/screen/say.c -> 1"""
    parts = name.split("/")
    return ROOM[parts[1]] if len(parts) > 2 else HALL.get(parts[1], 3)


def faults_of_include(path, kind, header):
    """What is wrong with one #include line of a file below src/."""
    for library, home in HOMES.items():
        if re.fullmatch(library, header):
            if re.fullmatch(home, path):
                return []
            return [f"{path}: <{header}> is not at home here"]
    if header.startswith("healthscan/") or header in C_LIBRARY:
        return []
    if kind == "<":
        return [f"{path}: <{header}> belongs to no known library"]
    target = header.split("/")[0]
    own = layer_of(path)
    if target not in LEVEL:
        return [f"{path}: \"{header}\" names no layer"]
    if header == "store/sqlite.h" and own != "store" and not re.match(
            r"src/metric/sqlite/", path):
        return [f"{path}: only SQLite's engine sees SQLite's connection"]
    if target == own:
        mine, theirs = path.split("/")[2], header.split("/")[1]
        if own == "source" and mine != theirs and not (
                mine in ("webhook", "backup", "archive") and
                re.match(DECODERS, header)) and not (
                # What an object of any export tells.
                mine == "archive" and header == "source/backup/told.h"):
            return [f"{path}: one source includes another: {header}"]
        if own == "cli" and room_of(header) > room_of(path[len("src/"):]):
            return [f"{path}: {mine} must not include {header}"]
        # What the rooms of the reports share stands on top of them.
        if own == "report" and "/" in header[7:] and mine != theirs:
            return [f"{path}: one room includes another: {header}"]
        return []
    if LEVEL[target] >= LEVEL[own] and BESIDE.get(own) != target:
        return [f"{path}: {own} must not include {header}"]
    return []


def faults_of_source(path, text):
    faults = []
    for kind, header in INCLUDE.findall(text):
        faults += faults_of_include(path, kind, header)
    if layer_of(path) != "cli":
        for call in CLI_CALLS.finditer(without_comments_and_strings(text)):
            if call.group() == CALLS_AT_HOME.get(path):
                continue
            faults.append(f"{path}: only src/cli may use {call.group()}")
    return faults


def faults_of_public_header(path, text):
    return [f"{path}: <{header}> in a public header"
            for kind, header in INCLUDE.findall(text)
            if not (kind == "<" and header.startswith("healthscan/"))
            and header not in ISO_C]


def faults_of_any_file(path, text):
    faults = []
    if not text.startswith("/* SPDX-License-Identifier: MIT */\n"):
        faults.append(f"{path}: the first line is not the licence")
    if path.endswith(".h") and not re.search(
            r"#ifndef ((?:HSCAN|HEALTHSCAN)_\w+_H)\n#define \1\n", text):
        faults.append(f"{path}: no include guard")
    return faults


def tree(folder):
    return sorted(p for p in (ROOT / folder).rglob("*.[ch]"))


class Tree(unittest.TestCase):
    def test_sources(self):
        faults = []
        for path in tree("src"):
            name = path.relative_to(ROOT).as_posix()
            text = path.read_text()
            faults += faults_of_source(name, text)
            faults += faults_of_any_file(name, text)
        self.assertGreater(len(tree("src")), 50)
        self.assertEqual(faults, [])

    def test_public_headers(self):
        faults = []
        for path in tree("include"):
            name = path.relative_to(ROOT).as_posix()
            text = path.read_text()
            faults += faults_of_public_header(name, text)
            faults += faults_of_any_file(name, text)
        self.assertGreater(len(tree("include")), 4)
        self.assertEqual(faults, [])


class Checker(unittest.TestCase):
    """The checks above find what they are there to find."""

    def found(self, path, text, part):
        faults = faults_of_source(path, text)
        self.assertTrue(any(part in fault for fault in faults), faults)

    def test_upward(self):
        self.found("src/base/x.c", '#include "model/bot.h"\n', "must not")
        self.found("src/store/x.c", '#include "http/client.h"\n', "must not")
        self.found("src/http/x.c", '#include "clickhouse/url.h"\n',
                   "must not")
        self.found("src/clickhouse/x.c", '#include "metric/kind.h"\n',
                   "must not")
        self.assertEqual(faults_of_source(
            "src/metric/x.c", '#include "clickhouse/client.h"\n'), [])
        self.found("src/judge/x.c", '#include "report/report.h"\n', "must not")
        self.found("src/sync/x.c", ' # include "cli/cli.h"\n', "must not")
        self.found("src/app/x.c", '#include "cli/cli.h"\n', "must not")
        self.found("src/app/x.c", '#include "api/x.h"\n', "must not")
        self.found("src/judge/x.c", '#include "app/app.h"\n', "must not")
        self.found("src/api/x.c", '#include "cli/cli.h"\n', "must not")
        self.found("src/api/x.c", '#include "serve/serve.h"\n', "must not")
        self.found("src/serve/x.c", '#include "cli/cli.h"\n', "must not")
        self.found("src/cli/x.c", '#include "api/api.h"\n', "must not")
        self.assertEqual(faults_of_source(
            "src/cli/x.c", '#include "serve/serve.h"\n'), [])

    def test_upward_in_cli(self):
        for path, header in (("system/x.c", "screen/say.h"),
                             ("setting/x.h", "command/x.h"),
                             ("system/x.c", "cli.h"),
                             ("screen/x.c", "command/command.h"),
                             ("command/x.c", "commands.h")):
            self.found(f"src/cli/{path}", f'#include "cli/{header}"\n',
                       "must not")
        for path, header in (("screen/x.c", "cli.h"), ("dispatch.c", "hooks.h"),
                             ("setting/x.c", "system/child.h"),
                             ("command/x.c", "screen/say.h")):
            self.assertEqual(faults_of_source(
                f"src/cli/{path}", f'#include "cli/{header}"\n'), [])

    def test_homes(self):
        self.found("src/sync/x.c", "#include <sqlite3.h>\n", "at home")
        self.found("src/source/github/target.c", "#include <cjson/cJSON.h>\n",
                   "at home")
        self.found("src/app/mirror.c", "#include <git2.h>\n", "at home")
        self.found("src/cli/setting/config.c", "#include <git2.h>\n",
                   "at home")
        self.found("src/cli/x.c", "#include <curl/curl.h>\n", "at home")
        self.found("src/sync/x.c", "#include <pthread.h>\n", "at home")
        self.found("src/serve/serve.c", "#include <microhttpd.h>\n",
                   "at home")
        self.found("src/app/x.c", "#include <zlib.h>\n", "at home")
        self.found("src/source/backup/migration.c", "#include <archive.h>\n",
                   "at home")
        self.found("src/base/x.c", "#include <lzma.h>\n", "no known library")

    def test_one_source_and_another(self):
        self.found("src/source/git/x.c", '#include "source/github/decode.h"\n',
                   "another")

    def test_one_room_and_another(self):
        self.found("src/report/page/x.c", '#include "report/ci/y.h"\n',
                   "another")
        self.found("src/report/x.c", '#include "report/ci/y.h"\n', "another")
        self.assertEqual(faults_of_source(
            "src/report/ci/x.c", '#include "report/words.h"\n'
            '#include "report/ci/y.h"\n'), [])

    def test_calls(self):
        for call in ('getenv("HOME")', 'printf("x")', 'puts("x")', "exit(1)",
                     "abort()", "time(NULL)", "clock_gettime(c, &t)",
                     "gettimeofday(&t, NULL)", "fputs(x, stderr)",
                     "posix_spawnp(&pid, a, NULL, NULL, v, e)", "fork()",
                     'fprintf(stdout, "x")'):
            for layer in ("base", "app", "api"):
                self.found(f"src/{layer}/x.c",
                           f"int f(void) {{ {call}; }}", "only")

    def test_what_is_allowed(self):
        self.assertEqual(faults_of_source(
            "src/store/x.c", '#include <sqlite3.h>\n#include "base/buf.h"\n'
            '/* printf( */ int f(void) { return snprintf(b, 1, "exit(1)"); }'
            " /* it's */ int g(char c) { return c == '\"' ? at_time(c) : 0; }"),
            [])
        self.assertEqual(faults_of_source(
            "src/cli/x.c", 'int f(void) { exit(1); }'), [])
        clock = "int f(void) { return %s; }"
        self.assertEqual(faults_of_source(
            "src/api/clock.c", clock % "clock_gettime(c, &t)"), [])
        self.found("src/api/clock.c", clock % "time(NULL)", "only src/cli")

    def test_public_headers(self):
        for header in ("<sqlite3.h>", "<unistd.h>", '"base/buf.h"'):
            self.assertTrue(faults_of_public_header(
                "include/healthscan/x.h", f"#include {header}\n"), header)
        self.assertEqual(faults_of_public_header(
            "include/healthscan/x.h",
            "#include <stdint.h>\n\n#include <healthscan/text.h>\n"), [])

    def test_licence_and_guard(self):
        spdx = "/* SPDX-License-Identifier: MIT */\n"
        guard = "#ifndef HSCAN_BASE_X_H\n#define HSCAN_BASE_X_H\n#endif\n"
        self.assertEqual(
            faults_of_any_file("src/base/x.h", spdx + guard), [])
        self.assertTrue(faults_of_any_file("src/base/x.h", guard))
        self.assertTrue(faults_of_any_file("src/base/x.h", spdx + "int x;\n"))
        self.assertTrue(faults_of_any_file(
            "src/base/x.h", spdx + guard.replace("X_H", "Y_H", 1)))


if __name__ == "__main__":
    sys.exit(unittest.main())
