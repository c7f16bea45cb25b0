"""Looks at what compose makes of compose.yaml with the profile monitoring: that its parts find each other, and their files."""

import json
import pathlib
import sys

import yaml

services = yaml.safe_load(pathlib.Path(sys.argv[1]).read_text())["services"]


def expect(what, found, expected):
    if found != expected:
        sys.exit(f"monitoring: {what}: found {found} (expected: {expected})")


def mounted(service, path):
    """The file on this machine that is to be found at that path in the container."""
    for volume in services[service]["volumes"]:
        source, target = volume.split(":")[:2] if isinstance(volume, str) else (volume.get("source", ""), volume["target"])
        if source.startswith("/") and (path == target or path.startswith(target + "/")):
            return pathlib.Path(source + path[len(target):])
    sys.exit(f"monitoring: {service}: found nothing at {path} (expected: a file of this directory)")


expect("services", sorted(services), ["grafana", "mosquitto", "prometheus", "sluice"])
for name, service in services.items():
    for port in service.get("ports", []):
        address = port.split(":")[0] if isinstance(port, str) else port.get("host_ip")
        expect(f"{name}'s ports are published at", address, "127.0.0.1")

command = services["prometheus"]["entrypoint"][-1]
path = next(word.split("=")[1] for word in command.split() if word.startswith("--config.file="))
prometheus = yaml.safe_load(mounted("prometheus", path).read_text())
job = prometheus["scrape_configs"][0]
expect("prometheus asks", job["static_configs"][0]["targets"], ["sluice:9090"])
secret = job["authorization"]["credentials_file"]
expect("the token's file is written", f">{secret}" in command, True)
expect("the token's directory is in memory", str(pathlib.PurePath(secret).parent) in services["prometheus"]["tmpfs"], True)
expect("the token is given", bool(services["prometheus"]["environment"]["ADMIN_TOKEN"]), True)
for rules in prometheus.get("rule_files", []):
    expect(f"groups in {rules}", bool(yaml.safe_load(mounted("prometheus", str(pathlib.PurePath(path).parent / rules)).read_text())["groups"]), True)

provisioning = "/etc/grafana/provisioning"
source = yaml.safe_load(mounted("grafana", f"{provisioning}/datasources/prometheus.yaml").read_text())["datasources"][0]
expect("grafana asks", source["url"], "http://prometheus:9090")
provider = yaml.safe_load(mounted("grafana", f"{provisioning}/dashboards/sluice.yaml").read_text())["providers"][0]
boards = sorted(mounted("grafana", provider["options"]["path"]).glob("*.json"))
expect("dashboards", [board.name for board in boards], ["sluice.json"])
board = json.loads(boards[0].read_text())
print(f"monitoring: passed, {len(board['panels'])} panels")
