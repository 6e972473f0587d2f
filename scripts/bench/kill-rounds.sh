#!/usr/bin/env bash
# Kills the shipped server at every fail point and at random, many times, and counts what was lost.
set -uo pipefail

usage() {
  cat <<'HELP'
Usage: scripts/bench/kill-rounds.sh [--engine process|docker|both] [--rounds N] [--kills N]

Runs the house tests that end the server with kill -9, longer than scripts/test.sh does:

  FailPointTest    at each of the steps of a deploy, N rounds (default 20)
  RandomKillTest   at random moments while three apps are pushed and asked, N kills (default 200)

both on each engine, and prints one table. A violation ends its test. Limit: none, and no wrong answer.

Needs: what scripts/test.sh needs; it is run as the same user. Takes about an hour on a quiet machine.
HELP
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
engine=both rounds=20 kills=200
while [ $# -gt 0 ]; do
  case $1 in
    --engine) engine=$2 && shift ;;
    --rounds) rounds=$2 && shift ;;
    --kills) kills=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done
case $engine in
  both) engines='process docker' ;;
  process | docker) engines=$engine ;;
  *) usage >&2 && exit 2 ;;
esac

log=$(mktemp)
trap 'rm -f "$log"' EXIT
failed=0

row() { # WHAT ENGINE SECONDS STATUS
  local result=ok
  [ "$4" = 0 ] || result=FAILED failed=1
  printf '%-14s %-8s %6s s  %-7s %s\n' "$1" "$2" "$3" "$result" \
    "$(grep -hoE "$1: engine [^]<]*" "$root"/server/target/surefire-reports/TEST-*.xml | sed "s/^$1: //" |
      sort -u | paste -sd ';')"
}

run() { # WHAT ENGINE TEST PROPERTY...
  local what=$1 on=$2 test=$3 began status
  shift 3
  began=$SECONDS
  "$root/scripts/test.sh" -pl server -am "-Dtest=$test" -Dsurefire.failIfNoSpecifiedTests=false "$@" >"$log" 2>&1
  status=$?
  row "$what" "$on" "$((SECONDS - began))" "$status"
  [ "$status" = 0 ] || tail -n 40 "$log" >&2
}

echo "load average: $(cut -d' ' -f1-3 /proc/loadavg)"
for one in $engines; do
  run 'fail points' "$one" FailPointTest "-Dpaas.fail.rounds=$rounds" "-Dpaas.fail.engine=$one"
  run 'random kills' "$one" RandomKillTest "-Dpaas.kill.rounds=$kills" "-Dpaas.kill.engine=$one"
done
exit "$failed"
