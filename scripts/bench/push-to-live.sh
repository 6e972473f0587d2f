#!/usr/bin/env bash
# From `git push` to the first answer of the new release, against the least that it could take.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/push-to-live.sh [--engine process|docker] [--pushes N]

A small app in Node.js and one in Python are pushed N times each (default 10, after two that warm up); a
client asks the proxy every 2 ms meanwhile. Measured is the time from git's start to the first answer of
the new release. In turn with each push its peer is measured:

  process   the app's own start (node server.js, python3 server.py) to its first answer, plus one
            round trip of ssh to OpenSSH running `true`; limit: 0.6 s more
  docker    build of the same app by a Dockerfile of three lines with cached layers, through the
            engine's API, a container of it, and its first answer; limit: 0.8 s more

Needs: git, ssh, python3, node; sshd for the process engine; for docker a reachable engine. Installs
nothing.
HELP
}

engine=process pushes=10
while [ $# -gt 0 ]; do
  case $1 in
    --engine) engine=$2 && shift ;;
    --pushes) pushes=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

base_tags() { # such as node=22-bookworm-slim python=3.13-slim-bookworm
  local language
  for language in node python; do
    sed -n "s/^$language:/$language=/p" "$bench_root/scripts/base-images/names" | head -n 1
  done
}

main() {
  bench_needs git ssh python3 node
  case $engine in
    process) ;;
    docker) docker_answers || die "no Docker is reachable" ;;
    *) usage >&2 && exit 2 ;;
  esac
  bench_begin
  if [ "$engine" = docker ]; then base_images node python || exit 1; else openssh_begin; fi
  paas_begin "$engine"
  local language
  for language in node python; do
    app_repository "$language" "$language" && app_revise "$language" first || exit 1
  done
  DOCKER_SOCKET=$(docker_socket) BASE_TAGS=$(base_tags) python3 "$bench_root/scripts/bench/push_to_live.py" \
    "$engine" "$paas_http" "$paas_config" "${openssh_config:-}" "$work/repositories" "$pushes" || exit 1
  load_note
}

main
