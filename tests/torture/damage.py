#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Damages a store at random and looks at what is told of it.

    damage.py HEALTHSCAN STORE OWNER/NAME COUNT [SEED] [OPTION...]

A bit, ten bytes or a page of a copy of STORE are changed, COUNT times, and the
repository is reported from it. Right is the same report, or a failure with a
word, or another report and `doctor` says that the store is damaged. Prints how
often what came about; fails for a number that was wrong without a word.
"""
import collections
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

PAGE = 4096
SECONDS = 120


def a_bit(bytes_, moments):
    at = moments.randrange(len(bytes_))
    bytes_[at] ^= 1 << moments.randrange(8)
    return "bit of byte %d" % at


def ten_bytes(bytes_, moments):
    at = moments.randrange(len(bytes_) - 10)
    for i in range(at, at + 10):
        bytes_[i] = moments.randrange(256)
    return "ten bytes at %d" % at


def a_page(bytes_, moments):
    """Zeroes, rubbish, or the content of another page."""
    pages = len(bytes_) // PAGE
    to, kind = moments.randrange(pages), moments.randrange(3)
    if kind == 0:
        new = bytes(PAGE)
    elif kind == 1:
        new = moments.randbytes(PAGE)
    else:
        other = moments.randrange(pages)
        new = bytes(bytes_[other * PAGE:(other + 1) * PAGE])
    bytes_[to * PAGE:(to + 1) * PAGE] = new
    return "page %d, %s" % (to + 1, ("zeroes", "rubbish", "another")[kind])


KINDS = (a_bit, ten_bytes, a_page)


class Damage:
    """What a program tells of a store that was damaged."""

    def __init__(self, program, store, args, env=None):
        self.program, self.store, self.args = program, store, list(args)
        self.env = env
        self.folder = tempfile.mkdtemp(prefix="healthscan-damage-")
        self.copy = os.path.join(self.folder, "store.db")
        with open(store, "rb") as file:
            self.sound = file.read()
        code, self.report, err = self.tell()
        if code != 0:
            raise RuntimeError("the sound store: %s" % err)

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *args):
        try:
            done = subprocess.run(
                [self.program, *args, "--db", self.copy], env=self.env,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, cwd=self.folder, timeout=SECONDS,
                check=False)
        except subprocess.TimeoutExpired:
            return None, b"", "hangs"
        return (done.returncode, done.stdout,
                done.stderr.decode(errors="replace"))

    def tell(self, content=None):
        for end in ("-wal", "-shm"):
            if os.path.exists(self.copy + end):
                os.unlink(self.copy + end)
        with open(self.copy, "wb") as file:
            file.write(self.sound if content is None else content)
        code, out, err = self.run("repo", "-q", "-f", "json", "--offline",
                                  *self.args)
        if code != 0:
            return code, None, err
        report = json.loads(out)
        del report["generated_at"]
        return code, report, err

    def look(self, content):
        """What becomes of it: 'same', 'told', 'doctor', or what is wrong."""
        code, report, err = self.tell(content)
        if code is None or code < 0 or code > 5 or "ERROR: " in err:
            return "crash or hang: %s %s" % (code, err)
        if code != 0:
            return "told" if err.strip() and "please report" not in err \
                else "nothing said: %s %s" % (code, err)
        if report == self.report:
            return "same"
        code, _, err = self.run("doctor", "--offline", "-f", "json")
        return "doctor" if code == 5 else "wrong without a word"


def damages(damage, count, seed):
    """(what was done, what came of it), so many times."""
    moments = random.Random(seed)
    for nth in range(count):
        content = bytearray(damage.sound)
        what = KINDS[nth % len(KINDS)](content, moments)
        yield what, damage.look(bytes(content))


def main():
    program, store, name, count = sys.argv[1:5]
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else 1
    damage = Damage(os.path.abspath(program), store, [name, *sys.argv[6:]])
    seen = collections.Counter()
    wrong = 0
    for what, came in damages(damage, int(count), seed):
        kind = what.split()[0]
        good = came in ("same", "told", "doctor")
        seen[kind, came if good else "WRONG"] += 1
        if not good:
            wrong += 1
            print("%s: %s" % (what, came), flush=True)
    damage.close()
    for (kind, came), times in sorted(seen.items()):
        print("%-5s %-7s %5d" % (kind, came, times))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
