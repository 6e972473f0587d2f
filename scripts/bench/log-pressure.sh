#!/usr/bin/env bash
# What a flood of log lines does: to the app that writes it, to a quiet app beside it, to the server and to the disk.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/log-pressure.sh [--engine process|docker] [--seconds S] [--rate MB]

One app writes MB megabytes a second (default 50) of lines of 100 bytes for S seconds (default 60) while five
follow its log, one of which has been stopped; another app writes 100 lines a second, all of which must be there.
The peer is the same program writing to /dev/null, without the platform.

Needs: ssh, git, python3; Docker for its engine. Installs nothing.
HELP
}

engine=process seconds=60 rate=50
while [ $# -gt 0 ]; do
  case $1 in
    --engine) engine=$2 && shift ;;
    --seconds) seconds=$2 && shift ;;
    --rate) rate=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

main() {
  local app port
  bench_needs ssh git python3
  bench_begin
  [ "$engine" != docker ] || base_images python
  port=$(free_port)
  PORT=$port python3 "$bench_root/scripts/bench/apps/flood/server.py" >/dev/null 2>&1 &
  bench_pids+=($!)
  paas_begin "$engine"
  for app in flood quiet; do
    app_repository "$app" flood && app_revise "$app" 1 && app_push "$app" || die "$app did not start"
  done
  python3 "$bench_root/scripts/bench/log_pressure.py" \
    "$paas_config" "$paas_http" "$port" "$paas_data" "$paas_pid" "$engine" "$seconds" "$rate" || exit 1
  load_note
}

main
