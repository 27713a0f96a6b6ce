#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whether the tests notice when a number or a judgement is worked out otherwise.

    run.py [--jobs N] [--changed] [FILE.c ...]

Of each file one operator or constant at a time is changed (< to <=, + to -,
&& to ||, 3 to 4, ...), in a copy; the copy is linked into the test programs
concerned, and one of them has to fail. Those that none notices are listed,
and are a failure, unless equivalent.txt says why nobody could notice them.
"""
import argparse
import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "mutate"
LAYERS = {"src/metric/statistic.c": ["metric_statistic"],
          "src/judge/*.c": ["judge_*"]}
TIMEOUT = 20

# What stands on the left may be read as what stands on the right, and the
# tests should tell the two apart.
OTHERS = {
    "<": ["<="], "<=": ["<"], ">": [">="], ">=": [">"],
    "==": ["!="], "!=": ["=="], "&&": ["||"], "||": ["&&"],
    "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"],
    "+=": ["-="], "-=": ["+="], "*=": ["/="], "++": ["--"], "--": ["++"],
    "&": ["|"], "|": ["&"], "|=": ["&="], "true": ["false"],
    "false": ["true"], "!": [""],
}
TOKEN = re.compile(r'''
    (?P<skip>/\*.*?\*/ | //[^\n]* | ^[ \t]*\#[^\n]*
        | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*')
    | (?P<number>(?<![\w.])\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.]))
    | (?P<word>\b(?:true|false)\b)
    | (?P<other>->|<<|>>|\+\+|--|[-+*/<>=!&|]=|&&|\|\||[-+*/<>!&|=])
    ''', re.S | re.M | re.X)


def is_binary(text, match):
    """As clang-format sets them: a space on either side."""
    return text[match.start() - 1] in " \t\n" and text[match.end()] in " \n"


def replacements(text, match):
    token = match.group()
    if match.group("skip"):
        return []
    if match.group("number"):
        if "." in token or "e" in token:
            return ["(%s + 0.25)" % token]
        # As an index or a size the one below 0 is no number at all.
        return [str(int(token) + 1)] + ([str(int(token) - 1)]
                                        if int(token) > 0 else [])
    if token in ("+", "-", "*", "/", "&", "|", "<", ">"):
        return OTHERS[token] if is_binary(text, match) else []
    return OTHERS.get(token, [])


def mutants(path):
    """Line, what stands there, what is put there, and the whole text."""
    text = path.read_text(encoding="utf-8")
    for match in TOKEN.finditer(text):
        for new in replacements(text, match):
            changed = text[:match.start()] + new + text[match.end():]
            line = text.count("\n", 0, match.start())
            yield (line + 1, text.split("\n")[line].strip(),
                   changed.split("\n")[line].strip(), changed)


def equivalent():
    """{(file, line, changed line): reason}; see equivalent.txt."""
    known, reason = {}, ""
    text = (Path(__file__).parent / "equivalent.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            reason = ""
        elif line and not line.startswith("src/"):
            reason = (reason + " " + line).strip()
        elif line:
            file, old, new = re.fullmatch(r"(\S+): (.*) => (.*)",
                                          line).groups()
            known[file, old, new] = reason
        else:
            reason = ""
    return known


def run(words, **more):
    return subprocess.run(words, cwd=BUILD, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, **more)


def must(*words):
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        sys.exit("%s\n%s" % (done.stdout.decode(), " ".join(words)))
    return done.stdout.decode()


class Programs:
    """The test programs, and how they are made."""

    def __init__(self):
        must("cmake", "-S", ".", "-B", str(BUILD), "-G", "Ninja",
             "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_C_FLAGS_DEBUG=-O0 -w",
             "-DHSCAN_SANITIZE=ON")
        names = re.findall(r"^(test_(?:judge|metric)_\w+): phony", must(
            "ninja", "-C", str(BUILD), "-t", "targets", "all"), re.M)
        self.tests = sorted(set(names))
        must("ninja", "-C", str(BUILD), *self.tests)
        self.compile = {
            os.path.relpath(unit["file"], ROOT): unit["command"]
            for unit in json.loads((BUILD / "compile_commands.json")
                                   .read_text("utf-8"))}
        self.link = {test: must("ninja", "-C", str(BUILD), "-t", "commands",
                                test).splitlines()[-1] for test in self.tests}

    def concerned(self, file):
        """Of its own test first: that fails soonest."""
        own = "test_%s_%s" % (Path(file).parent.name, Path(file).stem)
        wanted = [t for t in self.tests if t.startswith("test_judge")
                  or t == own] if "judge" in file else [own]
        return sorted(wanted, key=lambda test: test != own)

    def notice(self, file, text):
        """The program that fails with it; "" when none does."""
        with tempfile.TemporaryDirectory(prefix="mutant.") as folder:
            source, made = Path(folder, "m.c"), Path(folder, "m.o")
            source.write_text(text, encoding="utf-8")
            words = shlex.split(self.compile[file])
            old = words[words.index("-o") + 1]
            words[words.index("-o") + 1] = str(made)
            words[words.index("-c") + 1] = str(source)
            if run(words).returncode != 0:
                return "the compiler"
            for test in self.concerned(file):
                program = Path(folder, test)
                link = self.link[test].replace(" %s " % old,
                                               " %s " % made)
                link = re.sub(r" -o \S+", " -o %s" % program, link)
                if run(link, shell=True).returncode != 0:
                    return "the linker"
                try:
                    if run([program], timeout=TIMEOUT).returncode != 0:
                        return test
                except subprocess.TimeoutExpired:
                    return test
        return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    files = args.files or sorted(
        str(path.relative_to(ROOT)) for pattern in LAYERS
        for path in ROOT.glob(pattern))
    programs, known = Programs(), equivalent()
    unnoticed = 0
    for file in files:
        text = (ROOT / file).read_text(encoding="utf-8")
        if programs.notice(file, text):
            sys.exit("%s: the tests fail without any change" % file)
        every = list(mutants(ROOT / file))
        excused = [m for m in every if (file, m[1], m[2]) in known]
        tried = [m for m in every if (file, m[1], m[2]) not in known]
        with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
            found = list(pool.map(lambda m: programs.notice(file, m[3]),
                                  tried))
        alive = [m for m, by in zip(tried, found) if not by]
        unnoticed += len(alive)
        for line, old, new, _ in alive:
            print("%s:%d: %s => %s" % (file, line, old, new))
        print("%s: %d changes, %d noticed, %d of no effect, %d not noticed" % (
            file, len(every), len(tried) - len(alive), len(excused),
            len(alive)), flush=True)
    if unnoticed:
        sys.exit("%d changes that no test notices" % unnoticed)


if __name__ == "__main__":
    main()
