#!/bin/sh
# Starts the daemon as README says, on free ports with a fresh data directory, and lets real clients loose on it:
# Node's ws, Python's websockets, WebSocket in headless Chromium over wss, and PlaceOS's own client in Node and in Chromium,
# which must also outlive a restart; what README and docs show (docs.py), and the clients of docs/clients (documented.mjs).
# Needs node, npm, python3-websockets, python3-pip, curl, openssl, chromium.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../../.." && pwd)
work=$(mktemp -d)
daemon=
waiting=
cleanup() {
    for process in $waiting $daemon; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    rm -rf "$work" 2>/dev/null || { sleep 2; rm -rf "$work"; } # a browser's last process may still be writing
}
trap cleanup EXIT INT TERM

start() { # start PORT TLS_PORT OPTION...
    port=$1 tls_port=$2
    shift 2
    # Where this script runs under nohup the daemon would be deaf to SIGHUP, which is part of what is tried.
    # The pages that are tried come from other origins, whose ports nobody knows beforehand.
    env --default-signal=HUP SLUICE_ORIGINS='*' "$top/sluice" run --data-dir "$work/data" --port "$port" --tls-port "$tls_port" --admin-port 0 "$@" >"$work/table" 2>>"$work/log" &
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
}

stop() {
    kill -TERM "$daemon"
    status=0
    wait "$daemon" || status=$?
    daemon=
    [ "$status" -eq 0 ] || { echo "the daemon ended with $status" >&2; exit 1; }
}

mkdir "$work/placeos"
cp "$here"/package.json "$here"/*.mjs "$here"/*.py "$here"/*.html "$work"/
cp "$top"/protocol-placeos/src/test/clients/* "$here"/chromium.mjs "$work/placeos"/
for packages in "$work" "$work/placeos"; do
    (cd "$packages" && npm install --silent --no-audit --no-fund --no-package-lock)
done

start 0 0
cat "$work/table"
ws=$(grep -o 'ws://localhost:[0-9]*' "$work/table" | head -n 1)
wss=$(grep -o 'wss://localhost:[0-9]*' "$work/table" | head -n 1)
admin=$(sed -n 's|^ *admin *\(http://localhost:[0-9]*\)/.*|\1|p' "$work/table")
client() { # client COMMAND...; not exported, since the daemon would take such variables for settings
    env SLUICE_WS="$ws" SLUICE_WSS="$wss" SLUICE_DATA="$work/data" "$@"
}

cd "$work"
echo "== Node ws"
client node node-client.mjs
client node node-biometric.mjs
echo "== Python websockets"
client /usr/bin/python3 python_client.py
client /usr/bin/python3 python_biometric.py
echo "== Chromium"
client node browser.mjs
client SLUICE_LOG="$work/log" "$top/protocol-valtronics/src/test/clients/run.sh"

documented() { # documented LANGUAGE...: runs clients of docs/clients, and restarts the daemon when they have done their thing
    rm -rf "$work/notes" && mkdir "$work/notes"
    client CREDENTIALS="$work/data/dev-credentials.json" TOKEN="$monitor" \
        NODE_EXTRA_CA_CERTS="$work/data/self-signed-certificate.pem" SSL_CERT_FILE="$work/data/self-signed-certificate.pem" \
        node documented.mjs "$work/notes" "$work/documented" "$@" &
    waiting=$!
    until [ -e "$work/notes/restart" ] || ! kill -0 "$waiting" 2>/dev/null; do sleep 0.1; done
    stop
    start "${ws##*:}" "${wss##*:}"
    touch "$work/notes/restarted"
    wait "$waiting"
    waiting=
}
monitor=$("$top/sluice" token --data-dir "$work/data" --subject monitor --lifetime 1h)
current=$work/current
/usr/bin/python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore \
    --target "$current" websockets || { current=; echo "no current websockets to be had: only Debian's is tried"; }
mkdir "$work/docs"
echo "== README and docs"
client MODULES="$work/placeos" CURRENT="$current" SLUICE_ADMIN_URL="$admin" /usr/bin/python3 docs.py "$top" "$work/docs"
cp -r "$top/docs/clients" "$work/documented"
ln -s "$work/node_modules" "$work/documented/javascript/node_modules"
echo "== docs/clients, JavaScript and Python"
documented javascript python
if [ -n "$current" ]; then
    echo "== docs/clients, Python with the current websockets"
    export PYTHONPATH="$current"
    documented python
    unset PYTHONPATH
fi

cd "$work/placeos"
key=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1])).placeos.api_key' "$work/data/dev-credentials.json")
token=$("$top/sluice" token --data-dir "$work/data" --subject panel --claim realm=placeos)
panel() { # panel COMMAND...
    client SLUICE_HTTP="http${ws#ws}" "$@"
}
echo "== PlaceOS ts-client, Chromium"
panel SLUICE_PLACEOS_KEY="$key" node browser.mjs
echo "== PlaceOS ts-client, bearer token"
panel SLUICE_PLACEOS_TOKEN="$token" node ts-client.mjs
echo "== PlaceOS ts-client, API key, restart of the daemon"
panel SLUICE_PLACEOS_KEY="$key" SLUICE_RESTART="$work/restart" node ts-client.mjs &
waiting=$!
until [ -e "$work/restart" ] || ! kill -0 "$waiting" 2>/dev/null; do sleep 0.1; done
stop
printf 'protocols: {placeos: {authority: Restarted}}\n' >"$work/sluice.yaml"
start "${ws##*:}" "${wss##*:}" --config "$work/sluice.yaml"
wait "$waiting"
waiting=
echo "== PlaceOS, SIGHUP"
panel SLUICE_PLACEOS_KEY="$key" SLUICE_CONFIG_FILE="$work/sluice.yaml" SLUICE_PID="$daemon" \
    node reload.mjs
cd "$top"

stop
# The name of the authority was changed above, and had to wait for the restart: that is told.
if grep -E ' (WARN|ERROR) ' "$work/log" | grep -v 'protocols.placeos.authority has changed: it waits for a restart'; then
    echo "the daemon complained, see above" >&2
    exit 1
fi
sed -n 's/.*"\(password\|api_key\)" *: *"\([^"]*\)".*/\2/p' "$work/data/dev-credentials.json" >"$work/secrets"
printf '%s\n' "$token" "$monitor" >>"$work/secrets"
if [ ! -s "$work/secrets" ] || grep -qFf "$work/secrets" "$work/log"; then
    echo "no generated secrets, or one of them is in the log" >&2
    exit 1
fi
echo "14 passed, 0 failed"
