"""Consumes the stream of a developer's wearables: every record once, also those that came while it was away."""

import asyncio
import contextlib
import json
import os
import urllib.request

import websockets.exceptions

from connection import run, stay_connected
from settings import GATEWAY, WISH, credentials

HEARTBEAT, HELLO, IDENTIFY, READY, DISPATCH, REPLAY = 0, 2, 3, 4, 5, 7
CONSUMER = 1
MOST_AHEAD = 100_000  # as many as the gateway keeps


class Wearables:
    def __init__(self, login, up_to=None):
        self.login = login
        self.up_to = up_to  # every record up to this one has been heard
        self.ahead = set()  # and these, live while older ones were still being replayed

    async def talk(self, socket):
        heart = None
        try:
            async for text in socket:
                message = json.loads(text)
                if message["op"] == HELLO:
                    heart = asyncio.ensure_future(self.beat(socket, message["d"]["heartbeat_interval"] / 1000))
                    token = await asyncio.get_running_loop().run_in_executor(None, self.token)
                    await socket.send(json.dumps({"op": IDENTIFY, "d": {"token": token, "type": CONSUMER}}))
                elif message["op"] == READY:
                    print("ready", flush=True)
                    if self.up_to is not None:
                        await socket.send(json.dumps({"op": REPLAY, "d": {"after": self.up_to}}))
                elif message["op"] == DISPATCH:
                    self.take(message)
        finally:
            if heart:
                heart.cancel()

    @staticmethod
    async def beat(socket, seconds):
        with contextlib.suppress(websockets.exceptions.ConnectionClosed):  # talk() hears of that, too
            while True:
                await socket.send(json.dumps({"op": HEARTBEAT}))
                await asyncio.sleep(seconds)

    def token(self):
        """A token is good for one IDENTIFY."""
        headers = {"dev-id": self.login["dev_id"], "x-api-key": self.login["api_key"]}
        url = GATEWAY.replace("ws", "http", 1) + "/auth/developer"
        with urllib.request.urlopen(urllib.request.Request(url, method="POST", headers=headers), timeout=10) as answer:
            return json.load(answer)["token"]

    def take(self, message):
        """Live and replayed records come side by side, and a few come both ways."""
        seq = message["seq"]
        if self.up_to is None:
            self.up_to = seq - 1
        if seq <= self.up_to or seq in self.ahead:
            return
        self.ahead.add(seq)
        if len(self.ahead) > MOST_AHEAD:
            self.up_to = min(self.ahead) - 1  # what is missing is no longer kept
        while self.up_to + 1 in self.ahead:
            self.up_to += 1
            self.ahead.remove(self.up_to)
        print(seq, message["uid"], message["t"], json.dumps(message["d"]), flush=True)


wearables = Wearables(credentials(os.environ.get("DEVELOPER", "biometric-simulator")), WISH and int(WISH))
run(stay_connected(f"{GATEWAY}/connect", wearables.talk))
if wearables.up_to is not None:
    print(f"go on with {wearables.up_to}", flush=True)
