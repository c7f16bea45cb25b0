#!/bin/sh
# Lets the documented clients loose on a gateway that runs with its embedded default. gateway-daemon/src/test/clients/run.sh
# starts one and calls this. Environment: SLUICE_WS, its address (ws://localhost:8080), and SLUICE_DATA, its data directory;
# SLUICE_LOG, its log, is searched for the token, if given. Needs node, npm, python3-websockets.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

cp "$here"/package.json "$here"/*.mjs "$here"/*.py "$work"/
(cd "$work" && npm install --silent --no-audit --no-fund --no-package-lock)
token() ( # what the environment says here is for clients: a gateway would take it for settings
    data=$SLUICE_DATA
    for name in $(env | sed -n 's/^\(SLUICE_[A-Z0-9_]*\)=.*/\1/p'); do
        unset "$name"
    done
    exec "$top/sluice" token --data-dir "$data" --lifetime 1h "$@"
)
user=$(token --subject ada)
device=$(token --subject 42 --claim type=device)
export SLUICE_TOKEN="$user" SLUICE_DEVICE_TOKEN="$device"

echo "== Valtronics, Node ws" && (cd "$work" && timeout 120 node node-valtronics.mjs)
echo "== Valtronics, Python websockets" && (cd "$work" && timeout 120 /usr/bin/python3 python_valtronics.py)
for secret in "$user" "$device"; do
    if grep -qsF "$secret" "${SLUICE_LOG:-/dev/null}"; then
        echo "a token is in the log" >&2
        exit 1
    fi
done
