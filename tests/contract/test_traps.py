#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The tests that CONTRIBUTING.md names for the traps of GitHub's API exist."""
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import named_tests  # noqa: E402

if __name__ == "__main__":
    named_tests.check("CONTRIBUTING.md", "Traps of GitHub's API", 30)
