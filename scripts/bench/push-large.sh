#!/usr/bin/env bash
# What large and many pushes cost, in time and in memory: our server against OpenSSH and git.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/push-large.sh [history|small|blobs|bomb] [--rounds N] [--commits N]

history  a made-up history of about 30 MB (15,000 commits by git fast-import, then git repack) is pushed
         whole, N times (default 5), to a new app and to a new bare repository behind OpenSSH, in turns;
         both check every object. Limit: 1.4 times the peer.
small    the first pushes of 8 small apps at once, in turns with the same to the peer.
blobs    four at once: the largest file that the limits allow, then a small change of it, twice.
         Limit: 400 MB resident.
bomb     a pack of some kilobytes that names 10^10 files. It must be refused.

Without a case: all. The server runs with the memory that scripts/run.sh gives it, and is told not to deploy
(-Dpaas.deploy=off), except for the bomb, which only a deploy would unpack. No SSH connection is shared.

Needs: git, ssh, sshd, python3. Installs nothing.
HELP
}

cases=() rounds=5 commits=15000
while [ $# -gt 0 ]; do
  case $1 in
    history | small | blobs | bomb) cases+=("$1") ;;
    --rounds) rounds=$2 && shift ;;
    --commits) commits=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done
[ ${#cases[@]} -gt 0 ] || cases=(history small blobs bomb)

make_history() {
  git init -q -b main "$work/history" &&
    python3 "$bench_root/scripts/bench/push_history.py" "$commits" | git -C "$work/history" fast-import --quiet &&
    git -C "$work/history" repack -adfq && git -C "$work/history" count-objects -vH | grep -E 'in-pack|size-pack'
}

main() {
  local case flags=${PAAS_JAVA_OPTS:-}
  bench_needs git ssh python3
  bench_begin
  openssh_begin
  for case in "${cases[@]}"; do
    [ "$case" != history ] || make_history || die "the history could not be made"
    PAAS_JAVA_OPTS="$flags -Dpaas.deploy=off"
    [ "$case" != bomb ] || PAAS_JAVA_OPTS=$flags
    export PAAS_JAVA_OPTS
    paas_begin process
    python3 "$bench_root/scripts/bench/push_large.py" "$case" "$work" "$paas_config" "$openssh_config" "$rounds" "$paas_pid" ||
      exit 1
    load_note
    paas_end
  done
}

main
