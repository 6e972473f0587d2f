#!/usr/bin/env bash
# What a verb costs: `ssh paas apps:list` against OpenSSH's own server running `true`, in pairs that
# take turns, each with a connection of its own and the default key exchange of both.
# usage: scripts/bench/ssh-verb.sh [DATA/ssh_config [pairs=30]]
# Without a configuration it starts scripts/run.sh on a folder of its own, and ends it.
# Needs: ssh, sshd (openssh-server), python3. Everything that is started is stopped.
set -euo pipefail
config=${1:-} pairs=${2:-30}
root=$(cd "$(dirname "$0")/../.." && pwd)

sshd=$(PATH=$PATH:/usr/sbin type -P sshd) || { echo "sshd is missing: apt-get install openssh-server" >&2; exit 2; }
for tool in ssh ssh-keygen python3; do
  type -P "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 2; }
done

work=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

until_true() { # SECONDS COMMAND...
  local deadline=$((SECONDS + $1))
  shift
  until "$@" 2>/dev/null; do
    [ $SECONDS -lt "$deadline" ] || { echo "gave up on: $*" >&2; exit 1; }
    sleep 0.1
  done
}

start_paas() {
  "$root/scripts/run.sh" --data "$work/data" --ssh-port 0 --http-port 0 --engine process >"$work/ready" 2>"$work/log" &
  pids+=($!)
  until_true 300 grep -q '^paas ready ' "$work/ready"
  config=$work/data/ssh_config
}

# The machine's own sshd on a free port of loopback, with the same kind of host and user key.
start_openssh() {
  local port
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  ssh-keygen -q -t ed25519 -N '' -f "$work/host"
  ssh-keygen -q -t ed25519 -N '' -f "$work/user"
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
  [ "$EUID" -ne 0 ] || mkdir -p /run/sshd
  "$sshd" -D -e -f "$work/sshd_config" 2>"$work/sshd.log" &
  pids+=($!)
  echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 "$work/host.pub")" >"$work/known_hosts"
  cat >"$work/openssh_config" <<CONF
Host openssh
  HostName 127.0.0.1
  Port $port
  User $(id -un)
  IdentityFile $work/user
  IdentitiesOnly yes
  UserKnownHostsFile $work/known_hosts
  GlobalKnownHostsFile none
CONF
  until_true 20 ssh -F "$work/openssh_config" openssh true
}

[ -n "$config" ] || start_paas
start_openssh

python3 - "$config" "$work/openssh_config" "$pairs" <<'PY'
import os, statistics, subprocess, sys, time

paas, openssh, pairs = sys.argv[1], sys.argv[2], int(sys.argv[3])
env = {k: v for k, v in os.environ.items() if k != "SSH_AUTH_SOCK"}

def once(config, host, *words):
    begin = time.perf_counter()
    subprocess.run(["ssh", "-F", config, "-o", "ControlMaster=no", "-o", "ControlPath=none", host, *words],
                   check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=env)
    return time.perf_counter() - begin

def shared(config, host, *words):
    begin = time.perf_counter()
    subprocess.run(["ssh", "-F", config, host, *words],
                   check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    return time.perf_counter() - begin

first = once(paas, "paas", "apps:list")
ours, theirs = [], []
for n in range(pairs):
    both = [(ours, (paas, "paas", "apps:list")), (theirs, (openssh, "openssh", "true"))]
    for times, call in both if n % 2 else reversed(both):
        times.append(once(*call))
shared(paas, "paas", "apps:list")
reused = [shared(paas, "paas", "apps:list") for _ in range(pairs)]

def row(name, times):
    print(f"{name:<34} {statistics.median(times):7.3f} {min(times):7.3f} {max(times):7.3f}")

print(f"{'seconds, ' + str(pairs) + ' pairs':<34} {'median':>7} {'least':>7} {'most':>7}")
row("ssh paas apps:list", ours)
row("OpenSSH running true", theirs)
row("ssh paas apps:list, as configured", reused)
print(f"{'first apps:list of this run':<34} {first:7.3f}")
print(f"ratio {statistics.median(ours) / statistics.median(theirs):.2f} (limit 0.30)")
PY
