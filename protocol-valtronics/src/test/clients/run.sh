#!/bin/sh
# Lets the documented clients loose on a gateway that it starts with its embedded default, on free ports and with a fresh data
# directory. Needs node, npm, python3-websockets.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../../.." && pwd)
work=$(mktemp -d)
daemon=
cleanup() {
    [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true
    [ -z "$daemon" ] || wait "$daemon" 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT INT TERM

cp "$here"/package.json "$here"/*.mjs "$here"/*.py "$work"/
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
SLUICE_WS=$(grep -o 'ws://localhost:[0-9]*' "$work/table" | head -n 1)
SLUICE_TOKEN=$("$top/sluice" token --data-dir "$work/data" --subject ada --lifetime 1h)
export SLUICE_WS SLUICE_TOKEN

echo "== Valtronics, Node ws" && (cd "$work" && timeout 120 node node-valtronics.mjs)
echo "== Valtronics, Python websockets" && (cd "$work" && timeout 120 /usr/bin/python3 python_valtronics.py)
if grep -E ' (WARN|ERROR) ' "$work/log"; then
    echo "the daemon complained, see above" >&2
    exit 1
fi
if grep -qF "$SLUICE_TOKEN" "$work/log"; then
    echo "the token is in the log" >&2
    exit 1
fi
echo "2 passed, 0 failed"
