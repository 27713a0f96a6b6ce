#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each line of the threat model in SECURITY.md has a test that holds it."""
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import named_tests  # noqa: E402

if __name__ == "__main__":
    named_tests.check("SECURITY.md", "Threat model", 20)
