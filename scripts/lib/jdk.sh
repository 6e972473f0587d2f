# shellcheck shell=bash
# Finds a JDK that can build and run the server: JAVA_HOME when it is recent enough, else the newest on
# the machine. Asks the `release` file first, because starting every `java` would cost a second.

jdk_wanted=25
jdk_package=openjdk-$jdk_wanted-jdk-headless

# Sets java_home, or fails when there is none.
jdk_find() {
  local candidate best=0 major=''
  java_home=''
  if [ -n "${JAVA_HOME:-}" ] && jdk_is_recent "$JAVA_HOME"; then
    java_home=$JAVA_HOME
    return
  fi
  for candidate in /usr/lib/jvm/* /usr/java/* /opt/*[jJ][dD][kK]* /opt/java/* "${HOME:-/}"/.sdkman/candidates/java/* \
    "${HOME:-/}"/.jdks/* /usr/local/*jdk* "$(jdk_on_path)"; do
    jdk_is_recent "$candidate" || continue
    [ "$major" -gt "$best" ] || continue
    best=$major java_home=$candidate
  done
  [ -n "$java_home" ]
}

jdk_is_recent() { # FOLDER: sets major
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && jdk_major "$1" && [ "$major" -ge "$jdk_wanted" ]
}

jdk_major() { # FOLDER: sets major to 25 for 25, 25.0.3 or 25-ea
  local line version=''
  if [ -r "$1/release" ]; then
    while IFS= read -r line; do
      [[ $line != JAVA_VERSION=* ]] || version=${line#*=}
    done <"$1/release"
  else
    version=$("$1/bin/java" -version 2>&1)
    version=${version#*version }
  fi
  version=${version#\"}
  major=${version%%[!0-9]*}
  [ -n "$major" ]
}

jdk_on_path() { # prints the home of the `javac` that PATH finds
  local javac
  javac=$(type -P javac) && javac=$(readlink -f "$javac") && printf '%s\n' "${javac%/bin/javac}"
}

jdk_missing() { # the one line for a machine without
  printf '%s\n' "no JDK $jdk_wanted or newer found; install $jdk_package (as root: scripts/run.sh --install-jdk) or set JAVA_HOME"
}

jdk_install() {
  apt_usable || {
    warn "--install-jdk works on Debian, as root; elsewhere unpack a JDK $jdk_wanted anywhere and set JAVA_HOME"
    return 1
  }
  apt_offers "$jdk_package" || {
    local release
    # shellcheck source=/dev/null
    release=$(. /etc/os-release 2>/dev/null && printf '%s' "${PRETTY_NAME:-}")
    warn "${release:-this system} has no $jdk_package (Debian 13 and later have): unpack a JDK $jdk_wanted, such as" \
      "Eclipse Temurin, under /opt or set JAVA_HOME"
    return 1
  }
  apt_install "$jdk_package"
}
