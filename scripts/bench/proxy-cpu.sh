#!/usr/bin/env bash
# What a proxied request costs: our proxy against its peers, taking turns in one run, on loopback.
set -euo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"
# shellcheck source=lib/jdk.sh
. "$bench_root/scripts/lib/jdk.sh"
# shellcheck source=lib/build.sh
. "$bench_root/scripts/lib/build.sh"
# shellcheck source=lib/java.sh
. "$bench_root/scripts/lib/java.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/proxy-cpu.sh [ROW...] [--rounds N] [--seconds N] [--warm N] [--peers NAME,...]
                                  [--before FOLDER] [--no-log] [--jvm=FLAG]...

  small     64 connections, small answer, against nginx that only passes on, nginx that does what our proxy
            does (host map, forwarding fields, request id, access log), HAProxy and Caddy
  headers   the same with ten fields more, as browsers send them, against nginx
  one, eight, many   1, 8 and 256 connections, against nginx
  threads   two I/O threads against two workers of nginx
  large     answers of 100 KB, against nginx with buffers of 64 KB, and with those it has by itself
  p99       10,000 requests a second on 64 connections: the 99th of 100 answer times, against nginx
  memory    resident with 1,000 routes after that load, and for each of 5,000 idle connections

Without a ROW: small. `all` is every one. Our proxy has 1,000 routes, all that it does for each request
switched on, and writes its log to a file. The target is an nginx, the same for all.

In each round (--rounds 6) wrk asks each of them for some seconds (--seconds 4), in alternating order.
Processor time is the kernel's count for all threads of the processes that do the work; ratios are medians
of the rounds' ratios. Our proxy is asked for 40 s before the first round (--warm), for its compiler works in
the same process. --peers compares with some alone, --before with another build of ours (a folder such as
server/target/dist/NUMBER), --no-log switches our log off, and --jvm hands one more flag to our virtual
machine: to find out what something costs.

Needs: nginx, wrk, python3, a JDK 25; for their rows haproxy, caddy, h2load. Says which are missing and
installs nothing.
HELP
}

rows=() options=() before=''
while [ $# -gt 0 ]; do
  case $1 in
    small | headers | one | eight | many | threads | large | p99 | memory) rows+=("$1") ;;
    all) rows=(small headers one eight many threads large p99 memory) ;;
    --rounds | --seconds | --warm | --peers) options+=("$1" "${2?$1 needs a value}") && shift ;;
    --before) before=${2?$1 needs a value} && shift ;;
    --no-log | --jvm=*) options+=("$1") ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

bench_needs nginx wrk python3
jdk_find || die "$(jdk_missing)"
bench_begin
build_app "$bench_root" || exit 1
java_prepare
# As the server starts it.
if [ -n "$before" ]; then
  built=$app app=$before
  java_proxy_flags
  options+=("--before=${java_flags[*]}")
  app=$built
fi
java_proxy_flags
python3 "$bench_root/scripts/bench/proxy_cpu.py" --java "$java_home/bin/java" "--ours=${java_flags[*]}" --work "$work" \
  "${options[@]}" "${rows[@]:-small}"
load_note
