"""A room panel: follows two variables of a display, and sets its volume."""

import itertools
import json

from connection import run, stay_connected
from settings import GATEWAY, WISH, credentials

DISPLAY = {"sys": "sys-1234", "mod": "Display", "index": 1}


class Panel:
    def __init__(self, volume):
        self.ids = itertools.count(1)
        self.volume = volume

    async def talk(self, socket):
        await self.send(socket, "bind", name="power")
        await self.send(socket, "bind", name="volume")
        setting = await self.send(socket, "exec", name="set_volume", args=[self.volume])
        async for text in socket:
            if text == "pong":  # comes unasked
                continue
            message = json.loads(text)
            if message["type"] == "notify":
                print(message["meta"]["name"], message["value"], flush=True)
            elif message["type"] == "error":
                print("failed:", message["msg"], flush=True)
            elif message["id"] == setting:
                print("set_volume", message["value"], flush=True)

    async def send(self, socket, command, **fields):
        number = next(self.ids)
        await socket.send(json.dumps({"id": number, "cmd": command, **DISPLAY, **fields}))
        return number


url = f"{GATEWAY}/api/engine/v2/systems/control"
run(stay_connected(url, Panel(int(WISH or 64)).talk, **{"X-API-Key": credentials("placeos")["api_key"]}))
