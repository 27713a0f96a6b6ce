#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The JSON report keeps to its schema, and the schema catches mistakes."""
import copy
import os
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(os.environ.get(
    "HSCAN_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(ROOT / "tests" / "support"))

import json_schema  # noqa: E402

SCHEMA_FILE = ROOT / "src" / "report" / "healthscan.report-1.schema.json"
REPORTS = sorted((ROOT / "fixtures" / "reports").glob("*/expected.json"))
EVERYDAY = (ROOT / "fixtures" / "reports" / "one-of-each-status"
            / "expected.json")


def load(path):
    return json_schema.load(path.read_bytes())


class Reports(unittest.TestCase):
    def test_every_report_is_valid(self):
        schema = json_schema.closed(load(SCHEMA_FILE))
        self.assertGreater(len(REPORTS), 3)
        for path in REPORTS:
            with self.subTest(report=path.parent.name):
                self.assertEqual(
                    json_schema.validate(schema, load(path)), [])

    def test_fields_that_are_added_later_are_allowed(self):
        report = load(EVERYDAY)
        report["alerts"] = []
        report["repo"]["stars"] = 1
        report["metrics"][0]["trend"][0]["ci95"] = [1, 2]
        self.assertEqual(
            json_schema.validate(load(SCHEMA_FILE), report), [])


class Scans(unittest.TestCase):
    FILES = sorted((ROOT / "fixtures" / "scans").glob("*.json"))
    SCHEMA = ROOT / "src" / "report" / "healthscan.scan-1.schema.json"

    def with_totals(self):
        return [scan for scan in map(load, self.FILES) if "totals" in scan]

    def test_every_scan_is_valid(self):
        schema = json_schema.closed(load(self.SCHEMA))
        self.assertTrue(self.with_totals())
        for scan in self.with_totals():
            self.assertEqual(json_schema.validate(schema, scan), [])

    def test_mistakes_are_found(self):
        schema = load(self.SCHEMA)
        scan = self.with_totals()[0]
        for place, change in {
                "$.schema": put("healthscan.scan/2", "schema"),
                "$.totals.verdicts.risk": put(-1, "totals", "verdicts",
                                              "risk"),
                "$.totals.turned[0].what": put("status", "totals", "turned",
                                               0, "what"),
                "$.gate.passed": put("no", "gate", "passed"),
                "$.gate.failed[0].messages": put([], "gate", "failed", 0,
                                                 "messages"),
                "$.repositories[0].rank": put(0, "repositories", 0, "rank"),
        }.items():
            wrong = copy.deepcopy(scan)
            change(wrong)
            self.assertEqual(
                [fault.split(": ")[0]
                 for fault in json_schema.validate(schema, wrong)], [place])
        for name in schema["required"]:
            wrong = copy.deepcopy(scan)
            del wrong[name]
            self.assertIn(f"$.{name}: is missing",
                          json_schema.validate(schema, wrong))


class Waiting(unittest.TestCase):
    SCHEMA = ROOT / "src" / "report" / "healthscan.waiting-1.schema.json"
    EVERYDAY = ROOT / "fixtures" / "waiting" / "everyday.json"

    def test_what_is_written_is_valid(self):
        self.assertEqual(json_schema.validate(
            json_schema.closed(load(self.SCHEMA)), load(self.EVERYDAY)), [])

    def test_mistakes_are_found(self):
        schema = load(self.SCHEMA)
        for place, change in {
                "$.schema": put("healthscan.waiting/2", "schema"),
                "$.complete": put("yes", "complete"),
                "$.counts.author": put(-1, "counts", "author"),
                "$.items[0].kind": put("pull request", "items", 0, "kind"),
                "$.items[0].days": put(1.5, "items", 0, "days"),
                "$.items[0].since": put("2026-03-01", "items", 0, "since"),
                "$.items[0].title": drop("items", 0, "title"),
        }.items():
            wrong = load(self.EVERYDAY)
            change(wrong)
            self.assertEqual(
                [fault.split(": ")[0]
                 for fault in json_schema.validate(schema, wrong)], [place])


def drop(*path):
    def change(report):
        for key in path[:-1]:
            report = report[key]
        del report[path[-1]]
    return change


def put(value, *path):
    def change(report):
        for key in path[:-1]:
            report = report[key]
        report[path[-1]] = value
    return change


# metrics: 0 is a median, 1 a share, 2 a rate, 3 a gauge, 5 a count
MISTAKES = {
    "$.schema": put("healthscan.report/2", "schema"),
    "$.as_of": drop("as_of"),
    "$.generated_at": put("2026-08-22 08:00:00", "generated_at"),
    "$.history": put("both", "history"),
    "$.bots": put(True, "bots"),
    "$.repo.id": put("4242", "repo", "id"),
    "$.repo.archived": put(0, "repo", "archived"),
    "$.repo.nickname": put("x", "repo", "nickname"),
    "$.repo.default_branch": drop("repo", "default_branch"),
    "$.window.days": put(0, "window", "days"),
    "$.coverage.synced_at": put("never", "coverage", "synced_at"),
    "$.coverage.streams.issues.synced_at": put(
        "2026-08-22T08:00:00Z", "coverage", "streams", "issues",
        "synced_at"),
    "$.coverage.streams.issues.rows": put(
        -1, "coverage", "streams", "issues", "rows"),
    "$.metrics": put({}, "metrics"),
    "$.metrics[0].id": put("PR merge", "metrics", 0, "id"),
    "$.metrics[0].value": put("368.4", "metrics", 0, "value"),
    "$.metrics[0].n": put(1.5, "metrics", 0, "n"),
    "$.metrics[0].p75": drop("metrics", 0, "p75"),
    "$.metrics[1].p90": put(1, "metrics", 1, "p90"),
    "$.metrics[1].numerator": drop("metrics", 1, "numerator"),
    "$.metrics[2].count": drop("metrics", 2, "count"),
    "$.metrics[3].count": put(3, "metrics", 3, "count"),
    "$.metrics[0].status": put("none", "metrics", 0, "status"),
    "$.metrics[0].better": put("none", "metrics", 0, "better"),
    "$.metrics[0].statistic": put("mean", "metrics", 0, "statistic"),
    "$.metrics[0].healthy": put(
        {"op": "=", "value": 72}, "metrics", 0, "healthy"),
    "$.metrics[0].risk": drop("metrics", 0, "risk"),
    "$.metrics[0].reason": put(None, "metrics", 0, "value"),
    "$.metrics[0].excluded.bots": drop("metrics", 0, "excluded", "bots"),
    "$.metrics[0].trend": put([], "metrics", 0, "trend"),
    "$.metrics[0].trend[3].end": drop("metrics", 0, "trend", 3, "end"),
    "$.metrics[0].trend[3].reason": put(
        None, "metrics", 0, "trend", 3, "value"),
}


class Mistakes(unittest.TestCase):
    def test_each_is_found_where_it_is(self):
        schema = json_schema.closed(load(SCHEMA_FILE))
        good = load(EVERYDAY)
        for place, change in MISTAKES.items():
            report = copy.deepcopy(good)
            change(report)
            faults = json_schema.validate(schema, report)
            with self.subTest(place=place):
                self.assertIn(
                    place, [fault.split(": ")[0] for fault in faults])

    def test_every_required_field_is_missed(self):
        schema, good = load(SCHEMA_FILE), load(EVERYDAY)
        for name in schema["required"]:
            report = copy.deepcopy(good)
            del report[name]
            with self.subTest(field=name):
                self.assertIn(f"$.{name}: is missing",
                              json_schema.validate(schema, report))


class Validator(unittest.TestCase):
    def test_unknown_keywords_are_refused(self):
        for schema in ({"maxLength": 3}, {"properties": {"a": {"typ": 1}}},
                       {"items": {"format": "date"}}, {"then": {}},
                       {"$defs": {"x": {"minItem": 1}}}, {"type": "int"},
                       {"$ref": "#/$defs/none"}, {"$ref": "other.json"}):
            with self.subTest(schema=schema):
                with self.assertRaises(json_schema.SchemaError):
                    json_schema.validate(schema, 1)

    def test_keywords_mean_what_they_say(self):
        cases = [
            ({"type": "integer"}, [1, 1.0, 0], [1.5, True, "1", None]),
            ({"type": ["string", "null"]}, ["", None], [1, False, []]),
            ({"const": 1}, [1, 1.0], [True, "1", 2]),
            ({"enum": ["a", None]}, ["a", None], ["b", 0, False]),
            ({"minimum": 0}, [0, 1, "x"], [-1]),
            ({"exclusiveMinimum": 0}, [1], [0]),
            ({"minLength": 1}, ["a", 1], [""]),
            ({"pattern": "^a$"}, ["a", 1], ["ab", "a\n"]),
            ({"minItems": 1}, [[1], 1], [[]]),
            ({"items": {"type": "null"}}, [[], [None]], [[None, 1]]),
            ({"required": ["a"]}, [{"a": None}, 1], [{}]),
            ({"additionalProperties": False, "properties": {"a": True}},
             [{}, {"a": 1}], [{"b": 1}]),
            ({"properties": {"a": False}}, [{}, {"b": 1}], [{"a": 1}]),
            ({"anyOf": [{"const": 1}, {"const": 2}]}, [1, 2], [3]),
            ({"oneOf": [{"type": "integer"}, {"minimum": 5}]},
             [1, 5.5], [5, 1.5]),
            ({"allOf": [{"minimum": 1}, {"type": "integer"}]}, [1],
             [0, 1.5]),
            ({"not": {"type": "null"}}, [1], [None]),
            ({"if": {"minimum": 5}, "then": {"const": 6},
              "else": {"const": 1}}, [6, 1], [7, 2]),
        ]
        for schema, good, bad in cases:
            for value in good:
                with self.subTest(schema=schema, good=value):
                    self.assertEqual(json_schema.validate(schema, value), [])
            for value in bad:
                with self.subTest(schema=schema, bad=value):
                    self.assertNotEqual(
                        json_schema.validate(schema, value), [])

    def test_exit_status(self):
        for document, status, words in (
                (EVERYDAY.read_bytes(), 0, ""),
                (b'{"schema": NaN}', 1, "$: is not JSON"),
                (b'{"a": 1, "a": 2}', 1, "$: is not JSON"),
                (b'"\xff"', 1, "$: is not JSON"),
                (b"[]", 1, "$: is not of type object")):
            done = subprocess.run(
                [sys.executable, json_schema.__file__, str(SCHEMA_FILE)],
                input=document, capture_output=True, check=False)
            self.assertEqual(done.returncode, status, document[:40])
            self.assertIn(words, done.stderr.decode())
        done = subprocess.run(
            [sys.executable, json_schema.__file__, os.devnull],
            input=b"", capture_output=True, check=False)
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    unittest.main()
