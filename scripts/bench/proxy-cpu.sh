#!/usr/bin/env bash
# CPU time per proxied request: our proxy against nginx, alternating rounds in one run, on loopback.
set -euo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"
# shellcheck source=lib/jdk.sh
. "$bench_root/scripts/lib/jdk.sh"
# shellcheck source=lib/build.sh
. "$bench_root/scripts/lib/build.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/proxy-cpu.sh [--rounds N] [--seconds N] [--connections N] [--warm N]

In each round (default 6) wrk asks, for some seconds each (default 4, on 64 connections): an nginx that only
passes on, an nginx that does what our proxy does (host map, forwarding fields, request id, access log),
and our proxy with one I/O thread. The target is an nginx as well. Processor time comes from the kernel's
count for the one process that does the work. Our proxy is asked for 30 s before the first round (--warm), for
its compiler works in the same process. There is no limit yet; the ratio is reported.

Needs: nginx, wrk, curl, pgrep, python3, a JDK 25. Installs nothing.
HELP
}

rounds=6 seconds=4 connections=64 warm=30
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=$2 && shift ;;
    --seconds) seconds=$2 && shift ;;
    --connections) connections=$2 && shift ;;
    --warm) warm=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

bench_needs nginx wrk curl pgrep python3
jdk_find || die "$(jdk_missing)"
bench_begin
build_app "$bench_root" || exit 1
build_class_path "$app"

backend=$(free_port) nginx_port=$(free_port) plain_port=$(free_port) proxy_port=$(free_port)

# The target is an nginx too: it costs little and is the same for both.
cat >"$work/backend.conf" <<CONF
worker_processes 1; daemon off; pid $work/backend.pid; error_log stderr crit;
events { worker_connections 2048; }
http { access_log off; keepalive_requests 100000000;
  server { listen 127.0.0.1:$backend; location / { return 200 "an answer of forty-seven bytes, as small as they get"; } } }
CONF
# What our proxy does, as far as nginx can: host map, forwarding fields, request id, buffered log, kept connections.
cat >"$work/nginx.conf" <<CONF
worker_processes 1; daemon off; pid $work/nginx.pid; error_log stderr crit;
events { worker_connections 2048; }
http {
  access_log $work/access.log combined buffer=64k; keepalive_requests 100000000;
  upstream app { server 127.0.0.1:$backend; keepalive 256; keepalive_requests 100000000; }
  map \$host \$known { default 0; shop.test 1; }
  server {
    listen 127.0.0.1:$nginx_port;
    if (\$known = 0) { return 404; }
    location / {
      proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host \$host; proxy_set_header X-Forwarded-For \$remote_addr;
      proxy_set_header X-Forwarded-Proto \$scheme; proxy_set_header X-Forwarded-Host \$host;
      proxy_set_header X-Forwarded-Port \$server_port; proxy_set_header X-Request-Id \$request_id;
      proxy_set_header X-Request-Start \$msec;
    }
  }
}
CONF
# nginx without log, map and fields: the least it can cost.
cat >"$work/plain.conf" <<CONF
worker_processes 1; daemon off; pid $work/plain.pid; error_log stderr crit;
events { worker_connections 2048; }
http {
  access_log off; keepalive_requests 100000000;
  upstream app { server 127.0.0.1:$backend; keepalive 256; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:$plain_port;
    location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
CONF
cat >"$work/routes.json" <<JSON
{"format":1,"revision":1,"apps":[{"app":"shop","release":"v1","hosts":["shop.test"],"mode":"SERVING",
"targets":[{"id":"t1","host":"127.0.0.1","port":$backend,"process":"web.1"}],
"connectMillis":5000,"firstByteMillis":30000,"idleMillis":55000}]}
JSON

start_nginx() {
  nginx -p "$work" -c "$work/$1.conf" >"$work/$1.log" 2>&1 &
  bench_pids+=($!)
}
start_nginx backend
start_nginx nginx
start_nginx plain
"$java_home/bin/java" -Xmx64m -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow -Dorg.jboss.logging.provider=slf4j \
  -cp "$class_path" paas.proxy.control.ProxyMain \
  --listen "127.0.0.1:$proxy_port" --state "$work/routes.json" --io-threads 1 --log >"$work/proxy.log" 2>&1 &
proxy=$!
bench_pids+=("$proxy")

await() {
  for _ in $(seq 100); do
    if curl -fsS -m 2 -o /dev/null -H 'Host: shop.test' "http://127.0.0.1:$1/" 2>/dev/null; then return; fi
    sleep 0.1
  done
  echo "nothing answers on port $1" >&2
  tail -5 "$work"/*.log >&2
  exit 1
}
for port in "$nginx_port" "$plain_port" "$proxy_port"; do await "$port"; done

# The worker does nginx's work: the master only waits.
worker() { pgrep -P "$(cat "$work/$1.pid")" | head -1; }
ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }
load() { wrk -t1 -c "$connections" -d "${2}s" -H 'Host: shop.test' "http://127.0.0.1:$1/" >"$work/wrk.out"; }

# Prints microseconds of CPU per request, and fails when anything but 200 came back.
measure() {
  local before after requests
  before=$(ticks "$2")
  load "$1" "$seconds"
  after=$(ticks "$2")
  if grep -qE 'Non-2xx|Socket errors' "$work/wrk.out"; then cat "$work/wrk.out" >&2; exit 1; fi
  requests=$(awk '/requests in/ {print $1}' "$work/wrk.out")
  awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" -v n="$requests" 'BEGIN {printf "%.2f", t / hz / n * 1e6}'
}

load "$proxy_port" "$warm"
full=$(worker nginx) plain=$(worker plain)
printf '%-7s %12s %12s %12s %14s %14s\n' round nginx nginx+feat proxy proxy/nginx proxy/feat
for round in $(seq "$rounds"); do
  a=$(measure "$plain_port" "$plain")
  b=$(measure "$nginx_port" "$full")
  c=$(measure "$proxy_port" "$proxy")
  awk -v r="$round" -v a="$a" -v b="$b" -v c="$c" \
    'BEGIN {printf "%-7s %9.2f us %9.2f us %9.2f us %14.2f %14.2f\n", r, a, b, c, c / a, c / b}' | tee -a "$work/table"
done
median() { awk -v f="$1" '{print $f}' "$work/table" | sort -n | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'; }
printf 'median ratio to nginx %.2f, to nginx with the same features %.2f (%s connections, 1 thread each, log on)\n' \
  "$(median 8)" "$(median 9)" "$connections"
awk '/VmRSS/ {printf "proxy resident %.0f MB\n", $2 / 1024}' "/proc/$proxy/status"
