# SPDX-License-Identifier: MIT
"""Tables in our documents that name tests: whether the tests are there.

The last column of each row names at least one, in back quotes.
"""
import os
import re
import sys
from pathlib import Path

ROOT = Path(os.environ.get("HSCAN_SOURCE_DIR") or
            Path(__file__).resolve().parents[2])


def rows(document, heading):
    """The cells of each row of the table below that heading."""
    text = (ROOT / document).read_text(encoding="utf-8")
    section = text.split("\n## %s\n" % heading, 1)[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [line.strip("|").split(" | ") for line in lines[1:]]


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


def check(document, heading, least):
    """Ends with a message unless there are `least` rows and all hold."""
    there, faults = defined(), []
    table = rows(document, heading)
    if len(table) < least:
        faults.append("only %d rows" % len(table))
    for cells in table:
        named = re.findall(r"`(\w+)`", cells[-1])
        if not named:
            faults.append("no test for '%s'" % cells[0].strip())
        faults += ["no test is called " + name
                   for name in named if name not in there]
    if faults:
        sys.exit("%s, %s: %s" % (document, heading, "; ".join(faults)))
