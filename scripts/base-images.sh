#!/usr/bin/env bash
# Makes stand-ins for the official base images where no registry can be reached.
set -uo pipefail

usage() {
  cat <<'HELP'
Usage: scripts/base-images.sh [--no-pull] [--list] [NAME...]

Sees to it that the engine has the base images that apps are built on. An image that is missing is
pulled; where no registry answers, a stand-in is made under the same name, from Debian's packages and
the toolchains of this machine. A stand-in says what it is in its label `paas.stand-in`.

  NAME        debian:SUITE-slim, node:VERSION-bookworm-slim, python:VERSION-slim-bookworm,
              golang:VERSION-bookworm, rust:VERSION-slim-bookworm, eclipse-temurin:VERSION-jdk (or
              -jre), maven:3-eclipse-temurin-VERSION, ruby:VERSION-bookworm (or -slim-bookworm),
              php:VERSION-apache-bookworm, composer:VERSION or elixir:VERSION-otp-VERSION; without a
              name, all of scripts/base-images/names
  --no-pull   asks no registry
  --list      shows which images there are, and what the stand-ins hold

Making debian:SUITE-slim takes root (debootstrap). See docs/closed-network.md.
HELP
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/say.sh
. "$here/lib/say.sh"
# shellcheck source=lib/apt.sh
. "$here/lib/apt.sh"
# shellcheck source=lib/docker.sh
. "$here/lib/docker.sh"
# shellcheck source=lib/path.sh
. "$here/lib/path.sh"
# shellcheck source=lib/jdk.sh
. "$here/lib/jdk.sh"
recipes=$here/base-images
# shellcheck source=base-images/debian.sh
. "$recipes/debian.sh"
# shellcheck source=base-images/toolchains.sh
. "$recipes/toolchains.sh"

stand_in_label=paas.stand-in
work='' # a folder that lives as long as the script

url_encode() { # TEXT
  local LC_ALL=C text=$1 encoded='' character i
  for ((i = 0; i < ${#text}; i++)); do
    character=${text:i:1}
    case $character in
      [a-zA-Z0-9._~-]) encoded+=$character ;;
      *) printf -v character '%%%02X' "'$character" && encoded+=$character ;;
    esac
  done
  printf '%s' "$encoded"
}

# Posts standard input, prints what the engine tells, and fails when the stream of its answer holds an error.
engine_stream() { # PATH
  local answer
  answer=$(docker_api "$1" -X POST -H 'Content-Type: application/x-tar' -T -) || {
    printf '%s\n' "$answer"
    return 1
  }
  printf '%s\n' "$answer" | sed -nE 's/^\{"errorDetail".*"error":"(.*)"\}/\1/; s/^\{"(stream|status)":"(.*)"\}/\2/; s/\\u003e/>/g; s/(\\n)+$//; /./p'
  ! grep -q '"errorDetail"\|"error":' <<<"$answer"
}

# A pull that says nothing for 10 seconds has no registry to talk to.
pull() { # NAME
  local answer
  answer=$(docker_api "/images/create?fromImage=${1%:*}&tag=${1##*:}" -X POST \
    --speed-limit 1 --speed-time 10 --max-time 300 2>&1) && ! grep -q '"error":' <<<"$answer" && docker_has_image "$1"
}

build_arguments() { # VERSION: for the recipe; and the proxy that this machine goes through, if any
  local json="{\"VERSION\":\"$1\"" name
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    [ -z "${!name:-}" ] || json+=",\"$name\":\"${!name}\""
  done
  url_encode "$json}"
}

build() { # NAME: a language's stand-in, on debian:bookworm-slim
  local repository=${1%:*} tag=${1##*:} tree=() holds='' nothing=$work/nothing labels arguments
  "toolchain_$repository" "${tag%%-*}"
  mkdir -p "$nothing/toolchain"
  labels=$(url_encode "{\"$stand_in_label\":\"$holds; not the official image\"}")
  arguments=$(build_arguments "${tag%%-*}")
  # The empty folder sees to it that there is a toolchain/ to copy.
  tar --numeric-owner --owner=0 --group=0 --transform='s,^\./,toolchain/,rSh' -c \
    -C "$recipes" "$repository.Dockerfile" "${tree[@]}" -C "$nothing" toolchain |
    engine_stream "/build?t=$1&dockerfile=$repository.Dockerfile&rm=1&forcerm=1&labels=$labels&buildargs=$arguments" || return 1
  printf '%s\n' "$holds" >"$work/holds-${1//[:\/]/_}"
}

make_stand_in() { # NAME: one line when it is there, the end of the log when it could not be made
  local name=$1 log=$work/${1//[:\/]/_}.log start=$SECONDS
  case ${name%:*} in
    debian) debian_build "${name##*:}" ;;
    *) build "$name" ;;
  esac >"$log" 2>&1 || {
    warn "$name could not be made:"
    tail -n 12 "$log" >&2
    return 1
  }
  detail "$name made in $((SECONDS - start)) s: $(stand_in_holds "$name")"
}

stand_in_holds() { # NAME: the label's text; empty for an official image
  docker_api "/images/$1/json" --max-time 20 2>/dev/null |
    sed -nE "s/.*\"$stand_in_label\":\"([^\"]*)\".*/\1/p"
}

known() { # NAME
  case $1 in
    debian:*-slim | node:[0-9]*-bookworm-slim | python:3.*-slim-bookworm | golang:1*-bookworm | rust:1*-slim-bookworm) ;;
    ruby:[0-9]*-bookworm | php:[0-9]*-apache-bookworm | composer:[0-9]* | elixir:[0-9]*-otp-[0-9]*) ;;
    eclipse-temurin:[0-9]*-jdk | eclipse-temurin:[0-9]*-jre | maven:3-eclipse-temurin-[0-9]*) ;;
    *) return 1 ;;
  esac
}

