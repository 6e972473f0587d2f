# shellcheck shell=bash
# shellcheck disable=SC2154 # run.sh and build.sh hold java_home, app and class_path
# How the server's Java and the proxy's are started, and the caches (JEP 483, 514) that make their starts short.

# Sets java_flags; needs java_home and app.
java_prepare() { # [down|restore]: an argument after which nothing is served, and no cache worth training
  build_class_path "$app"
  java_flags=(
    # A heap that begins small, and what the compilers left behind given back, are worth 50 MB at rest.
    -XX:+UseSerialGC -Xms24m -Xmx256m -XX:TrimNativeHeapInterval=10000 -XX:+ExitOnOutOfMemoryError
    # The virtual machine's own warnings go to standard error: standard output is for the ready line.
    -Xlog:disable -Xlog:all=warning:stderr
    -Dorg.jboss.logging.provider=slf4j -Dorg.jooq.no-logo=true -Dorg.jooq.no-tips=true
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -cp "$class_path"
  )
  [ -z "${PAAS_NO_AOT:-}" ] || return 0
  java_cache_find || { [[ ${1:-} != down && ${1:-} != restore ]] && java_cache_train; } || return 0
  java_flags+=("-XX:AOTCache=$java_cache" "-Dpaas.proxy.aot=${java_cache%/*}/proxy.aot")
}

# Sets java_flags for the proxy alone, as the server's paas.ProxyProcess starts it.
java_proxy_flags() {
  java_flags=(
    "@${BASH_SOURCE[0]%/*}/../../proxy/src/main/resources/paas/proxy/java.args"
    -cp "$(echo "$app"/lib/paas-proxy-*.jar)"
  )
  [ -z "${PAAS_NO_AOT:-}" ] && java_cache_find || return 0
  [ ! -f "${java_cache%/*}/proxy.aot" ] || java_flags+=("-XX:AOTCache=${java_cache%/*}/proxy.aot")
}

# The cache serves one build on one Java only; Java itself looks at more, and goes on without it if it
# does not fit.
java_cache_find() { # sets java_cache
  local key
  key=$java_home$'\n'$(<"$java_home/release")
  local folder
  for folder in "$app" "$(java_cache_folder)"; do
    java_cache=$folder/paas.aot
    [ ! -f "$java_cache.for" ] || [ "$(<"$java_cache.for")" != "$app"$'\n'"$key" ] || return 0
  done
  return 1
}

java_cache_folder() { # beside the build, or where it cannot be written, in the user's own cache
  if [ -w "$app" ]; then
    printf '%s\n' "$app"
  else
    printf '%s\n' "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/paas/aot-${app##*/}"
  fi
}

# Runs the server once, on a folder of its own, lets it do a little of everything and ends it; then the proxy.
java_cache_train() {
  local folder work status=0
  folder=$(java_cache_folder)
  mkdir -p "$folder" 2>/dev/null || return 1
  work=$(mktemp -d "${TMPDIR:-/tmp}/paas-train.XXXXXX") || return 1
  chmod 711 "$work"
  step "Training the start-up cache (once per build)"
  java_cache_record "$folder/paas.aot.new" "$work" || status=1
  java_cache_record_proxy "$folder/proxy.aot.new" "$work" && mv "$folder/proxy.aot.new" "$folder/proxy.aot"
  if [ $status -eq 0 ]; then
    printf '%s\n%s\n' "$app" "$java_home"$'\n'"$(<"$java_home/release")" >"$folder/paas.aot.for"
    mv "$folder/paas.aot.new" "$folder/paas.aot"
    java_cache=$folder/paas.aot
  else
    warn "no start-up cache could be trained; the server starts without (its log: $folder/training.log)"
    cp "$work/log" "$folder/training.log" 2>/dev/null
  fi
  rm -rf "$work" "$folder"/{paas,proxy}.aot.new
  return $status
}

java_cache_record() { # FILE WORK
  local work=$2 server
  "$java_home/bin/java" "${java_flags[@]}" "-XX:AOTCacheOutput=$1" paas.Main --data "$work/data" \
    --listen 127.0.0.1 --ssh-port 0 --http-port 0 --engine process >"$work/out" 2>"$work/log" </dev/null &
  server=$!
  if until_true 30 java_answered "$work/out" "$server" && kill -0 "$server" 2>/dev/null; then
    java_exercise "$work" >>"$work/log" 2>&1
  fi
  java_cache_written "$1" "$server"
}

java_cache_record_proxy() { # FILE WORK
  local java_flags work=$2 proxy http
  # Trained without a cache, that of an earlier build too.
  PAAS_NO_AOT=1 java_proxy_flags
  printf '{"format":1,"revision":1,"apps":[]}' >"$work/routes.json"
  "$java_home/bin/java" "${java_flags[@]}" "-XX:AOTCacheOutput=$1" paas.proxy.control.ProxyMain \
    --listen 127.0.0.1:0 --state "$work/routes.json" --control "$work/control.sock" >"$work/proxy" 2>"$work/proxy.log" </dev/null &
  proxy=$!
  if until_true 30 java_answered "$work/proxy" "$proxy" && kill -0 "$proxy" 2>/dev/null; then
    http=$(sed -n 's/^paas-proxy ready .*http=\([^ ]*\).*/\1/p' "$work/proxy")
    curl -sS --noproxy '*' --max-time 5 -o /dev/null "http://$http/" -H 'Host: none.localhost' 2>>"$work/proxy.log"
  fi
  java_cache_written "$1" "$proxy"
}

# At its end Java writes the cache, which takes some seconds.
java_cache_written() { # FILE PROCESS
  kill -TERM "$2" 2>/dev/null
  if ! until_true 60 java_gone "$2"; then kill -KILL "$2" 2>/dev/null; fi
  wait "$2" 2>/dev/null
  [ -s "$1" ]
}

java_answered() { grep -qs '^paas[a-z-]* ready ' "$1" || ! kill -0 "$2" 2>/dev/null; } # FILE PROCESS

java_gone() { ! kill -0 "$1" 2>/dev/null; }

# What a first push and a first look use; each step may fail without harm.
java_exercise() { # WORK
  local config=$1/data/ssh_config http
  http=$(sed -n 's/^paas ready .*http=\([^ ]*\).*/\1/p' "$1/out")
  curl -sS --noproxy '*' --max-time 5 -o /dev/null "http://$http/" -H 'Host: none.localhost'
  command -v ssh >/dev/null && [ -f "$config" ] || return 0
  local ssh=(timeout 10 ssh -F "$config" -o BatchMode=yes paas) command
  for command in help 'apps:create trained' apps:list 'config:set trained A=b' 'config trained' 'ps trained' doctor; do
    "${ssh[@]}" "$command" </dev/null
  done
  command -v git >/dev/null || return 0
  git init -q "$1/repository" && printf 'worker: sleep 1\n' >"$1/repository/Procfile"
  git -C "$1/repository" add Procfile
  git -C "$1/repository" -c user.name=paas -c user.email=paas@localhost -c commit.gpgsign=false commit -qm 'Train'
  GIT_SSH_COMMAND="ssh -F '$config' -o BatchMode=yes" timeout 20 git -C "$1/repository" push paas:trained HEAD:refs/heads/main
  "${ssh[@]}" 'logs trained' </dev/null
  "${ssh[@]}" 'apps:destroy trained --force' </dev/null
}
