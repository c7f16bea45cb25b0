"""A Raspberry Pi: switches a pin on, and says the temperature every two seconds. Answers come in the order of the requests."""

import asyncio
import json

from connection import run, stay_connected
from settings import GATEWAY


async def ask(socket, action, **params):
    await socket.send(json.dumps({"action": action, "params": params}))
    answer = json.loads(await socket.recv())
    if not answer["success"]:
        raise RuntimeError(answer["error"]["message"])
    return answer["data"]


async def talk(socket):
    await ask(socket, "UPDATE_PIN_CONFIGURATIONS", pins={"GPIO17": {"io": "OUTPUT", "state": 1}})
    pin = (await ask(socket, "READ_PIN_CONFIGURATIONS", pins=["GPIO17"]))["GPIO17"]
    print("GPIO17", pin["io"], pin["state"], flush=True)
    while True:
        chip = (await ask(socket, "READ_TEMPERATURE"))["systemOnChip"]
        print("temperature", chip["quantity"], chip["unitOfMeasurement"], flush=True)
        await asyncio.sleep(2)


run(stay_connected(f"{GATEWAY}/endrpi", talk))
