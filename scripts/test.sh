#!/usr/bin/env bash
# Runs every test, after seeing to what the tests need.
set -uo pipefail

usage() {
  cat <<'HELP'
Usage: scripts/test.sh [--fast | --samples[=NAME,...]] [MAVEN-ARGUMENT...]

Runs every test of the project: `mvnw verify` on a machine that has what the tests need. As root on
Debian it installs what is missing, starts a Docker engine if none answers (and stops it at the end)
and makes the base images that no registry gave. As an ordinary user it installs nothing and says
what is missing and therefore skipped.

  --fast      without the tests tagged `slow`
  --samples   only pushes the sample apps of buildpacks/samples, all of them or those whose names begin
              so, to both engines, with their dependencies from the registries, and prints a table
  MAVEN-...   passed on, for example  -pl proxy -Dtest=RouteTableTest, or  -Dpaas.test.forks=2 for two
              test classes of the server at a time

The tests see, in their environment:
  PAAS_TEST_REQUIRE   what must be there, separated by commas: a test that would skip itself because
                      one of these is missing has to fail. Of: git ssh sshd curl docker node npm
                      python3 go cargo wrk nginx pebble root
  PAAS_DIST           a build of the server that every user of the machine can read:
                      java @PAAS_DIST/java.args paas.Main ...
HELP
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
for part in say path apt jdk docker build java report; do
  # shellcheck source=/dev/null
  . "$root/scripts/lib/$part.sh"
done

# What a test may need, and the Debian packages that bring it.
needs='git:git ssh:openssh-client sshd:openssh-server curl:curl wrk:wrk nginx:nginx-light node:nodejs npm:npm pebble:pebble
  python3:python3 go:golang-go cargo:cargo-web,rustc-web setpriv:util-linux ps:procps shellcheck:shellcheck
  docker-registry:docker-registry openssl:openssl h2load:nghttp2-client'

work=''

clean_up() {
  [ -z "$work" ] || rm -rf "$work"
  docker_stop_started
}

prepare_tools() {
  apt_usable || return 0
  local need packages=() wanted=() offered=()
  for need in $needs; do
    command -v "${need%%:*}" >/dev/null && continue
    IFS=, read -ra wanted <<<"${need#*:}"
    packages+=("${wanted[@]}")
  done
  # Debian's own Python is the one that apps' own users can reach; tests of Docker build on debootstrap.
  packages+=(python3-venv ca-certificates)
  docker_answers || command -v dockerd >/dev/null || packages+=(docker.io iptables)
  docker_has_image debian:bookworm-slim || packages+=(debootstrap)
  for need in "${packages[@]}"; do
    if apt_has "$need" || apt_offers "$need"; then offered+=("$need"); else warn "no package $need here"; fi
  done
  apt_install_idle "${offered[@]}" || true
}

prepare_jdk() {
  jdk_find && return
  ! apt_usable || { jdk_install && jdk_find; } || die "$(jdk_missing)"
}

prepare_docker() {
  docker_answers && return
  if is_root && command -v dockerd >/dev/null; then
    docker_start "$work/dockerd.log"
  fi
}

# A connection that waits to be accepted goes over to the proxy that takes over.
prepare_kernel() {
  local setting=/proc/sys/net/ipv4/tcp_migrate_req
  [ ! -w $setting ] || echo 1 >$setting
}

# Sets what has to be there on this machine: as root nothing is skipped that could be installed.
require() {
  local need tool required=() missing=()
  for need in $needs; do
    tool=${need%%:*}
    case $tool in setpriv | ps | shellcheck) continue ;; esac
    command -v "$tool" >/dev/null || missing+=("$tool")
    required+=("$tool")
  done
  required+=(docker root)
  docker_answers || missing+=(docker)
  is_root || missing+=(root)
  [ ${#missing[@]} -eq 0 ] || warn "not here, so tests that need it are skipped: ${missing[*]}"
  PAAS_TEST_REQUIRE=''
  if is_root || [ -n "${CI:-}" ]; then
    PAAS_TEST_REQUIRE=$(IFS=,; printf '%s' "${required[*]}")
  fi
  export PAAS_TEST_REQUIRE
}

# shellcheck disable=SC2154 # build.sh sets app and class_path
publish_build() { # a copy that other users can read, wherever this checkout lies
  build_app "$root" || return 1
  PAAS_DIST=$work/dist
  mkdir "$PAAS_DIST" && cp -R "$app/paas.jar" "$app/lib" "$PAAS_DIST/" || return 1
  build_class_path "$PAAS_DIST"
  printf -- '-cp\n"%s"\n' "$class_path" >"$PAAS_DIST/java.args" && chmod -R a+rX "$PAAS_DIST" || return 1
  export PAAS_DIST
}

# The tests start the server more than a hundred times: with a start-up cache, as scripts/run.sh starts it,
# each start takes half the processor time. Without one they take longer, and find the same.
# shellcheck disable=SC2034 # java.sh takes java_flags
train_build() {
  local app=$PAAS_DIST train=$work/train java_flags=(
    -XX:+UseSerialGC -Xmx256m -XX:TieredStopAtLevel=1 "-Duser.home=$work/train"
    -Dorg.jboss.logging.provider=slf4j -Dorg.jooq.no-logo=true -Dorg.jooq.no-tips=true
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "@$PAAS_DIST/java.args"
  )
  step "Training a start-up cache"
  mkdir -m 711 "$train" || return
  if java_cache_record "$PAAS_DIST/paas.aot" "$train" && java_cache_record_proxy "$PAAS_DIST/proxy.aot" "$train"; then
    chmod a+r "$PAAS_DIST"/*.aot
    # A cache that does not fit is left out, with a warning where it does not stand in the ready line's way.
    printf -- '-Xlog:disable\n-Xlog:all=warning:stderr\n"-XX:AOTCache=%s"\n"-Dpaas.proxy.aot=%s"\n' "$PAAS_DIST/paas.aot" "$PAAS_DIST/proxy.aot" >>"$PAAS_DIST/java.args"
  else
    warn "no start-up cache could be trained; the tests take longer"
  fi
}

check_scripts() {
  command -v shellcheck >/dev/null || { warn "shellcheck is not here: the scripts are not checked"; return 0; }
  step "shellcheck"
  (cd "$root/scripts" && shellcheck -x --severity=warning ./*.sh ./*/*.sh ../.ci/run)
}

run_maven() { # ARGUMENT...
  local log=$root/target/test.log
  mkdir -p "$root/target"
  report_reset "$root"
  (cd "$root" && JAVA_HOME=$java_home ./mvnw -B -ntp verify "$@" 2>&1) | tee "$log" | report_progress
  local status=${PIPESTATUS[0]}
  [ "$status" -eq 0 ] || report_failures "$root"
  report_summary "$root" || true
  detail "$((SECONDS / 60)) min $((SECONDS % 60)) s in all"
  [ "$status" -eq 0 ] || warn "failed; everything that was said: $log"
  return "$status"
}

main() {
  local arguments=() argument samples='' images='' java_home status=0
  for argument in "$@"; do
    case $argument in
      -h | --help) usage && return ;;
      -q | --fast) arguments+=(-DexcludedGroups=slow) ;;
      --samples | --samples=*)
        samples=all
        [ "$argument" = --samples ] || samples=${argument#*=}
        arguments+=(-pl server -am -Dtest=SampleAppsTest -Dsurefire.failIfNoSpecifiedTests=false "-Dpaas.samples=$samples")
        ;;
      *) arguments+=("$argument") ;;
    esac
  done
  [ -w "$root" ] || die "tests are run in a checkout that you can write to; this one is not: $root"
  work=$(mktemp -d "${TMPDIR:-/tmp}/paas-test.XXXXXX") && chmod 755 "$work"
  trap clean_up EXIT
  trap 'exit 130' INT TERM
  prepare_tools
  prepare_jdk
  prepare_docker
  prepare_kernel
  require
  # Making the images and compiling take about the same time, and not the same things.
  if docker_answers; then "$root/scripts/base-images.sh" & images=$!; fi
  check_scripts || status=1
  "$root/scripts/test/scripts.sh" || status=1
  if publish_build; then train_build; else status=1; fi
  [ -z "$images" ] || wait "$images" || status=1
  [ $status -eq 0 ] || return 1
  run_maven ${arguments[@]+"${arguments[@]}"} || status=1
  [ -z "$samples" ] || report_samples "$root"
  return $status
}

main "$@"
