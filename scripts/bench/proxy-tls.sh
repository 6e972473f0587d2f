#!/usr/bin/env bash
# What TLS and HTTP/2 cost: our proxy, with BoringSSL and with the JDK's TLS, against nginx, taking turns
# in one run, on loopback.
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
Usage: scripts/bench/proxy-tls.sh [ROW...] [--rounds N] [--seconds N] [--warm N] [--jvm=FLAG]...

  full-ecdsa, full-rsa         new connections with a whole handshake (TLS 1.3, P-256; RSA 2048), one
                               small request each
  resumed-ecdsa, resumed-rsa   the same with a session that is resumed
  kept                         HTTP/1.1 over kept connections with TLS, 64 of them (wrk)
  http2                        HTTP/2 over TLS, 16 connections with 10 requests at a time each (h2load)
  http2-plain                  the same without TLS

Without a ROW: all of them. Processor time is the kernel's count for the processes that do the work, per
connection or request. In each round (--rounds 6) nginx, ours with BoringSSL (native) and ours with the
JDK's TLS (java) are asked for some seconds each (--seconds 4), in changing order; ratios are medians of the
rounds' ratios. Ours are asked for 30 s before the first round of a row (--warm), for their compilers work
in the same processes. One I/O thread against one worker; the target
is an nginx, the same for both. --jvm hands one more flag to our virtual machine.

Needs: nginx, wrk, h2load, openssl, python3, a JDK 25. Says which are missing and installs nothing.
HELP
}

rows=() options=()
while [ $# -gt 0 ]; do
  case $1 in
    full-ecdsa | full-rsa | resumed-ecdsa | resumed-rsa | kept | http2 | http2-plain) rows+=("$1") ;;
    --rounds | --seconds | --warm) options+=("$1" "${2?$1 needs a value}") && shift ;;
    --jvm=*) options+=("$1") ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done
[ ${#rows[@]} -gt 0 ] || rows=(full-ecdsa resumed-ecdsa full-rsa resumed-rsa kept http2 http2-plain)

bench_needs nginx wrk h2load openssl python3
jdk_find || die "$(jdk_missing)"
bench_begin
build_app "$bench_root" || exit 1
java_prepare
# As the server starts it.
java_proxy_flags
python3 "$bench_root/scripts/bench/proxy_tls.py" --java "$java_home/bin/java" "--ours=${java_flags[*]}" --work "$work" \
  ${options[@]+"${options[@]}"} "${rows[@]}"
load_note
