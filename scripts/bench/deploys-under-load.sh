#!/usr/bin/env bash
# Failed and misrouted requests while two apps are deployed again and again under load.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/deploys-under-load.sh [--engine process|docker|both] [--proxy embedded|own] [--deploys N]
                                           [--connections N] [--rate N] [--streams N] [--body BYTES]

Two apps, one in Node.js and one in Python, answer through the proxy while wrk asks each of them, GET and
POST, as fast as they answer or --rate times per second in all. Both are pushed at once, N / 2 times each (default 20 deploys in all); each push is a whole deploy
with new processes. Every answer is read: status, app, release, number of the POST. At its end each
process says which POSTs it counted; together they must have counted each answered one once.

A POST is lost when it was answered and not counted, and doubled when it was counted twice. Those that
were on their way when the load ended may be counted once or not at all.

With --streams that many WebSockets and as many event streams are under way too, half of them on each app, and with --body
an upload on one app and a download on the other; both apps are in Node.js then. Being told to go is no failure of a
WebSocket or an event stream; bodies go at 100 MB/s, so that 1 GB is there within the time that a drain has. Each deploy
waits for the body that is under way.

Needs: wrk, git, ssh, python3, node; for docker a reachable engine. Installs nothing.
HELP
}

engine=both proxy=embedded deploys=20 connections=4 rate=0 streams=0 body=0
while [ $# -gt 0 ]; do
  case $1 in
    --engine) engine=$2 && shift ;;
    --proxy) proxy=$2 && shift ;;
    --deploys) deploys=$2 && shift ;;
    --connections) connections=$2 && shift ;;
    --rate) rate=$2 && shift ;;
    --streams) streams=$2 && shift ;;
    --body) body=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

wrks=() failed=0
load_begin() { # APP METHOD
  # Long enough for any run; it is told to end when the deploys are over.
  wrk -t 1 -c "$connections" -d 3600s --timeout 10s -s "$bench_root/scripts/bench/check.lua" \
    -H "Host: $1.localhost" "http://$paas_http/" -- "$1" "$2" $((rate / 4)) >"$work/load.$1.$2" 2>&1 &
  wrks+=($!)
  bench_pids+=($!)
}

streams_begin() { # APP UPLOAD DOWNLOAD
  python3 "$bench_root/scripts/bench/streams.py" "${paas_http##*:}" "$1" $((streams / 2)) "$2" "$3" \
    >"$work/streams.$1" 2>"$work/wrong.$1" &
  wrks+=($!)
  bench_pids+=($!)
}

streams_end() { # prints what they saw; fails when something failed
  local each
  for each in shop blog; do detail "$each: $(tail -n 1 "$work/streams.$each")" && head -n 5 "$work/wrong.$each" >&2; done
  ! grep -qv ' 0 failed$' "$work/streams.shop" "$work/streams.blog"
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
  local app pid round rounds=$(((deploys + 1) / 2)) began seconds other=python
  paas_begin "$1" --proxy "$proxy"
  [ "$streams$body" = 00 ] || other=node
  app_repository shop node && app_repository blog "$other" && deploy_both first || die "the first deploys failed"
  for app in shop blog; do
    paas logs "$app" -t -n 0 -p web >"$work/said.$app" 2>&1 &
    bench_pids+=($!)
  done
  wrks=()
  for app in shop blog; do load_begin "$app" GET && load_begin "$app" POST; done
  [ "$streams$body" = 00 ] || { streams_begin shop "$body" 0 && streams_begin blog 0 "$body"; }
  began=$SECONDS
  for ((round = 1; round <= rounds; round++)); do
    deploy_both "r$round" || die "round $round of the deploys failed"
  done
  seconds=$((SECONDS - began))
  detail "$1: $((rounds * 2)) deploys in $seconds s; $(load_note)"
  kill -INT "${wrks[@]}"
  for pid in "${wrks[@]}"; do wait "$pid"; done
  for app in shop blog; do
    paas ps:stop "$app" >/dev/null && until_true 20 ended "$app" $((rounds + 1)) ||
      warn "$app: not every process said what it counted"
  done
  paas_end
  if [ "$streams$body" != 00 ]; then streams_end || failed=1; fi
  python3 "$bench_root/scripts/bench/tally.py" "$1" $((rounds * 2)) $((rounds + 1)) "$seconds" "$work" shop blog || exit 1
}

main() {
  bench_needs wrk git ssh python3 node
  engines_named "$engine" || { usage >&2 && exit 2; }
  bench_begin
  [ "$engine" = process ] || base_images node python || exit 1
  printf '%-8s %8s %8s %10s %10s %8s %10s %8s %8s %8s\n' \
    engine deploys method requests releases failed misrouted lost doubled limit
  local each
  for each in "${engines[@]}"; do run "$each"; done
  load_note
  [ "$failed" = 0 ] || die "of the streams and bodies some failed"
}

main
