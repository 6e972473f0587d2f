#!/usr/bin/env bash
# How long a server with many apps takes to be ready after kill -9, and to list them.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/many-apps.sh [--engine process|docker] [--apps N] [--running N] [--starts N]

Makes N apps (default 500), of which some (default 50) are pushed and run. Then the server is killed with
SIGKILL and started again, several times (default 5): the time to the ready line, limit 3 s in the median,
and of ssh paas apps:list over the shared connection, limit 100 ms in the median.

Needs: git, ssh, node. Installs nothing.
HELP
}

engine=process apps=500 running=50 starts=5
while [ $# -gt 0 ]; do
  case $1 in
    --engine) engine=$2 && shift ;;
    --apps) apps=$2 && shift ;;
    --running) running=$2 && shift ;;
    --starts) starts=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

median() { # FILE
  sort -n "$1" | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'
}

milliseconds_of() { # COMMAND...
  local began
  began=$(date +%s%N)
  "$@" >/dev/null || return 1
  printf '%s\n' "$((($(date +%s%N) - began) / 1000000))"
}

start_again() { # kills the server and appends the milliseconds of the next start
  local began line
  kill -9 "$paas_pid" && wait "$paas_pid" 2>/dev/null
  began=$(date +%s%N)
  # One line arrives; reading it is all the waiting there is.
  exec 8< <(exec "$bench_root/scripts/run.sh" --data "$paas_data" --ssh-port 0 --http-port 0 --engine "$engine" \
    2>"$work/server.log" </dev/null)
  paas_pid=$!
  # shellcheck disable=SC2015 # Both ways to fail are the same.
  IFS= read -r -t 120 line <&8 && [[ $line == 'paas ready '* ]] || die "the server did not start: $(tail -n 5 "$work/server.log")"
  printf '%s\n' "$((($(date +%s%N) - began) / 1000000))" >>"$work/starts"
}

main() {
  local i
  bench_needs git ssh node
  bench_begin
  [ "$engine" != docker ] || base_images node || exit 1
  paas_begin "$engine"
  for ((i = 1; i <= running; i++)); do
    # shellcheck disable=SC2015 # Each of them must work.
    app_repository "run-$i" node && app_revise "run-$i" first && app_push "run-$i" || die "run-$i could not be pushed"
  done
  for ((i = running + 1; i <= apps; i++)); do
    paas apps:create "idle-$i" >/dev/null || die "idle-$i could not be made"
  done
  for ((i = 0; i < starts; i++)); do
    start_again
    paas apps:list >/dev/null || die "the server did not answer"
    milliseconds_of paas apps:list >>"$work/lists" || die "the server did not answer"
  done
  printf '%-44s %10s %10s\n' "engine $engine, $apps apps, $running running" measured limit
  printf '%-44s %7d ms %7d ms\n' "ready after kill -9, median of $starts" "$(median "$work/starts")" 3000
  printf '%-44s %7d ms %7d ms\n' "apps:list, median of $starts" "$(median "$work/lists")" 100
  load_note
}

main
