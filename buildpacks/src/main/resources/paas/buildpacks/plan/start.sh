# Starts a process of an app that buildpacks built: what they left in .profile.d, and the app's own
# .profile, come first.
#
# bash .paas/start.sh COMMAND...   in the app's folder

export HOME=$PWD
for paas_profile in .profile.d/*.sh .profile; do
  [ ! -r "$paas_profile" ] || . "./$paas_profile"
done
unset paas_profile
exec "$@"
