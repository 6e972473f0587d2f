#!/usr/bin/env bash
# How long the first request of a sleeping app takes, beside the same request of the same app awake.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/wake.sh [--engine process|docker|both] [--rounds N]

An app in Node.js is put to sleep and asked (default 15 times), each time with one request on a new connection;
then it is asked again, awake. Printed are the medians and the difference; the limit is 50 ms more.

Needs: curl, git, ssh, python3, node; for docker a reachable engine. Installs nothing.
HELP
}

engine=both rounds=15
while [ $# -gt 0 ]; do
  case $1 in
    --engine) engine=$2 && shift ;;
    --rounds) rounds=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

ask() { # prints milliseconds; fails unless it is answered with 200
  local said
  # shellcheck disable=SC2154 # lib.sh sets paas_http
  said=$(curl -sS --noproxy '*' -m 30 -o /dev/null -w '%{http_code} %{time_total}' -H 'Host: shop.localhost' "http://$paas_http/") &&
    [ "${said%% *}" = 200 ] || die "the app answered: $said"
  awk -v s="${said#* }" 'BEGIN {printf "%.1f\n", s * 1000}'
}

median() { sort -n "$1" | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

run() { # ENGINE
  local round
  paas_begin "$1"
  app_repository shop node && app_revise shop first && app_push shop || die "the app was not deployed"
  # shellcheck disable=SC2154 # lib.sh sets work
  : >"$work/asleep" && : >"$work/awake"
  for ((round = 0; round < rounds; round++)); do
    paas ps:sleep shop now >/dev/null || die "the app does not fall asleep"
    ask >>"$work/asleep" && ask >/dev/null && ask >>"$work/awake"
  done
  awk -v e="$1" -v n="$rounds" -v a="$(median "$work/asleep")" -v b="$(median "$work/awake")" \
    -v lo="$(sort -n "$work/asleep" | head -n 1)" -v hi="$(sort -n "$work/asleep" | tail -n 1)" \
    'BEGIN {printf "%-8s %6d %10.1f %8.1f to %.1f %10.1f %10.1f %6d\n", e, n, a, lo, hi, b, a - b, 50}'
  paas_end
}

main() {
  local each engines
  bench_needs curl git ssh python3 node
  engines_named "$engine" || { usage >&2 && exit 2; }
  bench_begin
  [ "$engine" = process ] || base_images node || exit 1
  printf '%-8s %6s %10s %16s %10s %10s %6s   (ms)\n' engine rounds asleep 'from to' awake more limit
  for each in "${engines[@]}"; do run "$each"; done
  load_note
}

main
