#!/usr/bin/env bash
# What a verb costs: `ssh paas apps:list` against OpenSSH's own server running `true`.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/ssh-verb.sh [--pairs N]

N pairs (default 30) take turns, each with a connection of its own and the default key exchange of both.
Limit: 0.3 times the peer. The verb as users have it, with one connection shared between commands, and the
first verb after the server's start are reported besides.

Needs: ssh, sshd, python3. Installs nothing.
HELP
}

pairs=30
while [ $# -gt 0 ]; do
  case $1 in
    --pairs) pairs=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

main() {
  bench_needs ssh python3
  bench_begin
  openssh_begin
  paas_begin process
  python3 "$bench_root/scripts/bench/ssh_verb.py" "$paas_config" "$openssh_config" "$pairs" || exit 1
  load_note
}

main
