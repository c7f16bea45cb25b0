"""A smart water valve: says what it says, and turns it "open" or "closed" if asked to."""

import base64
import json

from connection import run, stay_connected
from settings import GATEWAY, WISH, credentials


class Valve:
    def __init__(self, wish):
        self.wish = wish

    async def talk(self, socket):
        if self.wish:
            await socket.send(json.dumps({"event": "changeState", "data": {"valve_state": self.wish}}))
            self.wish = None  # once: not again after a lost connection
        async for text in socket:
            self.hear(json.loads(text))

    def hear(self, message):
        data = message.get("data", {})
        if message["event"] == "state":
            print("state", data["valve_state"], flush=True)
        elif message["event"] == "telemetry":
            print("telemetry", data["water_flow"], data["water_temp"], flush=True)
        elif message["event"] == "error":
            print("error", message["code"], message["message"], flush=True)


login = credentials("valve")
basic = base64.b64encode(f"{login['user']}:{login['password']}".encode()).decode()
run(stay_connected(f"{GATEWAY}/valve", Valve(WISH).talk, Authorization=f"Basic {basic}"))
