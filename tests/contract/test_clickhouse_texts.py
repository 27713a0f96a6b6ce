#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every metric has a text for ClickHouse, and each keeps to the convention of
queries/clickhouse/README.md: what it gives, what stands for what, which tables
travel with it."""
import re
import sys
import unittest
from pathlib import Path

QUERIES = Path(__file__).resolve().parents[2] / "queries"
TEXTS = QUERIES / "clickhouse"
README = (TEXTS / "README.md").read_text(encoding="utf-8")

# Metrics that are null on this engine, and why.
ORGANIZATIONS = "what is exported does not say who works where"
CONTRIBUTIONS = "what is exported does not say which people are the same"
NO_TEXT = {
    "conversion": CONTRIBUTIONS,
    "elephant_factor": ORGANIZATIONS,
    "organization_largest": ORGANIZATIONS,
}

ROWS = {
    "values": ["repo_id", "window_no", "value", "weight", "left_out", "fate",
               "why"],
    "durations": ["repo_id", "window_no", "began_at", "ended_at", "weight",
                  "left_out", "fate", "why"],
}
TABLES = {"item", "answer", "event", "commit", "page", "release", "tag"}


def read(path):
    """Its head, and the statement without comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("--")]
    return "\n".join(head), "\n".join(
        line for line in lines if not line.lstrip().startswith("--"))


def macros(sql):
    return re.findall(r"\{(\w+)(?::([^{}]*))?\}", sql)


def whole(path):
    """Likewise, with the views that it names in their place."""
    head, sql = read(path)

    def view(match):
        name = {"stretch": "stretch-events"}.get(match[1], match[1])
        found = TEXTS / "views" / (name + ".sql")
        return whole(found)[1].rstrip() if found.exists() else match[0]
    return head, re.sub(r"\{(\w+)\}", view, sql)


def columns(sql):
    """What the last SELECT of all, which is at no depth, gives: names."""
    depth, at, start = 0, 0, None
    names, last = [], 0
    for at, char in enumerate(sql):
        depth += (char in "([{") - (char in ")]}")
        if depth == 0 and start is None and sql.startswith("SELECT", at):
            start = last = at + len("SELECT")
        elif depth == 0 and start is not None and (
                char == "," or sql.startswith("\n  FROM", at)):
            names.append(re.split(r"\s+", sql[last:at].strip())[-1])
            last = at + 1
            if char != ",":
                return names
    raise AssertionError("no FROM")


def sqlite_rows(name):
    """What the metric's own text gives, in the words of a head here."""
    sql = read(QUERIES / "metrics" / name)[1]
    kind = "durations" if re.search(r"\bAS began_at\b", sql) else "values"
    cohort = re.search(r"\bAS (withdrawn|open)\b", sql)
    return kind + (" cohort" if cohort else "")


