#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The tests that CONTRIBUTING.md names for the traps of GitHub's API exist."""
import os
import re
import sys
from pathlib import Path

ROOT = Path(os.environ.get("HSCAN_SOURCE_DIR") or
            Path(__file__).resolve().parents[2])


def named(text):
    """The names in the last column of the table."""
    section = text.split("## Traps of GitHub's API", 1)[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    return [name for row in rows[1:]
            for name in re.findall(r"`(\w+)`", row.split("|")[2])]


def defined():
    """What can be run: methods in Python, what C registers."""
    found = set()
    for path in (ROOT / "tests").rglob("test_*"):
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.suffix == ".py":
            found.update(re.findall(r"def (test_\w+)\(self", text))
        elif path.suffix == ".c":
            for name in re.findall(r"^(\w+)\(void \*\*state\)$", text,
                                   re.M):
                if len(re.findall(r"\b%s\b" % name, text)) > 1:
                    found.add(name)
    return found


def main():
    wanted = named((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert len(wanted) > 30, wanted
    missing = sorted(set(wanted) - defined())
    if missing:
        sys.exit("CONTRIBUTING.md names tests that are not there: " +
                 ", ".join(missing))


if __name__ == "__main__":
    main()
