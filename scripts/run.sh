#!/usr/bin/env bash
# Finds what the server needs, builds what changed, and becomes the server.
set -uo pipefail

usage() {
  cat <<'HELP'
Usage: scripts/run.sh [OPTION...]            start the server; it stays in the foreground
       scripts/run.sh down [--purge] [--data DIR]
                                             stop every app and the server of this data folder;
                                             --purge removes the folder as well
       scripts/run.sh proxy [--data DIR]      only the proxy of this folder, for a service manager; it
                                             serves what it served last, with or without the
                                             server, which is started with --proxy service
       scripts/run.sh restore [--copy FILE] [--data DIR]
                                             take the store back from a copy that the server kept
                                             in DIR/copies (default: the newest)

  --data DIR         where everything is kept (default ~/.paas; as root /var/lib/paas)
  --ssh-port PORT    for git and commands (default 2222; 0 takes a free one)
  --http-port PORT   for the apps (default 8080; 0 takes a free one)
  --https-port PORT  for the apps over TLS (default: none)
  --listen ADDRESS   where both listen (default 127.0.0.1)
  --domain DOMAIN    apps answer at APP.DOMAIN (default localhost; for a public address
                     without a domain: APP.IP.sslip.io)
  --engine NAME      auto, docker or process (default auto: Docker when it is reachable)
  --proxy NAME       embedded, own or service: in the server, in a process of its own that goes on
                     serving while the server restarts, or in one that a service manager
                     starts (default embedded)
  --admin-key FILE   a public key that may do everything, besides your own ones
  --write-ssh-config add the Include line to ~/.ssh/config that makes `ssh paas` work

  All other settings: DIR/paas.yaml, as in docs/paas.example.yaml; an option wins over the file.

  --demo             also push a sample app with git and show its answer; without --data its
                     folder is temporary, and gone with the server
  --install-jdk      first install a JDK 25 (Debian, root)
  --install-docker   first install and start Docker (Debian, root)
  -h, --help         this text

When the server is ready it prints one line on standard output:
  paas ready ssh=HOST:PORT http=HOST:PORT engine=NAME data=DIR pid=N

Environment: JAVA_HOME (a JDK 25 or newer), PAAS_JAVA_OPTS (more options for Java, such as -Xmx512m),
PAAS_NO_AOT=1 (no start-up cache), DOCKER_HOST.
HELP
}

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
# shellcheck source=lib/say.sh
. "$root/scripts/lib/say.sh"
# shellcheck source=lib/path.sh
. "$root/scripts/lib/path.sh"
# shellcheck source=lib/jdk.sh
. "$root/scripts/lib/jdk.sh"
# shellcheck source=lib/build.sh
. "$root/scripts/lib/build.sh"
# shellcheck source=lib/java.sh
. "$root/scripts/lib/java.sh"

install_what_was_asked() { # jdk and docker, if set
  # shellcheck source=lib/apt.sh
  . "$root/scripts/lib/apt.sh"
  # shellcheck source=lib/docker.sh
  . "$root/scripts/lib/docker.sh"
  [ -z "$install_jdk" ] || jdk_find || jdk_install || exit 1
  [ -z "$install_docker" ] || docker_answers || { docker_install && docker_start /var/log/dockerd.log; } || exit 1
}

become_proxy() { # proxy [--data DIR]
  local data
  case $# in
    1) if [ "$(id -u)" -eq 0 ]; then data=/var/lib/paas; else data=$HOME/.paas; fi ;;
    2) data=${2#--data=} ;;
    *) data=$3 ;;
  esac
  java_proxy_flags
  exec "$java_home/bin/java" "${java_flags[@]}" paas.proxy.control.ProxyMain \
    --settings "$data/proxy/settings.json" --control "$data/proxy/control.sock"
}

become_demo() { # SERVER-ARGUMENT...
  # shellcheck source=lib/demo.sh
  . "$root/scripts/lib/demo.sh"
  local folder=''
  if [ -z "$has_data" ]; then
    folder=$(mktemp -d "${TMPDIR:-/tmp}/paas-demo-data.XXXXXX") || exit 1
    chmod 711 "$folder" # apps run as users of their own and must get through
    set -- "$@" --data "$folder/paas"
  fi
  exec "$java_home/bin/java" "${java_flags[@]}" paas.Main "$@" > >(
    demo_watch "$root"
    if [ -n "$folder" ]; then
      "$java_home/bin/java" "${java_flags[@]}" paas.Main down --purge --data "$folder/paas" >&2
      rm -rf "$folder"
    fi
  )
}

main() {
  local arguments=() argument demo='' has_data='' install_jdk='' install_docker='' java_home java_flags
  for argument in "$@"; do
    case $argument in
      -h | --help) usage && return ;;
      --demo) demo=yes ;;
      --install-jdk) install_jdk=yes ;;
      --install-docker) install_docker=yes ;;
      --data | --data=*) has_data=yes && arguments+=("$argument") ;;
      *) arguments+=("$argument") ;;
    esac
  done
  [ -z "$install_jdk$install_docker" ] || install_what_was_asked
  jdk_find || die "$(jdk_missing)"
  build_app "$root" || exit 1
  [ "${arguments[0]:-}" != proxy ] || become_proxy "${arguments[@]}"
  java_prepare "${arguments[0]:-}"
  # Word by word: options for Java, as a person types them.
  # shellcheck disable=SC2206
  java_flags+=(${PAAS_JAVA_OPTS:-})
  [ -z "$demo" ] || become_demo ${arguments[@]+"${arguments[@]}"}
  exec "$java_home/bin/java" "${java_flags[@]}" paas.Main ${arguments[@]+"${arguments[@]}"}
}

main "$@"
