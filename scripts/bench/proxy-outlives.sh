#!/usr/bin/env bash
# Failed requests while the server is killed and started, and while the proxy is taken over from.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/proxy-outlives.sh [--kills N] [--upgrades N] [--connections N]

The server runs with its proxy in a process of its own (--proxy own, process engine). While wrk asks an app
through it, on kept connections and on a new one for each request, the server is killed with -9 and started
again (default 50 times), and then another proxy takes over from the one that runs (default 20 times). All
answers but 200, and all errors of a connection, count as failed. The limit is 0.

Needs: wrk, git, ssh, curl, python3, node; root, or net.ipv4.tcp_migrate_req=1. Installs nothing.
HELP
}

kills=50 upgrades=20 connections=8
while [ $# -gt 0 ]; do
  case $1 in
    --kills) kills=$2 && shift ;;
    --upgrades) upgrades=$2 && shift ;;
    --connections) connections=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

wrks=()
load_begin() { # NAME [HEADER]
  wrk -t 1 -c "$connections" -d 36000s --timeout 10s -H 'Host: shop.localhost' ${2:+-H "$2"} \
    "http://$paas_http/" >"$work/load.$1" 2>&1 &
  wrks+=($!)
  bench_pids+=($!)
}

load_end() { # EVENT ROUNDS: prints one row for each load
  local pid name requests failed kind
  kill -INT "${wrks[@]}"
  for pid in "${wrks[@]}"; do wait "$pid"; done
  wrks=()
  for name in kept new; do
    requests=$(awk '/requests in/ {print $1}' "$work/load.$name")
    failed=$(awk '/Socket errors/ {gsub(",", ""); n += $4 + $6 + $8 + $10} /Non-2xx/ {n += $NF} END {print n + 0}' "$work/load.$name")
    [ -n "$requests" ] || { cat "$work/load.$name" >&2 && die "wrk did not end as it should"; }
    kind=$([ $name = kept ] && echo 'kept connections' || echo 'a new connection each')
    printf '%-34s %7s   %-22s %10s %8s %6s\n' "$1" "$2" "$kind" "$requests" "$failed" 0 | tee -a "$work/table"
  done
}

proxy_pid() { pgrep -f "ProxyMain --settings $paas_data/proxy/settings.json" | tail -n 1; }

kill_server() {
  kill -9 "$paas_pid"
  wait "$paas_pid" 2>/dev/null
  paas_pid=''
  paas_begin process --proxy own
}

upgrade_proxy() {
  local old new
  old=$(proxy_pid)
  "$bench_root/scripts/run.sh" proxy --data "$paas_data" >"$work/proxy.out" 2>>"$work/proxy.log" </dev/null &
  new=$!
  until_true 60 grep -q '^paas-proxy ready ' "$work/proxy.out" || die "the new proxy does not serve: $(tail -n 5 "$work/proxy.log")"
  until_true 90 gone "$old" || die "the old proxy (pid $old) does not end"
  kill -0 "$new" || die "the new proxy has ended"
}

gone() { ! kill -0 "$1" 2>/dev/null; }

main() {
  local round began
  bench_needs wrk git ssh curl python3 node pgrep
  bench_begin
  [ ! -w /proc/sys/net/ipv4/tcp_migrate_req ] || echo 1 >/proc/sys/net/ipv4/tcp_migrate_req
  paas_begin process --proxy own
  app_repository shop node && app_revise shop first && app_push shop || die "the app was not deployed"
  printf '%-34s %7s   %-22s %10s %8s %6s\n' event rounds clients requests failed limit
  began=$SECONDS
  load_begin kept && load_begin new 'Connection: close'
  for ((round = 1; round <= kills; round++)); do kill_server; done
  load_end 'server killed -9 and started' "$kills"
  load_begin kept && load_begin new 'Connection: close'
  for ((round = 1; round <= upgrades; round++)); do upgrade_proxy; done
  load_end 'another proxy takes over' "$upgrades"
  detail "in $((SECONDS - began)) s; $(load_note)"
  awk '{if ($(NF - 1) != 0) bad = 1} END {exit bad}' "$work/table"
}

main
