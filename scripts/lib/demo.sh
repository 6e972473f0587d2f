# shellcheck shell=bash
# The demonstration: a sample app in a repository of its own, pushed with the real git client, asked
# through the proxy. It reads what the server prints and passes it on.

demo_watch() { # ROOT DATA: DATA is empty when the demonstration has a folder of its own
  trap '' INT TERM HUP # These are for the server; what is left here ends after it
  local line
  while IFS= read -r line; do
    printf '%s\n' "$line"
    case $line in 'paas ready '*) demo_run "$1" "$line" </dev/null || warn "the demonstration failed; the server keeps running" ;; esac
  done
}

demo_field() { # LINE NAME: one field of the ready line
  local rest=" $1"
  rest=${rest#*" $2="}
  printf '%s\n' "${rest%% *}"
}

demo_data() { # LINE: the data folder may hold spaces, and stands before the process id
  local rest=${1#*" data="}
  printf '%s\n' "${rest%" pid="*}"
}

demo_run() { # ROOT READY-LINE
  local data engine sample work output url
  local tool
  for tool in git ssh curl; do
    type -P "$tool" >/dev/null || { warn "the demonstration needs $tool"; return 1; }
  done
  data=$(demo_data "$2") engine=$(demo_field "$2" engine)
  sample=$(demo_sample "$1/buildpacks/samples" "$engine") ||
    { warn "no sample app can be built here: the process engine needs node, python3 or go on the machine"; return 1; }
  [ "$engine" != docker ] || demo_images "$1" "$sample" || return 1
  work=$(mktemp -d "${TMPDIR:-/tmp}/paas-demo.XXXXXX") || return 1
  demo_push "$sample" "$work" "$data"
  local status=$?
  output=$(sed -nE 's/^.*Application deployed: *([^ ]+).*$/\1/p' "$work/push.log" | tail -n 1)
  rm -rf "$work"
  [ $status -eq 0 ] && [ -n "$output" ] || return 1
  url=$output
  demo_ask "$url" "$(demo_field "$2" http)" && demo_next "$data" "$url"
}

demo_sample() { # SAMPLES ENGINE: prints the folder of a sample whose toolchain is there
  local pair
  for pair in node:node-http python3:python-plain go:go-http; do
    [ -d "$1/${pair#*:}" ] || continue
    if [ "$2" = docker ] || demo_tool "${pair%:*}"; then
      printf '%s\n' "$1/${pair#*:}"
      return
    fi
  done
  return 1
}

demo_tool() { # NAME: there, and not in root's own home, where an app's user cannot reach it
  local path
  path=$(type -P "$1") && path=$(readlink -f "$path") && { ! is_root || [[ $path != "$HOME"/* ]]; }
}

demo_images() { # ROOT SAMPLE: what the sample is built on, by pull or as a stand-in
  "$1/scripts/base-images.sh" "$(grep -m 1 "^$(demo_language "$2"):" "$1/scripts/base-images/names")"
}

demo_language() { # SAMPLE: the name of the language's base images
  case ${1##*/} in
    node-*) echo node ;;
    python-*) echo python ;;
    go-*) echo golang ;;
  esac
}

demo_push() { # SAMPLE WORK DATA
  local repository=$2/demo
  cp -R "$1" "$repository" && git init -q "$repository" && git -C "$repository" symbolic-ref HEAD refs/heads/main || return 1
  git -C "$repository" add -A &&
    git -C "$repository" -c user.name=demo -c user.email=demo@localhost -c commit.gpgsign=false commit -qm 'Say hello' &&
    git -C "$repository" remote add paas paas:demo || return 1
  step "git push paas main   (${1##*/})"
  GIT_SSH_COMMAND="ssh -F '$3/ssh_config'" git -C "$repository" push paas main 2>&1 | tee "$2/push.log" >&2
  return "${PIPESTATUS[0]}"
}

demo_ask() { # URL ADDRESS
  local answer
  step "curl $1"
  answer=$(curl -sS --noproxy '*' --max-time 30 --fail --connect-to "::$2" "$1") || return 1
  printf '%s\n' "$answer" | head -n 20 | sed 's/^/       /' >&2
}

demo_next() { # DATA URL
  cat >&2 <<NEXT
=====> The demo app is live: $2
       Ask it anything:   ssh -F '$1/ssh_config' paas help
       Your own app:      git remote add paas paas:shop
                          GIT_SSH_COMMAND="ssh -F '$1/ssh_config'" git push paas main
       Ctrl-C ends the demonstration.
NEXT
}