list() {
  local name
  for name in "$@"; do
    if ! docker_has_image "$name"; then
      printf '%-28s missing\n' "$name"
    else
      local holds
      holds=$(stand_in_holds "$name")
      printf '%-28s %s\n' "$name" "${holds:+stand-in: }${holds:-official}"
    fi
  done
}

main() {
  local names=() missing=() name may_pull=yes only_list=''
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && return ;;
      --no-pull) may_pull='' ;;
      --list) only_list=yes ;;
      -*) die "unknown option $1; see scripts/base-images.sh --help" ;;
      *) known "$1" || die "no recipe for $1; see scripts/base-images.sh --help"
         names+=("$1") ;;
    esac
    shift
  done
  [ ${#names[@]} -gt 0 ] || mapfile -t names < <(grep -v '^#' "$recipes/names")
  command -v curl >/dev/null || die "curl is needed to talk to the engine: apt-get install curl"
  docker_answers || die "no Docker engine answers at ${DOCKER_HOST:-$(docker_socket)}"
  [ -z "$only_list" ] || { list "${names[@]}" && return; }
  for name in "${names[@]}"; do docker_has_image "$name" || missing+=("$name"); done
  [ ${#missing[@]} -gt 0 ] || { detail "all base images are there" && return; }
  obtain "${missing[@]}"
}

obtain() { # NAME...
  local name rest=()
  for name in "$@"; do
    if [ -n "$may_pull" ]; then
      detail "pulling $name"
      pull "$name" && continue
      detail "no registry gave $name; stand-ins are made from here on"
      may_pull=''
    fi
    rest+=("$name")
  done
  [ ${#rest[@]} -gt 0 ] || return 0
  step "Making stand-ins: ${rest[*]}"
  work=$(mktemp -d "${TMPDIR:-/var/tmp}/paas-images.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  make_all "${rest[@]}"
}

make_all() { # NAME...: first the Debian image that the others stand on, then the others side by side
  local name pid pids=() failed=0
  for name in debian:bookworm-slim "$@"; do
    [[ $name == debian:* ]] && ! docker_has_image "$name" && { make_stand_in "$name" || return 1; }
  done
  for name in "$@"; do
    [[ $name == debian:* ]] || { make_stand_in "$name" & pids+=($!); }
  done
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  return $failed
}

main "$@"
