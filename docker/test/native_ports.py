"""Connects to the gateway of compose.yaml on each protocol's own port. The argument is the valve's password."""
import asyncio, base64, inspect, json, ssl, sys, websockets

HEADERS = "additional_headers" if "additional_headers" in inspect.signature(websockets.connect).parameters else "extra_headers"


async def valve(password):
    tls = ssl.create_default_context()
    tls.check_hostname = False
    tls.verify_mode = ssl.CERT_NONE  # self-signed, and in a volume
    basic = base64.b64encode(f"sluice:{password}".encode()).decode()
    headers = {HEADERS: {"Authorization": f"Basic {basic}"}}
    for port in (20443, 28443):
        async with websockets.connect(f"wss://127.0.0.1:{port}/valve", ssl=tls, **headers) as socket:
            assert json.loads(await asyncio.wait_for(socket.recv(), 30))["event"] in ("state", "telemetry")


async def endrpi():
    async with websockets.connect("ws://127.0.0.1:25000/") as socket:
        await socket.send('{"action":"READ_TEMPERATURE"}')
        assert json.loads(await asyncio.wait_for(socket.recv(), 30))["success"]


async def valtronics():
    async with websockets.connect("ws://127.0.0.1:28000/ws") as socket:
        await socket.send('{"type":"ping"}')
        assert json.loads(await asyncio.wait_for(socket.recv(), 30))["type"] == "pong"


async def main(password):
    await valve(password)
    await endrpi()
    await valtronics()


asyncio.run(main(sys.argv[1]))
print("each protocol answers on its own port")
