# shellcheck shell=bash
# What the tests said, from the XML reports that Surefire leaves.

report_reset() { # ROOT: forgets the reports of earlier runs
  rm -rf "$1"/*/target/surefire-reports
}

report_progress() { # reads Maven's output: a line per module, per class, per error
  local line shown=some
  while IFS= read -r line; do
    case $line in
      *'Building paas-'*) step "${line#*Building }" ;;
      *'Tests run:'*' -- in '*) report_class "$line" ;;
      '[ERROR] Failed to execute goal'*) printf '%s\n' "$line" >&2 && shown=enough ;;
      '[ERROR]'*) [ $shown = enough ] || printf '%s\n' "$line" >&2 ;;
    esac
  done
}

report_class() { # LINE: "[INFO] Tests run: 3, Failures: 0, ..., Time elapsed: 0.04 s -- in paas.X"
  local count=${1#*Tests run: } time=${1#*Time elapsed: }
  detail "$(printf '%-60s %4s tests %10s' "${1##* -- in }" "${count%%,*}" "${time%% -- in*}")"
}

report_failures() { # ROOT: the stack traces of what failed
  local file
  for file in "$1"/*/target/surefire-reports/*.txt; do
    ! grep -qs '<<< ' "$file" || sed -n '/<<< /,$p' "$file" | head -n 80 >&2
  done
}

report_summary() { # ROOT
  local root=$1 files=()
  shopt -s nullglob
  files=("$root"/*/target/surefire-reports/TEST-*.xml)
  shopt -u nullglob
  [ ${#files[@]} -gt 0 ] || { warn "no test ran"; return 1; }
  awk '
    function value(name,   part) {
      if (!match($0, " " name "=\"[^\"]*\"")) return ""
      part = substr($0, RSTART, RLENGTH)
      sub(/^[^"]*"/, "", part); sub(/"$/, "", part)
      gsub(/&#10;|&#xa;/, " ", part); gsub(/&quot;/, "\"", part); gsub(/&apos;/, "\047", part)
      gsub(/&lt;/, "<", part); gsub(/&gt;/, ">", part); gsub(/&amp;/, "\\&", part)
      return part
    }
    /<testsuite / { suite = value("name"); tests += value("tests"); failures += value("failures"); errors += value("errors"); times[suite] += value("time") }
    /<testcase / { test = value("classname") "." value("name") }
    /<skipped/ {
      skipped++
      reason = value("message")
      if (reason == "" && match($0, /<!\[CDATA\[[^\]]*/)) reason = substr($0, RSTART + 9, RLENGTH - 9)
      sub(/^[a-zA-Z0-9.]*TestAbortedException: /, "", reason); sub(/^Assumption failed: /, "", reason)
      why[reason == "" ? "no reason given" : reason]++
    }
    /<(failure|error)[ >]/ { failed[++failing] = test ": " value("message") }
    END {
      printf "=====> %d tests, %d failed, %d skipped\n", tests, failures + errors, skipped
      for (reason in why) printf "       skipped %d: %s\n", why[reason], reason
      for (i = 1; i <= failing; i++) printf " !     %s\n", substr(failed[i], 1, 300)
      for (rank = 1; rank <= 5; rank++) {
        slowest = ""
        for (suite in times) if (slowest == "" || times[suite] > times[slowest]) slowest = suite
        if (slowest == "" || times[slowest] < 1) break
        printf "       %7.1f s  %s\n", times[slowest], slowest
        delete times[slowest]
      }
    }' "${files[@]}" >&2
}

report_samples() { # ROOT: what became of each sample app on each engine, as a table for docs/buildpacks.md
  printf '\n| sample | Docker | process engine |\n| --- | --- | --- |\n'
  grep -hoE 'sample: [a-z0-9-]+ (docker|process) [^]<]*' "$1"/server/target/surefire-reports/TEST-*.xml | sort -u | awk '
    { name = $2; what = $0; sub(/^sample: [^ ]+ [^ ]+ /, "", what); got[name, $3] = what; names[name] = 1 }
    END { for (name in names) printf "| `%s` | %s | %s |\n", name, got[name, "docker"], got[name, "process"] }' | sort
}
