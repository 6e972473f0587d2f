# Copies what a build's step made, as the app's user.
#
# sh layer.sh save LAYER NAME...       from the current folder, which is noted in the layer; of
#                                      the layers beside it the few latest stay
# sh layer.sh restore LAYER NAME...    into the current folder, whose path replaces the noted one
#                                      in scripts: a Python environment holds its own path, and
#                                      that of the tools beside it, which go with their release

verb=$1
layer=$2
shift 2
here=$(pwd -P)
set -e
if [ "$verb" = save ]; then
  rm -rf "$layer.new"
  mkdir -p "$layer.new"
  mkdir -m 700 "$layer.new/made" # copied back, its mode becomes the app's folder's
  for name; do
    [ ! -e "$name" ] || cp -a --reflink=auto --parents "$name" "$layer.new/made"
  done
  printf '%s\n' "$here" >"$layer.new/from"
  rm -rf "$layer"
  mv "$layer.new" "$layer"
  cd "$layer/.."
  ls -t | tail -n +5 | while read -r old; do
    rm -rf -- "$old"
  done
else
  read -r from <"$layer/from"
  cp -a --reflink=auto "$layer/made/." .
  for name; do
    [ -e "$name/pyvenv.cfg" ] || continue
    find "$name/pyvenv.cfg" "$name/bin" -type f -exec \
      sed -i "s|$from/|$here/|g; s|$from[.]tools|$here.tools|g" {} +
    find "$name/bin" -type l -lname "$from.tools/*" | while read -r link; do
      to=$(readlink "$link")
      ln -sfn "$here.tools/${to##*/}" "$link"
    done
  done
  touch "$layer"
fi
