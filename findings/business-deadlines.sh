#!/bin/sh
# SPDX-License-Identifier: MIT
# An answer is due within two business hours. Across the end of summer time one
# library gives the hour before, and one instant has two answers.
#
# Versions  npm dayjs-business-time 1.0.4 on dayjs 1.11.23 (with its plugins utc and
#           timezone); moment-business-time 2.0.0 on moment-timezone 0.6.6
# Expected  adding business hours to a time in a zone of the tz data gives the time
#           on the clocks there, whatever the clocks of the machine are; and the
#           business hours between two instants follow from the instants.
# Seen      - from Friday 16:00 in New York, two business hours (09:00 to 17:00) end on
#             Monday 10:00. Over the first of November dayjs-business-time says
#             10:00-04:00, the summer's offset in winter: an hour early. moment's
#             gives 10:00-05:00.
#           - the hours between the two times are 2, as asked for; read anew from its
#             own ISO text, the same end is 1 away. The check by the library's own
#             inverse therefore passes.
#           - in the machine's own zone, without the plugin, all is right: a test on a
#             developer's laptop passes, and a server on UTC is wrong.
#           - over the start of summer time it is worse: the addition may never
#             come back (such input is not given here).
# Matters   "answered within two business days" is what support policies promise and
#           CHAOSS recommends to measure. Twice a year the deadlines are wrong by an
#           hour, in one direction in autumn.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need node npm
npm_packages dayjs@1.11.23 dayjs-business-time@1.0.4 moment-timezone@0.6.6 \
	moment-business-time@2.0.0

cat >"$tmp/due.cjs" <<'EOS'
const dayjs = require("dayjs");
dayjs.extend(require("dayjs/plugin/utc"));
dayjs.extend(require("dayjs/plugin/timezone"));
const plugin = require("dayjs-business-time");
dayjs.extend(plugin.default || plugin);
require("moment-business-time");
const moment = require("moment-timezone");
const day = ["09:00:00", "17:00:00"];
moment.updateLocale("en", {
	workinghours: { 0: null, 1: day, 2: day, 3: day, 4: day, 5: day, 6: null },
});

const [, , from, zone] = process.argv;
const start = zone ? dayjs(from).tz(zone) : dayjs(from);
const due = start.addBusinessHours(2);
const again = zone ? dayjs(due.toISOString()).tz(zone) : dayjs(due.toISOString());
console.log("dayjs:", due.format(), start.businessHoursDiff(due),
	start.businessHoursDiff(again));
if (zone)
	console.log("moment:", moment.tz(from, zone).addWorkingTime(2, "hours").format());
EOS

# of WHAT MACHINE-ZONE START ZONE THEN
of() {
	seen "$1" "$5" "$(TZ=$2 timeout 20 node "$tmp/due.cjs" "$3" "$4" 2>&1)"
}

of "a week before, with a zone" UTC 2026-10-23T20:00:00Z America/New_York \
	'dayjs: 2026-10-26T10:00:00-04:00 2 2
moment: 2026-10-26T10:00:00-04:00'
of "over the change, with a zone" UTC 2026-10-30T20:00:00Z America/New_York \
	'dayjs: 2026-11-02T10:00:00-04:00 2 1
moment: 2026-11-02T10:00:00-05:00'
of "over the change, in the machine's zone" America/New_York \
	2026-10-30T20:00:00Z '' 'dayjs: 2026-11-02T10:00:00-05:00 2 2'
finish
