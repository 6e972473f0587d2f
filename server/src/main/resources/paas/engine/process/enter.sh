# The last step before an app's own command, already as the app's user.
#
# sh enter.sh FOLDER NICE VARIABLES COMMAND...
#   FOLDER     where the command runs
#   NICE       value for the session's scheduling group; empty for none
#   VARIABLES  how many PAAS_ENV_1, PAAS_ENV_2, ... there are, each NAME=VALUE. They travel under
#              these names so that nothing that runs before, as another user, is moved by them.

cd "$1" || exit 126
[ -z "$2" ] || echo "$2" 2>/dev/null >/proc/self/autogroup
PAAS_ENV_N=$3
shift 3
while [ "$PAAS_ENV_N" -gt 0 ]; do
  eval "export \"\$PAAS_ENV_$PAAS_ENV_N\""
  unset "PAAS_ENV_$PAAS_ENV_N"
  PAAS_ENV_N=$((PAAS_ENV_N - 1))
done
unset PAAS_ENV_N
exec "$@"
