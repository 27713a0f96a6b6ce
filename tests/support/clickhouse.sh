#!/bin/sh
# SPDX-License-Identifier: MIT
# Two shards of ClickHouse on loopback, for tests: each a server of its own, in
# one folder, on free ports, without root, with little memory; the cluster
# "two" of both is known to both.
#
#	tests/support/clickhouse.sh have      is there a server at all?
#	tests/support/clickhouse.sh up DIR    starts what does not run in DIR
#	tests/support/clickhouse.sh down DIR [1|2]
#	                                      ends both, or one of them
#
# "up" prints the address of the second shard, then that of the first,
# http://127.0.0.1:PORT/healthscan, once both answer. After "down", "up" starts
# them again on the same ports with the data that they had. There are two
# users: "default" without a password, who may do everything, and "reader" with
# the password "of the reader", whose settings are readonly = 2.
#
# HSCAN_CLICKHOUSE_MEMORY: how many bytes one question may use, of each server;
# 1000000000 if it is not set. HSCAN_CLICKHOUSE_LOG=1: what is asked is kept in
# system.query_log. Exit code 3: there is no ClickHouse here.
set -eu

me=tests/support/clickhouse.sh
name=healthscan

say() {
	printf '%s: %s\n' "$me" "$*" >&2
}

# Debian puts it where only root's PATH leads.
server() {
	PATH=$PATH:/usr/sbin command -v clickhouse-server
}

# True when the server of shard $1 runs, and is ours: numbers are used again.
runs() {
	[ -s "$dir/$1/pid" ] &&
		tr '\0' '\n' 2>/dev/null <"/proc/$(cat "$dir/$1/pid")/cmdline" |
		grep -qxF -- "--config-file=$dir/$1/config.xml"
}

# Four free ports. They are let go before the servers take them, so another may
# be quicker: "up" then tries others.
ports() {
	python3 -c '
import socket
held = [socket.socket() for _ in range(4)]
for one in held:
    one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in held))'
}

# make_database PORT: true when it answers and has ours. Nothing of the
# environment may lead it over a proxy.
make_database() {
	python3 -c '
import sys
import urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    opener.open("http://127.0.0.1:%s/" % sys.argv[1], timeout=10,
                data=b"CREATE DATABASE IF NOT EXISTS " + sys.argv[2].encode())
except OSError:
    sys.exit(1)' "$1" "$name"
}

write_users() {
	cat <<EOF
<yandex>
	<profiles>
		<default>
			<max_memory_usage>$memory</max_memory_usage>
			<log_queries>${HSCAN_CLICKHOUSE_LOG:-0}</log_queries>
		</default>
		<reader>
			<max_memory_usage>$memory</max_memory_usage>
			<readonly>2</readonly>
		</reader>
	</profiles>
	<users>
		<default>
			<password></password>
			<networks><ip>127.0.0.1</ip></networks>
			<profile>default</profile>
			<quota>default</quota>
		</default>
		<reader>
			<password>of the reader</password>
			<networks><ip>127.0.0.1</ip></networks>
			<profile>reader</profile>
			<quota>default</quota>
		</reader>
	</users>
	<quotas><default></default></quotas>
</yandex>
EOF
}

# write_config SHARD HTTP TCP TCP-OF-1 TCP-OF-2
write_config() {
	cat <<EOF
<yandex>
	<logger>
		<level>warning</level>
		<log>$dir/$1/log</log>
		<errorlog>$dir/$1/errors</errorlog>
		<size>10M</size>
		<count>1</count>
	</logger>
	<listen_host>127.0.0.1</listen_host>
	<http_port>$2</http_port>
	<tcp_port>$3</tcp_port>
	<path>$dir/$1/data/</path>
	<tmp_path>$dir/$1/tmp/</tmp_path>
	<users_config>$dir/$1/users.xml</users_config>
	<default_profile>default</default_profile>
	<default_database>default</default_database>
	<timezone>UTC</timezone>
	<mark_cache_size>67108864</mark_cache_size>
	<uncompressed_cache_size>0</uncompressed_cache_size>
	<max_concurrent_queries>20</max_concurrent_queries>
	<remote_servers>
		<two>
			<shard><replica><host>127.0.0.1</host><port>$4</port></replica></shard>
			<shard><replica><host>127.0.0.1</host><port>$5</port></replica></shard>
		</two>
	</remote_servers>
</yandex>
EOF
}

# configure SHARD HTTP TCP TCP-OF-1 TCP-OF-2
configure() {
	mkdir -p "$dir/$1/data" "$dir/$1/tmp"
	echo "$2" >"$dir/$1/port"
	write_users >"$dir/$1/users.xml"
	write_config "$@" >"$dir/$1/config.xml"
}

start() {
	if ! runs "$1"; then
		nohup "$program" "--config-file=$dir/$1/config.xml" \
			>"$dir/$1/output" 2>&1 </dev/null &
		echo $! >"$dir/$1/pid"
	fi
}

# True once shard $1 answers; a busy machine may need two minutes.
answers() {
	until make_database "$(cat "$dir/$1/port")"; do
		runs "$1" && [ "$(date +%s)" -lt "$deadline" ] || return 1
		sleep 0.1
	done
}

# A server waits for what is being asked; we do not, after five seconds.
stop() {
	runs "$1" || return 0
	pid=$(cat "$dir/$1/pid")
	kill "$pid" || true
	tries=0
	while runs "$1"; do
		tries=$((tries + 1))
		[ "$tries" -ne 50 ] || kill -9 "$pid" || true
		sleep 0.1
	done
	rm -f "$dir/$1/pid"
}

# One try, on new ports where there are none yet.
try_up() {
	if [ ! -s "$dir/2/port" ]; then
		# shellcheck disable=SC2046 # four words
		set -- $(ports)
		configure 1 "$1" "$2" "$2" "$4"
		configure 2 "$3" "$4" "$2" "$4"
	fi
	start 1
	start 2
	deadline=$(($(date +%s) + 120))
	answers 1 && answers 2
}

up() {
	program=$(server) || {
		say "there is no clickhouse-server here"
		exit 3
	}
	mkdir -p "$dir"
	dir=$(CDPATH='' cd -- "$dir" && pwd -P)
	memory=${HSCAN_CLICKHOUSE_MEMORY:-1000000000}
	used=
	[ ! -s "$dir/2/port" ] || used=yes
	for try in 1 2 3; do
		if try_up; then
			for one in 2 1; do
				echo "http://127.0.0.1:$(cat "$dir/$one/port")/$name"
			done
			return
		fi
		say "try $try: they do not answer"
		cat "$dir"/?/output "$dir"/?/errors >&2 || true
		stop 1
		stop 2
		[ -n "$used" ] || rm -f "$dir"/?/port
	done
	exit 1
}

down() {
	[ -d "$dir" ] || return 0
	dir=$(CDPATH='' cd -- "$dir" && pwd -P)
	for one in "$@"; do
		stop "$one"
	done
}

dir=${2:-}
case $#:${1:-}:${3:-} in
1:have:) server >/dev/null || exit 3 ;;
2:up:) up ;;
2:down:) down 1 2 ;;
3:down:[12]) down "$3" ;;
*)
	say "usage: $me have | up DIR | down DIR [1|2]"
	exit 2
	;;
esac
