#!/usr/bin/env bash
# Starts the binary on a small sample shop and runs the clients against it.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${DATABASE_URL:-}" ]; then exec bin/zuka stack -- bash clients/serve.sh "$@"; fi
bin/zuka migrate
bin/zuka seed --scale small
log=$(mktemp)
bin/zuka serve --development --limits-off --addr 127.0.0.1:0 2>"$log" &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -f "$log"' EXIT
for _ in $(seq 1200); do # Two minutes: a busy machine takes its time to start it.
    address=$(sed -n 's/.*msg=serving address=\([0-9.:]*\).*/\1/p' "$log")
    [ -n "$address" ] && break
    kill -0 $server || { cat "$log"; exit 1; }
    read -rt 0.1 <> <(:) || true
done
[ -n "$address" ] || { cat "$log"; echo "serve.sh: the server told no address within two minutes" >&2; exit 1; }
ZUKA_URL="http://$address" ZUKA_BINARY="$PWD/bin/zuka" node clients/run.mjs "$@"
