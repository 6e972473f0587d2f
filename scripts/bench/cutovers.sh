#!/usr/bin/env bash
# Failed and misrouted requests in many cutovers, with every kind of traffic under way.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"
# shellcheck source=lib/jdk.sh
. "$bench_root/scripts/lib/jdk.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/cutovers.sh [--cutovers N] [--rate N] [--streams N] [--body BYTES]

A proxy in a process of its own, driven over its control socket: again and again (default 1,000 times) a new
target takes the place of the one that serves, which is drained and ended. Meanwhile clients send requests,
GET and POST (default 5,000 per second in all), talk over WebSockets and listen to event streams (default
200 of each), and an upload and a download (default 1 GB each) are under way. Failed is whatever was not answered, or
answered wrongly; misrouted whatever a target answered after it had been replaced. A WebSocket or an event stream that is
told to go is no failure. Whole deploys: scripts/bench/deploys-under-load.sh.

It is the test CutoverTest with other numbers. Needs: a JDK 25. Installs nothing.
HELP
}

cutovers=1000 rate=5000 streams=200 body=1073741824
while [ $# -gt 0 ]; do
  case $1 in
    --cutovers) cutovers=$2 && shift ;;
    --rate) rate=$2 && shift ;;
    --streams) streams=$2 && shift ;;
    --body) body=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

jdk_find || die "$(jdk_missing)"
cd "$bench_root" || exit 1
# shellcheck disable=SC2154 # jdk.sh sets java_home
JAVA_HOME=$java_home ./mvnw -B -ntp -q test -pl proxy -Dtest=CutoverTest -Dpaas.cutovers="$cutovers" \
  -Dpaas.cutovers.rate="$rate" -Dpaas.cutovers.streams="$streams" -Dpaas.cutovers.body="$body" 2>&1 |
  tee /dev/stderr | grep -q ' 0 failed'
status=$?
load_note
exit $status
