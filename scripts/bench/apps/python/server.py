"""Answers who it is, counts what is posted to it by number, and says at its end what it counted."""

import os
import pathlib
import signal
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REVISION = (pathlib.Path(__file__).parent / "REVISION").read_text().strip()
APP = os.environ.get("PAAS_APP", "bare")
RELEASE = os.environ.get("PAAS_RELEASE", "v0")
counted = Counter()


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave in one packet

    def do_GET(self):
        self.answer("")

    def do_POST(self):
        number = int(self.rfile.read(int(self.headers["Content-Length"])))
        counted[number] += 1
        self.answer(f" {number}")

    def answer(self, rest):
        body = f"{APP} {RELEASE} {REVISION}{rest}\n".encode()
        self.send_response(200)
        self.send_header("X-App", APP)
        self.send_header("X-Release", RELEASE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def report(*_):
    """`counted 1-40 42` in lines of a bounded length, `twice 7` for what came more than once."""
    pieces = []
    for number in sorted(counted):
        if pieces and pieces[-1][1] == number - 1:
            pieces[-1][1] = number
        else:
            pieces.append([number, number])
    lines = [
        "counted " + " ".join(f"{first}-{last}" for first, last in pieces[at : at + 100])
        for at in range(0, len(pieces), 100)
    ]
    lines += [f"twice {number}" for number, times in counted.items() if times > 1]
    lines.append(f"ended {RELEASE} {len(counted)}")
    os.write(1, ("\n".join(lines) + "\n").encode())
    os._exit(0)


signal.signal(signal.SIGTERM, report)
server = ThreadingHTTPServer(("0.0.0.0", int(os.environ.get("PORT", "8000"))), Answers)
server.daemon_threads = True
server.serve_forever()
