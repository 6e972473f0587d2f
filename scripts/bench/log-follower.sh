#!/usr/bin/env bash
# What following a log costs: `ssh paas logs -t` against `docker logs -f` over OpenSSH, of the same container.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/log-follower.sh [--rounds N] [--lines N]

The two take turns, N rounds (default 5) each: an app in a container writes lines of 100 bytes (default 500000)
as fast as it can, and the lines that arrive in a second are counted; then 5 s of 1000 lines a second, of which
the time from the write to the arrival is taken. Limits: 1.0 times the peer's lines, 50 ms.

Needs: Docker, ssh, sshd, git, curl, python3. Installs nothing.
HELP
}

rounds=5 lines=500000
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=$2 && shift ;;
    --lines) lines=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

main() {
  local container
  bench_needs docker ssh git curl python3
  bench_begin
  base_images python
  openssh_begin
  paas_begin docker
  app_repository flood flood && app_revise flood 1 && app_push flood || die "the app did not start"
  container=$(docker ps --format '{{.Names}}' | grep -F "$(cat "$paas_data/instance")" | head -n 1)
  python3 "$bench_root/scripts/bench/log_follower.py" \
    "$paas_config" "$openssh_config" "$container" "$paas_http" "$lines" "$rounds" || exit 1
  load_note
}

main
