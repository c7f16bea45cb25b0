#!/bin/sh
# Starts the daemon as README says, on free ports with a fresh data directory, and lets real clients loose on it:
# Node's ws, Python's websockets, and WebSocket in headless Chromium over wss. Needs node, npm, python3-websockets, chromium.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../../.." && pwd)
work=$(mktemp -d)
daemon=
cleanup() {
    [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true
    [ -z "$daemon" ] || wait "$daemon" 2>/dev/null || true
    rm -rf "$work" 2>/dev/null || { sleep 2; rm -rf "$work"; } # a browser's last process may still be writing
}
trap cleanup EXIT INT TERM

cp "$here"/package.json "$here"/*.mjs "$here"/*.py "$here"/*.html "$work"/
(cd "$work" && npm install --silent --no-audit --no-fund --no-package-lock)

"$top/sluice" run --data-dir "$work/data" --port 0 --tls-port 0 >"$work/table" 2>"$work/log" &
daemon=$!
tries=0
until grep -q 'is ready' "$work/table"; do
    tries=$((tries + 1))
    if [ $tries -gt 600 ] || ! kill -0 "$daemon" 2>/dev/null; then
        cat "$work/log" >&2
        echo "the daemon did not start" >&2
        exit 1
    fi
    sleep 0.5
done
cat "$work/table"
SLUICE_WS=$(grep -o 'ws://localhost:[0-9]*' "$work/table" | head -n 1)
SLUICE_WSS=$(grep -o 'wss://localhost:[0-9]*' "$work/table" | head -n 1)
SLUICE_DATA=$work/data
SLUICE_LOG=$work/log
export SLUICE_WS SLUICE_WSS SLUICE_DATA SLUICE_LOG

echo "== Node ws" && (cd "$work" && node node-client.mjs && node node-biometric.mjs)
echo "== Python websockets" && (cd "$work" && /usr/bin/python3 python_client.py && /usr/bin/python3 python_biometric.py)
echo "== Chromium" && (cd "$work" && node browser.mjs)
"$top/protocol-valtronics/src/test/clients/run.sh"

kill -TERM "$daemon"
status=0
wait "$daemon" || status=$?
daemon=
[ "$status" -eq 0 ] || { echo "the daemon ended with $status" >&2; exit 1; }
if grep -E ' (WARN|ERROR) ' "$work/log"; then
    echo "the daemon complained, see above" >&2
    exit 1
fi
sed -n 's/.*"\(password\|api_key\)" *: *"\([^"]*\)".*/\2/p' "$work/data/dev-credentials.json" >"$work/secrets"
if [ ! -s "$work/secrets" ] || grep -qFf "$work/secrets" "$work/log"; then
    echo "no generated secrets, or one of them is in the log" >&2
    exit 1
fi
echo "7 passed, 0 failed"
