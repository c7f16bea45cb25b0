"""Says what three sensors measure, and alerts of all devices. The environment has TOKEN, from ./sluice token."""

import json
import os

from connection import run, stay_connected
from settings import GATEWAY

SUBSCRIPTIONS = [
    {"channel": "telemetry", "device_id": [1, 2, 3], "metrics": ["temperature", "humidity", "pressure"], "frequency": "2s"},
    {"channel": "alerts", "severity": ["critical", "warning"]},
]


async def talk(socket):
    await socket.send(json.dumps({"type": "auth", "token": os.environ["TOKEN"]}))
    async for text in socket:
        message = json.loads(text)
        if message["type"] == "auth_response":
            if message.get("error") == "invalid_token":
                raise SystemExit(f"ended: {message['message']}")
            for subscription in SUBSCRIPTIONS:
                await socket.send(json.dumps({"type": "subscribe", **subscription}))
        elif message["type"] == "telemetry_update":
            print("telemetry", message["device_id"], json.dumps(message["telemetry"]), flush=True)
        elif message["type"] == "alert":
            print("alert", message["severity"], message["title"], flush=True)
        elif message["type"] == "error":
            print("error", message["error"], message["message"], flush=True)


run(stay_connected(f"{GATEWAY}/ws", talk))
