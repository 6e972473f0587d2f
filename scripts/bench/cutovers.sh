#!/usr/bin/env bash
# Failed and misrouted requests in many cutovers, with every kind of traffic under way.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"
# shellcheck source=lib/jdk.sh
. "$bench_root/scripts/lib/jdk.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/cutovers.sh [--cutovers N] [--pause MS] [--rate N] [--streams N] [--body BYTES]

A proxy in a process of its own, driven over its control socket: again and again (default 1,000 times, one each 500 ms)
a new target takes the place of the one that serves, which is drained and ended. Meanwhile clients send requests,
GET and POST (default 5,000 per second in all), talk over WebSockets and listen to event streams (default
200 of each), and an upload and a download (default 1 GB each, 50 MB/s) are under way. Failed is whatever was not
answered, or answered wrongly: another request's answer, or that of a target which had been replaced before the request
was due. A WebSocket or an event stream that is told to go is no failure; the next one takes its place at once.

The last line says whether the rate was reached. Whole deploys: scripts/bench/deploys-under-load.sh.
It is the test CutoverTest with other numbers. Needs: a JDK 25. Installs nothing.
HELP
}

cutovers=1000 pause=500 rate=5000 streams=200 body=1073741824
while [ $# -gt 0 ]; do
  case $1 in
    --cutovers) cutovers=$2 && shift ;;
    --pause) pause=$2 && shift ;;
    --rate) rate=$2 && shift ;;
    --streams) streams=$2 && shift ;;
    --body) body=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

jdk_find || die "$(jdk_missing)"
bench_begin
cd "$bench_root" || exit 1
# shellcheck disable=SC2154 # jdk.sh sets java_home
JAVA_HOME=$java_home ./mvnw -B -ntp -q test -pl proxy -Dtest=CutoverTest -Dpaas.cutovers="$cutovers" \
  -Dpaas.cutovers.pause="$pause" -Dpaas.cutovers.rate="$rate" -Dpaas.cutovers.streams="$streams" \
  -Dpaas.cutovers.body="$body" >"$work/said" 2>&1
status=$?
grep ' cutovers in ' "$work/said" || cat "$work/said" >&2
[ "$status" = 0 ] || grep -m 20 -e 'request' -e 'socket' -e 'events' -e 'load:' -e 'drain of' "$work/said" >&2
load_note
reached=$(sed -n 's/.* requests, \([0-9]*\) a second.*/\1/p' "$work/said")
[ "${reached:-0}" -ge $((rate * 98 / 100)) ] || { echo "not decided: $reached requests a second, not $rate" && exit 1; }
[ "$status" = 0 ] && echo 'kept: nothing failed' || echo 'not kept'
exit "$status"
