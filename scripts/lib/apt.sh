# shellcheck shell=bash
# Debian packages, only the missing ones, and one `apt-get update` at most.

apt_usable() { is_root && command -v apt-get >/dev/null; }

apt_has() { # PACKAGE: installed?
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

apt_offers() { # PACKAGE: could be installed?
  apt_update
  [ -n "$(apt-cache madison "$1" 2>/dev/null)" ]
}

apt_update() {
  [ -z "${apt_updated:-}" ] || return 0
  apt_updated=yes
  # A third party's list that cannot be read must not stop Debian's own packages.
  apt-get -qq update >/dev/null 2>&1 || warn "apt-get update reported errors; trying with the lists there are"
}

apt_install() { # PACKAGE...
  local missing=() package
  for package in "$@"; do apt_has "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  apt_usable || {
    warn "missing packages: ${missing[*]} (install them as root: apt-get install ${missing[*]})"
    return 1
  }
  apt_update
  step "Installing ${missing[*]}"
  local log status=0
  log=$(mktemp)
  DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y "${missing[@]}" >"$log" 2>&1 || {
    status=1
    tail -n 15 "$log" >&2
    warn "apt-get could not install: ${missing[*]}"
  }
  rm -f "$log"
  return $status
}

# The same, but no service starts because its package arrived: tests start what they need themselves.
apt_install_idle() { # PACKAGE...
  local policy=/usr/sbin/policy-rc.d status=0
  if ! is_root || [ -e "$policy" ]; then
    apt_install "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  apt_install "$@" || status=1
  rm -f "$policy"
  return $status
}
