#!/usr/bin/env bash
# What the way of a push costs without the deploy: our server against OpenSSH and git.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/push-transfer.sh [--pushes N]

A repository of ten small files is pushed commit by commit, N times (default 30), to this server, which was
told not to deploy (-Dpaas.deploy=off), and to a bare repository behind OpenSSH, in turns; each push has a
connection of its own. Both check what they receive: git with receive.fsckObjects. Limit: 0.4 times the
peer. The server as users have it, with one connection shared between commands, is reported besides.

Needs: git, ssh, sshd, python3. Installs nothing.
HELP
}

pushes=30
while [ $# -gt 0 ]; do
  case $1 in
    --pushes) pushes=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

main() {
  local i
  bench_needs git ssh python3
  bench_begin
  openssh_begin
  PAAS_JAVA_OPTS="${PAAS_JAVA_OPTS:-} -Dpaas.deploy=off" paas_begin process
  paas apps:create small >/dev/null || die "the app could not be made"
  app_repository small node
  for ((i = 0; i < 7; i++)); do seq $((i * 100)) $((i * 100 + 99)) >"$work/repositories/small/$i.txt"; done
  git init -q --bare "$work/small.git" && git -C "$work/small.git" config receive.fsckObjects true || exit 1
  git -C "$work/repositories/small" remote add openssh "openssh:$work/small.git"
  python3 "$bench_root/scripts/bench/push_transfer.py" "$work/repositories/small" "$paas_config" "$openssh_config" "$pushes" ||
    exit 1
  load_note
}

main