class Texts(unittest.TestCase):
    def setUp(self):
        every = sorted(p.name for p in QUERIES.glob("metrics/*.sql"))
        self.assertLessEqual(set(NO_TEXT), {name[:-4] for name in every})
        self.wanted = [name for name in every if name[:-4] not in NO_TEXT]
        # One that is missing is told by one test, not by each.
        self.metrics = [name for name in self.wanted
                        if (TEXTS / name).exists()]
        self.assertGreaterEqual(len(self.metrics), 40)

    def test_every_metric_has_one(self):
        self.assertEqual(
            sorted(set(self.wanted) - set(self.metrics)), [],
            "these metrics have no text for ClickHouse: write each to "
            "queries/clickhouse, from that of the metric that was copied "
            "(queries/clickhouse/README.md)")
        for name in NO_TEXT:
            self.assertFalse((TEXTS / (name + ".sql")).exists(), name)

    def test_the_head_says_what_sqlite_gives(self):
        for name in self.metrics:
            head, sql = whole(TEXTS / name)
            rows = re.findall(r"^-- rows: (.*)$", head, re.M)
            self.assertEqual([row.replace(" kept", "") for row in rows],
                             [sqlite_rows(name)], name)
            self.assertEqual(columns(sql), ROWS[rows[0].split()[0]], name)
            self.assertGreater(len(head.splitlines()), 1,
                               name + " does not say how it differs")

    def test_a_subquery_that_is_joined_has_a_name(self):
        """Later versions want it; 18.16 does without."""
        found = 0
        for path in TEXTS.rglob("*.sql"):
            sql = whole(path)[1]
            for join in re.finditer(r"\bJOIN\s*\(", sql):
                depth, end = 1, join.end()
                while depth > 0:
                    depth += {"(": 1, ")": -1}.get(sql[end], 0)
                    end += 1
                self.assertRegex(sql[end:], r"^\s+AS \w+", path)
                found += 1
        self.assertGreater(found, 5)

    def test_what_is_kept_is_asked_again(self):
        """By another one that has the same text."""
        by_text = {}
        for name in self.metrics:
            head, sql = whole(TEXTS / name)
            if re.search("^-- rows: .* kept$", head, re.M):
                by_text.setdefault(sql.strip(), []).append(name)
        self.assertTrue(by_text)
        for same in by_text.values():
            self.assertGreater(len(same), 1, same)

    def test_nothing_else_stands_for_anything(self):
        told = set(re.findall(r"`\{(\w+)(?::X)?\}`", README))
        for path in (*TEXTS.glob("*.sql"), *TEXTS.glob("views/*.sql")):
            sql = read(path)[1]
            used = {name for name, _ in macros(sql)}
            self.assertLessEqual(used, told, path.name)
            self.assertNotRegex(re.sub(r"\{\w+(:[^{}]*)?\}", "", sql), "[{}]",
                                path.name)
            self.assertLessEqual(
                set(re.findall(r"\bask_\w+", sql)),
                set(re.findall(r"\bask_\w+", README)), path.name)

    def test_tables_are_read_for_the_repositories_asked_for(self):
        for path in TEXTS.glob("*.sql"):
            if path.name.startswith("cover"):
                continue
            sql = whole(path)[1]
            reads = sum(name in TABLES and not arg
                        for name, arg in macros(sql))
            self.assertEqual(
                sql.count("(repo_id, generation) IN ask_repo"), reads,
                path.name)
            self.assertGreater(reads, 0, path.name)

    def test_what_may_be_in_doubt_is_left_out(self):
        """Items, answers and events are read as far as they are shown."""
        for name in self.metrics:
            sql = whole(TEXTS / name)[1]
            reads = sum(macro in ("item", "answer", "event")
                        for macro, _ in macros(sql))
            self.assertEqual(sql.count("shown_until >= {to}"), reads, name)

    def test_a_metric_of_items_tells_the_roles(self):
        """Which stand in the column left_out; see the README."""
        roles = {"who", "item_who", "role", "item_role"}
        for name in self.metrics:
            of_items = "-- subject:   item\n" in read(
                QUERIES / "metrics" / name)[0] + "\n"
            used, seen = {m for m, _ in macros(read(TEXTS / name)[1])}, set()
            while used - seen:
                macro = (used - seen).pop()
                seen.add(macro)
                view = TEXTS / "views" / (macro + ".sql")
                if view.exists():
                    used |= {m for m, _ in macros(read(view)[1])}
            self.assertEqual(bool(used & roles), of_items, name)

    def test_it_is_one_statement_of_what_18_16_knows(self):
        for path in TEXTS.glob("*.sql"):
            sql = whole(path)[1].strip()
            self.assertEqual(re.sub("'[^']*'", "", sql).count(";"), 1,
                             path.name)
            self.assertTrue(sql.endswith(";"), path.name)
            for word in ("roundDown", " OVER ", "quantile", "median(",
                         "Nullable", "IS NULL", "CASE "):
                self.assertNotIn(word, sql, path.name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
