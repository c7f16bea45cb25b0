#!/bin/sh
# Builds the image and tries it: the tests of -Pcontainers, then compose.yaml as a whole with a client. Runs a Docker daemon of its
# own, with images made from what this machine has installed: nothing is pulled, and all ports are on loopback. Needs root on
# Debian, and the archive (mvn package).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
work=$(mktemp -d /tmp/sluice-docker.XXXXXX)
engine=
compose_up=false

packages=
need() { # need COMMAND PACKAGE
    command -v "$1" >/dev/null 2>&1 || packages="$packages $2"
}
need dockerd docker.io
need docker-compose docker-compose
need mosquitto mosquitto
need mosquitto_sub mosquitto-clients
[ -e /usr/lib/python3/dist-packages/yaml ] || packages="$packages python3-yaml"
if [ -n "$packages" ]; then
    apt-get -o DPkg::Lock::Timeout=300 -qq update >/dev/null
    # shellcheck disable=SC2086 # names are words
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq install -y --no-install-recommends $packages >/dev/null
fi

export DOCKER_HOST="unix://$work/docker.sock"
export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1

compose() {
    (cd "$top/docker" && docker-compose -p "$project" --env-file "$work/env" -f compose.yaml "$@")
}

cleanup() {
    status=$?
    trap - EXIT
    if $compose_up; then
        [ "$status" -eq 0 ] || compose logs --no-color --tail 50 >&2 || true
        compose down -v >/dev/null 2>&1 || true
    fi
    if [ -n "$engine" ]; then
        kill -TERM "$engine" 2>/dev/null || true
        wait "$engine" 2>/dev/null || true
    fi
    umount "$work"/exec/netns/* 2>/dev/null || true
    rm -rf "$work"
    exit "$status"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

echo "== Docker"
setsid dockerd --data-root "$work/data" --exec-root "$work/exec" --pidfile "$work/dockerd.pid" -H "$DOCKER_HOST" \
    >"$work/dockerd.log" 2>&1 </dev/null &
engine=$!
tries=0
until docker info >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ] || ! kill -0 "$engine" 2>/dev/null; then
        tail -n 20 "$work/dockerd.log" >&2
        echo "dockerd did not start" >&2
        exit 1
    fi
    sleep 0.2
done
"$here/base-image" sluice-test-base:1
cd "$top"
DOCKER_BUILDKIT=0 docker build -q -f docker/Dockerfile --build-arg BASE_IMAGE=sluice-test-base:1 -t sluice:latest . 2>"$work/build.log" ||
    { cat "$work/build.log" >&2; exit 1; }
docker image inspect -f 'sluice:latest is the base and {{len .RootFS.Layers}} layers, {{.Size}} bytes in all' sluice:latest

echo "== the image"
rm -rf docker/target/failsafe-reports
mvn -B -ntp -q -Pcontainers -pl docker verify -Dimage.mqtt=sluice-test-base:1 >"$work/mvn.log" 2>&1 ||
    { tail -n 200 "$work/mvn.log" >&2; exit 1; }

echo "== compose"
project=sluicetest
SLUICE_IMAGE=sluice:latest "$top/docker/new-env" "$work/env" >"$work/secrets"
[ "$(stat -c %a "$work/env")" = 600 ]
cat >>"$work/env" <<'END'
BASE_IMAGE=sluice-test-base:1
MQTT_IMAGE=sluice-test-base:1
VALVE_PORT=20443
ENDRPI_PORT=25000
VALTRONICS_PORT=28000
EVERYTHING_PORT=28443
MQTT_PORT=21883
ADMIN_PORT=29090
END
compose_up=true
compose up -d --no-build >"$work/compose.log" 2>&1 || { cat "$work/compose.log" >&2; exit 1; }
password=$(sed -n 's/^valve: .*password //p' "$work/secrets")
tries=0
until curl -sf --max-time 5 http://127.0.0.1:25000/system >/dev/null; do
    tries=$((tries + 1))
    [ $tries -le 300 ] || { echo "the gateway of compose.yaml does not answer" >&2; exit 1; }
    sleep 0.5
done
/usr/bin/python3 "$here/native_ports.py" "$password"
mqtt=$(sed -n 's/^MQTT_PASSWORD=//p' "$work/env")
# shellcheck disable=SC2016 # the topic's own dollar
state=$(mosquitto_sub -h 127.0.0.1 -p 21883 -u sluice -P "$mqtt" -t 'homie/5/valve-1/$state' -C 1 -W 60)
[ "$state" = ready ] || { echo "the valve in the broker: found '$state' (expected: ready)" >&2; exit 1; }
compose logs --no-color sluice >"$work/gateway.log" 2>&1
if grep -qF -e "$password" -e "$mqtt" "$work/gateway.log"; then
    echo "a secret is in the gateway's log" >&2
    exit 1
fi
token=$(sed -n 's/^ADMIN_TOKEN=//p' "$work/env")
curl -sf --max-time 10 -H "Authorization: Bearer $token" http://127.0.0.1:29090/metrics | grep -q '^sluice_ready 1' ||
    { echo "the admin listener does not show its metrics for ADMIN_TOKEN of .env" >&2; exit 1; }
echo "compose: passed"

# Its images are nowhere on this machine and nothing is pulled: what compose would make of it is looked at.
echo "== compose --profile monitoring"
compose --profile monitoring config >"$work/monitoring.yaml"
/usr/bin/python3 "$here/monitoring.py" "$work/monitoring.yaml"
