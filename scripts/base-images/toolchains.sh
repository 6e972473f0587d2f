# shellcheck shell=bash disable=SC2034,SC2154 # shared with base-images.sh
# Finds what goes into a stand-in. Each finder takes the version in the image's tag and sets
#   tree   arguments for tar: the files to lay under /usr/local, each named ./...
#   holds  what the image will really hold, in words
# and may put files of its own into the folder $work. An empty tree leaves it to the recipe, which then installs Debian's own package.

version_within() { # FOUND WANTED: is 3.11.7 a 3.11, or 1.26.8 a 1?
  [[ $1 == "$2" || $1 == "$2".* ]]
}

# What Debian 12 packages, for a machine that has no toolchain of its own.
debian_holds() { # LANGUAGE FOUND WANTED
  tree=() holds="$1 $2 of Debian's packages$(version_differs "$2" "$3")"
}

version_differs() { # FOUND WANTED: the warning, when the image's name promises another version
  version_within "$1" "$2" || printf ' (NOT %s)' "$2"
}

toolchain_node() { # VERSION
  local node npm home version
  if node=$(command -v node) && npm=$(command -v npm); then
    version=$("$node" --version) version=${version#v}
    if version_within "$version" "$1"; then
      home=$(dirname "$(dirname "$(readlink -f "$node")")")
      npm=$(readlink -f "$npm")                       # .../npm/bin/npm-cli.js
      tree=(-C "$home" ./bin/node -C "${npm%/npm/bin/*}/.." ./node_modules/npm)
      holds="Node.js $version of the machine that made it"
      return
    fi
    toolchain_node_published "$npm" "$1" && return
  fi
  debian_holds Node.js 18 "$1"
}

# Node.js is also published as an npm package, one per version and platform; npm belongs to it.
toolchain_node_published() { # NPM VERSION
  local platform package folder npm_version
  case $(uname -m) in
    x86_64) platform=linux-x64 ;;
    aarch64) platform=linux-arm64 ;;
    *) return 1 ;;
  esac
  case $2 in 18* | 20* | 22*) npm_version=10 ;; *) npm_version=11 ;; esac
  folder=$work/node-$2
  mkdir -p "$folder/lib/node_modules/npm" "$folder/bin"
  for package in "node-$platform@$2" "npm@$npm_version"; do
    (cd "$folder" && "$1" pack --silent "$package" >/dev/null 2>&1) || return 1
  done
  tar -xzf "$folder"/node-"$platform"-*.tgz -C "$folder/bin" --strip-components=2 package/bin/node || return 1
  tar -xzf "$folder"/npm-*.tgz -C "$folder/lib/node_modules/npm" --strip-components=1 || return 1
  rm -f "$folder"/*.tgz
  chmod 755 "$folder/bin/node"
  tree=(-C "$folder" ./bin/node -C "$folder/lib" ./node_modules/npm)
  holds="Node.js $("$folder/bin/node" --version | tr -d v) as published on npm"
}

toolchain_python() { # VERSION
  local home best='' version
  for home in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/* /usr/local /opt/python*; do
    [ -x "$home/bin/python$1" ] || continue
    version=$("$home/bin/python$1" -c 'import platform; print(platform.python_version())') || continue
    best=$home
    break
  done
  if [ -z "$best" ]; then
    debian_holds CPython 3.11 "$1"
    return
  fi
  # Without what was installed into it, its own tests and its static library.
  tree=(--exclude='site-packages/*' --exclude=__pycache__ --exclude='./lib/python*/test'
    --exclude='./lib/python*/config-*' --exclude='*.a' --exclude='./lib/python*/idlelib'
    -C "$best" "./bin/python$1" "./lib/python$1" "./include/python$1")
  local library
  for library in "$best"/lib/libpython*.so*; do
    [ -e "$library" ] && tree+=("./lib/${library##*/}")
  done
  holds="CPython $version of the machine that made it"
}

toolchain_golang() { # VERSION
  local root version
  if command -v go >/dev/null && root=$(GOTOOLCHAIN=local go env GOROOT); then
    version=$(GOTOOLCHAIN=local go env GOVERSION) version=${version#go}
    [[ $root != /usr/lib/* ]] || { debian_holds Go 1.19 "$1" && return; }
    tree=(--exclude=./test --exclude=./doc --exclude=./api -C "$root" ./bin ./pkg ./src)
    local file
    for file in VERSION go.env; do
      [ ! -e "$root/$file" ] || tree+=("./$file")
    done
    holds="Go $version of the machine that made it$(version_differs "$version" "$1")"
    return
  fi
  debian_holds Go 1.19 "$1"
}

toolchain_rust() { # VERSION
  local root version
  if command -v rustc >/dev/null && command -v cargo >/dev/null && root=$(rustc --print sysroot); then
    version=$(rustc --version) version=${version#rustc } version=${version%% *}
    [ "$root" != /usr ] || { debian_holds Rust 1.85 "$1" && return; }
    tree=(--exclude='*-wasm*' -C "$root" ./bin/cargo ./bin/rustc ./lib)
    holds="Rust $version of the machine that made it$(version_differs "$version" "$1")"
    return
  fi
  debian_holds Rust 1.85 "$1"
}

# A newer JDK compiles for an older Java, and runs what was compiled for it. Debian's lies in pieces: links are followed.
toolchain_eclipse-temurin() { # VERSION
  local home major best='' best_major=''
  for home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/*[jJ][dD][kK]*; do
    [ -x "$home/bin/javac" ] && [ -f "$home/lib/security/cacerts" ] && [ -d "$home/conf" ] || continue
    jdk_major "$home" && [ "$major" -ge "$1" ] || continue
    [ -z "$best" ] || [ "$major" -lt "$best_major" ] || continue
    best=$home best_major=$major
  done
  if [ -z "$best" ]; then
    debian_holds OpenJDK 17 "$1"
    return
  fi
  tree=(-h --exclude=src.zip -C "$best" ./bin ./conf ./lib ./release)
  holds="JDK $best_major of the machine that made it$(version_differs "$best_major" "$1")"
}

# The tag tells the Java behind Maven's own version: 3-eclipse-temurin-21.
toolchain_maven() { # VERSION
  local home
  toolchain_eclipse-temurin "${tag##*-}"
  holds="Maven on $holds"
  home=$(type -P mvn) && home=$(dirname "$(dirname "$(readlink -f "$home")")") && [ -d "$home/boot" ] || return 0
  mkdir -p "$work/$tag" && cp -RL "$home" "$work/$tag/maven" && tree+=(-C "$work/$tag" ./maven)
}

# Debian alone has these; all of their stand-ins are made of its packages.
toolchain_ruby() { debian_holds Ruby 3.1 "$1"; }
toolchain_php() { debian_holds PHP 8.2 "$1"; }
toolchain_composer() { debian_holds Composer 2.5 "$1"; }
toolchain_elixir() { debian_holds Elixir 1.14 "$1"; }
