#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The formats for browsers, comments, dashboards and CI systems, each read back
by a parser that is as strict as what will read it."""
import json
import os
import re
import shutil
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository, issue, pull  # noqa: E402
from harness import Case, History, at, make_clone  # noqa: E402
from page import Page, contrast  # noqa: E402
from test_sync import AS_OF, known  # noqa: E402

COMMANDS = {
    "repo": ["sample/meadow"],
    "check": ["sample/meadow", "-m", "issue_close_rate"],
    "trend": ["sample/meadow"],
    "explain": ["pr_merge_cycle", "sample/meadow"],
    "waiting": ["sample/meadow"],
    "retention": ["sample/meadow"],
    "actors": ["sample/meadow"],
    "scan": ["sample/meadow", "sample/other"],
    "compare": ["sample/meadow", "sample/other"],
    "metrics": [],
    "alerts": [],
    "query": ["SELECT number FROM v_issue"],
    "repos": [],
    "config": [],
    "db": ["info"],
    "import": ["rest", "kept.json"],
    "merge": ["kept.db"],
}
# They read no window.
NO_WINDOW = {"metrics", "alerts", "repos", "config", "db", "import", "merge"}

# What people write into titles.
HOSTILE = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "</style><style>*{display:none}</style>", "</summary></details><h1>x",
    "safe\u202Edesrever\u202C", "\x1b[31mred\x1b[0m \x07", "a|b\\|c`d``e",
    "@everyone #1 https://evil.example", "::error::gone", "%0A::error::x",
    "'single' &amp; &lt;", "]]> --> <!--", "\u200b\ufeff", "=1+1",
]


# What folders may be called.
ODD_FOLDERS = [
    'x"} 1\nhealthscan_owned{a="', "back\\slash\\", "<b>&amp;\"'>",
    "]]><failure message='x'/>", "\x1b[31m\u202e", "${{ secrets.X }}",
]


def numbers(report):
    return {m["id"]: m for m in report["metrics"]}


class Formats(Case):
    def setUp(self):
        super().setUp()
        self.box.write("work/kept.json", "[]")
        self.server = self.hub(known(), Repository(
            "sample", "other", rid=7, items=[
                issue(1, at("2026-02-03"), closed=at("2026-02-04"))]))

    def words(self, command, form, *args):
        where = [] if command in NO_WINDOW else ["--offline", *AS_OF]
        if command == "query":
            where = AS_OF
        self.box.env["HEALTHSCAN_DB"] = self.box.path("store.db")
        return [command, *where, "--format", form, *COMMANDS[command], *args]

    def fill(self):
        for name in ("sample/meadow", "sample/other"):
            self.good(self.server, name, *AS_OF)
        shutil.copy(self.box.path("store.db"), self.box.path("work/kept.db"))

    def write(self, form, *args, command="repo", code=0, **more):
        result = self.box.run(*self.words(command, form, *args), **more)
        self.assertEqual(result.code, code, result)
        return result.out.decode("utf-8")

    def commands(self):
        """Those that take --format."""
        text = self.box.run("help").out.decode()
        block = re.search(r"\nCommands:\n(.*?)\n\n", text, re.S).group(1)
        return {command for command in re.findall(r"(?m)^  ([a-z]+)", block)
                if b"--format FORMAT" in self.box.run("help", command).out}

    def formats_of(self, command):
        text = self.box.run("help", command).out.decode()
        text = re.sub(r"\s+", " ", text)
        return re.sub(r" \(default\)", "", re.search(
            r"--format FORMAT how to write the result: ([\w, ()]+?) -o",
            text).group(1)).split(", ")


class TestOne(Case):
    """Of one there is a singular, in whatever format."""
    END = at("2026-03-01")
    DAY = 86400
    MANY = re.compile(r"(?<![\d.:-])1(?:</\w+>|<[^<>]*>|[ \u00a0|*])*"
                      r"(hours|days|weeks|commits|people|releases|windows|"
                      r"samples|metrics|requests|repositories)\b")

    def setUp(self):
        super().setUp()
        end, day = self.END, self.DAY
        self.server = self.hub(Repository(
            "sample", "meadow", created="2024-01-01T00:00:00Z", items=[
                pull(n, end - n * day, merged=end - n * day + 3600)
                for n in range(1, 7)]))
        history = History()
        history.commit(end - 8 * day, {"README.md": "x"})
        history.commit(end - day, {"code.c": "x"})
        self.clone = make_clone(self.box, "meadow", history,
                                origin="https://github.com/sample/meadow")

    def ask(self, command, *args):
        result = self.command(
            command, self.server, *args, "--git", self.clone, "--as-of",
            "2026-03-01", "--window", "7d", "--windows", "1", *(
                word for name in ("doc_quiet_weeks", "pr_merge_cycle",
                                  "days_since_commit", "commit_frequency",
                                  "new_contributors")
                for word in ("--threshold", name + ".risk=at-least 1")))
        return result.out.decode()

    def test_every_format(self):
        seen = ""
        for form in ("table", "markdown", "html", "github", "junit", "badge"):
            for command in ("repo", "check"):
                text = self.ask(command, "sample/meadow", "-f", form)
                seen += text
                self.assertEqual(self.MANY.findall(text), [], text)
        for unit in ("1 week", "1 hour", "1 day", "1 commit/week"):
            self.assertIn(unit, seen)

    def test_every_metric(self):
        metrics = self.box.run("metrics", "-f", "json").json
        for name in metrics["metrics"]:
            text = self.ask("explain", name["id"], "sample/meadow")
            self.assertEqual(self.MANY.findall(text), [], text)

    def test_bounds_that_contradict_each_other(self):
        result = self.command(
            "repo", None, "sample/meadow", "--threshold",
            "doc_quiet_weeks.healthy=at-most 1", "--threshold",
            "doc_quiet_weeks.risk=at-least 1")
        self.check_failure(result, 2, "<= 1 week (", ">= 1 week (")


class TestEvery(Formats):
    def test_every_command_in_every_format(self):
        """What help names works, and anything else is refused beforehand."""
        self.fill()
        every = self.formats_of("repo")
        self.assertGreater(len(every), 10)
        # A doctor has more to ask than a store.
        self.assertEqual(set(COMMANDS) | {"doctor"}, self.commands(),
                         "write its arguments into COMMANDS")
        for command in COMMANDS:
            mine = self.formats_of(command)
            self.assertLessEqual(
                {"table", "json", "ndjson", "csv"}, set(mine))
            for form in every:
                with self.subTest(command=command, form=form):
                    result = self.box.run(*self.words(command, form))
                    if form in mine:
                        self.assertIn(result.code, (0, 1, 3), result)
                        self.assertEqual(result.err, "")
                        continue
                    line = self.check_failure(result, 2, "--format", form)
                    for other in mine:
                        self.assertIn(other, line)

    def test_a_default_for_reports_is_none_for_lists(self):
        env = {"HEALTHSCAN_FORMAT": "html"}
        self.fill()
        result = self.box.run("metrics", env=env)
        self.assertEqual(result.code, 0, result)
        self.assertIn(b"pr_merge_cycle", result.out)
        self.assertNotIn(b"<", result.out[:1])
        words = [w for w in self.words("repo", "x")
                 if w not in ("--format", "x")]
        self.assertTrue(self.box.run(*words, env=env).out.startswith(
            b"<!DOCTYPE html>"))

    def test_same_bytes_again(self):
        self.fill()
        for form in self.formats_of("repo"):
            texts = {re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\dZ| UTC)|"
                            r"synced_timestamp_seconds\{.*|just now|"
                            r"\d+ minutes? ago", "-", self.write(form))
                     for _ in range(2)}
            self.assertEqual(len(texts), 1, form)


def check_shown(case, text, metric):
    """A person gets long durations in days."""
    shown, days = re.match(r"(-?[\d.]+)( days)?", text).groups()
    factor = 24 if days and metric["unit"] == "hours" else 1
    case.assertAlmostEqual(float(shown) * factor, metric["value"],
                           delta=0.006 * factor)
    if metric["unit"] == "hours":
        case.assertEqual(bool(days), metric["value"] >= 72, metric)


class TestPage(Formats):
    def page(self, *args, **more):
        page = Page(self.write("html", *args, **more))
        self.assertEqual(page.faults(), [])
        return page

    def test_it_says_what_the_json_says(self):
        self.fill()
        page = self.page()
        report = json.loads(self.write("json"))
        metrics = numbers(report)
        self.assertGreater(len(metrics), 15)
        for name, metric in metrics.items():
            card = page.find("article", id="m-" + name)
            self.assertEqual(card.find("h3").text, metric["title"])
            value = card.find("p", **{"class": "value"}).text
            if metric["value"] is None:
                self.assertIn("no value", value)
                self.assertIn(metric["reason"], card.text)
            else:
                check_shown(self, value, metric)
            if metric["status"]:
                self.assertIn(metric["status"], value)
            windows = card.all("table")[0].all("tr")[1:]
            self.assertEqual(len(windows), len(metric["trend"]))
            self.assertIn(str(metric["n"]), windows[0].text)
            points = sum(p["value"] is not None for p in metric["trend"])
            charts = card.all("svg")
            self.assertEqual(len(charts), points >= 2)
            if charts:
                drawn = [e for tag in ("circle", "path")
                         for e in charts[0].all(tag)
                         if "point" in e.attributes["class"].split()]
                self.assertEqual(len(drawn), points)
        self.assertIn("sample/meadow", page.find("head").find("title").text)
        self.assertEqual(page.find("h1").find("a").attributes["href"],
                         "https://github.com/sample/meadow")

    def test_its_samples(self):
        self.fill()
        card = self.page().find("article", id="m-pr_merge_cycle")
        rows = card.all("table")[1].all("tr")[1:]
        samples = json.loads(self.write("json", command="explain"))["samples"]
        self.assertEqual(len(rows), len(samples))
        for row, sample in zip(rows, samples):
            link = row.find("a")
            self.assertEqual(link.attributes["href"], sample["link"])
            self.assertEqual(link.text, sample["subject"])
            self.assertIn(sample["role"], row.text)
        # Of one metric alone it is the same, and nothing is folded away.
        for details in self.page(command="explain").all("details"):
            self.assertIn("open", details.attributes)
        for details in card.all("details"):
            self.assertNotIn("open", details.attributes)
        self.assertEqual(
            [r.text for r in self.page(command="explain").find(
                "article", id="m-pr_merge_cycle").all("table")[1].all("tr")],
            [r.text for r in card.all("table")[1].all("tr")])

    def test_hostile_text_stays_text(self):
        repo = Repository("sample", "hostile", rid=9, items=[
            pull(n, at("2026-02-01"), merged=at("2026-02-03"), title=title,
                 login="<b>%d" % n)
            for n, title in enumerate(HOSTILE, 1)])
        history = History()
        history.commit(at("2026-02-01"), {"README.md": "x"},
                       author="&lt;b&gt; \"{{7*7}}")
        clone = make_clone(self.box, "clone", history)
        hub = self.hub(repo)
        result = self.command("repo", hub, "sample/hostile", *AS_OF, "--git",
                              clone, "-f", "html", "-q")
        self.assertEqual(result.code, 0, result)
        page = Page(result.out.decode())
        self.assertEqual(page.faults(), [])
        self.assertEqual(page.all("script") + page.all("img"), [])
        self.assertEqual(len(page.all("style")), 1)
        rows = page.find("article", id="m-pr_merge_cycle").all(
            "table")[1].all("tr")[1:]
        self.assertEqual(len(rows), len(HOSTILE))
        titles = sorted(row.all("td")[-1].text for row in rows)
        self.assertIn("<script>alert(1)</script>", titles)
        self.assertIn("safe\\u202Edesrever\\u202C", titles)
        self.assertIn("\\x1B[31mred\\x1B[0m \\x07", titles)
        for char in "\u202e\u202c\x1b\x07":
            self.assertNotIn(char, result.out.decode())

    def test_colours_can_be_told_apart(self):
        """AA: 4.5 for text, on the page and on a card; 3 for lines."""
        self.fill()
        palettes = self.page().palettes()
        self.assertEqual(len(palettes), 3)
        for colours in palettes:
            for ground in ("back", "card"):
                for name in ("fore", "faint", "link", "healthy", "watch",
                             "risk"):
                    self.assertGreaterEqual(contrast(
                        colours[name], colours[ground]), 4.5,
                        (name, ground, colours))
            self.assertEqual(set(colours), set(palettes[0]))

    def test_a_scan_and_a_comparison(self):
        self.fill()
        for command in ("scan", "compare"):
            page = self.page("no/such", command=command, code=3)
            self.assertEqual(len(page.all("script")), command == "scan")
            self.assertIn("no/such", page.text)
        page = self.page(command="scan")
        rows = page.find("table").all("tr")
        self.assertEqual(len(rows), 3)
        report = json.loads(self.write("json", command="scan"))
        # What nobody has a value of has no column.
        shown = {m["id"] for entry in report["repositories"]
                 for m in entry["report"]["metrics"]
                 if m["value"] is not None}
        self.assertGreater(len(shown), 3)
        for row, entry in zip(rows[1:], report["repositories"]):
            cells = [c for c in row.children if not isinstance(c, str)]
            self.assertEqual(cells[1].text, entry["full_name"])
            metrics = [m for m in entry["report"]["metrics"]
                       if m["id"] in shown]
            self.assertEqual(len(cells), 5 + len(metrics))
            for cell, metric in zip(cells[5:], metrics):
                key = cell.attributes["data-key"]
                self.assertEqual(float(key) if key else None, metric["value"])

    def test_what_is_missing_is_said(self):
        page = Page(self.command(
            "repo", self.hub(known(), faults=[]), "sample/meadow", *AS_OF,
            "-f", "html", "-q", "--budget", "1").out.decode())
        self.assertEqual(page.faults(), [])
        self.assertIn("Incomplete:", page.text)


class TestMarkdown(Formats):
    def tables(self, text):
        """Each table as a list of rows of cells, as GitHub would take it."""
        out, now = [], None
        for line in text.splitlines():
            if not line.startswith("|"):
                now = None
                continue
            cells = re.split(r"(?<!\\)\|", line)[1:-1]
            if now is None:
                now = []
                out.append(now)
            now.append([c.strip() for c in cells])
        for table in out:
            self.assertEqual({len(row) for row in table}, {len(table[0])})
            self.assertTrue(all(re.fullmatch(r":?-+:?", c)
                                for c in table[1]), table[1])
        return out

    def test_a_report(self):
        self.fill()
        text = self.write("markdown")
        metrics = numbers(json.loads(self.write("json")))
        judged, others = self.tables(text)
        self.assertEqual(len(judged) + len(others) - 4, len(metrics))
        titles = {row[1]: row for row in judged[2:] + others[2:]}
        for metric in metrics.values():
            row = titles[metric["title"]]
            self.assertEqual(row[3], str(metric["n"]))
            if metric["value"] is not None:
                check_shown(self, row[2], metric)
        self.assertIn("`sample/meadow`", text.splitlines()[0])

    def test_lists_of_anything(self):
        repo = Repository("sample", "hostile", rid=9, items=[
            issue(n, at("2026-02-01"), title=title)
            for n, title in enumerate(HOSTILE, 1)])
        self.good(self.hub(repo), "sample/hostile", *AS_OF)
        text = self.box.run(
            "query", "SELECT number, title FROM v_issue ORDER BY number",
            "sample/hostile", "--db", self.box.path("store.db"), *AS_OF, "-f",
            "markdown").out.decode()
        (table,) = self.tables(text)
        self.assertEqual(len(table), 2 + len(HOSTILE))
        for row, title in zip(table[2:], HOSTILE):
            # In a span of code nothing is markup or calls anybody.
            self.assertRegex(row[1], r"\A(`+)[^`].*[^`]\1\Z")
            self.assertEqual("<" in title, "<" in row[1])

    def test_scans(self):
        self.fill()
        for command in ("scan", "compare"):
            self.assertEqual(len(self.tables(
                self.write("markdown", command=command))), 1)


class TestPrometheus(Formats):
    SAMPLE = re.compile(
        r'([a-zA-Z_:][a-zA-Z0-9_:]*)\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)'
        r'\} (-?[0-9.e+]+)\Z')

    def read(self, text):
        """{(name, labels): number}; the families have to be whole."""
        lines = text.split("\n")
        self.assertEqual(lines[-2:], ["# EOF", ""])
        found, family, seen = {}, None, set()
        for line in lines[:-2]:
            if line.startswith("# HELP "):
                family = line.split()[2]
                self.assertNotIn(family, seen)
                seen.add(family)
                typed = False
            elif line.startswith("# TYPE "):
                self.assertEqual(line, "# TYPE %s gauge" % family)
                typed = True
            else:
                match = self.SAMPLE.match(line)
                self.assertTrue(match, line)
                self.assertEqual(match.group(1), family)
                self.assertTrue(typed)
                labels = dict(re.findall(
                    r'([a-z_]+)="((?:[^"\\]|\\.)*)"', match.group(2)))
                key = (family, tuple(sorted(labels.items())))
                self.assertNotIn(key, found)
                found[key] = float(match.group(3))
        promtool = shutil.which("promtool")
        if promtool:
            done = subprocess.run([promtool, "check", "metrics"], input=text,
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stdout + done.stderr),
                             (0, ""))
        return found

    def test_values_in_base_units(self):
        self.fill()
        found = self.read(self.write("prometheus"))
        metrics = numbers(json.loads(self.write("json")))
        here = (("host", "github.com"), ("repository", "sample/meadow"))
        for name, metric, factor in (
                ("pr_merge_cycle_seconds", "pr_merge_cycle", 3600),
                ("issue_close_rate_ratio", "issue_close_rate", 0.01),
                ("pr_backlog", "pr_backlog", 1)):
            self.assertAlmostEqual(found["healthscan_" + name, here],
                                   metrics[metric]["value"] * factor, 4)
        values = [k for k in found if not re.search(
            "metric_|alert_|_timestamp_|complete", k[0])]
        self.assertEqual(len(values), sum(
            m["value"] is not None for m in metrics.values()))
        status = {dict(k[1])["status"]: v for k, v in found.items()
                  if k[0] == "healthscan_metric_status"
                  and dict(k[1])["metric"] == "issue_close_rate"}
        self.assertEqual(status.pop(metrics["issue_close_rate"]["status"]), 1)
        self.assertEqual(set(status.values()), {0})

    def test_many_repositories_in_one_file(self):
        self.fill()
        found = self.read(self.write("prometheus", command="scan"))
        self.assertEqual({dict(k[1])["repository"] for k in found},
                         {"sample/meadow", "sample/other"})

    def test_labels_stay_labels(self):
        """A clone is called as its folder, which may be called anything."""
        for number, name in enumerate(ODD_FOLDERS):
            history = History()
            for day in range(1, 9):
                history.commit(at("2026-02-0%d" % day), {"a": str(day)})
            clone = make_clone(self.box, name, history)
            result = self.command("scan", None, clone, *AS_OF, "-f",
                                  "prometheus", db="%d.db" % number)
            self.assertEqual(result.code, 0, result)
            found = self.read(result.out.decode())
            # One repository and one host, whatever it looks like.
            self.assertEqual(len({dict(labels)["repository"]
                                  for _, labels in found}), 1)
            self.assertFalse([1 for family, _ in found
                              if not family.startswith("healthscan_")])

    def test_gate(self):
        self.fill()
        found = self.read(self.write(
            "prometheus", "--threshold", "issue_close_rate.risk=99%",
            "--threshold", "issue_close_rate.healthy=100%",
            command="check", code=1))
        self.assertEqual(found["healthscan_gate_passed", (
            ("host", "github.com"), ("repository", "sample/meadow"))], 0)


class TestJUnit(Formats):
    def read(self, text):
        root = ET.fromstring(text)
        self.assertEqual(root.tag, "testsuites")
        for suite in root:
            tests = suite.findall("testcase")
            self.assertEqual(suite.get("tests"), str(len(tests)))
            for kind, name in (("failures", "failure"), ("errors", "error"),
                               ("skipped", "skipped")):
                self.assertEqual(suite.get(kind), str(len(
                    suite.findall("testcase/" + name))))
        return root

    def test_a_report(self):
        self.fill()
        root = self.read(self.write("junit"))
        metrics = numbers(json.loads(self.write("json")))
        judged = {n: m for n, m in metrics.items() if m["status"]}
        for test in root.iter("testcase"):
            status = judged.pop(test.get("name"))["status"]
            self.assertEqual(test.find("failure") is not None,
                             status == "risk")
            self.assertEqual(test.find("skipped") is not None,
                             status == "unknown")
        self.assertEqual(judged, {})

    def test_a_gate(self):
        self.fill()
        root = self.read(self.write(
            "junit", "-m", "doc_share", "--threshold",
            "issue_close_rate.risk=99%", "--threshold",
            "issue_close_rate.healthy=100%", command="check", code=1))
        tests = {t.get("name"): t for t in root.iter("testcase")}
        self.assertEqual(set(tests), {"issue_close_rate", "doc_share"})
        self.assertIn("99", tests["issue_close_rate"].find(
            "failure").get("message"))
        self.assertIsNotNone(tests["doc_share"].find("error"))

    def test_a_scan(self):
        self.fill()
        root = self.read(self.write("junit", "no/such", command="scan",
                                    code=3))
        self.assertEqual(len(root), 3)

    def test_names_stay_text(self):
        for number, name in enumerate(ODD_FOLDERS):
            history = History()
            for day in range(1, 9):
                history.commit(at("2026-02-0%d" % day), {"a": str(day)})
            clone = make_clone(self.box, name, history)
            for form in ("junit", "html"):
                result = self.command("scan", None, clone, *AS_OF, "-f", form,
                                      db="%d.db" % number)
                self.assertEqual(result.code, 0, result)
                text = result.out.decode()
                for char in "\u202e\x1b":
                    self.assertNotIn(char, text)
                if form == "html":
                    page = Page(text)
                    self.assertEqual(page.faults(), [])
                    self.assertEqual(page.all("failure"), [])
                    # The page's own words alone are bold.
                    for bold in page.all("b"):
                        self.assertRegex(
                            bold.text, r"^\W*(healthy|watch|at risk|risk)$")
                    continue
                (suite,) = self.read(text)
                self.assertEqual(
                    suite.get("name").rpartition("/")[2],
                    name.replace("\n", "\\n").replace("\x1b", "\\x1B")
                    .replace("\u202e", "\\u202E").rpartition("/")[2])
                for test in suite:
                    self.assertLessEqual({child.tag for child in test},
                                         {"failure", "error", "skipped",
                                          "system-out"})
                    self.assertLessEqual(len(test), 1)


class TestGitHub(Formats):
    POLICY = ["--threshold", "issue_close_rate.risk=99%", "--threshold",
              "issue_close_rate.healthy=100%"]

    def test_annotations_summary_and_outputs(self):
        self.fill()
        summary = self.box.write("summary.md", "before\n")
        output = self.box.write("output", "a=b\n")
        text = self.write("github", *self.POLICY, command="check", code=1,
                          env={"GITHUB_STEP_SUMMARY": summary,
                               "GITHUB_OUTPUT": output})
        commands = [line for line in text.splitlines()
                    if line.startswith("::")]
        self.assertEqual(len([c for c in commands if re.match(
            "::error title=sample/meadow Issue close rate::", c)]), 1)
        self.assertRegex(text.splitlines()[-1],
                         r"\Ahealthscan: sample/meadow: gate failed; ")
        with open(summary) as file:
            told = file.read()
        self.assertTrue(told.startswith("before\n## Health of `sample/meadow`"))
        self.assertIn("**The gate failed:**", told)
        with open(output) as file:
            pairs = dict(line.split("=", 1) for line in
                         file.read().splitlines())
        self.assertEqual(pairs["gate"], "failed")
        self.assertEqual(pairs["status"], "risk")
        self.assertEqual(pairs["complete"], "true")
        self.assertEqual(pairs["a"], "b")

    def test_nothing_is_written_where_nothing_is_named(self):
        self.fill()
        before = sorted(os.listdir(self.box.work))
        self.write("github")
        self.write("github", command="scan")
        self.assertEqual(sorted(os.listdir(self.box.work)), before)
        # And by no other format.
        summary = self.box.path("summary.md")
        self.write("json", env={"GITHUB_STEP_SUMMARY": summary})
        self.assertFalse(os.path.exists(summary))

    def test_a_summary_that_cannot_be_written(self):
        self.fill()
        result = self.box.run(*self.words("repo", "github"), env={
            "GITHUB_STEP_SUMMARY": self.box.path("no", "such", "folder")})
        self.check_failure(result, 5, "GITHUB_STEP_SUMMARY")

    def test_names_cannot_give_commands(self):
        history = History()
        for day in range(1, 9):
            history.commit(at("2026-02-0%d" % day), {"a": str(day)})
        clone = make_clone(self.box, "::error::%0Ax", history)
        result = self.command("scan", None, clone, *AS_OF, "-f", "github")
        self.assertEqual(result.code, 0, result)
        lines = result.out.decode().splitlines()
        self.assertTrue(lines)
        for line in lines:
            self.assertRegex(line, r"\A(healthscan: |::(error|warning) title=)")
            if line.startswith("::"):
                self.assertNotIn("::error::", line[2:])


class TestBadge(Formats):
    def test_pictures(self):
        self.fill()
        for args in ([], ["-m", "pr_merge_cycle"], ["-m", "doc_share"]):
            root = ET.fromstring(self.write("badge", *args))
            shields = json.loads(self.write("shields", *args))
            name = "%s: %s" % (shields["label"], shields["message"])
            self.assertEqual(root.get("aria-label"), name)
            fills = [e.get("fill") for e in root.iter() if e.get("fill")]
            for fill in fills[:2]:
                self.assertGreaterEqual(contrast("#ffffff", fill), 4.5)
            self.assertEqual(shields["schemaVersion"], 1)
            self.assertLessEqual(set(shields), {
                "schemaVersion", "label", "message", "color"})

    def test_half_of_it_is_no_verdict(self):
        result = self.command("repo", self.server, "sample/meadow", *AS_OF,
                              "-f", "shields", "-q", "--budget", "1")
        self.assertEqual(result.code, 4, result)
        self.assertEqual(result.json["color"], "lightgrey")
        self.assertIn("incomplete", result.json["message"])


if __name__ == "__main__":
    unittest.main()
