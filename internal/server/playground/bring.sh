#!/bin/sh
# Brings the playground's browser files by npm, as pinned by the lock file, and
# packs them for embedding. Does nothing when they are there and up to date.
# Without npm or network it warns and ends well: the page then says so itself.
set -eu
cd "$(dirname "$0")"
want=$(cksum <package-lock.json)
if [ -f assets/.stamp ] && [ "$(cat assets/.stamp)" = "$want" ]; then exit 0; fi
if ! command -v npm >/dev/null 2>&1; then
    echo "npm is not there: the playground will load its files from a public network" >&2
    exit 0
fi
if ! npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; then
    echo "npm could not bring the playground's files: it will load them from a public network" >&2
    exit 0
fi
for file in react/umd/react.production.min.js react-dom/umd/react-dom.production.min.js \
    graphql-ws/umd/graphql-ws.min.js graphiql/graphiql.min.js graphiql/graphiql.min.css; do
    gzip -9 -n -c "node_modules/$file" >"assets/$(basename "$file").gz"
done
# 117 MB that only slow down whatever walks the tree.
rm -rf node_modules
printf '%s\n' "$want" >assets/.stamp
