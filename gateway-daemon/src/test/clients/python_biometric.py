"""A consumer and a producer as people write them in Python for the Terra Streaming API."""
import asyncio
import datetime
import json
import os
import ssl
import urllib.request

import websockets

WS, WSS, DATA = (os.environ[name] for name in ("SLUICE_WS", "SLUICE_WSS", "SLUICE_DATA"))
with open(f"{DATA}/dev-credentials.json", encoding="utf-8") as file:
    DEVELOPER = json.load(file)["biometric"]
TLS = ssl.create_default_context(cafile=f"{DATA}/self-signed-certificate.pem")


def token(path):
    headers = {"dev-id": DEVELOPER["dev_id"], "x-api-key": DEVELOPER["api_key"]}
    request = urllib.request.Request(WS.replace("ws:", "http:") + path, method="POST", headers=headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["token"]


class Client:
    def __init__(self, socket):
        self.socket = socket

    async def identify(self, path, kind):
        hello = json.loads(await self.socket.recv())
        assert hello["op"] == 2, hello
        self.interval = hello["d"]["heartbeat_interval"]
        await self.socket.send(json.dumps({"op": 0}))
        await self.socket.send(json.dumps({"op": 3, "d": {"token": token(path), "type": kind}}))
        assert json.loads(await self.socket.recv()) == {"op": 1}
        assert json.loads(await self.socket.recv()) == {"op": 4}
        return self

    async def next(self):
        message = json.loads(await asyncio.wait_for(self.socket.recv(), 20))
        assert message["op"] == 5, message
        return message


async def main():
    async with websockets.connect(f"{WSS}/connect", ssl=TLS) as one, websockets.connect(f"{WS}/connect") as two:
        consumer = await Client(one).identify("/auth/developer", 1)
        producer = await Client(two).identify("/auth/user?id=python-runner", 0)
        for i in range(100):
            await producer.socket.send(json.dumps({"op": 6, "t": "ACCELERATION", "d": {"d": [i, 0.5, -9.81]}}))
        received = [await consumer.next() for _ in range(100)]
        assert [m["d"]["d"][0] for m in received] == list(range(100))
        assert [m["seq"] - received[0]["seq"] for m in received] == list(range(100))
        datetime.datetime.strptime(received[0]["d"]["ts"], "%Y-%m-%dT%H:%M:%S.%fZ")
        await consumer.socket.send(
            json.dumps({"op": 7, "d": {"after": received[9]["seq"], "before": received[20]["seq"]}})
        )
        assert [await consumer.next() for _ in range(10)] == received[10:20]
        await producer.socket.send(b"binary")
        try:
            await producer.socket.recv()
            raise AssertionError("a binary message was taken")
        except websockets.exceptions.ConnectionClosed as closed:
            assert closed.code == 1003, closed
    print("ok")


asyncio.run(main())
