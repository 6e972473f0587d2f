#!/usr/bin/env bash
# A good client beside slow heads, slow bodies, slow readers, 2,000 connections from one address and floods of HTTP/2.
# shellcheck disable=SC2016 # the dollars are awk's
set -euo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"
# shellcheck source=lib/jdk.sh
. "$bench_root/scripts/lib/jdk.sh"
# shellcheck source=lib/build.sh
. "$bench_root/scripts/lib/build.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/slow-clients.sh [--looks N] [--seconds N] [--rate N] [--class-path CP]

A good client asks two of our proxies in turn, so many times a second each (default 400), over 8 connections to each:
one that is left alone, and one beside each kind of bad client and beside all of them at once. The bad ones come
from addresses of their own: heads, bodies and readers that are slow, 2,000 connections from one address, and floods of
HTTP/2 (requests that are taken back at once; settings, pings and unknown frames).

Each look (default 9 of 4 s) has its slowest percent on both; what counts is the median of the looks' ratios, at
most 2 x, and nothing may fail. Both proxies share the machine with the bad clients, whose own work so weighs on both
sides. 'before' is the slowest percent without bad clients. Both proxies are started as shipped, with one I/O thread.

Needs: nginx, curl, python3, a JDK 25. Installs nothing.
HELP
}

looks=9 seconds=4 rate=400 class_path=''
while [ $# -gt 0 ]; do
  case $1 in
    --looks) looks=$2 && shift ;;
    --seconds) seconds=$2 && shift ;;
    --rate) rate=$2 && shift ;;
    --class-path) class_path=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

bench_needs nginx curl python3
jdk_find || die "$(jdk_missing)"
bench_begin
if [ -z "$class_path" ]; then
  build_app "$bench_root" || exit 1
  build_class_path "$app"
fi

backend=$(free_port) large=$(free_port)
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
# shellcheck disable=SC2317 # until_true calls it
answers() { curl -fsS -m 2 -o /dev/null -H 'Host: shop.test' "http://127.0.0.1:$1/" 2>/dev/null; }
proxy_begin() { # NAME: sets port and proxy
  port=$(free_port)
  cp "$work/routes.json" "$work/$1.json"
  "$java_home/bin/java" "@$bench_root/proxy/src/main/resources/paas/proxy/java.args" -cp "$class_path" paas.proxy.control.ProxyMain \
    --listen "127.0.0.1:$port" --state "$work/$1.json" --io-threads 1 --log >"$work/$1.log" 2>&1 &
  proxy=$!
  bench_pids+=("$proxy")
  until_true 300 answers "$port" || { tail -5 "$work"/*.log >&2; die "the proxy does not answer"; }
}
proxy_begin alone
alone=$port
proxy_begin beset

look() { # LOOKS SECONDS FILE
  python3 "$bench_root/scripts/bench/good_client.py" "$1" "$2" "$rate" "$alone" "$port" >"$3"
}

median() { # FILE EXPRESSION
  awk "{print $2}" "$1" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'
}

attackers=()
attack() { # KIND COUNT ADDRESS
  python3 "$bench_root/scripts/bench/slow_clients.py" "$port" "$@" 2>/dev/null &
  attackers+=($!)
  bench_pids+=($!)
}

verdict=0
beside() { # NAME KIND COUNT [KIND COUNT]...
  local name=$1 address=2 pid
  shift
  while [ $# -gt 0 ]; do
    attack "$1" "$2" "127.0.0.$address"
    shift 2
    address=$((address + 1))
  done
  # Slow readers are slow once the kernel's buffers are full.
  sleep 10
  look "$looks" "$seconds" "$work/looks"
  awk -v n="$name" -v b="$before" -v a="$(median "$work/looks" '$1')" -v p="$(median "$work/looks" '$2')" \
    -v r="$(median "$work/looks" '$2 / $1')" -v f="$(awk '{n += $3 + $4} END {print n}' "$work/looks")" \
    'BEGIN {printf "%-20s %8.2f ms %8.2f ms %8.2f ms %7.2f x %8d\n", n, b, a, p, r, f; exit !(f == 0 && r <= 2)}' || verdict=1
  for pid in ${attackers[@]+"${attackers[@]}"}; do kill "$pid" 2>/dev/null || true; done
  attackers=()
  sleep 1
}

look 3 5 "$work/warm"
look "$looks" "$seconds" "$work/looks"
before=$(median "$work/looks" '$2')
detail "without bad clients the second proxy takes $(median "$work/looks" '$2 / $1') times what the first one takes"
printf '%-20s %11s %11s %11s %9s %8s\n' beside before 'p99 alone' 'p99 beside' ratio failed
beside '500 slow heads' heads 500
beside '500 slow bodies' bodies 500
beside '300 slow readers' readers 300
beside '2,000 connections' idle 2000
beside '20 reset floods' resets 20
beside '20 frame floods' frames 20
beside 'all of them' heads 500 bodies 500 readers 300 idle 2000 resets 20 frames 20
awk '/VmHWM/ {printf "proxy resident %.0f MB at most\n", $2 / 1024}' "/proc/$proxy/status"
load_note
[ "$verdict" = 0 ] && echo 'kept: nothing failed, p99 at most 2 x' || echo 'not kept'
exit "$verdict"
