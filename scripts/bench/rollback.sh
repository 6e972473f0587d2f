#!/usr/bin/env bash
# How long a rollback takes to the first answer of the release that was rolled back to: one that stands by, and one that does not.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/rollback.sh [--engine process|docker|both] [--rounds N] [--start SECONDS]

An app in Node.js that needs a while before it listens (default 2 seconds) is rolled back and forth (default
15 times) between two releases while it is asked every 2 ms: first while releases stand by, then without. Printed are
the medians from the verb's begin to the first answer of the other release, and of what the deploy says itself:
from its first look at the processes to the switch. Each verb has an SSH connection of its own; a request
that fails ends the measurement.

Needs: git, ssh, python3, node; for docker a reachable engine. Installs nothing.
HELP
}

engine=both rounds=15 start=2
while [ $# -gt 0 ]; do
  case $1 in
    --engine) engine=$2 && shift ;;
    --rounds) rounds=$2 && shift ;;
    --start) start=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

run() { # ENGINE
  paas_begin "$1"
  app_repository shop node || die "the app cannot be made"
  # shellcheck disable=SC2154 # lib.sh sets work
  sed -i "s/^server\.listen(\(.*\))\( *;*\)$/setTimeout(() => server.listen(\1), $start * 1000)\2/" "$work/repositories/shop/server.js"
  grep -q 'setTimeout(() => server.listen' "$work/repositories/shop/server.js" || die "the app does not start late"
  app_revise shop first && app_push shop || die "the app was not deployed"
  paas releases:keep shop 1h >/dev/null || die "nothing can be kept"
  app_revise shop second && app_push shop || die "the app was not deployed"
  # shellcheck disable=SC2154 # lib.sh sets paas_http and paas_config
  python3 "$bench_root/scripts/bench/rollback.py" "$1" kept "$paas_http" "$paas_config" "$rounds" &&
    paas releases:keep shop off >/dev/null &&
    python3 "$bench_root/scripts/bench/rollback.py" "$1" started "$paas_http" "$paas_config" "$rounds" || exit 1
  paas_end
}

main() {
  local each engines
  bench_needs git ssh python3 node
  engines_named "$engine" || { usage >&2 && exit 2; }
  bench_begin
  [ "$engine" = process ] || base_images node || exit 1
  printf '%-8s %-8s %6s %12s %16s %12s %10s   (ms; the app itself starts in %s s)\n' \
    engine release rounds 'to answer' 'from to' 'to switch' asked "$start"
  for each in "${engines[@]}"; do run "$each"; done
  load_note
}

main
