# Carries out one step of a build by Heroku buildpacks.
#
# bash buildpack.sh take             copies the app to where it is built
# bash buildpack.sh detect N         asks the Nth buildpack whether the app is of its kind
# bash buildpack.sh compile N        lets it build, after what those before it export
# bash buildpack.sh release N        asks it how processes start
# bash buildpack.sh clear            takes away what only the build needed
#
# PAAS_CACHE    a folder that is kept from build to build
# PAAS_CONTEXT  the folder with the app, the buildpacks and the config; without it the current one
# PAAS_BUILD    where the app is built; without it the current folder

set -u
context=${PAAS_CONTEXT:-$PWD}
build=${PAAS_BUILD:-$PWD}
cache=$PAAS_CACHE
config=$context/.paas/env
state=$build/.paas/state
unset PAAS_CONTEXT PAAS_BUILD PAAS_CACHE
verb=$1
number=${2-}
pack=$state/$number
umask 022

read_commit() {
  [ -r "$context/.paas/commit" ] || return 0
  read -r SOURCE_VERSION <"$context/.paas/commit"
  export SOURCE_VERSION
}

# What is mounted cannot be written to, and some buildpacks write into their own folder.
unpack() {
  [ ! -d "$pack" ] || return 0
  mkdir -p "$state" "$config" 2>/dev/null
  cp -R "$context/.paas/buildpacks/$number" "$pack" && chmod -R u+w "$pack" && chmod +x "$pack"/bin/*
}

case $verb in
  take)
    mkdir -p "$build/.paas" || exit
    tar -C "$context" -cf - --exclude=./.paas . | tar -C "$build" -xf - || exit
    cp "$context/.paas/start.sh" "$build/.paas/"
    ;;
  detect)
    unpack || exit
    if "$pack/bin/detect" "$build"; then
      exit 0
    fi
    echo "bin/detect does not know this app"
    exit 1
    ;;
  compile)
    read_commit
    for ((before = 1; before < number; before++)); do
      [ ! -r "$state/$before/export" ] || . "$state/$before/export"
    done
    exec "$pack/bin/compile" "$build" "$cache" "$config"
    ;;
  release)
    if [ -f "$pack/bin/release" ]; then
      "$pack/bin/release" "$build" >"$build/.paas/release.yml" || exit
    else
      : >"$build/.paas/release.yml"
    fi
    [ "$context" = "$build" ] || rm -rf "$state"
    ;;
  clear)
    rm -rf "$build/.paas/buildpacks" "$build/.paas/env" "$build/.paas/commit" "$state"
    ;;
esac
