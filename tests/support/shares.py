#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Which of so many collectors reads a repository, worked out without the
program: shares.py OF HOST/OWNER/NAME... prints a number for each."""
import hashlib
import sys

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def mix(x):
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB & MASK
    return x ^ (x >> 31)


def share_of(name, of):
    digest = hashlib.sha256(name.lower().encode()).digest()
    number = int.from_bytes(digest[:8], "big")
    return max(range(1, of + 1),
               key=lambda i: mix(number ^ mix(i * GOLDEN & MASK)))


if __name__ == "__main__":
    print(", ".join(str(share_of(name, int(sys.argv[1])))
                    for name in sys.argv[2:]))
