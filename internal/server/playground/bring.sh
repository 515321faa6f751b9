#!/bin/sh
# Brings the playground's browser files by npm, as pinned by the lock file, and
# packs them for embedding. Does nothing when they are there and up to date.
set -eu
cd "$(dirname "$0")"
if [ -f assets/.stamp ] && cmp -s package-lock.json assets/.stamp; then exit 0; fi
if ! command -v npm >/dev/null 2>&1; then
    echo "npm is not there: the playground will load its files from a public network" >&2
    exit 0
fi
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
for file in react/umd/react.production.min.js react-dom/umd/react-dom.production.min.js graphiql/graphiql.min.js graphiql/graphiql.min.css; do
    gzip -9 -n -c "node_modules/$file" >"assets/$(basename "$file").gz"
done
cp package-lock.json assets/.stamp
