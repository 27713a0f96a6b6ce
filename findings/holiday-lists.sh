#!/bin/sh
# SPDX-License-Identifier: MIT
# The public holidays of one year, as two libraries list them: a day off is in
# neither list, or in one of another year.
#
# Versions  npm date-holidays 3.37.0, @18f/us-federal-holidays 4.0.0
# Expected  the holidays of 2027 that a library lists are the weekdays of 2027 on
#           which federal offices are closed; a day off in place of a public holiday
#           at a weekend is a public holiday like that.
# Seen      - New Year's Day 2028 is a Saturday, so Friday 2027-12-31 is off. One lists
#             it under 2028, with a date of 2027, and not under 2027.
#           - the other lists it under 2027, but calls the day off for Veterans Day
#             2028 (Friday the 10th) a "bank" holiday, and the Saturday itself a public
#             one. Who keeps the public ones alone has the day
#             that is free anyway and lacks the one that is not.
#           - asked about the single day, both say that it is a holiday.
# Matters   "answered within two business days" needs a list of holidays, and such
#           lists are made a year at a time. A day off that is not in it makes everyone
#           who was at home late by a day.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need node npm
npm_packages date-holidays@3.37.0 @18f/us-federal-holidays@4.0.0

cat >"$tmp/list.cjs" <<'EOS'
const Holidays = require("date-holidays");
const us = new Holidays("US");
const federal = require("@18f/us-federal-holidays");
const weekday = (text) => ![0, 6].includes(new Date(text + "T12:00Z").getUTCDay());

// Those of the last ten weeks, which is where they differ
const late = (dates, year) =>
	dates.filter((d) => weekday(d) && (d > `${year}-10-20` || d < `${year}-01-01`));
const year = Number(process.argv[2]);
console.log("date-holidays, public:", late(us.getHolidays(year)
	.filter((h) => h.type === "public").map((h) => h.date.slice(0, 10)), year).join(" "));
console.log("us-federal-holidays:", late(federal.allForYear(year)
	.map((h) => h.dateString), year).join(" "));
EOS

cat >"$tmp/ask.cjs" <<'EOS'
const Holidays = require("date-holidays");
const federal = require("@18f/us-federal-holidays");
const [y, m, d] = process.argv[2].split("-").map(Number);
const found = new Holidays("US").isHoliday(new Date(y, m - 1, d, 12));
console.log("date-holidays:", found ? found.map((h) => h.type).join(", ") : "no");
console.log("us-federal-holidays:", federal.isAHoliday(new Date(y, m - 1, d)) ? "yes" : "no");
EOS

seen "the end of 2027" 'date-holidays, public: 2027-11-11 2027-11-25 2027-12-24 2027-12-31
us-federal-holidays: 2027-11-11 2027-11-25 2027-12-24' \
	"$(node "$tmp/list.cjs" 2027)"
seen "the end of 2028" 'date-holidays, public: 2028-11-23 2028-12-25
us-federal-holidays: 2027-12-31 2028-11-10 2028-11-23 2028-12-25' \
	"$(node "$tmp/list.cjs" 2028)"
seen "is 2027-12-31 one?" 'date-holidays: public, observance
us-federal-holidays: yes' "$(node "$tmp/ask.cjs" 2027-12-31)"
seen "is 2028-11-10 one?" 'date-holidays: bank
us-federal-holidays: yes' "$(node "$tmp/ask.cjs" 2028-11-10)"
finish
