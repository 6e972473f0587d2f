# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # run.sh holds root, dist, app and java_home
# Builds the server when its sources changed, and stages each build in a folder of its own, so that a
# running server never loses the files under its feet.
#
#   DIST/built               the fingerprint of the sources of the newest build; its time is the check's mark
#   DIST/current             link to the newest build
#   DIST/NUMBER/paas.jar, lib/*

build_jar=server/target/paas-server-0.1.0.jar

# Sets dist (where builds are staged) and app (the build to run), building when that is needed.
build_app() { # ROOT
  local root=$1
  dist=$root/server/target/dist
  if ! build_is_current "$root" && ! build_can_write "$root"; then
    # The tree cannot be written to: build a copy of it.
    local copy key
    key=$(cksum <<<"$root")
    copy=${XDG_CACHE_HOME:-$HOME/.cache}/paas/tree-${key%% *}
    dist=$copy/server/target/dist
    build_is_current "$root" || build_locked "$root" "$copy" || return 1
  elif ! build_is_current "$root"; then
    build_locked "$root" "$root" || return 1
  fi
  app=$(readlink -f "$dist/current")
}

build_can_write() { # ROOT: every module, and what was built there by whomever
  local pom folder
  for pom in "$1"/pom.xml "$1"/*/pom.xml; do
    folder=${pom%/pom.xml}
    [ -w "$folder" ] || return 1
    [ ! -e "$folder/target" ] || [ -w "$folder/target" ] || return 1
  done
}

# Nothing is newer than the last build; or something is, but with the content that was built.
build_is_current() { # ROOT
  [ -f "$dist/built" ] && [ -f "$dist/current/paas.jar" ] || return 1
  [ -n "$(build_newer "$1")" ] || return 0
  [ "$(build_fingerprint "$1")" = "$(<"$dist/built")" ] || return 1
  touch -c "$dist/built" 2>/dev/null || true
}

build_newer() { (cd "$1" && find pom.xml .mvn ./*/pom.xml ./*/src/main -newer "$dist/built" -print -quit); }

build_fingerprint() {
  (cd "$1" && find pom.xml .mvn ./*/pom.xml ./*/src/main -type f -print0 | LC_ALL=C sort -z | xargs -0 cksum | cksum)
}

build_locked() { # ROOT TREE: one build at a time; whoever waited finds it done
  mkdir -p "$2/server/target" || return 1
  (
    exec 9>"$2/server/target/build.lock"
    flock 9
    ! build_is_current "$1" || exit 0
    if [ "$1" != "$2" ]; then
      step "$1 cannot be written to; building a copy in $2"
      build_copy "$1" "$2" || exit 1
    fi
    fingerprint=$(build_fingerprint "$1")
    mark=$(mktemp "$2/server/target/mark.XXXXXX")
    build_package "$2" && build_stage "$2" && printf '%s\n' "$fingerprint" >"$mark.text" &&
      touch -r "$mark" "$mark.text" && chmod 644 "$mark.text" && mv "$mark.text" "$dist/built"
    status=$?
    rm -f "$mark"
    exit $status
  )
}

build_copy() { # ROOT TREE: the sources only; what was compiled from unchanged ones stays
  (cd "$1" && tar -c --exclude='*/target' --exclude=./.git .) | tar -x -C "$2" -m --no-same-owner --delay-directory-restore ||
    return 1
  chmod -R u+w "$2"
}

build_fetch_maven() { # TREE: the wrapper fetches Maven once, and gives up at the first hiccup
  [ ! -d "$HOME/.m2/wrapper/dists" ] || return 0
  local attempt
  for attempt in 1 2 3; do
    (cd "$1" && JAVA_HOME=$java_home ./mvnw --version >/dev/null 2>&1) && return
    detail "Maven could not be fetched (attempt $attempt of 3)"
    sleep 2
  done
}

build_package() { # TREE
  local tree=$1 log=$1/server/target/build.log start=$SECONDS status
  step "Building"
  build_fetch_maven "$tree"
  # What was removed from the sources, or from the libraries, would stay on the class path.
  rm -rf "$tree"/*/target/classes "$tree/server/target/lib"
  (
    cd "$tree" && JAVA_HOME=$java_home ./mvnw -B -ntp package -pl server -am \
      -Dmaven.test.skip=true -Denforcer.skip -Dspotless.check.skip=true 2>&1
  ) | tee "$log" | build_progress
  status=${PIPESTATUS[0]}
  if [ "$status" -ne 0 ]; then
    warn "the build failed; its errors (all of it: $log):"
    { grep -E '^\[ERROR\] +[^ ]' "$log" | grep -vE '\[Help|-e switch|-X switch|For more|After correcting|mvn <args>' ||
      tail -n 20 "$log"; } | head -n 30 >&2
    return 1
  fi
  detail "built in $((SECONDS - start)) s"
}

build_progress() { # one line per module; a word while libraries are fetched
  local line fetching=''
  while IFS= read -r line; do
    case $line in
      *'Building paas-'*) line=${line#*Building } && detail "${line%% *}" ;;
      *Downloading*) [ -n "$fetching" ] || detail "fetching libraries (the first time only)"
        fetching=yes ;;
    esac
  done
}

build_stage() { # TREE
  local number folder old
  number=$(date -u +%Y%m%d-%H%M%S)-$$
  folder=$dist/$number
  mkdir -p "$folder" || return 1
  cp -p "$1/$build_jar" "$folder/paas.jar" && cp -pR "$1/server/target/lib" "$folder/lib" &&
    "$java_home/bin/java" -XX:+UseSerialGC "$1/scripts/lib/Unsigned.java" "$folder"/lib/*.jar || return 1
  # The build before this one may still be running somewhere; those before it go.
  old=$(readlink "$dist/current" 2>/dev/null)
  ln -sfn "$number" "$dist/current.new" && mv -T "$dist/current.new" "$dist/current" || return 1
  find "$dist" -mindepth 1 -maxdepth 1 -type d ! -name "$number" ! -name "${old:-$number}" -exec rm -rf {} +
}

build_class_path() { # FOLDER: sets class_path, in one order always
  local jar
  class_path=$1/paas.jar
  for jar in "$1"/lib/*.jar; do class_path+=:$jar; done
}
