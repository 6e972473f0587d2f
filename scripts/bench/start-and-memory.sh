#!/usr/bin/env bash
# How long the server takes to be ready, and how much memory it holds when idle.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/start-and-memory.sh [--engine process|docker] [--starts N]

Starts scripts/run.sh N times (default 10) on a data folder in which one small app runs, and takes the
time from its start to the ready line; nothing has changed since the last build, and the start-up cache is
trained. Limit: 2.0 s in the median. The processor time of the same stretch tells a busy machine from a
slow server.

Then the app is pushed once more and asked 100 times through the proxy, and after 10 s the memory of the
server's process is read, the proxy included. Limit: 220 MB resident.

Needs: git, ssh, curl, python3, node. Installs nothing.
HELP
}

engine=process starts=10
while [ $# -gt 0 ]; do
  case $1 in
    --engine) engine=$2 && shift ;;
    --starts) starts=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

processor_seconds() { # PROCESS: user and system, of all of its threads
  awk -v hz="$(getconf CLK_TCK)" '{sub(/.*\) /, ""); printf "%.2f", ($12 + $13) / hz}' "/proc/$1/stat"
}

start_once() { # appends seconds and processor seconds to the list
  local began ended
  began=$(date +%s%N)
  # One line arrives; reading it is all the waiting there is.
  exec 8< <(exec "$bench_root/scripts/run.sh" --data "$paas_data" --ssh-port 0 --http-port 0 --engine "$engine" \
    2>"$work/server.log" </dev/null)
  paas_pid=$!
  IFS= read -r -t 60 line <&8 && [[ $line == 'paas ready '* ]] || die "the server did not start: $(tail -n 5 "$work/server.log")"
  ended=$(date +%s%N)
  printf '%s %s\n' "$(((ended - began) / 1000000))" "$(processor_seconds "$paas_pid")" >>"$work/starts"
}

stop_server() {
  kill "$paas_pid"
  exec 8<&-
  until_true 20 gone || die "the server did not end"
}

gone() { ! kill -0 "$paas_pid" 2>/dev/null; }

median() { # FILE COLUMN
  awk -v c="$2" '{print $c}' "$1" | sort -n | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'
}

ask() { # TIMES
  local i
  for ((i = 0; i < $1; i++)); do
    curl -fsS --noproxy '*' -m 10 -o /dev/null -H 'Host: node.localhost' "http://$paas_http/" || return 1
  done
}

main() {
  local i memory
  bench_needs git ssh curl python3 node
  bench_begin
  [ "$engine" != docker ] || base_images node || exit 1
  paas_begin "$engine"
  app_repository node node && app_revise node first && app_push node || die "the app could not be pushed"
  for ((i = 0; i < starts; i++)); do
    stop_server
    start_once
  done
  paas_http=$(sed -n 's/^paas ready .* http=\([^ ]*\) .*/\1/p' <<<"$line")
  app_revise node second && app_push node && ask 100 || die "the app did not answer"
  sleep 10 # idle, as after the last request of a day
  memory=$(awk '/^VmRSS/ {printf "%.0f", $2 / 1024}' "/proc/$paas_pid/status")
  printf '%-34s %10s %10s\n' "engine $engine" measured limit
  printf '%-34s %8.2f s %8.1f s\n' "start to ready, median of $starts" "$(median "$work/starts" 1 | awk '{print $1 / 1000}')" 2
  printf '%-34s %8.2f s %10s\n' "  its least" "$(sort -n "$work/starts" | awk 'NR == 1 {print $1 / 1000}')" ''
  printf '%-34s %8.2f s %10s\n' "  processor time, median" "$(median "$work/starts" 2)" ''
  printf '%-34s %7d MB %7d MB\n' "resident, idle after 100 requests" "$memory" 220
  awk '/^Rss(Anon|File)/ {printf "  %-32s %7d MB\n", $1, $2 / 1024}' "/proc/$paas_pid/status"
  load_note
}

main
