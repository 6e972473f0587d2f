# shellcheck shell=bash
# Toolchains live where a login shell would look for them; a bare PATH (cron, CI, sudo) does not.

: "${HOME:=$(getent passwd "$EUID" | cut -d: -f6)}"
for folder in /usr/local/go/bin "$HOME/.cargo/bin" "$HOME/.pyenv/shims" /usr/local/sbin /usr/local/bin /usr/sbin /sbin; do
  case :$PATH: in
    *":$folder:"*) ;;
    *) [ ! -d "$folder" ] || PATH=$PATH:$folder ;;
  esac
done
unset folder
export HOME PATH
