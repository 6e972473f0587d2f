#!/usr/bin/env bash
# A good client beside slow heads, slow bodies, slow readers and 2,000 connections from one address.
set -euo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"
# shellcheck source=lib/jdk.sh
. "$bench_root/scripts/lib/jdk.sh"
# shellcheck source=lib/build.sh
. "$bench_root/scripts/lib/build.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/slow-clients.sh [--seconds N] [--class-path CP]

A good client (wrk, 8 connections) asks our proxy for some seconds (default 5) alone, then beside each kind of slow
client and beside all of them at once, each from addresses of its own. Beside them its slowest percent may take twice as
long as alone at most (median of three looks), and nothing may fail. The proxy has one I/O thread and 64 MB of heap.

Needs: nginx, wrk, curl, python3, a JDK 25. Installs nothing.
HELP
}

seconds=5 class_path=''
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=$2 && shift ;;
    --class-path) class_path=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

bench_needs nginx wrk curl python3
jdk_find || die "$(jdk_missing)"
bench_begin
if [ -z "$class_path" ]; then
  build_app "$bench_root" || exit 1
  build_class_path "$app"
fi

backend=$(free_port) large=$(free_port) port=$(free_port)
mkdir "$work/files"
head -c 20000000 /dev/zero >"$work/files/large"
# The good client's app and that of the slow readers are two: it is the proxy that is measured.
for one in "$backend" "$large"; do
  cat >"$work/$one.conf" <<CONF
worker_processes 1; daemon off; pid $work/$one.pid; error_log stderr crit;
events { worker_connections 8192; }
http { access_log off; keepalive_requests 100000000; client_body_temp_path $work/$one.body;
  server { listen 127.0.0.1:$one backlog=4096;
    location / { return 200 "an answer of forty-seven bytes, as small as they get"; }
    location /large { root $work/files; } } }
CONF
  nginx -p "$work" -c "$work/$one.conf" >"$work/$one.log" 2>&1 &
  bench_pids+=($!)
done
cat >"$work/routes.json" <<JSON
{"format":1,"revision":1,"apps":[{"app":"shop","release":"v1","hosts":["shop.test"],"mode":"SERVING",
"targets":[{"id":"t1","host":"127.0.0.1","port":$backend,"process":"web.1"}],
"connectMillis":5000,"firstByteMillis":30000,"idleMillis":55000},
{"app":"large","release":"v1","hosts":["large.test"],"mode":"SERVING",
"targets":[{"id":"t2","host":"127.0.0.1","port":$large,"process":"web.1"}],
"connectMillis":5000,"firstByteMillis":30000,"idleMillis":55000}]}
JSON
"$java_home/bin/java" -Xmx64m -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow -Dorg.jboss.logging.provider=slf4j \
  -cp "$class_path" paas.proxy.control.ProxyMain \
  --listen "127.0.0.1:$port" --state "$work/routes.json" --io-threads 1 --log >"$work/proxy.log" 2>&1 &
proxy=$!
bench_pids+=("$proxy")
# shellcheck disable=SC2317 # until_true calls it
answers() { curl -fsS -m 2 -o /dev/null -H 'Host: shop.test' "http://127.0.0.1:$port/" 2>/dev/null; }
until_true 300 answers || { tail -5 "$work"/*.log >&2; die "the proxy does not answer"; }

ask() { wrk -t1 -c8 -d "${1}s" --latency -H 'Host: shop.test' "http://127.0.0.1:$port/" >"$work/wrk.out"; }

# Prints p99 in milliseconds (median of three) and how many requests failed.
measure() {
  local failed=0 more
  : >"$work/looks"
  for _ in 1 2 3; do
    ask "$seconds"
    awk '$1 == "99%" {v = $2; f = v ~ /us$/ ? 0.001 : v ~ /ms$/ ? 1 : 1000; sub(/[a-z]+$/, "", v); print v * f}' \
      "$work/wrk.out" >>"$work/looks"
    more=$(awk '/Non-2xx/ {n += $NF} /Socket errors/ {gsub(",", ""); n += $4 + $6 + $8 + $10} END {print n + 0}' "$work/wrk.out")
    failed=$((failed + more))
  done
  printf '%s %s\n' "$(sort -n "$work/looks" | sed -n 2p)" "$failed"
}

attackers=()
attack() { # KIND COUNT ADDRESS
  python3 "$bench_root/scripts/bench/slow_clients.py" "$port" "$@" 2>/dev/null &
  attackers+=($!)
  bench_pids+=($!)
}

verdict=0
beside() { # NAME KIND COUNT [KIND COUNT]...
  local name=$1 alone failed address=2
  shift
  # Right before, for the machine may have other work from minute to minute.
  read -r alone failed < <(measure)
  while [ $# -gt 0 ]; do
    attack "$1" "$2" "127.0.0.$address"
    shift 2
    address=$((address + 1))
  done
  # Slow readers are slow once the kernel's buffers are full.
  sleep 10
  local p99
  read -r p99 failed < <(measure)
  awk -v n="$name" -v a="$alone" -v p="$p99" -v f="$failed" \
    'BEGIN {printf "%-20s %8.2f ms %8.2f ms %7.2f x %8d\n", n, a, p, p / a, f; exit !(f == 0 && p <= 2 * a)}' || verdict=1
  for pid in ${attackers[@]+"${attackers[@]}"}; do kill "$pid" 2>/dev/null || true; done
  attackers=()
  sleep 1
}

ask 15
printf '%-20s %11s %11s %9s %8s\n' beside 'p99 alone' 'p99 beside' ratio failed
beside '500 slow heads' heads 500
beside '500 slow bodies' bodies 500
beside '300 slow readers' readers 300
beside '2,000 connections' idle 2000
beside 'all of them' heads 500 bodies 500 readers 300 idle 2000
awk '/VmHWM/ {printf "proxy resident %.0f MB at most\n", $2 / 1024}' "/proc/$proxy/status"
[ "$verdict" = 0 ] && echo 'kept: nothing failed, p99 at most 2 x' || echo 'not kept'
exit "$verdict"
