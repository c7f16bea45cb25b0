#!/bin/sh
# Installs the Debian package on this machine for real, starts it as its unit would, upgrades, removes and purges it. Needs root on
# Debian, and the package (mvn package). Where no systemd runs, ExecStart is run by hand, as the unit's user.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$(cd "$here/../../../target" && pwd)
deb=$(ls "$target"/sluice_*_all.deb)
[ "$(id -u)" -eq 0 ] || { echo "run.sh: found user $(id -un) (expected: root)" >&2; exit 1; }
! dpkg -s sluice >/dev/null 2>&1 || { echo "run.sh: sluice is installed here already (expected: not)" >&2; exit 1; }
work=$(mktemp -d)
chmod 755 "$work"
daemon=
notified=
cleanup() {
    status=$?
    trap - EXIT
    for process in $daemon $notified; do kill "$process" 2>/dev/null || true; done
    [ "$status" -eq 0 ] || cat "$work"/*.log >&2
    dpkg --purge sluice >/dev/null 2>&1 || true
    rm -f /etc/systemd/system/sluice.service.d/test.conf
    rm -rf "$work"
    exit "$status"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

fail() {
    echo "package: $*" >&2
    exit 1
}
is() { # is WHAT FOUND EXPECTED
    [ "$2" = "$3" ] || fail "$1: found '$2' (expected: '$3')"
}
install_package() {
    DEBIAN_FRONTEND=noninteractive dpkg --force-confold -i "$1" >"$work/dpkg.log" 2>&1 || fail "dpkg -i $1 failed"
}

# What is in the unit, without systemd: its user, no privileges to gain, nothing of our environment, a socket to be told at.
start() {
    rm -f "$work/notify"
    /usr/bin/python3 "$here/notify_socket.py" "$work/notify" >"$work/notified" 2>"$work/notified.log" &
    notified=$!
    tries=0
    until [ -S "$work/notify" ]; do
        tries=$((tries + 1))
        [ $tries -le 300 ] || fail "no socket for the service's notice"
        sleep 0.1
    done
    # shellcheck disable=SC2046 # words
    setpriv --reuid sluice --regid sluice --clear-groups --no-new-privs --bounding-set -all \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin NOTIFY_SOCKET="$work/notify" SLUICE_JAVA_OPTS=-Xmx64m \
        $(sed -n 's/^ExecStart=//p' /usr/lib/systemd/system/sluice.service) >"$work/table" 2>"$work/daemon.log" &
    daemon=$!
    wait "$notified" || fail "the daemon has not told that it is ready"
    notified=
    is "the service's notice" "$(cat "$work/notified")" READY=1
}
stop() {
    kill -TERM "$daemon"
    status=0
    wait "$daemon" || status=$?
    daemon=
    is "the daemon's exit code" "$status" 0
}

# An older version, whose configuration differs from the new one's.
dpkg-deb -R "$deb" "$work/old"
sed -i 's/^Version: .*/Version: 0.0.1/' "$work/old/DEBIAN/control"
echo '# of version 0.0.1' >>"$work/old/etc/sluice/sluice.yaml"
echo 'old' >"$work/old/usr/lib/sluice/lib/only-in-0.0.1"
dpkg-deb -b "$work/old" "$work/old.deb" >/dev/null

echo "== install"
install_package "$work/old.deb"
is "the data directory" "$(stat -c '%U %a' /var/lib/sluice)" 'sluice 700'
is "the configuration" "$(stat -c '%U:%G %a' /etc/sluice/sluice.yaml)" 'root:sluice 640'
[ -s /var/cache/sluice/sluice.jsa ] || fail "no archive of classes"
sluice --version | grep -q '^sluice ' || fail "sluice --version"
sluice check-config /etc/sluice/sluice.yaml >/dev/null || fail "the configuration that comes with it is not good"
bash -c '. /usr/share/bash-completion/completions/sluice && complete -p sluice' >/dev/null || fail "the completion"
if command -v systemd-analyze >/dev/null; then
    systemd-analyze verify --man=no /usr/lib/systemd/system/sluice.service >"$work/unit.log" 2>&1 || fail "the unit"
    ! grep sluice.service "$work/unit.log" || fail "the unit"
fi

echo "== start"
cat >>/etc/sluice/sluice.yaml <<'END'
listeners:
  - {name: changed, address: 127.0.0.1, port: 20080}
END
start
curl -sf --max-time 10 http://127.0.0.1:20080/system >/dev/null || fail "no answer"
is "its user" "$(stat -c %U "/proc/$daemon")" sluice
echo "$(head -n 1 "$work/table") $(sed -n 's/^VmRSS:[[:space:]]*/It holds /p' "/proc/$daemon/status")"
kill -HUP "$daemon" # as ExecReload does
stop
credentials=$(sha256sum </var/lib/sluice/credentials.json)

echo "== upgrade"
install_package "$deb"
[ ! -e /usr/lib/sluice/lib/only-in-0.0.1 ] || fail "files of the old version are still there"
grep -q 'name: changed' /etc/sluice/sluice.yaml || fail "the changed configuration was not kept"
is "the credentials" "$(sha256sum </var/lib/sluice/credentials.json)" "$credentials"
start
curl -sf --max-time 10 http://127.0.0.1:20080/system >/dev/null || fail "no answer after the upgrade"
stop

echo "== remove, purge"
dpkg --remove sluice >"$work/dpkg.log" 2>&1 || fail "dpkg --remove"
[ ! -e /usr/lib/sluice/bin ] && [ ! -e /usr/bin/sluice ] || fail "programs are still there"
[ -s /var/lib/sluice/credentials.json ] && [ -s /etc/sluice/sluice.yaml ] || fail "remove took data along"
dpkg --purge sluice >"$work/dpkg.log" 2>&1 || fail "dpkg --purge"
for path in /var/lib/sluice /etc/sluice /etc/default/sluice /var/cache/sluice /usr/lib/sluice; do
    [ ! -e "$path" ] || fail "$path is still there after purge"
done
! getent passwd sluice >/dev/null || fail "the user is still there after purge"

echo "== as docs/installation.md says"
top=$(cd "$here/../../../.." && pwd)
shown() { # shown LANGUAGE: the first block of it in the section on the package
    awk -v fence="\`\`\`$1" '
        /^## / { section = $0 }
        /^```/ && on { exit }
        on
        section == "## Debian package" && $0 == fence { on = 1 }
    ' "$top/docs/installation.md" | grep . || fail "docs/installation.md shows no $1 for the package"
}
sudo() { # sudo [-u USER] COMMAND...: this is root already, and machines for tests may have no other
    [ "$1" = -u ] || { "$@"; return; }
    who=$2
    shift 2
    runuser -u "$who" -- "$@"
}
printf 'APT::Get::Assume-Yes "true";\nAPT::Install-Recommends "false";\n' >"$work/apt.conf"
commands=$(shown sh)
(cd "$top" && export APT_CONFIG="$work/apt.conf" DEBIAN_FRONTEND=noninteractive && eval "$commands") >"$work/apt.log" 2>&1 ||
    fail "$commands"
is "the package's state" "$(dpkg-query -W -f '${db:Status-Abbrev}' sluice)" 'ii '
start
token=$(sed -n 's/.*`\(sudo -u sluice [^`]*\)`.*/\1/p' "$top/docs/installation.md")
(eval "$token") >"$work/token" 2>"$work/token.log" || fail "$token"
grep -q '^ey' "$work/token" || fail "$token: no token"
stop
if command -v systemd-analyze >/dev/null; then
    mkdir -p /etc/systemd/system/sluice.service.d
    shown ini >/etc/systemd/system/sluice.service.d/test.conf
    systemd-analyze verify --man=no /usr/lib/systemd/system/sluice.service >"$work/unit.log" 2>&1 || fail "the unit with what is shown"
    rm /etc/systemd/system/sluice.service.d/test.conf
    rmdir /etc/systemd/system/sluice.service.d
    ! grep sluice.service "$work/unit.log" || fail "the unit with what is shown"
fi
dpkg --purge sluice >"$work/dpkg.log" 2>&1 || fail "dpkg --purge"
echo "package: passed"
