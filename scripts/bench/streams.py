"""Clients of one app whose answers take long: WebSockets, streams of events, an upload and a download.

usage: streams.py PORT APP STREAMS UPLOAD DOWNLOAD   (so many WebSockets and event streams; bytes, 0 for none)

Who is told to go comes back at once; one body follows the other, at BYTES_PER_SECOND. At SIGINT what is under way may
end; then it prints what it saw. What failed is said on standard error.
"""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections import Counter

PORT, APP, STREAMS, UPLOAD, DOWNLOAD = int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:6])
BYTES_PER_SECOND = 100e6
BLOCK = bytes(1 << 18)
PATIENCE = 30

seen = Counter()
stop = asyncio.Event()


class Wrong(Exception):
    pass


@contextlib.asynccontextmanager
async def asked(request, *fields):
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT, limit=4 * len(BLOCK))
    writer.write("\r\n".join([f"{request} HTTP/1.1", f"Host: {APP}.localhost", *fields, "", ""]).encode())
    try:
        yield reader, writer
    finally:
        writer.close()


async def head(reader, status):
    text = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)).decode("latin-1")
    if not text.startswith(f"HTTP/1.1 {status} "):
        raise Wrong(text)


async def frame(reader):
    """A frame as servers send them, without a mask: its opcode and what it says."""
    first, length = await reader.readexactly(2)
    return first & 15, await reader.readexactly(length)


def masked(opcode, text):
    mask = os.urandom(4)
    return bytes([0x80 | opcode, 0x80 | len(text)]) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(text))


async def count_aloud(writer):
    number = 0
    while True:
        number += 1
        writer.write(masked(1, str(number).encode()))
        await asyncio.sleep(1)


async def talk():
    """Says a number each second and hears it again, until it is told to go."""
    upgrade = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
    async with asked("GET /socket", *upgrade) as (reader, writer):
        await head(reader, 101)
        counting = asyncio.create_task(count_aloud(writer))
        try:
            number = 0
            while not stop.is_set():
                opcode, said = await asyncio.wait_for(frame(reader), PATIENCE)
                if opcode == 8:
                    writer.write(masked(8, said))
                    seen["told"] += 1
                    return
                number += 1
                if said.decode() != f"{APP} {number}":
                    raise Wrong(f"{said} came back for {number}")
                seen["messages"] += 1
        finally:
            counting.cancel()


async def listen():
    """Until the stream ends, which it does cleanly behind an event."""
    async with asked("GET /events") as (reader, _):
        await head(reader, 200)
        while not stop.is_set():
            size = int(await asyncio.wait_for(reader.readuntil(b"\r\n"), PATIENCE), 16)
            event = (await reader.readexactly(size + 2)).decode()
            if size == 0:
                seen["told"] += 1
                return
            if event != f"data: {APP}\n\n\r\n":
                raise Wrong(event)
            seen["events"] += 1


async def in_time(done, began):
    await asyncio.sleep(began + done / BYTES_PER_SECOND - time.monotonic())


async def upload():
    async with asked("POST /take", f"Content-Length: {UPLOAD}") as (reader, writer):
        done, began = 0, time.monotonic()
        while done < UPLOAD:
            writer.write(BLOCK[: UPLOAD - done])
            done += min(len(BLOCK), UPLOAD - done)
            await asyncio.wait_for(writer.drain(), PATIENCE)
            await in_time(done, began)
        await head(reader, 200)
        said = (await reader.readuntil(b"\n")).decode()
        if f"{APP} {UPLOAD}\n" not in said:
            raise Wrong(said)
        seen["bodies"] += 1


async def download():
    async with asked(f"GET /give/{DOWNLOAD}") as (reader, _):
        await head(reader, 200)
        done, began = 0, time.monotonic()
        while done < DOWNLOAD:
            piece = await asyncio.wait_for(reader.read(DOWNLOAD - done), PATIENCE)
            if not piece:
                raise Wrong(f"cut after {done} of {DOWNLOAD} bytes")
            done += len(piece)
            await in_time(done, began)
        seen["bodies"] += 1


async def again_and_again(client):
    while not stop.is_set():
        try:
            await client()
        except (OSError, EOFError, TimeoutError, Wrong) as e:
            seen["failed"] += 1
            print(f"{APP} {client.__name__}: {type(e).__name__} {e}", file=sys.stderr)
            await asyncio.sleep(1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)
    clients = [talk, listen] * STREAMS + [upload] * bool(UPLOAD) + [download] * bool(DOWNLOAD)
    await asyncio.gather(*map(again_and_again, clients))
    print(*(f"{seen[what]} {what}" for what in ("messages", "events", "told", "bodies", "failed")))


asyncio.run(main())
