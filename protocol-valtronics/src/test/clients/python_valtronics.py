"""The documented Python client against a running gateway, used as documented. Environment: SLUICE_WS, SLUICE_TOKEN."""
import asyncio
import contextlib
import io
import os

from valtronics_websocket import ValtronicsWebSocketClient

URL = os.environ["SLUICE_WS"] + "/ws"
TOKEN = os.environ["SLUICE_TOKEN"]
PATIENCE = 90


class Listener(ValtronicsWebSocketClient):
    """Keeps what comes, besides what the class does with it."""

    def __init__(self, url, token):
        super().__init__(url, token)
        self.heard = []

    async def handle_message(self, data):
        self.heard.append(data)
        await super().handle_message(data)

    def of(self, message_type):
        return [data for data in self.heard if data["type"] == message_type]


async def main():
    client = Listener(URL, TOKEN)
    await client.connect()
    await client.subscribe("telemetry", {"device_id": 1})
    await client.subscribe("alerts", {"severity": ["critical", "warning"]})
    await client.subscribe("devices")
    await client.subscribe("system", {"metrics": ["cpu_usage"], "frequency": "real-time"})
    listening = asyncio.ensure_future(client.listen())
    await client.ping()
    async with asyncio.timeout(PATIENCE):  # the simulated device is offline for many seconds now and then
        while len(client.of("telemetry_update")) < 3 or not all(map(client.of, ("alert", "device_status_update", "pong"))):
            await asyncio.sleep(0.1)

    assert len(client.of("subscription_confirmed")) == 4, client.heard[:5]
    assert len(client.of("pong")) == 1
    telemetry = client.of("telemetry_update")
    assert all(data["device_id"] == 1 for data in telemetry)
    assert all(value["unit"] == "°C" for data in telemetry for value in data["telemetry"].values())
    alerts = client.of("alert")
    assert all(data["severity"] in ("critical", "warning") for data in alerts)
    assert all(list(data["metrics"]) == ["cpu_usage"] for data in client.of("system_status_update"))
    assert not client.of("error")

    for channel in ("telemetry", "alerts", "devices", "system"):
        await client.unsubscribe(channel)
    await asyncio.sleep(0.5)
    assert len(client.of("unsubscription_confirmed")) == 4
    known = len(client.heard)
    await asyncio.sleep(2.5)
    assert len(client.heard) == known, client.heard[known:]
    await client.disconnect()
    await listening

    stranger = Listener(URL, TOKEN + "x")
    try:
        await stranger.connect()
        raise AssertionError("a forged token was accepted")
    except Exception as e:
        assert str(e) == "Authentication failed", e


with contextlib.redirect_stdout(io.StringIO()):  # the class tells everything it gets
    asyncio.run(main())
print("ok")
