#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Waits in working hours: over real time zones, held against another
calculation; and what is answered within a time."""
import datetime
import os
import random
import sys
import unittest
import zoneinfo

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository, comment, issue, pull  # noqa: E402
from harness import Case, at  # noqa: E402

DAY = 86400
NAME = "sample/meadow"

# (days, spans, zone, holidays): one with half an hour, one whose summer time is
# half an hour, and from midnight to midnight.
CLOCKS = [
    ("Mon-Fri", ["09:00-17:00"], "Europe/Berlin",
     ["2025-12-25", "2025-12-26", "2026-01-01"]),
    ("Mon-Fri", ["08:30-12:00", "13:00-17:30"], "America/New_York",
     ["2025-11-27", "2026-07-03"]),
    ("Mon-Sat", ["10:00-18:30"], "Asia/Kolkata", ["2026-01-26"]),
    ("Fri-Sun", ["00:00-24:00"], "Australia/Lord_Howe", ["2025-10-05"]),
]
NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def zone_of(name):
    try:
        return zoneinfo.ZoneInfo(name)
    except zoneinfo.ZoneInfoNotFoundError:
        raise unittest.SkipTest("there is no tz data")


def opening_times(clock, first, last):
    """From when to when they work, in order, by Python's zoneinfo."""
    days, spans, name, holidays = clock
    zone = zone_of(name)
    begin, end = (NAMES.index(day) for day in days.split("-"))
    found, day = [], first
    while day <= last:
        if begin <= day.weekday() <= end and str(day) not in holidays:
            for span in spans:
                found.append([reading(day, text, zone).timestamp()
                              for text in span.split("-")])
        day += datetime.timedelta(1)
    return found


def reading(day, text, zone):
    hour, minute = map(int, text.split(":"))
    if hour == 24:
        day, hour = day + datetime.timedelta(1), 0
    return datetime.datetime(day.year, day.month, day.day, hour, minute,
                             tzinfo=zone)


def worked(times, begin, end):
    return sum(max(0, min(end, until) - max(begin, since))
               for since, until in times)


def flags(clock):
    days, spans, zone, holidays = clock
    yield from ("--hours", "%s %s %s" % (days, ",".join(spans), zone))
    for day in holidays:
        yield from ("--holiday", day)


class TestZones(Case):
    PAIRS = 2500

    def test_ten_thousand_waits(self):
        """Over two years, and so over each change of the clocks."""
        draw = random.Random(20261130)
        begin, end = at("2024-10-01"), at("2026-10-01")
        rows = []
        for number in range(1, self.PAIRS + 1):
            opened = draw.randrange(begin, end - 1)
            # Minutes, days or months.
            longest = draw.choice((3600, 5 * DAY, 40 * DAY, end - opened))
            closed = opened + draw.randrange(min(longest, end - opened))
            rows.append(issue(number, opened, closed=closed))
        hub = self.hub(Repository(*NAME.split("/"), items=rows,
                                  created="2024-01-01T00:00:00Z"))
        asked = ["--from", "2024-10-01", "--to", "2026-10-01", "--windows",
                 "0"]
        waits = {n + 1: (at(row["created_at"][:10], row["created_at"][11:19]),
                         at(row["closed_at"][:10], row["closed_at"][11:19]))
                 for n, row in enumerate(rows)}
        compared = 0
        for clock in CLOCKS:
            times = opening_times(clock, datetime.date(2024, 9, 30),
                                  datetime.date(2026, 10, 2))
            result = self.command(
                "explain", hub, "issue_time_to_close", NAME, "-f", "json",
                *asked, *flags(clock), *(["--offline"] if compared else []))
            self.assertEqual(result.code, 0, result)
            for row in result.json["samples"]:
                wait = worked(times, *waits[row["number"]])
                self.assertEqual(row["value"], round(wait / 3600, 4),
                                 (clock, row))
                compared += 1
        self.assertEqual(compared, len(CLOCKS) * self.PAIRS)

    def test_a_day_that_never_was(self):
        """Samoa went from Thursday to Saturday."""
        zone_of("Pacific/Apia")
        hub = self.hub(Repository(*NAME.split("/"), items=[
            issue(1, at("2011-12-29", "22:00:00"),
                  closed=at("2012-01-01", "22:00:00"))],
            created="2011-01-01T00:00:00Z"))
        result = self.command(
            "explain", hub, "issue_time_to_close", NAME, "-f", "json",
            "--as-of", "2012-01-10", "--windows", "0", "--hours",
            "Mon-Fri 09:00-17:00 Pacific/Apia")
        # Thursday from 12:00, and Monday to 12:00.
        self.assertEqual([row["value"] for row in result.json["samples"]], [8])


