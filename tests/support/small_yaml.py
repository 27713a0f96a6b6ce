# SPDX-License-Identifier: MIT
"""Reads the little of YAML that the recipes are written in: mappings and lists
by indentation, one-line scalars, and "|" blocks. Anything else is an error, so
that a file which another reader would take otherwise does not pass here.

Debian has no YAML in its Python; a dependency for five small files is too much.
"""
import re

KEY = re.compile(r'("?)([A-Za-z_][\w-]*)\1:(?: (.*))?\Z')


class Reader:
    def __init__(self, text):
        if "\t" in text:
            raise ValueError("a tab")
        self.lines = text.split("\n")
        self.at = 0

    def peek(self):
        """Indentation and text of the next line that says something."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and not line.lstrip().startswith("#"):
                return len(line) - len(line.lstrip()), line.strip()
            self.at += 1
        return -1, ""

    def scalar(self, text):
        if text.startswith('"'):
            if not re.fullmatch(r'"[^"\\]*"', text):
                raise ValueError("quoted: " + text)
            return text[1:-1]
        if re.match(r"[\[{&*!>%@`']", text) or ": " in text or " #" in text:
            raise ValueError("not plain: " + text)
        return text

    def block(self, indent):
        out = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                break
            out.append(line)
            self.at += 1
        depth = min(len(x) - len(x.lstrip()) for x in out if x.strip())
        return "\n".join(x[depth:] for x in out).rstrip("\n") + "\n"

    def value(self, indent, text):
        if text == "|":
            return self.block(indent)
        if text:
            return self.scalar(text)
        deeper, line = self.peek()
        if deeper > indent or (deeper == indent and line.startswith("- ")):
            return self.node(deeper)
        return None

    def node(self, indent):
        _, line = self.peek()
        return self.list(indent) if line.startswith("- ") else \
            self.mapping(indent)

    def list(self, indent):
        out = []
        while True:
            here, line = self.peek()
            if here != indent or not line.startswith("- "):
                return out
            if KEY.match(line[2:]):
                # "- a: 1" is a mapping that begins behind the dash.
                raw = self.lines[self.at]
                self.lines[self.at] = raw[:here] + "  " + raw[here + 2:]
                out.append(self.mapping(indent + 2))
            else:
                self.at += 1
                out.append(self.scalar(line[2:]))

    def mapping(self, indent):
        out = {}
        while True:
            here, line = self.peek()
            if here != indent or line.startswith("- "):
                return out
            match = KEY.match(line)
            if not match:
                raise ValueError("no key: " + line)
            key = match.group(2)
            if key in out:
                raise ValueError("twice: " + key)
            self.at += 1
            out[key] = self.value(indent, (match.group(3) or "").strip())


def load(text):
    reader = Reader(text)
    out = reader.node(0)
    if reader.peek()[0] >= 0:
        raise ValueError("left over: " + reader.peek()[1])
    return out
