#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes gauges for the node exporter's textfile collector; from cron, say:
#
#	7 * * * *  textfile.sh owner/name owner/other
#
# TEXTFILE_DIRECTORY is what the exporter was given as
# --collector.textfile.directory. The file appears under its name only when it
# is whole, and an old one stays where nothing could be read: its
# healthscan_synced_timestamp_seconds tells how old it is.
set -eu

directory=${TEXTFILE_DIRECTORY:-/var/lib/prometheus/node-exporter}
healthscan scan "$@" --quiet --format prometheus \
	--output "$directory/healthscan.prom"
