# shellcheck shell=bash
# A Docker engine: found, installed, started, asked. Only the engine's API is used, through curl,
# because a client program may be absent or of another age than the engine.

docker_socket() { # prints the path of the engine's socket: DOCKER_HOST, the usual one, a rootless one
  case ${DOCKER_HOST:-} in
    unix://*) printf '%s\n' "${DOCKER_HOST#unix://}" ;;
    *)
      local rootless=${XDG_RUNTIME_DIR:-/run/user/$EUID}/docker.sock
      if [ ! -S /var/run/docker.sock ] && [ -S "$rootless" ]; then
        printf '%s\n' "$rootless"
      else
        printf '%s\n' /var/run/docker.sock
      fi
      ;;
  esac
}

docker_api() { # PATH [CURL ARGUMENT...]: one request; fails when the engine answers 400 or more
  local path=$1 where=()
  shift
  case ${DOCKER_HOST:-} in
    tcp://*) path=http://${DOCKER_HOST#tcp://}$path ;;
    *) where=(--unix-socket "$(docker_socket)") path=http://localhost$path ;;
  esac
  curl -sS --fail-with-body --noproxy '*' "${where[@]}" "$@" "$path"
}

docker_answers() { docker_api /_ping -o /dev/null --max-time 5 2>/dev/null; }

docker_has_image() { docker_api "/images/$1/json" -o /dev/null --max-time 20 2>/dev/null; }

docker_install() {
  apt_usable || {
    warn "Docker can be installed on Debian, as root: sudo scripts/run.sh --install-docker"
    return 1
  }
  # An engine of another make is kept.
  command -v dockerd >/dev/null || apt_install docker.io iptables || return 1
  apt_install curl ca-certificates
}

# Starts the engine that is installed and waits until it answers. Under systemd as a service; elsewhere
# detached from this shell, so that it outlives it, with its process id in docker_started.
docker_start() { # [LOG FILE]
  local log=''
  docker_answers && return 0
  is_root || {
    warn "only root can start Docker"
    return 1
  }
  command -v dockerd >/dev/null || {
    warn "Docker is not installed"
    return 1
  }
  if [ -d /run/systemd/system ]; then
    step "Starting Docker (systemctl)"
    systemctl enable --now docker >&2 || return 1
  else
    log=${1:-/var/log/dockerd.log}
    step "Starting Docker (log: $log)"
    docker_forget_dead
    setsid nohup dockerd >>"$log" 2>&1 </dev/null &
    docker_started=$!
  fi
  until_true 60 docker_start_settled && docker_answers && return 0
  warn "Docker did not start; its last lines:"
  if [ -n "${log:-}" ]; then tail -n 15 "$log"; else journalctl -u docker -n 15 --no-pager; fi >&2
  return 1
}

# An engine that was killed leaves its number behind, and the next one refuses to start when that number
# is some other process's by now.
docker_forget_dead() {
  local file number
  for file in /var/run/docker.pid /var/run/docker/containerd/containerd.pid; do
    [ -f "$file" ] || continue
    number=$(<"$file")
    # Its number, name and state: one that is dead but not yet buried (Z) does not count.
    [[ $(cat "/proc/$number/stat" 2>/dev/null) == *'('@(dockerd|containerd)') '[!ZX]' '* ]] || rm -f "$file"
  done
}

docker_start_settled() { # answers, or has given up
  docker_answers && return 0
  [ -n "${docker_started:-}" ] && ! kill -0 "$docker_started" 2>/dev/null
}

docker_stop_started() { # ends the engine that docker_start started, and only that one
  [ -n "${docker_started:-}" ] || return 0
  kill "$docker_started" 2>/dev/null || return 0
  until_true 30 docker_gone || kill -KILL "$docker_started" 2>/dev/null
  docker_started=
}

docker_gone() { ! kill -0 "$docker_started" 2>/dev/null; }
