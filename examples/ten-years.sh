#!/bin/sh
# SPDX-License-Identifier: MIT
# Ten years of one project as a chart by quarters, from hours of GH Archive in a
# folder; GitHub is not asked:
#
#	ten-years.sh hours owner/name 2025-01-01
#
# leaves name.html, and name.db, which later hours can be added to. --covers says
# that the folder has every hour of these years: leave it out if it has not, and
# nothing is judged.
set -eu

hours=$1 repository=$2 until=$3
from=$((${until%%-*} - 10))-${until#*-}
name=${repository#*/}

healthscan import gharchive "$hours" --repo "$repository" \
	--covers "$from..$until" --db "$name.db"
healthscan trend "$repository" --db "$name.db" --offline --no-git --quiet \
	--as-of "$until" --window quarter --windows 39 --history events \
	--metric pr_merge_cycle --metric pr_acceptance \
	--metric issue_time_to_close --metric issue_close_rate \
	--format html --output "$name.html"
