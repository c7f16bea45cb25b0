#!/bin/sh
# The broker's start in compose.yaml: one user, sluice, whose password the gateway finds in the volume they share.
set -eu
umask 077
mosquitto_passwd -b -c /tmp/passwords sluice "$MQTT_PASSWORD"
chown mosquitto /tmp/passwords
printf '%s\n' "$MQTT_PASSWORD" >/run/sluice/mqtt-password
chown 10001 /run/sluice/mqtt-password
chmod 755 /run/sluice
printf '%s\n' 'listener 1883' 'allow_anonymous false' 'password_file /tmp/passwords' 'persistence false' \
    'log_dest stderr' >/tmp/mosquitto.conf
chmod 644 /tmp/mosquitto.conf
unset MQTT_PASSWORD
exec mosquitto -c /tmp/mosquitto.conf
