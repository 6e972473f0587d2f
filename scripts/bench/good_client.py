"""A client that asks at a steady rate, several proxies in turn, and says how long their answers took.

usage: good_client.py LOOKS SECONDS RATE PORT...
For each look one line: 99th percentile of each port in milliseconds, then how many of each failed. A request's time begins
when it was due, so that nothing is hidden by those that had to wait for it; what had no answer in 10 s has failed.
"""

import collections
import selectors
import socket
import sys
import time

LOOKS, SECONDS, RATE, *PORTS = map(float, sys.argv[1:])
CONNECTIONS = 8
GET = b"GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n"
selector = selectors.DefaultSelector()


class Proxy:
    def __init__(self, port):
        self.port, self.free, self.due, self.took, self.failed = int(port), [], collections.deque(), [], 0
        for _ in range(CONNECTIONS):
            self.connect()

    def connect(self):
        sock = socket.create_connection(("127.0.0.1", self.port), 10)
        sock.setblocking(False)
        selector.register(sock, selectors.EVENT_READ, self)
        self.free.append(sock)

    def send(self):
        while self.due and self.free:
            sock = self.free.pop()
            under_way[sock] = self.due.popleft()
            sock.send(GET)

    def answer(self, sock):
        try:
            data = sock.recv(65536)
        except OSError:
            data = b""
        due = under_way.pop(sock, None)
        if data.startswith(b"HTTP/1.1 200 ") and due is not None:
            self.took.append(time.monotonic() - due)
            self.free.append(sock)
        else:
            self.lose(sock)
        self.send()

    def lose(self, sock):
        self.failed += 1
        selector.unregister(sock)
        if sock in self.free:
            self.free.remove(sock)
        sock.close()
        self.connect()

    def look(self):
        late = [sock for sock, due in under_way.items() if due < time.monotonic() - 10]
        for sock in late:
            if selector.get_key(sock).data is self:
                del under_way[sock]
                self.lose(sock)
        took, failed = sorted(self.took), self.failed
        self.took, self.failed = [], 0
        return took[len(took) * 99 // 100] * 1e3 if took else 10_000, failed


under_way = {}
proxies = [Proxy(port) for port in PORTS]
gap, due, turn = 1 / RATE / len(proxies), time.monotonic(), 0
for _ in range(int(LOOKS)):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        while due <= time.monotonic():
            proxies[turn % len(proxies)].due.append(due)
            proxies[turn % len(proxies)].send()
            due, turn = due + gap, turn + 1
        for key, _ in selector.select(max(0, due - time.monotonic())):
            key.data.answer(key.fileobj)
    seen = [one.look() for one in proxies]
    print(*(f"{p99:.3f}" for p99, _ in seen), *(failed for _, failed in seen), flush=True)
