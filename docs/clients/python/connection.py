"""A WebSocket that comes back. Runs with websockets 10 and newer."""

import asyncio
import random
import ssl
import time

import websockets
import websockets.exceptions

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
STABLE = 10.0  # seconds; who was connected for so long begins with the first wait again
LOST = (OSError, asyncio.TimeoutError, websockets.exceptions.WebSocketException)


def connect(url, **headers):
    """websockets.connect with headers, whatever they are called in this version; it pings by itself."""
    new = int(websockets.__version__.split(".")[0]) >= 14
    return websockets.connect(url, **{"additional_headers" if new else "extra_headers": headers})


async def stay_connected(url, talk, **headers):
    """Calls talk(socket), which talks until the connection ends, and then again with another connection."""
    failures = 0
    while True:
        opened = time.monotonic()
        try:
            async with connect(url, **headers) as socket:
                print("connected", flush=True)
                opened = time.monotonic()
                await talk(socket)
                why = "closed by the gateway"
        except LOST as lost:
            if is_final(lost):
                raise
            why = lost
        if time.monotonic() - opened > STABLE:
            failures = 0
        # A random part less, so that the thousand clients of a gateway that restarts do not all come at once.
        wait = min(FIRST_WAIT * 2**failures, LONGEST_WAIT) * random.uniform(0.5, 1)
        failures = min(failures + 1, 10)
        print(f"lost: {why}; again in {wait:.1f} s", flush=True)
        await asyncio.sleep(wait)


def is_final(why):
    """Wrong credentials and a wrong certificate do not get better by themselves."""
    answer = getattr(why, "response", why)  # where the status is depends on the version; urllib says code
    status = getattr(answer, "status_code", getattr(answer, "code", None))
    return status in (401, 403) or isinstance(why, ssl.SSLCertVerificationError)


def run(main):
    """Runs until it ends, or until Ctrl-C; the connection is closed either way."""
    try:
        asyncio.run(main)
    except KeyboardInterrupt:
        print("ended", flush=True)
    except LOST as why:
        raise SystemExit(f"ended: {why}") from None
