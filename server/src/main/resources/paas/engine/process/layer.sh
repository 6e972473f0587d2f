# Copies what a build's step made, as the app's user.
#
# sh layer.sh save LAYER NAME...       from the current folder, which is noted in the layer; of
#                                      the layers beside it the few latest stay
# sh layer.sh restore LAYER NAME...    into the current folder, whose path replaces the noted one
#                                      in scripts: a Python environment holds its own path, and
#                                      that of the tools beside it, which go with their release
#
# A step that leaves nothing in the app's folder fills caches, and a mark in each says so:
#
# sh layer.sh fill CACHE/FOLDER/MARK...      notes the folders that the cache has now
# sh layer.sh filled CACHE/FOLDER/MARK...    fails where one of them is gone

verb=$1
shift
here=$(pwd -P)
set -e

keep_latest() { # of what lies in the current folder
  ls -t | tail -n +5 | while read -r old; do
    rm -rf -- "$old"
  done
}

save() {
  layer=$1
  shift
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
  keep_latest
}

restore() {
  layer=$1
  shift
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
}

fill() {
  for mark; do
    marks=${mark%/*}
    mkdir -p "$marks"
    cd "${marks%/*}"
    find . -mindepth 1 -maxdepth 2 -type d >"$mark.new"
    mv "$mark.new" "$mark"
    cd "$marks"
    keep_latest
  done
}

filled() {
  for mark; do
    cd "${mark%/*}/.."
    while IFS= read -r folder; do
      [ -d "$folder" ] || exit 1
    done <"$mark"
    touch "$mark"
  done
}

"$verb" "$@"
