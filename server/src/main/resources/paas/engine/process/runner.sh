# Keeps one process of an app: notes who it is and how it ended, and leaves nothing of it behind.
# Needs nobody: the server may die and come back.
#
# sh runner.sh FOLDER GROUP TERMINAL COMMAND...
#   FOLDER    gets: runner, stat (lines of /proc/PID/stat), exit (status), done (nothing is left)
#   GROUP     file that takes the process into its control group; empty for none
#   TERMINAL  device that becomes its standard streams; empty for those that are there
# A file named "stopping" in FOLDER gives what is left of its process group time to end by itself.

trap : HUP INT QUIT TERM
exec 3>&2 2>/dev/null
cd "$1" || exit 125
group=$2
terminal=$3
shift 3
read -r self </proc/self/stat && printf '%s\n' "$self" >runner || exit 125
(
  exec 2>&3 3>&-
  read -r self </proc/self/stat && printf '%s\n' "$self" >stat || exit 125
  [ -z "$group" ] || echo 0 >"$group" || exit 125
  [ -z "$terminal" ] || exec <"$terminal" >"$terminal" 2>&1
  exec "$@"
)
status=$?
echo "$status" >exit

# A shell that ran a pipeline is gone at SIGTERM; what it ran may still be finishing its work.
read -r app rest <stat
while [ -e stopping ] && kill -0 "-$app"; do
  sleep 0.02
done

# Whatever left the group was handed to this process by the kernel. A sleep also reaps.
tries=0
while left= && read -r left <"/proc/$$/task/$$/children"; [ -n "$left" ] && [ "$tries" -lt 500 ]; do
  kill -KILL $left
  sleep 0.01
  tries=$((tries + 1))
done
: >done
exit "$status"
