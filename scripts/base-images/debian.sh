# shellcheck shell=bash disable=SC2154 # stand_in_label: base-images.sh
# The stand-in for debian:SUITE-slim, made by debootstrap from the mirror that this machine uses.

debian_mirror() { # the first http mirror of Debian itself in apt's own settings
  local uri
  uri=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
    sed -nE 's/^(deb( +\[[^]]*\])?|URIs:) +(https?:[^ ]*\/debian)\/?( .*)?$/\3/p' | head -n 1)
  printf '%s\n' "${uri:-http://deb.debian.org/debian}"
}

debian_root() { # SUITE FOLDER: a minimal system in FOLDER
  local suite=$1 root=$2 mirror
  mirror=$(debian_mirror)
  debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" "$mirror" || return 1
  cat >"$root/etc/apt/sources.list" <<LIST
deb $mirror $suite main
deb $mirror $suite-updates main
deb ${mirror%/debian}/debian-security $suite-security main
LIST
  printf '%s\n' 'path-exclude /usr/share/doc/*' 'path-include /usr/share/doc/*/copyright' \
    'path-exclude /usr/share/man/*' 'path-exclude /usr/share/locale/*' >"$root/etc/dpkg/dpkg.cfg.d/docker"
  printf '%s\n' 'APT::Install-Suggests "0";' 'Acquire::Languages "none";' \
    'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };' \
    >"$root/etc/apt/apt.conf.d/docker"
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" && chmod 755 "$root/usr/sbin/policy-rc.d"
  debian_trust "$root"
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/cache/apt/*.bin "$root"/var/lib/apt/lists/* \
    "$root"/var/log/*.log "$root"/var/cache/debconf/*-old "$root"/usr/share/{man,locale}/* "$root"/usr/share/info/*
  find "$root/usr/share/doc" -type f ! -name copyright -delete
}

# The machine's own certificate authorities, in the place from which update-ca-certificates takes them:
# a bundle copied over the generated one would be rewritten by the next package installation.
debian_trust() { # FOLDER
  local extra=/usr/local/share/ca-certificates
  if compgen -G "$extra/*.crt" >/dev/null; then
    mkdir -p "$1$extra" && cp "$extra"/*.crt "$1$extra/"
  fi
  chroot "$1" update-ca-certificates
}

# Every client of a language registry looks at one of these; they name Debian's bundle, which is also
# what these clients would use if they came from Debian's packages.
debian_trust_variables() {
  local name
  for name in SSL_CERT_FILE NODE_EXTRA_CA_CERTS CARGO_HTTP_CAINFO PIP_CERT REQUESTS_CA_BUNDLE; do
    printf 'ENV %s=/etc/ssl/certs/ca-certificates.crt\n' "$name"
  done
}

debian_build() { # TAG: imports the image debian:TAG
  local tag=$1 suite=${1%%-*} root
  is_root || {
    warn "debian:$tag can only be made by root (debootstrap)"
    return 1
  }
  command -v debootstrap >/dev/null || apt_install debootstrap || return 1
  root=$(mktemp -d "${TMPDIR:-/var/tmp}/paas-debian.XXXXXX")
  local query="fromSrc=-&repo=debian&tag=$tag" change status=0
  while read -r change; do
    query+="&changes=$(url_encode "$change")"
  done < <(
    echo 'CMD ["bash"]'
    debian_trust_variables
    echo "LABEL $stand_in_label=\"Debian $suite, minimal, by debootstrap; not the official image\""
  )
  debian_root "$suite" "$root" &&
    tar --numeric-owner --xattrs -C "$root" -c . | engine_stream "/images/create?$query" || status=1
  rm -rf --one-file-system "$root"
  return $status
}
