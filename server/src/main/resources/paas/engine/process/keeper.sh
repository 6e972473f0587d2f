# Keeps logs bounded while no server reads them. Sleeps until the server that started it is dead.
#
# sh keeper.sh RUN_FOLDER TOKEN KEEP
#   TOKEN  what RUN_FOLDER/keeper holds until another server takes over
#   KEEP   bytes of a log that are kept; older ones are given back to the disk

trap : HUP INT QUIT TERM
run=$1
token=$2
keep=$3
exec >/dev/null 2>&1
while read -r line; do :; done
while read -r owner <"$run/keeper" && [ "$owner" = "$token" ]; do
  alive=
  for log in "$run"/*/log; do
    [ -e "$log" ] || continue
    folder=${log%/log}
    [ -e "$folder/done" ] || alive=1
    used=$(du -k "$log") && used=${used%%[!0-9]*}
    [ "$((used * 1024))" -gt "$((keep * 2))" ] || continue
    size=$(wc -c <"$log") && drop=$(((size - keep) / 4096 * 4096))
    [ "$drop" -gt 0 ] || continue
    # Noted first: a reader that comes in between skips what is about to go.
    echo "$drop" >"$folder/skipped"
    fallocate -p -o 0 -l "$drop" "$log" || : >"$log"
  done
  [ -n "$alive" ] || exit 0
  sleep 0.5
done
