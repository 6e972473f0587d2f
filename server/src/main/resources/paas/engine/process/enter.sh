# The last step before an app's own command, already as the app's user.
#
# sh enter.sh FOLDER NICE MEMORY PROCESSES VARIABLES COMMAND...
#   FOLDER     where the command runs
#   NICE       value for the session's scheduling group; empty for none
#   MEMORY     most private memory of each process, in KiB; empty for no limit
#   PROCESSES  most processes of the user; empty for no limit
#   VARIABLES  how many PAAS_ENV_1, PAAS_ENV_2, ... there are, each NAME=VALUE. They travel under
#              these names so that nothing that runs before, as another user, is moved by them.

cd "$1" || exit 126
[ -z "$2" ] || echo "$2" 2>/dev/null >/proc/self/autogroup
ulimit -c 0
[ -z "$3" ] || ulimit -d "$3" || exit 126
# The letter is p for dash and u for bash.
[ -z "$4" ] || ulimit -p "$4" 2>/dev/null || ulimit -u "$4" 2>/dev/null
PAAS_ENV_N=$5
shift 5
while [ "$PAAS_ENV_N" -gt 0 ]; do
  eval "export \"\$PAAS_ENV_$PAAS_ENV_N\""
  unset "PAAS_ENV_$PAAS_ENV_N"
  PAAS_ENV_N=$((PAAS_ENV_N - 1))
done
unset PAAS_ENV_N
exec "$@"
