"""Writes lines to its output when asked: how many or how long, how fast, and says what it managed.

GET /write?lines=N&seconds=S&rate=R&size=B writes lines of B bytes, R bytes a second (0: as fast as it can),
until N lines (0: no end) or S seconds (0: no end) are over; the answer comes then: lines, bytes, seconds.
Until then it says a blank every few seconds, so that no proxy takes it for dead.
GET /mark?text=T writes one line. A line is "w NUMBER MICROSECONDS xxx": when it was written.
"""

import http.server
import json
import os
import threading
import time
import urllib.parse

AT_ONCE = 32 << 10


def write(lines, seconds, rate, size):
    began = time.monotonic()
    count = written = 0
    while (not lines or count < lines) and (not seconds or time.monotonic() - began < seconds):
        if rate and written > rate * (time.monotonic() - began):
            time.sleep(0.001)
            continue
        most = max(1, min(AT_ONCE, rate // 200 if rate else AT_ONCE) // size)
        most = min(most, lines - count) if lines else most
        now = time.time_ns() // 1000
        block = "".join([f"w {n} {now} ".ljust(size - 1, "x") + "\n" for n in range(count, count + most)])
        rest = memoryview(block.encode())
        while rest:
            done = os.write(1, rest)
            written += done
            rest = rest[done:]
        count += most
    return {"lines": count, "bytes": written, "seconds": time.monotonic() - began}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        url = urllib.parse.urlparse(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        self.send_response(200)
        self.end_headers()
        answer = {}
        if url.path == "/write":
            self.awaited(lambda: answer.update(written(query)))
        if url.path == "/mark":
            os.write(1, (query["text"] + "\n").encode())
        self.wfile.write(json.dumps(answer).encode())

    def awaited(self, work):
        worker = threading.Thread(target=work)
        worker.start()
        while worker.is_alive():
            self.wfile.write(b" ")
            worker.join(5)

    def log_message(self, *words):
        pass


def written(query):
    return write(*(int(query.get(key, 0)) for key in ("lines", "seconds", "rate")), int(query.get("size", 100)))


http.server.ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
