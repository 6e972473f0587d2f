# shellcheck shell=bash
# How the scripts speak: progress and errors on standard error, so that standard output stays
# free for what other programs read.

step() { printf -- '-----> %s\n' "$*" >&2; }
detail() { printf '       %s\n' "$*" >&2; }
warn() { printf ' !     %s\n' "$*" >&2; }
die() {
  warn "$@"
  exit 1
}

is_root() { [ "$EUID" -eq 0 ]; }

# Asks a condition until it holds: until_true SECONDS COMMAND...; fails at the deadline.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}
