#!/usr/bin/env bash
# The build of a push after a one-line change, against a bare docker build; and the size of the image.
set -uo pipefail
# shellcheck source=bench/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

usage() {
  cat <<'HELP'
Usage: scripts/bench/second-build.sh [--builds N]

An Express app with some 60 packages is pushed N times (default 20, after two that warm up), each time with
one line changed. In turn with each push the same tree is built with a hand-written Dockerfile (lock file
first, a cache mount, not root) through the engine's API, as `docker build` does. Measured are the build
itself and the way from `git push` to the image, and how much larger the image is than its base, the
production packages and the code together. Limits: 1.1 times the bare build; 5 MB.

Needs: git, ssh, python3, npm, and a reachable Docker engine. Installs nothing.
HELP
}

builds=20
while [ $# -gt 0 ]; do
  case $1 in
    --builds) builds=$2 && shift ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

main() {
  bench_needs git ssh python3 npm
  docker_answers || die "no Docker is reachable"
  bench_begin
  base_images node || exit 1
  paas_begin docker
  app_repository express express && app_revise express first || exit 1
  DOCKER_SOCKET=$(docker_socket) BASE=$(sed -n '/^node:/{p;q}' "$bench_root/scripts/base-images/names") \
    python3 "$bench_root/scripts/bench/second_build.py" "$paas_config" "$work/repositories/express" "$builds" || exit 1
  load_note
}

main
