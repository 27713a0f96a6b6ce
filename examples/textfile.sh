#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes gauges for the node exporter's textfile collector; from cron, say:
#
#	7 * * * *  textfile.sh owner/name owner/other
#
# TEXTFILE_DIRECTORY is the exporter's --collector.textfile.directory. The file
# gets its name only when it is complete, and an old one stays if nothing could be
# read: its healthscan_synced_timestamp_seconds says how old it is.
set -eu

directory=${TEXTFILE_DIRECTORY:-/var/lib/prometheus/node-exporter}
healthscan scan "$@" --quiet --format prometheus \
	--output "$directory/healthscan.prom"
