"""Python's websockets against both protocols, as people write it for the valve and for Endrpi."""
import asyncio
import base64
import json
import os
import ssl

import websockets

WS, WSS, DATA = (os.environ[name] for name in ("SLUICE_WS", "SLUICE_WSS", "SLUICE_DATA"))
with open(f"{DATA}/dev-credentials.json", encoding="utf-8") as file:
    VALVE = json.load(file)["valve"]


async def receive(socket, event):
    while True:
        message = json.loads(await asyncio.wait_for(socket.recv(), 20))
        if message["event"] == event:
            return message


async def main():
    tls = ssl.create_default_context(cafile=f"{DATA}/self-signed-certificate.pem")
    async with websockets.connect(WS) as pi:
        await pi.send('{"action": "READ_MEMORY"}')
        answer = json.loads(await pi.recv())
        assert answer["data"]["total"]["prefix"] == "KILO", answer
        await pi.send(b"binary")
        answer = json.loads(await pi.recv())
        assert answer["error"]["message"] == "Received invalid message", answer
        await (await pi.ping())

    credentials = base64.b64encode(f"{VALVE['user']}:{VALVE['password']}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}"}
    async with websockets.connect(f"{WSS}/valve", ssl=tls, extra_headers=headers) as valve:
        await receive(valve, "state")
        telemetry = await receive(valve, "telemetry")
        assert isinstance(telemetry["data"]["abs_pressure"], int), telemetry
        assert isinstance(telemetry["data"]["probed_at"], int), telemetry
        await valve.send("ping")
        error = await receive(valve, "error")
        assert error["code"] == "G11", error
        await valve.send('{"event": "requestState"}')
        await receive(valve, "state")
    try:
        async with websockets.connect(f"{WSS}/valve", ssl=tls):
            raise AssertionError("let in without a password")
    except websockets.exceptions.InvalidStatusCode as refused:
        assert refused.status_code == 401, refused
    print("ok")


asyncio.run(main())
