#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No circle of files in src: of two files at most one needs the other.

A .c file needs another when it names a function or a table that the other
defines. Headers do not count: one header may stand for several files, and
tests/contract/test_layers.py looks at who includes whom.
"""
import os
import re
import unittest
from pathlib import Path

ROOT = Path(os.environ.get("HSCAN_SOURCE_DIR") or
            Path(__file__).resolve().parents[2])

# A name at the start of a line, as the style has it, is being defined.
FUNCTION = re.compile(r"^([a-z_]\w*)\(", re.M)
STATIC = re.compile(r"^static\b[^;{=]*?\b([a-z_]\w*)\(", re.M)
TABLE = re.compile(r"^(?:const )?(?:struct |enum |unsigned )?\w[\w *]*?"
                   r"\b([a-z_]\w*)(?:\[[^\]]*\])* =", re.M)
# Neither a member nor the name of a type.
WORD = re.compile(r"(?<![.>\w])(?<!struct )(?<!enum )[A-Za-z_]\w*")


def bare(text):
    """Without comments, strings and preprocessor lines."""
    text = re.sub(
        r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
        " ", text, flags=re.S)
    return re.sub(r"^[ \t]*#.*?(?<!\\)$", "", text, flags=re.M | re.S)


def defined(text):
    """What a file gives to others."""
    names = set()
    lines = text.split("\n")
    for at, line in enumerate(lines):
        function = FUNCTION.match(line)
        if function and not lines[at - 1].startswith("static"):
            names.add(function[1])
        elif TABLE.match(line) and not line.startswith("static"):
            names.add(TABLE.match(line)[1])
    return names


def needs(files):
    """{file: {file: names}} of {file: text}."""
    texts = {name: bare(text) for name, text in files.items()}
    home = {}
    for name, text in texts.items():
        for one in defined(text):
            home.setdefault(one, name)
    out = {}
    for name, text in texts.items():
        found = out.setdefault(name, {})
        for word in set(WORD.findall(text)):
            there = home.get(word)
            if there and there != name and word not in local(text):
                found.setdefault(there, set()).add(word)
    return out


def local(text):
    """What a file has of its own by a name that another gives, too."""
    return set(STATIC.findall(text)) | {
        m[1] for m in re.finditer(r"^static [^;{]*\n(\w+)\(", text, re.M)}


def circles(graph):
    """Tarjan's: the sets of more than one file that need each other."""
    index, low, stack, out = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                out.append(sorted(stack[at:]))
            del stack[at:]

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return sorted(out)


def describe(graph, circle):
    lines = []
    for name in circle:
        for other in sorted(set(graph[name]) & set(circle)):
            words = ", ".join(sorted(graph[name][other])[:4])
            lines.append(f"  {name} needs {other}: {words}")
    return "a circle of files:\n" + "\n".join(lines)


class Tree(unittest.TestCase):
    def test_src(self):
        files = {p.relative_to(ROOT / "src").as_posix(): p.read_text()
                 for p in sorted((ROOT / "src").rglob("*.c"))}
        self.assertGreater(len(files), 100)
        graph = needs(files)
        # It sees something: who runs the program needs its commands.
        self.assertGreater(sum(map(len, graph.values())), 500)
        found = [describe(graph, c) for c in circles(graph)]
        if found:
            self.fail("\n".join(found))


class Checker(unittest.TestCase):
    """The check above finds what it is there to find."""
    A = "int\na(void)\n{\n\treturn b();\n}\n"
    B = "int\nb(void)\n{\n\treturn a();\n}\n"

    def found(self, **files):
        return circles(needs(files))

    def test_a_circle(self):
        self.assertEqual(self.found(a=self.A, b=self.B), [["a", "b"]])

    def test_by_way_of_a_third(self):
        self.assertEqual(
            self.found(a=self.A, b=self.B.replace("a();", "c();"),
                       c="int\nc(void)\n{\n\treturn a();\n}\n"),
            [["a", "b", "c"]])

    def test_by_way_of_a_table(self):
        self.assertEqual(
            self.found(a=self.A.replace("b()", "rows[0].n"),
                       b="const struct row rows[] = {\n\t{a},\n};\n"),
            [["a", "b"]])

    def test_of_its_own(self):
        self.assertEqual(
            self.found(a=self.A, b="static int\na(void)\n{\n}\n" + self.B),
            [])

    def test_of_a_member(self):
        self.assertEqual(
            self.found(a=self.A, b=self.B.replace("a()", "p->a + p.a")), [])

    def test_in_a_comment(self):
        self.assertEqual(
            self.found(a=self.A, b=self.B.replace("a();", "0; /* a() */")),
            [])


if __name__ == "__main__":
    unittest.main()
