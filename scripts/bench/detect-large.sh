#!/usr/bin/env bash
# How long it takes to find out what a repository of 50,000 files is, and to plan its build.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/detect-large.sh [--rounds N] [--starts N]

Four repositories are pushed to a server that was told not to deploy (-Dpaas.deploy=off): one of two files,
a Node.js workspace of 150 packages in 5,000 folders, 50,000 files in which no language is recognised, and
50,000 such files in two folders. `ssh paas buildpacks:plan APP main` reads the pushed commit's tree from the
repository and prints the plan, or what it looked for. Measured is the whole verb over one shared connection,
less the same verb for the small repository. Warm: N turns (default 30) after five that are not counted.
Cold: the first plan that a server makes after its start, N starts (default 3) for each. Limit: 0.1 s.

Needs: git, ssh, python3. Installs nothing.
HELP
}

rounds=30 starts=3
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=$2 && shift ;;
    --starts) starts=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

large=(monorepo nothing wide)
asked=() # each with its commit: where nothing is deployed, no branch stays

push_all() {
  local name
  app_repository small node && app_revise small first || exit 1
  for name in "${large[@]}"; do
    mkdir -p "$work/repositories/$name" && git init -q --bare "$work/repositories/$name" || exit 1
    python3 "$bench_root/scripts/bench/large_tree.py" "$name" |
      git -C "$work/repositories/$name" fast-import --quiet || exit 1
    git -C "$work/repositories/$name" remote add paas "paas:$name"
  done
  for name in small "${large[@]}"; do
    paas apps:create "$name" >/dev/null && app_push "$name" || exit 1
    asked+=("$name=$(git -C "$work/repositories/$name" rev-parse main)")
  done
}

table() { # warm ROUNDS, cold FILE
  python3 "$bench_root/scripts/bench/detect_large.py" "$paas_config" "$@" "${asked[@]}" || exit 1
}

again() { # the same server once more
  kill "$paas_pid" && wait "$paas_pid" 2>/dev/null
  paas_begin process
}

main() {
  local i name
  bench_needs git ssh python3
  bench_begin
  export PAAS_JAVA_OPTS="${PAAS_JAVA_OPTS:-} -Dpaas.deploy=off"
  paas_begin process
  push_all
  printf '%-17s %8s %8s %8s %8s %7s\n' seconds median least most more limit
  table warm "$rounds"
  for ((i = 0; i < starts; i++)); do
    for name in "${asked[@]}"; do
      again
      python3 "$bench_root/scripts/bench/detect_large.py" "$paas_config" first "$name" >>"$work/first" || exit 1
    done
  done
  table cold "$work/first"
  load_note
}

main
