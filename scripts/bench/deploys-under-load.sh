#!/usr/bin/env bash
# Failed and misrouted requests while two apps are deployed again and again under load.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/deploys-under-load.sh [--engine process|docker|both] [--deploys N] [--connections N]

Two apps, one in Node.js and one in Python, answer through the proxy while wrk asks each of them, GET and
POST. Both are pushed at once, N / 2 times each (default 20 deploys in all); each push is a whole deploy
with new processes. Every answer is read: status, app, release, number of the POST. At its end each
process says which POSTs it counted; together they must have counted each answered one once.

A POST is lost when it was answered and not counted, and doubled when it was counted twice. Those that
were on their way when the load ended may be counted once or not at all.

Needs: wrk, git, ssh, python3, node; for docker a reachable engine. Installs nothing.
HELP
}

engine=both deploys=20 connections=4
while [ $# -gt 0 ]; do
  case $1 in
    --engine) engine=$2 && shift ;;
    --deploys) deploys=$2 && shift ;;
    --connections) connections=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

wrks=()
load_begin() { # APP METHOD
  # Long enough for any run; it is told to end when the deploys are over.
  wrk -t 1 -c "$connections" -d 3600s --timeout 10s -s "$bench_root/scripts/bench/check.lua" \
    -H "Host: $1.localhost" "http://$paas_http/" -- "$1" "$2" >"$work/load.$1.$2" 2>&1 &
  wrks+=($!)
}

deploy_both() { # REVISION: both at once
  local first second
  app_revise shop "$1" && app_revise blog "$1" || return 1
  app_push shop &
  first=$!
  app_push blog &
  second=$!
  wait "$first" && wait "$second"
}

ended() { # APP COUNT: that many processes have said what they counted
  [ "$(grep -c '\]: ended v' "$work/said.$1")" -ge "$2" ]
}

run() { # ENGINE
  local app pid round rounds=$(((deploys + 1) / 2)) began
  paas_begin "$1"
  app_repository shop node && app_repository blog python && deploy_both first || die "the first deploys failed"
  for app in shop blog; do
    paas logs "$app" -t -n 0 -p web >"$work/said.$app" 2>&1 &
    bench_pids+=($!)
  done
  wrks=()
  for app in shop blog; do load_begin "$app" GET && load_begin "$app" POST; done
  began=$SECONDS
  for ((round = 1; round <= rounds; round++)); do
    deploy_both "r$round" || die "round $round of the deploys failed"
  done
  detail "$1: $((rounds * 2)) deploys in $((SECONDS - began)) s; $(load_note)"
  kill -INT "${wrks[@]}"
  for pid in "${wrks[@]}"; do wait "$pid"; done
  for app in shop blog; do
    paas ps:stop "$app" >/dev/null && until_true 20 ended "$app" $((rounds + 1)) ||
      warn "$app: not every process said what it counted"
  done
  paas_end
  python3 "$bench_root/scripts/bench/tally.py" "$1" $((rounds * 2)) $((rounds + 1)) "$work" shop blog || exit 1
}

main() {
  bench_needs wrk git ssh python3 node
  case $engine in
    process | docker) engines=("$engine") ;;
    both) engines=(process docker) ;;
    *) usage >&2 && exit 2 ;;
  esac
  if [ "$engine" != process ] && ! docker_answers; then die "no Docker is reachable (--engine process leaves it out)"; fi
  bench_begin
  [ "$engine" = process ] || base_images node python || exit 1
  printf '%-8s %8s %8s %10s %10s %8s %10s %8s %8s %8s\n' \
    engine deploys method requests releases failed misrouted lost doubled limit
  local each
  for each in "${engines[@]}"; do run "$each"; done
  load_note
}

main
