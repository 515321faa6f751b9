#!/bin/sh
# Brings the browser files of a page by npm, as pinned by the lock file in the
# page's folder, and packs those that its package.json lists under browserFiles
# for embedding. Does nothing when they are there and up to date. Without npm or
# network it warns and ends well: the page then says so itself.
set -eu
cd "$1"
page=$(basename "$1")
want=$(cat package.json package-lock.json | cksum)
if [ -f assets/.stamp ] && [ "$(cat assets/.stamp)" = "$want" ]; then exit 0; fi
if ! command -v npm >/dev/null 2>&1; then
    echo "npm is not there: the $page will do without its files in the binary" >&2
    exit 0
fi
if ! npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; then
    echo "npm could not bring the $page's files: it will do without them in the binary" >&2
    exit 0
fi
files=$(node -p 'require("./package.json").browserFiles.join("\n")')
for file in $files; do
    gzip -9 -n -c "node_modules/$file" >"assets/$(basename "$file").gz"
done
# The playground's are 117 MB that only slow down whatever walks the tree.
rm -rf node_modules
printf '%s\n' "$want" >assets/.stamp
