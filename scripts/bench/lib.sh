# shellcheck shell=bash
# shellcheck disable=SC2034 # engines, paas_http and openssh_config are for the measurements
# What the measurements have in common: parts are started on loopback and on folders of their own, and
# every one of them is gone at the end. Nothing is installed.

bench_root=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd -P)
# shellcheck source=lib/say.sh
. "$bench_root/scripts/lib/say.sh"
# shellcheck source=lib/path.sh
. "$bench_root/scripts/lib/path.sh"
# shellcheck source=lib/docker.sh
. "$bench_root/scripts/lib/docker.sh"

paas_pid='' paas_data='' bench_pids=()

bench_needs() { # TOOL...: all of them, or the end
  local tool missing=()
  for tool in "$@"; do type -P "$tool" >/dev/null || missing+=("$tool"); done
  [ ${#missing[@]} -eq 0 ] || die "missing: ${missing[*]} (Debian: wrk, nginx-light, openssh-server, openssh-client, git, curl, python3)"
}

bench_begin() { # sets work; apps run as users of their own and must get through
  work=$(mktemp -d "${TMPDIR:-/tmp}/paas-bench.XXXXXX") || exit 1
  chmod 711 "$work"
  unset SSH_AUTH_SOCK
  export GIT_AUTHOR_NAME=bench GIT_AUTHOR_EMAIL=bench@localhost GIT_COMMITTER_NAME=bench
  export GIT_COMMITTER_EMAIL=bench@localhost GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
  trap bench_end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

bench_end() {
  local status=$? pid
  paas_end
  for pid in ${bench_pids[@]+"${bench_pids[@]}"}; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null
  rm -rf "$work"
  exit $status
}

# Starts the server and waits for its ready line; sets paas_pid, paas_data, paas_http, paas_config.
paas_begin() { # ENGINE [SERVER-ARGUMENT...]
  local engine=$1
  shift
  paas_data=$work/$engine
  : >"$work/ready"
  "$bench_root/scripts/run.sh" --data "$paas_data" --ssh-port 0 --http-port 0 --engine "$engine" "$@" \
    >"$work/ready" 2>"$work/server.log" </dev/null &
  paas_pid=$!
  until_true 600 paas_settled && grep -q '^paas ready ' "$work/ready" || {
    tail -n 20 "$work/server.log" >&2
    die "the server did not start"
  }
  paas_http=$(sed -n 's/^paas ready .* http=\([^ ]*\) .*/\1/p' "$work/ready")
  paas_config=$paas_data/ssh_config
}

paas_settled() { grep -q '^paas ready ' "$work/ready" || ! kill -0 "$paas_pid" 2>/dev/null; }

paas_end() { # the server, its apps and its folder
  [ -n "$paas_data" ] || return 0
  if [ -n "$paas_pid" ]; then
    kill "$paas_pid" 2>/dev/null
    wait "$paas_pid" 2>/dev/null
  fi
  "$bench_root/scripts/run.sh" down --purge --data "$paas_data" >"$work/down.log" 2>&1 || cat "$work/down.log" >&2
  paas_pid='' paas_data=''
}

paas() { ssh -F "$paas_config" -o BatchMode=yes paas "$@" </dev/null; }

# A repository with one of the small apps beside this file, whose answer holds its revision.
app_repository() { # NAME LANGUAGE
  local repository=$work/repositories/$1
  mkdir -p "$work/repositories"
  rm -rf "$repository"
  cp -R "$bench_root/scripts/bench/apps/$2" "$repository"
  git init -q "$repository" && git -C "$repository" symbolic-ref HEAD refs/heads/main &&
    git -C "$repository" remote add paas "paas:$1"
}

app_revise() { # NAME REVISION: one commit
  local repository=$work/repositories/$1
  printf '%s\n' "$2" >"$repository/REVISION"
  git -C "$repository" add -A && git -C "$repository" commit -qm "$2"
}

app_push() { # NAME: what git says goes to its log, and to standard error when it fails
  local log=$work/repositories/$1.log
  GIT_SSH_COMMAND="ssh -F '$paas_config' -o BatchMode=yes" timeout 300 \
    git -C "$work/repositories/$1" push -q paas main >"$log" 2>&1 && return
  cat "$log" >&2
  return 1
}

# The machine's own sshd on a free port of loopback: the peer. Sets openssh_config.
openssh_begin() {
  local port sshd
  sshd=$(type -P sshd) || die "missing: sshd (Debian: openssh-server)"
  port=$(free_port)
  ssh-keygen -q -t ed25519 -N '' -f "$work/host" && ssh-keygen -q -t ed25519 -N '' -f "$work/user" || exit 1
  cp "$work/user.pub" "$work/authorized_keys"
  cat >"$work/sshd_config" <<CONF
ListenAddress 127.0.0.1:$port
HostKey $work/host
PidFile none
AuthorizedKeysFile $work/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
CONF
  ! is_root || mkdir -p /run/sshd # where Debian's sshd drops its rights
  "$sshd" -D -e -f "$work/sshd_config" 2>"$work/sshd.log" &
  bench_pids+=($!)
  printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 "$work/host.pub")" >"$work/known_hosts"
  openssh_config=$work/openssh_config
  cat >"$openssh_config" <<CONF
Host openssh
  HostName 127.0.0.1
  Port $port
  User $(id -un)
  IdentityFile $work/user
  IdentitiesOnly yes
  UserKnownHostsFile $work/known_hosts
  GlobalKnownHostsFile none
CONF
  until_true 20 openssh_answers || {
    cat "$work/sshd.log" >&2
    die "OpenSSH's server did not start"
  }
}

openssh_answers() { ssh -F "$openssh_config" openssh true 2>/dev/null; }

free_port() { # asked of the kernel, so that two runs on one machine do not meet
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Those that --engine names, of which Docker has to be there; sets engines, or fails where it is no name of one.
engines_named() { # process|docker|both
  case $1 in
    process | docker) engines=("$1") ;;
    both) engines=(process docker) ;;
    *) return 1 ;;
  esac
  if [ "$1" != process ] && ! docker_answers; then die "no Docker is reachable (--engine process leaves it out)"; fi
}

# Without a registry the base images are made on the machine.
base_images() { # LANGUAGE...
  local language names=()
  for language in "$@"; do names+=("$(grep -m 1 "^$language:" "$bench_root/scripts/base-images/names")"); done
  "$bench_root/scripts/base-images.sh" "${names[@]}" >&2
}

load_note() { # how busy the machine is besides, for whoever reads the figures
  printf 'load average %s on %s processors\n' "$(cut -d' ' -f1-3 /proc/loadavg)" "$(nproc)"
}