BERLIN = "Mon-Fri 09:00-17:00 Europe/Berlin"
AS_OF = ["--as-of", "2026-06-15", "--windows", "0"]


def answered_repository():
    """Ten pull requests and issues: opened on Friday 2026-05-22 at 16:00 in
    Berlin; five are answered on Tuesday at 10:00, after 9 hours (Monday is
    Pentecost), and five a week later. One has been opened just now."""
    opened, now = at("2026-05-22", "14:00:00"), at("2026-06-12", "14:00:00")
    items = [pull(n, opened) for n in range(1, 11)]
    items += [issue(n, opened) for n in range(11, 21)]
    items += [pull(21, now), issue(22, now)]
    items += [pull(n, opened, merged=at("2026-05-26", "08:00:00"))
              for n in range(31, 37)]
    repo = Repository(*NAME.split("/"), items,
                      created="2024-01-01T00:00:00Z")
    for n, row in enumerate(items[:20]):
        late = n % 10 >= 5
        repo.comments.append(comment(9000 + n, row, at(
            "2026-06-02" if late else "2026-05-26", "08:00:00")))
    return repo


class TestReports(Case):
    def setUp(self):
        super().setUp()
        zone_of("Europe/Berlin")
        other = Repository("sample", "fen", rid=2)
        self.server = self.hub(answered_repository(), other)

    def ask(self, *args, code=0, **more):
        result = self.repo(self.server, NAME, *AS_OF, *args, **more)
        self.assertEqual(result.code, code, result)
        return result

    def test_said_wherever_a_number_stands(self):
        """In every format; nothing of it where no hours are set."""
        args = ["--profile", "full", "--hours", BERLIN, "--holiday",
                "2026-05-25", "--holiday", "2026-05-25"]
        report = self.ask(*args)
        hours = report.json["hours"]
        self.assertEqual((hours["work"], hours["holidays"]), ([BERLIN], 1))
        self.assertRegex(hours["tz"], r"^\d{4}[a-z]+$|^unknown$")
        # 1 + 1 hours, and 1 + 4 * 8 + 8 + 1: Monday the 25th is none.
        for name, value in (("pr_first_response", (2 + 42) / 2),
                            ("issue_first_response", (2 + 42) / 2),
                            ("pr_merge_cycle", 2)):
            metric = report.metric(name)
            self.assertEqual(
                (metric["value"], metric["unit"], metric["clock"]),
                (value, "business h", "business"))
        within = report.metric("pr_answered_within")
        self.assertEqual(
            {key: within[key] for key in (
                "title", "unit", "clock", "statistic", "within_hours",
                "value", "n", "numerator", "open")},
            {"title": "PRs answered within 2 business days", "unit": "%",
             "clock": "business", "statistic": "within", "within_hours": 16,
             "value": 31.25, "n": 16, "numerator": 5, "open": 1})
        self.assertNotIn("clock", report.metric("pr_open_age"))
        for name, found in (
                ("table", "business h"), ("markdown", "business h"),
                ("html", "business h"), ("csv", "business h"),
                ("prometheus", "healthscan_pr_merge_cycle_business_seconds{"),
                ("junit", "business h")):
            text = self.ask(*args, "-f", name, "--offline").out.decode()
            self.assertIn(found, text, name)
            if name in ("table", "markdown", "html"):
                text = " ".join(text.split())
                self.assertIn(
                    "waits in business hours (%s, without 1 holiday; tz" %
                    BERLIN, text)
        plain = self.ask("--profile", "full", "--offline")
        self.assertNotIn("hours", plain.json)
        self.assertEqual(plain.metric("pr_merge_cycle")["unit"], "hours")
        self.assertEqual(plain.metric("pr_answered_within")["title"],
                         "PRs answered within 2d")

    def test_many_say_it_too(self):
        args = ["--profile", "full", "--hours", BERLIN, *AS_OF]
        for repo in (NAME, "sample/fen"):
            self.repo(self.server, repo, *AS_OF, "--profile", "full")
        for command, name, found in (
                ("scan", "table", BERLIN), ("scan", "html", BERLIN),
                ("scan", "markdown", BERLIN),
                ("scan", "csv", "pr_merge_cycle_business,"),
                ("compare", "table", BERLIN), ("compare", "html", BERLIN),
                ("compare", "csv", "business h"),
                ("trend", "table", BERLIN)):
            names = [NAME] + ["sample/fen"] * (command == "compare")
            result = self.command(command, self.server, *names, *args, "-f",
                                  name, "--offline")
            text = " ".join(result.out.decode().split())
            self.assertIn(found, text, (command, name, result))

    def test_bounds_are_of_working_days(self):
        args = ["-m", "pr_merge_cycle", "--hours", BERLIN]
        metric = self.ask(*args).metric("pr_merge_cycle")
        # 1 + 8 + 1 hours. Those of 72 and 168 calendar hours do not judge.
        self.assertEqual((metric["value"], metric["status"], metric["reason"],
                          metric["healthy"], metric["risk"]),
                         (10, "unknown", "bounds are for calendar hours",
                          None, None))
        for bound, status in (("1d", "risk"), ("2d", "healthy"),
                              ("10h", "healthy"), ("9.9", "risk")):
            metric = self.ask(*args, "--threshold", "pr_merge_cycle.risk=" +
                              bound, "--offline").metric("pr_merge_cycle")
            self.assertEqual((metric["status"], metric["reason"]),
                             (status, None), bound)

    def test_a_gate_is_undecided_without_a_bound(self):
        args = ["check", self.server, NAME, *AS_OF, "-m", "pr_merge_cycle",
                "--hours", BERLIN]
        result = self.command(*args)
        self.assertEqual(result.code, 3, result)
        self.assertIn("bounds are for calendar hours; set a bound, such as "
                      "--threshold pr_merge_cycle.risk=2d",
                      " ".join(result.out.decode().split()))
        for bound, code in (("1d", 1), ("2d", 0)):
            self.assertEqual(self.command(
                *args, "--threshold",
                "pr_merge_cycle.risk=" + bound).code, code)

    def test_a_gate_on_the_past_needs_no_bound(self):
        args = ["check", self.server, NAME, *AS_OF, "-m", "pr_merge_cycle",
                "--hours", BERLIN, "--fail-on", "regression", "-f", "json"]
        for _ in range(2):
            result = self.command(*args)
            self.assertEqual(result.code, 0, result)
        self.assertEqual([row["finding"] for row in result.json["gate"][
            "good"]], ["good"])

    def test_alerts_of_another_clock_are_others(self):
        bound = ["-m", "pr_merge_cycle", "--threshold",
                 "pr_merge_cycle.risk=1h"]

        def scopes():
            rows = self.command("alerts", None, NAME, "-f", "json").json
            return sorted(row["question"] for row in rows["rows"])

        self.ask(*bound)
        self.assertEqual(scopes(), ["30d"])
        self.ask(*bound, "--hours", BERLIN)
        self.assertEqual(scopes(), ["30d", "30d hours=" + BERLIN])
        text = " ".join(self.command(
            "alerts", None, NAME).out.decode().split())
        self.assertIn("windows of 30 days 2026-06-15 open", text)
        self.assertIn("windows of 30 days, waits by hours=%s 2026-06-15 open" %
                      BERLIN, text)
        # Another holiday, or another way to write it, is the same question.
        self.ask(*bound, "--hours", BERLIN, "--holiday", "2026-05-25")
        self.ask(*bound, "--hours", BERLIN.replace("Mon-Fri", "mon-fri"))
        self.assertEqual(scopes(), ["30d", "30d hours=" + BERLIN])

    def test_samples_are_waits(self):
        result = self.command(
            "explain", self.server, "pr_answered_within", NAME, *AS_OF, "-f",
            "json", "--hours", BERLIN, "--holiday", "2026-05-25")
        rows = {row["number"]: (row["value"], row["role"])
                for row in result.json["samples"]}
        self.assertEqual([rows[n] for n in (1, 6, 21)],
                         [(2, "counted"), (42, "counted"), (1, "open")])
        text = self.command(
            "explain", self.server, "pr_answered_within", NAME, *AS_OF,
            "--hours", BERLIN).out.decode()
        self.assertIn("business time", text)
        self.assertRegex(text, r"(?m)^hours +%s; tz" % BERLIN)
        self.assertRegex(text, r"(?m)^n +16: 5 yes, 11 no$")

    def test_within(self):
        """5 of 16 within 4 days, and so is the newest, which is open until
        they are over."""
        for length, value, n, still in (("3d", 0, 16, 1), ("4d", 31.25, 16, 1),
                                        ("90h", 31.25, 16, 1),
                                        ("2w", 62.5, 16, 1),
                                        ("30d", 100, 10, 7)):
            metric = self.ask("-m", "pr_answered_within", "--within",
                              length).metric("pr_answered_within")
            self.assertEqual((metric["value"], metric["n"], metric["open"]),
                             (value, n, still), length)
            self.assertEqual(metric["title"], "PRs answered within " + length)

    def test_where_it_is_set(self):
        """A work tree may say it, and a flag takes it back."""
        tree = self.box.path("tree")
        os.makedirs(os.path.join(tree, ".git"))
        with open(os.path.join(tree, ".healthscan"), "w") as file:
            file.write("[hours]\n\twork = %s\n\twork = Sat 09:00-12:00 "
                       "Europe/Berlin\n\tholiday = 2026-05-25\n"
                       "\twithin = 1d\n" % BERLIN)
        report = self.ask("--profile", "full", cwd=tree)
        self.assertEqual(report.json["hours"]["work"],
                         [BERLIN, "Sat 09:00-12:00 Europe/Berlin"])
        self.assertEqual(report.metric("pr_answered_within")["title"],
                         "PRs answered within 1 business day")
        report = self.ask("--profile", "full", "--hours", "none", cwd=tree)
        self.assertNotIn("hours", report.json)

    def test_what_is_wrong_is_said(self):
        for args, said in (
                (["--hours", "Mon-Fri 9-5"], "--hours: 'Mon-Fri 9-5' is no "
                 "line of working hours; write days, hours and a time zone, "
                 "such as \"Mon-Fri 09:00-17:00 Europe/Berlin\""),
                (["--hours", "Mon-Fri 09:00-17:00 Europe/Berln"],
                 "there is no time zone 'Europe/Berln' in "),
                (["--hours", "Mon-Fri 09:00-17:00 Europe"],
                 "there is no time zone 'Europe' in "),
                (["--hours", "Mon-Fri 09:00-17:00 tzdata"],
                 "there is no time zone 'tzdata' in "),
                (["--hours", BERLIN, "--hours", "none"], "hours.work: none "
                 "means that waits are counted in all hours, and stands "
                 "beside lines of hours; leave it out, or them"),
                (["--hours", "Mon %s UTC" % ",".join(
                    "%02d:00-%02d:30" % (h, h) for h in range(9))],
                 "there are at most 8"),
                (["--holiday", "24.12.2026"], "--holiday: '24.12.2026' is no "
                 "date of a holiday; write it as 2026-12-25"),
                (["--within", "2"], "--within: '2' is not a length of time; "
                 "write a whole number and one of s, m, h, d, w, such as 2d")):
            result = self.ask(*args, code=2)
            self.assertIn(said, result.err)

    def test_tz_data_is_looked_for(self):
        """TZDIR names its folder; which release it is, is said if it is."""
        folder = self.box.path("zones", "Europe")
        os.makedirs(folder)
        args = ["-m", "pr_merge_cycle", "--hours", BERLIN]
        env = {"TZDIR": self.box.path("zones")}
        self.assertIn("there is no time zone", self.ask(
            *args, code=2, env=env).err)
        self.box.write("zones/Europe/Berlin", "no zone")
        self.assertIn("the time zone Europe/Berlin cannot be read", self.ask(
            *args, code=2, env=env).err)
        with open(os.path.join(folder, "Berlin"), "wb") as file:
            file.write(b"TZif\0" + bytes(23) + b"\0\0\0\1" + bytes(4) +
                       b"\0\0\0\1\0\0\0\4" + bytes(6) + b"CET\0" +
                       b"\4\xb2\x58\0\0\0\0\1")
        self.assertIn("the time zone Europe/Berlin counts leap seconds, as "
                      "those below right/ do", self.ask(
                          *args, code=2, env=env).err)
        with open(os.path.join(folder, "Berlin"), "wb") as file:
            file.write(b"".join(
                b"TZif2" + bytes(31) + b"\0\0\0\1\0\0\0\4" + bytes(6) +
                b"CET\0" for _ in range(2)) + b"\nCET-1\n")
        for name, text, release in ((None, None, "unknown"),
                                    ("+VERSION", "2024a\n", "2024a"),
                                    ("tzdata.zi", "# version 2025x\n# This\n",
                                     "2025x"),
                                    ("tzdata.zi", "# version \x1b[31m\n",
                                     "2024a")):
            if name:
                self.box.write("zones/" + name, text)
            report = self.ask(*args, env=env)
            self.assertEqual(report.json["hours"]["tz"], release)
        env["TZDIR"] = self.box.path("nowhere")
        self.assertIn("install the package tzdata, or name their folder in "
                      "TZDIR", self.ask(*args, code=2, env=env).err)


if __name__ == "__main__":
    unittest.main()
