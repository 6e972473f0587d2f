#!/usr/bin/env bash
# Tests of the scripts' own rules: which JDK is taken, when a build is due, what a tag asks for.
set -uo pipefail

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
for part in lib/say lib/jdk lib/build lib/demo base-images/toolchains; do
  # shellcheck source=/dev/null
  . "$scripts/$part.sh"
done

work=$(mktemp -d "${TMPDIR:-/tmp}/paas-scripts.XXXXXX")
trap 'rm -rf "$work"' EXIT
failures=0

expect() { # WHAT EXPECTED ACTUAL
  [ "$2" = "$3" ] && return
  failures=$((failures + 1))
  warn "$1: expected <$2>, got <$3>"
}

outcome() { if "$@"; then echo yes; else echo no; fi; }

a_jdk() { # FOLDER VERSION
  mkdir -p "$1/bin"
  printf '#!/bin/sh\n' | tee "$1/bin/java" >"$1/bin/javac"
  chmod +x "$1/bin/java" "$1/bin/javac"
  printf 'IMPLEMENTOR="Anyone"\nJAVA_VERSION="%s"\n' "$2" >"$1/release"
}

# shellcheck disable=SC2034 # jdk.sh reads JAVA_HOME and sets major
jdk_tests() {
  local version java_home major
  for version in 17.0.15=no 1.8.0_402=no 24=no 25=yes 25.0.3=yes 25-ea=yes 27.0.1=yes; do
    a_jdk "$work/jdk" "${version%=*}"
    expect "JDK ${version%=*} is recent enough" "${version#*=}" "$(outcome jdk_is_recent "$work/jdk")"
  done
  rm "$work/jdk/bin/javac"
  expect "a Java without a compiler is none" no "$(outcome jdk_is_recent "$work/jdk")"
  a_jdk "$work/home/.sdkman/candidates/java/26.0.1-tem" 26.0.1
  a_jdk "$work/home/.jdks/openjdk-99" 99.0.1
  a_jdk "$work/mine" 25.0.1
  expect "the newest is taken" "$work/home/.jdks/openjdk-99" "$(HOME=$work/home JAVA_HOME='' && jdk_find && echo "$java_home")"
  expect "JAVA_HOME is taken first" "$work/mine" "$(HOME=$work/home JAVA_HOME=$work/mine && jdk_find && echo "$java_home")"
  expect "an old JAVA_HOME is passed over" "$work/home/.jdks/openjdk-99" \
    "$(a_jdk "$work/mine" 21.0.1 && HOME=$work/home JAVA_HOME=$work/mine && jdk_find && echo "$java_home")"
}

a_built_tree() { # as the build leaves it, with sources older than its mark
  local root=$1
  rm -rf "$root"
  mkdir -p "$root/.mvn" "$root/server/src/main/java" "$root/server/target/dist/1"
  echo '<project/>' | tee "$root/pom.xml" >"$root/server/pom.xml"
  echo 'class A {}' >"$root/server/src/main/java/A.java"
  echo 'class B {}' >"$root/server/src/main/java/B.java"
  find "$root" -exec touch -d '1 hour ago' {} +
  touch "$root/server/target/dist/1/paas.jar"
  ln -s 1 "$root/server/target/dist/current"
  build_fingerprint "$root" >"$root/server/target/dist/built"
}

build_tests() {
  local root=$work/tree dist=$work/tree/server/target/dist source=$work/tree/server/src/main/java
  a_built_tree "$root"
  expect "nothing changed" yes "$(outcome build_is_current "$root")"
  touch "$source/A.java"
  expect "touched, but the same" yes "$(outcome build_is_current "$root")"
  expect "and noted as such" '' "$(build_newer "$root")"
  echo 'class A { int a; }' >"$source/A.java" && touch -d '+1 minute' "$source/A.java"
  expect "a source changed" no "$(outcome build_is_current "$root")"
  a_built_tree "$root" && rm "$source/B.java" && touch -d '+1 minute' "$source"
  expect "a source removed" no "$(outcome build_is_current "$root")"
  a_built_tree "$root" && echo 'class C {}' >"$source/C.java" && touch -d '+1 minute' "$source/C.java"
  expect "a source added" no "$(outcome build_is_current "$root")"
  a_built_tree "$root" && touch -d '+1 minute' "$root/server/pom.xml" && echo '<project></project>' >"$root/server/pom.xml" &&
    touch -d '+1 minute' "$root/server/pom.xml"
  expect "a library changed" no "$(outcome build_is_current "$root")"
  a_built_tree "$root" && rm "$dist/1/paas.jar"
  expect "the build was cleaned away" no "$(outcome build_is_current "$root")"
}

class_path_tests() {
  local class_path
  mkdir -p "$work/a build/lib" && touch "$work/a build/lib"/{b,a}.jar
  build_class_path "$work/a build"
  expect "class path" "$work/a build/paas.jar:$work/a build/lib/a.jar:$work/a build/lib/b.jar" "$class_path"
}

image_tests() {
  expect "3.11.7 is a 3.11" yes "$(outcome version_within 3.11.7 3.11)"
  expect "3.1 is no 3.11" no "$(outcome version_within 3.1 3.11)"
  expect "1.26.8 is no 1.2" no "$(outcome version_within 1.26.8 1.2)"
  expect "a stand-in of another version says so" ' (NOT 1.22)' "$(version_differs 1.26.8 1.22)"
  # shellcheck disable=SC2154 # toolchain_php sets it
  expect "what Debian alone has says its version" "PHP 8.2 of Debian's packages (NOT 8.4)" "$(toolchain_php 8.4 && echo "$holds")"
  expect "an image without a recipe is refused" 1 "$("$scripts/base-images.sh" 'postgres:17' 2>/dev/null; echo $?)"
}

names_tests() { # the builders' usual versions are among the images that are seen to
  local versions=$scripts/../buildpacks/src/main/resources/paas/buildpacks/language/versions.json line version=''
  while read -r line; do
    case $line in
      '"default":'*) version=${line#*: \"} version=${version%%\"*} ;;
      '"image":'*)
        line=${line#*: \"} line=${line%%\"*} line=${line/\{version\}/$version}
        expect "$line is among the names" yes "$(outcome grep -qxE "(# no recipe: )?$line" "$scripts/base-images/names")"
        ;;
    esac
  done <"$versions"
  expect "versions were read" yes "$(outcome [ -n "$version" ])"
}

demo_tests() {
  local line='paas ready ssh=127.0.0.1:2222 http=127.0.0.1:8080 engine=docker data=/a folder/paas pid=12'
  expect "engine" docker "$(demo_field "$line" engine)"
  expect "http" 127.0.0.1:8080 "$(demo_field "$line" http)"
  expect "data, with a space" '/a folder/paas' "$(demo_data "$line")"
}

step "scripts"
jdk_tests
build_tests
class_path_tests
image_tests
[ ! -e "$scripts/../buildpacks/src/main/resources/paas/buildpacks/language/versions.json" ] || names_tests
demo_tests
[ $failures -eq 0 ] || die "$failures of the scripts' own tests failed"
