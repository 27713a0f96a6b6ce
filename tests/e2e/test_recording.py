#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Being written at this moment."""
