#!/usr/bin/env bash
# Looks for bytes that the proxy's codec does not understand in one way alone.
set -uo pipefail

usage() {
  cat <<'HELP'
Usage: scripts/fuzz.sh [SECONDS]

Gives the proxy's codec inputs made for it by Jazzer, which follows the code that they reach: requests,
answers, chunks, PROXY headers, blocks of HTTP/2 fields and whole HTTP/2 connections. 300 seconds unless
said otherwise. What was learned stays in proxy/target/fuzz and is gone on from.

An input that breaks a rule ends it with 1. It is put into proxy/src/test/resources/paas/proxy/fuzz, where
CodecFuzzTest gives it to the codec for ever after.
HELP
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
for part in say path apt jdk; do
  # shellcheck source=/dev/null
  . "$root/scripts/lib/$part.sh"
done

jazzer=$(sed -n 's:.*<jazzer.version>\(.*\)</.*:\1:p' "$root/pom.xml")
fuzz=$root/proxy/target/fuzz
found=$root/proxy/src/test/resources/paas/proxy/fuzz

maven() { (cd "$root" && JAVA_HOME=$java_home ./mvnw -q -B -ntp "$@"); }

prepare() {
  step "Compiling the proxy and its tests"
  mkdir -p "$fuzz/learned" "$found"
  maven test-compile -pl proxy -Dspotless.check.skip=true || return
  maven dependency:build-classpath -pl proxy -Dmdep.includeScope=test "-Dmdep.outputFile=$fuzz/class-path" || return
  local part
  for part in jazzer jazzer-api; do
    [ -f "$fuzz/$part-$jazzer.jar" ] ||
      maven dependency:copy -N "-Dartifact=com.code-intelligence:$part:$jazzer" "-DoutputDirectory=$fuzz" || return
  done
  class_path=$fuzz/jazzer-$jazzer.jar:$fuzz/jazzer-api-$jazzer.jar:$root/proxy/target/test-classes:$root/proxy/target/classes:$(<"$fuzz/class-path")
  "$java_home/bin/java" -cp "$class_path" paas.proxy.CodecFuzz "$fuzz/seeds"
}

look() { # SECONDS
  step "Looking for $1 s"
  # The proxy is spoken to over the loopback, which Jazzer would take for a fault.
  (cd "$fuzz" && "$java_home/bin/java" -XX:+UseSerialGC -Xmx600m -XX:+EnableDynamicAgentLoading \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dorg.jboss.logging.provider=slf4j -cp "$class_path" com.code_intelligence.jazzer.Jazzer \
    --target_class=paas.proxy.CodecFuzz '--instrumentation_includes=paas.proxy.**' \
    --disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery \
    -max_len=4096 "-max_total_time=$1" "-artifact_prefix=$found/" learned seeds "$found") 2>&1 |
    tee "$fuzz/log" | grep --line-buffered -vE '^INFO|NEW|REDUCE|RELOAD|# Uses'
  return "${PIPESTATUS[0]}"
}

main() {
  local seconds=300 java_home class_path status=0
  case ${1:-} in
    -h | --help) usage && return ;;
    '') ;;
    *[!0-9]*) usage >&2 && return 2 ;;
    *) seconds=$1 ;;
  esac
  jdk_find || die "$(jdk_missing)"
  prepare || die "the fuzzer could not be prepared"
  look "$seconds" || status=1
  [ $status -eq 0 ] || warn "a rule is broken; everything that was said: $fuzz/log"
  return $status
}

main "$@"
