"""Clients that want nobody else to be served: holds connections of one kind open until it is killed.

usage: slow_clients.py PORT KIND COUNT ADDRESS   (KIND: heads, bodies, readers, idle)
Those that the proxy closes are opened again.
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


async def one(port, kind, address):
    loop = asyncio.get_running_loop()
    while True:
        sock = socket.socket()
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        try:
            sock.bind((address, 0))
            await loop.sock_connect(sock, ("127.0.0.1", port))
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
        await asyncio.sleep(5)


async def main():
    port, kind, count, address = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
    await asyncio.gather(*(one(port, kind, address) for _ in range(count)))


asyncio.run(main())
